"""Two hundred kills, several writers at once, a disk that is full or read-only: what was there stays, a rerun completes."""

from __future__ import annotations

import json
import os
import random
import shutil
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from tests.conftest import ROOT
from tests.support import tables

from peelian.figures.house import House
from peelian.figures.loading import load
from peelian.figures.periods import Period
from peelian.figures.releases.build import release
from peelian.figures.releases.figure import figure
from peelian.figures.releases.release import Releases
from peelian.figures.releases.verify import verify

PACK = "city-of-london"
KILLS = 100
"""Of a load, and as many of a release."""
LATEST = Period.parse("2024-03")
ENVIRONMENT = {"PYTHONPATH": f"{ROOT / 'src'}:{ROOT}", "PATH": os.environ.get("PATH", ""), "LC_ALL": "C.UTF-8"}


def month(folder: Path, text: str, crimes: int) -> Path:
    """A small street-level file of the City: so many burglaries, an incident, a crime without a place."""
    rows = [[*row[:1], text, *row[2:]] for row in (*[tables.STREET[0]] * crimes, *tables.STREET[1:])]
    for place, row in enumerate(rows[:crimes]):
        row[0] = f"{place + 1:064x}"
    folder.mkdir(parents=True, exist_ok=True)
    return tables.save(folder, tables.table(tables.STREET_HEADER, rows), f"{text}-city-of-london-street.csv")


class Killer:
    """The process of tests/support/killing.py. One at a time asks it."""

    def __init__(self) -> None:
        command = [sys.executable, str(ROOT / "tests" / "support" / "killing.py")]
        self.process = subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=ENVIRONMENT, text=True
        )
        self.turn = threading.Lock()

    def run(self, step: int, *arguments: str | Path, limit: int | None = None) -> dict[str, Any]:
        """Run ``peelian`` and kill it at a step."""
        assert self.process.stdin and self.process.stdout
        task = {"step": step, "arguments": [str(argument) for argument in arguments], "limit": limit}
        with self.turn:
            self.process.stdin.write(json.dumps(task) + "\n")
            self.process.stdin.flush()
            return dict(json.loads(self.process.stdout.readline()))

    def close(self) -> None:
        """End it."""
        assert self.process.stdin and self.process.stdout
        self.process.stdin.close()
        self.process.wait(10)
        self.process.stdout.close()


@dataclass(frozen=True)
class Start:
    """A house with two releases, files that are waiting, and who kills."""

    root: Path
    waiting: Path
    known: tuple[str, ...]
    killer: Killer

    def again(self, folder: Path) -> Path:
        """The house as it was, elsewhere."""
        shutil.rmtree(folder, ignore_errors=True)
        shutil.copytree(self.root, folder)
        return folder


@pytest.fixture(scope="module")
def start(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Start]:
    folder = tmp_path_factory.mktemp("kills")
    house = House(folder / "house", pack=PACK)
    for vintage, crimes in (("2024-04", 3), ("2024-05", 4)):
        load(
            house,
            [month(folder / vintage, "2024-01", crimes), month(folder / vintage, "2024-02", crimes)],
            vintage=vintage,
        )
        release(house)
    month(folder / "waiting", "2024-02", 6)
    month(folder / "waiting", "2024-03", 7)
    killer = Killer()
    yield Start(house.root, folder / "waiting", tuple(Releases(house.root).ids()), killer)
    killer.close()


def check_whole(root: Path, known: tuple[str, ...], told: str) -> None:
    """Every release that was there verifies, and everything that is seen is whole."""
    house = House(root)
    releases = Releases(root)
    assert set(known) <= set(releases.ids()), told
    for snapshot in house.lake:
        assert house.lake.holds(snapshot.sha256), f"{told}: {snapshot.file} is half there"
    for name in releases.ids():
        verdict = verify(house, name)
        assert verdict.sound, f"{told}: {name}: {verdict.failures[:2]}"


