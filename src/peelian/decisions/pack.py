"""The decisions of a pack: which series a body numbers, and the decisions that documents print. `decisions.yaml`, two keys.

Raises PackError, with file, line and remedy, for the first thing that cannot be right.
"""

from __future__ import annotations

import re
from functools import lru_cache
from pathlib import Path
from typing import Any

from peelian.decisions.form import read_decision, target_days
from peelian.decisions.records import SIGNERS, SUBJECTS, Decision
from peelian.decisions.references import Series
from peelian.figures.packfile import PackError
from peelian.plans.entry import Entry, check_ids, mapping, read_mapping

FILE = "decisions.yaml"
LONGEST_DEFERRAL = 12
PUBLISHER = re.compile(r"360G-[A-Za-z0-9_]+")


@lru_cache(maxsize=8)
def series_of(pack: Path) -> tuple[Series, ...]:
    """The series of a pack, in its order; none where it keeps no decisions. A pack changes only with the program."""
    path = pack / FILE
    return _series(read_mapping(path)) if path.is_file() else ()


@lru_cache(maxsize=8)
def decisions_of(pack: Path) -> tuple[Decision, ...]:
    """The decisions of a pack, in its order."""
    path = pack / FILE
    if not path.is_file():
        return ()
    whole = read_mapping(path)
    whole.check(("series", "decisions"), ("longest_deferral_months",))
    known, found = _series(whole), list[Decision]()
    for entry in whole.entries("decisions"):
        made = read_decision(entry)
        if made.reference in {one.reference for one in found}:
            entry.fail("reference", f"{made.reference} stands twice.", "Keep one entry for each decision.")
        if not any(one.has(made.reference) for one in known):
            entry.fail("reference", f"{made.reference} is of no series of this pack.", "Add its series first.")
        found.append(made)
    return tuple(found)


@lru_cache(maxsize=8)
def longest_deferral(pack: Path) -> int:
    """For how many months publication can be deferred at once; twelve where the pack does not say. Raises PackError."""
    path = pack / FILE
    whole = read_mapping(path) if path.is_file() else None
    months = whole.optional_whole("longest_deferral_months") if whole else None
    if whole and months is not None and not 1 <= months <= 120:
        whole.fail("longest_deferral_months", f"{months} is no number of months.", "Write one from 1 to 120.")
    return months or LONGEST_DEFERRAL


def _series(whole: Entry) -> tuple[Series, ...]:
    entries = whole.entries("series")
    check_ids(entries)
    found = tuple(_one(entry) for entry in entries)
    if len({(one.prefix, one.yearly) for one in found}) < len(found):
        raise PackError(whole.file, whole.line_of(("series",)), "two series have one prefix.", "Give each its own.")
    return found


def _one(entry: Entry) -> Series:
    entry.check(
        ("id", "prefix", "title", "body", "taken_by", "director", "advice"),
        ("yearly", "funder", "publisher", "named", "target_days"),
    )
    advice = entry.texts("advice")
    for subject in advice:
        if subject not in SUBJECTS:
            entry.fail("advice", f"there is no advice on {subject!r}.", f"Use some of {', '.join(SUBJECTS)}.")
    named = entry.texts("named") if "named" in entry.data else Series.named
    for signer in named:
        if signer not in SIGNERS:
            entry.fail("named", f"nobody signs as {signer!r}.", f"Use some of {', '.join(SIGNERS)}.")
    publisher = entry.optional_text("publisher") or ""
    if publisher and not PUBLISHER.fullmatch(publisher):
        entry.fail(
            "publisher", f"{publisher!r} is no prefix of 360Giving.", "Write it as 360Giving issued it: 360G-Example."
        )
    return Series(
        entry.text("id"), entry.text("prefix"), entry.text("title"), entry.text("body"), entry.text("taken_by"),
        entry.flag("yearly"), advice, entry.text("director"), entry.optional_text("funder") or "",
        publisher, named, target_days(entry),
    )  # fmt: skip


def read_file(path: Path) -> Decision:
    """One decision in a file of its own: YAML, or JSON as the house keeps it. Raises PackError."""
    return read_decision(read_mapping(path))


def read_content(form: dict[str, Any], name: str) -> Decision:
    """A form that lies in no file of a pack. Raises PackError; ``name`` stands for the file."""
    return read_decision(mapping(form, name))
