"""One module per publisher's format. ``recognise`` tells by content which one a file is."""

from __future__ import annotations

from dataclasses import dataclass

from peelian.figures.sources.base import Source
from peelian.figures.sources.boundaries import BoundariesBorough
from peelian.figures.sources.document import Document, Form, column_key
from peelian.figures.sources.illustrative import Illustrative
from peelian.figures.sources.lookups import LsoaLookup, WardLookup
from peelian.figures.sources.mopac_pas import MopacPas
from peelian.figures.sources.mps_borough import MpsBorough
from peelian.figures.sources.mps_ward import MpsWard
from peelian.figures.sources.population import PopulationBorough
from peelian.figures.sources.published import PublishedTables

SOURCES: tuple[Source, ...] = (
    MpsBorough(),
    MpsWard(),
    MopacPas(),
    PopulationBorough(),
    WardLookup(),
    LsoaLookup(),
    BoundariesBorough(),
    PublishedTables(),
    Illustrative(),
)
BY_DATASET = {source.dataset: source for source in SOURCES}

_NOT_YET: tuple[tuple[str, frozenset[str]], ...] = tuple(
    (name, frozenset(column_key(column) for column in columns))
    for name, columns in (
        ("street-level crime of data.police.uk", ("Crime ID", "Month", "LSOA code", "Crime type")),
        ("outcomes of data.police.uk", ("Crime ID", "Month", "LSOA code", "Outcome type")),
        ("stop and search of data.police.uk", ("Type", "Date", "Object of search", "Outcome")),
        ("the Met's monthly crime dashboard", ("Month_Year", "Area Type", "Measure", "Count")),
        ("the Home Office's offence codes and police.uk categories", ("Offence_Code", "Police.uk_Cat")),
    )
)
_NO_TABLE: dict[Form, str] = {
    "pdf": "a PDF, no table",
    "text": "prose, no table",
    "empty": "nothing in it",
    "binary": "no text",
    "workbook": "a workbook; workbooks are not read yet",
}


@dataclass(frozen=True)
class Recognition:
    """Which source reads a file; or why it is passed over; or neither, when it is a table that nobody knows."""

    source: Source | None
    passed_over: str | None = None


def recognise(document: Document) -> Recognition:
    """Tell a file's kind from its content."""
    for source in SOURCES:
        if source.recognise(document):
            return Recognition(source)
    if document.form in _NO_TABLE:
        return Recognition(None, _NO_TABLE[document.form])
    for name, columns in _NOT_YET:
        if columns <= document.header:
            return Recognition(None, f"recognised as {name}; not read yet")
    return Recognition(None)
