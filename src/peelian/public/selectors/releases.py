"""Releases: what is in them, what they revised, and every file they rest on."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from peelian.figures.catalogue import Dataset
from peelian.figures.errors import PeelianError
from peelian.figures.house import LONDON
from peelian.figures.lake import Snapshot
from peelian.figures.periods import month_name, parse_month
from peelian.figures.releases.release import Release
from peelian.public import wording
from peelian.public.selectors import readings
from peelian.public.site import Site
from peelian.ui import format as words


@dataclass(frozen=True)
class Revised:
    """One cell that a release changed."""

    title: str
    place: str
    month: str
    before: str
    after: str
    change: str
    href: str


def change_words(release: Release) -> str:
    """What the release changed against the one before, in one sentence."""
    changes = release.changes
    if not changes["since"]:
        return "This is the first release: there is nothing before it to compare with."
    if not any(changes[name] for name in ("revised", "new", "vanished")):
        return f"Against the release {changes['since']} no figure changed."
    counts = [words.counted(changes["revised"], "figure", "figures") + " revised",
              words.counted(changes["new"], "figure", "figures") + " new",
              words.counted(changes["vanished"], "figure", "figures") + " gone"]  # fmt: skip
    return f"Against the release {changes['since']}: {', '.join(counts)}."


def largest(site: Site, most: int) -> list[Revised]:
    """The largest revisions, each with its place and month in words."""
    found = []
    for entry in site.release.changes["largest"][:most]:
        measure = site.release.catalogue.measures.get(entry["measure"])
        area = site.release.areas.by_id.get(entry["area"])
        title, place = measure.title if measure else entry["measure"], area.name if area else entry["area"]
        before, after = entry["before"] or "", entry["after"] or ""
        found.append(Revised(title, place, month_name(parse_month(entry["month"])), _number(before), _number(after),
                             words.signed(Decimal(after) - Decimal(before)) if before and after else "",
                             f"/figures/{entry['measure']}/{entry['area']}/{entry['month']}"))  # fmt: skip
    return found


def _number(text: str) -> str:
    return words.plain(Decimal(text)) if text else "[x]"


def by_part(site: Site) -> list[dict[str, Any]]:
    """Counts of changed cells by measure and area kind."""
    titles = {item.id: item.title for item in site.release.catalogue}
    return [
        entry
        | {"title": titles.get(entry["measure"], entry["measure"]), "kind": site.words.kind(entry["area_kind"]).one}
        for entry in site.release.changes["by_part"]
    ]


@dataclass(frozen=True)
class Input:
    """A file that a release rests on."""

    snapshot: str
    dataset: Dataset
    file: str
    name: str
    vintage: str
    held: Snapshot | None

    @property
    def short(self) -> str:
        """The first twelve characters of the hash."""
        return self.snapshot[:12]

    @property
    def when(self) -> str:
        """``December 2025``, ``20 July 2017``; ``loaded 22 November 2026`` where nothing says when it was published."""
        when = readings.vintage_words(self.vintage)
        return f"loaded {when}" if self.held and self.held.vintage_from == "load time" else when


def inputs(site: Site, release: Release) -> list[Input]:
    """Every file of a release, by dataset."""
    found = []
    for entry in release.manifest["inputs"]:
        dataset = release.catalogue.datasets[entry["dataset"]]
        name = wording.file_name(release.catalogue, entry["file"])
        found.append(
            Input(entry["snapshot"], dataset, entry["file"], name, entry["vintage"], held(site, entry["snapshot"]))
        )
    return sorted(found, key=lambda item: (item.dataset.title, item.vintage))


def shown(site: Site, sha256: str) -> Snapshot:
    """A snapshot by hash or its beginning, of those that a release that is out names: what was loaded since is nobody's yet.

    Raises PeelianError where there is none.
    """
    for release in (site.release, *(site.releases.open(name) for name in reversed(site.releases.ids()))):
        found = [name for name in _named(release) if name.startswith(sha256)]
        if len(found) == 1:
            return site.lake.get(found[0])
    raise PeelianError(
        "unknown-snapshot", f"No snapshot {sha256}.", "peelian snapshots lists all snapshots.", {"snapshot": sha256}
    )


def _named(release: Release) -> set[str]:
    """Every snapshot that a release names."""
    return {entry["snapshot"] for part in ("inputs", "left_out", "aside") for entry in release.manifest[part]}


def held(site: Site, sha256: str) -> Snapshot | None:
    """The snapshot, or None where the lake has lost it."""
    try:
        return site.lake.get(sha256)
    except PeelianError:
        return None


def parts(release: Release) -> list[tuple[str, list[str]]]:
    """Which measures it holds, and for which kinds of area."""
    titles, words = {measure.id: measure.title for measure in release.catalogue}, release.catalogue.pack
    return [
        (titles[name], [words.kind(kind).one for kind in kinds])
        for name, kinds in release.kinds_of.items()
        if name in titles
    ]


def listed(site: Site) -> list[tuple[Release, str, str]]:
    """Every release, newest first: release, day, what it changed."""
    opened = [site.releases.open(name) for name in reversed(site.releases.ids())]
    return [(item, wording.released(item), change_words(item)) for item in opened]


def loaded_day(snapshot: Snapshot) -> dt.date:
    """The day in London on which a file was loaded."""
    return dt.datetime.fromisoformat(snapshot.loaded).astimezone(LONDON).date()
