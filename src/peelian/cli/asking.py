"""Asking a house: figures, outlooks, comparisons and lists. Nothing here writes."""

from __future__ import annotations

import argparse
import re
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from peelian.cli.common import DONE, house_of, open_release, print_json
from peelian.figures.errors import PeelianError
from peelian.figures.house import House
from peelian.figures.sources.base import printable


def figure(options: argparse.Namespace) -> int:
    """One figure with its working and its past."""
    from peelian.figures.periods import Period
    from peelian.figures.releases import trace
    from peelian.figures.releases.apart import apart_of, to_json
    from peelian.figures.releases.figure import figure
    from peelian.figures.releases.release import Releases
    from peelian.figures.releases.revised import past

    house = house_of(options)
    release = open_release(options, house)
    found = figure(release, options.measure, options.area, Period.parse(options.period), options.kind)
    answer = found.to_json(trace.sources(release, house.lake, found, options.rows))
    answer |= past(release, found, Releases(house.root).before(release)).to_json()
    answer["campaigns"] = [to_json(item) for item in apart_of(release, found)]
    if options.json:
        print_json(answer)
    else:
        _print_figure(found, answer)
    return DONE


def _in_words(value: Decimal) -> int | float:
    """A value with at most two decimals, half up: ``--json`` has all of them."""
    rounded = value.quantize(Decimal("0.01"), rounding=ROUND_HALF_UP)
    return int(rounded) if rounded == rounded.to_integral_value() else float(rounded)


def _print_figure(found: Any, answer: dict[str, Any]) -> None:
    shown = f"{_in_words(found.value):,}" if found.value is not None else answer["symbol"]
    shown = f"none {shown}" if found.of_nothing else shown
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
        unit = "" if found.of_nothing else f" {row['unit']}"
        print(f"  printed: {row['value']}{unit} ({row['document']}, line {row['page_or_line']})")
    for item in answer["campaigns"]:
        _print_campaign(item)
    if found.note:
        print(f"  {found.note}")


def _print_campaign(item: dict[str, Any]) -> None:
    """The share without a campaign, at its two ends."""
    number = sum(campaign["received"] for campaign in item["campaigns"])
    print(f"  {item['period_words']}: {number:,} of {item['with']['denominator']:,} are of a campaign")
    for name, words in (("at_worst", "at worst"), ("at_best", "at best")):
        end = item[name]
        value = "none" if end["value"] is None else f"{_in_words(Decimal(str(end['value']))):,} per cent"
        print(f"    without it {words} {value} ({end['numerator']:,} of {end['denominator']:,}), if {end['if']}")


def _print_past(answer: dict[str, Any]) -> None:
    for sight in answer["earlier"]:
        where = f"vintage {sight['vintage']}" if sight["vintage"] else f"release {sight['release']}"
        if sight["value"] != answer["value"]:
            print(f"  [r] {_in_words(Decimal(str(sight['value']))):,} in {where}")
    usual = answer["usual_movement"]
    if usual:
        made_of = f"({usual['pairs']:,} figures of {usual['publications']} publications)"
        limits = f"by {usual['low_pct']:+.1f}% to {usual['high_pct']:+.1f}%"
        moved = "not moved" if usual["low_pct"] == usual["high_pct"] == 0 else f"moved {limits}"
        print(f"  figures of this age have since {moved} in nine cases of ten {made_of}")


def outlook(options: argparse.Namespace) -> int:
    """How a target stands before its date."""
    from peelian.figures.periods import Period
    from peelian.figures.releases.outlooks import target_outlook

    release = open_release(options, house_of(options))
    measure, area = release.catalogue[options.measure], release.areas[options.area]
    found = target_outlook(
        release, measure, area, Period.parse(options.period), options.target, at_most=not options.at_least
    )
    if options.json:
        print_json(found.to_json())
    else:
        print(found.sentence())
    return DONE


def harm(options: argparse.Namespace) -> int:
    """Offences weighed by a body's weights, beside their count."""
    from peelian.figures.periods import Period
    from peelian.figures.releases.harms import harm_at
    from peelian.figures.weights import load_weights

    release = open_release(options, house_of(options))
    weights = load_weights(options.weights, release.catalogue)
    found = harm_at(release, release.areas[options.area], Period.parse(options.period), weights)
    if options.json:
        print_json(found.to_json())
    else:
        print(found.sentence)
    return DONE


def compare(options: argparse.Namespace) -> int:
    """Two snapshots or two releases, cell by cell."""
    house = house_of(options)
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
        print_json(found.to_json())
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


def measures(options: argparse.Namespace) -> int:
    """Measures, and the months that they have."""
    from peelian.figures.listing import measures

    return _list(options, "measures", measures(house_of(options)), ("id", "title", "areas", "first", "last", "needs"))


def areas(options: argparse.Namespace) -> int:
    """Areas, by text or by measure."""
    from peelian.figures.listing import areas

    rows = areas(house_of(options), options.find, options.measure)
    return _list(options, "areas", rows, ("id", "name", "kind", "within"))


def snapshots(options: argparse.Namespace) -> int:
    """Snapshots."""
    from peelian.figures.listing import snapshots

    return _list(
        options,
        "snapshots",
        snapshots(house_of(options)),
        ("short", "dataset", "vintage", "first", "last", "rows", "file"),
    )


def releases(options: argparse.Namespace) -> int:
    """Releases."""
    from peelian.figures.listing import releases

    return _list(
        options, "releases", releases(house_of(options)), ("id", "made", "illustrative", "series", "revised", "seal")
    )


def _list(options: argparse.Namespace, name: str, rows: list[dict[str, Any]], columns: tuple[str, ...]) -> int:
    """A list as JSON, or as a table whose columns are as wide as they need to be."""
    if options.json:
        print_json({name: rows})
        return DONE
    texts = [
        [printable(str(row.get(column) if row.get(column) is not None else "-")) for column in columns] for row in rows
    ]
    widths = [max(map(len, cells)) for cells in zip(columns, *texts, strict=True)]
    for cells in (columns, *texts):
        print("  ".join(cell.ljust(width) for cell, width in zip(cells, widths, strict=True)).rstrip())
    return DONE
