"""A small meeting with every kind of paper, and a published quarter, for what is printed of them. The words are made up."""

from __future__ import annotations

import datetime as dt
from typing import Any

from peelian.core.exempt.records import Ground, Stub
from peelian.documents.freezing import PackKind, frozen
from peelian.scrutiny.meetings.records import Committee, Item, Meeting, Member, Paper

DISPATCHED = dt.datetime(2017, 1, 9, 10, 15, tzinfo=dt.UTC)
SECRET = "The landlord of the Copper Kettle has agreed."
QUARTER = "havering:FY2016-17-Q3"

COMMITTEE = Committee(
    "crime-and-disorder", "Crime and Disorder Sub-Committee", "crime-and-disorder-committee", "havering",
    (Member("Ada Brook", "chair", "Residents", None, None), Member("Ben Ćosić", "deputy-chair", "", None, None),
     Member("Cleo Dunn", "member", "Labour", None, None),
     Member("Dev Evans", "co-opted", "", None, None, votes=False, body="Probation")),
    3, terms="Looks at how crime and disorder are dealt with in the borough.",
)  # fmt: skip
STUB = Stub(
    "exempt-1", "Premises under review", 45,
    (Ground("sch-12a", "7", "naming the premises before they are visited would warn those concerned"),),
    "Head of Democratic Services", dt.date(2017, 1, 6), dt.date(2017, 7, 6), f"sha256:{'ab' * 32}",
)  # fmt: skip


def table(rows: int) -> str:
    """A Markdown table that long."""
    lines = [f"| Ward {at} | {at * 7 % 90} | {at * 3 % 40} |" for at in range(1, rows + 1)]
    return "\n".join(["| Ward | Offences | Outcomes |", "|---|--:|--:|", *lines])


def meeting() -> Meeting:
    """An agenda of six items: two papers on one of them, one exempt, one live, one late, one laid on the table."""
    items = (
        Item("1", "Apologies", "apologies"),
        Item("2", "Minutes of 1 November", "minutes", recommended="Agree the minutes.",
             papers=(Paper("minutes", "Draft minutes", "main",
                           text="# Present\n\nFour members.\n\n# Noted\n\nThe report was *noted*."),)),
        Item("3", "Burglary by ward", "report", papers=(
            Paper("wards", "Offences by ward", "main", author="Community Safety", text=f"### By ward\n\n{table(90)}",
                  background=("Ward profiles",)),
            Paper("map", "Map", "main", link="https://example.org/map"))),
        Item("4", "Premises under review", "report", papers=(Paper("premises", "Premises under review", "main", stub=STUB),)),
        Item("5", "Performance, quarter 3", "performance", papers=(Paper("quarter", "Quarter 3", "main", quarter=QUARTER),
             Paper("appendix", "Appendix", "late", text="One line.", reason="the figures came on 12 January"))),
        Item("6", "Closure of a station", "urgent", urgent="notice of it came on 16 January, and it closes on the 20th",
             papers=(Paper("note", "A note", "tabled"),
                     Paper("letter", "The letter", "late", text="Dear Chair", reason="it came on 16 January"))),
    )  # fmt: skip
    return Meeting(
        "crime-and-disorder/2017-01-17", COMMITTEE.id, "Crime and Disorder Sub-Committee", dt.date(2017, 1, 17), dt.time(19), None,
        "Town Hall, Main Road", "called", items, contact="Democratic Services, 01632 960000",
    )  # fmt: skip


def pack(kind: PackKind = "main", first_page: int = 1, **more: Any) -> dict[str, Any]:
    """The meeting's pack as it was dispatched."""
    return frozen(COMMITTEE, more.pop("of", None) or meeting(), body="London Borough of Havering", at=DISPATCHED,
                  quarters={QUARTER: quarter()}, kind=kind, first_page=first_page, **more)  # fmt: skip


def quarter() -> dict[str, Any]:
    """What a borough published of its third quarter."""
    lines = [
        _line("burglary", "Burglary", "512", "400", "red", "worse", commentary="More sheds were broken into.",
              action="Patrols follow the map of the last three weeks.", action_owner="Community Safety", action_by="2017-03-31"),
        _line("antisocial", "Antisocial behaviour", "1204", "1190", "amber", "better"),
        _line("violence", "Violence with injury", "420", "450", "green", "same"),
    ]  # fmt: skip
    return {
        "area": "E09000016", "organisation": "Havering", "period": "FY2016-17-Q3", "label": "October to December 2016",
        "edition": 1, "corrects": None, "why_corrected": "", "published_at": "2017-01-05T10:15:00+00:00", "illustrative": False,
        "release": {"id": "2017-01-05", "seal": f"sha256:{'0' * 64}"}, "introduction": "Three indicators.", "demand_note": "",
        "lines": lines, "written_by": "analyst", "signed_off_by": "lead", "seal": f"sha256:{'1' * 64}",
        "demand": [{"measure": "calls", "title": "Calls", "unit": "calls", "value": "9120", "before": "8800", "per_cent": False}],
    }  # fmt: skip


def _line(measure: str, title: str, value: str, target: str, rating: str, way: str, **said: Any) -> dict[str, Any]:
    before = {"against": "before", "before": "455", "way": way, "judged": "no real change"}
    return {
        "measure": measure, "wanted": "down", "period": "FY2016-17-Q3", "value": value, "missing": "", "per_cent": False,
        "target": {"low": target, "high": target, "tolerance": "0.1", "points": False}, "place": "above", "rating": rating,
        "why": "By the borough's rule", "could_be": [], "within_chance": False, "needs_action": rating == "red", "short": before,
        "long": before, "provisional": False,
        "to_date": {"period": "FYTD-2016-12", "value": "1380", "before": "1302", "force": "53000", "force_before": "52100"},
        "title": title, "unit": "offences", "commentary": "", "action": "",
        "action_owner": "", "action_by": None,
    } | said  # fmt: skip
