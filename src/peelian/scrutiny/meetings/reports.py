"""Quarterly reports that are papers: how one is named, and what keeps it from going out with an agenda."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from peelian.core.models import Organisation
from peelian.figures.errors import PeelianError
from peelian.figures.periods import Period
from peelian.localities.publishing import editions
from peelian.localities.queries import area_of
from peelian.scrutiny.meetings.records import Meeting, Paper
from peelian.scrutiny.meetings.rules import Lack

_NAME = re.compile(r"(?P<whose>[A-Za-z0-9]+(?:-[A-Za-z0-9]+)*):(?P<period>FY\d{4}-\d{2}-Q[1-4])")
_AREA = re.compile(r"[EW]\d{8}")


def named(quarter: str) -> tuple[str, str]:
    """The area and the period of a quarterly report, by what a paper calls it: an organisation or an area's code, and the quarter.

    Raises PeelianError for another form, a quarter that is none, and an organisation that is not here or is of no one area.
    """
    match = _NAME.fullmatch(quarter)
    if match is None:
        raise _strange(quarter)
    try:
        Period.parse(match["period"])
    except PeelianError as error:
        raise _strange(quarter) from error
    if _AREA.fullmatch(match["whose"]):
        return match["whose"], match["period"]
    body = Organisation.objects.filter(pk=match["whose"]).first()
    if body is None:
        raise PeelianError(
            "unknown-organisation", f"No organisation here is called {match['whose']}.",
            "Name the borough that reports, as in havering:FY2016-17-Q3.", {"quarter": quarter},
        )  # fmt: skip
    return area_of(body), match["period"]


def _strange(quarter: str) -> PeelianError:
    return PeelianError(
        "strange-quarter", f"{quarter} names no quarterly report.",
        "Write whose it is and of which quarter, as in havering:FY2016-17-Q3.", {"quarter": quarter},
    )  # fmt: skip


def areas_of_reports(meeting: Meeting) -> dict[str, str]:
    """By what papers call them: which area each body covers whose report is among the papers."""
    found = {}
    for quarter in {paper.quarter for item in meeting.items for paper in item.papers if paper.quarter}:
        found[quarter.partition(":")[0]] = named(quarter)[0]
    return found


def lacks_of_reports(meeting: Meeting, root: Path) -> list[Lack]:
    """The papers that are a quarterly report which cannot be printed: badly named, of nobody here, or not published yet."""
    return [
        Lack(why, item.number)
        for item in meeting.items
        for paper in item.papers
        if paper.quarter and not paper.stub
        for why in _why_not(paper, root)
    ]


def _why_not(paper: Paper, root: Path) -> Iterator[str]:
    try:
        if not editions(root, *named(paper.quarter)):
            yield (
                f"“{paper.title}” is the quarterly report {paper.quarter}, which is not published: publish it first, or take the "
                "paper off the agenda."
            )
    except PeelianError as error:
        yield f"“{paper.title}”: {error.message} {error.remedy}"
