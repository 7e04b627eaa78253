"""A ledger that tests share: a report of the Assembly's committee or of Havering's, published, with recommendations to answer."""

from __future__ import annotations

import datetime as dt
from typing import Any

from peelian.figures.house import House
from peelian.scrutiny.ledger import actions
from peelian.scrutiny.ledger.models import RecommendationRecord, ReportRecord
from peelian.scrutiny.ledger.records import Evidence
from tests.support.office import Office

DAY = dt.date(2026, 3, 2)
SHOWN = Evidence("link", "The published dashboard", "https://example.org/dashboard")


def entry(title: str, text: str = "", *points: str, **more: Any) -> dict[str, Any]:
    """A recommendation's entry in the form: its title, its text and its points a, b, c."""
    lettered = [{"letter": "abcdefg"[place], "text": point} for place, point in enumerate(points)]
    return {"title": title, "texts": [{"place": "summary", "text": text or f"{title}.", "points": lettered}], **more}


def drafted(office: Office, house: House, by: str = "clara", kind: str = "report", **head: Any) -> ReportRecord:
    """A report that somebody has begun, with two recommendations: to MOPAC, and to MOPAC and the Met with two points."""
    organisation = office.person(by).held[0].organisation
    fields = {"title": "Knives in schools", "on": DAY, **head}
    report = actions.begin(
        organisation, fields.pop("slug", "knives-2026"), house, kind=kind, by=office.by(by), **fields
    )
    actions.add(report, "1", ["mopac"], entry("Publish the figures of every school"), house, by=office.by(by))
    actions.add(
        report, "2", ["mopac", "mps"],
        entry("Put an officer into every school", "There should be:", "an officer in each school", "a day for it"),
        house, by=office.by(by),
    )  # fmt: skip
    return report


def published(office: Office, house: House, by: str = "clara", chair: Any = None, **head: Any) -> ReportRecord:
    """The same, published by who speaks for that committee."""
    report = drafted(office, house, by, **head)
    actions.publish(report, house, by=chair or office.by("chris"))
    return ReportRecord.objects.select_related("organisation").get(pk=report.pk)


def number(report: ReportRecord, which: str) -> RecommendationRecord:
    """One recommendation of a report."""
    found: RecommendationRecord = RecommendationRecord.objects.select_related("report__organisation").get(
        report=report, number=which
    )
    return found
