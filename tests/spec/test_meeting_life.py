# ruff: noqa: F811  fixtures of another file are arguments here
"""A meeting's life: planned, called, its agenda out, held, minuted, agreed, signed; and what is to be done after it."""

from __future__ import annotations

import datetime as dt
import json
from typing import Any

import pytest
from tests.support.committed import _followed  # noqa: F401  files follow each action
from tests.support.office import Office
from tests.support.panel import (
    FIRST,
    MEETS,
    PANEL,
    called,
    clock,  # noqa: F401
    house,  # noqa: F401
    item_of,
    meeting,  # noqa: F401
    minuted,
    next_meeting,
    office,  # noqa: F401
    on,
    out,
    panel,  # noqa: F401
    was_held,
    with_agenda,
)

from peelian.audit.verifying import verify
from peelian.core.acting import NotAllowed
from peelian.core.exempt import actions as exempt
from peelian.core.exempt.records import Ground
from peelian.core.queries import events_for
from peelian.core.running.models import Clock, Notice
from peelian.core.workflow import WrongStep
from peelian.figures.errors import PeelianError
from peelian.figures.house import House
from peelian.scrutiny.meetings import actions, agenda, committees, life, minutes
from peelian.scrutiny.meetings.content import committee_of, meeting_of, public_form
from peelian.scrutiny.meetings.following import check, heal
from peelian.scrutiny.meetings.models import ActionRecord, CommitteeRecord, MeetingRecord
from peelian.scrutiny.meetings.publishing import meeting_path
from peelian.scrutiny.meetings.rules import lacks_of_minutes
from peelian.scrutiny.meetings.shelf import shelf
from peelian.scrutiny.meetings.taking_in import take_in_committees

pytestmark = pytest.mark.django_db


def test_a_planned_meeting_is_public_and_says_when_and_where(meeting: MeetingRecord, house: House) -> None:
    found = out(house).meeting("the-panel/2026-11-24")
    assert (found.state, found.on, found.place, found.items) == ("planned", MEETS, "City Hall", ())
    assert found.made == FIRST and found.changed == FIRST


def test_the_clock_of_its_agenda_runs_from_the_day_that_it_is_planned(meeting: MeetingRecord) -> None:
    clock = Clock.objects.get(subject=meeting.key)
    assert clock.due == dt.date(2026, 11, 16)


def test_a_meeting_is_called_with_the_channels_of_its_notice(
    meeting: MeetingRecord, office: Office, house: House
) -> None:
    with pytest.raises(PeelianError, match="No channel"):
        life.call(meeting, dt.date(2026, 11, 2), [], by=office.by("clara"))
    called(meeting, office)
    notice = out(house).meeting("the-panel/2026-11-24").notice
    assert notice is not None and notice.channels == ("website", "notice board")


def test_short_notice_needs_a_reason_that_everybody_reads(
    meeting: MeetingRecord, office: Office, house: House, clock: Any
) -> None:
    on(clock, 11, 17)
    with pytest.raises(PeelianError, match="5 clear working days lie between"):
        life.call(meeting, dt.date(2026, 11, 17), ["website"], by=office.by("clara"))
    life.call(meeting, dt.date(2026, 11, 17), ["website"], reason="The Commissioner resigned.", by=office.by("clara"))
    assert out(house).meeting("the-panel/2026-11-24").why == "The Commissioner resigned."


def test_notice_on_the_last_day_is_in_time(meeting: MeetingRecord, office: Office, clock: Any) -> None:
    on(clock, 11, 16)
    assert life.call(meeting, dt.date(2026, 11, 16), ["website"], by=office.by("clara")).why == ""


def test_nothing_of_an_agenda_is_public_before_it_is_out(meeting: MeetingRecord, office: Office, house: House) -> None:
    kept = called(meeting, office)
    agenda.add_item(kept, "A secret plan", kind="report", by=office.by("clara"))
    assert "secret" not in meeting_path(house.root, kept.id_of).read_text(encoding="utf-8")


