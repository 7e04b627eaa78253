"""The restricted version of a pack that went out: printed for one reader, from texts that they opened, kept nowhere."""

from __future__ import annotations

from peelian.core.acting import Actor
from peelian.core.exempt.actions import read
from peelian.core.exempt.models import ExemptPart
from peelian.core.exempt.subjects import must_see
from peelian.documents.dispatching import Sent
from peelian.documents.packs import document_of, stubs_in
from peelian.documents.pdf import Printed, printed
from peelian.figures.errors import PeelianError


def restricted(one: Sent, *, by: Actor) -> Printed:
    """A pack with the texts of its exempt parts. That each was read is on record.

    Raises NotAllowed for who may not read one of them, and PeelianError where the pack has none, or where it cannot be printed.
    """
    stubs = [stub["id"] for stub in stubs_in(one.pack)]
    if not stubs:
        raise PeelianError(
            "nothing-exempt", "Nothing in this pack is exempt.", "The pack that everybody reads is the whole of it.",
            {"meeting": one.pack["meeting"]["id"]},
        )  # fmt: skip
    texts = {part.pk: _text(part, by) for part in ExemptPart.objects.filter(pk__in=stubs).order_by("pk")}
    return printed(document_of(one.pack, texts))


def _text(part: ExemptPart, by: Actor) -> str:
    """A text that is opened for the reader; of a file, which no page of ours can hold, where it is."""
    if part.form == "text":
        return read(part, by=by)
    must_see(part.subject, part.owner, by)
    where = f"Whoever may read it takes a copy on the desk of exempt parts, under reference {part.pk}."
    return f"This part is a file of {part.length_words}. {where}"
