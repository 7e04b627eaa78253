"""The ledger's records put together: the forms that they make. What may be public of them is decided here, and nowhere else."""

from __future__ import annotations

import datetime as dt
from typing import Any

from peelian.scrutiny.ledger.models import (
    ActivityRecord,
    InvestigationRecord,
    RecommendationRecord,
    RecommendationStep,
    ReportRecord,
)

PLAIN = ("kind", "title", "month", "date_words", "addressed_to", "counted", "duty", "topic", "years", "meeting", "plan", "link",
         "source", "lines", "answer_line")  # fmt: skip
"""Fields of a report whose form has the same name and value."""
BODY = ("title", "texts", "deliver_by", "deliver_words", "evidence", "findings", "touches", "repeats", "differs")
"""What of a recommendation's form stands in its ``body``."""


def public_report(record: ReportRecord) -> dict[str, Any] | None:
    """What everybody may read of a report with everything that happened to it; None while it is not published.

    An investigation that nobody may read of yet is not named either.
    """
    if record.state != "published":
        return None
    form, of = report_form(record), record.investigation
    return form if of is None or of.state != "drafting" else {key: form[key] for key in form if key != "investigation"}


def public_investigations() -> dict[str, Any]:
    """What everybody may read of investigations and activities: of those that the committee has opened, and of no other."""
    held = InvestigationRecord.objects.exclude(state="drafting").prefetch_related("activities")
    beside = ActivityRecord.objects.filter(investigation=None)
    return {
        "investigations": [investigation_form(one) for one in held],
        "activities": [activity_form(one) for one in beside],
    }


def report_form(record: ReportRecord) -> dict[str, Any]:
    """A report in its form, as it is written now."""
    rows = record.recommendations.prefetch_related("steps")
    form = {name: getattr(record, name) for name in PLAIN} | {
        "id": record.name, "committee": record.committee, "date": _day(record.on), "addressees": record.addressees,
        "investigation": record.investigation_id, "recommendations": [recommendation_form(one) for one in rows],
        "published": _moment(record.published_at),
    }  # fmt: skip
    return _short(form, "date", "recommendations")


def recommendation_form(record: RecommendationRecord) -> dict[str, Any]:
    """A recommendation in its form, with its steps."""
    form = {
        **record.body, "number": record.number, "addressees": record.addressees, "requested": _day(record.requested),
        "steps": [step_form(one) for one in record.steps.all()],
    }  # fmt: skip
    return _short(form, "texts", "addressees")


def step_form(record: RecommendationStep) -> dict[str, Any]:
    """A step in its form: which body said what. Nobody is named who wrote it."""
    form = {
        "kind": record.kind, "date": _day(record.on), "by": record.by_body, "about": record.about, "status": record.status,
        "reason": record.reason, "answers": record.answers, "evidence": record.evidence, "to": record.to, "link": record.link,
        "noted_by": record.noted_by, "made": _moment(record.made_at), "number": record.pk,
    }  # fmt: skip
    return _short(form)


def investigation_form(record: InvestigationRecord) -> dict[str, Any]:
    """An investigation in its form, with what was done for it."""
    form = {
        "id": record.slug, "committee": record.committee, "title": record.title, "terms": record.terms,
        "opened": _day(record.opened), "closed": _day(record.closed), "topics": record.topics, "findings": record.findings,
        "years": record.years, "source": record.source, "lines": record.lines, "changes": record.changes,
        "activities": [activity_form(one) for one in record.activities.all()],
    }  # fmt: skip
    return _short(form, "opened", "closed", "terms")


def activity_form(record: ActivityRecord) -> dict[str, Any]:
    """An activity in its form."""
    form = {
        "kind": record.kind, "title": record.title, "date": _day(record.on), "month": record.month, "committee": record.committee,
        "bodies": record.bodies, "place": record.place, "meeting": record.meeting, "topic": record.topic,
        "investigation": record.investigation_id, "source": record.source, "line": record.line, "link": record.link,
        "years": record.years,
    }  # fmt: skip
    return _short(form)


def _short(form: dict[str, Any], *kept: str) -> dict[str, Any]:
    """The form without what is empty, but for what every reader asks for."""
    return {key: value for key, value in form.items() if key in kept or value not in (None, "", [], {})}


def _day(day: dt.date | None) -> str | None:
    return day.isoformat() if day else None


def _moment(at: dt.datetime | None) -> str | None:
    return at.astimezone(dt.UTC).isoformat(timespec="seconds") if at else None
