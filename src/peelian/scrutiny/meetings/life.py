"""The life of a meeting: planned, called with notice, held, perhaps adjourned; or cancelled, or postponed to another day."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from peelian.core.acting import Act, Actor, acting, action, now, unchanged_since
from peelian.core.clocks.dates import in_full
from peelian.core.running.actions import clocks_of, drop_clock, start_clock
from peelian.core.running.queries import calendar_in_force
from peelian.figures.errors import PeelianError
from peelian.figures.house import today
from peelian.scrutiny.meetings.agenda import open_late, sent_out
from peelian.scrutiny.meetings.content import committee_of, meeting_of
from peelian.scrutiny.meetings.form import form_of
from peelian.scrutiny.meetings.models import CommitteeRecord, ItemRecord, MeetingRecord, PaperRecord
from peelian.scrutiny.meetings.queries import goes_on, resolved_at
from peelian.scrutiny.meetings.records import Adjournment
from peelian.scrutiny.meetings.resolved import broken_off
from peelian.scrutiny.meetings.rules import AGENDA_DUE, CORRECTABLE, MEETING, in_time, notice_by
from peelian.scrutiny.meetings.scheduling import must_be_another, must_be_near, must_go_on_after
from peelian.scrutiny.meetings.withheld import is_exempt
from peelian.scrutiny.meetings.writing import held, must_be_past, must_write, refuse, standing, told, written

SETTLED = ("title", "begins", "ends", "place", "exclusion")
"""What of it the minutes say: once the committee has agreed them it stays."""
FIELDS = ("title", "begins", "ends", "place", "contact", "broadcast", "exclusion")
"""What of a meeting itself can be written."""


@dataclass(frozen=True)
class Given:
    """A notice as it was given: the day, and the channels that it went out by."""

    on: dt.date
    channels: tuple[str, ...]


@action("meeting.plan")
def plan(committee: CommitteeRecord, on: dt.date, *, by: Actor, reason: str = "", **fields: Any) -> MeetingRecord:
    """Plan a meeting: from now on everybody may read when and where. ``fields`` are those of ``FIELDS``.

    Raises PeelianError for a day that is past: nobody can be called to it any more.
    """
    must_write(by, committee.owner)
    CommitteeRecord.objects.select_for_update(of=("self",)).get(pk=committee.pk)
    if on < today():
        raise PeelianError(
            "past-day", f"{on} is past.", "Choose a day to come. A meeting of before is read in from its papers."
        )
    must_be_another(committee, on, fields.get("begins"))
    made = _planned(acting(), committee, on, fields)
    written(made)
    return made


def _planned(act: Act, committee: CommitteeRecord, on: dt.date, fields: dict[str, Any]) -> MeetingRecord:
    title = fields.pop("title", "") or committee.title
    must_be_near(on)
    made = act.create(
        MeetingRecord, committee=committee, slug=_slug(committee, on), title=title, on=on, made_at=now(), **_only(fields)
    )  # fmt: skip
    act.about(made)
    _start_clock(made)
    return made


def _slug(committee: CommitteeRecord, on: dt.date) -> str:
    """The day, with -2 for a second meeting on it."""
    kept = set(MeetingRecord.objects.filter(committee=committee, on=on).values_list("slug", flat=True))
    for name in (on.isoformat(), *(f"{on}-{nth}" for nth in range(2, 10))):
        if name not in kept:
            return name
    raise PeelianError("full-day", f"There are nine meetings on {on}.", "Choose another day.")


def _only(fields: dict[str, Any]) -> dict[str, Any]:
    if unknown := set(fields) - set(FIELDS):
        raise TypeError(f"A meeting has no {', '.join(sorted(unknown))} that can be written.")
    return fields


def _start_clock(meeting: MeetingRecord) -> None:
    """The clock of the agenda, where the committee counts as the Act's rule does."""
    committee = committee_of(meeting.committee).ruled(meeting.on)
    if meeting.on > today() and committee.clear_days == 5 and not committee.weekends_count:
        start_clock(
            AGENDA_DUE, meeting, meeting.on, organisation=meeting.committee.organisation, title=str(meeting),
            href=f"/office/committees/{meeting.id_of}",
        )  # fmt: skip


