"""What a person confirms of meeting papers becomes a meeting of ours: its agenda, its draft minutes, its actions; each once."""

from __future__ import annotations

import datetime as dt
import json
import random
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import time_machine
from tests.support.committed import _followed  # noqa: F401  files follow each action
from tests.support.office import Office

from peelian import cli
from peelian.core.acting import COMMAND
from peelian.core.exempt import actions as exempt
from peelian.core.exempt.records import Ground
from peelian.figures.errors import PeelianError
from peelian.figures.house import House
from peelian.plans.entry import mapping
from peelian.reading import read_bytes, read_document
from peelian.scrutiny.exporting.published import closed
from peelian.scrutiny.importing import import_papers
from peelian.scrutiny.importing.confirming_papers import Wish, confirm_papers
from peelian.scrutiny.importing.papers_read import days_of, item_of, meeting_in
from peelian.scrutiny.meetings import committees, minutes
from peelian.scrutiny.meetings.content import meeting_of
from peelian.scrutiny.meetings.form import form_of, read_meeting
from peelian.scrutiny.meetings.models import ActionRecord, CommitteeRecord, MeetingRecord
from peelian.scrutiny.meetings.shelf import shelf

pytestmark = pytest.mark.django_db
FIRST = dt.datetime(2026, 11, 26, 12, tzinfo=dt.UTC)
AGENDA = """# CRIME & DISORDER SUB-COMMITTEE

## AGENDA

Tuesday 3 November 2026, 7.00 pm, Town Hall, Main Road

## 1 APOLOGIES FOR ABSENCE

To receive apologies.

## 2 BURGLARY (Pages 1 - 6)

To note the report.

## 3 EXCLUSION OF THE PUBLIC

To consider whether the public should be excluded.

## 4 CAMERA CONTRACT (Pages 7 - 9)

To agree the tender of the cheapest firm.
"""
MINUTES = """# MINUTES OF A MEETING OF THE CRIME & DISORDER SUB-COMMITTEE

3 November 2026 (7.00 - 8.15 pm)

Present: Councillors Ada Ash (Chairman), Ben Birch and Cora Cole (in place of Dan Dale)

Apologies were received from Councillor Dan Dale.

## 11 BURGLARY

The Borough Commander would be sending figures by 30 November 2026.

The figures would be circulated to the next meeting.

The Sub-Committee noted the report.

## 12 CAMERA CONTRACT

The cheapest firm would be invited to sign.

The Sub-Committee agreed the tender.

## 13 A LATE MATTER

The item was taken as an urgent matter, for the bridge had closed.

The Sub-Committee noted the report.
"""


@pytest.fixture
def house(tmp_path: Path, settings: Any) -> House:
    """A house of its own."""
    settings.PEELIAN_DATA = tmp_path
    return House(tmp_path)


@pytest.fixture
def clock() -> Iterator[Any]:
    """The twenty-sixth of November 2026."""
    with time_machine.travel(FIRST, tick=False) as traveller:
        yield traveller


@pytest.fixture
def panel(db: Any, clock: Any, house: House) -> CommitteeRecord:
    """A borough's committee without any meeting."""
    office = Office()
    return committees.found(
        office.organisation("havering"), "the-panel", title="Crime & Disorder Sub-Committee", kind="crime-and-disorder-committee",
        quorum=2, by=office.by("hanna"),
    )  # fmt: skip


def read(*texts: str) -> list[Any]:
    documents = [read_bytes(text.encode(), f"{number}.md") for number, text in enumerate(texts)]
    return [(one, import_papers(one)) for one in documents]


def public_of(house: House) -> list[Any]:
    return [one for one in shelf(house.root, house.pack).meetings if one.committee == "the-panel"]


def public(house: House) -> Any:
    [found] = public_of(house)
    return found


@pytest.fixture
def seed(seeds: Path) -> Path:
    """An agenda of January 2017 with the minutes of November 2016 behind it."""
    [path] = seeds.glob("004_*.txt")
    return path


