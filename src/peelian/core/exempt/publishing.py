"""Files that were released, as the public site gives them out: ``released/<part>`` of the house, under no name but their part's.

A room writes them when it writes what says that they are released, and so never before the record that they belong to is out.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

from peelian.core.exempt.files import commitment_of_file, sha256_of
from peelian.core.exempt.records import Stub
from peelian.figures.errors import PeelianError
from peelian.figures.house import no_room
from peelian.figures.lake import sync

FOLDER = "released"


def path_of(root: Path, part: str) -> Path:
    """Where the file of a part lies."""
    return root / FOLDER / part


def follow(root: Path, form: Any) -> list[str]:
    """Write every file that a room's form says to be released, where it does not lie there whole; returns their parts.

    Raises PeelianError where the disk cannot take it.
    """
    from peelian.core.exempt.models import ExemptPart  # the public site has no records

    written = []
    for pk, length in files_in(form):
        path = path_of(root, pk)
        if path.is_file() and path.stat().st_size == length:
            continue
        part = ExemptPart.objects.filter(pk=pk, form="file").exclude(salt="").first()
        if part is not None:
            _write(path, part)
            written.append(pk)
    return written


def files_in(form: Any) -> Iterator[tuple[str, int]]:
    """Every stub of a released file in a form, wherever it stands: its part and its bytes."""
    if isinstance(form, dict):
        if form.get("form") == "file" and form.get("released_at") and form.get("sha256"):
            yield str(form["id"]), int(form["length"])
        for one in form.values():
            yield from files_in(one)
    elif isinstance(form, list | tuple):
        for one in form:
            yield from files_in(one)


def _write(path: Path, part: Any) -> None:
    from peelian.core.exempt.holding import released_content

    draft = path.with_name(f".{secrets.token_hex(8)}")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with draft.open("wb") as out:
            for piece in released_content(part):
                out.write(piece)
        sync(draft)
        draft.replace(path)
        sync(path.parent)
    except OSError as error:
        raise no_room(error, path.parent.parent) from error
    finally:
        with suppress(FileNotFoundError):
            draft.unlink()


def released_file(root: Path, stub: Stub) -> bytes:
    """A file that was released. Raises PeelianError where what lies there is not what was sealed."""
    try:
        content = path_of(root, stub.id).read_bytes()
    except OSError as error:
        raise _altered(stub, "is not there") from error
    if not proved(stub, content):
        raise _altered(stub, "is not what was sealed")
    return content


def proved(stub: Stub, content: bytes) -> bool:
    """Whether a file is the one whose commitment was published, and whose own hash was at its release."""
    return commitment_of_file(stub.salt, [content]) == stub.commitment and sha256_of(content) == stub.sha256


def _altered(stub: Stub, why: str) -> PeelianError:
    return PeelianError(
        "altered-released-file", f"The released file of exempt part {stub.id} {why}.",
        "Move the file away, and let peelian office prepare write it again; or restore it from a backup.", {"part": stub.id},
    )  # fmt: skip
