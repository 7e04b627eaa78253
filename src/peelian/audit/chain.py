"""How an event is sealed: pure functions over plain values, so that anyone can recompute the chain from an export.

An event's hash covers everything in it and the hash of the event before. A value about a person is not in the event but kept
apart; the event holds the hash of the value and a random salt. So the value can be erased when the law asks for it, and the chain
still holds; what was erased cannot be guessed from its hash, because the salt goes with it.
"""

from __future__ import annotations

import hashlib
import json
from typing import Any

BEGINNING = "0" * 64
"""What the first event follows."""
SEALED = ("number", "at", "action", "actor", "organisation", "subject", "label", "changes", "apart", "previous")
"""The parts of an event that its hash covers, in this order."""


def canonical(value: Any) -> bytes:
    """One byte string for one value: keys sorted, no blanks, UTF-8."""
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()


def hash_of(event: dict[str, Any]) -> str:
    """The hash of an event's sealed parts (SHA-256, hexadecimal). Raises KeyError where one is missing."""
    return hashlib.sha256(canonical([event[name] for name in SEALED])).hexdigest()


def commitment(salt: str, value: Any) -> str:
    """What an event holds in place of a value that is kept apart."""
    return hashlib.sha256(salt.encode() + canonical(value)).hexdigest()
