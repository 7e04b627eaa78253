"""Minutes, a committee's annual report and a decision form in print, from the records of London's pack and from made-up ones."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from pathlib import Path

import pytest
from tests.support.documents import COMMITTEE, DISPATCHED, SECRET, STUB, meeting

from peelian.decisions.pack import decisions_of
from peelian.documents.checking import Reading, read, strings_of
from peelian.documents.decision_forms import form_of_decision
from peelian.documents.minutes import minutes_of
from peelian.documents.pdf import Print, printed
from peelian.documents.sections import Entry, Section, report_of
from peelian.figures.pack import PACKS
from peelian.scrutiny.meetings.pack import read_pack
from peelian.scrutiny.meetings.records import ActionPoint, Correction, Minutes, Outcome, Question, Vote

NOW = dt.datetime(2017, 2, 1, 9, tzinfo=dt.UTC)


def words_of(document: Print) -> tuple[Reading, str]:
    """A document printed and read back, with all its words in one line."""
    reading = read(printed(document).content)
    assert reading.faults == ()
    assert reading.borrowed == ()
    return reading, " ".join(" ".join(reading.texts).split())


@pytest.fixture(scope="module")
def london() -> Path:
    """London's pack."""
    return PACKS / "london"


def test_havering_minutes_of_november_2016_are_printed_with_what_is_to_be_done(london: Path) -> None:
    committees, meetings, actions = read_pack(london)
    [held] = [one for one in meetings if one.id == "havering-crime-and-disorder/2016-11-01"]
    [committee] = [one for one in committees if one.id == held.committee]
    reading, said = words_of(
        minutes_of(
            committee,
            held,
            [one for one in actions if one.meeting == held.id],
            body="London Borough of Havering",
            made=NOW,
        )
    )
    assert "7.00 pm to 8.35 pm" in said
    assert "Councillor Viddy Persaud for Councillor Ray Best" in said
    assert (2, "11 London Fire Brigade: update") in reading.headings
    assert said.count("no date") >= 1, "an action without a date is shown as having none"
    assert said.count("No outcome is recorded.") == sum(1 for item in held.items if item.outcome is None)


def test_minutes_say_how_far_they_are_and_what_was_corrected() -> None:
    first = replace(
        meeting().items[1], minute="They were *agreed*.", outcome=Outcome("deferred", until="14 March", words="More is wanted."),
        votes=(Vote(3, 1, 0, casting="Ada Brook", names=(("Cleo Dunn", "against"),)),),
        questions=(Question("Fires", "Cleo Dunn", "The commander", "How many?", "Eighty-eight."),),
    )  # fmt: skip
    held = replace(
        meeting(), items=(first,),
        minutes=Minutes("signed", agreed_on=dt.date(2017, 3, 14), signed_by="Ada Brook",
                        corrections=(Correction(dt.date(2017, 3, 14), "crime-and-disorder/2017-03-14", "2", "88", "89"),)),
    )  # fmt: skip
    todo = ActionPoint("a-1", COMMITTEE.id, held.id, "2", "Write to the commander.", "", None)
    _, said = words_of(minutes_of(COMMITTEE, held, [todo], body="Havering", made=NOW))
    for expected in (
        "Agreed by the committee on 14 March 2017 and signed by Ada Brook.", "Outcome: Deferred until 14 March. More is wanted.",
        "3 for, 1 against, 0 abstained; casting vote of Ada Brook. Cleo Dunn: against.", "Cleo Dunn: How many?",
        "Write to the commander. nobody is named no date", "2 88 89 14 March 2017",
    ):  # fmt: skip
        assert expected in said, expected


def test_minutes_of_an_exempt_item_hold_its_title_and_why_and_not_a_word_of_it() -> None:
    item = replace(
        meeting().items[3], stub=STUB, minute=SECRET,
        questions=(Question("Terms", "Cleo Dunn", "The officer", SECRET, SECRET),),
    )  # fmt: skip
    held = replace(meeting(), items=(item,))
    todo = ActionPoint("a-1", COMMITTEE.id, held.id, item.number, SECRET, "", None)
    content = printed(minutes_of(COMMITTEE, held, [todo], body="Havering", made=NOW)).content
    assert not [where for where, text in strings_of(content) if "Copper Kettle" in " ".join(text.split())]
    assert "Not for publication" in " ".join(read(content).texts)


def test_an_annual_report_has_contents_with_pages_and_links_each_line() -> None:
    many = [Entry(f"Session {at}", "June 2017", link=f"https://example.org/{at}") for at in range(1, 60)]
    sections = [
        Section("Investigations", "The committee looked at **two** things."),
        Section("Sessions", entries=many),
        Section("Visits"),
    ]
    report = report_of("Annual report", sections, body="London Assembly", about="A year", made=NOW, period="2016–17")
    content = printed(report).content
    reading = read(content)
    assert reading.faults == ()
    assert reading.labels[:2] == ("i", "1")
    contents = " ".join(reading.texts[1].split())
    [visits] = [one for one in reading.bookmarks if one.title == "Visits"]
    assert f"Investigations 1 Sessions 1 Visits {reading.labels[visits.page]}" in contents
    assert int(reading.labels[visits.page]) > 1
    assert sum(1 for _, text in strings_of(content) if text.startswith("https://example.org/")) == 59
    assert "No record of the year belongs here." in reading.texts[visits.page]


def test_the_decision_on_the_annual_report_is_printed_with_advice_and_signatures(london: Path) -> None:
    [decision] = [one for one in decisions_of(london) if str(one.reference) == "MDA 1217"]
    reading, said = words_of(form_of_decision(decision, body="Greater London Authority", made=NOW))
    assert (3, "Signatures") in reading.headings and (4, "Legal comments") in reading.headings
    assert "Financial comments Not required" in said
    assert "Part 2 Nothing is withheld." in said


def test_part_2_of_a_decision_is_its_stub(london: Path) -> None:
    [decision] = [one for one in decisions_of(london) if str(one.reference) == "PCD 188"]
    _, said = words_of(
        form_of_decision(decision, [STUB], body="MOPAC", made=DISPATCHED, version=2, why="the amount was misprinted")
    )
    assert "Corrected: the amount was misprinted" in said
    assert "Premises under review Not for publication Exempt by LGA 1972 Sch 12A para 7" in said
