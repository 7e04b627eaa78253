"""Parts of releases, stored once by the hash of their bytes and shared by every release that holds them."""

from __future__ import annotations

import hashlib
import json
import os
import uuid
from pathlib import Path
from typing import Any

from peelian.figures.catalogue import canonical
from peelian.figures.errors import PeelianError
from peelian.figures.lake import hash_file, sync

MANY = 20
"""More new parts than these are brought to the disk together."""


class Parts:
    """A folder of files named by their SHA-256."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self._folder = str(root)
        self._fresh: set[Path] = set()

    def path(self, sha256: str) -> Path:
        """Where a part lies."""
        return self.root / sha256[:2] / sha256

    def put(self, data: bytes) -> str:
        """Keep bytes and return their hash. What is there already is not written again; ``sync`` brings all to the disk."""
        sha256 = hashlib.sha256(data).hexdigest()
        target = self.path(sha256)
        if not self.holds(sha256):  # what was damaged is replaced
            target.parent.mkdir(parents=True, exist_ok=True)
            # drafts lie where the next writer clears away what a killed one left
            draft = self.root.parent / "tmp" / uuid.uuid4().hex
            draft.parent.mkdir(parents=True, exist_ok=True)
            draft.write_bytes(data)
            draft.replace(target)
            self._fresh.add(target)
        return sha256

    def size(self, sha256: str) -> int:
        """How many bytes a part has on the disk; -1 where it is gone. Verification looks at the bytes themselves."""
        try:
            return os.stat(f"{self._folder}/{sha256[:2]}/{sha256}").st_size  # noqa: PTH116 thousands are asked in a row
        except OSError:
            return -1

    def holds(self, sha256: str) -> bool:
        """Whether a part is there, whole."""
        path = self.path(sha256)
        return path.is_file() and hash_file(path) == sha256

    def sync(self) -> None:
        """Wait until everything that was put is on the disk: before a manifest may name it."""
        if len(self._fresh) > MANY:
            os.sync()  # one wait for all: a thousand waits of their own would take seconds
        else:
            for path in (*self._fresh, *{path.parent for path in self._fresh}, self.root):
                sync(path)
        self._fresh.clear()

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
        return hashlib.sha256(canonical(data).encode()).hexdigest()

    def put_json(self, data: Any) -> str:
        """Keep data as canonical JSON."""
        return self.put(canonical(data).encode())

    def get_json(self, sha256: str) -> Any:
        """Data kept by put_json. Raises PeelianError where it is gone or damaged."""
        return json.loads(self.get(sha256))


def _unreadable(code: str, message: str, sha256: str) -> PeelianError:
    return PeelianError(code, message, "Restore the folder of parts from a backup.", {"part": sha256})


def seal_of(manifest: dict[str, Any]) -> str:
    """The seal: a hash of everything else in the manifest."""
    body = {key: value for key, value in manifest.items() if key != "seal"}
    return f"sha256:{hashlib.sha256(canonical(body).encode()).hexdigest()}"
