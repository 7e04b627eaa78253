"""The file of a backup: a tar of plain files, packed with Zstandard, written and read as a stream.

``about.json`` comes first and lists every member in order with its size and its place in the house; ``manifest.json`` comes last
with the SHA-256 of each. A reader takes exactly that list and nothing else, so an archive cannot put a file where none belongs,
bring a link, or unpack to more than it says.
"""

from __future__ import annotations

import hashlib
import io
import json
import os
import re
import tarfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

import pyarrow as pa

from peelian.figures.errors import PeelianError
from peelian.figures.lake import sync

FORMAT = 1
ABOUT, MANIFEST = "about.json", "manifest.json"
MOST_ABOUT = 256 << 20
"""Bytes that the lists at both ends may have: a million files."""
_CHUNK = 1 << 20
_PLAIN = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*(/[A-Za-z0-9][A-Za-z0-9._-]*)*", re.ASCII)
_SEGMENT = re.compile(r"[^\x00-\x1f\x7f/\\]{1,250}")
NOT_KEPT = ("tmp", "lock", "secret-key", "exempt-keys", "outbox", "backing-up", "restoring")
"""First names in a house that no backup holds: what is half-done, the keys, e-mails that were not sent."""
_SHAPE = {
    "made": str,
    "releases": int,
    "folders": list,
    "rows": dict,
    "migrations": list,
    "audit": list,
    "members": list,
}
RECORDS = "records/"
"""Where records are in the archive; no file of a house lies there."""


@dataclass(frozen=True)
class Member:
    """One file: what it is called in the archive, where it belongs in the house, how many bytes it has."""

    name: str
    path: str
    size: int


def belongs(path: str) -> bool:
    """Whether a backup may hold a file of the house, and a restore may write it."""
    parts = path.split("/")
    if any(not _SEGMENT.fullmatch(part) or part in (".", "..") for part in parts):
        return False
    return not (
        parts[0] in NOT_KEPT
        or parts[0].startswith(tuple(f".{name}." for name in NOT_KEPT))  # one of them, half-written
        or parts[0].startswith("records.sqlite3")
        or parts[0] == RECORDS.rstrip("/")
        or (parts[0] == "uploads" and parts[1:2] and parts[1].endswith(".part"))  # still being sent
    )


def name_of(path: str, place: int) -> str:
    """What a file is called in the archive: its path, or a number where a plain tar cannot hold that."""
    return path if _PLAIN.fullmatch(path) and len(path) <= 90 else f"other/{place}"


def damaged(path: Path, why: str) -> PeelianError:
    """What to say of a backup that cannot be used."""
    return PeelianError(
        "damaged-backup",
        f"{path.name} is no whole backup: {why}.",
        "Take another backup. Nothing has been restored from this one.",
        {"file": str(path)},
    )


class _OnlyFiles(tarfile.TarInfo):
    """An entry that is a plain file; no other is even looked at."""

    def _proc_member(self, tar: tarfile.TarFile) -> Any:
        if self.type not in (tarfile.REGTYPE, tarfile.AREGTYPE):
            raise tarfile.ReadError("it holds something that is no plain file")
        return super()._proc_member(tar)  # type: ignore[misc]


@contextmanager
def writing(path: Path) -> Iterator[Writer]:
    """A new archive. It has its name when it is whole and on the disk, and never before."""
    draft = path.with_name(f".{path.name}.part")
    with suppress(FileNotFoundError):
        draft.unlink()
    try:
        handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with (
            os.fdopen(handle, "wb") as raw,
            pa.CompressedOutputStream(pa.PythonFile(raw, mode="w"), "zstd") as packed,
            tarfile.open(fileobj=packed, mode="w|", format=tarfile.GNU_FORMAT) as tar,
        ):
            yield Writer(tar)
        sync(draft)
        for _ in read(draft):
            pass
        draft.replace(path)
        sync(path.parent)
    finally:
        with suppress(FileNotFoundError):
            draft.unlink()


class Writer:
    """Adds members, and remembers their hashes."""

    def __init__(self, tar: tarfile.TarFile) -> None:
        self._tar = tar
        self._hashes: dict[str, str] = {}

    def add_json(self, name: str, data: Any) -> None:
        """A list of the archive itself."""
        text = json.dumps(data, ensure_ascii=False, separators=(",", ":")).encode()
        self._add(name, len(text), io.BytesIO(text))

    def add(self, member: Member, source: Path) -> str:
        """A file; returns its hash. Raises PeelianError where it is shorter than it was."""
        with source.open("rb") as stream:
            return self._add(member.name, member.size, stream)

    def close(self) -> None:
        """The hashes of all."""
        self.add_json(MANIFEST, dict(self._hashes))

    def _add(self, name: str, size: int, stream: IO[bytes]) -> str:
        entry = tarfile.TarInfo(name)
        entry.size, entry.mode = size, 0o600
        hashed = _Hashed(stream)
        try:
            self._tar.addfile(entry, hashed)
        except tarfile.TarError as error:
            raise PeelianError(
                "changed-meanwhile", f"{name} changed while it was backed up.", "Back up again.", {"file": name}
            ) from error
        self._hashes[name] = hashed.digest.hexdigest()
        return self._hashes[name]


