"""A share without the campaigns in it, in words: how far the others can have fared better or worse than all together."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from peelian.figures.areas import Area
from peelian.figures.campaigns import Apart, Campaign
from peelian.figures.catalogue import Measure
from peelian.figures.judge.without import Share, Why
from peelian.figures.releases.apart import METHOD, apart_of, campaigns_apart, span_text, span_words, to_json
from peelian.figures.releases.figure import NONE, Figure
from peelian.public import wording
from peelian.public.site import Site
from peelian.ui import format as words
from peelian.ui.components import Cell, Column, FigureTable, Row


@dataclass(frozen=True)
class WithoutCampaign:
    """Campaigns of some months, and the share of a measure without them."""

    site: Site
    measure: Measure
    area: Area
    apart: Apart

    @property
    def id(self) -> str:
        """Its place on a page: ``without-2017-05``."""
        return f"without-{self.apart.periods[0]}"

    @property
    def when(self) -> str:
        """``May and June 2017``."""
        return span_words(self.apart)

    @property
    def _its(self) -> str:
        return "the campaign’s" if len(self.apart.campaigns) == 1 else "the campaigns’"

    @property
    def _it(self) -> str:
        return "the campaign" if len(self.apart.campaigns) == 1 else "the campaigns"

    @property
    def heading(self) -> str:
        """``Without the campaign of May and June 2017``."""
        return f"Without {self._it} of {self.when}"

    @property
    def _ends(self) -> str:
        found = self.apart.found
        if found.worst.whole == 0:
            return f"nothing else was received, so without {self._it} there is no share"
        if found.known:
            return f"without {self._it} it was {self._amount(found.worst)} ({_of(found.worst)})"
        worst, best = (f"{self._amount(share)} ({_of(share)})" for share in (found.worst, found.best))
        return f"without {self._it} it was at worst {worst} and at best {best}"

    @property
    def say(self) -> str:
        """The one sentence: how much of what was received it is, and what is left without it."""
        size, all_ = words.number(self.apart.number), words.number(self.apart.found.all.whole)
        few = "one campaign" if len(self.apart.campaigns) == 1 else f"{len(self.apart.campaigns)} campaigns"
        return f"In {self.when} {few} made up {size} of {all_}: {self._ends}."

    @property
    def short(self) -> str:
        """For a line of a list: ``without the campaign of May and June 2017 84.5% to 100%``."""
        found = self.apart.found
        ends = list(dict.fromkeys((self._amount(found.worst), self._amount(found.best))))
        return f"without {self._it} of {self.when} {' to '.join(ends)}"

    @property
    def note(self) -> str:
        """What is counted: ``6,250 of 6,688 letters and e-mails received by MOPAC``."""
        size, all_ = words.number(self.apart.number), words.number(self.apart.found.all.whole)
        known = self.site.release.catalogue.measures.get(self.measure.denominator or "")
        of = known.counts if known else self.measure.denominator or self.measure.counts
        return f"{size} of {all_} {of} are of {self._it}."

    @property
    def table(self) -> FigureTable:
        """With it, and without it at worst and at best; one line where both are the same."""
        found = self.apart.found
        rows = [
            self._row(
                f"With {self._it}", found.all, "as printed, added up" if len(self.apart.rows) > 1 else "as printed"
            )
        ]
        if found.known:
            why = (
                "so many of its own were in time as is printed" if self._unknown == 0 else "whatever became of its own"
            )
            rows.append(self._row(f"Without {self._it}", found.worst, why))
        else:
            rows.append(self._row(f"Without {self._it}, at worst", found.worst, self._if(found.worst_if)))
            rows.append(self._row(f"Without {self._it}, at best", found.best, self._if(found.best_if)))
        columns = (Column("Which"), Column("Share", numeric=True), Column("In numbers", numeric=True))
        return FigureTable(self.id, f"{self.measure.title}, {self.when}", columns, tuple(rows), note=self.note)

    def _row(self, name: str, share: Share, why: str) -> Row:
        return Row((Cell(name, note=why), Cell(self._amount(share)), Cell(_of(share))))

    def _amount(self, share: Share) -> str:
        return NONE if share.per_cent is None else wording.amount(self.measure, share.per_cent, "share")

    @property
    def _unknown(self) -> int:
        return sum(item.received for item in self.apart.campaigns if item.in_time is None)

    def _if(self, why: Why) -> str:
        in_time = self.apart.found.all.part
        late = self.apart.found.all.whole - in_time
        of = self._its if self._unknown == self.apart.number else "which it is not printed"
        all_ = f"all {words.number(self._unknown)} of {of} were" if self._unknown > 1 else f"the one of {of} was"
        return {
            Why.ALL_IN_TIME: f"if {all_} in time",
            Why.ALL_LATE: f"if {all_} late",
            Why.EVERY_IN_TIME: f"if all {words.number(in_time)} that were in time were {self._its}",
            Why.EVERY_LATE: f"if all {words.number(late)} that were late were {self._its}",
        }[why]

    @property
    def sources(self) -> list[str]:
        """A sentence for each campaign: what it was, and where it is printed."""
        return [self._source(item) for item in self.apart.campaigns]

    def _source(self, item: Campaign) -> str:
        inside = (
            "how many of them were in time is not printed"
            if item.in_time is None
            else f"{words.number(item.in_time)} of them were in time"
        )
        where = f"{wording.document(self.site.release.catalogue, item.document)}, line {item.line}"
        when = "" if len(self.apart.campaigns) == 1 else f" ({_when(item)})"
        return f"{item.title}{when}: {words.number(item.received)}; {inside}. {where}."

    def to_json(self) -> dict[str, Any]:
        """As a file gives it."""
        return to_json(self.apart)

    @property
    def rows(self) -> list[dict[str, Any]]:
        """Rows of a file beside those of the figures: kinds of their own, over all of its months together."""
        found = self.apart.found
        ends = [("share-without-campaigns", found.worst, "")] if found.known else [
            ("share-without-campaigns-at-worst", found.worst, self._if(found.worst_if)),
            ("share-without-campaigns-at-best", found.best, self._if(found.best_if)),
        ]  # fmt: skip
        return [
            self._file_row(kind, share, why) for kind, share, why in (("share-with-campaigns", found.all, ""), *ends)
        ]

    def _file_row(self, kind: str, share: Share, why: str) -> dict[str, Any]:
        value = share.per_cent
        return {
            "measure": self.measure.id, "measure_title": self.measure.title, "area": self.area.id, "area_name": self.area.name,
            "area_kind": self.area.kind, "period": span_text(self.apart), "period_words": self.when,
            "value": None if value is None else float(value), "kind": kind, "unit": self.measure.counts,
            "symbols": "" if value is not None else "[z]", "numerator": share.part, "denominator": share.whole, "method": METHOD,
            "note": why or None, "release": self.site.release.id, "illustrative": False,
        }  # fmt: skip


def _of(share: Share) -> str:
    return f"{words.number(share.part)} of {words.number(share.whole)}"


def _when(item: Campaign) -> str:
    first, last = item.ends
    return first.label() if first == last else f"{first.label()} to {last.label()}"


def without_campaigns(site: Site, measure: Measure, area: Area) -> list[WithoutCampaign]:
    """A measure's campaigns at an area, earliest first."""
    found = campaigns_apart(site.release, measure.id, area.id)
    return [WithoutCampaign(site, measure, area, item) for item in found]


def without_campaigns_of(site: Site, figure: Figure) -> list[WithoutCampaign]:
    """The campaigns that lie in the months of a share."""
    found = apart_of(site.release, figure)
    return [WithoutCampaign(site, figure.measure, figure.area, item) for item in found]


def rows_beneath(site: Site, figures: Iterable[Figure]) -> list[dict[str, Any]]:
    """Rows of a file that holds figures: the shares among them without the campaigns of their months, each once."""
    found = {
        (item.measure.id, item.area.id, item.id): item for each in figures for item in without_campaigns_of(site, each)
    }
    return [row for item in found.values() for row in item.rows]
