"""What minutes say of a vote, an interest, an outcome and of who was there, in a few words: on pages, and where it is corrected."""

from __future__ import annotations

from collections.abc import Iterable

from peelian.scrutiny.meetings.outcomes import lead_of
from peelian.scrutiny.meetings.records import Attendance, Interest, Outcome, Presence, Vote

NOTHING = "Nothing."
PRESENCES: dict[Presence, str] = {
    "present": "there as a member", "substitute": "there as a substitute", "apologies": "sent apologies", "absent": "absent",
    "witness": "there as a witness", "attending": "there too",
}  # fmt: skip


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


def interest_words(one: Interest) -> str:
    """Who declared which interest, and whether they left."""
    return (
        f"{one.member} declared {'an other' if one.kind == 'other' else f'a {one.kind}'} interest"
        f"{f': {one.what.rstrip(chr(46))}' if one.what else ''}{', and left the room' if one.left else ''}."
    )


def outcome_words(outcome: Outcome | None) -> str:
    """What the committee did, and in which words."""
    return f"{lead_of(outcome)} {outcome.words}".strip() if outcome else NOTHING


def named_words(one: Attendance) -> str:
    """Somebody, with whom they come from, whom they stood in for, whether they presided, and for which items they were there."""
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


def joined(sentences: Iterable[str]) -> str:
    """Sentences as one text; that there is nothing where there are none."""
    return " ".join(sentences) or NOTHING


def moved(before: Iterable[Attendance], after: Iterable[Attendance]) -> tuple[str, str]:
    """What stood of who was there and what stands now, as far as the two differ."""
    stood, stands = (
        [f"{named_words(one)}: {PRESENCES[one.presence]}." for one in several] for several in (before, after)
    )
    return joined(one for one in stood if one not in stands), joined(one for one in stands if one not in stood)
