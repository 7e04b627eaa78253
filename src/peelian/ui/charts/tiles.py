"""Places as tiles: each the same size, roughly where it lies, each a link."""

from __future__ import annotations

from dataclasses import dataclass

from peelian.ui.charts.specs import LegendEntry, Tile, TileGrid
from peelian.ui.charts.svg import DEEP, INK, PAPER, QUIET, Size, document, esc, num, text_width

# One neutral ramp, light for low and dark for high: it says how much, never whether that is good.
RAMP = ("#f1efe8", "#dddcd7", "#c0c4c7", "#9aa2ab", "#667281", "#3a4554")
_LIGHT_TEXT_FROM = 4


@dataclass(frozen=True)
class Measurements:
    """The sizes of one drawing of the grid, in user units."""

    tile: float
    gap: float
    name: float
    value: float
    legend: float


SIZES: dict[Size, Measurements] = {
    "wide": Measurements(tile=64, gap=4, name=15, value=16, legend=14),
    "narrow": Measurements(tile=37.5, gap=2.5, name=14, value=14, legend=14),
}
EDGE = 2  # room for the outline of a tile at the rim


def tile_grid(chart: TileGrid, *, size: Size, id_prefix: str) -> str:
    """The SVG of the grid with its legend."""
    m = SIZES[size]
    step = m.tile + m.gap
    width = max((tile.column for tile in chart.tiles), default=0) * step + m.tile + 2 * EDGE
    foot = max((tile.row for tile in chart.tiles), default=0) * step + m.tile + 2 * EDGE
    hatch = f"{esc(id_prefix)}-{size}-hatch"
    tiles = sorted(chart.tiles, key=lambda tile: (tile.row, tile.column))
    legend, height = _legend(chart.legend, hatch, m, width, foot + 12)
    body = [_hatching(hatch), *(_tile(tile, m, hatch) for tile in tiles), *legend]
    return document(
        body, width=width, height=height, title=chart.title, description=chart.description, id_prefix=id_prefix,
        size=size, links=True, css="pc-tiles",
    )  # fmt: skip


def _hatching(name: str) -> str:
    return (
        f'<defs><pattern id="{name}" width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">'
        f'<path d="M0 0h6v6h-6z" fill="{PAPER}"/><path d="M0 0v6" stroke="#b9b5a8" stroke-width="1.6"/>'
        "</pattern></defs>"
    )


def _tile(tile: Tile, m: Measurements, hatch: str) -> str:
    x, y = EDGE + tile.column * (m.tile + m.gap), EDGE + tile.row * (m.tile + m.gap)
    middle = x + m.tile / 2
    ink = "#fff" if tile.shade is not None and tile.shade >= _LIGHT_TEXT_FROM else INK
    current = ' aria-current="true"' if tile.current else ""
    name = esc(f"{tile.name} ({tile.abbreviation}): {tile.detail}")
    text = f'text-anchor="middle" fill="{ink}"'
    return (
        f'<a href="{esc(tile.href)}"{current} class="pc-tile"><title>{name}</title>'
        f"{_square(tile, x, y, m, hatch)}"
        f'<text x="{num(middle)}" y="{num(y + m.tile * 0.42)}" {text} font-size="{num(m.name)}" font-weight="600">'
        f"{esc(tile.abbreviation)}</text>"
        f'<text x="{num(middle)}" y="{num(y + m.tile * 0.78)}" {text} font-size="{num(m.value)}">'
        f"{esc(_fitting(tile, m))}</text></a>"
    )


def _square(tile: Tile, x: float, y: float, m: Measurements, hatch: str) -> str:
    rect = f'<rect x="{num(x)}" y="{num(y)}" width="{num(m.tile)}" height="{num(m.tile)}" rx="3"'
    outline = ""
    if tile.current:
        inset, side = 1.5, num(m.tile - 3)
        outline = (
            f'<rect x="{num(x + inset)}" y="{num(y + inset)}" width="{side}" height="{side}" rx="2" fill="none"'
            f' stroke="{DEEP}" stroke-width="3" class="pc-current"/>'
            f'<rect x="{num(x + 3.5)}" y="{num(y + 3.5)}" width="{num(m.tile - 7)}" height="{num(m.tile - 7)}" rx="1"'
            ' fill="none" stroke="#fff" stroke-width="1"/>'
        )
    return f'{rect} fill="{_fill(tile.shade, hatch)}" class="pc-shade" stroke="#a9a79d" stroke-width="1"/>{outline}'


def _fill(shade: int | None, hatch: str) -> str:
    return f"url(#{hatch})" if shade is None else RAMP[shade]


def _fitting(tile: Tile, m: Measurements) -> str:
    fits = text_width(tile.text, m.value) <= m.tile - 4
    return tile.text if fits or not tile.short_text else tile.short_text


def _legend(
    entries: tuple[LegendEntry, ...], hatch: str, m: Measurements, width: float, top: float
) -> tuple[list[str], float]:
    """Swatches with their bounds in words, wrapped to the width of the grid; and where the drawing then ends."""
    parts, x, y, swatch = [], float(EDGE), top, 18
    for entry in entries:
        needed = swatch + 6 + text_width(entry.words, m.legend)
        if x > EDGE and x + needed > width:
            x, y = float(EDGE), y + 24
        parts.append(
            f'<rect x="{num(x)}" y="{num(y)}" width="{swatch}" height="{swatch}" rx="2" class="pc-shade"'
            f' fill="{_fill(entry.shade, hatch)}" stroke="#a9a79d"/>'
            f'<text x="{num(x + swatch + 6)}" y="{num(y + 14)}" class="pc-t" fill="{QUIET}">{esc(entry.words)}</text>'
        )
        x += needed + 16
    return parts, (y + swatch + 4 if entries else top)
