"""The grants that decisions award, in the form of the 360Giving Data Standard (1.1 to 1.4: organisations as recipients).

An identifier is the prefix that 360Giving issued to the publisher, the number of the decision and the name of the grant in it: it
says which grant it is wherever that stands in its form, and stays through every correction.

A grant is complete with the eight things that the standard requires; what lacks one is left out of the file and named beside it.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from peelian.decisions.records import Grant
from peelian.decisions.references import Series
from peelian.decisions.shelf import Filed
from peelian.figures.house import LONDON

REQUIRED = (
    "id",
    "title",
    "description",
    "currency",
    "amountAwarded",
    "awardDate",
    "recipientOrganization",
    "fundingOrganization",
)
COLUMNS = (
    "Identifier", "Title", "Description", "Currency", "Amount Awarded", "Award Date", "Planned Dates:Start Date",
    "Planned Dates:End Date", "Recipient Org:Identifier", "Recipient Org:Name", "Funding Org:Identifier", "Funding Org:Name",
    "Grant Programme:Title", "URL", "Last modified",
)  # fmt: skip
"""The headings of the standard's spreadsheet form."""
LONGEST_TITLE = 140


@dataclass(frozen=True)
class Funder:
    """Who pays: an identifier of org-id.guide, a name, and the prefix that 360Giving issued to who publishes its grants."""

    id: str
    name: str
    publisher: str = ""


@dataclass(frozen=True)
class Left:
    """A grant that is not in the file, and what it lacks."""

    decision: str
    title: str
    lacks: tuple[str, ...]


def funders_of(series: Iterable[Series], names: Mapping[str, str]) -> dict[str, Funder]:
    """Who pays what is decided in each series, by its id; ``names`` are those of bodies."""
    return {one.id: Funder(one.funder, names.get(one.body, one.body), one.publisher) for one in series}


def grants(filed: Iterable[Filed], funders: Mapping[str, Funder], site: str) -> tuple[list[dict[str, Any]], list[Left]]:
    """Every grant with all that the standard requires, and those that lack something. ``funders`` by the series of decisions."""
    found, left = [], []
    for one in filed:
        for held in one.decision.grants:
            made = _grant(one, held, funders.get(one.series.id), site)
            lacks = tuple(name for name in REQUIRED if not made.get(name))
            if lacks:
                left.append(Left(one.id, held.title, lacks))
            else:
                found.append(made)
    return found, left


def _grant(one: Filed, held: Grant, funder: Funder | None, site: str) -> dict[str, Any]:
    named = funder and funder.publisher and held.id
    made: dict[str, Any] = {
        "id": f"{funder.publisher}-{one.id}-{held.id}" if funder and named else "",
        "title": held.title[:LONGEST_TITLE], "description": held.purpose,
        "currency": held.currency, "amountAwarded": float(held.amount),
        "awardDate": one.taken_on.isoformat() if one.taken_on else "",
        "recipientOrganization": [{"id": held.recipient, "name": held.recipient_name}] if held.recipient else [],
        "fundingOrganization": [{"id": funder.id, "name": funder.name}] if funder and funder.id else [],
        "url": f"{site}/decisions/{one.id}", "dateModified": modified(one),
    }  # fmt: skip
    dates = {key: day.isoformat() for key, day in (("startDate", held.starts), ("endDate", held.ends)) if day}
    if dates:
        made["plannedDates"] = [dates]
    if held.programme:
        made["grantProgramme"] = [{"title": held.programme}]
    return made


def modified(one: Filed) -> str:
    """When what is said of a decision's grants changed last, as a moment."""
    at = one.newest.out_at
    day = one.decision.signed_on
    moment = at or (dt.datetime.combine(day, dt.time(), LONDON) if day else None)
    return moment.isoformat(timespec="seconds") if moment else ""


def flat(found: Iterable[Mapping[str, Any]]) -> Iterator[dict[str, Any]]:
    """The same grants by the headings of the spreadsheet form."""
    for one in found:
        dates = (one.get("plannedDates") or [{}])[0]
        values = (
            one["id"], one["title"], one["description"], one["currency"], one["amountAwarded"], one["awardDate"],
            dates.get("startDate"), dates.get("endDate"), one["recipientOrganization"][0]["id"],
            one["recipientOrganization"][0]["name"], one["fundingOrganization"][0]["id"], one["fundingOrganization"][0]["name"],
            (one.get("grantProgramme") or [{}])[0].get("title"), one["url"], one["dateModified"],
        )  # fmt: skip
        yield dict(zip(COLUMNS, values, strict=True))
