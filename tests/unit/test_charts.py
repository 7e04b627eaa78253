"""Charts: what is drawn is what was given, every text is safe, and no two labels ever meet."""

from __future__ import annotations

import time
from dataclasses import dataclass
from itertools import pairwise
from xml.etree import ElementTree as ET

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from peelian.figures.periods import Period
from peelian.ui import gallery_data as data
from peelian.ui.charts import (
    Break,
    Chart,
    ControlChart,
    FunnelChart,
    FunnelPoint,
    Icon,
    Join,
    LineChart,
    LocatorMap,
    Mark,
    MultiLineChart,
    Outline,
    Point,
    Series,
    Size,
    Spark,
    Tile,
    TileGrid,
    Window,
    break_notes,
    draw,
)
from peelian.ui.charts.lanes import spread
from peelian.ui.charts.scales import y_scale
from peelian.ui.charts.svg import TONES, num, text_width
from peelian.ui.charts.tiles import RAMP

SVG = "{http://www.w3.org/2000/svg}"
SIZES: tuple[Size, ...] = ("wide", "narrow")
EVERY = {
    "line": data.line(), "crowded": data.crowded(), "survey": data.survey(), "yearly": data.yearly(),
    "compared": data.compared(), "tiles": data.tiles(), "locator": data.locator(), "spark": Spark("t", (1, None, 3)),
    "control": data.control(), "funnel": data.funnel(),
    **{f"icon {icon.title}": icon for icon in data.icons()},
}  # fmt: skip
HOSTILE = """</text><script>alert(1)</script>"'&<"""
START = 2013 * 12


def parsed(chart: Chart, size: Size = "wide", prefix: str = "c") -> ET.Element:
    return ET.fromstring(draw(chart, size=size, id_prefix=prefix))


def series(values: list[float | None], symbol: str | None = None) -> tuple[Point, ...]:
    return tuple(Point(START + i, value, symbol if value is None else None) for i, value in enumerate(values))


def chart_of(values: list[float | None], symbol: str | None = None, **more: object) -> LineChart:
    return LineChart("T", "D", series(values, symbol), "offences", **more)  # type: ignore[arg-type]


def texts(svg: ET.Element) -> list[str]:
    return ["".join(text.itertext()) for text in svg.iter(f"{SVG}text")]


# -- every chart


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("name", EVERY)
def test_every_chart_is_well_formed_named_and_described(name: str, size: Size) -> None:
    svg = parsed(EVERY[name], size, "pre")
    ids = [element.get("id") for element in svg.iter() if element.get("id")]
    assert len(ids) == len(set(ids))
    assert all(found.startswith("pre") for found in ids if found)
    named = (svg.get("aria-labelledby") or "").split()
    assert named and set(named) <= set(ids)
    links = list(svg.iter(f"{SVG}a"))
    assert svg.get("role") == ("group" if links else "img")
    assert all(link.find(f"{SVG}title") is not None and link.get("href") for link in links)


@pytest.mark.parametrize("name", EVERY)
def test_no_chart_needs_inline_style_or_script(name: str) -> None:
    for size in SIZES:
        for element in parsed(EVERY[name], size).iter():
            assert element.tag not in (f"{SVG}style", f"{SVG}script")
            assert not [key for key in element.attrib if key == "style" or key.startswith("on")]


def test_both_sizes_and_two_charts_share_no_id() -> None:
    drawings = [draw(data.tiles(), size=size, id_prefix=prefix) for size in SIZES for prefix in ("a", "b")]
    found = [e.get("id") for svg in drawings for e in ET.fromstring(svg).iter() if e.get("id")]
    assert len(found) == len(set(found))


