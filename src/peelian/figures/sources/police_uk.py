"""data.police.uk: a row for each crime, outcome or search of one force and month; every row counts one.

A row without an id is kept, a row that repeats another is kept and counted in the report: British Transport Police give no
ids at all, and over half of their rows equal another (data/README). Rows stay in the file's order, so that row numbers pack well.
"""

from __future__ import annotations

import datetime as dt
import re
from pathlib import PurePath
from typing import Any
from zoneinfo import ZoneInfo

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from peelian.figures.periods import month_ordinal, month_text, parse_month
from peelian.figures.sources.base import (
    Finding,
    Reading,
    RefusedFile,
    Settings,
    facts_table,
    named,
    note,
    repeated,
    shown,
    warning,
)
from peelian.figures.sources.bulk import Bulk, read_bulk, refuse_other, spare_columns
from peelian.figures.sources.document import Document, column_key

LONDON = ZoneInfo("Europe/London")
ID_BYTES = 32
_YEARS = range(1901, 2099)
_MONTH = "(19|20)[0-9]{2}-(0[1-9]|1[0-2])"
_SMALL_AREA = "[A-Z0-9]{8,9}"
_SEARCH_NAME = re.compile(r"(?:\d{4}-\d{2}-)?(?P<force>[a-z]+(?:-[a-z]+)*)-stop-and-search\.csv", re.IGNORECASE)
CRIME_TYPES = frozenset(
    ("Anti-social behaviour", "Bicycle theft", "Burglary", "Criminal damage and arson", "Drugs", "Other theft",
     "Possession of weapons", "Public order", "Robbery", "Shoplifting", "Theft from the person", "Vehicle crime",
     "Violence and sexual offences", "Other crime")
)  # fmt: skip
"""The categories published since May 2013 (DOMAIN 2.1)."""

Columns = dict[str, tuple[str, ...]]
"""Our name of a column -> the headers that it has had."""

CRIME: Columns = {
    "id": ("Crime ID",),
    "month": ("Month",),
    "force": ("Reported by",),
    "area": ("LSOA code",),
    "name": ("LSOA name",),
}
STREET: Columns = CRIME | {"type": ("Crime type",), "outcome": ("Last outcome category",)}
OUTCOMES: Columns = CRIME | {"outcome": ("Outcome type",)}
WHERE: Columns = {"longitude": ("Longitude",), "latitude": ("Latitude",), "location": ("Location",)}
"""What tells two crimes without an id apart."""
PLAIN = frozenset({"id", *WHERE})
"""Columns whose texts hardly repeat: a dictionary of them would cost more than it saves."""
SEARCHES: Columns = {
    "date": ("Date",),
    "type": ("Type",),
    "ethnicity": ("Officer-defined ethnicity",),
    "self_ethnicity": ("Self-defined ethnicity",),
    "age": ("Age range",),
    "gender": ("Gender",),
    "object": ("Object of search",),
    "legislation": ("Legislation",),
    "outcome": ("Outcome",),
    "linked": ("Outcome linked to object of search",),
}
SEARCH_REST: Columns = {
    "latitude": ("Latitude",),
    "longitude": ("Longitude",),
    "operation": ("Part of a policing operation",),
    "operation_name": ("Policing operation",),
    "clothing": ("Removal of more than just outer clothing",),
}
"""Columns that only tell whether two rows are alike, where a file has them."""


class PoliceUkStreet:
    """``YYYY-MM-force-street.csv``: crimes and incidents recorded in the month, each with its last outcome so far."""

    dataset = "police-uk-street"
    version = 1
    facts = True

    def recognise(self, document: Document) -> bool:
        """An id, a month, a small area and a crime type."""
        return {"crimeid", "month", "lsoacode", "crimetype"} <= document.header

    def read(self, document: Document, settings: Settings) -> Reading:
        """Raises RefusedFile for a month or area code that is none, and for rows of more than one force."""
        bulk = read_bulk(document, STREET | WHERE, plain=PLAIN)
        reading = _crimes(self.dataset, bulk, STREET, "type", CRIME["month"][0])
        strange = set(bulk.columns["type"].dictionary.to_pylist()) - CRIME_TYPES
        if strange:
            reading.findings.append(
                warning(
                    f"crime types that the publisher did not use before: {named(strange)}",
                    "counted in all crime, in no category",
                )
            )
        reading.findings.append(
            note(
                "places are the nearest of a fixed list of points, and small areas those of the points",
                "a street may carry crime of its neighbours",
            )
        )
        return reading


