"""Papers are read in at the desk: Havering's pack of 2017, a month of MOPAC's, made-up ones; each is taken in or rejected."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile

from peelian.core.acting import COMMAND, NotAllowed
from peelian.core.jobs.models import Job
from peelian.core.jobs.uploads import held
from peelian.core.jobs.working import run
from peelian.figures.errors import PeelianError
from peelian.figures.house import House
from peelian.reading import read_bytes
from peelian.scrutiny.importing import import_papers, reading_in
from peelian.scrutiny.importing.confirming_papers import Wish, confirm_papers
from peelian.scrutiny.jobs import ask_to_read_papers
from peelian.scrutiny.ledger.models import ActivityRecord
from peelian.scrutiny.meetings import committees
from peelian.scrutiny.meetings.content import committee_of, meeting_of
from peelian.scrutiny.meetings.models import ActionRecord, CommitteeRecord, MeetingRecord
from peelian.scrutiny.meetings.papers import PapersDocument, PapersProposal
from peelian.scrutiny.meetings.rules import quorum_of
from peelian.scrutiny.meetings.shelf import shelf
from peelian.workspace.boards import works_of
from tests.support.committed import _followed  # noqa: F401  files follow each action
from tests.support.office import Office
from tests.web.test_people_pages import Clerk

HOME = "/office/committees/sub-committee/papers"
FORWARD = [144, 158, 168, 170, 172, 178, 180, 188, 196, 235, 257]
"""Lines of the pack on which its minutes say what is to be done (N42)."""


class Officer(Clerk):
    """Somebody who uploads papers and decides on them."""

    def upload(self, name: str, content: bytes, status: int = 302) -> str:
        """What the page of the job says once a worker has read them, and the list behind it; where it is refused, the form."""
        answer: Any = self.client.post(f"{HOME}/read-in", {"file": SimpleUploadedFile(name, content)})
        assert answer.status_code == status, answer.content.decode()[:2000]
        if status != 302:
            return str(answer.content.decode())
        job = Job.objects.latest("pk")
        assert answer["Location"] == f"/office/jobs/{job.pk}"
        run(job.pk)
        return self.read(answer["Location"]) + self.read(HOME)

    def decide(self, rows: Any, status: int = 302, do: str = "confirm", **told: Any) -> str:
        """What the page says then; where it leads on, the list."""
        answer: Any = self.client.post(f"{HOME}/decide", {"chosen": [one.pk for one in rows], "do": do, **told})
        assert answer.status_code == status, answer.content.decode()[:2000]
        return self.read(HOME) if status == 302 else str(answer.content.decode())


@pytest.fixture
def house(tmp_path: Path, settings: Any) -> Iterator[House]:
    settings.PEELIAN_DATA = tmp_path
    with time_machine.travel(dt.datetime(2026, 11, 26, 12, tzinfo=dt.UTC), tick=False):
        yield House(tmp_path)


@pytest.fixture
def clara(house: House, office: Office) -> Officer:
    committees.found(
        office.organisation("london-assembly-pcc"), "sub-committee", title="Crime & Disorder Sub-Committee", quorum=3,
        kind="crime-and-disorder-committee", by=COMMAND,
    )  # fmt: skip
    return Officer(office, "clara")


def pack(seeds: Path) -> bytes:
    [path] = seeds.glob("004_*.txt")
    return path.read_bytes()


def of(kind: str, **more: Any) -> list[PapersProposal]:
    return list(PapersProposal.objects.filter(kind=kind, **more))


def test_the_pack_of_2017_is_taken_in_with_a_person_looking_at_what_tells_of_one(
    clara: Officer, seeds: Path, house: House
) -> None:
    page = clara.upload("pack.txt", pack(seeds))
    assert "pack.txt is read in:" in page and not MeetingRecord.objects.exists(), "nothing is taken in by reading"
    [minuted] = of("meeting", day="2016-11-01")
    actions = of("action", day="2016-11-01")
    assert [one.line for one in actions] == FORWARD
    assert "Meeting of 1 November 2016" in page and "Meeting of 17 January 2017" in page
    assert f"line {actions[0].line} · {round(actions[0].confidence * 100)}% sure · pack.txt" in page
    assert "This may tell of one person" in page and "line 233: " in page, "N43, before anything is confirmed"
    page = clara.decide([minuted, *actions], 200)
    assert "This is held back." in page and "line 233" in page and page.count(" checked") == 12, (
        "what was chosen stays chosen"
    )
    assert not MeetingRecord.objects.exists() and not PapersProposal.objects.exclude(state="proposed").exists()
    page = clara.decide([minuted, *actions], redacted="on")
    assert "Taken in: Crime &amp; Disorder Sub-Committee, 1 November 2016" in page and "Left aside" not in page
    kept = MeetingRecord.objects.get(on="2016-11-01")
    assert kept.minutes == "draft" and not kept.minutes_open and kept.agenda == "out"
    assert sorted(ActionRecord.objects.values_list("line", flat=True)) == FORWARD
    dated = [one for one in ActionRecord.objects.all() if one.due or one.due_meeting]
    assert len(dated) == 5, "the others have no date"
    there = {one.present for one in quorum_of(meeting_of(kept), committee_of(kept.committee))}
    assert {len(one) for one in there} == {5}, "the quorum of 3 was met by 5"
    assert not shelf(house.root, house.pack).actions_of("sub-committee"), "the minutes are a draft"


def test_the_agenda_of_the_pack_has_its_ten_items_and_their_pages(clara: Officer, seeds: Path) -> None:
    clara.upload("pack.txt", pack(seeds))
    [agenda] = of("meeting", day="2017-01-17")
    page = clara.decide([agenda], redacted="on")
    assert "10 items" in page
    kept = MeetingRecord.objects.get(on="2017-01-17")
    pages = [(one.first_page, one.last_page) for item in kept.items.all() for one in item.papers.all()]
    assert pages == [(1, 6), (7, 78), (79, 86)]
    [agenda] = of("meeting", day="2017-01-17")
    assert (agenda.state, agenda.became) == ("confirmed", kept.id_of)
    assert f'href="/office/committees/{kept.id_of}"' in clara.read(f"{HOME}?state=confirmed")


def test_an_action_waits_for_its_meeting(clara: Officer, seeds: Path) -> None:
    clara.upload("pack.txt", pack(seeds))
    first, second, *_ = of("action")
    page = clara.decide([first], 200, redacted="on")
    assert "is of the meeting of 1 November 2016, which is not taken in. Choose that meeting too." in page
    clara.decide([*of("meeting", day="2016-11-01"), first], redacted="on")
    assert ActionRecord.objects.count() == 1
    page = clara.decide([second], redacted="on")
    assert "is kept already; it stays as it is." in page and ActionRecord.objects.count() == 2


def history(page: str) -> str:
    """What the page of a meeting or an action tells of who did what."""
    return page.partition("Who did what")[2].partition("</main>")[0]


def test_a_meeting_and_an_action_tell_who_took_them_in_from_which_file(clara: Officer, seeds: Path) -> None:
    clara.upload("pack.txt", pack(seeds))
    first, second, *_ = of("action", day="2016-11-01")
    clara.decide([*of("meeting", day="2016-11-01"), first], redacted="on")
    clara.decide([second], redacted="on")
    clara.decide(of("meeting", day="2017-01-17"), redacted="on")
    kept, other = (MeetingRecord.objects.get(on=day) for day in ("2016-11-01", "2017-01-17"))
    told = history(clara.read(f"/office/committees/{kept.id_of}"))
    one, both = ("Clara Cole took in 1 meeting and 1 action, read from pack.txt.",
                 "Clara Cole took in 1 action, read from pack.txt.")  # fmt: skip
    assert "Nothing yet" not in told and "26 November 2026, 12:00" in told
    assert told.index(both) < told.index(one) and "1 meeting, read from" not in told, (
        "what was taken in of another is not told"
    )
    assert "Clara Cole took in 1 meeting, read from pack.txt." in history(
        clara.read(f"/office/committees/{other.id_of}")
    )
    pages = [history(clara.read(f"/office/actions/{point.slug}")) for point in ActionRecord.objects.order_by("pk")]
    assert one in pages[0] and both not in pages[0] and both in pages[1] and one not in pages[1]


def test_a_meeting_that_the_command_took_in_tells_of_it_too(clara: Officer, house: House) -> None:
    read = read_bytes(AGENDA, "agenda.md")
    confirm_papers(house, [(read, import_papers(read))], "sub-committee", Wish(["2026-12-08"]))
    told = history(clara.read(f"/office/committees/{MeetingRecord.objects.get().id_of}"))
    assert (
        "took in a meeting that stood in the pack or in papers" in told
        and "agenda.md" in told
        and "Nothing yet" not in told
    )


def test_a_meeting_tells_who_took_its_minutes_in(clara: Officer) -> None:
    clara.upload("agenda.md", AGENDA.replace(b"8 December", b"3 November").replace(b"Tuesday ", b""))
    clara.decide(of("meeting"))
    minutes = (
        "# MINUTES OF A MEETING OF THE SUB-COMMITTEE\n\nTown Hall\n\n3 November 2026 (7.00 - 8.00 pm)\n\n"
        "## 1 APOLOGIES FOR ABSENCE\n\nThere were none.\n\n## 2 BURGLARY\n\nThe report was noted.\n"
    )
    clara.upload("minutes.md", minutes.encode())
    clara.decide(of("meeting", state="proposed"))
    kept = MeetingRecord.objects.get()
    told = history(clara.read(f"/office/committees/{kept.id_of}"))
    assert "Clara Cole took in the draft minutes of 1 meeting, read from minutes.md." in told
    assert "Clara Cole took in 1 meeting, read from agenda.md." in told


AGENDA = b"""# THE SUB-COMMITTEE

