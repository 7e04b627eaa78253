"""Every publisher's format that is known, and ``recognise``, which tells by content which one a file is."""

from __future__ import annotations

from dataclasses import dataclass

from peelian.figures.sources.base import RefusedFile, Source
from peelian.figures.sources.boundaries import BoundariesBorough, is_map
from peelian.figures.sources.document import Document, Form, column_key
from peelian.figures.sources.home_office_workforce import HomeOfficeWorkforce
from peelian.figures.sources.illustrative import Illustrative
from peelian.figures.sources.lookups import LsoaLookup, LsoaWardLookup, WardLookup
from peelian.figures.sources.mopac_pas import MopacPas
from peelian.figures.sources.mps_borough import MpsBorough
from peelian.figures.sources.mps_dashboard import MpsDashboard
from peelian.figures.sources.mps_ward import MpsWard
from peelian.figures.sources.police_uk import PoliceUkOutcomes, PoliceUkStopAndSearch, PoliceUkStreet
from peelian.figures.sources.population import PopulationBorough
from peelian.figures.sources.published import PublishedTables

SOURCES: tuple[Source, ...] = (
    MpsBorough(),
    MpsWard(),
    MopacPas(),
    MpsDashboard(),
    PoliceUkStreet(),
    PoliceUkOutcomes(),
    PoliceUkStopAndSearch(),
    HomeOfficeWorkforce(),
    PopulationBorough(),
    LsoaWardLookup(),
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
        ("the Home Office's offence codes and police.uk categories", ("Offence_Code", "Police.uk_Cat")),
    )
)
_NO_TABLE: dict[Form, str] = {
    "pdf": "a PDF, no table",
    "text": "prose, no table",
    "empty": "nothing in it",
    "binary": "no text",
    "workbook": "an archive, or a workbook without a sheet that any reader knows",
    "parquet": "a Parquet file whose columns no reader knows",
}
_TABLE_NAMES = {".csv", ".tsv", ".json", ".geojson", ".topojson"}
_PROSE_NAMES = {".md", ".txt", ".html", ".htm", ".rst", ".py", ".yaml", ".yml"}


@dataclass(frozen=True)
class Recognition:
    """Which source reads a file; or why it is passed over; or neither, when it is a table that nobody knows."""

    source: Source | None
    passed_over: str | None = None


def recognise(document: Document) -> Recognition:
    """Tell a file's kind from its content.

    Raises RefusedFile where the name promises a table or map that the content is not: a failed download must not pass
    for a README.
    """
    for source in SOURCES:
        if source.recognise(document):
            return Recognition(source)
    columns = document.header | document.parquet_columns
    for name, known in _NOT_YET:
        if known <= columns:
            return Recognition(None, f"recognised as {name}; not read yet")
    if document.form == "parquet" and not columns:
        raise RefusedFile("the Parquet file is damaged or cut off", "Fetch the file again.")
    suffix = document.path.suffix.lower()
    if document.form in _NO_TABLE:
        if suffix in _TABLE_NAMES:
            raise RefusedFile(
                f"it is named {suffix} and its content is {_NO_TABLE[document.form]}",
                "Fetch the file again; if it is what it ought to be, give it the right ending.",
            )
        return Recognition(None, _NO_TABLE[document.form])
    if document.form == "json":
        if is_map(document):
            raise RefusedFile(
                "a map whose features carry no code of a local authority (E06… to E09…, W06…, S12…, N09…)",
                "Use boundaries of local authorities with gss_code, code or LAD23CD.",
            )
        return Recognition(None, "JSON, no map")
    return Recognition(None, "no table that any reader knows") if suffix in _PROSE_NAMES else Recognition(None)
