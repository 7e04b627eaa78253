"""Client tests of the public site: the real house where its files are there, the illustrative one always."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client

from peelian.figures.house import House
from peelian.figures.releases.release import Release, Releases
from tests.conftest import SHARED


class Html(HTMLParser):
    """A page taken apart: its title, headings, links, ids, forms and the text of each table's cells."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.title, self.headings, self.links, self.ids = "", [], [], set[str]()
        self.tables: dict[str, list[list[str]]] = {}
        self.landmarks: list[str] = []
        self._in: list[str] = []
        self._cells: list[list[str]] | None = None
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        known = dict(attrs)
        if known.get("id"):
            self.ids.add(str(known["id"]))
        if tag == "a" and known.get("href"):
            self.links.append(str(known["href"]))
        if tag in ("h1", "h2", "h3", "h4"):
            self.headings.append((int(tag[1]), ""))
        if tag == "table":
            self._cells = self.tables.setdefault(str(known.get("id") or len(self.tables)), [])
        if tag == "tr" and self._cells is not None:
            self._cells.append([])
        if tag in ("td", "th") and self._cells:
            self._cells[-1].append("")
        if tag in ("title", "h1", "h2", "h3", "h4", "td", "th", "svg"):
            self._in.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag == "table":
            self._cells = None
        if tag in self._in:
            del self._in[len(self._in) - 1 - self._in[::-1].index(tag) :]

    def handle_data(self, data: str) -> None:
        if not self._in or "svg" in self._in:
            return
        if self._in[-1] == "title":
            self.title += data
        elif self._in[-1] in ("td", "th") and self._cells:
            self._cells[-1][-1] += data
        elif self.headings:
            self.headings[-1] = (self.headings[-1][0], self.headings[-1][1] + data)


@dataclass
class Visitor:
    """Somebody who reads the site of one house."""

    house: House
    client: Client = field(default_factory=Client)

    @property
    def release(self) -> Release:
        """The newest release."""
        newest = Releases(self.house.root).newest()
        assert newest is not None
        return newest

    def get(self, address: str, status: int = 200, **headers: Any) -> HttpResponse:
        """The answer, which must have that status."""
        answer: HttpResponse = self.client.get(address, headers=headers or None)
        assert answer.status_code == status, f"{address}: {answer.status_code}"
        return answer

    def text(self, address: str, status: int = 200) -> str:
        """A page as text."""
        return self.get(address, status).content.decode()

    def page(self, address: str, status: int = 200) -> Html:
        """A page taken apart."""
        return Html(self.text(address, status))

    def rows(self, address: str) -> list[dict[str, Any]]:
        """The rows of a JSON download."""
        return list(self.get(address).json()["rows"])  # type: ignore[attr-defined]


@pytest.fixture
def visiting(settings: Any) -> Iterator[Callable[[House], Visitor]]:
    """Visit the site of a house."""

    def visit(house: House) -> Visitor:
        settings.PEELIAN_DATA = house.root
        return Visitor(house)

    yield visit


@pytest.fixture
def real(real_house: House, visiting: Callable[[House], Visitor]) -> Visitor:
    """A visitor of the real house."""
    return visiting(real_house)


@pytest.fixture
def illustrative(illustrative_house: House, visiting: Callable[[House], Visitor]) -> Visitor:
    """A visitor of the generated house."""
    return visiting(illustrative_house)


@pytest.fixture
def some(request: pytest.FixtureRequest) -> Visitor:
    """A visitor of the real house where there is one, else of the generated one."""
    name = "real" if (SHARED / "data").is_dir() else "illustrative"
    visitor: Visitor = request.getfixturevalue(name)
    return visitor


@pytest.fixture
def empty(tmp_path: Path, visiting: Callable[[House], Visitor]) -> Visitor:
    """A visitor of a site that has nothing yet."""
    return visiting(House(tmp_path / "nothing"))
