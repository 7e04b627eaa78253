"""How committees come to be, and who sits on them."""

from __future__ import annotations

import datetime as dt
from typing import Any

from peelian.core.acting import Actor, acting, action, unchanged_since
from peelian.core.models import Organisation
from peelian.core.permissions import Permission as P
from peelian.figures.errors import PeelianError
from peelian.scrutiny.meetings.models import CommitteeRecord, Seat
from peelian.scrutiny.meetings.writing import must_write, told

FIELDS = ("title", "kind", "quorum", "terms", "powers", "parent", "areas", "topics", "clear_days", "weekends_count", "reply_days",
          "since", "until", "publishes_drafts")  # fmt: skip
"""What of a committee can be written."""


@action("committee.found")
def found(organisation: Organisation, slug: str, *, by: Actor, reason: str = "", **fields: Any) -> CommitteeRecord:
    """Set up a committee; ``fields`` are those of ``FIELDS``. Raises PeelianError where there is one of that name."""
    by.must(P.WRITE_PAPERS, organisation.key)
    if CommitteeRecord.objects.filter(pk=slug).exists():
        raise PeelianError("committee-exists", f"There is a committee {slug}.", "Name this one otherwise.")
    made = acting().create(CommitteeRecord, slug=slug, organisation=organisation, **_only(fields))
    told(made)
    return made


def _only(fields: dict[str, Any]) -> dict[str, Any]:
    if unknown := set(fields) - set(FIELDS):
        raise TypeError(f"A committee has no {', '.join(sorted(unknown))} that can be written.")
    return fields


@action("committee.write")
def write(committee: CommitteeRecord, *, version: int, by: Actor, reason: str = "", **fields: Any) -> int:
    """Change what a committee is called, asked to do and bound by. ``version`` is the one that was read; returns the new one."""
    must_write(by, committee.owner)
    kept = CommitteeRecord.objects.select_for_update(of=("self",)).get(pk=committee.pk)
    unchanged_since(kept, version)
    _must_stand_above(fields.get("parent"), kept)
    if acting().change(kept, **_only(fields)):
        acting().change(kept, version=version + 1)
        told(kept)
    return int(kept.version)


def _must_stand_above(parent: CommitteeRecord | None, committee: CommitteeRecord) -> None:
    """Raises PeelianError where a committee would have been set up by one that it has set up itself."""
    above = parent
    while above is not None:
        if above.pk == committee.pk:
            raise PeelianError("own-parent", f"{committee} has set up {parent} itself.", "Choose another, or none.")
        above = above.parent


@action("committee.seat")
def seat(committee: CommitteeRecord, name: str, *, by: Actor, reason: str = "", **fields: Any) -> Seat:
    """Give somebody a seat. A co-opted member has no vote unless the committee gave one (SI 2009/942 reg 3), an adviser never.

    Raises PeelianError where they sit there at that time already.
    """
    must_write(by, committee.owner)
    if fields.get("role") in ("co-opted", "adviser"):
        fields.setdefault("votes", False)
    CommitteeRecord.objects.select_for_update(of=("self",)).get(pk=committee.pk)
    _must_be_free(committee, name, fields.get("since") or dt.date.min, fields.get("until") or dt.date.max)
    last = Seat.objects.filter(committee=committee).order_by("-place").first()
    made = acting().create(Seat, committee=committee, place=last.place + 1 if last else 0, name=name, **fields)
    acting().about(committee)
    told(committee)
    return made


def _must_be_free(committee: CommitteeRecord, name: str, since: dt.date, until: dt.date, but: int = 0) -> None:
    """Raises PeelianError where somebody holds another seat there at that time."""
    for other in Seat.objects.filter(committee=committee, name=name).exclude(pk=but):
        if (other.since or dt.date.min) <= until and since <= (other.until or dt.date.max):
            raise PeelianError("seated", f"{name} sits there at that time.", "End that seat first.")


@action("committee.end-seat")
def end_seat(held: Seat, until: dt.date, *, by: Actor, reason: str = "") -> None:
    """Let a seat end with a day, the last included."""
    must_write(by, held.owner)
    _must_be_free(held.committee, held.name, held.since or dt.date.min, until, held.pk)
    acting().change(held, until=until)
    acting().about(held.committee)
    told(held.committee)
