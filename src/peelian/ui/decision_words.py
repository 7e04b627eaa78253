"""The words of decisions: money, days, signatures, grounds, and what a correction changed."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from peelian.core.exempt.records import Ground
from peelian.decisions.records import SUBJECTS, Amount, Decision, Party, Signature
from peelian.figures.house import LONDON
from peelian.reading.wordings import Difference as Words
from peelian.reading.wordings import differences, same_words
from peelian.ui import format as words

NOT_STATED = {
    "unknown": "not known here", "none": "none", "withheld": "withheld, in Part 2", "stated": "",
}  # fmt: skip


def money_words(amount: Decimal, currency: str) -> str:
    """``£1,250,000``; pence where there are any."""
    said = words.number(amount, 0 if amount == amount.to_integral_value() else 2)
    return f"£{said}" if currency == "GBP" else f"{currency} {said}"


def totals_words(totals: Mapping[str, Decimal]) -> str:
    """``£120,000 and EUR 5,000``."""
    return " and ".join(
        money_words(amount, currency) for currency, amount in sorted(totals.items(), key=lambda one: one[0] != "GBP")
    )


def signature_words(signed: Signature | None) -> str:
    """``Chief Executive Officer, Ed Example, 23 September 2020``; empty where nobody signed."""
    if signed is None:
        return ""
    return ", ".join(
        filter(None, (signed.post, signed.name, words.day(signed.day) if signed.day else "no day printed"))
    )


def ground_words(ground: Ground) -> str:
    """``FOIA 2000 s.43: commercial interests``."""
    from peelian.core.exempt.rules import (
        cited,
        heading,
    )  # needs the office's apps, which a command without records has not

    about = heading(ground)
    return f"{cited(ground)}: {about}" if about else cited(ground)


def why_words(ground: Ground) -> str:
    """Why it is claimed: the reason, and what else the law asks to be said."""
    said = [ground.reason]
    if ground.enactment:
        said.append(f"Forbidden by: {ground.enactment}.")
    if ground.opinion_by and ground.opinion_on:
        said.append(f"Opinion of the qualified person: {ground.opinion_by}, {words.day(ground.opinion_on)}.")
    if ground.contract_terms:
        said.append("It tells of terms of a contract that is being negotiated.")
    return " ".join(said)


@dataclass(frozen=True)
class Change:
    """A part of the form that a correction changed, word by word."""

    title: str
    words: tuple[Words, ...]


TEXTS = (
    ("title", "Title"), ("summary", "Executive summary"), ("decision", "What is decided"),
    ("introduction", "Introduction and background"), ("issues", "Issues for consideration"), ("fund", "Fund"),
    ("interests", "Interests"), ("no_options", "Options"),
    ("no_money", "Money"), ("part_2_reason", "Part 2"),
)  # fmt: skip


def form_texts(decision: Decision) -> dict[str, str]:
    """Every part of a form as one text, by its title: what a correction is compared in."""
    found = {title: getattr(decision, key) for key, title in TEXTS}
    found["Options"] = " ".join(
        [*(f"{one.title}: {one.why_not}." for one in decision.options), decision.no_options]
    ).strip()
    found["Amounts"] = " ".join(amount_words(one) for one in decision.money)
    found["Grants"] = " ".join(
        f"{one.title}, {one.recipient_name} ({one.recipient}), {money_words(one.amount, one.currency)}. {one.purpose}"
        f"{f' Applied for on {one.applied_on}.' if one.applied_on else ''}"
        f"{f' To be paid within {one.target_days} days.' if one.target_days else ''}"
        for one in decision.grants
    )
    found["Consultees"] = party_words((*decision.consulted, *decision.consultees))
    found["The power to decide"] = _power(decision)
    found["Meeting"] = f"{held.committee} {held.day or ''}".strip() if (held := decision.meeting) else ""
    found["Background papers"] = "; ".join(f"{one.title} {one.link}".strip() for one in decision.papers)
    found["Notices"] = _notices(decision)
    found["Items of the plan"] = " ".join(decision.plan_items)
    found |= {SUBJECTS[one.subject]: f"{one.text}{one.not_required}" for one in decision.advice}
    return found


def _power(decision: Decision) -> str:
    held = decision.delegation
    if held is None:
        return ""
    limit = f"up to {money_words(held.limit, 'GBP')}" if held.limit is not None else ""
    consult = f"consulting {party_words(held.consult)}" if held.consult else ""
    return ". ".join(filter(None, (held.source, str(held.day or ""), held.to, held.scope, limit, consult)))


def _notices(decision: Decision) -> str:
    """Everything that the form says of notices, as one text."""
    held = [part for part in (decision.key_notice, decision.private) if part]
    return " ".join(
        f"{name.replace('_', ' ')}: {value}." for part in held for name, value in vars(part).items() if value
    )


def amount_words(one: Amount) -> str:
    """``£120,000 revenue, 2026–27: grants``."""
    years = f", {', '.join(year.replace('-', '–') for year in one.years)}" if one.years else ""
    said = f"{money_words(one.amount, one.currency)}{f' {one.kind}' if one.kind else ''}{years}"
    return f"{said}: {one.what}" if one.what else said


def party_words(parties: Iterable[Party]) -> str:
    """Names, in order."""
    return "; ".join(one.name for one in parties)


def changes(older: Decision, newer: Decision) -> tuple[Change, ...]:
    """What a version changed in the words of the one before it."""
    before, after = form_texts(older), form_texts(newer)
    return tuple(
        Change(title, differences(before.get(title, ""), after.get(title, "")))
        for title in {**before, **after}
        if not same_words(before.get(title, ""), after.get(title, ""))
    )


def day_of(moment: dt.datetime | None) -> dt.date | None:
    """The day of a moment in London."""
    return moment.astimezone(LONDON).date() if moment else None


def lines_words(first: int, last: int | None) -> str:
    """``lines 3 to 110``."""
    return f"lines {first} to {last}" if last and last != first else f"line {first}"