def test_an_agenda_goes_out_with_its_papers_and_the_clock_is_met(
    meeting: MeetingRecord, office: Office, house: House
) -> None:
    with_agenda(meeting, office)
    found = out(house).meeting("the-panel/2026-11-24")
    assert [item.title for item in found.items] == ["Minutes of the last meeting", "Knife crime"]
    assert found.items[1].papers[0].text == "Fewer knives." and found.agenda_out == FIRST
    assert Clock.objects.get(subject=meeting.key).state == "met"


def test_pages_that_leave_a_gap_hold_the_agenda_back(meeting: MeetingRecord, office: Office) -> None:
    by, kept = office.by("clara"), called(meeting, office)
    item = agenda.add_item(kept, "Knife crime", kind="report", by=by)
    paper = agenda.add_paper(item, "Report", text="x", first_page=2, last_page=4, by=by)
    with pytest.raises(PeelianError, match="begins on page 2, where 1 comes next"):
        agenda.dispatch(kept, by=by)
    agenda.page(kept, {paper.pk: 3}, by=by)
    assert agenda.dispatch(kept, by=by).agenda == "out"


def test_an_agenda_that_goes_out_late_says_why(meeting: MeetingRecord, office: Office, clock: Any) -> None:
    by, kept = office.by("clara"), called(meeting, office)
    agenda.add_item(kept, "Knife crime", kind="report", by=by)
    on(clock, 11, 17)
    with pytest.raises(PeelianError, match="by Monday 16 November 2026"):
        agenda.dispatch(kept, by=by)
    assert agenda.dispatch(kept, reason="The printer broke.", by=by).why == "The printer broke."


def test_what_may_tell_of_one_person_is_looked_at_before_it_goes_out(meeting: MeetingRecord, office: Office) -> None:
    by, kept = office.by("clara"), called(meeting, office)
    item = agenda.add_item(kept, "Antisocial behaviour", kind="report", by=by)
    agenda.add_paper(item, "Report", text="One particular caller suffered from dementia.", by=by)
    with pytest.raises(PeelianError, match="tells of one person"):
        agenda.dispatch(kept, by=by)
    assert agenda.dispatch(kept, seen=True, by=by).agenda == "out"


def test_once_it_is_out_nothing_of_an_agenda_is_edited(meeting: MeetingRecord, office: Office) -> None:
    by, kept = office.by("clara"), with_agenda(meeting, office)
    item = item_of(kept)
    for refused in (
        lambda: agenda.write_item(item, version=item.version, title="Other", by=by),
        lambda: agenda.remove_item(item, by=by),
        lambda: agenda.move_item(item, up=True, by=by),
        lambda: agenda.add_item(kept, "One more", kind="report", by=by),
        lambda: agenda.add_paper(item, "One more", text="x", by=by),
        lambda: agenda.write_paper(item.papers.get(), version=1, text="Other", by=by),
    ):
        with pytest.raises(WrongStep, match="agenda is out"):
            refused()


def test_an_urgent_item_and_a_late_paper_come_with_their_reason(
    meeting: MeetingRecord, office: Office, house: House, clock: Any
) -> None:
    by, kept = office.by("clara"), with_agenda(meeting, office)
    on(clock, 11, 20)
    agenda.add_item(kept, "The fire", kind="urgent", urgent="It burned after the agenda was out.", by=by)
    agenda.add_paper(item_of(kept), "Newest figures", kind="late", text="x", reason="Published on Thursday.", by=by)
    found = out(house).meeting("the-panel/2026-11-24")
    assert found.items[2].urgent == "It burned after the agenda was out."
    late = found.items[1].papers[1]
    assert (late.kind, late.reason) == ("late", "Published on Thursday.") and late.added is not None
    assert found.changed is not None and found.changed.date() == dt.date(2026, 11, 20)


