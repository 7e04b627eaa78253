"""What a borough has decided for a year: its rule, its indicators with their targets, the demand beside them, its own figures."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from decimal import Decimal
from typing import Any

from django import forms
from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from peelian.core.access import needs
from peelian.core.models import Organisation
from peelian.core.permissions import Permission as P
from peelian.figures.catalogue import Catalogue, Measure
from peelian.figures.decided import BodyRule
from peelian.figures.periods import Period
from peelian.figures.releases.release import Release, Releases
from peelian.localities import actions
from peelian.localities.models import LocalDemand, LocalIndicator, LocalRule, OwnFigure
from peelian.localities.queries import area_of, measures_of_demand, rule_of
from peelian.ui import format as words
from peelian.ui.components import Link
from peelian.workspace.doing import attempt, refusal, who
from peelian.workspace.quarters.forms import (
    OPEN,
    IndicatorForm,
    OwnFigureForm,
    RuleForm,
    TakeOverForm,
    quarters_of,
    short,
)
from peelian.workspace.views.quarters import NAV, borough_of, mine, period_of

FOUND = 30
"""So many measures are listed at once; who looks for one among more says more of it."""
SEEN = "seen"


def _release() -> Release:
    """The newest release that is out: its catalogue is what is chosen from. Raises Http404 where there is none yet."""
    newest = Releases(settings.PEELIAN_DATA).newest()
    if newest is None:
        raise Http404
    return newest


def _home(borough: Organisation, year: str, place: str = "") -> str:
    return f"/office/quarters/settings/{borough.pk}/{year}{place}"


def _about(borough: Organisation, year: str, *, inside: bool = True) -> dict[str, Any]:
    trail = [Link("Quarterly reports", "/office/quarters")]
    label = Period.parse(year).label()
    if inside:
        trail.append(Link(f"Settings, {label}", _home(borough, year)))
    return NAV | {"borough": borough, "year": year, "label": label, "trail": trail, "back": _home(borough, year)}


@needs(P.SEE_QUARTERS)
def overview(request: HttpRequest, slug: str, year: str) -> HttpResponse:
    """All of a year's settings."""
    borough, whole = borough_of(request, slug), period_of(year, "fy")
    catalogue, area = _release().catalogue, area_of(borough)
    chosen = list(LocalIndicator.objects.filter(organisation=borough, year=year))
    periods = {
        str(item)
        for item in [*quarters_of(whole), whole, *(Period.of("fytd", item.last) for item in quarters_of(whole))]
    }
    figures = [
        item
        for item in OwnFigure.objects.filter(organisation=borough).order_by("measure", "period")
        if item.period in periods
    ]
    rule = rule_of(borough, year)
    return render(request, "workspace/quarters/settings.html", _about(borough, year, inside=False) | {
        "rule": LocalRule.objects.filter(organisation=borough, year=year).first(), "open": rule.rule.open if rule else [],
        "answers": _answers(rule) if rule else [], "area": area,
        "indicators": [(item, title_of(catalogue, item.measure), _targets(item, whole), _tolerance(item)) for item in chosen],
        "demand": [(name, title_of(catalogue, name)) for name in measures_of_demand(borough, year)],
        "figures": [(item, title_of(catalogue, item.measure), Period.parse(item.period).label(), _share(item)) for item in figures],
        "writes": mine(request, P.WRITE_QUARTER).filter(pk=borough.pk).exists(),
        "sources": _sources(borough, year, catalogue),
    })  # fmt: skip


def title_of(catalogue: Catalogue, measure: str) -> str:
    """The title of a measure; its id where the newest catalogue knows it no more."""
    return next((item.title for item in catalogue if item.id == measure), measure)


def _answers(rule: BodyRule) -> list[tuple[str, str]]:
    """Each question of a rule with its answer, as the form asks it."""
    told = rule.rule
    asked: list[tuple[str, str, str | None]] = [("Amber is", "amber", told.amber)]
    if told.amber == "movement":
        asked.append(("Off target and unchanged is", "unchanged", told.unchanged))
        asked.append(("Improvement is against", "compared_with", told.compared_with))
    two_sided = None if told.two_sided is None else "yes" if told.two_sided else "no"
    asked.append(("Better than the target by more than the tolerance is", "two_sided", two_sided))
    fields: Any = RuleForm.base_fields
    return [(label, str(dict(fields[name].choices)[answer or OPEN])) for label, name, answer in asked]


