"""Verify a sealed release: everything by hash, then every figure rebuilt from the original bytes in an empty house."""

from __future__ import annotations

import hashlib
import tempfile
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np

from peelian.figures.areas import Areas
from peelian.figures.compute.derive import METHODS
from peelian.figures.compute.series import PROJECTION, Series
from peelian.figures.errors import PeelianError
from peelian.figures.house import House, Progress
from peelian.figures.lake import Draft, Snapshot, hash_file
from peelian.figures.loading import WORKERS
from peelian.figures.periods import month_text
from peelian.figures.releases.build import manifest_text, outlines, printed, yardsticks
from peelian.figures.releases.choosing import Chosen, registry
from peelian.figures.releases.compare import compare
from peelian.figures.releases.guarding import shown_before, with_prints
from peelian.figures.releases.judging import agree, judged
from peelian.figures.releases.making import groups, guarded, whole_series
from peelian.figures.releases.parts import seal_of
from peelian.figures.releases.release import Release, Releases, holding
from peelian.figures.releases.vintages import movements, publications
from peelian.figures.sources.base import RefusedFile, Settings
from peelian.figures.sources.document import Document
from peelian.figures.sources.known import BY_DATASET


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
        release = _all(house).open(release_id)
    except PeelianError as error:
        if error.code != "bad-manifest":
            raise
        verdict.fail(error.message, file=f"releases/{release_id}/manifest.json")
        return verdict
    text = (house.root / "releases" / release_id / "manifest.json").read_text(encoding="utf-8")
    sealed = seal_of(release.manifest) == release.manifest.get("seal")
    if release.id != release_id or not sealed or text != manifest_text(release.manifest):
        verdict.fail("the manifest does not agree with its seal", file=f"releases/{release_id}/manifest.json")
        return verdict
    _check_publication(house, release, verdict)
    _check_parts(release, verdict)
    _check_snapshots(house, release, verdict)
    _check_made_from_pack(house, release, verdict)
    if verdict.sound:
        _name_changed_methods(release, verdict)
        with tempfile.TemporaryDirectory(prefix="peelian-verify-") as folder:
            _rebuild(house, release, Path(folder), verdict, progress)
    return verdict


def _all(house: House) -> Releases:
    """Every release: what is embargoed is verified like the rest."""
    return Releases(house.root, including_embargoed=True)


def _check_publication(house: House, release: Release, verdict: Verdict) -> None:
    """What people wrote beside the figures, by its seal, and that it is of this very release."""
    try:
        found = _all(house).publication(release.id)
    except PeelianError as error:
        verdict.fail(error.message, file=f"releases/{release.id}/publication.json")
        return
    if found is not None and found.manifest != release.manifest["seal"]:
        verdict.fail("what is published beside it is of another draft", file=f"releases/{release.id}/publication.json")


def _check_parts(release: Release, verdict: Verdict) -> None:
    for entry in _blocks(release):
        sha256, name = entry["sha256"], f"{entry['dataset']} from {entry['from']}"
        for fault in release.blocks.faults(sha256):
            verdict.fail(f"the block {name} {fault}", part=name, file=f"blocks/{sha256[:2]}/{sha256}")
    names = ["catalogue", "yardsticks", "areas", "printed", "outlines", "judgements", "vintages", "changes"]
    names += [name for name in ("small_numbers",) if name in release.manifest]
    named = {name: release.manifest[name].removeprefix("sha256:") for name in names}
    for name, sha256 in named.items():
        path = release.parts.path(sha256)
        if not path.is_file():
            verdict.fail(f"the part {name} is missing", part=name, file=f"parts/{sha256[:2]}/{sha256}")
        elif hashlib.sha256(path.read_bytes()).hexdigest() != sha256:
            verdict.fail(f"the part {name} was altered", part=name, file=f"parts/{sha256[:2]}/{sha256}")


def _blocks(release: Release) -> list[dict[str, Any]]:
    """Its blocks, and those of its publications that it does not hold itself; a part of vintages that is gone is told as a part."""
    try:
        others = [entry for item in release.vintages["publications"] for entry in item["blocks"]]
    except PeelianError:
        others = []
    return list({entry["sha256"]: entry for entry in (*others, *release.manifest["blocks"])}.values())


def _check_snapshots(house: House, release: Release, verdict: Verdict) -> None:
    for entry in _files(release):
        sha256 = entry["snapshot"]
        folder = house.lake.root / sha256[:2] / sha256
        wanted = {"original": sha256, "table.parquet": entry["table"], "snapshot.json": entry["record"]}
        for name, expected in (_derived(house, sha256) | wanted).items():
            place = {"snapshot": sha256[:12], "file": entry["file"], "part": name}
            if not (folder / name).is_file():
                verdict.fail(f"{name} of the snapshot is missing", **place)
            elif hash_file(folder / name) != expected:
                verdict.fail(f"{name} of the snapshot was altered", **place)


