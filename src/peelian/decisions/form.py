"""A decision in its form, a mapping read field by field: a pack's YAML, a sealed file's JSON and the records' own alike.

What is left out is not said; ``rules.lacks`` says what of it is needed. Only what cannot be meant is refused here.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Mapping
from dataclasses import asdict, fields, is_dataclass
from decimal import Decimal, InvalidOperation
from typing import Any, TypeVar

from peelian.core.addresses import is_address
from peelian.core.exempt.records import Stub
from peelian.decisions.records import (
    KINDS,
    MONEY_IS,
    MONEY_KINDS,
    PARTY_KINDS,
    SUBJECTS,
    Advice,
    Amount,
    Decision,
    Deferral,
    Delegation,
    Grant,
    KeyNotice,
    Meeting,
    Option,
    Paper,
    Party,
    Printed,
    PrivateMeeting,
    Signature,
)
from peelian.decisions.references import Reference, reference
from peelian.decisions.texts import said
from peelian.figures.errors import PeelianError
from peelian.plans.entry import Entry, mapping

TEXTS = ("summary", "decision", "introduction", "issues", "no_options", "no_money", "fund", "plan", "plan_note", "interests",
         "part_2_reason", "known_from")  # fmt: skip
LISTS = ("options", "money", "consulted", "consultees", "plan_items", "grants", "papers", "advice")
PARTS = ("delegation", "meeting", "officer", "director", "maker", "deferral", "key_notice", "private", "printed")
KEYS = ("kind", "money_is", "part_2", *TEXTS, *LISTS, *PARTS)
"""Every key beside the reference and the title."""
GRANT = re.compile(r"[A-Za-z0-9_]{1,40}")
"""How a grant is named within its decision: without a hyphen, so that no two names of grants can be one."""
ITEM = re.compile(r"(commitment|objective):[a-z0-9]+(-[a-z0-9]+)*")
MOST = Decimal(10) ** 13
LONGEST_TARGET = 3650
_YEAR = re.compile(r"\d{4}-\d\d")
_CURRENCY = re.compile(r"[A-Z]{3}")
T = TypeVar("T")


def read_decision(entry: Entry) -> Decision:
    """A decision in its form. Raises PackError for the first thing that cannot be right."""
    entry.check(("reference", "title"), KEYS)
    money = tuple(_amount(one) for one in entry.entries("money"))
    texts = {key: _text(entry, key) for key in TEXTS}
    return Decision(
        reference=_reference(entry), title=_needed(entry, "title"),
        kind=_word(entry, "kind", tuple(KINDS), "ordinary"),
        money=money, money_is=_money_is(entry, bool(money)),
        options=tuple(_option(one) for one in entry.entries("options")),
        consulted=tuple(_party(one) for one in entry.entries("consulted")),
        consultees=tuple(_party(one) for one in entry.entries("consultees")),
        plan_items=_plan_items(entry), grants=_grants(entry),
        papers=tuple(_paper(one) for one in entry.entries("papers")), advice=_advice(entry),
        delegation=_part(entry, "delegation", _delegation), meeting=_part(entry, "meeting", _meeting),
        officer=_part(entry, "officer", _signature), director=_part(entry, "director", _signature),
        maker=_part(entry, "maker", _signature), deferral=_part(entry, "deferral", _deferral),
        key_notice=_part(entry, "key_notice", _key_notice), private=_part(entry, "private", _private),
        printed=_part(entry, "printed", _printed), part_2=entry.flag("part_2"), **texts,
    )  # fmt: skip


def to_form(decision: Decision) -> dict[str, Any]:
    """A decision as its form has it, in JSON's own types; what says nothing is left out."""
    form: dict[str, Any] = _plain(decision)
    return {"reference": str(decision.reference), "title": decision.title} | form


def normal(form: Mapping[str, Any], name: str = "The form") -> dict[str, Any]:
    """A form as it is always written, whoever wrote it how: two that mean the same are the same. Raises PackError as reading does.

    A record's form has no reference of its own.
    """
    found = to_form(read_decision(mapping({"reference": "PCD 1", **form}, name)))
    return {key: value for key, value in found.items() if key != "reference"}


def stub_json(stub: Stub) -> dict[str, Any]:
    """An exempt part's public entry in JSON's own types."""
    unsaid = {"form": "text", "pages": None, "media": "", "sha256": "", "reviews": (), "public_at": None}
    return {key: _json(value) for key, value in asdict(stub).items() if key not in unsaid or value != unsaid[key]}


def _json(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _json(one) for key, one in value.items()}
    if isinstance(value, list | tuple):
        return [_json(one) for one in value]
    return value.isoformat() if isinstance(value, dt.date) else value


