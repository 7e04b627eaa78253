"""What a decision consists of, as frozen records: the form with its advice and signatures, and what stands around it.

One form holds it, whether a pack keeps it as YAML, the office as a draft, or the house as a sealed file (form.py).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from peelian.decisions.references import Reference

SUBJECTS = {
    "authority": "Confirmation of the delegated authority",
    "financial": "Financial comments",
    "legal": "Legal comments",
    "commercial": "Commercial comments",
    "equality": "Equality comments",
    "data-protection": "Data protection comments",
}
"""What advice is about. Which of them a form asks for is said by its series."""
SIGNERS = ("advice", "officer", "director", "maker")
"""Who signs a form: advisers, its lead officer, who countersigns, who takes it."""
KINDS = {
    "ordinary": "Decision by a post or member under delegation",
    "key": "Key decision of a council's executive",
}
MONEY_KINDS = ("revenue", "capital")
PARTY_KINDS = ("person", "post")
"""Whether somebody to be consulted is named, or whoever holds a post."""


@dataclass(frozen=True)
class Signature:
    """Who signed, in which post, and on which day. A name is not kept where a body publishes posts alone."""

    post: str
    name: str
    day: date | None
    """None where the form prints a name and no day."""


@dataclass(frozen=True)
class Advice:
    """What an adviser said of a decision and signed; or why none is required."""

    subject: str
    text: str = ""
    signature: Signature | None = None
    not_required: str = ""

    @property
    def done(self) -> bool:
        """Whether it is signed, or said to be not required with a reason."""
        return self.signature is not None or bool(self.not_required)


@dataclass(frozen=True)
class Option:
    """Something else that could have been decided, and why it was not (SI 2014/2095 reg 7)."""

    title: str
    why_not: str


@dataclass(frozen=True)
class Amount:
    """Money that a decision commits. ``years`` are financial years such as ``2017-18``; none where it is not said for which."""

    amount: Decimal
    currency: str
    kind: str
    years: tuple[str, ...]
    what: str


@dataclass(frozen=True)
class Party:
    """Somebody who is to be consulted, or was: a person by name, or whoever holds a post."""

    name: str
    kind: str = "person"


@dataclass(frozen=True)
class Delegation:
    """Who gave the power to decide, to whom, for what and how far."""

    source: str
    """The resolution, scheme or statute."""
    day: date | None
    to: str
    """The post that it is given to."""
    scope: str
    limit: Decimal | None
    """How much it may commit at most; None where it says nothing of money."""
    consult: tuple[Party, ...]
    """Whom it says to consult."""
    line: int | None


@dataclass(frozen=True)
class Grant:
    """A grant that a decision awards. ``recipient`` is an identifier of org-id.guide such as ``GB-CHC-123456``.

    ``id`` names it among the grants of its decision, for good; empty while the form is first written.
    """

    id: str
    title: str
    purpose: str
    recipient: str
    recipient_name: str
    amount: Decimal
    currency: str
    starts: date | None
    ends: date | None
    programme: str
    applied_on: date | None = None
    """The day on which the recipient applied for it; None where that is not known."""
    target_days: int | None = None
    """Within how many days of that it is to be paid, where that is not what its series says."""


@dataclass(frozen=True)
class Paper:
    """A background paper; ``link`` is empty where it is kept and can be asked for."""

    title: str
    link: str


@dataclass(frozen=True)
class Deferral:
    """Until when nothing of a decision but its reference is public, and why."""

    until: date | None
    reason: str


@dataclass(frozen=True)
class KeyNotice:
    """How a key decision was announced (SI 2012/2089 regs 9 to 11): in the forward plan, by general exception, or as urgent."""

    forward_plan: date | None
    """The day on which the notice was public."""
    exception: date | None
    """The day on which scrutiny's chair was told, and a notice published, that 28 days were impracticable (reg 10)."""
    urgent_agreed_by: str
    """Who agreed that it is urgent and cannot be deferred (reg 11); empty where nobody was asked."""
    why: str
    """Why the 28 days were not kept."""
    decision_day: date | None
    """The day on which it is to be taken."""
    no_call_in_by: str = ""
    """Who agreed that it is too urgent to be called in, as the council's constitution lets them; empty where nobody did.

    Not whom regulation 11 asks: that is about the notice alone.
    """
    no_call_in_why: str = ""


@dataclass(frozen=True)
class PrivateMeeting:
    """A meeting of which the public is excluded, with its two notices (SI 2012/2089 reg 5)."""

    meeting: date | None
    first_notice: date | None
    second_notice: date | None
    reasons: str
    representations: str
    """What was received against meeting in private; empty is not said."""
    response: str
    urgent_agreed_by: str


@dataclass(frozen=True)
class Meeting:
    """Where a decision was resolved or reported."""

    committee: str
    day: date | None


@dataclass(frozen=True)
class Printed:
    """Where a document prints it."""

    document: str
    line: int
    last_line: int | None


@dataclass(frozen=True)
class Decision:
    """One decision as it was signed, or as it stands in its draft.

    ``plan_items`` are keys of the plan ``plan``: ``commitment:…`` or ``objective:…``. ``no_money`` says why no amount is stated:
    that none is involved (``money_is``: ``none``), or that it stands in Part 2 (``withheld``); neither is ``unknown``.
    """

    reference: Reference
    title: str
    kind: str = "ordinary"
    summary: str = ""
    decision: str = ""
    introduction: str = ""
    issues: str = ""
    options: tuple[Option, ...] = ()
    no_options: str = ""
    money: tuple[Amount, ...] = ()
    money_is: str = "unknown"
    no_money: str = ""
    fund: str = ""
    delegation: Delegation | None = None
    consulted: tuple[Party, ...] = ()
    """Whom the decision itself says were consulted."""
    consultees: tuple[Party, ...] = ()
    """Whom the form lists."""
    plan: str = ""
    plan_items: tuple[str, ...] = ()
    plan_note: str = ""
    """How it is known that it touches them, where the form does not say so itself."""
    meeting: Meeting | None = None
    grants: tuple[Grant, ...] = ()
    papers: tuple[Paper, ...] = ()
    advice: tuple[Advice, ...] = ()
    interests: str = ""
    officer: Signature | None = None
    director: Signature | None = None
    maker: Signature | None = None
    deferral: Deferral | None = None
    part_2: bool = False
    part_2_reason: str = ""
    key_notice: KeyNotice | None = None
    private: PrivateMeeting | None = None
    printed: Printed | None = None
    known_from: str = ""
    """Why it is known only in part; empty where the whole form is here."""

    @property
    def id(self) -> str:
        """As addresses name it."""
        return self.reference.key

    @property
    def signed_on(self) -> date | None:
        """The day on which it was taken."""
        return self.maker.day if self.maker else None

    @property
    def totals(self) -> dict[str, Decimal]:
        """What it commits, by currency; empty where no amount is stated."""
        found: dict[str, Decimal] = {}
        for one in self.money:
            found[one.currency] = found.get(one.currency, Decimal(0)) + one.amount
        return found

    def advice_on(self, subject: str) -> Advice | None:
        """What was said of a subject; None where nothing was."""
        return next((one for one in self.advice if one.subject == subject), None)


MONEY_IS = ("stated", "none", "withheld", "unknown")