class PoliceUkOutcomes:
    """``YYYY-MM-force-outcomes.csv``: outcomes decided in the month, whenever the crime was."""

    dataset = "police-uk-outcomes"
    version = 1
    facts = True

    def recognise(self, document: Document) -> bool:
        """An id, a month, a small area and an outcome."""
        return {"crimeid", "month", "lsoacode", "outcometype"} <= document.header

    def read(self, document: Document, settings: Settings) -> Reading:
        """See PoliceUkStreet.read."""
        bulk = read_bulk(document, OUTCOMES | WHERE, plain=PLAIN)
        return _crimes(self.dataset, bulk, OUTCOMES, "outcome", CRIME["month"][0])


def _crimes(dataset: str, bulk: Bulk, columns: Columns, kind: str, month: str) -> Reading:
    """Facts of a file of crimes; ``kind`` is the column that an id may be repeated with."""
    refuse_other(bulk, "month", month, _MONTH, "no month such as 2024-01")
    refuse_other(bulk, "area", "LSOA code", _SMALL_AREA, "no code of a small area", empty=True)
    force = _one_force(bulk)
    ids, found = _ids(bulk.columns["id"])
    texts = {name: bulk.columns[name] for name in columns if name not in ("id", "month", "force")}
    facts = {
        "row": bulk.numbers,
        "column": repeated([columns[kind][0]], np.zeros(bulk.size, dtype=np.int64)),
        "month": _months(bulk.columns["month"]),
        "value": np.ones(bulk.size, dtype=np.int64),
        **texts,
        "id": ids,
    }
    findings = [
        *bulk.findings,
        *spare_columns(bulk.header, columns | WHERE | {"falls": ("Falls within",), "context": ("Context",)}),
        *found,
        *_of_months(facts["month"]),
        *_nowhere(bulk),
        *_repeats(bulk, ids, kind),
    ]
    return Reading(dataset, facts_table(facts), findings, scope=force)


def _one_force(bulk: Bulk) -> str:
    """The force that all rows are reported by. Raises RefusedFile where there are several or none."""
    forces = pc.unique(bulk.columns["force"]).to_pylist()
    if len(forces) > 1 or not forces[0]:
        second = pc.not_equal(bulk.columns["force"].cast(pa.string()), forces[0] or "")
        raise RefusedFile(
            f"rows of {len(forces)} forces stand in it: {named(forces)}"
            if len(forces) > 1
            else "no row names its force",
            "Load each force's own file: a newer file takes the place of one force's month.",
            row=bulk.row(second) or int(bulk.numbers[0]),
            column="Reported by",
        )
    return str(forces[0])


def _months(texts: pa.DictionaryArray) -> npt.NDArray[np.int32]:
    ordinals = np.array([parse_month(text) for text in texts.dictionary.to_pylist()], dtype=np.int32)
    return ordinals[np.asarray(texts.indices)]


def _ids(texts: pa.StringArray) -> tuple[pa.Array, list[Finding]]:
    """Crime ids as 32 bytes each, null where there is none; as text where one is not 64 hexadecimal digits."""
    packed, here = _packed(texts)
    if packed is None:  # spaces to spare are looked for only where ids are not what they ought to be
        texts = pc.utf8_trim_whitespace(texts)
        packed, here = _packed(texts)
    missing = int((~here).sum())
    found = [note(f"{missing:,} rows have no id", "kept: every row counts")] if missing else []
    if packed is not None:
        return packed, found
    odd = pc.sum(pc.invert(pc.match_substring_regex(texts, "^([0-9a-f]{64})?$"))).as_py()
    found.append(warning(f"{odd:,} ids are not 64 hexadecimal digits", "kept as text"))
    return pc.if_else(pa.array(here), texts, pa.scalar(None, pa.string())), found


