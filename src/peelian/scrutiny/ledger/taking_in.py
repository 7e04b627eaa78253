"""The ledger of a pack taken into the records once: from then on the office keeps it."""

from __future__ import annotations

import datetime as dt
from functools import partial
from typing import Any

from django.db import transaction

from peelian.core.acting import COMMAND, Actor, acting, action, now
from peelian.core.models import Organisation
from peelian.core.permissions import Permission as P
from peelian.figures.house import House
from peelian.scrutiny.ledger.content import BODY, PLAIN
from peelian.scrutiny.ledger.following import follow
from peelian.scrutiny.ledger.form import form_of
from peelian.scrutiny.ledger.models import (
    ActivityRecord,
    InvestigationRecord,
    RecommendationRecord,
    RecommendationStep,
    ReportRecord,
)
from peelian.scrutiny.ledger.records import Activity, Investigation, Report
from peelian.scrutiny.ledger.shelf import Ledger, of_pack

WHY = "taken from the pack"


def take_in_ledger(house: House) -> list[str]:
    """Take in every investigation and report of the house's pack that the records do not know; returns what was done, in words.

    What a body made that is no organisation here is left where it is.
    """
    ledger = of_pack(house.pack)
    taken = _take_in_investigations(ledger, house)
    for report in ledger.reports:
        owner = Organisation.objects.filter(pk=report.body).first()
        if owner and not ReportRecord.objects.filter(organisation=owner, slug=report.slug).exists():
            taken.append(take_in(owner, report, house, by=COMMAND, reason=WHY).title)
    return [f"Taken into the ledger: {title}." for title in taken]


def _take_in_investigations(ledger: Ledger, house: House) -> list[str]:
    """Investigations that are new; activities beside them with the first of all, for they have no names of their own."""
    first = not InvestigationRecord.objects.exists() and not ActivityRecord.objects.exists()
    done = []
    for committee in dict.fromkeys(one.committee for one in ledger.investigations):
        owner = _body_of(committee)
        held = [one for one in ledger.investigations if one.committee == committee]
        new = [one for one in held if not InvestigationRecord.objects.filter(slug=one.id).exists()]
        if owner and new:
            beside = ledger.activities if first else ()
            done += [one.title for one in take_in_investigations(owner, new, beside, house, by=COMMAND, reason=WHY)]
            first = False
    return done


def _body_of(committee: str) -> Organisation | None:
    """The organisation that a committee is, or is one of: ``havering`` of ``havering-crime-and-disorder``."""
    parts = committee.split("-")
    names = ["-".join(parts[:count]) for count in range(len(parts), 0, -1)]
    known = Organisation.objects.in_bulk(names)
    return next((known[name] for name in names if name in known), None)


@action("investigation.take-in")
def take_in_investigations(
    owner: Organisation, investigations: list[Investigation], beside: tuple[Activity, ...], house: House, *, by: Actor,
    reason: str = "",
) -> list[InvestigationRecord]:  # fmt: skip
    """Make the records of investigations that a pack tells of, and of activities beside any. All of it is over and public."""
    by.must(P.WRITE_PAPERS, owner.key)
    act, made = acting(), []
    for one in investigations:
        fields = {
            key: value
            for key, value in form_of(one).items()
            if key in ("title", "terms", "topics", "years", "source", "lines")
        }
        record = act.create(
            InvestigationRecord, organisation=owner, slug=one.id, committee=one.committee, opened=one.opened, closed=one.closed,
            findings=form_of(one.findings), changes=form_of(one.changes) or None,
            state="closed" if one.closed or one.years else "open", **fields,
        )  # fmt: skip
        made.append(record)
        for activity in one.activities:
            act.create(ActivityRecord, organisation=owner, investigation=record, **_activity(activity))
    for activity in beside:
        act.create(ActivityRecord, organisation=owner, **_activity(activity))
    transaction.on_commit(partial(follow, house.root))
    return made


def _activity(one: Activity) -> dict[str, Any]:
    fields = (
        "kind",
        "title",
        "on",
        "month",
        "committee",
        "place",
        "meeting",
        "topic",
        "source",
        "line",
        "link",
        "years",
    )
    return {name: getattr(one, name) for name in fields} | {"bodies": list(one.bodies)}


@action("report.take-in")
def take_in(owner: Organisation, report: Report, house: House, *, by: Actor, reason: str = "") -> ReportRecord:
    """Make the records of a report that a pack holds, published as it was, with the steps that are known."""
    by.must(P.WRITE_PAPERS, owner.key)
    act = acting()
    form = form_of(report)
    made = act.create(
        ReportRecord, organisation=owner, slug=report.slug, committee=report.committee, on=report.on, state="published",
        addressees=list(report.addressees), published_at=report.published or now(),
        investigation=InvestigationRecord.objects.filter(slug=report.investigation).first(),
        **{key: value for key, value in form.items() if key in PLAIN},
    )  # fmt: skip
    for place, one in enumerate(report.recommendations):
        entry = form["recommendations"][place]
        record = act.create(
            RecommendationRecord, report=made, number=one.number, place=place, addressees=list(one.addressees),
            requested=one.requested, body={key: entry[key] for key in BODY if key in entry},
        )  # fmt: skip
        for step in entry.get("steps", ()):
            _step(record, step)
    act.about(made)
    transaction.on_commit(partial(follow, house.root))
    return made


def _step(record: RecommendationRecord, step: dict[str, Any]) -> None:
    fields = ("kind", "about", "status", "reason", "answers", "evidence", "to", "link", "noted_by")
    told = {name: step[name] for name in fields if name in step}
    acting().create(
        RecommendationStep, recommendation=record, on=dt.date.fromisoformat(step["date"]), by_body=step["by"],
        made_at=dt.datetime.fromisoformat(step["made"]) if "made" in step else now(), **told,
    )  # fmt: skip
