"""A release's shares without the campaigns in them: worked out from what is marked and what is printed, when it is asked for."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from peelian.figures.campaigns import Apart, apart, share_of
from peelian.figures.compute import derive
from peelian.figures.judge.without import Share
from peelian.figures.periods import Period, month_name
from peelian.figures.releases.figure import Figure
from peelian.figures.releases.release import Release

METHOD = "share-without-campaigns"


def campaigns_apart(release: Release, measure: str, area: str) -> list[Apart]:
    """A measure's campaigns at an area with the share without them, earliest first; none of a month of which nothing is printed."""
    marked = [item for item in release.catalogue.campaigns if (item.measure, item.area) == (measure, area)]
    return apart(marked, release.printed.get((measure, area), [])) if marked else []


def touching(found: Sequence[Apart], period: Period) -> list[Apart]:
    """Those that lie in a period, in part or whole."""
    return [item for item in found if item.periods[0].first <= period.last and period.first <= item.periods[-1].last]


def apart_of(release: Release, found: Figure) -> list[Apart]:
    """The campaigns that lie in the months of a share, with the share without them; none of any other figure."""
    if found.kind != "share":
        return []
    return touching(campaigns_apart(release, found.measure.id, found.area.id), found.period)


def span_text(found: Apart) -> str:
    """``2017-05/2017-06``: the periods of campaigns as one, in the notation of the house; of one period its own."""
    first, last = found.periods[0], found.periods[-1]
    return str(first) if first == last else f"{first}/{last}"


def span_words(found: Apart) -> str:
    """``May and June 2017``, ``May to July 2017``; of quarters and years their months too."""
    first, last = found.periods[0], found.periods[-1]
    if first == last:
        return first.label()
    opening = month_name(first.first)
    if first.first // 12 == last.last // 12:
        opening = opening.partition(" ")[0]
    return f"{opening} {'and' if last.last == first.first + 1 else 'to'} {month_name(last.last)}"


def to_json(found: Apart) -> dict[str, Any]:
    """What is marked, what is printed of its periods, and the share without it."""
    return {
        "period": span_text(found),
        "period_words": span_words(found),
        "campaigns": [
            {"id": item.id, "title": item.title, "first": item.first, "last": item.last, "received": item.received,
             "in_time": item.in_time, "document": item.document, "page_or_line": str(item.line)}
            for item in found.campaigns
        ],
        "printed": [
            {"period": row["period"], "document": row["document"], "page_or_line": row["page_or_line"],
             "numerator": share_of(row).part, "denominator": share_of(row).whole}
            for row in found.rows
        ],
        "with": _share(found.found.all),
        "at_worst": {**_share(found.found.worst), "if": str(found.found.worst_if)},
        "at_best": {**_share(found.found.best), "if": str(found.found.best_if)},
        "known": found.found.known,
        "method": {"id": METHOD, "version": derive.METHODS[METHOD]},
    }  # fmt: skip


def _share(found: Share) -> dict[str, Any]:
    value = found.per_cent
    return {"numerator": found.part, "denominator": found.whole, "value": None if value is None else float(value)}
