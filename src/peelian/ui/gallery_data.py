"""Made-up but real-looking inputs for the gallery: long names, gaps, breaks that crowd, empty states."""

from __future__ import annotations

import math

from peelian.figures.periods import Period
from peelian.ui import format as words
from peelian.ui.charts import (
    Break,
    ControlChart,
    FunnelChart,
    FunnelPoint,
    Icon,
    Join,
    LegendEntry,
    LineChart,
    LocatorMap,
    Mark,
    MultiLineChart,
    Outline,
    Point,
    Series,
    Spark,
    Tile,
    TileGrid,
    Window,
)
from peelian.ui.components import Cell, Column, FigureTable, Row, sort_rows

PLAN = Window(2017 * 12 + 3, 2021 * 12 + 2, "the plan’s years, 2017–21")
CATEGORIES = Break(2019 * 12 + 2, "New offence categories", "Offences are sorted into other groups from here on.")
CONNECT = Break(2024 * 12 + 1, "New recording system", "Some crimes recorded before the change appear only after it.")
CROWD = (
    Break(2018 * 12 + 3, "Counting rule for stalking alongside other offences", "A second offence counts."),
    Break(2018 * 12 + 5, "Command units merge", "Two boroughs share one command unit from here on."),
    CATEGORIES,
    CONNECT,
)

# Column, row, abbreviation, name: where each borough stands in the grid of tiles.
GRID = """
4 0 ENF Enfield|1 1 HRW Harrow|2 1 BNT Barnet|4 1 HGY Haringey|5 1 WTF Waltham Forest|0 2 HDN Hillingdon|1 2 ELG Ealing
2 2 BRT Brent|3 2 CMD Camden|4 2 ISL Islington|5 2 HCK Hackney|6 2 RDB Redbridge|7 2 HVG Havering|0 3 HNS Hounslow
1 3 HMF Hammersmith and Fulham|2 3 KNC Kensington and Chelsea|3 3 WMS Westminster|4 3 CTY City of London
5 3 TWH Tower Hamlets|6 3 NWM Newham|7 3 BAD Barking and Dagenham|1 4 RCH Richmond upon Thames|2 4 WND Wandsworth
3 4 LAM Lambeth|4 4 SWK Southwark|5 4 LSH Lewisham|6 4 GRN Greenwich|7 4 BXL Bexley|2 5 KNG Kingston upon Thames
3 5 MRT Merton|4 5 CRD Croydon|5 5 BRM Bromley|3 6 STN Sutton
"""


def _wave(month: int, level: float, phase: float = 0) -> int:
    season = math.sin((month % 12 + phase) / 12 * 2 * math.pi) * level * 0.18
    drift = math.sin(month / 29 + phase) * level * 0.14
    jitter = math.sin(month * 12.9898 + phase) * level * 0.12
    return round(level + season + drift + jitter)


def months(
    first: int, count: int, level: float, *, gaps: dict[int, str] | None = None, phase: float = 0
) -> tuple[Point, ...]:
    """A made-up monthly series; a month in ``gaps`` has no value but its symbol."""
    missing = gaps or {}
    return tuple(
        Point(at, None, missing[at]) if at in missing else Point(at, _wave(at, level, phase))
        for at in range(first, first + count)
    )


def line() -> LineChart:
    """A long series with everything on it."""
    start = 2013 * 12
    gaps = {start + 50: "[x]", start + 51: "[x]", start + 92: "[c]"}
    return LineChart(
        title="Burglary in Havering by month, January 2013 to December 2023",
        description="Between 90 and 240 offences a month; no values for March and April 2017.",
        points=months(start, 132, 160, gaps=gaps),
        unit="offences a month",
        breaks=(CATEGORIES,),
        joins=(Join(2020 * 12 + 4, "From May 2020 on: file of July 2023"),),
        window=PLAN,
        marks=(Mark(start + 60, "ring", "January 2018: see the note"),),
    )


def crowded() -> LineChart:
    """More breaks than have room for their words, the largest numbers, the last months missing."""
    start = 2010 * 12
    gaps = {start + 197: "[x]", start + 198: "[x]", start + 199: "[x]"}
    return LineChart(
        title="Offences recorded in London by month, January 2010 to August 2026",
        description="About 80,000 offences a month.",
        points=months(start, 200, 81234, gaps=gaps, phase=2),
        unit="offences a month",
        breaks=CROWD,
        window=PLAN,
    )


