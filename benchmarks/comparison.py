"""What was timed: a job, who did it, how it went, and whether the aim was met."""

from __future__ import annotations

import statistics
from dataclasses import asdict, dataclass, field
from typing import Any

from benchmarks.processes import Run

OURS = "Peelian"


@dataclass(frozen=True)
class Aim:
    """What a job is to reach: a number at most, read from what is measured."""

    text: str
    measured: float
    most: float

    @property
    def met(self) -> bool:
        """Whether it does."""
        return self.measured <= self.most


@dataclass(frozen=True)
class Row:
    """A job done by one side, as often as it was run."""

    job: str
    who: str
    runs: list[Run]
    aims: list[Aim] = field(default_factory=list)

    @property
    def median(self) -> float:
        """Seconds by the clock."""
        return statistics.median(run.seconds for run in self.runs)

    @property
    def cpu(self) -> float:
        """Seconds of both processors, the middle run's."""
        return statistics.median(run.cpu for run in self.runs)

    @property
    def peak(self) -> float:
        """MB resident at the most, in any run."""
        return max(run.peak_mb for run in self.runs)

    def to_json(self) -> dict[str, Any]:
        """For docs."""
        seconds = sorted(run.seconds for run in self.runs)
        return {
            "job": self.job, "who": self.who, "seconds": [seconds[0], self.median, seconds[-1]], "cpu_seconds": self.cpu,
            "peak_mb": self.peak, "aims": [{**asdict(aim), "met": aim.met} for aim in self.aims],
            "runs": [asdict(run) for run in self.runs],
        }  # fmt: skip


def ratio(text: str, ours: list[Run], theirs: list[Run], most: float) -> Aim:
    """Our seconds as a multiple of theirs, medians of runs taken turn and turn about."""
    return Aim(
        text, statistics.median(run.seconds for run in ours) / statistics.median(run.seconds for run in theirs), most
    )
