"""What a promise holds beside its words: a date, money, numbers, bodies, and whether something is to be published."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from peelian.plans.importing.wording import CALLED, NICKNAMES, OTHERS_PUBLISH, PUBLICATION
from peelian.plans.records import Body
from peelian.reading.amounts import counts_in, money_in, per_cents_in
from peelian.reading.dates import Date, dates_in
from peelian.reading.names import Names

_POSSESSIVE = re.compile(r"^\w+['’]s\s+")

_ASIDE = re.compile(r"\([^()]*\)")
"""What stands in brackets explains: its numbers and dates are of something else."""


def names_of(bodies: Sequence[Body]) -> Names:
    """Everything that the bodies are called."""
    return Names({body.id: _called(body) for body in bodies})


def _called(body: Body) -> list[str]:
    called = [body.name, body.short, *CALLED.get(body.kind, ()), *NICKNAMES.get(body.name, ())]
    if body.kind == "sector":
        called.append(_POSSESSIVE.sub("", body.name))
    return called


def details_of(text: str, names: Names, owner: str | None) -> dict[str, Any]:
    """The fields of a promise that its words give; a field that they do not give is left out."""
    partners = [identity for identity in names.ids_in(text) if identity != owner]
    said = _ASIDE.sub(" ", text)
    numbers = [{"value": str(number.value), "unit": number.unit} for number in (*counts_in(said), *per_cents_in(said))]
    found: dict[str, Any] = {
        **_when(dates_in(said)),
        "money": [
            {"amount": money.amount, "currency": money.currency, "words": money.words} for money in money_in(text)
        ],
        "numbers": numbers,
        "owner": owner,
        "partners": partners,
        "publication": True if PUBLICATION.search(OTHERS_PUBLISH.sub(" ", text)) else None,
    }
    return {key: value for key, value in found.items() if value not in (None, [])}


def _when(dates: Sequence[Date]) -> dict[str, Any]:
    """``due`` and ``due_words`` of the first date by which something is due; ``start`` of the first from which it runs."""
    found: dict[str, Any] = {}
    due = next((date for date in dates if date.role == "due"), None) or next(
        (date for date in dates if date.role == "vague" or (date.role == "at" and date.said)), None
    )
    if due:
        found |= {"due": due.month, "due_words": due.words}
    start = next((date for date in dates if date.role == "start"), None)
    if start:
        found |= {"start": start.period, "start_words": start.words}
    return found
