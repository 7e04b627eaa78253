"""``peelian backup`` and ``peelian restore``."""

from __future__ import annotations

import argparse
import os
import time
from collections.abc import Callable
from pathlib import Path

from peelian.cli.common import COMPLAINT, DONE, print_json, progress_of
from peelian.cli.office import open_records
from peelian.figures.sources.base import printable


def backup(options: argparse.Namespace) -> int:
    """Write records, lake and releases of one point in time into one file."""
    began = time.time()
    house = open_records(options)
    from peelian.core.backups.making import back_up

    made = back_up(house, options.file, progress_of(options))
    took = round(time.time() - began, 1)
    if options.json:
        print_json({
            "file": made.file, "files": made.files, "rows": made.rows, "releases": made.releases, "events": made.events,
            "bytes": made.size, "packed": made.packed, "seconds": took, "damaged": made.damaged, "exempt": made.sealed,
        })  # fmt: skip
        return COMPLAINT if made.damaged else DONE
    print(
        f"{made.file}: {made.files:,} files, {made.releases:,} releases, {made.rows:,} rows of records, {made.events:,} events; "
        f"{made.size / 1e6:,.1f} MB in {made.packed / 1e6:,.1f} MB, written and read again in {took} s."
    )
    print("It holds what is known about people, and no key: keep it where few can read it.")
    if made.sealed:
        print(
            f"It holds {made.sealed:,} exempt texts, encrypted. Their keys are not in it: keep a copy of PEELIAN_EXEMPT_KEY, or of "
            f"{house.root / 'exempt-keys'}, at another place."
        )
    for path in made.damaged:
        print(f"DAMAGED in the house: {path}. It is in the backup as it is; load the publisher's file again.")
    return COMPLAINT if made.damaged else DONE


def restore(options: argparse.Namespace) -> int:
    """Restore a backup into an empty house and an empty records' database."""
    began = time.time()
    root = Path(options.data or os.environ.get("PEELIAN_DATA") or "data").resolve()
    from peelian.core.backups.restoring import restore as put_back

    done = put_back(root, options.file, _open_records, progress_of(options))
    took = round(time.time() - began, 1)
    about = done.about
    if options.json:
        print_json({
            "made": about["made"], "house": root, "files": done.files, "rows": done.rows, "releases": about["releases"],
            "events": done.events, "seconds": took,
        })  # fmt: skip
        return DONE
    print(
        f"Restored the backup of {printable(about['made'])} into {root} in {took} s: {done.files:,} files, "
        f"{about['releases']:,} releases, "
        f"{done.rows:,} rows of records. Every byte is what was backed up, and the audit is whole: {done.events:,} events."
    )
    print("Everybody signs in again. peelian verify RELEASE rebuilds a release from the original bytes.")
    return DONE


def _open_records(root: Path) -> None:
    import django

    os.environ["PEELIAN_DATA"] = str(root)
    os.environ.pop("PEELIAN_PACK", None)  # the house says
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "peelian.config.settings")
    django.setup()


def add_commands(command: Callable[..., argparse.ArgumentParser]) -> None:
    """Add ``backup`` and ``restore``."""
    for name, run in (("backup", backup), ("restore", restore)):
        added = command(name, run, (run.__doc__ or "").rstrip("."))
        added.add_argument("file", type=Path, metavar="FILE")
