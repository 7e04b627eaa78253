"""One text for the same data, so that a hash of it says whether the data are the same."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from dataclasses import fields, is_dataclass
from typing import Any


def canonical(data: Any) -> str:
    """JSON with sorted keys and no spaces: the same data always gives the same bytes."""
    return json.dumps(data, sort_keys=True, separators=(",", ":"), ensure_ascii=False, default=_plain)


def _plain(value: Any) -> Any:
    """Dates as they are written, records by their fields; every other collection as a list."""
    if isinstance(value, dt.date):
        return value.isoformat()
    return {item.name: getattr(value, item.name) for item in fields(value)} if is_dataclass(value) else list(value)


def sha256_of(data: Any) -> str:
    """SHA-256 of the canonical text of data."""
    return hashlib.sha256(canonical(data).encode()).hexdigest()
