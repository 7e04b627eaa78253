"""A decision in words: the same for its public page and for who prepares it, from the same records."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from functools import cached_property
from urllib.parse import quote

from peelian.core.addresses import is_address
from peelian.core.clocks.calendars import Calendar
from peelian.core.exempt.records import Stub
from peelian.decisions.awards import wait_of
from peelian.decisions.checks import PUBLICATION, Difference, Punctuality, compare_consultees, punctuality, put_off
from peelian.decisions.procedure import CallIn, Effect, effect
from peelian.decisions.records import SUBJECTS, Decision, Grant, KeyNotice, PrivateMeeting
from peelian.decisions.shelf import Filed, Part, Version
from peelian.figures.house import LONDON, today
from peelian.ui import format as words
from peelian.ui.components import Fact, Link, Tag
from peelian.ui.decision_words import (
    NOT_STATED,
    Change,
    amount_words,
    changes,
    day_of,
    ground_words,
    lines_words,
    money_words,
    party_words,
    signature_words,
    totals_words,
    why_words,
)


@dataclass(frozen=True)
class AdviceLine:
    """One subject of advice."""

    title: str
    text: str
    signed: str
    not_required: str
    missing: bool


@dataclass(frozen=True)
class VersionLine:
    """One version with what it corrects, when it was out, and what it changed."""

    number: int
    title: str
    signed: str
    out: str
    why: str
    seal: str
    changes: tuple[Change, ...]
    deferrals: tuple[str, ...]
    file: str
    """Where what was sealed can be had; empty where nothing is."""


def file_address(part: str) -> str:
    """Where everybody gets a file that was released."""
    return f"/withheld/{part}/file"


@dataclass(frozen=True)
class StubLine:
    """A part of Part 2 as everybody may know of it."""

    part: Part

    @property
    def file(self) -> str:
        """Where its released file can be had; empty while it is withheld, and of a text."""
        return file_address(self.stub.id) if self.stub.sha256 and self.stub.released_at else ""

    @property
    def stub(self) -> Stub:
        """Its public entry."""
        return self.part.stub

    @property
    def released(self) -> str:
        """The day of its release; empty while it is withheld."""
        at = self.stub.released_at
        return words.day(at.astimezone(LONDON)) if at else ""

    @property
    def late(self) -> str:
        """For how long somebody should have looked at it again; empty where that day has not passed, or it is released."""
        left = (today() - self.stub.review_on).days
        return f"overdue for {words.counted(left, 'day', 'days')}" if left > 0 and not self.released else ""

    @property
    def facts(self) -> list[Fact]:
        """Everything that is public of it."""
        stub = self.stub
        found = [
            Fact("Length", stub.length_words),
            *(Fact("Ground", ground_words(one), note=why_words(one)) for one in stub.grounds),
            Fact("Decided by", stub.decided_by, note=f"on {words.day(stub.decided_on)}"),
            Fact(
                "Looked at again by" if not self.released else "Was to be looked at by",
                words.day(stub.review_on),
                note=self.late,
            ),
        ]
        for one in stub.reviews:
            said = f"withheld until {words.day(one.until)}" if one.until else "released"
            found.append(Fact(f"Reviewed on {words.day(one.on)}", said, note=f"{one.reason} ({one.post})"))
        if self.released:
            found.append(Fact("Released", self.released))
        elif stub.release_on:
            found.append(Fact("To be released", words.day(stub.release_on)))
        of = "Proof of the file" if stub.form == "file" else "Proof of its text"
        found.append(Fact(of, stub.commitment, code=True, note="published when it was sealed"))
        if stub.salt:
            found.append(Fact("Salt of the proof", stub.salt, code=True))
        if stub.sha256:
            found.append(Fact("SHA-256 of the file alone", stub.sha256, code=True))
        return found


@dataclass(frozen=True)
class DecisionPage:
    """One decision with everything that its page shows. ``links`` names the plan's items that it touches."""

    filed: Filed
    calendar: Calendar
    today: dt.date
    links: tuple[Link, ...] = ()
    printed: str = ""
    """The document that prints it, in words."""
    met: str = ""
    """Where its meeting has a page; empty where that is not known."""
    draft: bool = field(default=False)

    @property
    def decision(self) -> Decision:
        """As it holds."""
        return self.filed.decision

    @property
    def first(self) -> Version:
        """The version that was taken first: that one had to be out in time."""
        return self.filed.versions[0]

    @cached_property
    def punctual(self) -> Punctuality:
        """Whether it was public in time."""
        until = put_off(self.first.decision, self.first.put_off, self.calendar)
        return punctuality(self.first.decision, day_of(self.first.out_at), self.calendar, self.today, until)

    @property
    def known_out(self) -> bool:
        """Whether it is known when it was published: what an old document prints was, and nobody knows the day."""
        return self.first.out_at is not None

    @property
    def effect(self) -> Effect:
        """Whether it may be carried out."""
        found = effect(self.decision, day_of(self.first.out_at), self.filed.call_ins, self.calendar, self.today)
        return Effect(found.held, words.with_days(found.sentence))

    @property
    def tags(self) -> list[Tag]:
        """What is to be seen at once."""
        found = []
        if self.decision.known_from:
            found.append(Tag("Known only in part"))
        if self.filed.withheld:
            found.append(Tag(f"Part 2: {words.counted(len(self.filed.withheld), 'part', 'parts')} withheld", "ink"))
        if len(self.filed.versions) > 1:
            found.append(Tag("Corrected", "lamp"))
        if self.known_out and self.punctual.late:
            found.append(Tag("Published late", "glow"))
        if self.decision.kind == "key":
            found.append(Tag("Key decision"))
            if self.effect.held:
                found.append(Tag("Not to be carried out yet", "glow"))
        return found

    @property
    def amount(self) -> str:
        """What it commits, or why no amount is stated."""
        return totals_words(self.decision.totals) or NOT_STATED[self.decision.money_is]

    @property
    def amounts(self) -> list[str]:
        """Each amount, where there are several or one says more than the sum."""
        return [amount_words(one) for one in self.decision.money]

    @property
    def taken(self) -> str:
        """``Chair …, Unmesh Example, 24 September 2020``."""
        return signature_words(self.decision.maker)

    @property
    def facts(self) -> list[Fact]:
        """What was decided by whom, what it costs, by what power."""
        held, found = self.decision, []
        day = words.day(held.signed_on) if held.signed_on else "not yet" if self.draft else "not known here"
        found.append(
            Fact(
                "Taken",
                day,
                note=f"{held.maker.post}, {held.maker.name}".rstrip(", ") if held.maker else self.filed.series.taken_by,
            )
        )
        found.append(self._published())
        if self.deadline and self.punctual.due:
            found.append(Fact("To be public by", words.day(self.punctual.due), href=self.deadline))
        found.append(Fact("Amount", self.amount, note=held.no_money))
        if held.fund:
            found.append(Fact("Fund", held.fund))
        if held.delegation:
            found.append(self._power())
        if held.meeting:
            on = f", {words.day(held.meeting.day)}" if held.meeting.day else ""
            found.append(Fact("Meeting", f"{held.meeting.committee}{on}", href=self.met))
        if self.printed and held.printed:
            found.append(Fact("Printed in", self.printed, note=lines_words(held.printed.line, held.printed.last_line)))
        return found

    def _published(self) -> Fact:
        if self.draft and self.first.decision.signed_on is None:
            return Fact("Published", "not yet")
        if not self.known_out and not self.draft:
            return Fact("Published", "the day is not known here")
        out = day_of(self.first.out_at)
        return Fact(
            "Published",
            words.day(out) if out else "not yet",
            note=words.with_days(self.punctual.sentence),
        )

    @property
    def deadline(self) -> str:
        """Where the days of the deadline are counted one by one; empty where it has none."""
        day = self.first.decision.signed_on
        if day is None or self.first.decision.deferral or self.first.deferrals:
            return ""
        return f"/deadlines?rule={PUBLICATION}&start={quote(day.isoformat())}"

    def _power(self) -> Fact:
        held = self.decision.delegation
        assert held is not None
        of = f" of {words.day(held.day)}" if held.day else ""
        limit = f" Up to {money_words(held.limit, 'GBP')}." if held.limit is not None else ""
        to = f"To {held.to}: " if held.to else ""
        scope = f"{held.scope.rstrip('.')}." if held.scope else ""
        return Fact("Power to decide", f"{held.source}{of}", note=f"{to}{scope}{limit}".strip())

    @property
    def notices(self) -> list[Fact]:
        """How a key decision was announced, and why a meeting was private."""
        return [*_announced(self.decision.key_notice), *_in_private(self.decision.private)]

    @property
    def advice(self) -> list[AdviceLine]:
        """Each subject that the form asks for, and whatever was said beside them."""
        asked = [*self.filed.series.advice, *(one.subject for one in self.decision.advice)]
        return [] if self.decision.known_from else [self._advice(subject) for subject in dict.fromkeys(asked)]

    def _advice(self, subject: str) -> AdviceLine:
        held = self.decision.advice_on(subject)
        if held is None:
            return AdviceLine(SUBJECTS[subject], "", "", "", True)
        return AdviceLine(
            SUBJECTS[subject], held.text, signature_words(held.signature), held.not_required, not held.done
        )

    @property
    def signatures(self) -> list[Fact]:
        """Who signed the whole."""
        held = self.decision
        rows = (("Lead officer", held.officer), ("Countersigned", held.director), ("Taken by", held.maker))
        return [Fact(name, signature_words(one) or "nobody yet") for name, one in rows if one or not held.known_from]

    @property
    def consulted(self) -> list[Fact]:
        """Whom the power names, whom the decision says it consulted, whom the form lists."""
        asked = self.decision.delegation.consult if self.decision.delegation else ()
        rows = (
            ("The power names", asked),
            ("The decision says", self.decision.consulted),
            ("The form lists", self.decision.consultees),
        )
        return (
            [Fact(name, party_words(parties) or "nobody") for name, parties in rows]
            if any(parties for _, parties in rows)
            else []
        )

    @property
    def disagreements(self) -> list[Difference]:
        """Where the three do not agree."""
        return compare_consultees(self.decision)

    @property
    def exempt(self) -> list[StubLine]:
        """Part 2: what is public of it."""
        return [StubLine(one) for one in self.filed.exempt]

    @property
    def papers(self) -> list[tuple[str, str]]:
        """Background papers, each with an address where it has one that a page may link to."""
        return [(one.title, one.link if is_address(one.link) else "") for one in self.decision.papers]

    @property
    def grants(self) -> list[tuple[str, list[Fact]]]:
        """What it awards."""
        return [(one.title, [*_grant_facts(one), self._wait(one)]) for one in self.decision.grants]

    def _wait(self, grant: Grant) -> Fact:
        """How long its money took, with what was noted wrongly of it."""
        noted = [one.why for one in self.filed.payments if one.grant == grant.id and one.why]
        return Fact(
            "From application to payment",
            words.with_days(wait_of(self.filed, grant, self.today).sentence),
            note=f"Corrected: {noted[-1]}" if noted else "",
        )

    @property
    def versions(self) -> list[VersionLine]:
        """Every version, newest first, each with what it changed in the one before it."""
        found, earlier = [], None
        for one in self.filed.versions:
            found.append(self._version(one, earlier))
            earlier = one
        return found[::-1]

    def _version(self, one: Version, earlier: Version | None) -> VersionLine:
        out = words.day(one.out_at.astimezone(LONDON)) if one.out_at else ""
        return VersionLine(
            one.number, "As it was taken" if earlier is None else f"Correction {one.number - 1}",
            words.day(one.decision.signed_on) if one.decision.signed_on else "", out, one.why, one.seal,
            changes(earlier.decision, one.decision) if earlier else (),
            tuple(f"Deferred until {words.day(held.until)}: {held.reason}" for held in one.deferrals),
            f"/decisions/{self.filed.id}/versions/{one.number}.json" if one.seal else "",
        )  # fmt: skip

    @property
    def call_ins(self) -> list[CallIn]:
        """Each time that it was called in, newest first."""
        return list(self.filed.call_ins)[::-1]