def hostile_charts() -> list[Chart]:
    point = Point(START, None, HOSTILE, HOSTILE)
    more = Point(START + 12, 4, None, HOSTILE)
    window = Window(START, START + 5, HOSTILE)
    tile = Tile(HOSTILE, HOSTILE, 0, 0, HOSTILE, HOSTILE, HOSTILE)
    return [
        LineChart(HOSTILE, HOSTILE, (point, more), HOSTILE, (Break(START, HOSTILE, HOSTILE),), (Join(START, HOSTILE),),
                  window, (Mark(START + 12, "ring", HOSTILE),)),
        MultiLineChart(HOSTILE, HOSTILE, (Series(HOSTILE, (point, more)),), HOSTILE),
        TileGrid(HOSTILE, HOSTILE, (tile,)),
        LocatorMap(HOSTILE, HOSTILE, (Outline(HOSTILE, HOSTILE, HOSTILE, (((0, 51), (1, 51), (1, 52)),)),), HOSTILE),
        Spark(HOSTILE, (1, 2)),
        ControlChart(HOSTILE, HOSTILE, (point, more), (1, 2), (0, 1), (3, 4), HOSTILE, (Break(START, HOSTILE, HOSTILE),),
                     (Mark(START + 12, "up", HOSTILE),)),
        Icon(HOSTILE, "high", "worse"),
        FunnelChart(HOSTILE, HOSTILE, (FunnelPoint(HOSTILE, HOSTILE, 2, 1, 1),), (((1, 0.5, 2), (3, 0.6, 1.8)),), HOSTILE, HOSTILE),
    ]  # fmt: skip


@pytest.mark.parametrize("index", range(8))
def test_every_text_is_escaped(index: int) -> None:
    for size in SIZES:
        svg = draw(hostile_charts()[index], size=size, id_prefix=HOSTILE)
        assert "<script" not in svg
        ET.fromstring(svg)


def test_characters_that_no_document_may_hold_are_dropped() -> None:
    assert "a�b" not in draw(Spark("a\x00\x1bb", (1, 2)), size="narrow", id_prefix="s")
    assert parsed(Spark("a\x00\x1bb", (1, 2)))[0].text == "ab"


# -- labels


@dataclass(frozen=True)
class Box:
    words: str
    left: float
    top: float
    right: float
    bottom: float

    def meets(self, other: Box) -> bool:
        return (
            self.left < other.right and other.left < self.right and self.top < other.bottom and other.top < self.bottom
        )


def boxes(element: ET.Element, anchor: str = "start", size: float = 14, down: float = 0) -> list[Box]:
    """Where every text stands, by the widths the charts themselves reckon with."""
    anchor, size = element.get("text-anchor", anchor), float(element.get("font-size", size))
    moved = element.get("transform", "")
    down += float(moved.split(" ")[1].rstrip(")")) if moved.startswith("translate(") else 0
    found = []
    if element.tag == f"{SVG}text" and element.text:
        x, y = float(element.get("x", 0)), float(element.get("y", 0)) + down
        width = text_width(element.text, size, bold=element.get("font-weight") == "600")
        left = x - {"start": 0, "middle": width / 2, "end": width}[anchor]
        found.append(Box(element.text, left, y - size * 0.66, left + width, y + 1))
    for child in element:
        found += boxes(child, anchor, size, down)
    return found


def assert_labels_keep_apart(svg: ET.Element) -> None:
    _, _, width, height = map(float, (svg.get("viewBox") or "").split())
    found = boxes(svg)
    for index, box in enumerate(found):
        assert box.left >= -1 and box.right <= width + 1 and box.top >= -1 and box.bottom <= height + 1, box
        for other in found[index + 1 :]:
            assert not box.meets(other), (box, other)


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("name", ["line", "crowded", "survey", "yearly", "compared"])
def test_labels_of_the_gallery_keep_apart(name: str, size: Size) -> None:
    assert_labels_keep_apart(parsed(EVERY[name], size))


WORDS = st.text("abcdefghij ELMN", min_size=1, max_size=50).map(str.strip).filter(bool)
BREAKS = st.lists(st.builds(Break, st.integers(START, START + 131), WORDS), max_size=5)


@settings(max_examples=60, deadline=None)
@given(BREAKS, st.integers(START - 20, START + 131), st.integers(0, 90), WORDS, WORDS, st.integers(1, 200),
       st.sampled_from(SIZES), st.booleans())  # fmt: skip
def test_labels_of_any_line_chart_keep_apart(
    breaks: list[Break], first: int, months: int, name: str, unit: str, count: int, size: Size, from_zero: bool
) -> None:
    values = [None if i % 29 == 3 else 900 + i % 37 * 3 for i in range(count)]
    window = Window(first, first + months, name)
    chart = LineChart("T", "D", series(values), unit, tuple(breaks), (), window, (), from_zero)
    assert_labels_keep_apart(parsed(chart, size))


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(WORDS, st.floats(0, 5000)), min_size=1, max_size=4), BREAKS, st.sampled_from(SIZES))
def test_labels_of_any_comparison_keep_apart(lines: list[tuple[str, float]], breaks: list[Break], size: Size) -> None:
    several = tuple(Series(name, series([level + i for i in range(132)])) for name, level in lines)
    chart = MultiLineChart("T", "D", several, "offences", tuple(breaks), Window(START + 40, START + 88, "plan"))
    assert_labels_keep_apart(parsed(chart, size))


