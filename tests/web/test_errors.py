"""What does not exist, cannot be read, or is not there yet: a status, a sentence, a way on."""

from __future__ import annotations

import pytest

from tests.web.conftest import Visitor

UNKNOWN = ("/nowhere", "/measures/burglery", "/areas/E09000099", "/objectives/none", "/commitments/none", "/plan/themes/none",
           "/releases/2001-01-01", "/snapshots/000000000000", "/measures/burglary/E09000099", "/figures/burglery/E09000016/2016",
           "/figures/burglary/E09000001/2016-01", "/r/2001-01-01/measures")  # fmt: skip


@pytest.mark.parametrize("address", UNKNOWN)
def test_what_is_not_there_is_404_with_a_way_on(some: Visitor, address: str) -> None:
    page = some.page(address, 404)
    assert page.headings[0][1]
    assert {"/", "/measures", "/areas"} <= set(page.links)


@pytest.mark.parametrize(
    ("address", "meant"),
    [
        ("/measures/burglery", "/measures/burglary"),
        ("/measures/knife-crimes", "/measures/knife-crime"),
        ("/objectives/fewer-gun-crime", "/objectives/fewer-gun-crimes"),
        ("/areas/E0900016", "/areas/E09000016"),
        ("/havering", "/areas/E09000016"),
    ],
)
def test_what_was_meant_is_suggested(some: Visitor, address: str, meant: str) -> None:
    assert meant in some.page(address, 404).links


@pytest.mark.parametrize(
    ("address", "status", "code"),
    [
        ("/measures/burglery.json", 404, "unknown-measure"),
        ("/measures/burglary/E09000099.csv", 404, "unknown-area"),
        ("/areas/E09000099.json", 404, "unknown-area"),
        ("/figures/burglary/E09000016/2016-13.json", 400, "unknown-period"),
        ("/figures/burglary/E09000016/2016-12.json?kind=share", 400, "unknown-kind"),
        ("/figures/burglary/E09000001/2016-12.json", 404, "no-figure"),
        ("/nowhere.json", 404, "unknown-address"),
    ],
)
def test_files_answer_with_the_error_object(some: Visitor, address: str, status: int, code: str) -> None:
    error = some.get(address, status).json()["error"]  # type: ignore[attr-defined]
    assert error["code"] == code
    assert set(error) == {"code", "message", "where", "remedy"}
    assert error["remedy"]


def test_a_period_that_is_none_is_explained(some: Visitor) -> None:
    assert "FY2016-17-Q3" in some.text("/figures/burglary/E09000016/yesterday", 400)


@pytest.mark.parametrize("address", ["/", "/measures", "/areas/E09000016", "/figures/burglary/E09000016/2016"])
def test_without_a_release_pages_say_what_to_run(empty: Visitor, address: str) -> None:
    text = empty.text(address, 503)
    assert "peelian load" in text
    assert "peelian release" in text
    assert "No release has been sealed yet" in text


def test_without_a_release_files_say_it_too(empty: Visitor) -> None:
    assert empty.get("/measures/burglary.json", 503).json()["error"]["code"] == "no-release"  # type: ignore[attr-defined]


def test_pages_about_the_site_need_no_release(empty: Visitor) -> None:
    for address in ("/about", "/accessibility", "/healthz"):
        empty.get(address)
    empty.get("/nowhere", 404)


def test_our_own_fault_is_said_plainly(some: Visitor, monkeypatch: pytest.MonkeyPatch) -> None:
    from peelian.public.views import home

    monkeypatch.setattr(home.plans, "themes", lambda site: 1 // 0)
    some.client.raise_request_exception = False
    text = some.text("/", 500)
    assert "Something went wrong" in text
    assert "ZeroDivision" not in text


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete", "options"])
def test_nothing_can_be_written(some: Visitor, method: str) -> None:
    answer = getattr(some.client, method)("/measures/burglary")
    assert answer.status_code == 405
    assert answer.headers["Allow"] == "GET, HEAD"


def test_a_damaged_release_is_said_not_hidden(empty: Visitor) -> None:
    folder = empty.house.root / "releases" / "2026-01-01"
    folder.mkdir(parents=True)
    (folder / "manifest.json").write_text("{", encoding="utf-8")
    assert "The manifest of 2026-01-01 cannot be read" in empty.text("/measures", 500)
    assert empty.get("/r/2026-01-01/areas.json", 500).json()["error"]["code"] == "bad-manifest"  # type: ignore[attr-defined]
