"""Damaged on the disk, or not to be written: it is told in words, no altered figure is shown, and loading again mends it."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from tests.support import tables, workbooks
from tests.support.limits import bound
from tests.support.wide import two_boroughs, write_boroughs

from peelian import cli
from peelian.figures.house import House
from peelian.figures.lake import Snapshot
from peelian.figures.loading import load
from peelian.figures.periods import month_ordinal
from peelian.figures.releases.build import release
from peelian.figures.releases.release import Releases
from peelian.figures.releases.verify import verify

START = month_ordinal(2024, 1)


@pytest.fixture(scope="module")
def bases(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """A house with a release; the same with new files loaded; and the new files, an archive among them."""
    folder = tmp_path_factory.mktemp("bases")
    house = House(folder / "released")
    load(house, [write_boroughs(folder / "first" / "2026-01" / "crime.csv", START, two_boroughs())])
    made, _ = release(house)
    new = folder / "new"
    write_boroughs(new / "2026-02" / "crime.csv", START + 1, two_boroughs(seed=1))
    write_boroughs(new / "2026-03" / "crime.csv", START + 2, two_boroughs(seed=2))
    street = {"2024-01/2024-01-city-of-london-street.csv": tables.EVERY_KIND["police-uk-street"]}
    tables.save(new, workbooks.packed({**street, "survey.csv": tables.survey()}), "2025-12.zip")
    shutil.copytree(house.root, folder / "loaded")
    load(House(folder / "loaded"), [new])
    return {"folder": folder, "new": new, "release": made.id}


def finished(root: Path, *arguments: object) -> None:
    assert cli.main([*map(str, arguments), "--data", str(root)]) == 0
    newest = release(House(root))[0]
    assert verify(House(root), newest.id).sound


# --- not to be written ---


def test_a_house_that_may_only_be_read(bases: dict[str, Any], tmp_path: Path) -> None:
    """By its permissions, which bind even root once it has given up passing them by."""
    root = Path(shutil.copytree(bases["folder"] / "loaded", tmp_path / "house"))
    before = {path: path.stat().st_mtime_ns for path in root.rglob("*")}
    for path in (root, *root.rglob("*")):
        path.chmod(0o500 if path.is_dir() else 0o400)
    for arguments in (["load", bases["new"]], ["release"]):
        done = bound(*arguments, "--data", root)
        assert done.returncode == 2, done.stderr
        assert f"{root} cannot be written (Permission denied)" in done.stderr
        assert "Traceback" not in done.stderr
        told = json.loads(bound(*arguments, "--data", root, "--json").stdout)
        assert told["error"]["code"] == "cannot-write"
    for arguments in (["verify", bases["release"]], ["figure", "burglary", "E09000003", "2024-05"], ["snapshots"]):
        done = bound(*arguments, "--data", root)
        assert (done.returncode, done.stderr) == (0, ""), arguments
    for path in (root, *root.rglob("*")):
        path.chmod(0o700)
    assert {path: path.stat().st_mtime_ns for path in root.rglob("*")} == before
    finished(root, "load", bases["new"])


def test_a_house_whose_folder_may_not_be_made(bases: dict[str, Any], tmp_path: Path) -> None:
    closed = tmp_path / "closed"
    closed.mkdir(mode=0o500)
    file = tables.save(tmp_path, b"", "file")
    for root in (closed / "house", file / "house", file):
        done = bound("load", bases["new"], "--data", root)
        assert done.returncode == 2, done.stderr
        assert "cannot be written (" in done.stderr
        assert "Traceback" not in done.stderr


# --- damaged before ---

DAMAGE: dict[str, Callable[[bytes], bytes | None]] = {
    "gone": lambda data: None,
    "emptied": lambda data: b"",
    "cut off": lambda data: data[: len(data) // 2],
    "one bit of it turned": lambda data: bytes(
        [*data[: len(data) // 2], data[len(data) // 2] ^ 1, *data[len(data) // 2 + 1 :]]
    ),
    "overwritten": lambda data: b"\x00" * len(data),
}
STORED = ("original", "table.parquet", "areas.arrow", "categories.arrow", "snapshot.json")


def damaged(path: Path, how: str) -> None:
    data = DAMAGE[how](path.read_bytes())
    path.unlink() if data is None else path.write_bytes(data)


def run(capsys: pytest.CaptureFixture[str], *arguments: object) -> tuple[int, str]:
    """The command's exit code and what it said; no error comes out of it but in words."""
    code = cli.main(list(map(str, arguments)))
    said = capsys.readouterr()
    return code, said.out + said.err


