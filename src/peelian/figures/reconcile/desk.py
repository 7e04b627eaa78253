"""Check tables in a house: what was named (files, folders, releases), and the release that it is compared with."""

from __future__ import annotations

import json
from collections.abc import Sequence
from decimal import Decimal
from pathlib import Path

from peelian.figures.errors import PeelianError
from peelian.figures.house import House
from peelian.figures.reconcile import Report, Tables, examine
from peelian.figures.reconcile.reading import read_all, read_printed
from peelian.figures.reconcile.runs import Record
from peelian.figures.reconcile.status import better_of
from peelian.figures.releases.build import yardsticks
from peelian.figures.releases.release import Release, Releases


def check_named(house: House, names: Sequence[str], release_id: str | None = None) -> Report:
    """Check what is named: paths of tables or folders, and ids of releases, whose own printed tables are meant.

    Compared with the release of ``release_id``, else the one release that is named, else the newest. In a house without a
    release, or with generated figures, only what is printed is recomputed. Raises PeelianError for a name that is neither
    path nor release, and for an unknown release.
    """
    releases = Releases(house.root)
    known = set(releases.ids())
    named = [releases.open(name) for name in dict.fromkeys(names) if name in known and not Path(name).exists()]
    paths = [Path(name) for name in names if name not in {item.id for item in named}]
    for path in paths:
        if not path.exists():
            raise PeelianError(
                "no-such-file", f"{path} does not exist, and no release has that name.",
                "Correct the path; peelian releases lists all releases.", {"file": str(path)},
            )  # fmt: skip
    against = _against(releases, named, release_id)
    catalogue = against.catalogue if named and against else house.catalogue
    tables: Tables = [*read_all(paths, catalogue), *(table for item in named for table in read_printed(item))]
    people = house.areas.census
    return examine(
        tables,
        catalogue,
        lambda area: Decimal(found) if (found := people(area)) else None,
        Record(against) if against and not against.illustrative else None,
        better_of(json.loads(against.yardsticks_file.read_text(encoding="utf-8")) if against else yardsticks(house)),
    )


def _against(releases: Releases, named: Sequence[Release], release_id: str | None) -> Release | None:
    if release_id:
        return releases.open(release_id)
    return named[0] if len(named) == 1 else releases.newest()
