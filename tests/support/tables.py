"""Small files in each publisher's form, as bytes, with every way of writing them that is met: for tests of the readers."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

from peelian.figures.sources.base import Reading, Settings
from peelian.figures.sources.document import Document
from peelian.figures.sources.known import recognise
from tests.support import workbooks

Rows = Sequence[Sequence[str]]

SURVEY_HEADER = ("Date", "Survey", "Borough", "Measure", "Proportion")
BOROUGH_HEADER = ("MajorText", "MinorText", "BoroughName")
WARD_HEADER = ("MajorText", "MinorText", "WardName", "WardCode", "BoroughName")
POPULATION_HEADER = ("Code", "Name", "Year", "Source", "Population")
WARD_LOOKUP_HEADER = ("WD23CD", "WardName", "LAD23CD", "LAD23NM")
LSOA_LOOKUP_HEADER = ("AreaCode", "LSOA_Name", "BoroughName")
PUBLISHED_HEADER = (
    "document",
    "page_or_line",
    "body",
    "measure",
    "area",
    "period",
    "value",
    "unit",
    "compared_period",
    "compared_value",
    "printed_change",
    "change_unit",
    "note",
)

CRIME = (
    ("BURGLARY", "RES BURGLARY OF A HOME", "Barnet", "10", "11", "12"),
    ("BURGLARY", "RES BURGLARY OF A HOME", "Havering", "7", "0", "5"),
    ("THEFT", "SHOPLIFTING", "Barnet", "30", "31", "32"),
    ("THEFT", "BICYCLE THEFT", "Havering", "1", "2", "3"),
)
MONTHS = ("202401", "202402", "202403")
SURVEY = (
    ("31/12/2014", "PAS", "Barnet", '"Good Job" local', "0.56"),
    ("31/12/2014", "PAS", "Havering", '"Good Job" local', "0.61"),
    ("31/03/2015", "PAS", "Barnet", "Trust MPS", "0.7"),
    ("31/03/2015", "PAS", "Havering", "Trust MPS", "1"),
)
PEOPLE = (
    ("E09000016", "Havering", "2010", "ONS MYE", "236100"),
    ("E09000016", "Havering", "2011", "GLA Population Projections", "237900"),
    ("E12000007", "Greater London", "2010", "ONS MYE", "8061500"),
)
WARDS = (
    ("E05013538", "Beam Park", "E09000016", "Havering"),
    ("E05013539", "Cranham", "E09000016", "Havering"),
)
LSOA_WARD_LOOKUP_HEADER = ("LSOA21CD", "LSOA21NM", "WD23CD", "WD23NM", "LAD23CD", "LAD23NM")
LSOA_WARDS = (
    ("E01000001", "City of London 001A", "E05009288", "Aldersgate", "E09000001", "City of London"),
    ("E01002200", "Havering 001A", "E05013538", "Beam Park", "E09000016", "Havering"),
)
STREET_HEADER = (
    "Crime ID",
    "Month",
    "Reported by",
    "Falls within",
    "Longitude",
    "Latitude",
    "Location",
    "LSOA code",
    "LSOA name",
    "Crime type",
    "Last outcome category",
    "Context",
)
FORCE = "City of London Police"
HERE = ("-0.09", "51.51", "On or near Cheapside", "E01000001", "City of London 001A")
STREET = (
    ("a1" * 32, "2024-01", FORCE, FORCE, *HERE, "Burglary", "Under investigation", ""),
    ("", "2024-01", FORCE, FORCE, *HERE, "Anti-social behaviour", "", ""),
    ("b2" * 32, "2024-01", FORCE, FORCE, "", "", "No location", "", "", "Drugs", "Offender given a caution", ""),
)
OUTCOME = tuple((*row[:9], "Offender given a caution") for row in STREET)
SEARCH_HEADER = (
    "Type",
    "Date",
    "Part of a policing operation",
    "Policing operation",
    "Latitude",
    "Longitude",
    "Gender",
    "Age range",
    "Self-defined ethnicity",
    "Officer-defined ethnicity",
    "Legislation",
    "Object of search",
    "Outcome",
    "Outcome linked to object of search",
    "Removal of more than just outer clothing",
)
SEARCHES = (
    ("Person search", "2024-03-31T23:30:00+00:00", "False", "", "51.5", "-0.1", "Male", "18-24", "", "White",
     "Misuse of Drugs Act 1971 (section 23)", "Controlled drugs", "Arrest", "True", "False"),
    ("Vehicle search", "2024-04-02T10:00:00+00:00", "False", "", "", "", "", "", "", "",
     "Misuse of Drugs Act 1971 (section 23)", "Controlled drugs", "A no further action disposal", "False", "False"),
)  # fmt: skip
LSOAS = (("E01000001", "City of London 001A", "City of London"), ("E01002200", "Havering 001A", "Havering"))
PRINTED = (
    (
        "seed-002",
        "107",
        "MOPAC",
        "homicide",
        "E23000001",
        "R12-2017-06",
        "116",
        "offences",
        "R12-2016-06",
        "108",
        "7.4",
        "percent",
        "",
    ),
)
FTE = "by police force area, England and Wales, 30 September 2018 and 30 September 2019 (FTE)"
WORKFORCE: dict[str, workbooks.Rows] = {
    "Index": [["Table number", "Title"], ["Table 1", "Police officers by police force area (FTE)"]],
    "Table_1": [
        [f"Table 1: Police officers1 {FTE}"],
        [],
        [None, date(2018, 9, 30), date(2019, 9, 30), "number", "%"],
        ["North East ", 4375.015, 4310.5, -64.515, -1.4746],
        ["Cleveland", 1223.92, 1225.0, 1.08, 0.1],
        ["Northumbria", 3151.095, 3085.5, -65.595, -2.1],
        ["West Midlands ", 6500, 6600, 100, 1.5],
        ["West Midlands", 6500, 6600, 100, 1.5],
        ["London ", 30136.17, 30940.23, 804.06, 2.7],
        ["London, City of", "..", "..", "..", ".."],
        ["Metropolitan Police", 30136.17, 30940.23, 804.06, 2.7],
        ["Wales", 1000, 1000, 0, 0],
        ["Gwent", 1000, 1000, 0, 0],
        ["Total 43 forces", 42011.185, 42850.73, 839.545, 2],
        ["British Transport Police", 3074.4, 2984.43, -89.97, -2.9],
        [],
        ["Notes"],
        ["'..' Denotes data not available"],
        ["1. Officers on leave are counted."],
    ],
}
"""Made up, in the form of the Home Office's tables: regions above their forces, a symbol, a footnote's number, notes."""
DASHBOARD_HEADER = ("Month_Year", "Area Type", "Borough_SNT", "Area Name", "Area Code", "Offence Group", "Offence Subgroup",
                    "Measure", "Financial Year", "FY_FYIndex", "Count", "Refresh Date")  # fmt: skip


def _dashboard(
    month: str, team: str, place: str, name: str, code: str, minor: str, measure: str, count: str
) -> tuple[str, ...]:
    level = "Safer Neighbourhood Teams" if team else "Borough"
    major = "Knife Crime" if "Knife" in minor else "Domestic Abuse"
    return (month, level, place, name, code, major, minor, measure, "fy21-22", "21-22_01", count, "02/08/2025")


_HYLANDS, _SO18 = (
    ("Havering Hyl&s & Harrow Lodge", "Hyl&s & Harrow Lodge", "E05013976"),
    "Aviation Security (SO18) (Legacy Only)",
)
_HAVERING = ("Havering", "Havering", "E09000016")
DASHBOARD = (
    _dashboard("01/08/2021", "", *_HAVERING, "Domestic Abuse", "Offences", "273"),
    _dashboard("01/08/2021", "", *_HAVERING, "Domestic Abuse", "Positive Outcomes", "15"),
    _dashboard("01/08/2021", "", *_HAVERING, "Domestic Abuse violence with injury", "Offences", "59"),
    _dashboard("01/08/2021", "", *_HAVERING, "Domestic Abuse Violence with Injury", "Positive Outcomes", "1"),
    _dashboard("01/09/2021", "", *_HAVERING, "Knife Crime", "Offences", "20"),
    _dashboard("01/08/2021", "", "Other / NK", _SO18, "", "Domestic Abuse", "Offences", "3"),
    _dashboard("01/08/2021", "", "Other / NK", "", "", "Domestic Abuse", "Positive Outcomes", "2"),
    _dashboard("01/08/2021", "team", *_HYLANDS, "Domestic Abuse", "Offences", "273"),
    _dashboard("01/08/2021", "team", *_HYLANDS, "Domestic Abuse", "Positive Outcomes", "17"),
    _dashboard("01/08/2021", "team", *_HYLANDS, "Domestic Abuse violence with injury", "Offences", "59"),
    _dashboard("01/08/2021", "team", *_HYLANDS, "Domestic Abuse Violence with Injury", "Positive Outcomes", "1"),
    _dashboard("01/09/2021", "team", *_HYLANDS, "Knife Crime", "Offences", "20"),
    _dashboard("01/08/2021", "team", "Havering Non MET police force", "Non MET police force", "NON ATHENA FORCE",
               "Domestic Abuse", "Offences", "3"),
)  # fmt: skip
"""Made up, in the form of the Met's dashboard: a borough and one of its teams, which add up to the same."""
SQUARE = [[-0.2, 51.5], [-0.1, 51.5], [-0.1, 51.6], [-0.2, 51.5]]


