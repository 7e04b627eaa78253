"""How much is read at once: several small files side by side, a large one alone, so that memory stays bounded."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager

from peelian.figures.sources.document import Document

AT_ONCE = 96 << 20
"""Bytes of files that are read side by side. Reading takes four to ten times as much memory."""
_UNFOLDS = ("workbook", "parquet")
"""Forms whose size says nothing of what is in them: each is read alone."""


class Gate:
    """Lets files pass while they are together no larger than ``most`` bytes; one that is larger waits until it is alone."""

    def __init__(self, most: int = AT_ONCE) -> None:
        self.most = self._free = most
        self._changed = threading.Condition()

    @contextmanager
    def passing(self, document: Document) -> Iterator[None]:
        """Wait until there is room for a file, and keep it until it has been read."""
        size = self.most if document.form in _UNFOLDS else min(self.most, document.path.stat().st_size)
        with self._changed:
            self._changed.wait_for(lambda: self._free >= size)
            self._free -= size
        try:
            yield
        finally:
            with self._changed:
                self._free += size
                self._changed.notify_all()
