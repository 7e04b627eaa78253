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
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from peelian.figures.combinations import distinct
from peelian.figures.errors import PeelianError
from peelian.figures.sources.base import Finding, Reading, RefusedFile, scale_of, shown
from peelian.figures.sources.scan import Scan, scan

_VINTAGE = re.compile(r"(?:19|20)\d{2}-(?:0[1-9]|1[0-2])(?:-(?:0[1-9]|[12]\d|3[01]))?", re.ASCII)
_HASH = re.compile(r"[0-9a-f]{4,64}")
_CHUNK = 1 << 20


@dataclass(frozen=True)
class Snapshot:
    """One file in the lake. ``vintage`` (2025-12 or 2025-12-31) orders publications of the same thing.

    ``derived`` are the hashes of what is stored beside the table; ``scope`` is the force that a monthly file is of, as printed;
    ``months`` are its months, each with the best rank that its rows have; ``gaps`` says whether any figure in it is missing.
    """

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
    scope: str | None
    months: list[list[int]]
    gaps: bool
    scale: int
    table_sha256: str
    derived: dict[str, str]
    folder: Path
    record: str = ""
    """Hash of snapshot.json, which releases name it by."""

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

    @property
    def hashes(self) -> dict[str, str]:
        """Every stored file but the record itself, with the hash that it must have."""
        return {"original": self.sha256, "table.parquet": self.table_sha256, **self.derived}

    def table(self, columns: list[str] | None = None) -> pa.Table:
        """The typed table, or some of its columns."""
        try:
            return pq.ParquetFile(self.parquet).read(columns=columns)
        except (OSError, pa.ArrowInvalid) as error:
            raise damaged(self.parquet) from error

    @property
    def rank_of(self) -> dict[int, int]:
        """Its months, each with the best rank that its rows have."""
        return {int(pair[0]): int(pair[1]) for pair in self.months}

    def places(self) -> pa.Table:
        """The areas that it names, once each, with what it calls them."""
        return self._places

    @cached_property
    def _places(self) -> pa.Table:
        return _read_arrow(self.folder / "areas.arrow")

    def categories(self, columns: Sequence[str]) -> pa.Table:
        """The combinations of some category columns that its rows have, each once."""
        path = self.folder / "categories.arrow"
        if path.is_file():
            return distinct(_read_arrow(path).select([*columns]))
        return distinct(self.table([*columns]))

    @property
    def precedence(self) -> tuple[str, int]:
        """Newer publications sort after older ones; of one vintage, the one loaded later."""
        return (day_of(self.vintage), self.order)

    def to_json(self) -> dict[str, Any]:
        """Everything but where it lies."""
        data = asdict(self)
        del data["folder"], data["record"]
        return data


