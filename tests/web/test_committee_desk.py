"""The desk of committees: a committee is set up, a meeting goes from its plan to the signature, actions go to and fro."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from typing import Any

import pytest
import time_machine

from peelian.core.exempt.models import ExemptPart
from peelian.figures.errors import PeelianError
from peelian.figures.house import House
from peelian.scrutiny.meetings import agenda
from peelian.scrutiny.meetings.models import ActionRecord, CommitteeRecord, ItemRecord, MeetingRecord, PaperRecord
from peelian.scrutiny.meetings.publishing import meeting_path
from peelian.scrutiny.meetings.shelf import shelf
from peelian.ui.format import day as in_words
from peelian.workspace.boards import waiting, works_of
from tests.support.committed import _followed  # noqa: F401  files follow each action
from tests.support.office import Office
from tests.web.test_people_pages import Clerk


class Officer(Clerk):
    """Somebody who sends a form and is led on where it was taken."""

    def send(self, address: str, status: int = 302, **told: Any) -> str:
        """What the page says then; nothing where it leads on."""
        answer: Any = self.client.post(address, told)
        text = str(answer.content.decode())
        said = re.findall(r'govuk-error-message[^>]*>(.*?)</p>|error-summary__body">(.*?)</div>', text, re.S)
        assert answer.status_code == status, f"{address}: {answer.status_code} {said}"
        assert "/account/" not in answer.headers.get("Location", ""), "signed out"
        return text

    def wait(self, clock: Any, month: int, day: int, hour: int = 18) -> None:
        """Come back on a later day."""
        clock.move_to(dt.datetime(2026, month, day, hour, tzinfo=dt.UTC))
        self.client.force_login(self.person)


FIRST = dt.datetime(2026, 11, 2, 12, tzinfo=dt.UTC)
HOME = "/office/committees/the-panel"
MEETING = f"{HOME}/2026-11-24"
BOTH = {
    "there-0-name": "Ada Ash", "there-0-presence": "present", "there-1-name": "Ben Bay", "there-1-presence": "present",
}  # fmt: skip
"""As many as the quorum."""


@pytest.fixture
def clock() -> Iterator[Any]:
    with time_machine.travel(FIRST, tick=False) as traveller:
        yield traveller


@pytest.fixture
def house(tmp_path: Any, settings: Any) -> House:
    settings.PEELIAN_DATA = tmp_path
    return House(tmp_path)


@pytest.fixture
def clara(clock: Any, house: House, office: Office) -> Officer:
    """The committee's officer, with a panel that she has set up, and a meeting that she has planned."""
    clerk = Officer(office, "clara")
    clerk.send(
        "/office/committees/found", 302, title="The Panel", kind="assembly-committee", quorum="2", clear_days="5",
        areas="E12000007", topics=["Violence", "stop-and-search"],
    )  # fmt: skip
    for name, role in (("Ada Ash", "chair"), ("Ben Bay", "member"), ("Cy Cole", "member")):
        clerk.send(f"{HOME}/seats/add", 302, name=name, role=role, since="2026-01-01")
    clerk.send(f"{HOME}/plan", 302, on="2026-11-24", begins="10:00", place="City Hall")
    return clerk


def call(clerk: Officer) -> None:
    clerk.send(f"{MEETING}/step/call", 302, on="2026-11-02", channels="website\nnotice board")


def with_agenda(clerk: Officer) -> None:
    call(clerk)
    clerk.send(
        f"{MEETING}/items/add",
        302,
        title="Knife crime",
        kind="report",
        recommended="Note the report.",
        topics="violence",
    )
    clerk.send(f"{MEETING}/items/{item().pk}/papers", 302, title="Report on knife crime", text="Fewer knives.")
    clerk.send(f"{MEETING}/pages", 302, **{f"paper-{PaperRecord.objects.get().pk}": "4"})
    clerk.send(f"{MEETING}/step/dispatch", 302)


def held(clerk: Officer, clock: Any) -> None:
    with_agenda(clerk)
    clerk.wait(clock, 11, 24)
    clerk.send(f"{MEETING}/step/hold", 302, ends="12:00")


def item() -> ItemRecord:
    return ItemRecord.objects.get(meeting__slug="2026-11-24", title="Knife crime")


def test_a_committee_is_set_up_with_its_seats_and_its_meetings(clara: Officer) -> None:
    page = clara.read(HOME)
    assert "Ada Ash" in page and "Tuesday 24 November 2026" in page
    record = CommitteeRecord.objects.get()
    assert (record.quorum, record.topics, record.areas) == (2, ["violence", "stop-and-search"], ["E12000007"])
    assert "The Panel" in clara.read("/office/committees")


