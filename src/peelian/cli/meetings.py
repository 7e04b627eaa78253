"""``import meetings``: from a ModernGov web service, from its saved answers, from files in our own form. Nothing here decides."""

from __future__ import annotations

import argparse
import datetime as dt
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from peelian.cli.common import DONE, print_json
from peelian.figures.sources.base import printable

if TYPE_CHECKING:
    from peelian.scrutiny.importing.moderngov import MeetingRead, MeetingsFound


def add_kind(kinds: Any, command: Callable[..., argparse.ArgumentParser]) -> None:
    """The command."""
    text = "Propose meetings and their agendas from a ModernGov web service, its saved XML, or files in our own form"
    meetings = command("meetings", import_meetings, text, kinds)
    meetings.add_argument("sources", nargs="+", metavar="ADDRESS|FILE|FOLDER")
    meetings.add_argument(
        "--committee",
        default="",
        metavar="NUMBER|NAME",
        help="of which committee of the host: its number, or words of its name",
    )
    for name, says in (("from", "from this day on"), ("to", "to this day")):
        meetings.add_argument(
            f"--{name}", dest=f"{name}_day", type=_day, metavar="DATE", help=f"only meetings {says} (2026-01-31)"
        )
    meetings.add_argument(
        "--into", default="", metavar="COMMITTEE", help="name them as meetings of this committee of ours"
    )
    meetings.add_argument(
        "--confirm", action="append", default=[], metavar="NUMBER",
        help="take this meeting into the records of --into; once for each",
    )  # fmt: skip


def _day(text: str) -> dt.date:
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text!r} is no day such as 2026-01-31") from None


def import_meetings(options: argparse.Namespace) -> int:
    """What the sources propose."""
    found = _read(options)
    if options.confirm:
        return _confirm(options, found)
    imported = found.imported()
    if options.json:
        print_json({
            "proposals": [one.to_json() for one in imported.proposals], "findings": [one.to_json() for one in imported.remarks],
        })  # fmt: skip
        return DONE
    for one in found.read:
        _print(one)
    for remark in found.remarks:
        print(f"look: {printable(remark.what)} ({remark.certainty})")
    count = sum(len(one.meeting.items) for one in found.read)
    print(f"{len(found.read)} meeting{'' if len(found.read) == 1 else 's'}, {count} item{'' if count == 1 else 's'}")
    return DONE


def _confirm(options: argparse.Namespace, found: MeetingsFound) -> int:
    """Take in what a person has confirmed."""
    from peelian.cli.office import use_records
    from peelian.figures.errors import PeelianError

    if not options.into:
        raise PeelianError("bad-question", "It is not said whose meetings they are.", "Name our committee with --into.")
    house = use_records(options)
    from peelian.scrutiny.importing.confirming import confirm

    done = confirm(house, found, options.into, options.confirm)
    if options.json:
        print_json({"done": done})
        return DONE
    for line in done:
        print(printable(line))
    return DONE


def _read(options: argparse.Namespace) -> MeetingsFound:
    from peelian.figures.errors import PeelianError
    from peelian.figures.house import today
    from peelian.scrutiny.importing.meeting_files import read_paths
    from peelian.scrutiny.importing.moderngov import Wanted
    from peelian.scrutiny.importing.moderngov_service import read_service

    wanted = Wanted(options.committee, options.from_day, options.to_day, options.into)
    if options.from_day and options.to_day and options.to_day < options.from_day:
        raise PeelianError("bad-range", "The last day is before the first.", "Put the later day after --to.")
    paths = [Path(one) for one in options.sources]
    if all(path.exists() for path in paths):
        return read_paths(paths, wanted)
    if len(options.sources) == 1 and _is_address(options.sources[0]):
        return read_service(options.sources[0], wanted, today=today())
    missing = next(path for path in paths if not path.exists())
    raise PeelianError(
        "cannot-read", f"{missing} is not there, and is no single address.",
        "Name files and folders that are there, or one address such as https://democracy.example.gov.uk.", {"file": str(missing)},
    )  # fmt: skip


def _is_address(text: str) -> bool:
    return "://" in text or (
        "." in text.partition("/")[0]
        and not text.startswith((".", "/"))
        and not text.endswith((".xml", ".yaml", ".json"))
    )


def _print(one: MeetingRead) -> None:
    meeting = one.meeting
    hour = f" {meeting.begins:%H:%M}" if meeting.begins else ""
    print(f"{meeting.on}{hour}  {printable(meeting.title)}  [{meeting.state}]  {printable(meeting.place)}")
    for item in meeting.items:
        told = "  [restricted]" if item.number in one.restricted else ""
        papers = len(item.papers) + len(one.documents.get(item.number, ()))
        told += f"  [{papers} paper{'' if papers == 1 else 's'}]" if papers else ""
        print(f"  {printable(item.number):>6}  {printable(item.title)[:96]}{told}")