def _plain(value: Any) -> Any:
    if isinstance(value, Reference):
        return str(value)
    if is_dataclass(value) and not isinstance(value, type):
        found = {item.name: _plain(getattr(value, item.name)) for item in fields(value)}
        return {key: one for key, one in found.items() if one not in ("", None, [], False)}
    if isinstance(value, tuple):
        return [_plain(one) for one in value]
    return str(value) if isinstance(value, Decimal | dt.date) else value


def _part(entry: Entry, key: str, read: Callable[[Entry], T]) -> T | None:
    found = entry.optional_child(key)
    return None if found is None else read(found)


def _text(entry: Entry, key: str) -> str:
    """A text; empty where the key is absent, null or empty, and where nothing of it can be seen."""
    value = entry.data.get(key)
    if value is None or (isinstance(value, str) and not said(value)):
        return ""
    return said(entry.text(key))


def _needed(entry: Entry, key: str) -> str:
    """A text that says something. Raises PackError where it does not."""
    found = _text(entry, key)
    if not found:
        entry.fail(key, f"{key} says nothing.", "Write what it is.")
    return found


def _day(entry: Entry, key: str) -> dt.date | None:
    return None if entry.data.get(key) in (None, "") else entry.day(key)


def _word(entry: Entry, key: str, allowed: tuple[str, ...], default: str) -> str:
    return default if entry.data.get(key) in (None, "") else entry.one_of(key, allowed)


def money(entry: Entry, key: str) -> Decimal:
    """An amount, exactly as written: digits with at most two decimals, in quotes or not. Raises PackError."""
    value = entry.data.get(key)
    try:
        if isinstance(value, bool) or not isinstance(value, str | int | float):
            raise InvalidOperation
        found = Decimal(str(value).replace(",", ""))
    except InvalidOperation:
        found = Decimal("NaN")
    if not found.is_finite() or not 0 <= found < MOST or found != round(found, 2):
        entry.fail(
            key, f"{key} {value!r} is no amount of money.", "Write digits, with a point and two decimals: 1250000.00."
        )
    return found


def _reference(entry: Entry) -> Reference:
    try:
        return reference(entry.text("reference"))
    except PeelianError as error:
        if error.code != "no-reference":
            raise
        entry.fail("reference", error.message, error.remedy)


def _money_is(entry: Entry, stated: bool) -> str:
    said = _word(entry, "money_is", MONEY_IS, "stated" if stated else "unknown")
    if (said == "stated") != stated:
        entry.fail("money_is", f"money_is {said!r} is not what `money` says.", "Leave it out, or list the amounts.")
    return said


def _amount(entry: Entry) -> Amount:
    entry.check(("amount",), ("currency", "kind", "years", "what"))
    years = entry.texts("years")
    for year in years:
        if not _YEAR.fullmatch(year) or (int(year[:4]) + 1) % 100 != int(year[5:]) or not "1900" <= year < "2200":
            entry.fail("years", f"{year!r} is no financial year.", "Write '2017-18'.")
    return Amount(
        money(entry, "amount"), _currency(entry), _word(entry, "kind", MONEY_KINDS, ""), years, _text(entry, "what")
    )


def _currency(entry: Entry) -> str:
    said = _text(entry, "currency") or "GBP"
    if not _CURRENCY.fullmatch(said):
        entry.fail("currency", f"{said!r} is no currency.", "Write its three letters, such as GBP.")
    return said


def _option(entry: Entry) -> Option:
    entry.check(("title",), ("why_not",))
    return Option(_needed(entry, "title"), _text(entry, "why_not"))


def _party(entry: Entry) -> Party:
    entry.check(("name",), ("kind",))
    return Party(_needed(entry, "name"), _word(entry, "kind", PARTY_KINDS, "person"))


def _plan_items(entry: Entry) -> tuple[str, ...]:
    found = entry.texts("plan_items")
    for item in found:
        if not ITEM.fullmatch(item):
            entry.fail(
                "plan_items", f"{item!r} is no item of a plan.", "Write commitment:… or objective:… with its id."
            )
    if found and not _text(entry, "plan"):
        entry.fail("plan_items", "It names items of a plan, and not which plan.", "Add `plan:` with the plan's id.")
    return found


def _grants(entry: Entry) -> tuple[Grant, ...]:
    found: list[Grant] = []
    for one in entry.entries("grants"):
        made = _grant(one)
        if made.id and made.id in {held.id for held in found}:
            one.fail(
                "id", f"two grants are named {made.id}.", "Give each a name of its own, or leave it to the office."
            )
        found.append(made)
    return tuple(found)


