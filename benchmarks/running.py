"""A release in a process that is already running, as a worker has it: ``python -m benchmarks.running HOUSE PACK FILE``.

Prints seconds by the clock as JSON: ``full`` from nothing, ``month`` after one more file, ``judging`` the full one's judgements
alone (they are in ``full`` too). The first full release, which imports what it needs, is not counted.
"""

from __future__ import annotations

import gc
import json
import shutil
import sys
import time
from pathlib import Path

from benchmarks.command import hide
from benchmarks.ours import VINTAGE

from peelian.cli import OBJECTS
from peelian.figures.house import House
from peelian.figures.loading import load
from peelian.figures.releases.build import release
from peelian.figures.releases.judging import judged
from peelian.figures.releases.release import Releases


def main(root: Path, pack: str, file: Path) -> dict[str, float]:
    """The house holds every month but the file's."""
    gc.set_threshold(OBJECTS)  # as in every process that the command starts
    house = House(root, pack)
    found = {}
    for _ in range(2):
        for name in ("releases", "parts", "blocks"):
            shutil.rmtree(root / name, ignore_errors=True)
        found["full"] = _seconds(house)
    made, began = Releases(root).newest(), time.perf_counter()
    assert made is not None
    judged(made)
    found["judging"] = time.perf_counter() - began
    load(house, [file], vintage=VINTAGE)
    found["month"] = _seconds(house)
    return found


def _seconds(house: House) -> float:
    began = time.perf_counter()
    release(house)
    return time.perf_counter() - began


if __name__ == "__main__":
    hide()
    print(json.dumps(main(Path(sys.argv[1]), sys.argv[2], Path(sys.argv[3]))))
