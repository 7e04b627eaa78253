"""Campaigns that are marked in a pack: many letters on one matter, which hide how all others fare in a printed share.

``campaigns.yaml`` says of each what a document prints: how many there were in which months, and how many of them were in time
where that is known. What the share is without them is worked out, never written down (``judge.without``).
"""

from __future__ import annotations

import csv
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any

from peelian.figures.areas import Areas
from peelian.figures.errors import PeelianError
from peelian.figures.judge.without import Misfit, Share, Without, without
from peelian.figures.pack import Entry, Pack
from peelian.figures.packfile import PackError
from peelian.figures.periods import Period

FILE = "campaigns.yaml"
_KEYS = ("id", "measure", "area", "first", "last", "title", "received", "in_time", "document", "line")
APART = ("month", "quarter", "fy", "year")
"""Kinds of period that follow one another without a month in common, and so can be added up."""


@dataclass(frozen=True)
class Campaign:
    """Letters on one matter within some periods of a printed share. ``in_time`` is None where no document says it."""

    id: str
    measure: str
    area: str
    first: str
    last: str
    title: str
    received: int
    in_time: int | None
    document: str
    line: int

    @property
    def ends(self) -> tuple[Period, Period]:
        """Its first and last period."""
        return Period.parse(self.first), Period.parse(self.last)


Row = Mapping[str, Any]
"""A printed row."""


@dataclass(frozen=True)
class Apart:
    """Campaigns that overlap, the periods that they lie in, and what is printed of those; ``found`` is the share without them."""

    campaigns: tuple[Campaign, ...]
    periods: tuple[Period, ...]
    rows: tuple[Row, ...]
    found: Without

    @property
    def number(self) -> int:
        """How many letters they are."""
        return sum(campaign.received for campaign in self.campaigns)


def apart(campaigns: Iterable[Campaign], rows: Sequence[Row]) -> list[Apart]:
    """A measure's campaigns at an area, and its share without them, from what is printed there; earliest first.

    What lies in periods of which no counts are printed is left out. Raises Misfit where they are more than was received.
    """
    answers = []
    for together in _overlapping(campaigns):
        periods = tuple(_periods(together))
        found = [counted(rows, period) for period in periods]
        printed = [row for row in found if row is not None]
        if len(printed) == len(found):
            shares = [share_of(row) for row in printed]
            whole, part = sum(share.whole for share in shares), sum(share.part for share in shares)
            known = without(whole, part, [(item.received, item.in_time) for item in together])
            answers.append(Apart(tuple(together), periods, tuple(printed), known))
    return answers


def _overlapping(campaigns: Iterable[Campaign]) -> Iterator[list[Campaign]]:
    """Campaigns that share a period, directly or through others; of one kind of period, earliest first."""
    kept = sorted(campaigns, key=lambda item: (APART.index(item.ends[0].kind), item.ends[0].first, item.id))
    together: list[Campaign] = []
    for item in kept:
        if together and (item.ends[0].kind, True) != (
            together[0].ends[0].kind,
            item.ends[0].first <= max(other.ends[1].last for other in together),
        ):
            yield together
            together = []
        together.append(item)
    if together:
        yield together


def _periods(campaigns: Sequence[Campaign]) -> Iterator[Period]:
    """Every period from the first of some campaigns to the last."""
    first = campaigns[0].ends[0]
    last = max(item.ends[1].last for item in campaigns)
    for month in range(first.last, last + 1, first.months):
        yield Period.of(first.kind, month)


def counted(rows: Sequence[Row], period: Period) -> Row | None:
    """The printed row that gives both counts of a period: the last that is not in doubt; None where there is none."""
    found = [row for row in rows if row["period"] == str(period) and not row.get("doubt") and _counts(row) is not None]
    return found[-1] if found else None


def share_of(row: Row) -> Share:
    """The two counts of a printed row that has both."""
    part, whole = _counts(row) or (0, 0)
    return Share(part, whole)


def _counts(row: Row) -> tuple[int, int] | None:
    """How many are in time, and of how many. Of nothing, none is."""
    try:
        whole = Decimal(row.get("denominator") or "")
        part = Decimal(row.get("numerator") or ("0" if whole == 0 else ""))
    except InvalidOperation:
        return None
    whole_numbers = whole == whole.to_integral_value() and part == part.to_integral_value()
    return (int(part), int(whole)) if whole_numbers and 0 <= part <= whole else None


def load(pack: Pack, kinds: Mapping[str, str], areas: Areas, documents: Collection[str]) -> tuple[Campaign, ...]:
    """The campaigns that a pack marks; ``kinds`` are those of its measures.

    Raises PackError for one that cannot be what the pack's tables print.
    """
    entries = pack.entries(FILE, _KEYS)
    found = [_campaign(entry, kinds, areas, documents) for entry in entries]
    if found:
        _check_against(list(zip(found, entries, strict=True)), _printed(pack.folder / "published"))
    return tuple(found)


def from_json(data: Iterable[Mapping[str, Any]]) -> tuple[Campaign, ...]:
    """Those that a release keeps."""
    return tuple(Campaign(**entry) for entry in data)


