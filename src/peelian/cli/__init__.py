"""The command ``peelian``: thin arguments over the figures half.

Names, exit codes and JSON are a promise (docs/reference/command.md).

Exit codes: 0 done and nothing to complain of; 1 done, but something was refused, found or altered; 2 asked wrongly.
"""

from __future__ import annotations

import argparse
import datetime as dt
import gc
import os
import sys
import time
from collections.abc import Callable
from decimal import Decimal, InvalidOperation
from io import TextIOWrapper
from pathlib import Path
from typing import Any

from peelian.cli import asking, backups, decisions, documents, office, people, plan_files, plans, working
from peelian.cli.common import COMPLAINT, DONE, USAGE, house_of, print_json, progress_of
from peelian.figures.errors import PeelianError
from peelian.figures.sources.base import printable

_BEGAN = time.time()


OBJECTS = 500_000
"""So many objects are made before Python looks for forgotten ones: a command's live until it ends, and looking cost a tenth."""
SERVING = 50_000
"""The same of a server, which forgets some with every page."""


def main(arguments: list[str] | None = None) -> int:
    """Run one command and return its exit code."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")  # a terminal that lacks a letter still gets its report
    gc.set_threshold(OBJECTS)
    parser = _parser()
    options = parser.parse_args(arguments)
    try:
        return int(options.run(options))
    except PeelianError as error:
        if options.json:
            print_json(error.to_json())
        else:
            print(f"peelian: {printable(error.message)}\n  {printable(error.remedy)}", file=sys.stderr)
        return USAGE
    except KeyboardInterrupt:
        print("\npeelian: interrupted; what was finished is kept, nothing half-done is visible.", file=sys.stderr)
        return 130
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return DONE


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="peelian",
        description="Turns a police and crime plan into an account that anyone can check.",
        epilog="Everything stored lies under PEELIAN_DATA (default ./data).",
    )
    shared = argparse.ArgumentParser(add_help=False)
    shared.add_argument("--json", action="store_true", help="answer as JSON")
    shared.add_argument(
        "--data", type=Path, default=None, metavar="FOLDER", help="the house (default PEELIAN_DATA or ./data)"
    )
    shared.add_argument(
        "--pack", metavar="PACK", help="of a new house: whose figures it holds (default PEELIAN_PACK or london)"
    )
    commands = parser.add_subparsers(required=True, metavar="COMMAND")

    def command(
        name: str, run: Callable[[argparse.Namespace], int], text: str, to: Any = commands
    ) -> argparse.ArgumentParser:
        added: argparse.ArgumentParser = to.add_parser(name, parents=[shared], help=text, description=text)
        added.set_defaults(run=run)
        return added

    _writing_commands(command)
    _reading_commands(command)
    plans.add_command(command)
    office.add_commands(commands, command)
    people.add_commands(commands, command)
    plan_files.add_commands(commands, command)
    decisions.add_commands(commands, command)
    working.add_command(command)
    backups.add_commands(command)
    documents.add_commands(commands, command)
    return parser


def _writing_commands(command: Callable[..., argparse.ArgumentParser]) -> None:
    loading = command("load", _load, "Load files and folders into the house")
    loading.add_argument("paths", nargs="+", type=Path, metavar="PATH")
    loading.add_argument("--vintage", help="when the files were published: 2025-12 or 2025-12-31")
    loading.add_argument("--dates", choices=("d/m/y", "m/d/y"), help="date order, where a file does not tell")
    loading.add_argument("--decimal", choices=("comma", "point"), help="decimal mark, where a file does not tell")
    releasing = command("release", _release, "Build and seal a release from the newest snapshots")
    releasing.add_argument(
        "--as-of", type=dt.date.fromisoformat, metavar="DATE", help="only what was published by this day"
    )
    releasing.add_argument("--snapshot", action="append", default=[], metavar="HASH", help="only the named snapshots")
    releasing.add_argument("--corrects", metavar="RELEASE", help="the release that this one corrects")
    starting = command("start", _start, "Prepare the house where needed, and serve the site")
    starting.add_argument("--load", type=Path, metavar="PATH", help="real files to load first")
    starting.add_argument("--port", type=_port, default=os.environ.get("PORT") or "8000")
    starting.add_argument("--host", default="127.0.0.1")
    starting.add_argument("--prepare-only", action="store_true", help="do everything but serve")
    starting.add_argument("--no-worker", action="store_true", help="serve only: background work is done elsewhere")
    serving = command("serve", _serve, "Serve the site from the house as it stands")
    serving.add_argument("--port", type=_port, default=os.environ.get("PORT") or "8000")
    serving.add_argument("--host", default="127.0.0.1")
    serving.add_argument("--no-worker", action="store_true", help="serve only: background work is done elsewhere")


def _reading_commands(command: Callable[..., argparse.ArgumentParser]) -> None:
    verifying = command("verify", _verify, "Rebuild a release from original bytes and compare every figure")
    verifying.add_argument("release")
    figure = command("figure", asking.figure, "Print one figure with its working")
    for name in ("measure", "area", "period"):
        figure.add_argument(name)
    figure.add_argument("--kind", choices=("rate",), help="a count per 1,000 residents")
    figure.add_argument("--release", help="of this release instead of the newest")
    figure.add_argument("--embargoed", action="store_true", help="also of a release that is not out yet")
    figure.add_argument("--rows", type=_rows, default=20, help="how many source cells to list (default 20)")
    looking = command("outlook", asking.outlook, "Say how likely a target of a monthly count is met by its date")
    for name in ("measure", "area", "period"):
        looking.add_argument(name)
    looking.add_argument("target", type=_number)
    looking.add_argument("--at-least", action="store_true", help="more is wanted; without it the target is a most")
    looking.add_argument("--release", help="of this release instead of the newest")
    weighing = command("harm", asking.harm, "Weigh the offences of a period at an area by a body's weights of harm")
    weighing.add_argument("area")
    weighing.add_argument("period")
    weighing.add_argument(
        "--weights", required=True, type=Path, metavar="FILE", help="a YAML file of one version of weights"
    )
    weighing.add_argument("--release", help="of this release instead of the newest")
    checking = command("check", _check, "Recompute what published tables print, and compare it with a release")
    checking.add_argument("names", nargs="+", metavar="TABLE|FOLDER|RELEASE")
    checking.add_argument("--release", help="compare with this release instead of the newest")
    comparing = command("compare", asking.compare, "List every cell in which two snapshots of one dataset differ")
    comparing.add_argument("before", metavar="SNAPSHOT")
    comparing.add_argument("after", metavar="SNAPSHOT")
    comparing.add_argument("--by", action="append", metavar="COLUMN", help="add up to this category column first")
    comparing.add_argument(
        "--most", type=_rows, default=20, help="how many cells to print (default 20; --json gives all)"
    )
    command("measures", asking.measures, "List measures, their sources and the months they have")
    areas = command("areas", asking.areas, "List areas")
    areas.add_argument("--find", metavar="TEXT", help="only areas whose name or code holds the text")
    areas.add_argument("--measure", help="only areas that have this measure")
    command("snapshots", asking.snapshots, "List snapshots")
    command("releases", asking.releases, "List releases")


def _port(text: str) -> int:
    if not text.isdigit() or not 0 < int(text) < 65536:
        raise argparse.ArgumentTypeError(f"{text!r} is no port (1 to 65535)")
    return int(text)


def _number(text: str) -> Decimal:
    try:
        found = Decimal(text)
    except InvalidOperation as error:
        raise argparse.ArgumentTypeError(f"{text!r} is no number") from error
    if not found.is_finite():
        raise argparse.ArgumentTypeError(f"{text!r} is no number")
    return found


def _rows(text: str) -> int:
    if not text.isdigit():
        raise argparse.ArgumentTypeError(f"{text!r} is no number of rows")
    return int(text)


def _load(options: argparse.Namespace) -> int:
    from peelian.figures.loading import load
    from peelian.figures.sources.base import Settings

    reports = load(
        house_of(options),
        options.paths,
        vintage=options.vintage,
        progress=progress_of(options),
        settings=Settings(options.dates, options.decimal),
    )
    refused = sum(report.outcome == "refused" for report in reports)
    if options.json:
        print_json({"files": [report.to_json() for report in reports], "refused": refused})
    else:
        for report in reports:
            _print_report(report)
        print(_summary(reports))
    return COMPLAINT if refused else DONE


def _print_report(report: Any) -> None:
    facts = [report.dataset]
    if report.vintage:
        facts.append(f"vintage {report.vintage} ({report.vintage_from})")
    if report.periods:
        facts.append(f"{report.periods[0]} to {report.periods[1]}")
    if report.areas:
        facts.append(f"{report.areas} areas")
    if report.rows is not None:
        facts.append(f"{report.rows:,} rows")
    outcome = "unchanged" if report.unchanged else report.outcome
    print(
        f"{outcome.upper():24} {report.file}"
        + (f"\n{'':25}{' · '.join(filter(None, facts))}" if report.dataset else "")
    )
    for finding in report.findings:
        print(f"{'':25}{finding.severity}: {finding.sentence()}")


def _summary(reports: list[Any]) -> str:
    counts = {
        name: sum(report.outcome == name for report in reports)
        for name in ("accepted", "accepted-with-warnings", "refused", "passed-over")
    }
    return "\n" + ", ".join(f"{count} {name.replace('-', ' ')}" for name, count in counts.items()) + "."


def _release(options: argparse.Namespace) -> int:
    from peelian.figures.releases.build import release

    made, changes = release(
        house_of(options),
        as_of=options.as_of,
        names=options.snapshot,
        corrects=options.corrects,
        progress=progress_of(options),
    )
    if options.json:
        print_json(
            {
                "release": made.id,
                "seal": made.manifest["seal"],
                "illustrative": made.illustrative,
                "series": made.manifest["series"],
                "blocks": len(made.manifest["blocks"]),
                "left_out": made.manifest["left_out"],
                "small_numbers": made.small_numbers,
                "changes": changes.to_json(),
            }
        )
        return DONE
    print(
        f"Release {made.id}, sealed {made.fingerprint[:12]}: {made.manifest['series']:,} series"
        f"{' of illustrative figures' if made.illustrative else ''}."
    )
    _print_protected(made.small_numbers)
    if changes.since:
        print(
            f"Against {changes.since}: {changes.revised:,} cells revised, {changes.new:,} new, {changes.vanished:,} vanished."
        )
        for item in changes.largest[:10]:
            print(f"  {item.measure} {item.area} {item.month}: {item.before} -> {item.after}")
    else:
        print("It is the first: there is nothing to compare it with.")
    return DONE


def _print_protected(told: dict[str, Any]) -> None:
    """How many cells of protected measures are shown and withheld; nothing where there is no rule for any."""
    if told["series"]:
        shown, withheld = (sum(entry[name] for entry in told["series"]) for name in ("shown", "withheld"))
        print(f"Of protected measures {shown:,} cells are shown, {withheld:,} withheld.")
    for measure, kind, area in told["given_away_before"]:
        print(f"  {measure} in {kind} {area}: earlier releases gave small numbers away; nothing new is shown there.")


def _verify(options: argparse.Namespace) -> int:
    from peelian.figures.releases.verify import verify

    # First: it takes no time, and may say that it cannot look.
    anchors = office.anchor_failures(options, options.release)
    verdict = verify(house_of(options), options.release, progress_of(options))
    verdict.failures += anchors
    if options.json:
        print_json(
            {
                "release": verdict.release,
                "sound": verdict.sound,
                "figures": verdict.figures,
                "failures": verdict.failures,
                "notes": verdict.notes,
            }
        )
    else:
        for note in verdict.notes:
            print(f"note: {note}")
        for failure in verdict.failures:
            where = ", ".join(f"{key} {value}" for key, value in failure["where"].items())
            print(f"FAILED: {failure['what']} ({where})")
        if verdict.sound:
            print(
                f"Release {verdict.release} is sound: {verdict.figures:,} figures rebuilt from the original bytes agree."
            )
    return DONE if verdict.sound else COMPLAINT


def _check(options: argparse.Namespace) -> int:
    from peelian.figures.reconcile.desk import check_named

    report = check_named(house_of(options), options.names, options.release)
    refused = [file for file in report.files if file["outcome"] == "refused"]
    if options.json:
        print_json({**report.to_json()})
    else:
        for file in refused:
            print(f"REFUSED {file['file']}: {file['why']}")
        for finding in report.findings:
            print(finding.sentence())
        print(report.compared())
        print(f"{report.checked:,} printed numbers checked, {len(report.findings)} findings.")
    return COMPLAINT if report.findings or refused else DONE


def _start(options: argparse.Namespace) -> int:
    from peelian.figures.starting import prepare

    prepare(house_of(options), options.load, say=lambda text: print(text, flush=True), progress=progress_of(options))
    office.prepare(options)
    return DONE if options.prepare_only else _serve(options)


def _serve(options: argparse.Namespace) -> int:
    from peelian.config.crew import start_work
    from peelian.config.server import serve

    house = office.open_records(options)
    from peelian.core.readiness import must_not_be_behind

    must_not_be_behind()
    gc.set_threshold(SERVING)
    # Before the server has threads: the crew replaces its worker from a process of its own.
    crew = [] if options.no_worker else [start_work(house.root, house.pack_name, "--processes", "1")]
    serve(options.host, options.port, float(os.environ.get("PEELIAN_BEGAN") or _BEGAN), crew)
    return DONE