def of(path: Path) -> list[Any]:
    document = read_document(path)
    return [(document, import_papers(document))]


# A borough's papers of January 2017


def test_the_agenda_is_taken_in_with_its_items_and_pages_and_is_public(
    panel: CommitteeRecord, house: House, seed: Path
) -> None:
    [said] = confirm_papers(house, of(seed), "the-panel", Wish(["2017-01-17"]))
    assert (
        said
        == "Taken in: Crime & Disorder Sub-Committee, 17 January 2017: 10 items, 3 papers, 0 actions. Its agenda is public."
    )
    found = public(house)
    assert (found.id, found.state, found.begins, found.minutes) == ("the-panel/2017-01-17", "called", dt.time(19), None)
    assert [one.number for one in found.items] == [str(number) for number in range(1, 11)]
    assert [(one.first_page, one.last_page) for item in found.items for one in item.papers] == [
        (1, 6),
        (7, 78),
        (79, 86),
    ]
    assert found.source == f"{seed.name}:11"


def test_minutes_that_may_tell_of_one_person_are_held_back_until_somebody_has_looked(
    panel: CommitteeRecord, house: House, seed: Path
) -> None:
    with pytest.raises(PeelianError, match="held back") as refused:
        confirm_papers(house, of(seed), "the-panel", Wish(["2017-01-17", "2016-11-01"]))
    assert refused.value.where["lines"] == ["233"]
    assert "--redacted" in refused.value.remedy
    assert not MeetingRecord.objects.exists(), "nothing of the others is taken in either"


def test_minutes_are_a_draft_that_nobody_else_reads(panel: CommitteeRecord, house: House, seed: Path) -> None:
    said = confirm_papers(house, of(seed), "the-panel", Wish(["2016-11-01"], ["144", "172", "188"], redacted=True))
    assert "7 items, 0 papers, 3 actions" in said[0] and "draft until the committee" in said[0]
    assert said[1].startswith("Left aside: 8 actions, lines 158, 168")
    record = MeetingRecord.objects.get()
    assert (record.minutes, record.minutes_open, record.state) == ("draft", False, "held")
    kept, open_ = meeting_of(record), public(house)
    assert [(one.number, one.outcome.kind if one.outcome else None) for one in kept.items] == [
        ("9", "agreed"), ("10", "noted"), ("11", "noted"), ("12", None), ("13", "noted"), ("14", "noted"), ("15", "noted"),
    ]  # fmt: skip
    assert [one.number for one in kept.items if one.urgent] == ["14", "15"]
    assert [one.presence for one in kept.attendance].count("present") == 4 and kept.attendance[4].for_ == "Ray Best"
    assert not open_.attendance and not open_.minutes and not any(one.minute or one.outcome for one in open_.items)
    assert not shelf(house.root, house.pack).actions
    assert [(one.line, one.item.number, one.due, one.due_words, one.due_meeting) for one in ActionRecord.objects.all()] == [
        (144, "10", dt.date(2016, 11, 13), "next week", ""), (172, "11", dt.date(2016, 11, 30), "by the end of November", ""),
        (188, "12", None, "the next meeting", "the-panel/next"),
    ]  # fmt: skip


def test_a_meeting_that_is_kept_stays_and_takes_the_actions_that_it_lacks(
    panel: CommitteeRecord, house: House, seed: Path
) -> None:
    wish = Wish(["2016-11-01"], ["144"], redacted=True)
    confirm_papers(house, of(seed), "the-panel", wish)
    before = meeting_of(MeetingRecord.objects.get())
    said = confirm_papers(house, of(seed), "the-panel", Wish(["2016-11-01"], ["144", "158"], redacted=True))
    assert said[:3] == [
        "The meeting of 2016-11-01 is kept already; it stays as it is.", "The action of line 144 is kept already.",
        "Added: Crime & Disorder Sub-Committee, action 2 of 1 November 2016, of line 158.",
    ]  # fmt: skip
    assert meeting_of(MeetingRecord.objects.get()) == before
    assert ActionRecord.objects.get(line=158).who == "The Fire Brigade"