def time_again(meeting: MeetingRecord) -> None:
    """Count anew by when an agenda is due, as part of the action that changes the committee's rule."""
    _drop_clocks(meeting)
    _start_clock(meeting)


def _drop_clocks(meeting: MeetingRecord) -> None:
    for clock in clocks_of(meeting):
        drop_clock(clock)


@action("meeting.write")
def write(meeting: MeetingRecord, *, version: int, by: Actor, reason: str = "", **fields: Any) -> int:
    """Change where and when on its day a meeting is, and what it is called; the day itself only by postponing it: everybody has
    read it. Returns the new version. Raises PeelianError where somebody wrote meanwhile, and for an hour that is another meeting's.
    """
    must_write(by, meeting.owner)
    kept = held(meeting)
    unchanged_since(kept, version)
    if kept.state in ("cancelled", "postponed") or kept.deleted:
        refuse("This meeting does not take place.", "Write in the one that does.")
    if "title" in fields:
        fields["title"] = fields["title"] or kept.committee.title
    if kept.minutes in CORRECTABLE and any(fields[name] != getattr(kept, name) for name in SETTLED if name in fields):
        refuse(
            "The committee has agreed the minutes, which say this.",
            "Whom to ask and where it can be watched may change still; what was said is corrected by a resolution.",
        )
    if fields.get("begins", kept.begins) != kept.begins:
        must_be_another(kept.committee, kept.on, fields["begins"], but=kept)
    act = acting()
    if act.change(kept, **_only(fields)):
        act.change(kept, version=version + 1)
        act.about(kept)
        written(kept)
    return kept.version


@action("meeting.call")
def call(meeting: MeetingRecord, on: dt.date, channels: Sequence[str], *, by: Actor, reason: str = "") -> MeetingRecord:
    """Call a meeting: note the day of the notice and the channels that it went out by.

    Raises PeelianError without a channel, for a day to come, and without a reason where it leaves fewer clear days than the rule.
    """
    kept = standing(meeting)
    step = MEETING.check("meeting.call", by, kept.state, owner=kept.owner, reason=reason)
    _must_be_notice(kept, Given(on, tuple(channels)))
    found = notice_by(committee_of(kept.committee), kept.on, calendar_in_force())
    if not in_time(found, on) and not reason.strip():
        raise PeelianError(
            "short-notice", f"{found.sentence} That is short notice.", "Say why, in a sentence that everybody can read.",
            {"due": str(found.due)},
        )  # fmt: skip
    why = "" if in_time(found, on) else reason.strip()
    acting().change(
        kept, state=step.after, notice_on=on, channels=list(dict.fromkeys(channels)), why=why, version=kept.version + 1
    )
    written(kept)
    return kept


@action("meeting.hold")
def hold(
    meeting: MeetingRecord, ends: dt.time | None = None, *, notice: Given | None = None, seen: bool = False, by: Actor,
    reason: str = "",
) -> MeetingRecord:  # fmt: skip
    """Note that a meeting was held: its minutes are begun. Raises WrongStep before its day.

    It may have taken place without a notice or an agenda on record: then everybody reads that, and the ``reason``. A ``notice``
    that was given and not recorded is recorded now; the agenda is opened now, and is asked for all that it is at dispatch.
    Raises PeelianError without a reason, for a notice that cannot be one, and for what the agenda lacks.
    """
    kept = standing(meeting)
    step = MEETING.check("meeting.hold", by, kept.state, owner=kept.owner, reason=reason)
    must_be_past(kept.on, today(), "The meeting")
    irregular = kept.state == "planned" or kept.agenda != "out"
    if irregular and not reason.strip():
        raise PeelianError(
            "no-reason", f"{IRREGULAR[kept.state == 'planned', kept.agenda != 'out']} That it was held stands with that.",
            "Say why, in a sentence that everybody can read.",
        )  # fmt: skip
    act = acting()
    if kept.state == "planned":
        _note_notice(kept, notice)
    if kept.agenda != "out":
        open_late(kept, seen=seen)
    act.change(
        kept, state=step.after, ends=ends or kept.ends, minutes="draft", version=kept.version + 1,
        why=" ".join(part for part in (kept.why, reason.strip() if irregular else "") if part),
    )  # fmt: skip
    written(kept)
    return kept


