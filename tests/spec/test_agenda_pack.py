"""An agenda pack: one tagged PDF file with contents, bookmarks and page numbers, for everybody and for those who may read more."""

from __future__ import annotations

import copy
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
from tests.support.documents import COMMITTEE, DISPATCHED, QUARTER, SECRET, STUB, meeting, pack, quarter

from peelian.documents.checking import Reading, read, strings_of, texts_of
from peelian.documents.freezing import frozen
from peelian.documents.packs import BANNER, document_of, ranges_of
from peelian.documents.pdf import Printed, printed
from peelian.figures.errors import PeelianError


@pytest.fixture(scope="module")
def public() -> Printed:
    """The pack as everybody gets it."""
    return printed(document_of(pack()))


@pytest.fixture(scope="module")
def restricted() -> Printed:
    """The pack as those get it who may read what is exempt."""
    return printed(document_of(pack(), {STUB.id: f"## Terms\n\n{SECRET}"}))


@pytest.fixture(scope="module")
def reading(public: Printed) -> Reading:
    """The public pack, read back."""
    return read(public.content)


def pages_in(done: Printed, of: dict[str, Any] | None = None) -> dict[str, tuple[int, int]]:
    """First and last page of each paper by its id: those of the meeting differ."""
    return {paper: pages for (_, paper), pages in ranges_of(of or pack(), done.ranges).items()}


def page(content: bytes, label: str) -> str:
    """What the page says that bears a number."""
    found = read(content)
    return found.texts[found.labels.index(label)]


def test_the_file_can_be_read_aloud_in_order(reading: Reading) -> None:
    assert reading.faults == ()
    assert reading.borrowed == ()
    assert reading.language == "en-GB"
    assert reading.title == "Agenda: Crime and Disorder Sub-Committee, Tuesday 17 January 2017"


def test_cover_and_agenda_are_counted_apart_so_that_papers_begin_on_page_1(reading: Reading) -> None:
    assert reading.labels == ("i", "ii", *(str(number) for number in range(1, len(reading.labels) - 1)))


def test_the_cover_says_when_where_who_how_many_and_how_to_attend(reading: Reading) -> None:
    cover = " ".join(reading.texts[0].split())
    for said in (
        "Tuesday 17 January 2017", "7.00 pm", "Town Hall, Main Road", "3 voting members", "Ada Brook, chair",
        "Ben Ćosić, deputy chair", "Probation without a vote", "film, photograph, record", "Democratic Services, 01632 960000",
        "Dispatched on 9 January 2017 at 10.15 am",
    ):  # fmt: skip
        assert said in cover, said


def test_pages_of_papers_follow_one_another_without_a_gap(public: Printed) -> None:
    ranges = pages_in(public)
    assert list(ranges) == ["minutes", "wards", "premises", "quarter"]
    pages = [number for first, last in ranges.values() for number in range(first, last + 1)]
    assert pages == list(range(1, len(pages) + 1))
    assert ranges["wards"][1] > ranges["wards"][0], "a table of ninety rows takes more than a page"


def test_the_agenda_names_the_pages_that_the_papers_have(public: Printed, reading: Reading) -> None:
    agenda = " ".join(reading.texts[1].split())
    for first, last in pages_in(public).values():
        assert f"{first} to {last}" in agenda or f" {first}" in agenda
    first, last = pages_in(public)["wards"]
    assert f"Offences by ward Community Safety {first} to {last}" in agenda


def test_every_page_of_a_paper_bears_its_item_and_its_number(public: Printed, reading: Reading) -> None:
    titles = {
        "minutes": "Item 2: Minutes of 1 November",
        "wards": "Item 3: Burglary by ward",
        "quarter": "Item 5: Performance, quarter 3",
    }
    for paper, (first, last) in pages_in(public).items():
        for number in range(first, last + 1):
            text = reading.texts[reading.labels.index(str(number))]
            assert f"{titles.get(paper, 'Item 4: Premises under review')} {number} " in " ".join(text.split())


def test_bookmarks_lead_to_every_item_and_every_paper(public: Printed, reading: Reading) -> None:
    ranges = pages_in(public)
    found = {one.title: reading.labels[one.page] for one in reading.bookmarks}
    assert found["Agenda"] == "ii"
    assert found["Item 3 Burglary by ward"] == found["Offences by ward"] == str(ranges["wards"][0])
    assert [one.title for one in reading.bookmarks if one.level == 1][1:] == [
        "Item 2 Minutes of 1 November", "Item 3 Burglary by ward", "Item 4 Premises under review", "Item 5 Performance, quarter 3",
    ]  # fmt: skip


def test_headings_of_a_paper_stand_below_its_title_whatever_levels_its_writer_chose(reading: Reading) -> None:
    at = reading.headings.index((3, "Draft minutes"))
    assert reading.headings[at + 1 : at + 3] == ((4, "Present"), (4, "Noted"))
    assert (4, "By ward") in reading.headings


def test_a_paper_called_as_its_item_is_has_its_title_once(reading: Reading) -> None:
    assert [level for level, title in reading.headings if title.endswith("Premises under review")] == [2]


def test_a_table_that_goes_over_a_page_is_one_table(reading: Reading) -> None:
    assert reading.tags.count("Table") == 6, "cover, agenda, wards, the stub, indicators, demand"
    assert reading.faults == (), "and has its head once"


