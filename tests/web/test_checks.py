"""The system checks: each has an id, and says what to do."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from peelian.config import checks
from peelian.core.readiness import Readiness
from peelian.documents import readiness
from peelian.figures.house import House


def _ids(found: list[Any]) -> list[str]:
    assert all(item.hint for item in found)
    return [item.id for item in found]


def test_a_house_with_a_release_raises_nothing(illustrative_house: House, settings: Any) -> None:
    settings.PEELIAN_DATA = illustrative_house.root
    for check in (checks.house_is_there, checks.assets_are_built, checks.pack_can_be_read, checks.newest_release_opens):
        assert check(None) == []


def test_no_house_and_no_release(tmp_path: Path, settings: Any) -> None:
    settings.PEELIAN_DATA = tmp_path / "none"
    assert _ids(checks.house_is_there(None)) == ["peelian.W001"]
    settings.PEELIAN_DATA = tmp_path
    assert _ids(checks.house_is_there(None)) == ["peelian.W002"]


def test_a_damaged_release(tmp_path: Path, settings: Any) -> None:
    folder = tmp_path / "releases" / "2026-01-01"
    folder.mkdir(parents=True)
    (folder / "manifest.json").write_text("{", encoding="utf-8")
    settings.PEELIAN_DATA = tmp_path
    assert _ids(checks.newest_release_opens(None)) == ["peelian.E003"]


def test_another_pack_than_the_houses_own(illustrative_house: House, settings: Any) -> None:
    settings.PEELIAN_DATA, settings.PEELIAN_PACK = illustrative_house.root, "police-uk"
    assert _ids(checks.house_is_of_the_pack(None)) == ["peelian.E004"]
    assert checks.pack_can_be_read(None) == [], "said once"
    settings.PEELIAN_PACK = "london"
    assert checks.house_is_of_the_pack(None) == []


def test_no_assets(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(checks, "STYLE_SHEET", "vendor/none.css")
    assert _ids(checks.assets_are_built(None)) == ["peelian.E001"]


def test_without_pango_documents_cannot_be_printed(monkeypatch: pytest.MonkeyPatch) -> None:
    assert checks.documents_can_be_printed(None) == []
    monkeypatch.setitem(readiness.LIBRARIES_OF_LETTERS, "Pango", ("libno-such-pango.so.0",))
    [said] = checks.documents_can_be_printed(None)
    assert _ids([said]) == ["peelian.W011"]
    assert said.msg == "PDF files cannot be made: Pango not found."
    assert "apt install libpango" in said.hint


def test_before_going_public(settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("PEELIAN_SECRET_KEY", raising=False)
    settings.ALLOWED_HOSTS = ["*"]
    assert _ids([*checks.key_is_set(None), *checks.hosts_are_named(None)]) == ["peelian.W003", "peelian.W004"]
    monkeypatch.setenv("PEELIAN_SECRET_KEY", "x" * 50)
    settings.ALLOWED_HOSTS = ["example.org"]
    assert checks.key_is_set(None) == checks.hosts_are_named(None) == []


@pytest.mark.parametrize(
    ("found", "id"),
    [(Readiness.NONE, "W005"), (Readiness.BEHIND, "E005"), (Readiness.UNREACHABLE, "E006"), (Readiness.READY, "")],
)
def test_records_that_are_not_ready(monkeypatch: pytest.MonkeyPatch, found: Readiness, id: str) -> None:
    """What each means is tested on real databases in tests/spec/test_upgrading.py."""
    monkeypatch.setattr(checks, "readiness", lambda: (found, "so"))
    assert _ids(checks.records_are_ready(None)) == ([f"peelian.{id}"] if id else [])


def test_sqlite_on_a_network_disk(tmp_path: Path, settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    assert checks.kind_of_disk(tmp_path) not in checks.NETWORK
    mounts = tmp_path / "mounts"
    mounts.write_text(f"disk / ext4 rw 0 0\nserver:/x {tmp_path} nfs4 rw 0 0\n", encoding="utf-8")
    assert checks.kind_of_disk(tmp_path / "house", mounts) == "nfs4"
    assert checks.kind_of_disk(Path("/etc"), mounts) == "ext4"
    settings.RECORDS = f"sqlite:///{tmp_path}/records.sqlite3"
    assert checks.sqlite_is_on_a_disk(None) == []
    monkeypatch.setattr(checks, "kind_of_disk", lambda folder: "nfs4")
    assert _ids(checks.sqlite_is_on_a_disk(None)) == ["peelian.W008"]


def test_what_production_must_not_be_without(settings: Any) -> None:
    settings.SECOND_FACTOR_REQUIRED, settings.HTTPS = False, False
    found = [*checks.second_factor_is_required(None), *checks.it_is_served_over_https(None)]
    assert _ids(found) == ["peelian.W006", "peelian.W007"]
    settings.SECOND_FACTOR_REQUIRED, settings.HTTPS = True, True
    assert checks.second_factor_is_required(None) == checks.it_is_served_over_https(None) == []


def test_a_proxy_that_is_not_counted_gives_everybody_one_address(settings: Any) -> None:
    settings.HTTPS, settings.ALLAUTH_TRUSTED_PROXY_COUNT = True, 0
    assert _ids(checks.visitors_are_told_apart(None)) == ["peelian.W009"]
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1
    assert checks.visitors_are_told_apart(None) == []
    settings.HTTPS, settings.ALLAUTH_TRUSTED_PROXY_COUNT = False, 0
    assert checks.visitors_are_told_apart(None) == [], "W007 says that there is no proxy"
