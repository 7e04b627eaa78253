"""What is out of the ledger, as files of the house: the public site reads these and no record. They follow the records.

``scrutiny/reports/<body>/<slug>.json``   a report with its recommendations and everything that happened to them
``scrutiny/investigations.json``          investigations, with what was done for them, and activities beside them
``scrutiny/ledger.json``                  which reports are out, and how often each was asked for in another format:
                                          with it the house speaks, and no longer its pack
"""

from __future__ import annotations

from pathlib import Path

from peelian.core.published import Files

FOLDER = "scrutiny"
FILES = Files(FOLDER, "altered-ledger")
touch, changed, read_file, altered_file = FILES.touch, FILES.changed, FILES.read, FILES.altered
REPORTS, INVESTIGATIONS, INDEX = "reports", "investigations.json", "ledger.json"


def report_path(root: Path, report: str) -> Path:
    """Where a report lies (``<body>/<slug>``)."""
    return root / FOLDER / REPORTS / f"{report}.json"
