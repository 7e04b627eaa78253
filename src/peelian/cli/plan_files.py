"""Commands of plans: how one stands, and the plan as a file for programs. Nothing here writes to a house."""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path
from typing import Any

from peelian.cli.common import DONE, house_of, print_json
from peelian.figures.errors import PeelianError
from peelian.figures.sources.base import printable

FORMS = ("json", "csv", "claims", "stratml", "stratml-performance")


def _volume(options: argparse.Namespace) -> tuple[Any, Any, Any]:
    """The house, the shelf, and the plan that is asked for, else the one in force. Raises PeelianError where there is none."""
    from peelian.figures.house import today
    from peelian.plans.shelf import shelf

    house = house_of(options)
    held = shelf(house.root, house.pack)
    found = held.volume(options.plan) if options.plan else held.in_force(today())
    if found is None:
        raise PeelianError(
            "no-plan", f"No plan is kept in {house.root}.", "Its pack has none, and no office has issued one."
        )
    return house, held, found


def show(options: argparse.Namespace) -> int:
    """Say how a plan stands: its editions, what was claimed, what is overdue."""
    from peelian.figures.house import today
    from peelian.plans.statuses import scale_of

    _house, held, volume = _volume(options)
    standing, state = volume.standing(today()), held.state(volume, today())
    if options.json:
        from peelian.plans.exporting.whole import whole

        print_json(whole(volume, today(), state))
        return DONE
    print(f"{printable(standing.plan.title)} ({volume.id}), {state}; {len(volume.editions)} edition(s)")
    for status, count in standing.tally():
        print(f"  {count:>4} {status.title if status else 'of which nobody has said anything'}")
    print(f"{len(standing.overdue)} overdue, {len(standing.reopened)} reopened by a review")
    for one in standing.overdue:
        print(f"  {one.due}  {scale_of(one.kind, one.part)} {one.item}: {printable(one.title)}")
    return DONE


def export(options: argparse.Namespace) -> int:
    """Write a plan as a file for programs: JSON, CSV or StratML."""
    text = _file(options, "json" if options.json else options.form)
    if options.out:
        options.out.write_bytes(text)
    else:
        sys.stdout.flush()
        sys.stdout.buffer.write(text)
    return DONE


def _file(options: argparse.Namespace, form: str) -> bytes:
    """The same bytes as the site's download, but for the address that StratML calls its source."""
    from peelian.figures.house import today
    from peelian.plans.exporting import stratml, tables
    from peelian.plans.exporting.whole import whole

    house, held, volume = _volume(options)
    day = today()
    standing, edition = volume.standing(day), volume.edition_on(day)
    if form == "json":
        told = whole(volume, day, held.state(volume, day))
        return (json.dumps(told, ensure_ascii=False, indent=1) + "\n").encode()
    if form in ("csv", "claims"):
        return (tables.items_csv if form == "csv" else tables.claims_csv)(standing).encode()
    from peelian.figures.releases.release import Releases
    from peelian.plans.exporting.released import actuals_of, names_of

    release = Releases(house.root).newest()
    names = names_of(release.catalogue if release else house.catalogue)
    if form == "stratml":
        return stratml.strategic_plan(standing, edition, names)
    return stratml.performance_plan(standing, edition, names, actuals_of(release, standing.plan) if release else {})


def add_commands(commands: Any, command: Any) -> None:
    """Add ``plan`` with what it can do."""
    text = "Say how a plan stands, and give it out as a file for programs"
    group = commands.add_parser("plan", help=text, description=text).add_subparsers(required=True, metavar="WHAT")
    for name, run in (("show", show), ("export", export)):
        added = command(name, run, (run.__doc__ or "").rstrip("."), to=group)
        added.add_argument("--plan", metavar="PLAN", help="a plan's id (default: the one in force)")
        if run is export:
            added.add_argument("--form", choices=FORMS, default="json", help="which file (default json)")
            added.add_argument("--out", type=Path, metavar="FILE", help="write here instead of printing")
