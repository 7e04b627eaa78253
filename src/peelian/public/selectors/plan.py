"""The plan read by the release: every objective with its figures, and how they moved against what the plan wants."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from peelian.figures.catalogue import Measure
from peelian.figures.periods import month_name, parse_month
from peelian.figures.releases.outlooks import target_outlook
from peelian.plans.records import Objective, Plan, Theme, Yardstick
from peelian.public import wording
from peelian.public.selectors import judging, readings
from peelian.public.selectors.judging import Judged
from peelian.public.selectors.readings import Reading
from peelian.public.selectors.signals import Looks
from peelian.public.site import Site
from peelian.ui.format import plain

SHOWN = 4  # figures an objective shows on the home page; the rest are one link away


@dataclass(frozen=True)
class Other:
    """Another objective that reads the same series, perhaps the other way round."""

    objective: Objective
    wants: str
    opposite: bool


@dataclass(frozen=True)
class YardstickReading:
    """A yardstick with the latest figure of its measure for the plan's area."""

    yardstick: Yardstick
    objective: Objective
    measure: Measure
    reading: Reading | None
    others: tuple[Other, ...]
    baseline: str
    reported: int | None = None
    """The year of the report that prints the latest figure, where only a report gives it."""
    judged: Judged | None = None
    """Whether the last months are more than chance."""
    site: Site | None = None

    @property
    def verdict(self) -> str:
        """``Better``, ``Worse``, ``No real change``, ``Cannot tell``: the judgement as the objective reads it; or empty."""
        return self.judged.read_by(self.yardstick.wanted) if self.judged else ""

    @property
    def compared(self) -> list[tuple[str, str]]:
        """Against the year and the quarter before: the verdict as the objective reads it, and both counts."""
        found = judging.compared(self.site, self.measure, self.site.home) if self.site else []
        return [(item.read_by(self.yardstick.wanted), item.sentence) for item in found]

    @property
    def tone(self) -> str:
        """The colour beside it."""
        return self.judged.tone(self.yardstick.wanted) if self.judged else "none"

    @property
    def opposite(self) -> list[Other]:
        """Objectives that want the same series to move the other way."""
        return [item for item in self.others if item.opposite]

    @property
    def wants(self) -> str:
        """What the plan wants: ``fewer``, ``more reports``."""
        return wording.wants(self.yardstick.wanted, self.yardstick.reading, self.measure)

    @cached_property
    def moved(self) -> str:
        """``moved that way``, ``moved the other way``, ``did not move``, or nothing."""
        if self.reading is None or self.reading.early:
            return ""
        return wording.moved(self.yardstick.wanted, self.reading.figure)

    @property
    def live(self) -> bool:
        """Whether a loaded source carries the measure."""
        return self.reading is not None and not self.reading.printed

    @property
    def outlooks(self) -> list[str]:
        """For each target of a run of months to come or just over, how it stands."""
        if self.site is None or self.yardstick.wanted not in ("lower", "higher") or not self.judged:
            return []
        wanted, at_most = [item for item in self.yardstick.targets if item.by], self.yardstick.wanted == "lower"
        return [
            target_outlook(
                self.site.release, self.measure, self.site.home, item.by, item.value, at_most=at_most
            ).sentence()
            for item in wanted
            if item.by
        ]

    @property
    def targets(self) -> list[str]:
        """Its targets in words."""
        return [f"{plain(target.value)} {self.measure.counts}"
                + (f" by {target.by.label()}" if target.by else ", no date printed")
                + (f" (line {target.line})" if target.line else "") for target in self.yardstick.targets]  # fmt: skip

    @property
    def band(self) -> str:
        """Its band in words."""
        band = self.yardstick.band
        return f"{plain(band.low)} to {plain(band.high)}" if band else ""


