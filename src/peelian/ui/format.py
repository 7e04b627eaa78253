"""The one place where numbers become words.

Every number that a person reads passes through here, so that a page, a chart, a caption and a file agree to the last
digit. All rounding is ``Decimal``, half up, on the unrounded value; floats enter through their shortest decimal form,
so that 2.675 rounds as it is written and not as its nearest binary neighbour. A minus is the true minus sign (U+2212),
never a hyphen.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal

from peelian.figures.periods import MONTH_NAMES, day_name, month_name, parse_month

Number = int | float | Decimal

MINUS = "\N{MINUS SIGN}"
ARROW = "\N{RIGHTWARDS ARROW}"
SMALL_BASE = 50  # below this a per cent alone misleads: the two counts stand beside it


@dataclass(frozen=True)
class Symbol:
    """A mark that stands for a missing value or qualifies one, with its meaning in words."""

    mark: str
    short: str
    meaning: str

    def __str__(self) -> str:
        return self.mark


SYMBOLS: dict[str, Symbol] = {
    symbol.mark: symbol
    for symbol in (
        Symbol("[x]", "not available", "Not available: no source that we hold carries this figure."),
        Symbol("[z]", "not applicable", "Not applicable: the figure has no meaning here."),
        Symbol("[c]", "protected", "Protected: the figure is too small to show without identifying someone."),
        Symbol("[b]", "break", "Break: counted differently before and after, so the two sides do not compare."),
        Symbol("[p]", "provisional", "Provisional: later files may still change this figure."),
        Symbol("[r]", "revised", "Revised: the figure has changed since it was first released."),
        Symbol("[u]", "unreliable", "Unreliable: too few answers or records to lean on."),
    )
}


def to_decimal(value: Number) -> Decimal:
    """The value as a person would write it. Raises ValueError for NaN and infinities, which are no figures."""
    if isinstance(value, float) and not math.isfinite(value):
        raise ValueError(f"{value} is no figure")
    # NumPy's scalars print their type in repr, so the plain types are asked for first.
    return value if isinstance(value, Decimal) else Decimal(str(value))


def rounded(value: Number, places: int = 0) -> Decimal:
    """Half up, away from zero at the half, with zero never negative."""
    result = to_decimal(value).quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP)
    return abs(result) if result == 0 else result


def number(value: Number, places: int = 0) -> str:
    """``1886`` → ``1,886``; ``-3.85`` to one place → ``−3.9``."""
    return f"{rounded(value, places):,}".replace("-", MINUS)


def signed(value: Number, places: int = 0) -> str:
    """With its sign, for changes: ``+2``, ``−3.8``, and a bare ``0`` when nothing is left after rounding."""
    result = rounded(value, places)
    return f"{result:+,}".replace("-", MINUS) if result else f"{result:,}"


def percent(value: Number, places: int = 1) -> str:
    """A share that is already in per cent: ``67.25`` → ``67.3%``."""
    return f"{number(value, places)}%"


def change_percent(before: Number, after: Number) -> Decimal | None:
    """The change in per cent, unrounded; None where there is no base to change from."""
    base = to_decimal(before)
    return (to_decimal(after) - base) * 100 / abs(base) if base else None


def change(before: Number, after: Number) -> str:
    """A change of a count in per cent, with the counts beside it where the base is small.

    ``1961, 1886`` → ``−3.8%``; ``17, 29`` → ``+70.6% (17 → 29)``; ``0, 5`` → ``n/a, from 0 to 5``.
    """
    words, counts = change_words(before, after)
    return f"{words} ({counts})" if counts else words


def change_words(before: Number, after: Number) -> tuple[str, str]:
    """``change`` in two pieces, for a cell with a second line: the per cent, and the counts where the base is small."""
    found = change_percent(before, after)
    if found is None:
        return f"n/a, from 0 to {plain(after)}", ""
    small = abs(to_decimal(before)) < SMALL_BASE
    return change_value(found), f"{plain(before)} {ARROW} {plain(after)}" if small else ""


def change_value(percentage: Number) -> str:
    """A change that somebody else worked out, in per cent: ``7.4`` → ``+7.4%``."""
    return f"{signed(percentage, 1)}%"


def points(difference: Number) -> str:
    """A difference between two shares: ``+2 points``, ``+1 point``, ``−0.5 points``."""
    result = rounded(difference, 1)
    whole = result == result.to_integral_value()
    return f"{signed(result, 0 if whole else 1)} {'point' if abs(result) == 1 else 'points'}"


def plain(value: Number) -> str:
    """A number with no more decimals than it has, at most two: ``17``, ``7.4``, ``0.25``."""
    result = rounded(value, 2)
    places = max(0, -int(result.normalize().as_tuple().exponent))
    return number(result, places)


def figure(value: Number | None, kind: str, symbol: str | None = None) -> str:
    """A figure of the record as a page shows it: its value, or the symbol that says why there is none.

    Counts are whole, rates and shares have one decimal, a level as many as it came with (at most two). Shares are in
    per cent.
    """
    if value is None:
        return symbol or "[x]"
    if kind in ("share", "change_pct"):
        words = percent(value) if kind == "share" else change_value(value)
    elif kind == "change_pts":
        words = points(value)
    else:
        words = {"count": number, "rate": _one_place, "change": signed}.get(kind, plain)(value)
    return f"{words} {symbol}" if symbol else words


def _one_place(value: Number) -> str:
    return number(value, 1)


def compact(value: Number) -> str:
    """At most five characters for a tile or an axis: ``950``, ``12.3k``, ``1.2m``."""
    size = abs(to_decimal(value))
    for limit, divisor, suffix in ((Decimal("999499.5"), 1_000_000, "m"), (Decimal("9999.5"), 1_000, "k")):
        if size >= limit:
            scaled = to_decimal(value) / divisor
            return f"{number(scaled, 0 if abs(scaled) >= Decimal('99.95') else 1)}{suffix}"
    return number(value)


def counted(value: Number, one: str, many: str) -> str:
    """``1 offence``, ``1,886 offences``."""
    return f"{plain(value)} {one if to_decimal(value) == 1 else many}"


def all_of(texts: Iterable[str]) -> str:
    """``words, outcome and votes``; empty where there is none."""
    held = list(texts)
    return " and ".join(filter(None, (", ".join(held[:-1]), held[-1]))) if held else ""


def day(moment: date | datetime) -> str:
    """A date in full: ``15 January 2020``."""
    return day_name(moment)


def years(year: str) -> str:
    """``2019–20`` of ``FY2019-20``."""
    return year.removeprefix("FY").replace("-", "–")


def when(on: date | None, month: str = "", year: str = "") -> str:
    """As much as is known: ``2 March 2026``, ``September 2019``, ``2019–20, no date known``."""
    if on or month:
        return day_name(on) if on else month_name(parse_month(month))
    return f"{years(year)}, no date known" if year else "no date known"


def days_left(left: int) -> str:
    """``12 days left``, ``due today``, ``3 days over``."""
    if left == 0:
        return "due today"
    return f"{counted(abs(left), 'day', 'days')} {'left' if left > 0 else 'over'}"


def with_days(text: str) -> str:
    """A sentence with its dates written out: ``2026-10-12 is past`` → ``12 October 2026 is past``; what is no day stays."""

    def written(hit: re.Match[str]) -> str:
        try:
            return day(date.fromisoformat(hit[0]))
        except ValueError:
            return hit[0]

    return _ISO_DAY.sub(written, text)


def size(count: int) -> str:
    """A file's size: ``980 bytes``, ``12 kB``, ``1.4 MB``."""
    if count < 1000:
        return f"{count} bytes"
    return f"{number(count / 1000)} kB" if count < 999_500 else f"{number(count / 1_000_000, 1)} MB"


