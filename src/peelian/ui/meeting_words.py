"""A committee's rules, and what was corrected of an item, in a few words."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from peelian.scrutiny.meetings.records import Committee, Correction, Ruled
from peelian.ui.format import all_of, capital, counted, day


def rule_words(rule: Committee | Ruled) -> str:
    """``quorum 3, 5 clear days``: how a committee meets."""
    quorum = f"quorum {rule.quorum}" if rule.quorum else "quorum not known"
    return f"{quorum}, {counted(rule.clear_days, 'clear day', 'clear days')}{', weekends counted' if rule.weekends_count else ''}"


def rules_over_time(committee: Committee) -> list[tuple[str, str]]:
    """Its rules, each with from when until when it holds, the newest first; none where they never changed."""
    if not committee.changes:
        return []
    before = committee.changes[0].since - dt.timedelta(days=1)
    found = [(f"until {day(before)}", rule_words(committee))]
    found += [(f"from {day(one.since)}", rule_words(one)) for one in committee.changes]
    return found[::-1]


PARTS = {"minute": "words", "outcome": "outcome", "votes": "votes", "interests": "interests declared"}


def corrected_words(corrections: Iterable[Correction]) -> list[str]:
    """``Words and votes corrected as resolved on 3 November 2026``: of an item, each day on which a meeting resolved it once."""
    days: dict[dt.date, dict[str, None]] = {}
    for one in corrections:
        days.setdefault(one.on, {})[PARTS.get(one.what, one.what)] = None
    return [f"{capital(all_of(parts))} corrected as resolved on {day(on)}" for on, parts in days.items()]
