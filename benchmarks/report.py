"""What was measured, as Markdown for people and JSON for docs."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from benchmarks.comparison import Row

HEADER = ("job", "who", "seconds: min · median · max", "processor seconds", "peak MB", "aim", "measured", "met")


def table(header: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A Markdown table."""
    lines = [header, ["---"] * len(header), *rows]
    return "\n".join("| " + " | ".join(line) + " |" for line in lines)


def jobs_table(rows: Iterable[Row]) -> str:
    """Every job and side; a line of its own for each aim after the first."""
    lines: list[list[str]] = []
    for row in rows:
        data = row.to_json()
        told = [
            row.job,
            row.who,
            " · ".join(f"{value:.2f}" for value in data["seconds"]),
            f"{row.cpu:.1f}",
            f"{row.peak:,.0f}",
        ]
        aims = [[aim.text, f"{aim.measured:.2f}", "yes" if aim.met else "**no**"] for aim in row.aims] or [[""] * 3]
        lines.append([*told, *aims[0]])
        lines += [[""] * 5 + aim for aim in aims[1:]]
    return table(HEADER, lines)


def lookups_table(found: dict[str, Any]) -> str:
    """Look-ups in a process that has everything open; the aim is for ours."""
    names = {"figure": "one figure", "page": "one page of 48 areas"}
    lines = []
    for key, name in names.items():
        ours, theirs = found[key]["ours"], found[key]["theirs"]
        met = "yes" if ours["median"] < 1000 else "**no**"
        lines.append(
            [
                name,
                *(_time(ours[each]) for each in ("min", "median", "p95")),
                _time(theirs["median"]),
                "under 1 ms",
                met,
            ]
        )
    cold = found["first"]
    lines.append(["first figure of a measure", *(_time(cold[each]) for each in ("min", "median", "p95")), "", "", ""])
    return table(
        ("look-up", "ours: min", "median", "95 in 100 under", "DuckDB on its Parquet, median", "aim", "met"), lines
    )


def _time(microseconds: float) -> str:
    return f"{microseconds:.0f} µs" if microseconds < 1000 else f"{microseconds / 1000:.1f} ms"


def checksums_table(found: dict[str, list[Any]]) -> str:
    """Every measure's sum and checksum, the same on every side."""
    lines = [
        [name, f"{count:,}", f"{total:,}", f"{int(checksum):016x}"] for name, (count, total, checksum) in found.items()
    ]
    return table(("measure", "figures", "sum", "checksum"), lines)


def noise_text(noise: dict[str, float]) -> str:
    """How far to trust the seconds."""
    return (
        f"Noise: the same small work, timed before every run, took up to {noise['slowest']:.1f} times its best, "
        f"{noise['middle']:.1f} in the middle; load average then {noise['load_middle']:.1f} in the middle, "
        f"{noise['load_most']:.1f} at most."
    )


def write(folder: Path, name: str, title: str, text: str, data: dict[str, Any]) -> None:
    """Print the text; keep it as ``name.md`` beside ``name.json``."""
    text = f"# {title}\n\n{text}"
    print(text)
    folder.mkdir(parents=True, exist_ok=True)
    (folder / f"{name}.md").write_text(text + "\n", encoding="utf-8")
    (folder / f"{name}.json").write_text(json.dumps(data, indent=1) + "\n", encoding="utf-8")
