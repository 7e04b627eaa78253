"""What boroughs report: their indicators of a year, their reports, and the lines of a quarter from a release."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from itertools import dropwhile
from pathlib import Path

from django.db.models import Max

from peelian.audit.models import Event
from peelian.core.clocks.deadlines import Deadline, deadline
from peelian.core.clocks.rules import rule as clock_rule
from peelian.core.models import Organisation, OrganisationArea, Person
from peelian.core.permissions import Permission as P
from peelian.core.queries import told_once, who_did
from peelian.core.running.queries import calendar_in_force
from peelian.figures.decided import BodyRule, Indicator, PeriodTarget
from peelian.figures.errors import PeelianError
from peelian.figures.house import today
from peelian.figures.judge.ratings import Rule
from peelian.figures.periods import Period
from peelian.figures.releases.figure import figure
from peelian.figures.releases.quarter import Demand, Line, demand_of, quarter_of
from peelian.figures.releases.rating import Own, value_of
from peelian.figures.releases.release import Release, Releases
from peelian.localities.models import IndicatorWords, LocalDemand, LocalIndicator, LocalRule, OwnFigure, QuarterReport
from peelian.localities.rules import DUE, TEXTS, Demanded, Said, Text, cycle, demanded, last_day, shows


def area_of(organisation: Organisation) -> str:
    """The area that an organisation covers today. Raises PeelianError where it covers none, or several."""
    held = areas_of(organisation)
    if len(held) != 1:
        raise PeelianError(
            "no-area", f"{organisation.short} covers {len(held) or 'no'} areas today; a quarterly report is of one.",
            "An installation manager can set its area.",
        )  # fmt: skip
    return held[0]


def areas_of(organisation: Organisation) -> list[str]:
    """The areas that an organisation covers today: none, one or several."""
    day = today()
    return [item.area for item in OrganisationArea.objects.filter(organisation=organisation) if item.holds(day)]


def year_of(period: str) -> str:
    """The financial year that a quarter lies in."""
    return str(Period.of("fy", Period.parse(period).last))


def rule_of(organisation: Organisation, year: str) -> BodyRule | None:
    """The borough's rule of a year with its indicators, as the figures half rates by; None where it has set none."""
    kept = LocalRule.objects.filter(organisation=organisation, year=year).first()
    if kept is None:
        return None
    area = area_of(organisation)
    indicators = tuple(
        _indicator(item, area) for item in LocalIndicator.objects.filter(organisation=organisation, year=year)
    )
    rule = Rule(kept.amber, kept.unchanged or None, kept.compared_with or None, kept.two_sided)  # type: ignore[arg-type]
    return BodyRule(f"{organisation.pk}-{year}", organisation.short, kept.title, rule, kept.source, indicators)


def _indicator(kept: LocalIndicator, area: str) -> Indicator:
    tolerance = None
    if kept.tolerance is not None:
        tolerance = str(kept.tolerance if kept.points else kept.tolerance / 100)
    targets = tuple(PeriodTarget(item["period"], item["low"], item["high"]) for item in kept.targets)
    return Indicator(str(kept.pk), kept.measure, area, kept.wanted, tolerance, kept.points, targets)


def own_figures(organisation: Organisation) -> Own:
    """The borough's own figures by measure and period."""
    found = OwnFigure.objects.filter(organisation=organisation)
    return {(item.measure, item.period): Decimal(item.value).normalize() for item in found}


def measures_of_demand(organisation: Organisation, year: str) -> list[str]:
    """Measures of demand that it shows in a year."""
    return list(LocalDemand.objects.filter(organisation=organisation, year=year).values_list("measure", flat=True))


def release_of(root: Path, report: QuarterReport) -> Release:
    """The release that a report reads. Raises PeelianError where it is not out, or gone."""
    return Releases(root).open(report.release)


