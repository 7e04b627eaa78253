"""Our importer reads what we serve and gets the same meetings; and no door for programs gives what is exempt."""

from __future__ import annotations

import datetime as dt
import json
import random
import time
from collections.abc import Iterator
from dataclasses import fields, is_dataclass, replace
from pathlib import Path
from typing import Any

import icalendar
import pytest
from django.test import Client
from hypothesis import given
from hypothesis import settings as settings_of_hypothesis
from hypothesis import strategies as st

from peelian.scrutiny.exporting import moderngov
from peelian.scrutiny.exporting.calendars import calendar_of
from peelian.scrutiny.exporting.feeds import feed_of
from peelian.scrutiny.exporting.following import of_committee, of_topic
from peelian.scrutiny.exporting.numbers import numbered
from peelian.scrutiny.exporting.oparl import Objects
from peelian.scrutiny.exporting.published import Published
from peelian.scrutiny.importing.moderngov import Wanted, read_files
from peelian.scrutiny.importing.moderngov_service import read_service
from peelian.scrutiny.meetings.records import CLOSED_THERE, Item, Meeting, Paper
from tests.support import meetings as made
from tests.support.atom import wrong_with
from tests.web.listening import listening

SITE = "https://barchester.example"
FAR = {"first": dt.date(2000, 1, 1), "last": dt.date(2100, 1, 1)}


@pytest.fixture
def site(tmp_path: Path, settings: Any) -> Iterator[str]:
    """A site that listens, with the made-up meetings in its house."""
    settings.PEELIAN_DATA = tmp_path
    made.put(tmp_path)
    with listening() as address:
        yield address


def essence(one: Meeting, site: str) -> tuple[Any, ...]:
    """What both interfaces have of a meeting."""
    return (
        one.on, one.begins, one.ends, one.place, one.state,
        [(item.number, item.title, item.minute, item.minute_number if item.stub is None else "", item.stub is not None,
          item.outcome, [(paper.title, moderngov.absolute(site, paper.link)) for paper in item.papers if paper.stub is None])
         for item in one.items],
        [(who.name, who.presence, who.for_) for who in one.attendance if who.presence != "witness"],
    )  # fmt: skip


def test_our_importer_reads_our_service_and_gets_the_same_meetings(site: str) -> None:
    found = read_service(
        site, Wanted(committee="Towns & Crime", into="towns-and-crime", **FAR), today=made.NOW.date(), pause=0
    )
    assert [remark.what for remark in found.remarks] == []
    ours = [one for one in made.published().held if one.committee == "towns-and-crime"]
    ours.sort(key=lambda one: (one.on, one.begins or dt.time.min))
    assert len(found.read) == len(ours) == 4
    for read, own in zip(found.read, ours, strict=True):
        links = {
            "report": f"{SITE}/oparl/v1.1/file/{own.id}/paper-report/text",
            "minutes-7-march": f"{SITE}/committees/{own.id}?paper=minutes-7-march#item-2",
        }
        told = tuple(
            replace(
                item, papers=tuple(replace(paper, link=paper.link or links.get(paper.id, "")) for paper in item.papers)
            )
            for item in own.items
        )
        mine = replace(own, items=told if own.state != "cancelled" else ())
        back = replace(
            read.meeting,
            items=tuple(
                replace(item, stub=made.stub("x") if item.number in read.restricted else None,
                        papers=tuple(replace(paper, link=paper.link.replace(site, SITE)) for paper in item.papers))
                for item in read.meeting.items
            ),
            attendance=tuple(who for who in read.meeting.attendance if who.presence != "attending"),
        )  # fmt: skip
        assert essence(back, SITE) == essence(mine, SITE)
    assert found.read[0].documents == {} and found.read[0].restricted == {"5": ""}
    assert found.read[0].decided["4a"] == "Referred to Cabinet.\n\nThat it be referred."


WORDS = st.text(
    st.characters(codec="utf-8", exclude_categories=["Cs", "Cc", "Cn", "Co", "Zl", "Zp"]), min_size=1, max_size=40
)