def test_the_desk_of_a_meeting_counts_the_days_and_says_what_is_missing(clara: Officer) -> None:
    call(clara)
    page = clara.read(MEETING)
    assert "by Monday 16 November 2026" in page and "The agenda has no item." in page
    assert "10 working days left" in page


def test_topics_are_chosen_from_the_pack_and_another_is_refused_with_the_nearest(clara: Officer) -> None:
    call(clara)
    assert '<datalist id="list-topics">' in clara.read(f"{MEETING}/items/add") and "Fire service" in clara.read(
        f"{HOME}/settings"
    )
    told = {"title": "Knife crime", "kind": "report"}
    refused = clara.send(f"{MEETING}/items/add", 200, **told, topics="nosuch")
    assert "There is no topic “nosuch”." in refused and not ItemRecord.objects.exists()
    assert "Near it: Burglary" in clara.send(f"{MEETING}/items/add", 200, **told, topics="Burglery")
    clara.send(f"{MEETING}/items/add", 302, **told, topics=["Burglary", "probation", ""])
    assert item().topics == ["burglary", "probation"]


def test_a_number_that_another_item_has_is_refused_at_its_field(clara: Officer) -> None:
    call(clara)
    clara.send(f"{MEETING}/items/add", 302, title="Knife crime", kind="report", number="3")
    refused = clara.send(f"{MEETING}/items/add", 200, title="Burglary", kind="report", number="3")
    assert 'href="#id_number">Item 3 is “Knife crime” already. Give this one another number.' in refused
    clara.send(f"{MEETING}/items/add", 302, title="Burglary", kind="report", number="4")
    other = ItemRecord.objects.get(number="4")
    told = {"title": "Burglary", "kind": "report", "version": str(other.version)}
    assert "Item 3 is “Knife crime” already" in clara.send(f"{MEETING}/items/{other.pk}", 200, **told, number="3")
    clara.send(f"{MEETING}/items/{other.pk}", 302, **told, number="4")


def test_an_agenda_goes_out_with_its_pages(clara: Officer, house: House) -> None:
    with_agenda(clara)
    found = shelf(house.root, house.pack).meeting("the-panel/2026-11-24")
    assert (found.items[0].papers[0].first_page, found.items[0].papers[0].last_page) == (1, 4)
    page = clara.read(MEETING)
    assert "Add an urgent item" in page and "Number the pages" not in page
    refused = clara.send(f"{MEETING}/items/add", 200, title="One more", kind="report", urgent="")
    assert "Why it is urgent" in refused
    clara.send(f"{MEETING}/items/add", 302, title="The fire", kind="urgent", urgent="It burned yesterday.")
    assert "It burned yesterday." in meeting_path(house.root, found.id).read_text(encoding="utf-8")


def test_a_late_dispatch_asks_why_and_shows_the_days(clara: Officer, clock: Any) -> None:
    call(clara)
    clara.send(f"{MEETING}/items/add", 302, title="Knife crime", kind="report")
    clara.wait(clock, 11, 18, 9)
    page = clara.read(f"{MEETING}/step/dispatch")
    assert (
        "Why it goes out late" in page
        and "That has passed. Say it. Everybody reads it." in page
        and "clear working day 5" in page
    )
    assert "Say why, in a few words." in clara.send(f"{MEETING}/step/dispatch", 200, reason="")
    clara.send(f"{MEETING}/step/dispatch", 302, reason="The printer broke.")


def test_items_are_moved_changed_and_taken_off_while_the_agenda_is_written(clara: Officer) -> None:
    call(clara)
    for title in ("First", "Second"):
        clara.send(f"{MEETING}/items/add", 302, title=title, kind="report")
    first, second = ItemRecord.objects.order_by("place")
    clara.send(f"{MEETING}/items/{second.pk}/move", 302, way="up")
    assert [(one.number, one.title) for one in ItemRecord.objects.order_by("place")] == [
        ("1", "Second"),
        ("2", "First"),
    ]
    clara.send(f"{MEETING}/items/{first.pk}", 302, title="Last", kind="report", version=str(first.version))
    clara.send(f"{MEETING}/items/{second.pk}/remove", 302)
    assert [one.title for one in ItemRecord.objects.all()] == ["Last"]


