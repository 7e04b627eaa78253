"""How a plan is made: its states, and the steps that the law demands of every version. Tables and pure functions.

The route is that of the Police Reform and Social Responsibility Act 2011 (PRSRA) ss.6 and 7 for the Mayor's Office, with s.96 of
the Police Act 1996 on views and the parts of the Greater London Authority Act 1999 (GLA) that s.6(10) to (14) applies (DOMAIN 1.1).
It holds for an issue and for a variation alike.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from peelian.core.permissions import Permission as P
from peelian.core.workflow import State, Step, Workflow
from peelian.plans.records import HEADS, SUBJECTS, Plan

VERSION = Workflow(
    "plan",
    (
        State("drafting", "Being drafted", "who writes the plan", P.WRITE_PLAN),
        State("consulting", "Out to consultation", "the public, and the panel", P.WRITE_PLAN),
        State("revising", "Being revised", "who writes the plan, then who issues it", P.WRITE_PLAN),
        State("issued", "Issued"),
        State("varied", "Varied since"),
        State("superseded", "Superseded"),
        State("dropped", "Dropped"),
    ),
    (
        Step("plan.open-consultation", "Open the consultation", ("drafting",), "consulting", P.WRITE_PLAN),
        Step("plan.close-consultation", "Close the consultation", ("consulting",), "revising", P.WRITE_PLAN),
        Step(
            "plan.consult-again", "Consult again on another draft", ("revising",), "drafting", P.WRITE_PLAN, reason=True
        ),
        Step("plan.issue", "Issue the plan", ("revising",), "issued", P.ISSUE_PLAN, ("author",)),
        Step("plan.drop", "Drop", ("drafting", "consulting", "revising"), "dropped", P.ISSUE_PLAN, reason=True),
    ),
)
"""``varied`` and ``superseded`` are reached when another version, or another plan, is issued."""
WRITABLE = ("drafting", "revising")
"""States in which the plan's text can be written; while it is out to consultation everybody reads one text."""
UNFINISHED = ("drafting", "consulting", "revising")
OUT = ("issued", "varied", "superseded")
"""States of a version that was issued: what follows the issue can be put on record."""


@dataclass(frozen=True)
class Duty:
    """One step of the route. ``before`` is the state that it has to be done before; ``after`` names duties it cannot precede."""

    id: str
    title: str
    law: str
    who: str
    before: str
    after: tuple[str, ...] = ()
    wording: bool = False
    """Whether it is about one wording: its fingerprint is noted with the step."""
    ask: str = "What was done, and where it can be read"


GLA = "GLA Act 1999 {}, by PRSRA 2011 s.6(10)-(14)"
DUTIES = (
    Duty("people", "Get the views of people in the area on the plan", "Police Act 1996 s.96(1A)", "the body", "issued"),
    Duty("victims", "Get the views of victims of crime on the plan", "Police Act 1996 s.96(1A)", "the body", "issued"),
    Duty("commissioner", "Consult the Commissioner while the plan is drafted", "PRSRA 2011 s.6(6)", "the body", "consulting"),
    Duty("priorities", "Have regard to the priorities of the responsible authorities", "PRSRA 2011 s.10", "the body", "issued"),
    Duty("equality", "Have due regard to equality of opportunity", GLA.format("s.33"), "the body", "issued"),
    Duty(
        "consistency", "Check it against the Mayor's other strategies", GLA.format("s.41"),
        "the body", "issued",
    ),
    Duty(
        "consultees", "Consult those whom the law names", GLA.format("s.42(1)"), "the body", "issued"
    ),
    Duty(
        "panel-sent", "Send the draft to the police and crime panel", "PRSRA 2011 s.6(6)", "the body", "issued",
        ("commissioner",), wording=True,
    ),
    Duty(
        "panel-reported", "Receive the panel's report", "PRSRA 2011 s.6(6), (7)", "the panel", "issued", ("panel-sent",),
        ask="Where its report can be read; or that it made none, and how long it had",
    ),
    Duty(
        "regard", "Have regard to the panel's report and recommendations", "PRSRA 2011 s.6(6)", "the body", "issued",
        ("panel-reported",), ask="What was changed because of it, and what was not and why",
    ),
    Duty("responded", "Give the panel a response", "PRSRA 2011 s.6(6)", "the body", "issued", ("panel-reported",)),
    Duty("response-published", "Publish the response", "PRSRA 2011 s.6(6)", "the body", "issued", ("responded",)),
    Duty(
        "commissioner-again", "Consult the Commissioner on what differs from the draft", "PRSRA 2011 s.6(8)", "the body", "issued",
        ("panel-sent",), wording=True,
    ),
    Duty("publicity", "Publish the plan, and make it known", GLA.format("s.43"), "the body", ""),
    Duty(
        "copies", "Send a copy to each borough and each responsible authority", GLA.format("s.43(2)"),
        "the body", "",
    ),
)  # fmt: skip
"""In the order in which they are usually done. What is due ``before`` no state follows the issue."""
ROUTE = {duty.id: duty for duty in DUTIES}


@dataclass(frozen=True)
class Done:
    """One step as it was done: on which day, what about it, and (``wording``) on which text."""

    duty: str
    on: dt.date
    note: str = ""
    link: str = ""
    wording: str = ""