@settings_of_hypothesis(max_examples=60, deadline=None)
@given(title=WORDS, place=WORDS, name=WORDS, minute=WORDS)
def test_whatever_words_a_meeting_has_they_come_back(title: str, place: str, name: str, minute: str) -> None:
    """Marks, entities and letters of every script survive being encoded twice and read again."""
    title, place, name, minute = (" ".join(one.split()) or "x" for one in (title, place, name, minute))
    paper = Paper("p", name, "main", link="http://a.example/1")
    item = Item("1", title, "other", minute=f"Said: {minute}", minute_number="1", papers=(paper,))
    held = made.published(meetings=(made.meeting(items=(item,), place=place, attendance=()),))
    asked = moderngov.Asked(
        held, SITE, made.NOW, {"lmeetingid": str(held.meeting_number["towns-and-crime/2026-04-21"])}
    )
    (back,) = read_files([("a", moderngov.answer("GetMeeting", asked).encode())], Wanted()).meetings
    assert (back.items[0].title, back.place, back.items[0].papers[0].title) == (title, place, name)
    assert back.items[0].minute == f"Said: {minute}".replace("**", "") or "**" in minute


# Nothing exempt


def everything(held: Published) -> str:
    """All that every renderer makes of what is out."""
    objects = Objects(held, SITE)
    given: dict[str, Any] = {"lcommitteeid": "-1"}
    parts: list[str] = [json.dumps(objects.system())]
    parts += [json.dumps(one.make(), ensure_ascii=False) for one in objects.entries.values()]
    parts += [text() for _, text in objects.texts.values()]
    for call in ("GetCommittees", "GetMeetings", "GetAllMeetingsByDate"):
        parts.append(moderngov.answer(call, moderngov.Asked(held, SITE, made.NOW, given)))
    for number in held.meeting_number.values():
        parts.append(moderngov.answer("GetMeeting", moderngov.Asked(held, SITE, made.NOW, {"lmeetingid": str(number)})))
    for number in held.paper_number.values():
        parts.append(
            moderngov.answer("GetAttachment", moderngov.Asked(held, SITE, made.NOW, {"lattachmentid": str(number)}))
        )
    followed = [of_committee(held, one.id) for one in held.committees] + [of_topic(held, "burglary")]
    for one in followed:
        assert one
        parts += [calendar_of(held, one, SITE, made.NOW).decode(), feed_of(held, one, SITE, "/x.atom", made.NOW)[0]]
    return "\n".join(parts).replace("\r\n ", "")


def test_an_exempt_item_is_a_title_in_every_renderer_whatever_its_record_held() -> None:
    """Records hold no exempt words. Were one to hold some beside its stub, no renderer would give them on."""
    secret = "CANARY-7f3a"
    paper = Paper(
        "prices",
        "Tenders received",
        "main",
        text=f"{secret}-paper",
        link=f"http://x.example/{secret}-link",
        stub=made.stub("Tenders"),
    )
    item = replace(
        made.items()[3], minute=f"{secret}-minute", recommended=f"{secret}-recommended", papers=(paper,),
        outcome=replace(made.items()[2].outcome, words=f"{secret}-outcome", to=f"{secret}-to") if made.items()[2].outcome else None,
    )  # fmt: skip
    held = made.published(meetings=(made.meeting(items=(*made.items()[:3], item)),))
    told = everything(held)
    assert "CCTV contract" in told and "Tenders received" in told
    assert secret not in told


def test_what_was_released_is_read_by_every_program_with_the_proof_of_what_it_was() -> None:
    out = replace(made.stub("CCTV contract"), released_at=dt.datetime(2026, 5, 30, 9, 0, tzinfo=dt.UTC), salt="5a17")
    paper = replace(
        made.items()[3].papers[0], text="The tenders, released.", stub=replace(out, title="Tenders received")
    )
    item = replace(made.items()[3], minute="The minute, released.", papers=(paper,), stub=out)
    told = everything(made.published(meetings=(made.meeting(items=(item,)),)))
    assert told.count("The minute, released.") == 2 and "The tenders, released." in told and '"salt": "5a17"' in told
    assert "<isrestricted>True" not in told and "not open to the public" not in told


