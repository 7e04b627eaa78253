"""How a file that is to be withheld comes in: into memory alone. Django would write a large one in the clear to a disk."""

from __future__ import annotations

import io
from typing import Any

from django.core.files.uploadedfile import InMemoryUploadedFile
from django.core.files.uploadhandler import FileUploadHandler, StopFutureHandlers
from django.urls import Resolver404, resolve

from peelian.core.exempt.files import LARGEST

DOORS: set[str] = set()
"""Names of the addresses whose forms take such a file; each desk adds its own."""


class IntoMemory(FileUploadHandler):
    """Stands before all others: at a door of ``DOORS`` it keeps a file in memory, and no other handler sees a byte of it.

    Of one that is too large it keeps one byte more than is allowed, so that the form can say so; the rest goes nowhere.
    """

    mine = False
    held: io.BytesIO

    def handle_raw_input(self, *_: Any, **__: Any) -> None:
        """Whether the request is for one of these doors."""
        try:
            self.mine = self.request is not None and resolve(self.request.path_info).url_name in DOORS
        except Resolver404:
            self.mine = False

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        """Raises StopFutureHandlers, so that nobody else makes a file for it."""
        super().new_file(*args, **kwargs)
        if self.mine:
            self.held = io.BytesIO()
            raise StopFutureHandlers

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes | None:
        """Keep what comes, up to the limit."""
        if not self.mine:
            return raw_data
        self.held.write(raw_data[: max(0, LARGEST + 1 - self.held.tell())])
        return None

    def file_complete(self, file_size: int) -> InMemoryUploadedFile | None:
        """The file as forms take it."""
        if not self.mine:
            return None
        size = self.held.tell()
        self.held.seek(0)
        return InMemoryUploadedFile(
            file=self.held, field_name=self.field_name, name=self.file_name, content_type=self.content_type, size=size,
            charset=self.charset, content_type_extra=self.content_type_extra,
        )  # fmt: skip
