"""Read a pack's YAML so that an error can name its file and line."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from pathlib import Path as FilePath
from typing import Any

import yaml

from peelian.figures.errors import PeelianError

KeyPath = tuple[str | int, ...]
LineOf = Callable[[KeyPath], int]

_Known: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


MOST_DEEP = 100
"""Levels: a plan has six, and composing a hundred thousand ends the process."""
_SHALLOW = 1_000
"""With fewer marks than these a file is not so deep that it has to be looked at first."""
_INDENT = re.compile(r"^[ \-?:]*", re.MULTILINE)


class _Loader(_Known):
    """YAML as it is written, but for a name that stands twice in one mapping: the second would silently take the first's place."""

    def construct_object(self, node: Any, deep: bool = False) -> Any:
        """A value. Raises ConstructorError for what looks like a day or a number and is none: 2023-02-29."""
        try:
            return super().construct_object(node, deep)
        except ValueError as error:
            what = f"“{node.value}” is no day, and no number, that there is"
            raise yaml.constructor.ConstructorError(None, None, what, node.start_mark) from error

    def construct_mapping(self, node: Any, deep: bool = False) -> Any:
        """A mapping. Raises ConstructorError for a name that stands twice."""
        names = [key.value for key, _ in node.value]
        if len(set(map(str, names))) < len(names):
            again = next(key for at, (key, _) in enumerate(node.value) if key.value in names[:at])
            raise yaml.constructor.ConstructorError(None, None, f"“{again.value}” stands twice here", again.start_mark)
        return super().construct_mapping(node, deep)


class PackError(PeelianError):
    """A definition in a pack that cannot be used: file, line, what is wrong, what to do."""

    def __init__(self, file: FilePath, line: int, message: str, remedy: str) -> None:
        where = f"{file.name}, line {line}" if line else file.name
        super().__init__("bad-definition", f"{where}: {message}", remedy, {"file": str(file), "line": line})


def load_yaml(path: FilePath) -> tuple[Any, LineOf]:
    """The file's data, and a function from a key path such as ``("themes", 0, "id")`` to its line (1-based).

    A path that is not in the file answers with the line of its nearest ancestor. Raises PackError for a file that
    is missing, not UTF-8 or no YAML.
    """
    try:
        text = path.read_text(encoding="utf-8")
        _must_be_shallow(text)
        loader = _Loader(text)
        try:
            node = loader.get_single_node()
            data = loader.construct_document(node) if node is not None else None
        finally:
            loader.dispose()
    except OSError as error:
        raise PackError(
            path, 0, f"cannot be read ({error.strerror}).", "Restore the file or correct its name."
        ) from error
    except UnicodeDecodeError as error:
        raise PackError(path, 0, "is not UTF-8 text.", "Save the file as UTF-8.") from error
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        problem = getattr(error, "problem", None) or "is no YAML"
        raise PackError(path, mark.line + 1 if mark else 1, f"{problem}.", "Correct the YAML at that line.") from error
    return data, lambda key_path: _line(node, key_path)


def _must_be_shallow(text: str) -> None:
    """Raises YAMLError for a text that is nested deeper than any definition is: what composes it goes down level by level."""
    deepest = max(len(found[0]) for found in _INDENT.finditer(text))
    if text.count("[") + text.count("{") + deepest < _SHALLOW:
        return
    depth = 0
    event: Any  # its place is of one kind of two
    for event in yaml.parse(text, Loader=_Known):
        depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
        if depth > MOST_DEEP:
            raise yaml.MarkedYAMLError(None, None, f"is nested more than {MOST_DEEP} levels deep", event.start_mark)


def _line(node: Any, key_path: KeyPath) -> int:
    line = node.start_mark.line + 1 if node is not None else 1
    for step in key_path:
        if isinstance(node, yaml.MappingNode):
            found = next(((key, value) for key, value in node.value if key.value == str(step)), None)
            if found is None:
                return int(line)
            line, node = found[0].start_mark.line + 1, found[1]
        elif isinstance(node, yaml.SequenceNode) and isinstance(step, int) and step < len(node.value):
            node = node.value[step]
            line = node.start_mark.line + 1
        else:
            return int(line)
    return int(line)


def check_keys(path: FilePath, line: int, entry: Any, *, required: Iterable[str], allowed: Iterable[str]) -> None:
    """Raise PackError unless ``entry`` is a mapping with every required key and no key outside ``allowed``."""
    if not isinstance(entry, dict):
        raise PackError(path, line, "is not a mapping of names to values.", "Write one `name: value` a line.")
    missing = [key for key in required if key not in entry]
    if missing:
        raise PackError(
            path, line, f"lacks {', '.join(missing)}.", "Add the missing line; EXAMPLES shows one whole file."
        )
    unknown = sorted(set(entry) - set(allowed))
    if unknown:
        raise PackError(
            path, line, f"has unknown {', '.join(map(str, unknown))}.", f"Use only {', '.join(sorted(allowed))}."
        )