def _targets(item: LocalIndicator, year: Period) -> list[str]:
    """``every quarter: 28 to 40``; one line for each target."""
    labels = {None: "every quarter"} | {str(quarter): quarter.label() for quarter in quarters_of(year)}
    return [
        f"{labels.get(target['period'], target['period'])}: "
        + " to ".join(dict.fromkeys(words.plain(Decimal(target[end])) for end in ("low", "high")))
        for target in item.targets
    ]


def _tolerance(item: LocalIndicator) -> str:
    if item.tolerance is None:
        return "none, so no colour"
    return f"{short(item.tolerance)} {'points' if item.points else 'per cent'}"


def _share(item: OwnFigure) -> str:
    """``28.8 (17 of 59)``."""
    counts = (
        f" ({words.plain(item.numerator)} of {words.plain(item.denominator or 0)})"
        if item.numerator is not None
        else ""
    )
    return f"{words.number(item.value, _places(item.value))}{counts}"


def _places(number: Decimal) -> int:
    return max(0, -int(number.normalize().as_tuple().exponent))


def _guarded(request: HttpRequest, form: forms.Form, now: Any) -> bool:
    """Whether what is there is still what was read. Where it is not, the form says so, and a second save writes over it."""
    digest = hashlib.sha256(repr(now).encode()).hexdigest()[:16]
    form.fields[SEEN] = forms.CharField(widget=forms.HiddenInput, required=False, initial=digest)
    if request.method != "POST" or not form.is_valid():
        return False
    if form.cleaned_data.pop(SEEN) in ("", digest):
        return True
    held: Any = form
    held.data = {**request.POST.dict(), SEEN: digest}
    form.add_error(
        None, f"Somebody else changed this meanwhile; it now says: {_said(now)}. Save again to write over that."
    )
    return False


def _said(now: Any) -> str:
    items = now.items() if isinstance(now, dict) else []
    return (
        "; ".join(f"{name.replace('_', ' ')} {value}" for name, value in items if value not in (None, "", []))
        or "nothing"
    )


def _form_page(request: HttpRequest, about: dict[str, Any], form: Any, title: str, **more: Any) -> HttpResponse:
    template = more.pop("template", "workspace/quarters/form.html")
    return render(request, template, about | {"form": form, "title": title, "button": "Save"} | more)


@needs(P.WRITE_QUARTER)
def rule(request: HttpRequest, slug: str, year: str) -> HttpResponse:
    """How figures are coloured in a year."""
    borough = borough_of(request, slug, P.WRITE_QUARTER)
    period_of(year, "fy")
    kept = LocalRule.objects.filter(organisation=borough, year=year).first()
    shown: dict[str, Any] = {}
    if kept:
        shown = {name: getattr(kept, name) for name in ("title", "source", "amber", "decided_by")}
        shown |= {name: getattr(kept, name) or OPEN for name in ("unchanged", "compared_with")}
        shown["two_sided"] = {True: "yes", False: "no", None: OPEN}[kept.two_sided]
    form = RuleForm(request.POST or None, initial=shown)
    if _guarded(request, form, shown):
        attempt(form, lambda: actions.set_rule(borough, year, by=who(request), **form.decided))
        if form.is_valid():
            messages.success(request, "The rule is saved.")
            return redirect(_home(borough, year))
    return _form_page(request, _about(borough, year), form, "How figures are coloured")


def _sources(borough: Organisation, year: str, catalogue: Catalogue) -> list[tuple[str, str]]:
    """What a year's settings can begin with: another year's, or a rule of the pack at this borough's area."""
    years = (
        LocalRule.objects.filter(organisation=borough).exclude(year=year).order_by("-year").values_list("year", "title")
    )
    found = [(f"year:{name}", f"{title}, as set for {Period.parse(name).label()}") for name, title in years]
    area = area_of(borough)
    return found + [
        (f"pack:{item.id}", f"{item.title} ({item.source})")
        for item in catalogue.rules
        if any(indicator.area == area for indicator in item.indicators)
    ]