def _grant(entry: Entry) -> Grant:
    entry.check(
        ("title", "recipient_name", "amount"),
        ("id", "purpose", "recipient", "currency", "starts", "ends", "programme", "applied_on", "target_days"),
    )
    found = Grant(
        _text(entry, "id"), _needed(entry, "title"), _text(entry, "purpose"), _text(entry, "recipient"),
        _needed(entry, "recipient_name"),
        money(entry, "amount"), _currency(entry), _day(entry, "starts"), _day(entry, "ends"), _text(entry, "programme"),
        _day(entry, "applied_on"), target_days(entry),
    )  # fmt: skip
    if found.id and not GRANT.fullmatch(found.id):
        entry.fail("id", f"{found.id!r} names no grant.", "Use letters, digits and _ alone.")
    if found.starts and found.ends and found.ends < found.starts:
        entry.fail("ends", "The grant ends before it starts.", "Put the earlier day first.")
    return found


def target_days(entry: Entry) -> int | None:
    """Within how many days a grant is to be paid; None where no target is set. Raises PackError."""
    days = entry.optional_whole("target_days")
    if days is not None and not 1 <= days <= LONGEST_TARGET:
        entry.fail("target_days", f"{days} is no number of days.", f"Write one from 1 to {LONGEST_TARGET}.")
    return days


def _paper(entry: Entry) -> Paper:
    entry.check(("title",), ("link",))
    link = _text(entry, "link")
    if link and not is_address(link):
        entry.fail("link", f"“{link[:80]}” is no address.", "Begin it with https://, or with / for a page of ours.")
    return Paper(_needed(entry, "title"), link)


def _advice(entry: Entry) -> tuple[Advice, ...]:
    found: list[Advice] = []
    for one in entry.entries("advice"):
        one.check(("subject",), ("text", "signature", "not_required"))
        subject = one.one_of("subject", tuple(SUBJECTS))
        if subject in {held.subject for held in found}:
            one.fail("subject", f"{subject} stands twice.", "Keep one entry for each subject.")
        made = Advice(subject, _text(one, "text"), _part(one, "signature", _signature), _text(one, "not_required"))
        if made.signature and made.not_required:
            one.fail("not_required", "It is signed, and said to be not required.", "Keep one of the two.")
        found.append(made)
    return tuple(found)


def _signature(entry: Entry) -> Signature:
    entry.check(("post",), ("name", "day"))
    return Signature(_needed(entry, "post"), _text(entry, "name"), _day(entry, "day"))


def _delegation(entry: Entry) -> Delegation:
    entry.check(("source",), ("day", "to", "scope", "limit", "consult", "line"))
    limit = None if entry.data.get("limit") in (None, "") else money(entry, "limit")
    return Delegation(
        _needed(entry, "source"), _day(entry, "day"), _text(entry, "to"), _text(entry, "scope"), limit,
        tuple(_party(one) for one in entry.entries("consult")), entry.optional_whole("line"),
    )  # fmt: skip


def _meeting(entry: Entry) -> Meeting:
    entry.check(("committee",), ("day",))
    return Meeting(_needed(entry, "committee"), _day(entry, "day"))


def _deferral(entry: Entry) -> Deferral:
    entry.check((), ("until", "reason"))
    return Deferral(_day(entry, "until"), _text(entry, "reason"))


def _key_notice(entry: Entry) -> KeyNotice:
    entry.check(
        (), ("forward_plan", "exception", "urgent_agreed_by", "why", "decision_day", "no_call_in_by", "no_call_in_why")
    )
    return KeyNotice(
        _day(entry, "forward_plan"), _day(entry, "exception"), _text(entry, "urgent_agreed_by"), _text(entry, "why"),
        _day(entry, "decision_day"), _text(entry, "no_call_in_by"), _text(entry, "no_call_in_why"),
    )  # fmt: skip


def _private(entry: Entry) -> PrivateMeeting:
    entry.check(
        (), ("meeting", "first_notice", "second_notice", "reasons", "representations", "response", "urgent_agreed_by")
    )
    return PrivateMeeting(
        _day(entry, "meeting"), _day(entry, "first_notice"), _day(entry, "second_notice"), _text(entry, "reasons"),
        _text(entry, "representations"), _text(entry, "response"), _text(entry, "urgent_agreed_by"),
    )  # fmt: skip


def _printed(entry: Entry) -> Printed:
    entry.check(("document", "line"), ("last_line",))
    return Printed(entry.text("document"), entry.whole("line"), entry.optional_whole("last_line"))
