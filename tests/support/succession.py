"""Altered copies of a plan with known answers: what became of each item is decided first, and the words are made to fit.

The rules of rewording stand here and nowhere else: the matcher knows none of them (a test compares them with its table of
synonyms). They lie in two halves, so that weights fitted on copies of one half are measured on copies of the other.
"""

from __future__ import annotations

import random
import re
from dataclasses import dataclass, field, replace
from pathlib import Path

from peelian.plans.records import Plan
from peelian.plans.succession.facts import facts
from peelian.plans.succession.items import Contents, Item
from peelian.plans.succession.wording import sentences, terms
from peelian.reading.wordings import plain

RULES: tuple[tuple[str, str], ...] = (
    ("work with", "join forces with"), ("tackle", "deal with"), ("support", "back"), ("ensure", "make certain"),
    ("improve", "better"), ("new", "fresh"), ("provide", "offer"), ("develop", "draw up"), ("produce", "prepare"),
    ("deliver", "carry out"), ("increase", "raise"), ("reduce", "bring down"), ("review", "take stock of"),
    ("publish", "make public"), ("lead", "head"), ("commission", "procure"), ("sustain", "keep up"), ("maintain", "uphold"),
    ("launch", "open"), ("agencies", "organisations"), ("partners", "allies"), ("services", "provision"), ("service", "offer"),
    ("more effectively", "with greater effect"), ("safe", "secure"), ("crime", "criminality"), ("across", "throughout"),
    ("strategy", "programme"), ("number of", "count of"), ("response", "answer"), ("community", "neighbourhood"),
    ("communities", "neighbourhoods"), ("quality", "standard"), ("access", "entry"), ("approach", "method"), ("urgent", "pressing"),
    ("problem", "difficulty"), ("make", "render"), ("help", "assist"), ("better", "improved"), ("use", "employ"),
    ("guaranteeing", "securing"), ("restore", "bring back"), ("priorities", "aims"), ("agree", "settle"), ("bring", "draw"),
    ("closer to", "nearer"), ("dedicated", "committed"), ("minimum", "floor"), ("representative of", "like"),
    ("population", "residents"), ("satisfaction", "contentment"), ("confidence", "trust"), ("vulnerable", "at risk"),
    ("protect", "shield"), ("protection", "shielding"), ("city", "capital"), ("people", "persons"),
    ("independent", "self-standing"), ("investment", "spending"), ("current", "present"), ("availability", "supply"),
    ("accommodation", "housing"), ("behaviour", "conduct"), ("campaign", "drive"), ("target", "goal"), ("share", "portion"),
    ("officers", "staff"), ("places", "spots"), ("answer", "reply"), ("kept", "held"), ("fewer", "a smaller number of"),
    ("happier with", "more content with"), ("served", "treated"), ("brought before", "taken before"), ("figures", "numbers"),
    ("open", "public"), ("trial", "test"), ("harm", "damage"), ("areas", "places"), ("equality", "fairness"),
    ("front line", "street"),
)  # fmt: skip
FRONTS = ("Over the life of this plan, ", "Working with everybody concerned, ", "As Londoners have asked, ", "In the years ahead, ",
          "For the good of the whole city, ", "With our partners' help, ")  # fmt: skip
WEAKER = ("We will consider whether to ", "We will explore how we might ", "Where possible, ", "Subject to resources, ")
ADDED = (
    " by March 2024",
    " in 12 boroughs",
    " with £4 million",
    " from April 2023",
    " for 30 per cent of cases",
    " by the end of 2022",
)


@dataclass
class Altered:
    """A copy with its truth: for each old key the class and the new keys; ``added`` the new ones that nothing leads to."""

    older: Contents
    newer: Contents
    truth: dict[str, tuple[str, frozenset[str]]]
    added: frozenset[str]
    weaker: frozenset[str] = frozenset()
    moved: frozenset[str] = frozenset()


@dataclass
class _Making:
    chance: random.Random
    half: int
    lost: float
    newer: list[Item] = field(default_factory=list)
    truth: dict[str, tuple[str, frozenset[str]]] = field(default_factory=dict)
    weaker: set[str] = field(default_factory=set)
    moved: set[str] = field(default_factory=set)

    def put(self, item: Item, text: str, **changes: object) -> str:
        made = replace(item, id=f"n{len(self.newer) + 1}", title=plain(text)[:60], text=text, **changes)  # type: ignore[arg-type]
        self.newer.append(made)
        return made.key

    def is_now(self, item: Item, kind: str, *keys: str) -> None:
        self.truth[item.key] = (kind, frozenset(keys))


