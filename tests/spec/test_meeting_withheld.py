# ruff: noqa: F811  fixtures of another file are arguments here
"""What is exempt of a meeting: of an item taken in private its title stays and no word of it is in any file of the house."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import pytest
from tests.support.committed import _followed  # noqa: F401  files follow each action
from tests.support.office import Office
from tests.support.panel import (
    MEETS,
    PANEL,
    clock,  # noqa: F401
    house,  # noqa: F401
    meeting,  # noqa: F401
    next_meeting,
    office,  # noqa: F401
    on,
    out,
    panel,  # noqa: F401
)

from peelian.core.exempt import actions as exempt
from peelian.core.exempt.models import ExemptPart
from peelian.core.exempt.records import Ground
from peelian.core.queries import events_for
from peelian.core.records import Record
from peelian.figures.errors import PeelianError
from peelian.figures.house import LONDON, House, today
from peelian.scrutiny.meetings import actions, agenda, life, minutes
from peelian.scrutiny.meetings.content import meeting_form, meeting_of, public_form
from peelian.scrutiny.meetings.models import ItemRecord, MeetingRecord

pytestmark = pytest.mark.django_db
SECRET = "four hundred thousand pounds"


def kept(
    of: Record, office: Office, text: str = SECRET, *, sealed: bool = True, release_on: dt.date | None = None
) -> ExemptPart:
    part = exempt.keep(
        of.key, office.organisation("london-assembly-pcc"), "The contract", text, [Ground("sch-12a", "3", "Talks are going on.")],
        "Chair", dt.date(2027, 3, 1), release_on, by=office.by("clara"),
    )  # fmt: skip
    return exempt.seal(part, by=office.by("chris")) and ExemptPart.objects.get(pk=part.pk) if sealed else part


def said(house: House) -> str:
    """Everything that lies in the house's files of committees."""
    files = (path for path in Path(house.root, "scrutiny").rglob("*.json"))
    return " ".join(path.read_text(encoding="utf-8") for path in files)


@pytest.fixture
def private(meeting: MeetingRecord, office: Office, clock: Any) -> ItemRecord:
    """An item that is taken in private, with everything written that the minutes have fields for."""
    by = office.by("clara")
    life.call(meeting, dt.date(2026, 11, 2), ["website"], by=by)
    item = agenda.add_item(meeting, "The contract", kind="report", recommended=f"Pay {SECRET}.", by=by)
    kept(item, office)
    agenda.dispatch(meeting, by=by)
    on(clock, 11, 24, 18)
    life.hold(meeting, by=by)
    meeting.refresh_from_db()
    life.write(meeting, version=meeting.version, exclusion="The public was excluded (paragraph 3).", by=by)
    minutes.note_attendance(meeting, PANEL, by=by)
    item.refresh_from_db()
    minutes.write(
        item, version=item.version, minute=f"They spoke of {SECRET}.", by=by,
        outcome={"kind": "referred", "words": f"To pay {SECRET}.", "to": f"Whoever is paid {SECRET}"},
    )  # fmt: skip
    minutes.declare(item, "Ada Ash", "personal", what=f"Is owed {SECRET}.", left=True, by=by)
    minutes.note_vote(item, (2, 0, 0), by=by)
    actions.raise_action(item, actions.Wanted(f"Pay {SECRET}."), by=by)
    return item