@dataclass(frozen=True)
class ObjectiveReading:
    """An objective with everything that reads it."""

    objective: Objective
    yardsticks: tuple[YardstickReading, ...]

    @cached_property
    def live(self) -> list[YardstickReading]:
        """Those a loaded source carries."""
        return [item for item in self.yardsticks if item.live]

    @cached_property
    def printed(self) -> list[YardstickReading]:
        """Those that only documents give."""
        return [item for item in self.yardsticks if item.reading and not item.live]

    @property
    def without(self) -> list[YardstickReading]:
        """Those nobody gives a figure for."""
        return [item for item in self.yardsticks if item.reading is None]

    @cached_property
    def shown(self) -> list[YardstickReading]:
        """What a list shows: living figures first."""
        return (self.live or self.printed)[:SHOWN]

    @property
    def more(self) -> int:
        """How many figures the objective's own page adds."""
        return len(self.live) + len(self.printed) - len(self.shown)

    @cached_property
    def tally(self) -> dict[str, int]:
        """How its living figures moved."""
        words = [item.moved for item in self.live if item.moved]
        return {word: words.count(word) for word in dict.fromkeys(words)}

    @property
    def whole(self) -> str:
        """``all``, ``none``, ``some`` of its figures moved as the plan wants; empty where none can be said."""
        compared, wanted = sum(self.tally.values()), self.tally.get("moved that way", 0)
        if not compared:
            return ""
        return "all" if wanted == compared else ("some" if wanted else "none")

    @property
    def tally_words(self) -> str:
        """``5 of 7 that can be followed moved the way the plan wants``."""
        compared = sum(self.tally.values())
        return (
            f"{self.tally.get('moved that way', 0)} of {compared} that can be followed moved the way the plan wants"
            if compared
            else ""
        )

    @property
    def say(self) -> str:
        """The one sentence of the objective's page: what can be followed and how it moved, then the rest of its list."""
        rest = "; ".join(filter(None, (self._printed_words(), self._without_words())))
        if not self.live:
            why = f": {rest}" if rest else ""
            return f"No figure that we hold follows this objective{why}."
        return f"{self._live_words()}{'; ' if rest else ''}{rest}."

    def _live_words(self) -> str:
        count, compared = len(self.live), sum(self.tally.values())
        wanted = self.tally.get("moved that way", 0)
        head = "The one figure that can be followed" if count == 1 else f"Of the {count} figures that can be followed,"
        if not compared:
            return f"{head} {'cannot' if count == 1 else 'none can'} be compared with the year before"
        if count == 1:
            return f"{head} {_did(wanted)} the way the plan wants over the latest year"
        every = "both" if count == 2 else "all"
        moved = every if wanted == count else str(wanted or "none")
        apart = f", and {count - compared} cannot be compared with the year before" if compared < count else ""
        return f"{head} {moved} moved the way the plan wants over the latest year{apart}"

    def _printed_words(self) -> str:
        years = sorted({item.reported for item in self.printed if item.reported})
        count, when = len(self.printed), " and ".join(map(str, years))
        of = f" of {when}" if when else ""
        report = f"a report{of}" if len(years) < 2 else f"reports{of}"
        return f"{_are(count)} known only from {report}" if count else ""

    def _without_words(self) -> str:
        count = len(self.without)
        return f"{count} {'has' if count == 1 else 'have'} no figure yet" if count else ""


def _are(count: int) -> str:
    return f"{count} {'is' if count == 1 else 'are'}"


def _did(wanted: int) -> str:
    return "moved" if wanted else "did not move"


@dataclass(frozen=True)
class ThemeReading:
    """A theme with its objectives read."""

    theme: Theme
    objectives: tuple[ObjectiveReading, ...]


def themes(site: Site) -> list[ThemeReading]:
    """The whole plan, read."""
    return [
        ThemeReading(theme, tuple(objective(site, item) for item in theme.objectives)) for theme in site.own_plan.themes
    ]


def objective(site: Site, item: Objective) -> ObjectiveReading:
    """One objective, read for the plan's own area."""
    return ObjectiveReading(item, tuple(read(site, yardstick) for yardstick in site.own_plan.yardsticks_of(item.id)))


def read(site: Site, yardstick: Yardstick) -> YardstickReading:
    """One yardstick, read for the plan's own area."""
    measure = site.release.catalogue[yardstick.measure]
    found = readings.reading(site, measure, site.home)
    others = tuple(
        _other(site, item, yardstick, measure) for item in site.own_plan.yardsticks_on(measure.id) if item != yardstick
    )
    return YardstickReading(
        yardstick, site.own_plan.objective(yardstick.objective), measure, found, others, _baseline(site, yardstick),
        _reported(site, found), judging.judged(site, measure, site.home), site,
    )  # fmt: skip


