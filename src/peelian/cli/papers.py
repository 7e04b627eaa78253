"""Commands that read what committees print: reports, responses, meeting papers. ``--into`` a report keeps what they propose."""

from __future__ import annotations

import argparse
from collections import Counter
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from peelian.cli.common import COMPLAINT, DONE, print_json
from peelian.figures.errors import PeelianError
from peelian.figures.sources.base import printable

if TYPE_CHECKING:
    from peelian.reading import Document
    from peelian.scrutiny.importing import Imported, Proposal, Remark

_WIDTH = 88
_SHOWN = ("addressee", "status", "due", "due_words", "version", "date", "owner", "outcome", "pages")
"""Fields that a line shows behind the text; all of them are in the JSON."""

_PLURALS = {"activity": "activities"}
_HOW = {
    "meeting": "Take a meeting in with --into COMMITTEE --confirm DATE, and an action of it with --action LINE.",
    "activity": "Record an activity with --into ORGANISATION --activity LINE.",
    "decision": "Decisions are not taken in from here: a list says too little of them. Enter each on the desk "
    "(/office/decisions/begin); peelian decision list names what is known and the numbers that are missing.",
}
"""How what papers propose gets into the records."""


def add_kinds(kinds: Any, command: Callable[..., argparse.ArgumentParser]) -> None:
    """``import report``, ``import response`` and ``import papers``."""
    report = command(
        "report", import_report, "Propose recommendations, whom they ask, by when, and findings from reports", kinds
    )
    report.add_argument("files", nargs="+", type=Path, metavar="FILE")
    report.add_argument(
        "--into", metavar="REPORT", help="keep it with a report of the office (BODY/REPORT), to be confirmed there"
    )
    response = command(
        "response",
        import_response,
        "Align a response to the recommendations that it answers, with a proposed status",
        kinds,
    )
    response.add_argument("file", type=Path, metavar="FILE")
    response.add_argument("--report", type=Path, metavar="FILE", help="the report that it answers")
    response.add_argument(
        "--into", metavar="REPORT", help="keep it with the report of the office (BODY/REPORT) that it answers"
    )
    response.add_argument("--of", default="", metavar="BODY", help="whose response it is, with --into")
    papers = command(
        "papers", import_papers, "Propose meetings, items, outcomes, actions and decisions from meeting papers", kinds
    )
    papers.add_argument("files", nargs="+", type=Path, metavar="FILE")
    papers.add_argument(
        "--into", default="", metavar="COMMITTEE",
        help="the committee of ours whose papers they are; of activities also the organisation that did them",
    )  # fmt: skip
    papers.add_argument(
        "--confirm", action="append", default=[], metavar="DATE",
        help="take the meeting of this day (2026-01-31) into the records of --into; once for each",
    )  # fmt: skip
    papers.add_argument(
        "--action", action="append", default=[], dest="actions", metavar="LINE",
        help="with the action of this line (page:line in a PDF file); once for each",
    )  # fmt: skip
    papers.add_argument(
        "--activity", action="append", default=[], dest="activities", metavar="LINE",
        help="record what was done on this line for --into; once for each",
    )  # fmt: skip
    papers.add_argument("--redacted", action="store_true", help="a person has looked at what may tell of one person")


def import_report(options: argparse.Namespace) -> int:
    """What reports propose."""
    from peelian.scrutiny.importing import import_report as read

    if options.into:
        from peelian.reading import read_document

        if len(options.files) > 1:
            raise PeelianError("one-file", "One report is kept at a time.", "Name one file with --into.")
        document = read_document(options.files[0])
        return _keep(options, document, read(document))
    return _each(options, read)


def import_papers(options: argparse.Namespace) -> int:
    """What meeting papers propose; with ``--confirm`` taken into the records."""
    from peelian.scrutiny.importing import import_papers as read

    if options.confirm or options.actions or options.activities:
        return _confirm(options)
    return _each(options, read)