def table(
    header: Sequence[str],
    rows: Rows,
    *,
    delimiter: str = ",",
    quoted: bool = False,
    newline: str = "\n",
    encoding: str = "utf-8",
) -> bytes:
    """A table as bytes. ``utf-8-sig`` and ``utf-16`` write a byte-order mark."""
    stream = io.StringIO(newline="")
    quoting = csv.QUOTE_ALL if quoted else csv.QUOTE_MINIMAL
    csv.writer(stream, delimiter=delimiter, quoting=quoting, lineterminator=newline).writerows([header, *rows])
    return stream.getvalue().encode(encoding)


def crime(
    rows: Rows = CRIME, months: Sequence[str] = MONTHS, *, header: Sequence[str] = BOROUGH_HEADER, **how: Any
) -> bytes:
    """A wide borough file."""
    return table([*header, *months], rows, **how)


def survey(rows: Rows = SURVEY, **how: Any) -> bytes:
    """A file of the Public Attitude Survey."""
    return table(SURVEY_HEADER, rows, **how)


def feature_collection(*codes: str, ring: Sequence[Sequence[float]] = SQUARE, key: str = "code") -> bytes:
    """A GeoJSON of one ring an area."""
    features = [
        {
            "type": "Feature",
            "properties": {key: code, "name": code},
            "geometry": {"type": "Polygon", "coordinates": [ring]},
        }
        for code in codes
    ]
    return json.dumps({"type": "FeatureCollection", "features": features}).encode()


