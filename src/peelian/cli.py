"""The command ``peelian``: thin arguments over the figures half.

Names, exit codes and JSON are a promise (docs/reference/command.md).

Exit codes: 0 done and nothing to complain of; 1 done, but something was refused, found or altered; 2 asked wrongly.
"""

from __future__ import annotations

import argparse
import datetime as dt
import gc
import json
import os
import re
import sys
import time
from collections.abc import Callable
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation
from io import TextIOWrapper
from pathlib import Path
from typing import Any

from peelian.figures.errors import PeelianError
from peelian.figures.house import House
from peelian.figures.sources.base import printable

DONE, COMPLAINT, USAGE = 0, 1, 2
_BAR = 28
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
            _print_json(error.to_json())
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

    def command(name: str, run: Callable[[argparse.Namespace], int], text: str) -> argparse.ArgumentParser:
        added = commands.add_parser(name, parents=[shared], help=text, description=text)
        added.set_defaults(run=run)
        return added

    _writing_commands(command)
    _reading_commands(command)
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
    serving = command("serve", _serve, "Serve the site from the house as it stands")
    serving.add_argument("--port", type=_port, default=os.environ.get("PORT") or "8000")
    serving.add_argument("--host", default="127.0.0.1")


def _reading_commands(command: Callable[..., argparse.ArgumentParser]) -> None:
    verifying = command("verify", _verify, "Rebuild a release from original bytes and compare every figure")
    verifying.add_argument("release")
    figure = command("figure", _figure, "Print one figure with its working")
    for name in ("measure", "area", "period"):
        figure.add_argument(name)
    figure.add_argument("--kind", choices=("rate",), help="a count per 1,000 residents")
    figure.add_argument("--release", help="of this release instead of the newest")
    figure.add_argument("--rows", type=_rows, default=20, help="how many source cells to list (default 20)")
    looking = command("outlook", _outlook, "Say how likely a target of a monthly count is met by its date")
    for name in ("measure", "area", "period"):
        looking.add_argument(name)
    looking.add_argument("target", type=_number)
    looking.add_argument("--at-least", action="store_true", help="more is wanted; without it the target is a most")
    looking.add_argument("--release", help="of this release instead of the newest")
    weighing = command("harm", _harm, "Weigh the offences of a period at an area by a body's weights of harm")
    weighing.add_argument("area")
    weighing.add_argument("period")
    weighing.add_argument(
        "--weights", required=True, type=Path, metavar="FILE", help="a YAML file of one version of weights"
    )
    weighing.add_argument("--release", help="of this release instead of the newest")
    checking = command("check", _check, "Recompute what published tables print, and compare it with a release")
    checking.add_argument("names", nargs="+", metavar="TABLE|FOLDER|RELEASE")
    checking.add_argument("--release", help="compare with this release instead of the newest")
    comparing = command("compare", _compare, "List every cell in which two snapshots of one dataset differ")
    comparing.add_argument("before", metavar="SNAPSHOT")
    comparing.add_argument("after", metavar="SNAPSHOT")
    comparing.add_argument("--by", action="append", metavar="COLUMN", help="add up to this category column first")
    comparing.add_argument(
        "--most", type=_rows, default=20, help="how many cells to print (default 20; --json gives all)"
    )
    command("measures", _measures, "List measures, their sources and the months they have")
    areas = command("areas", _areas, "List areas")
    areas.add_argument("--find", metavar="TEXT", help="only areas whose name or code holds the text")
    areas.add_argument("--measure", help="only areas that have this measure")
    command("snapshots", _snapshots, "List snapshots")
    command("releases", _releases, "List releases")


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


def _house(options: argparse.Namespace) -> House:
    root = options.data or Path(os.environ.get("PEELIAN_DATA") or "data")
    return House(root, options.pack or os.environ.get("PEELIAN_PACK") or None)


def _print_json(data: Any) -> None:
    print(json.dumps(data, indent=1, ensure_ascii=False, default=str))