def test_minutes_are_written_item_by_item_with_the_quorum_in_sight(clara: Officer, clock: Any, house: House) -> None:
    held(clara, clock)
    clara.send(f"{MEETING}/attendance", 302, **{
        "there-0-name": "Ada Ash", "there-0-presence": "present", "there-1-name": "Di Dell", "there-1-presence": "witness",
    })  # fmt: skip
    address = f"{MEETING}/minutes/{item().pk}"
    assert "the item was taken without one" in clara.read(address)
    refused = clara.send(address, 200, minute="Put off.", outcome="deferred", version="1")
    assert "until when" in refused.lower()
    clara.send(address, 302, minute="They read it.", outcome="noted", version="1")
    clara.send(f"{address}/interest", 302, member="Ben Bay", kind="personal", what="Sells knives.")
    clara.send(f"{address}/vote", 302, yes="1", no="0", abstained="0", named="Ada Ash: for")
    assert "1 for, 0 against" in clara.read(address)
    clara.send(f"{address}/strike/votes/0", 302)
    both = "Ash: for\nCllr Ash: against"
    assert "are both Ada Ash" in clara.send(f"{address}/vote", 200, yes="", no="", abstained="", named=both)
    assert "is named twice" in clara.send(
        f"{address}/vote", 200, yes="", no="", abstained="", named="Ash: for\nAsh: against"
    )
    clara.send(f"{address}/vote", 302, yes="", no="", abstained="", named="Cllr Ash: for")
    assert "1 for, 0 against" in clara.read(address) and "Cllr Ash" not in clara.read(address)
    clara.send(f"{address}/strike/votes/0", 302)
    assert item().votes == [] and "They read it." not in meeting_path(house.root, "the-panel/2026-11-24").read_text()


def test_an_answer_becomes_an_action_that_the_body_answers_and_the_committee_closes(
    clara: Officer, clock: Any, office: Office
) -> None:
    held(clara, clock)
    clara.send(f"{MEETING}/minutes/{item().pk}/question", 302, **{
        "topic": "Knives", "asked_by": "Ada Ash", "question": "How many?", "answered_by": "The Deputy Mayor",
        "answer": "I shall write.",
        "undertaken-0-text": "Send the figures.", "undertaken-0-asked": "mopac", "undertaken-0-due": "2026-12-01",
    })  # fmt: skip
    point = ActionRecord.objects.get()
    assert point.from_question and point.who == "Mayor's Office for Policing And Crime"
    lia, max_ = Officer(office, "lia"), Officer(office, "max")
    assert "Send the figures." in lia.read("/office/asked") and "Send the figures." not in max_.read("/office/asked")
    max_.read(f"/office/asked/{point.slug}", 404)
    assert any("Send the figures" in work.title for work in works_of(office.lia))
    lia.wait(clock, 11, 28)
    lia.send(f"/office/asked/{point.slug}", 302, words="Sent on 25 November.")
    clara.wait(clock, 12, 3)
    lia.wait(clock, 12, 3)
    [told] = [one for one in waiting(works_of(office.clara), office.clara) if one.work.state.id == "claimed"]
    assert told.long == "for 5 days, since 28 November 2026", "since the body says so, not since it was asked"
    page = clara.read(f"/office/actions/{point.slug}")
    assert "MOPAC says" in page and "Sent on 25 November." in page
    clara.send(f"/office/actions/{point.slug}", 302, words="The committee has them.", what="close", at="")
    assert [one.state for one in point.words.all()] == ["open", "done"]
    assert "The committee has closed this." in lia.read(f"/office/asked/{point.slug}")


def test_a_question_is_shown_corrected_and_struck_with_what_was_undertaken_in_it(clara: Officer, clock: Any) -> None:
    held(clara, clock)
    address = f"{MEETING}/minutes/{item().pk}"
    asked = {
        "topic": "Knives",
        "asked_by": "Ada Ash",
        "question": "How mny?",
        "answered_by": "The Deputy Mayor",
        "answer": "I shall write.",
    }
    clara.send(
        f"{address}/question", 302, **asked, **{"undertaken-0-text": "Send the figures.", "undertaken-0-asked": "mopac"}
    )
    page, first = clara.read(address), ActionRecord.objects.get()
    assert "How mny?" in page and "I shall write." in page and f'href="/office/actions/{first.slug}"' in page
    assert "1 question" in clara.read(MEETING)
    assert "1 undertaking in it is followed already." in clara.read(f"{address}/questions/0")
    told = asked | {"question": "How many?", "version": str(item().version)}
    clara.send(f"{address}/questions/0", 200, **told | {"answer": ""})
    clara.send(f"{address}/questions/0", 302, **told, **{"undertaken-0-text": "Say it by ward."})
    (noted,) = item().questions
    assert noted["question"] == "How many?" and len(noted["undertakings"]) == 2 == ActionRecord.objects.count()
    assert "Somebody else changed" in clara.send(f"{address}/questions/0", 200, **told), "the form was made before"
    same = told | {"version": str(item().version)}
    assert "This is what stands there." in clara.send(f"{address}/questions/0", 200, **same)
    clara.read(f"{address}/questions/1", 404)
    clara.send(f"{address}/strike/questions/0", 302)
    assert item().questions == [] and "How many?" not in clara.read(address)
    words = [[one.state for one in point.words.all()] for point in ActionRecord.objects.all()]
    assert words == [["dropped"], ["dropped"]]
    assert "was struck from the draft minutes" in clara.read(f"/office/actions/{first.slug}")


