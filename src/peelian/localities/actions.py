"""How boroughs' settings and reports change."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from decimal import Decimal
from functools import partial
from pathlib import Path
from typing import Any

from django.db import transaction

from peelian.audit.models import Head
from peelian.core.acting import Actor, acting, action, now, unchanged_since
from peelian.core.models import Organisation, Person
from peelian.core.permissions import Permission as P
from peelian.core.running.actions import clocks_of, drop_clock, meet, pass_on, start_clock, tell
from peelian.core.workflow import Step, WrongStep
from peelian.figures.catalogue import Catalogue
from peelian.figures.decided import BodyRule
from peelian.figures.errors import PeelianError
from peelian.figures.periods import Period
from peelian.figures.releases.release import Release
from peelian.localities.content import content_of, fingerprint, with_rule
from peelian.localities.models import IndicatorWords, LocalDemand, LocalIndicator, LocalRule, OwnFigure, QuarterReport
from peelian.localities.publishing import path_of, put, sealed, text_of
from peelian.localities.queries import area_of, lines_of, missing_of, release_of, writers_of
from peelian.localities.rules import DUE, QUARTER, last_day, taken_over


@action("quarter.set-rule")
def set_rule(organisation: Organisation, year: str, *, by: Actor, reason: str = "", **fields: Any) -> LocalRule:
    """Set how a borough colours its figures in a year."""
    by.must(P.WRITE_QUARTER, organisation.key)
    kept = LocalRule.objects.filter(organisation=organisation, year=year).first()
    if kept is None:
        return acting().create(LocalRule, organisation=organisation, year=year, **fields)
    acting().change(kept, **fields)
    return kept


@action("quarter.set-indicators")
def set_indicators(
    organisation: Organisation,
    year: str,
    wanted: Iterable[dict[str, Any]],
    *,
    catalogue: Catalogue,
    by: Actor,
    reason: str = "",
) -> None:
    """Set the indicators of a year: the fields of LocalIndicator for each, in order. Raises PeelianError for an unknown measure."""
    by.must(P.WRITE_QUARTER, organisation.key)
    act = acting()
    kept = {item.measure: item for item in LocalIndicator.objects.filter(organisation=organisation, year=year)}
    for place, fields in enumerate(wanted):
        measure = catalogue[fields["measure"]].id
        values = {**fields, "place": place, "targets": [_target(item) for item in fields.get("targets") or ()]}
        if measure in kept:
            act.change(kept.pop(measure), **values)
        else:
            act.create(LocalIndicator, organisation=organisation, year=year, **values)
    for gone in kept.values():
        act.remove(gone)


def _target(entry: dict[str, Any]) -> dict[str, Any]:
    """A target as it is kept: numbers as text. Raises PeelianError where it is no band or number."""
    try:
        low, high = (str(Decimal(str(entry[name]))) for name in ("low", "high"))
    except (ArithmeticError, KeyError) as error:
        raise PeelianError(
            "bad-target", f"{entry} is no target.", "Give a number, or a band of low and high."
        ) from error
    if Decimal(low) > Decimal(high):
        raise PeelianError("bad-target", f"The band {low} to {high} is upside down.", "Write its lower end first.")
    return {"period": entry.get("period") or None, "low": low, "high": high}


@action("quarter.set-demand")
def set_demand(
    organisation: Organisation, year: str, measures: Iterable[str], *, catalogue: Catalogue, by: Actor, reason: str = ""
) -> None:
    """Choose the measures of demand of a year, in order. Raises PeelianError for one that is unknown."""
    by.must(P.WRITE_QUARTER, organisation.key)
    act = acting()
    kept = {item.measure: item for item in LocalDemand.objects.filter(organisation=organisation, year=year)}
    for place, name in enumerate(dict.fromkeys(measures)):
        if name in kept:
            act.change(kept.pop(name), place=place)
        else:
            act.create(LocalDemand, organisation=organisation, year=year, measure=catalogue[name].id, place=place)
    for gone in kept.values():
        act.remove(gone)


@action("quarter.own-figure")
def set_own_figure(
    organisation: Organisation, measure: str, period: str, *, value: Decimal, source: str,
    numerator: Decimal | None = None, denominator: Decimal | None = None, by: Actor, reason: str = "",
) -> OwnFigure:  # fmt: skip
    """Note a figure of the borough's own record. Raises ValidationError where it does not follow from its counts."""
    by.must(P.WRITE_QUARTER, organisation.key)
    fields = {"value": value, "source": source, "numerator": numerator, "denominator": denominator}
    kept = OwnFigure.objects.filter(organisation=organisation, measure=measure, period=period).first()
    if kept is None:
        return acting().create(OwnFigure, organisation=organisation, measure=measure, period=period, **fields)
    acting().change(kept, **fields)
    return kept


