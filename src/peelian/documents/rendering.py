"""Templates of documents, and what they show of something exempt."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.template.loader import render_to_string

from peelian.core.exempt.records import Stub, length_words
from peelian.documents.pdf import pages_of
from peelian.documents.wording import law_of, sentence
from peelian.scrutiny.meetings.records import Item, Paper
from peelian.ui import format as words


def rendered(template: str, context: dict[str, Any]) -> str:
    """A template of documents as HTML."""
    return render_to_string(f"documents/{template}.html", context)


def withheld(one: Item | Paper) -> list[Stub]:
    """The stubs of what is not released of it; what is released is a text like any other."""
    return [stub for stub in one.stubs if stub.released_at is None]


def stubs_of(one: Item | Paper) -> dict[str, Any]:
    """The stubs of what is withheld of it, as a frozen document holds them: the first, and behind it more where there are more."""
    first, more = withheld(one)[:1], withheld(one)[1:]
    found: dict[str, Any] = {"stub": stub_of(first[0]) if first else None}
    return found | ({"more_stubs": [stub_of(stub) for stub in more]} if more else {})


def stub_of(stub: Stub) -> dict[str, Any]:
    """A stub as a frozen document holds it: what is public of it, its laws in words."""
    days = {
        name: value.isoformat() if (value := getattr(stub, name)) else None
        for name in ("decided_on", "review_on", "release_on")
    }
    return {
        "id": stub.id, "title": stub.title, "length": stub.length, "decided_by": stub.decided_by, "commitment": stub.commitment,
        "grounds": [{"law": law_of(ground), "reason": ground.reason} for ground in stub.grounds], **days,
        **({"form": stub.form, "pages": stub.pages} if stub.form == "file" else {}),
    }  # fmt: skip


def frozen_stubs(one: dict[str, Any]) -> list[dict[str, Any]]:
    """Every stub of a frozen item or paper."""
    return [one["stub"], *one.get("more_stubs", ())] if one["stub"] else []


def stubs_seen(one: dict[str, Any], places: Mapping[str, str] | None = None) -> list[dict[str, Any]]:
    """Every stub of a frozen item or paper, as a template shows it."""
    found = [stub_seen(stub, places) for stub in frozen_stubs(one)]
    return named(found)


def named(stubs: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Stubs with their titles, where there are several: one alone stands under the title of what it is of."""
    return [stub | {"name": stub["title"] if len(stubs) > 1 else ""} for stub in stubs]


def stub_seen(stub: dict[str, Any], places: Mapping[str, str] | None = None) -> dict[str, Any]:
    """A stub as a template shows it: its laws and days in words; ``exempt`` names the pages that hold its text, if any do."""
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
            "length_words": length_words(stub["length"], stub.get("form", "text"), stub.get("pages")),
            "exempt": pages_of(place) if place else "",
            "exempt_part": place,
        }
    )
