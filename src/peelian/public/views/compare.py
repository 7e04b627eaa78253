"""Two to four places on one measure."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse

from peelian.figures.areas import KIND_NAMES, Area
from peelian.figures.catalogue import Measure
from peelian.figures.releases.figure import Figure, figure
from peelian.figures.releases.release import Release
from peelian.public import downloads
from peelian.public.pages import show, site_of
from peelian.public.selectors import pictures, readings, tables
from peelian.public.site import Site
from peelian.ui.components import ChartBlock, FigureTable, Link

MOST = 4
KINDS = ("force", "bcu", "borough", "other")


def compare(request: HttpRequest, form: str = "") -> HttpResponse:
    """The form, and beneath it the comparison that it asks for."""
    site = site_of(request)
    release = site.release
    measure = release.catalogue[request.GET["measure"]] if request.GET.get("measure") else None
    asked = list(dict.fromkeys(name for name in request.GET.getlist("area") if name))
    areas = [release.areas[name] for name in asked[:MOST]]
    query = "&".join([f"measure={measure.id if measure else ''}", *(f"area={area.id}" for area in areas)])
    if form:
        shown = _figures(release, measure, areas) if measure else []
        return downloads.answer(downloads.figures(release, f"compare-{release.id}", shown, page=f"/compare?{query}"), form)
    title = f"{measure.title} in {_names(areas)}" if measure and len(areas) > 1 else "Compare places"
    without = [area for area in areas if measure and not readings.has_series(release, measure, area)]
    return show(
        request, "compare", title=title, nav="compare", measure=measure, areas=areas,
        measures=_measures(release), choices=_choices(release, areas), chosen=[*(area.id for area in areas), *[""] * MOST][:MOST],
        picture=_block(site, measure, areas, query) if measure and len(areas) > 1 else None, too_many=len(asked) > MOST,
        tables=_tables(site, measure, areas) if measure and len(areas) > 1 else [], without=without,
        canonical_url=request.build_absolute_uri(f"/compare?{query}" if measure else "/compare"),
    )  # fmt: skip


def _names(areas: list[Area]) -> str:
    names = [area.name for area in areas]
    return f"{', '.join(names[:-1])} and {names[-1]}"


def _measures(release: Release) -> list[tuple[str, list[Measure]]]:
    held = [(title, [item for item in items if item.id in release.kinds_of]) for _group, title, items in readings.groups(release)]
    return [(title, items) for title, items in held if items]


def _choices(release: Release, areas: list[Area]) -> list[tuple[str, list[Area]]]:
    """Places to choose from: everything but wards, and the wards of any borough that a chosen ward lies in."""
    groups = [(KIND_NAMES[kind], release.areas.of_kind(kind)) for kind in KINDS]
    homes = {area.parent for area in areas if area.kind == "ward"}
    for home in sorted(homes, key=str):
        wards = [ward for ward in release.areas.of_kind("ward") if ward.parent == home]
        groups.append((f"ward of {release.areas[home or ''].name}", wards))
    return groups


def _block(site: Site, measure: Measure, areas: list[Area], query: str) -> ChartBlock | None:
    drawn = pictures.comparison_lines(site, measure, areas)
    if drawn is None:
        return None
    how = "Each point adds up twelve months, so that seasons do not hide the trend. " if measure.derives else ""
    return ChartBlock("lines", "Over time", drawn, how_to_read=f"{how}Shaded: the plan’s years. Places differ in size: "
                      "see the rates in the table.", links=(Link("The numbers", "#side-by-side"), Link("CSV", f"/compare.csv?{query}"),
                                                            Link("JSON", f"/compare.json?{query}")))  # fmt: skip


def _tables(site: Site, measure: Measure, areas: list[Area]) -> list[FigureTable]:
    """One table for each kind of place, because each has its own source."""
    found = []
    for kind in dict.fromkeys(area.kind for area in areas):
        inside = [area for area in areas if area.kind == kind]
        shown = tables.at_areas(site.release, measure, inside, kind)
        if shown and shown.found:
            table_id = "side-by-side" if not found else f"side-by-side-{kind}"
            table = tables.area_table(site, shown, inside, table_id=table_id, order=tables.Order("name", "ascending"),
                                      caption=f"{measure.title}, {shown.period.label()}")  # fmt: skip
            found.append(tables.unsorted(table))
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
