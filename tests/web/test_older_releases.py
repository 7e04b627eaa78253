"""An older release is a whole site under a prefix, with a notice and links that stay inside."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from peelian.figures.house import House
from peelian.figures.releases.build import release
from tests.web.conftest import Visitor


@pytest.fixture
def two(illustrative_house: House, copy_of: Callable[[House], House], visiting: Callable[[House], Visitor]) -> Visitor:
    """A house with two releases."""
    house = copy_of(illustrative_house)
    release(house)
    return visiting(house)


def test_pages_show_the_newest(two: Visitor, illustrative_house: House) -> None:
    text = two.text("/measures/burglary")
    assert f'<a href="/releases/{two.release.id}">{two.release.id}</a>' in text
    assert "As published on" not in text


def test_an_older_release_is_announced(two: Visitor) -> None:
    older = two.release.manifest["previous"]
    text = two.text(f"/r/{older}/measures/burglary")
    assert f"release {older} is not the newest" in text
    assert 'href="/r/newest/measures/burglary"' in text


def test_links_stay_in_the_release(two: Visitor) -> None:
    older = two.release.manifest["previous"]
    page = two.page(f"/r/{older}/measures/burglary")
    inside = [link for link in page.links if link.startswith("/") and not link.startswith("/r/newest")]
    assert inside
    assert all(link.startswith(f"/r/{older}/") for link in inside)
    text = two.text(f"/r/{older}/")
    assert f'action="/r/{older}/search"' in text
    assert 'href="/static/' in text
    for link in inside[:12]:
        two.client.get(link)


def test_files_are_of_the_release(two: Visitor) -> None:
    older = two.release.manifest["previous"]
    assert {row["release"] for row in two.rows(f"/r/{older}/measures/burglary.json")} == {older}


def test_redirects_stay_in_the_release(two: Visitor) -> None:
    older = two.release.manifest["previous"]
    answer = two.get(f"/r/{older}/measures/burglary/E23000001", 302)
    assert answer.headers["Location"] == f"/r/{older}/measures/burglary"


def test_the_way_back_to_the_newest(two: Visitor) -> None:
    assert two.get("/r/newest/areas?q=barnet", 302).headers["Location"] == "/areas?q=barnet"
    assert two.get("/r/newest//evil.example/", 302).headers["Location"] == "/evil.example/"


def test_the_same_page_of_two_releases_is_kept_apart(two: Visitor) -> None:
    older = two.release.manifest["previous"]
    assert two.get("/about").headers["ETag"] != two.get(f"/r/{older}/about").headers["ETag"]


def test_releases_are_listed_newest_first(two: Visitor) -> None:
    links = [link for link in two.page("/releases").links if link.startswith("/releases/")]
    newest = two.release.id
    assert links.index(f"/releases/{newest}") < links.index(f"/releases/{two.release.manifest['previous']}")


def test_a_release_that_revised_nothing_offers_no_empty_file(two: Visitor) -> None:
    text = two.text(f"/releases/{two.release.id}")
    assert "revisions.csv" not in text
    assert "No figure that the release before had was revised." in text


def test_a_release_says_how_to_check_it(two: Visitor) -> None:
    text = two.text(f"/releases/{two.release.id}")
    assert f"peelian verify {two.release.id}" in text
    assert two.release.fingerprint in text
    for entry in two.release.manifest["inputs"]:
        assert f"/snapshots/{entry['snapshot'][:12]}" in text


@pytest.mark.parametrize("page", ["office", "office/me", "office/join/x", "account/login/", "account/password/reset/"])
def test_no_page_of_the_office_is_of_a_release(page: str, two: Visitor) -> None:
    """Under the prefix of a release it would be kept by caches, and nothing there knows who asks."""
    for name in (two.release.id, "newest"):
        answer = two.get(f"/r/{name}/{page}", 404)
        assert "Set-Cookie" not in answer.headers