def _announced(notice: KeyNotice | None) -> list[Fact]:
    if notice is None:
        return []
    agreed = f"agreed by {notice.urgent_agreed_by}" if notice.urgent_agreed_by else ""
    rows = (
        ("To be taken on", _on(notice.decision_day), ""), ("In the forward plan since", _on(notice.forward_plan), ""),
        ("General exception", _on(notice.exception), ""), ("Special urgency", agreed, ""),
        ("Why the 28 days were not kept", notice.why, ""),
        ("Not to be called in", f"agreed by {notice.no_call_in_by}" if notice.no_call_in_by else "", notice.no_call_in_why),
    )  # fmt: skip
    return [Fact(name, text, note=note) for name, text, note in rows if text]


def _in_private(held: PrivateMeeting | None) -> list[Fact]:
    if held is None:
        return []
    rows = (
        ("Private meeting", _on(held.meeting), held.reasons), ("First notice of it", _on(held.first_notice), ""),
        ("Second notice of it", _on(held.second_notice), ""), ("Representations", held.representations, ""),
        ("Response", held.response, ""), ("Urgency", f"agreed by {held.urgent_agreed_by}" if held.urgent_agreed_by else "", ""),
    )  # fmt: skip
    return [Fact(name, text, note=note) for name, text, note in rows if text]


def _on(day: dt.date | None) -> str:
    return words.day(day) if day else ""


def _grant_facts(one: Grant) -> list[Fact]:
    dates = " to ".join(words.day(day) for day in (one.starts, one.ends) if day)
    rows = (
        ("Recipient", f"{one.recipient_name}{f' ({one.recipient})' if one.recipient else ''}"),
        ("Amount", money_words(one.amount, one.currency)), ("For", one.purpose), ("When", dates), ("Programme", one.programme),
    )  # fmt: skip
    return [Fact(name, text) for name, text in rows if text]