IRREGULAR = {
    (True, True): "No notice of it is on record, and its agenda is not out.",
    (True, False): "No notice of it is on record.",
    (False, True): "Its agenda is not out.",
}
"""What is missing of a meeting that was held: a notice, an agenda that is out."""


def _note_notice(meeting: MeetingRecord, notice: Given | None) -> None:
    """Record a notice that was given before a meeting and not recorded, with the day on which it is."""
    if notice is None:
        return
    _must_be_notice(meeting, notice)
    acting().change(
        meeting, notice_on=notice.on, channels=list(dict.fromkeys(notice.channels)),
        why=f"Its notice was recorded on {in_full(today())}, not before it.",
    )  # fmt: skip


def _must_be_notice(meeting: MeetingRecord, notice: Given) -> None:
    """Raises PeelianError without a channel, for a day to come, and for one that is not before the meeting."""
    must_be_past(notice.on, today(), "The notice")
    if not notice.channels:
        raise PeelianError("no-channel", "No channel is named.", "Say where the notice could be read, such as website.")
    if notice.on >= meeting.on:
        raise PeelianError("too-late", "The notice is not before the meeting.", "Correct the day.")


@dataclass(frozen=True)
class Adjourned:
    """How a sitting was broken off, as somebody says it: when, whether for want of a quorum, what stands over (the numbers of its
    items), and what was fixed for the sitting that goes on; ``to`` is None where its day was left to be fixed.
    """

    items: tuple[str, ...]
    at: dt.time | None = None
    inquorate: bool = False
    to: dt.date | None = None
    begins: dt.time | None = None
    place: str = ""


@action("meeting.adjourn")
def adjourn(meeting: MeetingRecord, adjourned: Adjourned, *, by: Actor, reason: str = "") -> MeetingRecord:
    """Note that a meeting was adjourned, for want of a quorum or because it resolved so: its items that stand over go on on another
    day. One that was not noted as held is now.

    Where the meeting fixed that day itself, the sitting of it stands called at once, with the papers of what stands over open: it
    is the same meeting, and no notice is made up for it. Else ``resume`` fixes it later. Returns the meeting that was adjourned.
    Raises WrongStep without a reason, before its day, and where its agenda is not out or its minutes are agreed; PeelianError for
    items that cannot stand over, for an hour that lies not within it, and where minutes were agreed or corrected at it that then
    could not have been.
    """
    kept = standing(meeting)
    begun = (
        "called" if kept.state == "held" else kept.state
    )  # one that is noted as held is adjourned as one that is called
    step = MEETING.check("meeting.adjourn", by, begun, owner=kept.owner, reason=reason)
    must_be_past(kept.on, today(), "The meeting")
    _must_be_open(kept)
    items = _standing_over(kept, adjourned.items)
    if adjourned.to:
        must_go_on_after(kept, adjourned.to, adjourned.begins, adjourned.at)
    if adjourned.to is None and (adjourned.begins or adjourned.place):
        raise PeelianError(
            "no-day", "An hour or a place is fixed, and no day.", "Give the day too, or leave all to be fixed."
        )
    _must_lie_within(kept, adjourned.at)
    act, minutes = acting(), kept.minutes if kept.state == "held" else "draft"
    act.change(
        kept, state=step.after, minutes=minutes, ends=adjourned.at or kept.ends, adjourned=_told(adjourned, reason),
        version=kept.version + 1,
    )  # fmt: skip
    _must_leave_what_it_resolved(kept)
    if adjourned.to:
        made = _going_on(act, kept, items, adjourned.to, adjourned.begins, adjourned.place)
        act.change(made, state="called", agenda="out", agenda_out=kept.agenda_out or now())
        _drop_clocks(made)
        written(made)
        sent_out(made)
    act.about(kept)
    written(kept)
    return kept


