"""Where a release's parts go, and what of the release before may be taken as it is."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from peelian.figures.compute.blocks import Block, Group
from peelian.figures.errors import PeelianError
from peelian.figures.house import Progress
from peelian.figures.periods import month_text
from peelian.figures.releases.choosing import Named
from peelian.figures.releases.making import computed
from peelian.figures.releases.parts import Blocks, Parts
from peelian.figures.releases.release import Release


@dataclass
class Store:
    """Where a release's parts go, and the release before, of which some may be taken as they are."""

    parts: Parts
    blocks: Blocks
    before: Release | None
    _made: dict[str, dict[str, Any]] = field(default_factory=dict)

    @property
    def named(self) -> Named | None:
        """The areas of the release before; None where there is none, or they are damaged: they are made anew."""
        try:
            return Named(self.before.areas, self.before.manifest["naming"]) if self.before else None
        except PeelianError:
            return None

    @cached_property
    def vintages(self) -> dict[str, Any]:
        """What the release before says of vintages; nothing where there is none, or it is damaged."""
        try:
            return self.before.vintages if self.before else {}
        except PeelianError:
            return {}

    @cached_property
    def _whole(self) -> dict[str, dict[str, Any]]:
        """The blocks of the release before by recipe and key, every byte looked at: a damaged one is made, and so mended, anew."""
        entries = [*self.before.manifest["blocks"]] if self.before else []
        entries += [entry for item in self.vintages.get("publications", ()) for entry in item["blocks"]]
        sound = {
            sha256 for sha256 in {entry["sha256"] for entry in entries} if not self.blocks.faults(sha256, hold=True)
        }
        return {entry[name]: entry for entry in entries if entry["sha256"] in sound for name in ("recipe", "key")}

    def whole(self, entries: Iterable[dict[str, Any]]) -> bool:
        """Whether blocks of the release before are all there, every byte of them."""
        return all(entry["key"] in self._whole for entry in entries)

    def known(self, block: Block) -> dict[str, Any] | None:
        """The same block of the release before, or one made for this release already."""
        entry = self._find(block.recipe) or (self._find(block.key) if self._made or self._whole else None)
        return entry and entry | {"recipe": block.recipe}

    def _find(self, name: str) -> dict[str, Any] | None:
        return self._made.get(name) or self._whole.get(name)

    def keep(self, wanted: Sequence[Group], progress: Progress) -> list[dict[str, Any]]:
        """Every block, as a release lists it: taken from the release before where it is the same there, else computed."""
        blocks = [block for group in wanted for block in group.blocks]
        known = {id(block): self.known(block) for block in blocks}
        listed = [entry for entry in known.values() if entry]
        for done, (block, series) in enumerate(computed(wanted, lambda block: known[id(block)] is None)):
            progress(done, len(blocks), f"{block.group.shelf.dataset.title}, {month_text(block.first)}")
            sha256, size = self.blocks.put(series)
            entry = {"dataset": block.group.shelf.dataset.id, "from": month_text(block.first), "recipe": block.recipe,
                     "key": block.key, "bytes": size, "sha256": sha256}  # fmt: skip
            self._made |= {block.recipe: entry, block.key: entry}
            listed.append(entry)
        progress(len(blocks), len(blocks), "")
        return sorted(listed, key=lambda entry: (entry["dataset"], entry["from"], entry["key"]))
