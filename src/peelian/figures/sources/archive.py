"""Look through a ZIP file before anything opens it: its size unpacked, its names, its XML.

The directory of a ZIP file may lie. Every member is therefore inflated once, piece by piece, and nothing may come out that
the directory does not announce.
"""

from __future__ import annotations

import struct
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import BinaryIO

from peelian.figures.sources.base import RefusedFile, shown

MEBIBYTE = 1 << 20
_END = b"PK\x05\x06"
_LOCAL = b"PK\x03\x04"
_LONGEST_COMMENT = 1 << 16
_DIRECTORY_ENTRY = 512
"""More bytes than a member's entry in the directory takes, its name in it."""
_PIECE = MEBIBYTE
_DECLARATIONS = (b"<!DOCTYPE", b"<!ENTITY")
_PICTURES = ("media", "Pictures", "Thumbnails")
"""Folders of pictures, which may be SVG with a document type and are never read."""
_REMEDY = "Fetch the file again; if it is what it ought to be, save it as CSV."


@dataclass(frozen=True)
class Limits:
    """How much a ZIP file may hold. ``times``: how many times its packed size, beyond ``small`` bytes."""

    members: int = 4096
    size: int = 1024 * MEBIBYTE
    times: int = 250
    small: int = 16 * MEBIBYTE


WORKBOOK = Limits()
"""The largest sheet there can be, a million rows of twelve columns, is about 600 MiB of XML; ODS packs it 30 to 100 times."""


def check_archive(path: Path, limits: Limits = WORKBOOK) -> list[str]:
    """The names of its members. Raises RefusedFile for what would fill memory, lead out of a folder, or is broken."""
    members = read_directory(path, limits)
    refuse_directory(members, path.stat().st_size, limits)
    with path.open("rb") as stream:
        for member in members:
            _refuse_content(stream, member)
    return [member.filename for member in members]


def read_directory(path: Path, limits: Limits) -> list[zipfile.ZipInfo]:
    """What the directory of a ZIP file says of its members. Raises RefusedFile where there is none, or one too long to hold."""
    _refuse_long_directory(path, limits)
    try:
        with zipfile.ZipFile(path) as archive:
            return archive.infolist()
    except (zipfile.BadZipFile, NotImplementedError, struct.error, ValueError, OverflowError, EOFError) as error:
        raise RefusedFile("it begins like a ZIP file and has no readable directory", _REMEDY) from error


def refuse_directory(members: list[zipfile.ZipInfo], packed: int, limits: Limits) -> None:
    """Raises RefusedFile for names that lead out of a folder or stand twice, for too much, and for what cannot be unpacked."""
    _refuse_names(members)
    _refuse_sizes(members, packed, limits)


def _refuse_long_directory(path: Path, limits: Limits) -> None:
    """Before the directory is read: one of a million members would take a gigabyte to hold."""
    with path.open("rb") as stream:
        stream.seek(0, 2)
        size = stream.tell()
        stream.seek(max(0, size - _LONGEST_COMMENT - 22))
        tail = stream.read()
    at = tail.rfind(_END)
    if at < 0 or len(tail) - at < 22:
        raise RefusedFile("the ZIP file breaks off: it has no directory", "Fetch the file again.")
    (length,) = struct.unpack("<L", tail[at + 12 : at + 16])
    if length > limits.members * _DIRECTORY_ENTRY:
        raise RefusedFile(f"its directory names more than {limits.members:,} members", _REMEDY)


def _refuse_names(members: list[zipfile.ZipInfo]) -> None:
    seen: set[str] = set()
    for member in members:
        name = member.orig_filename
        parts = PurePosixPath(name.replace("\\", "/")).parts
        if "\x00" in name or "\\" in name or ".." in parts or name.startswith("/") or ":" in name[:2]:
            raise RefusedFile(f"a member is called {shown(name)}: its name leads out of the folder", _REMEDY)
        if name in seen:
            raise RefusedFile(f"two members are called {shown(name)}: which is meant cannot be told", _REMEDY)
        seen.add(name)


def _refuse_sizes(members: list[zipfile.ZipInfo], packed: int, limits: Limits) -> None:
    if len(members) > limits.members:
        raise RefusedFile(f"it holds {len(members):,} members, and {limits.members:,} are the most", _REMEDY)
    for member in members:
        if member.flag_bits & 1:
            raise RefusedFile(f"its member {shown(member.filename)} is encrypted", "Save it without a password.")
        if member.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
            raise RefusedFile(f"its member {shown(member.filename)} is packed in a way that is not read", _REMEDY)
    size = sum(member.file_size for member in members)
    if size > limits.size or (size > limits.small and size > limits.times * packed):
        raise RefusedFile(f"its {packed:,} bytes unpack to {size:,}: it would fill the memory", _REMEDY)


def _refuse_content(stream: BinaryIO, member: zipfile.ZipInfo) -> None:
    """Raises RefusedFile where a member is not what the directory says, or holds a document type or an entity."""
    tail = b""
    picture = any(part in _PICTURES for part in PurePosixPath(member.filename).parts[:-1])
    for piece in unpack(stream, member):
        text = tail + piece.replace(b"\x00", b"")  # UTF-16 hides nothing
        if not picture and any(declaration in text for declaration in _DECLARATIONS):
            what = f"its member {shown(member.filename)} declares a document type or an entity, as no workbook and no letter does"
            raise RefusedFile(what, _REMEDY)
        tail = text[-16:]


def unpack(stream: BinaryIO, member: zipfile.ZipInfo) -> Iterator[bytes]:
    """A member's content, piece by piece. Raises RefusedFile as soon as it is not what the directory says."""
    size = checksum = 0
    for piece in _inflate(stream, member):
        size += len(piece)
        if size > member.file_size:
            what = f"its member {shown(member.filename)} holds more than the {member.file_size:,} bytes it announces"
            raise RefusedFile(what, _REMEDY)
        checksum = zlib.crc32(piece, checksum)
        yield piece
    if size != member.file_size or checksum != member.CRC:
        raise RefusedFile(f"its member {shown(member.filename)} is damaged or cut off", "Fetch the file again.")


def _inflate(stream: BinaryIO, member: zipfile.ZipInfo) -> Iterator[bytes]:
    """What a member's bytes unpack to, piece by piece, however much there is. Raises RefusedFile where it breaks off."""
    broken = RefusedFile(f"its member {shown(member.filename)} is damaged or cut off", "Fetch the file again.")
    if member.header_offset < 0:
        raise broken
    stream.seek(member.header_offset)
    head = stream.read(30)
    if len(head) < 30 or not head.startswith(_LOCAL):
        raise broken
    name, extra = struct.unpack("<HH", head[26:30])
    stream.seek(name + extra, 1)
    left = member.compress_size
    inflater = zlib.decompressobj(-15) if member.compress_type == zipfile.ZIP_DEFLATED else None
    while left > 0 and (packed := stream.read(min(left, _PIECE))):
        left -= len(packed)
        if inflater is None:
            yield packed
            continue
        try:
            while packed:
                yield inflater.decompress(packed, _PIECE)
                packed = inflater.unconsumed_tail
        except zlib.error as error:
            raise broken from error
    if left > 0 or (inflater is not None and not inflater.eof):
        raise broken
