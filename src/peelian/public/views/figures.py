"""One figure with its working, down to file, row and column."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse

from peelian.figures.compute import derive
from peelian.figures.periods import Period, month_name
from peelian.figures.releases import trace
from peelian.figures.releases.apart import apart_of, to_json
from peelian.figures.releases.figure import Figure, figure
from peelian.figures.releases.revised import Past, past
from peelian.public import downloads, wording
from peelian.public.pages import fitted, show, site_of
from peelian.public.selectors import history, plan, printed, readings, revisions, tables
from peelian.public.selectors import past as words_of
from peelian.public.selectors.campaigns import without_campaigns_of
from peelian.public.site import Site
from peelian.public.views.measures import cite
from peelian.ui.components import Link
from peelian.ui.format import number, percent

LISTED = 40  # rows of a file that the page lists; all of them are counted and added up, and the JSON lists 400
FEW = 3  # more files than these are folded to a line each
OPEN = 24  # longer lists of rows wait behind a click
METHODS = {
    "sum-of-months": "the months of the period, added up",
    "as-published": "the publisher’s own figure, not worked out by us",
    "as-printed": "the figure as a document prints it",
    "share-of-counts": "two counts, each added up over the period, and the first divided by the second, times 100",
    "rate-per-1000": "the count of twelve months, divided by the residents, times 1,000, rounded half up to one place",
}


def one_figure(request: HttpRequest, measure_id: str, area_id: str, period: str, form: str = "") -> HttpResponse:
    """The figure as a page, or as JSON."""
    site = site_of(request)
    found = figure(site.release, measure_id, area_id, Period.parse(period), request.GET.get("kind") or None)
    before = past(site.release, found, site.before)
    if form:
        held = {"campaigns": [to_json(item) for item in apart_of(site.release, found)]}
        working = found.to_json(trace.sources(site.release, site.lake, found))
        return downloads.json_answer(working | before.to_json() | held)
    address = f"/figures/{measure_id}/{area_id}/{period}"
    kind = "" if found.kind != "rate" else " per 1,000 residents"
    title = f"{found.measure.title}{kind} {wording.place_known(found.area)}, {found.period.label()}"
    keep = f"{kind[:10]}, {found.area.name}, {found.period}"
    query = f"?kind={found.kind}" if request.GET.get("kind") else ""
    return show(
        request, "figure", title=title, tab_title=fitted(f"{found.measure.title}{keep}", keep), nav="measures",
        trail=_trail(found, site), figure=found, canonical_url=request.build_absolute_uri(f"{address}{query}"),
        json_address=f"{address}.json{query}", cite=cite(request, title, f"{address}{query}"),
        **_value(site, found), **_past(site, found, before), **_working(site, found), **_beside(site, found),
    )  # fmt: skip


def _value(site: Site, found: Figure) -> dict[str, Any]:
    """The number and what it says; of a share, what it is without the campaigns of its months."""
    held = without_campaigns_of(site, found)
    return {
        "value": wording.value(found),
        "unit": "" if found.measure.per_cent else found.unit,
        "say": " ".join(
            filter(None, [_sentence(found), printed.doubt_of(site.release, found), *(item.say for item in held)])
        ),
        "campaigns": held,
        "doubt": tables.projected(site.release, [found.area], found.period) if found.kind == "rate" else "",
    }


def _sentence(found: Figure) -> str:
    return wording.say(found) if found.kind != "rate" else wording.say_rate(found, _people(found))


def _past(site: Site, found: Figure, before: Past) -> dict[str, Any]:
    """What it was before, and how far figures as fresh as it have moved."""
    kept = revisions.kept(site, found.measure, found.area)
    return {
        "past": words_of.FigurePast(before, site.words.kind(found.area.kind).many, found.period),
        "earlier": words_of.earlier(site, before, found.measure, found.kind),
        "revisions_address": revisions.address(found.measure, found.area) if kept else "",
    }


def _people(found: Figure) -> str:
    """``residents in mid-2025, a projection``."""
    note = (found.note or "residents").rstrip(".")
    return f"{note[:1].lower()}{note[1:]}"


def _denominator_address(site: Site, found: Figure) -> str:
    """The residents' own figure, where a file gives them."""
    people = site.release.catalogue.measures.get("population")
    if found.kind != "rate" or people is None or not readings.has_series(site.release, people, found.area):
        return ""
    return f"/figures/population/{found.area.id}/{derive.population_year(found.period)}"


def _whole(site: Site, found: Figure) -> dict[str, Any]:
    """What a share is a share of, and where that count is worked out."""
    if not found.measure.ratio or found.method == "as-printed":
        return {}
    whole = site.release.catalogue[str(found.measure.denominator)]
    return {"whole": whole, "whole_address": f"/figures/{whole.id}/{found.area.id}/{found.period}"}


