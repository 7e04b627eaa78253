"""The one register of what is withheld: of decisions, agenda items and papers; narrowed, as files, and with nothing of any text."""

from __future__ import annotations

import csv
import datetime as dt
import hashlib
import html
import io
import json
import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import pytest
import time_machine

from peelian.core.exempt import actions as exempt
from peelian.core.exempt.commitments import commitment_of
from peelian.core.exempt.files import File
from peelian.core.exempt.models import ExemptPart
from peelian.core.exempt.publishing import path_of
from peelian.core.exempt.records import Stub
from peelian.core.exempt.subjects import ROOMS
from peelian.decisions import coming_out, signing
from peelian.decisions import following as decisions_following
from peelian.decisions.publishing import index_path
from peelian.decisions.publishing import touch as touch_decisions
from peelian.decisions.taking_in import take_in_decisions
from peelian.figures.house import House
from peelian.public.selectors import withheld
from peelian.scrutiny.meetings.publishing import meeting_path
from peelian.scrutiny.meetings.publishing import touch as touch_meetings
from tests.support import decisions as make
from tests.support.atom import ATOM, wrong_with
from tests.support.committed import _followed  # noqa: F401  files follow each action
from tests.support.meetings import items, meeting, published, put, stub
from tests.support.office import Office
from tests.web.conftest import Visitor
from tests.web.test_plan_pages import plain

NOW = dt.datetime(2026, 11, 26, 12, tzinfo=dt.UTC)
SALT, TEXT = "0" * 64, "Lantern asked for the least."


def of(title: str, number: int, **more: Any) -> Stub:
    return replace(stub(title), id=f"{number:012x}", commitment=f"sha256:{number:064x}", **more)


@pytest.fixture
def kept(
    office: Office, illustrative_house: House, copy_of: Callable[[House], House], visiting: Any, settings: Any
) -> Visitor:
    """A site with decisions of an office, and a meeting with an exempt item (its review is overdue) and two exempt papers, of
    which one is released.
    """
    house = copy_of(illustrative_house)
    settings.PEELIAN_DATA = house.root
    take_in_decisions(house)
    released = of("The tenders", 2, released_at=dt.datetime(2026, 6, 1, tzinfo=dt.UTC), salt=SALT)
    released = replace(released, commitment=commitment_of(SALT, TEXT))
    first, *_ = items()[3].papers
    papers = (
        replace(first, id="a", title="Prices", stub=of("Prices", 3)),
        replace(first, id="b", title="Tenders", stub=released, released=((released.id, TEXT),)),
    )
    shut = replace(items()[3], stub=of("CCTV contract", 1, review_on=dt.date(2026, 11, 20)), papers=papers)
    put(house.root, published(meetings=(meeting(items=(*items()[:3], shut)),)))
    visitor: Visitor = visiting(house)
    return visitor


def decided(office: Office, kept: Visitor) -> Any:
    """A decision with a Part 2 that is out, and its part."""
    draft = make.begun(office, kept.house, part_2=True, part_2_reason="What the bidders offered.")
    part = make.part_2(office, draft.decision, sealed=True)
    assert "The offers" not in kept.text("/withheld"), "its decision is not out"
    make.published(office, kept.house, draft)
    return draft.decision, part


@pytest.fixture(autouse=True)
def now() -> Any:
    with time_machine.travel(NOW, tick=False):
        yield


def test_every_room_that_takes_exempt_parts_has_its_line() -> None:
    assert {kind for _, kinds, _ in withheld.ROOMS for kind in kinds} == set(withheld.KINDS)
    assert {{"agenda-item": "item"}.get(kind, kind) for kind in ROOMS} == set(withheld.KINDS)


def listed(kept: Visitor, query: str = "") -> dict[str, str]:
    """The titles in the list of the page, each with what its row says in words."""
    rows = re.findall(r'<tr id="part-\w+">.*?</tr>', kept.text(f"/withheld{query}"), re.DOTALL)
    link = re.compile(r'<a href="/withheld/\w+">([^<]*)</a>')
    return {html.unescape(link.findall(one)[0]): html.unescape(plain(f"<main>{one}</main>")) for one in rows}


