"""The page of the manual on a recommendation's life, made from the tables that the program goes by."""

from __future__ import annotations

from peelian.scrutiny.ledger.life import ANSWERS, CLAIMS, DUTIES, KINDS, MOVES, VERDICTS
from peelian.scrutiny.ledger.rules import LIFE, may
from peelian.scrutiny.ledger.survival import FEWEST

HEAD = """# A recommendation's life

<!-- Made from src/peelian/scrutiny/ledger/life.py and rules.py by scripts/reference.py; a test holds it in step. -->

A committee asks; a body answers and says what it did; the committee says what it finds. The ledger is a list of steps that is only ever added to: no state is written, it follows from the
steps, and so does everything that is overdue. A recommendation has one such life with each body that it asks.

```mermaid
{diagram}
```

The two verdicts stand side by side wherever a recommendation is shown: what the body says of itself, and what the committee finds. Only who speaks for the committee closes one, after its
verdict and with a reason; what is closed can be reopened. Delivery is claimed with evidence or not at all.

## Steps

| step | who | where it can be taken |
|---|---|---|
"""
NOTED = """
A step has a day, is never dated before the one before it, and is public at once; where it was put on record on a later day than it is of, that day stands beside it. Exactly the same step of one day
is not taken twice. A file in which a step stands of somebody whose it cannot be, or before the report, is refused. Who writes the committee's papers can note an acknowledgement or an answer that a body published, with the link to it,
and everything that a body without an office here says; the page then says who noted it.

How often something was asked is counted by report, along the links between recommendations: a report asks once, however many of its recommendations are linked. A link that was a mistake is
undone by a further step with its reason, also one that the report was made with; the link and its undoing stay in the history, and it can be linked again. What was said last of a link holds.

## The words of an investigation

While an investigation is prepared, who writes its papers changes its terms and findings freely. From the day it is open, its words follow the rule that reports and minutes follow: what is written waits as a draft that nobody
else reads, until who speaks for the committee publishes it with a reason. The rule is the same for terms and findings because both are what the committee says, and a finding is as much its word as a recommendation.
What stood there before stays public beside it, with the day and the reason; nothing is written over. It is not closed while anything waits to be published, and after it is closed nothing is changed. A change of what the
committee found is thus always dated, and never the officer's alone.

## The six kinds of report, and the duty to answer each

| kind | rests on | duty |
|---|---|---|
"""
DUTY = """
| duty | law | days | what it means |
|---|---|---|---|
"""
WORDS = """
## What can be said

| of | word | means |
|---|---|---|
"""
TAIL = f"""
An answer to several points that differ is *accepted in part* as a whole where anything was accepted, else *noted*. What was last said of each point holds; that a point was left out replaces no answer.

## Overdue

What is overdue follows from what is owed. A body owes an answer to everything that it was asked until it has given it; a delivery it owes only of what it accepted, in whole or in part.

- An **answer** is overdue from the day after it was due while anything is owed, one point of several or the whole: by the law's day where the law sets one, else by the day that the committee asked for, which is shown as asked.
  Where neither sets a day, the one by which the recommendation itself was to be done is the last for the answer too: silence takes nothing off the list. A reason why it could not be in time stands
  beside it and hides nothing.
- A **delivery** is overdue from the day after the one that the recommendation names, where the body accepted it or a point of it, and while nobody has claimed it delivered, or the committee found otherwise since.
  What the body rejected or only noted is not overdue for delivery, whatever day it names: the answer was owed, and came.
- One recommendation counts once, with whichever of its bodies and for whichever of the two it is overdue: on every page, board and file by the same function.
- What is closed or withdrawn is overdue no more.

## Where a body is gone

`succeeded` in the pack's `bodies.yaml` says who took a body's place from which day on: one or several, and they by others again. What was made to a body stays made to it, with every step; from that day
on who took its place owes it. It stands on both bodies' pages as *made to X, now owed by Y*, waits at the successor's desk, and counts as overdue with who owes it and with nobody else. A step of the successor
names in whose place it is said; what the old body said before that day stays its own. Each body's curve watches what it owed itself: until the day before others took its place, and of what it took
over from that day on (late entry).

## How long it takes

A body's page draws how long its answers and deliveries take: the share of recommendations that still wait, by days since their report (Kaplan and Meier, with limits of 95%). What still waits today
counts as far as it has waited; what the committee closed or withdrew, until that day; what the body rejected or only noted, until it said so in the curve of deliveries. A report without a day is left out, and said so. With fewer than {FEWEST} that are over the page says that it cannot tell.
"""
WHO = {
    "addressee": "the body that was asked",
    "committee": "who speaks for the committee",
    "officer": "who writes its papers",
}


def recommendation_life_page() -> str:
    """docs/reference/recommendation-life.md."""
    lines = [HEAD.format(diagram=LIFE.diagram()).rstrip("\n")]
    for move in MOVES.values():
        states = ", ".join(LIFE.state(state).title.lower() for state in move.before)
        why = ", with a reason" if move.reason else ""
        lines.append(f"| {move.title}{why} | {WHO[move.who]} (*{may(move).value}*) | {states} |")
    lines.append(NOTED.rstrip("\n"))
    for kind in KINDS.values():
        lines.append(f"| {kind.title} | {kind.authority} | {'; '.join(DUTIES[duty].title for duty in kind.duties)} |")
    lines.append(DUTY.rstrip("\n"))
    for duty in DUTIES.values():
        days = duty.days or ("set by the committee" if duty.body_sets else "none")
        lines.append(f"| {duty.title} | {duty.law or 'none'} | {days} | {duty.means} |")
    lines.append(WORDS.rstrip("\n"))
    for of, table in (("An answer", ANSWERS), ("A body's claim", CLAIMS), ("The committee's verdict", VERDICTS)):
        lines += [f"| {of} | {word.sign} {word.title} | {word.means} |" for word in table.values()]
    return "\n".join(lines) + "\n" + TAIL
