# ruff: noqa: F811  fixtures of another file are arguments here
"""What exempt parts belong to: a decision or a meeting takes them while it is open, and all that is public of each is out at once.

Clara keeps the committee's papers and Chris decides on what of them is exempt; Dora and Drew do so for MOPAC's decisions.
"""

from __future__ import annotations

import datetime as dt
import hashlib
from typing import Any

import pytest
from django.test import Client
from tests.support import decisions as make
from tests.support.committed import _followed  # noqa: F401  files follow each action
from tests.support.office import Office
from tests.support.panel import FIRST, clock, house, office  # noqa: F401

from peelian.core.acting import COMMAND, NotAllowed
from peelian.core.actions import give_role
from peelian.core.exempt import actions as exempt
from peelian.core.exempt.models import ExemptPart
from peelian.core.exempt.queries import closed_to, seen_by
from peelian.core.exempt.records import Ground
from peelian.core.exempt.subjects import ROOMS, must_take
from peelian.core.records import Record
from peelian.decisions import actions, signing
from peelian.decisions.models import DecisionRecord
from peelian.figures.errors import PeelianError
from peelian.figures.house import House
from peelian.scrutiny.meetings import agenda, committees, life, minutes
from peelian.scrutiny.meetings.actions import Wanted, raise_action
from peelian.scrutiny.meetings.models import ItemRecord, MeetingRecord, PaperRecord
from peelian.scrutiny.meetings.records import Meeting
from peelian.scrutiny.meetings.shelf import shelf

pytestmark = pytest.mark.django_db
REVIEW = dt.date(2027, 3, 1)
TALKS = Ground("sch-12a", "3", "Talks are going on.")
SECRET = "Lantern bid 12 pounds."


@pytest.fixture
def meeting(office: Office) -> MeetingRecord:
    """A meeting that was called, with one item on its agenda."""
    by = office.by("clara")
    panel = committees.found(
        office.organisation("london-assembly-pcc"), "the-panel", title="The Panel", kind="assembly-committee", quorum=1, by=by
    )  # fmt: skip
    committees.seat(panel, "Ada Ash", role="member", since=dt.date(2026, 1, 1), by=by)
    made = life.plan(panel, dt.date(2026, 11, 24), begins=dt.time(10), place="City Hall", by=by)
    made = life.call(made, dt.date(2026, 11, 2), ["website"], by=by)
    agenda.add_item(made, "CCTV contract", kind="report", recommended="Note it.", by=by)
    return made


def item_of(meeting: MeetingRecord) -> ItemRecord:
    return ItemRecord.objects.get(meeting=meeting)


def paper(meeting: MeetingRecord, office: Office, title: str = "The bids", **more: Any) -> PaperRecord:
    return agenda.add_paper(item_of(meeting), title, by=office.by("clara"), **more)


def kept(subject: Record, office: Office, title: str = "The bids", text: str = SECRET, **more: Any) -> ExemptPart:
    told = {"grounds": [TALKS], "release_on": None, **more}
    return exempt.keep(
        subject.key, office.organisation("london-assembly-pcc"), title, text, told["grounds"], "Chair", REVIEW, told["release_on"],
        by=office.by("clara"),
    )  # fmt: skip


def sealed(subject: Record, office: Office, title: str = "The bids", text: str = SECRET, **more: Any) -> ExemptPart:
    part = kept(subject, office, title, text, **more)
    exempt.seal(part, by=office.by("chris"))
    return part


def shown(meeting: MeetingRecord, house: House) -> Meeting:
    return shelf(house.root, house.pack).meeting(meeting.id_of)


def held(meeting: MeetingRecord, office: Office, clock: Any) -> MeetingRecord:
    """Held, with a minute of its item and somebody there."""
    by = office.by("clara")
    clock.move_to(dt.datetime(2026, 11, 24, 18, tzinfo=dt.UTC))
    found = life.hold(MeetingRecord.objects.get(pk=meeting.pk), dt.time(12), by=by)
    minutes.note_attendance(found, [{"name": "Ada Ash", "presence": "present"}], by=by)
    item = item_of(found)
    minutes.write(item, version=item.version, minute="Lantern bid least.", outcome={"kind": "noted"}, by=by)
    found.refresh_from_db()
    life.write(found, version=found.version, exclusion="That the public be excluded.", by=by)
    return found


