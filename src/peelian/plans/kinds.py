"""What a plan consists of, kind by kind, and how its items are put together into the one form of a plan and taken apart again."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from peelian.plans.names import free_name, name_of_words
from peelian.plans.records import HEADS


@dataclass(frozen=True)
class Kind:
    """One kind of item. ``key`` is where the plan's form lists it."""

    id: str
    title: str
    plural: str
    key: str
    about: str

    @property
    def one(self) -> str:
        """One of them, with its article: ``an objective``."""
        return f"{'an' if self.title[0] in 'aeio' else 'a'} {self.title}"

    @property
    def heading(self) -> str:
        """For a list of them."""
        return self.plural[0].upper() + self.plural[1:]


KINDS = {
    kind.id: kind
    for kind in (
        Kind("theme", "theme", "themes", "themes", "A chapter of the plan: what it is about."),
        Kind("commitment", "commitment", "commitments", "commitments", "What will be done, by whom and by when."),
        Kind("objective", "objective", "objectives", "objectives", "What success would look like."),
        Kind(
            "yardstick", "yardstick", "yardsticks", "yardsticks", "The measure by which an objective is read, and its targets."
        ),
        Kind("content", "required content", "required contents", "contents", "How the plan sets out what the law asks for."),
        Kind("sentence", "sentence of the summary", "sentences of the summary", "summary", "What residents read."),
        Kind("trade-off", "trade-off", "trade-offs", "trade_offs", "What will be done less because of something else."),
        Kind("review", "awaited review", "awaited reviews", "reviews", "A review that reopens what it touches."),
        Kind("pilot", "pilot", "pilots", "pilots", "A trial with aims that are set before it starts."),
        Kind("programme", "programme", "programmes", "programmes", "A strategy, review, service or system beside the plan."),
        Kind("publication", "promised publication", "promised publications", "publications", "What will be out, and when."),
        Kind("finding", "finding of an inspection", "findings of inspections", "findings", "What was found; who answers."),
    )
}  # fmt: skip
NESTED = ("commitment", "objective")
"""Kinds that the form lists within their theme; a commitment without one stands under ``promises``."""


@dataclass(frozen=True)
class Loose:
    """One item on its own: its kind, how it is named, and its entry of the form (nested kinds with the ``theme``)."""

    kind: str
    slug: str
    body: dict[str, Any]

    @property
    def title(self) -> str:
        """How a list names it."""
        return title_of(self.kind, self.body) or self.slug


def slug_of(kind: str, body: dict[str, Any]) -> str:
    """How an item of a kind is named: by its id, or by what it is about where it has none."""
    if kind == "yardstick":
        return f"{body['objective']}.{body['measure']}"
    return str(body["head"] if kind == "content" else body["id"])


def title_of(kind: str, body: dict[str, Any]) -> str:
    """How a list names an item."""
    if kind == "yardstick":
        return f"{body.get('objective', '')} by {body.get('measure', '')}"
    if kind == "content":
        head = HEADS.get(str(body.get("head")), str(body.get("head")))
        return head[0].upper() + head[1:]
    return str(body.get("title") or body.get("text") or "")


def new_slug(title: str, taken: Iterable[str]) -> str:
    """An id from a title that nothing else has: lower-case words with hyphens, at most six of them."""
    return free_name(name_of_words(title, 6, "item"), taken)


def split(form: dict[str, Any]) -> list[Loose]:
    """Every item of a plan's form on its own, in the form's order."""
    found = []
    for theme in form["themes"]:
        found.append(
            _loose("theme", {key: value for key, value in theme.items() if key not in ("commitments", "objectives")})
        )
        for kind in NESTED:
            found += [_loose(kind, {**one, "theme": theme["id"]}) for one in theme.get(KINDS[kind].key) or ()]
    found += [_loose("commitment", {**one, "theme": None}) for one in form.get("promises") or ()]
    flat = [kind for kind in KINDS.values() if kind.id != "theme" and kind.id not in NESTED]
    return found + [_loose(kind.id, dict(one)) for kind in flat for one in form.get(kind.key) or ()]


def _loose(kind: str, body: dict[str, Any]) -> Loose:
    return Loose(kind, slug_of(kind, body), body)


def compose(head: dict[str, Any], items: Iterable[Loose]) -> dict[str, Any]:
    """The form of a plan from its head and its items, in their order. An item of a theme that is not there is left in ``promises``
    where it is a commitment; an objective is put under the theme that it names, which the form's reader then misses.
    """
    held = list(items)
    themes = {item.slug: {**item.body, "commitments": [], "objectives": []} for item in held if item.kind == "theme"}
    form: dict[str, Any] = {**head, "themes": list(themes.values()), "promises": []}
    for item in held:
        if item.kind in NESTED:
            body = {key: value for key, value in item.body.items() if key != "theme"}
            home = themes.get(item.body.get("theme") or "")
            into = (
                form["promises"]
                if home is None and item.kind == "commitment"
                else (home or {}).get(KINDS[item.kind].key)
            )
            if into is None:
                into = form.setdefault("objectives", [])
            into.append(body)
        elif item.kind != "theme":
            form.setdefault(KINDS[item.kind].key, []).append(item.body)
    return form
