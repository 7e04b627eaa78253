"""Recorded crime by borough, wide: "MPS Borough Level Crime", recent 24 months and Historical, all header variants."""

from __future__ import annotations

from peelian.figures.periods import month_text
from peelian.figures.sources.base import Finding, Reading, Settings, note
from peelian.figures.sources.document import Document
from peelian.figures.sources.wide import has_months, read_wide

KEYS = {"major": ("MajorText",), "minor": ("MinorText",), "area": ("BoroughName", "LookUp_BoroughName")}


class MpsBorough:
    """Rows whose counts are all zero are left out by the publisher: an absent row is a zero."""

    dataset = "mps-borough"
    version = 1
    facts = True

    def recognise(self, document: Document) -> bool:
        """Categories, a borough, months; and no ward."""
        header = document.header
        return (
            {"majortext", "minortext"} <= header
            and bool({"boroughname", "lookupboroughname"} & header)
            and not {"wardcode", "wardname", "lsoacode"} & header
            and has_months(document)
        )

    def read(self, document: Document, settings: Settings) -> Reading:
        """See wide.read_wide."""
        reading = read_wide(document, self.dataset, KEYS, settings)
        reading.findings.extend([absent_rows(reading, "borough"), revised(reading)])
        return reading


def absent_rows(reading: Reading, kind: str) -> Finding:
    """How many rows the publisher left out because every month of them would be zero."""
    table = reading.table
    pairs = table.group_by(["major", "minor"]).aggregate([]).num_rows
    areas = len(table.column("area").unique())
    absent = pairs * areas - len(table.column("row").unique())
    return note(
        f"{pairs} sub-categories and {areas} names of a {kind}: {absent} rows of the one in the other are not in it, "
        "because every month of them would be zero",
        "an absent row is read as zero",
    )


def revised(reading: Reading) -> Finding:
    """What every publication does to the ones before it."""
    newest = month_text(int(reading.table.column("month").to_numpy().max()))
    return note(
        f"every publication revises the past, the months nearest to its newest ({newest}) most",
        "each month is taken from the newest file that holds it; a release lists what changed",
    )