def lines_of(report: QuarterReport, release: Release) -> tuple[BodyRule, list[Line], list[Demand]]:
    """A report's rule, lines and demand. Raises PeelianError where the borough has set no rule for the year."""
    year = year_of(report.period)
    rule = rule_of(report.organisation, year)
    if rule is None:
        raise PeelianError(
            "no-rule", f"{report.organisation.short} has no rule and indicators for {Period.parse(year).label()}.",
            "Set them first: they can be taken over from another year, or from a rule that another body has written.",
        )  # fmt: skip
    area, period = release.areas[area_of(report.organisation)], Period.parse(report.period)
    own = own_figures(report.organisation)
    lines = quarter_of(release, rule, area, period, own)
    return rule, lines, demand_of(release, measures_of_demand(report.organisation, year), area, period, own)


def words_of(report: QuarterReport) -> dict[str, IndicatorWords]:
    """What a report says of each indicator."""
    return {item.measure: item for item in report.words.all()}


def writers_of(report: QuarterReport) -> set[str]:
    """Keys of everybody who wrote any of it: what others wrote over later counts too.

    A correction begins with the words of the edition before it, so who wrote those wrote it too.
    """
    of = QuarterReport.objects.filter(organisation=report.organisation, period=report.period, number__lte=report.number)
    editions = [report, *of.filter(state="published").exclude(pk=report.pk).select_related("author")]
    wrote = who_did(WRITING, [item.key for item in editions])
    return {item.author.key for item in editions}.union(*wrote.values())


def said_of(report: QuarterReport) -> dict[str, Said]:
    """As the rules read it."""
    return {
        name: Said(
            item.commentary, item.action, item.action_owner, item.action_by.isoformat() if item.action_by else ""
        )
        for name, item in words_of(report).items()
    }


def missing_of(report: QuarterReport, release: Release) -> list[Demanded]:
    """What a report lacks, and what somebody must look at."""
    rule, lines, demand = lines_of(report, release)
    titles = {line.rated.indicator.measure: release.catalogue[line.rated.indicator.measure].title for line in lines}
    texts = [Text(name, title, getattr(report, name)) for name, title in TEXTS.items()]
    texts += [Text("rule", "The rule's name", rule.title), Text("rule", "Where the rule is written", rule.source)]
    texts += _sources_of(report, release)
    shown = sum(item.value is not None for item in demand)
    return demanded(lines, said_of(report), rule, shown, titles=titles, texts=texts)


def _sources_of(report: QuarterReport, release: Release) -> list[Text]:
    """Where the own figures come from that a report shows."""
    period = Period.parse(report.period)
    own = [(item, Period.parse(item.period)) for item in OwnFigure.objects.filter(organisation=report.organisation)]
    return [
        Text("figures", f"The source of {release.catalogue[item.measure].title}, {of.label()}", item.source)
        for item, of in own if shows(period, of)
    ]  # fmt: skip


def reports_of(organisation: Organisation) -> list[QuarterReport]:
    """Its reports, newest first."""
    return list(QuarterReport.objects.filter(organisation=organisation).select_related("organisation", "author"))


def cycle_of(organisation: Organisation, year: str) -> list[tuple[Period, str]]:
    """Where its reports of a year stand (rules.cycle)."""
    return cycles_of([organisation], year)[organisation.pk]


def cycles_of(organisations: Iterable[Organisation], year: str) -> dict[str, list[tuple[Period, str]]]:
    """The same of many organisations, by slug, with one query."""
    held: dict[str, list[QuarterReport]] = {item.pk: [] for item in organisations}
    for report in QuarterReport.objects.filter(organisation__in=list(held)).exclude(state="dropped"):
        held[report.organisation_id].append(report)
    day = today()
    return {
        slug: cycle(
            Period.parse(year), [item.period for item in reports if item.published_at], [item.period for item in reports],
            day.year * 12 + day.month - 1,
        )
        for slug, reports in held.items()
    }  # fmt: skip


