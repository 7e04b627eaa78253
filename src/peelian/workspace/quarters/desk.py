"""What the desk of one report shows: each indicator with its figure, rating and movement, its texts, and what is still missing."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from peelian.figures.errors import PeelianError
from peelian.figures.releases.quarter import Line
from peelian.figures.releases.release import Release
from peelian.localities.content import content_of
from peelian.localities.models import IndicatorWords, QuarterReport
from peelian.localities.queries import lines_of, missing_of, own_figures, quarters_before, release_of, words_of, year_of
from peelian.localities.rules import Demanded
from peelian.ui import charts
from peelian.ui.components import Cell, ChartBlock, Column, Fact, FigureTable, Link, Row
from peelian.ui.quarter import QuarterPage, Section
from peelian.workspace.quarters.forms import TextsForm, WordsForm

CHARTED = 2
"""Quarters that a line needs at least."""


@dataclass(frozen=True)
class Missing:
    """Something that is missing, or must be looked at, with a link to the very field."""

    text: str
    href: str
    warning: bool
    page: str = ""

    @property
    def page_href(self) -> str:
        """The same from another page."""
        return f"{self.page}{self.href}" if self.href.startswith("#") else self.href


@dataclass(frozen=True)
class Piece:
    """One indicator on the desk."""

    section: Section
    facts: list[Fact]
    chart: ChartBlock | None
    form: WordsForm
    missing: list[Missing] = field(default_factory=list)

    @property
    def asks_for_action(self) -> bool:
        """Whether the fields of corrective action are in sight: where it is demanded, and where something stands in them."""
        names = ("action", "action_owner", "action_by")
        return self.section.needs_action or any(self.form[name].value() or self.form[name].errors for name in names)


class Desk:
    """One report. ``problem`` says why there are no lines: no rule for the year, a release that is gone."""

    def __init__(self, report: QuarterReport, root: Path, bound: tuple[str, Any] | None = None) -> None:
        self.report = report
        self.problem: PeelianError | None = None
        self._bound = bound
        self.page: QuarterPage | None = None
        self.missing: list[Missing] = []
        try:
            self._open(release_of(root, report))
        except PeelianError as error:
            self.problem = error

    def _open(self, release: Release) -> None:
        self.release = release
        self.rule, self.lines, demand = lines_of(self.report, release)
        self.page = QuarterPage(content_of(self.report, release, self.lines, demand))
        self.missing = [missing_at(item, self.report) for item in missing_of(self.report, release)]

    @property
    def blocking(self) -> list[Missing]:
        """What must be there before it can be sent."""
        return [item for item in self.missing if not item.warning]

    @property
    def warnings(self) -> list[Missing]:
        """What somebody must read before it is sent."""
        return [item for item in self.missing if item.warning]

    @property
    def texts(self) -> TextsForm:
        """The form of the report's own texts; with what is wrong, where it was just sent."""
        if self._bound and self._bound[0] == "report":
            return TextsForm(self._bound[1], auto_id="report-%s")
        return TextsForm(initial=values_of(self.report, TextsForm), auto_id="report-%s")

    @property
    def texts_missing(self) -> list[Missing]:
        """What is said of the report's own texts."""
        return self._of("report-")

    def pieces(self) -> list[Piece]:
        """Each indicator."""
        assert self.page
        words, own = words_of(self.report), own_figures(self.report.organisation)
        columns, found = self.page.table.columns[1:], []
        for line, row, section in zip(self.lines, self.page.table.rows, self.page.sections, strict=True):
            measure = line.rated.indicator.measure
            found.append(Piece(
                section, [_fact(column.label, cell) for column, cell in zip(columns, row.cells[1:], strict=True)],
                self._chart(line, own), self._form(measure, words.get(measure)), self._of(f"{measure}-"),
            ))  # fmt: skip
        return found

    def _of(self, prefix: str) -> list[Missing]:
        return [item for item in self.missing if item.href.startswith(f"#{prefix}")]

    def _form(self, measure: str, words: IndicatorWords | None) -> WordsForm:
        name = f"{measure}-%s"
        if self._bound and self._bound[0] == measure:
            return WordsForm(self._bound[1], auto_id=name)
        return WordsForm(initial=values_of(words, WordsForm), auto_id=name)

    def _chart(self, line: Line, own: Any) -> ChartBlock | None:
        measure = self.release.catalogue[line.rated.indicator.measure]
        quarters = quarters_before(self.release, line.rated.indicator, self.page.period, own) if self.page else []
        if sum(value is not None for _, value in quarters) < CHARTED or (self.page and self.page.outturn):
            return None
        points = tuple(charts.Point.of(period, value) for period, value in quarters)
        breaks = tuple(
            charts.Break(item.month, item.title, item.text)
            for item in self.release.catalogue.breaks_within(measure)
            if points[0].at <= item.month <= points[-1].at
        )
        span = f"{quarters[0][0].label()} to {quarters[-1][0].label()}"
        chart = charts.LineChart(
            title=f"{measure.title}, each quarter, {span}", description=f"{len(quarters)} quarters, {span}.", points=points,
            unit=measure.counts.replace("per cent", "%"), breaks=breaks, y_from_zero=measure.kind == "count",
            kind="share" if measure.ratio else "",
        )  # fmt: skip
        return ChartBlock(f"chart-{measure.id}", f"{measure.title}, each quarter", chart, level=3)

    def overview(self, pieces: Iterable[Piece]) -> FigureTable:
        """Every indicator in a line: where it stands, and how much is still to write."""
        rows = tuple(
            Row((
                Cell(piece.section.title, f"#{piece.section.measure}"),
                Cell(next((fact.value for fact in piece.facts if fact.name == "Rating"), "No colour")),
                Cell(_written(piece)),
            ))
            for piece in pieces
        )  # fmt: skip
        columns = (Column("Indicator"), Column("Rating"), Column("What is written"))
        return FigureTable("overview", "Indicators", columns, rows, caption_hidden=True)


