"""Killed, crowded, out of room or damaged: nothing half-written is seen, what was there before stays, running again completes.

Steps and moments are drawn anew every time; set ``PEELIAN_SEED`` to the seed that a failure prints to repeat it.
"""

from __future__ import annotations

import json
import os
import random
import resource
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from tests.conftest import ROOT, needed
from tests.support import tables, workbooks
from tests.support.limits import ENVIRONMENT, bound
from tests.support.wide import two_boroughs, write_boroughs

from peelian import cli
from peelian.figures.house import House
from peelian.figures.loading import load
from peelian.figures.periods import month_ordinal
from peelian.figures.releases import Releases, release, verify

SEED = os.environ.get("PEELIAN_SEED") or str(time.time_ns())
START = month_ordinal(2024, 1)
ALL_KILLS = 200


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


# --- killed ---

PLANS = {  # where it starts, what is run, at how many steps and how many moments it is killed
    "the first load": ("nothing", "load", 30, 5),
    "a load beside a release": ("released", "load", 80, 25),
    "a release of what is new": ("loaded", "release", 80, 25),
    "a release of nothing new": ("released", "release", 20, 5),
}


@pytest.fixture(scope="module")
def killed(bases: dict[str, Any], tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """Every plan carried out, two at a time."""

    def carried_out(plan: tuple[str, str, int, int]) -> Any:
        start, command, steps, moments = plan
        job = {
            "base": str(bases["folder"] / start), "folder": str(tmp_path_factory.mktemp("killed")),
            "arguments": [command, *([str(bases["new"])] if command == "load" else [])],
            "releases": [] if start == "nothing" else [bases["release"]],
        }  # fmt: skip
        done = subprocess.run(
            [sys.executable, str(ROOT / "tests" / "support" / "crash.py")], capture_output=True, text=True, check=False,
            input=json.dumps({"seed": SEED, "steps": steps, "moments": moments, "job": job}),
            env=ENVIRONMENT | {"OPENBLAS_NUM_THREADS": "1"},
        )  # fmt: skip
        assert done.returncode == 0, done.stderr
        return json.loads(done.stdout)

    with ThreadPoolExecutor(2) as pool:
        return dict(zip(PLANS, pool.map(carried_out, PLANS.values()), strict=True))


@pytest.mark.parametrize("plan", PLANS)
def test_killed_at_any_step_or_moment(killed: dict[str, Any], plan: str) -> None:
    """Nothing torn is visible, every release verifies, and the same command completes."""
    done = killed[plan]
    assert done["steps"] > 20, done
    wrong = [
        {name: each[name] for name in ("step", "seconds", "wrong") if name in each}
        for each in done["tries"]
        if each["wrong"]
    ]
    assert wrong == [], f"seed {SEED}"


def test_there_were_two_hundred_kills(killed: dict[str, Any]) -> None:
    assert sum(each["killed"] for done in killed.values() for each in done["tries"]) >= ALL_KILLS, f"seed {SEED}"


# --- crowded ---

READER = """
import sys
from pathlib import Path
from peelian.figures.house import House
from peelian.figures.periods import Period
from peelian.figures.releases import Releases
from peelian.figures.releases.figure import figure
seen = set()
while True:
    newest = Releases(House(Path(sys.argv[1])).root).newest()
    found = figure(newest, "burglary", "E09000003", Period.parse("2024-05"))
    if (newest.id, found.value) not in seen:
        seen.add((newest.id, found.value))
        print(newest.id, found.value, flush=True)
"""


def test_several_writers_and_a_reader_at_once(bases: dict[str, Any], tmp_path: Path) -> None:
    """Four loads of files of their own and of each other's, three releases; the reader sees whole releases only."""
    root = Path(shutil.copytree(bases["folder"] / "released", tmp_path / "house"))
    for writer in range(4):
        for place in (writer, (writer + 1) % 4):
            path = tmp_path / str(writer) / f"2026-0{place + 2}" / f"crime-{place}.csv"
            write_boroughs(path, START + 1 + place, two_boroughs(seed=place))

    def start(*arguments: object) -> subprocess.Popen[str]:
        command = [sys.executable, "-m", "peelian.cli", *map(str, arguments), "--data", str(root)]
        return subprocess.Popen(command, env=ENVIRONMENT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)

    reader = subprocess.Popen([sys.executable, "-c", READER, str(root)], env=ENVIRONMENT, stdout=subprocess.PIPE,
                              stderr=subprocess.PIPE, text=True)  # fmt: skip
    writers = [start("load", tmp_path / str(writer)) for writer in range(4)]
    writers += [start("release") for _ in range(3)]
    ended = [(process.communicate(timeout=240), process.returncode) for process in writers]
    time.sleep(1)
    assert reader.poll() is None, reader.communicate()[1]
    reader.terminate()
    seen, _ = reader.communicate()
    assert [code for _, code in ended] == [0] * 7, ended
    house = House(root)
    assert len([item for item in house.lake if item.dataset == "mps-borough"]) == 5
    orders = [item.order for item in house.lake]
    assert len(set(orders)) == len(orders), "two snapshots have one place in the order of loading"
    ids = Releases(root).ids()
    assert len(ids) == 4
    assert all(verify(House(root), name).sound for name in ids)
    told = dict(line.split() for line in seen.splitlines())
    assert len(told) == len(seen.splitlines()), "one release had two figures"
    assert set(told) <= set(ids)
    assert bases["release"] in told


# --- out of room ---


def checked(root: Path, names: list[str], done: subprocess.CompletedProcess[str]) -> None:
    """It ended in words, and every release that was there verifies."""
    assert "Traceback" not in done.stderr, done.stderr
    assert done.returncode in (0, 2), done.stderr
    if done.returncode == 2:
        assert "cannot be written" in done.stderr
        assert "what was there before is whole" in done.stderr or "Choose another folder" in done.stderr
    for name in names:
        assert verify(House(root), name).sound
    assert not list((root / "tmp").glob("*")), "what was unfinished still takes room"


def finished(root: Path, *arguments: object) -> None:
    assert cli.main([*map(str, arguments), "--data", str(root)]) == 0
    newest = release(House(root))[0]
    assert verify(House(root), newest.id).sound


@pytest.mark.parametrize("command", ["load", "release"])
@pytest.mark.parametrize("most", [0, 100, 700, 1_500, 3_000, 6_000, 12_000, 100_000])
def test_no_file_may_grow_beyond_a_size(bases: dict[str, Any], tmp_path: Path, command: str, most: int) -> None:
    """The system's own way to refuse a write: at one size it is the original, at another a table, a part or the manifest."""
    root = Path(shutil.copytree(bases["folder"] / ("released" if command == "load" else "loaded"), tmp_path / "house"))
    arguments = [command, *([bases["new"]] if command == "load" else [])]
    done = subprocess.run(
        [sys.executable, "-m", "peelian.cli", *map(str, arguments), "--data", str(root)], env=ENVIRONMENT, text=True,
        capture_output=True, check=False, preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (most, most)),
    )  # fmt: skip
    checked(root, [bases["release"]], done)
    assert done.returncode == (2 if most < 700 else done.returncode)
    assert most < 100_000 or done.returncode == 0
    finished(root, *arguments)


