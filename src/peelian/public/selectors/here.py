"""What the plan says for one place, and for everybody: the residents' summary, and promises that reach a borough or a ward."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from peelian.figures.areas import Area
from peelian.figures.catalogue import Measure
from peelian.plans.records import Commitment, Detail, Objective, Sentence
from peelian.public import wording
from peelian.public.selectors import judging, readings
from peelian.public.selectors.account import Named, PlanAccount
from peelian.public.selectors.judging import Judged
from peelian.public.selectors.promises import Promise, names
from peelian.public.selectors.readings import Reading
from peelian.public.selectors.registers import Entry, entries
from peelian.ui.components import StatusSign

ACROSS = "Across the plan"


@dataclass(frozen=True)
class Said:
    """A sentence of the summary with the records that it is tied to."""

    account: PlanAccount
    sentence: Sentence

    @cached_property
    def about(self) -> list[Named]:
        """The records, in the sentence's order."""
        return self.account.all_named(self.sentence.about)

    @property
    def theme(self) -> str:
        """The title of the theme that it belongs to: that of the first record which has one."""
        found = (theme_of(self.account, one) for one in self.about)
        return next(filter(None, found), ACROSS)


def theme_of(account: PlanAccount, item: Named) -> str:
    """The title of the theme of an item, through what it names where it has none itself; empty where there is none."""
    if item.kind == "theme":
        return str(item.record.title)
    theme = getattr(item.record, "theme", None)
    if theme:
        return account.plan.theme(theme).title
    if item.kind in ("programme", "pilot", "publication", "review", "trade-off"):
        further = account.all_named(names(item.record))
        return next(filter(None, (theme_of(account, one) for one in further)), "")
    return ""


def by_theme(account: PlanAccount, sentences: Iterable[Sentence]) -> list[tuple[str, list[Said]]]:
    """Sentences under the title of their theme, in the plan's order; what belongs to none comes last."""
    said = [Said(account, one) for one in sentences]
    order = [*(theme.title for theme in account.plan.themes), ACROSS]
    found = [(title, [one for one in said if one.theme == title]) for title in order]
    return [(title, held) for title, held in found if held]


@dataclass(frozen=True)
class Guarantee:
    """What the plan counts for each place of a kind: ``2 constables a ward``."""

    promise: Promise
    detail: Detail
    sign: StatusSign

    @property
    def words(self) -> str:
        """``2 constables a ward``."""
        return f"{self.detail.value} {self.detail.unit}"


@dataclass(frozen=True)
class Local:
    """A measure of the plan at a place, beside the objectives that it reads."""

    measure: Measure
    reading: Reading
    judged: Judged | None
    objectives: tuple[Objective, ...]


@dataclass(frozen=True)
class Here:
    """The plan at one place."""

    account: PlanAccount
    area: Area

    @cached_property
    def places(self) -> list[Area]:
        """The place and those that it lies in, smallest first, up to the command unit."""
        every = self.account.site.release.areas
        above = (every.within(self.area, kind) for kind in ("borough", "bcu"))
        return list({one.id: one for one in (self.area, *(every[name] for name in above if name))}.values())

    @cached_property
    def sentences(self) -> list[Said]:
        """What the summary says for this very place, or for one that it lies in."""
        ids = [place.id for place in self.places]
        return [Said(self.account, one) for one in self.account.plan.summary if one.where in ids]

    @property
    def where(self) -> str:
        """The place that those are for, within a sentence: the place itself, or the borough that it lies in."""
        found = self.sentences[0].sentence.where if self.sentences else None
        return wording.place(self.account.site.release.areas[found]) if found else wording.place(self.area)

    @property
    def everywhere(self) -> list[tuple[str, list[Said]]]:
        """What the summary says for everybody."""
        return by_theme(self.account, (one for one in self.account.plan.summary if one.where is None))

    @cached_property
    def guarantees(self) -> list[Guarantee]:
        """What is counted for each place of this kind; for a ward, what every ward is promised."""
        each = re.compile(rf"\b(a|per|each|every) {self.area.kind}\b")
        return [
            Guarantee(Promise(self.account, one), detail, self.account.sign("commitment", one.id, detail.id))
            for one in self._commitments for detail in one.details
            if detail.value is not None and each.search(detail.unit or "")
        ]  # fmt: skip

    @property
    def _commitments(self) -> tuple[Commitment, ...]:
        return (*self.account.plan.commitments, *self.account.plan.promises)

    @cached_property
    def shared(self) -> list[Promise]:
        """For a borough: the promises that the councils carry with others."""
        if self.area.kind != "borough":
            return []
        return [
            Promise(self.account, one)
            for one in self._commitments
            if any(body.kind in ("council", "councils") for body in (one.owner, *one.partners))
        ]

    @cached_property
    def named(self) -> list[Entry]:
        """Pilots, programmes and trade-offs that name this place or one that it lies in."""
        words = [re.compile(rf"\b{re.escape(place.name)}\b") for place in self.places if place.kind != "ward"]
        found = [one for kind in ("pilot", "programme") for one in entries(self.account, kind)]
        return [one for one in found if any(word.search(_text(one)) for word in words)]

    @cached_property
    def figures(self) -> list[Local]:
        """The plan's measures that are counted for this very place, in the plan's order."""
        site, plan = self.account.site, self.account.plan
        ids = dict.fromkeys(yardstick.measure for yardstick in plan.yardsticks)
        found = []
        for measure in (site.release.catalogue.measures.get(name) for name in ids):
            if measure is None or not readings.has_series(site.release, measure, self.area):
                continue
            reading = readings.reading(site, measure, self.area)
            if reading:
                judged = judging.judged(site, measure, self.area)
                found.append(Local(measure, reading, judged, plan.objectives_of(measure.id)))
        return found

    @property
    def objectives(self) -> list[tuple[Objective, list[Local]]]:
        """The objectives that can be followed here, each with its figures."""
        return [
            (objective, held)
            for objective in self.account.plan.objectives
            if (held := [one for one in self.figures if objective in one.objectives])
        ]

    @property
    def newest(self) -> int:
        """The last month of its newest figure; 0 while there is none."""
        return max((one.reading.figure.period.last for one in self.figures), default=0)

    @property
    def unread(self) -> int:
        """How many objectives no figure follows at this place."""
        return len(self.account.plan.objectives) - len(self.objectives)


def _text(entry: Entry) -> str:
    return " ".join(str(getattr(entry.record, name, "")) for name in ("title", "where", "promise"))
