"""Quarterly reports that are papers: how one is named, and what keeps it from going out with an agenda."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Iterator
from pathlib import Path

from django.conf import settings

from peelian.core.models import Organisation, OrganisationArea
from peelian.figures.errors import PeelianError
from peelian.figures.house import today
from peelian.figures.periods import Period
from peelian.localities.models import LocalRule, QuarterReport
from peelian.localities.publishing import editions, listed
from peelian.localities.queries import area_of
from peelian.localities.rules import last_day
from peelian.plans.entry import Entry
from peelian.plans.pack import read_bodies
from peelian.scrutiny.meetings.records import Meeting, Paper
from peelian.scrutiny.meetings.rules import Lack
from peelian.scrutiny.meetings.touched import near_words

_NAME = re.compile(r"(?P<whose>[A-Za-z0-9]+(?:-[A-Za-z0-9]+)*):(?P<period>FY\d{4}-\d{2}-Q[1-4])")
_AREA = re.compile(r"[EW]\d{8}")
_FORM = "Write whose it is and of which quarter, as in havering:FY2016-17-Q3."
BACK = 8
"""Quarters before a meeting of which a report can be asked for though its body has no rule of that year yet."""


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
    return PeelianError("strange-quarter", f"{quarter} names no quarterly report.", _FORM, {"quarter": quarter})


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


def askable(on: dt.date) -> dict[str, str]:
    """The quarterly reports that a paper of a meeting can be, by what papers call them: those that exist, and those that a body can
    still be asked for, over before the day of the meeting: of the years for which it has a rule, and of the last ``BACK`` quarters.
    """
    found: dict[str, str] = {}
    covered = _covered()
    begun = _by_body(QuarterReport.objects.exclude(state="dropped").values_list("organisation", "period"))
    ruled = _by_body(LocalRule.objects.values_list("organisation", "year"))
    for body in Organisation.objects.filter(kind="council", pk__in=covered).order_by("short"):
        out = {Period.parse(one["period"]) for one in listed(settings.PEELIAN_DATA, covered[body.pk])[0]}
        periods = _over(ruled.get(body.pk, ()), on) | {
            one for one in (*begun.get(body.pk, ()), *out) if one.kind == "quarter"
        }
        for period in sorted(periods, key=lambda one: one.last, reverse=True):
            found[f"{body.pk}:{period}"] = f"{body.short}, {_title(period)}"
    return found


def _covered() -> dict[str, str]:
    """By organisation the area that it covers today, of those that cover one alone."""
    found: dict[str, list[str]] = {}
    for one in OrganisationArea.objects.all():
        if one.holds(today()):
            found.setdefault(one.organisation_id, []).append(one.area)
    return {body: areas[0] for body, areas in found.items() if len(areas) == 1}


def _by_body(pairs: Iterable[tuple[str, str]]) -> dict[str, set[Period]]:
    found: dict[str, set[Period]] = {}
    for body, period in pairs:
        found.setdefault(body, set()).add(Period.parse(period))
    return found


def _over(years: Iterable[Period], on: dt.date) -> set[Period]:
    """The quarters of some years, and the last ``BACK``, that are over before a day."""
    month = on.year * 12 + on.month - 1
    asked = {Period.of("quarter", year.first + 3 * nth) for year in years for nth in range(4)}
    asked |= {Period.of("quarter", month - 3 * back) for back in range(BACK + 1)}
    return {one for one in asked if last_day(one) < on}


def _title(period: Period) -> str:
    """``quarter 3 of 2016/17``."""
    year, _, quarter = str(period).removeprefix("FY").partition("-Q")
    return f"quarter {quarter} of {year.replace('-', '/')}"


def must_be_report(quarter: str, on: dt.date) -> None:
    """Raises PeelianError for what names no quarterly report that exists or can be asked for before a day, with those near it."""
    area, period = named(quarter)
    known = askable(on)
    bodies = [body for body, covered in _covered().items() if covered == area]
    if any(f"{body}:{period}" in known for body in bodies) or editions(settings.PEELIAN_DATA, area, period):
        return
    ended = last_day(Period.parse(period))
    if ended >= on:
        why = f"{_title(Period.parse(period)).capitalize()} is not over on the day of the meeting."
    else:
        why = f"Nobody can be asked for the quarterly report {quarter} any more, and there is none."
    raise PeelianError("no-such-report", why, near_words(quarter, known), {"quarter": quarter})


def check_entry(entry: Entry, pack: Path, on: dt.date) -> None:
    """Refuse in a file of a pack a paper that is no quarterly report of a body of it, or of a quarter that was not over on the
    day of the meeting. Raises PackError with file and line.
    """
    quarter = entry.optional_text("quarter")
    if quarter is None:
        return
    match = _NAME.fullmatch(quarter)
    if match is None:
        entry.fail("quarter", f"{quarter} names no quarterly report.", _FORM)
    bodies = read_bodies(pack / "bodies.yaml")
    if not _AREA.fullmatch(match["whose"]) and match["whose"] not in bodies:
        near = near_words(match["whose"], {one.id: one.name for one in bodies.values()})
        entry.fail("quarter", f"there is no body {match['whose']}.", near)
    try:
        period = Period.parse(match["period"])
    except PeelianError:
        entry.fail("quarter", f"{quarter} names no quarterly report.", _FORM)
    if last_day(period) >= on:
        entry.fail("quarter", f"{_title(period)} was not over on {on}.", "Name a quarter before the meeting.")
