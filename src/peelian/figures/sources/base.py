"""What every source shares: findings, readings, and how a reader refuses."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal, Protocol

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from peelian.figures.periods import month_text

if TYPE_CHECKING:
    from peelian.figures.sources.document import Document

Severity = Literal["note", "warning", "refused"]

SCALE_KEY = b"peelian.scale"
"""Schema metadata of a facts table: stored integers are values times ten to this power, so that sums stay exact."""


@dataclass(frozen=True)
class Finding:
    """One oddity met in a file: how bad, what, where, and what was done or is to be done."""

    severity: Severity
    what: str
    remedy: str
    row: int | None = None
    column: str | None = None
    sheet: str | None = None

    def __post_init__(self) -> None:
        """Whatever a file holds, a report of it is short and moves no cursor."""
        for name, most in (("what", 500), ("remedy", 300), ("column", 60), ("sheet", 60)):
            text = getattr(self, name)
            if text is not None:
                object.__setattr__(self, name, _short(printable(text[: most + 1]), most))

    def to_json(self) -> dict[str, Any]:
        """The finding as EXAMPLES promises it."""
        where = {"sheet": self.sheet, "row": self.row, "column": self.column}
        return {"severity": self.severity, "what": self.what, "where": where, "remedy": self.remedy}

    def sentence(self) -> str:
        """The finding as the load report prints it."""
        known = (("sheet", self.sheet), ("row", self.row), ("column", self.column))
        places = [f"{name} {where}" if where else "" for name, where in known]
        place = ", ".join(filter(None, places))
        return f"{self.what}{f' ({place})' if place else ''}: {self.remedy}"


def note(what: str, remedy: str, **where: Any) -> Finding:
    """An expected oddity, handled as documented."""
    return Finding("note", what, remedy, **where)


def warning(what: str, remedy: str, **where: Any) -> Finding:
    """Something a person ought to know before relying on the file."""
    return Finding("warning", what, remedy, **where)


class RefusedFile(Exception):
    """The file cannot be used. Nothing of it is kept."""

    def __init__(self, what: str, remedy: str, **where: Any) -> None:
        self.finding = Finding("refused", what, remedy, **where)
        super().__init__(self.finding.sentence())


class PassedOver(Exception):
    """The file is good and not for this house. Nothing of it is kept, and nothing is wrong."""

    def __init__(self, what: str, remedy: str) -> None:
        self.finding = note(what, remedy)
        super().__init__(self.finding.sentence())


@dataclass(frozen=True)
class Settings:
    """What a person must say when a file's content cannot: date order and decimal mark."""

    dates: Literal["d/m/y", "m/d/y"] | None = None
    decimal: Literal["comma", "point"] | None = None


@dataclass
class Reading:
    """A file, understood: its facts in one typed table, and everything odd about it.

    A facts table has ``row`` (1-based line of the table in the file), ``column`` (its header), ``area`` (name or code as
    printed), ``month`` (ordinal of the period's last month), ``value`` (integer, see SCALE_KEY), ``rank`` (0 is preferred)
    and the source's own category columns. A look-up has whatever columns it needs.

    ``scope`` is the force that a monthly file is of, as printed: a newer publication takes the place of that force's month only.
    """

    dataset: str
    table: pa.Table
    findings: list[Finding] = field(default_factory=list)
    classification: str | None = None
    facts: bool = True
    scope: str | None = None

    @property
    def periods(self) -> list[str] | None:
        """First and last month held, or None for a look-up."""
        if not self.facts or self.table.num_rows == 0:
            return None
        months = self.table.column("month").to_numpy()
        return [month_text(int(months.min())), month_text(int(months.max()))]

    @property
    def months(self) -> list[list[int]]:
        """Every month of its facts with the best rank of its rows."""
        if not self.facts or self.table.num_rows == 0:
            return []
        best = self.table.select(["month", "rank"]).group_by("month").aggregate([("rank", "min")]).sort_by("month")
        return [list(pair) for pair in zip(best["month"].to_pylist(), best["rank_min"].to_pylist(), strict=True)]

    @property
    def gaps(self) -> bool:
        """Whether any figure in it is missing."""
        return self.facts and self.table.column("value").null_count > 0

    @property
    def areas(self) -> int | None:
        """How many areas the file names, or None where it names none."""
        return len(self.table.column("area").unique()) if "area" in self.table.column_names else None


class Source(Protocol):
    """One publisher's format. ``version`` rises when the same bytes would be read differently."""

    dataset: str
    version: int
    facts: bool

    def recognise(self, document: Document) -> bool:
        """Whether the content (never the name) is this format."""

    def read(self, document: Document, settings: Settings) -> Reading:
        """The typed table and its findings. Raises RefusedFile."""


def facts_table(columns: dict[str, Any], *, scale: int = 0) -> pa.Table:
    """A facts table from columns, with row, month and value in their fixed types and repeated text as dictionaries."""
    size = len(columns["value"])
    columns = {"rank": np.zeros(size, dtype=np.int8), **columns}
    arrays = {name: _typed(name, values) for name, values in columns.items()}
    return pa.table(arrays).replace_schema_metadata({SCALE_KEY: str(scale).encode()})


_FIXED = {"row": pa.int32(), "month": pa.int32(), "value": pa.int64(), "rank": pa.int8()}


def _typed(name: str, values: Any) -> pa.Array:
    if isinstance(values, pa.Array):
        return values
    return (
        pa.array(values, type=_FIXED[name])
        if name in _FIXED
        else pa.array(values, type=pa.string()).dictionary_encode()
    )


def repeated(texts: list[str], index: npt.NDArray[np.int64]) -> pa.DictionaryArray:
    """``texts[i]`` for every i of ``index``, each text held once."""
    distinct = pa.array(texts, type=pa.string()).dictionary_encode()
    return pa.DictionaryArray.from_arrays(pa.array(np.asarray(distinct.indices)[index]), distinct.dictionary)


def scale_of(table_schema: pa.Schema) -> int:
    """The power of ten by which a facts table's integers are to be divided."""
    return int((table_schema.metadata or {}).get(SCALE_KEY, b"0"))


def named(names: Iterable[str], limit: int = 6) -> str:
    """A short list in words: ``A, B and 4 more``."""
    listed = [_short(name) for name in sorted(names)]
    if len(listed) <= limit:
        return ", ".join(listed)
    return f"{', '.join(listed[:limit])} and {len(listed) - limit} more"


WITHIN = " › "
"""Between an archive's name and that of a file in it."""


def printable(text: str) -> str:
    """A text in which whatever would move a cursor, or cannot be written at all, is spelt out: ``\\x1b``."""
    if text.isprintable():
        return text
    return "".join(mark if mark.isprintable() else mark.encode("unicode_escape").decode("ascii") for mark in text)


def shown(cell: str) -> str:
    """A cell in quote marks, cut short where it is long: a report stays readable whatever a file holds."""
    return repr(_short(cell))


def _short(text: str, limit: int = 60) -> str:
    return text if len(text) <= limit else f"{text[:limit]}…"
