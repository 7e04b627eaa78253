"""How an agenda is written, paged and sent out; what comes after it comes with its reason."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Mapping
from typing import Any

from django.conf import settings
from django.db import transaction

from peelian.core.acting import Actor, acting, action, now, unchanged_since
from peelian.core.addresses import must_be_address
from peelian.core.running.actions import clocks_of, drop_clock, meet
from peelian.core.running.queries import calendar_in_force
from peelian.figures.errors import PeelianError
from peelian.figures.house import LONDON, today
from peelian.scrutiny.meetings.content import committee_of, meeting_of
from peelian.scrutiny.meetings.models import ItemRecord, MeetingRecord, PaperRecord
from peelian.scrutiny.meetings.reports import lacks_of_reports, must_be_report
from peelian.scrutiny.meetings.rules import AGENDA, NOT_CALLED, in_time, lacks_of_agenda, notice_by
from peelian.scrutiny.meetings.touched import must_be_there
from peelian.scrutiny.meetings.withheld import must_be_sealed, must_not_be_exempt
from peelian.scrutiny.meetings.writing import held, held_item, keys_of, must_lack_nothing, must_write, refuse, written
from peelian.scrutiny.topics import must_be_topics

ITEM_FIELDS = ("number", "title", "kind", "recommended", "topics", "touches")
PAPER_FIELDS = ("title", "first_page", "last_page", "author", "text", "quarter", "link", "background")
DISPATCHED: list[Callable[[MeetingRecord], object]] = []
"""Run after an agenda went out, or more came to it: rooms that make something of it, such as the pack that is printed."""


@action("meeting.add-item")
def add_item(
    meeting: MeetingRecord,
    title: str,
    *,
    urgent: str = "",
    number: str = "",
    by: Actor,
    reason: str = "",
    **fields: Any,
) -> ItemRecord:
    """Add an item, behind the last. Once the agenda is out only with the special circumstances that make it ``urgent``
    (LGA 1972 s.100B(4)(b)), for the chair is to state them in the minutes.
    """
    must_write(by, meeting.owner)
    kept = held(meeting)
    if kept.agenda == "out":
        _must_take_more(kept)
        if not urgent.strip():
            refuse(
                "The agenda is out.",
                "Say what special circumstances make this item urgent; else it waits for the next.",
            )
    else:
        _must_be_written(kept)
    if kept.items.filter(title=title.strip(), kind=fields.get("kind", "other")).exists():
        raise PeelianError("same-item", f"“{title}” is on the agenda already.", "Say in the title what is different.")
    _must_be_free(kept, number)
    must_be_there(fields.get("touches", ()))
    must_be_topics(fields.get("topics", ()))
    last = kept.items.order_by("-place").first()
    act = acting()
    made = act.create(
        ItemRecord, meeting=kept, place=last.place + 1 if last else 0, number=number or _next_number(kept), title=title,
        urgent=urgent.strip(), **_only(fields, ITEM_FIELDS),
    )  # fmt: skip
    act.about(kept)
    written(kept)
    if kept.agenda == "out":
        sent_out(kept)
    return made


def _must_be_free(meeting: MeetingRecord, number: str) -> None:
    """Raises PeelianError for a number that another item has."""
    other = meeting.items.filter(number=number).first() if number else None
    if other is not None:
        raise PeelianError("same-number", f"Item {number} is “{other.title}” already.", "Give this one another number.")


def _next_number(meeting: MeetingRecord) -> str:
    numbers = [int(found[0]) for item in meeting.items.all() if (found := re.match(r"\d+", item.number))]
    return str(max(numbers, default=0) + 1)


def _only(fields: dict[str, Any], allowed: tuple[str, ...]) -> dict[str, Any]:
    if unknown := set(fields) - set(allowed):
        raise TypeError(f"{', '.join(sorted(unknown))} cannot be written here.")
    return fields


def _must_be_written(meeting: MeetingRecord) -> None:
    """Raises WrongStep where the agenda is out, or the meeting does not take place."""
    if meeting.agenda == "out":
        refuse("The agenda is out.", "Add a supplementary paper or an urgent item, with its reason.")
    if meeting.state not in ("planned", "called") or meeting.deleted:
        refuse("This meeting does not take place.", "Write in the one that does.")


def _must_take_more(meeting: MeetingRecord) -> None:
    """Raises WrongStep once the minutes were agreed, or where the meeting does not take place."""
    if meeting.state not in ("called", "held") or meeting.minutes in ("agreed", "signed") or meeting.deleted:
        refuse("This meeting is over.", "What comes now belongs to the next one.")


@action("meeting.write-item")
def write_item(item: ItemRecord, *, version: int, by: Actor, reason: str = "", **fields: Any) -> int:
    """Change an item before its agenda is out; what it touches also later. Returns the new version.

    Raises PeelianError where somebody wrote meanwhile.
    """
    must_write(by, item.owner)
    kept = held_item(item)
    unchanged_since(kept, version)
    if set(fields) - {"topics", "touches"}:
        _must_be_written(kept.meeting)
    if fields.get("number", kept.number) != kept.number:
        _must_be_free(kept.meeting, fields["number"])
    must_be_there(fields.get("touches", ()), kept=kept.touches)
    must_be_topics(fields.get("topics", ()), kept=kept.topics)
    act = acting()
    if act.change(kept, **_only(fields, ITEM_FIELDS)):
        act.change(kept, version=version + 1)
        act.about(kept.meeting)
        written(kept.meeting)
    return kept.version


@action("meeting.move-item")
def move_item(item: ItemRecord, *, up: bool, by: Actor, reason: str = "") -> None:
    """Put an item before or behind its neighbour; the numbers stay where they are."""
    must_write(by, item.owner)
    kept = held(item.meeting)
    _must_be_written(kept)
    rows = list(kept.items.all())
    at = [one.pk for one in rows].index(item.pk)
    to = at - 1 if up else at + 1
    if not 0 <= to < len(rows):
        return
    act, first, second = acting(), rows[at], rows[to]
    numbers, places = (first.number, second.number), (first.place, second.place)
    act.change(first, number=f"~{first.pk}"[:8], place=places[1])
    act.change(second, number=numbers[0], place=places[0])
    act.change(first, number=numbers[1])
    act.about(kept)
    written(kept)


@action("meeting.remove-item")
def remove_item(item: ItemRecord, *, by: Actor, reason: str = "") -> None:
    """Take an item with its papers off an agenda that is not out."""
    must_write(by, item.owner)
    kept = held_item(item)
    _must_be_written(kept.meeting)
    act = acting()
    for paper in kept.papers.all():
        must_not_be_exempt(paper.key)
        act.remove(paper)
    must_not_be_exempt(kept.key)
    act.remove(kept)
    act.about(kept.meeting)
    written(kept.meeting)


@action("meeting.add-paper")
def add_paper(
    item: ItemRecord, title: str, *, kind: str = "main", seen: bool = False, by: Actor, reason: str = "", **fields: Any
) -> PaperRecord:
    """Add a paper to an item. Once the agenda is out it is supplementary, late or tabled, says why, and is public at once: what in
    it may tell of one person must have been ``seen``, and a quarterly report must be published.

    Raises PeelianError for a ``quarter`` that names no report of anybody here.
    """
    must_write(by, item.owner)
    kept = held_item(item)
    out = kept.meeting.agenda == "out"
    if out:
        _must_take_more(kept.meeting)
        if kind == "main" or not reason.strip():
            refuse(
                "The agenda is out.", "Say whether the paper is supplementary, late or tabled, and why it comes now."
            )
    else:
        _must_be_written(kept.meeting)
    if kept.papers.filter(title=title.strip()).exists():
        raise PeelianError(
            "same-paper", f"The item has a paper “{title}” already.", "Say in the title what is different."
        )
    _must_name_a_report(fields, kept.meeting)
    must_be_address(fields.get("link", ""))
    last = kept.papers.order_by("-place").first()
    act = acting()
    made = act.create(
        PaperRecord, item=kept, place=last.place + 1 if last else 0, slug=_slug(kept, title), title=title, kind=kind,
        reason=reason.strip() if kind != "main" else "", added_at=now() if out else None, **_only(fields, PAPER_FIELDS),
    )  # fmt: skip
    act.about(kept.meeting)
    if out:
        whole = meeting_of(kept.meeting)
        lacks = [one for one in lacks_of_agenda(whole) if one.item == kept.number or not one.warning]
        lacks += [one for one in lacks_of_reports(whole, settings.PEELIAN_DATA) if one.item == kept.number]
        must_lack_nothing(lacks, seen=seen)
    written(kept.meeting)
    if out:
        sent_out(kept.meeting)
    return made


def _must_name_a_report(fields: dict[str, Any], meeting: MeetingRecord) -> None:
    """Raises PeelianError where a paper is said to be a quarterly report that nobody here can publish, or can be asked for."""
    if fields.get("quarter"):
        must_be_report(fields["quarter"], meeting.on)


def _slug(item: ItemRecord, title: str) -> str:
    """The title as an address has it, with a number behind it where there is one already."""
    name = "-".join(re.findall("[a-z0-9]+", title.lower()))[:70] or "paper"
    kept = set(item.papers.values_list("slug", flat=True))
    return next(one for one in (name, *(f"{name}-{nth}" for nth in range(2, 1000))) if one not in kept)


@action("meeting.write-paper")
def write_paper(paper: PaperRecord, *, version: int, by: Actor, reason: str = "", **fields: Any) -> int:
    """Change a paper before its agenda is out. Returns the new version. Raises PeelianError where somebody wrote meanwhile, and for
    a ``quarter`` that names no report of anybody here.
    """
    must_write(by, paper.owner)
    item = held_item(paper.item)
    _must_be_written(item.meeting)
    kept = PaperRecord.objects.select_for_update(of=("self",)).get(pk=paper.pk)
    unchanged_since(kept, version)
    if fields.get("quarter") != kept.quarter:
        _must_name_a_report(fields, item.meeting)
    must_be_address(fields.get("link", ""))
    act = acting()
    if act.change(kept, **_only(fields, PAPER_FIELDS)):
        act.change(kept, version=version + 1)
        act.about(item.meeting)
        written(item.meeting)
    return int(kept.version)


@action("meeting.remove-paper")
def remove_paper(paper: PaperRecord, *, by: Actor, reason: str = "") -> None:
    """Take a paper off an agenda that is not out."""
    must_write(by, paper.owner)
    item = held_item(paper.item)
    _must_be_written(item.meeting)
    must_not_be_exempt(paper.key)
    acting().remove(paper)
    acting().about(item.meeting)
    written(item.meeting)


@action("meeting.withdraw-paper")
def withdraw_paper(paper: PaperRecord, *, by: Actor, reason: str = "") -> PaperRecord:
    """Withdraw a paper that is out: everybody reads its title and why, and no word of it any more, here or in the packs that are
    printed of it. At any time: what must not be public must not wait for a meeting.

    Raises WrongStep where its agenda is not out or it was withdrawn already, PeelianError without a reason.
    """
    must_write(by, paper.owner)
    item = held_item(paper.item)
    kept = PaperRecord.objects.select_for_update(of=("self",)).get(pk=paper.pk)
    if item.meeting.agenda != "out" or item.meeting.deleted:
        refuse("The agenda is not out.", "Take the paper away instead.")
    if kept.withdrawn:
        refuse("It was withdrawn already.", "Its title and the reason stay.")
    if not reason.strip():
        raise PeelianError("no-reason", "Withdrawing a paper needs a reason.", "Say why: everybody reads it.")
    act = acting()
    act.change(kept, withdrawn=reason.strip(), withdrawn_on=today(), version=kept.version + 1)
    act.about(item.meeting)
    written(item.meeting)
    return kept


@action("meeting.page")
def page(meeting: MeetingRecord, lengths: dict[int, int], *, by: Actor, reason: str = "") -> None:
    """Give the papers of an agenda their pages, one behind the other: ``lengths`` says of each (its pk) how many it has.

    A paper without a length is not paged.
    """
    must_write(by, meeting.owner)
    kept = held(meeting)
    _must_be_written(kept)
    act, last = acting(), 0
    for item in kept.items.prefetch_related("papers"):
        for paper in item.papers.all():
            count = lengths.get(paper.pk, 0)
            act.change(paper, first_page=last + 1 if count else None, last_page=last + count if count else None)
            last += count
    act.about(kept)
    written(kept)


@action("meeting.take-pages")
def take_pages(
    meeting: MeetingRecord, pages: Mapping[tuple[str, str], tuple[int, int] | None], *, by: Actor, reason: str = ""
) -> None:
    """Let papers have the pages that they have in the packs as printed, whatever was counted before; none where a pack lists them
    without pages. ``pages`` are by the number of an item and the name of the paper in it.
    """
    must_write(by, meeting.owner)
    kept, act, moved = held(meeting), acting(), False
    for item in kept.items.prefetch_related("papers"):
        for paper in item.papers.all():
            if (item.number, paper.slug) in pages:
                first, last = pages[item.number, paper.slug] or (None, None)
                moved |= bool(act.change(paper, first_page=first, last_page=last))
    if moved:
        act.about(kept)
        written(kept)


@action("meeting.dispatch")
def dispatch(meeting: MeetingRecord, *, seen: bool = False, by: Actor, reason: str = "") -> MeetingRecord:
    """Send out agenda and papers: from now on everybody may read them, and nothing of them is edited.

    Raises PeelianError for what is missing, for what in them may tell of one person and was not ``seen``, and without a reason
    where fewer clear days are left than the rule asks.
    """
    kept = held(meeting)
    step = AGENDA.check("meeting.dispatch", by, kept.agenda, owner=kept.owner, reason=reason)
    if kept.state != "called" or kept.deleted:
        refuse(
            f"The meeting is {kept.get_state_display()}.",
            "Call it first: an agenda goes out to a meeting of which notice was given.",
        )
    if kept.on < today():
        refuse("The day of the meeting is past.", "Cancel or postpone it.")
    whole = meeting_of(kept)
    must_lack_nothing(lacks_of_agenda(whole) + lacks_of_reports(whole, settings.PEELIAN_DATA), seen=seen)
    must_be_sealed(keys_of(kept))
    at = now()
    found = notice_by(committee_of(kept.committee), kept.on, calendar_in_force())
    if not in_time(found, at) and not (reason.strip() or kept.why):
        raise PeelianError(
            "short-notice", f"{found.sentence} That has passed.", "Say why it goes out later: everybody reads it.",
            {"due": str(found.due)},
        )  # fmt: skip
    late = "" if in_time(found, at) or reason.strip() == kept.why else reason.strip()
    why = " ".join(part for part in (kept.why, late) if part)  # why it was called late stands beside why the agenda is
    act = acting()
    act.change(kept, agenda=step.after, agenda_out=at, why=why, version=kept.version + 1)
    for clock in clocks_of(kept):
        meet(clock, at.astimezone(LONDON).date())
    act.about(kept)
    written(kept)
    sent_out(kept)
    return kept


def open_late(meeting: MeetingRecord, *, seen: bool) -> None:
    """Open an agenda that never went out, of a meeting that was held, as part of the action that notes it.

    Raises PeelianError for what it lacks but a notice, and for what may tell of one person and was not ``seen``.
    """
    whole = meeting_of(meeting)
    lacks = [one for one in lacks_of_agenda(whole) if one is not NOT_CALLED]
    must_lack_nothing(lacks + lacks_of_reports(whole, settings.PEELIAN_DATA), seen=seen)
    must_be_sealed(keys_of(meeting))
    acting().change(meeting, agenda="out", agenda_out=now())
    for clock in clocks_of(meeting):
        drop_clock(clock)
    sent_out(meeting)


def sent_out(meeting: MeetingRecord) -> None:
    """Tell other rooms, behind ``written``: what they read is in the files then."""
    for hook in list(DISPATCHED):
        transaction.on_commit(lambda hook=hook: hook(meeting))  # type: ignore[misc]


def opened_after(paper: PaperRecord, meeting: MeetingRecord) -> dt.timedelta | None:
    """How long after the agenda a paper was opened; None of one that came with it."""
    return paper.added_at - meeting.agenda_out if paper.added_at and meeting.agenda_out else None