def test_minutes_are_agreed_at_the_next_meeting_signed_by_the_chair_and_corrected_by_resolution(
    clara: Officer, clock: Any, office: Office
) -> None:
    held(clara, clock)
    clara.send(f"{MEETING}/attendance", 302, **{"there-0-name": "Ada Ash", "there-0-presence": "present"})
    clara.send(f"{MEETING}/minutes/{item().pk}", 302, minute="They red it.", outcome="noted", version="1")
    assert "No later meeting of the committee is noted as held. Once one is" in clara.read(f"{MEETING}/step/agree")
    clara.send(f"{HOME}/plan", 302, on="2026-12-15")
    later = f"{HOME}/2026-12-15"
    clara.send(f"{later}/step/call", 302, on="2026-11-24", channels="website")
    clara.send(f"{later}/items/add", 302, title="Minutes", kind="minutes")
    clara.send(f"{later}/step/dispatch", 302)
    clara.wait(clock, 12, 15)
    clara.send(f"{later}/step/hold", 302)
    refused = clara.send(f"{MEETING}/step/agree", 200, at="2026-12-15")
    assert "Nobody is on record as there at the meeting of Tuesday 15 December 2026. Note who was there" in refused
    clara.send(f"{later}/attendance", 302, **BOTH)
    clara.send(f"{MEETING}/step/agree", 302, at="2026-12-15")
    clara.read(f"{MEETING}/step/sign", 403)
    chris = Officer(office, "chris")
    assert any(work.state.id == "agreed" for work in works_of(office.chris))
    chris.send(f"{MEETING}/step/sign", 302, on="2026-12-15")
    correct = f"{MEETING}/minutes/{item().pk}/correct"
    told = {"at": "2026-12-15", "before": "red it", "after": "read of one particular caller with dementia"}
    assert "tells of one person" in clara.send(correct, 200, **told), "it is looked at before it is public"
    clara.send(correct, 302, at="2026-12-15", before="red", after="read")
    page = clara.read(f"{MEETING}/preview")
    assert "<del>red</del>" in page and "<ins>read</ins>" in page and "signed by Chris Cohen" in page
    assert page.count('Words corrected as resolved on 15 December 2026: <a href="#corrections">') == 1, (
        "whoever reads the item knows"
    )


def test_agreed_minutes_are_set_right_at_the_desk(clara: Officer, clock: Any, house: House) -> None:
    held(clara, clock)
    clara.send(f"{MEETING}/attendance", 302, **{"there-0-name": "Ada Ash", "there-0-presence": "present"})
    address = f"{MEETING}/minutes/{item().pk}"
    clara.send(address, 302, minute="They read it.", outcome="noted", version="1")
    clara.send(f"{address}/interest", 302, member="Ada Ash", kind="personal", what="Sells knives.")
    clara.send(f"{HOME}/plan", 302, on="2026-12-15")
    later = f"{HOME}/2026-12-15"
    clara.send(f"{later}/step/call", 302, on="2026-11-24", channels="website")
    clara.send(f"{later}/items/add", 302, title="Minutes", kind="minutes")
    clara.send(f"{later}/step/dispatch", 302)
    clara.wait(clock, 12, 15)
    clara.send(f"{later}/step/hold", 302)
    clara.send(f"{later}/attendance", 302, **BOTH)
    assert "correct/outcome" not in clara.read(MEETING), "a draft is written, not corrected"
    clara.send(f"{MEETING}/step/agree", 302, at="2026-12-15", seen="on")
    desk = clara.read(MEETING)
    for what in ("outcome", "votes", "interests"):
        assert f"{address}/correct/{what}" in desk
    assert "Sells knives." in clara.read(f"{address}/correct/interests")
    version = str(item().version)
    assert "until when" in clara.send(
        f"{address}/correct/outcome", 200, at="2026-12-15", outcome="deferred", version=version
    )
    clara.send(f"{address}/correct/outcome", 302, at="2026-12-15", outcome="agreed", version=version, seen="on")
    vote = {
        "votes-0-yes": "9",
        "votes-0-no": "0",
        "votes-0-abstained": "0",
        "at": "2026-12-15",
        "version": str(item().version),
    }
    assert "9 votes, and 1 voting member was there" in clara.send(f"{address}/correct/votes", 200, **vote)
    refused = clara.send(f"{address}/correct/votes", 200, **vote | {"votes-0-yes": "1"})
    assert "decided without a quorum" in refused, "it is looked at first"
    clara.send(f"{address}/correct/votes", 302, **vote | {"votes-0-yes": "1", "seen": "on"})
    told = {"at": "2026-12-15", "version": str(item().version), "interests-0-member": "", "seen": "on"}
    clara.send(f"{address}/correct/interests", 302, **told)
    record = MeetingRecord.objects.get(slug="2026-11-24")
    clara.send(f"{MEETING}/attendance/correct", 302, **{
        "at": "2026-12-15", "version": str(record.version), "seen": "on", "there-0-name": "Ada Ash", "there-0-presence": "present",
        "there-1-name": "Ben Bay", "there-1-presence": "apologies",
    })  # fmt: skip
    public = clara.client.get("/committees/the-panel/2026-11-24").content.decode()
    for words in ("its outcome", "its votes", "interests declared", "Who was there"):
        assert f"{words}, as resolved on" in public
    assert "<ins>Ben Bay: sent apologies.</ins>" in public and "<ins>Agreed.</ins>" in public
    assert clara.client.get(f"{address}/correct/weather").status_code == 404


