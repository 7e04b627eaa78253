"""Where the benchmarks keep what they generate: ``PEELIAN_BENCH``, or ``.build/bench`` in the repository, which git ignores."""

from __future__ import annotations

import os
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
CACHE = Path(os.environ.get("PEELIAN_BENCH") or ROOT / ".build" / "bench")
