"""The rule by which figures of a protected measure may leave: data in the pack, beside the measure.

What has no rule is withheld whole. A rule names, for each kind of area, the one period that is published: ``month``, ``r12``
(twelve months, at the end of every quarter) or ``year`` (calendar years). Figures by any other period are withheld there.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

NESTED = ("force", "bcu", "borough", "ward")
"""Kinds of area that a rule may name, each made of whole ones of the next."""
EVERY = {"month": 1, "r12": 3, "year": 12}
"""Months from one published period to the next."""
LENGTH = {"month": 1, "r12": 12, "year": 12}
"""Months of a published period."""
LEAST, MOST = 3, 20
"""Thresholds that make sense: counts from 1 to one below it are small."""


@dataclass(frozen=True)
class Rule:
    """Which area kinds at which period are published; counts from 1 to ``threshold`` - 1 are small.

    ``whole``: the measure of which this is a category, so that subtraction between the two is thought of. ``sensitive``: never
    below borough.
    """

    threshold: int
    kinds: Mapping[str, str]
    whole: str | None = None
    sensitive: bool = False


class RuleError(ValueError):
    """What is wrong with a rule, the key where it stands, and what to do."""

    def __init__(self, key: str, said: str, remedy: str) -> None:
        super().__init__(said)
        self.key, self.remedy = key, remedy


def read_rule(data: Any, measure: Mapping[str, Any]) -> Rule | None:
    """The rule in a measure's mapping, None where it has none. Raises RuleError for anything that is not understood."""
    if data is None:
        return None
    if not isinstance(data, dict):
        raise RuleError("", "release is no mapping.", "Write threshold and, for each area kind, its period.")
    _check_measure(measure)
    unknown = sorted(set(map(str, data)) - {"threshold", "whole", "sensitive", *NESTED})
    if unknown:
        remedy = f"Use threshold, whole, sensitive, {', '.join(NESTED)}."
        raise RuleError(unknown[0], f"release has unknown {', '.join(unknown)}.", remedy)
    threshold, whole, sensitive = data.get("threshold"), data.get("whole"), data.get("sensitive", False)
    if type(threshold) is not int or not LEAST <= threshold <= MOST:
        raise RuleError("threshold", f"threshold {threshold!r} is no small number.", f"Use {LEAST} to {MOST}.")
    if whole is not None and (not isinstance(whole, str) or whole == measure["id"]):
        raise RuleError("whole", f"whole {whole!r} is no other measure.", "Name the measure of which this is a part.")
    if not isinstance(sensitive, bool):
        raise RuleError("sensitive", f"sensitive {sensitive!r} is not understood.", "Write true or false.")
    kinds = {kind: _period(kind, data[kind], measure) for kind in NESTED if kind in data}
    if not kinds:
        raise RuleError("", "release names no area kind.", "Leave release out: without it all is withheld.")
    if sensitive and "ward" in kinds:
        raise RuleError("ward", "a sensitive measure is withheld below borough.", "Take ward out of release.")
    return Rule(threshold, kinds, whole, sensitive)


def _check_measure(measure: Mapping[str, Any]) -> None:
    if measure["protect"] != "protected":
        raise RuleError("", "release is only for protected measures.", "Take release out, or write protect: protected.")
    if measure["kind"] != "count" or measure["periods"] != "month":
        raise RuleError("", "release is only for counts by month.", "Take release out: the measure is withheld whole.")


def _period(kind: str, data: Any, measure: Mapping[str, Any]) -> str:
    """The published period of an area kind, from ``{period: r12, every: 3}``."""
    if not isinstance(data, dict) or not set(data) <= {"period", "every"} or data.get("period") not in EVERY:
        shown = "{period: r12, every: 3}"
        raise RuleError(kind, f"release of {kind} is not understood.", f"Write {shown}, with {', '.join(EVERY)}.")
    period = str(data["period"])
    if data.get("every", EVERY[period]) != EVERY[period]:
        said = f"{period} every {data['every']} months is not published."
        raise RuleError(kind, said, f"Write every: {EVERY[period]}, or leave it out.")
    sources = measure["source"] or {}
    if sources and kind not in sources and kind not in ("force", "bcu"):
        raise RuleError(kind, f"release names {kind}, of which there is no source.", "Add the source, or take it out.")
    return period
