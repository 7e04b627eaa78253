"""What a recommendation, a claim or a verdict rests on is there: a figure that is out, a decision that is published, an address."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from peelian.decisions.references import reference
from peelian.decisions.shelf import shelf
from peelian.figures.errors import PeelianError
from peelian.figures.house import House
from peelian.figures.periods import Period
from peelian.figures.releases.figure import figure
from peelian.figures.releases.release import Releases
from peelian.scrutiny.ledger.life import check_evidence
from peelian.scrutiny.ledger.records import Evidence


def found(evidence: Iterable[Evidence], house: House) -> tuple[Evidence, ...]:
    """The same, each named as its page is. Raises PeelianError for the first that leads nowhere: what is not out
    is not there.
    """
    return tuple(_found(one, house) for one in evidence)


def _found(one: Evidence, house: House) -> Evidence:
    one = replace(one, where=one.where.strip())
    check_evidence(one)
    if one.kind == "figure":
        _must_be_figure(one.where, house)
    if one.kind == "decision" and not one.where.startswith(("https://", "http://", "/")):
        return replace(one, where=shelf(house.root, house.pack).decision(reference(one.where).key).id)
    return one


def _must_be_figure(where: str, house: House) -> None:
    """Raises PeelianError where no release that is out has the measure, the area or the period."""
    name, _, made = where.partition("@")
    measure, area, *period = name.split("/")
    releases = Releases(house.root)
    release = releases.open(made) if made else releases.newest()
    if release is None:
        raise PeelianError("no-figure", "No figures are published yet.", "Link to a page that shows it.")
    if period:
        told = figure(release, measure, area, Period.parse(period[0]))
        if told.value is None:
            raise PeelianError(
                "no-figure", f"{told.measure.title} has no number for {told.area.name} in {told.period.label()}.",
                "Name a period that it has.", {"figure": where},
            )  # fmt: skip
    else:
        release.catalogue[measure], release.areas[area]
