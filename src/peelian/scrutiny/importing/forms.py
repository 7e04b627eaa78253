"""Proposals in the form of a report and of its answers (``ledger/form.py``), for a person to confirm, change or drop each.

Nothing here is known to be true: who is addressed stands as the document prints it until somebody maps it to a body, and what
only a person may say (how two texts differ, what a recommendation touches) is left out.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from peelian.scrutiny.importing.details import last_day
from peelian.scrutiny.importing.proposals import Proposal

_TITLE = 90
_PLACES = ("summary", "chapter")


def recommendations_form(proposals: Sequence[Proposal], bodies: Mapping[str, str]) -> list[dict[str, Any]]:
    """The recommendations of a report as its form has them, each with every text that was proposed, in the order of print.

    ``bodies``: by what the document calls a body, its id; one that is not known is left out of ``addressees``: a person names it.
    Proposals without a number are left out: a person numbers them first.
    """
    several: dict[str, list[Proposal]] = {}
    for one in proposals:
        if one.kind == "recommendation" and one.reference:
            several.setdefault(one.reference, []).append(one)
    return [_recommendation(number, texts, bodies) for number, texts in several.items()]


def _recommendation(number: str, texts: Sequence[Proposal], bodies: Mapping[str, str]) -> dict[str, Any]:
    ordered = sorted(texts, key=lambda one: _PLACES.index(one.fields.get("version", "chapter")))
    names = dict.fromkeys(
        name for one in ordered for name in one.fields.get("addressees", [one.fields.get("addressee", "")])
    )
    due = next((one.fields for one in ordered if "due_words" in one.fields), {})
    day = last_day(str(due.get("due", "")))
    form: dict[str, Any] = {
        "number": number,
        "title": title_of(ordered[0]),
        "addressees": list(dict.fromkeys(bodies[name] for name in names if name in bodies)),
        "texts": [_text(one) for one in ordered],
        "deliver_by": day.isoformat() if day else None,
        "deliver_words": due.get("due_words", ""),
    }
    return {key: value for key, value in form.items() if value not in (None, "")}


def _text(one: Proposal) -> dict[str, Any]:
    points = [
        {"letter": point["letter"], "text": point["text"], "line": point["line"]}
        for point in one.fields.get("points", ())
    ]
    form = {
        "place": one.fields.get("version", "chapter"), "text": one.text, "points": points,
        "page": one.fields.get("text_page", one.page), "line": one.fields.get("text_line", one.line),
    }  # fmt: skip
    return {key: value for key, value in form.items() if value not in (None, [])}


def title_of(one: Proposal) -> str:
    """A title to begin with: the first words of what is asked, cut between words. A person writes a better one."""
    words = one.text.split()
    title = ""
    for word in words:
        if len(title) + len(word) >= _TITLE:
            return f"{title.rstrip(' ,;:')} …"
        title = f"{title} {word}".strip()
    return title.rstrip(" .:;")


def answers_form(one: Proposal) -> list[dict[str, str]]:
    """What a response says to one recommendation, as an ``answered`` step holds it: to the whole, or to each sub-point."""
    by_point = one.fields.get("answers", ())
    if by_point:
        return [{"point": each["point"], "status": each["status"], "text": each["text"]} for each in by_point]
    points = one.fields.get("points", ()) or [""]
    return [{"point": point, "status": one.fields["status"], "text": one.text} for point in points]
