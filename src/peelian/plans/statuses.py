"""What can be claimed of what a plan promises: statuses, kind by kind, and what a claim needs. Pure functions; no database.

A status is claimed on a day, with a reason and with evidence; it is never typed over another, but follows it. Whether something is
overdue is computed from its due month and its last status (standing.py), so nobody can claim it or hide it.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from peelian.core.addresses import is_address
from peelian.figures.errors import PeelianError
from peelian.plans.records import month_has_ended


@dataclass(frozen=True)
class Status:
    """One status. ``ends`` says that nothing more is awaited; ``sign`` stands beside its word, never a colour alone."""

    id: str
    title: str
    ends: bool
    sign: str
    means: str


_WORK = (
    Status("not-started", "Not started", False, "○", "Nothing has been done about it yet."),
    Status("under-way", "Under way", False, "◐", "It is being done."),
)
_PROMISE = (
    *_WORK,
    Status("kept", "Kept", True, "●", "All that was promised was done, in time where a time was promised."),
    Status("kept-late", "Kept late", True, "◕", "All that was promised was done, after the time that was promised."),
    Status("partly-kept", "Partly kept", True, "◑", "Part of what was promised was done, and the rest will not be."),
    Status("broken", "Broken", True, "✕", "It was not done, and will not be."),
)
STATUSES: dict[str, tuple[Status, ...]] = {
    "commitment": _PROMISE,
    "milestone": _PROMISE,
    "programme": _PROMISE,
    "publication": (
        Status("published", "Published", True, "●", "It is out, and the link shows it."),
        Status("broken", "Will not be published", True, "✕", "It will not be published."),
    ),
    "pilot": (
        Status("started", "Running", False, "◐", "It has started, with its aims set before."),
        Status("reported", "Results are in", False, "◑", "Its results are published beside its aims."),
        Status("rolled-out", "Rolled out", True, "●", "It was decided to do it everywhere."),
        Status("stopped", "Stopped", True, "✕", "It was decided not to go on with it."),
    ),
    "review": (
        Status("concluded", "Concluded", True, "●", "It has reported: what it touches is decided anew."),
        Status("given-up", "Given up", True, "✕", "It will not report."),
    ),
    "touched": (
        Status("stands", "Stands as it is", True, "●", "The review changes nothing of it."),
        Status("to-vary", "To be varied", True, "◐", "The plan will be varied because of the review."),
    ),
    "finding": (
        *_WORK,
        Status("done", "Done", True, "●", "What was found is put right."),
        Status("rejected", "Rejected", True, "✕", "The body does not accept it, and says why."),
    ),
}  # fmt: skip
"""By kind of item; ``milestone`` is a part of a commitment, ``touched`` an item that a review reopened (the part of a review)."""
EVIDENCE = {
    "document": "a document",
    "figure": "a figure of ours",
    "decision": "a decision",
    "results": "results of a pilot",
    "consultation": "a record of consultation",
    "visit": "what somebody saw on a visit",
}
"""Kinds of evidence."""
DECIDES = ("rolled-out", "stopped")


@dataclass(frozen=True)
class Evidence:
    """What shows that a claim is true: its kind, what it is, and where it can be read."""

    kind: str
    title: str
    link: str

    def to_json(self) -> dict[str, str]:
        """As it is kept."""
        return {"kind": self.kind, "title": self.title, "link": self.link}


@dataclass(frozen=True)
class Claim:
    """What was claimed of an item (``part``: of one of its milestones, or of what a review touches) on a day."""

    kind: str
    item: str
    part: str
    status: str
    on: dt.date
    reason: str
    evidence: tuple[Evidence, ...]
    made_at: dt.datetime | None = None
    by: str = ""
    """The post of who made it."""
    number: int = 0

    @property
    def scale(self) -> str:
        """The key of ``STATUSES`` that it is on."""
        return scale_of(self.kind, self.part)

    @property
    def what(self) -> Status:
        """Its status."""
        return status(self.scale, self.status)

    @staticmethod
    def from_json(entry: Mapping[str, Any]) -> Claim:
        """As a file of the house has it."""
        made = entry.get("made_at")
        return Claim(
            entry["kind"], entry["item"], entry["part"], entry["status"], dt.date.fromisoformat(entry["on"]), entry["reason"],
            tuple(Evidence(**one) for one in entry["evidence"]), dt.datetime.fromisoformat(made) if made else None,
            entry.get("by", ""), entry.get("number", 0),
        )  # fmt: skip

    def to_json(self) -> dict[str, Any]:
        """As a file of the house has it."""
        return {
            "number": self.number, "kind": self.kind, "item": self.item, "part": self.part, "status": self.status,
            "on": self.on.isoformat(), "reason": self.reason, "evidence": [one.to_json() for one in self.evidence],
            "made_at": self.made_at.isoformat(timespec="seconds") if self.made_at else None, "by": self.by,
        }  # fmt: skip


@dataclass(frozen=True)
class Asked:
    """What a claim is checked against: the item's due month, a pilot's number of aims, and earlier claims of it, oldest first."""

    due: str | None = None
    aims: int = 0
    earlier: tuple[Claim, ...] = ()

    @property
    def last(self) -> Claim | None:
        """The last claim; None where nobody has claimed anything."""
        return self.earlier[-1] if self.earlier else None


def scale_of(kind: str, part: str) -> str:
    """The scale of an item's status, or of a part of it."""
    if part:
        return "touched" if kind == "review" else "milestone"
    return kind