def test_a_late_paper_that_is_withheld_shows_its_title_and_once_it_is_sealed_why(
    meeting: MeetingRecord, office: Office, house: House, clock: Any
) -> None:
    by, kept = office.by("clara"), with_agenda(meeting, office)
    on(clock, 11, 20)
    paper = agenda.add_paper(item_of(kept), "The bids", kind="late", reason="They came on Thursday.", by=by)
    part = exempt.keep(
        paper.key, office.organisation("london-assembly-pcc"), "The bids", "One bid 12 pounds.",
        [Ground("sch-12a", "3", "Talks are going on.")], "Chair", dt.date(2027, 3, 1), by=by,
    )  # fmt: skip
    assert out(house).meeting(kept.id_of).items[1].papers[1].stub is None
    exempt.seal(part, by=office.by("chris"))
    shown = out(house).meeting(kept.id_of).items[1].papers[1]
    assert (shown.title, shown.text) == ("The bids", "") and shown.stub is not None and shown.stub.length == 18
    exempt.release(part, by=office.by("chris"), reason="The contract is signed.")
    shown = out(house).meeting(kept.id_of).items[1].papers[1]
    assert shown.text == "One bid 12 pounds." and shown.stub is not None and shown.stub.salt


def test_a_meeting_is_held_on_its_day_and_not_before(meeting: MeetingRecord, office: Office, clock: Any) -> None:
    kept = with_agenda(meeting, office)
    with pytest.raises(PeelianError, match="has not come yet"):
        life.hold(kept, by=office.by("clara"))
    on(clock, 11, 24, 18)
    assert life.hold(kept, dt.time(12), by=office.by("clara")).minutes == "draft"


def test_draft_minutes_stay_in_the_office_unless_the_committee_publishes_them(
    meeting: MeetingRecord, office: Office, house: House, clock: Any
) -> None:
    kept = minuted(meeting, office, clock)
    found = out(house).meeting("the-panel/2026-11-24")
    assert (found.state, found.minutes, found.attendance) == ("held", None, ())
    assert all(item.minute == "" and item.outcome is None for item in found.items)
    with pytest.raises(WrongStep, match="when they are agreed"):
        minutes.open_draft(kept, by=office.by("clara"))
    committees.write(kept.committee, version=1, publishes_drafts=True, by=office.by("clara"))
    minutes.open_draft(kept, by=office.by("clara"))
    found = out(house).meeting("the-panel/2026-11-24")
    assert found.minutes is not None and found.minutes.state == "draft" and found.items[1].minute == "They read it."


def test_minutes_are_agreed_at_a_later_meeting_and_signed_by_who_speaks_for_the_committee(
    meeting: MeetingRecord, office: Office, house: House, clock: Any
) -> None:
    kept, by = minuted(meeting, office, clock), office.by("clara")
    with pytest.raises(PeelianError, match="no later meeting"):
        minutes.agree(kept, kept, by=by)
    later = next_meeting(kept, office, clock)
    minutes.agree(kept, later, by=by)
    with pytest.raises(NotAllowed):
        minutes.sign(kept, by=by)
    minutes.sign(kept, by=office.by("chris"))
    found = out(house).meeting("the-panel/2026-11-24").minutes
    assert found is not None
    assert (found.state, found.agreed_at, found.signed_by) == ("signed", "the-panel/2026-12-15", "Chris Cohen")


def test_minutes_without_an_outcome_are_agreed_only_after_somebody_has_looked(
    meeting: MeetingRecord, office: Office, clock: Any
) -> None:
    kept, by = minuted(meeting, office, clock), office.by("clara")
    item = item_of(kept)
    minutes.write(item, version=item.version, outcome=None, by=by)
    later = next_meeting(kept, office, clock)
    with pytest.raises(PeelianError, match="has no outcome"):
        minutes.agree(kept, later, by=by)
    assert minutes.agree(kept, later, seen=True, by=by).minutes == "agreed"