def topology(code: str) -> bytes:
    """A TopoJSON of one area whose square is made of two quantised arcs, the second of them backwards."""
    return json.dumps(
        {
            "type": "Topology",
            "transform": {"scale": [0.1, 0.1], "translate": [-0.2, 51.5]},
            "arcs": [[[0, 0], [1, 0], [0, 1]], [[0, 0], [1, 1]]],
            "objects": {
                "boroughs": {
                    "type": "GeometryCollection",
                    "geometries": [
                        {"type": "Polygon", "arcs": [[0, -2]], "properties": {"gss_code": code, "name": "Somewhere"}}
                    ],
                }
            },
        }
    ).encode()


EVERY_KIND = {
    "mps-borough": crime(),
    "mps-ward": crime(
        [(*row[:2], f"{row[2]} West", f"E0501353{at}", *row[2:]) for at, row in enumerate(CRIME)], header=WARD_HEADER
    ),
    "mps-dashboard": table(DASHBOARD_HEADER, DASHBOARD),
    "mopac-pas": survey(),
    "population-borough": table(POPULATION_HEADER, PEOPLE),
    "ward-lookup": table(WARD_LOOKUP_HEADER, WARDS),
    "lsoa-lookup": table(LSOA_LOOKUP_HEADER, LSOAS),
    "lsoa-ward-lookup": table(LSOA_WARD_LOOKUP_HEADER, LSOA_WARDS),
    "home-office-workforce": workbooks.ods(WORKFORCE),
    "police-uk-street": table(STREET_HEADER, STREET),
    "police-uk-outcomes": table((*STREET_HEADER[:9], "Outcome type"), OUTCOME),
    "police-uk-stop-and-search": table(SEARCH_HEADER, SEARCHES),
    "boundaries-borough": feature_collection("E09000016"),
    "published-tables": table(PUBLISHED_HEADER, PRINTED),
    "illustrative": b"illustrative_measure,area,month,value\nburglary,E09000016,2017-06,12\n",
}
"""One good small file of each dataset that is read."""

NAME_OF = {"police-uk-stop-and-search": "2024-04-city-of-london-stop-and-search.csv"}
"""Names of files that their readers ask for: no column of a search says which force it is of."""


def save(folder: Path, data: bytes, name: str = "table.csv") -> Path:
    """The bytes as a file."""
    path = folder / name
    path.write_bytes(data)
    return path


def read(folder: Path, data: bytes, settings: Settings | None = None, name: str = "table.csv") -> Reading:
    """What the reader that recognises the bytes makes of them. Raises RefusedFile, also where no reader knows them."""
    document = Document(save(folder, data, name))
    source = recognise(document).source
    assert source is not None, f"not recognised: {data[:200]!r}"
    return source.read(document, settings or Settings())


def facts(reading: Reading) -> list[tuple[Any, ...]]:
    """What a reading says, whatever the order it is said in: everything but row and column."""
    names = [name for name in reading.table.column_names if name not in ("row", "column", "printed")]
    return sorted(zip(*(reading.table.column(name).to_pylist() for name in names), strict=True), key=repr)


def said(reading: Reading) -> str:
    """All findings in one text."""
    return "\n".join(finding.sentence() for finding in reading.findings)


def month_of(text: str) -> int:
    """The ordinal of ``202401``."""
    return int(text[:4]) * 12 + int(text[4:]) - 1


def stored(proportion: str) -> int:
    """A proportion as the survey's table holds it: per cent in ten-thousandths."""
    return int(Decimal(proportion) * 1_000_000)
