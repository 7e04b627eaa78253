"""What the pages read: the house, one of its releases, and the pack's plan; opened once, and again when a release is sealed."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path

from django.conf import settings
from django.http import HttpRequest

from peelian.decisions.shelf import Register
from peelian.decisions.shelf import shelf as decisions_out
from peelian.figures.areas import Area
from peelian.figures.catalogue import Measure
from peelian.figures.errors import PeelianError
from peelian.figures.house import House, today
from peelian.figures.lake import Lake
from peelian.figures.pack import PackWords
from peelian.figures.releases.release import Release, Releases
from peelian.plans.queries import plan_as_released
from peelian.plans.records import Plan
from peelian.plans.shelf import Shelf as Plans
from peelian.plans.shelf import Volume
from peelian.plans.shelf import shelf as plans_out

_KEPT_OPEN = 6


@dataclass(frozen=True)
class Site:
    """A house with the release that a page shows; ``newest`` is false where an older one was asked for.

    ``plan`` is None where the pack holds none.
    """

    house: House
    releases: Releases
    release: Release
    plan: Plan | None
    newest: bool
    shelf: Shelf

    @property
    def lake(self) -> Lake:
        """The house's snapshots."""
        return self.house.lake

    @property
    def words(self) -> PackWords:
        """How pages speak of the pack and its kinds of area."""
        return self.release.catalogue.pack

    @property
    def before(self) -> Release | None:
        """The release before; None where there is none, or it can no longer be read."""
        previous = self.release.manifest["previous"]
        try:
            return _release(self.house.root, previous) if previous else None
        except PeelianError:
            return None

    @property
    def own_plan(self) -> Plan:
        """The plan. Raises PeelianError where the pack holds none."""
        if self.plan is None:
            raise PeelianError(
                "no-plan",
                f"No plan is kept here for {self.words.place}.",
                "Nothing says what was promised, or which way a figure should go. The measures show what is counted.",
            )
        return self.plan

    @cached_property
    def plans(self) -> Plans:
        """Every plan that is out, with what was claimed of it. Raises PeelianError where a file of one was altered."""
        return plans_out(self.house.root, self.house.pack)

    @cached_property
    def decisions(self) -> Register:
        """Every decision that is out. Raises PeelianError where a file of one was altered."""
        return decisions_out(self.house.root, self.house.pack)

    @cached_property
    def volume(self) -> Volume | None:
        """The plan in force today, or the draft that stands for it; None where no plan is kept."""
        return self.plans.in_force(today())

    @property
    def home(self) -> Area:
        """The area that a page without a place is for: the plan's own, or the pack's force."""
        return self.release.areas[self.plan.area] if self.plan else self.release.catalogue.force

    def measure_address(self, measure: Measure, area: Area) -> str:
        """A measure's page at an area; the home area has the short address."""
        return f"/measures/{measure.id}" if area.id == self.home.id else f"/measures/{measure.id}/{area.id}"


class SiteRequest(HttpRequest):
    """A request as the views get it: the middleware has opened the site and noted the prefix of an older release."""

    opened: Site | None
    prefix: str


def opened(request: HttpRequest) -> Site | None:
    """The site that the middleware opened for a request; None while no release is sealed."""
    found: Site | None = getattr(request, "opened", None)
    return found


@lru_cache(maxsize=4)
def _house(root: Path) -> tuple[House, Releases]:
    return House(root), Releases(root)


@dataclass(frozen=True)
class Shelf:
    """What is out at a moment: ids oldest first, the newest, and when the next will be out."""

    ids: tuple[str, ...]
    newest: str | None
    next_at: dt.datetime | None

    @property
    def state(self) -> str:
        """Changes exactly when anything more is out."""
        return f"{self.newest}|{len(self.ids)}|{self.ids[-1] if self.ids else ''}"


def shelf(root: Path, now: dt.datetime | None = None) -> Shelf:
    """What is out now, in this process as in every other: it follows from the clock and the folder alone.

    Two looks at the disk tell whether a release or a moment can have changed; what was embargoed is looked at each time.
    """
    now = now or dt.datetime.now(dt.UTC)
    try:
        changed = (root / "releases").stat().st_mtime_ns
    except OSError:
        return Shelf((), None, None)
    names = _waiting(root, changed)
    moments = [(name, _moment(root, name)) for name in names]
    out = tuple(name for name, at in moments if at is not None and at <= now)
    ids, newest = _ids(root, changed, names, out)
    return Shelf(ids, newest, min((at for _, at in moments if at is not None and at > now), default=None))


@lru_cache(maxsize=16)
def _waiting(root: Path, _changed: int) -> tuple[str, ...]:
    """The releases that were not out when this process first saw the folder as it is: their moments are looked up each time."""
    return tuple(Releases(root).embargoed())


def _moment(root: Path, name: str) -> dt.datetime | None:
    """When a release is out; None where that cannot be read: never."""
    try:
        found = Releases(root).publication(name)
    except PeelianError:
        return None
    return found.at if found else None


@lru_cache(maxsize=32)
def _ids(
    root: Path, _changed: int, waiting: tuple[str, ...], out: tuple[str, ...]
) -> tuple[tuple[str, ...], str | None]:
    """The releases that are out where some of those that waited are, and the newest of them."""
    held = Releases(root, including_embargoed=True)
    ids = tuple(name for name in held.ids() if name not in waiting or name in out)
    current = (name for name in reversed(ids) if not held.open(name).manifest.get("retrospective"))
    return ids, next(current, ids[-1] if ids else None)


@lru_cache(maxsize=_KEPT_OPEN)
def _release(root: Path, release_id: str) -> Release:
    return _house(root)[1].open(release_id)


def releases_at(root: Path) -> Releases:
    """The releases that are out."""
    return _house(root)[1]


def newest_id(root: Path) -> str | None:
    """The newest release that is out."""
    return shelf(root).newest


def open_site(release_id: str | None = None, root: Path | None = None) -> Site | None:
    """The site on its newest release, or on a named one; None while no release is out.

    Raises PeelianError for a release that is unknown or not out.
    """
    root = root or Path(settings.PEELIAN_DATA)
    held = shelf(root)
    if held.newest is None:
        return None
    house, releases = _house(root)
    wanted = release_id or held.newest
    release = _release(root, wanted) if wanted in held.ids else releases.open(wanted)
    plan = plan_as_released(house, release.yardsticks_file)
    return Site(house, releases, release, plan, wanted == held.newest, held)
