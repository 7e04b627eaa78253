"""What is out of committees and meetings, as the renderers for other programs take it. No database is asked."""

from __future__ import annotations

import datetime as dt
from functools import lru_cache
from pathlib import Path

from django.conf import settings

from peelian.core.seeding import read_organisations
from peelian.figures.house import House
from peelian.figures.pack import load_pack
from peelian.plans.pack import read_bodies
from peelian.scrutiny.exporting.published import Keeper, Published
from peelian.scrutiny.meetings.publishing import changed
from peelian.scrutiny.meetings.shelf import shelf


def published(root: Path | None = None) -> Published:
    """Everything that is out. Raises PeelianError where a file is not what was published."""
    house = House(root or Path(settings.PEELIAN_DATA))
    return _published(house.root, house.pack, changed(house.root))


@lru_cache(maxsize=4)
def _published(root: Path, pack: Path, written: int) -> Published:
    held = shelf(root, pack)
    seconds = written // 10**9 or int(
        max((file.stat().st_mtime for file in (pack / "scrutiny").rglob("*.yaml")), default=0)
    )
    return Published(
        held.committees,
        (*held.meetings, *held.removed),
        held.actions,
        dt.datetime.fromtimestamp(seconds, dt.UTC),
        _keepers(pack),
        load_pack(pack).place or "",
    )


@lru_cache(maxsize=4)
def _keepers(pack: Path) -> dict[str, Keeper]:
    """The bodies of a pack by id: those that its documents name, and those that work with Peelian."""
    named = {one.id: Keeper(one.id, one.name, one.short) for one in read_bodies(pack / "bodies.yaml").values()}
    return named | {one["id"]: Keeper(one["id"], one["name"], one["short"]) for one in read_organisations(pack)}
