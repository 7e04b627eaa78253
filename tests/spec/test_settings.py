"""The page of settings lists every setting that the program reads, with its default, and no other."""

from __future__ import annotations

import re

from tests.conftest import ROOT

PAGE = (ROOT / "docs" / "operations" / "settings.md").read_text(encoding="utf-8")
ROWS = dict(re.findall(r"^\| `(\w+)` ?\*? \| (.*?) \|", PAGE, re.MULTILINE))
OF_ITSELF = {"PEELIAN_BEGAN"}
"""Set by our own Makefile, for nobody else."""


def read_by_the_program() -> set[str]:
    """The names of all settings in the code."""
    text = "".join(path.read_text(encoding="utf-8") for path in (ROOT / "src" / "peelian").rglob("*.py"))
    return set(re.findall(r"(?:environ(?:\.get)?[\[(]|_flag\()\"(PEELIAN_\w+|PORT)\"", text)) - OF_ITSELF


def test_every_setting_is_on_the_page_and_no_other() -> None:
    assert set(ROWS) == read_by_the_program()


def test_the_defaults_are_those_of_the_program() -> None:
    text = (ROOT / "src" / "peelian" / "config" / "settings.py").read_text(encoding="utf-8")
    defaults = re.findall(r"environ\.get\(\"(PEELIAN_\w+)\", \"([^\"]+)\"\)", text)
    assert len(defaults) > 5
    for name, default in defaults:
        assert f"`{default}`" in ROWS[name], name


def test_every_number_of_a_check_is_on_the_page() -> None:
    text = (ROOT / "src" / "peelian" / "config" / "checks.py").read_text(encoding="utf-8")
    for number in set(re.findall(r"peelian\.([EW]\d+)", text)):
        assert re.search(rf"\b{number}\b", PAGE), number