def test_it_lists_every_room_in_a_row_each_and_the_rest_stands_on_the_page_of_the_part(
    office: Office, kept: Visitor
) -> None:
    decision, part = decided(office, kept)
    lead = "3 parts are withheld, 1 of them past the day by which it was to be looked at again. 1 was released since."
    assert lead in html.unescape(plain(kept.text("/withheld")))
    rows = listed(kept)
    assert list(rows) == ["CCTV contract", "Prices", "The offers", "The tenders"], (
        "by the day of their review; released last"
    )
    for title, texts in {
        "CCTV contract": ("Withheld Review overdue", "20 November 2026", "overdue for 6 days", "LGA 1972 Sch 12A para 3"),
        "Prices": ("Withheld", "Of Towns & Crime Sub-Committee, 21 April 2026, item 5 ·", "20 April 2027"),
        "The offers": ("Withheld", f"Of {decision}: ", f"{len(make.SECRET)} characters", "FOIA 2000 s.43: commercial interests"),
        "The tenders": ("Released", "item 5: Tenders ·", "1 June 2026", "The text as it was sealed"),
    }.items():  # fmt: skip
        assert [text for text in texts if text not in rows[title]] == [], rows[title]
        assert len(rows[title]) < 400, "a row is short"
    said = html.unescape(plain(kept.text(f"/withheld/{part.pk}")))
    for text in ("It would tell bidders what others offered.", "Decided by Director", part.commitment):
        assert text in said and text not in " ".join(rows.values())
    links = kept.page("/withheld").links
    assert f"/decisions/{decision.pk}" in links and "/committees/towns-and-crime/2026-04-21#item-5" in links
    assert f"/withheld/{part.pk}" in links


@pytest.mark.parametrize(
    ("query", "lead"),
    [
        ("?state=released", "Of what you asked for, 1 part was released."),
        ("?of=item", "Of what you asked for, 1 part is withheld, past the day by which it was to be looked at again."),
        ("?of=decision", "Of what you asked for, nothing is withheld."),
        (
            "",
            "2 parts are withheld, 1 of them past the day by which it was to be looked at again. 1 was released since.",
        ),
    ],
)
def test_what_was_asked_for_is_told_in_one_sentence(kept: Visitor, query: str, lead: str) -> None:
    assert f" {lead} " in html.unescape(plain(kept.text(f"/withheld{query}")))


def test_no_address_of_it_holds_a_word_that_is_withheld(office: Office, kept: Visitor) -> None:
    decided(office, kept)
    for address in ("/withheld", "/withheld.csv", "/withheld.json", "/withheld.atom", "/search?q=Aldgate"):
        assert make.SECRET not in kept.text(address), address


@pytest.mark.parametrize(
    ("query", "titles"),
    [
        ("of=decision", ["The offers"]), ("of=item", ["CCTV contract"]), ("of=paper", ["Prices", "The tenders"]),
        ("body=mopac", ["The offers"]), ("body=barchester", ["CCTV contract", "Prices", "The tenders"]),
        ("ground=foi:43", ["The offers"]), ("ground=sch-12a:3&state=released", ["The tenders"]),
        ("state=overdue", ["CCTV contract"]), ("state=withheld", ["CCTV contract", "Prices", "The offers"]),
        ("state=released", ["The tenders"]), ("of=decision&state=released", []),
    ],
)  # fmt: skip
def test_it_is_narrowed_on_the_page_and_in_every_file(
    office: Office, kept: Visitor, query: str, titles: list[str]
) -> None:
    decided(office, kept)
    assert sorted(listed(kept, f"?{query}")) == sorted(titles)
    assert sorted(one["title"] for one in kept.rows(f"/withheld.json?{query}")) == titles
    rows = list(csv.DictReader(io.StringIO(kept.get(f"/withheld.csv?{query}").content.decode("utf-8-sig"))))
    assert sorted(one["title"] for one in rows) == titles
    feed = kept.text(f"/withheld.atom?{query}")
    assert feed.count("<entry>") == len(titles)
    if not titles:
        assert "Nothing like that is in the register" in kept.text(f"/withheld?{query}")