def part_released_on(part: ExemptPart) -> str:
    part.refresh_from_db()
    assert part.released_at is not None
    return in_words(part.released_at.date())


def test_what_is_exempt_is_sealed_before_the_agenda_goes_out_and_stands_nowhere(
    clara: Officer, office: Office, house: House
) -> None:
    call(clara)
    chris = Officer(office, "chris")
    clara.send(f"{MEETING}/items/add", 302, title="The lease", kind="report")
    lease = ItemRecord.objects.get()
    wrong = clara.send(f"{MEETING}/exempt/item/{lease.pk}/add", 200, title="The lease", text="CANARY")
    blank = clara.read(f"{MEETING}/exempt/item/{lease.pk}/add")
    assert '<textarea name="grounds-0-reason"' in blank and "Everybody reads this, word for word." in blank
    for page in (blank, wrong):
        assert "as everybody may read once the agenda is out" in page and "once the decision is out" not in page
    clara.send(f"{MEETING}/exempt/item/{lease.pk}/add", 302, **{
        "title": "The lease", "text": "CANARY pounds a year.", "decided_by": "Chair", "review_on": "2027-05-01",
        "grounds-0-ground": "sch-12a|3", "grounds-0-reason": "Talks are still\r\ngoing on.",
    })  # fmt: skip
    assert ExemptPart.objects.get().reasons[0].reason == "Talks are still going on.", "in one line, as it is published"
    part, place = (
        ExemptPart.objects.get(),
        f'<li><a href="{MEETING}#item-{lease.pk}">“The lease” is not sealed yet.</a>',
    )
    assert place in clara.read(MEETING) and place in clara.read(f"{MEETING}/step/dispatch"), "with where it is sealed"
    assert "step/dispatch" not in clara.read(MEETING), "it is not offered as ready"
    assert 'Send out agenda and papers: not yet. <a href="#missing">' in clara.read(MEETING)
    clara.send(f"{MEETING}/step/dispatch", 200)
    with pytest.raises(PeelianError, match="“The lease” is not sealed yet") as refused:
        agenda.dispatch(MeetingRecord.objects.get(), by=office.by("clara"))
    assert refused.value.remedy in clara.read(MEETING) and "It is sealed first, by Chris Cohen" in refused.value.remedy
    assert f"{MEETING}/exempt/{part.pk}/seal" in chris.read(MEETING), "there it is sealed"
    chris.send(f"{MEETING}/exempt/{part.pk}/seal", 302, version=part.version)
    assert "not sealed yet" not in clara.read(MEETING) and "step/dispatch" in clara.read(MEETING)
    clara.send(f"{MEETING}/step/dispatch", 302)
    shown = shelf(house.root, house.pack).meeting("the-panel/2026-11-24").items[0]
    assert shown.title == "The lease" and shown.stub is not None and shown.stub.grounds[0].paragraph == "3"
    written = meeting_path(house.root, "the-panel/2026-11-24").read_text(encoding="utf-8")
    for text in (written, clara.read(MEETING), clara.read(f"{MEETING}/preview?all")):
        assert "CANARY" not in text
    assert "withheld; to be looked at again by 1 May 2027" in clara.read(MEETING)
    chris.send(f"/office/exempt/{part.pk}/release", 302, reason="The lease is let.")
    page = clara.read(MEETING)
    assert f"released on {part_released_on(part)}" in page and "to be looked at again" not in page


def test_a_member_reads_drafts_and_changes_nothing_and_others_see_nothing(clara: Officer, office: Office) -> None:
    call(clara)
    clara.send(f"{MEETING}/items/add", 302, title="Knife crime", kind="report")
    mina = Officer(office, "mina")
    page = mina.read(MEETING)
    assert "Knife crime" in page and "Add an item" not in page
    mina.read(f"{MEETING}/items/add", 403)
    hanna = Officer(office, "hanna")
    hanna.read(MEETING, 404)
    assert "The Panel" not in hanna.read("/office/committees")


