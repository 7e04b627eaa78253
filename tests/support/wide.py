"""Small files in the publishers' forms, for tests that need no real ones."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from peelian.figures.periods import month_text

Counts = Mapping[tuple[str, str, str], Sequence[int]]


def write_boroughs(path: Path, first: int, rows: Counts, *, header: str = "BoroughName") -> Path:
    """A wide borough file: (major, minor, borough) -> counts from month ``first`` on."""
    months = len(next(iter(rows.values())))
    names = [month_text(first + step).replace("-", "") for step in range(months)]
    lines = [",".join(["MajorText", "MinorText", header, *names])]
    lines += [",".join([*key, *map(str, counts)]) for key, counts in rows.items()]
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def two_boroughs(seed: int = 0, months: int = 24) -> Counts:
    """Burglary and shoplifting in Barnet and Havering, numbers that are easy to add."""
    return {
        ("BURGLARY", "RES BURGLARY OF A HOME", "Barnet"): [100 + seed + step for step in range(months)],
        ("BURGLARY", "RES BURGLARY OF A HOME", "Havering"): [50 + seed] * months,
        ("THEFT", "SHOPLIFTING", "Havering"): [10 + seed] * months,
    }
