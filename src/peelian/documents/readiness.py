"""Whether PDF files can be made on this machine. Nothing here loads more than it asks about."""

from __future__ import annotations

import ctypes
from collections.abc import Iterable

from peelian.documents.pdf import FONTS, LIBRARIES

LIBRARIES_OF_LETTERS = {
    "Pango": ("libpango-1.0.so.0", "libpango-1.0.dylib", "libpango-1.0-0.dll"),
    "Pango for FreeType": ("libpangoft2-1.0.so.0", "libpangoft2-1.0.dylib", "libpangoft2-1.0-0.dll"),
    "HarfBuzz": ("libharfbuzz.so.0", "libharfbuzz.0.dylib", "libharfbuzz-0.dll"),
    "Fontconfig": ("libfontconfig.so.1", "libfontconfig.1.dylib", "libfontconfig-1.dll"),
    "GObject": ("libgobject-2.0.so.0", "libgobject-2.0.0.dylib", "libgobject-2.0-0.dll"),
}
"""What WeasyPrint draws letters with, as each system calls the file."""


def unready() -> tuple[str, str]:
    """What is missing here for PDF files, and what to do; two empty texts where nothing is."""
    if missing := [name for name, files in LIBRARIES_OF_LETTERS.items() if not _there(files)]:
        return f"PDF files cannot be made: {', '.join(missing)} not found.", LIBRARIES
    if not any(FONTS.glob("*.woff2")):
        return (
            "PDF files cannot be made: the fonts are not there.",
            "make start builds them, and so does scripts/assets.py.",
        )
    return "", ""


def _there(files: Iterable[str]) -> bool:
    for name in files:
        try:
            ctypes.CDLL(name)
        except OSError:
            continue
        return True
    return False