def day_of(vintage: str) -> str:
    """A vintage as text that sorts by when it was: one that names no day is after all days of its month."""
    return vintage if len(vintage) > 7 else f"{vintage}-99"


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
        records = sorted(self.root.glob("*/*/snapshot.json"))
        return iter(sorted((self.get(record.parent.name) for record in records), key=lambda item: item.precedence))

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
        whole = self.root / sha256[:2] / sha256
        paths = (
            [whole] if len(sha256) == 64 else self.root.glob(f"{sha256[:2]}/{sha256}*")
        )  # a pattern costs half a millisecond
        found = [path for path in paths if (path / "snapshot.json").is_file()]
        if len(found) != 1:
            problem = "No snapshot" if not found else f"{len(found)} snapshots begin with"
            raise PeelianError(
                "unknown-snapshot",
                f"{problem} {sha256}.",
                "peelian snapshots --json lists all snapshots.",
                {"snapshot": sha256},
            )
        try:
            record = (found[0] / "snapshot.json").read_bytes()
            snapshot = Snapshot(**json.loads(record), folder=found[0], record=hashlib.sha256(record).hexdigest())
        except (ValueError, TypeError) as error:
            raise damaged(found[0] / "snapshot.json") from error
        self._cache[sha256] = snapshot
        return snapshot

    def holds(self, sha256: str) -> bool:
        """Whether these bytes are in the lake already, whole: what is damaged is loaded again."""
        try:
            hashes = self.get(sha256).hashes
            return all(hash_file(self.root / sha256[:2] / sha256 / name) == hashes[name] for name in hashes)
        except (PeelianError, OSError):
            return False

    def sizes(self) -> set[int]:
        """The sizes of all originals: a file of another size cannot be held already. A damaged snapshot holds nothing."""
        return {path.stat().st_size for path in self.root.glob("*/*/original")}

    def whole(self) -> list[Snapshot]:
        """All snapshots whose record can be read."""
        found = []
        for path in self.root.glob("*/*/snapshot.json"):
            with suppress(PeelianError):
                found.append(self.get(path.parent.name))
        return found

    def count(self) -> int:
        """How many snapshots there are, damaged ones counted."""
        return sum(1 for _ in self.root.glob("*/*"))

    @cached_property
    def _tmp(self) -> Path:
        return self.root.parent / "tmp"

    def stage(self, source: Path, *, lines: bool, own: bool = False) -> Draft:
        """Copy a file into a folder of its own and look at every byte on the way. What is read later is this copy.

        ``own``: the file is the house's own, and is moved instead. Raises RefusedFile at an endless line where the file is a
        table in ``lines``, and where it changes meanwhile.
        """
        folder = self._tmp / uuid.uuid4().hex
        folder.mkdir(parents=True)
        try:
            if own:
                source.rename(folder / "original")
                return Draft(folder, scan(folder / "original", lines=lines))
            before = _state(source)
            found = scan(source, copy_to=folder / "original", lines=lines)
            if _state(source) != before:
                raise RefusedFile("it changed while it was being read", "Load it again when nothing writes to it.")
            return Draft(folder, found)
        except BaseException:
            shutil.rmtree(folder, ignore_errors=True)
            raise

    def write(
        self,
        draft: Draft,
        name: str,
        reading: Reading,
        *,
        vintage: tuple[str, str],
        reader: int,
        settings: dict[str, Any],
    ) -> Snapshot:
        """Write a file that has been read beside its copy, down to the disk. Nothing is visible until ``keep``."""
        table = draft.folder / "table.parquet"
        write_parquet(reading.table, table)
        if reading.facts:
            write_places(reading.table, draft.folder / "areas.arrow")
            write_categories(reading.table, draft.folder / "categories.arrow")
        for path in draft.folder.iterdir():
            sync(path)
        sha256 = draft.scan.sha256
        derived = {path.name: hash_file(path) for path in sorted(draft.folder.glob("*.arrow"))}
        return Snapshot(
            sha256=sha256, dataset=reading.dataset, file=name, vintage=vintage[0], vintage_from=vintage[1],
            loaded=dt.datetime.now(dt.UTC).isoformat(timespec="seconds"), order=0, reader=reader,
            settings=settings, classification=reading.classification, periods=reading.periods, areas=reading.areas,
            rows=reading.table.num_rows, facts=reading.facts, size=draft.scan.size,
            findings=[finding.to_json() for finding in reading.findings], scope=reading.scope, months=reading.months,
            gaps=reading.gaps, scale=scale_of(reading.table.schema), table_sha256=hash_file(table),
            derived=derived, folder=self.root / sha256[:2] / sha256,
        )  # fmt: skip

    def keep(self, draft: Draft, written: Snapshot, order: int) -> Snapshot:
        """Make a written snapshot visible in one step. The caller holds the house's lock.

        Where one of the same bytes is damaged, it is mended: its record stays what it was, because releases name it by its hash.
        """
        held = self._record_of(written)
        snapshot = held or replace(written, order=order)
        record = json.dumps(snapshot.to_json(), indent=1, ensure_ascii=False)
        if held:
            record = (held.folder / "snapshot.json").read_text(encoding="utf-8")
        (draft.folder / "snapshot.json").write_text(record, encoding="utf-8")
        sync(draft.folder / "snapshot.json")
        move_into_place(draft.folder, snapshot.folder)
        snapshot = replace(snapshot, record=hashlib.sha256(record.encode()).hexdigest())
        self._cache[snapshot.sha256] = snapshot
        return snapshot

    def _record_of(self, written: Snapshot) -> Snapshot | None:
        """The record of a damaged snapshot of the same bytes, if all that it says of them is still so."""
        self._cache.pop(written.sha256, None)
        try:
            held = self.get(written.sha256)
        except PeelianError:
            return None
        same = (held.hashes, held.dataset, held.reader, held.settings)
        return held if same == (written.hashes, written.dataset, written.reader, written.settings) else None


def _state(path: Path) -> tuple[int, int, int]:
    """What changes when anybody writes to a file or puts another in its place."""
    about = path.stat()
    return about.st_ino, about.st_size, about.st_mtime_ns


@dataclass(frozen=True)
class Draft:
    """A file on its way into the lake: the folder with its copy, and what one pass over its bytes found."""

    folder: Path
    scan: Scan

    @property
    def original(self) -> Path:
        """The copy of the publisher's bytes."""
        return self.folder / "original"

    def drop(self) -> None:
        """Forget it."""
        shutil.rmtree(self.folder, ignore_errors=True)


def write_parquet(table: pa.Table, path: Path) -> None:
    """A typed table. Ids are random bytes, which nothing packs; row numbers rise, so that their differences pack best."""
    fixed = [field.name for field in table.schema if pa.types.is_fixed_size_binary(field.type)]
    repeated = [field.name for field in table.schema if pa.types.is_dictionary(field.type)]
    rising = {"row": "DELTA_BINARY_PACKED"} if "row" in table.column_names else None
    pq.write_table(
        table, path, compression={name: "NONE" if name in fixed else "ZSTD" for name in table.column_names},
        use_dictionary=[name for name in table.column_names if name in (*repeated, "value", "rank", "month")],
        column_encoding=rising,
    )  # fmt: skip


