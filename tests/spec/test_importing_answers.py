"""How a response is aligned to what it answers, on two pairs of a report and the government's response, and on small ones.

The truth (judged/response-answers.csv) was judged by reading both responses page by page, with pages as pictures where the
order of reading was in doubt: where the quotation stands, where the answer begins and ends, a digest of its letters, and its
status. The status was judged by one definition. Accepted: it agrees, or says that it does or will do what was asked. Partly: it
does part of it, something else, less or later, or agrees with the principle only. Rejected: it says that it does not agree or
will not do it. Noted: it will consider it, or tells what is done without saying yes or no. No answer: it says nothing to it.
Where one answer stands to several, each was judged by what is said to it.

Alignment was written on behaviour and then looked at once on space: without the report 31 of its 40 quotations were found, and
the answers were displaced, because the file holds its boxes out of order and a numbered heading at the top of pages was taken
for a running header; with the report nothing was, because the report's list had not been found. What was mended then was the
reading (reading/layout.py), not the alignment. Statuses: 62 of the 74 are right; where the proposal
says that it is sure (24 of the 74) all are. docs/reference/words-of-answers.md says what the rules were written on, and what
answers that were not looked at before came to.
"""

from __future__ import annotations

import csv
import hashlib
import io
from collections import Counter
from pathlib import Path

import docx
import pytest

from peelian.figures.errors import PeelianError
from peelian.reading import Document, read_bytes, read_document
from peelian.scrutiny.importing import Imported, import_report, import_response
from peelian.scrutiny.importing.answering import BY_DEEDS, LABELS, SPOKEN_OF, VERDICTS
from peelian.scrutiny.importing.stance import CONFIDENCE, stance_of

JUDGED = Path(__file__).parent / "judged" / "response-answers.csv"
PAIRS = ("behaviour-change", "space-economy")


@pytest.fixture(scope="module")
def documents(data: Path) -> dict[str, Document]:
    return {
        f"{pair}-{what}": read_document(data / "recommendations" / f"{pair}-{what}.pdf")
        for pair in PAIRS
        for what in ("report", "response")
    }


@pytest.fixture(scope="module")
def responses(documents: dict[str, Document]) -> dict[str, Imported]:
    """Each response aligned to its report."""
    return {pair: import_response(documents[f"{pair}-response"], documents[f"{pair}-report"]) for pair in PAIRS}


def judged(pair: str) -> dict[str, dict[str, str]]:
    with JUDGED.open(encoding="utf-8") as stream:
        return {row["number"]: row for row in csv.DictReader(stream) if row["pair"] == pair}


def place(found: Imported, number: str) -> tuple[str, ...]:
    """Where the answer to a number begins and ends, as the truth writes it."""
    [one] = [one for one in found.proposals if one.reference == number]
    last = one.fields.get("last", {"page": "", "line": ""})
    return tuple("" if value is None else str(value) for value in (one.page, one.line, last["page"], last["line"]))


def digest(text: str) -> str:
    kept = "".join(character for character in text.casefold() if character.isalnum())
    return hashlib.sha256(kept.encode()).hexdigest()[:16]


def answered(text: str, report: str = "") -> Imported:
    asked = read_bytes(report.encode(), "report.md") if report else None
    return import_response(read_bytes(text.encode(), "response.md"), asked)


@pytest.mark.parametrize("pair", PAIRS)
def test_each_answer_is_aligned_to_what_it_answers(pair: str, responses: dict[str, Imported]) -> None:
    truth = judged(pair)
    assert len(truth) == {"behaviour-change": 33, "space-economy": 41}[pair]
    found = {str(one.reference) for one in responses[pair].proposals}
    right = sum(
        place(responses[pair], number) == tuple(row[key] for key in ("page", "line", "last_page", "last_line"))
        for number, row in truth.items()
        if number in found
    )
    assert right / len(found) >= 0.9 and right / len(truth) >= 0.9


@pytest.mark.parametrize("pair", PAIRS)
def test_answers_are_held_word_for_word(pair: str, responses: dict[str, Imported]) -> None:
    truth = judged(pair)
    wrong = [
        one.reference
        for one in responses[pair].proposals
        if one.text and digest(one.text) != truth[str(one.reference)]["digest"]
    ]
    assert (
        wrong == []
    )  # footnotes and the numbers that point at them are no part of an answer, however they are printed


@pytest.mark.parametrize("pair", PAIRS)
def test_without_the_report_answers_are_found_by_what_the_response_quotes(
    pair: str, documents: dict[str, Document]
) -> None:
    alone = import_response(documents[f"{pair}-response"])
    begins = Counter((row["page"], row["line"]) for row in judged(pair).values() if row["page"])
    found = Counter((str(one.page), str(one.line)) for one in alone.proposals)
    right = (begins & found).total()
    assert right / found.total() >= 0.9 and right / begins.total() >= 0.9