def _must_be_open(meeting: MeetingRecord) -> None:
    """Raises WrongStep where a meeting cannot be adjourned any more, or not yet."""
    if meeting.agenda != "out":
        refuse("Its agenda is not out.", "Note that it was held, which opens it; then note that it was adjourned.")
    if meeting.minutes in CORRECTABLE:
        refuse("The committee has agreed its minutes.", "A resolution of a later meeting corrects them.")
    if meeting.adjourned:
        refuse("That it was adjourned is on record already.", "Fix when it goes on.")


def _must_lie_within(meeting: MeetingRecord, at: dt.time | None) -> None:
    """Raises PeelianError for an hour of adjournment before the meeting began, or after it is noted to have ended."""
    ended = meeting.ends if meeting.state == "held" else None
    if at and meeting.begins and at < meeting.begins:
        raise PeelianError(
            "bad-hour", f"It began at {meeting.begins:%H:%M}.", "It was adjourned at that hour or later."
        )
    if at and ended and at > ended:
        raise PeelianError(
            "bad-hour", f"It is noted to have ended at {ended:%H:%M}.",
            "It was adjourned at that hour or before; when it ended is corrected under where and when.",
        )  # fmt: skip


def _must_leave_what_it_resolved(meeting: MeetingRecord) -> None:
    """Raises PeelianError where minutes were agreed or corrected at a meeting which, adjourned so, cannot have done it."""
    whole, committee = meeting_of(meeting), committee_of(meeting.committee)
    for other, agreed in resolved_at(meeting):
        if found := broken_off(whole, committee, agreed=agreed):
            done = f"The minutes of {in_full(other.on)} were {'agreed' if agreed else 'corrected'} at this meeting."
            raise PeelianError(
                "has-resolved", f"{done} {found[0]}",
                "Leave out the item at which that was done, and note who was there, item by item; or say that the committee "
                "resolved to adjourn.",
            )  # fmt: skip


def _standing_over(meeting: MeetingRecord, numbers: Sequence[str]) -> list[ItemRecord]:
    """The items that stand over. Raises PeelianError where there is none, or one was dealt with."""
    found = [one for one in meeting.items.prefetch_related("papers") if one.number in numbers]
    if not found or len(found) != len(set(numbers)):
        raise PeelianError(
            "no-items",
            "Nothing on its agenda stands over.",
            "Say which of its items are left to the sitting that goes on.",
        )
    for one in found:
        if one.outcome or one.votes:
            raise PeelianError(
                "dealt-with", f"Item {one.number}, “{one.title}”, was dealt with.", "It does not stand over."
            )
    return found


def _told(adjourned: Adjourned, reason: str) -> dict[str, Any]:
    """The adjournment as the form of the meeting has it."""
    return form_of(Adjournment(
        reason.strip(), adjourned.items, adjourned.at, adjourned.inquorate, adjourned.to, adjourned.begins, adjourned.place.strip(),
    ))  # fmt: skip


def _going_on(
    act: Act, meeting: MeetingRecord, items: Sequence[ItemRecord], on: dt.date, begins: dt.time | None, place: str
) -> MeetingRecord:
    """The sitting at which an adjourned meeting goes on, planned, with what stood over."""
    fields = {name: getattr(meeting, name) for name in ("title", "place", "contact", "broadcast")}
    made = _planned(act, meeting.committee, on, fields | {"begins": begins, "place": place.strip() or meeting.place})
    act.change(made, resumes=meeting.id_of)
    for item in items:
        _copy(act, item, made, paged=False)
    return made


@action("meeting.resume")
def resume(
    meeting: MeetingRecord, to: dt.date, *, begins: dt.time | None = None, place: str = "", by: Actor, reason: str = ""
) -> MeetingRecord:
    """Fix when a meeting goes on that was adjourned to no day, or whose next sitting was called off. Returns that sitting, planned:
    as nobody at the meeting heard of its day, it is called and its agenda goes out as of any other.

    Of a meeting of the past it may be a day that is past: its sitting was held long ago, and is noted so. Raises WrongStep where it
    was not adjourned or goes on already, PeelianError for a day before the meeting or more than a year after it, and for an hour
    that is another meeting's.
    """
    must_write(by, meeting.owner)
    kept = standing(meeting)
    if not kept.adjourned:
        refuse("It was not adjourned.", "Plan another meeting.")
    if goes_on(kept):
        refuse("When it goes on is fixed already.", "Postpone that sitting to another day.")
    must_go_on_after(kept, to, begins)
    act = acting()
    made = _going_on(act, kept, _standing_over(kept, kept.adjourned["items"]), to, begins, place)
    act.about(kept)
    written(made)
    return made


