"""Templates of documents, and what they show of something exempt."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.template.loader import render_to_string

from peelian.core.exempt.records import Stub
from peelian.documents.pdf import pages_of
from peelian.documents.wording import law_of, sentence
from peelian.ui import format as words


def rendered(template: str, context: dict[str, Any]) -> str:
    """A template of documents as HTML."""
    return render_to_string(f"documents/{template}.html", context)


def withheld(stub: Stub | None) -> Stub | None:
    """The stub of what is not released; what is released is a text like any other."""
    return stub if stub and stub.released_at is None else None


def stub_of(stub: Stub | None) -> dict[str, Any] | None:
    """A stub as a frozen document holds it: what is public of it, its laws in words."""
    if stub is None:
        return None
    days = {
        name: value.isoformat() if (value := getattr(stub, name)) else None
        for name in ("decided_on", "review_on", "release_on")
    }
    return {
        "id": stub.id, "title": stub.title, "length": stub.length, "decided_by": stub.decided_by, "commitment": stub.commitment,
        "grounds": [{"law": law_of(ground), "reason": ground.reason} for ground in stub.grounds], **days,
    }  # fmt: skip


def stub_seen(stub: dict[str, Any] | None, places: Mapping[str, str] | None = None) -> dict[str, Any] | None:
    """A stub as a template shows it: its laws and days in words; ``exempt`` names the pages that hold its text, if any do."""
    if stub is None:
        return None
    place = (places or {}).get(stub["id"], "")
    days = {
        f"{name}_words": words.day(date.fromisoformat(stub[name])) if stub[name] else ""
        for name in ("decided_on", "review_on", "release_on")
    }
    grounds = [ground | {"reason": sentence(ground["reason"])} for ground in stub["grounds"]]
    return (
        stub
        | days
        | {
            "grounds": grounds,
            "length_words": words.counted(stub["length"], "character", "characters"),
            "exempt": pages_of(place) if place else "",
            "exempt_part": place,
        }
    )
