"""Recorded crime by borough, wide: "MPS Borough Level Crime", recent 24 months and Historical, all header variants."""

from __future__ import annotations

from peelian.figures.sources.base import Reading, Settings, note
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
            and "wardcode" not in header
            and has_months(document)
        )

    def read(self, document: Document, settings: Settings) -> Reading:
        """See wide.read_wide."""
        reading = read_wide(document, self.dataset, KEYS)
        names = reading.table.column("area").unique().to_pylist()
        pairs = reading.table.group_by(["major", "minor"]).aggregate([]).num_rows
        reading.findings.append(note(f"{pairs} sub-categories; rows that are zero in every month are left out",
                                     "an absent row is read as zero"))
        if "City of London" not in names:
            reading.findings.append(note("the City of London is not in it", "it has a police force of its own"))
        return reading
