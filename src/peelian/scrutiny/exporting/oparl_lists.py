"""OParl's lists: pages of a hundred, filters by moments, and what is left out of an object when its inner ones are not wanted."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from peelian.figures.errors import PeelianError

PER_PAGE = 100
FILTERS = ("created_since", "created_until", "modified_since", "modified_until")
_MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{1,6})?(?:Z|[-+ ]\d\d:\d\d)")


@dataclass(frozen=True)
class Entry:
    """An object that is served: where, since when, when it last changed, and how it is made when it is asked for.

    ``gone`` says that it was withdrawn: what is left of it is that it was.
    """

    path: str
    created: dt.datetime
    modified: dt.datetime
    make: Callable[[], dict[str, Any]]
    gone: bool = False


def page_of(entries: Sequence[Entry], address: str, query: Mapping[str, str]) -> dict[str, Any]:
    """One page of a list, by the parameters of its address: ``data``, ``pagination`` and ``links``, which keep the filters.

    What was withdrawn is listed for whoever asks what was modified since (OParl 1.1, Filter), and for nobody else. Raises
    PeelianError for a parameter that cannot be read, and for a page that is not there.
    """
    found = filtered(entries, query)
    size = min(_whole(query, "elementsPerPage", PER_PAGE), _whole(query, "limit", PER_PAGE), PER_PAGE)
    number, pages = _whole(query, "page", 1), max(1, -(-len(found) // size))
    if number > pages:
        raise PeelianError("unknown-page", f"There is no page {number}.", f"The list has {pages}.", {"page": number})
    kept = {name: query[name].replace(" ", "+") for name in FILTERS if query.get(name)}
    kept |= {"elementsPerPage": str(size)} if size != PER_PAGE else {}
    kept |= {"omit_internal": "true"} if _flag(query) else {}

    def link(to: int) -> str:
        asked = kept | ({"page": str(to)} if to > 1 else {})
        return f"{address}?{urlencode(asked)}" if asked else address

    links = {"first": link(1), "self": link(number), "last": link(pages)}
    links |= {"prev": link(number - 1)} if number > 1 else {}
    links |= {"next": link(number + 1)} if number < pages else {}
    made = [one.make() for one in found[(number - 1) * size : number * size]]
    return {
        "data": [without_inner(one) for one in made] if _flag(query) else made,
        "pagination": {
            "totalElements": len(found), "elementsPerPage": size, "currentPage": number, "totalPages": pages,
        },
        "links": links,
    }  # fmt: skip


def filtered(entries: Sequence[Entry], query: Mapping[str, str]) -> list[Entry]:
    """What the filters leave, in an order that later objects do not disturb. Raises PeelianError for a moment without a zone."""
    since, until, changed_since, changed_until = (_moment(query, name) for name in FILTERS)
    gone_too = changed_since is not None
    kept = [
        one for one in entries
        if (gone_too or not one.gone)
        and (since is None or one.created >= since) and (until is None or one.created <= until)
        and (changed_since is None or one.modified >= changed_since)
        and (changed_until is None or one.modified <= changed_until)
    ]  # fmt: skip
    return sorted(kept, key=lambda one: (one.created, one.path))


def without_inner(made: dict[str, Any]) -> dict[str, Any]:
    """An object without those inside it, which have lists of their own."""
    return {key: value for key, value in made.items() if not _is_inner(value)}


def _is_inner(value: Any) -> bool:
    if isinstance(value, list):
        return bool(value) and _is_inner(value[0])
    return isinstance(value, dict) and "type" in value and "id" in value


def _moment(query: Mapping[str, str], name: str) -> dt.datetime | None:
    """A filter's moment. A plus that was not encoded has come as a space, and is meant as a plus."""
    text = query.get(name, "")
    if not text:
        return None
    try:
        if not _MOMENT.fullmatch(text):
            raise ValueError(text)
        return dt.datetime.fromisoformat(text.replace(" ", "+"))
    except (ValueError, OverflowError):
        raise PeelianError(
            "bad-moment",
            f"{name} is no moment with a zone.",
            "Write it as 2026-04-21T19:30:00+01:00, the + as %2B.",
            {"field": name},
        ) from None


def _whole(query: Mapping[str, str], name: str, usual: int) -> int:
    text = query.get(name, "")
    if not text:
        return usual
    if not text.isascii() or not text.isdecimal() or len(text) > 9 or int(text) < 1:
        raise PeelianError(
            "bad-number", f"{name} is no number from 1 on.", f"Write it as {name}={usual}.", {"field": name}
        )
    return int(text)


def _flag(query: Mapping[str, str]) -> bool:
    return query.get("omit_internal", "").casefold() in ("true", "1")