## AGENDA

Tuesday 8 December 2026, 7.00 pm, Town Hall

## 1 APOLOGIES FOR ABSENCE

To receive apologies.

## 2 BURGLARY (Pages 1 - 6)

To note the report.
"""


def test_the_same_file_again_is_said_to_say_nothing_new(clara: Officer) -> None:
    page = clara.upload("agenda.md", AGENDA)
    [work] = [one for one in works_of(clara.person) if one.href == HOME]
    assert (
        work.title == "Crime & Disorder Sub-Committee: 1 proposal read in from papers"
        and work.state.title == "To be looked at"
    )
    assert "agenda.md is read in: 1 to be looked at." in page and "1 of 1 to be looked at." in page
    again = clara.upload("renamed.md", AGENDA)
    assert "It says nothing that was not read in before." in again
    assert "It is the same document that is there as agenda.md, read in on 26 November 2026" in again
    assert "Back to what was read in" in again
    assert PapersDocument.objects.count() == PapersProposal.objects.count() == 1
    clara.decide(of("meeting"))
    assert PapersDocument.objects.get().lines == [], "once all is decided its words are forgotten"
    page = clara.upload("again.md", AGENDA + b"\n")
    assert "Kept already" in page and "The meeting of this day is kept already" in page
    assert "The meeting of 2026-12-08 is kept already" in clara.decide(of("meeting", state="proposed"))
    assert MeetingRecord.objects.count() == 1


def test_what_is_rejected_says_why_and_is_not_taken_in(clara: Officer) -> None:
    clara.upload("agenda.md", AGENDA)
    assert "Choose at least one of the proposals." in clara.decide([], 200)
    page = clara.decide(of("meeting"), 200, do="reject")
    assert "Rejecting needs a reason." in page and " checked" in page
    clara.decide(of("meeting"), do="reject", reason="It is of another committee.")
    assert "Rejected: It is of another committee." in clara.read(f"{HOME}?state=rejected")
    assert "is rejected already" in clara.decide(of("meeting"), 200)
    assert not MeetingRecord.objects.exists()


def test_the_eighteen_activities_of_a_month_are_listed_and_recorded_by_day(clara: Officer, seeds: Path) -> None:
    [path] = seeds.glob("002_*.txt")
    page = clara.upload("monthly.txt", path.read_bytes())
    rows = of("activity")
    assert len(rows) == 18
    days = [dt.datetime.strptime(one, "%d %B %Y").date() for one in re.findall(r"<p>On (\d+ \w+ 2017)\.</p>", page)]  # noqa: DTZ007
    assert days == sorted(days) and (days[0], days[-1]) == (dt.date(2017, 6, 12), dt.date(2017, 7, 12)), (
        "not as printed"
    )
    clara.decide(rows, redacted="on")
    assert ActivityRecord.objects.count() == 18
    assert not of("activity", state="proposed")


DIARY = """# Report to the committee, 20 November 2026

