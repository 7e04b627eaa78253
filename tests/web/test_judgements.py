"""What pages say of chance: the sealed judgement in a plain sentence, the same in the download, and silence where there is none."""

from __future__ import annotations

import re

import pytest

from peelian.figures.judge.direction import QUARTER, YEAR, Verdict, Why
from peelian.figures.releases.judging import Judgement, judgement
from peelian.public.selectors.judging import Judged
from tests.web.conftest import Visitor

LAST = 2025 * 12 + 8


def card(text: str) -> str:
    """The judgement of a page as text; empty where it has none."""
    found = re.search(r'<div class="pe-card pb-judged">(.*?)</div>', text, re.DOTALL)
    return re.sub(r"<[^>]+>", " ", found[1]) if found else ""


def test_a_measures_page_says_what_the_release_judges(some: Visitor) -> None:
    release = some.release
    for measure_id in ("burglary", "homicide"):
        measure, home = release.catalogue[measure_id], release.catalogue.force
        found = judgement(release, measure, home.id, home.kind)
        assert found is not None
        shown = card(some.text(f"/measures/{measure_id}"))
        assert Judged(found, ()).heading in shown
        assert ("lead one to expect" in shown) == (found.why == Why.TOLD)
        assert ("Of twenty series" in shown) == (found.why == Why.TOLD)
        told = some.get(f"/measures/{measure_id}.json").json()["judgement"]
        assert told["verdict"] == found.verdict.name.lower().replace("_", " ")
        assert told["sentence"] in shown.replace("&#x27;", "'")


def test_a_measure_that_is_no_monthly_count_is_not_judged(some: Visitor) -> None:
    assert card(some.text("/measures/population")) == ""
    assert some.get("/measures/population.json").json()["judgement"] is None


@pytest.mark.parametrize(
    ("found", "heading", "mark", "sentence"),
    [
        (
            Judgement(Verdict.HIGHER, Why.TOLD, 1.184, 1.02, 1.36, 66, LAST), "Higher, and not by chance", "▲",
            "April to September 2025 were 18% above what the season and the 60 months before lead one to expect (between +2% and "
            "+36%): more than the usual ups and downs.",
        ),
        (
            Judgement(Verdict.LOWER, Why.TOLD, 0.5, 0.4, 0.61, 24, LAST), "Lower, and not by chance", "▼",
            "April to September 2025 were 50% below what the season and the 18 months before lead one to expect (between −60% and "
            "−39%): more than the usual ups and downs.",
        ),
        (
            Judgement(Verdict.NO_REAL_CHANGE, Why.TOLD, 1.001, 0.9, 1.1, 66, 2025 * 12 + 1), "No real change", "",
            "September 2024 to February 2025 were what the season and the 60 months before lead one to expect (between −10% "
            "and +10%): within the usual ups and downs.",
        ),
        (
            Judgement(Verdict.CANNOT_TELL, Why.TOO_SHORT, 0, 0, 0, 12, LAST), "Cannot tell", "",
            "It takes 24 months in a row that are counted alike to tell change from chance; to September 2025 there are 12.",
        ),
        (
            Judgement(Verdict.CANNOT_TELL, Why.TOO_WIDE, 0, 0, 0, 66, LAST), "Cannot tell", "",
            "Even 2 times what is usual would be within the ups and downs here: too few are counted, or they vary too much.",
        ),
    ],
)  # fmt: skip
def test_every_verdict_has_its_plain_sentence(found: Judgement, heading: str, mark: str, sentence: str) -> None:
    shown = Judged(found, ())
    assert (shown.heading, shown.mark, shown.sentence) == (heading, mark, sentence)


@pytest.mark.parametrize(
    ("verdict", "wanted", "read"),
    [
        (Verdict.HIGHER, "higher", "Better"), (Verdict.HIGHER, "lower", "Worse"), (Verdict.LOWER, "lower", "Better"),
        (Verdict.LOWER, "higher", "Worse"), (Verdict.HIGHER, "none", "Higher, and not by chance"),
        (Verdict.NO_REAL_CHANGE, "lower", "No real change"), (Verdict.CANNOT_TELL, "higher", "Cannot tell"),
    ],
)  # fmt: skip
def test_better_and_worse_are_the_objectives(verdict: Verdict, wanted: str, read: str) -> None:
    """The same rise is better for one that wants reports, worse for one that wants fewer victims."""
    assert Judged(Judgement(verdict, Why.TOLD, 1, 0.9, 1.1, 66, LAST), ()).read_by(wanted) == read


