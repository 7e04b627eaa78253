"""What a release judges of a measure at a place, in words: more than chance, not more, or nothing that can be told."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from peelian.figures.areas import Area
from peelian.figures.catalogue import Break, Measure
from peelian.figures.judge.direction import NOTABLE, RECENT, SHORTEST, Verdict, Why
from peelian.figures.periods import month_name, month_text
from peelian.figures.releases.judging import Judgement, judgement
from peelian.public.site import Site
from peelian.ui import format as words

HEADINGS = {
    Verdict.HIGHER: "Higher, and not by chance", Verdict.LOWER: "Lower, and not by chance",
    Verdict.NO_REAL_CHANGE: "No real change", Verdict.CANNOT_TELL: "Cannot tell",
}  # fmt: skip
ALARMS = (
    "Of twenty series in which nothing changed, one at most is called higher or lower in our simulations. "
    "Months that are still provisional are left out."
)


@dataclass(frozen=True)
class Judged:
    """A judgement as a page shows it. ``breaks`` are changes of counting, small enough to compare across, that it has in it."""

    found: Judgement
    breaks: tuple[Break, ...]

    @property
    def heading(self) -> str:
        """The verdict."""
        return HEADINGS[self.found.verdict]

    def read_by(self, wanted: str) -> str:
        """The verdict for an objective that wants ``higher`` or ``lower``: better or worse; for any other as it stands."""
        if self.found.verdict not in (Verdict.HIGHER, Verdict.LOWER) or wanted not in ("higher", "lower"):
            return self.heading
        return "Better" if self.found.verdict.name.lower() == wanted else "Worse"

    @property
    def mark(self) -> str:
        """A shape beside the words: never colour alone."""
        return {Verdict.HIGHER: "▲", Verdict.LOWER: "▼"}.get(self.found.verdict, "")

    @property
    def months(self) -> str:
        """``July to December 2025``."""
        first, last = month_name(self.found.last - RECENT + 1), month_name(self.found.last)
        return f"{first.split()[0] if first.split()[1] == last.split()[1] else first} to {last}"

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
        expected = f"what the season and the {found.months - RECENT} months before lead one to expect"
        limits = f"between {_signed(found.low)} and {_signed(found.high)}"
        size = abs(round(100 * (found.ratio - 1)))
        side = f"{size}% {'above' if found.ratio > 1 else 'below'} " if size else ""
        if found.verdict == Verdict.NO_REAL_CHANGE:
            return f"{self.months} were {side}{expected} ({limits}): within the usual ups and downs."
        return f"{self.months} were {side}{expected} ({limits}): more than the usual ups and downs."

    @property
    def note(self) -> str:
        """How often such a verdict is wrong; empty where there is none."""
        return ALARMS if self.told else ""

    def to_json(self) -> dict[str, Any]:
        """For a download."""
        found, told = self.found, self.told
        return {
            "verdict": found.verdict.name.lower().replace("_", " "), "why": found.why.name.lower().replace("_", " "),
            "from": month_text(found.last - RECENT + 1), "to": month_text(found.last), "months": found.months,
            "ratio": found.ratio if told else None, "low": found.low if told else None, "high": found.high if told else None,
            "method": "direction-of-six-months", "sentence": self.sentence,
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