def test_the_search_finds_meetings_for_who_may_see_them(clara: Officer, office: Office) -> None:
    call(clara)
    clara.send(f"{MEETING}/items/add", 302, title="Knife crime in parks", kind="report")
    assert "Knife crime in parks" in clara.read("/office/search?q=parks")
    assert "Knife crime in parks" not in Officer(office, "hanna").read("/office/search?q=parks")


def test_a_meeting_that_is_put_off_leads_to_its_new_day(clara: Officer) -> None:
    with_agenda(clara)
    clara.send(f"{MEETING}/step/postpone", 302, to="2026-12-01", reason="The chamber is flooded.")
    assert MeetingRecord.objects.get(slug="2026-12-01").items.count() == 1
    assert re.search("Postponed", clara.read(MEETING)) and "The chamber is flooded." in clara.read(MEETING)


def test_what_people_write_in_markdown_is_read_as_such_and_as_nothing_else(clara: Officer, clock: Any) -> None:
    held(clara, clock)
    clara.send(f"{MEETING}/attendance", 302, **{"there-0-name": "Ada Ash", "there-0-presence": "present"})
    said = "They *read* it:\n\n1. the figures,\n2. the map.\n\n|a|b|\n|--|--:|\n|1|2|\n\n"
    said += "[x](javascript:alert)\n\n<script>alert(1)</script>"
    clara.send(f"{MEETING}/minutes/{item().pk}", 302, minute=said, outcome="noted", version="1")
    page = clara.read(f"{MEETING}/preview?all")
    assert "<em>read</em>" in page and "<ol>" in page and '<td class="right">2</td>' in page
    assert "<p>x</p>" in page and "<script>alert" not in page and "javascript:" not in page and "style=" not in page


def test_a_step_that_is_closed_says_why_and_what_would_open_it(clara: Officer) -> None:
    for name, said in {
        "dispatch": "The meeting is not called yet. Call it first",
        "hold": "Call it, and send out its agenda, first.",
        "open": "They are begun once the meeting is noted as held.",
        "agree": "They are begun once the meeting is noted as held.",
    }.items():
        assert said in clara.read(f"{MEETING}/step/{name}")
    page = clara.read(f"{MEETING}/step/hold")
    assert '<span aria-current="page">Note that it was held</span>' in page and 'href=""' not in page, (
        "no link leads nowhere"
    )
    with_agenda(clara)
    assert "It is called already, with notice of 2 November 2026." in clara.read(f"{MEETING}/step/call")
    assert "The agenda is out already." in clara.read(f"{MEETING}/step/dispatch")
    assert "It can be noted as held from 24 November 2026 on." in clara.read(f"{MEETING}/step/hold")


def test_short_notice_is_asked_about_before_anything_is_sent(clara: Officer, clock: Any) -> None:
    assert "short notice" not in clara.read(f"{MEETING}/step/call")
    clara.wait(clock, 11, 17, 9)
    page = clara.read(f"{MEETING}/step/call")
    assert "Why it is at short notice" in page and "unless notice was given by Monday 16 November 2026" in page


def test_an_area_that_is_typed_twice_is_kept_once_and_closes_no_page(clara: Officer) -> None:
    told = {"title": "The Panel", "kind": "assembly-committee", "clear_days": "5", "version": "1"}
    clara.send(f"{HOME}/settings", 302, areas="E12000007, E12000007,", **told)
    assert CommitteeRecord.objects.get(pk="the-panel").areas == ["E12000007"]
    assert clara.client.get("/committees/the-panel").status_code == 200


def test_a_paper_that_is_out_is_withdrawn_with_a_reason(clara: Officer) -> None:
    with_agenda(clara)
    paper = PaperRecord.objects.get()
    address = f"{MEETING}/papers/{paper.pk}/withdraw"
    assert "Everybody reads it beside the title." in clara.read(address)
    assert "Say why, in a few words." in clara.send(address, 200, reason="")
    clara.send(address, 302, reason="It names a child.")
    assert "It names a child." in clara.read(MEETING)


def test_a_paper_that_is_out_is_not_withheld_any_more(clara: Officer) -> None:
    call(clara)
    clara.send(f"{MEETING}/items/add", 302, title="Knife crime", kind="report")
    clara.send(f"{MEETING}/items/{ItemRecord.objects.get().pk}/papers", 302, title="Report", text="Fewer knives.")
    paper = PaperRecord.objects.get()
    address = f"{MEETING}/exempt/paper/{paper.pk}/add"
    assert address in clara.read(MEETING) and "<form" in clara.read(address)
    clara.send(f"{MEETING}/step/dispatch", 302)
    assert address not in clara.read(MEETING) and f"{MEETING}/papers/{paper.pk}/withdraw" in clara.read(MEETING)
    told = {"title": "It", "text": "CANARY", "decided_by": "Chair", "review_on": "2027-05-01",
            "grounds-0-ground": "sch-12a|3", "grounds-0-reason": "Talks."}  # fmt: skip
    for page in (clara.read(address), clara.send(address, 200, **told)):
        assert "what it says is public. It can be withdrawn with a reason" in page and 'name="text"' not in page
    assert not ExemptPart.objects.exists()
    clara.send(f"{MEETING}/papers/{paper.pk}/withdraw", 302, reason="It names a child.")
    assert "nobody reads a word of it any more" in clara.read(address)


