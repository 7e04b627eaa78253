"""What a person confirms or changes of a comparison. Every old item ends in exactly one class, or nothing is taken."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import asdict, replace
from typing import Any

from peelian.figures.errors import PeelianError
from peelian.plans.succession.comparable import Verdict
from peelian.plans.succession.comparing import CLASSES, WORDS, Comparison, Decision, Match, again
from peelian.plans.succession.items import Contents, Item

_ONE = ("carried-forward", "reworded", "target-changed")
_NONE = ("dropped", "not-known")


def decide(comparison: Comparison, decisions: Mapping[str, Mapping[str, Any]], by: str = "") -> Comparison:
    """The comparison with what a person said: by old key ``class``, ``to`` (new keys) and ``reason``.

    ``class`` and ``to`` may be left out where the proposal stands. A changed one needs a reason. The proposal is kept beside the
    decision. What is only proposed of other items gives way to what is decided, so that items can be decided one by one.

    Raises PeelianError, and takes nothing, where an old or new item is unknown or an item would not be in exactly one class: a
    merger of one, a split into one, a new item that two old ones became without a merger.
    """
    known = {match.item for match in comparison.matches}
    for key in decisions:
        if key not in known:
            raise _wrong("unknown-item", f"The older plan has no item {key}.", "Decide about items that it lists.", key)
    matches = tuple(
        replace(match, decision=_decision(match, decisions[match.item], by)) if match.item in decisions else match
        for match in comparison.matches
    )
    decided = _give_way(replace(comparison, matches=matches))
    check(decided)
    return decided


def _give_way(comparison: Comparison) -> Comparison:
    """Proposals without what decisions have taken: a new item that an old one was given, and company in a merger."""
    taken = {key: one.decision.kind for one in comparison.matches if one.decision for key in one.decision.to}
    left = tuple(_left(comparison, match, taken) for match in comparison.matches)
    comparison = replace(comparison, matches=left)
    merged = Counter(key for one in left if one.settled == "merged" for key in one.leads_to)
    alone = {one.item for one in left if not one.decision and one.kind == "merged" and merged[one.to[0]] < 2}
    return replace(
        comparison, matches=tuple(again(comparison, one, one.to) if one.item in alone else one for one in left)
    )


def _left(comparison: Comparison, match: Match, taken: Mapping[str, str]) -> Match:
    """A match without what is taken. Who is proposed to be merged stays where others are decided to be."""
    if match.decision:
        return match
    to = tuple(key for key in match.to if key not in taken or (match.kind == taken[key] == "merged"))
    return match if to == match.to else again(comparison, match, to)


def check(comparison: Comparison) -> None:
    """Refuse, in words, a comparison in which an old item is not in exactly one class. Raises PeelianError."""
    seen = Counter(match.item for match in comparison.matches)
    for item in comparison.older.items:
        if item.kind != "trade-off" and seen[item.key] != 1:
            said = f"{item.key} of the older plan is in {seen[item.key]} classes."
            raise _wrong("not-in-one-class", said, "Put every old item into exactly one class.", item.key)
    into = Counter(key for match in comparison.matches for key in match.leads_to)
    merged = Counter(key for match in comparison.matches if match.settled == "merged" for key in match.leads_to)
    for match in comparison.matches:
        _check_one(match, comparison, into, merged)


def _check_one(match: Match, comparison: Comparison, into: Counter[str], merged: Counter[str]) -> None:
    kind, to, key = match.settled, match.leads_to, match.item
    if kind not in CLASSES:
        raise _wrong("unknown-class", f"{kind!r} is no class.", f"Use one of {', '.join(CLASSES)}.", key)
    for new in to:
        if new not in comparison.newer:
            raise _wrong("unknown-item", f"The newer plan has no item {new}.", "Name items that it lists.", key)
        if comparison.newer[new].kind == "trade-off":
            said = f"{new} is something that the newer plan gives up."
            raise _wrong("given-up", said, "Name what an item became, or call it dropped.", key)
    if len(set(to)) != len(to):
        raise _wrong("named-twice", f"{key} names a new item twice.", "Name each new item once.", key)
    if kind in _NONE and to:
        raise _wrong("dropped-leads-on", f"{key} is {WORDS[kind]} and leads to {to[0]}.", "Take the new item out.", key)
    if kind == "not-known" and not comparison.newer.known_from:
        said = f"{key} is not known, but the newer plan is known as a whole."
        raise _wrong("known", said, "Call it dropped, or name what it became.", key)
    if kind in (*_ONE, "merged") and len(to) != 1:
        said = f"{key} is {WORDS[kind]} and leads to {len(to)} new items."
        raise _wrong("not-one", said, "Name exactly one new item, or call it split or dropped.", key)
    if kind == "split" and len(to) < 2:
        said = f"{key} is split into {len(to)} new items."
        raise _wrong("split-into-one", said, "Name at least two new items, or call it reworded.", key)
    if kind == "merged" and merged[to[0]] < 2:
        said = f"{key} is the only old item that is merged into {to[0]}."
        raise _wrong("merged-alone", said, "Merge another old item into it, or call this one reworded.", key)
    for new in to:
        if into[new] > (merged[new] if kind == "merged" else 1):
            said = f"{into[new]} old items lead to {new}, and not all of them are merged."
            raise _wrong("two-into-one", said, "Call all of them merged, or lead one elsewhere.", key)


def _decision(match: Match, said: Mapping[str, Any], by: str) -> Decision:
    unknown = set(said) - {"class", "to", "reason", "by"}
    if unknown:
        told = f"A decision about {match.item} says {', '.join(sorted(unknown))}."
        raise _wrong("unknown-key", told, "Use class, to, reason and by.", match.item)
    kind = str(said.get("class", match.kind))
    kept = match.to if kind == match.kind else ()
    to = tuple(str(key) for key in said.get("to", kept if kind not in _NONE else ()))
    if kind not in _NONE and "to" not in said and not to:
        to = match.to
    changed = kind != match.kind or set(to) != set(match.to)
    reason = str(said.get("reason") or "").strip()
    if changed and not reason:
        told = (
            f"{match.item} was proposed as {WORDS[match.kind]} and is to be {WORDS.get(kind, kind)}, without a reason."
        )
        raise _wrong("no-reason", told, "Say why.", match.item)
    return Decision(kind, to, reason, str(said.get("by") or by), changed)


def _wrong(code: str, message: str, remedy: str, key: str) -> PeelianError:
    return PeelianError(code, message, remedy, {"item": key})


def to_json(comparison: Comparison) -> dict[str, Any]:
    """The comparison as JSON values: both plans' items, every match with proposal and decision, what is new, and counts."""
    return {
        "older": _contents(comparison.older),
        "newer": _contents(comparison.newer),
        "matches": [match_to_json(match) for match in comparison.matches],
        "new": [item.key for item in comparison.new],
        "counts": comparison.counts(),
    }