@pytest.mark.parametrize("how", DAMAGE)
@pytest.mark.parametrize("name", STORED)
def test_a_damaged_snapshot_is_told_and_loading_its_file_again_mends_it(
    bases: dict[str, Any], tmp_path: Path, capsys: pytest.CaptureFixture[str], name: str, how: str
) -> None:
    root = Path(shutil.copytree(bases["folder"] / "released", tmp_path / "house"))
    [snapshot] = [item for item in House(root).lake if item.dataset == "mps-borough"]
    damaged(snapshot.folder / name, how)
    code, said = run(capsys, "verify", bases["release"], "--data", root)
    assert code == 1, said
    assert f"{name} of the snapshot was altered" in said or f"{name} of the snapshot is missing" in said
    for command in (["release"], ["load", bases["new"]], ["snapshots"], ["measures"]):
        code, said = run(capsys, *command, "--data", root)
        assert code in (0, 2), said
        assert code == 0 or "is damaged" in said or "Load files first" in said, said
    code, said = run(capsys, "load", bases["folder"] / "first", "--data", root)
    assert code == 0, said
    assert "what was held of it was damaged: mended" in said or name == "snapshot.json"
    newest = release(House(root))[0]
    assert verify(House(root), newest.id).sound
    assert {entry["snapshot"] for entry in newest.manifest["inputs"]} >= {snapshot.sha256}
    verdict = verify(House(root), bases["release"])
    assert verdict.sound or name == "snapshot.json", verdict.failures


def where(root: Path, folder: str, sha256: str) -> Path:
    return root / folder / sha256[:2] / sha256


def _burglary(root: Path, release_id: str) -> list[str]:
    return Releases(root).open(release_id).blocks_of["burglary", "borough"]


ASKED = (["figure", "burglary", "E09000003", "2024-05"], ["measures"], ["releases"], ["areas", "--measure", "burglary"])


@pytest.mark.parametrize("how", DAMAGE)
def test_a_damaged_part_is_told_and_never_shown(
    bases: dict[str, Any], tmp_path: Path, capsys: pytest.CaptureFixture[str], how: str
) -> None:
    """Whatever is asked is answered as before, or refused in words; the next release mends what it makes of the same again."""
    root = Path(shutil.copytree(bases["folder"] / "released", tmp_path / "house"))
    manifest = Releases(root).open(bases["release"]).manifest
    right = [run(capsys, *question, "--data", root) for question in ASKED]
    blocks = [where(root, "blocks", entry["sha256"]) for entry in manifest["blocks"]]
    parts = [manifest[place].removeprefix("sha256:") for place in ("areas", "catalogue", "changes")]
    for path in (*(where(root, "parts", sha256) for sha256 in parts), *blocks):
        kept = path.read_bytes()
        damaged(path, how)
        code, said = run(capsys, "verify", bases["release"], "--data", root)
        assert code == 1, said
        assert "was altered" in said or "is missing" in said
        for question, answer in zip(ASKED, right, strict=True):
            code, said = run(capsys, *question, "--data", root)
            assert (code, said) == answer or (code == 2 and ("is damaged" in said or "cannot be read" in said)), said
        path.write_bytes(kept)
    for path in blocks:
        damaged(path, how)
    code, said = run(capsys, "release", "--data", root)
    assert code == 0, said
    assert all(verify(House(root), name).sound for name in Releases(root).ids()), "what is made anew is mended for all"


