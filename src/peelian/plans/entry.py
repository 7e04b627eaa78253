"""One mapping of a pack's YAML file, read field by field, so that every refusal names its file and line."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any, NoReturn

from peelian.figures.errors import PeelianError
from peelian.figures.packfile import KeyPath, LineOf, PackError, check_keys, load_yaml
from peelian.figures.periods import Period, parse_month
from peelian.plans.records import Body

Bodies = dict[str, Body]
_ID = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")


@dataclass(frozen=True)
class Entry:
    """A mapping at a key path of a file. Each reader returns a typed value or raises PackError with a remedy."""

    file: Path
    data: dict[str, Any]
    line_of: LineOf
    at: KeyPath = ()

    def fail(self, key: str, message: str, remedy: str) -> NoReturn:
        """Refuse what stands under a key, at that key's line; ``where`` names the key, so that a form can say it at its field."""
        error = PackError(self.file, self.line_of((*self.at, key)), message, remedy)
        error.where |= {"at": [*self.at, key], "said": message}
        raise error

    def check(self, required: Iterable[str], optional: Iterable[str] = ()) -> None:
        """Refuse a missing or an unknown key."""
        required, optional = tuple(required), tuple(optional)
        if all(key in self.data for key in required) and self.data.keys() <= {*required, *optional}:
            return  # the line is looked up for a refusal alone: that is most of the time that a long file takes
        check_keys(self.file, self.line_of(self.at), self.data, required=required, allowed=(*required, *optional))

    def text(self, key: str) -> str:
        """A text that is not empty."""
        value = self.data.get(key)
        if not isinstance(value, str) or not value.strip():
            self.fail(key, f"{key} {value!r} is no text.", f"Write a text after `{key}:`, in quotes.")
        return value.strip()

    def optional_text(self, key: str) -> str | None:
        """A text, or None where the key is absent or null."""
        return None if self.data.get(key) is None else self.text(key)

    def whole(self, key: str) -> int:
        """A whole number, not negative."""
        value = self.data.get(key)
        if not isinstance(value, int) or isinstance(value, bool) or value < 0:
            self.fail(
                key, f"{key} {value!r} is no whole number from 0 up.", "Write digits only, without sign or point."
            )
        return value

    def optional_whole(self, key: str) -> int | None:
        """A whole number, or None where the key is absent or null."""
        return None if self.data.get(key) is None else self.whole(key)

    def number(self, key: str) -> Decimal:
        """A number exactly as written, whole or with a decimal point."""
        value = self.data.get(key)
        if not isinstance(value, int | float) or isinstance(value, bool):
            self.fail(key, f"{key} {value!r} is no number.", "Write digits, with a point for decimals.")
        return Decimal(str(value))

    def optional_number(self, key: str) -> Decimal | None:
        """A number, or None where the key is absent or null."""
        return None if self.data.get(key) is None else self.number(key)

    def month(self, key: str) -> str:
        """A month such as 2017-12."""
        value = self.data.get(key)
        try:
            parse_month(str(value))
        except PeelianError:
            self.fail(
                key,
                f"{key} {value!r} is no month.",
                "Write year and month in quotes, such as '2017-12'; keep a vaguer date in due_words.",
            )
        return str(value)

    def optional_month(self, key: str) -> str | None:
        """A month, or None where the key is absent or null."""
        return None if self.data.get(key) is None else self.month(key)

    def period(self, key: str) -> Period:
        """A period in the house notation."""
        value = self.data.get(key)
        try:
            return Period.parse(str(value))
        except PeelianError as error:
            self.fail(key, f"{key} {value!r} is no period.", error.remedy)

    def day(self, key: str) -> date:
        """A day such as 2016-12-01, quoted or not."""
        value = self.data.get(key)
        try:
            return date.fromisoformat(str(value))
        except ValueError:
            self.fail(key, f"{key} {value!r} is no day.", "Write it as '2016-12-01'.")

    def one_of(self, key: str, allowed: tuple[str, ...]) -> str:
        """One of the words allowed."""
        value = self.data.get(key)
        if value not in allowed:
            self.fail(key, f"{key} {value!r} is not known.", f"Write one of {', '.join(allowed)}.")
        return str(value)

    def items(self, key: str) -> list[Any]:
        """A list, empty where the key is absent."""
        value = self.data.get(key, [])
        if not isinstance(value, list):
            self.fail(key, f"{key} is no list.", "Write the items in square brackets, or one a line after a dash.")
        return value

    def texts(self, key: str) -> tuple[str, ...]:
        """A list of texts without repeats."""
        values = self.items(key)
        for index, value in enumerate(values):
            if not isinstance(value, str) or value in values[:index]:
                self.fail(key, f"{key} holds {value!r}, which is no text or stands twice.", "Name each item once.")
        return tuple(values)

    def flag(self, key: str) -> bool:
        """True or false; false where the key is absent."""
        value = self.data.get(key, False)
        if not isinstance(value, bool):
            self.fail(key, f"{key} {value!r} is neither true nor false.", "Write true or false.")
        return value

    def optional_one_of(self, key: str, allowed: tuple[str, ...]) -> str | None:
        """One of the words allowed, or None where the key is absent or null."""
        return None if self.data.get(key) is None else self.one_of(key, allowed)

    def wholes(self, key: str) -> tuple[int, ...]:
        """A list of whole numbers."""
        values = self.items(key)
        if not all(isinstance(value, int) and not isinstance(value, bool) for value in values):
            self.fail(key, f"{key} holds something that is no whole number.", "List whole numbers only.")
        return tuple(values)

    def entries(self, key: str) -> tuple[Entry, ...]:
        """A list of mappings, each as an Entry."""
        self.items(key)
        return tuple(self.child(key, index) for index in range(len(self.items(key))))

    def child(self, *step: str | int) -> Entry:
        """The mapping found under a key, or under a key and a place in its list."""
        value: Any = self.data
        for part in step:
            value = value[part]
        at = (*self.at, *step)
        if not isinstance(value, dict):
            raise PackError(self.file, self.line_of(at), f"{step[0]} holds no mapping.", "Write names with values.")
        return Entry(self.file, value, self.line_of, at)

    def optional_child(self, key: str) -> Entry | None:
        """The mapping under a key, or None where the key is absent or null."""
        return None if self.data.get(key) is None else self.child(key)