@contextmanager
def small_disk(folder: Path, size: str) -> Iterator[Path]:
    """A disk of its own, in memory. Skips where none may be mounted."""
    folder.mkdir()
    done = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", f"size={size}", "peelian-test", str(folder)],
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        needed(f"a disk of its own: {done.stderr.strip() or 'mount is not allowed'}")
    try:
        yield folder
    finally:
        subprocess.run(["umount", "-l", str(folder)], check=True)


def test_a_disk_that_is_full(bases: dict[str, Any], tmp_path: Path) -> None:
    """A real one, with ever less room left; when there is room again, the same command completes."""
    with small_disk(tmp_path / "disk", "8m") as disk:
        outcomes = set()
        for free in (0, 8, 24, 48, 96, 1024):  # kilobytes
            for start, arguments in (("released", ["load", str(bases["new"])]), ("loaded", ["release"])):
                root = Path(shutil.copytree(bases["folder"] / start, disk / "house"))
                about = os.statvfs(disk)
                filler = disk / "filler"
                filler.write_bytes(b"x" * max(0, about.f_bavail * about.f_frsize - free * 1024))
                done = subprocess.run(
                    [sys.executable, "-m", "peelian.cli", *arguments, "--data", str(root)], env=ENVIRONMENT, text=True,
                    capture_output=True, check=False,
                )  # fmt: skip
                checked(root, [bases["release"]], done)
                outcomes.add((arguments[0], done.returncode))
                filler.unlink()
                finished(root, *arguments)
                shutil.rmtree(root)
        assert outcomes == {("load", 0), ("load", 2), ("release", 0), ("release", 2)}


# --- not to be written ---


def read_only_by_permission(root: Path) -> Iterator[Callable[..., subprocess.CompletedProcess[str]]]:
    for path in (root, *root.rglob("*")):
        path.chmod(0o500 if path.is_dir() else 0o400)
    yield bound
    for path in (root, *root.rglob("*")):
        path.chmod(0o700)


