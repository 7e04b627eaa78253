"""Four people press the same button at the same moment, on SQLite and on PostgreSQL: one is first, the others are told so in words.

Each is a process of its own with its own connection. What may happen once happens once, numbers that are given out are all
different, and nobody sees a failure of the database.
"""

from __future__ import annotations

import json
import subprocess
import uuid
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from tests.support.installations import Installation, new_database
from tests.support.racing import RACES

RACERS = 4
EACH_ITS_OWN = {"begin-decision", "raise", "plan", "answer"}
"""What everybody does for themselves: all are done, and no two are given one number."""


class Track:
    """An office with what is raced for, and the racers, who wait for the name of a race."""

    def __init__(self, installation: Installation) -> None:
        self.installation = installation
        self.racers = [
            installation.start("tests.support.racing", place, stdin=subprocess.PIPE) for place in range(RACERS)
        ]
        assert [self._said(one) for one in self.racers] == ["ready"] * RACERS

    def race(self, name: str) -> list[dict[str, Any]]:
        """What came of it, by racer."""
        for one in self.racers:
            assert one.stdin is not None
            one.stdin.write(f"{name}\n")
            one.stdin.flush()
        return [json.loads(self._said(one)) for one in self.racers]

    def close(self) -> None:
        """No more races."""
        for one in self.racers:
            one.communicate(timeout=60)

    def _said(self, racer: subprocess.Popen[str]) -> str:
        assert racer.stdout is not None
        line = racer.stdout.readline().strip()
        assert line, racer.communicate()[1]
        return line


@pytest.fixture(scope="module", params=["sqlite", "postgres"])
def track(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Track]:
    root: Path = tmp_path_factory.mktemp(f"racing-{request.param}") / "house"
    root.mkdir()
    address = ""
    if request.param == "postgres":
        address = new_database(request.getfixturevalue("postgres"), f"racing_{uuid.uuid4().hex[:8]}")
    made = Installation(root, address, {"PEELIAN_PACK": "london"})
    made.run("office", "prepare")
    preparing = made.start("tests.support.racing", "prepare")
    _, failed = preparing.communicate(timeout=300)
    assert preparing.returncode == 0, failed
    found = Track(made)
    yield found
    found.close()


@pytest.mark.parametrize("name", [*RACES])
def test_what_happens_once_happens_once_and_the_others_are_told(track: Track, name: str) -> None:
    told = track.race(name)
    done = [one["done"] for one in told if "done" in one]
    if name in EACH_ITS_OWN:
        assert len(set(done)) == RACERS, told
    else:
        assert len(done) == 1, told
        assert all(one["refused"] and one["words"] for one in told if "done" not in one)


def test_the_record_of_who_did_what_is_whole_afterwards(track: Track) -> None:
    assert track.installation.json("audit", "verify")["sound"]
