"""The United Kingdom's bank holidays, as versions: every change is kept, so that a deadline can be computed as it then stood."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any

from peelian.core.clocks.dates import WEEKDAYS, in_full
from peelian.core.clocks.statutory import (
    DIVISIONS,
    ENGLAND_AND_WALES,
    NORTHERN_IRELAND,
    SCOTLAND,
    Holiday,
    statutory,
)
from peelian.figures.errors import PeelianError
from peelian.figures.packfile import PackError, check_keys, load_yaml

UNITED_KINGDOM = "united-kingdom"
CALENDARS = (UNITED_KINGDOM, *DIVISIONS)
"""What a rule can count by: one division, or the union of all three."""
FIRST, LAST = date(2000, 1, 1), date(2040, 12, 31)
FILE = Path(__file__).parent / "holidays.yaml"
_CODES = {"ew": ENGLAND_AND_WALES, "s": SCOTLAND, "ni": NORTHERN_IRELAND}
_COMMON_LAW = ("Good Friday", "Christmas Day")


@dataclass(frozen=True)
class Version:
    """A calendar as known from a day: what was added to the version before and removed from it, by whom and why."""

    number: int
    known: date
    by: str
    why: str
    adds: tuple[Holiday, ...] = ()
    removes: tuple[Holiday, ...] = ()


@dataclass(frozen=True)
class Calendar:
    """Bank holidays from 2000 to 2040 in all three divisions, in the newest of its versions.

    ``regular`` is what version 1 has. Nothing is ever changed in place: ``with_holiday`` and ``without`` give a new calendar with
    one version more, ``as_version`` and ``known_on`` an older one.
    """

    regular: tuple[Holiday, ...]
    versions: tuple[Version, ...]
    announced_to: int
    _closed: dict[str, dict[date, str]] = field(default_factory=dict, compare=False, repr=False)

    @property
    def version(self) -> Version:
        """The version that this calendar counts by."""
        return self.versions[-1]

    @cached_property
    def holidays(self) -> tuple[Holiday, ...]:
        """All holidays of this version, by date."""
        held = list(self.regular)
        for version in self.versions:
            gone = {(item.date, item.title, division) for item in version.removes for division in item.divisions}
            held = [kept for item in held if (kept := _less(item, gone))]
            held += version.adds
        return tuple(sorted(held))

    def on(self, day: date) -> tuple[Holiday, ...]:
        """The holidays of a day; several where divisions keep it for different reasons."""
        return self._by_date.get(day, ())

    def closed(self, day: date, calendar: str) -> str:
        """Why a day is no working day: a weekday's name or a holiday with where it is kept; "" where it is one.

        ``calendar`` is one of ``CALENDARS``. Raises PeelianError outside 2000 to 2040.
        """
        if not FIRST <= day <= LAST:
            raise outside(day)
        if day.weekday() >= 5:
            return WEEKDAYS[day.weekday()]
        return self._reasons(calendar).get(day, "")

    def with_holiday(
        self, day: date, title: str, divisions: Sequence[str] = DIVISIONS, *, known: date, by: str, why: str = ""
    ) -> Calendar:
        """A new version with a holiday more. Raises PeelianError for a weekend, a day held already or out of reach."""
        if not FIRST <= day <= LAST:
            raise outside(day)
        wrong = sorted(set(divisions) - set(DIVISIONS))
        if wrong or not divisions:
            raise PeelianError("unknown-division", f"{', '.join(wrong) or 'Nothing'} has no bank holidays of its own.",
                               f"Use {', '.join(DIVISIONS)}.", {"divisions": wrong})  # fmt: skip
        if day.weekday() >= 5:
            raise PeelianError("holiday-on-weekend", f"{in_full(day)} is no working day anyway.",
                               "Enter the substitute day that is kept instead.", {"date": str(day)})  # fmt: skip
        held = {division for item in self.on(day) for division in item.divisions}
        if held & set(divisions):
            raise PeelianError("holiday-held", f"{in_full(day)} is a holiday already: {self.on(day)[0].title}.",
                               "Remove that first if its name is wrong.", {"date": str(day)})  # fmt: skip
        added = Holiday(day, title, tuple(name for name in DIVISIONS if name in divisions), announced=True)
        return self._changed(known, by, why or title, adds=(added,))

    def without(
        self, day: date, divisions: Sequence[str] = DIVISIONS, *, known: date, by: str, why: str = ""
    ) -> Calendar:
        """A new version in which a day is no holiday (in ``divisions``). Raises PeelianError where it is none anyway."""
        removed = tuple(
            replace(item, divisions=where)
            for item in self.on(day)
            if (where := tuple(name for name in item.divisions if name in divisions))
        )
        if not removed:
            raise PeelianError("no-such-holiday", f"{in_full(day)} is no bank holiday in version {self.version.number}.",
                               "Look at the list for its day.", {"date": str(day)})  # fmt: skip
        return self._changed(known, by, why or f"no longer: {removed[0].title}", removes=removed)

    def as_version(self, number: int) -> Calendar:
        """The calendar as it was in a version. Raises PeelianError for a number that never was."""
        if not 1 <= number <= len(self.versions):
            raise PeelianError("unknown-version", f"There is no version {number} of the calendar.",
                               f"Versions are numbered 1 to {len(self.versions)}.", {"version": number})  # fmt: skip
        return Calendar(self.regular, self.versions[:number], self.announced_to)

    def known_on(self, day: date) -> Calendar:
        """The calendar with all that was known on a day; never less than version 1."""
        return self.as_version(max(1, sum(version.known <= day for version in self.versions)))

    def _changed(
        self, known: date, by: str, why: str, adds: tuple[Holiday, ...] = (), removes: tuple[Holiday, ...] = ()
    ) -> Calendar:
        if known < self.version.known:
            raise PeelianError("version-order", f"The newest version is known from {in_full(self.version.known)} already.",
                               "Give the day on which you heard of it.", {"known": str(known)})  # fmt: skip
        made = Version(len(self.versions) + 1, known, by, why, adds, removes)
        return Calendar(self.regular, (*self.versions, made), self.announced_to)

    @cached_property
    def _by_date(self) -> dict[date, tuple[Holiday, ...]]:
        found: dict[date, tuple[Holiday, ...]] = {}
        for item in self.holidays:
            found[item.date] = (*found.get(item.date, ()), item)
        return found

    def _reasons(self, calendar: str) -> dict[date, str]:
        if calendar not in self._closed:
            found = {day: _reason(items, calendar) for day, items in self._by_date.items()}
            self._closed[calendar] = {day: reason for day, reason in found.items() if reason}
        return self._closed[calendar]


def outside(day: date) -> PeelianError:
    """What is said of a day that no calendar of ours reaches."""
    return PeelianError(
        "outside-calendar",
        f"{in_full(day)} is outside the years for which bank holidays are held.",
        f"Choose a day between {in_full(FIRST)} and {in_full(LAST)}, far enough from both for the deadline to fit.",
        {"date": str(day), "first": str(FIRST), "last": str(LAST)},
    )


def _less(item: Holiday, gone: set[tuple[date, str, str]]) -> Holiday | None:
    left = tuple(name for name in item.divisions if (item.date, item.title, name) not in gone)
    return item if left == item.divisions else replace(item, divisions=left) if left else None


def _reason(items: Iterable[Holiday], calendar: str) -> str:
    """``Boxing Day, a bank holiday``; with where it is kept if the rule counts by all divisions and not all keep it."""
    told = []
    for item in items:
        if calendar != UNITED_KINGDOM and calendar not in item.divisions:
            continue
        title = f"{item.title} (substitute day)" if item.substitute else item.title
        kind = "public holiday" if item.title in _COMMON_LAW and not item.substitute else "bank holiday"
        named = title if "bank holiday" in title else f"{title}, a {kind}"
        everywhere = calendar != UNITED_KINGDOM or len(item.divisions) == len(DIVISIONS)
        told.append(named if everywhere else f"{named} in {_places(item.divisions)}")
    return "; ".join(told)


def _places(divisions: Sequence[str]) -> str:
    names = {
        ENGLAND_AND_WALES: ["England", "Wales"],
        SCOTLAND: ["Scotland"],
        NORTHERN_IRELAND: ["Northern Ireland"],
    }
    every = [name for division in divisions for name in names[division]]
    return every[0] if len(every) == 1 else f"{', '.join(every[:-1])} and {every[-1]}"


@lru_cache(maxsize=1)
def united_kingdom() -> Calendar:
    """The calendar of the reviewed file, in its newest version; computed by the statutes after the last year announced."""
    return read_calendar(FILE)


def read_calendar(path: Path) -> Calendar:
    """Read a file of holidays. Raises PackError, with the line, for what is no calendar."""
    data, line = load_yaml(path)
    check_keys(
        path,
        1,
        data,
        required=("announced_to", "written", "regular"),
        allowed=("announced_to", "written", "regular", "changes"),
    )
    last_year = int(data["announced_to"])
    regular = [_holiday(path, line(("regular", at)), entry) for at, entry in enumerate(data["regular"])]
    computed = [item for year in range(last_year + 1, LAST.year + 1) for item in statutory(year)]
    versions = [Version(1, FIRST, "the Acts and the yearly proclamations", "the regular holidays")]
    calendar = Calendar((*regular, *computed), tuple(versions), last_year)
    for at, entry in enumerate(data.get("changes") or []):
        calendar = _change(path, line(("changes", at)), entry, calendar)
    return calendar


def _holiday(path: Path, line: int, entry: Any) -> Holiday:
    check_keys(path, line, entry, required=("date", "title", "in"), allowed=("date", "title", "in", "substitute"))
    day, where = entry["date"], _divisions(path, line, entry["in"])
    if not isinstance(day, date) or not FIRST <= day <= LAST or day.weekday() >= 5:
        raise PackError(
            path, line, f"{day} is no weekday of 2000 to 2040.", "Write the day that is kept, as 2026-12-28."
        )
    return Holiday(day, str(entry["title"]), where, bool(entry.get("substitute", False)), announced=True)


def _divisions(path: Path, line: int, codes: Any) -> tuple[str, ...]:
    if not isinstance(codes, list) or not codes or set(codes) - set(_CODES):
        raise PackError(path, line, f"{codes!r} names no parts of the United Kingdom.", f"List {', '.join(_CODES)}.")
    return tuple(_CODES[code] for code in _CODES if code in codes)


def _change(path: Path, line: int, entry: Any, calendar: Calendar) -> Calendar:
    check_keys(path, line, entry, required=("known", "by", "why"), allowed=("known", "by", "why", "adds", "removes"))
    removes = []
    for gone in entry.get("removes") or []:
        where = _divisions(path, line, gone["in"])
        held = [item for item in calendar.on(gone["date"]) if set(item.divisions) & set(where)]
        if not held:
            raise PackError(path, line, f"{gone['date']} is no holiday that could be removed.", "Correct the date.")
        removes += [replace(item, divisions=tuple(d for d in item.divisions if d in where)) for item in held]
    adds = tuple(_holiday(path, line, item) for item in entry.get("adds") or [])
    return calendar._changed(entry["known"], str(entry["by"]), str(entry["why"]), adds, tuple(removes))