def test_agreed_minutes_change_by_resolution_alone_and_show_what_stood_there(
    meeting: MeetingRecord, office: Office, house: House, clock: Any
) -> None:
    kept, by = minuted(meeting, office, clock), office.by("clara")
    later = next_meeting(kept, office, clock)
    minutes.agree(kept, later, by=by)
    item = item_of(kept)
    with pytest.raises(WrongStep, match="has agreed these minutes"):
        minutes.write(item, version=item.version, minute="They wrote it.", by=by)
    with pytest.raises(PeelianError, match="do not stand in the minute"):
        minutes.correct(item, later, "They burned it", "They read it twice", by=by)
    minutes.correct(item, later, "read it", "read it twice", by=by)
    found = out(house).meeting("the-panel/2026-11-24")
    assert found.minutes is not None and found.items[1].minute == "They read it twice."
    (one,) = found.minutes.corrections
    assert (one.item, one.before, one.after, one.at_meeting) == (
        "2",
        "read it",
        "read it twice",
        "the-panel/2026-12-15",
    )


def test_an_item_is_deferred_until_a_time_and_referred_to_somebody(
    meeting: MeetingRecord, office: Office, clock: Any
) -> None:
    kept, by = was_held(meeting, office, clock), office.by("clara")
    item = item_of(kept)
    with pytest.raises(PeelianError, match="until when"):
        minutes.write(item, version=1, outcome={"kind": "deferred"}, by=by)
    with pytest.raises(PeelianError, match="to whom"):
        minutes.write(item, version=1, outcome={"kind": "referred"}, by=by)
    minutes.write(item, version=1, outcome={"kind": "referred", "to": "The Assembly"}, by=by)


@pytest.mark.parametrize(
    ("counts", "casting", "said"),
    [
        (
            (1, 1, 0),
            "Ada Ash",
            "“Ada Ash” is no casting vote. It is the second vote of whoever presided: say for or against.",
        ),
        ((1, 1, 0), "abstained", "is no casting vote"),
        ((2, 1, 0), "for", "2 for and 1 against is no tie. A casting vote decides a tie alone"),
    ],
)
def test_a_casting_vote_is_for_or_against_and_decides_a_tie_alone(
    meeting: MeetingRecord, office: Office, clock: Any, counts: tuple[int, int, int], casting: str, said: str
) -> None:
    kept, by = was_held(meeting, office, clock), office.by("clara")
    with pytest.raises(PeelianError) as refused:
        minutes.note_vote(item_of(kept), counts, casting=casting, by=by)
    assert said in f"{refused.value.message} {refused.value.remedy}" and item_of(kept).votes == []


def test_a_vote_is_refused_that_those_in_the_room_cannot_have_cast(
    meeting: MeetingRecord, office: Office, clock: Any
) -> None:
    kept, by = was_held(meeting, office, clock), office.by("clara")
    minutes.note_vote(item_of(kept), (3, 0, 0), by=by)
    assert "minutes cannot be agreed" in minutes.unproved_votes(kept)
    with pytest.raises(PeelianError, match="99 votes, and the committee has 3 seats with a vote"):
        minutes.note_vote(item_of(kept), (99, 0, 0), by=by)
    minutes.note_attendance(kept, [*PANEL[:1], {"name": "Ben Bay", "presence": "apologies"}], by=by)
    kept.refresh_from_db()
    assert minutes.unproved_votes(kept) == ""
    lacks = lacks_of_minutes(meeting_of(kept), committee_of(kept.committee))
    assert "Item 2: 3 votes, and 1 voting member was there." in [one.what for one in lacks if not one.warning]
    for counts, more, said in (
        ((2, 0, 0), {}, "2 votes, and 1 voting member was there"),
        ((1, 0, 0), {"names": {"Ben Bay": "for"}}, "Ben Bay is recorded as voting, and was not there with a vote"),
        ((0, 0, 1), {"names": {"Di Dell": "abstained"}}, "Di Dell is recorded as voting, and was not there"),
    ):
        with pytest.raises(PeelianError, match=said):
            minutes.note_vote(item_of(kept), counts, by=by, **more)  # type: ignore[arg-type]
    assert len(item_of(kept).votes) == 1
    minutes.note_attendance(kept, [PANEL[0], PANEL[2]], by=by)
    with pytest.raises(PeelianError, match="nobody there is noted to have been"):
        minutes.note_vote(item_of(kept), (1, 1, 0), casting="for", by=by)
    minutes.note_attendance(kept, [PANEL[0], PANEL[2] | {"chaired": True}], by=by)
    minutes.note_vote(item_of(kept), (1, 1, 0), casting="for", by=by)