def held_later(meeting: MeetingRecord, office: Office, clock: Any) -> MeetingRecord:
    """The next meeting, at which minutes are agreed and corrected."""
    by = office.by("clara")
    later = life.plan(meeting.committee, dt.date(2026, 12, 8), begins=dt.time(10), by=by)
    later = life.call(later, dt.date(2026, 11, 24), ["website"], by=by)
    agenda.add_item(later, "Minutes", kind="minutes", by=by)
    later = agenda.dispatch(later, by=by)
    clock.move_to(dt.datetime(2026, 12, 8, 18, tzinfo=dt.UTC))
    later = life.hold(later, dt.time(12), by=by)
    minutes.note_attendance(later, [{"name": "Ada Ash", "presence": "present"}], by=by)
    later.refresh_from_db()
    return later


def agree(meeting: MeetingRecord, later: MeetingRecord, office: Office) -> MeetingRecord:
    return minutes.agree(MeetingRecord.objects.get(pk=meeting.pk), later, seen=True, by=office.by("clara"))


def refused(what: Any) -> str:
    with pytest.raises(PeelianError) as caught:
        what()
    assert "Lantern" not in caught.value.message + caught.value.remedy
    return caught.value.code


def test_a_decision_takes_parts_until_it_is_countersigned_and_then_none(office: Office, house: House) -> None:
    made = make.begun(office, house, part_2=True)
    make.part_2(office, made.decision, sealed=True)
    draft = make.part_2(office, made.decision, title="Another offer")
    exempt.remove(draft, by=office.by("dora"))
    make.countersigned(office, house, made)
    assert refused(lambda: make.part_2(office, made.decision, title="A third offer")) == "no-more-parts"
    signing.sign(make.fresh(made), house, interests="None.", by=office.by("debbie"))
    assert refused(lambda: make.part_2(office, made.decision, title="A third offer")) == "no-more-parts"


def test_a_correction_of_what_is_published_takes_parts_again(office: Office, house: House) -> None:
    made = make.published(office, house, make.begun(office, house))
    assert refused(lambda: make.part_2(office, made.decision)) == "no-more-parts"
    actions.correct(made.decision, reason="A sum was wrong.", by=office.by("dora"))
    assert make.part_2(office, made.decision).state == "draft"


def test_a_draft_of_a_decision_that_was_withdrawn_is_not_sealed(office: Office, house: House) -> None:
    made = make.begun(office, house, part_2=True)
    part = make.part_2(office, made.decision)
    actions.withdraw(made, house, reason="It is not needed.", by=office.by("dora"))
    assert refused(lambda: exempt.seal(part, by=office.by("drew"))) == "no-more-parts"
    assert refused(lambda: exempt.rewrite(part, text="x", by=office.by("dora"))) == "no-more-parts"
    exempt.remove(part, by=office.by("dora"))


@pytest.mark.parametrize(
    "subject", ["decision:PCD-999", "paper:999", "paper:x", "agenda-item:999", "meeting:1", "nothing", ""]
)
def test_what_is_not_there_or_takes_no_parts_is_no_record_to_withhold_of(office: Office, subject: str) -> None:
    assert refused(lambda: must_take(subject, "organisation:mopac")) == "unknown-subject"


def test_nobody_withholds_of_another_body_s_record(office: Office, house: House, meeting: MeetingRecord) -> None:
    with pytest.raises(PeelianError) as caught:
        exempt.keep(
            item_of(meeting).key, office.organisation("mopac"), "x", SECRET, [make.GROUND], "Director", REVIEW, by=office.by("dora")
        )  # fmt: skip
    assert caught.value.code == "another-body"


def test_a_paper_of_the_agenda_takes_parts_until_it_is_out(meeting: MeetingRecord, office: Office) -> None:
    main = paper(meeting, office, text="")
    sealed(main, office)
    draft = kept(main, office, "Another")
    assert refused(lambda: agenda.dispatch(meeting, by=office.by("clara"))) == "not-sealed"
    exempt.remove(draft, by=office.by("clara"))
    agenda.dispatch(meeting, by=office.by("clara"))
    assert refused(lambda: kept(main, office, "Too late")) == "no-more-parts"


def test_a_paper_that_came_with_its_text_cannot_be_withheld_afterwards(meeting: MeetingRecord, office: Office) -> None:
    paper(meeting, office, "Report", text="Read it.")
    agenda.dispatch(meeting, by=office.by("clara"))
    late = paper(meeting, office, "Late", kind="late", text="Read this too.", reason="It came on Thursday.")
    assert refused(lambda: kept(late, office)) == "no-more-parts"


