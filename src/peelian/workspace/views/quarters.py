"""Boroughs' quarterly reports: where each stands, for the borough itself and for the policing body; and how one is begun."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render

from peelian.core.access import needs
from peelian.core.models import Organisation
from peelian.core.permissions import Permission as P
from peelian.core.queries import overseen
from peelian.figures.errors import PeelianError
from peelian.figures.house import today
from peelian.figures.periods import Period
from peelian.figures.releases.release import Releases
from peelian.localities import actions
from peelian.localities.healing import heal
from peelian.localities.models import LocalRule, QuarterReport
from peelian.localities.queries import (
    areas_of,
    cycle_of,
    cycles_of,
    due,
    holding,
    own_figures,
    releases_out,
    rule_of,
    year_of,
)
from peelian.localities.rules import DUE, QUARTER, last_day
from peelian.ui import format as words
from peelian.ui.components import Cell, Column, FigureTable, Link, Row
from peelian.workspace.doing import attempt, person_of, who
from peelian.workspace.exports import as_file, csv_lines
from peelian.workspace.quarters.forms import BeginForm, quarters_of

NAV = {"nav": "/office/quarters"}
FOLLOWED = {"nav": "/office/quarters/boroughs"}


def mine(request: HttpRequest, permission: P = P.SEE_QUARTERS) -> QuerySet[Organisation]:
    """The boroughs over whose quarters one has a permission."""
    return overseen(person_of(request), permission)


def borough_of(request: HttpRequest, slug: str, permission: P = P.SEE_QUARTERS) -> Organisation:
    """A borough. Raises Http404, also where it is somebody else's."""
    return get_object_or_404(mine(request, permission), pk=slug)


def report_of(request: HttpRequest, pk: int, permission: P = P.SEE_QUARTERS) -> QuarterReport:
    """A report; where it is published and its file is not there, that is written again. Raises Http404, also of another borough."""
    held: Any = QuarterReport.objects.select_related("organisation", "author", "reviewer", "signer")
    report: QuarterReport = get_object_or_404(held.filter(organisation__in=mine(request, permission)), pk=pk)
    if report.state == "published":
        heal(settings.PEELIAN_DATA, report)
    return report


def period_of(text: str, *kinds: str) -> Period:
    """A period of an address. Raises Http404 for another kind, or for what is none."""
    try:
        period = Period.parse(text)
    except PeelianError as error:
        raise Http404 from error
    if period.kind not in kinds or str(period) != text:
        raise Http404
    return period


def this_year() -> Period:
    """The financial year of today."""
    day = today()
    return Period.of("fy", day.year * 12 + day.month - 1)


def _years(borough: Organisation, asked: str) -> list[str]:
    """This year and the one before, those with reports or settings, and the one that is asked for: newest first."""
    current = this_year()
    found = {str(current), str(current.year_before())}
    found |= {
        year_of(text) for text in QuarterReport.objects.filter(organisation=borough).values_list("period", flat=True)
    }
    found |= set(LocalRule.objects.filter(organisation=borough).values_list("year", flat=True))
    return sorted(found | ({asked} if asked else set()), reverse=True)


@needs(P.SEE_QUARTERS)
def quarters(request: HttpRequest) -> HttpResponse:
    """Each year of each borough that one works for, and where its quarters stand."""
    asked = str(period_of(request.GET["year"], "fy")) if request.GET.get("year") else ""
    writes = set(mine(request, P.WRITE_QUARTER).values_list("pk", flat=True))
    boroughs = [
        {
            "borough": borough,
            "writes": borough.pk in writes,
            "areas": len(areas_of(borough)),
            "years": [_year(borough, year, borough.pk in writes) for year in _years(borough, asked)],
        }
        for borough in mine(request)
    ]
    first = this_year()
    more = [str(Period.of("fy", first.last - 12 * back)) for back in range(2, 12)]
    return render(request, "workspace/quarters/list.html", NAV | {
        "boroughs": boroughs, "several": len(boroughs) > 1, "more": [(year, Period.parse(year).label()) for year in more],
        "released": Releases(settings.PEELIAN_DATA).newest_id() is not None,
    })  # fmt: skip


def _year(borough: Organisation, year: str, writes: bool) -> dict[str, Any]:
    whole = Period.parse(year)
    reports: dict[str, list[QuarterReport]] = {}
    for report in QuarterReport.objects.filter(organisation=borough, period__startswith=year).exclude(state="dropped"):
        reports.setdefault(report.period, []).append(report)
    states = cycle_of(borough, year)
    listed = [(period, state) for period, state in states]
    if str(whole) in reports or any("outturn is needed" in state for _, state in states):
        listed.append((whole, "wanted, because the last quarter has no report"))
    return {
        "year": year, "label": whole.label(), "settled": LocalRule.objects.filter(organisation=borough, year=year).exists(),
        "quarters": [_quarter(borough, period, state, reports.get(str(period), []), writes) for period, state in listed],
    }  # fmt: skip