def test_names_are_counted_and_matched_with_the_members_that_they_fit(
    meeting: MeetingRecord, office: Office, clock: Any
) -> None:
    kept, by = was_held(meeting, office, clock), office.by("clara")
    committees.seat(kept.committee, "Eve Ash-Cole", role="member", since=dt.date(2026, 1, 1), by=by)
    panel = ("Ada Ash", "Ben Bay", "Cy Cole", "Eve Ash-Cole")
    minutes.note_attendance(kept, [{"name": name, "presence": "present"} for name in panel], by=by)
    minutes.note_vote(
        item_of(kept),
        (0, 0, 0),
        names={"Cllr Ash": "for", "B. Bay": "for", "cole": "against", "Eve Ash-Cole": "abstained"},
        by=by,
    )
    [vote] = meeting_of(kept).items[1].votes
    assert (vote.for_, vote.against, vote.abstained) == (2, 1, 1)
    assert dict(vote.names) == dict(zip(panel, ("for", "for", "against", "abstained"), strict=True))
    for counts, names, said in (
        (
            (1, 0, 0),
            {"Ash": "for", "Bay": "for"},
            "the names say 2 for, 0 against and 0 abstained, the counts say otherwise",
        ),
        ((0, 0, 0), {"Dell": "for"}, "Dell is recorded as voting, and was not there with a vote"),
        ((0, 0, 0), {"Ash": "for", "Ada Ash": "against"}, "“Ash” and “Ada Ash” are both Ada Ash. Name everybody once"),
        ((0, 0, 0), {"Cllr": "for"}, "Cllr is recorded as voting, and was not there"),
    ):
        with pytest.raises(PeelianError) as refused:
            minutes.note_vote(item_of(kept), counts, names=names, by=by)  # type: ignore[arg-type]
        assert said in f"{refused.value.message} {refused.value.remedy}"
    assert len(item_of(kept).votes) == 1


def test_two_who_write_one_minute_lose_nothing(meeting: MeetingRecord, office: Office, clock: Any) -> None:
    kept, by = was_held(meeting, office, clock), office.by("clara")
    minutes.write(item_of(kept), version=1, minute="One.", by=by)
    with pytest.raises(PeelianError, match="Somebody else changed this"):
        minutes.write(item_of(kept), version=1, minute="Two.", by=by)


def test_votes_interests_and_questions_are_noted_and_can_be_struck_from_a_draft(
    meeting: MeetingRecord, office: Office, clock: Any
) -> None:
    kept, by = was_held(meeting, office, clock), office.by("clara")
    minutes.note_attendance(kept, PANEL, by=by)
    item = item_of(kept)
    minutes.declare(item, "Ada Ash", "disclosable pecuniary", what="Sells knives.", left=True, by=by)
    minutes.note_vote(item, (1, 1, 0), casting="against", names={"Ben Bay": "for", "Cy Cole": "against"}, by=by)
    whole = meeting_of(kept).items[1]
    assert whole.interests[0].left and whole.votes[0].casting == "against"
    with pytest.raises(PeelianError, match="counts say otherwise"):
        minutes.note_vote(item, (2, 0, 0), names={"Ben Bay": "for"}, by=by)
    minutes.strike(item, "interests", 0, by=by)
    assert meeting_of(kept).items[1].interests == ()