@pytest.mark.parametrize(
    ("query", "known"),
    [("of=meeting", "decision, item, paper"), ("body=nobody", "mopac"), ("ground=foi:999", "foi:43"), ("ground=foi43", "foi:43"),
     ("ground=elsewhere:43", "foi:43"), ("state=bogus", "withheld, overdue, released")],
)  # fmt: skip
def test_an_unknown_choice_is_said_and_never_that_nothing_is_withheld(
    office: Office, kept: Visitor, query: str, known: str
) -> None:
    decided(office, kept)
    name, _, value = query.partition("=")
    said = html.unescape(plain(kept.text(f"/withheld?{query}", 404)))
    assert f"This list cannot be narrowed to “{value}”" in said and known in said
    assert "Nothing is withheld" not in said
    for form in ("csv", "json", "atom"):
        told = json.loads(kept.get(f"/withheld.{form}?{query}", 404).content)
        assert value in json.dumps(told, ensure_ascii=False), form
    kept.get(f"/withheld?{name}=")


@pytest.mark.parametrize("query", ["body=mps", "ground=foi:31"])
def test_a_body_or_ground_that_is_known_and_withholds_nothing_is_no_error(kept: Visitor, query: str) -> None:
    name, _, value = query.partition("=")
    page = kept.text(f"/withheld?{query}")
    assert "Nothing like that is in the register" in page
    assert f'<option value="{value}" selected>' in page, name
    assert kept.rows(f"/withheld.json?{query}") == []


def test_a_row_leads_to_its_record_and_to_the_file_that_is_released(kept: Visitor) -> None:
    [row] = kept.rows("/withheld.json?state=released")
    assert row["address"] == "http://testserver/committees/towns-and-crime/2026-04-21#item-5"
    assert (row["of"], row["law"].partition(":")[0], row["salt"]) == ("paper", "LGA 1972 Sch 12A para 3", SALT)
    answer = kept.get(row["file"].removeprefix("http://testserver"))
    assert f"sha256:{hashlib.sha256(answer.content).hexdigest()}" == row["commitment"]
    [shut] = kept.rows("/withheld.json?of=item")
    assert (shut["state"], shut["file"], shut["salt"]) == ("overdue", None, None)


def test_the_feed_is_one_and_tells_the_newest_first(office: Office, kept: Visitor) -> None:
    decided(office, kept)
    answer = kept.get("/withheld.atom")
    assert wrong_with(answer.content) == []
    text = answer.content.decode()
    assert text.index("Withheld: The offers") < text.index("Released: The tenders") < text.index("Withheld: Prices")


def entry_in(kept: Visitor, number: str) -> dict[str, str]:
    """What the feed says of a part: where its entry leads, of which moment it is, under which id."""
    root = ET.fromstring(kept.get("/withheld.atom").content)
    found = {one.find(f"{ATOM}link").get("href").rpartition("/")[2]: one for one in root.findall(f"{ATOM}entry")}  # type: ignore[union-attr]
    told = found[number]
    return {
        "link": told.find(f"{ATOM}link").get("href", ""),  # type: ignore[union-attr]
        "at": str(told.findtext(f"{ATOM}updated")), "id": str(told.findtext(f"{ATOM}id")),
    }  # fmt: skip


def test_the_feed_tells_of_a_part_at_the_moment_at_which_it_became_public_and_leads_to_its_page(
    office: Office, kept: Visitor
) -> None:
    with time_machine.travel(NOW - dt.timedelta(days=9), tick=False):
        draft = make.begun(office, kept.house, part_2=True, part_2_reason="What the bidders offered.")
        before = kept.text("/withheld.atom")
        part = make.part_2(office, draft.decision, sealed=True)
        version = make.signed(office, kept.house, draft)
        assert kept.text("/withheld.atom") == before, "its decision is not out: nothing has moved"
    coming_out.publish(version, kept.house, warnings_read=True, by=office.by("dora"))
    told = entry_in(kept, part.pk)
    assert told["link"] == f"http://testserver/withheld/{part.pk}" and kept.get(f"/withheld/{part.pk}")
    assert told["at"] == "2026-11-26T12:00:00Z", "not the day of its sealing"
    [row] = kept.rows("/withheld.json?of=decision")
    assert row["public_at"] == "2026-11-26T12:00:00+00:00"
    with time_machine.travel(NOW + dt.timedelta(days=1), tick=False):
        exempt.release(part, by=office.by("drew"), reason="The contract is signed.")
        again = entry_in(kept, part.pk)
        assert again == told | {"at": "2026-11-27T12:00:00Z"}, "the same entry, which comes again"


