"""A document of a report, or of the response to it, kept with the report; what it proposes a person confirms or rejects."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from functools import partial
from typing import Any, cast

from django.db import transaction

from peelian.core.acting import COMMAND, Actor, acting, action, now
from peelian.core.permissions import Permission as P
from peelian.figures.errors import PeelianError
from peelian.figures.house import House
from peelian.plans.names import free_name, name_of_words
from peelian.reading import Document, Line, read_bytes
from peelian.scrutiny.importing import Imported, import_response
from peelian.scrutiny.importing.proposals import Remark
from peelian.scrutiny.ledger import actions, stepping
from peelian.scrutiny.ledger.following import follow
from peelian.scrutiny.ledger.life import ANSWERS
from peelian.scrutiny.ledger.models import (
    InvestigationRecord,
    RecommendationRecord,
    ReportDocument,
    ReportProposal,
    ReportRecord,
)
from peelian.scrutiny.ledger.records import Answer, AnswerStatus
from peelian.scrutiny.ledger.republished import Again, Before, told_apart

KEPT = ("recommendation", "response", "finding")
"""Kinds of proposals that the desk confirms."""


def report_named(name: str) -> ReportRecord:
    """A report of the records by ``<body>/<report>``. Raises PeelianError."""
    body, _, slug = name.partition("/")
    found = ReportRecord.objects.filter(organisation=body, slug=slug).select_related("organisation").first()
    if found is None:
        known = ", ".join(one.name for one in ReportRecord.objects.select_related("organisation")[:8]) or "none yet"
        raise PeelianError(
            "unknown-report", f"The records have no report {name}.", f"Known: {known}.", {"report": name}
        )
    return found


def asked_in(report: ReportRecord) -> tuple[str, ...]:
    """The bodies that a report asks something: of each it can hold a response."""
    each = (body for one in report.recommendations.all() for body in one.addressees)
    return tuple(dict.fromkeys((*report.addressees, *each)))


def answerer(report: ReportRecord, body: str) -> str:
    """Whose a response to a report is: the body that is named, or the only one that it asks. Raises PeelianError for any other.

    A document of nobody's would be taken for the report itself.
    """
    asked = asked_in(report)
    if body in asked or (not body and len(asked) == 1):
        return body or asked[0]
    what = (
        f"{report.name} asks nothing of {body}." if body else f"It is not said whose response to {report.name} it is."
    )
    known = f"Name who was asked with --of: {', '.join(asked)}." if asked else "Say first whom it asks."
    raise PeelianError("unknown-body", what, known, {"body": body})


def answers_to(report: ReportRecord, document: Document) -> Imported:
    """A response beside the first printing of its report that it quotes. Raises PeelianError where it quotes none."""
    refused: PeelianError | None = None
    for printed in printings(report):
        try:
            return import_response(document, printed)
        except PeelianError as error:
            if error.code != "no-answers":
                raise
            refused = refused or error
    if refused:
        raise refused
    return import_response(document, None)


def keep(
    report: ReportRecord, document: Document, found: Imported, *, response_of: str = "", by: Actor = COMMAND
) -> tuple[ReportDocument, int]:
    """Keep a document with a report; returns its record and how many proposals are new. What is odd stands with its proposal."""
    lines = [asdict(line) for line in document.lines]
    return keep_document(
        report, document.name, document.sha256, lines, _proposed(found), response_of=response_of, by=by
    )


def _proposed(found: Imported) -> list[dict[str, Any]]:
    proposals = [one.to_json() for one in found.proposals if one.kind in KEPT]
    for one in proposals:
        if odd := [remark.what for remark in found.remarks if one["reference"] and about(remark) == one["reference"]]:
            one["fields"] = {**one["fields"], "odd": odd}
    return proposals


def about(remark: Remark) -> str:
    """The number of what a remark is about; empty where it is about the whole document."""
    return str(remark.fields.get("of") or remark.fields.get("number") or "")


@dataclass(frozen=True)
class Foretold:
    """What keeping a document will come to: how many proposals are new, of these how many changed, how many are gone."""

    fresh: int
    changed: int
    gone: int


def foretold(report: ReportRecord, document: Document, found: Imported, *, response_of: str = "") -> Foretold:
    """What ``keep`` would add to a report now."""
    again = _again(report, document.sha256, _proposed(found), response_of)
    return Foretold(len(again.fresh), sum("earlier" in one["fields"] for one in again.fresh), len(again.gone))


def _again(report: ReportRecord, sha256: str, proposals: Iterable[dict[str, Any]], response_of: str) -> Again:
    """What is new in a document, against itself where it is kept already, else against earlier printings of it."""
    kept = ReportDocument.objects.filter(report=report, sha256=sha256).first()
    if kept is None:
        return told_apart(_before(report, response_of), tuple(proposals))
    there = set(ReportProposal.objects.filter(document=kept).values_list("kind", "reference", "page", "line", "text"))
    known = [
        (one, (one["kind"], one["reference"] or "", one["page"], one["line"], one["text"]) in there)
        for one in proposals
    ]
    return Again(tuple(one for one, held in known if not held), sum(held for _, held in known), ())


@action("report.read-in")
def keep_document(
    report: ReportRecord, name: str, sha256: str, lines: list[dict[str, Any]], proposals: Iterable[dict[str, Any]], *,
    response_of: str = "", by: Actor, reason: str = "",
) -> tuple[ReportDocument, int]:  # fmt: skip
    """Keep the lines of a document and what was found in it. The same document again adds only what is proposed anew.

    Another printing of it (a document with other bytes, of the same body) adds what is new and what changed, with what it was; what
    it no longer prints is marked with its name.
    """
    by.must(P.WRITE_PAPERS, report.owner)
    again = _again(report, sha256, proposals, response_of)
    kept = ReportDocument.objects.filter(report=report, sha256=sha256).first()
    if kept is None:
        [kept] = ReportDocument.objects.bulk_create([
            ReportDocument(
                report=report, name=name, sha256=sha256, lines=lines, response_of=response_of, read_at=now()
            )
        ])  # fmt: skip
    ReportProposal.objects.bulk_create(
        [ReportProposal(document=kept, **one | {"reference": one["reference"] or ""}) for one in again.fresh]
    )
    for gone in ReportProposal.objects.filter(pk__in=again.gone):
        acting().change(gone, fields={**gone.fields, "not_in": name})
    acting().about(report)
    acting().note(kept, "document", sha256)
    acting().note(kept, "proposed", len(again.fresh))
    return kept, len(again.fresh)


def _before(report: ReportRecord, response_of: str) -> list[Before]:
    """What earlier printings of the same paper proposed, the newest last."""
    rows = (
        ReportProposal.objects.filter(document__report=report, document__response_of=response_of)
        .select_related("document")
        .defer("document__lines")
        .order_by("document__read_at", "pk")
    )
    return [
        Before(
            one.pk,
            one.kind,
            one.reference,
            str(one.fields.get("version") or ""),
            one.text,
            one.state,
            one.document.name,
        )
        for one in rows
    ]


def changed_in(document: ReportDocument) -> tuple[int, int]:
    """How many proposals of a document say something else than in the printing before, and how many it no longer prints."""
    rows = ReportProposal.objects.filter(document__report=document.report_id)
    changed = rows.filter(document=document, fields__has_key="earlier").count()
    return changed, rows.filter(fields__not_in=document.name).exclude(document=document).count()


def printings(record: ReportRecord) -> Iterator[Document]:
    """The report to align a response with: as it was read in, the last printing first, then as its records have it."""
    for held in record.documents.filter(response_of="").order_by("-read_at"):
        lines = tuple(Line(**line) for line in held.lines)
        pages = max((line.page for line in lines if line.page), default=None)
        yield Document("pdf" if pages else "text", held.sha256, held.name, lines, pages)
    if written := _report_written(record):
        yield written


def _report_written(record: ReportRecord) -> Document | None:
    """The recommendations of a report as a document, where it was written here and never read in."""
    parts = []
    for one in record.recommendations.all():
        for text in one.body["texts"][:1]:
            points = "".join(f"- {point['text']}\n" for point in text.get("points") or ())
            parts.append(f"### Recommendation {one.number}\n\n{text['text']}\n\n{points}\n")
    return read_bytes(f"# {record.title}\n\n{''.join(parts)}".encode(), f"{record.slug}.md") if parts else None


def text_of(proposal: ReportProposal) -> dict[str, Any]:
    """The text that a proposal of a recommendation holds, in the form of the ledger."""
    fields = proposal.fields
    points = [
        {"letter": one["letter"], "text": one["text"], "line": one.get("line")} for one in fields.get("points") or ()
    ]
    return {
        "place": "chapter" if fields.get("version") == "chapter" else "summary", "text": proposal.text, "words": "printed",
        "points": points, "page": proposal.page, "line": fields.get("text_line") or proposal.line,
    }  # fmt: skip


@action("report.confirm")
def confirm(
    proposal: ReportProposal, number: str, title: str, addressees: list[str], house: House, *, requested: dt.date | None = None,
    deliver_by: dt.date | None = None, deliver_words: str = "", by: Actor, reason: str = "",
) -> RecommendationRecord:  # fmt: skip
    """Make a proposal a text of a recommendation: of a new one while the report is written, else of the one with that number.

    A published text stays as it was printed; where it was told in our own words the printed ones take their place. The days and
    the title are those of a new one; one that is there keeps its own.
    """
    held = _undecided(proposal, by)
    report = ReportRecord.objects.select_related("organisation").get(pk=held.document.report_id)
    there = (
        RecommendationRecord.objects.filter(report=report, number=number).select_related("report__organisation").first()
    )
    text = text_of(held)
    if there is None:
        body = {"title": title, "texts": [text]}
        body |= {"deliver_by": deliver_by.isoformat()} if deliver_by else {}
        body |= {"deliver_words": deliver_words} if deliver_words else {}
        there = actions.add(report, number, addressees, body, house, requested=requested, by=by)
    else:
        _put(there, report, text, house)
    acting().about(report)
    acting().change(held, state="confirmed", became=there.name, author=by.person)
    return there


def _put(there: RecommendationRecord, report: ReportRecord, text: dict[str, Any], house: House) -> None:
    old = next((one for one in there.body["texts"] if one["place"] == text["place"]), None)
    if report.state != "drafting" and old is not None and old.get("words", "printed") == "printed" and old["text"]:
        raise PeelianError(
            "printed-already", f"Recommendation {there.number} has its printed text already.", "Reject this proposal."
        )
    others = [one for one in there.body["texts"] if one["place"] != text["place"]]
    texts = sorted([*others, text], key=lambda one: one["place"] == "chapter")
    acting().change(there, body={**there.body, "texts": texts}, version=there.version + 1)
    actions.read(report, house)
    transaction.on_commit(partial(follow, house.root))


@action("report.confirm-answer")
def confirm_answer(
    proposal: ReportProposal, recommendation: RecommendationRecord, addressee: str, answers: Iterable[Answer], on: dt.date,
    house: House, *, link: str, by: Actor, reason: str = "",
) -> None:  # fmt: skip
    """Make a proposal the answer of a body, as somebody has looked it over, with the link to the response that was published."""
    held = _undecided(proposal, by)
    made = stepping.answer(recommendation, addressee, answers, on, house, link=link, by=by)
    acting().change(held, state="confirmed", became=made.recommendation.name, author=by.person)


@action("report.confirm-finding")
def confirm_finding(proposal: ReportProposal, house: House, *, by: Actor, reason: str = "") -> InvestigationRecord:
    """Make a proposal a finding of the investigation that its report comes from. Raises PeelianError where there is none."""
    held = _undecided(proposal, by)
    report = ReportRecord.objects.select_related("investigation__organisation").get(pk=held.document.report_id)
    told: InvestigationRecord | None = report.investigation
    if told is None:
        raise PeelianError(
            "no-investigation", "This report comes from no investigation, and findings are an investigation’s.",
            "Name the investigation while the report is written, or reject the finding.",
        )  # fmt: skip
    name = finding_name(held.text, (one["id"] for one in told.written("findings")))
    finding = {"id": name, "text": held.text, **({"line": held.line} if held.line else {})}
    actions.write_investigation(told, house, version=told.version, findings=[*told.written("findings"), finding], by=by)
    acting().about(report)
    acting().change(held, state="confirmed", became="", author=by.person)
    return told


@action("report.reject")
def reject(proposal: ReportProposal, *, by: Actor, reason: str = "") -> None:
    """Say that a proposal is no recommendation, or no answer."""
    held = _undecided(proposal, by)
    acting().about(held.document.report)
    acting().change(held, state="rejected", author=by.person)


def finding_name(text: str, taken: Iterable[str]) -> str:
    """The name of a finding in its investigation: its first words, and a number where another has them."""
    return free_name(name_of_words(text, 8, "finding"), taken)


def answers_of(proposal: ReportProposal) -> list[Answer]:
    """What the words of a response answer, point by point where they are about points; the status is empty where they do not say
    it surely, or it is none of ours.
    """
    fields = proposal.fields
    if said := fields.get("answers"):
        return [Answer(one["point"], _known(one["status"]), one["text"]) for one in said]
    status = _known(fields.get("status") if fields.get("status_sure", True) else "")
    return [Answer(point, status, proposal.text) for point in fields.get("points") or [""]]


def _known(status: Any) -> AnswerStatus:
    return cast(AnswerStatus, status if status in ANSWERS else "")


def _undecided(proposal: ReportProposal, by: Actor) -> ReportProposal:
    rows = ReportProposal.objects.select_for_update(of=("self",)).select_related("document__report__organisation")
    held: ReportProposal = rows.get(pk=proposal.pk)
    by.must(P.WRITE_PAPERS, held.owner)
    if held.state != "proposed":
        raise PeelianError("decided", f"This proposal is {held.state} already.", "Nothing more is to be done with it.")
    return held