_NO_DIGIT = 0xFF
_NIBBLE = np.full(256, _NO_DIGIT, dtype=np.uint8)
_NIBBLE[np.frombuffer(b"0123456789abcdef", dtype=np.uint8)] = np.arange(16, dtype=np.uint8)


def _packed(column: pa.StringArray) -> tuple[pa.Array | None, npt.NDArray[np.bool_]]:
    """64 hexadecimal digits as 32 bytes, null where there are none, or None where a text is anything else; and where any is."""
    here = np.asarray(pc.not_equal(column, ""))
    texts = column.filter(pa.array(here))
    data = np.zeros((len(here), ID_BYTES), dtype=np.uint8)
    if len(texts):
        if pc.any(pc.not_equal(pc.binary_length(texts), 2 * ID_BYTES)).as_py():
            return None, here
        start = int(np.frombuffer(texts.buffers()[1], dtype=np.int32)[texts.offset])
        digits = np.frombuffer(texts.buffers()[2], dtype=np.uint8)[start : start + 2 * ID_BYTES * len(texts)]
        nibbles = _NIBBLE[digits]
        if nibbles.max() == _NO_DIGIT:
            return None, here
        data[here] = (nibbles[0::2] << 4 | nibbles[1::2]).reshape(-1, ID_BYTES)
    validity = pa.py_buffer(np.packbits(here, bitorder="little").tobytes())
    buffers = [validity, pa.py_buffer(data.tobytes())]
    return pa.Array.from_buffers(pa.binary(ID_BYTES), len(here), buffers), here


def _of_months(months: npt.NDArray[np.int32]) -> list[Finding]:
    held = sorted(set(np.unique(months).tolist()))
    if len(held) == 1:
        return []
    return [
        warning(
            f"rows of {len(held)} months stand in it, {month_text(held[0])} to {month_text(held[-1])}",
            "the publisher gives a file a month: each of the months takes the place of an older file's",
        )
    ]


def _nowhere(bulk: Bulk) -> list[Finding]:
    nowhere = int(np.asarray(pc.equal(bulk.columns["area"].cast(pa.string()), "")).sum())
    return [note(f"{nowhere:,} rows have no place", "counted for the force, in no small area")] if nowhere else []


def _repeats(bulk: Bulk, ids: pa.Array, kind: str) -> list[Finding]:
    """Rows that repeat another's id and kind, and rows without an id that equal another in everything: said, never dropped."""
    table = pa.table(
        {"id": ids, **{name: bulk.columns[name] for name in bulk.columns if name not in ("id", "force", "name")}}
    )
    known = table.filter(pc.is_valid(table["id"]))
    again = known.num_rows - known.group_by(["id", kind]).aggregate([]).num_rows
    found = []
    if again:
        found.append(
            warning(
                f"{again:,} rows repeat the id and {kind} of another", "kept: every row counts, as the publisher counts"
            )
        )
    anonymous = table.filter(pc.is_null(table["id"])).drop_columns(["id"])
    if anonymous.num_rows:
        alike = anonymous.num_rows - anonymous.group_by(anonymous.column_names).aggregate([]).num_rows
        if alike:
            found.append(
                note(
                    f"{alike:,} rows without an id equal another in everything",
                    "kept: without an id two crimes at one place cannot be told from one entered twice",
                )
            )
    return found


