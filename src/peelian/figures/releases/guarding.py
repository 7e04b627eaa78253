"""Protected measures in a release: what was shown of them before, and how what leaves is kept."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import numpy as np

from peelian.figures.areas import Areas
from peelian.figures.catalogue import Catalogue
from peelian.figures.compute.packing import Key
from peelian.figures.compute.series import NO_ORIGIN, PRESENT, Series
from peelian.figures.disclosure.building import History, merged
from peelian.figures.disclosure.releasing import Leaving
from peelian.figures.periods import Period, month_text
from peelian.figures.protection import NESTED
from peelian.figures.releases.parts import Blocks
from peelian.figures.releases.release import Releases


def keep(catalogue: Catalogue, left: Leaving, blocks: Blocks) -> list[dict[str, Any]]:
    """A block for each series that was decided upon, as a release lists it.

    It is found by nothing but what it holds: decisions are made anew each time.
    """
    listed = []
    for series in left.series:
        sha256, size = blocks.put([series])
        source = catalogue[series.measure].source.get(series.kind)
        listed.append({"dataset": source.dataset if source else "illustrative", "from": month_text(series.first), "recipe": sha256,
                       "key": sha256, "bytes": size, "sha256": sha256})  # fmt: skip
    return listed


def shown_before(releases: Releases, catalogue: Catalogue, ids: Iterable[str]) -> History:
    """What some releases show of the measures with a release rule, each array of figures once.

    Raises PeelianError where one cannot be read: what was shown must be known before anything more is.
    """
    wanted = {(measure.id, kind) for measure in catalogue if measure.release for kind in NESTED}
    seen: dict[Key, set[tuple[str, ...]]] = {key: set() for key in wanted}
    found: dict[Key, list[Series]] = {key: [] for key in wanted}
    for release_id in ids if wanted else ():
        made = releases.open(release_id)
        for key in sorted(wanted & set(made.blocks_of)):
            blocks = tuple(made.blocks_of[key])
            if blocks not in seen[key]:
                seen[key].add(blocks)
                found[key] += merged([made.several([key])[key]])
    return found


def with_prints(history: History, rows: Iterable[Mapping[str, Any]], catalogue: Catalogue, areas: Areas) -> History:
    """What was shown before, and what documents print of the same measures: whoever reads them knows it as well.

    Months and twelve months count; prints by other periods are not looked at.
    """
    found = {key: list(listed) for key, listed in history.items()}
    for row in rows:
        if row["measure"] in catalogue.measures and catalogue[row["measure"]].release and row["area"] in areas:
            key = (row["measure"], areas[row["area"]].kind)
            for period, value in (("period", "value"), ("compared_period", "compared_value")):
                told = _print(key, row["area"], row[period], row[value]) if key[1] in NESTED else None
                found.setdefault(key, []).extend([told] if told else [])
    return found


def _print(key: Key, area: str, period: str, value: str) -> Series | None:
    """A printed count as a series of one cell; None where it is no count of a month or of twelve."""
    if not period or not value or Period.parse(period).months not in (1, 12) or not value.isdecimal():
        return None
    span = Period.parse(period)
    one = np.ones((1, 1), np.uint8)
    return Series(
        *key, (area,), span.last, span.months, 0, np.array([[int(value)]], np.int64), one * PRESENT, one * 0,
        np.full((1, 1), NO_ORIGIN, np.int16), (), ("",), np.zeros(1, np.int16),
    )  # fmt: skip
