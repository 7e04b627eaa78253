"""Numbers become words in one way: rounding at its limits, signs, small bases, symbols."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from peelian.ui import format as words
from peelian.ui.excerpts import excerpt

NUMBERS = st.decimals(min_value=-10_000_000, max_value=10_000_000, places=4, allow_nan=False)


@pytest.mark.parametrize(
    ("value", "places", "text"),
    [
        (2.25, 1, "2.3"),  # banker's rounding, and binary rounding of 2.25, would say 2.2
        (2.35, 1, "2.4"),
        (2.675, 2, "2.68"),
        (0.5, 0, "1"),
        (1.5, 0, "2"),
        (2.5, 0, "3"),
        (-2.5, 0, "−3"),
        (-0.04, 1, "0.0"),
        (-0.05, 1, "−0.1"),
        (0, 1, "0.0"),
        (1886, 0, "1,886"),
        (-1234567.5, 0, "−1,234,568"),
        (Decimal("999.95"), 1, "1,000.0"),
        (1e16, 0, "10,000,000,000,000,000"),
    ],
)
def test_rounds_half_up_and_writes_a_true_minus(value: float, places: int, text: str) -> None:
    assert words.number(value, places) == text


@pytest.mark.parametrize("value", [float("nan"), float("inf"), -float("inf")])
def test_refuses_what_is_no_figure(value: float) -> None:
    with pytest.raises(ValueError, match="no figure"):
        words.number(value)


@given(NUMBERS, st.integers(min_value=0, max_value=3))
def test_rounding_is_off_by_half_a_place_at_most_and_away_from_zero(value: Decimal, places: int) -> None:
    result = words.rounded(value, places)
    half = Decimal(5).scaleb(-places - 1)
    assert abs(result - value) <= half
    if abs(result - value) == half:
        assert abs(result) > abs(value)
    assert not (result == 0 and result.is_signed())


@given(NUMBERS)
def test_no_hyphen_ever_stands_for_a_minus(value: Decimal) -> None:
    for text in (words.number(value, 1), words.signed(value, 1), words.percent(value), words.points(value),
                 words.plain(value), words.compact(value)):  # fmt: skip
        assert "-" not in text


@pytest.mark.parametrize(
    ("before", "after", "text"),
    [
        (1961, 1886, "−3.8%"),
        (108, 116, "+7.4%"),
        (17, 29, "+70.6% (17 → 29)"),
        (49, 49, "0.0% (49 → 49)"),
        (50, 75, "+50.0%"),
        (49, 98, "+100.0% (49 → 98)"),
        (0, 5, "n/a, from 0 to 5"),
        (0, 0, "n/a, from 0 to 0"),
        (10000, 9996, "0.0%"),
        (40, 0, "−100.0% (40 → 0)"),
        (800, 801, "+0.1%"),
    ],
)
def test_a_change_names_its_counts_where_the_base_is_small(before: int, after: int, text: str) -> None:
    assert words.change(before, after) == text


def test_a_change_is_worked_out_from_unrounded_values() -> None:
    assert words.change(Decimal("66.64"), Decimal("66.56")) == "−0.1%"  # the rounded 66.6 and 66.6 would say none


@pytest.mark.parametrize(
    ("difference", "text"),
    [(2, "+2 points"), (1, "+1 point"), (-1, "−1 point"), (0, "0 points"), (-0.5, "−0.5 points"), (0.04, "0 points"),
     (1.96, "+2 points"), (Decimal("0.95"), "+1 point")],
)  # fmt: skip
def test_a_difference_of_shares_is_in_points(difference: float, text: str) -> None:
    assert words.points(difference) == text


@pytest.mark.parametrize(
    ("value", "kind", "symbol", "text"),
    [
        (1886, "count", None, "1,886"),
        (1886, "count", "[p]", "1,886 [p]"),
        (None, "count", "[c]", "[c]"),
        (None, "share", None, "[x]"),
        (7.25, "rate", None, "7.3"),
        (67.25, "share", None, "67.3%"),
        (31234.0, "level", None, "31,234"),
        (0.25, "level", None, "0.25"),
        (-75, "change", None, "−75"),
        (75, "change", None, "+75"),
        (-3.85, "change_pct", None, "−3.9%"),
        (2, "change_pts", None, "+2 points"),
    ],
)
def test_a_figure_is_written_as_its_kind_is(value: float | None, kind: str, symbol: str | None, text: str) -> None:
    assert words.figure(value, kind, symbol) == text


@pytest.mark.parametrize(
    ("value", "text"),
    [(950, "950"), (9999, "9,999"), (9999.4, "9,999"), (9999.5, "10.0k"), (12345, "12.3k"), (99949, "99.9k"),
     (99950, "100k"), (999499, "999k"), (999500, "1.0m"), (1250000, "1.3m"), (-12345, "−12.3k"), (0, "0")],
)  # fmt: skip
def test_compact_numbers_fit_a_tile(value: float, text: str) -> None:
    assert words.compact(value) == text
    assert len(text.lstrip("−")) <= 5


@pytest.mark.parametrize(
    ("value", "text"), [(17.0, "17"), (7.4, "7.4"), (0.25, "0.25"), (0.255, "0.26"), (100, "100"), (1000, "1,000")]
)
def test_plain_numbers_keep_no_needless_decimals(value: float, text: str) -> None:
    assert words.plain(value) == text


def test_counted_things_agree_with_their_number() -> None:
    assert words.counted(1, "offence", "offences") == "1 offence"
    assert words.counted(0, "offence", "offences") == "0 offences"
    assert words.counted(1886, "offence", "offences") == "1,886 offences"


def test_dates_are_written_in_full() -> None:
    assert words.day(date(2020, 1, 15)) == "15 January 2020"
    assert words.month_full(2019 * 12 + 11) == "December 2019"
    assert words.month_short(2019 * 12 + 11) == "Dec 2019"


@pytest.mark.parametrize(
    ("count", "text"), [(0, "0 bytes"), (999, "999 bytes"), (1000, "1 kB"), (999_499, "999 kB"), (1_400_000, "1.4 MB")]
)
def test_sizes_of_files(count: int, text: str) -> None:
    assert words.size(count) == text


def test_every_symbol_of_the_notation_has_its_meaning() -> None:
    assert sorted(words.SYMBOLS) == sorted(["[x]", "[z]", "[c]", "[b]", "[p]", "[r]", "[u]"])
    for symbol in words.SYMBOLS.values():
        assert symbol.meaning.lower().startswith(symbol.short)
        assert words.symbol_words(symbol.mark) == symbol.meaning
    assert words.symbol_words(None) == ""
    assert words.symbol_words("[q]") == "[q]"


def test_numbers_from_numpy_are_figures_too() -> None:
    numpy = pytest.importorskip("numpy")
    assert words.number(numpy.float64(2.25), 1) == "2.3"
    assert words.number(numpy.int64(1886)) == "1,886"


def test_sentences_lose_the_ids_that_only_files_need() -> None:
    assert words.without_ids("The dashboard (mps-dashboard), from August 2021") == "The dashboard, from August 2021"
    assert words.without_ids("The figure (see below) stays") == "The figure (see below) stays"


def test_sentences_write_their_dates_out_and_leave_addresses_alone() -> None:
    assert words.with_days("2026-10-12 is past.") == "12 October 2026 is past."
    assert (
        words.with_days("Due 2026-11-27, not before 2026-11-26.")
        == "Due 27 November 2026, not before 26 November 2026."
    )
    for kept in ("havering/2026-11-27", "2026-99-99 is no day", "FY2026-27", "edition 2026-11-27-2"):
        assert words.with_days(kept) == kept


def test_what_is_shown_around_a_word_that_was_found_cuts_no_word_in_two() -> None:
    text = f"{'beginning ' * 30}target{' ending' * 60}"
    shown = excerpt(["target"], text)
    assert set(shown.split()) == {"…", "beginning", "target", "ending"}
    assert excerpt(["target"], "a target here") == "a target here"