def test_what_the_papers_say_otherwise_than_a_kept_meeting_is_told(panel: CommitteeRecord, house: House) -> None:
    confirm_papers(house, read(MINUTES), "the-panel", Wish(["2026-11-03"]))
    other = MINUTES.replace("sending figures", "sending maps").replace("## 13 A LATE MATTER", "## 14 A LATE MATTER")
    said = confirm_papers(house, read(other), "the-panel", Wish(["2026-11-03"]))
    assert said[1] == (
        "The papers say otherwise: item 14 is new; item 13 is gone; item 11: other minutes. Look at it on the desk."
    )  # fmt: skip
    assert len(confirm_papers(house, read(MINUTES), "the-panel", Wish(["2026-11-03"]))) == 2, (
        "what is the same tells nothing"
    )


def test_minutes_are_public_once_the_committee_agrees_them_and_take_no_further_actions(
    panel: CommitteeRecord, house: House
) -> None:
    later = (
        MINUTES.replace("3 November", "10 November")
        .replace("## 11", "## 21")
        .replace("## 12", "## 22")
        .replace("## 13", "## 23")
    )
    with pytest.raises(PeelianError, match="more than one of the documents"):
        confirm_papers(house, read(MINUTES, later), "the-panel", Wish(["2026-11-03", "2026-11-10"], ["19"]))
    confirm_papers(house, read(MINUTES, later), "the-panel", Wish(["2026-11-10"]))
    confirm_papers(house, read(MINUTES), "the-panel", Wish(["2026-11-03"], ["19"]))
    kept, at = (MeetingRecord.objects.get(slug=day) for day in ("2026-11-03", "2026-11-10"))
    assert not shelf(house.root, house.pack).actions
    minutes.agree(kept, at, seen=True, by=COMMAND)
    [found] = [one for one in public_of(house) if one.minutes]
    assert (found.id, found.items[0].outcome.kind) == ("the-panel/2026-11-03", "noted")
    assert [one.text for one in shelf(house.root, house.pack).actions] == [
        "The cheapest firm would be invited to sign."
    ]
    with pytest.raises(PeelianError, match="The committee has agreed the minutes of that meeting"):
        confirm_papers(house, read(MINUTES), "the-panel", Wish(["2026-11-03"], ["13"]))


def test_minutes_for_an_agenda_that_never_went_out_are_refused(
    panel: CommitteeRecord, house: House, clock: Any
) -> None:
    confirm_papers(house, read(AGENDA.replace("3 November", "8 December")), "the-panel", Wish(["2026-12-08"]))
    clock.move_to(dt.datetime(2026, 12, 9, 12, tzinfo=dt.UTC))
    with pytest.raises(PeelianError, match="Its agenda is not out"):
        confirm_papers(house, read(MINUTES.replace("3 November", "8 December")), "the-panel", Wish(["2026-12-08"]))


def test_papers_of_a_committee_of_another_name_say_so(panel: CommitteeRecord, house: House) -> None:
    other = AGENDA.replace("CRIME & DISORDER SUB-COMMITTEE", "PENSIONS COMMITTEE")
    said = confirm_papers(house, read(other), "the-panel", Wish(["2026-11-03"]))
    assert "The papers call the committee “PENSIONS COMMITTEE”; it is kept with Crime & Disorder Sub-Committee." in said


# Papers that complete each other


def test_the_agenda_and_the_minutes_of_one_day_are_one_meeting(panel: CommitteeRecord, house: House) -> None:
    said = confirm_papers(house, read(AGENDA, MINUTES), "the-panel", Wish(["2026-11-03"], ["13"]))
    kept = meeting_of(MeetingRecord.objects.get())
    assert [(one.number, one.minute_number, one.title) for one in kept.items] == [
        ("1", "", "APOLOGIES FOR ABSENCE"), ("2", "11", "BURGLARY"), ("3", "", "EXCLUSION OF THE PUBLIC"),
        ("4", "12", "CAMERA CONTRACT"), ("5", "13", "A LATE MATTER"),
    ]  # fmt: skip
    assert "Minute 13 is of no item of the agenda: it is item 5 here." in said
    assert (kept.begins, kept.ends, kept.source) == (dt.time(19), dt.time(20, 15), "0.md:3, 1.md:1")


