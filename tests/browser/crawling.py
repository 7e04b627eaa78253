"""Follow the site's own links without a browser."""

from __future__ import annotations

import re
from collections import Counter, deque
from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser

from tests.browser.serving import Answer, Server

# How many addresses of a kind are followed: enough of each to meet every shape of page, few enough to be over soon.
CAPS = {
    "/figures/": 40, "/measures/": 50, "/areas": 8, "/data": 4, "/areas/": 40, "/commitments/": 50, "/objectives/": 30,
    "/compare": 15, "/deadlines": 8, "/snapshots/": 20, "/r/": 20, "/search": 5, "/plan/": 60, "/plans/": 30,
}  # fmt: skip
MOST = 640


@dataclass
class Crawl:
    """Every page that was fetched, and who links to each address."""

    pages: dict[str, Answer] = field(default_factory=dict)
    linked_from: dict[str, str] = field(default_factory=dict)
    ids: dict[str, list[str]] = field(default_factory=dict)
    fragments: set[tuple[str, str]] = field(default_factory=set)
    outside: set[str] = field(default_factory=set)


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.links: list[str] = []
        self.ids: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if given.get("id"):
            self.ids.append(str(given["id"]))
        address = given.get("href") or given.get("src") or (given.get("action") if tag == "form" else None)
        if address and not (tag == "link" and given.get("rel") == "canonical"):
            self.links.append(address)


def links_of(html: str) -> list[str]:
    """Every address that a page links to or loads."""
    reader = _Reader()
    reader.feed(html)
    return reader.links


def kind_of(path: str) -> str:
    """What an address counts as under the caps; downloads and old releases are kinds of their own."""
    head = re.match(r"/[a-z]*/?", path)
    assert head
    ending = path.partition("?")[0].rpartition(".")[2]
    return head[0] + (ending if ending in ("csv", "json") else "")


def crawl(server: Server, start: str = "/") -> Crawl:
    """Fetch everything that can be reached, breadth first, up to the caps."""
    found, waiting, counted = Crawl(), deque([start]), Counter[str]()
    found.linked_from[start] = "(start)"
    while waiting and len(found.pages) < MOST:
        path = waiting.popleft()
        kind = kind_of(path)
        counted[kind] += 1
        if counted[kind] > CAPS.get(kind.removesuffix("csv").removesuffix("json"), MOST):
            continue
        answer = found.pages[path] = server.get(path)
        if answer.headers.get("content-type", "").startswith("text/html"):
            waiting.extend(_new(found, path, answer.text, server.address))
    return found


def _new(found: Crawl, path: str, html: str, own: str) -> Iterator[str]:
    reader = _Reader()
    reader.feed(html)
    found.ids[path] = reader.ids
    for link in (link.removeprefix(own) for link in reader.links):
        if not link.startswith(("/", "?", "#")):
            found.outside.add(link)
            continue
        address, _, fragment = link.partition("#")
        if address.startswith("?"):
            address = path.partition("?")[0] + address
        if fragment:
            found.fragments.add((address or path, fragment))
        if address and address not in found.linked_from:
            found.linked_from[address] = path
            yield address
