"""The public search: everything that is out, by its words, with the place where they stand; and nothing else."""

from __future__ import annotations

import datetime as dt
import html
import os
import re
import shutil
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from peelian.figures.house import House
from peelian.public.selectors.findable import of_meetings
from peelian.public.selectors.searching import Entry, Query, find
from peelian.scrutiny.meetings.publishing import meeting_path
from peelian.scrutiny.meetings.publishing import touch as touch_meetings
from peelian.scrutiny.meetings.records import Outcome, Question
from peelian.scrutiny.meetings.shelf import Shelf, shelf
from tests.support.large_scrutiny import EACH, MEETINGS, REPORTS, furnish_large
from tests.support.meetings import items, meeting, published, put, stub
from tests.web.conftest import Visitor
from tests.web.test_plan_pages import plain

HERE = "/committees/havering-crime-and-disorder"
FOUND = {
    "a committee by its name": ("overview and scrutiny board", "/committees/havering-overview-and-scrutiny"),
    "a committee by its terms": ("cross-party committee", "/committees/london-assembly-pcc"),
    "a meeting by its day": ("17 january 2017", f"{HERE}/2017-01-17"),
    "an agenda item by its title": ("operation hercules", f"{HERE}/2016-11-01#item-13"),
    "an agenda item by what it asks": ("barking and newham", f"{HERE}/2017-01-17#item-5"),
    "an agenda item by its minutes": ("ring-fenced", f"{HERE}/2016-11-01#item-13"),
    "a paper by its title": ("mopac report", "/committees/london-assembly-pcc/2017-07-20#item-1"),
    "a recommendation by its title": (
        "trust and confidence", "/recommendations/london-assembly-pcc/draft-plan-2021-25/6",
    ),
    "a recommendation by its text": (
        "representatives and groups", "/recommendations/london-assembly-pcc/draft-plan-2021-25/6",
    ),
    "a report by its title": ("response to the draft police", "/recommendations/london-assembly-pcc/draft-plan-2021-25"),
    "an investigation by its title": ("modern slavery", "/investigations/"),
    "a body by its short name": ("mopac", "/bodies/mopac"),
    "a decision by its title": ("safer neighbourhood", "/decisions/PCD-188"),
}  # fmt: skip


@pytest.mark.parametrize("what", FOUND)
def test_it_finds(what: str, some: Visitor) -> None:
    words, address = FOUND[what]
    page = some.page(f"/search?q={words.replace(' ', '+')}")
    assert any(link.startswith(address) for link in page.links), what


def test_an_action_is_found_with_who_does_it_and_since_when(some: Visitor) -> None:
    text = plain(some.text("/search?q=domestic+violence+advocates"))
    assert "Open · Havering Crime & Disorder Sub-Committee · 1 November 2016, item 14" in html.unescape(text)
    assert any(link.startswith(f"{HERE}/actions#") for link in some.page("/search?q=domestic+violence+advocates").links)


def test_what_was_found_says_where_the_words_stand_and_marks_them(some: Visitor) -> None:
    text = some.text("/search?q=ring-fenced")
    assert "Item 13 · Havering Crime &amp; Disorder Sub-Committee · 1 November 2016" in text
    assert '<span class="pb-found__label">Minutes:</span>' in text and "<mark>ring-fenced</mark>" in text


def test_of_many_kinds_the_best_of_each_are_shown_and_each_leads_to_all_of_it(some: Visitor) -> None:
    page = some.page("/search?q=mopac")
    assert "/search?q=mopac&kind=recommendations" in page.links
    alone = some.text("/search?q=mopac&kind=recommendations")
    assert (
        '<strong aria-current="page">Recommendations (' in alone and '<a href="/search?q=mopac">Everything</a>' in alone
    )
    assert some.text("/search?q=mopac&kind=nothing") == some.text("/search?q=mopac&kind=nothing&page=0"), (
        "as if not asked"
    )