def due(period: Period) -> Deadline:
    """When the report of a quarter is due, by the house rule and the calendar in force. Raises PeelianError beyond the calendar."""
    return deadline(clock_rule(DUE), last_day(period), calendar=calendar_in_force())


def releases_out(root: Path, most: int = 6) -> list[Release]:
    """The newest releases that are out, newest first: what a report may read."""
    releases = Releases(root)
    return [releases.open(name) for name in reversed(releases.ids()[-most:])]


@dataclass(frozen=True)
class Holding:
    """What a release has of a quarter: how many of a borough's indicators, and the titles of those that are provisional."""

    release: Release
    held: int
    wanted: int
    provisional: tuple[str, ...]


def holding(release: Release, rule: BodyRule | None, period: Period, own: Own | None = None) -> Holding:
    """What a release would give a report of a quarter."""
    indicators = rule.indicators if rule else ()
    held = sum(value_of(release, item, period, own) is not None for item in indicators)
    return Holding(release, held, len(indicators), tuple(
        release.catalogue[item.measure].title for item in indicators if provisional(release, item, period)
    ))  # fmt: skip


def provisional(release: Release, indicator: Indicator, period: Period | None) -> bool:
    """Whether an indicator's figure of a period may still change, as its publisher says."""
    if period is None:
        return False
    try:
        return figure(release, indicator.measure, indicator.area, period).provisional
    except PeelianError:
        return False


def quarters_before(
    release: Release, indicator: Indicator, period: Period, own: Own, most: int = 12
) -> list[tuple[Period, Decimal | None]]:
    """An indicator's quarters up to one, oldest first; those before its first figure are left out."""
    found = [Period.of("quarter", period.last - 3 * back) for back in reversed(range(most))]
    values = [(item, value_of(release, indicator, item, own)) for item in found]
    return list(dropwhile(lambda item: item[1] is None, values))


def closed_to(person: Person) -> list[str]:
    """Keys of the reports and of the own figures that are not published, of boroughs whose quarters somebody may not see."""
    ours = person.where(P.SEE_QUARTERS)
    rows = list(
        QuarterReport.objects.exclude(organisation__in=ours)
        .select_related("organisation").only("organisation", "period", "state", "published_at")
    )  # fmt: skip
    published = [row for row in rows if row.state == "published"]
    return [row.key for row in rows if row.state != "published"] + _own_figures_closed(ours, published)


def _own_figures_closed(ours: list[str], published: list[QuarterReport]) -> list[str]:
    """Keys of other boroughs' own figures, those taken out too, that have changed since a report could have published them.

    The events tell it, because a figure that was taken out is no record any more; its label ends with its period.
    """
    events = Event.objects.filter(action__in=NOTING).exclude(
        organisation__in=[f"{Organisation.KIND}:{slug}" for slug in ours]
    )
    changed = events.values_list("subject", "organisation", "label").annotate(last=Max("at")).order_by()
    return [
        subject for subject, owner, label, last in changed
        if not any(row.owner == owner and _may_hold(row, label.split()[-1], last) for row in published)
    ]  # fmt: skip


def _may_hold(report: QuarterReport, period: str, changed: dt.datetime) -> bool:
    """Whether a published report shows own figures of a period as they were at a moment: its own, and what it compares with."""
    shown = shows(Period.parse(report.period), Period.parse(period))
    return shown and report.published_at is not None and changed <= report.published_at


def history_of(report: QuarterReport) -> list[Event]:
    """What was done to a report, newest first. Every save of a text is an event; the last of each person's stands for them."""
    return told_once(Event.objects.filter(subject=report.key).order_by("-number"), WRITING)


WRITING = ("quarter.write", "quarter.write-indicator")
"""The actions by which a report's words are written."""
NOTING = ("quarter.own-figure", "quarter.remove-own-figure")
"""The actions by which a borough's own figures change."""
