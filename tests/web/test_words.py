"""What pages say of figures: fewer or more, points, small numbers, what cannot be compared, and what the plan wants."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import replace
from decimal import Decimal

import pytest

from peelian.figures.areas import Area
from peelian.figures.catalogue import Break, Measure
from peelian.figures.periods import Period
from peelian.figures.releases.figure import Comparison, Figure
from peelian.plans.queries import load_plan
from peelian.public import wording
from peelian.public.pages import fitted
from peelian.public.selectors import tables
from tests.web.conftest import Visitor

MEASURE = Measure(
    id="burglary", title="Burglary", group="burglary", question="How many?", counts="offences", kind="count", denominator=None,
    source={}, periods="month", protect="public-source", breaks=(), caveats=(), author="x", checked_by=None, review_by="2027-11-01",
)  # fmt: skip
SURVEY = replace(MEASURE, id="trust", title="Trust", kind="level", counts="per cent of residents", periods="r12")
HAVERING = Area("E09000016", "Havering", "borough")
PERIOD = Period.parse("R12-2017-06")


def _figure(measure: Measure, value: str | None, before: str | None = None, blocked: tuple[str, ...] = ()) -> Figure:
    now, then = (Decimal(text) if text is not None else None for text in (value, before))
    compared = None
    if now is not None and then is not None:
        change = None if blocked or measure.per_cent else now - then
        points = now - then if measure.per_cent and not blocked else None
        per_cent = (change * 100 / then).quantize(Decimal("0.1")) if change is not None and then else None
        compared = Comparison("R12-2016-06", "12 months to June 2016", then, change, per_cent, points, blocked, blocked)
    return Figure(
        measure=measure, area=HAVERING, period=PERIOD, value=now, kind=measure.kind, unit=measure.counts,
        symbol=None if now is not None else "[x]", numerator=now, denominator=None, method="sum-of-months", release="2026-01-01",
        illustrative=False, comparison=compared,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("measure", "value", "before", "words"),
    [
        (MEASURE, "1886", "1961", "75 fewer (−3.8%)"),
        (MEASURE, "1961", "1886", "75 more (+4.0%)"),
        (MEASURE, "29", "17", "12 more (+70.6%, 17 → 29)"),
        (MEASURE, "5", "0", "5 more (n/a, from 0 to 5)"),
        (MEASURE, "17", "17", "no change"),
        (SURVEY, "69", "67", "2 points higher"),
        (SURVEY, "66", "67", "1 point lower"),
        (SURVEY, "67", "67", "no change"),
    ],
)
def test_a_change_in_words(measure: Measure, value: str, before: str, words: str) -> None:
    assert wording.change(_figure(measure, value, before)) == words


def test_the_sentence_that_a_resident_can_repeat() -> None:
    said = wording.say(_figure(MEASURE, "1886", "1961"))
    assert said == (
        "Burglary in Havering: 1,886 offences in the 12 months to June 2017, "
        "75 fewer than the 1,961 of the 12 months to June 2016 (−3.8%)."
    )
    assert wording.say(_figure(SURVEY, "69", "67")).endswith(
        "2 points higher than the 67% of the 12 months to June 2016."
    )
    assert "there is no figure" in wording.say(_figure(MEASURE, None))


def test_a_comparison_across_a_blocking_break_is_refused_in_words() -> None:
    found = _figure(MEASURE, "10", "20", ("hate-2024",))
    assert wording.change(found) == ""
    assert wording.moved("lower", found) == ""
    assert "cannot be compared" in wording.say(found)
    assert tables.change_cell(found).symbol == "[b]"
    assert tables.percent_cell(found).symbol == "[b]"


@pytest.mark.parametrize(
    ("wanted", "value", "said"),
    [
        ("lower", "10", "moved that way"),
        ("lower", "30", "moved the other way"),
        ("lower", "20", "did not move"),
        ("higher", "30", "moved that way"),
        ("higher", "10", "moved the other way"),
        ("none", "30", ""),
    ],
)
def test_movement_is_read_against_what_the_plan_wants(wanted: str, value: str, said: str) -> None:
    assert wording.moved(wanted, _figure(MEASURE, value, "20")) == said


def test_ages() -> None:
    assert [wording.age(days) for days in (-1, 1, 59, 325, 800)] == [
        "not over yet", "1 day old", "59 days old", "10 months old", "2 years old"]  # fmt: skip
    assert wording.days_since_month(2025 * 12 + 11, dt.date(2026, 1, 1)) == 1


def test_long_titles_keep_what_tells_them_apart() -> None:
    keep = " in Hylands and Harrow Lodge"
    short = fitted(f"Burglary of businesses and other buildings{keep}", keep)
    assert short.endswith(keep)
    assert len(short) <= 60
    assert fitted("Burglary in Havering", " in Havering") == "Burglary in Havering"


def test_breaks_are_said_in_words() -> None:
    item = Break("b", 2024 * 12 + 1, "recording", "New system", "Entered in another way.", False, "a note")
    assert wording.break_words([item]) == "February 2024: New system. Entered in another way."


def test_home_lists_every_objective_with_its_figure_or_why_there_is_none(some: Visitor) -> None:
    plan = load_plan(some.house.pack)
    text = some.text("/").replace("&#x27;", "'")
    blocks = text.split('<article class="pb-objective">')[1:]
    assert len(blocks) == len(plan.objectives) == 26
    for objective, block in zip(plan.objectives, blocks, strict=True):
        assert objective.title in block
        if objective.no_source:
            assert "No data source" in block
            assert objective.no_source in block
        else:
            assert "the plan wants" in block
            assert " old" in block


def test_home_calls_nothing_better_or_worse(some: Visitor) -> None:
    text = some.text("/")
    assert text.count("Not tested yet for chance") == 1
    assert not re.search(r"\b(better|worse|improved|deteriorated)\b", _main(text))


def _main(text: str) -> str:
    text = text[text.index("<main") : text.index("</main>")]
    text = re.sub(r"<h[23].*?</h[23]>|<[^>]+>", "", text, flags=re.DOTALL)
    return text.replace("called better or worse", "")


def test_home_counts_what_it_says(real: Visitor) -> None:
    from peelian.public.selectors import plan as plans
    from peelian.public.site import open_site

    site = open_site()
    assert site is not None
    text = real.text("/")
    read = [objective for theme in plans.themes(site) for objective in theme.objectives]
    live = [objective for objective in read if any(item.live for item in objective.yardsticks)]
    assert f"Of the plan’s 26 objectives, {len(live)} can be followed" in text
    moved = [{item.moved for item in objective.live if item.moved} for objective in live]
    assert f"the way the plan wants for {sum(words == {'moved that way'} for words in moved)} of them" in text


def test_later_figures_are_shown_as_after_the_plan(real: Visitor) -> None:
    for address in ("/", "/measures/burglary", "/objectives/fewer-neighbourhood-crimes",
                    "/figures/burglary/E23000001/R12-2025-12"):  # fmt: skip
        assert "April 2017 to March 2021. The latest figures are from after them" in real.text(address)
    assert "from after them" not in real.text("/figures/burglary/E23000001/R12-2018-12")


def test_one_series_is_read_both_ways_with_the_polarity_named(some: Visitor) -> None:
    text = some.text("/measures/rape")
    assert "The plan wants more reports" in text
    assert "The plan wants fewer victims" in text
    assert "reads this series both ways" in text
    objective = some.text("/objectives/more-sexual-violence-reported")
    assert "read the other way round under" in objective
    assert "/objectives/fewer-victims-of-crime" in objective


def test_what_has_no_data_says_what_it_needs(real: Visitor) -> None:
    text = real.text("/measures/knife-crime")
    assert "No data yet" in text
    assert "mps-dashboard" in text
    assert "11,896" in text
    assert "line 136" in text


def test_the_city_is_policed_by_another_force_and_says_so(real: Visitor) -> None:
    assert "policed by another force: City of London Police area" in real.text("/measures/burglary/E09000001")
    assert "City of London Police area" in real.text("/areas/E09000001")


def test_places_that_are_no_boroughs_are_explained(real: Visitor) -> None:
    assert "in no borough" in real.text("/areas/london:unknown")
    assert "airports" in real.text("/areas/london:heathrow")
    assert "Not boroughs, but in the total of the force" in real.text("/measures/burglary")


def test_printed_figures_stand_beside_ours(real: Visitor) -> None:
    rows = real.page("/measures/burglary").tables["printed-figures"]
    printed = {row[0]: row for row in rows[1:]}
    assert printed["12 months to June 2016"][1:3] == ["69,545", "69,548"]
    assert "Police and Crime Committee, 20 July 2017, line " in printed["12 months to June 2016"][4]
    survey = real.page("/measures/confidence-good-job").tables["printed-figures"]
    assert {row[3] for row in survey[1:]} == {"agrees"}


def test_a_figure_shows_its_working(real: Visitor) -> None:
    page = real.page("/figures/burglary/E09000016/R12-2017-06")
    months = [row for row in page.tables["0"] if len(row) == 2 and row[0][:3] in ("Jul", "Jan", "Jun", "Sum")]
    assert months[-1][0] == "Sum"
    values = [int(row[1].replace(",", "")) for row in page.tables["0"][1:]]
    assert len(values) == 13
    assert sum(values[:12]) == values[12]
    cells = page.tables["1"]
    assert cells[0] == ["Row", "Column", "Value"]
    assert cells[-1] == ["All 48 cells", "", f"{values[12]:,}"]
    assert len(cells) == 42  # the head, the first forty, the sum of all
    month = real.page("/figures/burglary/E09000016/2017-06").tables["0"]
    assert sum(int(row[2]) for row in month[1:-1]) == int(month[-1][2]) == values[11]


def test_a_rate_shows_its_formula(real: Visitor) -> None:
    text = real.text("/figures/burglary/E09000016/R12-2025-12?kind=rate")
    found = re.search(r"([\d,]+) ÷ ([\d,]+) × 1,000 = ([\d.]+)", text)
    assert found
    count, people, rate = (Decimal(part.replace(",", "")) for part in found.groups())
    assert abs(count / people * 1000 - rate) < Decimal("0.05")
