"""The plans that are out, read from the files of a house, or from its pack where no office keeps plans. No database is asked."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any

from peelian.figures.errors import PeelianError
from peelian.figures.pack import load_pack
from peelian.plans.pack import read_content, read_further_plans, read_pack, read_yardsticks
from peelian.plans.publishing import FOLDER, altered_file, changed, edition_path, folder_of, read_edition, read_file
from peelian.plans.records import Plan
from peelian.plans.standing import Standing, standing
from peelian.plans.statuses import Claim
from peelian.reading.lines import Line


@dataclass(frozen=True)
class Edition:
    """A text of a plan that went out. ``content`` is its file (content.edition_of)."""

    plan: Plan
    content: dict[str, Any]

    @property
    def number(self) -> int:
        """Its number; 0 of a plan that stands in a pack alone."""
        return int(self.content["edition"])

    @property
    def issued(self) -> bool:
        """Whether it was issued; else it went out to be answered."""
        return bool(self.content["kind"] == "issued")

    @property
    def takes_effect(self) -> dt.date | None:
        """From which day it holds."""
        found = self.content.get("takes_effect")
        return dt.date.fromisoformat(found) if found else None


@dataclass(frozen=True)
class Volume:
    """A plan with all its editions that are out, and what was claimed of it."""

    id: str
    editions: tuple[Edition, ...]
    claims: tuple[Claim, ...]
    document: dict[str, Any] | None = None
    """The lines of the document that prints it; None where nobody has read it in."""
    given_up: bool = False
    """Whether it was dropped before it was ever issued: it can be read, and holds nowhere."""

    def edition_on(self, day: dt.date) -> Edition:
        """The edition that holds on a day; before any holds, the last that is out."""
        holding = [one for one in self.editions if one.takes_effect and one.takes_effect <= day]
        return (holding or list(self.editions))[-1]

    @property
    def newest(self) -> Edition:
        """The last edition that is out."""
        return self.editions[-1]

    def in_force_on(self, day: dt.date) -> bool:
        """Whether an issued edition of it holds on a day, as far as it says itself: a newer plan ends it (Shelf.in_force)."""
        return any(one.takes_effect and one.takes_effect <= day for one in self.editions)

    def standing(self, day: dt.date) -> Standing:
        """The plan as it stands on a day."""
        return standing(self.edition_on(day).plan, self.claims, day)

    @cached_property
    def lines(self) -> tuple[Line, ...]:
        """The document's lines of the plan; empty where it was not read in."""
        return () if self.document is None else tuple(Line(**one) for one in self.document["lines"])

    def words_at(self, line: int | None) -> str:
        """What the document prints at a line; empty where it was not read in, and where several pages have such a line."""
        return self._at.get(line, "") if line else ""

    @cached_property
    def _at(self) -> dict[int, str]:
        times = Counter(one.number for one in self.lines)
        return {one.number: one.text for one in self.lines if times[one.number] == 1}


PRINTED = ("name", "sha256", "read_at")
"""What is said of a document beside its lines."""


@dataclass(frozen=True)
class Shelf:
    """Every plan that is out, newest first."""

    volumes: tuple[Volume, ...]

    def in_force(self, day: dt.date) -> Volume | None:
        """The plan that holds on a day: the one whose issued edition took effect last; before any, the newest that is whole."""
        holding = [one for one in self.volumes if one.in_force_on(day)]
        if holding:
            return max(
                holding,
                key=lambda one: max(e.takes_effect for e in one.editions if e.takes_effect and e.takes_effect <= day),
            )
        alive = [one for one in self.volumes if not one.given_up]
        whole = [one for one in alive if one.newest.plan.known_from is None]
        return next(iter(whole or alive), None)

    def volume(self, plan_id: str) -> Volume:
        """A plan by id. Raises PeelianError."""
        for one in self.volumes:
            if one.id == plan_id:
                return one
        raise PeelianError(
            "unknown-plan", f"No plan {plan_id}.", "The list of plans has every one that is out.", {"plan": plan_id}
        )

    def state(self, volume: Volume, day: dt.date) -> str:
        """``given up``, ``consulted``, ``in force``, ``to come``, ``superseded``: where a plan stands among the others."""
        if volume.given_up:
            return "given up"
        if not any(one.issued for one in volume.editions):
            return "consulted"
        if not volume.in_force_on(day):
            return "to come"
        return "in force" if self.in_force(day) is volume else "superseded"


