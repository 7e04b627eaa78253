"""One pass over a file's bytes: its hash, and what decides how it may be read. Nothing is held in memory but a chunk."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path

from peelian.figures.sources.base import RefusedFile

CHUNK = 1 << 20
LONGEST_LINE = 1 << 20
"""No publisher's row comes near a million bytes; a longer line is no table, whatever its first line says."""


@dataclass(frozen=True)
class Scan:
    """What one pass found: SHA-256, size in bytes, how many quote marks and NULs, and the last byte."""

    sha256: str
    size: int
    quotes: int
    nuls: int
    last: bytes


def scan(path: Path, *, copy_to: Path | None = None, lines: bool = False) -> Scan:
    """Read a file once, and copy it on the way if asked. ``lines``: it is text in lines, none of them may be endless.

    Raises RefusedFile at a line of more than LONGEST_LINE bytes, as soon as it is met.
    """
    digest = hashlib.sha256()
    size = quotes = nuls = run = 0
    last = b""
    target = copy_to.open("wb") if copy_to else None
    try:
        with path.open("rb") as stream:
            while chunk := stream.read(CHUNK):
                digest.update(chunk)
                if target:
                    target.write(chunk)
                if lines:
                    run = _run_of(chunk, run, size)
                quotes += chunk.count(b'"')
                nuls += chunk.count(b"\x00")
                size += len(chunk)
                last = chunk[-1:]
    finally:
        if target:
            target.close()
    return Scan(digest.hexdigest(), size, quotes, nuls, last)


def _run_of(chunk: bytes, run: int, before: int) -> int:
    """How many bytes of an unfinished line stand at the chunk's end. Raises RefusedFile where a line has no end."""
    end = max(chunk.rfind(b"\n"), chunk.rfind(b"\r"))
    if end >= 0:
        first = min(place for place in (chunk.find(b"\n"), chunk.find(b"\r")) if place >= 0)
        longest, rest = run + first, len(chunk) - end - 1
    else:
        longest = rest = run + len(chunk)
    if longest > LONGEST_LINE:
        raise RefusedFile(
            f"a line near byte {before:,} is longer than {LONGEST_LINE:,} bytes",
            "It is no table in lines; fetch or export it again.",
        )
    return rest
