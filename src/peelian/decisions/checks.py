"""What is wrong with a decision as it was taken (NEEDS N41), wherever it is kept. Pure: a form in, sentences out."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from peelian.core.clocks.calendars import Calendar
from peelian.core.clocks.deadlines import Deadline, deadline
from peelian.core.clocks.rules import rule
from peelian.decisions.lacking import Facts, Lack, lacks
from peelian.decisions.records import SUBJECTS, Decision, Party

PUBLICATION = "decision-publication-1-working-day"
DEFERRED = "decision-publication-deferred"
_HONOURS = frozenset(("am", "mp", "mbe", "obe", "cbe", "dbe", "kbe", "qpm", "qc", "kc", "jp", "dl", "cllr",
                      "councillor", "sir", "dame", "lord", "lady", "baroness", "dr", "mr", "mrs", "ms"))  # fmt: skip


@dataclass(frozen=True)
class Difference:
    """Where whom the power says to consult, whom the decision says it consulted and whom the form lists do not agree."""

    name: str
    sentence: str
    certain: bool
    """Whether the form itself shows it; else it says too little to tell."""


def key_of(name: str) -> str:
    """A name without titles and honours, so that ``Caroline Pidgeon MBE AM`` is one with ``Caroline Pidgeon``."""
    words = re.sub(r"[’‘`]", "'", name.casefold()).replace(".", "").split()
    return " ".join(word for word in words if word not in _HONOURS).rstrip("s")


def compare_consultees(decision: Decision) -> list[Difference]:
    """Whom the power names against whom was consulted. Empty where it names nobody and the decision neither."""
    asked = decision.delegation.consult if decision.delegation else ()
    said, listed = _keys(decision.consulted), _keys(decision.consultees)
    return [
        *_asked_for(asked, said, listed),
        *_said_only(decision.consulted, _keys(asked), listed),
        *_unnamed(decision, asked),
    ]


def _keys(parties: Iterable[Party]) -> set[str]:
    return {key_of(one.name) for one in parties}


def _asked_for(asked: Iterable[Party], said: set[str], listed: set[str]) -> Iterator[Difference]:
    for one in asked:
        key = key_of(one.name)
        if key in said:
            continue
        if key in listed:
            where = "is in the list of consultees, but the decision does not say that they were consulted"
        else:
            where = "is neither said to have been consulted nor in the list of consultees"
        yield Difference(one.name, f"The power names {one.name}, who {where}.", True)


def _said_only(said: Iterable[Party], asked: set[str], listed: set[str]) -> Iterator[Difference]:
    for one in said:
        if key_of(one.name) not in asked:
            yield Difference(
                one.name, f"The decision says that {_the(one)} was consulted, whom the power does not name.", True
            )
        if one.kind == "person" and listed and key_of(one.name) not in listed:
            yield Difference(one.name, f"{one.name} was consulted, and is not in the list of consultees.", True)


def _the(one: Party) -> str:
    return one.name if one.kind == "person" else f"“{one.name}”"


def _unnamed(decision: Decision, asked: Iterable[Party]) -> Iterator[Difference]:
    """Posts that were to be consulted or are said to have been, where the list has people by name alone."""
    posts = {one.name for one in (*asked, *decision.consulted) if one.kind == "post"}
    people = [one for one in decision.consultees if one.kind == "person"]
    loose = sorted(post for post in posts if key_of(post) not in _keys(decision.consultees))
    if loose and people:
        named = ", ".join(f"“{post}”" for post in loose)
        yield Difference(
            loose[0], f"The list names {len(people)} people and not their posts: whether they are {named} cannot be told from it.",
            False,
        )  # fmt: skip


@dataclass(frozen=True)
class Punctuality:
    """When a decision had to be public, and when it was. ``due`` is None while nothing says when it was taken."""

    due: dt.date | None
    out: dt.date | None
    deferred: bool
    today: dt.date
    working_days: int = 0
    """Of these it was, or is, late."""

    @property
    def late(self) -> bool:
        """Whether it was out too late, or is not out and should be."""
        return self.due is not None and (self.out or self.today) > self.due

    @property
    def sentence(self) -> str:
        """In words; days as ISO dates, for whoever shows them to write out."""
        if self.due is None:
            return (
                "The day on which it was taken is not known here, so neither is the day by which it had to be public."
            )
        rule_ = "the day until which it was deferred" if self.deferred else "one working day after it was taken"
        if self.out is None:
            return f"Due {self.due}, {rule_}. " + ("It is not out." if self.late else "It is not out yet.")
        if not self.late:
            return f"Published {self.out}, in time: due {self.due}, {rule_}."
        days = "day" if self.working_days == 1 else "days"
        return f"Published {self.out}, {self.working_days} working {days} late: due {self.due}, {rule_}."


def publication(signed: dt.date, calendar: Calendar) -> Deadline:
    """The deadline of publication, with every day and why it counts."""
    return deadline(rule(PUBLICATION), signed, calendar=calendar)


def due_of(decision: Decision, calendar: Calendar, until: dt.date | None = None) -> dt.date | None:
    """The day by which it had to be public: that of its deferral (``until``, where that was changed since), or one working day."""
    held = until or (decision.deferral.until if decision.deferral else None)
    if held is not None or decision.signed_on is None:
        return held
    return publication(decision.signed_on, calendar).due


def put_off(
    decision: Decision, deferrals: Iterable[tuple[dt.date, dt.date | None]], calendar: Calendar
) -> dt.date | None:
    """Until when publication was put off (days, each with the one on which it was set); None where it was not.

    What was set when publication was due already puts nothing off: it was late then, and stays so.
    """
    due, held = due_of(decision, calendar), None
    for until, set_on in deferrals:
        if due is None or set_on is None or set_on <= due:
            due = held = until
    return held


def punctuality(
    decision: Decision, out: dt.date | None, calendar: Calendar, today: dt.date, until: dt.date | None = None
) -> Punctuality:
    """Whether it was public in time."""
    due = due_of(decision, calendar, until)
    found = Punctuality(due, out, bool(until or decision.deferral), today)
    if due is None or not found.late:
        return found
    days = (due + dt.timedelta(ahead) for ahead in range(1, ((out or today) - due).days + 1))
    return replace(found, working_days=sum(not calendar.closed(day, "england-and-wales") for day in days))


def out_of_order(decision: Decision) -> list[Lack]:
    """Signatures that are dated after what they had to precede."""
    taken, found = decision.signed_on, []
    if taken is None:
        return []
    for what, who, day in _days(decision):
        if day > taken:
            found.append(Lack(what, f"{who} signed on {day}, after it was taken on {taken}."))
    if decision.delegation and decision.delegation.day and decision.delegation.day > taken:
        found.append(Lack("delegation", f"The power is of {decision.delegation.day}, after it was used on {taken}."))
    return found


def _days(decision: Decision) -> Iterator[tuple[str, str, dt.date]]:
    for one in decision.advice:
        if one.signature and one.signature.day:
            yield f"advice:{one.subject}", f"The adviser ({SUBJECTS[one.subject].lower()})", one.signature.day
    for what, held in (("officer", decision.officer), ("director", decision.director)):
        if held and held.day:
            yield what, f"The {'lead officer' if what == 'officer' else 'director'}", held.day


def faults(decision: Decision, facts: Facts, out: dt.date | None = None) -> list[Lack]:
    """Everything that N41 finds wrong with a decision that was taken: lacks of its form, of its signatures, late publication.

    Of one that is known only in part nothing can be said but what is printed of it.
    """
    if decision.known_from:
        return []
    found = lacks(decision, replace(facts, signed=True), "signed")
    if decision.maker is None:
        found.append(Lack("maker", "Nobody has signed that it is taken."))
    elif decision.maker.day is None:
        found.append(Lack("maker", "It does not say on which day it was taken."))
    if decision.maker and not decision.interests:
        found.append(
            Lack("interests", "It does not say whether whoever took it had an interest in it.", "Code of Conduct")
        )
    found += out_of_order(decision)
    told = punctuality(decision, out, facts.calendar, facts.today)
    if out is not None and told.late:
        found.append(Lack("publication", told.sentence, "the form, public access to information"))
    return found
