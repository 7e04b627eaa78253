"""Where an area lies among its neighbours."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable

from peelian.ui.charts.specs import LocatorMap, Outline
from peelian.ui.charts.svg import LAMP, Size, document, esc, num

WIDTHS: dict[Size, int] = {"wide": 420, "narrow": 320}
EDGE = 3
Place = tuple[float, float]


def locator_map(chart: LocatorMap, *, size: Size, id_prefix: str) -> str:
    """The SVG of all outlines, each a link, the current one filled and drawn last so that its edge is whole."""
    project, height = _projection([place for o in chart.outlines for ring in o.rings for place in ring], WIDTHS[size])
    outlines = sorted(chart.outlines, key=lambda outline: outline.id == chart.current_id)
    return document(
        (_area(outline, project, current=outline.id == chart.current_id) for outline in outlines),
        width=WIDTHS[size], height=height, title=chart.title, description=chart.description, id_prefix=id_prefix,
        size=size, links=True, css="pc-map",
    )  # fmt: skip


def _projection(places: Iterable[Place], width: float) -> tuple[Callable[[Place], Place], float]:
    """Longitude squeezed as it is halfway up the map, fitted to the width; and the height that follows."""
    all_places = list(places) or [(0.0, 0.0), (1.0, 1.0)]
    west, east = min(p[0] for p in all_places), max(p[0] for p in all_places)
    south, north = min(p[1] for p in all_places), max(p[1] for p in all_places)
    squeeze = math.cos(math.radians((south + north) / 2))
    scale = (width - 2 * EDGE) / (((east - west) or 1.0) * squeeze)

    def project(place: Place) -> Place:
        return EDGE + (place[0] - west) * squeeze * scale, EDGE + (north - place[1]) * scale

    return project, math.ceil((north - south) * scale) + 2 * EDGE


def _area(outline: Outline, project: Callable[[Place], Place], *, current: bool) -> str:
    path = "".join(_ring(ring, project) for ring in outline.rings)
    name = esc(outline.name)
    marked = ' aria-current="true"' if current else ""
    fill = LAMP if current else "#ece9df"
    return (
        f'<a href="{esc(outline.href)}"{marked} class="pc-area"><title>{name}</title>'
        f'<path d="{path}" fill="{fill}" fill-rule="evenodd" stroke="#858272" stroke-width="1"'
        f' class="pc-outline"/></a>'
    )


def _ring(ring: Iterable[Place], project: Callable[[Place], Place]) -> str:
    """A ring with points dropped that fall on their predecessor at this size."""
    kept: list[Place] = []
    for x, y in map(project, ring):
        if not kept or abs(x - kept[-1][0]) + abs(y - kept[-1][1]) >= 0.7:
            kept.append((x, y))
    return "M" + "L".join(f"{num(x)} {num(y)}" for x, y in kept) + "Z" if len(kept) > 2 else ""