@given(st.lists(st.tuples(st.floats(0, 200), st.floats(10, 40)), min_size=1, max_size=5))
def test_labels_beside_a_plot_are_spread_in_order_and_within_bounds(wanted: list[tuple[float, float]]) -> None:
    places, heights = [w for w, _ in wanted], [h for _, h in wanted]
    centres = spread(places, heights, 0, 220)
    order = sorted(range(len(places)), key=lambda i: places[i])
    for above, below in pairwise(order):
        assert centres[below] - centres[above] >= (heights[above] + heights[below]) / 2 - 0.001
    assert all(c - h / 2 >= -0.001 and c + h / 2 <= 220.001 for c, h in zip(centres, heights, strict=True))


def test_a_dotted_line_never_runs_through_a_label_above_the_plot() -> None:
    svg = parsed(data.crowded())
    drops = [path.get("d", "") for group in svg.iter(f"{SVG}g") if group.get("class") == "pc-break" for path in group]
    lines = [(float(d[1:].split()[0]), float(d.split()[1].split("V")[0])) for d in drops if d]
    for box in boxes(svg):
        for x, top in lines:
            crossed = box.left < x < box.right and top < box.top
            assert box.words.isdigit() or box.bottom > 100 or not crossed, box


# -- one line


def line_path(svg: ET.Element) -> str:
    return next((e.get("d", "") for e in svg.iter(f"{SVG}path") if e.get("class") == "pc-line"), "")


def test_a_missing_month_is_a_gap_and_never_a_zero() -> None:
    svg = parsed(chart_of([5, 6, None, None, 7, 8], "[c]"))
    path = line_path(svg)
    assert path.count("M") == 2
    assert path.count("L") == 2
    assert "[c]" in texts(svg)


def test_a_lone_value_between_gaps_is_still_seen() -> None:
    assert "h0" in line_path(parsed(chart_of([5, None, 6, None, 7])))


def test_a_zero_is_drawn_at_the_foot() -> None:
    svg = parsed(chart_of([0, 10]))
    base = next(e for e in svg.iter(f"{SVG}path") if e.get("class") == "pc-base")
    assert float(line_path(svg)[1:].split("L")[0].split()[1]) == float((base.get("d") or "").split()[1].split("H")[0])


def test_the_last_value_there_is_gets_the_label() -> None:
    words = texts(parsed(chart_of([100, 1234, None])))
    assert "1,234" in words
    assert "Feb 2013" in words


def test_the_last_value_is_written_as_its_kind_is_everywhere() -> None:
    for kind, unit, text in (
        ("rate", "per 1,000", "8.7"),
        ("share", "%", "8.7%"),
        ("", "%", "8.71%"),
        ("", "x", "8.71"),
    ):
        line = LineChart("T", "D", series([8.0, 8.71]), unit, kind=kind)
        several = MultiLineChart("T", "D", (Series("A", series([8.0, 8.71])),), unit, kind=kind)
        assert text in texts(parsed(line))
        assert f"{text}, Feb 2013" in texts(parsed(several))


def test_no_values_at_all_are_said_so() -> None:
    assert "No values in these years" in texts(parsed(chart_of([None, None])))
    assert "No values in these years" in texts(parsed(chart_of([])))


def test_points_may_come_in_any_order() -> None:
    forward, backward = chart_of([1, 2, 3]), LineChart("T", "D", series([1, 2, 3])[::-1], "offences")
    assert draw(forward, size="wide", id_prefix="x") == draw(backward, size="wide", id_prefix="x")


def test_what_lies_outside_the_axis_is_not_drawn() -> None:
    outside = chart_of(
        [1, 2, 3], breaks=(Break(START + 40, "Later"),), joins=(Join(START - 9, "Earlier"),),
        window=Window(START + 20, START + 30, "the plan"), marks=(Mark(START + 99, "up", "x"),),
    )  # fmt: skip
    svg = draw(outside, size="wide", id_prefix="x")
    for word in ("Later", "Earlier", "the plan", "pc-band", "pc-join"):
        assert word not in svg