def test_minutes_that_come_later_complete_a_meeting_that_is_kept_without(panel: CommitteeRecord, house: House) -> None:
    confirm_papers(house, read(AGENDA), "the-panel", Wish(["2026-11-03"]))
    said = confirm_papers(house, read(MINUTES), "the-panel", Wish(["2026-11-03"], ["13"]))
    assert said[0].startswith("Added the draft minutes to Crime & Disorder Sub-Committee, 3 November 2026")
    kept = meeting_of(MeetingRecord.objects.get())
    assert (
        kept.state == "held"
        and kept.items[1].recommended == "To note the report."
        and kept.items[1].minute_number == "11"
    )
    assert ActionRecord.objects.get().item.number == "2"
    assert not public(house).attendance and not public(house).items[1].minute


def test_behind_an_exclusion_of_the_public_only_titles_are_taken(panel: CommitteeRecord, house: House) -> None:
    said = confirm_papers(house, read(AGENDA, MINUTES), "the-panel", Wish(["2026-11-03"]))
    assert "Item 4 stands behind the exclusion of the public: only its title is taken." in said
    shut = MeetingRecord.objects.get().items.get(number="4")
    assert shut.recommended == "Not open to the public, says who published it (behind the exclusion of the public)."
    assert (shut.minute, shut.outcome, shut.papers.count()) == ("", None, 0)
    items = {item.number: item for item in meeting_of(MeetingRecord.objects.get()).items}
    assert [number for number, item in items.items() if closed(item)] == ["4", "5"], (
        "programs of others are told so too"
    )
    with pytest.raises(PeelianError, match="from which the public was excluded"):
        confirm_papers(house, read(MINUTES), "the-panel", Wish(["2026-11-03"], ["19"]))


def test_of_an_exempt_item_no_minute_and_no_action_is_taken(panel: CommitteeRecord, house: House) -> None:
    confirm_papers(house, read(AGENDA), "the-panel", Wish(["2026-11-03"]))
    item = MeetingRecord.objects.get().items.get(number="2")
    exempt.keep(
        item.key, panel.organisation, "Informants", "Their words.", [Ground("sch-12a", "7", "An inquiry would be harmed.")],
        "Monitoring Officer", dt.date(2027, 6, 1), by=COMMAND,
    )  # fmt: skip
    with pytest.raises(PeelianError, match="from which the public was excluded"):
        confirm_papers(house, read(MINUTES), "the-panel", Wish(["2026-11-03"], ["13"]))
    said = confirm_papers(house, read(MINUTES), "the-panel", Wish(["2026-11-03"]))
    assert "Item 2 is exempt: its minute is not taken. Enter it on the desk." in said
    item.refresh_from_db()
    assert (item.minute, item.minute_number, item.outcome, item.meeting.minutes) == ("", "11", None, "draft")
    with pytest.raises(PeelianError, match="from which the public was excluded"):
        confirm_papers(house, read(MINUTES), "the-panel", Wish(["2026-11-03"], ["13"]))
    assert not ActionRecord.objects.exists()


def test_what_is_refused_of_one_day_leaves_nothing_of_the_others(panel: CommitteeRecord, house: House) -> None:
    other = AGENDA.replace("3 November", "10 November")
    with pytest.raises(PeelianError, match="from which the public was excluded"):
        confirm_papers(house, read(other, AGENDA, MINUTES), "the-panel", Wish(["2026-11-10", "2026-11-03"], ["19"]))
    assert not MeetingRecord.objects.exists() and not public_of(house)


