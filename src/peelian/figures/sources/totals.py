"""Rows that are totals of other rows would be counted twice: found by their name, and by adding up."""

from __future__ import annotations

import re
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from peelian.figures.sources.base import RefusedFile

_NAMED = re.compile(
    r".*\b(?:sub-?)?totals?\b.*"
    r"|all|all (?:boroughs|wards|areas|offences|crimes?|categories|sub-?categories|london)|sum|mps|mps area|london|greater london"
    r"|metropolitan police(?: service| district)?", re.IGNORECASE)  # fmt: skip
_FEWEST_OTHERS, _FEWEST_MONTHS, _SMALLEST_SUM = 3, 6, 100
"""With fewer rows, months or offences than these a row may equal the sum of the others by accident."""


def refuse_named_totals(texts: dict[str, list[str]], headers: dict[str, str], numbers: Sequence[int]) -> None:
    """Raise RefusedFile for a row that calls itself a total."""
    for name, cells in texts.items():
        totals = {cell for cell in set(cells) if _NAMED.fullmatch(cell)}
        if totals:
            row = next(place for place, cell in enumerate(cells) if cell in totals)
            raise _refusal(cells[row], "", numbers[row], headers[name])


def refuse_summed_totals(
    texts: dict[str, list[str]], headers: dict[str, str], numbers: Sequence[int], counts: npt.NDArray[np.int64]
) -> None:
    """Raise RefusedFile where an area, a category, or a sub-category of one, is the sum of all others in every month."""
    if counts.shape[1] < _FEWEST_MONTHS:
        return
    nothing = np.zeros(len(numbers), dtype=np.int64)
    majors = _numbered(texts["major"])
    for name, within in (("area", nothing), ("major", nothing), ("minor", majors)):
        labels = _numbered(texts[name])
        order = np.argsort(within, kind="stable")
        for inside in np.split(order, np.flatnonzero(np.diff(within[order])) + 1):
            if len(inside) <= _FEWEST_OTHERS:
                continue
            total = _sum_of_others(labels[inside], counts[inside])
            if total is not None:
                row = int(inside[total])
                why = "its counts are the sum of all others in every month; "
                raise _refusal(texts[name][row], why, numbers[row], headers[name])


def _numbered(cells: list[str]) -> npt.NDArray[np.int64]:
    place = {cell: index for index, cell in enumerate(dict.fromkeys(cells))}
    return np.array([place[cell] for cell in cells], dtype=np.int64)


def _sum_of_others(labels: npt.NDArray[np.int64], counts: npt.NDArray[np.int64]) -> int | None:
    """The first row of a label whose counts are the sum of all other labels' in every month, if there is one."""
    used, labels = np.unique(labels, return_inverse=True)
    if len(used) <= _FEWEST_OTHERS:
        return None
    sums = np.zeros((len(used), counts.shape[1]), dtype=np.int64)
    np.add.at(sums, labels, counts)
    suspects = (2 * sums == sums.sum(axis=0)).all(axis=1) & (sums.sum(axis=1) >= _SMALLEST_SUM)
    return int(np.flatnonzero(labels == np.flatnonzero(suspects)[0])[0]) if suspects.any() else None


def _refusal(cell: str, why: str, row: int, column: str) -> RefusedFile:
    return RefusedFile(
        f"a row of totals ({cell}) stands among the others: {why}it would be counted twice",
        "Remove the totals from the table.",
        row=row,
        column=column,
    )