@action("quarter.remove-own-figure")
def remove_own_figure(figure: OwnFigure, *, by: Actor, reason: str = "") -> None:
    """Take a figure of the borough's own record out: the event keeps what it was."""
    by.must(P.WRITE_QUARTER, figure.owner)
    acting().remove(figure)


@action("quarter.take-over")
def take_over(
    organisation: Organisation, year: str, rule: BodyRule, *, goals: Mapping[str, str] | None = None, demand: Iterable[str] = (),
    catalogue: Catalogue, by: Actor, reason: str = "",
) -> list[str]:  # fmt: skip
    """Begin a year's settings with another year's, or with a rule that a body has written; what that leaves open stays open.

    Targets of the year itself and those of every quarter are taken; those of other years are not, because a target is decided
    anew. Returns the measures that have none after it. Raises PeelianError where the year has settings already.
    """
    by.must(P.WRITE_QUARTER, organisation.key)
    if LocalRule.objects.filter(organisation=organisation, year=year).exists():
        raise PeelianError("settings-there", f"{Period.parse(year).label()} has settings already.", "Change those.")
    area, own = area_of(organisation), rule.rule
    set_rule(
        organisation, year, by=by, title=rule.title, amber=own.amber, unchanged=own.unchanged or "",
        compared_with=own.compared_with or "", two_sided=own.two_sided, source=rule.source,
    )  # fmt: skip
    wanted = [
        taken_over(item, year, (goals or {}).get(item.measure, "")) for item in rule.indicators if item.area == area
    ]
    set_indicators(organisation, year, wanted, catalogue=catalogue, by=by)
    set_demand(organisation, year, demand, catalogue=catalogue, by=by)
    return [item["measure"] for item in wanted if not item["targets"]]


@action("quarter.begin")
def begin(organisation: Organisation, period: str, release: Release, *, by: Actor, reason: str = "") -> QuarterReport:
    """Begin a report on a release that is out; on a quarter that is published it is a correction, and must say of what.

    Raises PeelianError where one is being written already, and where a correction does not say why.
    """
    by.must(P.WRITE_QUARTER, organisation.key)
    area_of(organisation)
    earlier = QuarterReport.objects.filter(organisation=organisation, period=period)
    if open_one := earlier.exclude(state__in=("published", "dropped")).first():
        raise PeelianError("begun-already", f"{open_one} is being written already.", "Go on with that one.")
    published = earlier.filter(state="published").order_by("number").last()
    if published and not reason.strip():
        raise PeelianError("no-reason", f"{published} is published.", "Say what the correction corrects, and why.")
    number = published.number + 1 if published else 1
    act = acting()
    made = act.create(
        QuarterReport, organisation=organisation, period=period, release=release.id, author=_person(by), number=number,
        introduction=published.introduction if published else "", demand_note=published.demand_note if published else "",
        why_corrected=reason if published else "",
    )  # fmt: skip
    act.about(made)
    for item in published.words.all() if published else ():
        act.create(
            IndicatorWords, report=made, measure=item.measure, commentary=item.commentary, action=item.action,
            action_owner=item.action_owner, action_by=item.action_by,
        )  # fmt: skip
    if published is None:
        start_clock(
            DUE, made, last_day(Period.parse(period)), organisation=organisation, title=str(made),
            href=f"/office/quarters/{made.pk}", waits_for=by.person,
        )  # fmt: skip
    return made


