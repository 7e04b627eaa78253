"""Printed values against our own figures for the very months they claim.

A release is compared with what is printed; it never decides. Files are revised, and a document may count another thing
under the same name, so nothing found here is certain.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np

from peelian.figures.reconcile import usual, windows
from peelian.figures.reconcile.beside import Comparison, beside, digits
from peelian.figures.reconcile.columns import Judged, column_finding, columns, judged
from peelian.figures.reconcile.records import Certainty, Finding, Ledger, Span
from peelian.figures.reconcile.runs import Floats, Record

VALUE = "value is not what our files have for its period"
MONTHS = "value covers other months than it says"
EXACT, APART, LARGE = 0.1, 0.5, 100
"""One figure alone is said to cover other months where it lies within a tenth of a limit of them, no other run that was tried
comes within half a limit, and it is large enough for that to be no chance."""


def compare(ledger: Ledger, record: Record) -> tuple[list[Finding | None], dict[str, Any]]:
    """Findings, one item a value compared (and one a column that covers other months), and how the values compare in all."""
    found = beside(ledger, record)
    verdicts = Verdicts(found, dict(columns(found)), record.release.id)
    whole: list[Finding | None] = [
        column_finding(found, places, column, record.release.id) for column, places in judged(verdicts.columns)
    ]
    values = [verdicts.finding(int(place)) if verdicts.away[place] > 1 else None for place in range(len(found.figures))]
    return [*whole, *values], _tally(len(ledger.figures), verdicts, record)


@dataclass(frozen=True)
class Verdicts:
    """What is said of single values, once it is known which columns cover other months."""

    found: Comparison
    columns: Mapping[int, Judged]
    release: str

    @cached_property
    def away(self) -> Floats:
        """How many limits each value lies from ours, by the months of its column and the limits of its document."""
        return np.asarray(self._apart / self._grown)

    @cached_property
    def _apart(self) -> Floats:
        away = self.found.away.copy()
        for place, (column, _) in self.columns.items():
            away[place] = self.found.other_away[place, column.run]
        return away

    @cached_property
    def scales(self) -> dict[str, float]:
        """By how much each document's limits grow, because it differs from ours throughout."""
        alike = [place for place in range(len(self.found.figures)) if self.found.counted_alike[place]]
        groups = self.found.groups(alike, lambda figure: figure.row.document)
        return {document: usual.scale(self._apart[places]) for document, places in groups.items()}

    @cached_property
    def _grown(self) -> Floats:
        return np.array([self.scales.get(figure.row.document, 1.0) for figure in self.found.figures])

    @cached_property
    def _beside(self) -> dict[tuple[int, str], int]:
        """Where the value of a row and column stands."""
        return {(id(figure.row), figure.column): place for place, figure in enumerate(self.found.figures)}

    def finding(self, place: int) -> Finding:
        """What is said of a value that revisions do not explain."""
        figure, later, column = self.found.figures[place], self.found.later[place], self.columns.get(place)
        ours = float(self.found.other[place, column[0].run] if column else self.found.own[place])
        fits = [] if column or later else windows.fitting(float(self.found.away[place]), self.found.other_away[place])
        covers = self._covers(place, fits)
        certainty: Certainty = "likely" if self.away[place] > usual.BEYOND and not later else "ask"
        because = "; ".join([*self._fits(place, fits, covers), *self._working(place, ours)])
        check, what = ("period", MONTHS) if covers else ("ours", VALUE)
        return Finding(check, what, figure.row, figure.period, figure.text, digits(ours), certainty, because, covers)  # type: ignore[arg-type]

    def _covers(self, place: int, fits: list[int]) -> Span | None:
        """The other months that a single value is said to cover: its row's other value fits them too, or nothing else is near."""
        if not fits:
            return None
        found, figure, best = self.found, self.found.figures[place], fits[0]
        other = self._beside.get((id(figure.row), "value" if figure.column == "compared_value" else "compared_value"))
        together = other is not None and best in windows.fitting(float(found.away[other]), found.other_away[other])
        away = found.other_away[place]
        alone = away[best] <= EXACT and found.own[place] >= LARGE and int(np.nansum(away <= APART)) == 1
        return found.runs.span(place, best) if together or alone else None

    def _fits(self, place: int, fits: list[int], covers: Span | None) -> list[str]:
        """In words which other months it fits, first what is claimed."""
        if not fits:
            return []
        named = f"{self.found.runs.words(place, fits[0])} ({digits(self.found.other[place, fits[0]])})"
        more = [f"{len(fits) - 1} more of the runs of months that were tried fit as well"] if len(fits) > 1 else []
        said = f"covers {named}, not {self.found.figures[place].period.label()}" if covers else f"it would fit {named}"
        return [said, *more]

    def _working(self, place: int, ours: float) -> list[str]:
        found, figure, later, column = (
            self.found, self.found.figures[place], self.found.later[place], self.columns.get(place),
        )  # fmt: skip
        when = figure.period.label()
        if column:
            when = f"{found.runs.words(place, column[0].run)}, which its column seems to cover,"
        printed, grown = float(found.value[place]), float(self._grown[place])
        apart = f" ({100 * (printed - ours) / abs(ours):+.1f} % printed)" if ours else ""
        limit = float(usual.room(found.limits[place : place + 1], np.array([ours]))[0]) * grown
        parts = [f"release {self.release} has {digits(ours)} for {when}{apart}"]
        parts.append(f"between publications up to {digits(limit)} is usual{' in this document' if grown > 1 else ''}")
        return [*parts, f"since {later.id} our files count in another classification"] if later else parts


def _tally(printed: int, verdicts: Verdicts, record: Record) -> dict[str, Any]:
    """How the printed values compare in all: what agrees, what revisions explain, what they do not, what has no figure."""
    away, compared = verdicts.away, len(verdicts.found.figures)
    own = np.array([place not in verdicts.columns for place in range(compared)], bool)
    return {
        "release": record.release.id,
        "compared": compared,
        "agree": int(((away == 0) & own).sum()),
        "within_revisions": int(((away > 0) & (away <= 1) & own).sum()),
        "other_months": int((~own).sum()),
        "beyond": int(((away > 1) & own).sum()),
        "without_figure": printed - compared,
        "differ_throughout": {name: round(grown, 1) for name, grown in verdicts.scales.items() if grown > 1},
    }