def _confirm(options: argparse.Namespace) -> int:
    """Take in what a person has confirmed of meeting papers."""
    from peelian.cli.office import use_records
    from peelian.reading import read_document
    from peelian.scrutiny.importing import import_papers as read

    if not options.into:
        raise PeelianError("bad-question", "It is not said whose papers they are.", "Name our committee with --into.")
    if options.actions and not options.confirm:
        raise PeelianError(
            "bad-question", "It is not said of which meeting the actions are.", "Name its day with --confirm."
        )
    if options.activities and len(options.files) > 1:
        raise PeelianError("one-file", "Activities are taken from one document at a time.", "Name one file.")
    documents = [read_document(path) for path in options.files]
    seen: dict[str, str] = {}
    for document in documents:
        _refuse_duplicate(document, seen)
    found = [(one, read(one)) for one in documents]
    done = _taken_in(options, use_records(options), found)
    if options.json:
        print_json({"done": done})
        return DONE
    for line in done:
        print(printable(line))
    return DONE


def _taken_in(options: argparse.Namespace, house: Any, found: Sequence[tuple[Document, Imported]]) -> list[str]:
    """What was taken in, in words: all that is asked for, or nothing."""
    from django.db import transaction

    from peelian.scrutiny.importing.confirming_activities import confirm_activities
    from peelian.scrutiny.importing.confirming_papers import Wish, confirm_papers

    done: list[str] = []
    with transaction.atomic():
        if options.confirm:
            wish = Wish(options.confirm, options.actions, options.redacted)
            done += confirm_papers(house, found, options.into, wish)
        if options.activities:
            done += confirm_activities(house, *found[0], options.into, options.activities, redacted=options.redacted)
    return done


def import_response(options: argparse.Namespace) -> int:
    """What a response answers to each recommendation."""
    from peelian.reading import read_document
    from peelian.scrutiny.importing import import_response as read

    document = read_document(options.file)
    report = read_document(options.report) if options.report else None
    if report and report.sha256 == document.sha256:
        raise PeelianError(
            "duplicate",
            f"{document.name} and {report.name} are one and the same file.",
            "Name the response first and its report after --report.",
            {"file": document.name},
        )
    if options.of and not options.into:
        raise PeelianError("bad-question", "It is not said with which report it is kept.", "Name it with --into.")
    if options.into:
        return _keep_response(options, document, report)
    found = read(document, report)
    if options.json:
        print_json({"document": _about(document), "report": _about(report) if report else None, **_told(found)})
        return DONE
    _print(document, found)
    return DONE


def _keep_response(options: argparse.Namespace, document: Document, report: Document | None) -> int:
    """Keep a response with the report of the office that it answers, beside which it is read where no other is named."""
    from peelian.cli.office import use_records
    from peelian.scrutiny.importing import import_response as read

    use_records(options)
    from peelian.scrutiny.ledger.reading_in import answerer, answers_to, report_named

    record = report_named(options.into)
    body = answerer(record, options.of)
    return _keep(options, document, read(document, report) if report else answers_to(record, document), body)


def _keep(options: argparse.Namespace, document: Document, found: Imported, response_of: str = "") -> int:
    """Keep the document with a report of the office, and what it proposes."""
    from peelian.cli.office import use_records

    use_records(options)
    from peelian.scrutiny.ledger.reading_in import changed_in, keep, report_named

    report = report_named(options.into)
    kept, fresh = keep(report, document, found, response_of=response_of)
    changed, gone = changed_in(kept)
    home = f"/office/recommendations/reports/{report.pk}/proposals"
    if options.json:
        print_json({
            "report": report.name, "document": kept.sha256, "proposed": fresh, "changed": changed, "gone": gone, "page": home,
        })  # fmt: skip
        return DONE
    print(f"{document.name} is kept with {report.name}: {fresh} new proposals to look at.")
    if changed or gone:
        print(f"  It was read in before with other words: {changed} of these changed, {gone} are no longer printed.")
    print(f"  Confirm them at {home}")
    return DONE


