"""A process of its own that opens one workbook and writes each sheet as CSV: ``python workbook_cells.py FILE FOLDER``.

The parser lays a sheet out in full, so that one cell at the far corner of an otherwise empty sheet takes 500 GB; and where
memory is refused, it ends the process that it runs in. So it runs here, under limits of its own. Nothing of Peelian is
imported, because starting must be quick.
"""

from __future__ import annotations

import csv
import datetime as dt
import json
import sys
from decimal import Decimal
from pathlib import Path
from typing import Any

MEMORY = 2 << 30
"""Bytes of address space: a sheet of half a million rows and thirteen columns takes 0.7 GB."""
SECONDS = 60
"""A broken workbook may keep the parser turning for ever; one of half a million rows takes ten."""
MOST_CELLS = 60_000_000
_EXACT = 2**53


def main(file: str, folder: str) -> int:
    """Write the sheets; print what they are called, or what is wrong, as JSON."""
    limit()
    import python_calamine as calamine

    try:
        with calamine.CalamineWorkbook.from_path(file) as workbook:
            kinds = calamine.SheetTypeEnum
            sheets = [about for about in workbook.sheets_metadata if about.typ == kinds.WorkSheet]
            hidden = [about.visible != calamine.SheetVisibleEnum.Visible for about in sheets]
            told = [
                {"name": about.name, "hidden": veiled, **_write(workbook, about.name, Path(folder, f"{place}.csv"))}
                for place, (about, veiled) in enumerate(zip(sheets, hidden, strict=True))
            ]
    except calamine.PasswordError:
        return _tell({"problem": "password"})
    except (calamine.CalamineError, OSError, ValueError, OverflowError) as error:
        return _tell({"problem": "broken", "why": str(error)[:200]})
    except (MemoryError, TooLarge):
        return _tell({"problem": "large"})
    return _tell({"sheets": told})


def limit() -> None:
    """No more memory, time and disk than a workbook needs, where the system can hold a process to it."""
    try:
        import resource
    except ImportError:  # not on Windows
        return
    for kind, most in (
        (resource.RLIMIT_AS, MEMORY),
        (resource.RLIMIT_CPU, SECONDS),
        (resource.RLIMIT_FSIZE, MEMORY // 2),
        (resource.RLIMIT_CORE, 0),
    ):
        resource.setrlimit(kind, (most, most))


class TooLarge(Exception):
    """A sheet reaches further than any table."""


def _write(workbook: Any, name: str, path: Path) -> dict[str, int]:
    """One sheet, its rows from the first and its columns from A, empty ones too. Raises TooLarge."""
    sheet = workbook.get_sheet_by_name(name)
    if sheet.start is None or sheet.end is None:
        return {"rows": 0, "columns": 0}
    columns = sheet.end[1] + 1
    if columns * (sheet.end[0] + 1) > MOST_CELLS:
        raise TooLarge
    before = [""] * sheet.start[1]
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream, lineterminator="\n")
        writer.writerows(
            before + [cell if type(cell) is str else text(cell) for cell in row] for row in sheet.iter_rows()
        )
    return {"rows": sheet.end[0] + 1, "columns": columns}


def text(cell: Any) -> str:
    """A cell as a person would type it: 1234 and not 1234.0, 0.00001 and not 1e-05, 2019-09-30 for a date."""
    if isinstance(cell, bool):
        return str(cell).upper()
    if isinstance(cell, float):
        if cell.is_integer() and abs(cell) < _EXACT:
            return str(int(cell))
        return format(Decimal(repr(cell)), "f")
    if isinstance(cell, dt.datetime):
        return (cell.date() if cell.time() == dt.time() else cell).isoformat(
            *([] if cell.time() == dt.time() else [" "])
        )
    if isinstance(cell, (dt.date, dt.time)):
        return cell.isoformat()
    return str(cell)


def _tell(what: dict[str, Any]) -> int:
    sys.stdout.write(json.dumps(what))
    return 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