@pytest.mark.parametrize("how", DAMAGE)
def test_what_changed_against_a_damaged_part_is_not_made_up(
    bases: dict[str, Any], tmp_path: Path, capsys: pytest.CaptureFixture[str], how: str
) -> None:
    """A release says what it changed: where that cannot be told any more, none is made until the part is restored."""
    root = Path(shutil.copytree(bases["folder"] / "loaded", tmp_path / "house"))
    for sha256 in _burglary(root, bases["release"]):
        damaged(where(root, "blocks", sha256), how)
    alone = ["release", "--snapshot", _newest(root).sha256]
    code, said = run(capsys, *alone, "--data", root)
    assert code == 2, said
    assert "Restore the folders of parts and blocks from a backup" in said
    assert Releases(root).ids() == [bases["release"]]
    shutil.copytree(bases["folder"] / "released" / "blocks", root / "blocks", dirs_exist_ok=True)
    finished(root, *alone)


def _newest(root: Path) -> Snapshot:
    return [snapshot for snapshot in House(root).lake if snapshot.dataset == "mps-borough"][-1]


@pytest.mark.parametrize("how", DAMAGE)
def test_a_release_that_holds_the_same_vintage_mends_it(bases: dict[str, Any], tmp_path: Path, how: str) -> None:
    """The damaged figures are those of a publication, which the next release computes again to compare it with the others."""
    root = Path(shutil.copytree(bases["folder"] / "loaded", tmp_path / "house"))
    for sha256 in _burglary(root, bases["release"]):
        damaged(where(root, "blocks", sha256), how)
    release(House(root))
    assert all(verify(House(root), name).sound for name in Releases(root).ids())


def test_a_release_verifies_though_the_one_before_is_damaged(bases: dict[str, Any], tmp_path: Path) -> None:
    """Its own figures are sound; only what it changed cannot be compared again, and that is said."""
    root = Path(shutil.copytree(bases["folder"] / "loaded", tmp_path / "house"))
    made, changes = release(House(root), names=[_newest(root).sha256])
    assert changes.revised
    shared = {entry["sha256"] for entry in made.manifest["blocks"]}
    for entry in Releases(root).open(bases["release"]).manifest["blocks"]:
        if entry["sha256"] not in shared:
            damaged(where(root, "blocks", entry["sha256"]), "overwritten")
    verdict = verify(House(root), made.id)
    assert verdict.sound
    assert any("cannot be compared again" in note for note in verdict.notes)
    assert not verify(House(root), bases["release"]).sound


@pytest.mark.parametrize("how", DAMAGE)
def test_a_damaged_manifest_is_told_and_loading_goes_on(
    bases: dict[str, Any], tmp_path: Path, capsys: pytest.CaptureFixture[str], how: str
) -> None:
    root = Path(shutil.copytree(bases["folder"] / "released", tmp_path / "house"))
    path = root / "releases" / bases["release"] / "manifest.json"
    kept = path.read_bytes()
    damaged(path, how)
    code, said = run(capsys, "verify", bases["release"], "--data", root)
    assert code == (2 if how == "gone" else 1), said
    assert run(capsys, "load", bases["new"], "--data", root)[0] == 0
    code, said = run(capsys, "release", "--data", root)
    assert code in (0, 2), said
    assert code == 0 or "Restore it from a backup" in said
    path.write_bytes(kept)
    assert verify(House(root), bases["release"]).sound
    finished(root, "load", bases["new"])


@pytest.mark.parametrize("how", ["emptied", "cut off", "overwritten"])
def test_a_damaged_house_file_is_told(
    bases: dict[str, Any], tmp_path: Path, capsys: pytest.CaptureFixture[str], how: str
) -> None:
    root = Path(shutil.copytree(bases["folder"] / "released", tmp_path / "house"))
    damaged(root / "house.json", how)
    for command in (["load", bases["new"]], ["release"], ["snapshots"]):
        code, said = run(capsys, *command, "--data", root)
        assert code == 2, said
        assert "house.json is damaged" in said
