"""Read a pack's bodies, plan and yardsticks, and refuse with file, line and remedy what does not hold together.

A long plan may stand in two files: `plan.yaml`, and `plan-beside.yaml` for any of the keys of ``further.KEYS``.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

from peelian.figures.pack import load_pack
from peelian.figures.packfile import PackError, load_yaml
from peelian.plans.entry import Bodies, Entry, check_ids, mapping, read_list, read_mapping
from peelian.plans.form import check_objectives_are_read, read_form
from peelian.plans.further import KEYS, read_yardstick
from peelian.plans.records import Body, Plan, Reach, Successor, Yardstick

_EMAIL = re.compile(r"[^@\s<>]+@[^@\s<>]+\.[^@\s<>]+")
_TELEPHONE = re.compile(r"\+?[0-9][0-9 ()-]{4,}")


def read_pack(pack: Path) -> Plan | None:
    """The plan of a pack with its yardsticks; None where it holds none.

    Raises PackError for the first thing that cannot be right.
    """
    measures, measuring = load_pack(pack).measure_files(), pack / "yardsticks.yaml"
    if not (pack / "plan.yaml").is_file():
        for alone in (measuring, pack / "plan-beside.yaml"):
            if alone.is_file():
                raise PackError(alone, 1, "has no plan to read.", f"Add plan.yaml, or take {alone.name} out.")
        return None
    bodies = read_bodies(pack / "bodies.yaml")
    entry = read_entry(pack)
    plan = read_form(entry, bodies, measures)
    objectives = {one.id for one in plan.objectives}
    yardsticks = read_yardsticks(measuring, objectives, measures) if measuring.is_file() else ()
    check_objectives_are_read(entry, {yardstick.objective for yardstick in yardsticks})
    return replace(plan, yardsticks=yardsticks)


def read_entry(pack: Path) -> Entry:
    """The plan's form of a pack, whole, its refusals naming the file that each key stands in. Raises PackError."""
    plan, beside = read_mapping(pack / "plan.yaml"), pack / "plan-beside.yaml"
    return _in_two_files(plan, read_mapping(beside)) if beside.is_file() else plan


def _in_two_files(plan: Entry, beside: Entry) -> Entry:
    beside.check((), KEYS)
    for key in beside.data:
        if key in plan.data:
            beside.fail(key, f"{key} stands in plan.yaml too.", "Keep it in one of the two files.")
    return _Whole(plan.file, {**plan.data, **beside.data}, plan.line_of, beside=beside)


@dataclass(frozen=True, kw_only=True)
class _Whole(Entry):
    """A form out of two files: what lies under a key is read from the file that the key stands in."""

    beside: Entry

    def items(self, key: str) -> list[Any]:
        """A list, empty where the key is absent."""
        return self.beside.items(key) if key in self.beside.data else super().items(key)

    def child(self, *step: str | int) -> Entry:
        """The mapping found under a key, or under a key and a place in its list."""
        return self.beside.child(*step) if step[0] in self.beside.data else super().child(*step)


def read_bodies(path: Path) -> Bodies:
    """The bodies of a pack by id; none where it has no such file."""
    if not path.is_file():
        return {}
    entries = read_list(path)
    for entry in entries:
        entry.check(("id", "name", "short", "kind"), ("formats", "succeeded"))
    check_ids(entries)
    bodies = {
        e.text("id"): Body(
            e.text("id"), e.text("name"), e.text("short"), e.text("kind"), _read_reach(e), _read_succession(e)
        )
        for e in entries
    }  # fmt: skip
    for entry in entries:
        _check_succession(entry, bodies)
    return bodies


def _read_succession(body: Entry) -> tuple[Successor, ...]:
    found = []
    for entry in body.entries("succeeded"):
        entry.check(("by", "from"))
        found.append(Successor(entry.text("by"), entry.day("from")))
    return tuple(found)


