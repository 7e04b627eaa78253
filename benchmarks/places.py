"""Where the benchmarks keep what they generate: ``PEELIAN_BENCH``, or ``.build/bench`` in the repository, which git ignores."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
CACHE = Path(os.environ.get("PEELIAN_BENCH") or ROOT / ".build" / "bench")

FILE_BYTES, HOUSE_BYTES, COPY_BYTES = 235, 260, 50
"""Bytes a row on the disk, a little generously: the generated files, a house that holds them, DuckDB's copy."""


def need_room(wanted: int, what: str) -> None:
    """Raise SystemExit where ``wanted`` bytes and a tenth more are not free."""
    CACHE.mkdir(parents=True, exist_ok=True)
    free = shutil.disk_usage(CACHE).free
    if free < wanted * 1.1:
        raise SystemExit(
            f"{what} need {wanted / 1e9:.0f} GB and a little more; {CACHE} has {free / 1e9:.0f} GB free. "
            f"Free some, set PEELIAN_BENCH to a folder on a larger disk, or ask for fewer rows."
        )
