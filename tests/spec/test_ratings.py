"""A body's colours from a release: its rule as written, its targets, and one answer wherever it is asked."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest
from tests.spec.test_judgements import BURGLARY, HAVERING
from tests.support.wide import write_boroughs
from tests.unit.test_decided import RULE, london

from peelian.figures.house import House
from peelian.figures.loading import load
from peelian.figures.periods import Period, month_ordinal
from peelian.figures.releases.build import release
from peelian.figures.releases.rating import Rated, ratings_at
from peelian.figures.releases.release import Release, Releases

FIRST = month_ordinal(2015, 4)
TARGETS = RULE[RULE.index("        - {period: FY2016-17, ") :]


def rated(folder: Path, quarters: list[int], rule: str = RULE) -> Rated:
    """Burglary in Havering by quarters from April 2015 on, a third in each month; the last is the third of 2016/17."""
    house = House(folder / "house", str(london(folder, ratings=rule)))
    months = [count // 3 + (place < count % 3) for count in quarters for place in range(3)]
    load(house, [write_boroughs(folder / "2017-01" / "crime.csv", FIRST, {(*BURGLARY, "Havering"): months})])
    made, _ = release(house)
    return answer(made)


def answer(made: Release, measure: str = "burglary") -> Rated:
    [found] = ratings_at(made, made.catalogue[measure], made.areas[HAVERING])
    return found


SETTLED = (
    RULE.replace("unchanged: null", "unchanged: amber")
    .replace("compared_with: null", "compared_with: previous quarter")
    .replace("two_sided: null", "two_sided: false")
)
BEFORE = [300, 300, 200, 200, 300, 300]


@pytest.mark.parametrize(
    ("quarters", "rule", "colour", "why"),
    [
        ([*BEFORE, 205], SETTLED, "green", "above the target, on or within the tolerance"),
        ([*BEFORE, 240], SETTLED, "amber", "beyond the tolerance and better than the previous quarter"),
        ([*BEFORE[:5], 220, 240], SETTLED, "red", "beyond the tolerance and worse than the previous quarter"),
        ([*BEFORE[:5], 240, 240], SETTLED, "amber", "beyond the tolerance and the same as the previous quarter"),
        ([*BEFORE[:5], 220, 240], RULE, "red", "above the target, however the rule is read"),
        ([*BEFORE[:5], 240, 240], RULE, None, "rule ambiguous: it does not say which colour a figure that has not changed gets nor "
         "what improvement is compared with nor whether better than the target by more than the tolerance is off it"),
        ([*BEFORE, 240], RULE.replace(TARGETS, "        []\n"), None, "no target"),
    ],
    ids=["within", "better", "worse", "unchanged", "worse whatever is meant", "ambiguous", "no target"],
)  # fmt: skip
def test_a_quarter_is_coloured_by_the_rule_as_it_is_written(
    tmp_path: Path, quarters: list[int], rule: str, colour: str | None, why: str
) -> None:
    """Target 200 for the third quarter (a fifth of the year's 1,000), 5 per cent either way; fewer is better."""
    found = rated(tmp_path, quarters, rule)
    assert (found.period, found.value) == (Period.parse("FY2016-17-Q3"), Decimal(quarters[-1]))
    assert (found.rating.colour, found.rating.why) == (colour, why)


def test_a_movement_that_chance_makes_is_said_beside_the_colour(tmp_path: Path) -> None:
    """240 after 225 is red by the rule; two counts of one rate differ as much twice in five times."""
    small, large = (
        rated(tmp_path / "small", [*BEFORE[:5], 225, 240], SETTLED),
        rated(tmp_path / "large", [*BEFORE[:5], 150, 240], SETTLED),
    )
    assert (small.rating.colour, small.noise) == ("red", True)
    assert (large.rating.colour, large.noise) == ("red", False)


def test_no_colour_rests_on_a_comparison_that_is_forbidden(tmp_path: Path) -> None:
    """A break that forbids comparing lies in the third quarter: beyond the tolerance, and neither better nor worse."""
    pack = london(tmp_path, ratings=SETTLED)
    (pack / "breaks.yaml").write_text(
        (pack / "breaks.yaml").read_text(encoding="utf-8")
        + "\n- {id: test-break, from: '2016-11', kind: recording, title: T, text: T., blocks: true, source: test}\n",
        encoding="utf-8",
    )
    burglary = pack / "measures" / "burglary.yaml"
    text = burglary.read_text(encoding="utf-8")
    burglary.write_text(text.replace("breaks: [", "breaks: [test-break, "), encoding="utf-8")
    house = House(tmp_path / "house", str(pack))
    months = [count // 3 for count in [*BEFORE[:5], 210, 240] for _ in range(3)]
    load(house, [write_boroughs(tmp_path / "2017-01" / "c.csv", FIRST, {(*BURGLARY, "Havering"): months})])
    found = answer(release(house)[0])
    assert (found.value, found.rating.colour) == (240, None)
    assert found.rating.why == "beyond the tolerance, and its publisher forbids comparing it with the previous quarter"
    assert found.forbidden == {"previous quarter", "year before"}


def test_the_quarter_is_the_last_whole_one(tmp_path: Path) -> None:
    house = House(tmp_path / "house", str(london(tmp_path, ratings=SETTLED)))
    load(house, [write_boroughs(tmp_path / "2017-01" / "c.csv", FIRST, {(*BURGLARY, "Havering"): [70] * 20})])
    found = answer(release(house)[0])
    assert (str(found.period), found.value) == ("FY2016-17-Q2", 210)


def test_haverings_own_figures_have_no_target(real_house: House) -> None:
    """Its targets are not in seed 004: no colour is made up. Repeat referrals are placed in their band."""
    made = Releases(real_house.root).newest()
    assert made is not None
    for measure in ("total-notifiable-offences", "asb-incidents"):
        found = answer(made, measure)
        assert found.value is not None
        assert (found.rating.colour, found.rating.why) == (None, "no target")
    referrals = answer(made, "marac-repeat-referrals")
    assert referrals.value == Decimal("28.8")
    assert referrals.target is not None
    assert referrals.target.place(referrals.value) == "within the band"
    assert referrals.target.place(Decimal("25.7")) == "below the band"
    assert referrals.rating.why == "no tolerance is printed"