def refuse_misfits(campaigns: Iterable[Campaign], rows: Sequence[Row]) -> None:
    """Raise PeelianError where a release's prints count fewer letters than its campaigns: a table was entered anew."""
    of: dict[tuple[str, str], list[Campaign]] = {}
    for item in campaigns:
        of.setdefault((item.measure, item.area), []).append(item)
    for name, same in of.items():
        try:
            apart(same, [row for row in rows if (row["measure"], row["area"]) == name])
        except Misfit as error:
            raise PeelianError(
                "campaign-too-large",
                f"{FILE} marks more letters of {name[0]} than the printed tables of this release count: {_words(error)}",
                "Correct the campaign's number, or the table.", {"measure": name[0], "area": name[1]},
            ) from error  # fmt: skip


def _words(error: Misfit) -> str:
    return f"{error.found:,} {error.what} in campaigns, {error.most:,} {error.what} in all."


def _campaign(entry: Entry, kinds: Mapping[str, str], areas: Areas, documents: Collection[str]) -> Campaign:
    data = entry.data
    for key, known in (("measure", kinds), ("area", areas), ("document", documents)):
        if data[key] not in known:
            remedy = "Add it to documents.yaml, or correct the id." if key == "document" else "Correct the id."
            raise _refused(entry, key, f"{key} {data[key]!r} is unknown.", remedy)
    if kinds[data["measure"]] != "share":
        raise _refused(entry, "measure", f"{data['measure']} is no share: nothing of it is answered in time.",
                       "A campaign is marked in a share whose two counts are printed.")  # fmt: skip
    if not isinstance(data["title"], str) or not data["title"].strip():
        raise _refused(entry, "title", "title is empty.", "Say what the letters were about, in a few words.")
    for key in ("received", "line"):
        if type(data[key]) is not int or data[key] < 1:
            raise _refused(entry, key, f"{key} {data[key]!r} is no number from 1 on.", "Write it without separators.")
    known_in_time = data["in_time"]
    if known_in_time is not None and (type(known_in_time) is not int or not 0 <= known_in_time <= data["received"]):
        raise _refused(entry, "in_time", f"in_time {known_in_time!r} is no number from 0 to {data['received']}.",
                       "Write how many of them were answered in time, or null where no document says it.")  # fmt: skip
    _check_ends(entry)
    texts = {key: str(data[key]) for key in ("first", "last", "title")}
    return Campaign(**{**data, **texts})


def _check_ends(entry: Entry) -> None:
    ends = []
    for key in ("first", "last"):
        try:
            ends.append(Period.parse(str(entry.data[key])))
        except PeelianError as error:
            raise _refused(entry, key, error.message, error.remedy) from error
    first, last = ends
    if first.kind not in APART:
        raise _refused(entry, "first", f"{first} shares months with the periods beside it, which cannot be added up.",
                       "Name months, quarters or years.")  # fmt: skip
    if last.kind != first.kind or last.last < first.last:
        raise _refused(entry, "last", f"{last} does not follow {first} as a period of the same kind.",
                       "Name the first and the last period in the same form.")  # fmt: skip


def _check_against(marked: Sequence[tuple[Campaign, Entry]], rows: Sequence[Row]) -> None:
    """Every campaign lies in printed periods, and neither alone nor with those before it is it more than was received."""
    before: dict[tuple[str, str], list[Campaign]] = {}
    for item, entry in marked:
        own = [row for row in rows if (row["measure"], row["area"]) == (item.measure, item.area)]
        for period in _periods([item]):
            if counted(own, period) is None:
                raise _unprinted(entry, period, printed=any(row["period"] == str(period) for row in own))
        beside = before.setdefault((item.measure, item.area), [])
        beside.append(item)
        for several in ([item], beside):
            try:
                apart(several, own)
            except Misfit as error:
                key = "received" if error.what == "received" else "in_time"
                remedy = "Correct the number, or the periods that it lies in."
                raise _refused(entry, key, _words(error), remedy) from error


def _unprinted(entry: Entry, period: Period, *, printed: bool) -> PackError:
    what = f"{entry.data['measure']} in {period.label()}"
    said = (
        f"the tables in published/ print {what} without both of its counts."
        if printed
        else f"no table in published/ prints {what}."
    )
    remedy = "Enter numerator and denominator as a document prints them, or correct first and last."
    return _refused(entry, "first", said, remedy)


def _refused(entry: Entry, key: str, said: str, remedy: str) -> PackError:
    return PackError(entry.path, entry.line(key), f"campaign {entry.data['id']}: {said}", remedy)


def _printed(folder: Path) -> list[dict[str, str]]:
    """The rows of a pack's tables in the order in which a release holds them; their reader refuses what is wrong with them."""
    rows = []
    for path in sorted(folder.glob("*.csv")):
        with path.open(encoding="utf-8-sig", newline="", errors="replace") as file:
            kept = ({key: value or "" for key, value in row.items() if key} for row in csv.DictReader(file))
            rows += [row for row in kept if {"document", "measure", "area", "period"} <= set(row)]
    return sorted(rows, key=lambda row: row["document"])