def test_breaks_keep_their_numbers_even_where_one_lies_outside() -> None:
    breaks = (Break(START - 5, "Before the axis"), Break(START + 20, "Within"))
    chart = chart_of(list(range(40)), breaks=breaks)
    assert {"2", "Within"} <= set(texts(parsed(chart)))
    assert [(note.number, note.title, note.since) for note in break_notes(chart)] == [(2, "Within", "September 2014")]


def test_charts_without_time_have_no_breaks_to_explain() -> None:
    assert break_notes(data.tiles()) == []
    assert [note.number for note in break_notes(data.compared())] == [1, 2]


def test_a_title_too_long_for_the_chart_leaves_its_number() -> None:
    svg = parsed(chart_of(list(range(40)), breaks=(Break(START + 30, "A very long reason " * 5),)), "narrow")
    assert "1" in texts(svg)
    assert not [text for text in texts(svg) if text.startswith("A very long")]
    assert "A very long reason" in ET.tostring(svg, encoding="unicode")  # it is still the mark's own title


@pytest.mark.parametrize("size", SIZES)
def test_rings_that_would_run_together_become_one_with_a_bracket(size: Size) -> None:
    marks = tuple(Mark(START + at, "ring", "provisional") for at in (187, 188, 189))
    svg = parsed(chart_of([float(at % 12) for at in range(190)], marks=marks), size)
    rings = [e for e in svg.iter() if "pc-mark--ring" in (e.get("class") or "")]
    brackets = [e for e in svg.iter() if "pc-bracket" in (e.get("class") or "")]
    assert (len(rings), len(brackets)) == (1, 1)
    assert "provisional" in texts(svg)
    few = parsed(chart_of([3.0, 4.0, 5.0, 6.0], marks=tuple(Mark(START + at, "ring", "p") for at in (2, 3))), size)
    assert len([e for e in few.iter() if "pc-mark--ring" in (e.get("class") or "")]) == 2
    assert not [e for e in few.iter() if "pc-bracket" in (e.get("class") or "")]


def test_years_are_thinned_where_there_is_no_room() -> None:
    long = chart_of([float(i) for i in range(200)])
    years = [[t for t in texts(parsed(long, size)) if t.isdigit() and len(t) == 4] for size in SIZES]
    assert len(years[1]) < len(years[0])
    assert "2013" in years[1]


def test_financial_years_and_quarters_are_named_as_such() -> None:
    points = tuple(Point.of(Period.parse(f"FY{y}-{y % 100 + 1:02d}"), y) for y in (2016, 2017, 2018))
    assert {"2016/17", "2017/18", "2018/19"} <= set(texts(parsed(LineChart("T", "D", points, "offences"))))
    quarter = Point.of(Period.parse("FY2016-17-Q3"), 4)
    assert (quarter.at, quarter.tick) == (2016 * 12 + 11, None)


def test_a_cut_scale_says_so() -> None:
    words = " ".join(texts(parsed(data.survey())))
    assert "scale starts at" in words
    assert "scale starts at" not in " ".join(texts(parsed(data.line())))


def test_a_chart_of_eleven_years_takes_less_than_a_millisecond() -> None:
    chart = data.line()
    draw(chart, size="wide", id_prefix="w")
    best = 1.0
    for _ in range(100):
        started = time.thread_time()  # of this thread alone: other work on the machine must not fail it
        draw(chart, size="wide", id_prefix="w")
        best = min(best, time.thread_time() - started)
    assert best < 0.001


def test_a_longest_chart_stays_small() -> None:
    assert len(draw(data.crowded(), size="wide", id_prefix="w")) < 8000


# -- scales


@given(st.lists(st.floats(-1e6, 1e9, allow_nan=False), min_size=1, max_size=30), st.booleans())
@example(values=[5e-324], from_zero=True)
def test_a_scale_holds_every_value_and_has_few_round_ticks(values: list[float], from_zero: bool) -> None:
    scale = y_scale(values, from_zero=from_zero)
    slack = (scale.high - scale.low) * 1e-6
    assert scale.low <= min(values) + slack and scale.high >= max(values) - slack
    assert 2 <= len(scale.ticks) <= 9
    if from_zero and min(values) >= 0:
        assert scale.low == 0


def test_ticks_are_written_with_as_many_decimals_as_they_need() -> None:
    scale = y_scale([0.0, 1.0], from_zero=True)
    assert [scale.words(tick) for tick in scale.ticks] == ["0.0", "0.2", "0.4", "0.6", "0.8", "1.0"]