def test_a_part_is_public_since_its_agenda_was_out_and_one_that_is_sealed_later_since_then(
    meeting: MeetingRecord, office: Office, clock: Any
) -> None:
    by = office.by("clara")
    life.call(meeting, dt.date(2026, 11, 2), ["website"], by=by)
    item = agenda.add_item(meeting, "The contract", kind="report", by=by)
    first = kept(item, office)
    meeting.refresh_from_db()
    assert "public_at" not in str(meeting_form(meeting)), "nobody reads of it yet"
    on(clock, 11, 3, 10)
    agenda.dispatch(meeting, by=by)
    on(clock, 11, 5, 15)
    second = kept(item, office)
    meeting.refresh_from_db()
    told = public_form(meeting)["items"][0]
    at = {one["id"]: one["public_at"] for one in (told["stub"], *told["more_stubs"])}
    assert meeting.agenda_out is not None
    assert at[first.pk] == meeting.agenda_out.isoformat(timespec="seconds")
    assert at[second.pk] == dt.datetime(2026, 11, 5, 15, tzinfo=LONDON).astimezone(dt.UTC).isoformat(timespec="seconds")
    stub = meeting_of(meeting).items[0].stubs[1]
    assert stub.public_at == dt.datetime(2026, 11, 5, 15, tzinfo=LONDON), "what is read back says the same"


def test_no_word_of_an_item_taken_in_private_is_public_with_the_minutes(
    private: ItemRecord, meeting: MeetingRecord, office: Office, house: House, clock: Any
) -> None:  # fmt: skip
    minutes.agree(meeting, next_meeting(meeting, office, clock), seen=True, by=office.by("clara"))
    (shown,) = out(house).meeting(meeting.id_of).items
    assert (shown.title, shown.minute, shown.recommended) == ("The contract", "", "")
    assert shown.outcome is not None and (shown.outcome.kind, shown.outcome.words) == ("referred", "")
    assert shown.votes[0].for_ == 2 and [(one.member, one.left) for one in shown.interests] == [("Ada Ash", True)]
    assert out(house).actions == () and SECRET not in said(house)


def test_a_correction_of_a_private_minute_says_that_it_was_made_and_not_what_stood_there(
    private: ItemRecord, meeting: MeetingRecord, office: Office, house: House, clock: Any
) -> None:  # fmt: skip
    by, later = office.by("clara"), next_meeting(meeting, office, clock)
    minutes.agree(meeting, later, seen=True, by=by)
    minutes.correct(private, later, f"They spoke of {SECRET}.", "They spoke of less.", by=by)
    held = out(house).meeting(meeting.id_of).minutes
    assert held is not None and [(one.item, one.after) for one in held.corrections] == [
        ("1", "Exempt: not open to the public.")
    ]
    assert SECRET not in said(house)


def test_once_it_is_released_what_was_said_and_asked_is_public(
    private: ItemRecord, meeting: MeetingRecord, office: Office, house: House, clock: Any
) -> None:  # fmt: skip
    minutes.agree(meeting, next_meeting(meeting, office, clock), seen=True, by=office.by("clara"))
    exempt.release(ExemptPart.objects.get(), by=office.by("chris"), reason="The contract is signed.")
    (shown,) = out(house).meeting(meeting.id_of).items
    assert SECRET in shown.minute and len(out(house).actions) == 1


def test_while_one_of_two_parts_is_withheld_so_are_the_words_around_it(
    private: ItemRecord, meeting: MeetingRecord, office: Office, house: House, clock: Any
) -> None:  # fmt: skip
    first = ExemptPart.objects.get()
    second = kept(private, office, "More of it.")
    minutes.agree(meeting, next_meeting(meeting, office, clock), seen=True, by=office.by("clara"))
    exempt.release(first, by=office.by("chris"), reason="The contract is signed.")
    assert out(house).meeting(meeting.id_of).items[0].minute == ""
    exempt.release(second, by=office.by("chris"), reason="That too.")
    assert SECRET in out(house).meeting(meeting.id_of).items[0].minute


def test_minutes_do_not_go_out_while_a_part_of_them_is_not_sealed(
    private: ItemRecord, meeting: MeetingRecord, office: Office, clock: Any
) -> None:  # fmt: skip
    kept(private, office, "An afterthought.", sealed=False)
    with pytest.raises(PeelianError, match="not sealed yet") as refused:
        minutes.agree(meeting, next_meeting(meeting, office, clock), seen=True, by=office.by("clara"))
    assert refused.value.remedy.startswith("It is sealed first, by ") and office.chris.name in refused.value.remedy


