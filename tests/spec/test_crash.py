"""Killed at any moment: nothing half-written is ever seen, what was there before stays, and running again completes."""

from __future__ import annotations

import random
import subprocess
import sys
import time
from pathlib import Path

import pytest
from tests.conftest import ROOT
from tests.support.wide import two_boroughs, write_boroughs

from peelian.figures.house import House
from peelian.figures.loading import load
from peelian.figures.periods import month_ordinal
from peelian.figures.releases import Releases, release, verify

START = month_ordinal(2024, 1)
KILLS = 6
"""Points tried in each run, drawn anew every time; set the seed that a failure prints to repeat it."""


@pytest.fixture
def prepared(tmp_path: Path) -> tuple[House, str]:
    """A house with a release, and two new files waiting."""
    house = House(tmp_path / "house")
    load(house, [write_boroughs(tmp_path / "first" / "2026-01" / "crime.csv", START, two_boroughs())])
    made, _ = release(house)
    write_boroughs(tmp_path / "next" / "2026-02" / "crime.csv", START + 1, two_boroughs(seed=1))
    write_boroughs(tmp_path / "next" / "2026-03" / "crime.csv", START + 2, two_boroughs(seed=2))
    return house, made.id


def crash(step: int, *arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, str(ROOT / "tests" / "support" / "crash.py"), str(step), *arguments]
    return subprocess.run(
        command, capture_output=True, text=True, check=False, env={"PYTHONPATH": f"{ROOT / 'src'}:{ROOT}"}
    )


def test_killed_at_any_step_of_a_load(prepared: tuple[House, str], tmp_path: Path) -> None:
    house, first = prepared
    arguments = ("load", str(tmp_path / "next"), "--data", str(house.root))
    dry = crash(0, "load", str(tmp_path / "next"), "--data", str(tmp_path / "dry"))
    steps = int(dry.stdout.rsplit("steps ", 1)[1])
    for step in random.Random(time.time_ns()).sample(range(1, steps), KILLS):
        killed = crash(step, *arguments)
        assert killed.returncode in (-9, 0), f"step {step}: {killed.stderr}"
        for snapshot in House(house.root).lake:
            assert snapshot.table().num_rows == snapshot.rows, f"step {step}"
            assert snapshot.original.stat().st_size == snapshot.size, f"step {step}"
        assert verify(House(house.root), first).sound, f"step {step}"
    done = crash(0, *arguments)
    assert done.returncode == 0, done.stderr
    assert len(list(House(house.root).lake)) == 8  # three of crime, five of printed tables
    assert not (house.root / "tmp").exists()


def test_killed_at_any_step_of_a_release(prepared: tuple[House, str], tmp_path: Path) -> None:
    house, first = prepared
    load(house, [tmp_path / "next"])
    dry = crash(0, "release", "--data", str(house.root))
    steps = int(dry.stdout.rsplit("steps ", 1)[1])
    known = len(Releases(house.root).ids())
    for step in random.Random(time.time_ns()).sample(range(1, steps), KILLS):
        killed = crash(step, "release", "--data", str(house.root))
        assert killed.returncode in (-9, 0), f"step {step}: {killed.stderr}"
        for name in Releases(house.root).ids():
            assert Releases(house.root).open(name).changes is not None, f"step {step}: {name} is not whole"
    assert verify(House(house.root), first).sound
    done = crash(0, "release", "--data", str(house.root))
    assert done.returncode == 0, done.stderr
    newest = Releases(house.root).ids()[-1]
    assert len(Releases(house.root).ids()) >= known + 1
    assert verify(House(house.root), newest).sound


@pytest.mark.parametrize("run", range(2))
def test_killed_at_any_moment(prepared: tuple[House, str], tmp_path: Path, run: int) -> None:
    """By the clock instead of by the step: whatever the process is doing."""
    house, first = prepared
    environment = {"PYTHONPATH": str(ROOT / "src")}
    command = [sys.executable, "-m", "peelian.cli", "load", str(tmp_path / "next"), "--data", str(house.root)]
    process = subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL)
    time.sleep(random.Random(time.time_ns()).uniform(0.1, 1.0))
    process.kill()
    process.wait()
    assert verify(House(house.root), first).sound
    assert subprocess.run(command, env=environment, check=False, stdout=subprocess.DEVNULL).returncode == 0
    assert verify(House(house.root), release(House(house.root))[0].id).sound
