"""An agenda goes out, and a worker prints its pack; what comes later goes out as a pack of its own."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import time_machine
from django.test import Client
from tests.support.committed import _followed  # noqa: F401  files follow each action
from tests.support.documents import quarter
from tests.support.office import Office, with_second_factor

from peelian.audit.models import Event
from peelian.core.acting import COMMAND
from peelian.core.actions import give_area
from peelian.core.exempt.actions import keep, seal
from peelian.core.exempt.records import Ground
from peelian.core.following import sealed
from peelian.core.jobs.models import Job
from peelian.core.jobs.working import run
from peelian.core.workflow import WrongStep
from peelian.documents import dispatching, jobs
from peelian.documents.checking import read, strings_of
from peelian.documents.dispatching import file_of, sent
from peelian.documents.jobs import PRINT, ask_for_lost
from peelian.figures.errors import PeelianError
from peelian.figures.house import House
from peelian.localities.actions import set_rule
from peelian.localities.publishing import put, text_of
from peelian.scrutiny.meetings import agenda, committees, life
from peelian.scrutiny.meetings.models import MeetingRecord, PaperRecord
from peelian.scrutiny.meetings.shelf import shelf

pytestmark = pytest.mark.django_db
ID, ADDRESS = "the-panel/2026-11-24", "/committees/the-panel/2026-11-24"


@pytest.fixture
def clock() -> Iterator[Any]:
    with time_machine.travel(dt.datetime(2026, 11, 2, 12, tzinfo=dt.UTC), tick=False) as traveller:
        yield traveller


@pytest.fixture
def house(tmp_path: Path, settings: Any) -> Path:
    settings.PEELIAN_DATA, settings.PEELIAN_EXEMPT_KEY = tmp_path, ""
    return tmp_path


@pytest.fixture
def office(db: Any, clock: Any, house: Path) -> Office:
    return Office()


@pytest.fixture
def meeting(office: Office) -> MeetingRecord:
    """Called, with a report on its agenda, which is out."""
    by = office.by("clara")
    panel = committees.found(
        office.organisation("london-assembly-pcc"), "the-panel", title="The Panel", kind="assembly-committee", quorum=2,
        areas=["E12000007"], by=by,
    )  # fmt: skip
    kept = life.call(life.plan(panel, dt.date(2026, 11, 24), begins=dt.time(10), place="City Hall", by=by),
                     dt.date(2026, 11, 2), ["website"], by=by)  # fmt: skip
    item = agenda.add_item(kept, "Knife crime", kind="report", recommended="Note the report.", by=by)
    agenda.add_paper(item, "Report on knife crime", text="Fewer knives.", by=by)
    return agenda.dispatch(kept, by=by)


def work_off() -> list[dict[str, Any]]:
    """Do what waits of packs; returns what came of each."""
    done = []
    for waiting in Job.objects.filter(kind=PRINT, state="waiting").order_by("pk"):
        run(waiting.pk)
        waiting.refresh_from_db()
        assert waiting.state == "done", waiting.error
        done.append(waiting.result)
    return done


def test_an_agenda_that_goes_out_is_printed_by_a_worker(meeting: MeetingRecord, house: Path) -> None:
    assert Client().get(f"{ADDRESS}/pack.pdf").status_code == 404, "not printed yet"
    assert work_off() == [{"meeting": ID, "pack": 1, "pages": 1}]
    [one] = sent(house, ID)
    assert one.papers == {("1", "report-on-knife-crime"): (1, 1)}
    answer = Client().get(f"{ADDRESS}/pack.pdf")
    assert (answer.status_code, answer.headers["Content-Type"]) == (200, "application/pdf")
    assert answer.headers["Content-Disposition"] == 'inline; filename="the-panel-2026-11-24-agenda.pdf"'
    reading = read(answer.content)
    assert reading.faults == () and "Fewer knives." in reading.texts[2]
    assert Client().get(f"{ADDRESS}/pack.pdf", headers={"If-None-Match": answer.headers["ETag"]}).status_code == 304


def test_what_comes_later_is_a_pack_of_its_own_whose_pages_go_on(
    meeting: MeetingRecord, house: Path, office: Office
) -> None:
    work_off()
    item = meeting.items.get()
    agenda.add_paper(item, "Figures", kind="late", text="Forty-one.", reason="They came today.", by=office.by("clara"))
    assert work_off() == [{"meeting": ID, "pack": 2, "pages": 2}]
    first, second = sent(house, ID)
    assert second.is_supplementary and second.papers == {("1", "figures"): (2, 2)}
    assert "Forty-one." not in " ".join(read(file_of(house, first).path.read_bytes()).texts), (
        "what went out stays what it was"
    )
    later = read(Client().get(f"{ADDRESS}/pack-2.pdf").content)
    assert "Forty-one." in later.texts[2] and later.labels == ("i", "ii", "2")
    assert Client().get(f"{ADDRESS}/pack-3.pdf").status_code == 404
    page = Client().get(ADDRESS).content.decode()
    assert f'<a href="{ADDRESS}/pack.pdf">The agenda pack (PDF, 1 page of papers)</a>' in page
    assert f'<a href="{ADDRESS}/pack-2.pdf">Papers that came later, 1 (PDF)</a>' in page


def test_what_comes_later_bears_the_day_on_which_it_went_out(
    meeting: MeetingRecord, house: Path, office: Office, clock: Any
) -> None:
    work_off()
    clock.move_to(dt.datetime(2026, 11, 19, 9, tzinfo=dt.UTC))
    agenda.add_paper(
        meeting.items.get(), "Figures", kind="late", text="Forty-one.", reason="They came today.", by=office.by("clara")
    )
    work_off()
    first, second = sent(house, ID)
    assert [one.pack["dispatched_at"][:10] for one in (first, second)] == ["2026-11-02", "2026-11-19"]


def test_a_pack_is_asked_for_when_what_came_lies_in_the_files(
    meeting: MeetingRecord, house: Path, office: Office, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[int] = []
    monkeypatch.setattr(
        agenda,
        "DISPATCHED",
        [lambda _: seen.append(len(shelf(house, settings.PEELIAN_PACK).meeting(ID).items[0].papers))],
    )
    agenda.add_paper(
        meeting.items.get(), "Figures", kind="late", text="Forty-one.", reason="They came today.", by=office.by("clara")
    )
    assert seen == [2], "a worker that is quick would find nothing that came, and print nothing"


def test_a_pack_that_a_killed_process_never_asked_for_is_asked_for_at_the_next_start(
    meeting: MeetingRecord, house: Path, office: Office, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    place = House(house, settings.PEELIAN_PACK)
    assert ask_for_lost(place) == [], "it waits already"
    work_off()
    assert ask_for_lost(place) == [], "it is printed"
    monkeypatch.setattr(agenda, "DISPATCHED", [])
    agenda.add_paper(
        meeting.items.get(), "Figures", kind="late", text="Forty-one.", reason="They came today.", by=office.by("clara")
    )
    assert ask_for_lost(place) == [ID]
    assert work_off() == [{"meeting": ID, "pack": 2, "pages": 2}]
    assert ask_for_lost(place) == []


def test_a_job_that_is_done_again_sends_nothing_twice(meeting: MeetingRecord, house: Path) -> None:
    work_off()
    agenda.DISPATCHED[-1](meeting)
    assert work_off() == [{"meeting": ID, "pack": None, "pages": None}]
    assert len(sent(house, ID)) == 1


def test_a_file_that_is_lost_is_printed_again_and_is_the_same(meeting: MeetingRecord, house: Path) -> None:
    work_off()
    [one] = sent(house, ID)
    assert dispatching.check(house) == []
    file_of(house, one).path.unlink()
    assert dispatching.check(house) == [f"the printed file of {ID}.1.json is not there, or not what went out"]
    again = file_of(house, one)
    assert (again.sha256, again.ranges) == (one.sha256, one.ranges)
    assert dispatching.check(house) == []


def test_a_pack_that_was_altered_is_not_shown(meeting: MeetingRecord, house: Path) -> None:
    work_off()
    path = house / "scrutiny" / "packs" / f"{ID}.1.json"
    held = json.loads(path.read_text(encoding="utf-8"))
    held["pack"]["items"][0]["papers"][0]["text"] = "More knives."
    path.write_text(json.dumps(held), encoding="utf-8")
    with pytest.raises(PeelianError, match="not what went out"):
        dispatching.sent(house, ID)
    assert dispatching.check(house) == ["2026-11-24.1.json is not what went out: its seal does not hold"]
    assert Client().get(f"{ADDRESS}/pack.pdf").status_code >= 400


@pytest.fixture
def area(office: Office) -> None:
    """Havering covers its borough, and reports of 2016/17."""
    give_area(office.organisation("havering"), "E09000016", dt.date(2016, 4, 1), by=COMMAND)
    rule = {"title": "Rating", "amber": "movement", "unchanged": "amber", "compared_with": "previous quarter"}
    set_rule(office.organisation("havering"), "FY2016-17", two_sided=False, source="Board paper", **rule, by=COMMAND)


@pytest.mark.usefixtures("area")
def test_a_report_that_is_not_published_does_not_go_out_later_either(meeting: MeetingRecord, office: Office) -> None:
    with pytest.raises(
        PeelianError, match="“Quarter 3” is the quarterly report havering:FY2016-17-Q3, which is not published"
    ):
        agenda.add_paper(meeting.items.get(), "Quarter 3", kind="late", quarter="havering:FY2016-17-Q3", reason="It came today.",
                         by=office.by("clara"))  # fmt: skip


@pytest.mark.usefixtures("area")
def test_an_agenda_with_a_report_waits_until_the_report_is_published(
    meeting: MeetingRecord, office: Office, house: Path
) -> None:
    by = office.by("clara")
    moved = life.postpone(meeting, dt.date(2026, 12, 1), by=by, reason="Flood.")
    agenda.add_paper(moved.items.get(), "Quarter 3", quarter="havering:FY2016-17-Q3", by=by)
    life.call(moved, dt.date(2026, 11, 2), ["website"], by=by)
    assert "which is not published: publish it first, or take" in desk_of(office, "2026-12-01")
    with pytest.raises(PeelianError, match="which is not published"):
        agenda.dispatch(moved, by=by)
    put(house, text_of(sealed({key: value for key, value in quarter().items() if key != "seal"})))
    assert "which is not published" not in desk_of(office, "2026-12-01")
    agenda.dispatch(moved, by=by)
    [*_, last] = work_off()
    assert last["meeting"] == "the-panel/2026-12-01" and last["pack"] == 1


@pytest.mark.parametrize(
    ("named", "said"),
    [
        ("FY2016-17-Q3", "FY2016-17-Q3 names no quarterly report. Write whose it is"),
        ("havering:FY2016-17-Q9", "names no quarterly report"),
        ("havering:FY2016-19-Q3", "names no quarterly report"),
        ("havering:../*", "names no quarterly report"),
        ("barchester:FY2016-17-Q3", "No organisation here is called barchester. Name the borough"),
        ("havering:FY2016-17-Q3", "Havering covers no areas today; a quarterly report is of one"),
    ],
)
def test_a_paper_is_no_report_that_nobody_here_can_publish(
    meeting: MeetingRecord, office: Office, named: str, said: str
) -> None:
    by = office.by("clara")
    moved = life.postpone(meeting, dt.date(2026, 12, 1), by=by, reason="Flood.")
    address = f"/office/committees/the-panel/2026-12-01/items/{moved.items.get().pk}/papers"
    answer = signed_in(office, "clara").post(address, {"title": "Quarter 3", "quarter": named})
    assert answer.status_code == 200 and said in answer.content.decode()
    paper = moved.items.get().papers.get()
    with pytest.raises(PeelianError):
        agenda.write_paper(paper, version=1, quarter=named, by=by)


def desk_of(office: Office, day: str, name: str = "clara") -> str:
    return str(signed_in(office, name).get(f"/office/committees/the-panel/{day}").content.decode())


def numbered(meeting: MeetingRecord, office: Office, pages: int) -> MeetingRecord:
    """The same for another day, with its paper counted by hand, out again."""
    by = office.by("clara")
    moved = life.postpone(meeting, dt.date(2026, 12, 1), by=by, reason="Flood.")
    agenda.add_paper(moved.items.get(), "A map", link="https://maps.example/1", by=by)
    agenda.page(
        moved, dict.fromkeys(PaperRecord.objects.filter(item__meeting=moved).values_list("pk", flat=True), pages), by=by
    )
    life.call(moved, dt.date(2026, 11, 2), ["website"], by=by)
    return agenda.dispatch(moved, by=by)


def pages_in(meeting: MeetingRecord) -> list[tuple[int | None, int | None]]:
    return list(
        PaperRecord.objects.filter(item__meeting=meeting).values_list("first_page", "last_page").order_by("place")
    )


def test_pages_that_were_counted_by_hand_give_way_to_those_that_are_printed(
    meeting: MeetingRecord, office: Office, house: Path
) -> None:
    moved, address = numbered(meeting, office, 5), "/committees/the-panel/2026-12-01"
    page = Client().get(address).content.decode()
    assert pages_in(moved) == [(1, 5), (6, 10)]
    assert "with 2 papers of 10 pages" in page and "Page numbers are as the agenda gives them." in page
    work_off()
    assert pages_in(moved) == [(1, 1), (None, None)], "a map that is elsewhere has no page in the pack"
    page = Client().get(address).content.decode()
    assert "with 2 papers of 1 page." in page and "PDF, 1 page of papers" in page and "pages 1 to 5" not in page
    assert "Page numbers are those of the printed pack." in page
    agenda.add_paper(
        moved.items.get(), "Figures", kind="late", text="Forty-one.", reason="Today.", by=office.by("clara")
    )
    work_off()
    assert pages_in(moved)[2] == (2, 2)


def test_a_worker_that_is_killed_behind_the_printing_takes_the_pages_over_when_it_comes_back(
    meeting: MeetingRecord, office: Office, house: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    moved = numbered(meeting, office, 5)
    waiting = Job.objects.filter(kind=PRINT).order_by("pk").last()
    assert waiting
    with monkeypatch.context() as killed:
        killed.setattr(jobs, "take_pages", lambda *_, **__: 1 / 0)
        run(waiting.pk)
    assert sent(house, "the-panel/2026-12-01") and pages_in(moved)[0] == (1, 5)
    jobs.print_again(moved, by=office.by("clara"))
    work_off()
    assert pages_in(moved)[0] == (1, 1)


def test_a_pack_that_cannot_be_printed_is_told_of_on_the_desk_and_the_board_and_printed_again(
    meeting: MeetingRecord, office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert "A pack is being printed." in desk_of(office, "2026-11-24")

    def fails(*_: Any, **__: Any) -> None:
        raise PeelianError("no-fonts", "The fonts are not there.", "Build them.")

    [waiting] = Job.objects.filter(kind=PRINT)
    with monkeypatch.context() as broken:
        broken.setattr(dispatching, "kept", fails)
        run(waiting.pk)
    page = desk_of(office, "2026-11-24")
    assert "The pack is not printed" in page and "The fonts are not there. Build them." in page
    assert "Print it again" in page and "Print it again" not in desk_of(office, "2026-11-24", "mina")
    board = signed_in(office, "clara").get("/office").content.decode()
    assert "Your background work: 1 failed" in board and "The fonts are not there." in board
    assert "1 failed" not in signed_in(office, "dora").get("/office").content.decode(), "not of her committee"
    again = "/office/committees/the-panel/2026-11-24/packs/print"
    assert signed_in(office, "mina").post(again).status_code == 403
    signed_in(office, "clara").post(again)
    assert work_off() == [{"meeting": ID, "pack": 1, "pages": 1}]
    page = desk_of(office, "2026-11-24")
    assert "The pack is not printed" not in page and "Agenda pack, 1 page" in page
    assert "1 failed" not in signed_in(office, "clara").get("/office").content.decode()


SECRET = "The landlord of the Copper Kettle has agreed."


@pytest.fixture
def private(office: Office, house: Path) -> MeetingRecord:
    """A meeting whose agenda is out, with a paper that is exempt."""
    by = office.by("clara")
    body = office.organisation("london-assembly-pcc")
    panel = committees.found(
        body, "the-panel", title="The Panel", kind="assembly-committee", quorum=2, areas=["E12000007"], by=by
    )
    kept = life.call(life.plan(panel, dt.date(2026, 11, 24), begins=dt.time(10), place="City Hall", by=by),
                     dt.date(2026, 11, 2), ["website"], by=by)  # fmt: skip
    item = agenda.add_item(kept, "Premises", kind="report", recommended="Decide.", by=by)
    paper = agenda.add_paper(item, "Premises under review", by=by)
    ground = Ground("sch-12a", "7", "naming the premises would warn those concerned")
    part = keep(
        paper.key,
        body,
        "Premises under review",
        SECRET,
        [ground],
        "Head of Committee Services",
        dt.date(2027, 5, 1),
        by=by,
    )
    seal(part, by=office.by("chris"))
    return agenda.dispatch(kept, by=by)


def signed_in(office: Office, name: str) -> Client:
    """Somebody of the cast, with a second factor."""
    client, person = Client(), office.person(name)
    with_second_factor(person)
    client.force_login(person)
    return client


def words_in(content: bytes) -> str:
    return " ".join(" ".join(text.split()) for _, text in strings_of(content))


def test_who_may_read_what_is_exempt_gets_a_copy_of_their_own(
    private: MeetingRecord, house: Path, office: Office
) -> None:
    work_off()
    assert "Copper Kettle" not in words_in(Client().get(f"{ADDRESS}/pack.pdf").content)
    address = "/office/committees/the-panel/2026-11-24/packs/1/restricted"
    for name in ("clara", "mina"):
        answer = signed_in(office, name).post(address)
        assert answer.headers["Cache-Control"] == "private, no-store"
        assert "Copper Kettle" in words_in(answer.content) and read(answer.content).faults == ()
    for name, status in (("lia", 403), ("hanna", 404)):
        answer = signed_in(office, name).post(address)
        assert (answer.status_code, b"Copper Kettle" in answer.content) == (status, False), name
    assert not [path for path in house.rglob("*") if path.is_file() and b"Copper Kettle" in path.read_bytes()]
    assert Event.objects.filter(action="exempt.read").count() == 2, "each reading is on record"
    assert signed_in(office, "clara").get(address).status_code == 405
    assert (
        "Print a copy with what is exempt"
        in signed_in(office, "clara").get("/office/committees/the-panel/2026-11-24").content.decode()
    )


def test_a_paper_that_is_withdrawn_stands_in_no_pack_and_on_no_page_but_by_title_and_why(
    meeting: MeetingRecord, house: Path, office: Office
) -> None:
    by, paper = office.by("clara"), meeting.items.get().papers.get()
    work_off()
    before = Client().get(f"{ADDRESS}/pack.pdf")
    with pytest.raises(PeelianError, match="needs a reason"):
        agenda.withdraw_paper(paper, by=by)
    agenda.withdraw_paper(paper, by=by, reason="It names a child.")
    with pytest.raises(PeelianError, match="withdrawn already"):
        agenda.withdraw_paper(paper, by=by, reason="Again.")
    after = Client().get(f"{ADDRESS}/pack.pdf")
    assert after.headers["ETag"] != before.headers["ETag"]
    said = " ".join(read(after.content).texts)
    assert "Fewer knives." not in said and "Withdrawn on 2 November 2026: It names a child." in said
    page = Client().get(ADDRESS).content.decode()
    assert "Fewer knives." not in page and "Report on knife crime" in page and "It names a child." in page
    assert "Fewer knives." not in json.dumps(
        [path.read_text() for path in (house / "scrutiny" / "meetings").rglob("*.json")]
    )
    assert Client().get(f"/oparl/v1.1/file/{ID}/paper-report-on-knife-crime").json()["deleted"] is True
    changed = (
        Client().get("/oparl/v1.1/body/london-assembly-pcc/file?modified_since=2000-01-01T00:00:00Z").json()["data"]
    )
    assert [one["id"].rpartition("/")[2] for one in changed if one.get("deleted")] == ["paper-report-on-knife-crime"]
    assert Client().get(f"/oparl/v1.1/file/{ID}/paper-report-on-knife-crime/text").status_code == 404
    moved = life.postpone(meeting, dt.date(2026, 12, 1), by=by, reason="Flood.")
    assert moved.items.get().papers.get().text == ""


def test_a_paper_that_went_out_is_withdrawn_and_not_withheld(
    meeting: MeetingRecord, house: Path, office: Office
) -> None:
    paper = meeting.items.get().papers.get()
    work_off()
    with pytest.raises(WrongStep, match="withdrawn with a reason"):
        keep(
            paper.key, office.organisation("london-assembly-pcc"), "Report", "More.", [Ground("sch-12a", "3", "Talks.")],
            "Chair", dt.date(2027, 3, 1), by=office.by("clara"),
        )  # fmt: skip
    said = " ".join(read(Client().get(f"{ADDRESS}/pack.pdf").content).texts)
    assert "Fewer knives." in said