def test_a_paper_that_comes_late_without_its_text_can_be_withheld_until_it_is_withdrawn(clara: Officer) -> None:
    with_agenda(clara)
    clara.send(
        f"{MEETING}/items/{ItemRecord.objects.first().pk}/papers",
        302,
        title="The bids",
        kind="late",
        reason="They came today.",
    )
    paper = PaperRecord.objects.get(title="The bids")
    address = f"{MEETING}/exempt/paper/{paper.pk}/add"
    assert address in clara.read(MEETING) and "<form" in clara.read(address)
    clara.send(f"{MEETING}/papers/{paper.pk}/withdraw", 302, reason="They were mixed up.")
    assert address not in clara.read(MEETING) and "was withdrawn" in clara.read(address)


def test_a_meeting_without_a_quorum_is_adjourned_in_one_step(clara: Officer, clock: Any) -> None:
    with_agenda(clara)
    clara.wait(clock, 11, 24)
    assert f"{MEETING}/step/adjourn" in clara.read(MEETING), "one that is not noted as held can be adjourned too"
    clara.send(f"{MEETING}/step/hold", 302, ends="10:20")
    clara.send(f"{MEETING}/attendance", 302, **{"there-0-name": "Ada Ash", "there-0-presence": "present"})
    page = clara.read(MEETING)
    assert (
        "There was no quorum" in page and "1 voting member was there; 2 are the quorum. 1 item can stand over." in page
    )
    page = clara.read(f"{MEETING}/step/adjourn")
    assert 'value="1 voting member was there; 2 are the quorum."' in page and 'value="10:20"' in page
    assert page.count("checked") == 2, "for want of a quorum; the item"
    told = {"at": "10:20", "inquorate": "on", "reason": "1 voting member was there; 2 are the quorum.", "items": ["1"]}
    assert "Say which items" in clara.send(f"{MEETING}/step/adjourn", 200, **told | {"items": []})
    assert "It began at 10:00." in clara.send(f"{MEETING}/step/adjourn", 200, **told | {"at": "09:00"})
    assert "Nothing" not in clara.send(f"{MEETING}/step/adjourn", 302, **told)
    page = clara.read(MEETING)
    assert (
        "Adjourned, minutes draft" in page
        and "Stands over." in page
        and "When it goes on is still to be fixed." in page
    )
    assert "There was no quorum" not in page and f"{MEETING}/step/adjourn" not in page
    assert "When it goes on: to be fixed" in [work.state.title for work in works_of(clara.person)]
    clara.send(f"{MEETING}/step/resume", 302, to="2026-12-08", begins="14:00")
    assert 'href="/office/committees/the-panel/2026-12-08"' in clara.read(MEETING)
    assert "It goes on with the sitting of 24 November 2026" in clara.read(f"{HOME}/2026-12-08")
    assert "It goes on on 8 December 2026. Postpone that sitting" in clara.read(f"{MEETING}/step/resume")
    assert "It was not adjourned." in clara.read(f"{HOME}/2026-12-08/step/resume")
    undo = f"{MEETING}/step/not-adjourned"
    assert undo in clara.read(MEETING) and "It was not adjourned." in clara.read(
        f"{HOME}/2026-12-08/step/not-adjourned"
    )
    said = clara.send(undo, 200)
    assert "Say why" in said and "It goes on on Tuesday 8 December 2026, 14:00" in said, "what is taken back"
    clara.send(undo, 302, reason="It was the meeting before.")
    page = clara.read(MEETING)
    assert "Held, minutes draft" in page and "took back that a meeting was adjourned" in page and undo not in page
    assert "Taken back" in clara.read(f"{HOME}/2026-12-08")