def test_an_agenda_of_a_day_to_come_waits_as_a_draft(panel: CommitteeRecord, house: House) -> None:
    [said, *_] = confirm_papers(
        house, read(AGENDA.replace("3 November", "8 December")), "the-panel", Wish(["2026-12-08"])
    )
    assert said.endswith("That it is planned is public; its agenda is a draft until you send it out.")
    assert (public(house).state, public(house).items) == ("planned", ())


def test_of_a_pdf_file_a_line_is_named_with_its_page(panel: CommitteeRecord, house: House) -> None:
    [(document, found)] = read(MINUTES)
    other = MINUTES.replace("The figures would", "The maps would")
    again = read(other)[0][1]
    paged = replace(found, proposals=tuple(replace(one, page=1) for one in found.proposals))
    second = replace(again, proposals=tuple(replace(one, page=2) for one in again.proposals))
    confirm_papers(house, [(document, paged)], "the-panel", Wish(["2026-11-03"], ["1:13"]))
    assert MeetingRecord.objects.get().source == "0.md:1:1"
    said = confirm_papers(house, [(document, second)], "the-panel", Wish(["2026-11-03"], ["2:13"]))
    assert [one for one in said if "of line 2:13" in one and one.startswith("Added")], (
        "line 13 of another page is another line"
    )
    assert [(one.line, one.text[:8]) for one in ActionRecord.objects.all()] == [(None, "The figu"), (None, "The maps")]


def test_whatever_is_garbled_becomes_a_meeting_in_our_form_or_is_refused_in_words(seed: Path) -> None:
    dice, lines, made = random.Random(7), seed.read_text(encoding="utf-8").splitlines()[:275], 0
    for _ in range(40):
        garbled = list(lines)
        for _ in range(dice.randint(1, 60)):
            at, other = dice.randrange(len(garbled)), dice.randrange(len(garbled))
            garbled[at], garbled[other] = dice.choice((
                (garbled[other], garbled[at]), ("", garbled[other]), (garbled[other], garbled[other]),
                (garbled[at].replace("1", "9"), garbled[other].replace("in place of", "for")),
            ))  # fmt: skip
        for day in days_of(read("\n".join(garbled))).values():
            meeting = meeting_in(day, "the-panel", "The Panel", dt.date(2026, 11, 26))
            again = read_meeting(mapping(form_of(meeting), "garbled"), ["the-panel"])
            assert again == meeting
            assert all(item_of(again.items, one) for one in day.actions)
            made += 1
    assert made > 40


# What is refused


def test_what_is_not_there_is_said_before_anything_is_taken_in(panel: CommitteeRecord, house: House) -> None:
    both = read(AGENDA, MINUTES)
    for committee, wish, why in (
        ("cricket", Wish(["2026-11-03"]), "The records have no committee cricket"),
        ("the-panel", Wish(["2026-11-04"]), "No meeting of 2026-11-04 was read"),
        ("the-panel", Wish(["2026-11-03"], ["2"]), "No action was read at line 2"),
    ):
        with pytest.raises(PeelianError, match=why):
            confirm_papers(house, both, committee, wish)
    with pytest.raises(PeelianError, match="has not come yet"):
        confirm_papers(house, read(MINUTES.replace("3 Nov", "28 Nov")), "the-panel", Wish(["2026-11-28"]))
    assert not MeetingRecord.objects.exists()


def test_the_command_says_what_it_needs_and_what_it_did(
    panel: CommitteeRecord, house: House, seed: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    asked = ["import", "papers", str(seed), "--data", str(house.root)]
    assert cli.main([*asked, "--confirm", "2017-01-17"]) == cli.USAGE
    assert "Name our committee with --into" in capsys.readouterr().err
    assert cli.main([*asked, "--into", "the-panel", "--action", "144"]) == cli.USAGE
    assert "Name its day with --confirm" in capsys.readouterr().err
    assert cli.main([*asked, "--into", "the-panel", "--confirm", "2017-01-17", "--json"]) == cli.DONE
    assert json.loads(capsys.readouterr().out)["done"][0].startswith("Taken in: Crime & Disorder")
