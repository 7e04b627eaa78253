"""The drawing of how long something takes: a stair that only falls, in its band, with its words escaped."""

from __future__ import annotations

import re
from dataclasses import replace
from xml.etree import ElementTree

import pytest

from peelian.scrutiny.ledger.survival import Wait, curve
from peelian.ui.charts import WaitChart, WaitPoint, draw


def chart(longest: int = 100, **more: str) -> WaitChart:
    found = curve([Wait(days, True) for days in (10, 20, 30, 40, 50)] + [Wait(longest, False)] * 5)
    points = tuple(WaitPoint(one.days, one.waiting, one.low, one.high) for one in found.points)
    told = {"title": "How long", "description": "Half within 50 days", "unit": "% waiting", "along": "days", **more}
    return WaitChart(points=points, longest=found.longest, **told)


@pytest.mark.parametrize("size", ["wide", "narrow"])
@pytest.mark.parametrize("longest", [60, 100, 1000, 5000])
def test_it_is_sound_xml_whose_line_falls_and_ends_with_its_value(size: str, longest: int) -> None:
    text = draw(chart(longest), size=size, id_prefix="x")  # type: ignore[arg-type]
    root = ElementTree.fromstring(text)
    words = ["".join(one.itertext()) for one in root.iter() if one.tag.endswith("text")]
    assert "50%" in words, "where the line ends"
    assert {"0%", "100%", "0"} <= set(words)
    line = re.search(r'<path d="([^"]+)" class="pc-line"', text)
    assert line
    heights = [float(one) for one in re.findall(r"V([\d.]+)", line[1])]
    assert heights == sorted(heights), "down the page, because the share only falls"
    assert len(heights) == 5


def test_days_along_the_foot_do_not_run_together() -> None:
    for longest in (1, 5, 60, 365, 1000, 9000):
        text = draw(chart(max(longest, 51)), size="narrow", id_prefix="x")
        days = re.findall(r'<text x="[\d.]+" y="[\d.]+">([\d,]+)</text>', text)
        assert len(days) <= 8, (longest, days)


def test_its_words_are_escaped() -> None:
    text = draw(chart(title="<b>", description="&", unit="<i>", along="<u>"), size="wide", id_prefix="x")
    assert "<b>" not in text
    assert "<i>" not in text
    assert "<u>" not in text


def test_under_each_day_stands_how_many_were_still_watched() -> None:
    days = (10, 20, 30, 40, 50, 100, 100, 100, 100, 100)
    found = curve([Wait(one, one < 100) for one in days])
    assert [found.at_risk(day) for day in (0, 10, 11, 50, 51, 100, 101)] == [10, 10, 9, 6, 5, 5, 0]
    text = draw(replace(chart(), waits=days, open=(100,) * 5), size="wide", id_prefix="x")
    row = text.partition("pc-at-risk")[2].partition("</g>")[0]
    foot = text.partition("pc-base")[2].partition("</g>")[0]
    named = [int(day) for day in re.findall(r">([\d]+)</text>", foot)]
    assert [int(count) for count in re.findall(r">(\d+)</text>", row)] == [
        sum(one >= day for one in days) for day in named
    ]
    assert "still watched" in text
    assert len(re.findall(r"M", re.findall(r'<path d="([^"]*)" class="pc-open"', text)[0])) == 1, "one tick for one day"
