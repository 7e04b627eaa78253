"""What is odd about a dashboard file, said in the load report."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from peelian.figures.periods import month_text
from peelian.figures.sources.base import Finding, named, note, warning
from peelian.figures.sources.dashboard_repeats import day

NOT_NOTIFIABLE = "other accepted crime"
_BREAK = 2024 * 12 + 2
_OLD_WARD = "(not active)"


def about(table: pa.Table) -> list[Finding]:
    """Everything that is said of the rows as a whole."""
    return [
        *_span(table),
        *_levels(table),
        *_no_borough(table),
        *_no_ward(table),
        *_spellings(table),
        *_categories(table),
        *_absent(table),
        *_refreshes(table),
        *_ways(table),
        *_flagged(table),
    ]


def _of(table: pa.Table, level: str) -> pa.Table:
    return table.filter(pc.equal(table["level"].cast(pa.string()), level))


def _sum(table: pa.Table) -> int:
    return int(pc.sum(table["value"]).as_py() or 0)


def _distinct(table: pa.Table, *names: str) -> list[tuple[str, ...]]:
    rows = table.select(names).group_by(list(names)).aggregate([])
    return sorted(zip(*(rows[name].to_pylist() for name in names), strict=True))


def _span(table: pa.Table) -> list[Finding]:
    months = np.unique(np.asarray(table["month"]))
    first, last = month_text(int(months[0])), month_text(int(months[-1]))
    findings = [
        note(f"one row for each month, area, category and way of counting; {len(months)} months from {first} to {last}",
             "each month is taken from the newest file that holds the measure")
    ]  # fmt: skip
    missing = [
        month_text(month) for month in range(int(months[0]), int(months[-1])) if month not in set(months.tolist())
    ]
    if missing:
        findings.append(warning(f"no row of {named(missing)}", "missing, not zero"))
    return findings


def _levels(table: pa.Table) -> list[Finding]:
    """Every offence stands in the file under its borough and under its team: the two ought to add up to the same."""
    borough, team = _of(table, "borough"), _of(table, "team")
    if not (borough.num_rows and team.num_rows):
        return []
    sums = table.group_by(["crime", "measure", "month", "level"]).aggregate([("value", "sum")]).to_pylist()
    found: dict[tuple[object, ...], dict[str, int]] = {}
    for row in sums:
        found.setdefault((row["crime"], row["measure"], row["month"]), {})[row["level"]] = row["value_sum"] or 0
    differ = [key for key, both in found.items() if both.get("borough", 0) != both.get("team", 0)]
    what = f"{borough.num_rows:,} rows are for boroughs and {team.num_rows:,} for neighbourhood teams"
    remedy = "every offence stands in both: each is read for its own kind of area, and they are never added"
    if not differ:
        return [note(f"{what}, which add up to the same in every category and month", remedy)]
    return [
        warning(f"{what}; in {len(differ):,} of {len(found):,} categories and months they add up differently", remedy)
    ]


def _no_borough(table: pa.Table) -> list[Finding]:
    borough = _of(table, "borough")
    names = [area for (area,) in _distinct(borough, "area") if not area.startswith("E09")]
    if not names:
        return []
    rest = borough.filter(pc.invert(pc.starts_with(borough["area"].cast(pa.string()), "E09")))
    what = f"{named(names)} stand among the boroughs and are none: {_sum(rest):,} of {_sum(borough):,}"
    return [note(what, "counted in the force's total, never in a rate")]


def _no_ward(table: pa.Table) -> list[Finding]:
    """Team rows that no ward of today holds."""
    team = _of(table, "team")
    if not team.num_rows:
        return []
    wards = pc.starts_with(team["area"].cast(pa.string()), "E05")
    old = pc.match_substring(team["printed_name"].cast(pa.string()), _OLD_WARD, ignore_case=True)
    codes = len(_distinct(team.filter(pc.and_(wards, pc.invert(old))), "area"))
    findings = [
        note(
            f"areas of neighbourhood teams are wards: {codes} codes",
            "read as wards; the Met's ward file and this are never mixed",
        )
    ]
    nowhere = team.filter(pc.invert(wards))
    if nowhere.num_rows:
        findings.append(
            note(
                f"{nowhere.num_rows:,} rows of teams have no ward: {_sum(nowhere):,} of {_sum(team):,}",
                "in no ward's figure",
            )
        )
    gone = team.filter(pc.and_(wards, old))
    if gone.num_rows:
        number = len(_distinct(gone, "area"))
        findings.append(
            note(
                f"{number} wards are called NOT ACTIVE: those of older boundaries, {_sum(gone):,} counts",
                "in no ward's figure",
            )
        )
    return findings


def _spellings(table: pa.Table) -> list[Finding]:
    team = _of(table, "team")
    spelt: dict[str, set[str]] = {}
    for area, name in _distinct(team, "area", "printed_name"):
        if area.startswith("E05") and name:
            spelt.setdefault(area, set()).add(name)
    several = {area: names for area, names in spelt.items() if len(names) > 1}
    if not several:
        return []
    shown = next(iter(sorted(several.items())))[1]
    cut = sorted({name for names in spelt.values() for name in names if _and_in_a_word(name)})
    findings = [
        note(
            f"{len(several)} wards have more than one name, as {' and '.join(sorted(shown))}",
            "read as one, by code; their rows are added",
        )
    ]
    if cut:
        findings.append(
            note(
                f"'and' was replaced by '&' inside {len(cut)} names: {named(cut, 3)}",
                "areas are told by code, not by name",
            )
        )
    return findings


def _and_in_a_word(name: str) -> bool:
    return any("&" in word and word != "&" for word in name.split())


def _categories(table: pa.Table) -> list[Finding]:
    """Categories that are called otherwise where positive outcomes are counted, and those that are not notifiable."""
    names: dict[str, dict[str, set[tuple[str, str]]]] = {}
    for category, way, major, minor in _distinct(table, "crime", "measure", "major", "minor"):
        names.setdefault(category, {}).setdefault(way, set()).add((major, minor))
    differ = [category for category, ways in names.items() if len({frozenset(pairs) for pairs in ways.values()}) > 1]
    findings = [note(f"{len(names)} categories", "told by the sub-group, whatever its case and its group")]
    if differ:
        what = f"{len(differ)} categories stand under another group or spelling for positive outcomes: {named(differ)}"
        findings.append(note(what, "read as the same"))
    if any(
        NOT_NOTIFIABLE in f"{category} {major.casefold()}"
        for category, _, major, _ in _distinct(table, "crime", "measure", "major", "minor")
    ):
        findings.append(
            note("rows of Other Accepted Crime, which is not notifiable", "in no total of notifiable offences")
        )
    return findings


def _absent(table: pa.Table) -> list[Finding]:
    zeros = pc.sum(pc.equal(table["value"], 0)).as_py() or 0
    if zeros:
        return [note(f"{zeros:,} counts are zero", "an absent row is read as zero as well")]
    return [note("no count is zero: rows that would be are not in it", "an absent row is read as zero")]


def _refreshes(table: pa.Table) -> list[Finding]:
    dates = sorted({day(text) for (text,) in _distinct(table, "refreshed")} - {0})
    if len(dates) < 2:
        return []
    printed = [dt.date.fromordinal(number).isoformat() for number in dates]
    return [
        warning(
            f"{len(dates)} refresh dates stand in it: {named(printed)}",
            "categories may be of different days; the vintage is not taken from them",
        )
    ]


def _ways(table: pa.Table) -> list[Finding]:
    ways = [way for (way,) in _distinct(table, "measure")]
    if "Positive Outcomes" not in ways:
        return []
    return [
        note(
            "positive outcomes are those recorded in the month, whenever the crime was",
            "their share of the month's offences may be above 100 per cent",
        )
    ]


def _flagged(table: pa.Table) -> list[Finding]:
    """The publisher's own warning about flags."""
    held: Iterable[str] = {category for (category,) in _distinct(table, "crime")}
    months = np.asarray(table["month"])
    if (
        not any("domestic abuse" in name or "hate crime" in name for name in held)
        or not months.min() < _BREAK <= months.max()
    ):
        return []
    return [
        note(
            "hate crime and domestic abuse before and from March 2024 cannot be compared, says the publisher",
            "no comparison across it is shown",
        )
    ]
