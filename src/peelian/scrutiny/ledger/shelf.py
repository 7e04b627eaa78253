"""The reports and recommendations that are out, read from a house's files, or from its pack where no office keeps them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from pathlib import Path

from peelian.figures.errors import PeelianError
from peelian.plans.entry import Bodies, mapping
from peelian.plans.pack import read_bodies
from peelian.plans.records import Body
from peelian.scrutiny.ledger.form import named_in, read_report
from peelian.scrutiny.ledger.formats import Asked
from peelian.scrutiny.ledger.life import links_after
from peelian.scrutiny.ledger.pack import read_content, read_investigations, read_reports
from peelian.scrutiny.ledger.publishing import (
    FOLDER,
    INDEX,
    INVESTIGATIONS,
    altered_file,
    changed,
    read_file,
    report_path,
)
from peelian.scrutiny.ledger.records import Activity, Investigation, Recommendation, Report
from peelian.scrutiny.ledger.standing import Life, lives


@dataclass(frozen=True)
class Ledger:
    """Every report that is out, newest first, with the investigations and activities that led to them."""

    reports: tuple[Report, ...]
    investigations: tuple[Investigation, ...] = ()
    activities: tuple[Activity, ...] = ()
    """What was done outside any investigation."""
    names: dict[str, Body] = field(default_factory=dict, hash=False, repr=False)
    """The bodies that it may name, by id."""
    formats: dict[str, Asked] = field(default_factory=dict, hash=False, repr=False)
    """How often each report was asked for in another format; of those that were."""

    @cached_property
    def _reports(self) -> dict[str, Report]:
        return {one.id: one for one in self.reports}

    @cached_property
    def _recommendations(self) -> dict[str, Recommendation]:
        return {one.id: one for report in self.reports for one in report.recommendations}

    def report(self, name: str) -> Report:
        """A report by ``<body>/<slug>``. Raises PeelianError."""
        if name not in self._reports:
            raise PeelianError(
                "unknown-report",
                f"No report {name} is out.",
                "The list of recommendations names every report.",
                {"report": name},
            )
        return self._reports[name]

    def recommendation(self, name: str) -> Recommendation:
        """A recommendation by ``<body>/<slug>/<number>``. Raises PeelianError."""
        if name not in self._recommendations:
            raise PeelianError(
                "unknown-recommendation", f"No recommendation {name} is out.", "Its report lists every one that it makes.",
                {"recommendation": name},
            )  # fmt: skip
        return self._recommendations[name]

    def has(self, name: str) -> bool:
        """Whether a recommendation is out."""
        return name in self._recommendations

    def investigation(self, name: str) -> Investigation:
        """An investigation by id. Raises PeelianError."""
        for one in self.investigations:
            if one.id == name:
                return one
        raise PeelianError(
            "unknown-investigation", f"No investigation {name} is open to the public.",
            "The page of each committee lists its investigations.", {"investigation": name},
        )  # fmt: skip

    def lives(self, on: dt.date) -> Iterator[Life]:
        """Every recommendation with each body that was asked, in the order of reports."""
        for report in self.reports:
            for one in report.recommendations:
                yield from lives(report, one, on)

    def asked_of(self, body: str, on: dt.date) -> list[Life]:
        """What one body was asked, and what it owes in the place of one that is gone."""
        return [one for one in self.lives(on) if one.of(body)]

    def touching(self, item: str) -> list[Recommendation]:
        """The recommendations that touch an item of a plan or a measure (``commitment:<id>``)."""
        return [one for one in self._recommendations.values() if item in one.touches]

    @cached_property
    def _repeated(self) -> dict[str, tuple[str, ...]]:
        return {name: repeats_of(one) for name, one in self._recommendations.items()}

    @cached_property
    def _again(self) -> dict[str, tuple[str, ...]]:
        back: dict[str, tuple[str, ...]] = {}
        for later, earlier in self._repeated.items():
            for one in earlier:
                back[one] = (*back.get(one, ()), later)
        return back

    @cached_property
    def _linked(self) -> dict[str, tuple[str, ...]]:
        return {one: (*earlier, *self._again.get(one, ())) for one, earlier in self._repeated.items()}

    def asked_before(self, name: str) -> list[Recommendation]:
        """Earlier recommendations that ask for the same as this one, oldest first: those that it repeats, directly or through
        others, and those of the same root that were made before it. A report asks once: those beside it are not before it.
        """
        return self._in_order(self._related(name)[0] - self._own(name))

    def asked_again(self, name: str) -> list[Recommendation]:
        """Later recommendations that ask for the same as this one, oldest first."""
        return self._in_order(self._related(name)[1] - self._own(name))

    def asked_beside(self, name: str) -> list[Recommendation]:
        """Recommendations of its own report that ask for the same, as far as links lead from one to the other."""
        return self._in_order(set.union(*self._related(name)) & self._own(name))

    def _own(self, name: str) -> set[str]:
        return {one.id for one in self._reports[self._recommendations[name].report].recommendations}

    def _related(self, name: str) -> tuple[set[str], set[str]]:
        """Everything that asks for the same, however it is linked, as what came before this one and what came after it."""
        earlier, later = self._walk(name, self._repeated), self._walk(name, self._again)
        others = self._walk(name, self._linked) - earlier - later
        before = earlier | {one for one in others if self._when(one) < self._when(name)}
        return before, (later | others) - before

    def _when(self, name: str) -> tuple[str, str]:
        report = self._reports[self._recommendations[name].report]
        return (report.on.isoformat() if report.on else report.month) or "9999", name

    def _walk(self, start: str, edges: dict[str, tuple[str, ...]]) -> set[str]:
        seen, ahead = {start}, [start]
        while ahead:
            for one in edges.get(ahead.pop(), ()):
                if one not in seen and one in self._recommendations:
                    seen.add(one)
                    ahead.append(one)
        return seen - {start}

    def _in_order(self, names: set[str]) -> list[Recommendation]:
        found = [self._recommendations[name] for name in names]
        return sorted(found, key=lambda one: self._when(one.id))

    @property
    def bodies(self) -> tuple[str, ...]:
        """Every body that was asked something, took the place of one that was, or made a report."""
        named = [body for report in self.reports for body in (report.body, *report.addressees)]
        asked = [body for one in self._recommendations.values() for body in one.addressees]
        heirs = [held.to for one in self._recommendations.values() for held in one.handed]
        return tuple(dict.fromkeys((*named, *asked, *heirs)))


def repeats_of(one: Recommendation) -> tuple[str, ...]:
    """The recommendations that one is linked to as earlier ones: as it was made, or was confirmed since and not undone."""
    return links_after(one.repeats, one.steps)


def shelf(root: Path, pack: Path) -> Ledger:
    """What is out of the ledger. Raises PeelianError where a file was altered."""
    return _shelf(root, pack, changed(root))


@lru_cache(maxsize=4)
def _shelf(root: Path, pack: Path, _changed: int) -> Ledger:
    index = read_file(root / FOLDER / INDEX)
    if index is None:
        return of_pack(pack)
    try:
        names = [str(one) for one in index["reports"]]
        bodies = {
            **{name: Body(name, one["name"], one["short"], one["kind"]) for name, one in index["bodies"].items()},
            **read_bodies(pack / "bodies.yaml"),
        }
        formats = {name: Asked(int(one["asked"]), int(one["open"])) for name, one in index.get("formats", {}).items()}
    except (KeyError, TypeError, AttributeError, ValueError) as error:
        raise altered_file(root / FOLDER / INDEX) from error
    reports = tuple(_report(root, name, bodies) for name in names)
    path = root / FOLDER / INVESTIGATIONS
    found = read_file(path)
    try:
        rest = ((), ()) if found is None else read_content(mapping(found, path.name), bodies)
    except (PeelianError, KeyError, TypeError, AttributeError) as error:
        raise altered_file(path) from error
    return Ledger(newest_first(reports), *rest, bodies, formats)


def _report(root: Path, name: str, bodies: Bodies) -> Report:
    path = report_path(root, name)
    found = read_file(path)
    try:
        if found is not None and found["id"] == name:
            return read_report(mapping(found, path.name), {**named_in(found), **bodies})
    except (PeelianError, KeyError, TypeError, AttributeError) as error:
        raise altered_file(path) from error
    raise altered_file(path)


@lru_cache(maxsize=4)
def of_pack(pack: Path) -> Ledger:
    """The ledger of a pack, of which no office keeps records. Raises PackError."""
    return Ledger(newest_first(read_reports(pack)), *read_investigations(pack), read_bodies(pack / "bodies.yaml"))


def newest_first(reports: tuple[Report, ...]) -> tuple[Report, ...]:
    """By month; those of which nobody says when they were made stand by the year they are told under, and last within it."""
    return tuple(
        sorted(
            reports, key=lambda one: (one.since or (one.years[2:6] + "-04" if one.years else ""), one.id), reverse=True
        )
    )