def _written(piece: Piece) -> str:
    left = sum(not item.warning for item in piece.missing)
    if left:
        return f"{left} {'thing is' if left == 1 else 'things are'} missing"
    commentary, action = (bool(piece.form[name].value()) for name in ("commentary", "action"))
    return (
        "commentary and action"
        if commentary and action
        else "commentary"
        if commentary
        else "action"
        if action
        else "nothing yet"
    )


def _fact(name: str, cell: Cell) -> Fact:
    return Fact(name, f"{cell.text} {cell.symbol}".strip(), note=cell.note)


def missing_at(item: Demanded, report: QuarterReport) -> Missing:
    """A thing that is missing, with where it can be mended."""
    settings = f"/office/quarters/settings/{report.organisation_id}/{year_of(report.period)}"
    if item.field == "rule":
        href = f"{settings}/rule"
    elif item.field in ("indicators", "demand", "figures"):
        href = f"{settings}#{item.field}"
    else:
        href = f"#{item.measure or 'report'}-{item.field}"
    return Missing(item.what, href, item.warning, f"/office/quarters/{report.pk}")


def values_of(record: Any, form: type[Any]) -> dict[str, Any]:
    """What a record has for the fields of a form; of none, nothing and version 0."""
    return {name: getattr(record, name) for name in form.base_fields} if record is not None else {"version": 0}


@dataclass(frozen=True)
class Differing:
    """A text that two people have changed: what one has written, and what stands there."""

    mine: Any
    theirs: str

    @property
    def same(self) -> bool:
        """Whether both say the same."""
        return str(self.mine.value() or "").strip() == self.theirs


def differing(form: Any, record: Any) -> list[Differing]:
    """Each field of a form beside what the record says now."""
    found = []
    for bound in form.visible_fields():
        value = getattr(record, bound.name, None) if record is not None else ""
        found.append(Differing(bound, "" if value is None else str(value)))
    return found


def back_to(report: QuarterReport) -> Link:
    """The way back to a report."""
    return Link(str(report), f"/office/quarters/{report.pk}")
