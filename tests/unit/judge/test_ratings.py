"""A body's own colours: Havering's rule word for word, its open questions, bands, tolerances at their very edge."""

from __future__ import annotations

from decimal import Decimal
from itertools import product

import pytest

from peelian.figures.judge.ratings import COMPARED_WITH, Rating, Rule, Target, arrow, rate

HAVERING = Rule("movement")
"""Seed 004, lines 1722 to 1736: red and amber by movement, and three things that it does not say."""
SETTLED = Rule("movement", unchanged="amber", compared_with="previous quarter", two_sided=False)
USUAL = Rule("tolerance", two_sided=False)
FEWER, MORE = -1, 1


def d(number: str | int) -> Decimal:
    return Decimal(number)


def quarter(before: str | int | None, year: str | int | None = None) -> dict[str, Decimal | None]:
    earlier = (before, year)
    return {name: None if number is None else d(number) for name, number in zip(COMPARED_WITH, earlier, strict=True)}


@pytest.mark.parametrize(
    ("value", "before", "colour"),
    [
        (100, 90, "green"),
        (105, 90, "green"),
        ("105.01", 110, "amber"),
        (110, 100, "red"),
        (110, 110, "amber"),
        (50, 60, "green"),
    ],
)
def test_haverings_rule_with_its_questions_answered(value: str | int, before: int, colour: str) -> None:
    """A target of 100, 5 per cent either way, fewer is better."""
    found = rate(SETTLED, d(value), Target.at(d(100), d("0.05")), better=FEWER, before=quarter(before))
    assert found.colour == colour
    assert found.needs_action == (colour == "red")


def test_off_target_and_worse_is_red_however_the_rule_is_read() -> None:
    """Worse than the quarter and the year before: no open question matters."""
    found = rate(HAVERING, d(120), Target.at(d(100), d("0.05")), better=FEWER, before=quarter(110, 105))
    assert (found.colour, found.needs_action) == ("red", True)


@pytest.mark.parametrize(
    ("value", "before", "could_be"),
    [
        (120, quarter(120, 120), ("amber", "red")),  # unchanged: "not improved" and "maintained" at once
        (120, quarter(130, 110), ("amber", "red")),  # better than the quarter, worse than the year
        (50, quarter(40, 40), ("green", "red")),  # far better than the target, and "off" it
    ],
)
def test_where_the_rule_does_not_say_there_is_no_colour(
    value: int, before: dict[str, Decimal | None], could_be: tuple[str, ...]
) -> None:
    found = rate(HAVERING, d(value), Target.at(d(100), d("0.05")), better=FEWER, before=before)
    assert found.colour is None
    assert found.could_be == could_be
    assert found.why.startswith("rule ambiguous: it does not say which colour")
    assert not found.needs_action


def test_one_answer_for_what_is_off_target_and_equal_once_somebody_gives_it() -> None:
    target = Target.at(d(100), d("0.05"))
    for answer in ("amber", "red"):
        rule = Rule("movement", answer, "year before", two_sided=False)  # type: ignore[arg-type]
        assert rate(rule, d(120), target, better=FEWER, before=quarter(90, 120)).colour == answer


@pytest.mark.parametrize(
    ("value", "place", "colour"),
    [("25.7", "below the band", "green"), ("28.8", "within the band", "green"), ("28", "within the band", "green"),
     ("40", "within the band", "green"), ("25", "below the band", "red"), ("43.1", "above the band", "red")],
)  # fmt: skip
def test_a_band_is_kept_or_missed_on_either_side(value: str, place: str, colour: str) -> None:
    """28 to 40 per cent with three points of tolerance: 25.7 is below it and within what is allowed, which are two things."""
    band = Target(d(28), d(40), d("2.9"), points=True)
    assert band.place(d(value)) == place
    assert rate(SETTLED, d(value), band, better=FEWER, before=quarter(0)).colour == colour


@pytest.mark.parametrize(
    ("better", "value", "colour"),
    [(FEWER, 100, "green"), (FEWER, 105, "amber"), (FEWER, "105.0001", "red"), (FEWER, 20, "green"),
     (MORE, 100, "green"), (MORE, 95, "amber"), (MORE, "94.9999", "red"), (MORE, 300, "green")],
)  # fmt: skip
def test_the_usual_rule_of_english_councils(better: int, value: str | int, colour: str) -> None:
    assert rate(USUAL, d(value), Target.at(d(100), d("0.05")), better=better).colour == colour


def test_per_cents_have_tolerances_in_points() -> None:
    assert rate(USUAL, d("65"), Target.at(d(67), d(2), points=True), better=MORE).colour == "amber"
    assert rate(USUAL, d("65"), Target.at(d(67), d(1), points=True), better=MORE).colour == "red"


def test_without_a_figure_a_target_or_a_tolerance_there_is_no_colour() -> None:
    assert rate(SETTLED, d(5), None, better=FEWER) == Rating(None, "no target")
    assert rate(SETTLED, None, Target.at(d(5), d(1)), better=FEWER) == Rating(None, "no figure")
    assert rate(SETTLED, d(5), Target.at(d(5)), better=FEWER).why == "no tolerance is printed"
    lost = rate(SETTLED, d(120), Target.at(d(100), d("0.05")), better=FEWER, before=quarter(None))
    assert (lost.colour, lost.why) == (None, "beyond the tolerance, and there is no figure of the previous quarter")
    with pytest.raises(ValueError, match="which direction is better"):
        rate(SETTLED, d(5), None, better=0)


def test_more_is_the_mirror_of_fewer() -> None:
    """The same distances on the other side get the same colours, by every reading of both kinds of rule."""
    for rule in (*HAVERING.readings(), *Rule("tolerance").readings()):
        for value, before in product(range(80, 121, 4), repeat=2):
            one = rate(
                rule, d(value), Target.at(d(100), d(5), points=True), better=FEWER, before=quarter(before, before)
            )
            other = rate(
                rule,
                d(200 - value),
                Target.at(d(100), d(5), points=True),
                better=MORE,
                before=quarter(200 - before, 200 - before),
            )
            assert one.colour == other.colour


def test_arrows_mean_better_and_worse_even_where_lower_is_better() -> None:
    assert (arrow(d(5), d(6), FEWER), arrow(d(5), d(6), MORE), arrow(d(6), d(6), FEWER)) == (
        "↑ better",
        "↓ worse",
        "→ the same",
    )


def test_open_questions_are_counted() -> None:
    assert (HAVERING.open, len(list(HAVERING.readings()))) == (["unchanged", "compared_with", "two_sided"], 8)
    assert (SETTLED.open, list(SETTLED.readings())) == ([], [SETTLED])
    assert Rule("tolerance").open == ["two_sided"]
