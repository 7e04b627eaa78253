"""From nothing to something to look at: load what was asked for, or generate; release where anything is new."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from peelian.figures.errors import PeelianError
from peelian.figures.house import House, Progress
from peelian.figures.illustrative import furnish
from peelian.figures.loading import load
from peelian.figures.releases.build import governed, publish_prints, release, yardsticks
from peelian.figures.releases.parts import Parts
from peelian.figures.releases.release import Releases


def prepare(house: House, files: Path | None, *, say: Callable[[str], None], progress: Progress) -> None:
    """Make sure that the house has a release of all it holds. Raises PeelianError where files cannot go into this house."""
    if files and house.illustrative:
        raise PeelianError(
            "illustrative-house",
            f"The house {house.root} is illustrative: its figures are generated.",
            f"Start a real one: make start DATA={files} PEELIAN_DATA={house.root}-real",
            {"house": str(house.root)},
        )
    if files:
        reports = load(house, [files], progress=progress)
        taken = sum(report.outcome.startswith("accepted") for report in reports)
        refused = [report for report in reports if report.outcome == "refused"]
        say(
            f"Loaded {files}: {taken} files taken, {len(refused)} refused, {len(reports) - taken - len(refused)} passed over."
        )
        for report in refused:
            say(f"  refused {report.file}: {report.findings[0].sentence()}")
    if house.kind is None:
        say("No data given: generating an illustrative house, calibrated to what the documents print.")
        furnish(house)
    publish_prints(house)
    if governed(house):
        say("Releases of this house are made in the office: nothing is published at the start.")
    elif stale(house):
        made, _ = release(house, progress=progress)
        say(f"Sealed release {made.id}.")


def stale(house: House) -> bool:
    """Whether the newest release lacks a snapshot, or was made by another catalogue or yardsticks."""
    newest = Releases(house.root).newest()
    if newest is None:
        return True
    known = {entry["snapshot"] for entry in (*newest.manifest["inputs"], *newest.manifest["left_out"])}
    same = newest.manifest["catalogue"] == f"sha256:{house.catalogue.sha256}"
    same &= newest.manifest["yardsticks"] == f"sha256:{Parts.hash_json(yardsticks(house))}"
    return not same or any(snapshot.sha256 not in known for snapshot in house.lake)
