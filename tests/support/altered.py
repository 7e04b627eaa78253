"""Clean tables of the usual layouts from real or generated figures, altered one way at a time, and how often the check notices.

What an alteration is, and which ones nobody could tell, is decided here without the check: by the true figures, the printed
decimals and the room that revisions leave (``room``).
"""

from __future__ import annotations

import csv
import itertools
import random
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path

from peelian.figures.catalogue import Catalogue, load_catalogue
from peelian.figures.compute import derive
from peelian.figures.periods import Period
from peelian.figures.reconcile import Report, check
from peelian.figures.reconcile.runs import Record
from peelian.figures.releases.release import Release
from peelian.figures.sources.published import ADDED, COLUMNS
from tests.support.prints import PACK, every_row

Cells = dict[str, str]
FORCE = "E23000001"
FAMILIES = (
    ("robbery", "robbery-personal", "robbery-business"),
    ("burglary", "burglary-dwelling", "burglary-non-dwelling"),
    ("sexual-offences", "rape", "other-sexual-offences"),
    ("drug-offences", "drug-trafficking", "drug-possession"),
    ("theft", "theft-from-the-person", "shoplifting", "bicycle-theft", "other-theft"),
)
"""A measure and the parts that the catalogue says it is made of."""
UNIT_STEP = {"month": 1, "r12": 1, "quarter": 3, "fy": 12, "year": 12}


class Truth:
    """What one publication says, read plainly figure by figure, and from which its tables are made."""

    def __init__(self, release: Release, months: int | None = None) -> None:
        """``months``: tables are of its last so many months only, those that newer publications revise most."""
        self.release = release
        series = release.series("robbery", "borough")
        assert series is not None
        self.first, self.last = series.first, series.last
        if months:
            self.first = max(self.first, self.last - months + 1)
        self.boroughs = [area for area in series.areas if area.startswith("E09")]

    def of(self, measure: str, area: str, period: Period) -> int | None:
        """The count of a measure, area and period, or None."""
        series = self.release.series(measure, self.release.areas[area].kind)
        found = derive.cell(series, area, period).value if series else None
        return None if found is None else int(found)


def shifted(period: Period, months: int) -> Period:
    """The same kind of period so many months later."""
    return Period.of(period.kind, period.last + months)


def room(count: int, area: str) -> float:
    """How far a count may move from one publication to the next for no other reason than revision; see figures.reconcile.usual."""
    return 3 + 1.2 * count**0.5 + (0.015 if area == FORCE else 0.006) * count


# --- tables -----------------------------------------------------------------------------------------------------------


def row(
    truth: Truth, measure: str, area: str, period: Period, before: Period | None, unit: str, content: int = 0
) -> Cells:
    """A printed row of true figures; ``content``: of so many months later than it says, the compared ones as well."""
    now = truth.of(measure, area, shifted(period, content) if content else period)
    cells = {"measure": measure, "area": area, "period": str(period), "value": str(now), "unit": "offences"}
    if now is None or before is None:
        return cells
    then = truth.of(measure, area, shifted(before, content) if content else before)
    cells |= {"compared_period": str(before), "compared_value": str(then)}
    if unit == "count":
        cells |= {"printed_change": f"{now - (then or 0):+d}", "change_unit": "count"}
    elif then:
        cells |= {"printed_change": percent(now, then), "change_unit": "percent"}
    return cells


def percent(now: int, then: int) -> str:
    """A change per cent to one decimal, half up."""
    return str((Decimal(now - then) * 100 / then).quantize(Decimal("0.1"), ROUND_HALF_UP))


def year_on_year(truth: Truth, chance: random.Random, content: int = 0) -> list[Cells]:
    """All measures of one area, a period against the year before."""
    period = _period(truth, chance, ("r12", "month", "quarter", "fytd", "fy"), 12)
    area = chance.choice([FORCE, *truth.boroughs])
    measures = [name for family in FAMILIES for name in family]
    return [row(truth, name, area, period, period.year_before(), "percent", content) for name in measures]


def by_borough(truth: Truth, chance: random.Random, content: int = 0) -> list[Cells]:
    """One measure in every borough and the force, against the year before, as a count or as a per cent."""
    period = _period(truth, chance, ("r12", "month", "quarter"), 12)
    measure, unit = chance.choice(chance.choice(FAMILIES)), chance.choice(("percent", "count"))
    return [row(truth, measure, area, period, period.year_before(), unit, content) for area in (*truth.boroughs, FORCE)]


