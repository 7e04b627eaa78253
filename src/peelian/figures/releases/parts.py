"""What releases are made of, stored once by its hash and shared by every release that holds it."""

from __future__ import annotations

import hashlib
import json
import os
import uuid
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any

from peelian.figures.canonical import canonical, sha256_of
from peelian.figures.compute.packing import Head, Key, pack, unpack
from peelian.figures.compute.series import Series
from peelian.figures.errors import PeelianError
from peelian.figures.lake import damaged, hash_file, sync

MANY = 20
"""More new files than these are brought to the disk together."""
_HELD = 64 << 20
"""So many bytes of blocks that were looked at are held until a release is made: judging and comparing read them next."""
_OPEN = 1024
"""First lines of blocks that are kept in memory."""


class _Folder:
    """Files named by a hash."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self._fresh: set[Path] = set()

    def path(self, sha256: str) -> Path:
        """Where a file lies."""
        return self.root / sha256[:2] / sha256

    def size(self, sha256: str) -> int:
        """How many bytes a file has on the disk; -1 where it is gone."""
        try:
            return self.path(sha256).stat().st_size
        except OSError:
            return -1

    def _write(self, sha256: str, chunks: Sequence[bytes]) -> None:
        """Write a file in one step. Drafts lie where the next writer clears away what a killed one left."""
        target = self.path(sha256)
        target.parent.mkdir(parents=True, exist_ok=True)
        draft = self.root.parent / "tmp" / uuid.uuid4().hex
        draft.parent.mkdir(parents=True, exist_ok=True)
        with draft.open("wb") as out:
            out.writelines(chunks)
        draft.replace(target)
        self._fresh.add(target)

    def sync(self) -> None:
        """Wait until everything that was put is on the disk: before a manifest may name it."""
        if len(self._fresh) > MANY:
            os.sync()  # one wait for all: many waits of their own would take longer
        elif self._fresh:
            for path in (*self._fresh, *{path.parent for path in self._fresh}, self.root):
                sync(path)
        self._fresh.clear()


class Parts(_Folder):
    """Files named by their SHA-256."""

    def put(self, data: bytes) -> str:
        """Keep bytes and return their hash. What is there already is not written again; ``sync`` brings all to the disk."""
        sha256 = hashlib.sha256(data).hexdigest()
        if not self.holds(sha256):  # what was damaged is replaced
            self._write(sha256, [data])
        return sha256

    def holds(self, sha256: str) -> bool:
        """Whether a part is there, whole."""
        path = self.path(sha256)
        return path.is_file() and hash_file(path) == sha256

    def get(self, sha256: str) -> bytes:
        """The bytes of a part. Raises PeelianError where they are gone or damaged: no altered figure is ever shown."""
        try:
            data = self.path(sha256).read_bytes()
        except OSError as error:
            raise _unreadable("missing-part", f"Part {sha256[:12]} of a release cannot be read.", sha256) from error
        if hashlib.sha256(data).hexdigest() != sha256:
            raise _unreadable("damaged", f"Part {sha256[:12]} of a release is damaged.", sha256)
        return data

    @staticmethod
    def hash_json(data: Any) -> str:
        """The hash that put_json would keep data under."""
        return sha256_of(data)

    def put_json(self, data: Any) -> str:
        """Keep data as canonical JSON."""
        return self.put(canonical(data).encode())

    def put_text(self, sha256: str, text: Callable[[], str]) -> str:
        """Keep a text whose hash is known; it is made only where it is not held."""
        return sha256 if self.holds(sha256) else self.put(text().encode())

    def get_json(self, sha256: str) -> Any:
        """Data kept by put_json. Raises PeelianError where it is gone or damaged."""
        return json.loads(self.get(sha256))


class Blocks(_Folder):
    """Files of series, each named by the SHA-256 of its first line, which holds the hashes of the rest."""

    def __init__(self, root: Path) -> None:
        super().__init__(root)
        self._name = str(root)
        self._held: dict[str, memoryview] = {}
        self.head = lru_cache(maxsize=_OPEN)(self._head)

    def put(self, made: Sequence[Series]) -> tuple[str, int]:
        """Keep the series of a block; return its hash and size. What is there already, whole, is not written again."""
        chunks = pack(made)
        sha256 = hashlib.sha256(chunks[0]).hexdigest()
        if self.faults(sha256):
            self._write(sha256, chunks)
        return sha256, sum(map(len, chunks))

    def _head(self, sha256: str) -> Head:
        """What a block holds. Raises PeelianError where it is gone or damaged."""
        try:
            return Head.of(self._line(sha256))
        except (ValueError, KeyError, TypeError) as error:
            raise damaged(self.path(sha256)) from error

    def _line(self, sha256: str) -> bytes:
        """The first line of a block, as it is on the disk now. Raises PeelianError where it is gone or damaged."""
        try:
            with self.path(sha256).open("rb") as stream:
                line = stream.readline()
        except OSError as error:
            raise _unreadable("missing-part", f"Block {sha256[:12]} of a release cannot be read.", sha256) from error
        if hashlib.sha256(line).hexdigest() != sha256:
            raise _unreadable("damaged", f"Block {sha256[:12]} of a release is damaged.", sha256)
        return line

    def series(self, wanted: Mapping[Key, Sequence[str]]) -> dict[Key, Series]:
        """Series put together from the blocks that they are in, earliest first; each block is opened once.

        Raises PeelianError where one is gone or damaged: no altered figure is ever shown.
        """
        asked: dict[str, list[Key]] = {}
        for key, blocks in wanted.items():
            for sha256 in blocks:
                asked.setdefault(sha256, []).append(key)
        data = {sha256: self._bytes(sha256, keys) for sha256, keys in asked.items()}
        return {
            key: unpack(key, [self.head(sha256) for sha256 in blocks], [data[sha256][key] for sha256 in blocks])
            for key, blocks in wanted.items()
        }

    def _bytes(self, sha256: str, keys: Iterable[Key]) -> dict[Key, bytes | memoryview]:
        """The bytes of some series of a block."""
        head = self.head(sha256)
        if sha256 in self._held:
            return {key: _part(self._held[sha256], head, key) for key in keys}
        try:
            handle = os.open(f"{self._name}/{sha256[:2]}/{sha256}", os.O_RDONLY)  # thousands are opened in a row
            try:
                return {key: head.checked(key, _read(handle, head, key)) for key in keys}
            finally:
                os.close(handle)
        except OSError as error:
            raise _unreadable("missing-part", f"Block {sha256[:12]} of a release cannot be read.", sha256) from error
        except ValueError as error:
            raise _unreadable("damaged", f"{error} in block {sha256[:12]} of a release is damaged.", sha256) from error

    def let_go(self) -> None:
        """Forget what ``faults`` has held: from now on every figure is read from the disk, and its bytes looked at."""
        self._held.clear()

    def faults(self, sha256: str, *, hold: bool = False) -> list[str]:
        """What is wrong with a block, every byte looked at; empty where it is whole.

        ``hold``: a whole one is kept in memory until ``let_go``, as far as there is room.
        """
        if not self.path(sha256).is_file():
            return ["is missing"]
        try:
            self._line(sha256)
            head = self.head(sha256)
        except PeelianError:
            return ["was altered"]
        found = [] if self.size(sha256) == head.end else ["was altered: its length is another"]
        body = memoryview(self.path(sha256).read_bytes())[head.size :]
        for key, entry in head.entries.items():
            if hashlib.sha256(_part(body, head, key)).hexdigest() != entry["sha256"]:
                found.append(f"was altered: {key[0]} by {key[1]}")
        if hold and not found and len(body) + sum(map(len, self._held.values())) <= _HELD:
            self._held[sha256] = body
        return found


def _part(body: memoryview, head: Head, key: Key) -> memoryview:
    entry = head.entries[key]
    return body[entry["at"] : entry["at"] + entry["bytes"]]


def _read(handle: int, head: Head, key: Key) -> bytes:
    entry = head.entries[key]
    return os.pread(handle, entry["bytes"], head.size + entry["at"])


def _unreadable(code: str, message: str, sha256: str) -> PeelianError:
    return PeelianError(code, message, "Restore the folders of parts and blocks from a backup.", {"part": sha256})


def seal_of(manifest: dict[str, Any]) -> str:
    """The seal: a hash of everything else in the manifest."""
    body = {key: value for key, value in manifest.items() if key != "seal"}
    return f"sha256:{sha256_of(body)}"