This report covers the period from 1 October 2026 to 31 October 2026.

On 12 October, I met with the Harbour Board about the ferry.

On 31 June, I met with nobody.

On 5 October, I met with a victim who had attempted suicide.
"""


def test_what_has_no_day_and_what_tells_of_one_person_is_held_back(clara: Officer) -> None:
    page = clara.upload("diary.md", DIARY.encode())
    assert "No day: " in page and "One person" in page and "diary.md, line 9: " in page
    [last], [first], [none] = (of("activity", day=day) for day in ("2026-10-12", "2026-10-05", None))
    assert "Record this one on the desk, with its day." in clara.decide([none], 200)
    assert "This is held back." in clara.decide([last, first], 200) and not ActivityRecord.objects.exists(), (
        "all or nothing"
    )
    page = clara.decide([last])
    assert "Recorded: 2026-10-12" in page and ActivityRecord.objects.get().on == dt.date(2026, 10, 12)
    clara.upload("twice.md", DIARY.replace("# Report", "# A report").encode())
    again = of("activity", state="proposed", day="2026-10-12")
    assert "It is recorded already." in clara.read(HOME)
    assert "recorded already." in clara.decide(again) and ActivityRecord.objects.count() == 1


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        (
            "letter.txt",
            b"Dear all, we met and it was nice.",
            "No agenda, minutes or diary with a day were found in it.",
        ),
        ("picture.png", b"\x89PNG\r\n\x1a\n0000", "The file"),
    ],
)
def test_what_cannot_be_read_in_says_why_and_is_not_kept(
    clara: Officer, house: House, name: str, content: bytes, said: str
) -> None:
    page = clara.upload(name, content)
    assert said in page and "The file is not kept." in page and f'href="{HOME}#read-in"' in page
    assert "Try again" not in page and not list(held(house))
    assert not PapersDocument.objects.exists()


def test_an_empty_file_is_refused_at_once(clara: Officer, house: House) -> None:
    assert "This file is empty." in clara.upload("empty.txt", b"", 200)
    assert not Job.objects.exists() and not list(held(house))


def test_a_page_never_waits_for_papers_and_says_that_they_are_being_read(
    clara: Officer, house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("peelian.reading.document.read_bytes", lambda *_: pytest.fail("the request reads it"))
    answer: Any = clara.client.post(f"{HOME}/read-in", {"file": SimpleUploadedFile("agenda.md", AGENDA)})
    job = Job.objects.latest("pk")
    assert answer["Location"] == f"/office/jobs/{job.pk}"
    assert "Waiting for a worker" in clara.read(answer["Location"]) and "Look again" in clara.read(answer["Location"])
    assert f'<a href="/office/jobs/{job.pk}">A file of papers is being read in</a>' in clara.read(HOME)
    monkeypatch.undo()
    run(job.pk)
    done = clara.read(answer["Location"])
    assert "agenda.md is read in: 1 to be looked at." in done and f'href="{HOME}">Look at what was found' in done
    assert "is being read in" not in clara.read(HOME) and not list(held(house)), "read, and tidied away"


def test_a_killed_worker_leaves_papers_for_the_next_and_a_stopped_job_does_not_keep_them(
    clara: Officer, office: Office, house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    record = CommitteeRecord.objects.get()
    first = ask_to_read_papers(record, "agenda.md", AGENDA, house, by=office.by("clara"))

    def no_disk(*_: Any) -> None:
        raise OSError("the disk does not answer")

    with monkeypatch.context() as patch:
        patch.setattr("peelian.scrutiny.jobs.import_papers", no_disk)
        run(first.pk)
    assert Job.objects.get(pk=first.pk).state == "waiting" and len(list(held(house))) == 1
    run(first.pk)
    assert Job.objects.get(pk=first.pk).state == "done" and not list(held(house))
    second = ask_to_read_papers(record, "agenda.md", AGENDA, house, by=office.by("clara"))
    clara.client.post(f"/office/jobs/{second.pk}/stop")
    run(ask_to_read_papers(record, "agenda.md", AGENDA, house, by=office.by("clara")).pk)
    assert not list(held(house)), "the next one tidies what was stopped before it began"
    assert PapersProposal.objects.count() == 1, "the same papers three times are one"
    with pytest.raises(NotAllowed):
        ask_to_read_papers(record, "agenda.md", AGENDA, house, by=office.by("hanna"))
    assert not list(held(house)) and Job.objects.count() == 3


def test_members_see_it_and_decide_nothing_and_another_body_finds_nothing(clara: Officer, office: Office) -> None:
    clara.upload("agenda.md", AGENDA)
    chris = Officer(office, "chris")
    page = chris.read(HOME)
    assert "Meeting of 8 December 2026" in page and "Take in what is chosen" not in page and 'type="file"' not in page
    chris.decide(of("meeting"), 403)
    hanna = Officer(office, "hanna")
    hanna.read(HOME, 404)
    hanna.decide(of("meeting"), 404)
    with pytest.raises(NotAllowed):
        reading_in.confirm(of("meeting"), House(Path("/nowhere")), by=office.by("hanna"))
    with pytest.raises(PeelianError, match="Nothing is chosen"):
        reading_in.reject([], by=office.by("clara"), reason="x")
