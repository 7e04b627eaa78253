"""A borough's quarter in words: the same for its public page and for who writes it, from the same sealed content."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from functools import cached_property
from typing import Any
from zoneinfo import ZoneInfo

from peelian.figures.periods import Period
from peelian.ui import format as words
from peelian.ui.components import Cell, Column, FigureTable, Row

ARROWS = {"better": "↑", "worse": "↓", "same": "→"}
LETTERS = {"red": "R", "amber": "A", "green": "G"}
_JUDGED = {
    "better": "better, by more than chance",
    "worse": "worse, by more than chance",
    "no real change": "no real change",
    "cannot tell": "cannot tell whether it is more than chance",
}


@dataclass(frozen=True)
class Section:
    """What is said of one indicator."""

    measure: str
    title: str
    href: str
    letter: str
    colour: str
    status: str
    why: str
    judged: str
    commentary: str
    action: str
    action_owner: str
    action_by: str
    needs_action: bool
    missing: str

    @property
    def about(self) -> str:
        """Why it has its colour, or no figure, and what chance says of its movement."""
        return f"{words.capital(words.without_ids(self.missing or self.why))}. {self.judged}".strip()


class QuarterPage:
    """One edition of one quarter, from its content (localities.actions)."""

    def __init__(self, content: dict[str, Any]) -> None:
        self.content = content
        self.period = Period.parse(content["period"])
        self.outturn = self.period.kind == "fy"

    @property
    def heading(self) -> str:
        """``Havering: October to December 2016``."""
        return f"{self.content['organisation']}: {self.period.label()}"

    @cached_property
    def say(self) -> str:
        """One sentence: how many indicators have which colour. It counts the ratings; nobody types it."""
        counts = Counter(line["rating"] for line in self.content["lines"])
        total = sum(counts.values())
        told = [
            f"{counts[colour]} {'is' if counts[colour] == 1 else 'are'} {colour}"
            for colour in LETTERS
            if counts[colour]
        ]
        if counts[None]:
            told.append(f"{counts[None]} {'has' if counts[None] == 1 else 'have'} no colour")
        return f"Of {words.counted(total, 'indicator', 'indicators')}, {words.all_of(told) or 'none is shown'}."

    @cached_property
    def table(self) -> FigureTable:
        """Every indicator with its figure, target, rating and direction of travel."""
        columns = [Column("Indicator"), Column("This year" if self.outturn else "This quarter", numeric=True)]
        if not self.outturn:
            columns += [Column("Target", numeric=True), Column("Rating"), Column("On the quarter before")]
        columns += [
            Column("On the year before"),
            Column("Year to date", numeric=True),
            Column("Whole force, year to date"),
        ]
        return FigureTable(
            "indicators", "Indicators", tuple(columns), tuple(self._row(line) for line in self.content["lines"]),
            note="Arrows say better (↑), worse (↓) or the same (→), whichever way the figure went."
            + (" [p]: later files may still change it." if any(line.get("provisional") for line in self.content["lines"]) else ""),
        )  # fmt: skip

    def _row(self, line: dict[str, Any]) -> Row:
        so_far = line["to_date"]
        cells = [
            Cell(line["title"], f"/measures/{line['measure']}/{self.content['area']}", note=line["unit"]),
            Cell(_number(line["value"]) or "[x]", symbol="[p]" if line.get("provisional") else ""),
        ]
        if not self.outturn:
            cells += [
                Cell(_target(line["target"]), note=line["place"] or ""),
                Cell(status(line)),
                _travel(line, "short"),
            ]
        cells += [
            _travel(line, "long"),
            Cell(_number(so_far["value"]) or "[x]", note=_change(so_far["before"], so_far["value"], line)),
            Cell(_change(so_far["force_before"], so_far["force"], line) or "[x]"),
        ]
        return Row(tuple(cells))

    @cached_property
    def sections(self) -> list[Section]:
        """Each indicator with what is said of it."""
        return [self._section(line) for line in self.content["lines"]]

    def _section(self, line: dict[str, Any]) -> Section:
        by = line.get("action_by")
        judged = [
            f"Against {name}: {_JUDGED[line[key]['judged']]}."
            for key, name in (("short", "the quarter before"), ("long", "the year before, twelve months on twelve"))
            if line[key]["judged"]
        ]
        if line["within_chance"]:
            judged.append("The move that decides the colour is no more than chance produces.")
        return Section(
            line["measure"], line["title"], f"/measures/{line['measure']}/{self.content['area']}",
            LETTERS.get(line["rating"] or "", ""), line["rating"] or "", status(line), line["why"], " ".join(judged),
            line.get("commentary") or "", line.get("action") or "", line.get("action_owner") or "",
            words.day(date.fromisoformat(by)) if by else "", line["needs_action"], line["missing"].rstrip("."),
        )  # fmt: skip

    @cached_property
    def demand(self) -> FigureTable | None:
        """Demand beside performance; None where none is chosen."""
        if not self.content["demand"]:
            return None
        rows = [
            Row((
                Cell(item["title"], f"/measures/{item['measure']}/{self.content['area']}", note=item["unit"]),
                Cell(_number(item["value"]) or "[x]"), Cell(_number(item["before"]) or "[x]"),
                Cell(_change(item["before"], item["value"], item) or "[x]"),
            ))
            for item in self.content["demand"]
        ]  # fmt: skip
        columns = (
            Column("Demand"),
            Column("This quarter", numeric=True),
            Column("A year before", numeric=True),
            Column("Change"),
        )
        return FigureTable("demand", "Demand on services", columns, tuple(rows), caption_hidden=True)

    @property
    def published(self) -> str:
        """``5 January 2017 at 10:15``; empty of a report that is being written."""
        if not self.content.get("published_at"):
            return ""
        at = datetime.fromisoformat(self.content["published_at"]).astimezone(ZoneInfo("Europe/London"))
        return f"{words.day(at)} at {at:%H:%M}"

    @property
    def rows(self) -> list[dict[str, Any]]:
        """For a download: one row an indicator."""
        content = self.content
        return [
            {
                "area": content["area"], "period": content["period"], "measure": line["measure"], "title": line["title"],
                "value": _plain(line["value"]), "unit": line["unit"], "rating": line["rating"], "why": line["why"],
                **{f"{key}_{name}": line[key][name] for key in ("short", "long") for name in ("way", "judged")},
                "year_to_date": _plain(line["to_date"]["value"]), "commentary": line.get("commentary"),
                "corrective_action": line.get("action"), "by_whom": line.get("action_owner"), "by_when": line.get("action_by"),
                "release": content["release"]["id"], "illustrative": content["illustrative"],
            }
            for line in content["lines"]
        ]  # fmt: skip


COLUMNS = (
    "area", "period", "measure", "title", "value", "unit", "rating", "why", "short_way", "short_judged", "long_way", "long_judged",
    "year_to_date", "commentary", "corrective_action", "by_whom", "by_when", "release", "illustrative",
)  # fmt: skip


def status(line: dict[str, Any]) -> str:
    """``R Red``; ``No colour``: the letter and the word, never colour alone."""
    colour = line["rating"]
    return f"{LETTERS[colour]}\N{NO-BREAK SPACE}·\N{NO-BREAK SPACE}{words.capital(colour)}" if colour else "No colour"


def _travel(line: dict[str, Any], key: str) -> Cell:
    movement = line[key]
    way, before = movement["way"], _number(movement["before"])
    span = (
        "twelve months on twelve: " if key == "long" else ""
    )  # the arrow is of one quarter, this is of the year to it
    judged = f"; {span}{_JUDGED[movement['judged']]}" if movement["judged"] else ""
    if way == "cannot tell":
        return Cell("Cannot tell", note=f"from {before}, not compared" if before else "no earlier figure")
    note = (
        f"from {before}{f', {change}' if (change := _change(movement['before'], line['value'], line)) else ''}{judged}"
    )
    return Cell(f"{ARROWS[way]} {words.capital(way)}", note=note)


def _number(text: str | None) -> str:
    return "" if text is None else words.plain(Decimal(text))


def _plain(text: str | None) -> Decimal | None:
    return None if text is None else Decimal(text)


def _change(before: str | None, after: str | None, of: dict[str, Any]) -> str:
    """``−3.8%``, with the counts where the base is small; ``+2 points`` of what is in per cent itself."""
    if before is None or after is None:
        return ""
    if of.get("per_cent"):
        return words.points(Decimal(after) - Decimal(before))
    return words.change(Decimal(before), Decimal(after))


def _target(target: dict[str, Any] | None) -> str:
    if target is None:
        return "none set"
    low, high = (words.plain(Decimal(target[name])) for name in ("low", "high"))
    return low if low == high else f"{low} to {high}"