def as_titled(contents: Contents) -> Contents:
    """The plan by our own short titles and details, its commitments and objectives."""
    return replace(contents, items=tuple(item for item in contents.items if item.kind in ("commitment", "objective")))


def as_printed(plan: Plan, contents: Contents, document: list[str]) -> Contents:
    """The plan by the document's own sentences: of each commitment, promise, objective and detail the sentence on its line."""
    items = []
    for item in as_titled(contents).items:
        items.append(replace(item, text=_sentence(document, item.line, item.text), measures=(), dues=(), money=(), values=(),
                             targets=(), wanted=()))  # fmt: skip
    taken = {plain(item.text) for item in items}
    for commitment in (*plan.commitments, *plan.promises):
        for place, detail in enumerate(commitment.details):
            text = _sentence(document, detail.line, detail.title)
            if plain(text) not in taken:
                taken.add(plain(text))
                items.append(Item("commitment", f"{commitment.id}-{place}", detail.title, text, commitment.theme))
    return replace(contents, items=tuple(items))


def _sentence(document: list[str], line: int | None, title: str) -> str:
    """The sentence of a line that shares most words with our title."""
    wanted = set(terms(title))
    return max(sentences(document[(line or 1) - 1]), key=lambda text: len(wanted & set(terms(text))))


