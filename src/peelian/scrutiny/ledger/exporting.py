"""The ledger as files for programs: a table, JSON, and an Atom feed of what happened."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from peelian.figures.house import today
from peelian.figures.spreadsheets import csv_text
from peelian.scrutiny.exporting.markup import element, escaped, group
from peelian.scrutiny.ledger import life
from peelian.scrutiny.ledger.form import form_of
from peelian.scrutiny.ledger.owing import owing
from peelian.scrutiny.ledger.records import LedgerStep, Recommendation, Report
from peelian.scrutiny.ledger.shelf import Ledger, repeats_of
from peelian.scrutiny.ledger.standing import Life, lives

COLUMNS = (
    "recommendation", "report", "report_title", "kind", "made_by", "date", "month", "number", "title", "text", "text_is_printed",
    "addressee", "state", "requested", "due", "due_by", "due_law", "deliver_by", "deliver_words", "acknowledged", "answered",
    "answer", "answer_text", "unanswered_points", "claimed", "claim", "claim_reason", "verdict_on", "verdict", "verdict_reason",
    "owed_by", "disputed", "closed", "overdue",
    "overdue_days", "repeats", "touches", "source", "line", "answer_recorded",
    "claim_recorded", "verdict_recorded", "as_at",
)  # fmt: skip
NAMESPACE = "http://www.w3.org/2005/Atom"
MOST, RECENT = 100, dt.timedelta(days=31)
"""Entries of a feed, and for how long none leaves it however many there are: who asks once a month misses nothing."""
_NAMES = uuid.UUID("5bb4c4a0-7d0c-5a52-9a8e-9b2f1a6f2c11")
"""Under which ids of entries are made: of the same step always the same."""


def table(held: Iterable[Life]) -> str:
    """A row for each recommendation and each body that it asks, as a CSV file."""
    return csv_text(COLUMNS, (row_of(one) for one in held))


def row_of(one: Life) -> dict[str, Any]:
    """How a recommendation stands with one body, by ``COLUMNS``."""
    asked, report = one.recommendation, one.report
    text = next((held for held in asked.texts if held.text), None)
    claimed, said = one.last("claimed"), one.last("verdict")
    acknowledged = one.first("acknowledged")
    return {
        "recommendation": asked.id, "report": report.id, "report_title": report.title, "kind": report.kind, "made_by": report.body,
        "date": report.on, "month": report.since or None, "number": asked.number, "title": asked.title,
        "text": " ".join([text.text, *(f"({p.letter}) {p.text}" for p in text.points)]) if text else None,
        "text_is_printed": text.words == "printed" if text else None, "addressee": one.addressee, "state": one.state.id,
        "requested": asked.requested, "due": asked.due, "due_by": asked.due_by or None, "due_law": asked.due_law or None,
        "deliver_by": asked.deliver_by, "deliver_words": asked.deliver_words or None,
        "acknowledged": acknowledged.on if acknowledged else None, "answered": one.answered_on,
        "answer": one.answer.id if one.answer else None, "answer_text": _answer_text(one) or None,
        "unanswered_points": " ".join(one.unanswered) or None, "claimed": claimed.on if claimed else None,
        "claim": claimed.status if claimed else None, "claim_reason": claimed.reason if claimed else None,
        "verdict_on": said.on if said else None, "verdict": said.status if said else None,
        "verdict_reason": said.reason if said else None, "owed_by": " ".join(one.owed_by), "disputed": one.disputed,
        "closed": one.ended_on,
        "overdue": " ".join(late.what for late in one.overdue) or None,
        "overdue_days": max((late.days for late in one.overdue), default=None), "repeats": " ".join(repeats_of(asked)) or None,
        "touches": " ".join(asked.touches) or None, "source": report.source or None, "line": text.line if text else None,
        "answer_recorded": _recorded(one.last("answered")), "claim_recorded": _recorded(claimed),
        "verdict_recorded": _recorded(said),
        "as_at": one.on,
    }  # fmt: skip


def _answer_text(one: Life) -> str:
    """What was last said of each point: ``(a) Yes. (b) No.``"""
    return " ".join(
        f"({point}) {said.text}" if point else said.text for point, said in one.answers.items() if said.text
    )


def _recorded(step: LedgerStep | None) -> dt.date | None:
    """The day on which a step was put on record, which may be after the one that it is of."""
    return step.recorded if step else None


def whole(held: Iterable[Life], on: dt.date) -> dict[str, Any]:
    """Recommendations with their texts, their steps and how they stand, as JSON has them."""
    found: dict[str, dict[str, Any]] = {}
    for one in held:
        entry = found.setdefault(
            one.recommendation.id,
            {"id": one.recommendation.id, "report": one.report.id, **form_of(one.recommendation), **_due(one.recommendation),
             "stands": []},
        )  # fmt: skip
        entry["stands"].append(_stands(one))
    return {"as_at": on.isoformat(), "recommendations": list(found.values())}


def whole_report(report: Report, on: dt.date) -> dict[str, Any]:
    """A report with its recommendations, as JSON has it."""
    told = {key: value for key, value in form_of(report).items() if key != "recommendations"}
    duty = life.DUTIES[report.duty]
    law = {"title": duty.title, "must": duty.must, "days": duty.days, "law": duty.law, "means": duty.means}
    held = [one for asked in report.recommendations for one in lives(report, asked, on)]
    return {**told, "duty": {"id": report.duty, **law}, **whole(held, on)}


def _due(asked: Recommendation) -> dict[str, Any]:
    return {
        "due": asked.due.isoformat() if asked.due else None,
        "due_by": asked.due_by or None,
        "due_law": asked.due_law or None,
    }


def _stands(one: Life) -> dict[str, Any]:
    return {
        "addressee": one.addressee, "owed_by": list(one.owed_by),
        "state": one.state.id, "answer": one.answer.id if one.answer else None,
        "claim": one.claim.id if one.claim else None, "verdict": one.verdict.id if one.verdict else None,
        "disputed": one.disputed, "unanswered": list(one.unanswered),
        "answered": one.answered_on.isoformat() if one.answered_on else None,
        "overdue": [{"what": late.what, "due": late.due.isoformat(), "days": late.days, "by_law": late.by_law}
                    for late in one.overdue],
    }  # fmt: skip


@dataclass(frozen=True)
class News:
    """One entry of a feed: ``key`` names it for ever."""

    key: str
    at: dt.datetime
    kind: str
    title: str
    summary: str
    page: str


def news(
    ledger: Ledger, names: dict[str, str], body: str = "", report: str = "", among: Collection[str] | None = None
) -> list[News]:
    """What is new, the newest first: reports that came out and steps that were taken, of everybody, of a body or of a report.

    ``among`` names the recommendations that are meant, where not all are.
    """
    found = []
    for one in ledger.reports:
        if report and one.id != report:
            continue
        concerned = {one.body, *one.addressees}
        meant = [asked for asked in one.recommendations if among is None or asked.id in among]
        if (not body or body in concerned or any(_answers_for(asked, body) for asked in one.recommendations)) and (
            meant or among is None
        ):
            found.append(_of_report(one, names))
        for asked in meant:
            if not body or body == one.body or _answers_for(asked, body):
                found += _of_steps(one, asked, names, body)
    found.sort(key=lambda entry: (entry.at, entry.key), reverse=True)
    recent = sum(entry.at >= _begin(today()) - RECENT for entry in found)
    return found[: max(MOST, recent)]


def _answers_for(asked: Recommendation, body: str) -> tuple[str, ...]:
    """Those that were asked which a body is, or in whose place it owes it today."""
    return tuple(one for one in asked.addressees if body in (one, *owing(asked.handed, one, today())))


def _of_report(one: Report, names: dict[str, str]) -> News:
    at = one.published or _begin(one.on or _first_of(one.since))
    count = "" if one.size is None else f", {one.size} recommendation{'' if one.size == 1 else 's'}"
    said = f"{life.KINDS[one.kind].title} of {names.get(one.body, one.body)}{count}."
    return News(f"{one.id}", at, one.kind, one.title, said, f"/recommendations/{one.id}")


def _of_steps(report: Report, asked: Recommendation, names: dict[str, str], body: str) -> Iterator[News]:
    for step in (one for one in asked.steps if one.on <= today()):
        mine = any(step.concerns(one) for one in _answers_for(asked, body))
        if body and body not in (report.body, step.by, step.about) and not mine:
            continue
        title = f"{names.get(step.by, step.by)}: {what(step)} – {asked.title}"
        yield News(
            f"{asked.id}#{step.number or step.kind + step.on.isoformat() + step.by}", step.made or _begin(step.on), step.kind,
            title, step.reason or " ".join(answer.text for answer in step.answers), f"/recommendations/{asked.id}",
        )  # fmt: skip


def what(step: LedgerStep) -> str:
    """A step in a few words: ``answered (Accepted)``, ``says that it is delivered``."""
    words = {
        "acknowledged": "acknowledged", "late-reason": "says why its answer comes later", "closed": "closed",
        "reopened": "reopened", "withdrawn": "withdrawn", "linked": "linked to an earlier one",
        "unlinked": "undid the link to an earlier one",
    }  # fmt: skip
    if step.kind == "answered":
        return f"answered ({life.ANSWERS[life.answer_of(step.answers)].title.lower()})"
    if step.kind == "claimed":
        return f"says: {life.CLAIMS[step.status].title.lower()}"
    if step.kind == "verdict":
        return f"finds: {life.VERDICTS[step.status].title.lower()}"
    return words[step.kind]


def atom(found: list[News], title: str, site: str, address: str, page: str) -> str:
    """A feed (RFC 4287). ``address`` is its own path on ``site`` (``https://host``), ``page`` that of what it tells of."""
    updated = found[0].at if found else dt.datetime(2012, 1, 16, tzinfo=dt.UTC)
    parts = [
        element("id", f"urn:uuid:{uuid.uuid5(_NAMES, address)}"), element("title", title), element("updated", _moment(updated)),
        group("author", [element("name", "Peelian")]), _link("self", f"{site}{address}", "application/atom+xml"),
        _link("alternate", f"{site}{page}", "text/html"), *(_entry(one, site) for one in found),
    ]  # fmt: skip
    return (
        f'<?xml version="1.0" encoding="utf-8"?>\n<feed xmlns="{NAMESPACE}" xml:lang="en-GB">{"".join(parts)}</feed>\n'
    )


def _entry(one: News, site: str) -> str:
    return group("entry", [
        element("id", f"urn:uuid:{uuid.uuid5(_NAMES, one.key)}"), element("title", one.title), element("updated", _moment(one.at)),
        _link("alternate", f"{site}{one.page}", "text/html"), f'<category term="{escaped(one.kind)}"/>',
        element("summary", one.summary) if one.summary else "",
    ])  # fmt: skip


def _link(rel: str, address: str, kind: str) -> str:
    return f'<link rel="{rel}" type="{kind}" href="{escaped(address)}"/>'


def _moment(at: dt.datetime) -> str:
    return at.astimezone(dt.UTC).isoformat(timespec="seconds").replace("+00:00", "Z")


def _begin(day: dt.date) -> dt.datetime:
    return dt.datetime.combine(day, dt.time(), dt.UTC)


def _first_of(month: str) -> dt.date:
    return dt.date.fromisoformat(f"{month}-01") if month else dt.date(2012, 1, 16)