def survey() -> LineChart:
    """A quarterly level that does not start at zero."""
    quarters = [Period.parse("R12-2014-12")] + [Period.of("r12", 2014 * 12 + 11 + 3 * n) for n in range(1, 37)]
    points = tuple(Point.of(p, None if n == 20 else 62 + _wave(n, 10) / 5 - n * 0.4) for n, p in enumerate(quarters))
    return LineChart(
        title="Police do a good job in the local area, London, 12 months to each quarter",
        description="From about 65% in 2014 to 50% in 2023.",
        points=points,
        unit="% of those asked",
        window=PLAN,
        y_from_zero=False,
    )


def yearly() -> LineChart:
    """Financial years, a rate, and one year without a value."""
    points = tuple(
        Point.of(Period.parse(f"FY{y}-{(y + 1) % 100:02d}"), None if y == 2020 else 7.25 + math.sin(y) * 1.5)
        for y in range(2012, 2026)
    )
    return LineChart(
        title="Burglaries for each 1,000 residents, Kingston upon Thames, by financial year",
        description="Between 6 and 9.",
        points=points,
        unit="offences per 1,000 residents",
        kind="rate",
    )


def control() -> ControlChart:
    """Three years with limits, a new usual, and what is marked."""
    points = months(2021 * 12, 36, 160, gaps={2021 * 12 + 9: "[x]"})
    late = [place >= 24 for place in range(36)]
    return ControlChart(
        title="Burglary in Havering, control chart, January 2021 to December 2023",
        description="Special cause: a concern. December 2023 is outside the limits.",
        points=points, unit="offences a month",
        centre=tuple(140 if new else 160 for new in late), lower=tuple(90 if new else 105 for new in late),
        upper=tuple(190 if new else 215 for new in late),
        breaks=(Break(2023 * 12, "A new usual", "Decided by A. Person, 1 March 2023."),),
        marks=(Mark(2023 * 12 + 11, "up", "December 2023: outside the limits", "worse"),
               Mark(2021 * 12 + 3, "down", "April 2021: a shift", "better")),
    )  # fmt: skip


def funnel() -> FunnelChart:
    """Twenty places, three of them outside the limits and near one another."""
    places = [(300 + 90 * place, 1 + 0.08 * math.sin(place * 2.1)) for place in range(20)]
    places[4], places[5], places[6] = (660, 1.62), (700, 1.6), (720, 0.55)
    curves = tuple(
        tuple(
            (float(x), math.exp(-reach * (0.01 + 20 / x)), math.exp(reach * (0.01 + 20 / x)))
            for x in range(250, 2300, 50)
        )
        for reach in (8, 12)
    )
    beyond = {4: 2, 5: 2, 6: -1}
    return FunnelChart(
        title="Burglary, twelve months to December 2023: places beside one another",
        description="3 of 20 lie outside the limits.",
        points=tuple(FunnelPoint(f"P{place:02d}", f"Place {place}", x, y, beyond.get(place, 0), place == 9)
                     for place, (x, y) in enumerate(places)),
        curves=curves, unit="% of what residents would have at the rate of all", along="offences expected",
    )  # fmt: skip


def icons() -> tuple[Icon, ...]:
    """Every result of a control chart."""
    return (
        Icon("Common cause: nothing unusual", "common"), Icon("Special cause: an improvement", "low", "better"),
        Icon("Special cause: a concern", "high", "worse"), Icon("Special cause: high", "high", "moved"),
        Icon("The target is met every month", "passes", "better"), Icon("No month will meet the target", "fails", "worse"),
        Icon("Chance decides which months meet the target", "hit-and-miss"),
    )  # fmt: skip


def compared() -> MultiLineChart:
    """Four areas with long names whose lines end close together."""
    names = ("Kensington and Chelsea", "Hammersmith and Fulham", "Barking and Dagenham", "Bexley")
    start = 2017 * 12
    series = tuple(
        Series(name, months(start, 96, level, phase=phase, gaps={start + 30: "[x]"}))
        for name, level, phase in zip(names, (150, 162, 95, 230), (0, 1, 3, 5), strict=True)
    )
    return MultiLineChart(
        title="Burglary in four boroughs by month, 2017 to 2024",
        description="Bexley is highest throughout.",
        series=series,
        unit="offences a month",
        breaks=(CATEGORIES, CONNECT),
        window=PLAN,
    )


