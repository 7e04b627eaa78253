"""Made-up committees and meetings, with what is awkward to hand on: marks, an exempt item, a second meeting of a day."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

from peelian.core.exempt.records import Ground, Stub
from peelian.core.published import text_of
from peelian.scrutiny.exporting.published import Keeper, Published
from peelian.scrutiny.meetings.form import form_of
from peelian.scrutiny.meetings.publishing import actions_path, committees_path, meeting_path, touch
from peelian.scrutiny.meetings.records import (
    ActionPoint,
    Attendance,
    Committee,
    Followed,
    Item,
    Meeting,
    Member,
    Minutes,
    Notice,
    Outcome,
    Paper,
    Vote,
)

AT = dt.datetime(2026, 5, 1, 9, 0, tzinfo=dt.UTC)
NOW = dt.datetime(2026, 6, 1, 12, 0, tzinfo=dt.UTC)
SECRET = "CANARY-EXEMPT-WORDS"


def stub(title: str) -> Stub:
    """The public entry of something exempt under paragraph 3."""
    return Stub(
        "x1", title, 1200, (Ground("sch-12a", "3", "The price would be known to other bidders."),), "Monitoring Officer",
        dt.date(2026, 4, 20), dt.date(2027, 4, 20), "sha256:00",
    )  # fmt: skip


def committee(**more: Any) -> Committee:
    """A borough's committee with five seats."""
    members = (
        Member("Anne O'Hara", "chair", "Labour", dt.date(2024, 5, 20), None),
        Member("Bilal Khan", "deputy-chair", "Conservative", dt.date(2024, 5, 20), None),
        Member("Cécile Dupont", "member", "Residents' Group", dt.date(2024, 5, 20), dt.date(2026, 5, 18)),
        Member("Dai Pugh", "co-opted", "", dt.date(2025, 1, 1), None, votes=False, body="Neighbourhood Watch"),
        Member("Eve Stone", "substitute", "Labour", dt.date(2024, 5, 20), None),
    )
    known: dict[str, Any] = {
        "id": "towns-and-crime", "title": "Towns & Crime Sub-Committee", "kind": "crime-and-disorder-committee",
        "organisation": "barchester", "members": members, "quorum": 3, "areas": ("E09000099",), "topics": ("burglary",),
        "reply_days": 28, "since": dt.date(2010, 5, 1),
    }  # fmt: skip
    return Committee(**known | more)


def items() -> tuple[Item, ...]:
    """An agenda: announcements, minutes, a report with two papers, an item that is exempt, and the next meeting."""
    return (
        Item("1", "Chair's Announcements", "announcements", minute="The Chair welcomed those present.", minute_number="1"),
        Item("2", 'Minutes of "7 March"', "minutes", minute="The minutes were agreed.", minute_number="2",
             outcome=Outcome("agreed", "That the minutes be signed."), papers=(Paper("minutes-7-march", "Minutes", "main", 3, 8),)),
        Item("4a", "Burglary < 2,000 & falling", "report", recommended="- notes the report;\n- asks for **figures** by ward.",
             minute="The Committee asked about wards.\n\nOfficers will write.", minute_number="4",
             outcome=Outcome("referred", "That it be referred.", to="Cabinet"), votes=(Vote(4, 1, 0),), topics=("burglary",),
             papers=(Paper("report", "Report: “burglary” in Barchester’s wards", "main", 9, 20, author="Dir. of Places",
                           text="Burglary fell."),
                     Paper("map", "Map", "late", link="http://maps.example/burglary?a=1&b=2",
                           reason="The printer was late.", added=dt.datetime(2026, 4, 16, 9, 0, tzinfo=dt.UTC)))),
        Item("5", "CCTV contract", "report", stub=stub("CCTV contract"), minute_number="5",
             papers=(Paper("prices", "Tenders received", "main", 21, 30, stub=stub("Tenders received")),)),
        Item("6", "Date of Next Meeting", "next-meeting"),
    )  # fmt: skip


