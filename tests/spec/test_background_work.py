"""Background work survives whatever happens to the processes that do it, on SQLite and on PostgreSQL."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path
from typing import Any

from tests.spec.test_kills import month
from tests.support.installations import Installation

from peelian.figures.house import House
from peelian.figures.releases.build import release
from peelian.figures.releases.verify import verify

FAST = {"PEELIAN_WORKER_LOST": "1.2", "PEELIAN_WORKER_PAUSES": "0.01"}


def killed(installation: Installation, how: str, folder: Path) -> dict[str, Any]:
    """What the process of tests/support/working.py tells."""
    installation.settings = FAST
    process = installation.start("tests.support.working", how, folder)
    out, said = process.communicate(timeout=120)
    assert process.returncode == 0, said[-3000:]
    return dict(json.loads(out))


def check_done_once(told: dict[str, Any]) -> None:
    """Every job is done, and had its effect exactly once."""
    assert told["last"] == 0
    assert {item[1] for item in told["jobs"]} == {"done"}, told
    steps = [item[3] for item in told["jobs"] if item[0] == "test.steps"]
    assert Counter(told["effects"]) == Counter(steps), told["seed"]
    assert told["sound"], "the audit is whole"


def test_workers_may_be_killed_at_any_moment(installation: Installation, tmp_path: Path) -> None:
    """Twenty-five kills by the clock while jobs run and real files are loaded: all end done, each once in effect."""
    for number in range(1, 7):
        month(tmp_path / "files", f"2024-{number:02d}", 3 + number)
    told = killed(installation, "clock", tmp_path / "files")
    assert told["killed"] >= 20
    check_done_once(told)
    house = House(installation.root)
    assert len(list(house.lake)) == 6
    assert all(house.lake.holds(snapshot.sha256) for snapshot in house.lake)
    made, _ = release(house)
    assert verify(house, made.id).sound


def test_a_worker_may_be_killed_at_any_statement(installation: Installation, tmp_path: Path) -> None:
    """One dies before and after every statement and commit between taking a job and telling the queue that it is over."""
    told = killed(installation, "statement", tmp_path)
    assert told["killed"] > 20
    check_done_once(told)
