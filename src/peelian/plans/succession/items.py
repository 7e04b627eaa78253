"""What is compared of a plan: its themes, commitments and objectives, and what the plan says that it gives up.

Read from the records of a plan, from a plan form (a mapping), or from what was read in from a document. Every field but the
wording may be absent: a plan that is known from an account of it has little more.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from peelian.figures.packfile import PackError, load_yaml
from peelian.plans.succession.wording import joined
from peelian.reading.wordings import plain

KINDS = ("theme", "commitment", "objective", "trade-off")
"""What is compared. A trade-off is not: it says what the plan does less of, so it can tell that an older item ends."""


@dataclass(frozen=True)
class Item:
    """One thing a plan says. ``text`` is what is compared; ``dues``, ``money`` and ``values`` are sets of printed facts.

    ``dues`` are months, ``money`` whole units of a currency, ``values`` pairs of number and unit, ``targets`` pairs of period
    and number, ``wanted`` the directions by measure. ``line`` and ``document`` say where it stands.
    """

    kind: str
    id: str
    title: str
    text: str
    theme: str | None = None
    theme_title: str = ""
    owner: str | None = None
    dues: tuple[str, ...] = ()
    money: tuple[str, ...] = ()
    values: tuple[str, ...] = ()
    targets: tuple[str, ...] = ()
    measures: tuple[str, ...] = ()
    wanted: tuple[str, ...] = ()
    line: int | None = None
    document: str | None = None

    @property
    def key(self) -> str:
        """The name by which a comparison knows it: ``kind:id``."""
        return f"{self.kind}:{self.id}"


@dataclass(frozen=True)
class Contents:
    """All items of one plan. ``known_from`` says why a plan is known only in part; empty for a whole one."""

    id: str
    title: str
    items: tuple[Item, ...]
    first_month: str | None = None
    last_month: str | None = None
    known_from: str = ""
    _by_key: Mapping[str, Item] = field(default_factory=dict, compare=False, repr=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_by_key", {item.key: item for item in self.items})

    def __contains__(self, key: object) -> bool:
        return key in self._by_key

    def __getitem__(self, key: str) -> Item:
        """The item of that key. Raises KeyError where there is none."""
        return self._by_key[key]


def contents_of(plan: Any) -> Contents:
    """The contents of a plan's record or of a plan form: both have the same names."""
    years, document = _get(plan, "years") or {}, _get(plan, "document")
    return Contents(
        id=str(_get(plan, "id") or "plan"),
        title=str(_get(plan, "title") or _get(plan, "id") or "plan"),
        items=tuple(_unique(_items(plan, document))),
        first_month=_get(plan, "first_month") or _get(years, "from"),
        last_month=_get(plan, "last_month") or _get(years, "to"),
        known_from=str(_get(plan, "known_from") or ""),
    )


def contents_of_proposals(proposals: Iterable[Mapping[str, Any]], plan_id: str, title: str = "") -> Contents:
    """The contents of an imported document: what was proposed as theme, commitment, promise or objective.

    A promise outside the themes' lists is a commitment without a theme, as in a plan's form."""
    items = (_proposal(entry, place) for place, entry in enumerate(proposals, start=1))
    return Contents(
        plan_id, title or plan_id, tuple(_unique(item for item in items if item.kind in KINDS and item.text))
    )


def read_form(path: Path) -> Contents:
    """The contents of a file in the plan form (YAML or JSON). Raises PackError for a file that is none."""
    data, _ = load_yaml(path)
    if not isinstance(data, dict) or not isinstance(data.get("themes"), list):
        raise PackError(path, 1, "is no plan.", "Give a file in the form of a pack's plan.yaml, with its themes.")
    contents = contents_of(data)
    if not contents.items:
        raise PackError(path, 1, "the plan holds no item.", "Add at least one theme, commitment or objective.")
    return contents


def _get(entry: Any, name: str, default: Any = None) -> Any:
    found = entry.get(name, default) if isinstance(entry, Mapping) else getattr(entry, name, default)
    return default if found is None else found