def altered(contents: Contents, seed: int, half: int) -> Altered:
    """A copy made by one half (0 or 1) of the rules; the same seed makes the same copy."""
    chance = random.Random(seed)
    items = list(contents.items)
    chance.shuffle(items)
    out = max(2, len(items) // 9)
    fresh, old = items[:out], items[out:]
    making = _Making(
        chance, half, lost=0.6 if seed % 5 == 4 else 0.0
    )  # every fifth is of a plan that gives most of it up
    waiting = list(old)
    while waiting:
        _alter(making, waiting.pop(), waiting)
    added = frozenset(making.put(item, _noise(chance, item.text)) for item in fresh)
    chance.shuffle(making.newer)
    order = {item.key: place for place, item in enumerate(contents.items)}
    older = replace(contents, items=tuple(sorted(old, key=lambda item: order[item.key])))
    if seed % 2:  # every other copy has chapters of its own
        making.newer, making.moved = [replace(item, theme=None, theme_title="") for item in making.newer], set()
    newer = replace(contents, id="altered", items=tuple(making.newer))
    return Altered(older, newer, making.truth, added, frozenset(making.weaker), frozenset(making.moved))


def paraphrased(titles: Contents, printed: Contents, seed: int, half: int) -> Altered:
    """Our titles against the document's sentences for the same items: the wording of people, not of rules.

    Every second item (from ``half``) is used. Of the old ones a fifth, half or three quarters have no sentence,
    and some sentences have no old one.
    Fields and themes are taken away. Only what leads to what is known: the class of every link is ``reworded`` here.
    """
    chance = random.Random(seed)
    bare = {
        "theme": None,
        "theme_title": "",
        "measures": (),
        "dues": (),
        "money": (),
        "values": (),
        "targets": (),
        "wanted": (),
    }
    keys = [item.key for item in titles.items][half::2]
    lost, fresh, share = set[str](), set[str](), (0.2, 0.5, 0.75)[seed % 3]
    for key in keys:
        draw = chance.random()
        (lost if draw < share else fresh if draw < share + 0.2 else set()).add(key)
    older = [replace(titles[key], **bare) for key in keys if key not in fresh]  # type: ignore[arg-type]
    newer = [replace(printed[key], **bare) for key in keys if key not in lost]  # type: ignore[arg-type]
    chance.shuffle(newer)
    truth = {
        item.key: ("dropped", frozenset[str]()) if item.key in lost else ("reworded", frozenset({item.key}))
        for item in older
    }
    return Altered(replace(titles, items=tuple(older)), replace(printed, items=tuple(newer)), truth, frozenset(fresh))


def _alter(making: _Making, item: Item, waiting: list[Item]) -> None:
    if making.chance.random() < making.lost:
        return making.is_now(item, "dropped")
    draw = making.chance.random()
    for limit, how in ((0.24, _keep), (0.30, _move), (0.50, _reword), (0.55, _weaken), (0.70, _change), (0.78, _split)):
        if draw < limit:
            return how(making, item)
    if draw < 0.88 and waiting:
        return _merge(making, item, waiting)
    return making.is_now(item, "dropped")


def _keep(making: _Making, item: Item) -> None:
    making.is_now(item, "carried-forward", making.put(item, _noise(making.chance, item.text)))


def _move(making: _Making, item: Item) -> None:
    key = making.put(item, _noise(making.chance, item.text), theme="elsewhere", theme_title="Another chapter")
    if item.theme:  # what stood under no theme did not leave one
        making.moved.add(item.key)
    making.is_now(item, "carried-forward", key)


def _reword(making: _Making, item: Item) -> None:
    making.is_now(item, "reworded", making.put(item, reworded(making.chance, item.text, making.half)))


def _weaken(making: _Making, item: Item) -> None:
    making.weaker.add(item.key)
    text = making.chance.choice(WEAKER[making.half :: 2]) + _lower(plain(item.text))
    making.is_now(item, "reworded", making.put(item, text))


def _change(making: _Making, item: Item) -> None:
    text = plain(item.text)
    if making.chance.random() < 0.4:
        text = reworded(making.chance, text, making.half)
    making.is_now(item, "target-changed", making.put(item, changed(making.chance, text)))


def _split(making: _Making, item: Item) -> None:
    parts = halves(item.text)
    if parts is None:
        return _reword(making, item)
    if making.chance.random() < 0.4:
        parts = (reworded(making.chance, parts[0], making.half, least=1), parts[1])
    keys = [making.put(item, part) for part in parts]
    return making.is_now(item, "split", *keys)


def _merge(making: _Making, item: Item, waiting: list[Item]) -> None:
    fit = [other for other in waiting if other.kind == item.kind and other.theme == item.theme] or waiting
    other = making.chance.choice(fit)
    waiting.remove(other)
    texts = [plain(item.text).rstrip("."), _lower(plain(other.text))]
    if making.chance.random() < 0.4:
        texts[1] = reworded(making.chance, texts[1], making.half, least=1)
    key = making.put(item, making.chance.choice((" and ", "; ", ", and ")).join(texts))
    making.is_now(item, "merged", key)
    making.is_now(other, "merged", key)


def reworded(chance: random.Random, text: str, half: int, least: int = 2) -> str:
    """Other words for the same thing: synonyms of one half of the rules, a clause moved, a front; never a number."""
    text, done = plain(text), 0
    rules = list(RULES[half::2])
    chance.shuffle(rules)
    for old, new in rules:
        made = re.sub(rf"\b{old}\b", new, text, count=1, flags=re.IGNORECASE)
        if made != text and chance.random() < 0.85:
            text, done = made, done + 1
    if "," in text and chance.random() < 0.4:
        first, last = text.rstrip(".").rsplit(",", 1)
        if not facts(last) and len(terms(last)) > 2:
            text, done = f"{last.strip().capitalize()}: {_lower(first)}", done + 1
    if done < least or chance.random() < 0.3:
        text = chance.choice(FRONTS[half::2]) + _lower(text)
    return text


def changed(chance: random.Random, text: str) -> str:
    """A wording whose number, amount or date is another; one is added where it has none."""
    digits = [hit for hit in re.finditer(r"(?<![\w.])\d[\d,]*(?:\.\d+)?", text) if facts(hit[0])]
    if not digits:
        return text.rstrip(".") + chance.choice(ADDED)
    hit = chance.choice(digits)
    value = hit[0].replace(",", "")
    other = str(int(value) + chance.choice((1, 2, 3))) if value.isdigit() else f"{float(value) * 1.5:.1f}"
    return text[: hit.start()] + other + text[hit.end() :]


def halves(text: str) -> tuple[str, str] | None:
    """The text as two promises, split near its middle where a clause begins; None where a half would say too little."""
    text = plain(text).rstrip(".")
    cuts = list(re.finditer(r"(?:\. |, and |; |, | and )", text))
    best = min(cuts, key=lambda hit: abs(hit.start() - len(text) / 2), default=None)
    if best is None:
        return None
    first, second = text[: best.start()], text[best.end() :]
    return (first, second[:1].upper() + second[1:]) if min(len(terms(first)), len(terms(second))) >= 3 else None


def _noise(chance: random.Random, text: str) -> str:
    """The same words as another editor sets them: bold, a bullet, curly quotes, a full stop, capitals."""
    text = plain(text)
    for change in (lambda t: f"**{t}**", lambda t: f"- {t}", lambda t: t.replace("'", "’"), lambda t: t.rstrip(".") + ".",
                   lambda t: t[:1].swapcase() + t[1:], lambda t: t.replace(", ", " – ", 1)):  # fmt: skip
        if chance.random() < 0.3:
            text = change(text)
    return text


def _lower(text: str) -> str:
    return text[:1].lower() + text[1:] if text[1:2].islower() else text


def document_lines(seeds: Path, number: str) -> list[str]:
    """The lines of one document."""
    return next(seeds.glob(f"{number}_*.txt")).read_text(encoding="utf-8").split("\n")