def _derived(house: House, sha256: str) -> dict[str, str]:
    """What is stored beside a snapshot's table, by hash; nothing where its record cannot be read, which is told by its own hash."""
    try:
        return house.lake.get(sha256).derived
    except PeelianError:
        return {}


def _check_made_from_pack(house: House, release: Release, verdict: Verdict) -> None:
    """What came from the pack is compared with the pack, where the pack is still the same; else it is said that it is not."""
    if not verdict.sound:
        return
    if release.manifest["catalogue"] != f"sha256:{house.catalogue.sha256}":
        verdict.notes.append("the catalogue has changed since: the release is rebuilt by its own")
    ours = {area.id: area for area in _pack_areas(release)}
    if ours != house.areas.by_id:
        verdict.notes.append("areas of the pack have changed since: names and census are taken from the release")
    if release.manifest["yardsticks"] != f"sha256:{release.parts.hash_json(yardsticks(house))}":
        verdict.notes.append("yardsticks have changed since: they are taken from the release")


def _name_changed_methods(release: Release, verdict: Verdict) -> None:
    for method, version in release.manifest["methods"].items():
        if METHODS.get(method) != version:
            verdict.notes.append(f"method {method} was version {version} and is now {METHODS.get(method, 'gone')}")
    for entry in _files(release):
        reader = BY_DATASET[entry["dataset"]].version
        if reader != entry["reader"]:
            verdict.notes.append(f"the reader of {entry['dataset']} was version {entry['reader']} and is now {reader}")


def _rebuild(house: House, release: Release, folder: Path, verdict: Verdict, progress: Progress) -> None:
    """Read every original again into an empty house and compare what comes out with what was sealed."""
    empty = House(folder / "house", pack=house.pack_name)
    with ThreadPoolExecutor(WORKERS) as pool:
        read = pool.map(lambda entry: _reread(house, empty, entry, verdict), _files(release))
        again = [snapshot for snapshot in read if snapshot]
    if not verdict.sound:
        return
    used = len(release.manifest["inputs"])
    chosen = Chosen(again[:used], [], aside=again[used:])
    named = registry(_pack_areas(release), chosen)
    areas = named.areas
    sealed = set(release.blocks_of)
    entry_of = {entry["snapshot"]: entry["dataset"] for entry in _files(release)}
    changed = _changed(release)
    progress(0, 1, "rebuilding")
    decided = _guarded_again(house, release, areas, chosen, verdict)
    for series in [*whole_series(groups(release.catalogue, areas, chosen)), *decided]:
        key = (series.measure, series.kind)
        if key not in sealed:
            verdict.fail("rebuilding gives a part that was not sealed", measure=key[0], area_kind=key[1])
            continue
        sealed.discard(key)
        excused = "method" in changed or bool(changed & {entry_of[sha] for sha in series.inputs})
        _compare(release.series(*key), series, verdict, excused=excused)
    for measure, kind in sorted(sealed):
        verdict.fail("a sealed part cannot be rebuilt", measure=measure, area_kind=kind)
    if not changed and named.digest != release.manifest["naming"]:
        verdict.fail("what the areas follow from differs when it is rebuilt", part="naming")
    if len(release.blocks_of) != release.manifest["series"]:
        verdict.fail("it says another number of series than it holds", part="series")
    rebuilt = {"printed": printed(chosen), "outlines": outlines(chosen), "areas": [area.to_json() for area in areas]}
    for name, made in rebuilt.items():
        if release.manifest[name] != release.parts.hash_json(made):
            verdict.fail(f"{name} differs when it is rebuilt", part=name)
    if verdict.sound and "method" not in changed and not agree(release.judgements, judged(release)):
        verdict.fail("judgements differ when they are made again from the figures", part="judgements")
    _rebuild_vintages(release, chosen, areas, verdict, changed)
    _compare_again(house, release, verdict)


def _files(release: Release) -> list[dict[str, Any]]:
    """The snapshots that it is made of, and then those that only its vintages are."""
    return [*release.manifest["inputs"], *release.manifest["aside"]]


def _rebuild_vintages(release: Release, chosen: Chosen, areas: Areas, verdict: Verdict, changed: set[str]) -> None:
    """Every publication computed anew, figure by figure, and what is usual from its sealed blocks."""
    listed = release.vintages["publications"]
    again = publications(sorted((*chosen.used, *chosen.aside), key=lambda item: item.precedence))
    names = [[item.dataset, item.classification, item.vintage, [it.sha256 for it in item.snapshots]] for item in again]
    if names != [[item[name] for name in ("dataset", "classification", "vintage", "snapshots")] for item in listed]:
        verdict.fail("other files are compared when it is rebuilt", part="vintages")
        return
    for entry, item in zip(listed, again, strict=True):
        sealed = holding(release.blocks, entry["blocks"])
        for series in whole_series(item.groups(release.catalogue, areas)):
            key = (series.measure, series.kind)
            held = release.blocks.series({key: sealed.pop(key)})[key] if key in sealed else None
            _compare(
                held, series, verdict, excused="method" in changed or item.dataset in changed, vintage=item.vintage
            )
        for measure, kind in sorted(sealed):
            verdict.fail("a sealed part cannot be rebuilt", measure=measure, area_kind=kind, vintage=item.vintage)
    made = movements(release.catalogue, listed, release.blocks)
    if "method" not in changed and release.parts.hash_json(made) != release.parts.hash_json(release.vintages["usual"]):
        verdict.fail("what is usual differs when it is made again from the figures", part="vintages")


