"""Find the officers' tables among files and folders, and read their rows. What cannot be read gets a finding."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from peelian.figures.catalogue import Catalogue
from peelian.figures.errors import PeelianError
from peelian.figures.periods import Period
from peelian.figures.reconcile.records import Row
from peelian.figures.reconcile.report import FileOutcome
from peelian.figures.releases.release import Release
from peelian.figures.sources.base import Finding, RefusedFile, Settings, named, note, warning
from peelian.figures.sources.document import Document, column_key
from peelian.figures.sources.known import recognise
from peelian.figures.sources.published import ADDED, COLUMNS, NUMBERS, PublishedTables

LONGEST = 30
"""Digits and signs of a number. Nothing that is printed about a police area comes near it."""


def read_all(paths: Iterable[Path], catalogue: Catalogue) -> list[tuple[FileOutcome, list[Row]]]:
    """What became of every file, and its rows. Raises PeelianError where a path does not exist."""
    return [_attempt(path, from_folder, catalogue) for path, from_folder in _files(paths)]


def read_printed(release: Release) -> list[tuple[FileOutcome, list[Row]]]:
    """The printed tables that a release holds, file by file, as if they had been named."""
    rows: dict[str, list[Row]] = {}
    for cells in (row for printed in release.printed.values() for row in printed):
        row = _row(cells["file"], {**dict.fromkeys(ADDED, ""), **cells}, release.catalogue)
        rows.setdefault(row.file, []).append(row)
    return [
        (FileOutcome(file, "accepted", len(rows[file])), sorted(rows[file], key=lambda row: row.number))
        for file in sorted(rows)
    ]


def _attempt(path: Path, from_folder: bool, catalogue: Catalogue) -> tuple[FileOutcome, list[Row]]:
    try:
        return _read(path, from_folder, catalogue)
    except RefusedFile as error:
        return FileOutcome(path.name, "refused", findings=[error.finding]), []
    except (OSError, csv.Error) as error:
        cause = error.strerror if isinstance(error, OSError) else str(error)
        refusal = Finding("refused", f"cannot be read ({cause})", "Check that it is a table and may be read.")
        return FileOutcome(path.name, "refused", findings=[refusal]), []


def _files(paths: Iterable[Path]) -> Iterator[tuple[Path, bool]]:
    """Every file once, and whether it was met in a folder rather than named."""
    seen: set[Path] = set()
    for path in paths:
        if not path.exists():
            raise PeelianError("no-such-file", f"{path} does not exist.", "Correct the path.", {"file": str(path)})
        for found in sorted(path.rglob("*")) if path.is_dir() else [path]:
            hidden = any(part.startswith(".") for part in found.relative_to(path).parts)
            if found.is_file() and not hidden and found.suffix != ".vintage" and found.resolve() not in seen:
                seen.add(found.resolve())
                yield found, path.is_dir()


def _read(path: Path, from_folder: bool, catalogue: Catalogue) -> tuple[FileOutcome, list[Row]]:
    document, source = Document(path), PublishedTables()
    if not source.recognise(document):
        return _not_the_form(document, from_folder), []
    reading = source.read(document, Settings())
    rows = [_row(path.name, cells, catalogue) for cells in reading.table.to_pylist()]
    findings = [*reading.findings, *_unknown(rows, catalogue)]
    warned = any(finding.severity == "warning" for finding in findings)
    return FileOutcome(path.name, "accepted-with-warnings" if warned else "accepted", len(rows), findings), rows


def _not_the_form(document: Document, from_folder: bool) -> FileOutcome:
    """In a folder other kinds of file are passed over; a file that was named, or a table nobody knows, is refused."""
    recognition = recognise(document)
    known = recognition.passed_over
    if recognition.source:
        known = f"recognised as {recognition.source.dataset}, no printed table"
    if from_folder and known:
        return FileOutcome(document.name, "passed-over", findings=[note(known, "passed over")])
    missing = [name for name in COLUMNS if column_key(name) not in document.header]
    why = known or f"the columns {', '.join(missing)} are missing"
    raise RefusedFile(
        f"not the officers' form of a published table ({why})", "docs/how-to/check-a-published-table.md shows the form"
    )


def _row(file: str, cells: dict[str, Any], catalogue: Catalogue) -> Row:
    number = cells.pop("row")
    for name in NUMBERS:
        if len(cells[name]) > LONGEST:
            raise RefusedFile(
                f"the number has {len(cells[name])} characters", "Correct the cell.", row=number, column=name
            )
    compared = Period.parse(cells["compared_period"]) if cells["compared_period"] else None
    area = catalogue.areas.match(cells["area"]) or cells["area"]
    measure = catalogue.measures.get(cells["measure"])
    return Row(file, number, area, Period.parse(cells["period"]), compared, cells, measure)


def _unknown(rows: list[Row], catalogue: Catalogue) -> Iterator[Finding]:
    """What keeps a row from some of the checks."""
    for row in rows:
        if row.cells["compared_value"] and not row.compared:
            yield warning(
                "the compared value has no period",
                "checked against its change only",
                row=row.number,
                column="compared_period",
            )
    measures = {row.measure_id for row in rows if row.measure is None}
    if measures:
        yield warning(
            f"the catalogue has no measure {named(measures)}",
            "changes and shares are recomputed; totals and magnitudes need the measure",
            column="measure",
        )
    areas = {row.area for row in rows if row.area not in catalogue.areas}
    if areas:
        yield warning(
            f"the pack has no area {named(areas)}", "its figures are not compared with its residents", column="area"
        )
