"""A committee's rules in a few words."""

from __future__ import annotations

import datetime as dt

from peelian.scrutiny.meetings.records import Committee, Ruled
from peelian.ui.format import counted, day


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
