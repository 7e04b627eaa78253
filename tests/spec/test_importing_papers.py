"""What the import proposes from meeting papers: a borough's agenda and minutes, a body's monthly report, and small papers."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from peelian.figures.errors import PeelianError
from peelian.reading import read_bytes, read_document
from peelian.scrutiny.importing import Imported, Proposal, import_papers


@pytest.fixture(scope="module")
def pack(seeds: Path) -> Imported:
    """An agenda of January 2017 with the minutes of November 2016 and a draft plan behind them."""
    [path] = seeds.glob("004_*.txt")
    return import_papers(read_document(path))


@pytest.fixture(scope="module")
def monthly(seeds: Path) -> Imported:
    """What MOPAC reported to its committee in July 2017."""
    [path] = seeds.glob("002_*.txt")
    return import_papers(read_document(path))


def read(text: str) -> Imported:
    return import_papers(read_bytes(text.encode(), "papers.md"))


def items(found: Imported, part: str) -> list[Proposal]:
    return [one for one in found.of("agenda-item") if one.fields["part"] == part]


def test_the_agenda_has_its_ten_items_with_their_pages(pack: Imported) -> None:
    agenda = items(pack, "agenda")
    assert [one.reference for one in agenda] == [str(number) for number in range(1, 11)]
    assert {one.reference: one.fields["pages"] for one in agenda if "pages" in one.fields} == {
        "4": [1, 6], "6": [7, 78], "9": [79, 86],
    }  # fmt: skip
    assert [one.line for one in agenda] == [72, 76, 80, 86, 90, 94, 98, 102, 106, 110]
    assert [one.fields["kind"] for one in agenda[:4]] == ["announcements", "apologies", "interests", "minutes"]
    assert not [remark for remark in pack.remarks if "pages" in remark.what]  # they follow each other without a gap


def test_a_meeting_is_proposed_with_day_hour_place_and_quorum(pack: Imported) -> None:
    called, held = pack.of("meeting")
    assert called.fields == {
        "part": "agenda", "committee": "CRIME & DISORDER SUB-COMMITTEE", "date": "2017-01-17", "begins": "19:00",
        "place": "Town Hall, Main Road, Romford", "quorum": 3, "members": 6, "items": 10,
    }  # fmt: skip
    assert (held.fields["date"], held.fields["begins"], held.fields["ends"]) == ("2016-11-01", "19:00", "20:35")


def test_who_was_there_who_stood_in_and_who_sent_apologies(pack: Imported) -> None:
    there = pack.of("meeting")[1].fields["attendance"]
    assert Counter(one["presence"] for one in there) == {"present": 4, "substitute": 1, "apologies": 2}
    assert [one for one in there if one["presence"] == "substitute"] == [
        {"name": "Viddy Persaud", "presence": "substitute", "for": "Ray Best"}
    ]
    assert [one["office"] for one in there if "office" in one] == ["Chairman", "Vice-Chair"]


def test_each_minute_has_its_outcome_and_the_one_without_is_flagged(pack: Imported) -> None:
    minutes = items(pack, "minutes")
    outcomes = {one.reference: one.fields.get("outcome") for one in minutes}
    assert outcomes == {
        "9": "agreed",
        "10": "noted",
        "11": "noted",
        "12": None,
        "13": "noted",
        "14": "noted",
        "15": "noted",
    }
    [without] = [remark for remark in pack.remarks if remark.fields.get("kind") == "no-outcome"]
    assert (without.line, without.fields["item"]) == (186, "12")
    assert [one.reference for one in minutes if "urgent" in one.fields] == ["14", "15"]


def test_the_eleven_statements_of_what_is_to_come_are_actions(pack: Imported) -> None:
    actions = pack.of("action")
    assert [one.line for one in actions] == [144, 158, 168, 170, 172, 178, 180, 188, 196, 235, 257]
    dated = {
        one.line: (one.fields["dated"], one.fields["due_words"]) for one in actions if one.fields["dated"] != "none"
    }
    assert dated == {
        144: ("date", "next week"), 172: ("date", "by the end of November"), 188: ("meeting", "the next meeting"),
        196: ("meeting", "next week's Council meeting"), 235: ("date", "by November"),
    }  # fmt: skip
    due = {one.line: one.fields["due"] for one in actions if "due" in one.fields}
    assert due == {144: "2016-11-13", 172: "2016-11", 196: "2016-11-13", 235: "2016-11"}  # of a week its last day
    assert actions[1].fields["due_words"] == "next year"  # vaguer than a month: kept, and no date


def test_an_owner_is_whoever_the_statement_names(pack: Imported) -> None:
    owners = {one.line: one.fields.get("owner") for one in pack.of("action")}
    assert (owners[158], owners[257], owners[144]) == ("The Fire Brigade", "NPS", None)


def test_a_passage_about_a_single_person_is_warned_of(pack: Imported) -> None:
    [warning] = [remark for remark in pack.remarks if remark.fields.get("kind") == "redaction"]
    assert (warning.line, warning.certainty) == (233, "likely")
    assert "redact before it is published" in warning.what


def test_the_decisions_of_a_month_and_the_numbers_that_are_missing(monthly: Imported) -> None:
    decisions = monthly.of("decision")
    numbers = [one.fields["number"] for one in decisions]
    assert (len(numbers), numbers[0], numbers[-1], numbers) == (19, 132, 218, sorted(numbers))
    assert (decisions[6].reference, decisions[6].line, decisions[6].text) == (
        "PCD 188", 211, "Safer Neighbourhood Board Funding 2017/18",
    )  # fmt: skip
    [gaps] = [remark for remark in monthly.remarks if "numbers" in remark.fields]
    assert len(gaps.fields["numbers"]) == 68 and gaps.what == "68 numbers of PCD between 132 and 218 are not listed"


def test_eighteen_dated_activities_and_that_they_are_not_in_order(monthly: Imported) -> None:
    days = [one.fields["date"] for one in monthly.of("meeting")]
    assert (len(days), min(days), max(days)) == (18, "2017-06-12", "2017-07-12")
    assert days != sorted(days)
    assert [remark.line for remark in monthly.remarks if "order" in remark.what] == [40]
    assert Counter(one.fields["activity"] for one in monthly.of("meeting")) == {
        "meeting": 16,
        "launch": 1,
        "roundtable": 1,
    }


def test_what_lies_outside_the_stated_period_and_what_is_future_no_more(monthly: Imported) -> None:
    said = {remark.line: remark.what for remark in monthly.remarks}
    assert said[98] == "2017-07-12 is outside the period that the report says it covers, 2017-06-10 to 2017-07-07"
    assert said[229] == "6 July 2017 is called future, and the report is of 2017-07-20"


AGENDA = """# Anytown Council

