"""What a release judges of a measure at a place, in words: more than chance, not more, or nothing that can be told."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from peelian.figures.areas import Area
from peelian.figures.catalogue import Break, Measure
from peelian.figures.compute.derive import METHODS
from peelian.figures.compute.series import Series
from peelian.figures.judge.direction import NOTABLE, QUARTER, SHORTEST, SIX, YEAR, Comparison, Verdict, Why
from peelian.figures.periods import month_name, month_text
from peelian.figures.releases.judging import Judgement, judgement
from peelian.public.site import Site
from peelian.ui import format as words
from peelian.ui.components import Fact

HEADINGS = {
    Verdict.HIGHER: "Higher, and not by chance", Verdict.LOWER: "Lower, and not by chance",
    Verdict.NO_REAL_CHANGE: "No real change", Verdict.CANNOT_TELL: "Cannot tell",
}  # fmt: skip
ALARMS = (
    "Of twenty series in which nothing changed, one at most is called higher or lower in our simulations. "
    "Months that are still provisional are left out."
)


def months_words(first: int, last: int) -> str:
    """``July to December 2025``."""
    start, end = month_name(first), month_name(last)
    return f"{start.split()[0] if start.split()[1] == end.split()[1] else start} to {end}"


@dataclass(frozen=True)
class Judged:
    """A judgement as a page shows it. ``breaks`` are changes of counting, small enough to compare across, that it has in it."""

    found: Judgement
    breaks: tuple[Break, ...]

    @property
    def heading(self) -> str:
        """The verdict."""
        return HEADINGS[self.found.verdict]

    @property
    def short(self) -> str:
        """``higher``, ``lower``, ``no real change``, ``cannot tell``."""
        return self.heading.partition(",")[0].lower()

    def read_by(self, wanted: str) -> str:
        """The verdict for an objective that wants ``higher`` or ``lower``: better or worse; for any other as it stands."""
        return read_by(self.found, wanted)

    def tone(self, wanted: str = "") -> str:
        """The colour beside shape and words: ``better``, ``worse``, ``moved`` where nobody says which, ``none``."""
        if self.found.verdict not in (Verdict.HIGHER, Verdict.LOWER):
            return "none"
        read = self.read_by(wanted).lower()
        return read if read in ("better", "worse") else "moved"

    @property
    def mark(self) -> str:
        """A shape beside the words: never colour alone."""
        return mark_of(self.found)

    @property
    def months(self) -> str:
        """``July to December 2025``."""
        return months_words(self.found.last - SIX.recent + 1, self.found.last)

    @property
    def told(self) -> bool:
        """Whether anything can be told."""
        return self.found.why == Why.TOLD

    @property
    def sentence(self) -> str:
        """The judgement in one plain sentence or two, with how sure it is."""
        found = self.found
        if found.why == Why.TOO_SHORT:
            since = next(
                (item for item in self.breaks if item.blocks and item.month == found.last - found.months + 1), None
            )
            start = f", since “{since.title}”" if since else ""
            return (
                f"It takes {SHORTEST} months in a row that are counted alike to tell change from chance; "
                f"to {month_name(found.last)} there are {found.months}{start}."
            )
        if found.why == Why.TOO_WIDE:
            return (
                f"Even {NOTABLE:g} times what is usual would be within the ups and downs here: "
                "too few are counted, or they vary too much."
            )
        expected = f"what the season and the {found.months - SIX.recent} months before lead one to expect"
        side = f"{self.size} " if self.size else ""
        within = "within" if found.verdict == Verdict.NO_REAL_CHANGE else "more than"
        return f"{self.months} were {side}{expected} ({self.limits}): {within} the usual ups and downs."

    @property
    def size(self) -> str:
        """``12% above``; empty where it rounds to nothing."""
        size = abs(round(100 * (self.found.ratio - 1)))
        return f"{size}% {'above' if self.found.ratio > 1 else 'below'}" if size else ""

    @property
    def limits(self) -> str:
        """``between −3% and +12%``."""
        return limits_words(self.found)

    @property
    def note(self) -> str:
        """How often such a verdict is wrong; empty where there is none."""
        return ALARMS if self.told else ""

    @property
    def working(self) -> list[Fact]:
        """What the verdict follows from."""
        return working(self.found, SIX)

    def to_json(self) -> dict[str, Any]:
        """For a download."""
        return as_json(self.found, SIX, self.sentence)


@dataclass(frozen=True)
class Compared:
    """The last months beside as many before them: how many there were, and whether chance does as much."""

    comparison: Comparison
    found: Judgement
    now: int
    before: int

    @property
    def heading(self) -> str:
        """``Against the year before: no real change``."""
        return self.read_by("")

    def read_by(self, wanted: str) -> str:
        """The same for an objective: ``Against the year before: better``."""
        named = "year" if self.comparison == YEAR else "quarter"
        return f"Against the {named} before: {read_by(self.found, wanted).lower()}"

    @property
    def mark(self) -> str:
        """As of a Judged."""
        return mark_of(self.found)

    @property
    def sentence(self) -> str:
        """Both counts, and what chance does."""
        now, before, last = words.number(self.now), words.number(self.before), self.found.last
        if self.comparison == YEAR:
            counts = f"{now} in the year to {month_name(last)}, {before} the year before."
        else:
            months = months_words(last - self.comparison.recent + 1, last)
            counts = f"{now} in {months}, {before} in the three months before."
        return f"{counts} {self._chance()}"

    def _chance(self) -> str:
        season = self.comparison == QUARTER
        if self.found.verdict in (Verdict.HIGHER, Verdict.LOWER):
            size, more = abs(round(100 * (self.found.ratio - 1))), "more" if self.found.ratio > 1 else "fewer"
            start = f"With the season taken out that is {size}% {more}" if season else "That difference is"
            return f"{start}{',' if season else ''} more than chance alone produces ({limits_words(self.found)})."
        start = "With the season taken out, that" if season else "That difference"
        if self.found.why == Why.TOO_WIDE:
            return f"{start} is within what chance alone produces; so would {NOTABLE:g} times as many be."
        return f"{start} is within what chance alone produces ({limits_words(self.found)})."

    @property
    def working(self) -> list[Fact]:
        """What the verdict follows from."""
        return working(self.found, self.comparison)

    def to_json(self) -> dict[str, Any]:
        """For a download."""
        return {
            "comparison": self.comparison.id, "value": self.now, "compared_value": self.before,
            **as_json(self.found, self.comparison, self.sentence),
        }  # fmt: skip


def working(found: Judgement, comparison: Comparison) -> list[Fact]:
    """The method, the months, and the numbers that a verdict follows from."""
    told = found.why == Why.TOLD
    first = found.last - comparison.recent + 1
    return [
        Fact("Method", f"{comparison.method}, version {METHODS[comparison.method]}", "/about#judgements"),
        Fact("Compared", months_words(first, found.last)),
        Fact("Months looked at", f"{found.months}, to {month_name(found.last)}"),
        *([Fact("Against what is expected", f"{found.ratio:.3f} times"),
           Fact("Limits", f"{found.low:.3f} to {found.high:.3f} times; a change is told where 1 lies outside")] if told else []),
    ]  # fmt: skip


def read_by(found: Judgement, wanted: str) -> str:
    """A verdict for an objective that wants ``higher`` or ``lower``: better or worse; for any other as it stands."""
    if found.verdict not in (Verdict.HIGHER, Verdict.LOWER) or wanted not in ("higher", "lower"):
        return HEADINGS[found.verdict]
    return "Better" if found.verdict.name.lower() == wanted else "Worse"


def mark_of(found: Judgement) -> str:
    """A shape beside the words: never colour alone."""
    return {Verdict.HIGHER: "▲", Verdict.LOWER: "▼"}.get(found.verdict, "")


def limits_words(found: Judgement) -> str:
    """``between −3% and +12%``."""
    return f"between {_signed(found.low)} and {_signed(found.high)}"


def as_json(found: Judgement, comparison: Comparison, sentence: str) -> dict[str, Any]:
    """A judgement for a download: numbers only where something is told."""
    told = found.why == Why.TOLD
    return {
        "verdict": found.verdict.name.lower().replace("_", " "), "why": found.why.name.lower().replace("_", " "),
        "from": month_text(found.last - comparison.recent + 1), "to": month_text(found.last), "months": found.months,
        "ratio": found.ratio if told else None, "low": found.low if told else None, "high": found.high if told else None,
        "method": comparison.method, "sentence": sentence,
    }  # fmt: skip


def _signed(ratio: float) -> str:
    """``+12%``."""
    return f"{words.signed(100 * (ratio - 1))}%"


def judged(site: Site, measure: Measure, area: Area) -> Judged | None:
    """What the release says; None where it says nothing."""
    found = judgement(site.release, measure, area.id, area.kind)
    if found is None:
        return None
    within = site.release.catalogue.breaks_within(measure)
    return Judged(found, tuple(item for item in within if found.last - found.months < item.month <= found.last))


def compared(site: Site, measure: Measure, area: Area) -> list[Compared]:
    """Against the year and the quarter before; neither where there are too few months."""
    series, listed = site.release.series(measure.id, area.kind), []
    for comparison in (YEAR, QUARTER):
        found = judgement(site.release, measure, area.id, area.kind, comparison)
        if series is not None and found is not None and found.why != Why.TOO_SHORT:
            last, months = found.last, comparison.recent
            listed.append(
                Compared(comparison, found, _sum(series, area, last, months), _sum(series, area, last - months, months))
            )
    return listed


def _sum(series: Series, area: Area, last: int, months: int) -> int:
    """What was counted in some months; every month has a figure, as nothing else is judged."""
    end = last - series.first + 1
    return int(series.value(series.values[series.row_of[area.id], end - months : end].sum()))