def _guarded_again(house: House, release: Release, areas: Areas, chosen: Chosen, verdict: Verdict) -> list[Series]:
    """What leaves of protected measures, decided again by what the release says was shown before."""
    earlier = release.manifest.get("shown_before", [])
    held = set(_all(house).ids())
    gone = [name for name in earlier if name not in held]
    if gone:
        verdict.fail(f"what was shown before cannot be known without {', '.join(gone)}", part="small_numbers")
    try:
        before = shown_before(_all(house), release.catalogue, [name for name in earlier if name in held])
        left = guarded(release.catalogue, areas, chosen, with_prints(before, printed(chosen), release.catalogue, areas))
    except PeelianError as error:
        verdict.fail(f"what was shown before cannot be read: {error.message}", part="small_numbers")
        return []
    if "small_numbers" in release.manifest and release.manifest["small_numbers"] != release.parts.hash_json(
        left.to_json()
    ):
        verdict.fail("what it says of its small numbers differs when it is rebuilt", part="small_numbers")
    return left.series


def _compare_again(house: House, release: Release, verdict: Verdict) -> None:
    """Compare with the release before once more, where that is still there and whole; the first has none and needs none."""
    previous = release.manifest["previous"]
    if previous is not None and previous not in _all(house).ids():
        return
    try:
        changes = compare(_all(house).open(previous) if previous else None, release)
    except PeelianError as error:
        verdict.notes.append(f"what it changed against {previous} cannot be compared again: {error.message}")
        return
    if changes.to_json() != release.changes:
        verdict.fail("what the release says it changed differs when it is compared again", part="changes")


def _changed(release: Release) -> set[str]:
    """Datasets whose reader, and ``method`` if any method, has another version than when the release was made."""
    readers = {entry["dataset"] for entry in _files(release)
               if BY_DATASET[entry["dataset"]].version != entry["reader"]}  # fmt: skip
    return readers | ({"method"} if release.manifest["methods"] != METHODS else set())


def _pack_areas(release: Release) -> Areas:
    return Areas(area for area in release.areas if area.kind not in ("ward", "lsoa"))


def _reread(house: House, empty: House, entry: dict[str, Any], verdict: Verdict) -> Snapshot | None:
    original = house.lake.get(entry["snapshot"])
    source = BY_DATASET[entry["dataset"]]
    document = Document(original.original, entry["file"])
    try:
        reading = source.read(document, Settings(**entry["settings"]))
    except RefusedFile as error:
        verdict.fail(f"the original cannot be read again: {error}", snapshot=original.short, file=original.file)
        return None
    lake = empty.lake
    draft = Draft(empty.root / "tmp" / original.sha256, document.scan)
    draft.folder.mkdir(parents=True)
    made = lake.write(
        draft, entry["file"], reading, vintage=(entry["vintage"], original.vintage_from), reader=source.version,
        settings=entry["settings"],
    )  # fmt: skip
    return lake.keep(draft, made, entry["order"])


def _compare(sealed: Series | None, rebuilt: Series, verdict: Verdict, *, excused: bool, **more: str) -> None:
    where: dict[str, Any] = {"measure": rebuilt.measure, "area_kind": rebuilt.kind, **more}
    if sealed is None or (sealed.areas, sealed.first, sealed.last, sealed.step, sealed.scale) != (
        rebuilt.areas, rebuilt.first, rebuilt.last, rebuilt.step, rebuilt.scale):  # fmt: skip
        verdict.fail("areas or periods differ when rebuilt", **where)
        return
    verdict.figures += int(sealed.values.size)
    differs = (sealed.values != rebuilt.values) | (sealed.states != rebuilt.states)
    differs |= (sealed.flags & PROJECTION) != (rebuilt.flags & PROJECTION)  # provisional follows from the catalogue
    if not differs.any() and _sources(sealed) != _sources(rebuilt):
        verdict.fail("the snapshots that periods are from differ when rebuilt", **where)
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


def _sources(series: Series) -> list[str | None]:
    """For each scope and period the snapshot it is from."""
    return [series.inputs[place] if place >= 0 else None for place in series.origin.ravel()]