def test_a_meeting_that_does_not_take_place_takes_no_parts(meeting: MeetingRecord, office: Office) -> None:
    draft = kept(item_of(meeting), office)
    life.cancel(meeting, reason="Snow.", by=office.by("clara"))
    assert refused(lambda: exempt.seal(draft, by=office.by("chris"))) == "no-more-parts"


def test_what_was_said_in_private_is_withheld_until_the_minutes_are_out_and_never_after(
    meeting: MeetingRecord, office: Office, house: House, clock: Any
) -> None:
    agenda.dispatch(meeting, by=office.by("clara"))
    was = held(meeting, office, clock)
    draft = kept(item_of(was), office, "What was said")
    later = held_later(was, office, clock)
    assert refused(lambda: agree(was, later, office)) == "not-sealed", (
        "a minute that is to be withheld must not slip out"
    )
    exempt.seal(draft, by=office.by("chris"))
    was = agree(was, later, office)
    item = shown(was, house).items[0]
    assert item.stub is not None and item.minute == ""
    assert refused(lambda: kept(item_of(was), office)) == "no-more-parts"


def test_who_wrote_a_part_does_not_seal_it_whatever_else_they_may(meeting: MeetingRecord, office: Office) -> None:
    part = kept(item_of(meeting), office)
    give_role(office.clara, office.organisation("london-assembly-pcc"), "committee-chair", by=office.by("ivy"))
    office.clara.refresh_from_db()
    assert refused(lambda: exempt.seal(part, by=office.by("clara"))) == "own-work"
    give_role(office.chris, office.organisation("london-assembly-pcc"), "committee-officer", by=office.by("ivy"))
    exempt.rewrite(part, title="The two bids", by=office.by("chris"))
    assert refused(lambda: exempt.seal(part, by=office.by("chris"))) == "own-work", "nor who rewrote a word of it"


def test_several_parts_of_one_paper_are_all_known_and_each_is_read_when_it_is_released(
    meeting: MeetingRecord, office: Office, house: House, clock: Any
) -> None:
    of = paper(meeting, office, text="")
    first = sealed(of, office, "The bids")
    clock.shift(1)
    second = sealed(of, office, "  The advice", "  Two spaces begin it.")
    agenda.dispatch(meeting, by=office.by("clara"))
    out = shown(meeting, house).items[0].papers[0]
    assert [one.title for one in out.stubs] == ["The bids", "The advice"] and out.text == ""
    assert all(one.commitment and one.length and one.grounds and one.decided_by and one.review_on for one in out.stubs)
    page = Client().get(f"/committees/{meeting.id_of}").content.decode()
    for part in (first, second):
        assert part.commitment in page and part.title in page, "the page says all of each"

    exempt.release(first, reason="It is signed.", by=office.by("chris"))
    out = shown(meeting, house).items[0].papers[0]
    assert out.stub is not None and out.stub.title == "The advice", "first what is withheld still"
    assert (out.text, dict(out.released)) == ("", {first.pk: SECRET})
    exempt.release(second, reason="It is signed.", by=office.by("chris"))
    out = shown(meeting, house).items[0].papers[0]
    assert out.text == f"{SECRET}\n\n  Two spaces begin it."
    for part in (first, second):
        answer = Client().get(f"/committees/{meeting.id_of}/exempt/{part.pk}.txt")
        assert "sha256:" + hashlib.sha256(answer.content).hexdigest() == part.commitment, "each letter is proved"
        assert f"/exempt/{part.pk}.txt" in Client().get(f"/committees/{meeting.id_of}").content.decode()


def test_the_file_of_a_text_that_is_withheld_is_not_there(meeting: MeetingRecord, office: Office, house: House) -> None:
    part = sealed(paper(meeting, office, text=""), office)
    agenda.dispatch(meeting, by=office.by("clara"))
    answer = Client().get(f"/committees/{meeting.id_of}/exempt/{part.pk}.txt")
    assert answer.status_code == 404 and "Lantern" not in answer.content.decode()


def test_a_stub_is_public_as_soon_as_it_is_sealed(
    meeting: MeetingRecord, office: Office, house: House, clock: Any
) -> None:
    agenda.dispatch(meeting, by=office.by("clara"))
    late = paper(meeting, office, "The bids", kind="late", reason="They came on Thursday.")
    part = kept(late, office)
    assert shown(meeting, house).items[0].papers[0].stub is None
    exempt.seal(part, by=office.by("chris"))
    stub = shown(meeting, house).items[0].papers[0].stub
    assert stub is not None and stub.length == len(SECRET)


