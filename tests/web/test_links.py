"""Links lead somewhere: a walk through the site, and every place on a page that a link names."""

from __future__ import annotations

import re
from urllib.parse import urldefrag

import pytest

from tests.web.conftest import Html, Visitor

OF_A_KIND = 12
"""How many addresses of one shape are followed: the site has some hundred thousand figures."""


def _shape(path: str) -> str:
    path, _, query = path.partition("?")
    parts = path.split("/")
    ending = parts[-1].rsplit(".", 1)[-1] if "." in parts[-1] else ""
    return f"{parts[1]}/{len(parts)}/{ending}{'?' if query else ''}"


@pytest.mark.parametrize("house", ["real", "illustrative"])
def test_every_link_on_the_way_leads_somewhere(request: pytest.FixtureRequest, house: str) -> None:
    visitor: Visitor = request.getfixturevalue(house)
    seen: dict[str, int] = {}
    waiting, done, broken = ["/"], {"/"}, []
    while waiting:
        address = waiting.pop(0)
        answer = visitor.client.get(address, follow=True)
        if answer.status_code != 200:
            broken.append(f"{address}: {answer.status_code}")
            continue
        if not answer.headers["Content-Type"].startswith("text/html"):
            continue
        page = Html(answer.content.decode())
        for link in page.links:
            target, place = urldefrag(link)
            if place and not target and place not in page.ids:
                broken.append(f"{address}: nothing is at #{place}")
            if not target.startswith("/") or target.startswith(("/static/", "/r/")) or target in done:
                continue
            shape = _shape(target)
            seen[shape] = seen.get(shape, 0) + 1
            if seen[shape] <= OF_A_KIND:
                done.add(target)
                waiting.append(target)
    assert broken == []
    assert len(done) > 120


def test_every_number_of_a_measure_links_to_its_working(some: Visitor) -> None:
    page = some.page("/measures/burglary/E09000016")
    figures = [link for link in page.links if link.startswith("/figures/")]
    values = [cell for row in page.tables["boroughs"][1:] for cell in row[1:3] if re.search(r"\d", cell)]
    assert len(figures) > len(values)
    assert len(values) > 60


def test_from_a_figure_to_its_file_in_one_link(real: Visitor) -> None:
    links = real.page("/figures/burglary/E09000016/R12-2017-06").links
    snapshots = [link for link in links if link.startswith("/snapshots/")]
    assert snapshots
    assert "row" in real.text(snapshots[0]).lower()
