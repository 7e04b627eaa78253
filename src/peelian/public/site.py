"""What the pages read: the house, one of its releases, and the pack's plan; opened once, and again when a release is sealed."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from django.conf import settings
from django.http import HttpRequest

from peelian.figures.areas import Area
from peelian.figures.catalogue import Measure
from peelian.figures.errors import PeelianError
from peelian.figures.house import House
from peelian.figures.lake import Lake
from peelian.figures.pack import PackWords
from peelian.figures.releases.release import Release, Releases
from peelian.plans.queries import plan_as_released
from peelian.plans.records import Plan

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


@lru_cache(maxsize=8)
def _newest_id(root: Path, changed: int) -> str | None:
    return Releases(root).newest_id()


@lru_cache(maxsize=_KEPT_OPEN)
def _release(root: Path, release_id: str) -> Release:
    return _house(root)[1].open(release_id)


def newest_id(root: Path) -> str | None:
    """The newest sealed release. One look at the folder's time tells whether there can be another."""
    try:
        changed = (root / "releases").stat().st_mtime_ns
    except OSError:
        return None
    return _newest_id(root, changed)


def open_site(release_id: str | None = None, root: Path | None = None) -> Site | None:
    """The site on its newest release, or on a named one; None while no release is sealed.

    Raises PeelianError for an unknown release.
    """
    root = root or Path(settings.PEELIAN_DATA)
    newest = newest_id(root)
    if newest is None:
        return None
    house, releases = _house(root)
    wanted = release_id or newest
    release = _release(root, wanted)
    plan = plan_as_released(house.pack, release.yardsticks_file)
    return Site(house, releases, release, plan, wanted == newest)