PLACE_COLUMNS = ("area", "name", "ward", "borough")
"""Columns of facts that say what an area is called."""


def write_places(table: pa.Table, path: Path) -> None:
    """The areas of a table of figures, once each, in order: what a release asks of every snapshot, without its rows."""
    there = [name for name in PLACE_COLUMNS if name in table.column_names]
    places = table.select(there).group_by(there).aggregate([])
    plain = pa.table({name: places[name].cast(pa.string()) for name in there})
    _write_arrow(plain.sort_by([(name, "ascending") for name in there]), path)


NO_CATEGORIES = {"column", "printed", *PLACE_COLUMNS}
MOST_CATEGORIES = 5_000
"""With more combinations than these a list of them would be no shorter than the rows (searches have seven columns)."""


def write_categories(table: pa.Table, path: Path) -> None:
    """The combinations of categories that a table of figures has rows of, if they are few."""
    names = [
        field.name for field in table.schema if pa.types.is_dictionary(field.type) and field.name not in NO_CATEGORIES
    ]
    found = distinct(table.select(names)) if names else pa.table({})
    if 0 < found.num_rows <= MOST_CATEGORIES:
        _write_arrow(found.sort_by([(name, "ascending") for name in names]), path)


def _write_arrow(table: pa.Table, path: Path) -> None:
    with pa.ipc.new_file(path, table.schema, options=pa.ipc.IpcWriteOptions(compression="zstd")) as writer:
        writer.write_table(table)


def _read_arrow(path: Path) -> pa.Table:
    try:
        with pa.memory_map(str(path)) as source:
            return pa.ipc.open_file(source).read_all()
    except (OSError, pa.ArrowInvalid) as error:
        raise damaged(path) from error


def hash_file(path: Path) -> str:
    """SHA-256 of a file's bytes."""
    digest = hashlib.sha256()
    with path.open("rb") as stream:
        while chunk := stream.read(_CHUNK):
            digest.update(chunk)
    return digest.hexdigest()


def move_into_place(folder: Path, target: Path) -> None:
    """Make a finished folder, whose files are on the disk, visible in one step, safe against power loss."""
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


def find_vintage(
    path: Path, told: str | None, today: dt.date, *, archive: bool = False
) -> tuple[str, str, Finding | None]:
    """When a file was published and how that is known: told, a sidecar, a folder named YYYY-MM, else the day of loading.

    ``archive``: it is of an archive whose own name may be one (2025-12.zip). Raises PeelianError for a told vintage that is
    neither 2025-12 nor 2025-12-31, RefusedFile for a sidecar that holds none.
    """
    if told:
        return check_vintage(told), "said", None
    sidecar = path.with_name(path.name + ".vintage")
    if _is_file(sidecar):
        return _of_sidecar(sidecar), "sidecar", None
    if archive and _VINTAGE.fullmatch(path.stem):
        return check_vintage(path.stem), "archive", None
    for parent in path.resolve().parents:
        # A folder 2024-01 around 2024-01-city-of-london-street.csv is the month of the crimes, not of the publication.
        if _VINTAGE.fullmatch(parent.name) and not path.name.startswith(f"{parent.name}-"):
            return parent.name, "folder", None
    found = Finding(
        "warning",
        "nothing says when it was published",
        f"the day of loading is taken, for good; next time say --vintage YYYY-MM, or write it into {sidecar.name}",
    )
    return today.isoformat(), "load time", found


def _is_file(path: Path) -> bool:
    try:
        return path.is_file()
    except OSError:  # a name of 255 bytes is too long to have a sidecar
        return False


def _of_sidecar(path: Path) -> str:
    with path.open("rb") as stream:
        text = stream.read(64).decode("utf-8-sig", errors="replace").strip()
    try:
        return check_vintage(text)
    except PeelianError as error:
        raise RefusedFile(f"{path.name} beside it says {shown(text)}, which is no vintage", error.remedy) from error


def check_vintage(text: str) -> str:
    """The text, if it is a month or a day that there is. Raises PeelianError."""
    try:
        day = _VINTAGE.fullmatch(text) and dt.date.fromisoformat(text if len(text) > 7 else f"{text}-01")
    except ValueError:
        day = None
    if not day:
        raise PeelianError("bad-vintage", f"{text!r} is no vintage.", "Write 2025-12 or 2025-12-31.", {"vintage": text})
    return text


def days_since(vintage: str, day: dt.date) -> int:
    """Days from a vintage (the last day of its month, where it names none) to ``day``."""
    year, month, *rest = (int(part) for part in vintage.split("-"))
    first_of_next = dt.date(year + month // 12, month % 12 + 1, 1)
    published = dt.date(year, month, rest[0]) if rest else first_of_next - dt.timedelta(days=1)
    return (day - published).days