@action("quarter.use-release")
def use_release(report: QuarterReport, release: Release, *, by: Actor, reason: str = "") -> None:
    """Read another release that is out, while the report is being written."""
    _must_be_draft(report, by)
    acting().change(report, release=release.id)


@action("quarter.write")
def write(report: QuarterReport, *, version: int, by: Actor, reason: str = "", **fields: Any) -> int:
    """Change the report's own texts. ``version`` is the one that was read; returns the new one.

    Raises PeelianError where somebody else has written meanwhile.
    """
    held = QuarterReport.objects.select_for_update().select_related("organisation").get(pk=report.pk)
    _must_be_draft(held, by)
    unchanged_since(held, version)
    if _only(fields, {"introduction", "demand_note"}) and acting().change(held, **fields):
        acting().change(held, version=version + 1)
    return held.version


@action("quarter.write-indicator")
def write_indicator(
    report: QuarterReport, measure: str, *, version: int, by: Actor, reason: str = "", **fields: Any
) -> int:
    """Change what a report says of an indicator. ``version`` is the one that was read, 0 of none; returns the new one.

    Raises PeelianError where somebody else has written meanwhile.
    """
    held = QuarterReport.objects.select_for_update().select_related("organisation").get(pk=report.pk)
    _must_be_draft(held, by)
    _only(fields, {"commentary", "action", "action_owner", "action_by"})
    acting().about(held)
    words = IndicatorWords.objects.select_for_update().filter(report=held, measure=measure).first()
    if words is None:
        if version:
            raise PeelianError(
                "gone-meanwhile", "This text is not there any more.", "Copy yours and open the page again."
            )
        return acting().create(IndicatorWords, report=held, measure=measure, **fields).version
    unchanged_since(words, version)
    if acting().change(words, **fields):
        acting().change(words, version=version + 1)
    return words.version


def _only(fields: dict[str, Any], allowed: set[str]) -> bool:
    if set(fields) - allowed:
        raise ValueError(f"{sorted(set(fields) - allowed)} cannot be written here")
    return bool(fields)


def _must_be_draft(report: QuarterReport, by: Actor) -> None:
    by.must(P.WRITE_QUARTER, report.owner)
    if report.state != "draft":
        raise WrongStep(
            "wrong-state", f"This report is {QUARTER.state(report.state).title.lower()}: it cannot be written now.",
            "Whoever reviews it can send it back.",
        )  # fmt: skip


def earlier_of(report: QuarterReport, by: str) -> dict[str, str | None]:
    """Who took part before, for a step that somebody (a key) wants to take: whoever wrote any of it counts as its author."""
    author = by if by in writers_of(report) else report.author.key
    return {"author": author, "reviewer": report.reviewer.key if report.reviewer else None}


@action("quarter.send")
def send(report: QuarterReport, root: Path, *, warnings_read: bool, by: Actor, reason: str = "") -> None:
    """Send a report for review. Raises PeelianError with everything that is missing, or that must be looked at first."""
    held, step = _step(report, "quarter.send", by, reason)
    missing = missing_of(held, release_of(root, held))
    blocking = [item.what for item in missing if not item.warning]
    if blocking:
        raise PeelianError(
            "incomplete", "The report is not complete: " + " ".join(blocking), "Complete it, then send it."
        )
    if missing and not warnings_read:
        raise PeelianError(
            "warnings", "Read first: " + " ".join(item.what for item in missing),
            "Change the text, or confirm that it may be published as it is.",
        )  # fmt: skip
    acting().change(held, state=step.after, reviewer=None, signer=None, reviewed="")
    for clock in clocks_of(held, DUE):
        pass_on(clock, None)