def _reported(site: Site, found: Reading | None) -> int | None:
    """The year of the document that prints a figure; None for a figure of a series, or a document without a date."""
    if found is None or not found.printed:
        return None
    known = site.release.catalogue.documents.get(found.figure.printed[-1]["document"])
    return int(known.date[:4]) if known and known.date else None


def _baseline(site: Site, yardstick: Yardstick) -> str:
    base = yardstick.baseline
    return f"{base.period.label()}, from: {wording.document(site.release.catalogue, base.source)}" if base else ""


def _other(site: Site, item: Yardstick, yardstick: Yardstick, measure: Measure) -> Other:
    opposite = {item.wanted, yardstick.wanted} == {"lower", "higher"}
    return Other(site.own_plan.objective(item.objective), wording.wants(item.wanted, item.reading, measure), opposite)


def looks(found: Iterable[ThemeReading]) -> Looks:
    """How many verdicts a page of themes shows, and how many chance would turn."""
    return looks_at(item for theme in found for objective in theme.objectives for item in objective.shown)


def looks_at(found: Iterable[YardstickReading]) -> Looks:
    """The same of some yardsticks; two on one measure are one look."""
    return Looks.at({item.measure.id: item.judged.found for item in found if item.judged}.values())


def lead(found: Iterable[ThemeReading], illustrative: bool) -> str:
    """How the plan is doing, in counts."""
    objectives = [item for theme in found for item in theme.objectives]
    live = [item for item in objectives if item.live]
    figures = "generated figures" if illustrative else "figures we hold"
    return f"Of the plan’s {len(objectives)} objectives, {len(live)} can be followed by {figures}. {_moved(live)}"


def _moved(live: list[ObjectiveReading]) -> str:
    """For how many objectives all, some or none of the figures moved as wanted, and over which periods that is."""
    every, some, none = (sum(1 for item in live if item.whole == which) for which in ("all", "some", "none"))
    if not every + some + none:
        return "No figure can be compared with the year before."
    rest = [f"some did for {some}"] if some else []
    rest += [f"none did for {none}"] if none else []
    first = f"{_when(live)} every figure moved the way the plan wants for {every or 'none'} of them"
    return f"{first}{', ' if rest else ''}{', and '.join(rest)}."


def _when(live: list[ObjectiveReading]) -> str:
    """The periods that are set against the year before, newest first; each is named where they differ."""
    found = {item.reading.figure.period for objective in live for item in objective.live if item.reading and item.moved}
    named = [wording.span(period) for period in sorted(found, reverse=True)]
    others = " or ".join(filter(None, (", ".join(named[1:-1]), named[-1])))
    older = f" (or {others}, where that is the latest we hold)" if len(named) > 1 else ""
    return f"Against the year before, in {named[0]}{older},"


def unread(found: Iterable[ThemeReading]) -> str:
    """The objectives that cannot be followed, in a sentence."""
    objectives = [item for theme in found for item in theme.objectives]
    printed = sum(1 for item in objectives if not item.live and item.printed)
    without = sum(1 for item in objectives if not item.live and not item.printed)
    said = [f"{_objectives(printed)} can only be read in old reports"] if printed else []
    said += (
        [f"{_objectives(without)} can be read by no figure that we hold: the list says what each would need"]
        if without
        else []
    )
    return ". ".join(said) + "." if said else ""


def _objectives(count: int) -> str:
    return f"{count} objective{'' if count == 1 else 's'}"


def years(plan: Plan) -> str:
    """``April 2017 to March 2021``."""
    return f"{month_name(parse_month(plan.first_month))} to {month_name(parse_month(plan.last_month))}"


def after_plan_note(plan: Plan | None, last: int) -> str:
    """Said wherever the latest figure is from after the plan."""
    if plan is None or last <= parse_month(plan.last_month):
        return ""
    return (f"The plan’s years are {years(plan)}. The latest figures are from after them: they show where things stand now, "
            "not whether the plan was kept while it ran.")  # fmt: skip


def due_words(due: str | None, said: str | None, line: int | None) -> str:
    """``due December 2017 · printed at line 584``."""
    if not due and not said:
        return "no date printed"
    when = f"due {month_name(parse_month(due))}" if due else f"due “{said}”"
    printed = f", printed as “{said}”" if due and said else ""
    return f"{when}{printed}" + (f" · printed at line {line}" if line else "")
