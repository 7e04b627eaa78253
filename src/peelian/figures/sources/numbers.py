"""Numbers whatever the locale: which mark is decimal is told from the whole column, asked for where it cannot be told."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable, Sequence
from decimal import Decimal
from operator import itemgetter
from typing import Literal

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from peelian.figures.sources.base import Finding, RefusedFile, note, shown, warning
from peelian.figures.sources.table import Table

Mark = Literal["comma", "point"]
MARKS: tuple[Mark, ...] = ("comma", "point")
_SIGN: dict[Mark, str] = {"comma": ",", "point": "."}
_LONGEST = 40
_DIGITS = 9  # no police force records a milliard offences a month; more digits are a fault
_NUMBER = re.compile(r"(-?[0-9][0-9.,]*)\s*(%?)")
_GROUPS = {
    mark: rf"-?(?:[1-9][0-9]{{0,2}}(?:\{other}[0-9]{{3}})+|[0-9]+)" for mark, other in (("comma", "."), ("point", ","))
}
_WITH_FRACTION = {mark: re.compile(rf"{_GROUPS[mark]}(?:\{_SIGN[mark]}[0-9]+)?") for mark in MARKS}
_WHOLE = {mark: re.compile(rf"{_GROUPS[mark]}(?:\{_SIGN[mark]}0+)?") for mark in MARKS}

Cell = tuple[str, int, str]
"""A cell as printed, its row and its column."""


def decimal_mark(cells: Iterable[Cell], told: Mark | None, *, whole: bool = False) -> Mark:
    """Which mark is decimal in cells that belong together. ``whole``: they are counts, so that ``1,234`` can only be thousands.

    Raises RefusedFile for a cell that is no number under either mark, for a mixture, for what contradicts ``told``, and
    where nothing tells: ``1,234`` may be a thousand or one and a bit.
    """
    forms = _WHOLE if whole else _WITH_FRACTION
    proofs: dict[Mark, Cell] = {}
    unsure: Cell | None = None
    for cell in cells:
        printed, row, column = cell
        bare = _bare(printed)[0] if len(printed) <= _LONGEST else ""
        fits = [mark for mark in MARKS if forms[mark].fullmatch(bare)]
        if not fits:
            raise not_a_number(cell, whole)
        if told and told not in fits:
            raise RefusedFile(
                f"{shown(printed)} cannot be read with a decimal {told}, which was said",
                f"Leave --decimal {told} out, or export the table again.",
                row=row,
                column=column,
            )
        if len(fits) == 1:
            proofs.setdefault(fits[0], cell)
        elif re.search("[.,]", bare):
            unsure = unsure or cell
    if len(proofs) == 2:
        _, row, column = max(proofs.values(), key=itemgetter(1))
        raise RefusedFile(
            "some numbers have a decimal comma and others a decimal point",
            "Export the table again in one locale.",
            row=row,
            column=column,
        )
    if unsure and not proofs and not told:
        raise RefusedFile(
            f"{shown(unsure[0])} may be thousands or decimals",
            "Say which with --decimal comma or --decimal point.",
            row=unsure[1],
            column=unsure[2],
        )
    proved: list[Mark] = [*proofs]
    return told or (proved[0] if proved else "point")


def not_a_number(cell: Cell, whole: bool) -> RefusedFile:
    """The refusal of one cell."""
    what = "no count (a whole number, zero or more)" if whole else "no number"
    remedy = "Correct the cell, or fetch the file again." if whole else "Correct the cell, or leave it empty."
    return RefusedFile(f"{shown(cell[0])} is {what}", remedy, row=cell[1], column=cell[2])


def _bare(printed: str) -> tuple[str, bool]:
    """The number without its per cent sign, and whether it had one; nothing where it is no number."""
    found = _NUMBER.fullmatch(printed)
    return (found[1], bool(found[2])) if found else ("", False)


def _plain(bare: str, mark: Mark) -> str:
    """Digits with a decimal point, without thousands separators."""
    other = "." if mark == "comma" else ","
    return bare.replace(other, "").replace(_SIGN[mark], ".")


def read_decimals(table: Table, column: str, told: Mark | None) -> tuple[list[Decimal | None], list[Finding]]:
    """Decimals of a column, per cents divided by 100, None for an empty cell. Raises RefusedFile: see decimal_mark."""
    cells = table.column(column)
    first: dict[str, int] = {}
    for cell, number in zip(cells, table.numbers, strict=True):
        first.setdefault(cell, number)
    empty = first.pop("", None)
    mark = decimal_mark(((cell, row, column) for cell, row in first.items()), told)
    values = {cell: _decimal(cell, mark) for cell in first}
    findings = _decimal_findings(first, values, mark, column)
    percents = sum(cell.endswith("%") for cell in cells)
    if percents:
        findings.append(note(f"{percents} values have a per cent sign", "divided by 100", column=column))
    if empty:
        findings.append(
            warning(_empty_cells(cells.count("")), "read as missing, not as zero", row=empty, column=column)
        )
    return [values.get(cell) for cell in cells], findings


def _decimal(printed: str, mark: Mark) -> Decimal:
    bare, percent = _bare(printed)
    value = Decimal(_plain(bare, mark))
    return value / 100 if percent else value


def _decimal_findings(first: dict[str, int], values: dict[str, Decimal], mark: Mark, column: str) -> list[Finding]:
    marked = next((cell for cell in first if _SIGN[mark] in cell), None)
    if mark == "point" or marked is None:
        return []
    return [warning("decimal comma", f"read as {_plain(_bare(marked)[0], mark)}", row=first[marked], column=column)]


def read_counts(
    table: Table, places: Sequence[int], told: Mark | None
) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.bool_], list[Finding]]:
    """Rows × columns of whole numbers, which cells are empty, and what was odd. Raises RefusedFile: see decimal_mark."""
    rows = table.rows
    flat = (
        [row[places[0]] for row in rows]
        if len(places) == 1
        else list(itertools.chain.from_iterable(map(itemgetter(*places), rows)))
    )
    cells = pc.utf8_trim_whitespace(pa.array(flat, type=pa.string()))
    plain = pc.and_(pc.ascii_is_decimal(cells), pc.less_equal(pc.binary_length(cells), _DIGITS))
    empty = pc.equal(cells, "").to_numpy(zero_copy_only=False)
    odd = np.flatnonzero(~plain.to_numpy(zero_copy_only=False) & ~empty)
    read, findings = _odd_counts(cells, odd, table, places, told)
    counts = np.asarray(pc.cast(pc.if_else(plain, cells, "0"), pa.int64())).copy()
    counts[odd] = read
    if empty.any():
        row, column = _where(int(np.flatnonzero(empty)[0]), table, places)
        findings.append(warning(_empty_cells(int(empty.sum())), "read as missing, not as zero", row=row, column=column))
    shape = (len(rows), len(places))
    return counts.reshape(shape), empty.reshape(shape), findings


def _odd_counts(
    cells: pa.StringArray, odd: npt.NDArray[np.intp], table: Table, places: Sequence[int], told: Mark | None
) -> tuple[list[int], list[Finding]]:
    """``1,234`` and ``12.0`` as whole numbers; everything else is refused at its cell."""
    if not len(odd):
        return [], []
    printed = cells.take(pa.array(odd)).to_pylist()
    first: dict[str, Cell] = {}
    for text, at in zip(printed, odd, strict=True):
        if text not in first:
            first[text] = (text, *_where(int(at), table, places))
    for cell in first.values():
        if "%" in cell[0] or "-" in cell[0]:
            raise not_a_number(cell, whole=True)
    mark = decimal_mark(first.values(), told, whole=True)
    values = {text: _plain(text, mark).partition(".")[0] for text in first}
    for text, digits in values.items():
        if len(digits.lstrip("0")) > _DIGITS:
            raise not_a_number(first[text], whole=True)
    text, row, column = next(iter(first.values()))
    found = warning(
        f"{len(odd)} counts are written like {shown(text)}",
        f"read as whole numbers, this one as {int(values[text])}",
        row=row,
        column=column,
    )
    return [int(values[text]) for text in printed], [found]


def _empty_cells(number: int) -> str:
    return "1 cell is empty" if number == 1 else f"{number} cells are empty"


def _where(at: int, table: Table, places: Sequence[int]) -> tuple[int, str]:
    return table.numbers[at // len(places)], table.header[places[at % len(places)]]
