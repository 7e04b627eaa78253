"""What committees asked, what bodies said and did, and what the committees found: in words, for pages."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from functools import cached_property

from peelian.core.addresses import is_address
from peelian.figures.house import today
from peelian.public import wording
from peelian.public.selectors.account import how_many, linked
from peelian.public.site import Site
from peelian.scrutiny.ledger import life
from peelian.scrutiny.ledger.exporting import what
from peelian.scrutiny.ledger.life import Word
from peelian.scrutiny.ledger.records import OF_COMMITTEE, Evidence, LedgerStep, Recommendation, Report, Text
from peelian.scrutiny.ledger.shelf import Ledger, shelf
from peelian.scrutiny.ledger.standing import Life, Overdue, lives
from peelian.scrutiny.ledger.texts import Compared, compare, whole
from peelian.scrutiny.meetings.shelf import shelf as shelf_of_meetings
from peelian.ui.components import Link, Stand, StatusSign
from peelian.ui.format import day, days_left, number, when

NO_ANSWER = StatusSign("◌", "No answer", "unsaid")
NO_CLAIM = StatusSign("◌", "Nothing said", "unsaid")
NO_VERDICT = StatusSign("◌", "No verdict", "unsaid")
_STANDS: dict[str, Stand] = {
    "accepted": "ended", "delivered": "ended", "rejected": "failed", "not": "failed", "not-delivered": "failed",
    "no-answer": "unsaid",
}  # fmt: skip
SAID = {"answered": "answered", "claimed": "said what it did", "verdict": "gave its verdict"}
"""What a step is called where its word stands beside it with its sign."""
EVIDENCE = {
    "link": "a page", "figure": "a figure of ours", "paper": "a committee’s paper", "decision": "a decision",
    "document": "a document",
}  # fmt: skip


def ledger_of(site: Site) -> Ledger:
    """What is out. Raises PeelianError where a file was altered."""
    return shelf(site.house.root, site.house.pack)


def sign_of(word: Word | None, missing: StatusSign) -> StatusSign:
    """A word with its sign, or what is said where there is none."""
    return StatusSign(word.sign, word.title, _STANDS.get(word.id, "open")) if word else missing


def name_of(ledger: Ledger, body: str) -> str:
    """A body as a table names it."""
    found = ledger.names.get(body)
    return found.short if found else body


def full_name(ledger: Ledger, body: str) -> str:
    """A body by its whole name."""
    found = ledger.names.get(body)
    return found.name if found else body


def committee_name(site: Site, ledger: Ledger, committee: str) -> str:
    """A committee by its name, also where it is one of several of a body."""
    sits = shelf_of_meetings(site.house.root, site.house.pack).committees
    return next((one.title for one in sits if one.id == committee), "") or full_name(ledger, committee)


def when_words(report: Report) -> str:
    """``2 March 2026``, ``September 2019``, or that no line says when."""
    return when(report.on, report.month, report.years)


@dataclass(frozen=True)
class Shown:
    """A piece of evidence, with where it leads where that is an address."""

    evidence: Evidence
    site: Site

    @property
    def what(self) -> str:
        """``a page``."""
        return EVIDENCE[self.evidence.kind]

    @property
    def href(self) -> str:
        """Where it leads; empty where it names a line of a document or a paper."""
        where = self.evidence.where
        if is_address(where):
            return where
        if self.evidence.kind == "figure":
            figure, _, release = where.partition("@")
            page = (
                f"figures/{figure}" if figure.count("/") == 2 else f"measures/{figure}"
            )  # without a period: all of them
            return f"/r/{release}/{page}" if release else f"/{page}"
        return f"/decisions/{where}" if self.evidence.kind == "decision" else ""

    @property
    def place(self) -> str:
        """``the committee's response, line 308``: said where it leads nowhere."""
        if self.href:
            return ""
        document, _, line = self.evidence.where.partition(":")
        name = wording.document(self.site.release.catalogue, document)
        return f"{name}, line {line}" if line else name