def values_alone(truth: Truth, chance: random.Random, content: int = 0) -> list[Cells]:
    """One measure in every borough and the force, and no change: for the most only our own figures can tell."""
    period = _period(truth, chance, ("r12", "month", "quarter", "fytd"), 0)
    measure = chance.choice(chance.choice(FAMILIES))
    return [row(truth, measure, area, period, None, "", content) for area in (*truth.boroughs, FORCE)]


def parts(truth: Truth, chance: random.Random, content: int = 0) -> list[Cells]:
    """A measure with all of its parts for twelve boroughs, one period and no change."""
    period = _period(truth, chance, ("r12", "month", "quarter"), 0)
    family, areas = chance.choice(FAMILIES), sorted(chance.sample(truth.boroughs, 12))
    return [row(truth, name, area, period, None, "", content) for area in areas for name in family]


def months_and_year(truth: Truth, chance: random.Random, content: int = 0) -> list[Cells]:
    """The months of a year and their total, for two measures of one borough."""
    whole = _period(truth, chance, ("r12",), 0)
    area, names = chance.choice(truth.boroughs), chance.choice(FAMILIES)[:2]
    every = [Period.of("month", month) for month in range(whole.first, whole.last + 1)]
    return [row(truth, name, area, period, None, "", content) for name in names for period in (*every, whole)]


LAYOUTS: tuple[Callable[..., list[Cells]], ...] = (year_on_year, by_borough, values_alone, parts, months_and_year)


def _period(truth: Truth, chance: random.Random, kinds: tuple[str, ...], behind: int) -> Period:
    """A period that is held with the months behind it that its row or its comparison needs."""
    while True:
        period = Period.of(chance.choice(kinds), chance.randint(truth.first, truth.last))  # type: ignore[arg-type]
        if period.first - behind >= truth.first and period.last <= truth.last:
            return period


# --- alterations ------------------------------------------------------------------------------------------------------

SWAP, THOUSAND, SIGN, MONTH, QUARTER, YEAR = (
    "two digits swapped", "× 1000", "sign", "period a month off", "period a quarter off", "period a year off",
)  # fmt: skip
COLUMN_MONTH, COLUMN_YEAR, COLUMN_QUARTER = (
    "column of other months, a month off", "column of other months, a year off", "column of other months, a quarter off",
)  # fmt: skip
ONE_ROW = (SWAP, THOUSAND, SIGN, MONTH, QUARTER, YEAR)
WHOLE = {COLUMN_MONTH: 1, COLUMN_QUARTER: 3, COLUMN_YEAR: 12}
STEPS = {MONTH: 1, QUARTER: 3, YEAR: 12}


def alter(kind: str, cells: Cells, chance: random.Random) -> Cells | None:
    """A row altered in one cell, or None where that leaves it as it is (equal digits, nothing to give another sign)."""
    name = chance.choice([name for name in ("value", "compared_value", "printed_change") if cells.get(name)])
    if kind in STEPS:
        period, step = Period.parse(cells["period"]), STEPS[kind]
        if step % UNIT_STEP.get(period.kind, 1):
            return None
        moved = str(shifted(period, chance.choice((-step, step))))
        return None if moved == cells["period"] else {**cells, "period": moved}
    text = {SWAP: _swapped, THOUSAND: _thousandfold, SIGN: _other_sign}[kind](cells[name], chance)
    return None if text is None else {**cells, name: text}


def _swapped(text: str, chance: random.Random) -> str | None:
    digits = [place for place, letter in enumerate(text) if letter.isdigit()]
    pairs = [pair for pair in itertools.pairwise(digits) if text[pair[0]] != text[pair[1]]]
    if not pairs:
        return None
    one, two = chance.choice(pairs)
    letters = list(text)
    letters[one], letters[two] = letters[two], letters[one]
    return "".join(letters)


def _thousandfold(text: str, chance: random.Random) -> str | None:
    return None if Decimal(text) == 0 else str(Decimal(text) * 1000)


def _other_sign(text: str, chance: random.Random) -> str | None:
    if Decimal(text) == 0:
        return None
    return text[1:] if text.startswith("-") else f"-{text.lstrip('+')}"


# --- what nobody could tell -------------------------------------------------------------------------------------------


