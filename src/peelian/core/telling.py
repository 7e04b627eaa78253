"""How what is done to organisations and people reads in the audit."""

from __future__ import annotations

import datetime as dt
from typing import Any

from peelian.audit.presenting import Telling, tells
from peelian.core.models import POWERS
from peelian.core.roles import ROLES

FACTORS = {"totp": "one-time codes", "webauthn": "a passkey", "recovery_codes": "recovery codes"}
FIELDS = {
    "name": "name", "title": "job title", "short": "short name", "kind": "kind", "from_day": "first day", "until_day": "last day",
    "email": "e-mail address", "is_active": "may sign in", "expires_at": "good until",
}  # fmt: skip


def day(value: Any) -> str:
    """``31 March 2027`` of a day as events hold it."""
    found = dt.date.fromisoformat(str(value)[:10])
    return f"{found.day} {found:%B} {found.year}"


def role(key: Any) -> str:
    """A role's title, in the middle of a sentence."""
    return ROLES[key].title.lower() if key in ROLES else str(key)


def said(value: Any) -> str:
    """A value in a sentence."""
    if value in (None, ""):
        return "nothing"
    return "yes" if value is True else "no" if value is False else f"“{value}”"


def differences(told: Telling) -> str:
    """``name from “A” to “B”, job title to “C”``."""
    return ", ".join(
        f"{FIELDS.get(name, name)} "
        + (f"from {said(before)} " if before not in (None, "") else "")
        + f"to {said(after)}"
        for _, name, before, after in told.changes()
    )


def _until(told: Telling) -> str:
    return f" until {day(told.now('until_day'))}" if told.now("until_day") else ""


@tells("organisation.add")
def _(told: Telling) -> str:
    return f"{told.who} added the organisation {told.whom}."


@tells("organisation.change", "person.change")
def _(told: Telling) -> str:
    return f"{told.who} changed {told.whom}: {differences(told)}."


@tells("organisation.area")
def _(told: Telling) -> str:
    return f"{told.who} noted that {told.whom} covers {told.now('area')} from {day(told.now('from_day'))}."


@tells("organisation.power")
def _(told: Telling) -> str:
    power = POWERS.get(told.now("power"), told.now("power"))
    law = f" ({told.now('law')})" if told.now("law") else ""
    return f"{told.who} noted that {told.whom} {power}{law} from {day(told.now('from_day'))}."


@tells("organisation.end-dated")
def _(told: Telling) -> str:
    what = "an area" if told.about("organisation-area") else "a power"
    return f"{told.who} ended {what} of {told.whom} after {day(told.now('until_day'))}."


@tells("person.invite")
def _(told: Telling) -> str:
    name, where = told.now("name"), told.name(told.now("organisation") or "")
    return f"{told.who} invited {name} to be {role(told.now('role'))} at {where}{_until(told)}."


@tells("person.invite-again")
def _(told: Telling) -> str:
    return f"{told.who} gave {told.whom} a new link to join; the old one is good for nothing."


@tells("person.withdraw-invitation")
def _(told: Telling) -> str:
    return f"{told.who} withdrew the invitation of {told.whom}."


@tells("person.join")
def _(told: Telling) -> str:
    where = told.name(told.now("organisation") or "")
    return f"{told.name(told.event.subject)} joined as {role(told.now('role'))} at {where}."


@tells("person.give-role")
def _(told: Telling) -> str:
    where, begins = told.name(told.now("organisation") or ""), day(told.now("from_day"))
    return f"{told.who} made {told.whom} {role(told.now('role'))} at {where} from {begins}{_until(told)}."


def _ended(told: Telling) -> str:
    if told.before("role"):
        return f"took back the role of {told.whom} as {role(told.before('role'))}, which had not begun"
    when = "at once" if told.now("ended_at") else f"after {day(told.now('until_day'))}"
    return f"ended the role of {told.whom} as {told.name(told.about('post'))} {when}"


@tells("person.end-role")
def _(told: Telling) -> str:
    shut = " No role is left, so the door is shut." if told.now("is_active") is False else ""
    return f"{told.who} {_ended(told)}.{shut}"


@tells("person.leave")
def _(told: Telling) -> str:
    posts = dict.fromkeys(record for record, *_ in told.changes() if record.startswith("post:"))
    when = "at once" if told.now("ended_at") else f"after {day(told.now('until_day'))}" if told.now("until_day") else ""
    named = "; ".join(told.name(post) for post in posts)
    return f"{told.who} ended {len(posts)} {'role' if len(posts) == 1 else 'roles'} of {told.whom} {when}: {named}."


@tells("person.sign-in")
def _(told: Telling) -> str:
    return f"{told.who} signed in."


@tells("person.sign-out")
def _(told: Telling) -> str:
    return f"{told.who} signed out."


@tells("person.new-password")
def _(told: Telling) -> str:
    return f"{told.who} set a new password."


@tells("person.add-factor")
def _(told: Telling) -> str:
    return f"{told.who} set up {FACTORS.get(told.now('second factor'), 'a second factor')}."


@tells("person.remove-factor")
def _(told: Telling) -> str:
    return f"{told.who} removed {FACTORS.get(told.before('second factor'), 'a second factor')}."


@tells("person.reset-factors")
def _(told: Telling) -> str:
    return f"{told.who} took the second factor of {told.whom} away, so that they set up another."


@tells("person.end-sessions")
def _(told: Telling) -> str:
    count = told.now("sessions ended")
    return f"{told.who} ended {count} {'session' if count == 1 else 'sessions'} that were open elsewhere."