@dataclass(frozen=True)
class Told:
    """A step of the ledger in words."""

    step: LedgerStep
    entry: Entry

    @property
    def day(self) -> str:
        """``2 March 2026``."""
        return day(self.step.on)

    @property
    def who(self) -> str:
        """Which body."""
        return name_of(self.entry.ledger, self.step.by)

    @property
    def place_of(self) -> str:
        """The body in whose place another one says it; empty where it speaks for itself."""
        heir = self.step.about and self.step.kind not in OF_COMMITTEE
        return name_of(self.entry.ledger, self.step.about) if heir else ""

    @property
    def link(self) -> str:
        """Where it can be read as it was given; empty where that is no address."""
        return self.step.link if is_address(self.step.link) else ""

    @property
    def recorded(self) -> str:
        """The day on which it was put on record, where that is after the day that it is of: nobody is in time by a later entry."""
        made = self.step.recorded
        return day(made) if made and made > self.step.on else ""

    @property
    def noted_by(self) -> str:
        """Who noted it down; empty where the body did itself."""
        return name_of(self.entry.ledger, self.step.noted_by) if self.step.noted_by else ""

    @property
    def what(self) -> str:
        """``answered``, where its sign beside it says how; else ``linked to an earlier one``."""
        return SAID.get(self.step.kind) or what(self.step)

    @property
    def sign(self) -> StatusSign | None:
        """The word of an answer, a claim or a verdict."""
        if self.step.kind == "answered":
            return sign_of(life.ANSWERS[life.answer_of(self.step.answers)], NO_ANSWER)
        if self.step.kind == "claimed":
            return sign_of(life.CLAIMS[self.step.status], NO_CLAIM)
        return sign_of(life.VERDICTS[self.step.status], NO_VERDICT) if self.step.kind == "verdict" else None

    @property
    def answers(self) -> list[tuple[str, StatusSign, str]]:
        """Point by point: its letter, what was said, in which words."""
        several = len(self.step.answers) > 1
        return [
            (one.point, sign_of(life.ANSWERS[one.status], NO_ANSWER) if several or one.point else NO_ANSWER, one.text)
            for one in self.step.answers
        ]

    @property
    def evidence(self) -> list[Shown]:
        """What shows it."""
        return [Shown(one, self.entry.site) for one in self.step.evidence]

    @property
    def repeats(self) -> Link | None:
        """The earlier recommendation that it was linked to."""
        if not self.step.to:
            return None
        held = self.entry.ledger
        title = held.recommendation(self.step.to).title if held.has(self.step.to) else self.step.to
        return Link(title, f"/recommendations/{self.step.to}")