def test_every_heading_is_reached_and_the_list_of_kinds_is_a_landmark(some: Visitor) -> None:
    page, text = some.page("/search?q=mopac"), some.text("/search?q=mopac")
    assert [level for level, _ in page.headings[:2]] == [1, 2]
    assert '<nav class="pb-kinds" aria-label="Kinds of things found">' in text


def test_nothing_found_says_which_word_stands_nowhere_and_offers_the_rest(some: Visitor) -> None:
    page, text = some.page("/search?q=quokka+probation"), plain(some.text("/search?q=quokka+probation"))
    assert "“quokka” stands nowhere." in text and "/search?q=probation" in page.links
    both = plain(some.text("/search?q=probation+burglary+detecting"))
    assert "Each of these words stands somewhere, but nothing holds all of them." in both
    for address in ("/areas", "/measures", "/committees", "/recommendations", "/decisions"):
        assert address in page.links


def test_before_anything_is_asked_it_says_what_can_be(some: Visitor) -> None:
    assert "Every word must be there; part of a word is enough." in some.text("/search")
    assert "Write at least 2 letters." in some.text("/search?q=a")


@pytest.fixture(scope="module")
def empty_room(illustrative_house: House, tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], House]:
    """Houses with a release, whose committees a test writes."""

    def made(name: str) -> House:
        root = tmp_path_factory.mktemp(name) / "house"
        shutil.copytree(illustrative_house.root, root, copy_function=os.link)
        return House(root)

    return made


SECRET = "quokkaprice"


def test_what_is_withheld_is_found_by_its_public_title_alone(
    empty_room: Callable[[str], House], visiting: Callable[[House], Visitor]
) -> None:
    """A file should hold no words of it; where one does all the same, the search gives none of them away."""
    house = empty_room("withheld")
    shut = next(one for one in items() if one.number == "5")
    told = type(shut)(**{
        **vars(shut), "minute": SECRET, "recommended": SECRET, "outcome": Outcome("agreed", SECRET),
        "questions": (Question(SECRET, "Anne O’Hara", "Fay Moss", SECRET, SECRET),),
    })  # fmt: skip
    put(house.root, published(meetings=(meeting(items=(*items()[:3], told)),)))
    visitor = visiting(house)
    text = html.unescape(visitor.text("/search?q=cctv+contract"))
    assert 'href="/committees/towns-and-crime/2026-04-21#item-5"' in text
    assert (
        "Item 5 · Towns & Crime Sub-Committee · 21 April 2026 · not open to the public" in text and SECRET not in text
    )
    assert "Tenders received" in visitor.text("/search?q=tenders").replace("<mark>", "").replace("</mark>", "")
    assert "stands nowhere" in visitor.text(f"/search?q={SECRET}+cctv")


def test_names_of_people_are_not_looked_for(
    empty_room: Callable[[str], House], visiting: Callable[[House], Visitor]
) -> None:
    house = empty_room("people")
    put(house.root)
    visitor = visiting(house)
    for name in ("anne o'hara", "bilal khan", "fay moss"):
        assert "Nothing found" in visitor.text(f"/search?q={name.replace(' ', '+')}"), name


def test_a_release_of_what_was_withheld_is_found_from_then_on() -> None:
    open_now = stub("CCTV contract")
    released = type(open_now)(**{**vars(open_now), "released_at": dt.datetime(2026, 6, 1, tzinfo=dt.UTC)})
    item = items()[3]
    opened = type(item)(**{**vars(item), "minute": SECRET, "stub": released})
    held = published(meetings=(meeting(items=(opened,)),))
    found = of_meetings(Shelf(held.committees, held.meetings, ()))["items"]
    assert find(found, Query.of(SECRET)).entries


