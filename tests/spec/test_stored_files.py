"""What is stored can be read and checked without Peelian, by docs/reference/stored-files.md alone."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

import numpy as np
from tests.support.wide import two_boroughs, write_boroughs

from peelian.figures.house import House
from peelian.figures.loading import load
from peelian.figures.periods import month_ordinal
from peelian.figures.releases import release


def test_a_release_opens_with_numpy_and_json_alone(tmp_path: Path) -> None:
    root = tmp_path / "house"
    house = House(root)
    load(house, [write_boroughs(tmp_path / "2026-01" / "crime.csv", month_ordinal(2024, 1), two_boroughs())])
    made, _ = release(house)

    manifest = json.loads((root / "releases" / made.id / "manifest.json").read_text(encoding="utf-8"))
    body = {key: value for key, value in manifest.items() if key != "seal"}
    text = json.dumps(body, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    assert manifest["seal"] == f"sha256:{hashlib.sha256(text.encode()).hexdigest()}"

    found = [part for part in manifest["parts"] if (part["measure"], part["area_kind"]) == ("burglary", "borough")]
    assert [part["from"] for part in found] == ["2024-01", "2025-01"]
    snapshots = set()
    for part, first in zip(found, (2024 * 12, 2025 * 12), strict=True):
        data = (root / "parts" / part["sha256"][:2] / part["sha256"]).read_bytes()
        assert hashlib.sha256(data).hexdigest() == part["sha256"]
        head = data.index(b"\n") + 1
        about = json.loads(data[:head])
        array = {
            entry["name"]: np.frombuffer(
                data, entry["dtype"], int(np.prod(entry["shape"])), head + entry["offset"]
            ).reshape(entry["shape"])
            for entry in about["arrays"]
        }
        havering = about["areas"].index("E09000016")
        assert (about["first"], about["step"], about["scale"], about["fills"]) == (first, 1, 0, False)
        assert array["values"][havering].tolist() == [50] * 12
        assert (array["states"][havering] == 1).all()
        assert not array["flags"].any()
        snapshots |= {about["inputs"][place] for place in array["origin"][array["scope_of"][havering]]}
    [snapshot] = snapshots

    folder = root / "lake" / snapshot[:2] / snapshot
    assert hashlib.sha256((folder / "original").read_bytes()).hexdigest() == snapshot
    entry = next(entry for entry in manifest["inputs"] if entry["snapshot"] == snapshot)
    assert hashlib.sha256((folder / "table.parquet").read_bytes()).hexdigest() == entry["table"]
    assert hashlib.sha256((folder / "snapshot.json").read_bytes()).hexdigest() == entry["record"]


def test_the_page_names_every_field_of_a_manifest(illustrative_house: House) -> None:
    from tests.conftest import ROOT

    from peelian.figures.releases import Releases

    text = (ROOT / "docs" / "reference" / "stored-files.md").read_text(encoding="utf-8")
    newest = Releases(illustrative_house.root).newest()
    assert newest is not None
    for name in newest.manifest:
        assert f"`{name}`" in text, name
