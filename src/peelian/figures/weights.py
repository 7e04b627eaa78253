"""Weights of harm as a body loads them: a YAML file of one named version, with its source and licence.

Peelian brings none of its own: which weights a body believes is the body's to say, and to be named with every number.
"""

from __future__ import annotations

from pathlib import Path

from peelian.figures.catalogue import Catalogue
from peelian.figures.judge.harm import Weights
from peelian.figures.packfile import PackError, check_keys, load_yaml

_TEXTS = ("name", "version", "unit", "source", "licence")


def load_weights(path: Path, catalogue: Catalogue) -> Weights:
    """Weights by measure: ``of: {burglary-dwelling: 273.5}``.

    Raises PackError with file and line for a measure that is unknown, no count, or a part of another that has a weight too (its
    offences would count twice); for a weight that is no number or below zero; and for texts that are missing.
    """
    data, line_of = load_yaml(path)
    check_keys(path, 1, data, required=(*_TEXTS, "of"), allowed=(*_TEXTS, "of"))
    for key in _TEXTS:
        if not str(data[key] or "").strip():
            raise PackError(
                path, line_of((key,)), f"{key} is empty.", "Say it: every number made with these weights names it."
            )
    if not isinstance(data["of"], dict) or not data["of"]:
        raise PackError(path, line_of(("of",)), "of holds no weights.", "Write one `measure: weight` a line.")
    for measure, weight in data["of"].items():
        line = line_of(("of", measure))
        if measure not in catalogue.measures or catalogue[measure].kind != "count":
            raise PackError(path, line, f"{measure} is no count of the catalogue.", "peelian measures lists them.")
        if isinstance(weight, bool) or not isinstance(weight, int | float) or not 0 <= weight < float("inf"):
            raise PackError(
                path, line, f"the weight {weight!r} of {measure} is no number from 0 on.", "Write a number."
            )
        inside = sorted(_parts(catalogue, measure) & set(data["of"]))
        if inside:
            raise PackError(path, line, f"{measure} holds {', '.join(inside)}, which have weights of their own.",
                            "Give a weight to the whole or to its parts: an offence counts once.")  # fmt: skip
    return Weights(
        data["name"], str(data["version"]), data["unit"], {name: float(weight) for name, weight in data["of"].items()}
    )


def _parts(catalogue: Catalogue, measure: str) -> set[str]:
    """The measures that one is made of, and theirs."""
    own = set(catalogue[measure].parts)
    return own.union(*(_parts(catalogue, part) for part in own))
