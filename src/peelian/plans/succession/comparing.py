"""What became of every item of a plan in the next one: exactly one class each, with evidence and a confidence."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from peelian.plans.succession.comparable import Verdict, comparable
from peelian.plans.succession.facts import changed_facts
from peelian.plans.succession.items import Contents, Item
from peelian.plans.succession.matching import Links, link
from peelian.plans.succession.wording import change_of_strength, direction, joined, terms
from peelian.reading.wordings import Difference, differences, folded, plain, same_words

CLASSES = ("carried-forward", "reworded", "target-changed", "merged", "split", "dropped", "not-known")
"""``not-known`` only where the newer plan is known in part and its teller says nothing of the item."""
WORDS = {
    "carried-forward": "carried forward",
    "reworded": "reworded",
    "target-changed": "target changed",
    "merged": "merged",
    "split": "split",
    "dropped": "dropped",
    "not-known": "not known",
    "new": "new",
}


@dataclass(frozen=True)
class Decision:
    """What a person said of a match: the class, the new items, why; ``changed`` where it is not what was proposed."""

    kind: str
    to: tuple[str, ...]
    reason: str
    by: str
    changed: bool


@dataclass(frozen=True)
class Match:
    """What became of one old item, as proposed, and as a person decided where one has.

    ``kind`` is one of CLASSES; ``to`` are keys of new items, none for a dropped one; ``confidence`` is the share of such
    proposals that held when measured (docs/explanation/comparing-plans.md). ``strength`` is weaker, stronger or None.
    """

    item: str
    kind: str
    to: tuple[str, ...]
    confidence: float
    evidence: tuple[str, ...]
    differences: tuple[Difference, ...] = ()
    strength: str | None = None
    measures: Verdict | None = None
    notes: tuple[str, ...] = ()
    decision: Decision | None = None

    @property
    def settled(self) -> str:
        """The class that counts: a person's where there is one."""
        return self.decision.kind if self.decision else self.kind

    @property
    def leads_to(self) -> tuple[str, ...]:
        """The new items that count: a person's where there are any."""
        return self.decision.to if self.decision else self.to


@dataclass(frozen=True)
class Comparison:
    """An older and a newer plan: one match for every old item, in the old plan's order."""

    older: Contents
    newer: Contents
    matches: tuple[Match, ...]

    def match(self, key: str) -> Match:
        """What became of an old item. Raises KeyError for an unknown key."""
        return {match.item: match for match in self.matches}[key]

    @property
    def new(self) -> tuple[Item, ...]:
        """Every item of the newer plan that no old item leads to."""
        known = {key for match in self.matches for key in match.leads_to}
        return tuple(item for item in self.newer.items if item.key not in known and item.kind != "trade-off")

    def counts(self) -> dict[str, int]:
        """How many old items are in each class, and how many items are new."""
        found = {kind: sum(match.settled == kind for match in self.matches) for kind in CLASSES}
        return {**{kind: count for kind, count in found.items() if count or kind != "not-known"}, "new": len(self.new)}


def compare(older: Contents, newer: Contents, catalogue: Any = None) -> Comparison:
    """What became of every item of the older plan in the newer.

    ``catalogue`` (peelian.figures.catalogue) lets it say whether figures of objectives compare across the two plans; without it
    that is left open. Nothing is stored, and nothing here is decided: `decide` takes what a person says of it.
    """
    old = tuple(item for item in older.items if item.kind != "trade-off")
    links = link(old, newer.items)
    moved = _themes(old, newer.items, links)
    span = (older.first_month, newer.last_month)
    matches = [_match(place, old, newer, links, moved) for place in range(len(old))]
    return Comparison(
        older, newer,
        tuple(_with_measures(match, older[match.item], newer, catalogue, span) for match in matches),
    )  # fmt: skip


def again(comparison: Comparison, match: Match, to: tuple[str, ...]) -> Match:
    """What is proposed of an old item once decisions about others have taken new items from it, or its company in a merger.

    ``to`` are the new items that are left to it: none, one, or the parts of a split.
    """
    item, found = comparison.older[match.item], [comparison.newer[key] for key in to]
    taken = [comparison.newer[key].title for key in match.to if key not in to]
    note = (
        (f"a decision gave “{', '.join(taken)}” to another item",)
        if taken
        else ("a decision took its company elsewhere",)
    )
    if not found:
        kind = "not-known" if comparison.newer.known_from else "dropped"
        return Match(item.key, kind, (), UNMEASURED, note)
    made = _one(item, found[0], match.confidence, {}) if len(found) == 1 else _parted(item, found, match.confidence)
    return replace(made, evidence=(*made.evidence, *note), measures=match.measures if not taken else None)


UNMEASURED = 0.5
"""The confidence of a proposal that follows from a decision: nothing was measured of those."""


def _match(place: int, old: Sequence[Item], newer: Contents, links: Links, moved: dict[str, str]) -> Match:
    item, places = old[place], links.to.get(place, [])
    found = [newer.items[new] for new in places]
    if not found:
        return _lost(item, newer, links.nearest.get(place))
    if found[0].kind == "trade-off":
        return _ended(item, found[0], links.sure[place, places[0]])
    if len(found) > 1:
        return _parted(item, found, min(links.sure[place, new] for new in places))
    company = links.into(places[0])
    sure = links.sure[place, places[0]]
    if len(company) > 1:
        return _joined(
            item, found[0], [old[other] for other in company], min(links.sure[other, places[0]] for other in company)
        )
    return _one(item, found[0], sure, moved)