def test_what_is_released_before_its_decision_is_out_is_told_when_that_is(office: Office, kept: Visitor) -> None:
    draft, part = filed(office, kept, deferral={"until": "2026-12-20", "reason": "The purchase is being negotiated."})
    before = kept.text("/withheld.atom")
    exempt.release(part, by=office.by("drew"), reason="The contract is signed.")
    assert kept.text("/withheld.atom") == before
    with time_machine.travel(NOW + dt.timedelta(days=2), tick=False):
        coming_out.end_deferral(draft, kept.house, by=office.by("debbie"), reason="The purchase is done.")
        assert entry_in(kept, part.pk)["at"] == "2026-11-28T12:00:00Z"


def test_a_part_of_a_meeting_whose_sealing_nobody_timed_is_told_when_its_agenda_was_out(kept: Visitor) -> None:
    """And on the day of its sealing where that came later: files of packs have no more."""
    put(kept.house.root, published(meetings=(meeting(agenda_out=NOW),)))
    assert entry_in(kept, "x1")["at"] == "2026-11-26T12:00:00Z"
    put(kept.house.root, published(meetings=(meeting(agenda_out=dt.datetime(2026, 4, 13, 9, tzinfo=dt.UTC)),)))
    touch_meetings(kept.house.root)
    assert entry_in(kept, "x1")["at"] == "2026-04-19T23:00:00Z", "20 April 2026 in London"


def test_every_moment_in_its_files_is_written_as_in_our_other_files(office: Office, kept: Visitor) -> None:
    decided(office, kept)
    rows = list(csv.DictReader(io.StringIO(kept.get("/withheld.csv").content.decode("utf-8-sig"))))
    for one in (*rows, *kept.rows("/withheld.json")):
        for name in ("released_at", "public_at"):
            assert not one[name] or re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d[+-]\d\d:\d\d", one[name]), (
                name,
                one[name],
            )
    assert {one["released_at"] for one in rows} == {"", "2026-06-01T00:00:00+00:00"}


def test_the_old_address_leads_to_the_decisions_of_the_register(kept: Visitor) -> None:
    for form in ("", ".csv", ".json"):
        answer = kept.get(f"/decisions/withheld{form}", 301)
        assert answer.headers["Location"] == f"/withheld{form}?of=decision"


def test_a_release_moves_it_and_the_proof_holds(office: Office, kept: Visitor) -> None:
    decision, part = decided(office, kept)
    exempt.release(part, by=office.by("drew"), reason="The contract is signed.")
    [row] = kept.rows("/withheld.json?of=decision")
    assert (row["state"], row["file"]) == (
        "released",
        f"http://testserver/decisions/{decision.pk}/part-2/{part.pk}.txt",
    )
    content = kept.get(f"/decisions/{decision.pk}/part-2/{part.pk}.txt").content
    assert f"sha256:{hashlib.sha256(content).hexdigest()}" == row["commitment"]


def test_what_is_withheld_of_a_meeting_is_found_by_its_public_title(kept: Visitor) -> None:
    assert "/committees/towns-and-crime/2026-04-21#item-5" in kept.page("/search?q=tenders").links
    assert "Nothing found" in kept.text("/search?q=quokka")
    assert "Lantern" in kept.text("/search?q=Lantern"), "a text that is released is found"


@pytest.mark.parametrize("room", ["decisions", "meetings"])
def test_an_altered_file_of_a_room_is_said_and_holds_up_nothing_else(office: Office, kept: Visitor, room: str) -> None:
    decided(office, kept)
    root = kept.house.root
    path, touch = (
        (index_path(root), touch_decisions)
        if room == "decisions"
        else (meeting_path(root, "towns-and-crime/2026-04-21"), touch_meetings)
    )
    Path(path).write_text("{", encoding="utf-8")
    touch(root)
    said = plain(kept.text("/withheld"))
    assert f"Of {room} nothing can be told now" in said
    assert ("The offers" in said, "CCTV contract" in said) == ((False, True) if room == "decisions" else (True, False))
    assert kept.get("/withheld.json").json()["unread"] == [room]  # type: ignore[attr-defined]


def test_where_nothing_is_withheld_it_says_how_far_that_is_known(some: Visitor) -> None:
    said = plain(some.text("/withheld"))
    assert "Nothing is withheld, as far as is known here" in said
    assert "Of 19 more decisions only a line of a list is here" in said
    assert some.rows("/withheld.json") == []
    assert '<a href="/withheld">What is withheld</a>' in some.text("/")