## COMMUNITY SAFETY PANEL

### AGENDA

Thursday 4 March 2027 at 6.30 pm, Civic Centre, Room 2

Quorum: 4

**1 APOLOGIES**

**2 MINUTES** (Pages 3 - 8)

To agree the minutes of 7 January.

**3 BURGLARY** (Pages 11 - 20)

**4 BUDGET** (Pages 18 - 25)
"""


def test_pages_that_do_not_follow_are_said() -> None:
    said = [remark.what for remark in read(AGENDA).remarks]
    assert said == [
        "pages 1 to 2 are of no item", "pages 9 to 10 are of no item", "item 4 begins on page 18, and the item before ends on 20",
    ]  # fmt: skip


def test_a_committees_name_may_take_two_lines_and_a_place_its_label() -> None:
    agenda = AGENDA.replace("## COMMUNITY SAFETY PANEL", "Crime and Disorder\nSub-Committee").replace(
        "Thursday 4 March 2027 at 6.30 pm, Civic Centre, Room 2", "Thursday 4 March 2027\n\nPlace: Civic Centre, Room 2"
    )
    [meeting] = read(agenda).of("meeting")
    assert (meeting.fields["committee"], meeting.fields["place"]) == (
        "Crime and Disorder Sub-Committee", "Civic Centre, Room 2",
    )  # fmt: skip


MINUTES = """{agenda}
Page intentionally blank

## MINUTES OF A MEETING OF THE COMMUNITY SAFETY PANEL

7 January 2027 (6.30 - 8.00 pm)

**Present:** Councillors Ann Fox (Chair), Bo Gray and Cal Hill

**1 BURGLARY**

{body}

**2 LIGHTING**

