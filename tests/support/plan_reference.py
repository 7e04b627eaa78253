"""The page of the manual on a plan's life, made from the tables that the program goes by."""

from __future__ import annotations

from peelian.plans.rules import DUTIES, VERSION
from peelian.plans.statuses import EVIDENCE, STATUSES

HEAD = """# A plan's life

<!-- Made from src/peelian/plans/rules.py and statuses.py by scripts/reference.py; a test holds it in step. -->

A plan is begun, written, consulted on, revised and issued; an issued plan is varied by another version of it, and superseded by another plan from the day on which that takes
effect. A version goes through these states ([decision 0025](../decisions/0025-a-plan-is-written-as-items-and-published-as-editions.md)):

```mermaid
{diagram}
```

*Varied since* and *Superseded* are reached when another version, or another plan, is issued. A plan can be written while it is drafted or revised. While it is out to consultation everybody
reads one text. When a consultation opens, and when a plan is issued, its text becomes an edition: a file with a seal that is never edited.

## The steps of the law

Every version takes them, a variation too. A step is put on record with its day and what was done, and a link to where it can be read; mended with a reason. A plan cannot be issued while one is
missing, dated before one that it follows, or dated after the day of issue; the refusal names each. The text that is sent to the panel is remembered by its fingerprint: a text that
differs asks for the Commissioner once more, on exactly the text that is issued. To mend a step's words does not move it to another text; to do it again does. A consultation that
never opened is none, and one that is closed early ends on that day. What follows the issue is put on record after it.

A plan holds until the day on which another takes effect: until then it can be varied, and from then on a variation of it cannot be issued any more.

| step | law | by | before it is |
|---|---|---|---|
"""
CONTENTS = """
Besides, it must set out the six contents of PRSRA 2011 s.7(1), have objectives on the three subjects of s.7(2), a yardstick for every objective or the reason why there is none, and a summary
that contradicts nothing that it is tied to. Targets that are to be set with people name the engagement that they rest on.

## What can be claimed

Progress is claimed of what is out: a status, since which day, why, and with evidence. A claim is never changed; the next follows it. Whether something is overdue is computed.

"""
BEFORE = {"consulting": "out to consultation", "issued": "issued", "": "(after the issue)"}
SCALES = {
    "commitment": "A commitment",
    "milestone": "A milestone of a commitment",
    "programme": "A programme",
    "publication": "A promised publication",
    "pilot": "A pilot",
    "review": "An awaited review",
    "touched": "An item that a review touches",
    "finding": "A finding of an inspection",
}


def plan_life_page() -> str:
    """docs/reference/plan-life.md."""
    lines = [HEAD.format(diagram=VERSION.diagram()).rstrip("\n")]
    lines += [f"| {duty.title} | {duty.law} | {duty.who} | {BEFORE[duty.before]} |" for duty in DUTIES]
    lines.append(CONTENTS.rstrip("\n") + "\n")
    lines += ["| of | status | means | awaited after it |", "|---|---|---|---|"]
    for scale, title in SCALES.items():
        lines += [
            f"| {title} | {one.sign} {one.title} | {one.means} | {'nothing' if one.ends else 'more'} |"
            for one in STATUSES[scale]
        ]
    lines += [
        "",
        f"Evidence is {', '.join(list(EVIDENCE.values())[:-1])} or {list(EVIDENCE.values())[-1]}, each with a link.",
    ]
    lines += [
        "", "- *Kept* is in time, *kept late* is not: which of them it is follows from the month that was promised.",
        "- A pilot starts with aims that are set, and keeps them. A decision to roll it out or to stop it rests on its results and on a record of who was consulted.",
        "- A review that has concluded, or whose month has passed, reopens what it touches until somebody decides whether it stands or is to be varied.",
    ]  # fmt: skip
    return "\n".join(lines) + "\n"
