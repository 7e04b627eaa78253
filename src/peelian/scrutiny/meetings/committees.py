"""How committees come to be, and who sits on them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

from peelian.core.acting import Actor, acting, action, unchanged_since
from peelian.core.clocks.dates import in_full
from peelian.core.models import Organisation
from peelian.core.permissions import Permission as P
from peelian.figures.errors import PeelianError
from peelian.figures.house import today
from peelian.scrutiny.meetings.content import committee_of
from peelian.scrutiny.meetings.form import form_of
from peelian.scrutiny.meetings.life import time_again
from peelian.scrutiny.meetings.models import CommitteeRecord, MeetingRecord, Seat
from peelian.scrutiny.meetings.records import Committee, Ruled
from peelian.scrutiny.meetings.rules import voters
from peelian.scrutiny.meetings.writing import must_write, told
from peelian.scrutiny.topics import must_be_topics

FIELDS = ("title", "kind", "quorum", "terms", "powers", "parent", "areas", "topics", "clear_days", "weekends_count", "reply_days",
          "since", "until", "publishes_drafts")  # fmt: skip
"""What of a committee can be written."""


@action("committee.found")
def found(organisation: Organisation, slug: str, *, by: Actor, reason: str = "", **fields: Any) -> CommitteeRecord:
    """Set up a committee; ``fields`` are those of ``FIELDS``. Raises PeelianError where there is one of that name."""
    by.must(P.WRITE_PAPERS, organisation.key)
    if CommitteeRecord.objects.filter(pk=slug).exists():
        raise PeelianError("committee-exists", f"There is a committee {slug}.", "Name this one otherwise.")
    must_be_topics(fields.get("topics", ()))
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
    must_be_topics(fields.get("topics", ()), kept=kept.topics)
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


@action("committee.change-rule")
def change_rule(
    committee: CommitteeRecord, since: dt.date, quorum: int | None, clear_days: int, *, weekends_count: bool = False, by: Actor,
    reason: str = "",
) -> CommitteeRecord:  # fmt: skip
    """Change quorum and clear days from a day on: meetings before it keep those of then. Agendas that are still to go out are due
    by the rule of their own day.

    Raises PeelianError where a rule holds from that day already, where nothing would change, for a quorum of more than have a vote
    on that day, and without a reason for a day that is past: meetings that were held are judged by another rule then.
    """
    must_write(by, committee.owner)
    kept = CommitteeRecord.objects.select_for_update(of=("self",)).get(pk=committee.pk)
    before = committee_of(kept)
    if any(one.since == since for one in before.changes):
        raise PeelianError("ruled-already", f"A rule from {in_full(since)} on is there.", "Take it out first.")
    made = Ruled(since, quorum, clear_days, weekends_count)
    now_in = before.ruled(since)
    if (now_in.quorum, now_in.clear_days, now_in.weekends_count) == (quorum, clear_days, weekends_count):
        raise PeelianError("same-rule", f"That is the rule on {in_full(since)} already.", "Say what changes.")
    _must_be_reachable(quorum, before, since)
    _must_say_why(since, reason)
    return _ruled_by(kept, sorted((*before.changes, made), key=lambda one: one.since))


def _must_be_reachable(quorum: int | None, committee: Committee, day: dt.date) -> None:
    """Raises PeelianError for a quorum of more than hold a seat with a vote on a day, where its seats of that day are known."""
    votes = voters(committee, day)
    if quorum and votes is not None and quorum > len(votes):
        seats = "1 seat with a vote" if len(votes) == 1 else f"{len(votes)} seats with a vote"
        raise PeelianError(
            "too-many", f"A quorum of {quorum} is never there: the committee has {seats} on {in_full(day)}.",
            "Correct the quorum, or the seats of that day.",
        )  # fmt: skip


def _must_say_why(since: dt.date, reason: str) -> None:
    """Raises PeelianError without a reason for a day that is past."""
    if since < today() and not any(letter.isalnum() for letter in reason):
        raise PeelianError(
            "no-reason", f"{in_full(since)} is past: meetings that were held since are judged by another rule then.",
            "Say why, such as the document that says so.",
        )  # fmt: skip


@action("committee.remove-rule")
def remove_rule(committee: CommitteeRecord, since: dt.date, *, by: Actor, reason: str = "") -> CommitteeRecord:
    """Take out a change of quorum and clear days that was a mistake. Raises PeelianError where there is none of that day, and
    without a reason for a day that is past.
    """
    must_write(by, committee.owner)
    kept = CommitteeRecord.objects.select_for_update(of=("self",)).get(pk=committee.pk)
    left = [one for one in committee_of(kept).changes if one.since != since]
    if len(left) == len(kept.changes or ()):
        raise PeelianError("no-such-rule", f"No rule changed on {in_full(since)}.", "Look at the list again.")
    _must_say_why(since, reason)
    return _ruled_by(kept, left)


def _ruled_by(kept: CommitteeRecord, changes: Sequence[Ruled]) -> CommitteeRecord:
    acting().change(kept, changes=[form_of(one) for one in changes] or None, version=kept.version + 1)
    for meeting in MeetingRecord.objects.filter(
        committee=kept, state__in=("planned", "called"), agenda="draft", deleted=False
    ):
        time_again(meeting)
    told(kept)
    return kept


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