@dataclass(frozen=True)
class Side:
    """A recommendation with one body: the two verdicts, and what is overdue."""

    entry: Entry
    life: Life

    @property
    def body(self) -> str:
        """``MOPAC``."""
        return name_of(self.entry.ledger, self.life.addressee)

    @property
    def href(self) -> str:
        """The body's page."""
        return f"/bodies/{self.life.addressee}"

    @property
    def speaker(self) -> str:
        """Who says what it did: ``MPA``; ``MOPAC, in the place of MPA,`` once that is gone and has not spoken last."""
        said = [one for one in self.life.steps if one.kind in ("answered", "claimed")]
        if not self.life.passed_on or (said and said[-1].by == self.life.addressee):
            return self.body
        heirs = [said[-1].by] if said else self.life.owed_by
        return f"{' and '.join(name_of(self.entry.ledger, one) for one in heirs)}, in the place of {self.body},"

    @property
    def now_owed(self) -> str:
        """``made to the MPA, now owed by MOPAC (since 16 January 2012)``; empty while the body that was asked is there."""
        if not self.life.passed_on:
            return ""
        heirs = " and ".join(name_of(self.entry.ledger, one) for one in self.life.owed_by)
        return f"made to {self.body}, now owed by {heirs} (since {day(self.life.passed_on)})"

    @property
    def answer(self) -> StatusSign:
        """What it answered."""
        return sign_of(self.life.answer, NO_ANSWER)

    @property
    def missing(self) -> str:
        """``nothing to (b), (c)``: the points that it left out."""
        points = ", ".join(f"({one})" for one in self.life.unanswered)
        return f"nothing to {points}" if points else ""

    @property
    def claim(self) -> StatusSign:
        """What it says that it did."""
        return sign_of(self.life.claim, NO_CLAIM)

    @property
    def verdict(self) -> StatusSign:
        """What the committee finds."""
        return sign_of(self.life.verdict, NO_VERDICT)

    @property
    def claimed(self) -> Told | None:
        """Its last claim."""
        step = self.life.last("claimed")
        return Told(step, self.entry) if step else None

    @property
    def answered(self) -> Told | None:
        """Its last answer."""
        step = self.life.last("answered")
        return Told(step, self.entry) if step else None

    @property
    def judged(self) -> Told | None:
        """The committee's last verdict."""
        step = self.life.last("verdict")
        return Told(step, self.entry) if step else None

    @property
    def older(self) -> bool:
        """Whether the verdict is from before the body's last claim."""
        return self.life.verdict is not None and not self.life.judged_since

    @property
    def late(self) -> list[str]:
        """What is overdue, or was done after its day, in words."""
        done = self.life.delivered_late
        told = [f"said to be done {how_many(done, 'day', 'days')} late"] if done else []
        return [*(late_words(one) for one in self.life.overdue), *told]

    @property
    def soon(self) -> str:
        """``answer due in 12 days, by law``, while it is owed and not late; empty otherwise."""
        left, asked = self.life.answer_left, self.life.recommendation
        if left is None or left < 0:
            return ""
        said = "by law" if asked.due_by == "law" else "as asked"
        return f"answer due in {how_many(left, 'day', 'days')}, {said}" if left else f"answer due today, {said}"

    @property
    def excuse(self) -> str:
        """Why the body says that an answer in time was not reasonably possible."""
        step = self.life.last("late-reason")
        return step.reason if step else ""

    @property
    def owes(self) -> str:
        """Why no delivery is due of what names a day for it, where the body accepted nothing of it; empty otherwise."""
        if not (self.life.recommendation.deliver_by and self.life.refused_on and self.life.answer):
            return ""
        return f"No delivery is owed: the answer is “{self.life.answer.title.lower()}”"

    @property
    def was_late(self) -> str:
        """That its answer came late, where it did."""
        if not self.life.late:
            return ""
        since = "by law" if self.life.recommendation.due_by == "law" else "as asked"
        return f"{how_many(self.life.late, 'day', 'days')} after it was due {since}"


def late_words(one: Overdue) -> str:
    """``delivery overdue since 1 October 2022``; of an answer that was only asked for, that, or by when it was to be done."""
    since, points = day(one.due + dt.timedelta(1)), ", ".join(f"({point})" for point in one.points)
    if one.what == "delivery":
        return f"delivery overdue since {since}"
    to = f" to {points}" if points else ""
    if one.by_delivery:
        return f"no answer{to} by {day(one.due)}, when it was to be done"
    return f"answer{to} overdue by law since {since}" if one.by_law else f"no answer{to} by {day(one.due)}, as asked"


