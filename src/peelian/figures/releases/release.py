"""A sealed release, opened for reading: all that pages, feeds and the command look up. Nothing is computed from facts here."""

from __future__ import annotations

import datetime as dt
import json
import re
from collections.abc import Collection, Iterable
from functools import cached_property, lru_cache
from pathlib import Path
from threading import Lock
from typing import Any

from peelian.figures.areas import Areas, area_from_json
from peelian.figures.catalogue import Catalogue, Measure, catalogue_from_json
from peelian.figures.compute.packing import Key
from peelian.figures.compute.series import Series, marked_provisional
from peelian.figures.errors import PeelianError
from peelian.figures.periods import Period
from peelian.figures.releases.parts import Blocks, Parts
from peelian.figures.releases.publication import Publication, is_out, publication_of

_KEPT_OPEN = 400
NEEDED = ("id", "made", "illustrative", "inputs", "left_out", "aside", "catalogue", "yardsticks", "areas", "printed", "outlines",
          "changes", "methods", "judgements", "series", "blocks", "vintages")  # fmt: skip


_MOST_AREAS = 8
_areas: dict[str, Areas] = {}
_turn = Lock()


def known_areas(sha256: str) -> Areas | None:
    """Areas that this process has met, by their hash: releases share them, and they are thousands."""
    return _areas.get(sha256)


def remember(areas: Areas) -> Areas:
    """Keep areas for the next release that has the same; the oldest are forgotten."""
    with _turn:
        _areas[areas.sha256] = areas
        while len(_areas) > _MOST_AREAS:
            del _areas[next(iter(_areas))]
    return areas


