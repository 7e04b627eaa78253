"""What a decision's form lacks before it can go on: tables and pure functions, without Django.

The form is the one of the Mayor's Office and the Assembly (seed-000, DOMAIN 5.1); reasons, and options that were rejected, are what
SI 2014/2095 reg 7 asks of a written record. A council's key decision adds the notices of SI 2012/2089 (procedure.py).
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass, field
from decimal import Decimal

from peelian.core.clocks.calendars import Calendar
from peelian.core.exempt.records import Ground
from peelian.decisions.procedure import notice_lacks
from peelian.decisions.records import SUBJECTS, Advice, Decision
from peelian.decisions.references import Series

STAGES = ("advice", "countersigning", "deciding", "signed")
"""What a form is made complete for, in order: each stage needs what those before it need."""
REGULATION = "SI 2014/2095 reg 7"
POUNDS = "GBP"
ORGANISATION = re.compile(r"(?:[A-Z]{2}-[A-Z0-9]{2,8}|XI-[A-Z]+|360G)-\S+")
"""An identifier of org-id.guide, or one that a publisher made for who has none (``360G-…``)."""
SUBSTANCE = ("decision", "options", "no_options", "money", "money_is", "fund", "delegation", "grants", "part_2")
"""What advice is about: where one of these changes after it was signed, it is needed anew."""


@dataclass(frozen=True)
class Lack:
    """Something that is missing: what (a field, ``advice:legal``, ``part-2``), in words, and what asks for it."""

    what: str
    sentence: str
    law: str = ""


@dataclass(frozen=True)
class Withheld:
    """A part of Part 2 as a check sees it: nothing of its text."""

    title: str
    sealed: bool
    grounds: tuple[Ground, ...]
    review_on: dt.date | None
    length: int = 1


@dataclass(frozen=True)
class Facts:
    """What a form is checked against, beside itself."""

    series: Series
    today: dt.date
    calendar: Calendar
    items: Collection[str] | None = None
    """Keys of the items of the plan that it names; None where that plan is not known here."""
    stale: frozenset[str] = frozenset()
    """Subjects whose advice was signed before the substance became another."""
    withheld: tuple[Withheld, ...] = ()
    latest_deferral: dt.date | None = None
    """The last day until which publication can be deferred; None where nothing limits it."""
    signed: bool = False
    """Whether it is signed already: a deferral's day may then have passed."""
    more: tuple[Lack, ...] = field(default=())


FORM = (
    ("summary", "There is no executive summary.", ""),
    ("decision", "It does not say what is decided.", REGULATION),
    ("introduction", "The introduction and background are empty.", REGULATION),
    ("issues", "The issues for consideration are empty.", REGULATION),
)


def lacks(decision: Decision, facts: Facts, before: str) -> list[Lack]:
    """Everything that is missing before a form can reach a stage of ``STAGES``; empty where nothing is."""
    found: list[Lack] = []
    for stage in STAGES[: STAGES.index(before) + 1]:
        for check in CHECKS[stage]:
            found += check(decision, facts)
    return [*found, *facts.more]


def _form(decision: Decision, facts: Facts) -> Iterator[Lack]:
    """The words that every form has."""
    for key, sentence, law in FORM:
        if not getattr(decision, key):
            yield Lack(key, sentence, law)
    if not decision.options and not decision.no_options:
        yield Lack(
            "options", "No option that was considered and rejected is named, nor why there was none.", REGULATION
        )
    for one in decision.options:
        if not one.why_not:
            yield Lack("options", f"It does not say why “{one.title}” was rejected.", REGULATION)


def _money(decision: Decision, facts: Facts) -> Iterator[Lack]:
    """The amount, or why there is none; the fund that pays; the grants that it awards."""
    if not decision.money and not decision.no_money:
        yield Lack("money", "No amount is stated, nor why there is none.")
    if decision.money_is == "withheld" and not decision.part_2 and not facts.withheld:
        yield Lack("money", "The amount is said to stand in Part 2, and there is no Part 2.")
    if decision.money and not decision.fund:
        yield Lack("fund", "It does not say from which fund or budget it is paid.")
    if decision.money:
        yield from _awarded(decision)
    for one in decision.grants:
        if one.recipient and not ORGANISATION.fullmatch(one.recipient):
            yield Lack(
                "grants", f"The grant “{one.title}” names its recipient by {one.recipient[:40]}, no identifier of org-id.guide.",
                "360Giving",
            )  # fmt: skip
        wanting = [name for name in ("recipient", "purpose") if not getattr(one, name)]
        if wanting:
            said = {"recipient": "an identifier of its recipient", "purpose": "its purpose"}
            yield Lack(
                "grants", f"The grant “{one.title}” lacks {' and '.join(said[name] for name in wanting)}.", "360Giving"
            )


def _awarded(decision: Decision) -> Iterator[Lack]:
    """Grants of more than the decision commits, each currency by itself: pounds and euros are no sum."""
    awarded: dict[str, Decimal] = {}
    for one in decision.grants:
        awarded[one.currency] = awarded.get(one.currency, Decimal(0)) + one.amount
    for currency, amount in awarded.items():
        if amount > decision.totals.get(currency, Decimal(0)):
            said = _money_of(amount, currency)
            yield Lack("grants", f"It awards {said} in grants, more than the amount that it states.")


def _money_of(amount: Decimal, currency: str) -> str:
    return f"{amount:,.2f}" if currency == POUNDS else f"{currency} {amount:,.2f}"


