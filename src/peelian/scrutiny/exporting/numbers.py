"""Whole numbers for records that are named by words, because other programs want numbers.

ModernGov numbers its committees, meetings, items and attachments, and its clients keep the numbers as keys. Ours come from the
records' own names: the first 31 bits of a SHA-256, so that every installation that serves the same record gives it the same number
without a table, and no number has to be kept. Two names of one kind can meet (one chance in 430,000 among 100 committees, one in
170 among 5,000 meetings). Then the name that is older in the list keeps its number, and the other takes the next 31 bits of its
hash: a record that is added later never takes a number from one that was served.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator

from peelian.figures.errors import PeelianError

BITS = 31
"""Clients hold numbers as 32-bit integers with a sign."""
_WINDOWS = 8


def numbered(kind: str, names: Iterable[str], bits: int = BITS) -> dict[str, int]:
    """A number from 1 on for each name, in the order in which they are given: the oldest first.

    Raises PeelianError where a name finds no free number, which ``bits`` as few as a test's can bring about.
    """
    found: dict[str, int] = {}
    taken: set[int] = set()
    for name in names:
        if name in found:
            continue
        free = next((one for one in _candidates(kind, name, bits) if one and one not in taken), None)
        if free is None:
            raise PeelianError(
                "no-number", f"No number is free for the {kind} {name}.", "Give it another name.", {kind: name}
            )
        found[name] = free
        taken.add(free)
    return found


def number_of(kind: str, name: str) -> int:
    """The number of a name that nothing has to be found by (an attendee, a place)."""
    return next(one for one in _candidates(kind, name, BITS) if one)


def _candidates(kind: str, name: str, bits: int) -> Iterator[int]:
    digest = hashlib.sha256(f"{kind}:{name}".encode()).digest()
    for start in range(_WINDOWS):
        yield int.from_bytes(digest[start * 4 : start * 4 + 4], "big") & ((1 << bits) - 1)
