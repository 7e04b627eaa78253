"""Every link leads somewhere, every download can be read, and nothing is sent twice."""

from __future__ import annotations

import csv
import io
import json
import re
from collections import Counter
from collections.abc import Callable

import pytest

from tests.browser.crawling import Crawl, crawl, kind_of, links_of
from tests.browser.kinds import ABSENT, KINDS
from tests.browser.serving import Server


@pytest.fixture(scope="module")
def site(server: Server) -> Crawl:
    """The real site, crawled once."""
    return crawl(server)


def test_every_link_leads_somewhere(site: Crawl) -> None:
    assert len(site.pages) > 350
    broken = [f"{answer.status} {path} (on {site.linked_from[path]})" for path, answer in site.pages.items()
              if answer.status not in (200, 302)]  # fmt: skip
    assert not broken, "\n".join(broken)


def test_the_crawl_meets_every_kind_of_page(site: Crawl) -> None:
    met = {kind_of(path) for path in site.pages}
    expected = {
        "/", "/plan", "/plan/", "/objectives/", "/commitments/", "/measures", "/measures/", "/measures/csv", "/measures/json",
        "/areas", "/areas/", "/areas/csv", "/figures/", "/figures/json", "/releases", "/releases/", "/releases/csv", "/r/",
        "/snapshots/", "/compare", "/data", "/search", "/about", "/accessibility", "/static/",
    }  # fmt: skip
    assert not expected - met, f"never met: {expected - met}"


def test_links_to_a_place_on_a_page_find_it(site: Crawl) -> None:
    lost = [f"{path}#{name}" for path, name in site.fragments if path in site.ids and name not in site.ids[path]]
    assert not lost, sorted(lost)[:20]


def test_no_id_twice_on_a_page(site: Crawl) -> None:
    twice = {path: name for path, ids in site.ids.items() for name, times in Counter(ids).items() if times > 1}
    assert not twice


def test_only_known_addresses_outside(site: Crawl) -> None:
    known = ("https://www.nationalarchives.gov.uk/", "tel:02079834100", "mailto:assembly.translations@london.gov.uk")
    assert all(link.startswith(known) for link in site.outside), site.outside


def test_downloads_can_be_read_and_say_what_they_are(site: Crawl) -> None:
    read = {"csv": 0, "json": 0}
    for path, answer in site.pages.items():
        kind = answer.headers["content-type"]
        if of_records(path) or path.startswith("/deadlines."):  # real in every house, and of no release
            continue
        if kind.startswith("text/csv"):
            rows = list(csv.DictReader(io.StringIO(answer.text)))
            assert all(row["illustrative"] == "false" and row["release"] for row in rows), path
            assert rows or "revisions" in path or not _figures(site, path), path
            assert "attachment" in answer.headers["content-disposition"]
            read["csv"] += 1
        elif kind.startswith("application/json"):
            data = json.loads(answer.text)
            assert data["illustrative"] is False, path
            assert data["release"], path
            read["json"] += 1
    assert min(read.values()) >= 15, read


def of_plans(path: str) -> bool:
    """Whether a download is of what plans promise, not of figures: tests/web/test_plan_files.py reads those."""
    return path.startswith(("/plan.", "/plan/", "/plans/"))


def of_records(path: str) -> bool:
    """Whether a download is of plans, scrutiny or decisions, not of figures: the tests of their pages read those."""
    return of_plans(path) or path.startswith(
        (
            "/decisions",
            "/withheld",
            "/recommendations",
            "/bodies/",
            "/investigations/",
            "/committees/",
            "/oparl/",
            "/topics/",
        )
    )


def test_downloads_of_plans_say_whose_they_are(site: Crawl) -> None:
    read = 0
    for path in filter(of_plans, site.pages):
        answer = site.pages[path]
        if answer.headers["content-type"].startswith("application/json"):
            data = json.loads(answer.text)
            assert data.get("id") or data.get("newer"), path
            read += 1
        elif answer.headers["content-type"].startswith("text/csv"):
            assert {"plan", "older_plan"} & set(answer.text.lstrip("\ufeff").partition("\r\n")[0].split(",")), path
            read += 1
    assert read >= 5


def _figures(site: Crawl, path: str) -> bool:
    """Whether the page of a download shows a figure at all."""
    page = site.pages.get(re.sub(r"\.(csv|json)", "", path))
    return page is not None and "/figures/" in page.text


def test_csv_and_json_hold_the_same_rows(site: Crawl, server: Server) -> None:
    both = [
        path
        for path in site.pages
        if kind_of(path).endswith("csv") and not of_records(path) and site.pages[path].status == 200
    ][:12]
    assert len(both) == 12
    for path in both:
        rows = list(csv.DictReader(io.StringIO(site.pages[path].text)))
        data = json.loads(server.get(path.replace(".csv", ".json")).text)["rows"]
        assert len(rows) == len(data), path
        for line, row in zip(rows, data, strict=True):
            assert {name: line[name] for name in row if name in line} == {
                name: _text(value) for name, value in row.items()
            }, path


def _text(value: object) -> str:
    if value is None:
        return ""
    text = str(value).lower() if isinstance(value, bool) else str(value)
    return f"'{text}" if isinstance(value, str) and text.startswith(("=", "+", "-", "@")) else text


def test_what_the_reader_has_is_not_sent_again(server: Server, address_of: Callable[[str], str]) -> None:
    for kind, pattern in KINDS.items():
        if kind in ABSENT:
            continue
        path = address_of(pattern)
        first = server.get(path)
        assert first.headers["etag"], kind
        assert "public" in first.headers["cache-control"], kind
        again = server.get(path, If_None_Match=first.headers["etag"])
        assert (again.status, again.body) == (304, b""), kind
        assert again.headers["etag"] == first.headers["etag"]
        assert server.get(path, If_None_Match='W/"something-else"').status == 200
    other = server.get("/measures/burglary").headers["etag"]
    assert server.get("/measures/robbery", If_None_Match=other).status == 200


def test_static_files_may_be_kept_for_ever(server: Server) -> None:
    loaded = [link for link in links_of(server.get("/").text) if link.startswith("/static/")]
    assert len(loaded) >= 4
    for path in loaded:
        answer = server.get(path)
        assert answer.status == 200, path
        assert (
            "immutable" in answer.headers["cache-control"] or "max-age=31536000" in answer.headers["cache-control"]
        ), path


def test_nothing_can_be_written(server: Server) -> None:
    import http.client

    connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=10)
    connection.request("POST", "/measures/burglary", body=b"x=1")
    assert connection.getresponse().status == 405
    connection.close()


def test_headers_forbid_what_the_site_never_does(server: Server) -> None:
    for path in ("/", "/measures/burglary.csv", "/nowhere"):
        headers = server.get(path).headers
        assert "default-src 'none'" in headers["content-security-policy"]
        assert "unsafe" not in headers["content-security-policy"]
        assert headers["x-content-type-options"] == "nosniff"


def test_an_unknown_download_answers_with_an_object(server: Server) -> None:
    for path in ("/measures/burglery.json", "/figures/burglary/E09000099/2025-12.json", "/nowhere.csv"):
        answer = server.get(path)
        assert answer.status == 404, path
        error = json.loads(answer.text)["error"]
        assert error["code"] and error["message"] and error["remedy"], path
    assert server.get("/figures/burglary/E09000016/2025-13").status == 400