def shelf(root: Path, pack: Path) -> Shelf:
    """Every plan that is out. Raises PeelianError where a file was altered."""
    return _shelf(root, pack, changed(root))


@lru_cache(maxsize=4)
def _shelf(root: Path, pack: Path, _changed: int) -> Shelf:
    path = root / FOLDER / "index.json"
    index = read_file(path)
    if index is None:
        return Shelf(_of_pack(pack))
    with whole(path):
        entries = [
            (str(entry["id"]), [int(number) for number in entry["editions"]], bool(entry["given_up"])) for entry in index["plans"]
        ]  # fmt: skip
    return Shelf(tuple(replace(_volume(root, pack, plan, numbers), given_up=over) for plan, numbers, over in entries))


def _volume(root: Path, pack: Path, plan: str, numbers: list[int]) -> Volume:
    editions = []
    for number in numbers:
        content = read_edition(root, plan, number)
        with whole(edition_path(root, plan, number)):
            editions.append(Edition(read_content(content["plan"], pack, f"{plan}, edition {number}"), content))
    claims, printed = folder_of(root, plan) / "claims.json", folder_of(root, plan) / "document.json"
    with whole(claims):
        found = read_file(claims)
        told = () if found is None else tuple(map(Claim.from_json, found["claims"]))
    with whole(printed):
        volume = Volume(plan, tuple(editions), told, read_file(printed))
        _ = (
            volume.lines,
            {volume.document[key] for key in PRINTED} if volume.document is not None else None,
        )  # a page finds them whole
    return volume


@contextmanager
def whole(path: Path) -> Iterator[None]:
    """Read what a file holds. Raises PeelianError where it is JSON, but not what this program writes there."""
    try:
        yield
    except (KeyError, IndexError, TypeError, ValueError, AttributeError) as error:
        raise altered_file(path) from error


@lru_cache(maxsize=4)
def _of_pack(pack: Path) -> tuple[Volume, ...]:
    """The plans of a pack, of which nothing has been claimed: its own, and others beside it."""
    own = read_pack(pack)
    plans = [*([own] if own else []), *read_further_plans(pack)]
    found = [Volume(plan.id, (Edition(plan, _as_printed(plan)),), ()) for plan in plans]
    return tuple(sorted(found, key=lambda one: one.newest.plan.first_month, reverse=True))


def _as_printed(plan: Plan) -> dict[str, Any]:
    consultation = plan.consultation
    return {
        "edition": 0, "kind": "issued" if plan.status == "final" else "consultation", "version": 1, "out_at": None, "why": "",
        "opens": consultation.opens.isoformat() if consultation else None,
        "closes": consultation.closes.isoformat() if consultation else None,
        "takes_effect": f"{plan.first_month}-01" if plan.status == "final" else None, "route": [],
    }  # fmt: skip


@lru_cache(maxsize=16)
def read_by(root: Path, pack: Path, yardsticks_file: Path, day: dt.date, _changed: int) -> Plan | None:
    """The plan in force on a day, read by the yardsticks that a release was sealed with; those of other plans are left out.

    None where no plan is kept.
    """
    volume = _shelf(root, pack, _changed).in_force(day)
    if volume is None:
        return None
    plan = volume.edition_on(day).plan
    objectives = {objective.id for objective in plan.objectives}
    found = read_yardsticks(yardsticks_file, None, load_pack(pack).measure_files())
    return replace(plan, yardsticks=tuple(one for one in found if one.objective in objectives))
