"""The page of the manual on a decision's life, made from the tables that the program goes by."""

from __future__ import annotations

from peelian.decisions.lacking import SUBSTANCE
from peelian.decisions.records import SUBJECTS
from peelian.decisions.rules import DECISION

HEAD = """# A decision's life

<!-- Made from src/peelian/decisions/rules.py and records.py by scripts/reference.py; a test holds it in step. -->

A decision gets the next number of its series when it is begun, and keeps it whatever becomes of it. Its form is written, advised on, countersigned and taken; its signature seals
it. What is sealed is never changed: a correction is another version, which takes the whole way again and says what it corrects and why.

```mermaid
{diagram}
```

*Corrected since* is reached when a later version is published. A deferral whose day has come is ended by the clock, at the beginning of that day in London; a worker that was not
there at the moment does it when it starts.

## Who may take each step

Nobody signs what they wrote: whoever wrote any of the form, of the version that it corrects or of Part 2 is its author, and whoever advised on it neither countersigns nor takes it.

| step | from | to | who may | not | why is asked |
|---|---|---|---|---|---|
"""
ADVICE = """
## Advice

Which subjects a form asks for is said by its series in the pack. Each is signed, with post, name and day, or said to be not required with a reason. Financial comments can only be
not required where no money is involved.

| subject | title |
|---|---|
"""
TAIL = """
Advice is about the substance of a form: {substance}. Where one of these or a text of Part 2 changes after advice was signed, it is needed anew; a spelling in the summary does not ask for
it again. A correction carries the advice of the version before it over on the same terms.

## What a form lacks

A form goes on when nothing that the next step needs is missing; the desk names each lack with where to mend it.

| before | is needed |
|---|---|
| advice is asked for | summary, decision, introduction, issues; options that were rejected, or why there were none; an amount and its fund, or why none is stated; the power, to whom, for what, not exceeded; items of the plan that are there; a deferral with its day and reason; of each part of Part 2 text, ground, rationale and review date |
| it is sent to be countersigned | every subject of advice, on this very substance; what may tell of a person has been read |
| it is countersigned | the lead officer's signature; every part of Part 2 sealed |
| it is taken | the director's signature; the notices of a key decision or a private meeting; interests declared |
| it is published | what may tell of a person has been read once more |

## What is public, and when

Nothing of a decision is public before it is published. Publication is due one working day after it was taken, or on the day of its deferral; lateness is computed in working days.
While it is deferred its reference, that it is deferred, until when and why are public, and nothing else. Of an exempt part its title, length, grounds, who decided, the review date and
the proof of its text are public from the moment that its decision is; its text when it is released.

A council's key decision is not carried out before the days of call-in are over, unless whom the constitution names agreed that it is too urgent to be called in; nor while it is
called in. Where the committee sends it back to who took it, or on to the council, it waits for what they say: it was confirmed, was changed (by a correction that is out), or was given
up. It is carried out after the first two.

## The payment of a grant

A grant is paid after its decision was sealed, so its payment is a note of its own beside the seal: which grant, on which day. Who writes decisions notes it on the desk once the
decision is out. A note is never changed or removed, in the database neither: a further one corrects it and says what was wrong, with no day where the grant was not paid after all. Of
several the last holds, and all are public. No payment lies in the future, or before the application.

The days from application to payment stand beside the target that the grant states, or its series; no law sets one, and without it none is set. A grant that is not paid counts with the
days so far. Where the day of application is not known, or a correction puts it behind the payment, the days cannot be told. `/decisions/awards` lists every grant, those over target
first, with the median of the days; where that can still grow with those that wait, it says that it is the least.
"""


def decision_life_page() -> str:
    """docs/reference/decision-life.md."""
    title = {state.id: state.title for state in DECISION.states}
    lines = [HEAD.format(diagram=DECISION.diagram()).rstrip("\n")]
    lines += [
        f"| {step.title} | {', '.join(title[one] for one in step.before)} | {title[step.after]} | {step.permission.value} | "
        f"{' or '.join(step.not_by) or ''} | {'yes' if step.reason else ''} |"
        for step in DECISION.steps
    ]
    lines += [ADVICE.rstrip("\n"), *(f"| `{name}` | {text} |" for name, text in SUBJECTS.items())]
    lines.append(TAIL.format(substance=", ".join(f"`{name}`" for name in SUBSTANCE)).rstrip("\n"))
    return "\n".join(lines) + "\n"