def test_a_status_is_sure_where_the_words_say_it_and_a_guess_where_they_do_not(responses: dict[str, Imported]) -> None:
    told = [
        (one.fields["status_sure"], one.fields["status"] == judged(pair)[str(one.reference)]["status"])
        for pair in PAIRS
        for one in responses[pair].proposals
    ]
    sure = [right for certain, right in told if certain]
    assert sum(sure) / len(sure) >= 0.9 and len(sure) / len(told) >= 0.3
    assert sum(right for _, right in told) / len(told) >= 0.8


def test_a_rule_is_as_often_right_as_it_says(responses: dict[str, Imported]) -> None:
    by_confidence: dict[tuple[str, float], list[bool]] = {}
    for pair in PAIRS:
        for one in responses[pair].proposals:
            right = one.fields["status"] == judged(pair)[str(one.reference)]["status"]
            rule = one.fields.get("status_by", "silent"), one.fields["status_confidence"]
            by_confidence.setdefault(rule, []).append(right)
    for (rule, confidence), several in by_confidence.items():
        assert sum(several) / len(several) >= confidence or len(several) < 6, rule


def test_every_rule_stands_in_the_reference_with_its_reason_and_how_sure_it_is() -> None:
    page = (Path(__file__).parents[2] / "docs" / "reference" / "words-of-answers.md").read_text(encoding="utf-8")
    for wording in (*LABELS, *VERDICTS, *SPOKEN_OF, *BY_DEEDS):
        assert wording.why in page, wording.rule
    for rule, confidence in CONFIDENCE.items():
        assert f"| {rule} | {confidence} |" in page, rule


def test_a_number_that_the_response_prints_wrongly_is_told_by_the_words(responses: dict[str, Imported]) -> None:
    remarks = [remark.what for remark in responses["behaviour-change"].remarks]
    assert remarks == ["8.32 is printed twice", "printed as 8.32, and its words are those of 8.33"]
    [last] = [one for one in responses["behaviour-change"].proposals if one.reference == "8.33"]
    assert (last.fields["printed_number"], last.fields["status"]) == ("8.32", "rejected")


def test_a_response_that_numbers_in_its_own_way_is_said_to_once(responses: dict[str, Imported]) -> None:
    [remark] = responses["space-economy"].remarks
    assert "in its own way" in remark.what
    numbers = {one.reference: one.fields.get("printed_number") for one in responses["space-economy"].proposals}
    assert (numbers["4"], numbers["79"]) == ("1", "40")


def test_what_a_response_does_not_speak_of_has_no_answer_and_no_place(responses: dict[str, Imported]) -> None:
    [silent] = [one for one in responses["space-economy"].proposals if one.fields["status"] == "no-answer"]
    assert (silent.reference, silent.page, silent.line, silent.text) == ("60", None, None, "")


def test_one_answer_to_several_is_held_by_each_with_the_paragraphs_that_are_about_it(
    responses: dict[str, Imported],
) -> None:
    several = {one.reference: one for one in responses["behaviour-change"].proposals}
    sixth, seventh = several["8.6"], several["8.7"]
    assert sixth.text == seventh.text and sixth.fields["answered_with"] == ["8.7"]
    assert (sixth.fields["status"], seventh.fields["status"]) == ("noted", "accepted")
    assert sixth.fields.get("about_this") != seventh.fields.get("about_this")


REPORT = """# A report

### Recommendation 1

MOPAC should publish, in each quarter of the year:

- what every service costs and how many people it reached
- what the people it reached thought of it

### Recommendation 2

The Met should train all officers of its control rooms in domestic abuse before they begin to answer calls.
"""


def test_an_answer_to_each_sub_point_is_held_apart() -> None:
    found = answered(
        "# Response\n\n### Recommendation 1\n\nMOPAC should publish, in each quarter of the year:\n\n"
        "- what every service costs and how many people it reached\n- what the people it reached thought of it\n\n"
        "(a) Accepted. The first table will be out in May.\n\n(b) We do not accept this, because no service asks them.\n",
        REPORT,
    )
    one = found.proposals[0]
    assert [(answer["point"], answer["status"]) for answer in one.fields["answers"]] == [
        ("a", "accepted"),
        ("b", "rejected"),
    ]


def test_a_recommendation_is_known_by_its_words_where_the_response_does_not_number_it() -> None:
    found = answered(
        "# Reply\n\nDear Chair,\n\n*You asked*\n\n**The Met should train all officers of its control rooms in domestic abuse "
        "before they begin to answer calls.**\n\nThe Met agrees, and will begin in June.\n",
        REPORT,
    )
    told = {one.reference: one.fields["status"] for one in found.proposals}
    assert told == {"2": "accepted", "1": "no-answer"}


