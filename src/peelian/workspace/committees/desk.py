"""What the desks of a committee and of a meeting show: where each stands, what one can do, what is missing, who did what."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from django.conf import settings

from peelian.audit.models import Event
from peelian.core.acting import Actor
from peelian.core.clocks.deadlines import Deadline
from peelian.core.exempt.models import ExemptPart
from peelian.core.permissions import Permission as P
from peelian.core.queries import told_once
from peelian.core.running.queries import calendar_in_force
from peelian.figures.house import today
from peelian.scrutiny.meetings.content import action_of, committee_of, meeting_of, public_meeting
from peelian.scrutiny.meetings.life import IRREGULAR
from peelian.scrutiny.meetings.models import ActionRecord, CommitteeRecord, ItemRecord, MeetingRecord, PaperRecord, Seat
from peelian.scrutiny.meetings.queries import WRITING, later_meetings, sittings_of
from peelian.scrutiny.meetings.recorded import events_of_meeting
from peelian.scrutiny.meetings.records import Committee, Meeting
from peelian.scrutiny.meetings.reports import lacks_of_reports
from peelian.scrutiny.meetings.rules import (
    MEETING,
    MINUTES,
    NOT_CALLED,
    Lack,
    lacks_of_agenda,
    lacks_of_minutes,
    notice_known,
    quorum_of,
    undecided,
)
from peelian.scrutiny.meetings.withheld import unsealed_of, who_seals, why_not
from peelian.ui import format as words
from peelian.ui.components import Link
from peelian.ui.deadlines import in_hand
from peelian.ui.format import capital, counted
from peelian.ui.meeting import ActionLine, MeetingPage
from peelian.workspace.committees.closed import why_closed

LIST = Link("Committees", "/office/committees")
STEPS = (
    "call", "dispatch", "hold", "resume", "open", "agree", "sign", "adjourn", "not-adjourned", "postpone", "cancel", "take-back",
)  # fmt: skip
"""What can be done with a meeting as a whole, in the order in which it comes."""
TITLES = {
    "call": "Call the meeting", "dispatch": "Send out agenda and papers", "hold": "Note that it was held",
    "adjourn": "Note that it was adjourned", "resume": "Fix when it goes on",
    "not-adjourned": "Take the adjournment back: it was noted by mistake",
    "open": "Publish the draft minutes", "agree": "Note that the committee agreed the minutes", "sign": "Sign the minutes",
    "postpone": "Postpone it", "cancel": "Cancel it", "take-back": "Take it back: it was entered by mistake",
}  # fmt: skip
SIDE = ("adjourn", "not-adjourned", "postpone", "cancel", "take-back")
"""Steps that lead aside."""


NEEDS_ALL = ("dispatch", "open", "agree")
"""Steps that are not taken while anything is missing."""


def trail(committee: CommitteeRecord, *inside: Link) -> list[Link]:
    """The way to a page within a committee."""
    return [LIST, Link(committee.title, f"/office/committees/{committee.pk}"), *inside]


def home_of(meeting: MeetingRecord) -> str:
    """A meeting's desk."""
    return f"/office/committees/{meeting.id_of}"


@dataclass(frozen=True)
class CommitteeDesk:
    """One committee, for somebody."""

    record: CommitteeRecord
    by: Actor

    @property
    def writes(self) -> bool:
        """Whether they keep its papers."""
        return self.by.may(P.WRITE_PAPERS, self.record.owner)

    @cached_property
    def seats(self) -> list[Seat]:
        """Every seat, in order."""
        return list(Seat.objects.filter(committee=self.record))

    @cached_property
    def meetings(self) -> list[MeetingRecord]:
        """Its meetings, newest first."""
        return list(MeetingRecord.objects.filter(committee=self.record, deleted=False))

    @property
    def coming(self) -> list[MeetingRecord]:
        """Those that are still to be held, the next first."""
        return [one for one in reversed(self.meetings) if one.state in ("planned", "called") and one.on >= today()]

    @property
    def past(self) -> list[MeetingRecord]:
        """The others."""
        return [one for one in self.meetings if one not in self.coming]

    @cached_property
    def actions(self) -> list[ActionLine]:
        """What is to be done, open things first."""
        return sorted(actions_of(self.record), key=lambda one: (one.action.state != "open", not one.late))

    @cached_property
    def events(self) -> list[Event]:
        """What was done to the committee itself, newest first."""
        return list(Event.objects.filter(subject=self.record.key).order_by("-number")[:40])


