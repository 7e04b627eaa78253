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


class Parts:
    """A folder of files named by their SHA-256."""

    def __init__(self, root: Path) -> None:
        self.root = root

    def path(self, sha256: str) -> Path:
        """Where a part lies."""
        return self.root / sha256[:2] / sha256

    def put(self, data: bytes) -> str:
        """Keep bytes and return their hash. What is there already is not written again."""
        sha256 = hashlib.sha256(data).hexdigest()
        target = self.path(sha256)
        if not target.is_file() or hash_file(target) != sha256:  # what was damaged is replaced
            target.parent.mkdir(parents=True, exist_ok=True)
            draft = target.with_name(f".{uuid.uuid4().hex}")
            with draft.open("wb") as stream:
                stream.write(data)
                stream.flush()
                os.fsync(stream.fileno())
            draft.replace(target)
            sync(target.parent)
        return sha256

    def get(self, sha256: str) -> bytes:
        """The bytes of a part. Raises PeelianError where they are gone."""
        try:
            return self.path(sha256).read_bytes()
        except OSError as error:
            raise PeelianError(
                "missing-part",
                f"Part {sha256[:12]} of a release cannot be read.",
                "Restore the folder of parts from a backup.",
                {"part": sha256},
            ) from error

    @staticmethod
    def hash_json(data: Any) -> str:
        """The hash that put_json would keep data under."""
        return hashlib.sha256(canonical(data).encode()).hexdigest()

    def put_json(self, data: Any) -> str:
        """Keep data as canonical JSON."""
        return self.put(canonical(data).encode())

    def get_json(self, sha256: str) -> Any:
        """Data kept by put_json."""
        return json.loads(self.get(sha256))


def seal_of(manifest: dict[str, Any]) -> str:
    """The seal: a hash of everything else in the manifest."""
    body = {key: value for key, value in manifest.items() if key != "seal"}
    return f"sha256:{hashlib.sha256(canonical(body).encode()).hexdigest()}"