_ISO_DAY = re.compile(r"(?<![\w/-])\d{4}-\d\d-\d\d(?![\w/-])")
_ID = re.compile(r" \([a-z]+(?:-[a-z]+)+\)")


def without_ids(text: str) -> str:
    """A sentence of the catalogue for people: ``the dashboard (mps-dashboard), from`` loses the id in brackets."""
    return _ID.sub("", text)


def symbol_words(mark: str | None) -> str:
    """What ``[c]`` and the like mean, in a sentence; an unknown mark says itself."""
    return SYMBOLS[mark].meaning if mark in SYMBOLS else (mark or "")


def month_short(ordinal: int) -> str:
    """``Dec 2019``: for axes and labels where the full name does not fit."""
    return f"{MONTH_NAMES[ordinal % 12][:3]} {ordinal // 12}"


def month_full(ordinal: int) -> str:
    """``December 2019``."""
    return f"{MONTH_NAMES[ordinal % 12]} {ordinal // 12}"


def capital(text: str) -> str:
    """A phrase as it begins a sentence: its first letter large, the others as they are."""
    return f"{text[:1].upper()}{text[1:]}"


def tenths(share: float) -> str:
    """A share that was measured on a few hundred cases, no more exact than that: ``about 9 in 10``, ``nearly all``, ``few``."""
    count = round(10 * share)
    return "nearly all" if count >= 10 else f"about {count} in 10" if count else "few"
