"""A measure's control chart as a page shows it: the picture, its numbers, and what it says."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from typing import Any

from peelian.figures.areas import Area
from peelian.figures.catalogue import Measure
from peelian.figures.decided import Baseline
from peelian.figures.judge.charts import LIMIT, RUN
from peelian.figures.periods import month_name, month_text
from peelian.figures.releases.control import Control, control
from peelian.public import wording
from peelian.public.selectors.pictures import unit_of
from peelian.public.site import Site
from peelian.ui import charts
from peelian.ui import format as words
from peelian.ui.components import Cell, ChartBlock, Column, FigureTable, Link, Row

TONES: dict[str, charts.Tone] = {"improvement": "better", "concern": "worse"}
_ASSURED: dict[str, charts.Tone] = {"passes": "better", "fails": "worse"}
_BETTER = {"higher": 1, "lower": -1}
_RULES = {
    "outside the limits": "outside the limits", "a trend": f"the end of {RUN} in a row that each go further",
    "two of three near a limit": "the second of three near a limit", "a shift": f"the last of {RUN} or more on one side",
}  # fmt: skip


@dataclass(frozen=True)
class Controlled:
    """A control chart and what the plan wants of the measure: ``better`` is 1 for more, -1 for less, 0 for neither or both."""

    site: Site
    found: Control
    better: int

    @property
    def drawn(self) -> bool:
        """Whether there is a chart."""
        return self.found.chart is not None

    @cached_property
    def rows(self) -> list[dict[str, Any]]:
        """Month by month, per cents of a share; no count has a limit below 0 here, though it is computed."""
        times = 100 if self.found.base is not None else 1
        numbers = ("value", "centre", "lower", "upper")
        return [row | {name: None if row[name] != row[name] else max(0.0, row[name] * times) for name in numbers}
                for row in self.found.rows()]  # fmt: skip

    @property
    def result(self) -> str:
        """``common cause``, ``improvement``, ``concern``, ``special cause, high``."""
        return self.found.result(self.better)

    @property
    def tone(self) -> str:
        """The colour beside it."""
        return "none" if self.result == "common cause" else TONES.get(self.result, "moved")

    @property
    def icon(self) -> charts.Icon:
        """The result as a picture."""
        going = self.found.rows()[-1]["going"]
        tone: charts.Tone = "" if self.tone == "none" else TONES.get(self.result, "moved")
        return charts.Icon(self.heading, {1: "high", -1: "low"}.get(going, "common"), tone)

    @property
    def target(self) -> Decimal | None:
        """What the plan sets for a month: a twelfth of a year's number; None where it sets none for the place."""
        plan, measure = self.site.plan, self.found.measure
        if plan is None or measure.kind != "count" or self.found.area.id != plan.area or not self.better:
            return None
        yearly = plan.yearly_target(measure.id)
        return yearly.value / 12 if yearly else None

    @cached_property
    def assured(self) -> str:
        """``passes``, ``fails``, ``hit and miss``: what the limits say of that target; empty where there is none."""
        return self.found.assured(float(self.target), self.better) if self.target is not None else ""

    @property
    def assurance(self) -> str:
        """The same in a sentence."""
        said = {
            "passes": "The target lies beyond the limits: as things are it is met every month.",
            "fails": "The target lies beyond the limits: as things are no month will meet it.",
            "hit and miss": "The target lies within the limits: chance decides which months meet it.",
        }.get(self.assured, "")
        return f"{said} ({words.number(self.target or 0, 0)} a month)" if said else ""

    @property
    def assurance_icon(self) -> charts.Icon:
        """The same as a picture."""
        return charts.Icon(self.assurance, self.assured.replace(" ", "-"), _ASSURED.get(self.assured, ""))

    @property
    def heading(self) -> str:
        """What the last month says, as Making Data Count names it."""
        return {
            "common cause": "Common cause: nothing unusual", "improvement": "Special cause: an improvement",
            "concern": "Special cause: a concern",
        }.get(self.result, f"Special cause: {self.result.partition(', ')[2]}")  # fmt: skip

    @property
    def sentence(self) -> str:
        """Why, in a sentence."""
        last, rule = month_name(self.found.last), str(self.found.rows()[-1]["rule"])
        if rule == "none":
            return f"{last} is within what this series does anyway."
        return f"{last} is {_RULES[rule]}."

    @property
    def trial(self) -> str:
        """Said while limits rest on few months."""
        chart = self.found.chart
        return f"Only {int(chart.points[0])} months: the limits are on trial." if chart and bool(chart.trial[0]) else ""

    @property
    def proposal(self) -> str:
        """Said where a new baseline could be decided on."""
        if self.found.proposed is None:
            return ""
        since, row = month_name(self.found.proposed), self.found.rows()[-1]
        return (
            f"Every month since {since} lies {'below' if row['value'] < row['centre'] else 'above'} the usual. Where the cause is "
            "known and will last, a named person may decide that a new usual begins there; nobody has."
        )

    @cached_property
    def block(self) -> ChartBlock:
        """The chart."""
        links = (Link("The numbers", "#control-numbers"), Link("How to read a control chart", "/about#control"))
        return ChartBlock("control", "Within the usual ups and downs?", self._chart(), self._how(), links=links)

    def _chart(self) -> charts.ControlChart:
        found, rows, share = self.found, self.rows, self.found.base is not None
        first, last = month_name(rows[0]["month"]), month_name(rows[-1]["month"])
        return charts.ControlChart(
            title=f"{found.measure.title} {wording.place_known(found.area)}, control chart, {first} to {last}",
            description=f"{self.heading}. {self.sentence} {self._marked_words()}",
            points=tuple(charts.Point(row["month"], row["value"], "[x]" if row["value"] is None else None) for row in rows),
            centre=self._line("centre"), lower=self._line("lower"), upper=self._line("upper"),
            unit=unit_of(found.measure, self.site.release.series(found.measure.id, found.area.kind)),
            breaks=tuple(_baseline(item) for item in found.baselines),
            marks=tuple(_mark(row, self.better) for row in rows if row["rule"] != "none"), kind="share" if share else "",
        )  # fmt: skip

    def _line(self, name: str) -> tuple[Decimal | None, ...]:
        """A limit as the chart names it: a whole number of what is counted, a tenth of a per cent."""
        places = 1 if self.found.base is not None else 0
        return tuple(None if row[name] is None else round(Decimal(row[name]), places) for row in self.rows)

    def _marked_words(self) -> str:
        count = sum(row["rule"] != "none" for row in self.rows)
        return f"{words.counted(count, 'month', 'months')} marked." if count else "No month is marked."

    def _how(self) -> str:
        if self.found.base is None:
            method = f"XmR chart: {LIMIT} mean moving ranges, large ones screened once, from the mean"
        else:
            method = "Laney’s p′ chart: three standard deviations, as wide as its own months vary, from the mean"
        return (
            f"Grey: what is usual, and dashed the limits of chance ({method}). Marked: outside the limits, {RUN} in a row on one "
            f"side or each further, or two of three near a limit. {self.found.why} A season is not taken out: a month that is high "
            "every year may be marked, and where months are much alike runs come by chance. Provisional months are left out."
        )

    @cached_property
    def table(self) -> FigureTable:
        """The chart's numbers."""
        places = 1 if self.found.base is not None else 0
        rows = tuple(
            Row((Cell(month_name(row["month"]), order=row["month"]), _number(row["value"], places), _number(row["lower"], places),
                 _number(row["centre"], places), _number(row["upper"], places), Cell("" if row["rule"] == "none" else row["rule"])))
            for row in reversed(self.rows)
        )  # fmt: skip
        numbers = ("Value", "Lower limit", "Usual", "Upper limit")
        columns = (Column("Month"), *(Column(name, numeric=True) for name in numbers), Column("Marked"))
        return FigureTable("control-table", "The numbers of the control chart", columns, rows)

    def to_json(self) -> dict[str, Any]:
        """For a download."""
        months = [{**row, "month": month_text(row["month"])} for row in self.rows]
        chart = self.found.chart
        return {
            "kind": chart.kind if chart else None, "why": self.found.why, "screened": chart.screened if chart else None,
            "trial": bool(chart.trial[0]) if chart else None, "result": self.result or None, "assurance": self.assured or None,
            "months": months,
            "proposed_baseline": month_text(self.found.proposed) if self.found.proposed is not None else None,
            "baselines": [{"from": month_text(item.month), "reason": item.reason, "by": item.by, "decided": item.decided}
                          for item in self.found.baselines],
        }  # fmt: skip


def _baseline(item: Baseline) -> charts.Break:
    return charts.Break(
        item.month,
        "A new usual",
        f"{item.reason} Decided by {item.by}, {words.day(dt.date.fromisoformat(item.decided))}.",
    )


def _mark(row: dict[str, Any], better: int) -> charts.Mark:
    tone = TONES["improvement" if row["going"] == better else "concern"] if better else "moved"
    return charts.Mark(
        row["month"], "up" if row["going"] > 0 else "down", f"{month_name(row['month'])}: {row['rule']}", tone
    )


def _number(value: float | None, places: int) -> Cell:
    return Cell("[x]", order="") if value is None else Cell(words.number(value, places), order=value)


def controlled(site: Site, measure: Measure, area: Area) -> Controlled | None:
    """The control chart of a measure at an area, or why there is none; None where no series carries it."""
    found = control(site.release, measure, area)
    wanted = site.plan.wanted_of(measure.id) if site.plan else ""
    return Controlled(site, found, _BETTER.get(wanted, 0)) if found else None