def _each(options: argparse.Namespace, read: Callable[[Document], Imported]) -> int:
    """Read each of several files; one that cannot be read is refused, and the others are read all the same."""
    from peelian.reading import read_document

    answers: list[dict[str, Any]] = []
    seen: dict[str, str] = {}
    for path in options.files:
        try:
            document = read_document(path)
            _refuse_duplicate(document, seen)
            found = read(document)
        except PeelianError as error:
            if len(options.files) == 1:
                raise
            answers.append(error.to_json())
            if not options.json:
                print(f"REFUSED {printable(error.message)}\n  {printable(error.remedy)}")
            continue
        answers.append({"document": _about(document), **_told(found)})
        if not options.json:
            _print(document, found)
    if options.json:
        print_json(answers[0] if len(answers) == 1 else _joined(answers))
    return COMPLAINT if any("error" in one for one in answers) else DONE


def _refuse_duplicate(document: Document, seen: dict[str, str]) -> None:
    before = seen.setdefault(document.sha256, document.name)
    if before is not document.name:
        raise PeelianError(
            "duplicate",
            f"{document.name} is the same file as {before}, byte for byte.",
            "It was read once.",
            {"file": document.name, "same_as": before},
        )


def _joined(answers: Sequence[dict[str, Any]]) -> dict[str, Any]:
    """The answers of several files as one: every proposal and finding says of which document it is."""
    read = [one for one in answers if "document" in one]
    return {
        "documents": [one["document"] for one in read],
        "proposals": [{**row, "document": one["document"]["name"]} for one in read for row in one["proposals"]],
        "findings": [{**row, "document": one["document"]["name"]} for one in read for row in one["findings"]],
        "refused": [one["error"] for one in answers if "error" in one],
    }


def _about(document: Document) -> dict[str, Any]:
    return {
        "name": document.name, "kind": document.kind, "sha256": document.sha256, "pages": document.pages,
        "notes": list(document.notes),
    }  # fmt: skip


def _told(found: Imported) -> dict[str, Any]:
    return {
        "proposals": [one.to_json() for one in found.proposals],
        "findings": [one.to_json() for one in found.remarks],
    }


def _print(document: Document, found: Imported) -> None:
    pages = f", {document.pages} pages" if document.pages else ""
    print(f"{document.name} ({document.kind}{pages}, {document.sha256[:12]})")
    for note in document.notes:
        print(f"  {printable(note)}")
    for one in _by_day(found):
        print(_line(one))
    for remark in found.remarks:
        print(f"look: {printable(remark.what)}{_where(remark)} ({remark.certainty})")
    kinds = Counter(_called(one) for one in found.proposals)
    print(
        ", ".join(f"{count} {kind if count == 1 else _PLURALS.get(kind, f'{kind}s')}" for kind, count in kinds.items())
    )
    for kind in kinds:
        if kind in _HOW:
            print(_HOW[kind])


def _by_day(found: Imported) -> list[Proposal]:
    """Proposals in the document's order; activities by their days, where the first of them stands."""
    from peelian.scrutiny.importing.papers_read import activities_of

    by_day = iter(activities_of(found))
    return [next(by_day) if _called(one) == "activity" else one for one in found.proposals]


def _called(one: Proposal) -> str:
    return str(one.fields.get("form")) if one.kind == "meeting" and "form" in one.fields else one.kind


def _line(one: Proposal) -> str:
    text = f"{one.reference}. {one.text}" if one.reference else one.text
    cut = text if len(text) <= _WIDTH else f"{text[: _WIDTH - 1]}…"
    said = "; ".join(f"{one.fields[key]}{_doubt(one, key)}" for key in _SHOWN if one.fields.get(key))
    return f"  {_at(one):>8}  {one.confidence:.2f}  {_called(one):14}  {printable(cut)}{f'  [{printable(said)}]' if said else ''}"


def _doubt(one: Proposal, key: str) -> str:
    """A question mark behind a status that the words do not say."""
    return "?" if key == "status" and not one.fields.get("status_sure", True) else ""


def _at(one: Proposal | Remark) -> str:
    if one.line is None:
        return "-"
    return f"{one.line}" if one.page is None else f"{one.page}:{one.line}"


def _where(remark: Remark) -> str:
    if remark.line is None:
        return ""
    return f", line {remark.line}" if remark.page is None else f", page {remark.page}, line {remark.line}"
