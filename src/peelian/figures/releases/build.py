"""Build a release from snapshots and seal it."""

from __future__ import annotations

import datetime as dt
import json
import shutil
import uuid
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import yaml

from peelian.figures.campaigns import refuse_misfits
from peelian.figures.compute.derive import METHODS
from peelian.figures.errors import PeelianError
from peelian.figures.house import House, Progress, today
from peelian.figures.lake import Snapshot, move_into_place, sync
from peelian.figures.releases.choosing import Chosen, choose, registry
from peelian.figures.releases.compare import Changes, compare
from peelian.figures.releases.guarding import keep, shown_before, with_prints
from peelian.figures.releases.judging import judged
from peelian.figures.releases.making import groups, guarded
from peelian.figures.releases.parts import seal_of
from peelian.figures.releases.publication import EMBARGOED, NAME, just_before, moment
from peelian.figures.releases.release import Drafts, Release, Releases, day_of, next_id, remember
from peelian.figures.releases.store import Store
from peelian.figures.releases.vintages import sealed


def release(
    house: House,
    *,
    as_of: dt.date | None = None,
    names: Iterable[str] = (),
    corrects: str | None = None,
    progress: Progress = lambda *_: None,
) -> tuple[Release, Changes]:
    """Build, seal and return a release and what changed against the one before. Nothing is visible until it is sealed.

    Raises PeelianError where there is nothing to release, the catalogue is unsound, or releases are made in the office.
    """
    publish_prints(house)
    with house.lock():
        if governed(house):
            raise _office_publishes(house)
        releases = Releases(house.root, including_embargoed=True)
        before = Releases(house.root).newest()
        if corrects:
            Releases(house.root).open(corrects)
        chosen = choose(house, as_of=as_of, names=names)
        known = {
            "id": releases.next_id(today()),
            "corrects": corrects,
            "as_of": as_of.isoformat() if as_of else None,
            "retrospective": bool(as_of or chosen.named),
        }
        made, changes = _sealed(house, chosen, before, known, progress)
        move_into_place(written(house, made.manifest), house.root / "releases" / made.id)
    return Releases(house.root).open(made.id), changes


def governed(house: House) -> bool:
    """Whether the office publishes here: then what has been loaded is not for everybody until its day."""
    return (house.root / "drafts").is_dir() or any((house.root / "releases").glob(f"*/{NAME}"))


def govern(house: House) -> None:
    """From now on the office publishes here, and the command does not."""
    (house.root / "drafts").mkdir(parents=True, exist_ok=True)
    sync(house.root)


def _office_publishes(house: House) -> PeelianError:
    return PeelianError(
        "office-publishes",
        "Releases of this house are made in the office: this command would publish at once what is loaded.",
        "Draft the release at the analyst's desk; it is out at its moment, reviewed and signed off.",
        {"house": str(house.root)},
    )


def draft(
    house: House,
    draft_id: str,
    *,
    at: dt.datetime | None = None,
    corrects: str | None = None,
    progress: Progress = lambda *_: None,
) -> Release:
    """Build a draft from the newest snapshots under an id: the day on which it is to be out (``free_id``); again, in its place.

    It is compared with the newest release that will be out before it (``at``, or 09:30 of its day), and lies in the folder of
    drafts, where no page looks.
    Raises PeelianError where there is nothing to release, what it corrects is not out, or the id is a release's.
    """
    publish_prints(house)
    govern(house)
    with house.lock():
        drafts = Drafts(house.root)
        if draft_id in Releases(house.root, including_embargoed=True).ids():
            raise PeelianError(
                "taken-id", f"{draft_id} is a release already.", "Take another day, or another number of it."
            )
        due = Releases(house.root, at=max(just_before(at or moment(day_of(draft_id))), dt.datetime.now(dt.UTC)))
        if corrects:
            due.open(corrects)
        known = {"id": draft_id, "corrects": corrects, "as_of": None, "retrospective": False}
        made, _ = _sealed(house, choose(house), due.newest(), {EMBARGOED: True, **known}, progress)
        folder = written(house, made.manifest)
        shutil.rmtree(drafts.root / draft_id, ignore_errors=True)
        move_into_place(folder, drafts.root / draft_id)
        return drafts.open(draft_id)


def free_id(house: House, day: dt.date, taken: Iterable[str] = ()) -> str:
    """An id of a day that no draft, no release and nothing that is known elsewhere has."""
    held = {*Drafts(house.root).ids(), *Releases(house.root, including_embargoed=True).ids(), *taken}
    return next_id(held, day)


