"""Recorded crime by ward, wide: "MPS Ward Level Crime", on the ward boundaries of 2022."""

from __future__ import annotations

import re
from collections import Counter

import pyarrow as pa
import pyarrow.compute as pc

from peelian.figures.sources.base import Finding, Reading, RefusedFile, Settings, named, note, shown, warning
from peelian.figures.sources.document import Document
from peelian.figures.sources.mps_borough import absent_rows, revised
from peelian.figures.sources.wide import has_months, read_wide

KEYS = {
    "major": ("MajorText",),
    "minor": ("MinorText",),
    "ward": ("WardName",),
    "area": ("WardCode",),
    "borough": ("BoroughName", "LookUp_BoroughName"),
}
_CODE = re.compile(r"E05[0-9]{6}")
_NEW_IN_2022 = ("E05013484", "E05014200")
"""Codes that London's wards got in May 2022; a borough drawn anew between 2014 and 2018 kept its older ones."""


class MpsWard:
    """A ward's rows may stand under two boroughs (an airport has police of its own): its total holds both."""

    dataset = "mps-ward"
    version = 1
    facts = True

    def recognise(self, document: Document) -> bool:
        """Categories, a ward with its code, a borough, months."""
        header = document.header
        return (
            {"majortext", "minortext", "wardname", "wardcode"} <= header
            and bool({"boroughname", "lookupboroughname"} & header)
            and has_months(document)
        )

    def read(self, document: Document, settings: Settings) -> Reading:
        """See wide.read_wide; also refuses ward codes that are no codes."""
        reading = read_wide(document, self.dataset, KEYS, settings)
        for code in reading.table.column("area").unique().to_pylist():
            if not _CODE.fullmatch(code):
                row = reading.table.filter(pc.equal(reading.table.column("area"), code)).column("row")[0].as_py()
                raise RefusedFile(
                    f"{shown(code)} is no ward code (E05 and six digits)",
                    "Correct the cell.",
                    row=row,
                    column="WardCode",
                )
        wards = reading.table.select(["area", "ward", "borough"]).group_by(["area", "ward", "borough"]).aggregate([])
        reading.findings.extend([absent_rows(reading, "ward"), revised(reading), *_ward_findings(wards)])
        return reading


def _ward_findings(wards: pa.Table) -> list[Finding]:
    codes, names, boroughs = (wards.column(name).to_pylist() for name in ("area", "ward", "borough"))
    return [*_drawn(codes), *_named_alike(dict(zip(codes, names, strict=True))),
            *_named_twice(codes, names), *_two_homes(codes, names, boroughs)]  # fmt: skip


def _drawn(codes: list[str]) -> list[Finding]:
    since, until = _NEW_IN_2022
    new = sum(since <= code <= until for code in set(codes))
    if new:
        return [
            note(
                f"{new} of {len(set(codes))} ward codes came in with the boundaries of 2022",
                "read as the wards of 2022",
            )
        ]
    return [warning("no ward code is of the boundaries of 2022", "compare them with no file of other boundaries")]


def _named_alike(name_of: dict[str, str]) -> list[Finding]:
    shared = [name for name, times in Counter(name_of.values()).items() if times > 1]
    return [note(f"{len(name_of)} ward codes have {len(set(name_of.values()))} names; shared: {named(shared)}",
                 "wards are told apart by code")] if shared else []  # fmt: skip


def _named_twice(codes: list[str], names: list[str]) -> list[Finding]:
    called = _gathered(codes, names)
    return [warning(f"one ward code has two names: {code} is {named(several)}", "read as one ward")
            for code, several in sorted(called.items()) if len(several) > 1][:5]  # fmt: skip


def _two_homes(codes: list[str], names: list[str], boroughs: list[str]) -> list[Finding]:
    homes, called = _gathered(codes, boroughs), _gathered(codes, names)
    return [note(f"ward {named(called[code])} ({code}) stands under {named(places)}",
                 "its rows are added up; the ward keeps its one code")
            for code, places in sorted(homes.items()) if len(places) > 1][:5]  # fmt: skip


def _gathered(codes: list[str], values: list[str]) -> dict[str, set[str]]:
    gathered: dict[str, set[str]] = {}
    for code, value in zip(codes, values, strict=True):
        gathered.setdefault(code, set()).add(value)
    return gathered
