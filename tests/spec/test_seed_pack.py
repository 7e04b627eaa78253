"""Havering's pack of 17 January 2017, made again: its record from London's pack, the words of its papers from the document."""

from __future__ import annotations

import datetime as dt
import time
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from peelian.documents.checking import Reading, read
from peelian.documents.freezing import frozen
from peelian.documents.packs import document_of, ranges_of
from peelian.documents.pdf import Printed, printed
from peelian.figures.pack import PACKS
from peelian.scrutiny.meetings.pack import read_pack
from peelian.scrutiny.meetings.records import Item

PAPERS = {
    "minutes-2016-11-01": (119, 271),
    "draft-police-and-crime-plan": (272, 1695),
    "performance-quarter-3": (1696, 1854),
}
"""Where the words of each paper stand in the document."""
SECONDS, MEGABYTES = 60, 2
Made = tuple[dict[str, Any], Printed, float]


@pytest.fixture(scope="module")
def made(seeds: Path) -> Made:
    """The frozen pack, its file, and how many seconds it took."""
    [document] = seeds.glob("004_*.txt")
    lines = document.read_text(encoding="utf-8").splitlines()
    committees, meetings, _ = read_pack(PACKS / "london")
    [meeting] = [one for one in meetings if one.id == "havering-crime-and-disorder/2017-01-17"]
    [committee] = [one for one in committees if one.id == meeting.committee]

    def worded(item: Item) -> Item:
        return replace(item, papers=tuple(replace(paper, quarter="", text=words(paper.id)) for paper in item.papers))

    def words(paper: str) -> str:
        first, last = PAPERS[paper]
        return "\n".join(lines[first - 1 : last])

    sent = frozen(
        committee, replace(meeting, items=tuple(worded(item) for item in meeting.items)), body="London Borough of Havering",
        at=dt.datetime(2017, 1, 9, 12, tzinfo=dt.UTC), quarters={},
    )  # fmt: skip
    began = time.perf_counter()
    done = printed(document_of(sent))
    return sent, done, time.perf_counter() - began


@pytest.fixture(scope="module")
def reading(made: Made) -> Reading:
    """The file read back."""
    return read(made[1].content)


def test_ten_items_and_three_papers_whose_pages_leave_no_gap(made: Made, reading: Reading) -> None:
    sent, done, _ = made
    ranges = {paper: pages for (_, paper), pages in ranges_of(sent, done.ranges).items()}
    assert list(ranges) == list(PAPERS)
    assert [first for first, _ in ranges.values()] == [1, *(last + 1 for _, last in list(ranges.values())[:-1])]
    agenda = " ".join(reading.texts[1].split())
    for number in range(1, 11):
        assert f" {number} " in f" {agenda} "
    for first, last in ranges.values():
        assert f"{first} to {last}" in agenda


def test_nothing_is_wrong_with_what_a_reader_is_told(reading: Reading) -> None:
    assert reading.faults == ()
    assert len(reading.headings) > 100


def test_the_pack_is_made_in_a_minute_and_goes_through_the_post(made: Made) -> None:
    _, done, seconds = made
    assert seconds < SECONDS
    assert len(done.content) < MEGABYTES * 1_000_000
