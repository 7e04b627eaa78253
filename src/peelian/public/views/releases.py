"""Releases and the files they rest on."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse

from peelian.figures.house import LONDON
from peelian.figures.releases.release import Release
from peelian.public import downloads
from peelian.public.pages import show, site_of
from peelian.public.paging import paged
from peelian.public.selectors import releases as select
from peelian.public.selectors import said
from peelian.public.site import Site, open_site
from peelian.ui.components import Cell, Column, Fact, FigureTable, Link, Row
from peelian.ui.format import number, size

TRAIL = Link("Releases", "/releases")
LISTED = 50
FILES = 100


def releases(request: HttpRequest) -> HttpResponse:
    """Every release, newest first."""
    return show(request, "releases", title="Releases", nav="data", listed=select.listed(site_of(request)))


def release(request: HttpRequest, release_id: str) -> HttpResponse:
    """One release: what is in it, what it revised, how to check it."""
    site = _site(request, release_id)
    found = site.release
    facts = [
        *said.record(found),
        Fact("Made", select.words.day(found.made.astimezone(LONDON))),
        Fact("Figures", "generated, not real" if found.illustrative else "real"),
        Fact("Seal", found.fingerprint, code=True, note="Changes exactly when anything in the release does."),
        Fact("Catalogue", str(found.manifest["catalogue"]).removeprefix("sha256:"), code=True),
        Fact("Yardsticks", str(found.manifest["yardsticks"]).removeprefix("sha256:"), code=True),
        Fact("Release before", found.manifest.get("previous") or "none",
             f"/releases/{found.manifest['previous']}" if found.manifest.get("previous") else ""),
        Fact("Corrects", found.manifest.get("corrects") or "nothing",
             f"/releases/{found.manifest['corrects']}" if found.manifest.get("corrects") else ""),
        *[Fact("Corrected by", item.id, f"/releases/{item.id}", note=_why(item)) for item in said.corrected_by(site, found)],
        Fact("Methods", ", ".join(f"{name} {version}" for name, version in found.manifest["methods"].items())),
    ]  # fmt: skip
    return show(
        request, "release", title=_title(found), keep=f" ({found.id})" if found.publication else "", nav="data", trail=[TRAIL],
        shown=found, facts=facts, published=found.publication, why=_why(found), comments=said.comments(site),
        actions=said.actions(site), seen=said.seen_before(found),
        changes=select.change_words(found), revisions=_revisions(site), by_part=select.by_part(site),
        inputs=paged(select.inputs(site, found), request.GET.dict(), FILES, at="inputs"),
        left_out=_left_out(site), parts=select.parts(found),
    )  # fmt: skip


def _title(found: Release) -> str:
    return f"{found.publication.title} ({found.id})" if found.publication else f"Release {found.id}"


def _why(found: Release) -> str:
    """What it corrects, and why, as it was written; empty where it corrects nothing."""
    return found.publication.why if found.publication else ""


def _site(request: HttpRequest, release_id: str) -> Site:
    own = site_of(request)
    if release_id == own.release.id:
        return own
    found = open_site(release_id)
    assert found is not None  # the middleware has opened the newest already
    return found


def _revisions(site: Site) -> FigureTable | None:
    rows = select.largest(site, LISTED)
    if not rows:
        return None
    columns = (Column("Measure and place"), Column("Month"), Column("From", numeric=True), Column("To", numeric=True),
               Column("Change", numeric=True))  # fmt: skip
    return FigureTable(
        "revisions", f"The {number(len(rows))} largest revisions", columns,
        tuple(Row((Cell(f"{item.title}, {item.place}", item.href), Cell(item.month), Cell(item.before), Cell(item.after),
                   Cell(item.change))) for item in rows),
    )  # fmt: skip


def _left_out(site: Site) -> list[tuple[str, str, str, str]]:
    datasets = site.release.catalogue.datasets
    return [(entry["snapshot"][:12], datasets[entry["dataset"]].title, entry["vintage"], entry["why"])
            for entry in site.release.manifest["left_out"]]  # fmt: skip


def revisions(request: HttpRequest, release_id: str, form: str) -> HttpResponse:
    """The largest revisions as a file."""
    site = _site(request, release_id)
    columns = ("measure", "area", "month", "before", "after", "release", "since", "illustrative")
    known = {
        "release": site.release.id,
        "since": site.release.changes["since"],
        "illustrative": site.release.illustrative,
    }
    rows = [entry | known for entry in site.release.changes["largest"]]
    about = downloads.about_release(site.release)
    return downloads.answer(downloads.Download(f"revisions-{release_id}", columns, rows, about), form)


def _known_by(how: str) -> str:
    """How the vintage is known."""
    return (
        "The day it was loaded: nothing says when it was published." if how == "load time" else f"Known by the {how}."
    )


def snapshot(request: HttpRequest, sha256: str) -> HttpResponse:
    """One file in the lake: where it came from, what was odd about it."""
    site = site_of(request)
    found = select.shown(site, sha256)
    dataset = site.release.catalogue.datasets[found.dataset]
    facts = [
        Fact("Dataset", dataset.title, "/data", note=dataset.publisher),
        Fact("Vintage", found.vintage, note=_known_by(found.vintage_from)),
        Fact("Holds", f"{found.periods[0]} to {found.periods[1]}" if found.periods else "no periods"),
        Fact("Areas", number(found.areas) if found.areas else "none"),
        Fact("Rows", number(found.rows)),
        Fact("Classification", found.classification or "none"),
        Fact("Size", size(found.size)),
        Fact("Loaded", select.words.day(select.loaded_day(found))),
        Fact("SHA-256", found.sha256, code=True),
    ]
    used = found.sha256 in site.release.inputs
    name = select.wording.file_name(site.release.catalogue, found.file)
    return show(request, "snapshot", title=f"{name} ({found.short})", keep=f" ({found.short})", name=name,
                nav="data", trail=[Link("Data", "/data")], snapshot=found, dataset=dataset, facts=facts, used=used,
                why_not=next((entry["why"] for entry in site.release.manifest["left_out"]
                              if entry["snapshot"] == found.sha256), ""))  # fmt: skip