@needs(P.WRITE_QUARTER)
def take_over(request: HttpRequest, slug: str, year: str) -> HttpResponse:
    """Begin with another year's settings, or with a rule that is written down."""
    borough = borough_of(request, slug, P.WRITE_QUARTER)
    period_of(year, "fy")
    catalogue = _release().catalogue
    form = TakeOverForm(request.POST or None, sources=_sources(borough, year, catalogue))
    if request.method == "POST" and form.is_valid():
        kind, _, name = form.cleaned_data["source"].partition(":")
        known = rule_of(borough, name) if kind == "year" else next(item for item in catalogue.rules if item.id == name)
        assert known is not None
        goals = dict(LocalIndicator.objects.filter(organisation=borough, year=name).values_list("measure", "goal"))
        bare = attempt(form, lambda: actions.take_over(
            borough, year, known, goals=goals, demand=measures_of_demand(borough, name), catalogue=catalogue, by=who(request)
        ))  # fmt: skip
        if bare is not None:
            messages.success(request, "The settings are taken over." + _without_target(catalogue, bare))
            return redirect(_home(borough, year))
    title = f"Begin the settings of {Period.parse(year).label()}"
    return _form_page(request, _about(borough, year), form, title, button="Take over", intro=(
        "Targets of single quarters of another year are not taken over: a target is decided anew. A question that a written "
        "rule leaves open stays open until somebody answers it."
    ))  # fmt: skip


def _without_target(catalogue: Catalogue, measures: list[str]) -> str:
    titles = ", ".join(title_of(catalogue, name) for name in measures)
    return f" These have no target yet: {titles}." if titles else ""


@needs(P.WRITE_QUARTER)
def find(request: HttpRequest, slug: str, year: str, what: str) -> HttpResponse:
    """Find a measure of the catalogue, to report it as an indicator or to show it as demand."""
    borough = borough_of(request, slug, P.WRITE_QUARTER)
    period_of(year, "fy")
    if what not in ("indicators", "demand"):
        raise Http404
    release, asked = _release(), request.GET.get("q", "").strip()
    listed = _matching(release, asked)
    model: Any = LocalIndicator if what == "indicators" else LocalDemand
    chosen = set(model.objects.filter(organisation=borough, year=year).values_list("measure", flat=True))
    return render(request, "workspace/quarters/find.html", _about(borough, year) | {
        "what": what, "asked": asked, "more": max(0, len(listed) - FOUND),
        "found": [(item, _held(release, item, area_of(borough)), item.id in chosen) for item in listed[:FOUND]],
        "title": "Add an indicator" if what == "indicators" else "Add a measure of demand",
    })  # fmt: skip


def _matching(release: Release, asked: str) -> list[Measure]:
    """Measures whose title, id or group has every word that is asked for."""
    wanted = asked.casefold().split()
    return [
        item
        for item in release.catalogue
        if all(word in f"{item.title} {item.id} {item.group}".casefold() for word in wanted)
    ]


def _held(release: Release, measure: Measure, area: str) -> str:
    """Whether the newest release has figures of a measure at an area, and until when."""
    kind = release.areas[area].kind
    series = release.series(measure.id, kind) if measure.derives else None
    if series is not None and area in series.row_of:
        latest = release.latest(measure.id, kind)
        return f"figures up to {words.month_full(latest.last)}" if latest else "figures"
    rows = release.printed.get((measure.id, area), [])
    return "printed figures of some quarters" if rows else "no figures here: they would be the borough's own"


def _measure(name: str) -> Measure:
    found = next((item for item in _release().catalogue if item.id == name), None)
    if found is None:
        raise Http404
    return found


def _fields(item: LocalIndicator) -> dict[str, Any]:
    return {name: getattr(item, name) for name in ("measure", "goal", "wanted", "targets", "tolerance", "points")}


@needs(P.WRITE_QUARTER)
def indicator(request: HttpRequest, slug: str, year: str, measure: str) -> HttpResponse:
    """An indicator: add it, or change it."""
    borough, whole = borough_of(request, slug, P.WRITE_QUARTER), period_of(year, "fy")
    known = _measure(measure)
    kept = list(LocalIndicator.objects.filter(organisation=borough, year=year))
    held = next((item for item in kept if item.measure == measure), None)
    shown = IndicatorForm.shown(held, whole) if held else {"place": len(kept) + 1}
    form = IndicatorForm(request.POST or None, year=whole, initial=shown)
    if _guarded(request, form, shown if held else {}):
        others = [_fields(item) for item in kept if item.measure != measure]
        others.insert(form.cleaned_data["place"] - 1, {"measure": measure, **form.decided})
        attempt(form, lambda: actions.set_indicators(
            borough, year, others, catalogue=_release().catalogue, by=who(request)
        ))  # fmt: skip
        if form.is_valid():
            messages.success(request, f"{known.title} is saved.")
            return redirect(_home(borough, year, "#indicators"))
    return _form_page(request, _about(borough, year), form, known.title, template="workspace/quarters/indicator.html",
                      measure=known)  # fmt: skip


