"""What a borough publishes of a quarter: composed here once, for the sealed file and for every preview of it."""

from __future__ import annotations

import datetime as dt
from typing import Any

from peelian.figures.decided import BodyRule
from peelian.figures.periods import Period
from peelian.figures.releases.quarter import Demand, Line, demand_to_json, line_to_json
from peelian.figures.releases.release import Release
from peelian.localities.models import IndicatorWords, QuarterReport
from peelian.localities.publishing import sealed
from peelian.localities.queries import area_of, provisional, words_of


def content_of(
    report: QuarterReport, release: Release, lines: list[Line], demand: list[Demand], at: dt.datetime | None = None
) -> dict[str, Any]:
    """The content of a report, published at a moment; with none it is a draft as it would be published now."""
    words = words_of(report)
    return {
        "area": area_of(report.organisation), "organisation": report.organisation.name, "period": report.period,
        "label": Period.parse(report.period).label(), "edition": report.number, "corrects": report.number - 1 or None,
        "why_corrected": report.why_corrected, "published_at": at.isoformat(timespec="seconds") if at else None,
        "release": {"id": release.id, "seal": release.manifest["seal"]}, "illustrative": release.illustrative,
        "introduction": report.introduction, "demand_note": report.demand_note,
        "lines": [
            line_to_json(line) | {"provisional": provisional(release, line.rated.indicator, line.rated.period),
                                  "title": release.catalogue[line.rated.indicator.measure].title,
                                  "unit": release.catalogue[line.rated.indicator.measure].counts} | _said(words, line)
            for line in lines
        ],
        "demand": [demand_to_json(item) for item in demand],
        "written_by": report.author.title or "analyst", "signed_off_by": (report.signer.title or "lead") if report.signer else "",
    }  # fmt: skip


def with_rule(content: dict[str, Any], rule: BodyRule) -> dict[str, Any]:
    """The content with the rule that its colours follow from, as it is published."""
    return content | {"rule": {"title": rule.title, "source": rule.source, **vars(rule.rule)}}


_NOT_REVIEWED = ("published_at", "written_by", "signed_off_by", "audit", "seal")


def fingerprint(content: dict[str, Any]) -> str:
    """A hash of what a review is of: figures, colours, rule, demand and words; not who signs it off, or when."""
    return str(sealed({key: value for key, value in content.items() if key not in _NOT_REVIEWED})["seal"])


def _said(words: dict[str, IndicatorWords], line: Line) -> dict[str, Any]:
    said = words.get(line.rated.indicator.measure)
    if said is None:
        return {"commentary": "", "action": "", "action_owner": "", "action_by": None}
    return {"commentary": said.commentary, "action": said.action, "action_owner": said.action_owner,
            "action_by": said.action_by.isoformat() if said.action_by else None}  # fmt: skip
