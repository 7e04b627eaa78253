"""What search engines are told: every page that the search finds, once, and none that is not out."""

from __future__ import annotations

import re
from typing import Any
from xml.etree import ElementTree

import pytest
from django.test import Client

from peelian.figures.house import House
from peelian.public.views import crawlers

NAMESPACE = "{http://www.sitemaps.org/schemas/sitemap/0.9}"


@pytest.fixture
def house(settings: Any, illustrative_house: House) -> House:
    settings.PEELIAN_DATA = illustrative_house.root
    return illustrative_house


def addresses(client: Client, address: str) -> list[str]:
    """The addresses that a map, or the index of maps, lists, without the host."""
    answer = client.get(address)
    assert (answer.status_code, answer["Content-Type"]) == (200, "application/xml")
    found = [one.text or "" for one in ElementTree.fromstring(answer.content).iter(f"{NAMESPACE}loc")]
    assert all(one.startswith("http://testserver/") for one in found)
    return [one.removeprefix("http://testserver") for one in found]


def all_pages(client: Client) -> list[str]:
    return [page for one in addresses(client, "/sitemap.xml") for page in addresses(client, one)]


def test_every_kind_has_its_map_and_every_page_stands_once(house: House, client: Client) -> None:
    maps = addresses(client, "/sitemap.xml")
    assert {"/sitemap-fronts.xml", "/sitemap-places.xml", "/sitemap-measures.xml", "/sitemap-plan.xml"} <= set(maps)
    pages = all_pages(client)
    assert len(pages) == len(set(pages)) > 100
    assert {"/", "/measures/burglary", "/areas/E09000016"} <= set(pages)
    assert not [page for page in pages if page.startswith(crawlers.ASIDE)]


def test_the_pages_are_there(house: House, client: Client) -> None:
    for one in addresses(client, "/sitemap.xml"):
        pages = addresses(client, one)
        for page in pages if one == "/sitemap-fronts.xml" else pages[:: max(1, len(pages) // 5)]:
            assert client.get(page).status_code == 200, page


def test_more_pages_than_a_file_may_hold_go_into_several(
    house: House, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = all_pages(client)
    monkeypatch.setattr(crawlers.Pages, "limit", 7)
    assert "/sitemap-places.xml?p=2" in addresses(client, "/sitemap.xml")
    assert all_pages(client) == whole
    assert max(len(addresses(client, one)) for one in addresses(client, "/sitemap.xml")) == 7
    assert client.get("/sitemap-places.xml?p=100000").status_code == 404


def test_a_map_that_is_not_there_is_said(house: House, client: Client) -> None:
    assert client.get("/sitemap-nothing.xml").status_code == 404


def test_crawlers_are_kept_from_the_office_and_from_questions(house: House, client: Client) -> None:
    answer = client.get("/robots.txt")
    assert (answer.status_code, answer["Content-Type"]) == (200, "text/plain; charset=utf-8")
    lines = answer.content.decode().splitlines()
    assert lines[0] == "User-agent: *" and lines[-1] == "Sitemap: http://testserver/sitemap.xml"
    kept = [line.removeprefix("Disallow: ") for line in lines[1:-1]]
    assert {"/office", "/search"} <= set(kept)
    assert not re.search(r"Disallow: /$", answer.content.decode(), re.M)
