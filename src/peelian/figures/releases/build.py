"""Build a release from snapshots and seal it."""

from __future__ import annotations

import datetime as dt
import json
import uuid
from collections.abc import Iterable, Sequence
from typing import Any

import yaml

from peelian.figures.compute.blocks import Block, Group
from peelian.figures.compute.derive import METHODS
from peelian.figures.compute.series import Series
from peelian.figures.house import House, today
from peelian.figures.lake import Snapshot, hash_file, move_into_place, sync
from peelian.figures.loading import Progress, load
from peelian.figures.periods import month_text
from peelian.figures.releases.choosing import Chosen, choose, registry
from peelian.figures.releases.compare import Changes, compare
from peelian.figures.releases.making import computed, groups
from peelian.figures.releases.parts import Parts, seal_of
from peelian.figures.releases.release import Release, Releases


def release(
    house: House,
    *,
    as_of: dt.date | None = None,
    names: Iterable[str] = (),
    corrects: str | None = None,
    progress: Progress = lambda *_: None,
) -> tuple[Release, Changes]:
    """Build, seal and return a release and what changed against the one before. Nothing is visible until it is sealed.

    Raises PeelianError where there is nothing to release or the catalogue is unsound.
    """
    publish_prints(house)
    with house.lock():
        chosen = choose(house, as_of=as_of, names=names)
        releases = Releases(house.root)
        before = releases.newest()
        if corrects:
            releases.open(corrects)
        parts = Parts(house.root / "parts")
        manifest = _manifest(house, chosen, parts, before, progress)
        manifest |= {
            "id": releases.next_id(today()),
            "corrects": corrects,
            "as_of": as_of.isoformat() if as_of else None,
            "retrospective": bool(as_of or chosen.named),
        }
        changes = compare(before, Release(manifest, parts))
        manifest["changes"] = parts.put_json(changes.to_json())
        manifest["previous"] = before.id if before else None
        manifest["seal"] = seal_of(manifest)
        folder = house.root / "tmp" / uuid.uuid4().hex
        folder.mkdir(parents=True)
        (folder / "manifest.json").write_text(manifest_text(manifest), encoding="utf-8")
        parts.sync()
        sync(folder / "manifest.json")
        move_into_place(folder, house.root / "releases" / manifest["id"])
    return releases.open(manifest["id"]), changes


def manifest_text(manifest: dict[str, Any]) -> str:
    """The manifest as it is written, an entry a line: verification wants these very characters."""
    lines = []
    for key, value in manifest.items():
        if isinstance(value, list) and value:
            entries = ",\n  ".join(json.dumps(entry, ensure_ascii=False) for entry in value)
            lines.append(f" {json.dumps(key)}: [\n  {entries}\n ]")
        else:
            lines.append(f" {json.dumps(key)}: {json.dumps(value, ensure_ascii=False)}")
    return "{\n" + ",\n".join(lines) + "\n}"


def publish_prints(house: House) -> None:
    """Take the pack's published tables into the house, as they stand now. Nothing happens where they are held already."""
    tables = house.pack / "published"
    if tables.is_dir() and house.kind:
        load(house, [tables])


def _manifest(house: House, chosen: Chosen, parts: Parts, before: Release | None, progress: Progress) -> dict[str, Any]:
    catalogue = house.catalogue
    areas = registry(house.areas, chosen)
    return {
        "made": dt.datetime.now(dt.UTC).isoformat(timespec="seconds"),
        "illustrative": house.illustrative,
        "pack": house.pack.name,
        "inputs": [describe(snapshot) for snapshot in chosen.used],
        "left_out": [{"snapshot": item.sha256, "dataset": item.dataset, "vintage": item.vintage, "why": why}
                     for item, why in chosen.left_out],
        "catalogue": f"sha256:{parts.put_json(catalogue.to_json())}",
        "yardsticks": f"sha256:{parts.put_json(yardsticks(house))}",
        "areas": parts.put_json([area.to_json() for area in areas]),
        "printed": parts.put_json(printed(chosen)),
        "outlines": parts.put_json(outlines(chosen)),
        "methods": METHODS,
        "parts": _parts(groups(catalogue, areas, chosen), parts, before, progress),
    }  # fmt: skip


def _parts(wanted: Sequence[Group], parts: Parts, before: Release | None, progress: Progress) -> list[dict[str, Any]]:
    """Every block of every series: taken from the release before where the same key says that it is the same, else computed."""
    known: dict[str, list[dict[str, Any]]] = {}
    for entry in before.manifest["parts"] if before else ():
        known.setdefault(entry["key"], []).append(entry)
    same = {key: entries for key, entries in known.items()
            if all(parts.size(entry["sha256"]) == entry["bytes"] for entry in entries)}  # fmt: skip
    listed, blocks = [], [block for group in wanted for block in group.blocks]
    for block in blocks:
        listed += same.get(block.key, [])
    for done, (block, series) in enumerate(computed(wanted, lambda block: block.key not in same)):
        progress(done, len(blocks), f"{block.group.shelf.dataset.title}, {month_text(block.first)}")
        listed += [_part(block, item, parts) for item in series]
    progress(len(blocks), len(blocks), "")
    return sorted(listed, key=lambda part: (part["measure"], part["area_kind"], part["from"]))


def _part(block: Block, series: Series, parts: Parts) -> dict[str, Any]:
    """A block of a series, kept, as the manifest names it."""
    data = series.to_bytes()
    return {"measure": series.measure, "area_kind": series.kind, "from": month_text(block.first), "key": block.key,
            "bytes": len(data), "sha256": parts.put(data)}  # fmt: skip


def describe(snapshot: Snapshot) -> dict[str, Any]:
    """An input as the manifest names it: enough to read its bytes again in the same way, and to notice any change of it."""
    return {
        "snapshot": snapshot.sha256, "dataset": snapshot.dataset, "vintage": snapshot.vintage, "file": snapshot.file,
        "order": snapshot.order, "reader": snapshot.reader, "settings": snapshot.settings,
        "table": snapshot.table_sha256, "record": hash_file(snapshot.folder / "snapshot.json"),
    }  # fmt: skip


def yardsticks(house: House) -> Any:
    """The yardsticks in force, exported from where they are owned (the pack, until records own them)."""
    path = house.pack / "yardsticks.yaml"
    return yaml.safe_load(path.read_text(encoding="utf-8")) if path.is_file() else []


def printed(chosen: Chosen) -> list[dict[str, Any]]:
    """Rows of published tables as printed, each with the snapshot and row it stands on; a document's newest entry counts."""
    by_document: dict[str, list[dict[str, Any]]] = {}
    for snapshot in chosen.of("published-tables"):
        rows = [{**row, "snapshot": snapshot.sha256, "file": snapshot.file} for row in snapshot.table().to_pylist()]
        for document in {row["document"] for row in rows}:
            by_document[document] = [row for row in rows if row["document"] == document]
    return [row for document in sorted(by_document) for row in by_document[document]]


def outlines(chosen: Chosen) -> dict[str, Any]:
    """Area code -> rings of the newest boundaries that hold it."""
    found: dict[str, Any] = {}
    for snapshot in chosen.of("boundaries-borough"):
        found |= {row["code"]: json.loads(row["rings"]) for row in snapshot.table(["code", "rings"]).to_pylist()}
    return found