def read_mapping(path: Path) -> Entry:
    """A file that is one mapping, such as a plan."""
    data, line_of = load_yaml(path)
    if not isinstance(data, dict):
        raise PackError(path, 1, "is no mapping of names to values.", "Write one `name: value` a line.")
    return Entry(path, data, line_of)


def read_list(path: Path) -> tuple[Entry, ...]:
    """A file that is a list of mappings, such as the bodies."""
    data, line_of = load_yaml(path)
    if not isinstance(data, list):
        raise PackError(path, 1, "is no list.", "Write one entry after each dash.")
    for index, value in enumerate(data):
        if not isinstance(value, dict):
            raise PackError(path, line_of((index,)), "this entry is no mapping.", "Write one `name: value` a line.")
    return tuple(Entry(path, value, line_of, (index,)) for index, value in enumerate(data))


def mapping(data: dict[str, Any], name: str) -> Entry:
    """A mapping that lies in no file of a pack, such as the records' own; ``name`` stands for the file in refusals."""
    return Entry(Path(name), data, lambda _: 0)


def check_ids(entries: Iterable[Entry]) -> None:
    """Refuse an id that is missing, malformed or used twice."""
    seen: set[str] = set()
    for entry in entries:
        identifier = entry.text("id")
        if not _ID.fullmatch(identifier):
            entry.fail("id", f"id {identifier!r} is malformed.", "Use lower-case words and digits joined by hyphens.")
        if identifier in seen:
            entry.fail("id", f"id {identifier} is used twice.", "Give each its own; one once published stays.")
        seen.add(identifier)


def body_of(entry: Entry, key: str, bodies: Bodies) -> Body:
    """The body that is named under a key. Raises PackError for one that the pack does not know."""
    return bodies[known(entry, key, (entry.text(key),), bodies, "body")[0]]


def known(entry: Entry, key: str, names: tuple[str, ...], among: Collection[str], kind: str) -> tuple[str, ...]:
    """The names, where each is known. Raises PackError for the first that is not."""
    for name in names:
        if name not in among:
            entry.fail(key, f"there is no {kind} {name}.", f"Correct the id, or add the {kind} to the pack first.")
    return names