NAMED = (
    "# Response\n\n### Recommendation 1\n\nMOPAC accepts this recommendation. A table will be out in May.\n\n"
    "### Recommendation 2\n\nThe Met does not accept this recommendation, because it has no money for it.\n"
)


ON_ONE_LINE = NAMED.replace("### ", "").replace("1\n\nMOPAC", "1: MOPAC").replace("2\n\nThe Met", "2: The Met")


@pytest.mark.parametrize("report", ["", REPORT])
@pytest.mark.parametrize("response", [NAMED, ON_ONE_LINE])
def test_a_response_that_names_recommendations_and_does_not_quote_them_is_read(response: str, report: str) -> None:
    told = [(one.reference, one.fields["status"], one.text) for one in answered(response, report).proposals]
    assert told == [
        ("1", "accepted", "MOPAC accepts this recommendation. A table will be out in May."),
        ("2", "rejected", "The Met does not accept this recommendation, because it has no money for it."),
    ]


TIGHT = (
    "# Response\n\nRecommendation 2\nThe Met should train all officers of its control rooms in domestic abuse before they begin to "
    "answer calls.\nResponse: Accepted. Training begins in June.\nRecommendation 1\nMOPAC response\nRejected. It has no money.\n"
)


@pytest.mark.parametrize("report", ["", REPORT])
def test_answers_are_found_out_of_order_and_where_no_line_is_left_empty(report: str) -> None:
    told = [(one.reference, one.fields["status"], one.text) for one in answered(TIGHT, report).proposals]
    assert told == [
        ("2", "accepted", "Accepted. Training begins in June."),
        ("1", "rejected", "Rejected. It has no money."),
    ]


def test_what_the_report_does_not_ask_is_no_part_of_the_answer_before_it() -> None:
    found = answered(NAMED + "\n### Recommendation 12\n\nAccepted.\n", REPORT)
    assert [(one.reference, one.text.split(".")[0]) for one in found.proposals] == [
        ("1", "MOPAC accepts this recommendation"),
        ("2", "The Met does not accept this recommendation, because it has no money for it"),
        ("12", "Accepted"),
    ]
    assert [(one.fields["number"], one.certainty) for one in found.remarks] == [("12", "ask")]


def table(*rows: tuple[str, ...]) -> bytes:
    """A letter whose answers stand in a table."""
    document, stream = docx.Document(), io.BytesIO()
    document.add_paragraph("Thank you for your report. Our answers are below.")
    made = document.add_table(rows=0, cols=len(rows[0]))
    for row in rows:
        for cell, text in zip(made.add_row().cells, row, strict=True):
            cell.text = text
    document.save(stream)
    return stream.getvalue()


def test_answers_in_a_table_are_aligned_with_and_without_the_report() -> None:
    answers = read_bytes(
        table(
            ("No.", "Recommendation", "Response"),
            ("1", "The Met should train all officers of its control rooms.", "Accepted. Training begins in June."),
            (
                "2",
                "The Met should publish what the training cost.",
                "The Met does not agree, because it is a contract.",
            ),
        ),
        "answers.docx",
    )
    report = read_bytes(
        b"# A report\n\n### Recommendation 4\n\nThe Met should train all officers of its control rooms.\n\n"
        b"### Recommendation 5\n\nThe Met should publish what the training cost.\n",
        "report.md",
    )
    for found, numbers in ((import_response(answers), ["1", "2"]), (import_response(answers, report), ["4", "5"])):
        assert [one.reference for one in found.proposals] == numbers
        assert [one.fields["status"] for one in found.proposals] == ["accepted", "rejected"]
        assert found.proposals[0].text == "Accepted. Training begins in June."


def test_nothing_behind_a_quotation_is_no_answer() -> None:
    found = answered(
        "# Response\n\n### Recommendation 2\n\nThe Met should train all officers of its control rooms in domestic abuse "
        "before they begin to answer calls.\n",
        REPORT,
    )
    assert {one.reference: one.fields["status"] for one in found.proposals} == {"2": "no-answer", "1": "no-answer"}
    assert "nothing is said to 2" in [remark.what for remark in found.remarks]


def test_another_documents_content_is_refused(documents: dict[str, Document]) -> None:
    with pytest.raises(PeelianError) as refused:
        import_response(documents["space-economy-response"], documents["behaviour-change-report"])
    assert refused.value.code == "no-answers" and "quotes no recommendation" in refused.value.message


@pytest.mark.parametrize("pair", PAIRS)
def test_a_report_is_no_response(pair: str, documents: dict[str, Document]) -> None:
    with pytest.raises(PeelianError) as refused:
        import_response(documents[f"{pair}-report"])
    assert "reads as a report" in refused.value.message


