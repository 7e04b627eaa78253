"""Two to four places on one measure."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.http import urlencode

from peelian.figures.areas import Area
from peelian.figures.catalogue import Measure
from peelian.figures.releases.figure import Figure, figure
from peelian.figures.releases.release import Release
from peelian.public import downloads, wording
from peelian.public.pages import show, site_of
from peelian.public.selectors import gaps, pictures, readings, tables
from peelian.public.selectors.areas import SMALLEST
from peelian.public.site import Site
from peelian.public.views.measures import cite
from peelian.ui.components import ChartBlock, FigureTable, Link
from peelian.ui.format import all_of

MOST = 4
FIELDS = ("area", "area2", "area3", "area4")  # the form's names for its places; the lasting address repeats "area"
KINDS = ("force", "bcu", "borough", "other")


def compare(request: HttpRequest, form: str = "") -> HttpResponse:
    """The form, and beneath it the comparison that it asks for."""
    site = site_of(request)
    release = site.release
    measure = release.catalogue[request.GET["measure"]] if request.GET.get("measure") else None
    if not form and any(name in request.GET for name in FIELDS[1:]):
        return HttpResponseRedirect(_lasting(request))
    asked = list(dict.fromkeys(name for name in request.GET.getlist("area") if name))
    areas = [release.areas[name] for name in asked[:MOST]]
    query = "&".join([f"measure={measure.id if measure else ''}", *(f"area={area.id}" for area in areas)])
    if form:
        shown = _figures(release, measure, areas) if measure else []
        told = [gap.to_json() for gap in gaps.gaps(site, measure, areas)] if measure else []
        made = downloads.figures(release, f"compare-{release.id}", shown, page=f"/compare?{query}", gaps=told)
        return downloads.answer(made, form)
    title = f"{measure.title} in {_names(areas)}" if measure and len(areas) > 1 else "Compare places"
    without = [area for area in areas if measure and not readings.has_series(release, measure, area)]
    ready = measure is not None and len(areas) > 1
    return show(
        request, "compare", title=title, nav="compare", measure=measure, areas=areas, without=without,
        too_many=len(asked) > MOST, measures=_measures(release), choices=_choices(site, areas), chosen=_chosen(areas),
        picture=_block(site, measure, areas, query) if measure and ready else None,
        gaps=gaps.gaps(site, measure, areas) if measure and ready else [],
        tables=_tables(site, measure, areas) if measure and ready else [],
        canonical_url=request.build_absolute_uri(f"/compare?{query}" if measure else "/compare"),
        cite=cite(request, title, f"/compare?{query}") if ready else None, asked=query,
    )  # fmt: skip


def _chosen(areas: list[Area]) -> list[tuple[str, str]]:
    """The form's fields with what is chosen in each."""
    return list(zip(FIELDS, [*(area.id for area in areas), *[""] * MOST], strict=False))


def _lasting(request: HttpRequest) -> str:
    """The form's answer as the address that lasts: no empty places, one name for all."""
    places = [name for field in FIELDS for name in request.GET.getlist(field) if name]
    return f"/compare?{urlencode([('measure', request.GET.get('measure', '')), *(('area', name) for name in places)])}"


def _names(areas: list[Area]) -> str:
    return all_of(wording.place(area) for area in areas)


def _measures(release: Release) -> list[tuple[str, list[Measure]]]:
    held = [
        (title, [item for item in items if item.id in release.kinds_of])
        for _group, title, items in readings.groups(release)
    ]
    return [(title, items) for title, items in held if items]


def _choices(site: Site, areas: list[Area]) -> list[tuple[str, list[Area]]]:
    """Places to choose from: all but the smallest, and those that lie where a chosen one of the smallest does."""
    every = site.release.areas
    groups = [(site.words.kind(kind).many, every.of_kind(kind)) for kind in KINDS]
    homes = {(area.kind, home) for area in areas if area.kind in SMALLEST and (home := every.within(area, "borough"))}
    for kind, home in sorted(homes):
        inside = [area for area in every.of_kind(kind) if every.within(area, "borough") == home]
        groups.append((f"{site.words.kind(kind).many} of {every[home].name}", inside))
    return [(heading, places) for heading, places in groups if places]


def _block(site: Site, measure: Measure, areas: list[Area], query: str) -> ChartBlock | None:
    drawn = pictures.comparison_lines(site, measure, areas)
    if drawn is None:
        return None
    how = "Each point adds up twelve months, so that seasons do not hide the trend. " if measure.derives else ""
    links = (
        Link("The numbers", "#side-by-side"),
        Link("CSV", f"/compare.csv?{query}"),
        Link("JSON", f"/compare.json?{query}"),
    )
    shaded = "Shaded: the plan’s years. " if drawn.window else ""
    rates = ": see the rates in the table" if measure.rates else ""
    return ChartBlock("lines", "Over time", drawn, links=links,
                      how_to_read=f"{how}{shaded}Places differ in size{rates}.")  # fmt: skip


def _tables(site: Site, measure: Measure, areas: list[Area]) -> list[FigureTable]:
    """One table for each kind of place, because each has its own source."""
    found: list[FigureTable] = []
    for kind in dict.fromkeys(area.kind for area in areas):
        inside = [area for area in areas if area.kind == kind]
        shown = tables.at_areas(site.release, measure, inside, kind)
        if shown and shown.found:
            table_id = "side-by-side" if not found else f"side-by-side-{kind}"
            caption = f"{measure.title} by {site.words.kind(kind).one}, {shown.period.label()}"
            found.append(tables.area_table(site, shown, inside, table_id=table_id, order=None, caption=caption))
    return found


def _figures(release: Release, measure: Measure, areas: list[Area]) -> list[Figure]:
    found: list[Figure] = []
    for area in areas:
        latest = release.latest(measure.id, area.kind)
        line = pictures.rolling(release, measure, area)
        kind = latest.kind if latest else "r12"
        found += [figure(release, measure.id, area.id, pictures.Period.of(kind, point.at)) for point in line]
        shown = tables.at_areas(release, measure, [area], area.kind)
        found += list(shown.rates.values()) if shown else []
    return found