@needs(P.WRITE_QUARTER)
@require_POST
def demand(request: HttpRequest, slug: str, year: str, measure: str) -> HttpResponse:
    """Show a measure as demand, after those that are chosen."""
    borough = borough_of(request, slug, P.WRITE_QUARTER)
    period_of(year, "fy")
    known = _measure(measure)
    chosen = [*measures_of_demand(borough, year), measure]
    return _done(request, borough, year, "demand", f"{known.title} is shown as demand.", lambda: actions.set_demand(
        borough, year, chosen, catalogue=_release().catalogue, by=who(request)
    ))  # fmt: skip


@needs(P.WRITE_QUARTER)
@require_POST
def remove(request: HttpRequest, slug: str, year: str, what: str, name: str) -> HttpResponse:
    """Take an indicator, a measure of demand or a figure of the borough's own out. The audit keeps what it was."""
    borough = borough_of(request, slug, P.WRITE_QUARTER)
    period_of(year, "fy")
    if what not in ("indicators", "demand", "figures"):
        raise Http404
    catalogue = _release().catalogue

    def act() -> None:
        if what == "indicators":
            kept = LocalIndicator.objects.filter(organisation=borough, year=year).exclude(measure=name)
            actions.set_indicators(borough, year, map(_fields, kept), catalogue=catalogue, by=who(request))
        elif what == "demand":
            left = [item for item in measures_of_demand(borough, year) if item != name]
            actions.set_demand(borough, year, left, catalogue=catalogue, by=who(request))
        else:
            figure = get_object_or_404(OwnFigure.objects.filter(organisation=borough), pk=name if name.isdigit() else 0)
            actions.remove_own_figure(figure, by=who(request))

    return _done(request, borough, year, what, "It is taken out.", act)


def _done(
    request: HttpRequest, borough: Organisation, year: str, place: str, said: str, act: Callable[[], Any]
) -> HttpResponse:
    if why := refusal(act):
        messages.error(request, why)
    else:
        messages.success(request, said)
    return redirect(_home(borough, year, f"#{place}"))


@needs(P.WRITE_QUARTER)
def own_figure(request: HttpRequest, slug: str, year: str, pk: int | None = None) -> HttpResponse:
    """A figure of the borough's own record: add one, or mend it."""
    borough, whole = borough_of(request, slug, P.WRITE_QUARTER), period_of(year, "fy")
    kept = get_object_or_404(OwnFigure.objects.filter(organisation=borough), pk=pk) if pk else None
    catalogue = _release().catalogue
    names = dict.fromkeys(
        [*LocalIndicator.objects.filter(organisation=borough, year=year).values_list("measure", flat=True),
         *measures_of_demand(borough, year), *([kept.measure] if kept else [])]
    )  # fmt: skip
    shown = OwnFigureForm.shown(kept) if kept else {}
    form = OwnFigureForm(
        request.POST or None, initial=shown, year=whole, measures=[(name, title_of(catalogue, name)) for name in names]
    )
    if kept:  # which figure it is does not change; another one is another figure
        form.fields["measure"].disabled = form.fields["period"].disabled = True
    if _guarded(request, form, shown):
        told = form.cleaned_data
        there = OwnFigure.objects.filter(organisation=borough, measure=told["measure"], period=told["period"]).first()
        if there and kept is None:
            form.add_error("value", f"There is one already: {_share(there)}. Change that one.")
        else:
            attempt(form, lambda: actions.set_own_figure(borough, by=who(request), **told))
        if form.is_valid():
            messages.success(request, "The figure is saved.")
            return redirect(_home(borough, year, "#figures"))
    return _form_page(request, _about(borough, year), form, "A figure of the borough's own record",
                      intro=None if names else "Choose indicators or demand first: an own figure is of one of them.")  # fmt: skip