def test_the_rule_of_a_committee_changes_from_a_day_on(clara: Officer) -> None:
    page = clara.read(f"{HOME}/rules")
    assert "Always: quorum 2, 5 clear days." in page and 'value="5"' in page
    assert page.count('class="govuk-input govuk-input--width-5"') == 2, "a number is asked for in a field of its size"
    told = {"since": "2026-11-20", "quorum": "3", "clear_days": "7"}
    clara.send(f"{HOME}/rules", 302, **told)
    assert "From 20 November 2026: quorum 3, 7 clear days" in clara.read(f"{HOME}/rules")
    assert "A rule from Friday 20 November 2026 on is there." in clara.send(f"{HOME}/rules", 200, **told)
    assert "“From which day” is empty" in clara.send(f"{HOME}/rules", 200, **told | {"since": ""})
    assert "A quorum of nobody is none" in clara.send(
        f"{HOME}/rules", 200, **told | {"since": "2026-11-21", "quorum": "0"}
    )
    desk = clara.read(HOME)
    assert "Rule from 20 November 2026" in desk and "<dd>2</dd>" in desk, "today it is the one before"
    assert "Thursday 12 November 2026" in clara.read(MEETING), "seven clear days before 24 November"
    clara.send(f"{HOME}/rules/2026-11-20/remove", 302)
    assert "Always: quorum 2" in clara.read(f"{HOME}/rules") and "16 November 2026" in clara.read(MEETING)
    clara.send(f"{HOME}/rules/nonsense/remove", 404)
    assert "A quorum of 99 is never there" in clara.send(f"{HOME}/rules", 200, **told | {"quorum": "99"})
    past = told | {"since": "2026-10-01"}
    assert "is past: meetings that were held since" in clara.send(f"{HOME}/rules", 200, **past)
    clara.send(f"{HOME}/rules", 302, **past, reason="The constitution says so.")
    assert "Why it was a mistake" in clara.read(f"{HOME}/rules")
    clara.send(f"{HOME}/rules/2026-10-01/remove", 302)
    assert "From 1 October 2026" in clara.read(f"{HOME}/rules"), "no reason was given"
    clara.send(f"{HOME}/rules/2026-10-01/remove", 302, reason="It was another committee.")
    assert "From 1 October 2026" not in clara.read(f"{HOME}/rules")


def public(clerk: Officer) -> str:
    return str(clerk.client.get("/committees/the-panel/2026-11-24").content.decode())


def test_a_meeting_that_was_not_called_in_time_and_did_happen_is_noted_as_held_and_says_so(
    clara: Officer, clock: Any
) -> None:
    clara.send(f"{MEETING}/items/add", 302, title="Knife crime", kind="report", recommended="Note the report.")
    clara.wait(clock, 11, 26)
    assert "Note that it was held" in clara.read(MEETING) and "has not been called" not in clara.read(MEETING)
    page = clara.read(f"{MEETING}/step/hold")
    assert (
        "No notice of it is on record, and its agenda is not out. Everybody reads that, and what you say here." in page
    )
    assert "Say why, in a few words." in clara.send(f"{MEETING}/step/hold", 200, reason="")
    clara.send(f"{MEETING}/step/hold", 302, reason="The officer was ill.", ends="12:00")
    said = public(clara)
    assert "No notice of this meeting is on record, so nobody can tell whether it was lawfully called." in said
    assert "Agenda and papers were opened on 26 November 2026, after the meeting, and not before it." in said
    assert "<p>Why: The officer was ill.</p>" in said and "Knife crime" in said
    record = MeetingRecord.objects.get()
    assert (record.state, record.minutes, record.notice_on) == ("held", "draft", None)


def test_a_notice_that_was_given_and_not_recorded_is_recorded_later_and_says_so(clara: Officer, clock: Any) -> None:
    clara.send(f"{MEETING}/items/add", 302, title="Knife crime", kind="report")
    clara.wait(clock, 11, 26)
    hold, told = f"{MEETING}/step/hold", {"reason": "Nobody noted it."}
    assert "Say when it was given." in clara.send(hold, 200, channels="website", **told)
    assert "No channel is named." in clara.send(hold, 200, notice_on="2026-11-10", **told)
    assert "The notice is not before the meeting." in clara.send(
        hold, 200, notice_on="2026-11-25", channels="website", **told
    )
    clara.send(hold, 302, notice_on="2026-11-10", channels="website", **told)
    said = public(clara)
    assert "Called on 10 November 2026, by website" in said
    assert "Why: Its notice was recorded on Thursday 26 November 2026, not before it. Nobody noted it." in said


def test_a_meeting_that_was_called_and_whose_agenda_never_went_out_is_not_stuck_either(
    clara: Officer, clock: Any
) -> None:
    call(clara)
    clara.wait(clock, 11, 26)
    assert "Note that it was held, with why its agenda was not out" in clara.read(f"{MEETING}/step/dispatch")
    assert "The agenda has no item." in clara.read(f"{MEETING}/step/hold"), "what it considered is written first"
    clara.send(f"{MEETING}/items/add", 302, title="Knife crime", kind="report")
    page = clara.read(f"{MEETING}/step/hold")
    assert "Its agenda is not out. Everybody reads that" in page and "Notice was given on" not in page
    clara.send(f"{MEETING}/step/hold", 302, reason="It was forgotten.")
    assert "opened on 26 November 2026, after the meeting" in public(clara)
