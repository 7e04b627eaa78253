"""Long lists in pages: what stands on one of them, and the links to its neighbours."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar
from urllib.parse import urlencode

from peelian.ui.components import Link

Item = TypeVar("Item")


@dataclass(frozen=True)
class Paged(Generic[Item]):
    """One page of a list. ``parts/pages.html`` draws the links; a list of one page has none."""

    items: Sequence[Item]
    page: int
    pages: int
    total: int
    first: int
    before: Link | None = None
    after: Link | None = None

    @property
    def last(self) -> int:
        """The place in the whole list of the last item shown."""
        return self.first + len(self.items) - 1


def paged(
    items: Sequence[Item], query: Mapping[str, str], size: int, *, name: str = "page", at: str = ""
) -> Paged[Item]:
    """The page that an address asks for under ``name``; the first or the last where it asks for one that is not there.

    ``at`` is the place on the page that its links lead to.
    """
    asked = query.get(name, "")
    pages = max(1, -(-len(items) // size))
    page = min(max(1, int(asked) if asked.isdecimal() and len(asked) < 9 else 1), pages)
    start = (page - 1) * size

    def link(number: int, text: str) -> Link:
        others = [(key, value) for key, value in query.items() if key != name]
        return Link(text, f"?{urlencode([*others, (name, number)])}{at and '#' + at}")

    return Paged(
        items[start : start + size], page, pages, len(items), start + 1,
        link(page - 1, "Previous") if page > 1 else None, link(page + 1, "Next") if page < pages else None,
    )  # fmt: skip
