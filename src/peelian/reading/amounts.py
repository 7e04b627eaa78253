"""Numbers as documents print them: money, per cents, and counts of things."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

_NUMBER = r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?"
_TIMES = {
    "": 1,
    "k": 1000,
    "thousand": 1000,
    "m": 10**6,
    "mn": 10**6,
    "million": 10**6,
    "bn": 10**9,
    "b": 10**9,
    "billion": 10**9,
}
_CURRENCIES = {"£": "GBP", "€": "EUR", "$": "USD"}
_MONEY = re.compile(
    rf"(?P<sign>[£€$])\s?(?P<number>{_NUMBER})\s?(?P<times>k|mn|m|bn|b|thousand|million|billion)?(?![\w])",
    re.IGNORECASE,
)
_PER_CENT = re.compile(
    rf"(?P<number>{_NUMBER})\s?(?:%|per\s?cent\b)(?P<points>\s+points?\b|age points?\b)?", re.IGNORECASE
)
_WORDS = {word: value for value, word in enumerate(
    ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"), start=1
)}  # fmt: skip
_BREAKS = "and or to in of for will the"
_COUNT = re.compile(
    rf"(?<![\w£€$.,/'’-])(?P<number>{_NUMBER}|{'|'.join(_WORDS)})"
    rf"\s+(?P<unit>(?:(?!(?:{'|'.join(_BREAKS.split())})\b)[A-Za-z][\w’'-]*\s?){{1,4}})",
    re.IGNORECASE,
)
_NO_UNITS = """
thirds? quarters? halves fifths? tenths? per or and to in of for the most more other another than years? months? weeks? days? hours?
year-olds? times? which that place element point is are was were has have by from at on with st nd rd th
january february march april may june july august september october november december
"""
_NO_UNIT = re.compile(rf"^(?:{'|'.join(_NO_UNITS.split())})\b", re.IGNORECASE)
"""What follows a number and is nothing that it counts."""
_ONE = re.compile(r"(?:^|\band|\bor|\bleast|\bof|,|\w(?:e|ing))\s+$")
"""What stands before one where it counts."""
_NAME = re.compile(r"\b[A-Z]{2,}\s+$")
_UNIT_ENDS = re.compile(
    r"\s+(?:in|of|for|to|and|or|with|by|from|on|at|per|that|which|who|will|would|across|as|covering|dedicated to|enable"
    r"|are|is|have|has)\b.*$"
)


@dataclass(frozen=True)
class Money:
    """``amount`` in whole units of the currency, a code of three letters."""

    amount: int
    currency: str
    words: str


@dataclass(frozen=True)
class Quantity:
    """A number and what it counts; ``unit`` is ``percent``, ``points`` or words of the document."""

    value: Decimal
    unit: str
    words: str


def money_in(text: str) -> list[Money]:
    """Every amount of money in a text, in its order; one that is no whole number of units is left out."""
    found = []
    for match in _MONEY.finditer(text):
        amount = _decimal(match["number"]) * _TIMES[(match["times"] or "").lower()]
        if amount == amount.to_integral_value():
            found.append(Money(int(amount), _CURRENCIES[match["sign"]], match[0].strip()))
    return found


def per_cents_in(text: str) -> list[Quantity]:
    """Every per cent in a text, in its order."""
    return [
        Quantity(_decimal(match["number"]), "points" if match["points"] else "percent", match[0].strip())
        for match in _PER_CENT.finditer(text)
    ]


def counts_in(text: str) -> list[Quantity]:
    """Every counted thing in a text, such as two officers or 22,000 cameras: the number and the words after it."""
    return list(_counts(text))


def _counts(text: str) -> Iterator[Quantity]:
    for match in _COUNT.finditer(text):
        unit = _UNIT_ENDS.sub("", match["unit"].strip())
        after = text[match.end("number") : match.end("number") + 12]
        if not unit or _NO_UNIT.match(unit) or re.match(r"\s?(?:%|per\s?cent|million|billion)", after, re.IGNORECASE):
            continue
        number = match["number"].lower()
        if re.fullmatch(r"(?:19|20)\d\d", number) or unit.split()[0].endswith("ing"):
            continue  # a year; one doing something
        if _NAME.search(text[: match.start()]):
            continue  # a name that ends with a number
        if number == "one" and not _ONE.search(text[: match.start()]):
            continue  # one as a word, as in more than one
        yield Quantity(
            Decimal(_WORDS[number]) if number in _WORDS else _decimal(number), unit, f"{match['number']} {unit}"
        )


def _decimal(number: str) -> Decimal:
    return Decimal(number.replace(",", ""))
