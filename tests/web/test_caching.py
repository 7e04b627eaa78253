"""Pages can be kept until a release is sealed; headers forbid what the site never does."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.conf import settings as django_settings

from peelian.figures.house import House
from peelian.figures.releases.build import release
from peelian.public import caching
from tests.web.conftest import Visitor

ADDRESS = "/measures/burglary/E09000016"


def test_a_page_that_has_not_changed_is_not_sent_again(some: Visitor) -> None:
    first = some.get(ADDRESS)
    assert first.headers["Cache-Control"] == "public, max-age=60"
    again = some.get(ADDRESS, 304, if_none_match=first.headers["ETag"])
    assert again.content == b""
    assert again.headers["ETag"] == first.headers["ETag"]


def test_the_304_comes_before_any_figure_is_looked_up(some: Visitor, monkeypatch: pytest.MonkeyPatch) -> None:
    known = some.get(ADDRESS).headers["ETag"]
    monkeypatch.setattr("peelian.public.views.measures.MeasurePage", None)
    some.get(ADDRESS, 304, if_none_match=f'"other", {known}')


def test_another_query_is_another_page(some: Visitor) -> None:
    etags = {some.get(address).headers["ETag"] for address in (ADDRESS, f"{ADDRESS}?sort=rate", "/measures/burglary")}
    assert len(etags) == 3
    some.get(f"{ADDRESS}?sort=rate", 200, if_none_match=some.get(ADDRESS).headers["ETag"])


def test_a_new_day_or_build_is_another_page(some: Visitor, monkeypatch: pytest.MonkeyPatch) -> None:
    import datetime as dt

    before = some.get(ADDRESS).headers["ETag"]
    monkeypatch.setattr(caching, "today", lambda: dt.date(2030, 1, 1))
    tomorrow = some.get(ADDRESS, 200, if_none_match=before).headers["ETag"]
    monkeypatch.setattr(caching, "build_id", lambda: "another")
    some.get(ADDRESS, 200, if_none_match=tomorrow)


def test_a_new_release_is_seen_at_once(
    illustrative_house: House, copy_of: Callable[[House], House], visiting: Callable[[House], Visitor]
) -> None:
    house = copy_of(illustrative_house)
    visitor = visiting(house)
    before = visitor.get(ADDRESS)
    made, _changes = release(house)
    after = visitor.get(ADDRESS, 200, if_none_match=before.headers["ETag"])
    assert made.id in after.content.decode()
    assert after.headers["ETag"] != before.headers["ETag"]


def test_errors_are_not_kept(some: Visitor) -> None:
    assert "ETag" not in some.get("/nowhere", 404).headers
    assert some.get("/healthz").headers["Cache-Control"] == "no-store"


def test_head_is_get_without_a_body(some: Visitor) -> None:
    answer = some.client.head(ADDRESS)
    assert answer.status_code == 200
    assert answer.content == b""
    assert answer.headers["ETag"] == some.get(ADDRESS).headers["ETag"]


@pytest.mark.parametrize("address", ["/", "/nowhere", "/measures/burglary.csv", "/healthz"])
def test_headers_forbid_what_the_site_never_does(some: Visitor, address: str) -> None:
    headers = some.client.get(address).headers
    policy = headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "strict-origin-when-cross-origin"
    assert "Set-Cookie" not in headers


def test_pages_need_nothing_that_the_policy_forbids(some: Visitor) -> None:
    for address in ("/", ADDRESS, "/areas/E09000016", "/compare?measure=burglary&area=E09000016&area=E09000007"):
        text = some.text(address)
        assert " style=" not in text
        assert " onclick=" not in text
        assert "<script>" not in text
        assert 'src="http' not in text


def test_style_sheets_may_be_kept_for_ever(some: Visitor) -> None:
    address = f"{django_settings.STATIC_URL}public/public.css"
    assert address in some.text("/")
    answer = some.get(address)
    assert answer.headers["Cache-Control"] == "max-age=315360000, public, immutable"
    assert b"".join(answer), "read to its end, the client closes it without a word to the database"


def test_a_page_opens_each_series_once(some: Visitor, monkeypatch: pytest.MonkeyPatch) -> None:
    from collections import Counter

    from peelian.figures.releases.parts import Parts
    from peelian.public import site

    opened: Counter[str] = Counter()
    read = Parts.get

    def counting(parts: Parts, sha256: str) -> bytes:
        opened[sha256] += 1
        return read(parts, sha256)

    site._release.cache_clear()
    monkeypatch.setattr(Parts, "get", counting)
    some.get(ADDRESS)
    some.get("/")
    assert opened
    assert opened.most_common(1)[0][1] == 1
