"""Exempt parts as others read them: the public stub, what is due, who may see which."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.db.models import Q, QuerySet

from peelian.audit.models import Event
from peelian.core.exempt.keys import Key, held_keys
from peelian.core.exempt.models import ExemptPart
from peelian.core.exempt.records import Reviewed, Stub
from peelian.core.exempt.rules import DRAFT, OUT, SEALED
from peelian.core.exempt.sealing import Sealed
from peelian.core.exempt.subjects import ROOMS
from peelian.core.models import Organisation, Person
from peelian.core.permissions import Permission as P
from peelian.core.queries import who_did
from peelian.figures.errors import PeelianError
from peelian.figures.house import LONDON

WRITING = ("exempt.keep", "exempt.rewrite")
"""Whoever does one of these writes a part; it is sealed by somebody else."""
AHEAD = dt.timedelta(days=28)
"""So long before its day a review stands in the queue."""


@dataclass(frozen=True)
class Due:
    """Something of the queue: a part, the day or moment that it is due, whether that has passed."""

    part: ExemptPart
    at: dt.date | dt.datetime
    overdue: bool


@dataclass(frozen=True)
class Queue:
    """What is due: reviews by day, releases by moment. A release that is overdue has failed: somebody must look."""

    reviews: tuple[Due, ...]
    releases: tuple[Due, ...]


def due(now: dt.datetime, among: QuerySet[ExemptPart] | None = None) -> Queue:
    """The queue at a moment, of some parts or of all: reviews of the next four weeks, and every release to come."""
    found = (ExemptPart.objects.all() if among is None else among).filter(state=SEALED).select_related("organisation")
    day = now.astimezone(LONDON).date()
    reviews = found.filter(review_on__lte=day + AHEAD).order_by("review_on", "id")
    releases = found.filter(release_at__isnull=False).order_by("release_at", "id")
    return Queue(
        tuple(Due(part, part.review_on, part.review_on < day) for part in reviews),
        tuple(Due(part, part.release_at, part.release_at <= now) for part in releases if part.release_at),
    )


def stub_of(part: ExemptPart) -> Stub:
    """What everybody may know of a part. Raises PeelianError for a draft: nothing of one is public."""
    if part.state == DRAFT or part.decided_on is None:
        raise PeelianError(
            "not-sealed", "This exempt part is a draft: nothing of it is public.", "Seal it first.", {"part": part.pk}
        )
    return Stub(
        id=part.pk, title=part.title, length=part.length, grounds=part.reasons, decided_by=part.decided_by,
        decided_on=part.decided_on, review_on=part.review_on, commitment=part.commitment,
        release_on=part.release_on, released_at=part.released_at,
        salt=part.salt, form=part.form, pages=part.pages, **_file(part),
        reviews=tuple(Reviewed(one.on, one.decision, one.post, one.reason, one.until) for one in part.reviews.all()),
    )  # fmt: skip


def _file(part: ExemptPart) -> dict[str, Any]:
    """What everybody reads of the kind of a file that was released."""
    if part.form != "file" or part.state != OUT:
        return {}
    told = json.loads(part.text)
    return {"media": str(told["media"]), "sha256": str(told["sha256"])}


def sealed_at(parts: Iterable[ExemptPart]) -> dict[str, dt.datetime]:
    """By its id: when each part was sealed, as is on record."""
    subjects = {part.key: part.pk for part in parts}
    events = Event.objects.filter(action="exempt.seal", subject__in=list(subjects)).order_by("number")
    return {subjects[subject]: at for subject, at in events.values_list("subject", "at")}


def released_text(part: ExemptPart) -> str:
    """The text of a part that was released; empty of a file. Raises PeelianError for any other."""
    if part.state != OUT:
        raise PeelianError("withheld", "This text is withheld.", "It is public once it is released.", {"part": part.pk})
    return str(part.text) if part.form == "text" else ""


def parts_of(subject: str) -> QuerySet[ExemptPart]:
    """The parts of a record, by its key, in the order in which they were made."""
    found: QuerySet[ExemptPart] = ExemptPart.objects.filter(subject=subject)
    return found.select_related("organisation").prefetch_related("reviews")


def writer_among(part: ExemptPart, key: str) -> str | None:
    """Somebody's key, where they wrote any of a part that is a draft, whoever wrote in it besides; else None."""
    return key if key in who_did(WRITING, [part.key]).get(part.key, ()) else None


def seen_by(person: Person) -> QuerySet[ExemptPart]:
    """The parts whose text somebody may read: of bodies for which they hold a role that allows it, and of records that they may
    see there before they are out.
    """
    mine = set(person.where(P.SEE_EXEMPT))
    wanted = Q(pk__in=[])
    for kind, room in ROOMS.items():
        wanted |= Q(subject__startswith=f"{kind}:", organisation__in=mine.intersection(person.where(room.sees)))
    found: QuerySet[ExemptPart] = ExemptPart.objects.filter(wanted)
    return found.select_related("organisation")


def closed_to(person: Person) -> list[str]:
    """Keys of parts that are not released, and of drafts that were taken away, which somebody may not read: their events tell
    titles and grounds, which are public only with what a part belongs to. Of what a draft that was taken away had been a part is
    not known any more: its events are for who may read every part of the body.
    """
    everywhere = set(person.where(P.SEE_EXEMPT)).intersection(*(person.where(room.sees) for room in ROOMS.values()))
    ours = [f"{Organisation.KIND}:{slug}" for slug in everywhere]
    open_ = {
        *ExemptPart.objects.filter(state=OUT).values_list("pk", flat=True),
        *seen_by(person).values_list("pk", flat=True),
    }
    told = Event.objects.filter(subject__startswith=f"{ExemptPart.KIND}:").exclude(organisation__in=ours)
    told = told.exclude(subject__in=[f"{ExemptPart.KIND}:{pk}" for pk in open_])
    return list(told.order_by().values_list("subject", flat=True).distinct())


def keys() -> list[Key]:
    """Every key that this process has, the one in use first. Raises PeelianError where one is none."""
    return held_keys(settings.PEELIAN_DATA, settings.PEELIAN_EXEMPT_KEY)


def sealed_of(part: ExemptPart) -> Sealed:
    """What is stored of a text."""
    return Sealed(part.cipher, part.wrapped, part.wrapped_by)


def bound_to(part: ExemptPart) -> tuple[str, str]:
    """What its encryption is bound to: itself, and the record that it is of."""
    return part.key, part.subject


def unreadable(found: QuerySet[ExemptPart]) -> int:
    """How many parts are sealed under a key that is not here; all of them where what is here is no key."""
    try:
        here = [key.id for key in keys()]
    except PeelianError:
        here = []
    return found.exclude(wrapped_by__in=here).exclude(state=OUT).count()
