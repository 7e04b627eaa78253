"""The figures of a page as CSV and as JSON: the same rows, each with its release and whether it is illustrative."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.http import HttpResponse

from peelian.figures.judge.direction import SIX, Why
from peelian.figures.periods import month_text
from peelian.figures.releases.figure import Figure, number
from peelian.figures.releases.judging import judgement
from peelian.figures.releases.release import Release
from peelian.figures.spreadsheets import csv_text, moment

VERDICT = ("verdict", "verdict_from", "verdict_to", "verdict_ratio", "verdict_low", "verdict_high")
COLUMNS = (
    "measure", "measure_title", "area", "area_name", "area_kind", "period", "period_words", "value", "kind", "unit", "symbols",
    "compared_period", "compared_value", "change", "change_pct", "change_pts", "breaks", *VERDICT, "figure_note",
    "numerator", "denominator", "method", "note", "release", "illustrative",
)  # fmt: skip


@dataclass(frozen=True)
class Download:
    """Rows under names, and what a reader of the file should know."""

    name: str
    columns: Sequence[str]
    rows: Sequence[dict[str, Any]]
    about: dict[str, Any]


def figures(
    release: Release, name: str, found: Iterable[Figure], beneath: Iterable[dict[str, Any]] = (), **about: Any
) -> Download:
    """A page's figures, one row each; the newest of a measure and place with what is judged of its last six months.

    ``beneath`` are rows of another kind that stand after them, with some of the columns.
    """
    rows = [row_of(figure) | verdict_of(release, figure) for figure in found]
    return Download(
        name,
        COLUMNS,
        rows + [dict.fromkeys(COLUMNS) | row for row in beneath],
        about_release(release) | about,
    )


def about_release(release: Release) -> dict[str, Any]:
    """Which release it is, when it was out, what it corrects, and whether it is real."""
    return {
        "release": release.id, "seal": release.manifest.get("seal"), "released": release.released.isoformat(timespec="seconds"),
        "corrects": release.manifest.get("corrects"), "illustrative": release.illustrative,
    }  # fmt: skip


def row_of(figure: Figure) -> dict[str, Any]:
    """One figure with its comparison, unrounded where it is not rounded by definition."""
    compared = figure.comparison
    return {
        "measure": figure.measure.id, "measure_title": figure.measure.title, "area": figure.area.id,
        "area_name": figure.area.name, "area_kind": figure.area.kind, "period": str(figure.period),
        "period_words": figure.period.label(), "value": number(figure.value), "kind": figure.kind, "unit": figure.unit,
        "symbols": symbols_of(figure),
        "compared_period": compared.period if compared else None, "compared_value": number(compared.value) if compared else None,
        "change": number(compared.change) if compared else None, "change_pct": number(compared.change_pct) if compared else None,
        "change_pts": number(compared.change_pts) if compared else None,
        "breaks": " ".join(compared.breaks) if compared else " ".join(item.id for item in figure.breaks),
        "figure_note": figure.figure_note or None, "numerator": number(figure.numerator),
        "denominator": number(figure.denominator), "method": figure.method, "note": figure.note,
        "release": figure.release, "illustrative": figure.illustrative,
    }  # fmt: skip


def verdict_of(release: Release, figure: Figure) -> dict[str, Any]:
    """Of the count that a page leads with, whether its last settled months are beyond chance; nothing of any other figure."""
    leads = figure.kind == "count" and figure.period == release.latest(figure.measure.id, figure.area.kind)
    found = judgement(release, figure.measure, figure.area.id, figure.area.kind) if leads else None
    if found is None:
        return dict.fromkeys(VERDICT)
    numbers = (found.ratio, found.low, found.high) if found.why == Why.TOLD else (None, None, None)
    months = (month_text(found.last - SIX.recent + 1), month_text(found.last))
    return dict(zip(VERDICT, (found.verdict.name.lower().replace("_", " "), *months, *numbers), strict=True))


def symbols_of(figure: Figure) -> str:
    """``[p] [b]``: why there is no value, or what to know about the one there is."""
    found = [figure.symbol] if figure.symbol else []
    found += ["[p]"] if figure.provisional else []
    found += ["[b]"] if figure.breaks or (figure.comparison and figure.comparison.breaks) else []
    return " ".join(found)


def answer(download: Download, form: str) -> HttpResponse:
    """The file in the form asked for."""
    return as_csv(download) if form == "csv" else as_json(download)


def as_csv(download: Download) -> HttpResponse:
    """UTF-8 with a mark that makes spreadsheets read it so; text that a spreadsheet would run is quoted."""
    response = HttpResponse(csv_text(download.columns, download.rows), content_type="text/csv; charset=utf-8")
    response.headers["Content-Disposition"] = f'attachment; filename="{download.name}.csv"'
    return response


def as_json(download: Download) -> HttpResponse:
    """What the rows are, then the rows."""
    return json_answer({"name": download.name, **download.about, "rows": download.rows})


def json_answer(data: Any, status: int = 200) -> HttpResponse:
    """JSON that a person can read too."""
    text = json.dumps(data, ensure_ascii=False, indent=1, default=_text)
    return HttpResponse(text + "\n", content_type="application/json", status=status)


def _text(value: Any) -> str:
    return moment(value) if isinstance(value, dt.datetime) else str(value)