def _progress(options: argparse.Namespace) -> Callable[[int, int, str], None]:
    """A line that fills, on a terminal; silence elsewhere and with --json."""
    if options.json or not sys.stderr.isatty():
        return lambda done, total, name: None

    def show(done: int, total: int, name: str) -> None:
        filled = "#" * (_BAR * done // max(total, 1))
        ending = "\r\033[K" if done == total else ""
        print(f"\r\033[K[{filled:<{_BAR}}] {done}/{total} {name[:60]}", end=ending, file=sys.stderr, flush=True)

    return show


def _load(options: argparse.Namespace) -> int:
    from peelian.figures.loading import load
    from peelian.figures.sources.base import Settings

    reports = load(
        _house(options),
        options.paths,
        vintage=options.vintage,
        progress=_progress(options),
        settings=Settings(options.dates, options.decimal),
    )
    refused = sum(report.outcome == "refused" for report in reports)
    if options.json:
        _print_json({"files": [report.to_json() for report in reports], "refused": refused})
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
        _house(options),
        as_of=options.as_of,
        names=options.snapshot,
        corrects=options.corrects,
        progress=_progress(options),
    )
    if options.json:
        _print_json(
            {
                "release": made.id,
                "seal": made.manifest["seal"],
                "illustrative": made.illustrative,
                "series": made.manifest["series"],
                "blocks": len(made.manifest["blocks"]),
                "left_out": made.manifest["left_out"],
                "changes": changes.to_json(),
            }
        )
        return DONE
    print(
        f"Release {made.id}, sealed {made.fingerprint[:12]}: {made.manifest['series']:,} series"
        f"{' of illustrative figures' if made.illustrative else ''}."
    )
    if changes.since:
        print(
            f"Against {changes.since}: {changes.revised:,} cells revised, {changes.new:,} new, {changes.vanished:,} vanished."
        )
        for item in changes.largest[:10]:
            print(f"  {item.measure} {item.area} {item.month}: {item.before} -> {item.after}")
    else:
        print("It is the first: there is nothing to compare it with.")
    return DONE


