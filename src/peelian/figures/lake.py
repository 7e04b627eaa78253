"""The lake: every file as its publisher gave it, typed Parquet beside it, where it came from and what was odd about it.

A snapshot is named by the SHA-256 of its bytes. It is written in a temporary folder and moved into place whole, so that
nothing half-written is ever seen, whenever the process is killed; the same bytes again change nothing.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import os
import re
import shutil
import uuid
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from peelian.figures.errors import PeelianError
from peelian.figures.sources.base import Finding, Reading

_VINTAGE = re.compile(r"(?:19|20)\d{2}-(?:0[1-9]|1[0-2])(?:-(?:0[1-9]|[12]\d|3[01]))?")
_HASH = re.compile(r"[0-9a-f]{4,64}")
_CHUNK = 1 << 20


@dataclass(frozen=True)
class Snapshot:
    """One file in the lake. ``vintage`` (2025-12 or 2025-12-31) orders publications of the same thing."""

    sha256: str
    dataset: str
    file: str
    vintage: str
    vintage_from: str
    loaded: str
    order: int
    reader: int
    settings: dict[str, str | None]
    classification: str | None
    periods: list[str] | None
    areas: int | None
    rows: int
    facts: bool
    size: int
    findings: list[dict[str, Any]]
    folder: Path

    @property
    def short(self) -> str:
        """The first twelve characters of the hash, as pages show it."""
        return self.sha256[:12]

    @property
    def original(self) -> Path:
        """The publisher's bytes."""
        return self.folder / "original"

    @property
    def parquet(self) -> Path:
        """The typed table."""
        return self.folder / "table.parquet"

    def table(self, columns: list[str] | None = None) -> pa.Table:
        """The typed table, or some of its columns."""
        try:
            return pq.read_table(self.parquet, columns=columns)
        except (OSError, pa.ArrowInvalid) as error:
            raise damaged(self.parquet) from error

    @property
    def precedence(self) -> tuple[str, int]:
        """Newer publications sort after older ones; of one vintage, the one loaded later."""
        return (self.vintage if len(self.vintage) > 7 else f"{self.vintage}-99", self.order)

    def to_json(self) -> dict[str, Any]:
        """Everything but where it lies."""
        data = asdict(self)
        del data["folder"]
        return data


def damaged(path: Path) -> PeelianError:
    """What to say of a stored file that cannot be read any more."""
    return PeelianError(
        "damaged",
        f"{path} is damaged.",
        "Restore it from a backup, or load the publisher's file again.",
        {"file": str(path)},
    )