def check_completes(root: Path, waiting: Path, told: str) -> None:
    """Loading and releasing again ends as if nothing had happened."""
    reports = load(House(root), [waiting], vintage="2024-06")
    assert [report.outcome for report in reports] == ["accepted-with-warnings"] * 2 or all(
        report.unchanged or report.outcome.startswith("accepted") for report in reports
    ), told
    made, _ = release(House(root))
    assert figure(made, "street-burglary", "E23000034", LATEST).value == 7, told
    assert figure(made, "street-burglary", "E23000034", Period.parse("2024-02")).value == 6, told
    assert verify(House(root), made.id).sound, told
    assert not (root / "tmp").exists(), told


def points(steps: int, seed: int) -> list[int]:
    """So many steps to be killed at: every one where there are few, else drawn."""
    every = list(range(1, steps + 1))
    chance = random.Random(seed)
    return sorted(chance.sample(every, KILLS)) if len(every) >= KILLS else [chance.choice(every) for _ in range(KILLS)]


def test_a_load_may_be_killed_at_any_step(start: Start, tmp_path: Path) -> None:
    arguments = ("load", start.waiting, "--vintage", "2024-06", "--data")
    steps = start.killer.run(0, *arguments, start.again(tmp_path / "dry"))["steps"]
    assert steps > 30
    seed = time.time_ns()
    died = 0
    for place, step in enumerate(points(steps, seed)):
        told = f"seed {seed}, step {step} of {steps}"
        root = start.again(tmp_path / "house")
        answer = start.killer.run(step, *arguments, root)
        died += answer["status"] == -9
        assert answer["status"] in (-9, 0), f"{told}: {answer['said']}"
        check_whole(root, start.known, told)
        if place % 4 == 0:
            check_completes(root, start.waiting, told)
    assert died >= KILLS * 0.9


def test_a_release_may_be_killed_at_any_step(start: Start, tmp_path: Path) -> None:
    loaded = start.again(tmp_path / "loaded")
    load(House(loaded), [start.waiting], vintage="2024-06")
    dry = tmp_path / "dry"
    shutil.copytree(loaded, dry)
    steps = start.killer.run(0, "release", "--data", dry)["steps"]
    assert steps > 30
    seed = time.time_ns()
    died = 0
    for place, step in enumerate(points(steps, seed)):
        told = f"seed {seed}, step {step} of {steps}"
        root = tmp_path / "house"
        shutil.rmtree(root, ignore_errors=True)
        shutil.copytree(loaded, root)
        answer = start.killer.run(step, "release", "--data", root)
        died += answer["status"] == -9
        assert answer["status"] in (-9, 0), f"{told}: {answer['said']}"
        check_whole(root, start.known, told)
        if place % 4 == 0:
            check_completes(root, start.waiting, told)
    assert died >= KILLS * 0.9


