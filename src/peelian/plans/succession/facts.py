"""Numbers, money, per cents and dates of a wording, in one notation, so that a changed one is never overlooked."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

from peelian.figures.periods import month_name, parse_month
from peelian.reading.wordings import plain

_MONTHS = ("january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november",
           "december")  # fmt: skip
_NUMBERS = {word: value for value, word in enumerate(
    ("two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"), start=2)}  # fmt: skip
_NUMBERS |= {
    "twenty": 20,
    "thirty": 30,
    "forty": 40,
    "fifty": 50,
    "hundred": 100,
    "thousand": 1000,
    "half": 0,
    "double": 2,
}
_NAMES = "|".join(_MONTHS)
_SCALE = {
    "k": 1_000,
    "thousand": 1_000,
    "m": 1_000_000,
    "million": 1_000_000,
    "bn": 1_000_000_000,
    "billion": 1_000_000_000,
}
_READ = re.compile(
    rf"""(?P<day>\b\d{{1,2}}(?:st|nd|rd|th)?\ (?:{_NAMES})\ \d{{4}}\b)
    |(?P<month>\b(?:{_NAMES}),?\ (?:of\ )?\d{{4}}\b|\b(?:19|20)\d\d-(?:0[1-9]|1[0-2])\b)
    |(?P<years>\b(?:19|20)\d\d\ ?[-/]\ ?(?:\d\d|(?:19|20)\d\d)\b)
    |(?P<money>[£$€]\s?\d[\d,]*(?:\.\d+)?\s?(?:million|billion|thousand|bn|m|k)?\b)
    |(?P<percent>\b\d[\d,]*(?:\.\d+)?\s?(?:%|per\ ?cent\b))
    |(?P<year>\b(?:19|20)\d\d\b)
    |(?P<number>\b\d[\d,]*(?:\.\d+)?(?:\s(?:million|billion|thousand))?\b(?!(?:st|nd|rd|th)\b)
       |\b(?:{"|".join(_NUMBERS)})\b)""",
    re.VERBOSE,
)
_BOUNDS = (
    ("at least", r"(?:at least|at minimum|(?:a )?minimum of|no fewer than|not fewer than|no less than|not less than)"),
    ("more than", r"(?:more than|over|above)"),
    ("at most", r"(?:up to|at most|no more than|not more than|(?:a )?maximum of|within)"),
    ("less than", r"(?:less than|fewer than|under|below)"),
    ("about", r"(?:about|around|approximately|nearly|almost|some)"),
    ("by", r"(?:by|before|no later than|until|till)"),
    ("from", r"(?:from|since|starting in|starting)"),
)  # fmt: skip
_BOUND = re.compile("|".join(f"(?P<b{place}>\\b{pattern})" for place, (_, pattern) in enumerate(_BOUNDS))
                    .join(("(?:", ")\\s+(?:the\\s+)?(?:end\\s+of\\s+|a\\s+)?(?:the\\s+)?$")))  # fmt: skip


@dataclass(frozen=True, order=True)
class Fact:
    """One number of a wording: its kind, its value in one notation, and whether it is a least, a most, a by or a from."""

    kind: str
    value: str
    bound: str = ""

    def __str__(self) -> str:
        said = f"{self.value[0]}{Decimal(self.value[1:]):,}" if self.kind == "money" else self.value
        said = month_name(parse_month(self.value)) if self.kind == "month" else said
        said = f"{said} per cent" if self.kind == "percent" else said
        return f"{self.bound} {said}".strip()


@lru_cache(maxsize=20_000)
def facts(text: str) -> tuple[Fact, ...]:
    """The facts of a wording in reading order. ``minimum of two`` and ``at least 2`` are one fact; ``one`` is none."""
    return tuple(_facts(plain(text).casefold()))


def _facts(text: str) -> Iterator[Fact]:
    for hit in _READ.finditer(text):
        kind, said = str(hit.lastgroup), hit.group()
        yield Fact(kind, _VALUE[kind](said), _bound(text[max(0, hit.start() - 40) : hit.start()]))


def _bound(before: str) -> str:
    hit = _BOUND.search(before)
    return _BOUNDS[int(str(hit.lastgroup)[1:])][0] if hit else ""


def _month(said: str) -> str:
    name = re.search(_NAMES, said)
    if not name:
        return said
    year = re.findall(r"\d{4}", said)[-1]
    return f"{year}-{_MONTHS.index(name[0]) + 1:02}"


def _day(said: str) -> str:
    return f"{_month(said)}-{int(re.findall(r'^[0-9]+', said)[0]):02}"


def _years(said: str) -> str:
    first, last = re.findall(r"\d+", said)
    return f"{first}/{last[-2:]}"


def _number(said: str) -> str:
    if said in _NUMBERS:
        return str(_NUMBERS[said]) if said != "half" else "half"
    digits = Decimal(re.findall(r"\d[\d,]*(?:\.\d+)?", said)[0].replace(",", "").rstrip("."))
    scale = re.search(r"[a-z]+$", said)
    value = digits * _SCALE.get(scale[0] if scale else "", 1)
    return f"{value.normalize():f}"


def _money(said: str) -> str:
    return said[0] + _number(said[1:].strip())


def _percent(said: str) -> str:
    return _number(said.partition("p")[0].strip(" %"))


_VALUE: dict[str, Callable[[str], str]] = {
    "day": _day, "month": _month, "years": _years, "money": _money, "percent": _percent, "year": str, "number": _number,
}  # fmt: skip


def changed_facts(older: str, newer: str) -> tuple[tuple[Fact, ...], tuple[Fact, ...]]:
    """The facts that only the older wording holds, and those that only the newer holds, counted as often as they stand."""
    before, after = Counter(facts(older)), Counter(facts(newer))
    return tuple(sorted((before - after).elements())), tuple(sorted((after - before).elements()))
