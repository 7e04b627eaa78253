"""How a measure at a place was revised: its triangle as tables, and how far its figures usually move."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from typing import Any

from peelian.figures.areas import Area
from peelian.figures.catalogue import Measure
from peelian.figures.compute import derive
from peelian.figures.periods import Period, month_name, month_text
from peelian.figures.releases import vintages as sealed
from peelian.figures.releases.figure import number
from peelian.figures.releases.revised import usual_json
from peelian.figures.vintages import AGES, LENGTHS, Triangle, Usual, month_of
from peelian.public import wording
from peelian.public.selectors import readings
from peelian.public.selectors.past import limits
from peelian.public.site import Site
from peelian.ui import format as words
from peelian.ui.components import Cell, Column, FigureTable, Row

SHOWN = 8
"""Vintages that a page's table has a column for, the newest; its file has all."""
RHYTHM = {1: "month", 3: "quarter", 6: "half year", 12: "year"}
SPANS = {1: "One month", 3: "Three months", 12: "Twelve months"}


@dataclass(frozen=True)
class Line:
    """A period of a triangle: what every vintage had, None where it had nothing."""

    month: int
    values: tuple[Decimal | None, ...]

    @property
    def given(self) -> list[tuple[int, Decimal]]:
        """The vintages that had it, by place, oldest first."""
        return [(place, value) for place, value in enumerate(self.values) if value is not None]

    @property
    def first(self) -> Decimal:
        """As it was first given."""
        return self.given[0][1]

    @property
    def last(self) -> Decimal:
        """As the newest vintage has it."""
        return self.given[-1][1]

    @property
    def revised(self) -> bool:
        """Whether any two vintages differ."""
        return len({value for _, value in self.given}) > 1


@dataclass(frozen=True)
class Told:
    """A triangle at a place: its vintages, and the periods that two or more of them give, newest first."""

    measure: Measure
    classification: str | None
    step: int
    vintages: tuple[str, ...]
    lines: tuple[Line, ...]

    @property
    def span(self) -> str:
        """``May 2020 to January 2024``."""
        return f"{readings.vintage_words(self.vintages[0])} to {readings.vintage_words(self.vintages[-1])}"

    @property
    def revised(self) -> list[Line]:
        """The periods of which two vintages differ."""
        return [line for line in self.lines if line.revised]

    @property
    def largest(self) -> Line | None:
        """The period that moved furthest since it was first given."""
        moved = [line for line in self.lines if line.first != line.last]
        return max(moved, key=lambda line: abs(line.last - line.first), default=None)


