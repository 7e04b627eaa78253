"""What a measure counts, and what is missing where it has no figures."""

from __future__ import annotations

from peelian.figures.areas import Area
from peelian.figures.catalogue import Catalogue, Dataset, Measure
from peelian.figures.releases.figure import prints_nothing
from peelian.public import wording
from peelian.public.site import Site
from peelian.ui.components import EmptyState, Fact, Link
from peelian.ui.format import without_ids

KINDS = {
    "count": "a count; longer periods are sums of months",
    "level": "a level: never added up",
    "rate": "a rate",
    "share": "a share",
}


def facts(catalogue: Catalogue, measure: Measure) -> list[Fact]:
    """Question, unit, source for each kind of area, who wrote and who checked it."""
    public = "shown as published: the source is public at this level"
    return [
        Fact("Question", measure.question),
        Fact("Counts", measure.counts),
        Fact("Kind", "a share, in per cent; changes are in points" if measure.per_cent else KINDS[measure.kind]),
        *_share_of(catalogue, measure),
        *_sources(catalogue, measure),
        *_optional("Still needed", without_ids(measure.needs or "")),
        *_optional("Made of", ", ".join(catalogue[part].title for part in measure.parts)),
        *_optional("The difference between", " and ".join(catalogue[side].title for side in measure.gap)),
        Fact("Small numbers", public if measure.protect == "public-source" else "protected before anything is shown"),
        Fact("Written by", measure.author),
        Fact("Checked by", measure.checked_by or "nobody yet"),
        Fact("To be reviewed by", measure.review_by),
    ]


def _share_of(catalogue: Catalogue, measure: Measure) -> list[Fact]:
    """What a share is a share of, with its page."""
    if not measure.denominator:
        return []
    if measure.denominator not in catalogue.measures:
        return [Fact("Share of", measure.denominator)]
    note = "Both counts are added up over the period before one is divided by the other." if measure.ratio else ""
    return [Fact("Share of", catalogue[measure.denominator].title, f"/measures/{measure.denominator}", note)]


def _optional(name: str, value: str | None) -> list[Fact]:
    return [Fact(name, value)] if value else []


def _sources(catalogue: Catalogue, measure: Measure) -> list[Fact]:
    """One line for each dataset, with the kinds of area that it is the source for."""
    kinds: dict[str, list[str]] = {}
    for kind, source in measure.source.items():
        kinds.setdefault(source.dataset, []).append(catalogue.pack.kind(kind).one)
    datasets = [catalogue.datasets[name] for name in kinds]
    return [Fact("Source", f"{item.title}", "/data", note=_note(item, kinds[item.id])) for item in datasets]


def _note(dataset: Dataset, kinds: list[str]) -> str:
    """Who publishes it, for which kinds of area, and when the next figures are to be expected."""
    rhythm = f"; published {dataset.frequency}, no date is announced for the next" if dataset.frequency else ""
    return f"{dataset.publisher}; by {', '.join(kinds)}{rhythm}"


def needed(catalogue: Catalogue, measure: Measure) -> str:
    """What a measure without figures needs: in its own words, else files of the datasets that it is made from."""
    names = dict.fromkeys(source.dataset for source in measure.source.values())
    files = " or ".join(
        f"files of {catalogue.datasets[name].title} ({catalogue.datasets[name].where})" for name in names
    )
    return without_ids(measure.needs or files or "a source")


def nothing_here(site: Site, measure: Measure, area: Area) -> EmptyState:
    """An empty state that says why, who holds it, and where there are figures."""
    held, printed = site.release.kinds_of.get(measure.id, []), _printed_for(site, measure)
    link = None
    if held and area.id != site.home.id:
        link = Link("The figures of the whole force", f"/measures/{measure.id}")
    elif other := _held_for(site, measure, area):
        link = Link(f"The figures for {wording.place(other)}", site.measure_address(measure, other))
    elif printed and area not in printed:
        link = Link(f"As printed for {wording.place(printed[0])}", f"/measures/{measure.id}/{printed[0].id}")
    return EmptyState(
        "Only figures that reports print" if area in printed else f"No data yet {wording.place_known(area)}",
        _why(site, measure, area),
        needed=without_ids(measure.needs or ""),
        link=link,
        level=2,
    )


def _held_for(site: Site, measure: Measure, area: Area) -> Area | None:
    """Another place of the same kind for which a file carries the measure."""
    series = site.release.series(measure.id, area.kind)
    return site.release.areas[series.areas[0]] if series is not None and series.areas else None


def _printed_for(site: Site, measure: Measure) -> list[Area]:
    """The places for which a document prints a value of the measure, in the order of print."""
    found = [name for (known, name), rows in site.release.printed.items()
             if known == measure.id and any(row["value"] or prints_nothing(row, row["period"]) for row in rows)]  # fmt: skip
    return [site.release.areas[name] for name in found]


def _why(site: Site, measure: Measure, area: Area) -> str:
    title = f"“{measure.title}”"
    if area.kind in site.release.kinds_of.get(measure.id, []):
        return f"The files that carry {title} do not hold {wording.place(area)}.{_policed(site, area)}"
    if area.kind in measure.source:
        dataset = site.release.catalogue.datasets[measure.source[area.kind].dataset]
        return f"{dataset.title} would carry it, but no file of it is loaded."
    return f"No source that we read carries {title} by {site.words.kind(area.kind).one}."


def _policed(site: Site, area: Area) -> str:
    if area.policed_by and area.policed_by != site.home.id:
        return f" It is policed by another force: {site.release.areas[area.policed_by].name}."
    return ""