class Release:
    """One release. Immutable: two readers of the same id always see the same.

    ``publication`` is what people wrote about it and when it is out; None where the command has made it.
    """

    def __init__(
        self, manifest: dict[str, Any], parts: Parts, blocks: Blocks, publication: Publication | None = None
    ) -> None:
        self.manifest = manifest
        self.publication = publication
        self.parts = parts
        self.blocks = blocks
        self.series = lru_cache(maxsize=_KEPT_OPEN)(self._series)

    @cached_property
    def blocks_of(self) -> dict[Key, list[str]]:
        """Measure and area kind -> the blocks that hold the series, by hash, earliest first."""
        return self.holding({entry["sha256"] for entry in self.manifest["blocks"]})

    def holding(self, some: Collection[str]) -> dict[Key, list[str]]:
        """As blocks_of, of some of its blocks. Raises PeelianError where one is gone or damaged."""
        return holding(self.blocks, (entry for entry in self.manifest["blocks"] if entry["sha256"] in some))

    @property
    def id(self) -> str:
        """``2026-01-15``, with ``.2`` and so on for more on one day."""
        return str(self.manifest["id"])

    @property
    def fingerprint(self) -> str:
        """The seal's hash: changes exactly when anything in the release does."""
        return str(self.manifest.get("seal", "")).removeprefix("sha256:")

    @property
    def made(self) -> dt.datetime:
        """When it was sealed."""
        return dt.datetime.fromisoformat(self.manifest["made"])

    @property
    def released(self) -> dt.datetime:
        """When it was out: the moment that was set for it, else when it was sealed."""
        return self.publication.at if self.publication else self.made

    @cached_property
    def notes(self) -> dict[tuple[str, str, str], str]:
        """Notes that travel with figures, by measure, area and period; none where nobody has written any."""
        rows = self.publication.notes if self.publication else ()
        return {(row["measure"], row["area"], row["period"]): row["text"] for row in rows}

    @property
    def illustrative(self) -> bool:
        """Whether its figures are generated."""
        return bool(self.manifest["illustrative"])

    @cached_property
    def areas(self) -> Areas:
        """Every area it knows, wards included."""
        sha256 = self.manifest["areas"]
        return known_areas(sha256) or remember(
            Areas((area_from_json(entry) for entry in self.parts.get_json(sha256)), sha256=sha256)
        )

    @cached_property
    def catalogue(self) -> Catalogue:
        """The catalogue it was computed by."""
        data = self.parts.get_json(self.manifest["catalogue"].removeprefix("sha256:"))
        return catalogue_from_json(data, self.areas)

    @cached_property
    def printed(self) -> dict[tuple[str, str], list[dict[str, Any]]]:
        """Printed figures by measure and area, in order of print."""
        rows: dict[tuple[str, str], list[dict[str, Any]]] = {}
        for row in self.parts.get_json(self.manifest["printed"]):
            rows.setdefault((row["measure"], row["area"]), []).append(row)
        return rows

    @cached_property
    def outlines(self) -> dict[str, list[list[list[float]]]]:
        """Area id -> rings of longitude and latitude."""
        return dict(self.parts.get_json(self.manifest["outlines"]))

    @cached_property
    def judgements(self) -> dict[str, dict[str, Any]]:
        """Measure -> area kind -> columns of judgements (releases.judging)."""
        return dict(self.parts.get_json(self.manifest["judgements"]))

    @cached_property
    def vintages(self) -> dict[str, Any]:
        """Its publications with their blocks, and what is usual of figures of an age (releases.vintages)."""
        return dict(self.parts.get_json(self.manifest["vintages"]))

    @cached_property
    def changes(self) -> dict[str, Any]:
        """What it changed against the release before."""
        return dict(self.parts.get_json(self.manifest["changes"]))

    @cached_property
    def small_numbers(self) -> dict[str, Any]:
        """How much of protected measures it shows and withholds, and what earlier releases gave away."""
        kept = self.manifest.get("small_numbers")
        return dict(self.parts.get_json(kept)) if kept else {"series": [], "given_away_before": []}

    @property
    def yardsticks_file(self) -> Path:
        """The yardsticks it was sealed with, as a JSON list."""
        return self.parts.path(self.manifest["yardsticks"].removeprefix("sha256:"))

    @cached_property
    def inputs(self) -> dict[str, dict[str, Any]]:
        """Its snapshots by hash, as the manifest describes them."""
        return {entry["snapshot"]: entry for entry in self.manifest["inputs"]}

    @cached_property
    def kinds_of(self) -> dict[str, list[str]]:
        """Measure id -> area kinds it has a series for."""
        kinds: dict[str, list[str]] = {}
        for measure, kind in self.blocks_of:
            kinds.setdefault(measure, []).append(kind)
        return kinds

    def _series(self, measure: str, kind: str) -> Series | None:
        """The series of a measure and area kind; None where no loaded source carries one."""
        return self.several([(measure, kind)]).get((measure, kind))

    def several(self, keys: Iterable[Key]) -> dict[Key, Series]:
        """Some series, without those that no loaded source carries."""
        found = self.blocks.series({key: self.blocks_of[key] for key in keys if key in self.blocks_of})
        return {key: self._marked(series) for key, series in found.items()}

    def _marked(self, series: Series) -> Series:
        """A series with its last months marked where the next publication is likely to revise them."""
        source = self.catalogue[series.measure].source.get(series.kind)
        if source is None or self.illustrative:
            return series
        months = self.catalogue.datasets[source.dataset].provisional_months
        return marked_provisional(series, -(-months // series.step))

    def measures_at(self, area_id: str) -> list[Measure]:
        """Every measure that has a series or a printed figure for an area, in the catalogue's order."""
        area = self.areas[area_id]
        found = []
        for measure in self.catalogue:
            series = self.series(measure.id, area.kind)
            if (series and area_id in series.row_of) or (measure.id, area_id) in self.printed:
                found.append(measure)
        return found

    def latest(self, measure_id: str, kind: str) -> Period | None:
        """The newest period a page leads with: a count's last twelve months, else the source's own newest period.

        None where there is no series.
        """
        series = self.series(measure_id, kind)
        if series is None:
            return None
        if not series.held:
            return None
        last = series.held[-1]
        measure = self.catalogue[measure_id]
        if measure.derives and series.step == 1 and set(range(last - 11, last + 1)) <= set(series.held):
            return Period.of("r12", last)
        own = {1: "month", 3: "r12", 6: "month", 12: "year"}[series.step]
        if own == "year":
            last = min(last, self.made.year * 12 + 11)  # projections reach far ahead: a page leads with this year
        return Period.of(own, last)  # type: ignore[arg-type]


def holding(blocks: Blocks, entries: Iterable[dict[str, Any]]) -> dict[Key, list[str]]:
    """Measure and area kind -> those of some blocks that hold the series, by hash, earliest first.

    Raises PeelianError where one is gone or damaged.
    """
    found: dict[Key, list[str]] = {}
    for entry in sorted(entries, key=lambda entry: str(entry["from"])):
        for key in blocks.head(entry["sha256"]).entries:
            found.setdefault(key, []).append(entry["sha256"])
    return found


class Releases:
    """The folder of sealed releases, and the one door to it: only what is out is there.

    ``at`` is the moment that is meant; without it, now. With ``including_embargoed`` there is no door: for building, verifying,
    and for who may see what is not out (core.visibility).
    """

    def __init__(
        self,
        root: Path,
        *,
        at: dt.datetime | None = None,
        including_embargoed: bool = False,
        folder: str = "releases",
    ) -> None:
        self.root = root / folder
        self.parts = Parts(root / "parts")
        self.blocks = Blocks(root / "blocks")
        self.at = at
        self.including_embargoed = including_embargoed

    def ids(self) -> list[str]:
        """Every release that is out, oldest first."""
        found = (path.name for path in self.root.glob("*") if (path / "manifest.json").is_file())
        now = self._now()
        return sorted((name for name in found if self._shown(name, now)), key=_id_key)

    def _now(self) -> dt.datetime:
        return self.at or dt.datetime.now(dt.UTC)

    def _shown(self, name: str, now: dt.datetime) -> bool:
        """Whether it is out; what cannot be read is not."""
        try:
            return self.including_embargoed or is_out(self.publication(name), now)
        except PeelianError:
            return False

    def publication(self, release_id: str) -> Publication | None:
        """What is published beside a release, out or not. Raises PeelianError where that cannot be read."""
        return publication_of(self.root / release_id)

    def embargoed(self) -> dict[str, Publication | None]:
        """Every release that is not out, with its publication; None where that cannot be read."""
        now, found = self._now(), dict[str, Publication | None]()
        for path in sorted(self.root.glob("*/manifest.json")):
            try:
                held = self.publication(path.parent.name)
            except PeelianError:
                found[path.parent.name] = None
            else:
                if held is not None and not is_out(held, now):
                    found[path.parent.name] = held
        return found

    def open(self, release_id: str) -> Release:
        """A release by id. Raises PeelianError where there is none that is out, or its manifest cannot be read."""
        path = self.root / release_id / "manifest.json"
        if not _NAMED.fullmatch(release_id) or not path.is_file() or not self._shown(release_id, self._now()):
            raise PeelianError(
                "unknown-release",
                f"No release {release_id}.",
                "peelian releases --json lists all releases.",
                {"release": release_id},
            )
        try:
            manifest = json.loads(path.read_text(encoding="utf-8"))
            missing = [key for key in NEEDED if key not in manifest]
            if missing:
                raise KeyError(*missing)
            return Release(manifest, self.parts, self.blocks, self._known_publication(release_id))
        except (ValueError, KeyError, TypeError) as error:
            raise PeelianError(
                "bad-manifest",
                f"The manifest of {release_id} cannot be read ({error}).",
                "Restore it from a backup; peelian verify says what else was touched.",
                {"file": str(path)},
            ) from error

    def _known_publication(self, release_id: str) -> Publication | None:
        try:
            return self.publication(release_id)
        except PeelianError:
            return None

    def newest(self) -> Release | None:
        """The newest release, or None while there is none.

        One made to look back (of a past day, or of named snapshots) is never the newest while there is another.
        """
        newest_id = self.newest_id()
        return self.open(newest_id) if newest_id else None

    def before(self, release: Release) -> Release | None:
        """The release before one, which it was compared with; None where there was none, or it can no longer be read."""
        try:
            return self.open(str(release.manifest["previous"])) if release.manifest["previous"] else None
        except PeelianError:
            return None

    def newest_id(self, *, without: str = "") -> str | None:
        """The id of the newest release, or of the newest without one."""
        ids = [name for name in self.ids() if name != without]
        current = (name for name in reversed(ids) if not self.open(name).manifest.get("retrospective"))
        return next(current, ids[-1] if ids else None)

    def next_id(self, day: dt.date) -> str:
        """The id of a release made on a day."""
        return next_id(self.ids(), day)


class Drafts(Releases):
    """The folder of drafts: releases that nobody outside has seen, each made again as often as its author likes."""

    def __init__(self, root: Path) -> None:
        super().__init__(root, including_embargoed=True, folder="drafts")


_NAMED = re.compile(r"\d{4}-\d{2}-\d{2}(\.\d+)?", re.ASCII)


def day_of(release_id: str) -> dt.date:
    """The day that a release's id names."""
    return dt.date.fromisoformat(release_id.partition(".")[0])


def next_id(taken: Iterable[str], day: dt.date) -> str:
    """The id of a release of a day beside those that are taken."""
    same = sorted((name for name in taken if name.split(".")[0] == day.isoformat()), key=_id_key)
    return day.isoformat() if not same else f"{day.isoformat()}.{_id_key(same[-1])[1] + 1}"


def _id_key(name: str) -> tuple[str, int]:
    day, _, number = name.partition(".")
    return day, int(number) if number.isdigit() else 1
