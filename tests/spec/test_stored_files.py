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
from peelian.figures.releases.build import release


def test_a_release_opens_with_numpy_and_json_alone(tmp_path: Path) -> None:
    root = tmp_path / "house"
    house = House(root)
    load(house, [write_boroughs(tmp_path / "2026-01" / "crime.csv", month_ordinal(2024, 1), two_boroughs())])
    made, _ = release(house)

    manifest = json.loads((root / "releases" / made.id / "manifest.json").read_text(encoding="utf-8"))
    body = {key: value for key, value in manifest.items() if key != "seal"}
    text = json.dumps(body, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    assert manifest["seal"] == f"sha256:{hashlib.sha256(text.encode()).hexdigest()}"

    found = [entry for entry in manifest["blocks"] if entry["dataset"] == "mps-borough"]
    assert [entry["from"] for entry in found] == ["2024-01", "2025-01"]
    snapshots = set()
    for entry, first in zip(found, (2024 * 12, 2025 * 12), strict=True):
        data = (root / "blocks" / entry["sha256"][:2] / entry["sha256"]).read_bytes()
        assert len(data) == entry["bytes"]
        head = data.index(b"\n") + 1
        assert hashlib.sha256(data[:head]).hexdigest() == entry["sha256"]
        about = json.loads(data[:head])
        for series in about["series"]:
            mine = data[head + series["at"] :][: series["bytes"]]
            assert hashlib.sha256(mine).hexdigest() == series["sha256"]
        [series] = [
            series
            for series in about["series"]
            if (series["measure"], about["axes"][series["axis"]]["kind"]) == ("burglary", "borough")
        ]
        axis, at, array = about["axes"][series["axis"]], head + series["at"], {}
        shape = (len(axis["areas"]), about["periods"])
        for name in ("values", "states", "flags"):
            if isinstance(series[name], int):
                array[name] = np.full(shape, series[name])
            else:
                array[name] = np.frombuffer(data, series[name], shape[0] * shape[1], at).reshape(shape)
                at += array[name].nbytes
        havering = axis["areas"].index("E09000016")
        scope = axis["scope_of"] if isinstance(axis["scope_of"], int) else axis["scope_of"][havering]
        assert (about["first"], about["step"], about["scale"], about["fills"]) == (first, 1, 0, False)
        assert array["values"][havering].tolist() == [50] * 12
        assert (array["states"][havering] == 1).all()
        assert not array["flags"].any()
        snapshots |= {about["inputs"][place] for place in about["origin"][scope]}
    [snapshot] = snapshots

    folder = root / "lake" / snapshot[:2] / snapshot
    assert hashlib.sha256((folder / "original").read_bytes()).hexdigest() == snapshot
    entry = next(entry for entry in manifest["inputs"] if entry["snapshot"] == snapshot)
    assert hashlib.sha256((folder / "table.parquet").read_bytes()).hexdigest() == entry["table"]
    assert hashlib.sha256((folder / "snapshot.json").read_bytes()).hexdigest() == entry["record"]


def test_the_page_names_every_field_of_a_manifest(illustrative_house: House) -> None:
    from tests.conftest import ROOT

    from peelian.figures.releases.release import Releases

    text = (ROOT / "docs" / "reference" / "stored-files.md").read_text(encoding="utf-8")
    newest = Releases(illustrative_house.root).newest()
    assert newest is not None
    for name in newest.manifest:
        assert f"`{name}`" in text, name
