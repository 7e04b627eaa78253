"""What a house holds, as plain rows: measures, areas, snapshots, releases."""

from __future__ import annotations

from typing import Any

from peelian.figures.house import House
from peelian.figures.periods import month_text
from peelian.figures.releases.release import Release, Releases

Rows = list[dict[str, Any]]


def measures(house: House) -> Rows:
    """Every measure of the catalogue, with the area kinds and months that the newest release has of it."""
    release = Releases(house.root).newest()
    rows = []
    for measure in release.catalogue if release else house.catalogue:
        kinds = sorted(release.kinds_of.get(measure.id, [])) if release else []
        first, last = span(release, measure.id) if release and kinds else (None, None)
        needs = None if kinds else measure.needs or "a source that is not loaded"
        rows.append(
            {
                "id": measure.id,
                "title": measure.title,
                "group": measure.group,
                "kind": measure.kind,
                "counts": measure.counts,
                "areas": ",".join(kinds) or None,
                "first": first,
                "last": last,
                "needs": needs,
            }
        )
    return rows


def span(release: Release, measure_id: str) -> tuple[str | None, str | None]:
    """First and last month that any area kind has of a measure."""
    months = []
    for kind in release.kinds_of.get(measure_id, []):
        series = release.series(measure_id, kind)
        if series is not None:
            months += series.held
    return (month_text(min(months)), month_text(max(months))) if months else (None, None)


def areas(house: House, find: str | None = None, measure: str | None = None) -> Rows:
    """Areas of the newest release (wards included) or of the pack; those a text finds; those that have a measure."""
    release = Releases(house.root).newest()
    known = release.areas if release else house.areas
    found = known.find(find, limit=10_000) if find else list(known)
    if measure:
        house.catalogue[measure]
    if measure and release:
        having = {
            area
            for kind in release.kinds_of.get(measure, [])
            if (series := release.series(measure, kind))
            for area in series.areas
        }
        found = [area for area in found if area.id in having]
    return [
        {"id": area.id, "name": area.name, "kind": area.kind, "within": area.parent or area.bcu or area.policed_by}
        for area in found
    ]


def snapshots(house: House) -> Rows:
    """Every snapshot, oldest publication first."""
    rows = []
    for snapshot in house.lake:
        first, last = snapshot.periods or (None, None)
        rows.append(
            {
                "sha256": snapshot.sha256,
                "short": snapshot.short,
                "dataset": snapshot.dataset,
                "file": snapshot.file,
                "vintage": snapshot.vintage,
                "vintage_from": snapshot.vintage_from,
                "classification": snapshot.classification,
                "first": first,
                "last": last,
                "rows": snapshot.rows,
                "loaded": snapshot.loaded,
                "findings": snapshot.findings,
            }
        )
    return rows


def releases(house: House) -> Rows:
    """Every release, oldest first, with what it changed."""
    held = Releases(house.root)
    rows = []
    for release in map(held.open, held.ids()):
        rows.append(
            {
                "id": release.id,
                "made": release.manifest["made"],
                "illustrative": release.illustrative,
                "series": release.manifest["series"],
                "corrects": release.manifest["corrects"],
                "revised": release.changes["revised"],
                "seal": release.fingerprint[:12],
            }
        )
    return rows
