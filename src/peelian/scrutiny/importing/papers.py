"""Meeting papers as proposals."""

from __future__ import annotations

from peelian.reading import Document
from peelian.scrutiny.importing.proposals import Imported


def import_papers(document: Document) -> Imported:
    """What papers propose."""
    return Imported(())