def _items(plan: Any, document: str | None) -> Iterator[Item]:
    yardsticks = _get(plan, "yardsticks", ())
    for theme in _get(plan, "themes", ()):
        named = (str(_get(theme, "id")), str(_get(theme, "title")))
        about = str(_get(theme, "about", ""))
        yield Item(
            "theme",
            *named,
            joined((named[1], about)),
            theme_title=named[1],
            line=_get(theme, "line"),
            document=document,
        )
        for entry in _get(theme, "commitments", ()):
            yield _commitment("commitment", entry, named, document)
        for entry in _get(theme, "objectives", ()):
            yield _objective(entry, named, yardsticks, document)
    for entry in _get(plan, "promises", ()):
        yield _commitment("commitment", entry, None, document)
    for entry in _get(plan, "trade_offs", ()):
        yield _commitment("trade-off", entry, None, document)


def _commitment(kind: str, entry: Any, theme: tuple[str, str] | None, document: str | None) -> Item:
    details, owner = _get(entry, "details", ()), _get(entry, "owner")
    dues = {_get(part, "due") for part in (entry, *details)} - {None}
    return Item(
        kind=kind,
        id=str(_get(entry, "id")),
        title=str(_get(entry, "title")),
        text=_wording(entry) or joined((str(_get(entry, "title")), *(str(_get(part, "title")) for part in details))),
        theme=theme[0] if theme else None,
        theme_title=theme[1] if theme else "",
        owner=owner if isinstance(owner, str) else _get(owner, "id"),
        dues=tuple(sorted(str(due) for due in dues)),
        money=tuple(sorted(f"{_get(part, 'currency', 'GBP')} {_get(part, 'amount')}" for part in _get(entry, "money", ()))),
        values=tuple(sorted(f"{_get(part, 'value')} {_get(part, 'unit', '')}".strip() for part in details
                            if _get(part, "value") is not None)),
        measures=tuple(_get(entry, "measures", ())),
        line=_get(entry, "line"),
        document=_get(entry, "document") or document,
    )  # fmt: skip


def _objective(entry: Any, theme: tuple[str, str], yardsticks: Iterable[Any], document: str | None) -> Item:
    name = str(_get(entry, "id"))
    mine = [one for one in yardsticks if _get(one, "objective") == name]
    targets = [
        f"{_get(one, 'measure')} {_get(target, 'by', '')} {_get(target, 'value')}"
        for one in mine for target in _get(one, "targets", ())
    ]  # fmt: skip
    return Item(
        kind="objective",
        id=name,
        title=str(_get(entry, "title")),
        text=_wording(entry) or str(_get(entry, "title")),
        theme=theme[0],
        theme_title=theme[1],
        targets=tuple(sorted(" ".join(target.split()) for target in targets)),
        measures=tuple(str(_get(one, "measure")) for one in mine) or tuple(_get(entry, "measures", ())),
        wanted=tuple(sorted(f"{_get(one, 'measure')} {_get(one, 'wanted')}" for one in mine)),
        line=_get(entry, "line"),
        document=_get(entry, "document") or document,
    )


def _wording(entry: Any) -> str:
    """The wording that a record keeps, where it keeps one apart from our title."""
    return plain(str(_get(entry, "text", "") or _get(entry, "wording", "")))


def _proposal(entry: Mapping[str, Any], place: int) -> Item:
    text = plain(str(entry.get("text") or entry.get("title") or ""))
    found = {**entry, **(entry.get("fields") or {})}
    theme = found.get("theme")
    return Item(
        kind=_AS.get(kind := str(entry.get("kind") or "commitment"), kind),
        id=str(found.get("id") or found.get("reference") or f"item-{place}"),
        title=str(entry.get("title") or text[:80]),
        text=text,
        theme=str(theme) if theme else None,
        theme_title=str(found.get("theme_title") or theme or "").replace("-", " "),
        owner=_get(found, "owner"),
        measures=tuple(_get(found, "measures", ())),
        line=entry.get("line"),
        document=entry.get("document"),
    )


_AS = {"promise": "commitment"}


def _unique(items: Iterable[Item]) -> Iterator[Item]:
    """Each item under a key of its own: a second of the same kind and id gets a number behind its id."""
    from dataclasses import replace

    seen: dict[str, int] = {}
    for item in items:
        seen[item.key] = seen.get(item.key, 0) + 1
        yield item if seen[item.key] == 1 else replace(item, id=f"{item.id}-{seen[item.key]}")