def test_every_undertaking_in_an_answer_becomes_an_action_that_is_followed(
    meeting: MeetingRecord, office: Office, house: House, clock: Any
) -> None:
    kept, by = minuted(meeting, office, clock), office.by("clara")
    mopac = office.organisation("mopac")
    wanted = [
        actions.Wanted("Send the figures.", asked=mopac, due=dt.date(2026, 12, 1)),
        actions.Wanted("Think about it.", due_meeting="the-panel/next"),
    ]
    minutes.ask(
        item_of(kept), "Knives", asked_by="Ada Ash", answered_by="The Deputy Mayor", question="How many?", answer="I shall write.",
        undertakings=wanted, by=by,
    )  # fmt: skip
    assert out(house).actions == (), "draft minutes are not out, and neither is what follows from them"
    later = next_meeting(kept, office, clock)
    minutes.agree(kept, later, by=by)
    found = out(house)
    question = found.meeting("the-panel/2026-11-24").items[1].questions[0]
    assert question.undertakings == tuple(one.id for one in found.actions) and len(found.actions) == 2
    assert all(one.from_question for one in found.actions) and found.actions[0].asked == "mopac"
    assert Notice.objects.filter(organisation=mopac).count() == 1


def test_the_body_says_that_it_is_done_and_the_committee_closes(
    meeting: MeetingRecord, office: Office, house: House, clock: Any
) -> None:
    kept, by = minuted(meeting, office, clock), office.by("clara")
    point = actions.raise_action(item_of(kept), actions.Wanted("Send it.", asked=office.organisation("mopac")), by=by)
    minutes.agree(kept, next_meeting(kept, office, clock), by=by)
    with pytest.raises(NotAllowed):
        actions.close(point, "Done.", by=office.by("lia"))
    with pytest.raises(NotAllowed):
        actions.claim(point, "Sent.", by=office.by("max"))
    actions.claim(point, "Sent on 1 December.", by=office.by("lia"))
    (shown,) = out(house).actions
    assert (shown.state, shown.followed[0].claimed, shown.followed[0].by) == ("open", True, "MOPAC")
    actions.close(point, "The committee has it.", by=by)
    assert out(house).actions[0].state == "done"
    with pytest.raises(WrongStep, match="closed already"):
        actions.drop(point, "Again.", by=by)
    actions.reopen(point, "It was another file.", by=by)
    assert out(house).actions[0].state == "open"


def test_a_day_that_was_set_moves_with_a_reason_and_the_move_is_said(
    meeting: MeetingRecord, office: Office, clock: Any
) -> None:
    kept, by = minuted(meeting, office, clock), office.by("clara")
    point = actions.raise_action(
        item_of(kept), actions.Wanted("Send it.", who="MOPAC", due=dt.date(2026, 12, 1)), by=by
    )
    with pytest.raises(PeelianError, match="Due 1 January 2027 now, and not 1 December 2026"):
        actions.write(point, version=1, due=dt.date(2027, 1, 1), by=by)
    actions.write(point, version=1, due=dt.date(2027, 1, 1), reason="Agreed with the Chair.", by=by)
    assert point.words.get().words == "Due 1 January 2027 now, and not 1 December 2026. Agreed with the Chair."


def test_a_cancelled_meeting_says_why_and_keeps_its_address(
    meeting: MeetingRecord, office: Office, house: House
) -> None:
    with pytest.raises(WrongStep, match="needs a reason"):
        life.cancel(meeting, by=office.by("clara"), reason="")
    life.cancel(meeting, by=office.by("clara"), reason="No business.")
    found = out(house).meeting("the-panel/2026-11-24")
    assert (found.state, found.why) == ("cancelled", "No business.")
    assert Clock.objects.get(subject=meeting.key).state == "dropped"


def test_nobody_is_called_to_a_day_that_is_past(panel: CommitteeRecord, office: Office, clock: Any) -> None:
    on(clock, 11, 20)
    with pytest.raises(PeelianError, match="2026-11-19 is past"):
        life.plan(panel, dt.date(2026, 11, 19), by=office.by("clara"))
    assert life.plan(panel, dt.date(2026, 11, 20), by=office.by("clara")).on == dt.date(2026, 11, 20)


