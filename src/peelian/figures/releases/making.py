"""From a catalogue and chosen snapshots to series as they may leave: what a release is built by, and verified by."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from peelian.figures import disclosure
from peelian.figures.areas import Areas
from peelian.figures.catalogue import Catalogue, generated_sources
from peelian.figures.compute.blocks import Block, Group, groups_of
from peelian.figures.compute.cube import blocks_of
from peelian.figures.compute.engines import open_engine
from peelian.figures.compute.series import Series, joined
from peelian.figures.compute.supply import Shelf, Target
from peelian.figures.releases.choosing import Chosen


def groups(catalogue: Catalogue, areas: Areas, chosen: Chosen) -> list[Group]:
    """Everything that the chosen snapshots carry, measures that are supplied alike together."""
    there = {snapshot.dataset for snapshot in chosen.used if snapshot.facts}
    targets: dict[str, list[Target]] = {name: [] for name in catalogue.datasets if name in there}
    for measure in catalogue:
        for kind, source in generated_sources(measure) if "illustrative" in there else measure.source.items():
            if source.dataset in there:
                targets[source.dataset].append(Target(measure, kind, source))
    found: list[Group] = []
    for name, wanted in targets.items():
        if wanted:
            found += groups_of(Shelf(catalogue.datasets[name], chosen.of(name), areas), wanted)
    return found


def computed(
    wanted: Sequence[Group], needed: Callable[[Block], bool] = lambda block: True
) -> Iterator[tuple[Block, list[Series]]]:
    """The series of every block that is needed, each through the door of disclosure."""
    todo = [(group, [block for block in group.blocks if needed(block)]) for group in wanted]
    if not any(blocks for _, blocks in todo):
        return
    engine = open_engine()
    try:
        for group, blocks in todo:
            for block, made in blocks_of(group, blocks, engine):
                yield (
                    block,
                    [
                        disclosure.door(target.measure, series)
                        for target, series in zip(group.targets, made, strict=True)
                    ],
                )
    finally:
        engine.close()


def whole_series(wanted: Sequence[Group]) -> Iterator[Series]:
    """Every series whole, group by group."""
    for group in wanted:
        blocks: dict[tuple[str, str], list[Series]] = {}
        for _, made in computed([group]):
            for series in made:
                blocks.setdefault((series.measure, series.kind), []).append(series)
        yield from (joined(found) for found in blocks.values())
