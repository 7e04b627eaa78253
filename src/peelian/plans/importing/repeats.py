"""One promise in two places: a sentence that says what a bullet of the same plan says."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from peelian.plans.importing.proposals import Proposal

_WORD = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_COMMON_WORDS = """
a an the and or of to in on for with by from at as is are be will we our their its it this that these those which who so not more
new all they them have has us mps london londoners mopac police service city work working support including include better also
continue across into through within between improve ensure provide make help take
"""
_COMMON = frozenset(_COMMON_WORDS.split())
_ENOUGH = 0.5
"""The share of a bullet's weight that a sentence has to hold: words weigh by how few bullets use them."""
_FEWEST = 3
_MOST = 1000
"""Plans list tens of commitments: a file that lists more than so many has the first compared."""


class Repeats:
    """Compares sentences with the bullets of a plan; made once for it."""

    def __init__(self, bullets: Sequence[Proposal]) -> None:
        """``bullets``: the commitments that a plan lists."""
        self._bullets = [(bullet, words_of(bullet.text)) for bullet in bullets[:_MOST]]
        self._used = Counter(word for _, words in self._bullets for word in words)

    def of(self, text: str) -> dict[str, Any]:
        """``repeats``: line (and page) of every bullet that a sentence says again, the likest first; empty where there is none."""
        words = words_of(text)
        scored = [
            (self._share(own, words), bullet)
            for bullet, own in self._bullets
            if len(own & words) >= min(_FEWEST, len(own))
        ]
        said = sorted((pair for pair in scored if pair[0] >= _ENOUGH), key=lambda pair: -pair[0])
        return {"repeats": [{**_place(bullet), "share": round(share, 2)} for share, bullet in said]} if said else {}

    def _share(self, own: frozenset[str], words: frozenset[str]) -> float:
        whole = sum(map(self._weight, own))
        return sum(map(self._weight, own & words)) / whole if whole else 0.0

    def _weight(self, word: str) -> float:
        return math.log((len(self._bullets) + 1) / self._used[word]) if self._used[word] else 0.0


def _place(bullet: Proposal) -> dict[str, int]:
    return {"line": bullet.line} if bullet.page is None else {"page": bullet.page, "line": bullet.line}


def words_of(text: str) -> frozenset[str]:
    """The words of a text that carry it, in one form: without endings, and without what every plan says."""
    return frozenset(_stem(word) for word in _WORD.findall(text.casefold().replace("’", "'")) if word not in _COMMON)


def _stem(word: str) -> str:
    for ending in ("ing", "ies", "ers", "ed", "es", "er", "s"):
        if word.endswith(ending) and len(word) - len(ending) >= 4:
            return word[: -len(ending)]
    return word
