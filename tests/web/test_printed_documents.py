"""What is printed: minutes, the form of a decision, a committee's year. Tagged, kept once, and never of what is not public."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from peelian.documents.checking import read, texts_of
from peelian.figures.house import House
from tests.web.conftest import Visitor

MEETING = "/committees/havering-crime-and-disorder/2016-11-01"
YEAR = "/committees/london-assembly-pcc/annual-report/FY2019-20"
ADDRESSES = [f"{MEETING}/minutes.pdf", "/decisions/MDA-1217.pdf", f"{YEAR}.pdf"]


@pytest.fixture
def visitor(
    illustrative_house: House, copy_of: Callable[[House], House], visiting: Callable[[House], Visitor]
) -> Visitor:
    """Somebody who reads the pack's records, in a house of their own: what is printed is kept there."""
    return visiting(copy_of(illustrative_house))


@pytest.mark.parametrize("address", ADDRESSES)
def test_it_is_a_tagged_file_without_a_fault_and_the_same_bytes_when_asked_again(
    visitor: Visitor, address: str
) -> None:
    answer = visitor.get(address)
    assert answer["Content-Type"] == "application/pdf"
    assert read(answer.content).faults == ()
    again = visitor.get(address)
    assert again.content == answer.content
    assert visitor.get(address, 304, **{"If-None-Match": again["ETag"]}).content == b""


def test_the_page_leads_to_each(visitor: Visitor) -> None:
    assert f"{MEETING}/minutes.pdf" in visitor.text(MEETING)
    assert "/decisions/MDA-1217.pdf" in visitor.text("/decisions/MDA-1217")
    assert f"{YEAR}.pdf" in visitor.text(YEAR)


def test_minutes_say_who_was_there_what_was_done_and_what_is_to_be_done(visitor: Visitor) -> None:
    said = " ".join(" ".join(texts_of(visitor.get(f"{MEETING}/minutes.pdf").content)).split())
    for words in ("Councillor Viddy Persaud", "Operation Hercules", "Noted", "London Fire Brigade"):
        assert words in said


def test_the_year_lists_its_nine_letters_and_reports(visitor: Visitor) -> None:
    said = " ".join(" ".join(texts_of(visitor.get(f"{YEAR}.pdf").content)).split())
    for words in (
        "Hate crime in London",
        "Modern slavery in London",
        "Domestic abuse in London",
        "recommendations: 16",
    ):
        assert words in said


@pytest.mark.parametrize(
    "address",
    [
        "/committees/havering-crime-and-disorder/2017-01-17/minutes.pdf",
        "/decisions/PCD-132.pdf",
        "/decisions/PCD-133.pdf",
        "/committees/london-assembly-pcc/annual-report/FY2011-12.pdf",
    ],
)
def test_what_is_not_known_is_not_printed(visitor: Visitor, address: str) -> None:
    assert "application/pdf" not in visitor.get(address, 404)["Content-Type"]