@pytest.mark.parametrize(("value", "text"), [(1.0, "1"), (1.25, "1.2"), (-0.04, "0"), (0, "0"), (-3.14, "-3.1")])
def test_coordinates_have_one_decimal_at_most(value: float, text: str) -> None:
    assert num(value) == text


# -- comparison, tiles, sparks, map


def test_lines_differ_by_more_than_colour() -> None:
    svg = parsed(data.compared())
    lines = [e for e in svg.iter(f"{SVG}path") if e.get("class") == "pc-line"]
    assert len({e.get("stroke-dasharray") for e in lines}) == 4


def test_a_comparison_is_of_four_at_most() -> None:
    with pytest.raises(ValueError, match="not 5"):
        MultiLineChart("T", "D", tuple(Series(str(i), ()) for i in range(5)), "offences")


def test_a_place_without_values_is_named_all_the_same() -> None:
    both = (Series("Havering", series([1, 2])), Series("Bexley", series([None, None])))
    chart = MultiLineChart("T", "D", both, "offences")
    for size in SIZES:
        words = texts(parsed(chart, size))
        assert "Bexley" in words and "no values" in words


def tile(**changes: object) -> Tile:
    plain: dict[str, object] = {
        "name": "Havering", "abbreviation": "HVG", "column": 0, "row": 0, "text": "1,886", "detail": "1,886, −3.8%",
        "href": "/areas/E09000016",
    }  # fmt: skip
    return Tile(**{**plain, **changes})  # type: ignore[arg-type]


def test_a_tile_is_a_link_that_says_all() -> None:
    link = next(parsed(TileGrid("T", "D", (tile(shade=2, current=True),))).iter(f"{SVG}a"))
    assert link.findtext(f"{SVG}title") == "Havering (HVG): 1,886, −3.8%"
    assert link.get("href") == "/areas/E09000016"
    assert link.get("aria-current") == "true"


def test_a_tile_without_a_value_is_hatched() -> None:
    svg = parsed(TileGrid("T", "D", (tile(text="[x]", shade=None),)), prefix="p")
    pattern = next(svg.iter(f"{SVG}pattern")).get("id")
    assert f"url(#{pattern})" in ET.tostring(svg, encoding="unicode")


def test_a_long_value_gives_way_to_its_short_form_on_a_small_tile() -> None:
    grid = TileGrid("T", "D", (tile(text="123,456", short_text="123k"),))
    assert "123,456" in texts(parsed(grid, "wide"))
    assert "123k" in texts(parsed(grid, "narrow"))


@pytest.mark.parametrize("shade", [-1, 6])
def test_a_shade_outside_the_ramp_is_refused(shade: int) -> None:
    with pytest.raises(ValueError, match="0 to 5"):
        tile(shade=shade)


