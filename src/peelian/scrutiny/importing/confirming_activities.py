"""Activities that a person has confirmed from a diary in papers, recorded each once for the body or the committee that did them."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence

from django.db import transaction

from peelian.core.acting import COMMAND, Actor
from peelian.core.models import Organisation
from peelian.figures.errors import PeelianError
from peelian.figures.house import House
from peelian.reading import Document
from peelian.reading.wordings import same_words
from peelian.scrutiny.importing.papers_read import activities_of, line_of, place_of
from peelian.scrutiny.importing.proposals import Imported, Proposal, Remark
from peelian.scrutiny.ledger.actions import record_activity
from peelian.scrutiny.ledger.alike import ALIKE, likeness
from peelian.scrutiny.ledger.models import ActivityRecord
from peelian.scrutiny.meetings.models import CommitteeRecord

LONGEST, LONGEST_SOURCE = 300, 80
"""Letters that an activity's title and its source can have."""


def confirm_activities(
    house: House,
    document: Document,
    found: Imported,
    into: str,
    lines: Sequence[str],
    *,
    redacted: bool = False,
    by: Actor = COMMAND,
) -> list[str]:
    """Record what was done on these lines of a document; returns what was done with each, and what to know, in words.

    They are public at once. One that is recorded already, on the same day in the same words, stays. Raises PeelianError before
    anything is recorded: for a body or a line that is not there, a day that no calendar has, and for what may tell of one person.
    """
    owner, committee = whose(into)
    chosen = [one for line in dict.fromkeys(lines) for one in _at(found, line)]
    for one in chosen:
        _check(found, one, redacted=redacted)
    said: list[str] = []
    with transaction.atomic():
        for one in sorted(chosen, key=lambda one: str(one.fields["date"])):
            said += _record(house, document, one, owner, committee, by)
    return [*said, *_odd(found, chosen)]


def whose(name: str) -> tuple[Organisation, str]:
    """The organisation of that name, and the committee: its own, or the one of that name. Raises PeelianError."""
    committee = CommitteeRecord.objects.select_related("organisation").filter(pk=name).first()
    if committee is not None:
        return committee.organisation, committee.pk
    owner = Organisation.objects.filter(slug=name).first()
    if owner is None:
        known = ", ".join(Organisation.objects.values_list("slug", flat=True)) or "none yet"
        raise PeelianError(
            "unknown-body", f"The records have no organisation and no committee {name}.", f"Known: {known}.", {"body": name}
        )  # fmt: skip
    return owner, owner.slug


def _at(found: Imported, line: str) -> list[Proposal]:
    """The activities of a line: one sentence may tell of several days."""
    every = activities_of(found)
    there = [one for one in every if place_of(one) == line]
    if not there:
        known = ", ".join(
            dict.fromkeys(place_of(one) for one in sorted(every, key=lambda one: (one.page or 0, one.line or 0)))
        )
        raise PeelianError(
            "unknown-activity", f"No activity was read at line {line}.", f"Activities stand at: {known or 'none'}.", {"line": line}
        )  # fmt: skip
    return there


def _check(found: Imported, one: Proposal, *, redacted: bool) -> None:
    if "date" not in one.fields:
        raise PeelianError(
            "no-day", f"Line {place_of(one)} says {one.fields.get('date_words', 'no day')}, which is no day of a year.",
            "Record this one on the desk, with its day.", {"line": place_of(one)},
        )  # fmt: skip
    personal = [held for held in _remarks(found, one) if held.fields.get("kind") == "redaction"]
    if personal and not redacted:
        raise PeelianError(
            "look-first", f"Line {place_of(one)} is held back: {personal[0].what}.",
            "It would be public at once. Take it out of the file, or look at it and say --redacted.", {"line": place_of(one)},
        )  # fmt: skip


def _remarks(found: Imported, one: Proposal) -> list[Remark]:
    return [held for held in found.remarks if (held.page, held.line) == (one.page, one.line)]


def _record(
    house: House, document: Document, one: Proposal, owner: Organisation, committee: str, by: Actor
) -> list[str]:
    on, title = dt.date.fromisoformat(one.fields["date"]), title_of(one.text)
    before = list(ActivityRecord.objects.filter(organisation=owner, committee=committee, on=on))
    if any(same_words(held.title, title) for held in before):
        return [f"Line {place_of(one)}, {on}: recorded already."]
    record_activity(
        owner, house, committee=committee, kind=one.fields["activity"], title=title, on=on, source=_source(document.name, one),
        line=line_of(one), by=by, reason=f"confirmed from {document.name}:{place_of(one)}",
    )  # fmt: skip
    like = [held.title for held in before if likeness(_words(held.title), _words(title)) >= ALIKE]
    return [f"Recorded: {on}, {title}", *(f"Look: this may be the same occasion: {held}" for held in like)]


def _words(text: str) -> list[str]:
    return re.findall(r"[a-z0-9]+", text.lower())


def _source(name: str, one: Proposal) -> str:
    """The document, and of a PDF file the page."""
    page = "" if one.page is None else f", page {one.page}"
    return f"{name[: LONGEST_SOURCE - len(page)]}{page}"


def title_of(text: str) -> str:
    """The sentence, of a long one its beginning: its line says where the rest stands."""
    return text if len(text) <= LONGEST else f"{text[: LONGEST - 1].rsplit(' ', 1)[0].rstrip(' ,;')}…"


def _odd(found: Imported, chosen: Sequence[Proposal]) -> list[str]:
    """What the document makes odd about those that were recorded, such as a day outside the period that it says it covers."""
    told = [f"Look at line {place_of(one)}: {held.what}." for one in chosen for held in _remarks(found, one)
            if held.fields.get("date") == one.fields["date"]]  # fmt: skip
    return list(dict.fromkeys(told))