class Lake:
    """The folder of snapshots."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self._cache: dict[str, Snapshot] = {}

    def __iter__(self) -> Iterator[Snapshot]:
        """All snapshots, oldest publication first."""
        folders = sorted(path for path in self.root.glob("*/*") if (path / "snapshot.json").is_file())
        return iter(sorted((self.get(folder.name) for folder in folders), key=lambda item: item.precedence))

    def get(self, sha256: str) -> Snapshot:
        """The snapshot of that hash, or of a beginning of it that is enough. Raises PeelianError."""
        if sha256 in self._cache:
            return self._cache[sha256]
        if not _HASH.fullmatch(sha256):
            raise PeelianError(
                "unknown-snapshot",
                f"{sha256!r} is no hash.",
                "peelian snapshots --json lists all snapshots.",
                {"snapshot": sha256},
            )
        found = [path for path in self.root.glob(f"{sha256[:2]}/{sha256}*") if (path / "snapshot.json").is_file()]
        if len(found) != 1:
            problem = "No snapshot" if not found else f"{len(found)} snapshots begin with"
            raise PeelianError(
                "unknown-snapshot",
                f"{problem} {sha256}.",
                "peelian snapshots --json lists all snapshots.",
                {"snapshot": sha256},
            )
        try:
            data = json.loads((found[0] / "snapshot.json").read_text(encoding="utf-8"))
            snapshot = Snapshot(**data, folder=found[0])
        except (ValueError, TypeError) as error:
            raise damaged(found[0] / "snapshot.json") from error
        self._cache[sha256] = snapshot
        return snapshot

    def holds(self, sha256: str) -> bool:
        """Whether these bytes are in the lake already, whole: what is damaged is loaded again."""
        folder = self.root / sha256[:2] / sha256
        try:
            whole = self.get(sha256).table(["row"]).num_rows == self.get(sha256).rows
        except (PeelianError, OSError):
            return False
        return whole and (folder / "original").is_file() and hash_file(folder / "original") == sha256

    def _others(self, sha256: str) -> int:
        """How many other snapshots there are: the order in which this one came, damaged ones counted."""
        return sum(path.name != sha256 for path in self.root.glob("*/*"))

    @cached_property
    def _tmp(self) -> Path:
        return self.root.parent / "tmp"

    def add(
        self,
        source: Path,
        sha256: str,
        reading: Reading,
        *,
        vintage: tuple[str, str],
        reader: int,
        settings: dict[str, Any],
    ) -> Snapshot:
        """Keep a file that has been read. The caller holds the house's lock."""
        folder = self._tmp / uuid.uuid4().hex
        folder.mkdir(parents=True)
        shutil.copyfile(source, folder / "original")
        pq.write_table(reading.table, folder / "table.parquet", compression="zstd")
        size = (folder / "original").stat().st_size
        snapshot = Snapshot(
            sha256=sha256, dataset=reading.dataset, file=source.name, vintage=vintage[0], vintage_from=vintage[1],
            loaded=dt.datetime.now(dt.UTC).isoformat(timespec="seconds"), order=self._others(sha256), reader=reader,
            settings=settings, classification=reading.classification, periods=reading.periods, areas=reading.areas,
            rows=reading.table.num_rows, facts=reading.facts, size=size,
            findings=[finding.to_json() for finding in reading.findings], folder=self.root / sha256[:2] / sha256,
        )  # fmt: skip
        (folder / "snapshot.json").write_text(
            json.dumps(snapshot.to_json(), indent=1, ensure_ascii=False), encoding="utf-8"
        )
        if hash_file(folder / "original") != sha256:
            shutil.rmtree(folder)
            raise PeelianError(
                "file-changed", f"{source.name} changed while it was read.", "Load it again.", {"file": str(source)}
            )
        move_into_place(folder, snapshot.folder)
        return snapshot


def hash_file(path: Path) -> str:
    """SHA-256 of a file's bytes."""
    digest = hashlib.sha256()
    with path.open("rb") as stream:
        while chunk := stream.read(_CHUNK):
            digest.update(chunk)
    return digest.hexdigest()


def move_into_place(folder: Path, target: Path) -> None:
    """Make a finished folder visible in one step, safe against power loss: its files and both parents reach the disk."""
    for path in folder.iterdir():
        sync(path)
    sync(folder)
    target.parent.mkdir(parents=True, exist_ok=True)
    if target.exists():  # only what is damaged is written again
        target.rename(folder.with_name(f"{folder.name}-damaged"))
    folder.rename(target)
    sync(target.parent)
    sync(target.parent.parent)


def sync(path: Path) -> None:
    """Wait until a file or folder has reached the disk."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def find_vintage(path: Path, told: str | None, today: dt.date) -> tuple[str, str, Finding | None]:
    """When a file was published and how that is known: told, a sidecar, a folder named YYYY-MM, else the day of loading.

    Raises PeelianError for a vintage that is neither 2025-12 nor 2025-12-31.
    """
    if told:
        return check_vintage(told), "said", None
    sidecar = path.with_name(path.name + ".vintage")
    if sidecar.is_file():
        return check_vintage(sidecar.read_text(encoding="utf-8").strip()), "sidecar", None
    for parent in path.resolve().parents:
        if _VINTAGE.fullmatch(parent.name):
            return parent.name, "folder", None
    found = Finding(
        "warning",
        "nothing says when it was published",
        f"the day of loading is taken, for good; next time say --vintage YYYY-MM, or write it into {sidecar.name}",
    )
    return today.isoformat(), "load time", found


def check_vintage(text: str) -> str:
    """The text, if it is a month or a day that there is. Raises PeelianError."""
    try:
        day = _VINTAGE.fullmatch(text) and dt.date.fromisoformat(text if len(text) > 7 else f"{text}-01")
    except ValueError:
        day = None
    if not day:
        raise PeelianError("bad-vintage", f"{text!r} is no vintage.", "Write 2025-12 or 2025-12-31.", {"vintage": text})
    return text
