# ruff: noqa: F811  fixtures of another file are arguments here
"""What agreed minutes record as data is corrected by a later meeting: an outcome, votes, interests, who was there. Both stay."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from django.test import Client
from tests.spec.test_documents_in_print import COMMITTEE, NOW, words_of
from tests.spec.test_documents_in_print import meeting as printed
from tests.support.committed import _followed  # noqa: F401  files follow each action
from tests.support.office import Office
from tests.support.panel import (
    PANEL,
    clock,  # noqa: F401
    house,  # noqa: F401
    item_of,
    meeting,  # noqa: F401
    minuted,
    next_meeting,
    office,  # noqa: F401
    out,
    panel,  # noqa: F401
)

from peelian.audit.models import Event
from peelian.core.acting import NotAllowed
from peelian.core.workflow import WrongStep
from peelian.documents.minutes import minutes_of
from peelian.figures.errors import PeelianError
from peelian.figures.house import House
from peelian.figures.packfile import PackError
from peelian.plans.entry import mapping
from peelian.scrutiny.meetings import minutes
from peelian.scrutiny.meetings.minuted import read_minutes
from peelian.scrutiny.meetings.models import MeetingRecord
from peelian.scrutiny.meetings.publishing import meeting_path
from peelian.scrutiny.meetings.records import Attendance, Correction, Minutes
from peelian.scrutiny.meetings.resolving import set_attendance_right, set_right
from peelian.scrutiny.meetings.saying import moved

database = pytest.mark.django_db


@pytest.fixture
def agreed(meeting: MeetingRecord, office: Office, clock: Any) -> tuple[MeetingRecord, MeetingRecord]:
    """A meeting whose minutes were agreed, with a vote and an interest, and the later one that agreed them."""
    kept, by = minuted(meeting, office, clock), office.by("clara")
    minutes.note_vote(item_of(kept), (2, 1, 0), by=by)
    minutes.declare(item_of(kept), "Cy Cole", "personal", by=by)
    later = next_meeting(kept, office, clock)
    minutes.agree(kept, later, seen=True, by=by)
    kept.refresh_from_db()
    return kept, later


@database
def test_an_outcome_is_corrected_as_data_and_both_are_public_wherever_it_is_read(
    agreed: tuple[MeetingRecord, MeetingRecord], office: Office, house: House
) -> None:
    (kept, later), by = agreed, office.by("clara")
    before = out(house).meeting(kept.id_of).changed
    set_right(
        item_of(kept), later, "outcome", {"kind": "referred", "to": "the Mayor"}, version=item_of(kept).version, by=by
    )
    found = out(house).meeting(kept.id_of)
    outcome = found.items[1].outcome
    assert outcome is not None and (outcome.kind, outcome.to) == ("referred", "the Mayor")
    assert found.minutes is not None and found.minutes.corrections == (
        Correction(later.on, later.id_of, "2", "Noted.", "Referred to the Mayor.", "outcome"),
    )
    assert found.changed and before and found.changed >= before
    page = Client().get(f"/committees/{kept.id_of}").content.decode()
    assert "Item 2, its outcome, as resolved on 15 December 2026" in page
    assert "<del>Noted.</del>" in page and "<ins>Referred to the Mayor.</ins>" in page
    item = Client().get(f"/oparl/v1.1/meeting/{kept.id_of}").json()["agendaItem"][1]
    assert (item["result"], item["peelian:outcome"]["to"]) == ("Referred", "the Mayor")
    event = Event.objects.filter(subject=kept.key).order_by("-number").first()
    assert event is not None and event.action == "minutes.set-right"


@database
def test_votes_interests_and_attendance_are_corrected_whole(
    agreed: tuple[MeetingRecord, MeetingRecord], office: Office, house: House
) -> None:
    (kept, later), by = agreed, office.by("clara")
    version = item_of(kept).version
    set_right(
        item_of(kept), later, "votes", [{"for": 3, "against": 0, "abstained": 0}], version=version, seen=True, by=by
    )
    set_right(item_of(kept), later, "interests", [], version=version + 1, seen=True, by=by)
    kept.refresh_from_db()
    there = [
        PANEL[0],
        PANEL[1],
        {"name": "Cy Cole", "presence": "apologies"},
        {"name": "Di Dell", "presence": "substitute", "for": "Cy Cole"},
    ]
    set_attendance_right(kept, later, there, version=kept.version, seen=True, by=by)
    found = out(house).meeting(kept.id_of)
    assert found.items[1].votes[0].for_ == 3 and found.items[1].interests == () and len(found.attendance) == 4
    assert found.minutes is not None
    assert [(one.what, one.item, one.before, one.after) for one in found.minutes.corrections] == [
        ("votes", "2", "2 for, 1 against, 0 abstained.", "3 for, 0 against, 0 abstained."),
        ("interests", "2", "Cy Cole declared a personal interest.", "Nothing."),
        ("attendance", "", "Cy Cole: there as a member.",
         "Cy Cole: sent apologies. Di Dell, in place of Cy Cole: there as a substitute."),
    ]  # fmt: skip
    named = [{"names": {"Cllr Ash": "for", "Bay": "against"}}]
    set_right(item_of(kept), later, "votes", named, version=item_of(kept).version, seen=True, by=by)
    assert item_of(kept).votes == [
        {"names": {"Ada Ash": "for", "Ben Bay": "against"}, "for": 1, "against": 1, "abstained": 0}
    ]
    assert "Who was there, as resolved on" in Client().get(f"/committees/{kept.id_of}").content.decode()


@database
def test_what_cannot_be_right_is_refused_and_nothing_of_it_is_kept(
    agreed: tuple[MeetingRecord, MeetingRecord], office: Office
) -> None:
    (kept, later), by = agreed, office.by("clara")
    version = item_of(kept).version

    def wrong(
        what: str, now: Any, said: str, at: MeetingRecord = later, number: int = version, who: str = "clara"
    ) -> None:
        with pytest.raises((PeelianError, WrongStep), match=said):
            set_right(item_of(kept), at, what, now, version=number, by=office.by(who))
        assert item_of(kept).version == version and item_of(kept).outcome == {"kind": "noted"}

    wrong("outcome", {"kind": "noted"}, "what stands there")
    wrong("outcome", {"kind": "deferred"}, "until when")
    wrong("outcome", {"kind": "referred"}, "to whom")
    wrong("outcome", {"kind": "agreed"}, "no later meeting", at=kept)
    wrong("outcome", {"kind": "agreed"}, "Somebody else changed", number=version - 1)
    wrong("outcome", {"kind": "not-agreed"}, "other than its vote says")
    wrong("votes", [{"for": 99, "against": 0, "abstained": 0}], "99 votes, and 3 voting members were there")
    wrong(
        "votes",
        [{"for": 1, "against": 0, "abstained": 0, "names": {"Di Dell": "for"}}],
        "Di Dell is recorded as voting",
    )
    with pytest.raises(NotAllowed):
        set_right(item_of(kept), later, "outcome", {"kind": "agreed"}, version=version, by=office.by("lia"))
    with pytest.raises(PeelianError, match="3 votes, and 2 voting members"):
        set_attendance_right(kept, later, PANEL[:2], version=kept.version, by=by)
    with pytest.raises(PeelianError, match="Nobody is named"):
        set_attendance_right(kept, later, [], version=kept.version, by=by)
    kept.refresh_from_db()
    assert kept.corrections == [] and len(kept.attendance) == 3


@database
def test_words_that_may_tell_of_one_person_are_looked_at_before_they_stand_in_agreed_minutes(
    agreed: tuple[MeetingRecord, MeetingRecord], office: Office, house: House
) -> None:
    (kept, later), by = agreed, office.by("clara")
    words = ("read it", "read of one particular caller with dementia")
    before = meeting_path(house.root, kept.id_of).read_bytes()
    with pytest.raises(PeelianError, match="tells of one person"):
        minutes.correct(item_of(kept), later, *words, by=by)
    kept.refresh_from_db()
    assert (item_of(kept).minute, kept.corrections) == ("They read it.", [])
    assert meeting_path(house.root, kept.id_of).read_bytes() == before, "nothing of it is public"
    minutes.correct(item_of(kept), later, *words, seen=True, by=by)
    assert out(house).meeting(kept.id_of).items[1].minute == "They read of one particular caller with dementia."


@database
def test_a_draft_is_written_and_not_resolved(meeting: MeetingRecord, office: Office, clock: Any) -> None:
    kept = minuted(meeting, office, clock)
    later = next_meeting(kept, office, clock)
    with pytest.raises(WrongStep, match="not agreed these minutes yet"):
        set_right(
            item_of(kept), later, "outcome", {"kind": "agreed"}, version=item_of(kept).version, by=office.by("clara")
        )


def test_of_who_was_there_only_what_differs_is_said() -> None:
    ada, ben = Attendance("Ada", "present"), Attendance("Ben", "present")
    assert moved((ada, ben), (ada,)) == ("Ben: there as a member.", "Nothing.")
    assert moved((ada,), (replace(ada, to_item="2", chaired=True),)) == (
        "Ada: there as a member.", "Ada, in the chair (to item 2): there as a member.",
    )  # fmt: skip


ENTRY: dict[str, Any] = {"day": "2026-12-15", "at_meeting": "panel/2026-12-15", "before": "Noted.", "after": "Agreed."}


@pytest.mark.parametrize(
    ("more", "about"),
    [
        ({"item": "2"}, "Item 2"),
        ({"item": "2", "what": "outcome"}, "Item 2, its outcome"),
        ({"what": "attendance"}, "Who was there"),
        ({"item": "2", "what": "attendance"}, ""),
        ({"what": "votes"}, ""),
        ({"item": "9"}, ""),
        ({"item": "2", "what": "weather"}, ""),
    ],
)
def test_a_correction_in_a_file_is_of_an_item_or_of_who_was_there(more: dict[str, str], about: str) -> None:
    form = mapping({"state": "draft", "corrections": [ENTRY | more]}, "x")
    if about:
        assert read_minutes(form, ["2"]).corrections[0].about == about
    else:
        with pytest.raises(PackError):
            read_minutes(form, ["2"])


def test_the_printed_minutes_say_what_was_corrected() -> None:
    corrected = (
        Correction(
            NOW.date(), "crime-and-disorder/2017-03-14", "", "Cy: absent.", "Cy: there as a member.", "attendance"
        ),
    )
    held = replace(printed(), minutes=Minutes("signed", signed_by="Ada Brook", corrections=corrected))
    _, said = words_of(minutes_of(COMMITTEE, held, [], body="Havering", made=NOW))
    assert "Who was there Cy: absent. Cy: there as a member." in said


@database
def test_of_an_item_taken_in_private_it_is_said_that_it_was_corrected_and_not_what_stood(
    agreed: tuple[MeetingRecord, MeetingRecord], office: Office, house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    from peelian.scrutiny.meetings import content

    kept, later = agreed
    monkeypatch.setattr(content, "begun_of", lambda keys: {item_of(kept).key})
    now = {"kind": "referred", "words": "CANARY", "to": "CANARY"}
    set_right(item_of(kept), later, "outcome", now, version=item_of(kept).version, by=office.by("clara"))
    written = meeting_path(house.root, kept.id_of).read_text(encoding="utf-8")
    assert "CANARY" not in written and "Exempt: not open to the public." in written and '"referred"' in written