def read_only_by_mount(root: Path) -> Iterator[Callable[..., subprocess.CompletedProcess[str]]]:
    done = subprocess.run(
        ["mount", "--bind", "-o", "ro", str(root), str(root)], capture_output=True, text=True, check=False
    )
    if done.returncode:
        needed(f"a folder mounted to be read only: {done.stderr.strip() or 'mount is not allowed'}")
    try:
        yield bound
    finally:
        subprocess.run(["umount", "-l", str(root)], check=True)


@pytest.mark.parametrize("how", [read_only_by_permission, read_only_by_mount])
def test_a_house_that_may_only_be_read(bases: dict[str, Any], tmp_path: Path, how: Any) -> None:
    root = Path(shutil.copytree(bases["folder"] / "loaded", tmp_path / "house"))
    before = {path: path.stat().st_mtime_ns for path in root.rglob("*")}
    with contextmanager(how)(root) as peelian:
        for arguments in (["load", bases["new"]], ["release"]):
            done = peelian(*arguments, "--data", root)
            assert done.returncode == 2, done.stderr
            assert f"{root} cannot be written (" in done.stderr
            assert "Traceback" not in done.stderr
            told = json.loads(peelian(*arguments, "--data", root, "--json").stdout)
            assert told["error"]["code"] == "cannot-write"
        for arguments in (
            ["verify", bases["release"]],
            ["figure", "burglary", "E09000003", "2024-05"],
            ["snapshots"],
            ["releases"],
        ):
            done = peelian(*arguments, "--data", root)
            assert (done.returncode, done.stderr) == (0, ""), arguments
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


ASKED = (["figure", "burglary", "E09000003", "2024-05"], ["measures"], ["releases"], ["areas", "--measure", "burglary"])


@pytest.mark.parametrize("how", DAMAGE)
def test_a_damaged_part_is_told_and_never_shown(
    bases: dict[str, Any], tmp_path: Path, capsys: pytest.CaptureFixture[str], how: str
) -> None:
    """Whatever is asked is answered as before, or refused in words; the next release makes parts of another size again."""
    root = Path(shutil.copytree(bases["folder"] / "released", tmp_path / "house"))
    manifest = Releases(root).open(bases["release"]).manifest
    right = [run(capsys, *question, "--data", root) for question in ASKED]
    named = random.Random(SEED).sample(sorted(entry["sha256"] for entry in manifest["parts"]), 3)
    burglary = next(entry["sha256"] for entry in manifest["parts"]
                    if (entry["measure"], entry["area_kind"], entry["from"]) == ("burglary", "borough", "2024-01"))  # fmt: skip
    for sha256 in (
        *(manifest[place].removeprefix("sha256:") for place in ("areas", "catalogue", "changes")),
        burglary,
        *named,
    ):
        path = root / "parts" / sha256[:2] / sha256
        kept = path.read_bytes()
        damaged(path, how)
        code, said = run(capsys, "verify", bases["release"], "--data", root)
        assert code == 1, said
        assert "was altered" in said or "is missing" in said
        for question, answer in zip(ASKED, right, strict=True):
            code, said = run(capsys, *question, "--data", root)
            assert (code, said) == answer or (code == 2 and ("is damaged" in said or "cannot be read" in said)), said
        path.write_bytes(kept)
    for sha256 in {burglary, *named}:
        damaged(root / "parts" / sha256[:2] / sha256, how)
    code, said = run(capsys, "release", "--data", root)
    assert code == 0, said
    sound = [verify(House(root), name).sound for name in Releases(root).ids()]
    assert all(sound) if how in ("gone", "emptied", "cut off") else not sound[0], f"seed {SEED}"


@pytest.mark.parametrize("how", DAMAGE)
def test_what_changed_against_a_damaged_part_is_not_made_up(
    bases: dict[str, Any], tmp_path: Path, capsys: pytest.CaptureFixture[str], how: str
) -> None:
    """A release says what it changed: where that cannot be told any more, none is made until the part is restored."""
    root = Path(shutil.copytree(bases["folder"] / "loaded", tmp_path / "house"))
    for entry in Releases(root).open(bases["release"]).manifest["parts"]:
        if entry["measure"] == "burglary":
            damaged(root / "parts" / entry["sha256"][:2] / entry["sha256"], how)
    code, said = run(capsys, "release", "--data", root)
    assert code == 2, said
    assert "Restore the folder of parts from a backup" in said
    assert Releases(root).ids() == [bases["release"]]
    shutil.copytree(bases["folder"] / "released" / "parts", root / "parts", dirs_exist_ok=True)
    finished(root, "release")


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
