"""Protected measures in a release: what was shown of them before, and how what leaves is kept."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from peelian.figures.catalogue import Catalogue
from peelian.figures.compute.packing import Key
from peelian.figures.compute.series import Series
from peelian.figures.disclosure.building import History, merged
from peelian.figures.disclosure.releasing import Leaving
from peelian.figures.periods import month_text
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
