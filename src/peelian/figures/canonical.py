"""One text for the same data, so that a hash of it says whether the data are the same."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from typing import Any


def canonical(data: Any) -> str:
    """JSON with sorted keys and no spaces: the same data always gives the same bytes."""
    return json.dumps(data, sort_keys=True, separators=(",", ":"), ensure_ascii=False, default=_plain)


def _plain(value: Any) -> Any:
    """Dates as they are written; every other collection as a list."""
    return value.isoformat() if isinstance(value, dt.date) else list(value)


def sha256_of(data: Any) -> str:
    """SHA-256 of the canonical text of data."""
    return hashlib.sha256(canonical(data).encode()).hexdigest()