def status(scale: str, name: str) -> Status:
    """A status of a scale. Raises PeelianError for one that the scale does not have."""
    known = {one.id: one for one in STATUSES.get(scale, ())}
    if name not in known:
        raise PeelianError(
            "unknown-status",
            f"A {scale} cannot be “{name}”.",
            f"Use one of {', '.join(known) or 'none: it has no status'}.",
        )
    return known[name]


def check(claim: Claim, asked: Asked, today: dt.date) -> None:
    """Raises PeelianError where a claim lacks its reason or evidence, or says what cannot be so."""
    said = status(claim.scale, claim.status)
    if not claim.reason.strip():
        raise PeelianError(
            "no-reason", f"“{said.title}” needs a reason.", "Say in a sentence what was done, or why not."
        )
    if not claim.evidence:
        raise PeelianError(
            "no-evidence", f"“{said.title}” needs evidence.", "Name at least one thing that shows it, with a link."
        )
    for one in claim.evidence:
        _check_evidence(one)
    if claim.on > today:
        raise PeelianError("not-yet", f"{claim.on} has not come yet.", "Claim what was so on a day up to today.")
    if asked.last and claim.on < asked.last.on:
        raise PeelianError(
            "out-of-order", f"On {asked.last.on} it was said to be {asked.last.what.title.lower()}: {claim.on} is before that.",
            "Claim what is so since then; what was said stays on record.",
        )  # fmt: skip
    _check_time(claim, asked)
    _check_pilot(claim, asked)


def _check_evidence(one: Evidence) -> None:
    if one.kind not in EVIDENCE:
        raise PeelianError(
            "unknown-evidence", f"“{one.kind}” is no kind of evidence.", f"Use one of {', '.join(EVIDENCE)}."
        )
    if not one.title.strip():
        raise PeelianError("no-title", "A piece of evidence has no title.", "Say what it is.")
    if not is_address(one.link):
        raise PeelianError(
            "no-link",
            f"“{one.title}” has no link that can be followed.",
            "Begin it with https://, or with / for a page of ours.",
        )


def _check_time(claim: Claim, asked: Asked) -> None:
    """Kept is in time, kept late is not: which of them it is follows from the due month."""
    if claim.status == "kept" and asked.due and month_has_ended(asked.due, claim.on):
        raise PeelianError("late", f"It was due by {asked.due}, and {claim.on} is after that.", "Claim “kept late”.")
    if claim.status == "kept-late" and not (asked.due and month_has_ended(asked.due, claim.on)):
        why = f"It is due by {asked.due}" if asked.due else "No date was promised"
        raise PeelianError("in-time", f"{why}: on {claim.on} it is not late.", "Claim “kept”.")


def _check_pilot(claim: Claim, asked: Asked) -> None:
    if claim.kind != "pilot":
        return
    had = {one.status for one in asked.earlier}
    if claim.status == "started" and not asked.aims:
        raise PeelianError(
            "no-aims",
            "This pilot has no aims: nothing could prove it or reverse it.",
            "Set its aims in the plan before it starts.",
        )
    if claim.status == "reported" and "started" not in had:
        raise PeelianError("not-started", "This pilot has not started.", "Claim first that it runs, and since when.")
    if claim.status in DECIDES:
        _check_decision(claim, had)


def _check_decision(claim: Claim, had: set[str]) -> None:
    """A decision to roll out or to stop rests on results and on a record of consultation (N25)."""
    missing = [] if "reported" in had else ["its results, claimed before"]
    kinds = {one.kind for one in claim.evidence}
    missing += [] if "results" in kinds else ["a link to its results"]
    missing += [] if "consultation" in kinds else ["a record of who was consulted"]
    if missing:
        raise PeelianError(
            "no-results", f"A decision on a pilot rests on results and consultation; this one lacks {', and '.join(missing)}.",
            "Add what is missing as evidence.",
        )  # fmt: skip