@dataclass(frozen=True)
class Revisions:
    """Everything that the page of a measure's revisions at a place shows."""

    site: Site
    measure: Measure
    area: Area

    @property
    def address(self) -> str:
        """The page, without the form of a download."""
        return address(self.measure, self.area)

    @cached_property
    def triangles(self) -> list[Told]:
        """One for each classification, the one that figures are made of first."""
        found = sealed.triangles(self.site.release, self.measure.id, self.area.kind)
        wholes: dict[str | None, Triangle] = {}
        if self.measure.ratio:
            others = sealed.triangles(self.site.release, str(self.measure.denominator), self.area.kind)
            wholes = {item.classification: item for item in others}
        told = [self._told(item, wholes.get(item.classification)) for item in found if self.area.id in item.areas]
        return [item for item in reversed(told) if item.lines]

    def _told(self, found: Triangle, whole: Triangle | None) -> Told:
        """At the place; of a ratio, one count as a share of the other in the same vintage."""
        rows = found.row(self.area.id)
        if self.measure.ratio:
            rows = _shares(found, rows, whole, self.area.id)
        lines = [Line(month, tuple(row)) for month, row in zip(found.months, rows, strict=True)]
        twice = tuple(line for line in reversed(lines) if len(line.given) > 1)
        return Told(self.measure, found.classification, found.step, found.vintages, twice)

    @property
    def current(self) -> Told | None:
        """The triangle of the classification that figures are made of; None where nothing of it was given twice."""
        series = self.site.release.series(self.measure.id, self.area.kind)
        newest = series.newest_input if series is not None else None
        entry = self.site.release.inputs.get(newest) if newest else None
        return next((item for item in self.triangles if entry and item.classification == entry["classification"]), None)

    @property
    def older(self) -> list[Told]:
        """Triangles of other classifications."""
        return [item for item in self.triangles if item is not self.current]

    @property
    def say(self) -> str:
        """What was revised, in a sentence or two."""
        return said(self.current) if self.current else ""

    @property
    def table(self) -> FigureTable | None:
        """The triangle that figures are made of."""
        return _table(self.site, self.current, self.area, "triangle") if self.current else None

    @property
    def older_tables(self) -> list[tuple[Told, FigureTable, str]]:
        """Those of other classifications, each with what it says."""
        return [
            (item, _table(self.site, item, self.area, f"triangle-{place}"), said(item))
            for place, item in enumerate(self.older, start=2)
        ]

    @cached_property
    def usual(self) -> dict[int, list[Usual]]:
        """By months added up, what figures of each group of ages have done."""
        found = {
            months: sealed.looked_up(self.site.release, self.measure.id, self.area.kind, months) for months in LENGTHS
        }
        return {months: groups for months, groups in found.items() if groups}

    @property
    def usual_say(self) -> str:
        """What is usual of the newest figures, in a sentence; empty where it cannot be told."""
        told = {months: limits(groups[0]) for months, groups in self.usual.items()}
        parts = [f"{SPANS[months].lower()}: {text}" for months, text in told.items() if text]
        if not parts:
            return ""
        return (
            f"A figure from a file of its own last month has since moved, in nine cases of ten, by: {'; '.join(parts)}."
        )

    @property
    def usual_table(self) -> FigureTable | None:
        """What is usual, by age."""
        return _usual_table(self.site, self.measure, self.area, self.usual) if self.usual else None

    @property
    def rows(self) -> Iterator[dict[str, Any]]:
        """The rows of its files: one for each period and vintage."""
        for told in self.triangles:
            for line in told.lines:
                yield from self._rows(told, line)

    def _rows(self, told: Told, line: Line) -> Iterator[dict[str, Any]]:
        for place, value in line.given:
            change = derive.change_per_cent(value, line.first)
            yield {
                "measure": self.measure.id, "measure_title": self.measure.title, "area": self.area.id, "area_name": self.area.name,
                "area_kind": self.area.kind, "month": month_text(line.month), "vintage": told.vintages[place],
                "classification": told.classification, "age": month_of(told.vintages[place]) - line.month,
                "value": number(value), "unit": self.measure.counts, "first_value": number(line.first),
                "change": number(value - line.first),
                "change_pct": number(change) if change is not None and not self.measure.per_cent else None,
                "release": self.site.release.id, "illustrative": self.site.release.illustrative,
            }  # fmt: skip

    @property
    def usual_answer(self) -> dict[str, list[dict[str, Any]]]:
        """What is usual, for an answer: by months added up, a group of ages each."""
        ends = [*(age - 1 for age in AGES[1:]), None]
        return {
            str(months): [{"age_from": item.age, "age_to": end} | usual_json(item) for item, end in zip(groups, ends, strict=True)]
            for months, groups in self.usual.items()
        }  # fmt: skip


def address(measure: Measure, area: Area) -> str:
    """Where a measure's revisions at a place are, for ever."""
    return f"/measures/{measure.id}/{area.id}/revisions"


def kept(site: Site, measure: Measure, area: Area) -> bool:
    """Whether two files of a measure's publisher give one month, so that there can be anything to show."""
    source = measure.source.get(area.kind)
    return source is not None and any(
        entry["dataset"] == source.dataset for entry in site.release.vintages["publications"]
    )


def _shares(
    found: Triangle, rows: list[list[Decimal | None]], whole: Triangle | None, area: str
) -> list[list[Decimal | None]]:
    """Counts as shares of those of another triangle, vintage by vintage."""
    if whole is None or area not in whole.areas:
        return [[None] * len(row) for row in rows]
    others = dict(zip(whole.months, whole.row(area), strict=True))
    place = {name: at for at, name in enumerate(whole.vintages)}
    return [
        [derive.per_cent(value, others[month][place[name]]) if month in others and name in place else None
         for name, value in zip(found.vintages, row, strict=True)]
        for month, row in zip(found.months, rows, strict=True)
    ]  # fmt: skip


def said(told: Told) -> str:
    """``Of 24 months that two or more files give, 11 were revised. The largest: …``"""
    many = words.counted(len(told.lines), RHYTHM[told.step], f"{RHYTHM[told.step]}s")
    revised = len(told.revised)
    first = f"Two or more files give {many}: {words.number(revised) if revised else 'none'} of them {_was(revised)} revised."
    line = told.largest
    if line is None:
        return first
    moved = f"from {_amount(told.measure, line.first)} to {_amount(told.measure, line.last)}{_in_brackets(told.measure, line)}"
    return f"{first} The furthest since it was first given: {month_name(line.month)}, {moved}."


def _was(count: int) -> str:
    return "was" if count == 1 else "were"


def _amount(measure: Measure, value: Decimal) -> str:
    return wording.amount(measure, value, measure.kind)