def test_a_paper_that_is_published_elsewhere_is_listed_without_pages(reading: Reading) -> None:
    assert "Map Published at https://example.org/map elsewhere" in " ".join(reading.texts[1].split())


def test_a_paper_laid_on_the_table_is_named_and_an_urgent_item_says_why(reading: Reading) -> None:
    agenda = " ".join(reading.texts[1].split())
    assert "A note: laid on the table at the meeting." in agenda
    assert "Urgent: notice of it came on 16 January, and it closes on the 20th" in agenda


def test_of_an_exempt_paper_everybody_sees_title_law_reason_and_seal(public: Printed) -> None:
    first, last = pages_in(public)["premises"]
    text = " ".join(page(public.content, str(first)).split())
    assert first == last
    for said in (
        "Premises under review", "Not for publication", "LGA 1972 Sch 12A para 7", "would warn those concerned.", "45 characters",
        "Head of Democratic Services, 6 January 2017", "6 July 2017",
    ):  # fmt: skip
        assert said in text, said
    assert STUB.commitment in text.replace(" ", "")


def test_the_public_version_holds_no_word_that_is_exempt(public: Printed, restricted: Printed) -> None:
    def places(content: bytes) -> Iterator[str]:
        return (where for where, text in strings_of(content) if "Copper Kettle" in " ".join(text.split()))

    assert list(places(public.content)) == []
    assert list(places(restricted.content)) != []


def test_the_restricted_version_says_on_every_page_that_it_is_restricted(restricted: Printed, public: Printed) -> None:
    found = read(restricted.content)
    assert found.faults == ()
    assert all(BANNER in text for text in found.texts)
    assert not any(BANNER in text for text in texts_of(public.content))
    assert found.title.endswith("(restricted)")


def test_both_versions_number_the_pages_alike_and_exempt_texts_stand_at_the_end(
    restricted: Printed, public: Printed
) -> None:
    assert pages_in(restricted) == pages_in(public)
    found = read(restricted.content)
    assert found.labels == (*read(public.content).labels, "E1")
    assert SECRET in found.texts[-1]
    assert "In this restricted copy: pages E1." in " ".join(found.texts[1].split())


def test_a_text_that_the_pack_has_no_stub_of_is_refused() -> None:
    with pytest.raises(PeelianError, match="no exempt part exempt-2"):
        document_of(pack(), {"exempt-2": SECRET})


def test_late_papers_go_out_as_a_supplementary_pack_whose_pages_go_on(public: Printed) -> None:
    first = (public.last_page or 0) + 1
    late = pack("supplementary", first)
    more = printed(document_of(late))
    assert pages_in(more, late) == {"appendix": (first, first), "letter": (first + 1, first + 1)}
    found = read(more.content)
    assert found.faults == ()
    assert found.labels == ("i", "ii", str(first), str(first + 1))
    assert "Late: the figures came on 12 January" in " ".join(found.texts[1].split())


def test_a_meeting_without_late_papers_has_no_supplementary_pack() -> None:
    early = replace(meeting(), items=meeting().items[:3])
    with pytest.raises(PeelianError, match="No paper of Crime and Disorder Sub-Committee came late"):
        pack("supplementary", of=early)


def test_a_quarterly_report_is_printed_in_words_and_shapes_not_in_colour_alone(public: Printed) -> None:
    first, last = pages_in(public)["quarter"]
    text = " ".join(" ".join(page(public.content, str(number)) for number in range(first, last + 1)).split())
    assert "Of 3 indicators, 1 is red, 1 is amber and 1 is green." in text
    for said in (
        "Burglary: Red", "Antisocial behaviour: Amber", "Violence with injury: Green", "a square, an amber one a diamond",
        "↓ Worse", "Corrective action, Community Safety, by 31 March 2017", "Patrols follow the map", "Calls",
    ):  # fmt: skip
        assert said in text, said


def test_what_changes_after_dispatch_does_not_change_the_pack() -> None:
    content = quarter()
    sent = pack()
    kept = copy.deepcopy(sent)
    content["lines"][0]["rating"] = "green"
    assert sent == kept
    assert sent["seal"] == pack()["seal"]
    [paper] = [one for item in sent["items"] for one in item["papers"] if one["id"] == "quarter"]
    assert paper["quarter"]["lines"][0]["rating"] == "red"


def test_a_report_that_is_not_published_holds_the_pack_up() -> None:
    with pytest.raises(PeelianError, match=f"{QUARTER}, which was not handed in"):
        frozen(COMMITTEE, meeting(), body="Havering", at=DISPATCHED, quarters={})


def test_the_same_pack_gives_the_same_bytes(public: Printed) -> None:
    again = printed(document_of(pack()))
    assert again.sha256 == public.sha256
    assert document_of(pack()).key == document_of(pack()).key


def test_the_file_says_the_day_of_dispatch_and_nothing_of_the_machine(public: Printed) -> None:
    said = dict(strings_of(public.content))
    assert said["document /CreationDate"].startswith("D:20170109101500")
    assert said["document /Producer"] == "WeasyPrint 70.0"
    assert said["document /Author"] == "London Borough of Havering"
    assert {key for key in said if key.startswith("document ")} == {
        f"document /{name}" for name in ("Author", "CreationDate", "Creator", "ModDate", "Producer", "Subject", "Title")
    }