def test_what_its_publisher_says_is_restricted_is_handed_on_as_restricted() -> None:
    taken = Item("3", "CCTV contract", "report", recommended=f"{CLOSED_THERE} (Paragraph 3).")
    held = made.published(meetings=(made.meeting(items=(made.items()[0], taken)),))
    number = held.meeting_number["towns-and-crime/2026-04-21"]
    told = moderngov.answer("GetMeeting", moderngov.Asked(held, SITE, made.NOW, {"lmeetingid": str(number)}))
    assert list(read_files([("a", told.encode())], Wanted()).read[0].restricted) == ["3"]
    objects = [one.make() for one in Objects(held, SITE).entries.values()]
    assert {one["number"]: one["public"] for one in objects if "number" in one and "public" in one} == {
        "1": True,
        "3": False,
    }


def test_the_check_would_see_it(monkeypatch: pytest.MonkeyPatch) -> None:
    shown = replace(made.items()[0], minute="CANARY-7f3a")
    assert "CANARY-7f3a" in everything(made.published(meetings=(made.meeting(items=(shown,)),)))


def test_what_was_withdrawn_is_in_no_renderer_but_as_gone() -> None:
    gone = made.meeting(
        id="towns-and-crime/2026-02-03", on=dt.date(2026, 2, 3), deleted=True, title="WITHDRAWN", place="WITHDRAWN"
    )
    told = everything(made.published(meetings=(gone,)))
    assert "WITHDRAWN" not in told and '"deleted": true' in told


def test_every_text_of_a_record_that_is_not_exempt_reaches_some_renderer() -> None:
    """So that nobody takes silence for safety: the walk above looks at renderers that do speak."""
    told = everything(made.published())
    spoken = [one.title for one in made.items()] + [one.minute for one in made.items() if one.minute]
    assert all(
        moderngov.twice("x", one)[3:-4] in told or one in told or json.dumps(one)[1:-1] in told for one in spoken
    )
    assert is_dataclass(Item) and {one.name for one in fields(Item)} >= {
        "minute",
        "recommended",
        "papers",
        "outcome",
        "stub",
    }


# Numbers


def test_numbers_are_the_same_wherever_and_whenever_they_are_given() -> None:
    held = made.published()
    assert held.committee_number["towns-and-crime"] == 1488292223
    assert held.meeting_number["towns-and-crime/2026-04-21"] == 1516859414
    assert all(0 < number < 2**31 for number in (*held.meeting_number.values(), *held.paper_number.values()))
    fewer = made.published(meetings=held.meetings[2:])
    assert all(held.meeting_number[name] == number for name, number in fewer.meeting_number.items())


def test_two_names_that_meet_get_two_numbers_and_the_older_keeps_its_own() -> None:
    names = [f"c/{day}" for day in range(200)]
    few = numbered("meeting", names, bits=12)
    assert len(set(few.values())) == 200
    plain = [numbered("meeting", [name], bits=12)[name] for name in names]
    assert len(set(plain)) < 200, "with so few bits some do meet"
    for count in (50, 120):
        part = numbered("meeting", names[:count], bits=12)
        assert all(few[name] == number for name, number in part.items()), "what comes later takes no number away"


# Speed


