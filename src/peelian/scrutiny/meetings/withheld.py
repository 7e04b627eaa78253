"""What is exempt of items and papers, as everybody may know it: the text itself lies encrypted in core.exempt and nowhere here."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

from peelian.core.exempt.models import ExemptPart
from peelian.core.exempt.queries import released_text, sealed_at, stub_of
from peelian.core.exempt.records import Stub
from peelian.core.exempt.rules import DRAFT, OUT
from peelian.core.exempt.subjects import ROOMS, Room, Subject
from peelian.core.models import Organisation, Post
from peelian.core.permissions import Permission as P
from peelian.core.roles import ROLES
from peelian.figures.errors import PeelianError
from peelian.figures.house import today
from peelian.scrutiny.meetings.models import ItemRecord, MeetingRecord, PaperRecord


@dataclass(frozen=True)
class Withheld:
    """What is public of the sealed parts of one item or paper: a stub of each, those still withheld first, and the texts of those
    that were released, by the id of their stub.
    """

    stubs: tuple[Stub, ...] = ()
    texts: tuple[tuple[str, str], ...] = ()
    sealed: Mapping[str, dt.datetime] = field(default_factory=dict)
    """When each was sealed, by the id of its stub."""

    def since(self, out: dt.datetime | None) -> tuple[Stub, ...]:
        """The stubs with the moment at which each became public, of an agenda that went out then; of one sealed later, that."""
        return tuple(
            replace(one, public_at=max(out, self.sealed[one.id])) if out and one.id in self.sealed else one
            for one in self.stubs
        )

    @property
    def closed(self) -> bool:
        """Whether any of it is withheld still."""
        return any(one.released_at is None for one in self.stubs)

    @property
    def text(self) -> str:
        """All of it, one part after another, once nothing is withheld any more; empty before."""
        return "" if self.closed else "\n\n".join(text for _, text in self.texts)


def withheld_of(keys: Iterable[str]) -> dict[str, Withheld]:
    """What is public of sealed parts, by the key of the item or paper that they belong to; of a draft nothing is."""
    rows = ExemptPart.objects.filter(subject__in=list(keys)).exclude(state=DRAFT)
    rows = rows.select_related("organisation").prefetch_related("reviews")
    found: dict[str, list[ExemptPart]] = {}
    for part in rows.order_by("kept_at", "id"):
        found.setdefault(part.subject, []).append(part)
    sealed = sealed_at(part for parts in found.values() for part in parts) if found else {}
    return {
        key: Withheld(
            tuple(stub_of(part) for part in sorted(parts, key=lambda part: part.state == OUT)),
            tuple((part.pk, released_text(part)) for part in parts if part.state == OUT and part.form == "text"),
            {part.pk: sealed[part.pk] for part in parts if part.pk in sealed},
        )
        for key, parts in found.items()
    }


@dataclass(frozen=True)
class Unsealed:
    """An exempt part that is not sealed yet, as the desk lists it and an action refuses it: in the same words."""

    part: ExemptPart

    @property
    def words(self) -> str:
        """``“The lease” is not sealed yet.``"""
        return f"“{self.part.title}” is not sealed yet."


def unsealed_of(keys: Iterable[str]) -> list[Unsealed]:
    """The exempt parts that are not sealed yet, the first kept first."""
    rows = ExemptPart.objects.filter(subject__in=list(keys), state=DRAFT).select_related("organisation")
    return [Unsealed(part) for part in rows.order_by("kept_at", "id")]


def is_exempt(key: str) -> bool:
    """Whether a record has an exempt part, sealed or not."""
    return ExemptPart.objects.filter(subject=key).exists()


def begun_of(keys: Iterable[str]) -> set[str]:
    """Of the keys those with a part that is not sealed yet: what is to be withheld there nobody has decided."""
    return set(ExemptPart.objects.filter(subject__in=list(keys), state=DRAFT).values_list("subject", flat=True))


def must_be_sealed(keys: Iterable[str]) -> None:
    """Raises PeelianError where an exempt part of a record is a draft still: its stub is public with what is around it."""
    if waiting := unsealed_of(keys):
        raise PeelianError(
            "not-sealed", " ".join(one.words for one in waiting), who_seals(waiting[0].part.organisation)
        )


def who_seals(body: Organisation) -> str:
    """Who can seal what an organisation withholds: by name, else the roles that can be given."""
    roles = {
        key: role.title for key, role in ROLES.items()
        if P.SEAL_EXEMPT in role.permissions and (not role.kinds or body.kind in role.kinds)
    }  # fmt: skip
    posts = Post.objects.filter(organisation=body, role__in=roles, person__is_active=True).select_related("person")
    holders = sorted({post.person.name for post in posts if post.holds(today())})
    if holders:
        return f"It is sealed first, by {' or '.join(holders)}, who decides on what is exempt at {body.short}."
    titles = " or ".join(f"“{title}”" for title in roles.values())
    return (
        f"It is sealed first, and nobody at {body.short} can: an administrator gives somebody there the role {titles}."
        if titles
        else f"It is sealed first, and no role at {body.short} can."
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
    if not pk.isdecimal():
        return None
    if kind == ItemRecord.KIND:
        return MeetingRecord.objects.filter(items__pk=pk).first()
    if kind == PaperRecord.KIND:
        return MeetingRecord.objects.filter(items__papers__pk=pk).first()
    return None


def closed_parts(meetings: Iterable[MeetingRecord]) -> list[str]:
    """Keys of the parts of meetings' items and papers: released or not, they are public with the agenda alone."""
    items = ItemRecord.objects.filter(meeting__in=meetings)
    subjects = [one.key for rows in (items, PaperRecord.objects.filter(item__in=items)) for one in rows.only("pk")]
    return [part.key for part in ExemptPart.objects.filter(subject__in=subjects).only("pk")]


