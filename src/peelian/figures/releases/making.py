"""From a catalogue and chosen snapshots to series as they may leave: what a release is built by, and verified by."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from peelian.figures import disclosure
from peelian.figures.areas import Areas
from peelian.figures.catalogue import Catalogue, Measure, generated_sources
from peelian.figures.compute.blocks import Block, Group, groups_of
from peelian.figures.compute.cube import blocks_of
from peelian.figures.compute.engines import open_engine
from peelian.figures.compute.series import Series, joined
from peelian.figures.compute.supply import Shelf, Target
from peelian.figures.disclosure.building import History
from peelian.figures.disclosure.releasing import Leaving, leave, ruled
from peelian.figures.releases.choosing import Chosen


def groups(catalogue: Catalogue, areas: Areas, chosen: Chosen) -> list[Group]:
    """Everything that the chosen snapshots carry and that leaves block by block, measures that are supplied alike together."""
    return _groups(catalogue, areas, chosen, lambda measure, kind: not ruled(measure, kind))


def guarded(catalogue: Catalogue, areas: Areas, chosen: Chosen, history: History) -> Leaving:
    """What leaves of the measures with a release rule, given what was shown before. Raises PeelianError where nothing safe can."""
    wholes = {(item.release.whole, kind) for item in catalogue if item.release for kind in item.release.kinds}

    def wanted(measure: Measure, kind: str) -> bool:
        if measure.release and history.get((measure.id, kind)):
            return True
        return ruled(measure, kind) or (measure.protect == "public-source" and (measure.id, kind) in wholes)

    found = _groups(catalogue, areas, chosen, wanted)
    made: dict[tuple[str, str], list[Series]] = {}
    for _, listed in _counted(found, lambda block: True):
        for series in listed:
            made.setdefault((series.measure, series.kind), []).append(series)
    return leave(catalogue, areas, {key: joined(blocks) for key, blocks in made.items()}, history)


def _groups(catalogue: Catalogue, areas: Areas, chosen: Chosen, wanted: Callable[[Measure, str], bool]) -> list[Group]:
    there = {snapshot.dataset for snapshot in chosen.used if snapshot.facts}
    targets: dict[str, list[Target]] = {name: [] for name in catalogue.datasets if name in there}
    for measure in catalogue:
        for kind, source in generated_sources(measure) if "illustrative" in there else measure.source.items():
            if source.dataset in there and wanted(measure, kind):
                targets[source.dataset].append(Target(measure, kind, source))
    found: list[Group] = []
    for name, listed in targets.items():
        if listed:
            found += groups_of(Shelf(catalogue.datasets[name], chosen.of(name), areas), listed)
    return found


def computed(
    wanted: Sequence[Group], needed: Callable[[Block], bool] = lambda block: True
) -> Iterator[tuple[Block, list[Series]]]:
    """The series of every block that is needed, each through the door of disclosure."""
    for block, made in _counted(wanted, needed):
        targets = block.group.targets
        yield (
            block,
            [disclosure.door(target.measure, series) for target, series in zip(targets, made, strict=True)],
        )


def _counted(wanted: Sequence[Group], needed: Callable[[Block], bool]) -> Iterator[tuple[Block, list[Series]]]:
    """The series of every block that is needed, as the files have them: they must not leave so."""
    todo = [(group, [block for block in group.blocks if needed(block)]) for group in wanted]
    if not any(blocks for _, blocks in todo):
        return
    engine = open_engine()
    try:
        for group, blocks in todo:
            yield from blocks_of(group, blocks, engine)
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
