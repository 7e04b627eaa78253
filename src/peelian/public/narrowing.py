"""What a list is narrowed to by its address: each choice shows in its control, and a value that there is not is said."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from peelian.figures.errors import PeelianError

ON, OFF = ("1", "yes", "true", "on"), ("", "0", "no", "false", "off")
NAMED = 12
"""How many values a refusal names."""


@dataclass(frozen=True)
class Narrowed:
    """One control of a list, with the value that its address asks for. ``parts/narrowing.html`` draws them."""

    name: str
    label: str
    every: str
    """What it says where nothing is asked for: ``Every committee``."""
    choices: tuple[tuple[str, str], ...]
    value: str = ""


def narrowed(
    query: Mapping[str, str], name: str, label: str, every: str, choices: Iterable[tuple[str, str]]
) -> Narrowed:
    """A choice as an address makes it. Raises PeelianError for a value that is none of the choices."""
    found, value = tuple(choices), query.get(name, "")
    if value and value not in dict(found):
        raise no_such_choice(name, value, label, [one for one, _ in found])
    return Narrowed(name, label, every, found, value)


def switched(query: Mapping[str, str], name: str, label: str) -> bool:
    """Whether a box is ticked. Raises PeelianError for a value that says neither yes nor no."""
    value = query.get(name, "")
    if value not in (*ON, *OFF):
        raise no_such_choice(name, value, label, [ON[0], OFF[1]])
    return value in ON


def no_such_choice(name: str, value: str, label: str, known: list[str]) -> PeelianError:
    """What is said of a value that a list cannot be narrowed to."""
    named = ", ".join(known[:NAMED]) + (f" and {len(known) - NAMED} more" if len(known) > NAMED else "")
    return PeelianError(
        f"unknown-{name}",
        f"This list cannot be narrowed to “{value[:60]}”.",
        f"“{label}” can be {named}; or take {name} out of the address."
        if known
        else f"Take {name} out of the address.",
        {name: value[:60]},
    )