@dataclass(frozen=True)
class Lack:
    """What is missing before a version can go on: which duty or part, in words, and by which law."""

    what: str
    sentence: str
    law: str


@dataclass(frozen=True)
class Facts:
    """What the route is checked against."""

    done: Mapping[str, Done]
    wording: str
    """The fingerprint of the text as it is now."""
    consulted: bool
    """Whether a consultation has been open and is closed."""
    found: tuple[str, ...] = field(default=())
    """What else contradicts itself, in words."""


def lacks(plan: Plan, facts: Facts, before: str) -> list[Lack]:
    """Everything that is missing before a version can be ``consulting`` or ``issued``; empty where nothing is."""
    found = [
        Lack(duty.id, f"{duty.title}: no day is on record.", duty.law)
        for duty in DUTIES
        if duty.before == before and duty.id not in facts.done and duty.id != "commissioner-again"
    ]
    if before == "issued":
        found += [
            Lack(duty.id, f"{duty.title}: no day is on record.", duty.law)
            for duty in DUTIES if duty.before == "consulting" and duty.id not in facts.done
        ]  # fmt: skip
        found += _changed_since(facts)
        if not facts.consulted:
            found.append(
                Lack("consultation", "No consultation was opened and closed.", "PRSRA 2011 s.6(6); GLA Act 1999 s.42")
            )
        found += _incomplete(plan)
        found += [Lack("contradiction", sentence, "") for sentence in facts.found]
    return found + out_of_order(facts.done)


def _changed_since(facts: Facts) -> list[Lack]:
    """A text that is not the draft any more that the panel had asks for the Commissioner once more, on this very text."""
    sent, again = facts.done.get("panel-sent"), facts.done.get("commissioner-again")
    if sent is None or sent.wording == facts.wording or (again and again.wording == facts.wording):
        return []
    duty = ROUTE["commissioner-again"]
    why = "the text was changed again since" if again else "the text is not the draft that the panel had"
    return [Lack(duty.id, f"{duty.title}: {why}.", duty.law)]


def _incomplete(plan: Plan) -> list[Lack]:
    """What the law has a plan set out, and this one does not."""
    held = {content.head for content in plan.contents}
    heads = [
        Lack(f"content:{head}", f"The plan does not set out {words}.", f"PRSRA 2011 s.7(1)({letter})")
        for letter, (head, words) in zip("abcdef", HEADS.items(), strict=True) if head not in held
    ]  # fmt: skip
    about = {subject for objective in plan.objectives for subject in objective.subjects}
    subjects = [
        Lack(f"subject:{name}", f"No objective is about {words}.", "PRSRA 2011 s.7(2)")
        for name, words in SUBJECTS.items() if name not in about
    ]  # fmt: skip
    read = {yardstick.objective for yardstick in plan.yardsticks}
    unread = [
        Lack(
            f"objective:{objective.id}",
            f"“{objective.title}” has no yardstick, and nothing says why none can be had.", "PRSRA 2011 s.7(1)(e)",
        )
        for objective in plan.objectives if objective.id not in read and not objective.no_source
    ]  # fmt: skip
    return heads + subjects + unread + _targets_without_people(plan)


def _targets_without_people(plan: Plan) -> list[Lack]:
    """A target that is to be set with the people it is for is none until it says with whom it was set (N29)."""
    return [
        Lack(
            f"yardstick:{one.id}", f"The target of {one.measure} is to be set with Londoners: name the engagement it rests on.", "",
        )
        for one in plan.yardsticks if one.with_people and one.targets and not one.set_with
    ]  # fmt: skip


def out_of_order(done: Mapping[str, Done]) -> list[Lack]:
    """Steps that are dated before a step that they follow."""
    return [
        Lack(duty.id, f"{duty.title} is dated {done[duty.id].on}, before “{ROUTE[name].title}” ({done[name].on}).", duty.law)
        for duty in DUTIES if duty.id in done
        for name in duty.after if name in done and done[duty.id].on < done[name].on
    ]  # fmt: skip


def not_before(done: Mapping[str, Done], closes: dt.date | None, on: dt.date) -> list[Lack]:
    """What a version cannot be issued on a day before: the steps that precede the issue, and the end of its consultation."""
    late = [
        Lack(duty.id, f"{duty.title} is dated {done[duty.id].on}, after the day of issue.", duty.law)
        for duty in DUTIES if duty.before and duty.id in done and done[duty.id].on > on
    ]  # fmt: skip
    if closes and closes > on:
        late.append(Lack("consultation", f"The consultation was open until {closes}, after the day of issue.", ""))
    return late


def days_open(opens: dt.date, closes: dt.date) -> int:
    """For how many days a consultation can be answered, both of its days counted."""
    return (closes - opens).days + 1


def public_route(done: Iterable[Done]) -> list[dict[str, str]]:
    """The steps as an edition publishes them, in the table's order."""
    held = {item.duty: item for item in done}
    return [
        {"duty": duty.id, "title": duty.title, "law": duty.law, "on": held[duty.id].on.isoformat(),
         "note": held[duty.id].note, "link": held[duty.id].link}
        for duty in DUTIES if duty.id in held
    ]  # fmt: skip