def _check_succession(entry: Entry, bodies: Bodies) -> None:
    """Raises PackError where a body is succeeded by nobody that the pack knows, twice by one, or by what was gone before it."""
    held = bodies[entry.text("id")].succeeded
    for place, one in enumerate(held):
        here = entry.child("succeeded", place)
        if one.by not in bodies or one.by == entry.text("id"):
            here.fail("by", f"{one.by} is no other body of this pack.", "Name the id of one.")
        if any(one.by == other.by for other in held[:place]):
            here.fail("by", f"{one.by} takes its place twice.", "Keep one of the two.")
        if any(later.on <= one.on for later in bodies[one.by].succeeded):
            here.fail(
                "from", f"{one.by} was gone by {one.on}.", "Correct the day, or name the body that took its place."
            )


def _read_reach(body: Entry) -> Reach | None:
    """Whom to ask for another format; None where the pack names nobody. Raises PackError for one that cannot be reached."""
    entry = body.optional_child("formats")
    if entry is None:
        return None
    entry.check((), ("telephone", "email"))
    found = Reach(entry.optional_text("telephone") or "", entry.optional_text("email") or "")
    if found == Reach():
        body.fail("formats", "formats names no telephone and no e-mail.", "Give at least one of telephone and email.")
    if found.email and not _EMAIL.fullmatch(found.email):
        entry.fail("email", f"email {found.email!r} is no address.", "Write it as name@example.org.")
    if found.telephone and not _TELEPHONE.fullmatch(found.telephone):
        entry.fail("telephone", f"telephone {found.telephone!r} is no number.", "Write digits and spaces, in quotes.")
    return found


def read_yardsticks(path: Path, objectives: Collection[str] | None, measures: Collection[str]) -> tuple[Yardstick, ...]:
    """The yardsticks of a file, none twice, each of a known measure and objective; with ``None`` objectives of any plan."""
    seen: set[str] = set()
    yardsticks = []
    for entry in read_list(path):
        yardstick = read_yardstick(entry, [entry.text("objective")] if objectives is None else objectives, measures)
        if yardstick.id in seen:
            entry.fail(
                "measure",
                f"{yardstick.objective} is read by {yardstick.measure} twice.",
                "Keep one of the two yardsticks.",
            )
        seen.add(yardstick.id)
        yardsticks.append(yardstick)
    return tuple(yardsticks)


def read_further_plans(pack: Path) -> tuple[Plan, ...]:
    """Plans of a pack beside its own, in the order of their files: earlier or later ones, perhaps known only in part."""
    measures, bodies = load_pack(pack).measure_files(), read_bodies(pack / "bodies.yaml")
    return tuple(read_form(read_mapping(path), bodies, measures) for path in sorted((pack / "plans").glob("*.yaml")))


def read_content(form: dict[str, Any], pack: Path, name: str = "The plan") -> Plan:
    """A form that lies in no file of a pack, with its yardsticks. Raises PackError for the first thing that cannot be right."""
    measures, bodies = load_pack(pack).measure_files(), read_bodies(pack / "bodies.yaml")
    whole = mapping({key: value for key, value in form.items() if key != "yardsticks"}, name)
    plan = read_form(whole, bodies, measures)
    objectives = {one.id for one in plan.objectives}
    yardsticks = mapping({"yardsticks": form.get("yardsticks") or []}, name).entries("yardsticks")
    return replace(plan, yardsticks=tuple(read_yardstick(one, objectives, measures) for one in yardsticks))


def forms_of(pack: Path) -> list[dict[str, Any]]:
    """Every plan of a pack in its form, its own with the yardsticks, as JSON can hold it. Raises PackError where one is none."""
    own = read_pack(pack)
    read_further_plans(pack)
    found = [_plain(load_yaml(path)[0]) for path in sorted((pack / "plans").glob("*.yaml"))]
    if own is None:
        return found
    form = _plain(read_entry(pack).data)
    measuring = pack / "yardsticks.yaml"
    form["yardsticks"] = _plain(load_yaml(measuring)[0]) if measuring.is_file() else []
    return [form, *found]


def _plain(value: Any) -> Any:
    """Days as text: YAML reads them as dates."""
    if isinstance(value, dict):
        return {key: _plain(one) for key, one in value.items()}
    if isinstance(value, list):
        return [_plain(one) for one in value]
    return value.isoformat() if isinstance(value, date) else value
