"""The page of the manual on a meeting's life, made from the tables that the program goes by."""

from __future__ import annotations

from peelian.scrutiny.meetings.rules import AGENDA, FORMAL, MEETING, MINUTES
from peelian.ui.meeting import OUTCOMES

HEAD = """# A meeting's life

<!-- Made from src/peelian/scrutiny/meetings/rules.py by scripts/reference.py; a test holds it in step. -->

A meeting is planned, called, held; its agenda goes out between the call and the day; its minutes are a draft until a later meeting of the same committee agrees them, and are then signed.
Three tables say so, one beside the other. [How a meeting is run](../how-to/run-a-meeting.md) walks through them.

## The meeting

```mermaid
{meeting}
```

From the day that it is planned everybody reads when and where it is, so its day does not move: it is *postponed*, keeps its address, says why, and its agenda goes to the new day, which is called
anew. One that was entered by mistake is *taken back*: pages show it no more, and who copies meetings by OParl is told that it was removed.

A meeting is called with the day of its notice and the channels by which that could be read. By which day that has to be is counted by the [clocks](clocks.md): clear days of the committee's own
number, five by the Local Government Act 1972 s.100B, neither the day of the notice nor that of the meeting among them; weekends and bank holidays are left out unless the committee's settings say
otherwise. A committee that changes its quorum or its clear days changes them from a day on: each meeting is judged by the rule in force on its own day. What comes later needs a reason that everybody reads.

A meeting that began and was broken off is *adjourned*: for want of a quorum, or because it resolved so, at an hour, with a reason and the items that stand over. It stays held, with minutes of what it
did; an item that stands over has its outcome at the sitting that goes on. Where the meeting itself fixed that day, the sitting stands called at once, with the papers of what stands over open: it is the
same meeting, no notice is made up for it, and its page says that none was given. Where the day was left to be fixed, the sitting is planned later, called and sent an agenda as any other. No document
that this program rests on names a rule of law for adjournments, so it counts no clear days for the first and leaves no rule out for the second. A sitting that goes on is no *next meeting* for an action
that is due at one. Once who was there is noted and no item had a quorum, the desk offers the adjournment with its reason and its items filled in.
It goes on within a year, after the hour at which it was broken off, and not while the committee has another meeting: beyond that it is a slip of the pen. A sitting that is fixed can be put off.

## The agenda

```mermaid
{agenda}
```

It goes out once the meeting is called, the pages of its papers follow each other from 1 on without a gap, no exempt part is an unsealed draft, and somebody has looked at what in it may tell of one
person. From then on nothing of it is edited. What comes later is a supplementary, late or tabled paper, or an urgent item, and says why.

## The minutes

```mermaid
{minutes}
```

They are agreed at a later meeting of the same committee that was held. They need to say who was there; why an urgent item was urgent; by which resolution the public was excluded, where an item was
taken in private. An item without an outcome, and words that may tell of one person, must be looked at first. Agreed minutes are public, and changed by a resolution of a later meeting alone: words of a
minute, what the committee did, votes, interests declared, who was there. What stood there and what stands there now are kept and shown side by side. A draft is public only of a committee whose settings say so.

An outcome is one of: {outcomes}. A deferred item says until when, a referred one to whom. Items of these kinds need none: {formal}.

## Quorum

It is counted item by item: members who were there, and substitutes; not advisers and co-opted members without a vote, not who came later or had gone, not who left the room for an interest. An
item that was taken without a quorum is shown as one. Where nobody noted who was there, or no document gives the quorum, nothing is claimed. Once a meeting has agreed or corrected the minutes of another, its own record
is not changed so that it had none then: a resolution of a later meeting corrects it.

## Actions

An action arises at an item of a meeting that was held, or from an undertaking in an answer to a question, in one step with it. It has an owner and a day or a meeting where those were named; one
without is shown as having none, and is never called late. The body that was asked may say that it is done; it stays open until the committee closes it, drops it or opens it again, each with
words and a day. A committee's *summary list of actions* can be seen as it was when any of its meetings began.

## What everybody reads, and when

| of a meeting | is public |
|---|---|
| that it is planned, when and where | from the day that it is planned |
| that it was called, by which channels, why at short notice | from the call |
| agenda, papers, what the committee is asked | once the agenda is out |
| that it was held, or adjourned: why, what stands over, when it goes on | once that is noted |
| who was there, minutes, outcomes, votes, interests, questions, the actions that arose | once the minutes are agreed; as a draft where the committee publishes its drafts |
| the text of what is exempt | when it is released; before that its title, length, grounds and review date alone |
"""


def meeting_life_page() -> str:
    """docs/reference/meeting-life.md."""
    return HEAD.format(
        meeting=MEETING.diagram(), agenda=AGENDA.diagram(), minutes=MINUTES.diagram(),
        outcomes=", ".join(text.lower() for text in OUTCOMES.values()), formal=", ".join(kind.replace("-", " ") for kind in FORMAL),
    )  # fmt: skip