The Panel resolved to defer the report.
"""


def minuted(body: str) -> Imported:
    return read(MINUTES.format(agenda=AGENDA, body=body))


def test_fewer_members_than_the_quorum_are_said() -> None:
    found = minuted("The Panel noted the report.")
    assert "3 members were there, and the quorum is 4" in [remark.what for remark in found.remarks]


@pytest.mark.parametrize(
    ("words", "outcome"),
    [
        ("The Panel noted the report.", "noted"),
        ("RESOLVED: that the plan goes ahead.", "agreed"),
        ("The Panel unanimously approved the plan.", "agreed"),
        ("The plan was agreed as amended.", "agreed-as-amended"),
        ("The Panel deferred the item until April.", "deferred"),
        ("The Panel referred the matter to Cabinet.", "referred"),
        ("The motion was lost.", "not-agreed"),
        ("The report was withdrawn.", "withdrawn"),
        ("Members asked about lighting, and officers answered.", None),
        ("Officers agreed with the Panel that lighting matters.", None),
    ],
)
def test_what_a_committee_did_is_told_by_the_minute(words: str, outcome: str | None) -> None:
    assert items(minuted(words), "minutes")[0].fields.get("outcome") == outcome


@pytest.mark.parametrize(
    ("said", "owner", "dated", "due"),
    [
        ("ACTION: the Clerk to write to the force by 5 February.", None, "date", "2027-02-05"),
        ("A full list would be circulated before the next meeting.", None, "meeting", None),
        ("The police would provide figures for each ward by the end of March.", "The police", "date", "2027-03"),
        ("Inspector Reed agreed to report back in due course.", "Inspector Reed", "none", None),
        ("The Council was looking to open a second hub.", "The Council", "none", None),
        ("The guidance was expected to be published in December.", None, "date", "2027-12"),
    ],
)
def test_what_is_to_be_done_is_an_action_with_who_and_by_when(
    said: str, owner: str | None, dated: str, due: str | None
) -> None:
    [action] = minuted(f"{said}\n\nThe Panel noted the report.").of("action")
    assert (action.fields.get("owner"), action.fields["dated"], action.fields.get("due")) == (owner, dated, due)


@pytest.mark.parametrize(
    "said",
    [
        "Arrangements would not be changed.",
        "It would allow teams to work together.",
        "In 2025 the Commissioner had announced that the force would recruit 600 officers.",
        "Members asked whether a report would be provided.",
        "If money were found, lights would be provided in every street.",
        "The number of offences would grow.",
        "The festival would be held on 9 May.",
    ],
)
def test_what_follows_by_itself_or_on_a_condition_is_no_action(said: str) -> None:
    assert minuted(f"{said}\n\nThe Panel noted the report.").of("action") == ()


def test_every_undertaking_of_a_list_is_an_action_of_whoever_undertook_it() -> None:
    found = minuted(
        "5.2 During the discussion the Deputy Commissioner, MPS, undertook to:\n\n"
        "- Say how many weapons were found by the end of March;\n"
        "- Send the report with its annex.\n\n5.3 The Panel agreed to note the report."
    )
    assert [(one.text, one.fields["owner"], one.fields["dated"]) for one in found.of("action")] == [
        ("Say how many weapons were found by the end of March;", "the Deputy Commissioner", "date"),
        ("Send the report with its annex.", "the Deputy Commissioner", "none"),
    ]  # fmt: skip


def test_items_of_a_list_that_supposes_something_are_no_actions() -> None:
    found = minuted(
        "Officers named gains if the merger went ahead:\n\n- Officers would be available at night\n- Teams would provide cover"
    )
    assert found.of("action") == ()


@pytest.mark.parametrize(
    ("said", "certainty"),
    [
        ("One resident in Elm Road had made 41 calls. She had been diagnosed with schizophrenia.", "likely"),
        ("A particular family was responsible for most reports; the father was on bail.", "likely"),
        ("A 14-year-old boy was arrested for it, and lives near the school.", "ask"),
        ("The victim had been in hospital since.", "ask"),
        ("Two young women in Elm ward were raped in March.", "ask"),
        ("Of these, 3 children are in care.", "ask"),
    ],
)
def test_one_person_and_something_sensitive_are_warned_of(said: str, certainty: str) -> None:
    [warning] = [remark for remark in minuted(said).remarks if remark.fields.get("kind") == "redaction"]
    assert warning.certainty == certainty


@pytest.mark.parametrize(
    "said",
    [
        "Residents with dementia made 4 per cent of all calls.",
        "One resident asked about street lights and was thanked.",
        "The Victims' Commissioner spoke of mental health services.",
        "Support for victims of domestic abuse with disabilities had grown.",
        "A person can call the helpline at any hour.",
        "Of all victims of rape, 412 women and 38 men were referred.",
        "Two in ten people have a disability.",
        "An officer asks whether a person might be arrested.",
        "The review heard that male complainants of rape felt alone.",
    ],
)
def test_groups_and_harmless_words_about_one_person_are_not(said: str) -> None:
    assert not [remark for remark in minuted(said).remarks if remark.fields.get("kind") == "redaction"]


def test_papers_beside_the_minutes_are_looked_through_as_well() -> None:
    found = read(
        AGENDA + "\nPage intentionally blank\n\nOne tenant on the estate, who is in hospital, made 60 complaints.\n"
    )
    assert [remark.fields["words"] for remark in found.remarks if remark.fields.get("kind") == "redaction"] == [
        "hospital"
    ]


PLAIN = """MINUTES OF THE MEETING OF THE SAFETY COMMITTEE HELD ON TUESDAY 20 JUNE 2023