@pytest.mark.parametrize("run", range(6))
def test_killed_by_the_clock_over_and_over(start: Start, tmp_path: Path, run: int) -> None:
    """Not by the step: whatever the process and its threads are doing. The same house is hit five times in a row."""
    root = start.again(tmp_path / "house")
    chance = random.Random(time.time_ns())
    for _ in range(5):
        command = [sys.executable, "-m", "peelian.cli", *(("load", str(start.waiting), "--vintage", "2024-06") if run % 2 else
                   ("release",)), "--data", str(root)]  # fmt: skip
        process = subprocess.Popen(command, env=ENVIRONMENT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        time.sleep(chance.uniform(0.2, 1.2))
        process.kill()
        process.wait()
        check_whole(root, start.known, f"run {run}")
    check_completes(root, start.waiting, f"run {run}")


def test_several_may_load_and_release_at_once_while_others_read(start: Start, tmp_path: Path) -> None:
    root = start.again(tmp_path / "house")
    for number in range(4):
        month(tmp_path / f"of-{number}", f"2024-{number + 5:02d}", 10 + number)
    commands = [["load", str(tmp_path / f"of-{number}"), "--vintage", "2024-09"] for number in range(4)]
    commands += [["load", str(tmp_path / "of-0"), "--vintage", "2024-09"], ["release"], ["release"]]
    commands += [["figure", "street-burglary", "E23000034", "2024-01"]] * 3

    def run(arguments: list[str]) -> subprocess.CompletedProcess[str]:
        return subprocess.run([sys.executable, "-m", "peelian.cli", *arguments, "--data", str(root)], env=ENVIRONMENT,
                              capture_output=True, text=True, check=False)  # fmt: skip

    with ThreadPoolExecutor(len(commands)) as pool:
        done = list(pool.map(run, commands))
    for arguments, answer in zip(commands, done, strict=True):
        assert answer.returncode == 0, (arguments, answer.stderr)
    assert all("City of London Police area, January 2024: 4 " in answer.stdout for answer in done[-3:])
    check_whole(root, start.known, "at once")
    made, _ = release(House(root))
    for number in range(4):
        assert figure(made, "street-burglary", "E23000034", Period.parse(f"2024-{number + 5:02d}")).value == 10 + number
    assert len({snapshot.order for snapshot in House(root).lake}) == len(list(House(root).lake))


@pytest.mark.parametrize("limit", [0, 1, 40, 200, 600, 1_000, 3_000, 9_000])
@pytest.mark.parametrize("command", ["load", "release"])
def test_a_file_that_cannot_be_written_whole_is_said_and_leaves_nothing(
    start: Start, tmp_path: Path, command: str, limit: int
) -> None:
    """As on a disk that fills up in the middle of any file: every file may have so many bytes."""
    root = start.again(tmp_path / "house")
    if command == "release":
        load(House(root), [start.waiting], vintage="2024-06")
    arguments = ("load", start.waiting, "--vintage", "2024-06") if command == "load" else ("release",)
    answer = start.killer.run(0, *arguments, "--data", root, limit=limit or 1)
    if answer["status"] != 0:
        assert answer["status"] == 2, answer["said"]
        assert "cannot be written" in answer["said"]
        assert "Traceback" not in answer["said"]
    assert limit >= 3_000 or answer["status"] == 2
    check_whole(root, start.known, f"{command}, {limit} bytes")
    check_completes(root, start.waiting, f"{command}, {limit} bytes")


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of 3 MiB, where this machine lets us mount one."""
    folder = tmp_path / "disk"
    folder.mkdir()
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=3m", "tmpfs", str(folder)], capture_output=True, check=False
    )
    if mounted.returncode:
        pytest.skip("no small disk can be mounted here: the limit on files above stands in for it")
    yield folder
    subprocess.run(["umount", str(folder)], check=True)


def test_a_disk_that_is_full_is_said_and_loses_nothing(start: Start, tmp_path: Path, small_disk: Path) -> None:
    root = small_disk / "house"
    house = House(root, pack=PACK)
    load(house, [month(tmp_path / "first", "2024-01", 3)], vintage="2024-04")
    made, _ = release(house)
    for number in range(150):
        month(tmp_path / "many", f"20{10 + number // 12}-{number % 12 + 1:02d}", 90)
    for arguments in (("load", tmp_path / "many"), ("release",)):
        answer = start.killer.run(0, *arguments, "--data", root)
        assert answer["status"] == 2, answer["said"]
        assert "cannot be written (No space left on device)" in answer["said"]
        assert "Traceback" not in answer["said"]
        assert verify(House(root), made.id).sound
    grown = tmp_path / "grown"
    shutil.copytree(root, grown)  # the disk is given more room
    load(House(grown), [tmp_path / "many"])
    assert verify(House(grown), release(House(grown))[0].id).sound


def test_a_folder_that_is_read_only_is_said_and_still_read(start: Start, tmp_path: Path) -> None:
    root = start.again(tmp_path / "house")
    bound = subprocess.run(["mount", "--bind", "-o", "ro", str(root), str(root)], capture_output=True, check=False)
    if bound.returncode:
        if os.geteuid() == 0:
            pytest.skip("nothing is read-only for root here, and no folder can be mounted so")
        for path in [root, *root.rglob("*")]:
            path.chmod(path.stat().st_mode & ~0o222)
    try:
        for arguments in (("load", start.waiting), ("release",)):
            answer = start.killer.run(0, *arguments, "--data", root)
            assert answer["status"] == 2, answer["said"]
            assert "cannot be written" in answer["said"]
            assert "Traceback" not in answer["said"]
        read = start.killer.run(0, "figure", "street-burglary", "E23000034", "2024-01", "--data", root)
        assert read["status"] == 0, read["said"]
        check_whole(root, start.known, "read-only")
    finally:
        if not bound.returncode:
            subprocess.run(["umount", str(root)], check=True)