@action("meeting.cancel")
def cancel(meeting: MeetingRecord, *, by: Actor, reason: str) -> MeetingRecord:
    """Call a meeting off. Raises WrongStep without a reason: everybody reads it."""
    return _called_off(meeting, "meeting.cancel", by, reason)


@action("meeting.postpone")
def postpone(meeting: MeetingRecord, to: dt.date, *, by: Actor, reason: str) -> MeetingRecord:
    """Put a meeting off to another day, with its agenda as it is; returns the meeting of that day, which is to be called anew.

    Raises WrongStep without a reason, PeelianError for a day that is past or that it was on anyway, and for an hour that is
    another meeting's.
    """
    if to < today():
        raise PeelianError("past-day", f"{to} is past.", "Choose a day to come.")
    if to == meeting.on:
        raise PeelianError(
            "same-day", "It is on that day.", "Choose another; the hour is changed under where and when."
        )
    kept = _called_off(meeting, "meeting.postpone", by, reason, f"It is put off to {in_full(to)}.")
    must_be_another(kept.committee, to, kept.begins)
    fields = {name: getattr(kept, name) for name in ("title", "begins", "place", "contact", "broadcast")}
    act = acting()
    made = _planned(act, kept.committee, to, fields)
    act.change(made, resumes=kept.resumes)
    for item in kept.items.prefetch_related("papers"):
        _copy(act, item, made)
    act.about(kept)
    written(made)
    return made


def _copy(act: Act, item: ItemRecord, to: MeetingRecord, *, paged: bool = True) -> None:
    """An item for another day, with the pages of its papers where the pack stays whole (``paged``). Of what is exempt only
    titles go along: its parts stay with the meeting that was put off, and the words that they hide would be open there.
    """
    copied: tuple[str, ...] = ("place", "number", "title", "kind", "topics", "touches")
    if not is_exempt(item.key):
        copied = (*copied, "recommended")
    made = act.create(ItemRecord, meeting=to, **{name: getattr(item, name) for name in copied})
    for paper in item.papers.all():
        fields: tuple[str, ...] = ("place", "slug", "title", "author")
        if not paper.withdrawn and not is_exempt(paper.key):
            fields = (*fields, *(("first_page", "last_page") if paged else ()), "text", "quarter", "link", "background")
        act.create(PaperRecord, item=made, **{name: getattr(paper, name) for name in fields})


def _called_off(meeting: MeetingRecord, name: str, by: Actor, reason: str, more: str = "") -> MeetingRecord:
    kept = standing(meeting)
    step = MEETING.check(name, by, kept.state, owner=kept.owner, reason=reason)
    why = " ".join(part for part in (reason.strip(), more) if part)
    acting().change(kept, state=step.after, why=why, version=kept.version + 1)
    _drop_clocks(kept)
    written(kept)
    return kept


@action("meeting.take-back")
def take_back(meeting: MeetingRecord, *, by: Actor, reason: str) -> None:
    """Take back a meeting that was entered by mistake. Its address says that it was; whoever copied it is told the same.

    Raises WrongStep once it was held, and PeelianError without a reason.
    """
    must_write(by, meeting.owner)
    kept = standing(meeting)
    if kept.state == "held":
        refuse("This meeting was held.", "Its record stays.")
    if not reason.strip():
        raise PeelianError("no-reason", "Taking a meeting back needs a reason.", "Say what the mistake was.")
    acting().change(kept, deleted=True, version=kept.version + 1)
    _drop_clocks(kept)
    written(kept)
    told(kept.committee)
