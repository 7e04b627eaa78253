"""How what is done to exempt parts reads in the audit. No sentence holds anything of their texts."""

from __future__ import annotations

from peelian.audit.presenting import Telling, phrases, tells
from peelian.core.exempt.queries import closed_to
from peelian.core.queries import CLOSED_TO
from peelian.core.telling import day

CLOSED_TO.append(closed_to)
phrases({
    "exempt.keep": "kept a draft of what is to be withheld: {whom}",
    "exempt.rewrite": "rewrote a draft of what is to be withheld: {whom}",
    "exempt.remove": "took a draft of what was to be withheld away: {whom}",
    "exempt.release": "released what was withheld: {whom}",
    "exempt.read": "read what is withheld: {whom}",
    "exempt.copy": "took a copy of a file that is withheld: {whom}",
})  # fmt: skip


@tells("exempt.seal")
def _(told: Telling) -> str:
    return f"{told.who} sealed what is withheld: {told.whom}. Its commitment is {told.now('commitment')}."


@tells("exempt.review")
def _(told: Telling) -> str:
    if told.now("decision") == "released":
        return f"{told.who} reviewed what was withheld and released it: {told.whom}."
    return f"{told.who} reviewed what is withheld: {told.whom}. It is looked at again by {day(told.now('until'))}."


@tells("exempt.rotate")
def _(told: Telling) -> str:
    return f"{told.who} wrapped the keys of {told.now('wrapped again')} exempt parts anew."