@action("quarter.pass")
def pass_review(report: QuarterReport, root: Path, *, remarks: str = "", by: Actor, reason: str = "") -> None:
    """Pass a report on: exactly these figures, colours and words were read by somebody who did not write them."""
    held, step = _step(report, "quarter.pass", by, reason)
    reviewed = fingerprint(_content(held, release_of(root, held)))
    acting().change(held, state=step.after, reviewer=_person(by), remarks=remarks, reviewed=reviewed)


def _content(held: QuarterReport, release: Release, at: dt.datetime | None = None) -> dict[str, Any]:
    """What would be published now."""
    rule, lines, demand = lines_of(held, release)
    return with_rule(content_of(held, release, lines, demand, at), rule)


@action("quarter.send-back")
def send_back(report: QuarterReport, *, by: Actor, reason: str = "") -> None:
    """Send a report back to be mended; the reason is for its author."""
    held, step = _step(report, "quarter.send-back", by, reason)
    acting().change(held, state=step.after, reviewer=None, remarks=reason, reviewed="")
    for clock in clocks_of(held, DUE):
        pass_on(clock, held.author)
    tell(
        f"{held} was sent back: {reason}",
        organisation=held.organisation,
        person=held.author,
        href=f"/office/quarters/{held.pk}",
    )


@action("quarter.drop")
def drop(report: QuarterReport, *, by: Actor, reason: str = "") -> None:
    """Give up a report that nobody needs."""
    held, step = _step(report, "quarter.drop", by, reason)
    acting().change(held, state=step.after)
    for clock in clocks_of(held, DUE):
        drop_clock(clock)


@action("quarter.publish")
def publish(report: QuarterReport, root: Path, *, by: Actor, reason: str = "") -> Path:
    """Sign a report off and publish it, now; returns where its file lies once the record is kept.

    The record is what was published: its file follows the commit (healing.py), so nothing is out that no record knows.
    Raises WrongStep where it is not what was reviewed any more, PeelianError where a file of that edition is there.
    """
    held, step = _step(report, "quarter.publish", by, reason)
    area, release, at = area_of(held.organisation), release_of(root, held), now()
    path = path_of(root, area, held.period, held.number)
    if path.is_file():
        raise PeelianError(
            "published-already", f"{path.name} is there already, and no record says who published it.",
            "Move the file away where it is nobody's; where a backup of the records is older than the house, restore a later one.",
        )  # fmt: skip
    acting().change(held, state=step.after, signer=_person(by), published_at=at)
    content = _content(held, release, at)
    if fingerprint(content) != held.reviewed:
        raise WrongStep(
            "changed-since-review",
            "What was reviewed is not what would be published now: a figure, a setting or a word is another.",
            "Send it back, and let it be reviewed again.",
        )
    head = Head.objects.filter(pk=1).first()
    whole = sealed(content | {"audit": {"number": head.number, "hash": head.hash} if head else None})
    acting().change(held, sealed=text_of(whole))
    acting().note(held, "published", whole["seal"])
    for clock in clocks_of(held, DUE):
        meet(clock)
    transaction.on_commit(partial(put, root, held.sealed))
    return path


def _step(report: QuarterReport, name: str, by: Actor, reason: str) -> tuple[QuarterReport, Step]:
    """The report, held for this transaction, and the step. Raises NotAllowed and WrongStep."""
    held = QuarterReport.objects.select_for_update(of=("self",)).select_related("organisation").get(pk=report.pk)
    return held, QUARTER.check(name, by, held.state, owner=held.owner, reason=reason, earlier=earlier_of(held, by.key))


def _person(by: Actor) -> Person:
    if by.person is None:
        raise PeelianError("no-person", "A report is somebody's work.", "Sign in to do this.")
    return by.person