def _delegation(decision: Decision, facts: Facts) -> Iterator[Lack]:
    """The power to decide: where it comes from, to whom, for what, and how far it goes."""
    held = decision.delegation
    if held is None:
        yield Lack("delegation", "It does not say which resolution or scheme gives the power to decide.", REGULATION)
        return
    for key, words in (("to", "to whom the power is given"), ("scope", "what the power is for")):
        if not getattr(held, key):
            yield Lack("delegation", f"It does not say {words}.")
    if held.day and held.day > facts.today:
        yield Lack("delegation", f"The power is of {held.day}, a day that has not come.", held.source)
    if held.limit is None:
        return
    for currency, total in decision.totals.items():
        if currency != POUNDS:
            yield Lack(
                "delegation",
                f"It commits {_money_of(total, currency)}; the power goes up to {held.limit:,.2f} pounds, so state it in pounds.",
                held.source,
            )
        elif total > held.limit:
            yield Lack("delegation", f"It commits {total:,.2f}; the power goes up to {held.limit:,.2f}.", held.source)


def _plan(decision: Decision, facts: Facts) -> Iterator[Lack]:
    if not decision.plan_items:
        return
    if facts.items is None:
        yield Lack("plan_items", f"No plan {decision.plan} is kept here, so its items cannot be looked up.")
        return
    for item in decision.plan_items:
        if item not in facts.items:
            yield Lack("plan_items", f"The plan {decision.plan} has no {item.replace(':', ' ')}.")


def _deferral(decision: Decision, facts: Facts) -> Iterator[Lack]:
    """No deferral without a date and a reason (seed-000, lines 86 to 93)."""
    if decision.deferral is None:
        return
    if decision.deferral.until is None:
        yield Lack("deferral", "Publication is deferred, and it does not say until what date.", "the form, Part 1")
    elif not facts.signed and decision.deferral.until <= facts.today:
        yield Lack(
            "deferral", f"Publication is deferred until {decision.deferral.until}, which has come.", "the form, Part 1"
        )
    elif not facts.signed and facts.latest_deferral and decision.deferral.until > facts.latest_deferral:
        yield Lack(
            "deferral", f"Publication is deferred until {decision.deferral.until}; the latest is {facts.latest_deferral}.",
            "the form, Part 1",
        )  # fmt: skip
    if not decision.deferral.reason:
        yield Lack("deferral", "Publication is deferred, and it does not say why.", "the form, Part 1")


def _part_2(decision: Decision, facts: Facts) -> Iterator[Lack]:
    """Part 2 only with exempt content, each part of it with ground, rationale and review date (seed-000, lines 94 to 98)."""
    law = "the form, Part 2"
    if decision.part_2 and not facts.withheld:
        yield Lack("part-2", "It says that there is a Part 2, and nothing stands in it.", law)
    if facts.withheld and not decision.part_2:
        yield Lack("part-2", "Something stands in Part 2, and the form says that there is none.", law)
    for one in facts.withheld:
        if not one.length:
            yield Lack("part-2", f"“{one.title}” in Part 2 is empty.", law)
        if not one.grounds:
            yield Lack("part-2", f"“{one.title}” in Part 2 names no ground for withholding it.", law)
        if any(not ground.reason for ground in one.grounds):
            yield Lack("part-2", f"“{one.title}” in Part 2 does not say why it is withheld.", law)
        if one.review_on is None:
            yield Lack("part-2", f"“{one.title}” in Part 2 has no day on which it is looked at again.", law)


def _sealed(decision: Decision, facts: Facts) -> Iterator[Lack]:
    """Before anybody takes it, each part is sealed, so that the proof of its text goes out with the decision."""
    for one in facts.withheld:
        if not one.sealed:
            yield Lack("part-2", f"Seal Part 2 first: “{one.title}” is not sealed yet.", "the form, Part 2")


def _advice(decision: Decision, facts: Facts) -> Iterator[Lack]:
    """Each subject that the form asks for, signed on this very substance, or not required with a reason."""
    for subject in facts.series.advice:
        held, title = decision.advice_on(subject), SUBJECTS[subject]
        if held is None or not held.done:
            yield Lack(f"advice:{subject}", f"{title}: neither signed nor said to be not required.")
        elif subject in facts.stale:
            yield Lack(f"advice:{subject}", f"{title}: signed before what is decided, or Part 2, became another.")
        elif held.signature and not held.text:
            yield Lack(f"advice:{subject}", f"{title}: signed, and nothing is said.")
    yield from _free_money(decision, decision.advice_on("financial"))


def _free_money(decision: Decision, said: Advice | None) -> Iterator[Lack]:
    if said and said.not_required and (decision.money or decision.money_is == "withheld"):
        yield Lack(
            "advice:financial",
            "Money is involved, so financial comments are required.",
            "the form, financial implications",
        )


def _officer(decision: Decision, facts: Facts) -> Iterator[Lack]:
    if decision.officer is None:
        yield Lack("officer", "The lead officer has not signed.")


def _director(decision: Decision, facts: Facts) -> Iterator[Lack]:
    if decision.director is None:
        yield Lack("director", f"{facts.series.director} has not countersigned.")


def _notices(decision: Decision, facts: Facts) -> Iterator[Lack]:
    for sentence, law in notice_lacks(decision, facts.calendar):
        yield Lack("notices", sentence, law)


Check = Callable[[Decision, Facts], Iterator[Lack]]
CHECKS: dict[str, tuple[Check, ...]] = {
    "advice": (_form, _money, _delegation, _plan, _deferral, _part_2),
    "countersigning": (_advice,),
    "deciding": (_officer, _sealed),
    "signed": (_director, _notices),
}
"""What each stage adds to what is needed."""
