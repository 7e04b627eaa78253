"""Verify a sealed release: everything by hash, then every figure rebuilt from the original bytes in an empty house."""

from __future__ import annotations

import hashlib
import tempfile
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np

from peelian.figures.compute.derive import METHODS
from peelian.figures.compute.series import Series
from peelian.figures.errors import PeelianError
from peelian.figures.house import House
from peelian.figures.lake import Lake, Snapshot, hash_file
from peelian.figures.periods import month_text
from peelian.figures.releases.build import Chosen, Progress, compute, outlines, printed, registry
from peelian.figures.releases.parts import seal_of
from peelian.figures.releases.release import Release, Releases
from peelian.figures.sources import BY_DATASET
from peelian.figures.sources.base import RefusedFile, Settings
from peelian.figures.sources.document import Document


@dataclass
class Verdict:
    """What verification found: failures with their place, and notes that are no failures."""

    release: str
    failures: list[dict[str, Any]] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    figures: int = 0

    @property
    def sound(self) -> bool:
        """Whether everything agrees."""
        return not self.failures

    def fail(self, what: str, **where: Any) -> None:
        """Record a failure."""
        self.failures.append({"what": what, "where": where})


def verify(house: House, release_id: str, progress: Progress = lambda *_: None) -> Verdict:
    """Check a release against its seal, and rebuild and compare every figure. Raises PeelianError for an unknown id.

    A method that has changed its version since is named in the notes, and a difference it explains is not called a failure.
    """
    verdict = Verdict(release_id)
    try:
        release = Releases(house.root).open(release_id)
    except PeelianError as error:
        if error.code != "bad-manifest":
            raise
        verdict.fail(error.message, file=f"releases/{release_id}/manifest.json")
        return verdict
    if release.id != release_id or seal_of(release.manifest) != release.manifest.get("seal"):
        verdict.fail("the manifest does not agree with its seal", file=f"releases/{release_id}/manifest.json")
        return verdict
    _check_parts(release, verdict)
    _check_snapshots(house, release, verdict)
    if verdict.sound:
        _name_changed_methods(release, verdict)
        with tempfile.TemporaryDirectory(prefix="peelian-verify-") as folder:
            _rebuild(house, release, Path(folder), verdict, progress)
    return verdict


def _check_parts(release: Release, verdict: Verdict) -> None:
    named = {f"{part['measure']} by {part['area_kind']}": part["sha256"] for part in release.manifest["parts"]}
    for name in ("catalogue", "yardsticks", "areas", "printed", "outlines", "changes"):
        named[name] = release.manifest[name].removeprefix("sha256:")
    for name, sha256 in named.items():
        path = release.parts.path(sha256)
        if not path.is_file():
            verdict.fail(f"the part {name} is missing", part=name, file=f"parts/{sha256[:2]}/{sha256}")
        elif hashlib.sha256(path.read_bytes()).hexdigest() != sha256:
            verdict.fail(f"the part {name} was altered", part=name, file=f"parts/{sha256[:2]}/{sha256}")


def _check_snapshots(house: House, release: Release, verdict: Verdict) -> None:
    for entry in release.manifest["inputs"]:
        sha256 = entry["snapshot"]
        folder = house.lake.root / sha256[:2] / sha256
        for name, expected in (
            ("original", sha256),
            ("table.parquet", entry["table"]),
            ("snapshot.json", entry["record"]),
        ):
            place = {"snapshot": sha256[:12], "file": entry["file"], "part": name}
            if not (folder / name).is_file():
                verdict.fail(f"{name} of the snapshot is missing", **place)
            elif hash_file(folder / name) != expected:
                verdict.fail(f"{name} of the snapshot was altered", **place)


def _name_changed_methods(release: Release, verdict: Verdict) -> None:
    for method, version in release.manifest["methods"].items():
        if METHODS.get(method) != version:
            verdict.notes.append(f"method {method} was version {version} and is now {METHODS.get(method, 'gone')}")
    for entry in release.manifest["inputs"]:
        reader = BY_DATASET[entry["dataset"]].version
        if reader != entry["reader"]:
            verdict.notes.append(f"the reader of {entry['dataset']} was version {entry['reader']} and is now {reader}")


def _rebuild(house: House, release: Release, folder: Path, verdict: Verdict, progress: Progress) -> None:
    """Read every original again into an empty house and compare what comes out with what was sealed."""
    empty = House(folder / "house", pack=house.pack.name)
    used = [snapshot for entry in release.manifest["inputs"] if (snapshot := _reread(house, empty, entry, verdict))]
    if not verdict.sound:
        return
    chosen = Chosen(used, [])
    areas = registry(_pack_areas(release), chosen)
    sealed = {(part["measure"], part["area_kind"]) for part in release.manifest["parts"]}
    changed = bool(verdict.notes)
    for series in compute(release.catalogue, areas, chosen, progress):
        key = (series.measure, series.kind)
        if key not in sealed:
            verdict.fail("rebuilding gives a part that was not sealed", measure=key[0], area_kind=key[1])
            continue
        sealed.discard(key)
        _compare(release.series(*key), series, verdict, excused=changed)
    for measure, kind in sorted(sealed):
        verdict.fail("a sealed part cannot be rebuilt", measure=measure, area_kind=kind)
    for name, made in (("printed", printed(chosen)), ("outlines", outlines(chosen))):
        if release.parts.get_json(release.manifest[name]) != made:
            verdict.fail(f"{name} differs when it is rebuilt", part=name)


def _pack_areas(release: Release) -> Any:
    from peelian.figures.areas import Areas

    return Areas(area for area in release.areas if area.kind != "ward")


def _reread(house: House, empty: House, entry: dict[str, Any], verdict: Verdict) -> Snapshot | None:
    original = house.lake.get(entry["snapshot"])
    source = BY_DATASET[entry["dataset"]]
    document = Document(original.original)
    try:
        reading = source.read(document, Settings(**entry["settings"]))
    except RefusedFile as error:
        verdict.fail(f"the original cannot be read again: {error}", snapshot=original.short, file=original.file)
        return None
    lake = Lake(empty.root / "lake")
    made = lake.add(
        original.original,
        original.sha256,
        reading,
        vintage=(entry["vintage"], original.vintage_from),
        reader=source.version,
        settings=entry["settings"],
    )
    from dataclasses import replace

    return replace(made, order=entry["order"], file=entry["file"])


def _compare(sealed: Series | None, rebuilt: Series, verdict: Verdict, *, excused: bool) -> None:
    where: dict[str, Any] = {"measure": rebuilt.measure, "area_kind": rebuilt.kind}
    if sealed is None or (sealed.areas, sealed.first, sealed.step, sealed.scale) != (
        rebuilt.areas, rebuilt.first, rebuilt.step, rebuilt.scale):  # fmt: skip
        verdict.fail("areas or periods differ when rebuilt", **where)
        return
    verdict.figures += int(sealed.values.size)
    differs = (sealed.values != rebuilt.values) | (sealed.states != rebuilt.states)
    if differs.any():
        row, column = np.argwhere(differs)[0]
        found = {
            "area": sealed.areas[row],
            "period": month_text(sealed.first + sealed.step * int(column)),
            "sealed": int(sealed.values[row, column]),
            "rebuilt": int(rebuilt.values[row, column]),
            "cells": int(differs.sum()),
        }
        if excused:
            verdict.notes.append(
                f"{rebuilt.measure} by {rebuilt.kind}: {found['cells']} figures differ since a method changed"
            )
        else:
            verdict.fail("figures differ when rebuilt", **where, **found)