@pytest.mark.parametrize("pair", PAIRS)
def test_a_response_that_is_read_as_a_report_is_said_to_be_one(pair: str, documents: dict[str, Document]) -> None:
    """What it quotes is proposed all the same: whoever reads it in confirms each, and is told first."""
    found = import_report(documents[f"{pair}-response"])
    assert "reads as a response" in found.remarks[0].what and found.remarks[0].certainty == "likely"
    assert "peelian import response" in found.remarks[0].what and found.of("recommendation")


@pytest.mark.parametrize("pair", PAIRS)
def test_a_report_is_not_said_to_be_a_response(pair: str, documents: dict[str, Document]) -> None:
    assert not any("reads as a response" in one.what for one in import_report(documents[f"{pair}-report"]).remarks)


def test_a_report_that_argues_after_each_recommendation_is_not_said_to_be_a_response() -> None:
    """Each stands once, and its reasons follow as an answer would."""
    argued = (
        (
            "Knives",
            "The Mayor should publish the figures of every school.",
            "We heard that nobody knows them. Schools differ.",
        ),
        (
            "Night",
            "The Met should put officers on night buses.",
            "Drivers told us what they see. It has been tried elsewhere.",
        ),
        (
            "Fraud",
            "MOPAC should report on fraud each quarter.",
            "Victims agree with each other on this. Most are never asked.",
        ),
        (
            "Custody",
            "The Met should open its custody suites to visitors.",
            "Visitors support those who are held there.",
        ),
    )
    text = "\n\n".join(
        f"# {head}\n\nRecommendation {number}: {asked}\n\n{why}" for number, (head, asked, why) in enumerate(argued, 1)
    )
    found = import_report(read_bytes(text.encode(), "report.md"))
    assert len(found.of("recommendation")) == 4 and not any("response" in one.what for one in found.remarks)


def test_prose_that_quotes_nothing_is_refused() -> None:
    with pytest.raises(PeelianError) as refused:
        answered("Dear Chair,\n\nThank you for your report. We shall write again in the summer.\n")
    assert refused.value.remedy == "Give the report too, with --report."


@pytest.mark.parametrize(
    ("said", "status"),
    [
        ("Accepted. The plan will say so.", "accepted"),
        ("Agreed in principle. Money has to be found first.", "partly"),
        ("Partially accepted.", "partly"),
        ("Rejected.", "rejected"),
        ("Noted.", "noted"),
        ("The Mayor fully agrees with this recommendation.", "accepted"),
        ("MOPAC accepts the principle, and asks for more time.", "partly"),
        ("The Government does not agree. Such a law would be of little use.", "rejected"),
        ("We agree that training matters. However, the Met does not intend to train all staff.", "partly"),
        ("There are no plans to set such a target.", "rejected"),
        ("Although there are no plans to build one, the Mayor agrees with it.", "accepted"),
        ("The Council will consider this when it sets its budget.", "noted"),
        ("These points will be included in the next edition.", "accepted"),
        ("The Met is one of the largest forces in Europe.", "noted"),
        ("Supported in principle. Money has to be found.", "partly"),
        ("Not supported. The law is enough.", "rejected"),
        ("Recommendation 3: accepted in part.", "partly"),
        ("The Council is unable to accept this recommendation for now.", "rejected"),
        ("The Mayor supports the recommendation in principle.", "partly"),
        ("The recommendation has been partially implemented.", "partly"),
        ("The Government agrees with the Committee‘s conclusion. It is a good one.", "accepted"),
        ("The Met accepts the recommendation. However, it has no plans to fund it.", "partly"),
        ("MOPAC notes this recommendation. It supports the Met in its work.", "noted"),
        ("We agree that it is important to share what is known. A network was formed.", "partly"),
        ("The Met recognises the need, and will give careful consideration to the idea.", "noted"),
        ("", "no-answer"),
    ],
)
def test_what_an_answer_says_is_told_by_its_words(said: str, status: str) -> None:
    assert stance_of(said).status == status


def test_a_promise_is_an_acceptance_where_it_is_of_what_was_asked() -> None:
    asked = "The Mayor should publish the waiting times for money of every borough each quarter."
    kept = stance_of("The Mayor will publish the waiting times of each borough for money every quarter.", asked)
    other = stance_of("The Mayor will set up a board that looks into how grants are made.", asked)
    assert (kept.status, kept.rule) == ("accepted", "promises-it")
    assert (other.status, other.sure) == ("partly", False)


def test_one_answer_to_several_is_never_sure_of_any() -> None:
    said = "The Government accepts this recommendation."
    assert stance_of(said).sure and not stance_of(said, shared=True).sure


def test_going_on_answers_what_asked_to_go_on() -> None:
    said = "The Mayor will continue to fund the boards."
    assert stance_of(said, "The Mayor should continue to fund the boards.").status == "accepted"
    assert stance_of(said, "The Mayor should double what the boards get.").status == "noted"
