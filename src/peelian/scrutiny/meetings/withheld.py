"""What is exempt of items and papers, as everybody may know it: the text itself lies encrypted in core.exempt and nowhere here."""

from __future__ import annotations

from collections.abc import Iterable

from peelian.core.exempt.models import ExemptPart
from peelian.core.exempt.queries import released_text, stub_of
from peelian.core.exempt.records import Stub
from peelian.core.exempt.rules import DRAFT, OUT
from peelian.figures.errors import PeelianError
from peelian.scrutiny.meetings.models import ItemRecord, MeetingRecord, PaperRecord


def stubs_of(keys: Iterable[str]) -> dict[str, Stub]:
    """The stubs of sealed parts, by the key of the item or paper that they belong to; of several the first that is not released,
    for as long as one is withheld so are the words around it.
    """
    found = ExemptPart.objects.filter(subject__in=list(keys)).exclude(state=DRAFT).select_related("organisation")
    rows = sorted(found.order_by("-kept_at", "-id"), key=lambda part: part.state != OUT)
    return {part.subject: stub_of(part) for part in rows}


def released(key: str) -> str:
    """The text of a part that was released; empty of one that is still withheld."""
    part = ExemptPart.objects.filter(subject=key).exclude(state=DRAFT).order_by("kept_at", "id").first()
    return released_text(part) if part is not None and part.state == OUT else ""


def drafts_of(keys: Iterable[str]) -> list[str]:
    """Titles of exempt parts that are not sealed yet."""
    return [part.title for part in ExemptPart.objects.filter(subject__in=list(keys), state=DRAFT).order_by("kept_at")]


def is_exempt(key: str) -> bool:
    """Whether a record has an exempt part, sealed or not."""
    return ExemptPart.objects.filter(subject=key).exists()


def begun_of(keys: Iterable[str]) -> set[str]:
    """Of the keys those with a part that is not sealed yet: what is to be withheld there nobody has decided."""
    return set(ExemptPart.objects.filter(subject__in=list(keys), state=DRAFT).values_list("subject", flat=True))


def must_be_sealed(keys: Iterable[str]) -> None:
    """Raises PeelianError where an exempt part of a record is a draft still: its stub is public with what is around it."""
    waiting = drafts_of(keys)
    if waiting:
        raise PeelianError(
            "not-sealed",
            f"{', '.join(waiting)}: not sealed yet.",
            "Somebody who decides on what is exempt seals it first.",
        )


def must_not_be_exempt(key: str) -> None:
    """Raises PeelianError where a record has an exempt part: that stays on record."""
    if is_exempt(key):
        raise PeelianError(
            "has-exempt-part",
            "An exempt part belongs to this.",
            "Remove the part's draft first; one that is sealed stays.",
        )


def meeting_with(subject: str) -> MeetingRecord | None:
    """The meeting that an exempt part belongs to, by the key of its item or paper; None for a part of another room."""
    kind, _, pk = subject.partition(":")
    if kind == ItemRecord.KIND:
        return MeetingRecord.objects.filter(items__pk=pk).first()
    if kind == PaperRecord.KIND:
        return MeetingRecord.objects.filter(items__papers__pk=pk).first()
    return None