def _working(site: Site, found: Figure) -> dict[str, Any]:
    """How it is made: method, months, files."""
    return {
        "method": METHODS[found.method],
        "version": found.to_json()["method"]["version"],
        "numerator": _plain(found, "numerator"),
        "denominator": _plain(found, "denominator"),
        "exact": _exact(found),
        "denominator_address": _denominator_address(site, found),
        **_whole(site, found),
        "months": history.months_of(site.release, found),
        "sources": (sources := _sources(site, found)),
        "many_sources": len(sources) > FEW,
        "other": _other_kind(site, found),
    }


def _beside(site: Site, found: Figure) -> dict[str, Any]:
    """What it is compared with: the year before, what documents print, the plan's years."""
    compared = found.comparison
    reads = site.plan.yardsticks_on(found.measure.id) if site.plan else ()
    beside = printed.printed_beside(site.release, found.measure, found.area)
    return {
        "measure_address": site.measure_address(found.measure, found.area),
        "change": wording.change(found),
        "year_apart": wording.year_apart(found),
        "against": wording.against(found),
        "before": wording.amount(found.measure, compared.value, found.kind) if compared else "",
        "before_address": f"/figures/{found.measure.id}/{found.area.id}/{compared.period}" if compared else "",
        "blocking": [site.release.catalogue.breaks[name] for name in (compared.breaks if compared else ())],
        "printed": [item for item in beside if item.period == found.period.label()],
        "after_plan": plan.after_plan_note(site.plan, found.period.last) if reads else "",
    }


def _trail(found: Figure, site: Site) -> list[Link]:
    links = [Link("Measures", "/measures"), Link(found.measure.title, f"/measures/{found.measure.id}")]
    if found.area.id != site.home.id:
        links.append(Link(found.area.name, site.measure_address(found.measure, found.area)))
    return links


def _plain(found: Figure, name: str) -> str:
    value = getattr(found, name)
    return number(value) if value is not None else ""


def _exact(found: Figure) -> str:
    """Of a share as printed, what its two counts make, to one place; empty where they are not printed."""
    if found.method != "as-printed" or not found.measure.per_cent or found.numerator is None:
        return ""
    share = derive.per_cent(found.numerator, found.denominator)
    return "" if share is None else percent(share)


def _sources(site: Site, found: Figure) -> list[dict[str, Any]]:
    answers = trace.sources(site.release, site.lake, found, LISTED)
    for answer in answers:
        dataset = site.release.catalogue.datasets.get(answer["dataset"])
        answer["publisher"] = dataset.publisher if dataset else ""
        answer["title"] = dataset.title if dataset else answer["dataset"]
        answer["document_title"] = wording.document(site.release.catalogue, answer.get("document", ""))
        answer["short"] = answer["snapshot"][:12]
        answer["more"] = answer["cells"] - len(answer["rows"])
        answer["long"] = len(answer["rows"]) > OPEN
        answer["file_words"] = readings.file_words(site, answer["snapshot"])
        answer["named"] = any(row.get("of") for row in answer["rows"])
        answer["months"] = _months_of(site, found, answer["snapshot"])
    once = {
        (answer["snapshot"], answer.get("line"), answer.get("measure")): answer for answer in answers
    }  # a document may print one figure twice
    return _headed(site, found, list(once.values()))


def _headed(site: Site, found: Figure, answers: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The sources of a share's two counts stand under a heading each."""
    if found.method == "share-of-counts":
        titles = {found.measure.id: found.measure.counted or "What is counted"}
        for name in dict.fromkeys(answer["measure"] for answer in answers):
            title = titles.get(name) or site.release.catalogue[name].counts
            next(answer for answer in answers if answer["measure"] == name)["part"] = title[:1].upper() + title[1:]
    return answers


def _months_of(site: Site, found: Figure, sha256: str) -> str:
    """Which of the figure's months are from that file."""
    series = site.release.series(found.measure.id, found.area.kind)
    if series is None or sha256 not in series.inputs or series.step > 1:
        return ""
    row = series.row_of[found.area.id]
    months = [month for month in range(found.period.first, found.period.last + 1)
              if (place := series.place(month)) is not None and series.input_at(row, place) == sha256]  # fmt: skip
    if not months:
        return ""
    names = [month_name(month) for month in (months[0], months[-1])]
    return names[0] if len(months) == 1 else f"{names[0]} to {names[1]}"


def _other_kind(site: Site, found: Figure) -> Link | None:
    """The rate of a count, the count of a rate."""
    address = f"/figures/{found.measure.id}/{found.area.id}/{found.period}"
    if found.kind == "rate" and found.measure.kind == "count":
        return Link("The count behind this rate", address)
    if found.measure.rates and found.period.months == 12 and found.value is not None and found.method != "as-printed":
        return Link("The same per 1,000 residents", f"{address}?kind=rate")
    return None