def actions_of(committee: CommitteeRecord, meeting: MeetingRecord | None = None) -> list[ActionLine]:
    """Actions of a committee, or of one of its meetings, as lines."""
    rows = ActionRecord.objects.filter(committee=committee).select_related("meeting", "item").prefetch_related("words")
    chosen = rows if meeting is None else rows.filter(meeting=meeting)
    every = [bare(one) for one in MeetingRecord.objects.filter(deleted=False)]
    return [ActionLine(action_of(one), every, today()) for one in chosen]


def bare(meeting: MeetingRecord) -> Meeting:
    """A meeting by its day and hour alone: all that a deadline asks of it."""
    return Meeting(
        meeting.id_of, meeting.committee_id, meeting.title, meeting.on, meeting.begins, None, "", meeting.state,  # type: ignore[arg-type]
        resumes=meeting.resumes,
    )  # fmt: skip


@dataclass(frozen=True)
class MeetingDesk:
    """One meeting, for somebody."""

    record: MeetingRecord
    by: Actor

    @property
    def home(self) -> str:
        """Its address in the office."""
        return home_of(self.record)

    @property
    def writes(self) -> bool:
        """Whether they keep its papers."""
        return self.by.may(P.WRITE_PAPERS, self.record.owner)

    @cached_property
    def whole(self) -> Meeting:
        """Everything that is written of it."""
        return meeting_of(self.record)

    @cached_property
    def committee(self) -> Committee:
        """Whose meeting it is."""
        return committee_of(self.record.committee)

    @cached_property
    def items(self) -> list[ItemRecord]:
        """Its items with their papers."""
        return list(self.record.items.prefetch_related("papers"))

    @cached_property
    def page(self) -> MeetingPage:
        """All of it as a page."""
        own = actions_of(self.record.committee, self.record)
        out = self.record.agenda == "out"
        return MeetingPage(
            self.whole, self.committee, own, today(), calendar_in_force(), out=out, sittings=list(map(meeting_of, self.sittings))
        )  # fmt: skip

    @property
    def preview(self) -> MeetingPage:
        """What everybody reads of it now."""
        shown = public_meeting(self.record)
        own = actions_of(self.record.committee, self.record) if self.record.minutes_are_out else []
        sittings = list(map(public_meeting, self.sittings))
        return MeetingPage(shown, self.committee, own, today(), calendar_in_force(), sittings=sittings)

    @cached_property
    def sittings(self) -> list[MeetingRecord]:
        """The sitting that it goes on with, and the one at which it goes on."""
        return sittings_of(self.record)

    @cached_property
    def short(self) -> list[str]:
        """The items that nothing was done with because the meeting had no quorum, as far as that is noted; else none."""
        if self.record.state != "held" or self.closed("adjourn"):
            return []
        return undecided(self.whole, self.committee)

    @property
    def no_quorum(self) -> str:
        """What is said of a meeting without a quorum that was not adjourned; empty of all others."""
        if not self.short:
            return ""
        found = next(one for one in quorum_of(self.whole, self.committee) if one.item == self.short[0])
        there = counted(len(found.present), "voting member was", "voting members were")
        return f"{capital(there)} there; {found.needed} are the quorum."

    @cached_property
    def notice(self) -> Deadline | None:
        """By when notice and agenda are due; None beyond the years of the calendar."""
        return notice_known(self.committee, self.record.on, calendar_in_force())

    @property
    def left(self) -> str:
        """``3 working days left``; empty once the agenda is out or no meeting is to be."""
        waits = self.record.state in ("planned", "called") and self.record.agenda == "draft"
        return in_hand(self.notice, today()) if waits and self.notice and self.notice.due else ""

    @property
    def drafting(self) -> bool:
        """Whether its agenda can be written."""
        return self.writes and self.record.agenda == "draft" and self.record.state in ("planned", "called")

    @property
    def adding(self) -> bool:
        """Whether something can come to an agenda that is out."""
        open_yet = self.record.state in ("called", "held") and self.record.minutes in ("none", "draft")
        return self.writes and self.record.agenda == "out" and open_yet

    @property
    def minuting(self) -> bool:
        """Whether its minutes can be written."""
        return self.writes and self.record.minutes == "draft"

    @property
    def correcting(self) -> bool:
        """Whether a later meeting can correct its minutes."""
        return self.writes and self.record.minutes in ("agreed", "signed") and bool(later_meetings(self.record))

    @property
    def state(self) -> str:
        """Where it stands, in words."""
        if self.record.deleted:
            return "Taken back"
        if self.record.state == "held":
            if self.record.adjourned:
                return f"Adjourned, minutes {MINUTES.state(self.record.minutes).title.lower()}"
            return f"Held, minutes {MINUTES.state(self.record.minutes).title.lower()}"
        agenda = ", agenda out" if self.record.agenda == "out" else ""
        return f"{MEETING.state(self.record.state).title}{agenda}"

    @property
    def waits_for(self) -> str:
        """Who must act next; empty where nothing is to be done."""
        if self.record.state == "held":
            return MINUTES.state(self.record.minutes).waits_for
        return MEETING.state(self.record.state).waits_for

    @property
    def line(self) -> list[tuple[str, str]]:
        """How far it is: each stage with ``done``, ``now`` or ``ahead``."""
        done = [
            True, self.record.state in ("called", "held"), self.record.agenda == "out", self.record.state == "held",
            self.record.minutes in ("agreed", "signed"), self.record.minutes == "signed",
        ]  # fmt: skip
        titles = ("Planned", "Called", "Agenda out", "Held", "Minutes agreed", "Signed")
        last = max(place for place, yes in enumerate(done) if yes)
        return [
            (title, "done" if place < last else "now" if place == last else "ahead")
            for place, title in enumerate(titles)
        ]

    @property
    def stands(self) -> bool:
        """Whether it takes place, or did."""
        return self.record.state not in ("cancelled", "postponed") and not self.record.deleted

    def is_open(self, name: str) -> bool:
        """Whether a step can be taken now by who looks at it."""
        may = P.SPEAK_FOR_COMMITTEE if name == "sign" else P.WRITE_PAPERS
        return not self.closed(name) and self.by.may(may, self.record.owner)

    def closed(self, name: str) -> str:
        """Why a step cannot be taken where the meeting stands, and what would open it; empty where it can."""
        return why_closed(name, self.record, bool(self.later))

    @property
    def steps(self) -> list[tuple[str, str]]:
        """The steps onward that are open: name and title."""
        return [(name, TITLES[name]) for name in STEPS if name not in SIDE and self.is_open(name)]

    @property
    def waiting(self) -> list[str]:
        """Titles of the steps onward that are open and not ready: something that they need is missing."""
        short = self.missing or self.unsealed
        return [title for name, title in self.steps if short and name in NEEDS_ALL]

    @property
    def ready(self) -> list[tuple[str, str]]:
        """The steps onward that lack nothing, or ask for what they lack."""
        return [(name, title) for name, title in self.steps if title not in self.waiting]

    @property
    def quiet(self) -> str:
        """What is said where no step onward is open."""
        if not self.stands or not self.waits_for:
            return "Nothing now."
        if self.record.state in ("planned", "called") and self.record.agenda == "draft" and self.record.on < today():
            return "Its day has passed and its agenda never went out: note that it was held without, or postpone or cancel it."
        if self.minuting and not self.later:
            return "The minutes can be agreed once a later meeting is noted as held."
        if self.writes and self.record.state == "called" and self.record.agenda == "out":
            return f"It can be noted as held from {words.day(self.record.on)} on."
        return f"It waits for {self.waits_for}."

    @property
    def aside(self) -> list[tuple[str, str]]:
        """The steps that lead aside."""
        hidden = ("adjourn",) if self.short else ()
        return [(name, TITLES[name]) for name in SIDE if name not in hidden and self.is_open(name)]

    @cached_property
    def lacks(self) -> list[Lack]:
        """What is missing before the next step, or must be looked at."""
        if not self.stands:
            return []
        if self.record.state == "held":
            return lacks_of_minutes(self.whole, self.committee) if self.record.minutes == "draft" else []
        if self.record.agenda != "draft":
            return []
        return lacks_of_agenda(self.whole) + lacks_of_reports(self.whole, settings.PEELIAN_DATA)

    @property
    def missing(self) -> list[Lack]:
        """What must be mended; of a meeting whose day has come a notice can be missing for good."""
        gone = self.record.on <= today()
        return [one for one in self.lacks if not one.warning and not (gone and one is NOT_CALLED)]

    @property
    def irregular(self) -> str:
        """What was missing of it if it is noted now that it was held; empty where nothing was."""
        uncalled, unopened = self.record.state == "planned", self.record.agenda != "out"
        return IRREGULAR[uncalled, unopened] if uncalled or unopened else ""

    @property
    def unsealed(self) -> list[tuple[str, str]]:
        """The exempt parts that are to be sealed before the next step, each in words with where that is done."""
        waits = self.record.minutes == "draft" if self.record.state == "held" else self.record.agenda == "draft"
        if not self.stands or not waits:
            return []
        places = {one.key: item.pk for item in self.items for one in (item, *item.papers.all())}
        return [
            (one.words, f"{self.home}#item-{places[one.part.subject]}") for one in unsealed_of(places)
        ]  # fmt: skip

    @property
    def seals_it(self) -> str:
        """Who seals what is not sealed yet; empty where nothing waits for it."""
        return who_seals(self.record.committee.organisation) if self.unsealed else ""

    @property
    def warnings(self) -> list[Lack]:
        """What somebody must look at."""
        return [one for one in self.lacks if one.warning]

    @cached_property
    def exempt(self) -> dict[str, list[ExemptPart]]:
        """The exempt parts of its items and papers, by their keys."""
        keys = [one.key for item in self.items for one in (item, *item.papers.all())]
        found: dict[str, list[ExemptPart]] = {}
        for part in ExemptPart.objects.filter(subject__in=keys).order_by("kept_at"):
            found.setdefault(part.subject, []).append(part)
        return found

    @property
    def seals(self) -> bool:
        """Whether they decide on what is exempt."""
        return self.by.may(P.SEAL_EXEMPT, self.record.owner)

    @property
    def rows(self) -> list[ItemRow]:
        """Its items as the desk lists them."""
        shown = {one.item.number: one for one in self.page.items}
        return [
            ItemRow(one, shown[one.number].outcome, self.exempt.get(one.key, []), self.exempt, shown[one.number].over)
            for one in self.items
        ]

    @property
    def later(self) -> list[MeetingRecord]:
        """Later meetings of the committee that were held: they agree and correct its minutes."""
        return later_meetings(self.record)

    @cached_property
    def events(self) -> list[Event]:
        """What was done to it, and taken in of it, newest first; of each person's saves of a text the last."""
        return told_once(events_of_meeting(self.record), WRITING)


@dataclass(frozen=True)
class ItemRow:
    """An item as the desk lists it."""

    record: ItemRecord
    outcome: str
    parts: list[ExemptPart]
    exempt: dict[str, list[ExemptPart]]
    over: str = ""

    @property
    def noted(self) -> str:
        """How much else is noted of it: ``2 questions, 1 vote``."""
        held = self.record
        kinds = ((held.questions, "question"), (held.votes, "vote"), (held.interests, "interest"))
        return ", ".join(counted(len(rows), one, f"{one}s") for rows, one in kinds if rows)

    @property
    def papers(self) -> list[tuple[PaperRecord, list[ExemptPart], bool]]:
        """Its papers, each with its exempt parts, and whether something of it can be withheld: of one that is out nothing can."""
        found = []
        for one in self.record.papers.all():
            one.item = self.record
            found.append((one, self.exempt.get(one.key, []), not why_not(one)))
        return found
