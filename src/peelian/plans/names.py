"""Names in addresses: a few words of a title, and a name that nothing else has."""

from __future__ import annotations

import re
from collections.abc import Iterable


def name_of_words(text: str, words: int, otherwise: str) -> str:
    """The first words of a text as a name: lower-case letters and digits joined by hyphens; ``otherwise`` where it has none."""
    return "-".join(re.findall(r"[a-z0-9]+", text.lower())[:words]) or otherwise


def free_name(base: str, taken: Iterable[str]) -> str:
    """``base``, or ``base-2``, ``base-3`` and so on: the first that is not taken."""
    among, name, number = set(taken), base, 1
    while name in among:
        number += 1
        name = f"{base}-{number}"
    return name