def _verify(options: argparse.Namespace) -> int:
    from peelian.figures.releases.verify import verify

    verdict = verify(_house(options), options.release, _progress(options))
    if options.json:
        _print_json(
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


def _open(options: argparse.Namespace, house: House) -> Any:
    from peelian.figures.releases.release import Releases

    releases = Releases(house.root)
    wanted = getattr(options, "release", None)
    found = releases.open(wanted) if wanted else releases.newest()
    if found is None:
        raise PeelianError(
            "no-release", f"There is no release in {house.root} yet.", "Run peelian load FOLDER, then peelian release."
        )
    return found


def _figure(options: argparse.Namespace) -> int:
    from peelian.figures.periods import Period
    from peelian.figures.releases import trace
    from peelian.figures.releases.figure import figure
    from peelian.figures.releases.release import Releases
    from peelian.figures.releases.revised import past

    house = _house(options)
    release = _open(options, house)
    found = figure(release, options.measure, options.area, Period.parse(options.period), options.kind)
    answer = found.to_json(trace.sources(release, house.lake, found, options.rows))
    answer |= past(release, found, Releases(house.root).before(release)).to_json()
    if options.json:
        _print_json(answer)
    else:
        _print_figure(found, answer)
    return DONE


def _in_words(value: Decimal) -> int | float:
    """A value with at most two decimals, half up: ``--json`` has all of them."""
    rounded = value.quantize(Decimal("0.01"), rounding=ROUND_HALF_UP)
    return int(rounded) if rounded == rounded.to_integral_value() else float(rounded)


def _print_figure(found: Any, answer: dict[str, Any]) -> None:
    shown = answer["symbol"] if found.value is None else f"{_in_words(found.value):,}"
    here = ((" [p]", found.provisional), (" [r]", answer["revised"]), (" [f]", found.projection))
    marks = "".join(mark for mark, holds in here if holds)
    print(f"{found.measure.title}, {printable(found.area.name)}, {found.period.label()}: {shown}{marks} {found.unit}")
    if found.illustrative:
        print("ILLUSTRATIVE: this figure is generated, not recorded.")
    print(f"  method {found.method}, version {answer['method']['version']}; release {found.release}")
    if answer["numerator"] is not None and answer["denominator"] is not None:
        print(f"  {answer['numerator']:,} of {answer['denominator']:,}")
    for source in answer["sources"]:
        place = f", line {source['line']} of {source['document']}" if "line" in source else ""
        print(
            f"  {source['file']} ({source['dataset']}, vintage {source['vintage'] or 'of print'}, {source['snapshot'][:12]}){place}"
        )
        for row in source["rows"]:
            of = f" ({row['of']})" if "of" in row else ""
            sheet = f"sheet {row['sheet']}, " if "sheet" in row else ""
            print(f"    {sheet}row {row['row']}, column {row['column']}: {row['value']}{of}")
        if source["cells"] > len(source["rows"]):
            print(f"    … {source['cells']:,} cells in all, summing to {source['sum']:,}")
    for item in found.breaks:
        print(f"  [b] {item.sentence()}")
    _print_past(answer)
    for row in answer["printed"]:
        print(f"  printed: {row['value']} {row['unit']} ({row['document']}, line {row['page_or_line']})")
    if found.note:
        print(f"  {found.note}")


def _print_past(answer: dict[str, Any]) -> None:
    for sight in answer["earlier"]:
        where = f"vintage {sight['vintage']}" if sight["vintage"] else f"release {sight['release']}"
        if sight["value"] != answer["value"]:
            print(f"  [r] {_in_words(Decimal(str(sight['value']))):,} in {where}")
    usual = answer["usual_movement"]
    if usual:
        limits = f"{usual['low_pct']:+.1f}% to {usual['high_pct']:+.1f}%"
        print(f"  figures as fresh as this have since moved by {limits} in nine cases of ten", end=" ")
        print(f"({usual['pairs']:,} figures of {usual['publications']} publications)")


def _outlook(options: argparse.Namespace) -> int:
    from peelian.figures.periods import Period
    from peelian.figures.releases.outlooks import target_outlook

    release = _open(options, _house(options))
    measure, area = release.catalogue[options.measure], release.areas[options.area]
    found = target_outlook(
        release, measure, area, Period.parse(options.period), options.target, at_most=not options.at_least
    )
    if options.json:
        _print_json(found.to_json())
    else:
        print(found.sentence())
    return DONE


def _harm(options: argparse.Namespace) -> int:
    from peelian.figures.periods import Period
    from peelian.figures.releases.harms import harm_at
    from peelian.figures.weights import load_weights

    release = _open(options, _house(options))
    weights = load_weights(options.weights, release.catalogue)
    found = harm_at(release, release.areas[options.area], Period.parse(options.period), weights)
    if options.json:
        _print_json(found.to_json())
    else:
        print(found.sentence)
    return DONE


def _check(options: argparse.Namespace) -> int:
    from peelian.figures.reconcile.desk import check_named

    report = check_named(_house(options), options.names, options.release)
    refused = [file for file in report.files if file["outcome"] == "refused"]
    if options.json:
        _print_json({**report.to_json()})
    else:
        for file in refused:
            print(f"REFUSED {file['file']}: {file['why']}")
        for finding in report.findings:
            print(finding.sentence())
        print(report.compared())
        print(f"{report.checked:,} printed numbers checked, {len(report.findings)} findings.")
    return COMPLAINT if report.findings or refused else DONE


def _compare(options: argparse.Namespace) -> int:
    house = _house(options)
    named = [_RELEASE.fullmatch(name) is not None for name in (options.before, options.after)]
    if all(named):
        return _compare_releases(options, house)
    if any(named):
        what = f"{options.before} and {options.after} are not of one kind"
        raise PeelianError("not-alike", f"{what}.", "Name two snapshots by hash, or two releases by id.")
    from peelian.figures.revision import compare

    found = compare(house.lake.get(options.before), house.lake.get(options.after), options.by)
    names = [f"{item.file} (vintage {item.vintage})" for item in (found.before, found.after)]
    return _print_comparison(options, found, names, f"{len(found.months)} months in both")


_RELEASE = re.compile(r"\d{4}-\d{2}-\d{2}(\.\d+)?", re.ASCII)


def _compare_releases(options: argparse.Namespace, house: House) -> int:
    from peelian.figures.periods import month_text
    from peelian.figures.releases.between import between
    from peelian.figures.releases.release import Releases

    if options.by:
        raise PeelianError(
            "bad-option", "Releases are compared by measure and place.", "Leave out --by.", {"option": "--by"}
        )
    releases = Releases(house.root)
    found = between(releases.open(options.before), releases.open(options.after))
    months = " to ".join(map(month_text, found.months)) if found.months else "nothing"
    names = [f"Release {item.id}" for item in (found.before, found.after)]
    return _print_comparison(options, found, names, f"{months} in both")


def _print_comparison(options: argparse.Namespace, found: Any, names: list[str], where: str) -> int:
    if options.json:
        _print_json(found.to_json())
        return DONE
    print(f"{names[0]} against {names[1]}, {where}:")
    for sign in found.signs:
        print(f"  counts in another way: {sign}")
    print(
        f"  {found.revised:,} of {found.common:,} cells differ, {found.appeared:,} are new, {found.vanished:,} are gone."
    )
    for item in found.differences()[: options.most]:
        shown = ["none" if value is None else f"{value:,}".removesuffix(".0") for value in (item.before, item.after)]
        print(f"  {item.area} {item.month} {', '.join(item.category.values())}: {shown[0]} -> {shown[1]}")
    return DONE


def _measures(options: argparse.Namespace) -> int:
    from peelian.figures.listing import measures

    return _list(options, "measures", measures(_house(options)), ("id", "title", "areas", "first", "last", "needs"))


def _areas(options: argparse.Namespace) -> int:
    from peelian.figures.listing import areas

    rows = areas(_house(options), options.find, options.measure)
    return _list(options, "areas", rows, ("id", "name", "kind", "within"))


def _snapshots(options: argparse.Namespace) -> int:
    from peelian.figures.listing import snapshots

    return _list(
        options,
        "snapshots",
        snapshots(_house(options)),
        ("short", "dataset", "vintage", "first", "last", "rows", "file"),
    )


def _releases(options: argparse.Namespace) -> int:
    from peelian.figures.listing import releases

    return _list(
        options, "releases", releases(_house(options)), ("id", "made", "illustrative", "series", "revised", "seal")
    )


def _list(options: argparse.Namespace, name: str, rows: list[dict[str, Any]], columns: tuple[str, ...]) -> int:
    """A list as JSON, or as a table whose columns are as wide as they need to be."""
    if options.json:
        _print_json({name: rows})
        return DONE
    texts = [
        [printable(str(row.get(column) if row.get(column) is not None else "-")) for column in columns] for row in rows
    ]
    widths = [max(map(len, cells)) for cells in zip(columns, *texts, strict=True)]
    for cells in (columns, *texts):
        print("  ".join(cell.ljust(width) for cell, width in zip(cells, widths, strict=True)).rstrip())
    return DONE


def _start(options: argparse.Namespace) -> int:
    from peelian.figures.starting import prepare

    prepare(_house(options), options.load, say=lambda text: print(text, flush=True), progress=_progress(options))
    return DONE if options.prepare_only else _serve(options)


def _serve(options: argparse.Namespace) -> int:
    from peelian.config.server import serve

    house = _house(options)
    gc.set_threshold(SERVING)
    os.environ |= {"PEELIAN_DATA": str(house.root.resolve()), "PEELIAN_PACK": house.pack_name}
    serve(options.host, options.port, float(os.environ.get("PEELIAN_BEGAN") or _BEGAN))
    return DONE


if __name__ == "__main__":
    sys.exit(main())
