"""Archives as publishers give them: a ZIP file of tables, or one table in gzip. Each member is loaded as a file of its own.

Nothing is ever written under a member's name, and nothing is unpacked but one member at a time, piece by piece, into the
house's own folder for what is unfinished. An archive that an honest publisher could not have made is refused as a whole.
"""

from __future__ import annotations

import stat
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import BinaryIO

from peelian.figures.sources.archive import MEBIBYTE, Limits, read_directory, refuse_directory, unpack
from peelian.figures.sources.base import WITHIN, PassedOver, RefusedFile, printable, shown
from peelian.figures.sources.bulk import LARGEST

ARCHIVE = Limits(members=20_000, size=32_768 * MEBIBYTE, times=100, small=64 * MEBIBYTE)
"""Three years of every force at data.police.uk are 5,000 files of some 9 GB, packed to a sixth or less."""
_ZIP, _GZIP = b"PK\x03\x04", b"\x1f\x8b"
_EMPTY_ZIP = b"PK\x05\x06"
_PIECE = MEBIBYTE
_GZIP_WINDOW = 31
_DOCUMENTS = ("[Content_Types].xml", "mimetype", "META-INF/MANIFEST.MF", "AndroidManifest.xml")
"""Members of what is packed as ZIP and is no archive: a workbook, a letter, a program."""
_DEVICES = frozenset(("CON", "PRN", "AUX", "NUL", *(f"{port}{at}" for port in ("COM", "LPT") for at in range(1, 10))))
_KINDS = {stat.S_IFLNK: "a link", stat.S_IFCHR: "a device", stat.S_IFBLK: "a device", stat.S_IFIFO: "a pipe"}
_LONGEST_NAME = 300
_REMEDY = "Fetch the archive again, or unpack it and load what is in it."


@dataclass(frozen=True)
class Item:
    """What is loaded as a file: a file, or a member of an archive (``path`` is the archive's)."""

    path: Path
    member: zipfile.ZipInfo | None = None
    gzip: bool = False

    @property
    def name(self) -> str:
        """What reports call it, in characters that can be printed: ``2025-12.zip › 2024-01/2024-01-btp-street.csv``."""
        outer = printable(self.path.name)
        if self.gzip:
            return f"{outer}{WITHIN}{outer.removesuffix('.gz')}"
        return f"{outer}{WITHIN}{printable(self.member.filename[-_LONGEST_NAME:])}" if self.member else outer

    @property
    def packed(self) -> bool:
        """Whether it must be unpacked before it can be read."""
        return self.gzip or self.member is not None


def items_of(path: Path) -> list[Item]:
    """A file, or every file in an archive, in order of name.

    What cannot be looked into is given as it is: reading it (``refuse_closed``) will say why.
    """
    try:
        if path.is_file() and _begins(path, _GZIP):
            return [Item(path, gzip=True)]
        members = _members(path) if path.is_file() else []
    except (RefusedFile, OSError):
        members = []
    return [Item(path, member) for member in members] or [Item(path)]


def refuse_closed(path: Path) -> None:
    """Raises RefusedFile for an archive that is not to be opened, PassedOver for one with nothing in it."""
    _members(path)
    if _begins(path, _EMPTY_ZIP) or (_begins(path, _ZIP) and not _is_document(read_directory(path, ARCHIVE))):
        raise PassedOver("an archive with no file in it", "passed over")


def refuse_nested(path: Path) -> None:
    """Raises PassedOver for an archive that was found in another one."""
    if _begins(path, _GZIP) or (_begins(path, _ZIP) and not _is_document(read_directory(path, ARCHIVE))):
        raise PassedOver("an archive within an archive: it is not opened", "unpack it, and load what is in it")
    with path.open("rb") as stream:
        if b"ustar" in stream.read(512)[257:262]:
            raise PassedOver("a tar archive: it is not opened", "unpack it, and load what is in it")


def _begins(path: Path, magic: bytes) -> bool:
    with path.open("rb") as stream:
        return stream.read(len(magic)) == magic


def _members(path: Path) -> list[zipfile.ZipInfo]:
    """The files in a ZIP archive, hidden ones and sidecars left out; none for anything else. Raises RefusedFile."""
    if not _begins(path, _ZIP):
        return []
    members = read_directory(path, ARCHIVE)
    if _is_document(members):
        return []
    refuse_directory(members, path.stat().st_size, ARCHIVE)
    for member in members:
        _refuse_strange(member)
    files = [member for member in members if not member.is_dir() and not _is_hidden(member.filename)]
    return sorted(files, key=lambda member: member.filename)


def _is_document(members: list[zipfile.ZipInfo]) -> bool:
    return any(member.filename in _DOCUMENTS for member in members)


def _is_hidden(name: str) -> bool:
    parts = PurePosixPath(name).parts
    return any(part.startswith(".") or part == "__MACOSX" for part in parts) or name.endswith(".vintage")


def _refuse_strange(member: zipfile.ZipInfo) -> None:
    """Raise RefusedFile for a member that is no plain file or folder, or that some systems would take for a device."""
    kind = _KINDS.get(stat.S_IFMT(member.external_attr >> 16))
    if kind:
        raise RefusedFile(f"its member {shown(member.filename)} is {kind}, no file", _REMEDY)
    stems = {part.split(".")[0].strip().upper() for part in PurePosixPath(member.filename).parts}
    if stems & _DEVICES:
        raise RefusedFile(f"a member is called {shown(member.filename)}, which is the name of a device", _REMEDY)


def extract(item: Item, target: Path) -> None:
    """Write what an item holds, and nothing beyond what it announces. Raises RefusedFile; the caller removes ``target``."""
    with item.path.open("rb") as stream, target.open("wb") as into:
        pieces = unpack(stream, _of_size(item.member)) if item.member else _gunzip(stream, item.path.stat().st_size)
        for piece in pieces:
            into.write(piece)


def _of_size(member: zipfile.ZipInfo) -> zipfile.ZipInfo:
    if member.file_size > LARGEST:
        raise RefusedFile(f"it unpacks to {member.file_size >> 20:,} MB, more than the {LARGEST >> 20} of a file in an archive",
                          "Unpack it, and load what is in it.")  # fmt: skip
    return member


def _gunzip(stream: BinaryIO, packed: int) -> Iterator[bytes]:
    """What a gzip file unpacks to. Raises RefusedFile where it breaks off, or holds more than a file of its size may."""
    most, size, within = min(LARGEST, max(ARCHIVE.small, ARCHIVE.times * packed)), 0, False
    inflater, rest = zlib.decompressobj(_GZIP_WINDOW), b""
    while data := rest or stream.read(_PIECE):
        try:
            piece = inflater.decompress(data, _PIECE)
        except zlib.error as error:
            raise RefusedFile("the gzip file is damaged", "Fetch the file again.") from error
        size += len(piece)
        if size > most:
            raise RefusedFile(
                f"its {packed:,} bytes unpack to more than {most:,}", "Unpack it, and load what is in it."
            )
        yield piece
        rest, within = inflater.unconsumed_tail, not inflater.eof
        if inflater.eof:  # another may follow: they are one text in several pieces
            rest, inflater = inflater.unused_data.lstrip(b"\x00"), zlib.decompressobj(_GZIP_WINDOW)
    if within:
        raise RefusedFile("the gzip file breaks off", "Fetch the file again.")
