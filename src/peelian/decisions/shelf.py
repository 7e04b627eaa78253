"""The decisions that are out, read from a house, or from its pack where no office keeps decisions. No database is asked."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any

from peelian.core.exempt.records import Ground, Reviewed, Stub, length_words
from peelian.decisions.form import to_form
from peelian.decisions.pack import decisions_of, read_content, series_of
from peelian.decisions.procedure import CallIn
from peelian.decisions.publishing import (
    altered_file,
    changed,
    facts_path,
    index_path,
    read_file,
    read_version,
    version_path,
)
from peelian.decisions.records import Decision
from peelian.decisions.references import Gap, Reference, Series, gaps, missing, reference
from peelian.decisions.waits import Payment
from peelian.figures.errors import PeelianError
from peelian.plans.shelf import shelf as plans_out


@dataclass(frozen=True)
class Deferral:
    """A day until which publication was deferred, with its reason, and when that was set."""

    until: dt.date
    reason: str
    set_on: dt.date | None


@dataclass(frozen=True)
class Version:
    """A version of a decision that is out. ``content`` is its sealed file; of one that stands in a pack alone its form."""

    number: int
    decision: Decision
    why: str
    content: dict[str, Any]
    out_at: dt.datetime | None
    deferrals: tuple[Deferral, ...] = ()

    @property
    def seal(self) -> str:
        """The hash of its file; empty where it has none."""
        return str(self.content.get("seal") or "")

    @property
    def put_off(self) -> tuple[tuple[dt.date, dt.date | None], ...]:
        """Each day until which it was deferred, with the day on which that was set."""
        return tuple((one.until, one.set_on) for one in self.deferrals)


@dataclass(frozen=True)
class Part:
    """A part of Part 2: its public entry, and its text once that was released."""

    stub: Stub
    text: str = ""


@dataclass(frozen=True)
class Filed:
    """A decision that is out, with all its versions and what stands around it."""

    series: Series
    versions: tuple[Version, ...]
    exempt: tuple[Part, ...] = ()
    call_ins: tuple[CallIn, ...] = ()
    payments: tuple[Payment, ...] = ()
    """What was noted of the payment of its grants, in that order."""

    @property
    def newest(self) -> Version:
        """The version that holds."""
        return self.versions[-1]

    @property
    def decision(self) -> Decision:
        """The decision as it holds."""
        return self.newest.decision

    @property
    def taken_on(self) -> dt.date | None:
        """The day on which it was taken: a correction is signed later, and takes nothing anew."""
        return self.versions[0].decision.signed_on

    @property
    def id(self) -> str:
        """As addresses name it."""
        return self.decision.id

    @property
    def reference(self) -> Reference:
        """Its number."""
        return self.decision.reference

    @property
    def withheld(self) -> tuple[Part, ...]:
        """What of Part 2 is not released."""
        return tuple(one for one in self.exempt if one.stub.released_at is None)


@dataclass(frozen=True)
class Deferred:
    """All that is public of a decision while it is deferred."""

    reference: Reference
    until: dt.date | None
    reason: str

    def overdue(self, today: dt.date) -> bool:
        """Whether its day is over, and nobody published it."""
        return self.until is not None and self.until < today


@dataclass(frozen=True)
class Ahead:
    """What is public of an exempt part whose decision is signed and not out: that nobody can exchange it meanwhile."""

    commitment: str
    length: int
    form: str
    signed_on: dt.date
    of: Reference | None = None
    """Its decision, where that it is deferred is public."""

    @property
    def length_words(self) -> str:
        """Its length in words."""
        return length_words(self.length, self.form)


@dataclass(frozen=True)
class Totals:
    """What a list of decisions commits, by currency, and how many of them say nothing of an amount, and why."""

    stated: dict[str, Decimal]
    count: int
    without: int
    """That state no amount, of whatever reason."""
    none: int
    """Of these, that say that no money is involved."""
    withheld: int
    """Of these, whose amount is in Part 2."""


@dataclass(frozen=True)
class Register:
    """Every decision that is out, in the order of series and numbers; what is deferred, and what was withdrawn."""

    series: tuple[Series, ...]
    filed: tuple[Filed, ...]
    deferred: tuple[Deferred, ...] = ()
    withdrawn: tuple[Reference, ...] = ()
    ahead: tuple[Ahead, ...] = ()
    """Exempt parts of decisions that are signed and not out."""

    @cached_property
    def _by_id(self) -> dict[str, Filed]:
        return {one.id: one for one in self.filed}

    def find(self, key: str) -> Filed | None:
        """A decision by its reference as addresses have it; None where none of that number is out."""
        return self._by_id.get(key)

    def decision(self, key: str) -> Filed:
        """The same. Raises PeelianError, which says whether the number is deferred, withdrawn or missing."""
        found = self.find(key)
        if found is None:
            raise PeelianError(
                "unknown-decision",
                self._why_not(key),
                "The register lists every decision that is out.",
                {"decision": key},
            )
        return found

    def _why_not(self, key: str) -> str:
        if held := self.stub(key):
            return f"The publication of {held.reference} was deferred until {held.until}: {held.reason}"
        if any(one.key == key for one in self.withdrawn):
            return f"{key.replace('-', ' ')} was withdrawn before it was taken."
        return f"No decision {key.replace('-', ' ')} is known here."

    def stub(self, key: str) -> Deferred | None:
        """What is public of a decision that is deferred; None where none of that number is."""
        return next((one for one in self.deferred if one.reference.key == key), None)

    @cached_property
    def numbers(self) -> tuple[Reference, ...]:
        """Every number that something is known of."""
        known = {*(one.reference for one in self.filed), *(one.reference for one in self.deferred), *self.withdrawn}
        return tuple(sorted(known))

    def numbers_of(self, series: Series) -> list[Reference]:
        """Those of one series."""
        return [one for one in self.numbers if series.has(one)]

    def gaps_of(self, series: Series) -> list[Gap]:
        """The numbers of a series of which nothing is known here, between its lowest and its highest."""
        return gaps(self.numbers_of(series))

    def missing_of(self, series: Series) -> int:
        """How many they are."""
        return missing(self.numbers_of(series))

    def touching(self, plan: str, item: str) -> list[Filed]:
        """The decisions that name an item of a plan (``commitment:…``)."""
        return [one for one in self.filed if one.decision.plan == plan and item in one.decision.plan_items]


def totals(filed: list[Filed]) -> Totals:
    """What decisions commit, and what that sum leaves out."""
    stated: dict[str, Decimal] = {}
    for one in filed:
        for currency, amount in one.decision.totals.items():
            stated[currency] = stated.get(currency, Decimal(0)) + amount
    without = [one for one in filed if not one.decision.money]
    said = [one.decision.money_is for one in without]
    return Totals(stated, len(filed), len(without), said.count("none"), said.count("withheld"))


def shelf(root: Path, pack: Path) -> Register:
    """Every decision that is out. Raises PeelianError where a file was altered."""
    return _shelf(root, pack, changed(root))


@lru_cache(maxsize=4)
def _shelf(root: Path, pack: Path, _changed: int) -> Register:
    series, path = series_of(pack), index_path(root)
    index = read_file(path)
    if index is None:
        return Register(series, _ordered(series, _of_pack(pack)))
    with whole(path):
        filed = [_filed(root, series, str(key)) for key in index["decisions"]]
        deferred = tuple(
            Deferred(reference(one["id"]), _day(one["until"]), str(one["reason"])) for one in index["deferred"]
        )
        withdrawn = tuple(reference(one) for one in index["withdrawn"])
        ahead = tuple(_ahead(one) for one in index.get("ahead", ()))
    return Register(series, _ordered(series, filed), deferred, withdrawn, ahead)


def _ahead(one: dict[str, Any]) -> Ahead:
    of = reference(one["id"]) if "id" in one else None
    return Ahead(one["commitment"], int(one["length"]), one["form"], dt.date.fromisoformat(one["signed_on"]), of)


def _ordered(series: tuple[Series, ...], filed: list[Filed]) -> tuple[Filed, ...]:
    place = {one.id: at for at, one in enumerate(series)}
    return tuple(sorted(filed, key=lambda one: (place.get(one.series.id, len(place)), one.reference)))


def _filed(root: Path, series: tuple[Series, ...], key: str) -> Filed:
    path = facts_path(root, key)
    facts = read_file(path)
    if facts is None:
        raise altered_file(path)
    with whole(path):
        versions = tuple(_version(root, key, one) for one in facts["versions"])
        return Filed(
            next(one for one in series if one.id == facts["series"]), versions,
            tuple(_part(one, versions) for one in facts["exempt"]),
            tuple(_call_in(one) for one in facts["call_ins"]),
            tuple(_payment(one) for one in facts.get("payments", ())),
        )  # fmt: skip


def _part(found: dict[str, Any], versions: Sequence[Version]) -> Part:
    """A part of Part 2, public since the first version that has it was out."""
    stub = stub_from(found)
    out = [
        one.out_at for one in versions if one.out_at and any(held["id"] == stub.id for held in one.content["exempt"])
    ]
    return Part(replace(stub, public_at=min(out, default=None)), str(found.get("text") or ""))


def _version(root: Path, key: str, facts: dict[str, Any]) -> Version:
    number = int(facts["number"])
    path = version_path(root, key, number)
    decision, content = _sealed(root, key, number, path.stat().st_mtime_ns if path.is_file() else 0)
    with whole(path):
        return Version(
            number, decision, str(content["why"]), content, _moment(facts["out_at"]),
            tuple(
                Deferral(dt.date.fromisoformat(one["until"]), str(one["reason"]), _day(one.get("set_on")))
                for one in facts["deferrals"]
            ),
        )  # fmt: skip


@lru_cache(maxsize=20_000)
def _sealed(root: Path, key: str, number: int, _written: int) -> tuple[Decision, dict[str, Any]]:
    """A sealed version, read once: it is never edited, so that a change of one decision reads one file. Its seal is checked."""
    content = read_version(root, key, number)
    with whole(version_path(root, key, number)):
        return read_content(content["decision"], f"{key}, version {number}"), content


def _call_in(found: dict[str, Any]) -> CallIn:
    return CallIn(
        dt.date.fromisoformat(found["day"]), str(found["by"]), str(found["reason"]), str(found["referred_to"]),
        str(found["outcome"]), _day(found["settled"]), str(found["note"]), str(found.get("result") or ""),
        _day(found.get("concluded")), str(found.get("conclusion") or ""),
    )  # fmt: skip


def _payment(found: dict[str, Any]) -> Payment:
    return Payment(str(found["grant"]), _day(found["day"]), dt.date.fromisoformat(found["noted_on"]), str(found["why"]))


def stub_from(found: dict[str, Any]) -> Stub:
    """An exempt part's public entry from JSON. Raises ValueError, KeyError or TypeError where it is none."""
    named = {key: found[key] for key in Stub.__dataclass_fields__ if key in found}
    days = {key: _day(found.get(key)) for key in ("decided_on", "review_on", "release_on")}
    grounds = tuple(
        Ground(**(one | ({"opinion_on": _day(one["opinion_on"])} if "opinion_on" in one else {}))) for one in found["grounds"]
    )  # fmt: skip
    reviews = tuple(
        Reviewed(dt.date.fromisoformat(one["on"]), str(one["decision"]), str(one["post"]), str(one["reason"]), _day(one["until"]))
        for one in found.get("reviews", ())
    )  # fmt: skip
    told = {"grounds": grounds, "released_at": _moment(found.get("released_at")), "reviews": reviews}
    return Stub(**{**named, **days, **told})


