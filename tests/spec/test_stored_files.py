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

    [sha256] = [
        part["sha256"] for part in manifest["parts"] if (part["measure"], part["area_kind"]) == ("burglary", "borough")
    ]
    path = root / "parts" / sha256[:2] / sha256
    assert hashlib.sha256(path.read_bytes()).hexdigest() == sha256
    with np.load(path) as part:
        about = json.loads(part["about"].tobytes())
        values = part["values"] / 10 ** about["scale"]
        states, flags, origin = part["states"], part["flags"], part["origin"]
    havering = about["areas"].index("E09000016")
    assert (about["first"], about["step"]) == (2024 * 12, 1)
    assert values[havering].tolist() == [50.0] * 24
    assert (states[havering] == 1).all()
    assert flags[havering].tolist() == [0] * 21 + [1] * 3
    [snapshot] = {about["inputs"][place] for place in origin}

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