def _quarter(
    borough: Organisation, period: Period, state: str, reports: list[QuarterReport], writes: bool
) -> dict[str, Any]:
    """One line: the last report of the period, and what can be done next."""
    last = max(reports, key=lambda item: item.number, default=None)
    public = next((item for item in reports if item.state == "published"), None)
    told = {
        "name": str(period), "label": period.label() if period.kind == "quarter" else f"Outturn, {period.label()}",
        "state": QUARTER.state(last.state).title if last else words.capital(state),
        "waits": QUARTER.state(last.state).waits_for if last else "", "report": last, "edition": last.number if last else 0,
        "public": _public(borough, period) if public else "",
        "deadline": "", "deadline_href": "", "overdue": False,
        "may_begin": writes and last is None and state not in ("not over yet", "covered by the year's outturn"),
        "may_correct": writes and last is not None and last.state == "published",
    }  # fmt: skip
    found = due(period)
    if found.due:
        told["deadline"] = words.day(found.due)
        told["deadline_href"] = f"/deadlines?rule={DUE}&start={last_day(period).isoformat()}"
        told["overdue"] = public is None and found.overdue(today()) and period.kind == "quarter"
    return told


def _public(borough: Organisation, period: Period) -> str:
    """Where a published report is; empty where the borough covers no area any more."""
    areas = areas_of(borough)
    return f"/areas/{areas[0]}/quarters/{period}" if len(areas) == 1 else ""


def _follows(request: HttpRequest) -> None:
    """Raises Http404 for who may see drafts, but not at the body that owns the plan."""
    if not overseen(person_of(request), P.SEE_DRAFTS).filter(kind="policing-body").exists():
        raise Http404


def _standing(request: HttpRequest) -> tuple[Period, list[tuple[Organisation, list[tuple[Period, str]]]]]:
    year = period_of(request.GET["year"], "fy") if request.GET.get("year") else this_year()
    boroughs = list(Organisation.objects.filter(kind="council").order_by("short"))
    found = cycles_of(boroughs, str(year))
    return year, [(borough, found[borough.pk]) for borough in boroughs]


@needs(P.SEE_DRAFTS)
def boroughs(request: HttpRequest) -> HttpResponse:
    """For the policing body: where every borough's quarters stand. States alone: what is in a report is the borough's own."""
    _follows(request)
    year, standing = _standing(request)
    columns = (Column("Borough"), *(Column(period.label()) for period in quarters_of(year)))
    rows = tuple(
        Row((Cell(borough.short), *(_state_cell(borough, period, state) for period, state in states)))
        for borough, states in standing
    )
    table = FigureTable("boroughs", f"Quarterly reports of {year.label()}", columns, rows, caption_hidden=True)
    states = [state for _, found in standing for _, state in found]
    years = [Period.of("fy", this_year().last - 12 * back) for back in range(12)]
    return render(request, "workspace/quarters/boroughs.html", FOLLOWED | {
        "table": table, "year": year, "counted": _counted(states), "years": [(str(item), item.label()) for item in years],
    })  # fmt: skip


def _state_cell(borough: Organisation, period: Period, state: str) -> Cell:
    if state != "published":
        return Cell(words.capital(state))
    return Cell("Published", _public(borough, period))


def _counted(states: list[str]) -> str:
    out = states.count("published")
    return f"{words.counted(out, 'report is', 'reports are')} published, {states.count('being written')} being written, " \
           f"{sum(state.startswith('missing') for state in states)} missing."  # fmt: skip


@needs(P.SEE_DRAFTS)
def boroughs_csv(request: HttpRequest) -> HttpResponseBase:
    """The same as a file: one line for each borough and quarter."""
    _follows(request)
    year, standing = _standing(request)
    rows = (
        (borough.name, str(period), state, found.isoformat() if (found := due(period).due) else "")
        for borough, states in standing
        for period, state in states
    )
    return as_file(csv_lines(("borough", "quarter", "state", "due"), rows), f"borough-quarters-{year}.csv")


@needs(P.WRITE_QUARTER)
def begin(request: HttpRequest, slug: str, period: str) -> HttpResponse:
    """Begin the report of a quarter, or a correction of one that is published."""
    borough, quarter = borough_of(request, slug, P.WRITE_QUARTER), period_of(period, "quarter", "fy")
    rule, own = rule_of(borough, year_of(period)), own_figures(borough)
    holdings = [holding(item, rule, quarter, own) for item in releases_out(settings.PEELIAN_DATA)]
    correcting = QuarterReport.objects.filter(organisation=borough, period=period, state="published").exists()
    form = BeginForm(request.POST or None, holdings=holdings, correcting=correcting)
    if request.method == "POST" and form.is_valid():
        told = form.cleaned_data
        chosen = next(item.release for item in holdings if item.release.id == told["release"])
        made = attempt(form, lambda: actions.begin(
            borough, period, chosen, by=who(request), reason=told.get("reason", "")
        ))  # fmt: skip
        if made:
            messages.success(request, f"The report of {quarter.label()} is begun.")
            return redirect("quarter", made.pk)
    title = f"{'Correct' if correcting else 'Begin'} the report of {quarter.label()}"
    return render(request, "workspace/quarters/begin.html", NAV | {
        "form": form, "title": title, "borough": borough, "holdings": holdings, "rule": rule, "year": year_of(period),
        "trail": [Link("Quarterly reports", "/office/quarters")], "overwide": quarter.last >= _this_month(),
    })  # fmt: skip


def _this_month() -> int:
    day = today()
    return day.year * 12 + day.month - 1
