"""Where no office sends packs out, a meeting's pack is made of what is known, when somebody asks first; no database is asked."""

from __future__ import annotations

from peelian.documents.checking import read
from tests.web.conftest import Visitor

HERE = "/committees/havering-crime-and-disorder/2017-01-17"


def test_the_pack_of_a_meeting_that_is_known_from_a_document_lists_where_its_papers_are(some: Visitor) -> None:
    assert f"{HERE}/pack.pdf" in some.page(HERE).links
    answer = some.get(f"{HERE}/pack.pdf")
    reading = read(answer.content)
    assert reading.faults == ()
    assert reading.labels == ("i", "ii")
    agenda = " ".join(reading.texts[1].split())
    assert "On this site at /plans/plan-2017-21 elsewhere" in agenda
    assert "Performance indicators: quarter 3" in agenda


def test_what_did_not_come_later_and_what_was_no_meeting_has_no_pack(some: Visitor) -> None:
    some.get(f"{HERE}/pack-2.pdf", 404)
    some.get("/committees/havering-crime-and-disorder/2017-01-18/pack.pdf", 404)
