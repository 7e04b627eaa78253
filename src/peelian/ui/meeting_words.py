"""A vote, who was there, and a committee's rules, in a few words."""

from __future__ import annotations

import datetime as dt

from peelian.scrutiny.meetings.records import Attendance, Committee, Ruled, Vote
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


def vote_words(vote: Vote) -> str:
    """How a vote went."""
    told = f"{vote.for_} for, {vote.against} against, {vote.abstained} abstained"
    how = vote.casting.lower() in ("for", "against")
    cast = f"; {'the chair’s casting vote:' if how else 'casting vote of'} {vote.casting}" if vote.casting else ""
    named = "; ".join(
        f"{how}: {', '.join(who for who, said in vote.names if said == how)}"
        for how in ("for", "against", "abstained")
        if any(said == how for _, said in vote.names)
    )
    return f"{told}{cast}.{f' Recorded by name: {named}.' if named else ''}"


def named_words(one: Attendance) -> str:
    """Somebody, with whom they come from, whom they stood in for and for which items they were there."""
    instead = f", in place of {one.for_}" if one.for_ else ""
    body = f", {one.body}" if one.body else ""
    return f"{one.name}{body}{instead}{', in the chair' if one.chaired else ''}{_span(one)}"


def _span(one: Attendance) -> str:
    """For which items somebody was there; empty for all."""
    if not (one.from_item or one.to_item):
        return ""
    if one.from_item == one.to_item:
        return f" (item {one.from_item})"
    if not one.to_item:
        return f" (from item {one.from_item})"
    return f" (items {one.from_item} to {one.to_item})" if one.from_item else f" (to item {one.to_item})"