def test_ten_years_of_a_committee_are_answered_quickly(tmp_path: Path, settings: Any, client: Client) -> None:
    """300 meetings: each list once cold and once warm. The bounds are ten times what a slow machine needs."""
    settings.PEELIAN_DATA = tmp_path
    first = dt.date(2016, 1, 5)
    days = [first + dt.timedelta(days=12 * number) for number in range(300)]
    held = tuple(made.meeting(id=f"towns-and-crime/{day}", on=day) for day in days)
    made.put(tmp_path, made.published(meetings=held))
    number = made.published().committee_number["towns-and-crime"]
    for address, bound in (
        (f"/mgWebService.asmx/GetMeetings?lCommitteeId={number}&sFromDate=01/01/2016&sToDate=31/12/2026", 0.5),
        ("/oparl/v1.1/body/barchester/meeting", 1.5),
        ("/oparl/v1.1/body/barchester/agendaitem", 1.5),
        ("/committees/towns-and-crime/calendar.ics", 3.0),
        ("/committees/towns-and-crime/feed.atom", 1.0),
    ):
        client.get(address)
        began = time.process_time()
        assert client.get(address).status_code == 200
        assert time.process_time() - began < bound, address


# Whatever is asked, and whatever is written


def nonsense(chance: random.Random) -> str:
    """A value that nobody should send."""
    return chance.choice((
        "", "0", "-1", "1", "99999999999999999999", "1e9", "1.5", "NaN", "01/01/2026", "31/02/2026", "2026-01-01",
        "2026-01-01T00:00:00Z", "2026-01-01T25:00:00+99:99", "0001-01-01T00:00:00+23:59", "9999-12-31T23:59:59-23:59", "true",
        "\x00", "💥", "'\"<>&", "../../etc",
        "%2e%2e", "٣", "a" * 5000, str(made.published().meeting_number["towns-and-crime/2026-04-21"]),
    ))  # fmt: skip


@pytest.mark.parametrize("seed", range(4))
def test_whatever_is_asked_is_answered_or_refused_and_never_fails(
    seed: int, tmp_path: Path, settings: Any, client: Client
) -> None:
    settings.PEELIAN_DATA = tmp_path
    made.put(tmp_path)
    chance = random.Random(seed)
    names = (
        "lCommitteeId", "lMeetingId", "lAttachmentId", "sFromDate", "sToDate", "bIsAscendingDateOrder", "page", "elementsPerPage",
        "limit", "created_since", "modified_until", "omit_internal", "CId", "MId", "ID", "AIId", "WSDL",
    )  # fmt: skip
    doors = (
        "mgWebService.asmx", *(f"mgWebService.asmx/{name}" for name in (*moderngov.CALLS, "GetX", "getmeeting")),
        "ieListDocuments.aspx", "mgConvert2PDF.aspx", "ieDecisionDetails.aspx", "mgAi.aspx",
        "oparl/v1.1/body/barchester/meeting", "oparl/v1.1/body", "oparl/v1.1/x",
        "committees/panel/feed.atom",
    )  # fmt: skip
    for _ in range(60):
        door = chance.choice(doors)
        query = {name: nonsense(chance) for name in chance.sample(names, chance.randint(0, 5))}
        asked = [client.get(f"/{door}", query)]
        if door.startswith("mgWeb"):
            asked += [
                client.post(f"/{door}", query),
                client.post(f"/{door}", chance.randbytes(200), content_type="text/xml"),
            ]
        for answer in asked:
            assert answer.status_code in (200, 302, 304, 400, 404), (door, query, answer.status_code)


@settings_of_hypothesis(max_examples=40, deadline=None)
@given(
    title=WORDS,
    place=WORDS,
    why=st.text(st.characters(codec="utf-8", exclude_categories=["Cs", "Cn", "Co"]), max_size=60),
)
def test_calendars_and_feeds_hold_whatever_words_there_are(title: str, place: str, why: str) -> None:
    title, place = (" ".join(one.split()) or "x" for one in (title, place))
    off = made.meeting(title=title, place=place, why=why, state="cancelled")
    held = made.published(meetings=(off,))
    followed = of_committee(held, "towns-and-crime")
    assert followed
    (event,) = icalendar.Calendar.from_ical(calendar_of(held, followed, SITE, made.NOW)).walk("VEVENT")
    assert (str(event["summary"]), str(event["location"])) == (f"Cancelled: {title}", place)
    assert wrong_with(feed_of(held, followed, SITE, "/x.atom", made.NOW)[0].encode()) == []