Committee Members:
Councillors Ash (Chairman), Mrs Birch, Cedar and D Elm

1. Apologies for Absence

Apologies for Absence were received from Councillors Fir and G. H. Gorse.

2. Notification of Substitute Members

Councillor Elm was present as Substitute Member for Councillor Fir.

3. Visiting Members

There were no Visiting Members.

5. Speed Limits in Mill Lane

Officers spoke of the trial, and item 9 may be taken in July.
"""


def test_minutes_in_plain_lines_with_surnames_only_are_read() -> None:
    found = read(PLAIN)
    [meeting] = found.of("meeting")
    assert (meeting.fields["date"], meeting.fields["committee"]) == ("2023-06-20", "SAFETY COMMITTEE")
    assert [(one["name"], one["presence"], one.get("for")) for one in meeting.fields["attendance"]] == [
        ("Ash", "present", None), ("Birch", "present", None), ("Cedar", "present", None), ("Fir", "apologies", None),
        ("G. H. Gorse", "apologies", None), ("D Elm", "substitute", "Fir"),
    ]  # fmt: skip
    assert [one.text for one in items(found, "minutes")][-1] == "Speed Limits in Mill Lane"
    assert [remark.what for remark in found.remarks] == [
        "item 4 is not there", "minute 5 says what was told, and not what the committee did with it",
    ]  # fmt: skip


SMALL = """Agenda

Safety Committee, Thursday 29 February 2024 at 7.00 pm

1. Apologies for absence
2. Declarations of interest
3. Minutes of the last meeting (Pages 1 - 8)
4. Crime and disorder update (Pages 9 - 20)
5. Contract award
6. Any other urgent business
"""


def test_titles_of_an_agenda_in_small_letters_are_items_whether_they_have_pages_or_not() -> None:
    found = read(SMALL)
    assert [(one.reference, one.text) for one in items(found, "agenda")] == [
        ("1", "Apologies for absence"), ("2", "Declarations of interest"), ("3", "Minutes of the last meeting"),
        ("4", "Crime and disorder update"), ("5", "Contract award"), ("6", "Any other urgent business"),
    ]  # fmt: skip
    assert found.remarks == ()


TIGHT = """MINUTES OF A MEETING OF THE SAFETY COMMITTEE
held on Thursday 31 December 2026 at 11.30 pm to 12.45 am

PRESENT: Councillors O'Neill (Chair), D'Arcy-Jones, Żółć and علي
Apologies: Councillor Öz

12. MINUTES
RESOLVED: That the minutes be agreed.

13. KNIFE CRIME
The Sub-Committee noted the report.

14. POWER CUT
The Chair agreed to take this item because the power failed on Christmas Day.
"""


def test_minutes_without_empty_lines_are_read_with_everybody_who_was_there() -> None:
    found = read(TIGHT)
    [meeting] = found.of("meeting")
    assert (meeting.fields["date"], meeting.fields["begins"], meeting.fields["ends"]) == (
        "2026-12-31",
        "23:30",
        "00:45",
    )
    assert [(one["name"], one["presence"]) for one in meeting.fields["attendance"]] == [
        ("O'Neill", "present"), ("D'Arcy-Jones", "present"), ("Żółć", "present"), ("علي", "present"), ("Öz", "apologies"),
    ]  # fmt: skip
    assert [(one.reference, one.text, one.fields.get("outcome")) for one in items(found, "minutes")] == [
        ("12", "MINUTES", "agreed"), ("13", "KNIFE CRIME", "noted"), ("14", "POWER CUT", None),
    ]  # fmt: skip
    assert found.of("action") == (), "that the chair takes an item is done as it is said"


def test_another_documents_content_is_refused(seeds: Path, data: Path) -> None:
    others = [
        *seeds.glob("00[013]_*.txt"),
        *(data / "recommendations").glob("*.pdf"),
        *(data / "reports").glob("*.pdf"),
    ]
    assert len(others) == 10
    for path in others:
        with pytest.raises(PeelianError) as refused:
            import_papers(read_document(path))
        assert refused.value.code == "no-papers"