def test_beside_what_is_sealed_and_not_out_nothing_is_said_to_be_withheld_nowhere(
    office: Office, kept: Visitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(withheld, "ROOMS", withheld.ROOMS[:1])
    assert "Nothing is withheld" in plain(kept.text("/withheld"))
    draft, part = filed(office, kept)
    said = plain(kept.text("/withheld"))
    assert "Nothing of what is out is withheld" in said and "Sealed, and not out yet 1 part" in said
    assert "Nothing is withheld" not in said and part.commitment in said
    coming_out.publish(draft, kept.house, warnings_read=True, by=office.by("dora"))
    exempt.release(part, by=office.by("drew"), reason="The contract is signed.")
    filed(office, kept)
    assert "Nothing of what is out is withheld. 1 was released since." in plain(kept.text("/withheld"))


PDF = b"%PDF-1.4\n% Lantern bid one million pounds."


def filed(office: Office, kept: Visitor, **form: Any) -> tuple[Any, ExemptPart]:
    """A decision, signed or out, with a Part 2 that is a file."""
    draft = make.begun(office, kept.house, part_2=True, part_2_reason="What the bidders offered.", **form)
    part = make.part_2(office, draft.decision, sealed=True, text=File("Lantern.pdf", "", PDF))
    make.signed(office, kept.house, draft)
    return draft, part


def released(office: Office, kept: Visitor) -> tuple[Any, ExemptPart]:
    draft, part = filed(office, kept)
    coming_out.publish(draft, kept.house, warnings_read=True, by=office.by("dora"))
    exempt.release(part, by=office.by("drew"), reason="The contract is signed.")
    return draft, part


def test_of_a_withheld_file_length_and_hash_are_public_and_neither_kind_nor_name(office: Office, kept: Visitor) -> None:
    draft, part = filed(office, kept)
    coming_out.publish(draft, kept.house, warnings_read=True, by=office.by("dora"))
    [row] = kept.rows("/withheld.json?of=decision")
    assert (row["length"], row["unit"], row["pages"], row["commitment"]) == (len(PDF), "bytes", None, part.commitment)
    said = plain(kept.text(f"/withheld/{part.pk}"))
    assert f"Length {len(PDF)} bytes" in said and "there is nothing to hash yet" in said and part.commitment in said
    kept.get(f"/withheld/{part.pk}/file", 404)
    for address in (
        f"/withheld/{part.pk}",
        f"/decisions/{draft.decision_id}",
        f"/decisions/{draft.decision_id}.json",
        "/withheld.csv",
    ):
        text = kept.text(address)
        assert "Lantern" not in text and "application/pdf" not in text, address


def test_a_released_file_is_given_out_byte_by_byte_under_a_neutral_name_with_its_proof(
    office: Office, kept: Visitor
) -> None:
    draft, part = released(office, kept)
    [row] = kept.rows("/withheld.json?of=decision")
    answer = kept.get(row["file"].removeprefix("http://testserver"))
    assert answer.content == PDF and answer.headers["Content-Type"] == "application/pdf"
    assert answer.headers["Content-Disposition"] == f'attachment; filename="exempt-part-{part.pk}.pdf"'
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert f"sha256:{hashlib.sha256(row['salt'].encode() + bytes([10]) + PDF).hexdigest()}" == part.commitment
    assert "It is what was sealed." in kept.text(f"/withheld/{part.pk}")
    page = kept.page(f"/decisions/{draft.decision_id}")
    assert f"/withheld/{part.pk}/file" in page.links and f"/withheld/{part.pk}" in page.links
    assert "Lantern.pdf" not in kept.text(f"/withheld/{part.pk}")


def test_the_proof_of_a_text_is_recomputed_too(kept: Visitor) -> None:
    assert "It is what was sealed." in kept.text(f"/withheld/{2:012x}")
    assert "there is nothing to hash yet" in kept.text(f"/withheld/{1:012x}")
    assert "No exempt part" in kept.text("/withheld/000000000009", 404)


def test_a_released_file_that_was_altered_is_said_and_written_again_when_it_is_lost(
    office: Office, kept: Visitor
) -> None:
    _, part = released(office, kept)
    path = path_of(kept.house.root, part.pk)
    for address in (f"/withheld/{part.pk}", f"/withheld/{part.pk}/file"):
        held = kept.get(address).headers
        assert held["Cache-Control"] == "no-cache" and "ETag" not in held, (
            "nobody is told that their copy is still true"
        )
    path.write_bytes(PDF[:-1] + b"!")
    assert "It cannot be proved now." in kept.text(f"/withheld/{part.pk}")
    assert "is not what was sealed" in kept.text(f"/withheld/{part.pk}/file", 500)
    assert kept.rows("/withheld.json?of=decision"), "it holds up nothing else"
    path.unlink()
    decisions_following.heal(kept.house.root)
    assert kept.get(f"/withheld/{part.pk}/file").content == PDF


def test_a_file_released_before_its_decision_is_out_lies_nowhere_until_then(office: Office, kept: Visitor) -> None:
    draft, part = filed(office, kept, deferral={"until": "2026-12-20", "reason": "The purchase is being negotiated."})
    exempt.release(part, by=office.by("drew"), reason="The contract is signed.")
    kept.get(f"/withheld/{part.pk}/file", 404)
    kept.get(f"/withheld/{part.pk}", 404)
    assert not path_of(kept.house.root, part.pk).exists()
    coming_out.end_deferral(draft, kept.house, by=office.by("debbie"), reason="The purchase is done.")
    assert kept.get(f"/withheld/{part.pk}/file").content == PDF


def test_each_review_is_public_with_its_reason_and_a_review_that_is_done_is_not_overdue(
    office: Office, kept: Visitor
) -> None:
    decision, part = decided(office, kept)
    with time_machine.travel(NOW + dt.timedelta(days=200), tick=False):
        assert "Review overdue" in kept.text(f"/withheld/{part.pk}")
        exempt.review(part, dt.date(2027, 9, 1), by=office.by("drew"), reason="Talks go on.")
        said = plain(kept.text(f"/withheld/{part.pk}"))
        assert "Reviewed on 14 June 2027 withheld until 1 September 2027 Talks go on. (Director" in said
        assert "Review overdue" not in said
        assert "Talks go on." in plain(kept.text(f"/decisions/{decision.pk}"))
        exempt.release(part, by=office.by("drew"), reason="It is signed.")
        assert "Reviewed on 14 June 2027 released It is signed." in plain(kept.text(f"/withheld/{part.pk}"))
        [row] = kept.rows("/withheld.json?of=decision")
        assert (row["reviews"], row["state"]) == (2, "released")


def test_what_is_signed_is_committed_to_before_its_decision_is_out(office: Office, kept: Visitor) -> None:
    draft = make.begun(office, kept.house, part_2=True, part_2_reason="What the bidders offered.")
    part = make.part_2(office, draft.decision, sealed=True)
    version = make.countersigned(office, kept.house, draft)
    part.refresh_from_db()
    assert part.commitment not in kept.text("/withheld"), "it is sealed, and not signed: it can still come back"
    signing.sign(version, kept.house, interests="None.", by=office.by("debbie"))
    said = plain(kept.text("/withheld"))
    assert "Sealed, and not out yet" in said and "26 November 2026" in said and part.commitment in said
    told = json.loads(kept.text("/withheld.json"))["ahead"]
    assert told == [
        {
            "commitment": part.commitment,
            "length": part.length,
            "form": "text",
            "signed_on": "2026-11-26",
            "decision": None,
        }
    ]
    for address in ("/withheld", "/withheld.json", "/withheld.csv", "/withheld.atom"):
        text = kept.text(address)
        assert part.pk not in text and "The offers" not in text and str(draft.decision) not in text
    coming_out.defer(
        make.fresh(version),
        NOW.date() + dt.timedelta(days=30),
        kept.house,
        by=office.by("debbie"),
        reason="Talks go on.",
    )
    assert json.loads(kept.text("/withheld.json"))["ahead"][0]["decision"] == str(draft.decision), (
        "that it is deferred is public"
    )
    assert json.loads(kept.text("/withheld.json?of=item"))["ahead"] == []
    coming_out.end_deferral(make.fresh(version), kept.house, by=office.by("debbie"), reason="They ended.")
    assert json.loads(kept.text("/withheld.json"))["ahead"] == []
    assert (
        next(row for row in json.loads(kept.text("/withheld.json"))["rows"] if row["part"] == part.pk)["commitment"]
        == part.commitment
    )
