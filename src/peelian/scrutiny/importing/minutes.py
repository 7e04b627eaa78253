"""What minutes say: who was there, what the committee did with each item."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from peelian.reading import Block, sentences_of
from peelian.scrutiny.importing.papering import APOLOGIES, INSTEAD, OFFICE, OUTCOMES, TITLES
from peelian.scrutiny.meetings.records import OutcomeKind

_PRESENT = re.compile(
    r"^\W*(?:(?:members?|councillors?|also)\s+)?(?:present|in attendance|attending)\W*", re.IGNORECASE
)
_NAMED = re.compile(r"^[A-Z][\w.'’-]*(?:\s+(?:[A-Z][\w.'’-]*|de|van|den|der|von|la|le|of)){1,4}$")


def attendance_in(head: Sequence[Block]) -> list[dict[str, Any]]:
    """Who was there, who stood in for whom, and who sent apologies; only names that the head prints."""
    found: list[dict[str, Any]] = []
    present = False
    for block in head:
        label = _PRESENT.match(block.text)
        rest = block.text[label.end() :] if label else block.text
        apologies = APOLOGIES.search(block.text)
        if apologies:
            found += [{"name": name, "presence": "apologies"} for name in _names(apologies["names"])]
            present = False
        elif (label or present) and rest.strip():
            found += _present(rest)
            present = False
        elif label:
            present = True
    return found


def _present(text: str) -> list[dict[str, Any]]:
    found = []
    for part in _split(text.rstrip(". ")):
        instead, office = INSTEAD.search(part), OFFICE.search(part)
        name = _bare(re.sub(r"\([^()]*\)", "", part))
        if not _NAMED.match(name):
            continue
        one: dict[str, Any] = {"name": name, "presence": "substitute" if instead else "present"}
        if instead:
            one["for"] = _bare(instead["name"])
        elif office:
            one["office"] = office["office"].strip()
        found.append(one)
    return found


def _names(text: str) -> list[str]:
    return [name for part in _split(text) if _NAMED.match(name := _bare(part))]


def _split(text: str) -> list[str]:
    return re.split(r"\s*(?:,|;|\n|\band\b(?![^()]*\)))\s*(?![^()]*\))", text)


def _bare(name: str) -> str:
    return " ".join(TITLES.sub("", name.strip().lstrip("+*")).split()).strip(" .+*")


def outcome_in(blocks: Sequence[Block]) -> tuple[OutcomeKind, str, int, int | None] | None:
    """What the committee did with an item by the last sentence that says so: kind, words, line and page; None where none does."""
    sentences = [one for block in blocks if block.look in ("text", "bullet", "heading") for one in sentences_of(block)]
    for sentence in reversed(sentences):
        for kind, pattern in OUTCOMES:
            if pattern.search(sentence.text):
                return kind, sentence.text, sentence.line, sentence.page
    return None