def luminance(colour: str) -> float:
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [p / 12.92 if p <= 0.03928 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    a, b = sorted((luminance(one), luminance(other)), reverse=True)
    return (a + 0.05) / (b + 0.05)


def test_words_on_every_shade_can_be_read() -> None:
    svg = parsed(TileGrid("T", "D", tuple(tile(column=shade, shade=shade) for shade in range(6))))
    for shade, link in enumerate(svg.iter(f"{SVG}a")):
        ink = next(link.iter(f"{SVG}text")).get("fill") or ""
        assert contrast(RAMP[shade], "#ffffff" if ink == "#fff" else ink) >= 4.5


def test_the_ramp_darkens_step_by_step() -> None:
    levels = [luminance(colour) for colour in RAMP]
    assert levels == sorted(levels, reverse=True)


def test_a_spark_has_gaps_and_a_name() -> None:
    svg = parsed(Spark("Havering, 24 months", (1, 2, None, 3)))
    assert svg.findtext(f"{SVG}title") == "Havering, 24 months"
    assert line_path(svg).count("M") == 2


@pytest.mark.parametrize("values", [(), (None,), (5,), (5, 5)])
def test_a_spark_of_next_to_nothing_is_still_a_drawing(values: tuple[float | None, ...]) -> None:
    assert parsed(Spark("t", values)).tag == f"{SVG}svg"


def test_a_map_fits_its_frame_and_marks_the_current_area() -> None:
    svg = parsed(data.locator())
    links = list(svg.iter(f"{SVG}a"))
    assert len(links) == 33
    assert [link.findtext(f"{SVG}title") for link in links if link.get("aria-current")] == ["Havering"]
    _, _, width, height = map(float, (svg.get("viewBox") or "").split())
    for path in svg.iter(f"{SVG}path"):
        pairs = (path.get("d") or "").strip("MZ").split("L")
        for x, y in (map(float, pair.split()) for pair in pairs):
            assert 0 <= x <= width and 0 <= y <= height


def test_the_map_keeps_londons_shape() -> None:
    square = (((0.0, 51.0), (1.0, 51.0), (1.0, 51.6225), (0.0, 51.6225)),)
    svg = parsed(LocatorMap("T", "D", (Outline("a", "A", "/a", square),)))
    _, _, width, height = map(float, (svg.get("viewBox") or "").split())
    assert width == pytest.approx(height, abs=2)


# -- control charts


def control_of(values: list[float | None], **more: object) -> ControlChart:
    lines = [tuple([level] * len(values)) for level in (10, 4, 16)]
    return ControlChart("T", "D", series(values), *lines, "offences a month", **more)  # type: ignore[arg-type]


def test_a_control_chart_names_its_limits_where_they_end() -> None:
    for size, names in (
        ("wide", ("upper limit 16", "usual 10", "lower limit 4")),
        ("narrow", ("upper 16", "usual 10", "lower 4")),
    ):
        shown = texts(parsed(control_of([9, 11, 10, 12, 8]), size))  # type: ignore[arg-type]
        assert set(names) <= set(shown)


def test_limits_are_dashed_and_what_is_usual_is_not() -> None:
    svg = parsed(control_of([9, 11, 10]))
    lines = [path for path in svg.iter(f"{SVG}path") if str(path.get("class")).endswith(("pc-limit", "pc-centre"))]
    found = {path.get("class"): path.get("stroke-dasharray") for path in lines}
    assert found == {"pc-line pc-limit": "5 4", "pc-line pc-centre": None}


def test_limits_made_anew_are_a_step() -> None:
    chart = ControlChart(
        "T", "D", series([9, 11, 30, 31]), (10, 10, 30, 30), (4, 4, 20, 20), (16, 16, 40, 40), "offences"
    )
    [centre] = [
        path.get("d") or "" for path in parsed(chart).iter(f"{SVG}path") if "pc-centre" in (path.get("class") or "")
    ]
    assert len({part.partition("H")[0] for part in centre.split("V")[1:]}) == 2


def test_only_what_means_something_is_marked_in_its_own_colour() -> None:
    marks = (Mark(START + 1, "up", "a rise", "worse"), Mark(START + 9, "down", "beyond the chart", "better"))
    shapes = [
        path
        for path in parsed(control_of([9, 17, 10], marks=marks)).iter(f"{SVG}path")
        if path.get("class") == "pc-mark"
    ]
    assert [shape.get("fill") for shape in shapes] == [TONES["worse"]]


def test_every_point_needs_its_limits() -> None:
    with pytest.raises(ValueError, match="a centre and two limits"):
        ControlChart("T", "D", series([1, 2]), (1,), (0, 0), (3, 3), "offences")


def test_icons_of_unlike_results_are_unlike_drawings() -> None:
    drawn = {draw(Icon("t", icon.shape, icon.tone), size="wide", id_prefix="i") for icon in data.icons()}
    assert len(drawn) == len(data.icons())
    with pytest.raises(KeyError):
        draw(Icon("t", "sideways"), size="wide", id_prefix="i")


# -- funnels


def test_a_funnel_names_what_lies_outside_and_the_place_itself() -> None:
    for size in SIZES:
        shown = texts(parsed(data.funnel(), size))
        assert [name for name in shown if name.startswith(("P0", "P1"))] == [
            "P04",
            "P05",
            "P09",
            "P06",
        ]


def test_a_place_outside_is_told_by_its_shape() -> None:
    svg = parsed(data.funnel())
    outside = [path for path in svg.iter(f"{SVG}path") if path.get("class") == "pc-mark"]
    assert len(outside) == 3
    assert len(list(svg.iter(f"{SVG}circle"))) == 17


def test_a_place_far_beyond_the_scale_stays_in_the_picture() -> None:
    points = (FunnelPoint("A", "a", 10, 9.0, 2), FunnelPoint("B", "b", 12, 1.0, 0))
    far = FunnelChart("T", "D", points, (((8, 0.5, 2.0), (14, 0.6, 1.8)),), "%", "expected")
    height = float((parsed(far).get("viewBox") or "").split()[3])
    assert all(0 <= float(circle.get("cy") or -1) <= height for circle in parsed(far).iter(f"{SVG}circle"))