def test_an_altered_file_shuts_its_room_and_no_other(
    empty_room: Callable[[str], House], visiting: Callable[[House], Visitor]
) -> None:
    house = empty_room("altered")
    put(house.root)
    meeting_path(house.root, "towns-and-crime/2026-04-21").write_text("{", encoding="utf-8")
    touch_meetings(house.root)
    text = visiting(house).text("/search?q=burglary")
    assert 'href="/measures/burglary"' in text
    assert "Committees, meetings, papers and actions" in text and "a file there is not what was published" in text


def test_what_is_published_later_is_found_at_once(
    empty_room: Callable[[str], House], visiting: Callable[[House], Visitor]
) -> None:
    house = empty_room("later")
    put(house.root)
    visitor = visiting(house)
    assert "Nothing found" in visitor.text("/search?q=wallaby")
    put(house.root, published(meetings=(meeting(items=(type(items()[0])("1", "Wallaby", "report"),)),)))
    assert "#item-1" in visitor.text("/search?q=wallaby")


class TestOrder:
    def entries(self, *titles: str) -> list[str]:
        held = [Entry(title, "/", "Havering", ()) for title in titles]
        return [one.title for one in find(held, Query.of(self.asked)).entries]

    asked = "knife crime"

    def test_the_very_title_comes_first_then_the_phrase_then_words_then_parts_of_words(self) -> None:
        best = ["Knife crime", "About knife crime", "Crime with a knife", "Penknife and crimes"]
        assert self.entries(*reversed(best)) == best

    def test_what_only_its_place_holds_is_not_found_but_narrows_down(self) -> None:
        self.asked = "havering"
        assert self.entries("Knife crime") == []
        self.asked = "knife havering"
        assert self.entries("Knife crime", "Burglary") == ["Knife crime"]

    def test_words_in_quotation_marks_stand_together(self) -> None:
        self.asked = "“crime with”"
        assert self.entries("Knife crime", "Crime with a knife", "With crime") == ["Crime with a knife"]

    def test_a_typewriters_marks_find_a_printers(self) -> None:
        self.asked = "victims' letters 2019-20"
        assert self.entries("Victims’ letters 2019–20") == ["Victims’ letters 2019–20"]


@pytest.fixture(scope="module")
def large(empty_room: Callable[[str], House]) -> House:
    """A house with years of a busy committee's work."""
    house = empty_room("large")
    furnish_large(house.root)
    return house


class TestLarge:
    """300 meetings with 3,600 items and papers, 600 actions, and 3,000 recommendations with texts and answers."""

    @pytest.mark.parametrize(
        "words", ["police", "custody training strategy", '"knife crime safety"', "quokka", "custody quokka"]
    )
    def test_a_search_is_over_in_a_tenth_of_a_second(
        self, words: str, large: House, visiting: Callable[[House], Visitor]
    ) -> None:
        visitor, taken = visiting(large), []
        visitor.client.get("/search", {"q": "first"})
        for _ in range(3):
            begun = time.process_time()
            visitor.client.get("/search", {"q": words})
            taken.append(time.process_time() - begun)
        assert min(taken) < 0.1, f"{min(taken) * 1000:.0f} ms of the processor"

    def test_all_of_a_kind_is_led_to_page_by_page(self, large: House, visiting: Callable[[House], Visitor]) -> None:
        text = visiting(large).text("/search?q=recommendation&kind=recommendations&page=2")
        assert f"26 to 50 of {REPORTS * EACH:,}" in plain(text)
        assert 'rel="next"' in text and 'rel="prev"' in text
        assert len(shelf(large.root, large.pack).meetings) == MEETINGS

    def test_a_second_search_reads_no_file(
        self, large: House, visiting: Callable[[House], Visitor], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        visitor = visiting(large)
        visitor.text("/search?q=custody")

        def read(path: Path, *_: object, **__: object) -> None:
            raise AssertionError(f"{path} is read")

        for name in ("read_text", "read_bytes", "open"):
            monkeypatch.setattr(Path, name, read)
        assert re.search(r"[\d,]+ things found", plain(visitor.text("/search?q=burglary+training")))