@dataclass(frozen=True)
class Entry:
    """A recommendation as pages show it."""

    site: Site
    ledger: Ledger
    report: Report
    asked: Recommendation
    on: dt.date
    only: str = ""
    """The one body that a page is about; empty: every one that was asked."""

    @property
    def link(self) -> Link:
        """Its own page."""
        return Link(self.asked.title, f"/recommendations/{self.asked.id}")

    @cached_property
    def sides(self) -> list[Side]:
        """It with each body that was asked."""
        held = lives(self.report, self.asked, self.on)
        return [Side(self, one) for one in held if not self.only or one.of(self.only)]

    @property
    def overdue(self) -> bool:
        """Whether anything of it is."""
        return any(side.life.overdue for side in self.sides)

    @property
    def printed(self) -> bool:
        """Whether the committee's own words are here."""
        return any(one.words == "printed" and one.text for one in self.asked.texts)

    @property
    def main(self) -> Text | None:
        """The text that leads: of the list, else of the chapter."""
        return next((one for one in self.asked.texts if one.text), None)

    @property
    def lines(self) -> str:
        """``line 151 in the list, line 366 in the chapter``."""
        places = {"summary": "in the list", "chapter": "in the chapter"}
        named = [
            (one, f"line {one.line}" if one.line else f"page {one.page}")
            for one in self.asked.texts
            if one.line or one.page
        ]
        return ", ".join(f"{at} {places[one.place]}" for one, at in named)

    @cached_property
    def compared(self) -> Compared | None:
        """The list's words against the chapter's, where both are printed here and any word differs."""
        first, other = self.asked.text("summary"), self.asked.text("chapter")
        if not (first and other and first.words == other.words == "printed" and first.text and other.text):
            return None
        found = compare(whole(first), whole(other))
        return found if any(part != "kept" for part, _ in found.words) else None

    @property
    def due(self) -> str:
        """By when an answer is due, and who says so."""
        if self.asked.due is None:
            duty = life.DUTIES[self.report.duty]
            return "the law demands one and sets no day" if duty.must else "no day was asked for, and no law sets one"
        if self.asked.due_by == "law":
            return f"by {day(self.asked.due)}, by law"
        return f"asked for by {day(self.asked.due)}; no law sets a day"

    @property
    def clocks(self) -> list[tuple[str, str]]:
        """Of each body that still owes an answer by a day: its name, and how many days are left or over."""
        return [
            (side.body, days_left(side.life.answer_left)) for side in self.sides if side.life.answer_left is not None
        ]

    @property
    def deliver(self) -> str:
        """By when it wants to be done."""
        words, by = self.asked.deliver_words, self.asked.deliver_by
        if by is None:
            return words or "it names no day, so its delivery cannot be called late"
        return words if day(by) in words else f"{words} ({day(by)})" if words else f"by {day(by)}"

    @cached_property
    def history(self) -> list[Told]:
        """Everything that happened, oldest first."""
        return [Told(one, self) for one in self.asked.steps if one.on <= self.on]

    @property
    def evidence(self) -> list[Shown]:
        """What it rests on."""
        return [Shown(one, self.site) for one in self.asked.evidence]

    @cached_property
    def touches(self) -> list[Link]:
        """The plan's items and measures that it is about."""
        return [link for item in self.asked.touches if (link := linked(self.site, item, self.report.plan))]

    @cached_property
    def before(self) -> list[Entry]:
        """Earlier ones that asked for it too, oldest first; none of its own report, which asks once."""
        return [entry_of(self.site, self.ledger, one.id) for one in self.ledger.asked_before(self.asked.id)]

    @cached_property
    def again(self) -> list[Entry]:
        """Later ones that asked for it again, oldest first."""
        return [entry_of(self.site, self.ledger, one.id) for one in self.ledger.asked_again(self.asked.id)]

    @cached_property
    def beside(self) -> list[Entry]:
        """Those of its own report that ask for it too."""
        return [entry_of(self.site, self.ledger, one.id) for one in self.ledger.asked_beside(self.asked.id)]

    @property
    def asked_words(self) -> str:
        """``Asked three times since 2017``; empty where it was asked once, as far as anybody has linked it.

        A report asks once, however many of its recommendations are linked.
        """
        times = len({one.report.id for one in (*self.before, self, *self.again)})
        if times == 1:
            return ""
        since = next((one.report.since[:4] for one in [*self.before, self, *self.again] if one.report.since), "")
        said = {2: "twice", 3: "three times", 4: "four times", 5: "five times"}.get(times, f"{number(times)} times")
        return f"Asked {said}{f' since {since}' if since else ''}"


def entry_of(site: Site, ledger: Ledger, name: str) -> Entry:
    """A recommendation by ``<body>/<report>/<number>``. Raises PeelianError."""
    asked = ledger.recommendation(name)
    return Entry(site, ledger, ledger.report(asked.report), asked, today())
