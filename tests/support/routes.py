"""Every address of the site: found by following links and forms as the people who work here do."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from html import unescape
from typing import Any
from urllib.parse import parse_qsl, urljoin, urlsplit

from django.urls import Resolver404, URLPattern, URLResolver, get_resolver, resolve

LINK = re.compile(r"""(?:href|action|hx-get|hx-post|src)=["']([^"'#]+)""")
PARAMETER = re.compile(r"<(?:\w+:)?(\w+)>")
_FORM = re.compile(r"""<form\b([^>]*)>(.*?)</form>""", re.DOTALL)
_ACTION = re.compile(r"""\baction=["'](/[^"'?#]*)""")
_TYPED = re.compile(r"""<input\b(?![^>]*\btype=["'](?!search|text))[^>]*>""")
_NAME = re.compile(r"""\bname=["'](\w+)["']""")
ELSEWHERE = ("/static/", "//", "mailto:", "tel:", "data:")


def patterns(resolver: URLResolver | None = None, before: str = "") -> Iterator[tuple[str, URLPattern]]:
    """Every pattern that there is, whole."""
    for item in (resolver or get_resolver()).url_patterns:
        path = before + str(item.pattern)
        if isinstance(item, URLResolver):
            yield from patterns(item, path)
        else:
            yield path, item


def pattern_of(address: str) -> str:
    """The pattern that answers an address; empty where none does."""
    try:
        found = resolve(urlsplit(address).path)
    except Resolver404:
        return ""
    return str(found.route)


def searches_of(page: str) -> set[tuple[str, str]]:
    """The searches that a page offers: the address that a form asks, and the name of the field that somebody writes words into."""
    found = set()
    for head, inside in _FORM.findall(page):
        action = _ACTION.search(head)
        fields = [_NAME.search(each) for each in _TYPED.findall(inside)]
        found |= {(action[1], name[1]) for name in fields if action and name}
    return found


def parameters_of(address: str) -> dict[str, str]:
    """What stands in the places of an address's pattern, as it is written there."""
    path, route = urlsplit(address).path.lstrip("/"), pattern_of(address)
    if not route or route.startswith("^"):
        return {}
    pieces = PARAMETER.split(route)
    text = "".join(re.escape(piece) if place % 2 == 0 else f"(?P<{piece}>.+?)" for place, piece in enumerate(pieces))
    match = re.fullmatch(text, path)
    return match.groupdict() if match else {}


def filled(route: str, values: Mapping[str, str]) -> str:
    """An address of a pattern with its places filled."""
    return "/" + PARAMETER.sub(lambda match: values[match[1]], route)


FORMS = ("csv", "json", "jsonl", "atom", "ics")


def other_forms(address: str) -> Iterator[str]:
    """The same in the other forms in which it can be had: one pattern may answer for several."""
    path, mark, query = address.partition("?")
    stem, _, form = path.rpartition(".")
    if form in FORMS:
        yield from (other for one in FORMS if one != form and pattern_of(other := f"{stem}.{one}{mark}{query}"))


@dataclass
class Found:
    """Addresses by pattern and by the names of what stands behind their question mark: of each so many as ``most`` says."""

    most: Callable[[str], int] = lambda _: 1
    by_kind: dict[tuple[str, tuple[str, ...]], list[str]] = field(default_factory=dict)

    def add(self, address: str, *, more: bool = False) -> bool:
        """Whether it is new of its kind; ``more`` takes another of one that is there."""
        route = pattern_of(address)
        if not route and urlsplit(address).path != "/":
            return False
        asked = tuple(sorted(name for name, _ in parse_qsl(urlsplit(address).query, keep_blank_values=True)))
        held = self.by_kind.setdefault((route, asked), [])
        if address in held or (len(held) >= self.most(address) and not more):
            return False
        held.append(address)
        return True

    def keep(self, telling: set[str], most: int) -> None:
        """Keep of each kind the first, and so many of those that tell something."""
        for held in self.by_kind.values():
            held[1:] = [address for address in held[1:] if address in telling][:most]

    @property
    def all(self) -> list[str]:
        """Every address."""
        return [address for held in self.by_kind.values() for address in held]

    @property
    def routes(self) -> set[str]:
        """Every pattern that some address is of."""
        return {route for route, _ in self.by_kind}


def crawl(ask: Any, begin: Iterable[str], found: Found, most: int = 400) -> None:
    """Follow links from some addresses and add what is there. ``ask`` gives the text of an address's page, or nothing."""
    waiting, seen = list(begin), set[str]()
    while waiting and len(seen) < most:
        address = waiting.pop(0)
        if address in seen:
            continue
        seen.add(address)
        for link in LINK.findall(ask(address) or ""):
            near = urljoin(address, unescape(link))
            if near.startswith("/") and not near.startswith(ELSEWHERE) and found.add(near):
                waiting.append(near)