def _boroughs() -> list[tuple[int, int, str, str]]:
    entries = [entry for line in GRID.strip().splitlines() for entry in line.split("|")]
    return [(int(a), int(b), c, d) for a, b, c, d in (entry.split(" ", 3) for entry in entries)]


def _value(name: str) -> int:
    return 400 + sum(map(ord, name)) * 37 % 3600


def tiles() -> TileGrid:
    """Every borough, the City without a value, Havering current."""
    bounds = (900, 1500, 2100, 2700, 3300)
    found = []
    for column, row, abbreviation, name in _boroughs():
        value, city = _value(name), name == "City of London"
        found.append(
            Tile(
                name=name, abbreviation=abbreviation, column=column, row=row, href=f"#area-{abbreviation}",
                text="[x]" if city else words.number(value), short_text=words.compact(value),
                detail="not available" if city else f"{words.number(value)}, {words.change(value + 60, value)}",
                shade=None if city else sum(value >= bound for bound in bounds), current=name == "Havering",
            )
        )  # fmt: skip
    texts = ("under 900", "900 to 1,499", "1,500 to 2,099", "2,100 to 2,699", "2,700 to 3,299", "3,300 or more")
    legend = (*(LegendEntry(shade, text) for shade, text in enumerate(texts)), LegendEntry(None, "not available"))
    return TileGrid("Burglary by borough, 2019", "Offences recorded in each borough.", tuple(found), legend)


def table() -> FigureTable:
    """A sortable table with sparks, symbols, a small base and a missing row."""
    start = 2019 * 12
    rows = []
    for _column, _row, abbreviation, name in _boroughs()[:14]:
        value, before = _value(name), _value(name) + len(name) * 9 - 90
        spark = Spark(f"{name}, 24 months", tuple(p.value for p in months(start, 24, value / 12, phase=len(name))))
        rows.append(_table_row(name, abbreviation, before, value, spark))
    per_cent, counts = words.change_words(17, 29)
    small = Cell(per_cent, order=70.6, note=counts)
    provisional = Cell("29", order=29, symbol="[p]")
    rows.append(Row((Cell("Kingston upon Thames", "#kng"), Cell("17", order=17), provisional, small, Cell(""))))
    gone = Cell("", order="", symbol="[x]")
    rows.append(Row((Cell("City of London", "#cty", note="policed by its own force"), gone, gone, gone, Cell(""))))
    return FigureTable(
        id="boroughs",
        caption="Burglary by borough, 2019 against 2018",
        note="Offences recorded by the Metropolitan Police. [p] provisional, [x] not available.",
        columns=(
            Column("Borough", sort_href="?sort=name", sorted=None),
            Column("2018", numeric=True, sort_href="?sort=before"),
            Column("2019", numeric=True, sort_href="?sort=value", sorted="descending"),
            Column("Change", numeric=True, sort_href="?sort=change"),
            Column("24 months", numeric=True),
        ),
        rows=sort_rows(rows, 2, "descending"),
        sortable=True,
    )


def _table_row(name: str, abbreviation: str, before: int, value: int, spark: Spark) -> Row:
    change = words.change_percent(before, value)
    return Row(
        (
            Cell(name, f"#{abbreviation.lower()}"),
            Cell(words.number(before), order=before),
            Cell(words.number(value), order=value),
            Cell(words.change(before, value), order=round(float(change or 0), 4)),
            Cell("", chart=spark),
        ),
        current=name == "Havering",
    )


def locator() -> LocatorMap:
    """Blocks in the places of the tiles: real outlines come from a loaded file."""
    outlines = []
    for column, row, abbreviation, name in _boroughs():
        west, north = -0.5 + column * 0.1, 51.68 - row * 0.055
        ring = ((west, north), (west + 0.1, north), (west + 0.1, north - 0.055), (west, north - 0.055), (west, north))
        outlines.append(Outline(abbreviation, name, f"#map-{abbreviation}", (ring,)))
    return LocatorMap("Where Havering lies", "The boroughs of London; Havering is marked.", tuple(outlines), "HVG")