def test_a_postponed_meeting_takes_its_agenda_to_the_new_day_and_is_called_anew(
    meeting: MeetingRecord, office: Office, house: House
) -> None:
    kept = with_agenda(meeting, office)
    made = life.postpone(kept, dt.date(2026, 12, 1), by=office.by("clara"), reason="The chamber is flooded.")
    assert (made.state, made.agenda, made.items.count()) == ("planned", "draft", 2)
    assert item_of(made).papers.get().text == "Fewer knives."
    found = out(house)
    assert found.meeting("the-panel/2026-11-24").state == "postponed"
    assert found.meeting("the-panel/2026-12-01").items == ()


def test_a_meeting_taken_back_is_gone_from_pages_and_told_to_who_copied_it(
    meeting: MeetingRecord, office: Office, house: House
) -> None:
    life.take_back(meeting, by=office.by("clara"), reason="Wrong committee.")
    found = out(house)
    assert found.meetings_of("the-panel") == ()
    (gone,) = found.removed
    assert (gone.id, gone.deleted, gone.place) == ("the-panel/2026-11-24", True, "")


def test_nobody_else_writes_a_committees_papers(meeting: MeetingRecord, office: Office) -> None:
    for name in ("hanna", "chris", "mina", "lia", "bob"):
        with pytest.raises(NotAllowed):
            agenda.add_item(meeting, "Mine", kind="report", by=office.by(name))


def test_what_waits_in_the_audit_is_read_by_who_may_see_the_papers(
    meeting: MeetingRecord, office: Office, clock: Any
) -> None:
    minuted(meeting, office, clock)
    assert not any(event.subject == meeting.key for event in events_for(office.ivy))
    assert verify().faults == []


def test_files_that_were_lost_are_written_again_and_others_are_named(
    meeting: MeetingRecord, office: Office, house: House
) -> None:
    kept = with_agenda(meeting, office)
    path = meeting_path(house.root, kept.id_of)
    path.unlink()
    assert heal(house.root) == [str(kept)]
    assert check(house.root) == []
    content = json.loads(path.read_text(encoding="utf-8"))
    path.write_text(json.dumps(content | {"title": "Other"}), encoding="utf-8")
    assert check(house.root) == ["scrutiny/meetings/the-panel/2026-11-24 is not what its record says is public"]


def test_a_file_moves_its_moment_of_change_only_when_something_public_changes(
    meeting: MeetingRecord, office: Office, house: House, clock: Any
) -> None:
    kept = with_agenda(meeting, office)
    on(clock, 11, 25)
    life.hold(kept, by=office.by("clara"))
    held = out(house).meeting(kept.id_of).changed
    on(clock, 11, 26)
    item = item_of(kept)
    minutes.write(item, version=item.version, minute="Draft.", by=office.by("clara"))
    assert out(house).meeting(kept.id_of).changed == held


def test_the_packs_committees_are_taken_in_once_and_read_the_same(house: House, office: Office) -> None:
    before = shelf(house.root, house.pack)
    done = take_in_committees(house)
    assert len(done) == len(before.committees) + len(before.meetings) and take_in_committees(house) == []
    after = shelf(house.root, house.pack)
    assert {one.id: one for one in after.committees} == {one.id: one for one in before.committees}
    assert set(after.actions) == set(before.actions)
    same = {(one.id, one.items, one.attendance, one.minutes) for one in before.meetings}
    assert {(one.id, one.items, one.attendance, one.minutes) for one in after.meetings} == same
    assert ActionRecord.objects.count() == 11


def test_what_is_public_of_a_meeting_is_never_more_than_the_office_has(
    meeting: MeetingRecord, office: Office, clock: Any
) -> None:
    kept = minuted(meeting, office, clock)
    whole = json.dumps(public_form(kept))
    assert "They read it." not in whole and "Ada Ash" not in whole
