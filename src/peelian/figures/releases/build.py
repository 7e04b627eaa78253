"""Build a release from snapshots and seal it."""

from __future__ import annotations

import datetime as dt
import json
import uuid
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

import yaml

from peelian.figures import disclosure
from peelian.figures.areas import Areas
from peelian.figures.catalogue import Catalogue, Measure, Source
from peelian.figures.compute.aggregate import series_of
from peelian.figures.compute.derive import METHODS
from peelian.figures.compute.series import Series
from peelian.figures.errors import PeelianError
from peelian.figures.house import House, today
from peelian.figures.illustrative import generated_sources
from peelian.figures.lake import Snapshot, hash_file, move_into_place
from peelian.figures.loading import Progress, days_since, load
from peelian.figures.releases.compare import Changes, compare
from peelian.figures.releases.parts import Parts, seal_of
from peelian.figures.releases.release import Release, Releases


@dataclass(frozen=True)
class Chosen:
    """The snapshots that a release is built from, oldest publication first, and those left out with the reason."""

    used: list[Snapshot]
    left_out: list[tuple[Snapshot, str]]
    named: bool = False

    def of(self, dataset: str) -> list[Snapshot]:
        """The used snapshots of a dataset."""
        return [snapshot for snapshot in self.used if snapshot.dataset == dataset]


def choose(house: House, *, as_of: dt.date | None = None, names: Iterable[str] = ()) -> Chosen:
    """The newest snapshots, or those published by a date, or the named ones; one classification for each dataset.

    Raises PeelianError where nothing is left.
    """
    named = {snapshot.sha256: snapshot for snapshot in map(house.lake.get, names)}.values()
    candidates = sorted(named, key=lambda item: item.precedence) if named else list(house.lake)
    used, left_out = [], []
    for snapshot in candidates:
        late = as_of is not None and not _published_by(snapshot, as_of)
        if late:
            left_out.append((snapshot, f"published after {as_of}"))
        else:
            used.append(snapshot)
    newest = {snapshot.dataset: snapshot.classification for snapshot in used}
    kept = [snapshot for snapshot in used if snapshot.classification == newest[snapshot.dataset]]
    left_out += [
        (snapshot, f"classification {snapshot.classification} is never joined to {newest[snapshot.dataset]}")
        for snapshot in used
        if snapshot not in kept
    ]
    if not any(snapshot.facts for snapshot in kept):
        raise PeelianError(
            "nothing-to-release",
            "No snapshot of figures is there to build from.",
            "Load files first: peelian load FOLDER.",
            {"house": str(house.root)},
        )
    return Chosen(kept, left_out, named=bool(named))


def _published_by(snapshot: Snapshot, day: dt.date) -> bool:
    """A vintage that names only its month counts as published when the month is over."""
    return days_since(snapshot.vintage, day) >= 0


def registry(areas: Areas, chosen: Chosen) -> Areas:
    """The pack's areas and the wards that look-ups and ward files name. A look-up's borough goes before a file's."""
    wards: dict[str, tuple[str, str, str]] = {}
    for snapshot in chosen.of("mps-ward"):
        table = snapshot.table(["area", "ward", "borough"]).group_by(["area", "ward", "borough"]).aggregate([])
        for row in table.to_pylist():
            home = areas.match(row["borough"])
            if home:
                wards[row["area"]] = (row["area"], row["ward"], home)
    for snapshot in chosen.of("ward-lookup"):
        for row in snapshot.table(["code", "name", "district"]).to_pylist():
            if row["district"] in areas:
                wards[row["code"]] = (row["code"], row["name"], row["district"])
    return areas.with_wards(wards.values())


def compute(
    catalogue: Catalogue, areas: Areas, chosen: Chosen, progress: Progress = lambda *_: None
) -> Iterator[Series]:
    """Every series that the chosen snapshots carry, as it may leave: one measure × area kind at a time."""
    jobs = _jobs(catalogue, chosen)
    for done, ((dataset, kind, _), measures) in enumerate(jobs.items()):
        progress(done, len(jobs), f"{dataset} by {kind}")
        for series in series_of(catalogue.datasets[dataset], kind, measures, chosen.of(dataset), areas):
            yield disclosure.door(catalogue[series.measure], series)
    progress(len(jobs), len(jobs), "")


Jobs = dict[tuple[str, str, bool], list[tuple[Measure, Source]]]


def _jobs(catalogue: Catalogue, chosen: Chosen) -> Jobs:
    """Dataset, area kind and whether it rolls up -> measures with their source, for every dataset that is there."""
    there = {snapshot.dataset for snapshot in chosen.used if snapshot.facts}
    jobs: Jobs = {}
    for measure in catalogue:
        for kind, source in generated_sources(measure) if "illustrative" in there else measure.source.items():
            if source.dataset in there:
                jobs.setdefault((source.dataset, kind, source.rolls_up), []).append((measure, source))
    return jobs


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
        manifest = _manifest(house, chosen, parts, progress)
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
        move_into_place(folder, house.root / "releases" / manifest["id"])
    return releases.open(manifest["id"]), changes


def manifest_text(manifest: dict[str, Any]) -> str:
    """The manifest as it is written: verification wants these very characters."""
    return json.dumps(manifest, indent=1, ensure_ascii=False)


def publish_prints(house: House) -> None:
    """Take the pack's published tables into the house, as they stand now. Nothing happens where they are held already."""
    tables = house.pack / "published"
    if tables.is_dir() and house.kind:
        load(house, [tables])


def _manifest(house: House, chosen: Chosen, parts: Parts, progress: Progress) -> dict[str, Any]:
    catalogue = house.catalogue
    areas = registry(house.areas, chosen)
    series = [
        {"measure": item.measure, "area_kind": item.kind, "sha256": parts.put(item.to_bytes())}
        for item in compute(catalogue, areas, chosen, progress)
    ]
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
        "parts": sorted(series, key=lambda part: (part["measure"], part["area_kind"])),
    }  # fmt: skip


def describe(snapshot: Snapshot) -> dict[str, Any]:
    """An input as the manifest names it: enough to read its bytes again in the same way, and to notice any change of it."""
    return {
        "snapshot": snapshot.sha256, "dataset": snapshot.dataset, "vintage": snapshot.vintage, "file": snapshot.file,
        "order": snapshot.order, "reader": snapshot.reader, "settings": snapshot.settings,
        "table": hash_file(snapshot.parquet), "record": hash_file(snapshot.folder / "snapshot.json"),
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