def meeting(**more: Any) -> Meeting:
    """A meeting that was held, with signed minutes; eleven days before it was called."""
    on = more.get("on", dt.date(2026, 4, 21))
    known: dict[str, Any] = {
        "id": "towns-and-crime/2026-04-21", "committee": "towns-and-crime", "title": "Towns & Crime Sub-Committee",
        "on": on, "begins": dt.time(19, 30), "ends": dt.time(21, 5), "place": "Committee Room 3B, Town Hall",
        "state": "held", "items": items(), "notice": Notice(on - dt.timedelta(11), ("website",)),
        "agenda_out": dt.datetime(2026, 4, 10, 17, 0, tzinfo=dt.UTC),
        "attendance": (
            Attendance("Anne O'Hara", "present"), Attendance("Bilal Khan", "apologies"), Attendance("Dai Pugh", "present"),
            Attendance("Eve Stone", "substitute", for_="Bilal Khan"), Attendance("Fay Moss", "witness", body="Barchester Police"),
        ),
        "minutes": Minutes("signed", dt.date(2026, 5, 5), dt.date(2026, 5, 19), "towns-and-crime/2026-05-19", "Anne O'Hara"),
        "made": dt.datetime(2026, 3, 1, 9, 0, tzinfo=dt.UTC), "changed": dt.datetime(2026, 5, 20, 8, 0, tzinfo=dt.UTC),
    }  # fmt: skip
    return Meeting(**known | more)


def meetings() -> tuple[Meeting, ...]:
    """One held, one called, one cancelled on the same day as another, one planned, one withdrawn."""
    bare: dict[str, Any] = {"attendance": (), "minutes": None, "notice": None, "ends": None}
    out = dt.datetime(2026, 5, 29, 16, 0, tzinfo=dt.UTC)
    ahead = tuple(Item(one.number, one.title, one.kind, one.recommended, one.papers, stub=one.stub) for one in items())
    return (
        meeting(),
        meeting(id="towns-and-crime/2026-06-16", on=dt.date(2026, 6, 16), state="called", items=ahead,
                agenda_out=out, changed=out, **bare),
        meeting(id="towns-and-crime/2026-06-16-2", on=dt.date(2026, 6, 16), begins=dt.time(9, 0), state="cancelled", items=(),
                agenda_out=None, why="Not enough members could come.", **bare),
        meeting(id="towns-and-crime/2026-09-15", on=dt.date(2026, 9, 15), begins=None, state="planned", items=(), agenda_out=None,
                made=None, changed=None, **bare),
        meeting(id="towns-and-crime/2026-02-03", on=dt.date(2026, 2, 3), deleted=True, **bare),
        meeting(id="panel/2026-01-20", committee="panel", title="Police and Crime Panel", on=dt.date(2026, 1, 20),
                begins=dt.time(12, 0), items=items()[:2], place="", **{**bare, "minutes": Minutes("draft")}),
    )  # fmt: skip


def action(**more: Any) -> ActionPoint:
    """Something that officers promised."""
    known: dict[str, Any] = {
        "id": "figures-by-ward", "committee": "towns-and-crime", "meeting": "towns-and-crime/2026-04-21", "item": "4a",
        "text": "Write to members with figures by ward.", "owner": "Barchester Police", "due": dt.date(2026, 5, 12),
        "from_question": True,
        "followed": (Followed(dt.date(2026, 5, 14), "The figures were sent.", "done"),),
    }  # fmt: skip
    return ActionPoint(**known | more)


def published(**more: Any) -> Published:
    """All of it."""
    panel = committee(
        id="panel", title="Police and Crime Panel", kind="police-and-crime-panel", areas=("E23000099",), topics=("plan",),
        organisation="shire", since=dt.date(2012, 11, 22), until=dt.date(2026, 3, 31),
    )  # fmt: skip
    keepers = {
        "barchester": Keeper("barchester", "London Borough of Barchester", "Barchester", "https://barchester.example"),
        "shire": Keeper("shire", "Shire County Council"),
    }
    known: dict[str, Any] = {
        "committees": (committee(), panel), "meetings": meetings(), "actions": (action(),), "at": AT, "keepers": keepers,
        "place": "Barchester",
    }  # fmt: skip
    return Published(**known | more)


def put(root: Path, held: Published | None = None) -> Published:
    """Write it into a house as an office publishes it."""
    held = held or published()
    files = {
        committees_path(root): {"committees": [form_of(one) for one in held.committees]},
        actions_path(root): {"actions": [form_of(one) for one in held.actions]},
        **{meeting_path(root, one.id): form_of(one) for one in held.meetings},
    }
    for path, content in files.items():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text_of(content), encoding="utf-8")
    touch(root)
    return held
