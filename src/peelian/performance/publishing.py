"""What is published beside a release's figures, put together from the records: no name of anybody, only posts."""

from __future__ import annotations

import datetime as dt
from typing import Any

from peelian.audit.models import Head
from peelian.core.models import Person
from peelian.figures.releases.publication import Publication
from peelian.figures.releases.release import Release
from peelian.performance.models import ReleaseRecord


def post_of(person: Person | None) -> dict[str, str]:
    """Job title and organisation of somebody: what is published of them."""
    if person is None:
        return {"title": "", "organisation": ""}
    held = person.held or list(person.posts.select_related("organisation"))
    role = held[0].get_role_display() if held else ""
    return {"title": person.title or role, "organisation": held[0].organisation.short if held else ""}


def said_by(person: Person | None) -> str:
    """``Performance analyst, MOPAC``."""
    return ", ".join(filter(None, post_of(person).values()))


def publication_of(record: ReleaseRecord, release: Release, at: dt.datetime) -> Publication:
    """The publication of a release as the records have it now."""
    head = Head.objects.filter(pk=1).first()
    return Publication(
        release=release.id,
        manifest=str(release.manifest["seal"]),
        at=at,
        title=record.title,
        corrects=record.corrects,
        why=record.why,
        commentary=tuple(
            {"measure": item.measure, "area": item.area, "text": item.text, "by": said_by(item.author)}
            for item in record.commentarys.select_related("author")
            if item.text.strip()
        ),
        actions=tuple(
            {"objective": item.objective, "measure": item.measure, "area": item.area, "what": item.what, "owner": item.does,
             "by_when": item.by_when.isoformat(), "demand": list(item.demand), "why": item.why}
            for item in record.correctiveactions.all()
        ),
        notes=tuple(
            {"measure": item.measure, "area": item.area, "period": item.period, "text": item.text}
            for item in record.figurenotes.all()
        ),
        pre_release=tuple(_pre_release(record, at)),
        longer_access=record.longer_access,
        signed_off_by=post_of(record.signer),
        audit={"number": head.number, "hash": head.hash} if head else {},
    )  # fmt: skip


def _pre_release(record: ReleaseRecord, at: dt.datetime) -> list[dict[str, Any]]:
    """Who saw it, or may: whoever lost their access before it began saw nothing and is not listed."""
    found = []
    for item in record.prereleases.all():
        opens, ended = item.opens(at), item.withdrawn_at
        if ended is None or ended > opens:
            until = ended.astimezone(dt.UTC).isoformat(timespec="seconds") if ended else None
            found.append(
                {
                    "title": item.title,
                    "organisation": item.body,
                    "from": opens.astimezone(dt.UTC).isoformat(),
                    "until": until,
                }
            )
    return found
