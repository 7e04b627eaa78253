"""Known names in a text: which bodies a sentence speaks of, by their names, short names and what else they are called."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

_LEADING = re.compile(r"^(?:the|her majesty[’']s|his majesty[’']s|hm)\s+", re.IGNORECASE)
_DEFINED = re.compile(
    r"((?:[A-Z][\w’']*|of|for|and|the|&)(?:\s+(?:[A-Z][\w’']*|of|for|and|the|&)){1,9})\s+\(([A-Z][A-Za-z&]{1,9})\)"
)
"""A name with its abbreviation behind it, as documents introduce one."""


@dataclass(frozen=True)
class Naming:
    """A name found: whose, and where in the text it begins and ends."""

    id: str
    start: int
    end: int


class Names:
    """A look-up of bodies by any of their names, made once for a document."""

    def __init__(self, names: Mapping[str, Iterable[str]]) -> None:
        """``names``: by id of the body, everything it is called."""
        self._ids = {_key(name): identity for identity, several in names.items() for name in several if name.strip()}
        parts = sorted(self._ids, key=len, reverse=True)
        # capitals matter in short names only: Met is not met
        self._pattern = re.compile(
            r"(?<![\w-])(?:" + "|".join(_spelt(part) for part in parts) + r")(?![\w-])" if parts else r"(?!)"
        )

    def with_abbreviations_of(self, text: str) -> Names:
        """The same with abbreviations that the document itself introduces behind a known name."""
        more: dict[str, list[str]] = {}
        for name, identity in self._ids.items():
            more.setdefault(identity, []).append(name)
        for match in _DEFINED.finditer(text):
            words = match[1].split()
            for first in range(len(words)):
                whole = _key(" ".join(words[first:]))
                if whole in self._ids:
                    more[self._ids[whole]].append(match[2])
                    break
        return Names(more)

    def find(self, text: str) -> list[Naming]:
        """Every naming in a text, in its order; the longest name wins."""
        text = text.replace("’", "'")
        return [Naming(self._ids[_key(match[0])], match.start(), match.end()) for match in self._pattern.finditer(text)]

    def ids_in(self, text: str) -> tuple[str, ...]:
        """The bodies that a text names, each once, in order."""
        return tuple(dict.fromkeys(naming.id for naming in self.find(text)))


def _key(name: str) -> str:
    name = " ".join(_LEADING.sub("", name.strip()).replace("’", "'").split())
    return name if len(name) <= 4 or name.isupper() else name.casefold()


def _spelt(name: str) -> str:
    """How a name is looked for: a short one or an abbreviation as it is, a longer one in any case."""
    spelt = re.escape(name).replace(r"\ ", r"\s+")
    return spelt if len(name) <= 4 or name.isupper() else f"(?i:{spelt})"
