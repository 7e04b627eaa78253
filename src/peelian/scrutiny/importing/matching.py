"""How much of one passage stands in another, by its words and each two that stand side by side."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from functools import lru_cache
from itertools import pairwise

_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")
_QUOTES = str.maketrans("‘’‛′‗―", "''''\"\"")


def words_of(text: str) -> list[str]:
    """The words of a text as they are compared: lower case, straight quotes."""
    return _WORD.findall(text.translate(_QUOTES).casefold())


@lru_cache(maxsize=4096)
def pairs_of(text: str) -> Counter[tuple[str, str]]:
    """Each two words that stand side by side, with how often; kept, because passages are compared many times: not to be changed."""
    return Counter(pairwise(words_of(text)))


def _shared(first: Counter[tuple[str, str]], second: Counter[tuple[str, str]]) -> int:
    """How many pairs are in both: most passages share none, which is told at once."""
    return 0 if first.keys().isdisjoint(second.keys()) else (first & second).total()


def held(part: str, whole: str) -> float:
    """The share of the pairs of words of ``part`` that ``whole`` holds, 0 to 1. A single word is held where it stands in it."""
    own = pairs_of(part)
    if not own:
        word = words_of(part)
        return float(bool(word) and word[0] in words_of(whole))
    return _shared(own, pairs_of(whole)) / own.total()


def alike(one: str, other: str) -> float:
    """How much two passages share, 0 to 1: pairs of words in both, by those of both together."""
    first, second = pairs_of(one), pairs_of(other)
    whole = first.total() + second.total()
    return 2 * _shared(first, second) / whole if whole else 0.0


def best(text: str, others: Sequence[str]) -> tuple[int, float]:
    """Which of the others is most alike, and how much; (-1, 0.0) where there is none."""
    scored = [alike(text, other) for other in others]
    top = max(scored, default=0.0)
    return (scored.index(top), top) if top else (-1, 0.0)


def share_out(parts: Sequence[str], among: Sequence[str]) -> list[int | None]:
    """For each part of an answer, which of several questions it is about; None where that cannot be told.

    A word weighs the less the more of the questions use it; the first must weigh half as much again as the second.
    """
    uses = Counter(word for one in among for word in set(words_of(one)))
    weights = [{word: 1 / uses[word] ** 2 for word in set(words_of(one)) if len(word) > 3} for one in among]
    found: list[int | None] = []
    for part in parts:
        own = set(words_of(part))
        scores = [sum(weight for word, weight in one.items() if word in own) for one in weights]
        first, second = sorted([*scores, 0.0, 0.0], reverse=True)[:2]
        found.append(scores.index(first) if first >= 2 and first >= 1.5 * second else None)
    return found


_EMPTY_WORDS = (
    "that this with should would could also must their there these those have been which where when from into such than they them "
    "will well recommend recommended government committee ensure need needs make made more most other further given including "
    "within across while whilst whether being what very both about because therefore however consider"
)
_EMPTY = frozenset(_EMPTY_WORDS.split())
"""Words in which recommendations and answers are alike whatever they are about."""


def echoed(asked: str, sentences: Sequence[str]) -> float:
    """The share of the telling words of what was asked that two sentences of an answer, one after the other, have: 0 to 1."""
    wanted = _roots(asked)
    roots = [_roots(one) for one in sentences]
    pairs = [first | second for first, second in pairwise([*roots, set()])]
    return max((len(wanted & pair) / len(wanted) for pair in pairs), default=0.0) if wanted else 0.0


def _roots(text: str) -> set[str]:
    """Telling words by their first six letters, so that publish and publishing are one."""
    return {word[:6] for word in words_of(text) if len(word) > 3 and word not in _EMPTY}
