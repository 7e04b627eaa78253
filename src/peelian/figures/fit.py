"""Whether what a file says fits the pack: its force, its areas, its categories."""

from __future__ import annotations

import re
from pathlib import Path

import pyarrow.compute as pc

from peelian.figures.areas import Areas
from peelian.figures.pack import load_pack
from peelian.figures.sources.base import Finding, PassedOver, Reading, RefusedFile, named, note, warning

NATIONAL = {"home-office-workforce"}
"""Datasets of the whole country: a pack knows few of their areas."""
_WARD = re.compile("[EW]05[0-9]{6}")
GEOGRAPHY = {"ward-lookup", "lsoa-lookup", "lsoa-ward-lookup", "boundaries-borough"}


def findings_of(reading: Reading, areas: Areas, pack: Path) -> list[Finding]:
    """Everything about a reading that the pack tells. Raises RefusedFile or PassedOver where it is not for this house."""
    check_scope(reading, areas)
    check_outlines(reading, areas)
    return [*check_areas(reading, areas), *check_categories(reading, pack)]


def check_outlines(reading: Reading, areas: Areas) -> None:
    """Raise RefusedFile for a map that draws none of the pack's areas."""
    if reading.dataset != "boundaries-borough":
        return
    drawn = reading.table["code"].to_pylist()
    if not any(code in areas for code in drawn):
        raise RefusedFile(
            f"none of the areas that it draws is known to the pack: {named(drawn)}",
            "Load a map of the pack's areas, or load this one into a house of its own pack.",
        )


def check_scope(reading: Reading, areas: Areas) -> None:
    """Raise PassedOver for a monthly file of a force that the pack is not about."""
    if reading.scope is None:
        return
    found = areas.match(reading.scope)
    if found is None or areas[found].kind != "force":
        raise PassedOver(
            f"it is of {reading.scope}, which this pack is not about",
            "passed over; load it into a house of that force's own pack",
        )


def check_areas(reading: Reading, areas: Areas) -> list[Finding]:
    """Which of a file's areas the pack does not know. Raises RefusedFile where it knows none of them.

    Ward codes and those of small areas come from files, so of wards only the boroughs are checked, of a force's own file nothing.
    """
    column = "borough" if "borough" in reading.table.column_names else "area"
    if (
        reading.dataset in GEOGRAPHY
        or reading.scope
        or column not in reading.table.column_names
        or not reading.table.num_rows
    ):
        return []
    printed = [str(name) for name in pc.unique(reading.table.column(column).combine_chunks()).to_pylist()]
    unknown = [name for name in printed if areas.match(name) is None and not _WARD.fullmatch(name)]
    if len(unknown) == len(printed):
        raise RefusedFile(
            f"none of its areas is known to the pack: {named(printed)}",
            "Load it into a house of its own pack, or add the names to areas.yaml.",
        )
    findings = []
    if unknown:
        say = note if reading.dataset in NATIONAL else warning
        findings.append(
            say(
                f"{len(unknown)} areas are unknown to the pack: {named(unknown)}",
                "their figures are left out of every area",
            )
        )
    found = {areas.match(name) for name in printed}
    findings += [*_narrow(found, areas), *_policed_elsewhere(found, areas)]
    others = [name for name in printed if (area := areas.match(name)) and areas[area].kind == "other"]
    if others:
        findings.append(
            note(
                f"{named(others)} stand among the boroughs and are none",
                "counted in the force's total, never in a rate",
            )
        )
    return findings


def check_categories(reading: Reading, pack: Path) -> list[Finding]:
    """Main categories of the file's classification that it has no row of, but for those that the pack calls sometimes absent."""
    known = load_pack(pack).mapping("classifications.yaml") if reading.classification else {}
    if reading.classification not in known:
        return []
    entry = known[reading.classification]
    expected = {major for major, _ in entry.get("pairs", ())} - set(entry.get("sometimes_absent", ()))
    absent = sorted(expected - set(pc.unique(reading.table.column("major").combine_chunks()).to_pylist()))
    return [warning(f"no row of {name} is in it", "totals lack it; its own measures come from an older file, if there is one")
            for name in absent]  # fmt: skip


def _narrow(found: set[str | None], areas: Areas) -> list[Finding]:
    """A warning where a file names some boroughs of a force and not all of them."""
    boroughs = {area.id for area in areas.of_kind("borough") if area.policed_by == areas.force.id}
    held = boroughs & found
    if not held or held == boroughs:
        return []
    return [
        warning(
            f"only {len(held)} of {len(boroughs)} boroughs are in it",
            "no sum of boroughs is made from it, and it does not take the place of a fuller file",
        )
    ]


def _policed_elsewhere(found: set[str | None], areas: Areas) -> list[Finding]:
    """Which boroughs of the pack a file of all the others leaves out, because another force polices them."""
    ours = {area.id for area in areas.of_kind("borough") if area.policed_by == areas.force.id}
    if not ours or not ours <= found:
        return []
    theirs = [area for area in areas.of_kind("borough") if area.id not in ours | found]
    return [
        note(
            f"{'the ' if area.name.startswith('City of ') else ''}{area.name} is not in it",
            "it has a police force of its own",
        )
        for area in theirs
        if area.policed_by
    ]
