"""Which build of the program this is: a hash of everything that decides how a page looks."""

from __future__ import annotations

import hashlib
from functools import cache
from pathlib import Path

PACKAGE = Path(__file__).resolve().parent.parent
_SHOWN = {".py", ".html", ".css", ".js", ".svg", ".woff2", ".yaml"}


@cache
def build_id() -> str:
    """Twelve characters that change with any code, template, style sheet or pack file; the same in every process."""
    digest = hashlib.sha256()
    for path in sorted(path for path in PACKAGE.rglob("*") if path.suffix in _SHOWN):
        digest.update(path.relative_to(PACKAGE).as_posix().encode())
        digest.update(path.read_bytes())
    return digest.hexdigest()[:12]
