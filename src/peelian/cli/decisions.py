"""Commands of decisions: what is out, one of them, what is wrong with a form, the register as a file. Nothing here writes."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import Any

from peelian.cli.common import COMPLAINT, DONE, house_of, print_json
from peelian.figures.house import House
from peelian.figures.sources.base import printable

FORMS = ("csv", "json", "withheld", "360giving")


def _register(options: argparse.Namespace) -> tuple[House, Any]:
    from peelian.decisions.shelf import shelf

    house = house_of(options)
    return house, shelf(house.root, house.pack)


def listing(options: argparse.Namespace) -> int:
    """List the decisions that are out, what they commit, and the numbers that are missing"""
    from peelian.core.clocks.calendars import united_kingdom
    from peelian.decisions.exporting import tables
    from peelian.decisions.shelf import totals
    from peelian.figures.house import today

    _house, register = _register(options)
    if options.json:
        print_json({
            "numbers": tables.numbers(register), "rows": tables.rows_of(register.filed, united_kingdom(), today()),
            "deferred": [{"reference": str(one.reference), "until": one.until, "reason": one.reason} for one in register.deferred],
        })  # fmt: skip
        return DONE
    for one in register.filed:
        print(f"{one.reference!s:<16} {one.decision.signed_on or '?'!s:<12} {printable(one.decision.title)}")
    for held in register.deferred:
        print(f"{held.reference!s:<16} deferred until {held.until}: {printable(held.reason)}")
    summed = totals(list(register.filed))
    stated = ", ".join(f"{amount:,.2f} {currency}" for currency, amount in summed.stated.items()) or "nothing"
    print(f"{summed.count} decisions, together {stated}; {summed.without} of {summed.count} state no amount.")
    for row in tables.numbers(register):
        gaps = f": {', '.join(row['gaps'])}" if row["gaps"] else ""
        print(f"{row['title']}: {row['known']} known, {row['missing']} missing{gaps}")
    return DONE


def show(options: argparse.Namespace) -> int:
    """Show one decision: what was decided, what it costs, who signed, what is withheld"""
    from peelian.core.clocks.calendars import united_kingdom
    from peelian.decisions.exporting import tables
    from peelian.decisions.references import reference
    from peelian.figures.house import today
    from peelian.ui.decision import DecisionPage

    _house, register = _register(options)
    found = register.decision(reference(options.reference).key)
    if options.json:
        print_json(tables.whole(found))
        return DONE
    page = DecisionPage(found, united_kingdom(), today())
    print(f"{found.reference}: {printable(found.decision.title)}")
    for text in (found.decision.known_from, found.decision.decision):
        if text:
            print(f"  {printable(text)}")
    for fact in (*page.facts, *page.signatures):
        print(f"  {fact.name}: {printable(fact.value)}{f' ({printable(fact.note)})' if fact.note else ''}")
    for one in page.advice:
        said = one.signed or one.not_required or "neither signed nor said to be not required"
        print(f"  {one.title}: {printable(said)}")
    for part in found.exempt:
        stub = part.stub
        grounds = "; ".join(f"{one.scheme} {one.paragraph}, {one.reason}" for one in stub.grounds)
        print(
            f"  Part 2, {printable(stub.title)}: {stub.length:,} characters, {printable(grounds)}; review by {stub.review_on}"
        )
        print(f"    {stub.commitment}{f', released {stub.released_at}' if stub.released_at else ''}")
    for difference in page.disagreements:
        print(f"  Consultees: {printable(difference.sentence)}")
    return DONE


def check(options: argparse.Namespace) -> int:
    """Say what is wrong with a decision form in a file (YAML or JSON), or with a decision of the register"""
    from peelian.decisions.checks import faults, punctuality
    from peelian.decisions.pack import read_file
    from peelian.decisions.references import reference
    from peelian.decisions.warnings import warnings

    house, register = _register(options)
    named = Path(options.form)
    decision = (
        read_file(named)
        if named.suffix in (".yaml", ".yml", ".json")
        else register.decision(reference(options.form).key).decision
    )
    facts = _facts(house, decision)
    out = options.published
    wrong, looked = faults(decision, facts, out), warnings(decision)
    told = punctuality(decision, out, facts.calendar, facts.today)
    if options.json:
        print_json({
            "reference": str(decision.reference), "sound": not wrong, "due": told.due, "publication": told.sentence,
            "faults": [{"what": one.what, "says": one.sentence, "law": one.law or None} for one in wrong],
            "warnings": [{"what": one.what, "says": one.sentence, "around": one.around or None} for one in looked],
        })  # fmt: skip
        return COMPLAINT if wrong else DONE
    print(f"{decision.reference}: {printable(decision.title)}")
    if decision.known_from:
        print(f"  Known only in part, so little can be checked: {printable(decision.known_from)}")
    for lack in wrong:
        print(f"  WRONG    {printable(lack.sentence)}{f' [{lack.law}]' if lack.law else ''}")
    for warned in looked:
        print(f"  LOOK AT  {printable(warned.sentence)}{f' “{printable(warned.around)}”' if warned.around else ''}")
    if out or told.due is None:
        print(f"  Publication: {told.sentence}")
    else:
        print(f"  Publication: due {told.due}; say when it was with --published.")
    if not wrong:
        print(f"  Nothing {'that could be checked ' if decision.known_from else ''}is wrong with it.")
    return COMPLAINT if wrong else DONE


def _facts(house: House, decision: Any) -> Any:
    from peelian.core.clocks.calendars import united_kingdom
    from peelian.decisions.lacking import Facts
    from peelian.decisions.pack import series_of
    from peelian.decisions.shelf import plan_items
    from peelian.figures.errors import PeelianError
    from peelian.figures.house import today

    series = next((one for one in series_of(house.pack) if one.has(decision.reference)), None)
    if series is None:
        raise PeelianError(
            "unknown-series",
            f"{decision.reference} is of no series of this pack.",
            "The pack's decisions.yaml lists them.",
        )
    items = plan_items(house.root, house.pack, decision.plan) if decision.plan else None
    return Facts(series, today(), united_kingdom(), items)


def export(options: argparse.Namespace) -> int:
    """Write the register as a file: rows, what is withheld, or the grants that decisions award"""
    from peelian.core.clocks.calendars import united_kingdom
    from peelian.decisions.exporting import tables
    from peelian.figures.house import today
    from peelian.figures.spreadsheets import csv_text

    house, register = _register(options)
    form = "json" if options.json and options.form == "csv" else options.form
    rows = tables.rows_of(register.filed, united_kingdom(), today())
    if form == "json":
        print_json({"name": "decisions", "numbers": tables.numbers(register), "rows": rows})
    elif form == "360giving":
        print_json(_grants(house, register, options.site))
    else:
        columns = tables.COLUMNS if form == "csv" else tables.WITHHELD
        sys.stdout.write(csv_text(columns, rows if form == "csv" else tables.withheld_rows(register.filed)))
    return DONE


def _grants(house: House, register: Any, site: str) -> dict[str, Any]:
    from peelian.decisions.exporting import giving
    from peelian.plans.pack import read_bodies

    names = {one.id: one.name for one in read_bodies(house.pack / "bodies.yaml").values()}
    funders = giving.funders_of(register.series, names)
    found, left = giving.grants(register.filed, funders, site.rstrip("/"))
    return {"grants": found} | ({"leftOut": [vars(one) for one in left]} if left else {})


def add_commands(commands: Any, command: Any) -> None:
    """Add ``decision`` with what it can do."""
    import datetime as dt

    text = "List and check decisions, and give the register out as a file for programs"
    group = commands.add_parser("decision", help=text, description=text).add_subparsers(required=True, metavar="WHAT")
    command("list", listing, str(listing.__doc__), to=group)
    showing = command("show", show, str(show.__doc__), to=group)
    showing.add_argument("reference", metavar="REFERENCE", help="such as PCD-188")
    checking = command("check", check, str(check.__doc__), to=group)
    checking.add_argument(
        "form", metavar="FILE|REFERENCE", help="a form in YAML or JSON, or the number of a decision that is out"
    )
    checking.add_argument(
        "--published",
        type=dt.date.fromisoformat,
        metavar="DAY",
        help="the day on which it was published, where that is known",
    )
    exporting = command("export", export, str(export.__doc__), to=group)
    exporting.add_argument("--form", choices=FORMS, default="csv", help="which file (default csv)")
    exporting.add_argument(
        "--site", default="https://example.org", metavar="ADDRESS", help="the site's address, for 360giving"
    )
