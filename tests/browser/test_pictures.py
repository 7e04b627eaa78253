"""The pictures of the README and the manual: each one is there, used, and light enough to load."""

from __future__ import annotations

import re
import struct
from pathlib import Path

from tests.browser.pictures import IMAGES, TALLEST
from tests.conftest import ROOT

LINK = re.compile(r"!\[([^\]]*)\]\(([^)\s]+)\)|<img alt=\"([^\"]*)\" src=\"([^\"]+)\"")


def _pages() -> list[Path]:
    return [*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")]


def _used() -> dict[Path, str]:
    """Each picture that a page shows, and what the page says instead of it."""
    found = {}
    for page in _pages():
        for words, target, words_too, target_too in LINK.findall(page.read_text()):
            found[(page.parent / (target or target_too)).resolve()] = words or words_too
    return found


def test_each_picture_is_used_and_each_used_one_is_there() -> None:
    held = {path.resolve() for path in IMAGES.iterdir()}
    assert held, "make screenshots draws them"
    assert held == {path for path in _used() if path.is_relative_to(IMAGES)}
    assert all(path.is_file() for path in _used())


def test_each_picture_has_words_for_those_who_do_not_see_it() -> None:
    assert all(len(words) > 30 for words in _used().values())


def test_pictures_are_small_enough() -> None:
    for path in IMAGES.iterdir():
        start = path.read_bytes()[:24]
        assert start[:8] == b"\x89PNG\r\n\x1a\n", path.name
        _, height = struct.unpack(">II", start[16:24])
        assert height <= TALLEST, path.name
        assert path.stat().st_size < 300_000, f"{path.name}: {path.stat().st_size}"