def tellable(truth: Truth, before: Cells, after: Cells, table: list[Cells], layout: Callable[..., list[Cells]]) -> bool:
    """Whether the altered row differs from a true one by more than revisions and rounding do.

    A change is exact, and so is a sum of printed counts. A count alone, or one whose printed change still follows, is
    told only where it leaves the room of revisions. A moved period is told by the rows around it.
    """
    if after["period"] != before["period"]:
        return _period_tellable(truth, before, after, table, layout)
    if after.get("printed_change") != before.get("printed_change"):
        return True
    if after.get("compared_value") != before.get("compared_value"):
        name, period = "compared_value", Period.parse(before["compared_period"])
    else:
        name, period = "value", Period.parse(before["period"])
    if layout in (parts, months_and_year) or not _follows(after):
        return True
    true = truth.of(before["measure"], before["area"], period)
    return true is not None and abs(int(after[name]) - true) > room(true, before["area"])


def _follows(cells: Cells) -> bool:
    if not cells.get("printed_change"):
        return True
    now, then = int(cells["value"]), int(cells["compared_value"])
    if cells["change_unit"] == "count":
        return now - then == int(cells["printed_change"])
    return then > 0 and percent(now, then) == cells["printed_change"]


def _period_tellable(
    truth: Truth, before: Cells, after: Cells, table: list[Cells], layout: Callable[..., list[Cells]]
) -> bool:
    """Of a row beside others of one period always; of a month among months where it is there already, or has another count."""
    if layout is not months_and_year:
        return True
    period = Period.parse(after["period"])
    for other in table:
        same = (other["measure"], other["area"], other["period"]) == (after["measure"], after["area"], after["period"])
        if same and other["value"] != after["value"]:
            return True
    true = truth.of(after["measure"], after["area"], period)
    return true is not None and abs(int(after["value"]) - true) > room(true, after["area"])


def column_tellable(truth: Truth, table: list[Cells]) -> bool:
    """Whether in a column that covers other months half of the figures leave the room of revisions."""
    gaps = []
    for cells in table:
        true = truth.of(cells["measure"], cells["area"], Period.parse(cells["period"]))
        if true is not None:
            gaps.append(abs(int(cells["value"]) - true) / room(true, cells["area"]))
    return sum(gap > 1 for gap in gaps) >= 0.5 * len(gaps)


# --- measuring --------------------------------------------------------------------------------------------------------


@dataclass
class Tally:
    """What became of the alterations of each kind, and of the rows of clean tables."""

    noticed: Counter[str] = field(default_factory=Counter)
    missed: Counter[str] = field(default_factory=Counter)
    untellable: Counter[str] = field(default_factory=Counter)
    told_anyway: Counter[str] = field(default_factory=Counter)
    rows: int = 0
    alarms: Counter[str] = field(default_factory=Counter)
    examples: list[str] = field(default_factory=list)

    def count(self, kind: str, noticed: bool, can_be_told: bool, example: str) -> None:
        """Enter one altered table."""
        if not can_be_told:
            self.untellable[kind] += 1
            self.told_anyway[kind] += noticed
            return
        (self.noticed if noticed else self.missed)[kind] += 1
        if not noticed:
            self.examples.append(f"MISSED {example}")

    def recall(self, kind: str | None = None) -> float:
        """The share noticed of what can be told, of one kind or of all."""
        noticed, missed = (counter[kind] if kind else sum(counter.values()) for counter in (self.noticed, self.missed))
        return noticed / max(1, noticed + missed)

    @property
    def false_alarms(self) -> float:
        """Findings for each hundred rows of clean tables."""
        return 100 * sum(self.alarms.values()) / max(1, self.rows)

    def lines(self) -> Iterator[str]:
        """The result as rows of a table: kind, what can be told, what was, its share; what cannot, and what was of that."""
        for kind in (*ONE_ROW, *WHOLE):
            told = self.noticed[kind] + self.missed[kind]
            if told:
                rest = f"{self.told_anyway[kind]} of {self.untellable[kind]}"
                yield f"| {kind} | {self.noticed[kind]} of {told} | {100 * self.recall(kind):.1f} % | {rest} |"
        if not self.rows:
            return
        rows = f"{sum(self.alarms.values())} on {self.rows:,} rows"
        yield f"| *false alarms* | {rows} | {self.false_alarms:.2f} per hundred rows | |"


class Desk:
    """Checks tables of one publication against the release of another, or against none."""

    def __init__(self, folder: Path, catalogue: Catalogue, record: Record | None) -> None:
        self.folder, self.catalogue, self.record = folder, catalogue, record

    def report(self, table: list[Cells]) -> Report:
        """The check of one table, written and read as a file."""
        path = self.folder / "table.csv"
        with path.open("w", newline="", encoding="utf-8") as stream:
            writer = csv.DictWriter(stream, [*COLUMNS, *ADDED])
            writer.writeheader()
            for line, cells in enumerate(table, start=1):
                writer.writerow({"document": "report-1", "page_or_line": str(line), "body": "MOPAC", **cells})
        return check([path], self.catalogue, lambda area: None, self.record)


