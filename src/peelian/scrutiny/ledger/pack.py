"""The ledger of a pack: ``scrutiny/reports/*.yaml`` and ``scrutiny/investigations.yaml``, refused with file, line and remedy."""

from __future__ import annotations

from pathlib import Path

from peelian.plans.entry import Bodies, Entry, check_ids, read_mapping
from peelian.plans.pack import read_bodies
from peelian.scrutiny import topics
from peelian.scrutiny.ledger.form import read_activity, read_investigation, read_report
from peelian.scrutiny.ledger.records import Activity, Investigation, Report

FOLDER = "scrutiny"


def read_reports(pack: Path) -> tuple[Report, ...]:
    """Every report of a pack, in the order of their files; none where it has no such folder. Raises PackError."""
    bodies = read_bodies(pack / "bodies.yaml")
    found: dict[str, tuple[Path, Report]] = {}
    for path in sorted((pack / FOLDER / "reports").glob("*.yaml")):
        entry = read_mapping(path)
        for one in entry.entries("reports") if "reports" in entry.data else (entry,):
            report = read_report(one, bodies)
            if report.id in found:
                one.fail("id", f"report {report.id} stands in {found[report.id][0].name} too.", "Keep one of the two.")
            found[report.id] = (path, report)
    return tuple(report for _, report in found.values())


def read_investigations(pack: Path) -> tuple[tuple[Investigation, ...], tuple[Activity, ...]]:
    """The investigations of a pack, and its committees' activities beside them. Raises PackError."""
    path = pack / FOLDER / "investigations.yaml"
    if not path.is_file():
        return (), ()
    entry = read_mapping(path)
    for one in entry.entries("investigations"):
        topics.check_entry(one, pack)
    return read_content(entry, read_bodies(pack / "bodies.yaml"))


def read_content(entry: Entry, bodies: Bodies) -> tuple[tuple[Investigation, ...], tuple[Activity, ...]]:
    """Investigations and activities in their form: a pack's file, or the house's."""
    entry.check(("investigations", "activities"))
    check_ids(entry.entries("investigations"))
    return (
        tuple(read_investigation(one, bodies) for one in entry.entries("investigations")),
        tuple(read_activity(one, bodies) for one in entry.entries("activities")),
    )
