"""Two plans that are out, compared: what the machine proposes became of each item of the older, and what a person decided."""

from __future__ import annotations

import datetime as dt
from functools import lru_cache
from pathlib import Path
from typing import Any

from peelian.figures.house import House, today
from peelian.plans.publishing import changed, folder_of, read_file
from peelian.plans.shelf import Shelf, Volume, shelf
from peelian.plans.succession.comparing import Comparison, compare
from peelian.plans.succession.deciding import decide
from peelian.plans.succession.items import contents_of


def comparison(house: House, older: str, newer: str) -> Comparison:
    """What is proposed of two plans, as they are out today. Raises PeelianError for a plan that is not."""
    return _proposed(house.root, house.pack, older, newer, today(), changed(house.root), house.catalogue.sha256)


def decided(house: House, older: str, newer: str) -> Comparison:
    """The same with what a person has decided of it."""
    proposed = comparison(house, older, newer)
    return decide(proposed, {key: _plain(one) for key, one in decisions_of(house, proposed).items()})


def decisions_of(house: House, proposed: Comparison) -> dict[str, dict[str, Any]]:
    """What a person decided, by key of the old item; of items that are no longer there nothing is said."""
    path = folder_of(house.root, proposed.newer.id) / f"from-{proposed.older.id}.json"
    found = (read_file(path) or {"decisions": {}})["decisions"]
    known = {one.item for one in proposed.matches}
    return {
        key: _plain(one)
        for key, one in found.items()
        if key in known and all(new in proposed.newer for new in one["to"])
    }


def _plain(one: dict[str, Any]) -> dict[str, Any]:
    return {
        "class": one["class"],
        "to": one["to"],
        "reason": one["reason"] or "confirmed as proposed",
        "by": one.get("by", ""),
    }


def before(plans: Shelf, newer: Volume) -> Volume | None:
    """The plan that another followed: the one whose years begin last before its own; None where there is none."""
    first = newer.newest.plan.first_month
    earlier = [one for one in plans.volumes if one.newest.plan.first_month < first]
    return max(earlier, key=lambda one: one.newest.plan.first_month, default=None)


@lru_cache(maxsize=8)
def _proposed(
    root: Path, pack: Path, older: str, newer: str, day: dt.date, _changed: int, _catalogue: str
) -> Comparison:
    plans, catalogue = shelf(root, pack), House(root, str(pack)).catalogue
    old, new = plans.volume(older).edition_on(day).plan, plans.volume(newer).edition_on(day).plan
    return compare(contents_of(old), contents_of(new), catalogue)