def test_where_nobody_can_seal_a_part_it_is_said_which_role_is_to_be_given(
    meeting: MeetingRecord, office: Office
) -> None:  # fmt: skip
    by = office.by("clara")
    life.call(meeting, dt.date(2026, 11, 2), ["website"], by=by)
    kept(agenda.add_item(meeting, "The contract", kind="report", by=by), office, sealed=False)
    with pytest.raises(PeelianError) as refused:
        agenda.dispatch(meeting, by=by)
    assert "an administrator gives somebody there the role “Chair of a committee”" in refused.value.remedy


def test_a_paper_that_everybody_reads_does_not_vanish_because_somebody_begins_to_withhold_it(
    meeting: MeetingRecord, office: Office, house: House
) -> None:  # fmt: skip
    by = office.by("clara")
    life.call(meeting, dt.date(2026, 11, 2), ["website"], by=by)
    item = agenda.add_item(meeting, "The contract", kind="report", by=by)
    paper = agenda.add_paper(item, "The bids", text="It costs a lot.", by=by)
    agenda.dispatch(meeting, by=by)
    with pytest.raises(PeelianError, match="what it says is public"):
        kept(paper, office, sealed=False)
    (shown,) = out(house).meeting(meeting.id_of).items[0].papers
    assert shown.text == "It costs a lot."


def test_a_meeting_that_is_put_off_leaves_what_is_exempt_behind(
    meeting: MeetingRecord,
    office: Office,
) -> None:
    by = office.by("clara")
    life.call(meeting, dt.date(2026, 11, 2), ["website"], by=by)
    item = agenda.add_item(meeting, "The contract", kind="report", recommended=f"Pay {SECRET}.", by=by)
    paper = agenda.add_paper(item, "The bids", text=f"It costs {SECRET}.", first_page=1, last_page=2, by=by)
    kept(item, office)
    kept(paper, office)
    agenda.dispatch(meeting, by=by)
    made = life.postpone(meeting, MEETS + dt.timedelta(days=7), by=by, reason="The chamber is flooded.")
    copy = made.items.get()
    (bids,) = copy.papers.all()
    assert (copy.title, copy.recommended, bids.title, bids.text) == ("The contract", "", "The bids", "")
    life.call(made, dt.date(2026, 11, 2), ["website"], by=by)
    with pytest.raises(PeelianError, match="neither text nor link nor pages"):
        agenda.dispatch(made, by=by)


@pytest.mark.parametrize("of", ["item", "paper"])
def test_a_part_released_by_the_clock_before_its_agenda_is_out_stays_out_of_the_audit_of_others(
    meeting: MeetingRecord, office: Office, clock: Any, of: str
) -> None:
    by = office.by("clara")
    life.call(meeting, dt.date(2026, 11, 2), ["website"], by=by)
    item = agenda.add_item(meeting, "The contract", kind="report", by=by)
    subject = item if of == "item" else agenda.add_paper(item, "The bids", by=by)
    tomorrow = today() + dt.timedelta(days=1)
    part = kept(subject, office, release_on=tomorrow)
    clock.move_to(dt.datetime.combine(tomorrow, dt.time(9), LONDON))
    assert exempt.release_due()[0] == 1
    told = lambda name: [one.action for one in events_for(office.person(name)) if one.subject == part.key]  # noqa: E731
    assert told("harry") == told("ivy") == []
    agenda.dispatch(meeting, by=by)
    assert "exempt.release" in told("ivy"), "with the agenda its title is public"


def test_a_review_of_a_paper_is_public_with_its_reason(
    private: ItemRecord, meeting: MeetingRecord, office: Office, house: House, clock: Any
) -> None:
    part = ExemptPart.objects.get()
    exempt.review(part, today() + dt.timedelta(days=200), by=office.by("chris"), reason="Talks go on.")
    (stub,) = out(house).meeting(meeting.id_of).items[0].stubs
    assert [(one.on, one.decision, one.reason) for one in stub.reviews] == [(today(), "kept", "Talks go on.")]
    assert stub.reviews[0].until == stub.review_on
