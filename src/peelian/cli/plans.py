"""Asking about plans: what became of one in the next. Nothing here writes, and nothing needs the records."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

from peelian.cli.common import DONE, house_of, print_json
from peelian.figures.house import House
from peelian.figures.sources.base import printable


def add_command(command: Any) -> None:
    """The command ``compare-plans``."""
    comparing = command("compare-plans", compare_plans, "Say what became of each item of a plan in the next one")
    comparing.add_argument("older", metavar="OLD")
    comparing.add_argument("newer", metavar="NEW")


def compare_plans(options: argparse.Namespace) -> int:
    """What became of each item of the older plan, as proposed: nothing is decided here."""
    from peelian.plans.succession.comparing import compare
    from peelian.plans.succession.deciding import to_json

    house = house_of(options)
    older, newer = _contents(house, options.older), _contents(house, options.newer)
    found = compare(older, newer, house.catalogue)
    if options.json:
        print_json(to_json(found))
    else:
        _print(found)
    return DONE


def _contents(house: House, name: str) -> Any:
    """A plan by its id in the house or its pack, or a file in the plan form. Raises PeelianError where there is neither."""
    from peelian.plans.shelf import shelf
    from peelian.plans.succession.items import contents_of, read_form

    if "/" in name or name.endswith((".yaml", ".yml", ".json")):
        return read_form(Path(name))
    return contents_of(shelf(house.root, house.pack).volume(name).newest.plan)


def _print(found: Any) -> None:
    from peelian.plans.succession.comparing import CLASSES, WORDS

    counts = found.counts()
    print(f"{printable(found.older.title)}, in {printable(found.newer.title)}:")
    print(
        "  " + ", ".join(f"{count} {WORDS[kind]}" for kind, count in counts.items()) + ". Proposed; a person decides."
    )
    if found.newer.known_from:
        print(f"  The newer plan is known only in part: {printable(found.newer.known_from)}")
    for kind in CLASSES:
        matches = [match for match in found.matches if match.kind == kind]
        if matches and kind != "not-known":
            print(f"\n{WORDS[kind].capitalize()}:")
            for match in matches:
                _print_match(found, match)
    if found.new:
        print("\nNew:")
    for item in found.new:
        print(f"  {item.key}  {printable(item.title)}")


def _print_match(found: Any, match: Any) -> None:
    to = ", ".join(match.to)
    print(
        f"  {match.item}  {printable(found.older[match.item].title)}  [{match.confidence:.2f}]"
        + (f" -> {to}" if to else "")
    )
    said = [*match.evidence[:1], *match.notes] if match.kind != "carried-forward" else match.notes
    if match.measures and match.measures.says != "comparable":
        said = [*said, f"figures: {match.measures.sentence()}"]
    for line in said:
        print(f"      {printable(line)}")
    if match.kind in ("reworded", "target-changed"):
        print(f"      {printable(_marked(match.differences))}")


def _marked(differences: tuple[tuple[str, str], ...]) -> str:
    """The differences on one line: what was removed in [-brackets-], what was added in {+braces+}."""
    marks = {"kept": "{}", "removed": "[-{}-]", "added": "{{+{}+}}"}
    return " ".join(marks[part].format(words) for part, words in differences)