def _lost(item: Item, newer: Contents, nearest: tuple[float, int] | None) -> Match:
    chance, near = nearest or (0.0, None)
    said = "nothing in the newer plan is near it"
    if near is not None and chance > 0.02:
        said = f"the nearest is “{newer.items[near].title}”, with a chance of {chance:.2f} to be it"
    if newer.known_from:
        told = f"the newer plan is known only in part, and nothing of it is told: {newer.known_from}"
        return Match(item.key, "not-known", (), 1 - chance, (told, said))
    return Match(item.key, "dropped", (), 1 - chance, (said,))


def _ended(item: Item, ending: Item, sure: float) -> Match:
    place = f" ({ending.document}, line {ending.line})" if ending.line else ""
    said = f"the newer plan says that it gives this up: “{ending.title}”{place}"
    return Match(item.key, "dropped", (), sure, (said, _alike(item, ending)), differences(item.text, ending.text))


def _parted(item: Item, found: list[Item], sure: float) -> Match:
    whole = joined(part.text for part in found)
    said = f"{len(found)} new items hold it together: " + ", ".join(f"“{part.title}”" for part in found)
    return Match(item.key, "split", tuple(part.key for part in found), sure, (said, *_facts(item.text, whole)),
                 differences(item.text, whole))  # fmt: skip


def _joined(item: Item, into: Item, company: list[Item], sure: float) -> Match:
    others = [other for other in company if other.key != item.key]
    said = f"“{into.title}” holds it together with " + ", ".join(f"“{other.title}”" for other in others)
    whole = joined(other.text for other in company)
    return Match(
        item.key, "merged", (into.key,), sure, (said, *_facts(whole, into.text)), differences(item.text, into.text)
    )


def _one(item: Item, into: Item, sure: float, moved: dict[str, str]) -> Match:
    changes, notes = [*_changes(item, into)], _notes(item, into, moved)
    step, why = change_of_strength(item.text, into.text)
    if changes:
        kind = "target-changed"
    elif same_words(item.text, into.text):
        kind, step, why = "carried-forward", None, ""
    else:
        kind = "reworded"
    if kind == "carried-forward" and item.owner and into.owner and item.owner != into.owner:
        kind = "reworded"
    evidence = (*changes, "the words are the same" if same_words(item.text, into.text) else _alike(item, into))
    return Match(
        item.key, kind, (into.key,), sure, evidence, differences(item.text, into.text), step,
        notes=tuple(filter(None, (*notes, f"{step}: {why}" if step else ""))),
    )  # fmt: skip


def _changes(item: Item, into: Item) -> list[str]:
    """What differs of dates, money, numbers, targets, measures and direction, in words."""
    told = list(_facts(item.text, into.text))
    fields = (("due", item.dues, into.dues), ("money", item.money, into.money), ("promised number", item.values, into.values),
              ("target", item.targets, into.targets), ("measure", tuple(sorted(item.measures)), tuple(sorted(into.measures))),
              ("wanted direction", item.wanted, into.wanted))  # fmt: skip
    for name, before, after in fields:
        if before != after and ((before and after) or (_is_whole(item) and _is_whole(into))):
            told.append(f"{name}: {', '.join(before) or 'none'} → {', '.join(after) or 'none'}")
    turn = direction(item.text), direction(into.text)
    if all(turn) and turn[0] != turn[1]:
        told.append(f"wanted direction in the words: {turn[0]} → {turn[1]}")
    return told


def _is_whole(item: Item) -> bool:
    """Whether an item was read from a record, whose absent fields say that there is none: it has measures, dates or numbers."""
    return bool(item.measures or item.dues or item.money or item.values or item.targets)


def _facts(older: str, newer: str) -> tuple[str, ...]:
    gone, come = changed_facts(older, newer)
    if not gone and not come:
        return ()
    return (f"numbers and dates: {', '.join(map(str, gone)) or 'none'} → {', '.join(map(str, come)) or 'none'}",)


def _notes(item: Item, into: Item, moved: dict[str, str]) -> list[str]:
    notes = []
    if item.theme and into.theme and item.kind != "theme" and moved.get(item.theme, item.theme) != into.theme:
        notes.append(f"moved from the theme “{item.theme_title}” to “{into.theme_title}”")
    if item.owner and into.owner and item.owner != into.owner:
        notes.append(f"its owner was {item.owner} and is {into.owner}")
    if item.kind != into.kind:
        notes.append(f"it was {_a(item.kind)} and is {_a(into.kind)}")
    return notes


def _a(kind: str) -> str:
    return f"an {kind}" if kind[0] in "aeiou" else f"a {kind}"


def _alike(item: Item, into: Item) -> str:
    """Which words of the old wording the new one says too, as the old one prints them."""
    before, after = set(terms(item.text)), set(terms(into.text))
    printed = dict.fromkeys(folded(word) for word in plain(item.text).split())
    words = [word for word in printed if set(terms(word)) & after]
    return f"{len(before & after)} of {len(before)} words are in both: {', '.join(words[:12]) or 'none'}"


def _themes(old: Sequence[Item], new: Sequence[Item], links: Links) -> dict[str, str]:
    """The new theme that each old theme became, so that only a real move between themes is noted."""
    found = {}
    for place, item in enumerate(old):
        places = links.to.get(place, [])
        if item.kind == "theme" and len(places) == 1 and new[places[0]].kind == "theme":
            found[item.id] = new[places[0]].id
    return found


def _with_measures(
    match: Match, item: Item, newer: Contents, catalogue: Any, span: tuple[str | None, str | None]
) -> Match:
    if not match.to or not (item.measures or any(newer[key].measures for key in match.to)):
        return match
    into = tuple(dict.fromkeys(name for key in match.to for name in newer[key].measures))
    return replace(match, measures=comparable(item.measures, into, catalogue, span))