def measure(truth: Truth, desk: Desk, *, tables: int, seed: int) -> Tally:
    """Make so many tables of each layout, check each as it is, with one cell altered in every way, and as other months' content."""
    tally, chance = Tally(), random.Random(seed)
    for _ in range(tables):
        for layout in LAYOUTS:
            state = chance.getstate()
            table = layout(truth, chance)
            known = _said(desk.report(table))
            tally.rows += len(table)
            tally.alarms.update({said[0]: 1 for said in known})
            tally.examples += [f"{layout.__name__}: {said}" for said in known]
            for kind in ONE_ROW:
                _one_row(tally, kind, truth, desk, table, layout, known, chance)
            for kind, step in WHOLE.items():
                again = random.Random()
                again.setstate(state)
                later = layout(truth, again, step)
                again.setstate(state)
                _whole(tally, kind, truth, desk, layout(truth, again, -step) if _lacks(later) else later)
    return tally


def _said(report: Report) -> set[tuple[str, ...]]:
    """All that is said: findings, and why a file was refused."""
    refused = {("refused", str(file["why"])) for file in report.files if file["outcome"] == "refused"}
    return refused | {(found.what, *map(str, found.identity)) for found in report.findings}


def _one_row(
    tally: Tally,
    kind: str,
    truth: Truth,
    desk: Desk,
    table: list[Cells],
    layout: Callable[..., list[Cells]],
    known: set[tuple[str, ...]],
    chance: random.Random,
) -> None:
    """Alter one row until it differs from what it was, and see whether anything new is said of the table."""
    place = chance.randrange(len(table))
    altered = alter(kind, table[place], chance)
    if altered is None:
        return
    noticed = bool(_said(desk.report([*table[:place], altered, *table[place + 1 :]])) - known)
    can_be_told = tellable(truth, table[place], altered, table, layout)
    tally.count(kind, noticed, can_be_told, f"{layout.__name__} {kind}: {table[place]} -> {altered}")


def _lacks(table: list[Cells]) -> bool:
    return any("None" in (cells["value"], cells.get("compared_value")) for cells in table)


def _whole(tally: Tally, kind: str, truth: Truth, desk: Desk, table: list[Cells]) -> None:
    if _lacks(table):
        return
    report = desk.report(table)
    noticed = any(item.check == "period" and item.figures > 1 for item in report.findings)
    tally.count(kind, noticed, column_tellable(truth, table), f"{kind}: {table[0]}")


# --- the pack's own tables --------------------------------------------------------------------------------------------


def measure_printed(folder: Path, chance: random.Random, *, each: int) -> Tally:
    """Alter rows of the pack's printed tables that print a change with both of its values, each kind so many times.

    No release is asked. What can be told is what no longer follows at the printed decimals, a thousand times, another
    sign, and a period that is no longer years or neighbours apart from the one it is compared with.
    """
    catalogue = load_catalogue(PACK)
    printed = [dict(row) for row in every_row()]
    desk, tally = Desk(folder, catalogue, None), Tally()
    tables = {
        name: [row for row in printed if row["document"] == name] for name in {row["document"] for row in printed}
    }
    known = {name: _said(desk.report(table)) for name, table in tables.items()}
    whole = [
        place
        for place, cells in enumerate(printed)
        if cells["value"] and cells["compared_value"] and cells["printed_change"]
    ]
    for kind in (SWAP, THOUSAND, SIGN, MONTH, QUARTER):
        for _ in range(each):
            place = chance.choice(whole)
            cells = alter(kind, printed[place], chance)
            counted = catalogue[printed[place]["measure"]].kind == "count"
            if cells and (counted or kind not in STEPS):
                before, table = printed[place], tables[printed[place]["document"]]
                altered = [cells if row is before else row for row in table]
                noticed = bool(_said(desk.report(altered)) - known[before["document"]])
                tally.count(kind, noticed, kind != SWAP or not _nearly_follows(cells), f"{kind}: {cells}")
    return tally


def _nearly_follows(cells: Cells) -> bool:
    """Whether a printed change is that of its values, rounded either way."""
    now, then, change = (Decimal(cells[name]) for name in ("value", "compared_value", "printed_change"))
    exact = (now - then) * 100 / then if cells["change_unit"] == "percent" and then else now - then
    return abs(exact - change) <= Decimal(1).scaleb(-len(cells["printed_change"].partition(".")[2])) / 2