def item_subject(pk: str) -> Subject | None:
    """An item as a record that exempt parts belong to: its discussion may be exempt, until everybody reads what was said."""
    meeting = _held(meeting_with(f"{ItemRecord.KIND}:{pk}"))
    if meeting is None:
        return None
    return Subject(meeting.owner, why_not(ItemRecord(meeting=meeting)))


def why_not(record: ItemRecord | PaperRecord) -> str:
    """Why nothing of an item or a paper can be withheld now, for who would; empty where something can."""
    if isinstance(record, PaperRecord):
        meeting = record.item.meeting
        return _over(meeting) or _shown(record, meeting)
    said = "Its minutes are out: what was said of this item is public." if record.meeting.minutes_are_out else ""
    return _over(record.meeting) or said


def paper_subject(pk: str) -> Subject | None:
    """A paper as a record that exempt parts belong to: one of the agenda until that goes out; one that comes later until the
    minutes are agreed, where it says nothing in public.
    """
    meeting = _held(meeting_with(f"{PaperRecord.KIND}:{pk}"))
    if meeting is None:
        return None
    return Subject(meeting.owner, _over(meeting) or _shown(PaperRecord.objects.get(pk=pk), meeting))


def _held(meeting: MeetingRecord | None) -> MeetingRecord | None:
    """The meeting, held: its agenda does not go out while a part is kept, nor are its minutes agreed."""
    if meeting is None:
        return None
    rows = MeetingRecord.objects.select_for_update(of=("self",)).select_related("committee__organisation")
    return rows.get(pk=meeting.pk)


def _over(meeting: MeetingRecord) -> str:
    """Why nothing of a meeting is withheld any more; empty where something may be."""
    if meeting.deleted or meeting.state in ("cancelled", "postponed"):
        return "This meeting does not take place."
    if meeting.minutes in ("agreed", "signed"):
        return "The minutes are agreed: this meeting is over."
    return ""


def _shown(paper: PaperRecord, meeting: MeetingRecord) -> str:
    """Why nothing of a paper can be withheld now; empty where something can."""
    if meeting.agenda == "draft":
        return ""
    if paper.withdrawn:
        return "This paper was withdrawn: nobody reads a word of it any more."
    if paper.kind == "main":
        return "The agenda is out, and this paper with it: what it says is public. It can be withdrawn with a reason."
    if paper.text or paper.link or paper.quarter:
        return "This paper came with its text: what it says is public. It can be withdrawn with a reason."
    return ""


ROOMS[ItemRecord.KIND] = Room(item_subject, P.SEE_PAPERS)
ROOMS[PaperRecord.KIND] = Room(paper_subject, P.SEE_PAPERS)
