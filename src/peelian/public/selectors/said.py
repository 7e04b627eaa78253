"""What people wrote beside a release's figures, in words for a page: commentary, corrective action, who saw it before."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from peelian.figures.house import LONDON
from peelian.figures.releases.publication import Publication
from peelian.figures.releases.release import Release
from peelian.public import wording
from peelian.public.site import Site
from peelian.ui import format as words
from peelian.ui.components import Fact, Link


@dataclass(frozen=True)
class Comment:
    """What was said of a measure at a place, by whom: a post, not a name."""

    title: str
    href: str
    paragraphs: tuple[str, ...]
    by: str

    def to_json(self) -> dict[str, Any]:
        """For a download."""
        return {"text": "\n\n".join(self.paragraphs), "by": self.by}


@dataclass(frozen=True)
class Action:
    """What is done about a red or a real worsening."""

    title: str
    href: str
    why: str
    paragraphs: tuple[str, ...]
    does: str
    by_when: str
    demand: tuple[Link, ...]
    row: dict[str, Any]

    def to_json(self) -> dict[str, Any]:
        """For a download."""
        return self.row


def _published(site: Site) -> Publication | None:
    return site.release.publication


def comments(site: Site, *, measure: str = "", area: str = "") -> list[Comment]:
    """Commentary of a release, on one measure or all, at one place or all."""
    found = _published(site)
    rows = found.commentary if found else ()
    return [_comment(site, row) for row in rows if measure in ("", row["measure"]) and area in ("", row["area"])]


def actions(site: Site, *, measure: str = "", area: str = "", objective: str = "") -> list[Action]:
    """Corrective action of a release, on one measure, at one place, for one objective, or all."""
    found = _published(site)
    return [
        _action(site, row)
        for row in (found.actions if found else ())
        if measure in ("", row["measure"]) and area in ("", row["area"]) and objective in ("", row["objective"])
    ]


def _comment(site: Site, row: dict[str, Any]) -> Comment:
    return Comment(*_headed(site, row), _paragraphs(row["text"]), row["by"])


def _action(site: Site, row: dict[str, Any]) -> Action:
    title, href = _headed(site, row)
    demand = tuple(
        Link(found.title, site.measure_address(found, site.release.areas[row["area"]]))
        for name in row["demand"]
        if (found := site.release.catalogue.measures.get(name))
    )
    by_when = words.day(dt.date.fromisoformat(row["by_when"]))
    return Action(title, href, row["why"], _paragraphs(row["what"]), row["owner"], by_when, demand, row)


def _headed(site: Site, row: dict[str, Any]) -> tuple[str, str]:
    measure, area = site.release.catalogue[row["measure"]], site.release.areas[row["area"]]
    return f"{measure.title} {wording.place_known(area)}", site.measure_address(measure, area)


def _paragraphs(text: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in text.replace("\r\n", "\n").split("\n\n") if part.strip())


def moment(at: dt.datetime) -> str:
    """``09:30 on 14 December 2026``, in London."""
    local = at.astimezone(LONDON)
    return f"{local:%H:%M} on {words.day(local)}"


@dataclass(frozen=True)
class Seen:
    """Somebody who saw a release before it was out."""

    title: str
    body: str
    since: str


def seen_before(release: Release) -> list[Seen]:
    """The pre-release list, as the Order of 2008 has it published: posts and organisations."""
    rows = release.publication.pre_release if release.publication else ()
    return [Seen(row["title"], row["organisation"], moment(dt.datetime.fromisoformat(row["from"]))) for row in rows]


def record(release: Release) -> Iterator[Fact]:
    """Who signed it off, and which event of the record was the last before it."""
    found = release.publication
    if found is None:
        return
    signed = ", ".join(filter(None, (found.signed_off_by.get("title"), found.signed_off_by.get("organisation"))))
    yield Fact("Released", moment(found.at))
    yield Fact("Signed off by", signed or "not said")
    if found.audit:
        yield Fact(
            "Record of who did what", f"{found.audit['number']}:{found.audit['hash']}", code=True,
            note="The last event before it was scheduled: peelian audit verify --expect checks that it still stands.",
        )  # fmt: skip


def corrected_by(site: Site, release: Release) -> list[Release]:
    """Releases that are out and correct one, oldest first."""
    later = [site.releases.open(name) for name in site.releases.ids()]
    return [item for item in later if item.manifest.get("corrects") == release.id]