def test_an_objectives_page_reads_the_judgement_its_own_way(some: Visitor) -> None:
    from peelian.plans.queries import load_plan

    plan, release = load_plan(some.house.pack), some.release
    home, told = release.catalogue.force, 0
    for yardstick in plan.yardsticks:
        found = judgement(release, release.catalogue[yardstick.measure], home.id, home.kind)
        text = some.text(f"/objectives/{yardstick.objective}")
        if found is not None:
            told += 1
            assert f"<strong>{Judged(found, ()).read_by(yardstick.wanted)}.</strong>" in text
    assert told > 5


@pytest.mark.parametrize(
    ("measure", "why"),
    [
        ("confidence-good-job", "how many people were asked is not published"),
        ("police-officers", "a full count and no sample"),
    ],
)
def test_what_is_not_tested_says_why(real: Visitor, measure: str, why: str) -> None:
    assert why in real.text(f"/measures/{measure}")
    assert why not in real.text("/measures/burglary")


def test_a_place_says_whether_what_it_leads_with_is_more_than_chance(real: Visitor) -> None:
    release = real.release
    found = judgement(release, release.catalogue["total-notifiable-offences"], "E09000016", "borough")
    assert found is not None
    assert found.why == Why.TOLD
    assert f"{Judged(found, ()).heading}: {Judged(found, ()).sentence}" in real.text("/areas/E09000016")


def test_how_a_verdict_is_told_is_one_click_away(real: Visitor) -> None:
    """Method and version, months, and the numbers, for each of the three comparisons."""
    text = real.text("/measures/burglary")
    for method in (
        "direction-of-six-months",
        "direction-against-the-year-before",
        "direction-against-the-quarter-before",
    ):
        assert f"{method}, version {release_methods(real)[method]}" in text
    assert text.count("a change is told where 1 lies outside") == 3


def release_methods(visitor: Visitor) -> dict[str, int]:
    return dict(visitor.release.manifest["methods"])


def test_the_year_and_the_quarter_are_compared_with_their_counts(real: Visitor) -> None:
    told = real.get("/measures/burglary.json").json()["judgement"]["comparisons"]  # type: ignore[attr-defined]
    assert [item["comparison"] for item in told] == ["year-before", "quarter-before"]
    rows = {
        row["period"]: row["value"]
        for row in real.rows("/measures/burglary.json")
        if row["area"] == real.release.catalogue.force.id
    }
    year = told[0]
    assert year["value"] == sum(rows[month] for month in rows if "2024-10" <= month <= year["to"] and len(month) == 7)
    assert year["from"] == "2024-10"
    assert year["to"] == "2025-09"
    assert f"{year['value']:,} in the year to September 2025" in real.text("/measures/burglary")


def test_a_place_too_small_to_test_says_so(real: Visitor) -> None:
    assert "the months of so small a place hold too little" in real.text("/areas/E05013969")


def test_an_objective_reads_year_and_quarter_its_own_way(real: Visitor) -> None:
    """Every comparison that the release makes stands on the page, as better or worse where it is a change."""
    from peelian.plans.queries import load_plan
    from peelian.public.selectors.judging import Compared

    release, told = real.release, 0
    for yardstick in load_plan(real.house.pack).yardsticks:
        text = real.text(f"/objectives/{yardstick.objective}")
        for comparison in (YEAR, QUARTER):
            found = judgement(
                release, release.catalogue[yardstick.measure], release.catalogue.force.id, "force", comparison
            )
            if found is not None and found.why != Why.TOO_SHORT:
                told += 1
                assert f"<strong>{Compared(comparison, found, 0, 0).read_by(yardstick.wanted)}.</strong>" in text
    assert told > 20


def test_a_change_against_the_year_is_better_or_worse_by_the_objective() -> None:
    from peelian.public.selectors.judging import Compared

    found = Compared(YEAR, Judgement(Verdict.LOWER, Why.TOLD, 0.8, 0.7, 0.9, 66, LAST), 80, 100)
    assert found.read_by("lower") == "Against the year before: better"
    assert found.read_by("higher") == "Against the year before: worse"
    assert found.heading == "Against the year before: lower, and not by chance"