class PoliceUkStopAndSearch:
    """``YYYY-MM-force-stop-and-search.csv``: no column names the force, so the file's name must."""

    dataset = "police-uk-stop-and-search"
    version = 1
    facts = True

    def recognise(self, document: Document) -> bool:
        """A date, an object of search and its outcome."""
        return {"type", "date", "objectofsearch", "outcome"} <= document.header

    def read(self, document: Document, settings: Settings) -> Reading:
        """Searches by the month in London's time. Raises RefusedFile for a time that is none, or a name without a force."""
        named_so = _SEARCH_NAME.fullmatch(PurePath(document.name).name)
        if not named_so:
            raise RefusedFile(
                "nothing in it says which force it is of, and its name does not either",
                "Give it the publisher's name back, such as 2024-01-metropolitan-stop-and-search.csv.",
            )
        rest = {name: titles for name, titles in SEARCH_REST.items() if column_key(titles[0]) in document.header}
        bulk = read_bulk(document, SEARCHES | rest)
        months, moved = _local_months(bulk)
        texts = {name: bulk.columns[name] for name in SEARCHES if name != "date"}
        facts = {
            "row": bulk.numbers,
            "column": repeated(["Type"], np.zeros(bulk.size, dtype=np.int64)),
            "month": months,
            "value": np.ones(bulk.size, dtype=np.int64),
            "area": repeated([""], np.zeros(bulk.size, dtype=np.int64)),
            **texts,
        }
        findings = [
            *bulk.findings,
            *_of_months(months),
            *_named_month(document.name, months),
            *([note(f"{moved:,} times are in another month by London's clock than in UTC", "counted by London's month",
                    column="Date")] if moved else []),
            *_unlocated(bulk),
            *_same_searches(bulk),
            *_without_words(bulk),
        ]  # fmt: skip
        return Reading(self.dataset, facts_table(facts), findings, scope=named_so["force"].lower())


def _local_months(bulk: Bulk) -> tuple[npt.NDArray[np.int32], int]:
    """Month ordinals by London's clock, and how many rows UTC would put elsewhere. Raises RefusedFile for what is no time."""
    stamps = bulk.columns["date"]
    local: list[int] = []
    utc: list[int] = []
    for text in stamps.dictionary.to_pylist():
        time = _time(text)
        if time is None:
            at = pc.equal(stamps.cast(pa.string()), text)
            raise RefusedFile(
                f"{shown(text)} is no time with its offset, such as 2024-01-31T23:30:00+00:00",
                "Correct the cell, or fetch the file again.",
                row=bulk.row(at),
                column="Date",
            )
        for into, zone in ((local, LONDON), (utc, dt.UTC)):
            there = time.astimezone(zone)
            into.append(month_ordinal(there.year, there.month))
    months = np.array(local, dtype=np.int32)[np.asarray(stamps.indices)]
    return months, int((months != np.array(utc, dtype=np.int32)[np.asarray(stamps.indices)]).sum())


def _time(text: str) -> dt.datetime | None:
    """A time with its offset in a century that there are searches of, or None."""
    try:
        time = dt.datetime.fromisoformat(text)
    except ValueError:
        return None
    return time if time.tzinfo is not None and time.year in _YEARS else None


def _named_month(name: str, months: npt.NDArray[np.int32]) -> list[Finding]:
    found = re.match(r"\d{4}-\d{2}", name)
    held = {month_text(int(month)) for month in np.unique(months)}
    if not found or held == {found[0]}:
        return []
    return [warning(f"its name says {found[0]} and its searches are of {named(held)}", "counted by their own months")]


def _unlocated(bulk: Bulk) -> list[Finding]:
    if "latitude" not in bulk.columns:
        return []
    nowhere = int(np.asarray(pc.equal(bulk.columns["latitude"].cast(pa.string()), "")).sum())
    share = 100 * nowhere / bulk.size
    return (
        [note(f"{nowhere:,} searches ({share:.0f} per cent) have no place", "counted for the force")] if nowhere else []
    )


def _same_searches(bulk: Bulk) -> list[Finding]:
    table = pa.table(bulk.columns)
    alike = table.num_rows - table.group_by(table.column_names).aggregate([]).num_rows
    if not alike:
        return []
    return [
        warning(
            f"{alike:,} rows equal another in every column",
            "kept: a search has no id, so two searches cannot be told from one entered twice",
        )
    ]


def _without_words(bulk: Bulk) -> list[Finding]:
    """Columns that say nothing in any row: a share of them cannot be had."""
    titles = [SEARCHES[name][0] for name in SEARCHES if not any(bulk.columns[name].dictionary.to_pylist())]
    return (
        [warning(f"{named(titles)}: empty in every row", "shares of it cannot be told for these months")]
        if titles
        else []
    )


SOURCES: tuple[Any, ...] = (PoliceUkStreet(), PoliceUkOutcomes(), PoliceUkStopAndSearch())