def from_json(data: Mapping[str, Any]) -> Comparison:
    """The comparison that `to_json` wrote. Raises PeelianError where it breaks the rule of one class."""
    matches = []
    for entry in data["matches"]:
        values = {**entry, "kind": entry["class"]}
        values.pop("class")
        for name in ("to", "evidence", "notes"):
            values[name] = tuple(values[name])
        values["differences"] = tuple((part, words) for part, words in values["differences"])
        verdict, decision = values["measures"], values["decision"]
        values["measures"] = Verdict(verdict["says"], tuple(verdict["because"])) if verdict else None
        if decision:
            kind, rest = decision["class"], {k: v for k, v in decision.items() if k != "class"}
            values["decision"] = Decision(**{**rest, "kind": kind, "to": tuple(decision["to"])})
        matches.append(Match(**values))
    comparison = Comparison(_read(data["older"]), _read(data["newer"]), tuple(matches))
    check(comparison)
    return comparison


def match_to_json(match: Match) -> dict[str, Any]:
    """One match as JSON values: what a record keeps as proposed, and the decision where there is one."""
    said = asdict(match)
    said = {"item": said.pop("item"), "class": said.pop("kind"), **said}
    if said["decision"]:
        said["decision"] = {"class": said["decision"].pop("kind"), **said["decision"]}
    said["confidence"] = round(match.confidence, 4)
    return _lists(said)


def _lists(value: Any) -> Any:
    """Tuples as lists, so that what is written and what is read again are equal."""
    if isinstance(value, dict):
        return {key: _lists(part) for key, part in value.items()}
    return [_lists(part) for part in value] if isinstance(value, list | tuple) else value


def _contents(contents: Contents) -> dict[str, Any]:
    plain = {name: getattr(contents, name) for name in ("id", "title", "first_month", "last_month", "known_from")}
    return {**plain, "items": [_lists(asdict(item)) for item in contents.items]}


def _read(data: Mapping[str, Any]) -> Contents:
    return Contents(**{**data, "items": tuple(_item(entry) for entry in data["items"])})


def _item(entry: Mapping[str, Any]) -> Item:
    values: dict[str, Any] = {key: tuple(value) if isinstance(value, list) else value for key, value in entry.items()}
    return Item(**values)