def _day(text: Any) -> dt.date | None:
    return dt.date.fromisoformat(str(text)) if text else None


def _moment(text: Any) -> dt.datetime | None:
    return dt.datetime.fromisoformat(str(text)) if text else None


@contextmanager
def whole(path: Path) -> Iterator[None]:
    """Read what a file holds. Raises PeelianError where it is JSON, but not what this program writes there."""
    try:
        yield
    except (KeyError, IndexError, TypeError, ValueError, AttributeError, StopIteration) as error:
        raise altered_file(path) from error


@lru_cache(maxsize=4)
def _of_pack(pack: Path) -> list[Filed]:
    """The decisions of a pack, as documents print them."""
    series = series_of(pack)
    return [
        Filed(
            next(held for held in series if held.has(one.reference)),
            (Version(1, one, "", {"decision": to_form(one)}, None),),
        )
        for one in decisions_of(pack)
    ]


def plan_items(root: Path, pack: Path, plan: str) -> set[str] | None:
    """Keys of the commitments and objectives of a plan that is out, as decisions name them; None where no such plan is."""
    found = next((one for one in plans_out(root, pack).volumes if one.id == plan), None)
    if found is None:
        return None
    held = found.newest.plan
    return {
        *(f"commitment:{one.id}" for one in (*held.commitments, *held.promises)),
        *(f"objective:{one.id}" for one in held.objectives),
    }
