"""Every timed job is a process of its own: wall time, processor time and the most memory it ever held.

This module and whatever imports it into the parent stays small: a child starts with its parent's memory mark, so a parent that
held gigabytes would make every child look as large.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from benchmarks.places import ROOT


@dataclass(frozen=True)
class Run:
    """One run: seconds by the clock and by the processors, and MB resident at the most."""

    seconds: float
    cpu: float
    peak_mb: float


def timed(arguments: Sequence[object], settings: Mapping[str, str] | None = None, log: Path | None = None) -> Run:
    """Run ``python -m <arguments>`` alone. Raises SystemExit with the end of what it said where it fails."""
    os.sync()  # what the run before left to be written is not this run's burden
    log = log or Path(os.devnull)
    began = time.perf_counter()
    with log.open("wb") as out:
        child = subprocess.Popen(_python(arguments), cwd=ROOT, env=_environment(settings), stdout=out, stderr=out)
        _, status, used = os.wait4(child.pid, 0)
    seconds = time.perf_counter() - began
    child.returncode = os.waitstatus_to_exitcode(status)
    if child.returncode:
        told = log.read_text(errors="replace")[-2000:] if log.is_file() else ""
        raise SystemExit(f"{' '.join(map(str, arguments))} ended with {child.returncode}:\n{told}")
    return Run(seconds, used.ru_utime + used.ru_stime, used.ru_maxrss / 1024)


def answer(arguments: Sequence[object], settings: Mapping[str, str] | None = None) -> Any:
    """What ``python -m <arguments>`` prints, as JSON. Raises SystemExit where it fails."""
    done = subprocess.run(_python(arguments), cwd=ROOT, env=_environment(settings), stdout=subprocess.PIPE, check=False)
    if done.returncode:
        raise SystemExit(f"{' '.join(map(str, arguments))} ended with {done.returncode}")
    return json.loads(done.stdout)


def _python(arguments: Sequence[object]) -> list[str]:
    return [sys.executable, "-m", *map(str, arguments)]


def _environment(settings: Mapping[str, str] | None) -> dict[str, str]:
    ours = {name for name in os.environ if name.startswith("PEELIAN_")} - {"PEELIAN_BENCH"}
    kept = {name: value for name, value in os.environ.items() if name not in ours}
    return {**kept, **(settings or {})}


class Noise:
    """How steady the machine is: the same small work, timed beside every run; and how much else it has to do."""

    def __init__(self) -> None:
        self.seconds: list[float] = []
        self.load: list[float] = []

    def probe(self) -> None:
        """Time it once more."""
        began = time.perf_counter()
        sum(range(4_000_000))
        self.seconds.append(time.perf_counter() - began)
        self.load.append(os.getloadavg()[0])

    def to_json(self) -> dict[str, float]:
        """The slowest and the middle probe as multiples of the fastest, and the load before the runs."""
        ranked, load = sorted(self.seconds), sorted(self.load)
        middle = len(ranked) // 2
        return {
            "slowest": ranked[-1] / ranked[0],
            "middle": ranked[middle] / ranked[0],
            "load_middle": load[middle],
            "load_most": load[-1],
        }