class _Hashed:
    """A stream that hashes what is read from it."""

    def __init__(self, stream: IO[bytes]) -> None:
        self._stream = stream
        self.digest = hashlib.sha256()

    def read(self, size: int = -1) -> bytes:
        """As of any stream."""
        data = self._stream.read(size)
        self.digest.update(data)
        return data


def read(
    path: Path, begin: Callable[[dict[str, Any]], Callable[[Member], IO[bytes] | None]] | None = None
) -> Iterator[Member]:
    """Read an archive from its beginning to its end, and check all of it; yields each member when it has been read.

    ``begin`` is given what the archive says about itself and returns a function that opens the file that a member is written to
    (None: it is only checked). Raises PeelianError for anything that is not as it must be; then nothing that was written may be
    used.
    """
    try:
        with path.open("rb") as raw:
            yield from _members(path, raw, begin)
    except (tarfile.TarError, pa.ArrowException, EOFError, UnicodeError) as error:
        raise damaged(path, str(error) or "it ends too early") from error
    except OSError as error:
        if error.errno is not None:
            raise
        raise damaged(
            path, "its bytes cannot be unpacked"
        ) from error  # what Arrow says of a stream that it cannot read


def _members(path: Path, raw: IO[bytes], begin: Any) -> Iterator[Member]:
    with (
        pa.CompressedInputStream(pa.PythonFile(raw, mode="r"), "zstd") as packed,
        tarfile.open(fileobj=packed, mode="r|", tarinfo=_OnlyFiles) as tar,
    ):
        text = _listed(path, tar, ABOUT)
        about = json.loads(text)
        members = members_of(path, about)
        opened = begin(about) if begin else lambda member: None
        hashes = {ABOUT: hashlib.sha256(text).hexdigest()}
        for member in members:
            entry = tar.next()
            if entry is None or (entry.name, entry.size) != (member.name, member.size):
                raise damaged(path, f"{member.name} is missing, or is not what the list says")
            hashes[member.name] = _copy(path, tar, entry, opened(member))
            yield member
        if json.loads(_listed(path, tar, MANIFEST)) != hashes:
            raise damaged(path, "a file in it is not the one that was backed up")
        if tar.next() is not None:
            raise damaged(path, "it holds more than its list")


def _listed(path: Path, tar: tarfile.TarFile, name: str) -> bytes:
    entry = tar.next()
    if entry is None or entry.name != name or entry.size > MOST_ABOUT:
        raise damaged(path, f"it has no {name}")
    stream = tar.extractfile(entry)
    text = stream.read() if stream else b""
    try:
        json.loads(text)
    except ValueError as error:
        raise damaged(path, f"its {name} cannot be read") from error
    return text


def members_of(path: Path, about: Any) -> list[Member]:
    """The members that an archive says it has. Raises PeelianError where one does not belong, or is there twice."""
    if not isinstance(about, dict) or about.get("format") != FORMAT:
        raise PeelianError(
            "unknown-backup",
            f"{path.name} is no backup that this version can read.",
            "Restore it with a newer Peelian.",
        )
    if not all(isinstance(about.get(name), kind) for name, kind in _SHAPE.items()):
        raise damaged(path, "its list cannot be read")
    try:
        members = [Member(str(name), str(place), int(size)) for name, place, size in about["members"]]
    except (KeyError, TypeError, ValueError) as error:
        raise damaged(path, "its list cannot be read") from error
    for member in members:
        records = member.path.startswith(RECORDS) and _PLAIN.fullmatch(member.path)
        if not (records or belongs(member.path)) or member.size < 0 or len(member.name) > 100:
            raise damaged(path, f"{member.path!r} does not belong into a house")
    if min(len({member.path for member in members}), len({member.name for member in members})) < len(members):
        raise damaged(path, "a file is in it twice")
    return members


def _copy(path: Path, tar: tarfile.TarFile, entry: tarfile.TarInfo, out: IO[bytes] | None) -> str:
    """Read a member and write it where it goes; returns its hash."""
    stream = tar.extractfile(entry)
    if stream is None:
        raise damaged(path, f"{entry.name} cannot be read")
    digest, left = hashlib.sha256(), entry.size
    try:
        while left:
            chunk = stream.read(min(left, _CHUNK))
            if not chunk:
                raise damaged(path, "it ends too early")
            left -= len(chunk)
            digest.update(chunk)
            if out:
                out.write(chunk)
        if out:
            out.flush()
            os.fsync(out.fileno()) if entry.size > _CHUNK else None
    finally:
        if out:
            out.close()
    return digest.hexdigest()