def _sealed(
    house: House, chosen: Chosen, before: Release | None, known: dict[str, Any], progress: Progress
) -> tuple[Release, Changes]:
    """A release, all of it but its manifest on the disk, and what it changes. The caller holds the lock."""
    releases = Releases(house.root, including_embargoed=True)
    store = Store(releases.parts, releases.blocks, before)
    manifest = {key: known[key] for key in (EMBARGOED,) if key in known}
    manifest |= _manifest(house, chosen, store, releases, progress) | known
    made = Release(manifest, store.parts, store.blocks)
    manifest["judgements"] = store.parts.put_json(judged(made))
    changes = compare(before, made)
    store.blocks.let_go()
    manifest["changes"] = store.parts.put_json(changes.to_json())
    manifest["previous"] = before.id if before else None
    manifest["seal"] = seal_of(manifest)
    store.blocks.sync()
    store.parts.sync()
    return made, changes


def written(house: House, manifest: dict[str, Any]) -> Path:
    """A folder with a manifest, on the disk, to be moved into place."""
    folder = house.root / "tmp" / uuid.uuid4().hex
    folder.mkdir(parents=True)
    (folder / "manifest.json").write_text(manifest_text(manifest), encoding="utf-8")
    sync(folder / "manifest.json")
    return folder


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
        from peelian.figures.loading import load  # with all readers, which few releases need

        load(house, [tables])


def _manifest(house: House, chosen: Chosen, store: Store, releases: Releases, progress: Progress) -> dict[str, Any]:
    catalogue, parts = house.catalogue, store.parts
    named = registry(house.areas, chosen, store.named)
    remember(named.areas)
    wanted = groups(catalogue, named.areas, chosen)
    blocks = store.keep(wanted, progress)
    vintages = sealed(catalogue, named.areas, chosen, store, progress)
    compared = {sha256 for entry in vintages["publications"] for sha256 in entry["snapshots"]}
    earlier = releases.ids() if any(measure.release for measure in catalogue) else []
    before = with_prints(shown_before(releases, catalogue, earlier), printed(chosen), catalogue, named.areas)
    left = guarded(catalogue, named.areas, chosen, before)
    refuse_misfits(catalogue.campaigns, printed(chosen))
    return {
        "made": dt.datetime.now(dt.UTC).isoformat(timespec="seconds"),
        "illustrative": house.illustrative,
        "pack": house.pack.name,
        "inputs": [describe(snapshot) for snapshot in chosen.used],
        "left_out": [{"snapshot": item.sha256, "dataset": item.dataset, "vintage": item.vintage, "why": why}
                     for item, why in chosen.left_out],
        "aside": [describe(snapshot) for snapshot in chosen.aside if snapshot.sha256 in compared],
        "catalogue": f"sha256:{parts.put_text(catalogue.sha256, lambda: catalogue.text)}",
        "yardsticks": f"sha256:{parts.put_json(yardsticks(house))}",
        "areas": parts.put_text(named.areas.sha256, lambda: named.areas.text),
        "naming": named.digest,
        "printed": parts.put_json(printed(chosen)),
        "outlines": parts.put_json(outlines(chosen)),
        "methods": METHODS,
        "series": sum(len(group.targets) for group in wanted if group.blocks) + len(left.series),
        "blocks": sorted([*blocks, *keep(catalogue, left, store.blocks)], key=_in_order),
        "small_numbers": parts.put_json(left.to_json()),
        "shown_before": earlier,
        "vintages": parts.put_json(vintages),
    }  # fmt: skip


def _in_order(entry: dict[str, Any]) -> tuple[str, str, str]:
    return entry["dataset"], entry["from"], entry["key"]


def describe(snapshot: Snapshot) -> dict[str, Any]:
    """An input as the manifest names it: enough to read its bytes again in the same way, and to notice any change of it."""
    return {
        "snapshot": snapshot.sha256, "dataset": snapshot.dataset, "vintage": snapshot.vintage, "file": snapshot.file,
        "classification": snapshot.classification, "order": snapshot.order, "reader": snapshot.reader,
        "settings": snapshot.settings, "table": snapshot.table_sha256, "record": snapshot.record,
    }  # fmt: skip


def yardsticks(house: House) -> Any:
    """The yardsticks in force: as the records export them on the issue of a plan, or the pack's where no office keeps plans."""
    kept, path = house.root / "plans" / "yardsticks.json", house.pack / "yardsticks.yaml"
    if kept.is_file():
        texts, day = json.loads(kept.read_text(encoding="utf-8")), today().isoformat()
        return [text for text in texts if (text["from"] or "") <= day][-1]["yardsticks"]
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
