"""Part 2 of a decision: the one door to what core.exempt keeps of it. Nothing here reads a text that is withheld."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from pathlib import Path

from django.conf import settings

from peelian.core.exempt.actions import RELEASED, REVIEWED, WITHHELD
from peelian.core.exempt.models import ExemptPart
from peelian.core.exempt.queries import parts_of, released_text, stub_of
from peelian.core.exempt.records import Stub
from peelian.core.exempt.subjects import ROOMS, Room, Subject
from peelian.core.permissions import Permission as P
from peelian.decisions.lacking import Withheld
from peelian.decisions.models import DecisionRecord, DecisionVersion
from peelian.decisions.rules import DECISION, PART_2_OPEN


def parts(record: DecisionRecord) -> list[ExemptPart]:
    """The exempt parts of a decision, drafts too, in the order in which they were made."""
    return list(parts_of(record.key))


def is_sealed(part: ExemptPart) -> bool:
    """Whether a part was decided on: only then anything of it is public."""
    return part.decided_on is not None


def stubs(record: DecisionRecord) -> list[Stub]:
    """What is public of its exempt parts; of a draft nothing is."""
    return [stub_of(part) for part in parts(record) if is_sealed(part)]


def texts(record: DecisionRecord) -> dict[str, str]:
    """The texts that were released, by the id of their part; of a file there is none."""
    found = [part for part in parts(record) if part.released_at is not None and part.form == "text"]
    return {part.pk: released_text(part) for part in found}


def closed_parts(records: Iterable[DecisionRecord]) -> list[str]:
    """Keys of the parts of decisions of which no version is out: released or not, they are public with their decision alone."""
    subjects = [one.key for one in records]
    return [part.key for part in ExemptPart.objects.filter(subject__in=subjects).only("pk")]


def facts(record: DecisionRecord) -> tuple[Withheld, ...]:
    """Its exempt parts as a check sees them."""
    return tuple(
        Withheld(part.title, is_sealed(part), part.reasons, part.review_on, part.length) for part in parts(record)
    )


def fingerprint(record: DecisionRecord) -> str:
    """The fingerprint of everything that stands in Part 2: its parts and the proofs of their texts."""
    held = sorted(f"{part.pk} {part.commitment}" for part in parts(record))
    return f"sha256:{hashlib.sha256(chr(10).join(held).encode()).hexdigest()}"


def ciphers(record: DecisionRecord) -> list[str]:
    """What tells that the text of a part is another: sealing one leaves it, writing one anew does not. It tells no text."""
    return sorted(f"{part.pk} {hashlib.sha256(part.cipher.encode()).hexdigest()}" for part in parts(record))


def decision_of(part: ExemptPart) -> DecisionRecord | None:
    """The decision that a part belongs to; None where it belongs to something else."""
    kind, _, reference = part.subject.partition(":")
    if kind != DecisionRecord.KIND:
        return None
    return DecisionRecord.objects.filter(pk=reference).first()


def subject(reference: str) -> Subject | None:
    """A decision as a record that exempt parts belong to: Part 2 is open until the director countersigned what stands in it."""
    record = DecisionRecord.objects.select_related("organisation").filter(pk=reference).first()
    if record is None:
        return None
    states = list(DecisionVersion.objects.select_for_update().filter(decision=record).values_list("state", flat=True))
    if any(state in PART_2_OPEN for state in states):
        return Subject(record.owner)
    alive = next((state for state in states if state != "withdrawn"), "withdrawn")  # newest first
    return Subject(
        record.owner, f"{record} is {DECISION.state(alive).title.lower()}: Part 2 is as it was countersigned."
    )


def listen() -> None:
    """Say which decisions take exempt parts; write the files of one again when a part of it was sealed, reviewed or released."""
    ROOMS[DecisionRecord.KIND] = Room(subject, P.SEE_DECISIONS)
    for hook in (WITHHELD, RELEASED, REVIEWED):
        if _follow not in hook:
            hook.append(_follow)


def _follow(part: ExemptPart) -> None:
    from peelian.decisions.following import follow  # it asks this module what is withheld

    if record := decision_of(part):
        follow(Path(settings.PEELIAN_DATA), record)