def test_a_ground_of_the_law_s_own_kind_is_published_with_what_it_asks_for(
    meeting: MeetingRecord, office: Office, house: House
) -> None:
    order = Ground("confidential", "b", "It is forbidden.", enactment="Order of 3 May 2026")
    sealed(paper(meeting, office, text=""), office, grounds=[order])
    agenda.dispatch(meeting, by=office.by("clara"))
    out = shown(meeting, house).items[0].papers[0]
    assert out.stub is not None and out.stub.grounds == (order,)
    assert "Order of 3 May 2026" in Client().get(f"/committees/{meeting.id_of}").content.decode()


def test_everybody_reads_for_how_long_a_review_is_overdue(
    meeting: MeetingRecord, office: Office, house: House, clock: Any
) -> None:
    part = sealed(paper(meeting, office, text=""), office)
    agenda.dispatch(meeting, by=office.by("clara"))
    assert "overdue" not in Client().get(f"/committees/{meeting.id_of}").content.decode()
    clock.move_to(dt.datetime(2027, 3, 4, 12, tzinfo=dt.UTC))
    assert "overdue for 3 days" in Client().get(f"/committees/{meeting.id_of}").content.decode()
    exempt.release(part, reason="It is signed.", by=office.by("chris"))
    assert "overdue" not in Client().get(f"/committees/{meeting.id_of}").content.decode()


def test_actions_and_corrections_of_an_item_taken_in_private_are_not_read_by_everybody(
    meeting: MeetingRecord, office: Office, house: House, clock: Any
) -> None:
    sealed(item_of(meeting), office)
    agenda.dispatch(meeting, by=office.by("clara"))
    was = held(meeting, office, clock)
    raise_action(item_of(was), Wanted("Tell Lantern.", "The Mayor"), by=office.by("clara"))
    later = held_later(was, office, clock)
    was = agree(was, later, office)
    minutes.correct(item_of(was), later, "Lantern bid least.", "Lantern bid most.", by=office.by("clara"))
    texts = [path.read_text(errors="replace") for path in (house.root / "scrutiny").rglob("*.json")]
    assert texts and not any("Lantern" in text for text in texts)
    found = shown(was, house).minutes
    assert found is not None and found.corrections[0].after == "Exempt: not open to the public."


def test_every_room_that_keeps_exempt_parts_is_known_and_holds_its_record_meanwhile(office: Office) -> None:
    assert set(ROOMS) == {DecisionRecord.KIND, ItemRecord.KIND, PaperRecord.KIND}


def test_who_writes_a_bodys_decisions_reads_nothing_that_its_committee_withholds(
    office: Office, meeting: MeetingRecord, house: House
) -> None:
    pcc = office.organisation("london-assembly-pcc")
    give_role(office.esther, pcc, "decision-officer", by=COMMAND)
    give_role(office.femi, pcc, "decision-director", by=COMMAND)
    item = item_of(meeting)
    part = exempt.keep(item.key, pcc, "The bids", SECRET, (TALKS,), "Director", REVIEW, by=office.by("clara"))
    assert part in seen_by(office.clara) and part not in seen_by(office.esther)
    assert part.key in closed_to(office.esther) and part.key not in closed_to(office.clara)
    for act in (
        lambda by: exempt.read(part, by=by),
        lambda by: exempt.rewrite(part, text="Other words.", by=by),
        lambda by: exempt.seal(part, by=by),
        lambda by: exempt.remove(part, by=by),
        lambda by: exempt.keep(item.key, pcc, "More", "More.", (TALKS,), "Director", REVIEW, by=by),
    ):
        for name in ("esther", "femi"):
            with pytest.raises(NotAllowed):
                act(office.by(name))
    exempt.seal(part, by=office.by("chris"))
    for act in (
        lambda by: exempt.review(part, REVIEW, by=by, reason="Still so."),
        lambda by: exempt.release(part, by=by, reason="No longer so."),
    ):
        with pytest.raises(NotAllowed):
            act(office.by("femi"))
    exempt.remove(
        exempt.keep(item.key, pcc, "Gone", SECRET, (TALKS,), "Director", REVIEW, by=office.by("clara")),
        by=office.by("clara"),
    )
    assert len(closed_to(office.esther)) == 2, (
        "of a draft that was taken away nobody knows any more what it had been a part of"
    )