def _in_brackets(measure: Measure, line: Line) -> str:
    """`` (−3.6%)``; nothing for shares, and where there is no base."""
    per_cent = words.change_percent(line.first, line.last)
    return "" if measure.per_cent or per_cent is None else f" ({words.change_value(per_cent)})"


def _table(site: Site, told: Told, area: Area, table_id: str) -> FigureTable:
    """A triangle: a row for each period, newest first, and a column for each vintage, oldest first."""
    start = max(0, len(told.vintages) - SHOWN)
    columns = [Column(_vintage(name), numeric=True) for name in told.vintages[start:]]
    rows = [_row(site, told, line, area, start) for line in told.lines]
    note = f"{told.measure.counts[:1].upper()}{told.measure.counts[1:]}. Each column is the publisher’s files of that date; "
    note += "beneath a figure is what changed against the file before. [r] revised since it was first given. "
    note += "[z] not in that file."
    note += f" The {start} oldest files are in the CSV only." if start else ""
    return FigureTable(
        id=table_id, caption=f"{told.measure.title} {wording.place_known(area)}, as each file of {told.span} had it",
        note=note,
        columns=(Column(RHYTHM[told.step].capitalize()), Column("Since first given", numeric=True), *columns), rows=tuple(rows),
    )  # fmt: skip


def _vintage(name: str) -> str:
    """``Oct 2024``, or the day where it is known."""
    return words.day(readings.vintage_day(name)) if len(name) > 7 else words.month_short(month_of(name))


def _row(site: Site, told: Told, line: Line, area: Area, start: int) -> Row:
    cells = [Cell("", symbol="[z]")] * len(told.vintages)
    before = None
    for place, value in line.given:
        moved = "" if before is None or before == value else _signed(told.measure, value - before)
        cells[place] = Cell(_amount(told.measure, value), note=moved, symbol="[r]" if value != line.first else "")
        before = value
    return Row(
        (Cell(month_name(line.month), _figure(site, told, line, area)), _since(told.measure, line), *cells[start:])
    )


def _figure(site: Site, told: Told, line: Line, area: Area) -> str:
    """The figure's own page, of a period that the release has."""
    series = site.release.series(told.measure.id, area.kind)
    if series is None or series.place(line.month) is None or told.step > 1:
        return ""
    return f"/figures/{told.measure.id}/{area.id}/{Period.of('month', line.month)}"


def _since(measure: Measure, line: Line) -> Cell:
    """What has changed since it was first given."""
    if line.first == line.last:
        return Cell("0", order=0)
    return Cell(
        f"{_signed(measure, line.last - line.first)}{_in_brackets(measure, line)}", order=float(line.last - line.first)
    )


def _signed(measure: Measure, change: Decimal) -> str:
    if measure.per_cent:
        return words.points(change)
    return words.signed(change, 0 if change == change.to_integral_value() else 1)


def _usual_table(site: Site, measure: Measure, area: Area, usual: dict[int, list[Usual]]) -> FigureTable:
    """A row for each group of ages, a column for each number of months added up."""
    series = site.release.series(measure.id, area.kind)
    kinds = site.words.kind(area.kind).many
    alone = series is None or len(series.areas) == 1
    together = "" if alone else f"{measure.title}, all {kinds} together. "
    made_of = (
        "Beneath each range: how many figures it is made of, and in how many files (those of one date count as one)."
    )
    rows = [
        Row((Cell(_ages(place)), *(_usual_cell(groups[place]) for groups in usual.values())))
        for place in range(len(AGES)) if any(groups[place].pairs for groups in usual.values())
    ]  # fmt: skip
    return FigureTable(
        id="usual", caption=f"How far {'these figures' if alone else f'figures of {kinds}'} have moved since, in nine cases of ten",
        note=f"{together}{made_of}", rows=tuple(rows),
        columns=(Column("Age when given"), *(Column(SPANS[months], numeric=True) for months in usual)),
    )  # fmt: skip


def _ages(place: int) -> str:
    """``The file’s own month``, ``1 month``, ``3 to 5 months``, ``24 months and more``."""
    first = AGES[place]
    if first == 0:
        return "The file’s own month"
    if place == len(AGES) - 1:
        return f"{first} months and more"
    last = AGES[place + 1] - 1
    return words.counted(first, "month", "months") if first == last else f"{first} to {last} months"


def _usual_cell(found: Usual) -> Cell:
    """The range, and what it is made of."""
    made_of = f"{words.number(found.pairs)} in {words.counted(found.publications, 'file', 'files')}"
    return Cell(limits(found) or "cannot tell", note=made_of if found.pairs else "")
