"""The system checks: each has an id, and says what to do."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from peelian.config import checks
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


def test_before_going_public(settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("PEELIAN_SECRET_KEY", raising=False)
    settings.ALLOWED_HOSTS = ["*"]
    assert _ids([*checks.key_is_set(None), *checks.hosts_are_named(None)]) == ["peelian.W003", "peelian.W004"]
    monkeypatch.setenv("PEELIAN_SECRET_KEY", "x" * 50)
    settings.ALLOWED_HOSTS = ["example.org"]
    assert checks.key_is_set(None) == checks.hosts_are_named(None) == []
