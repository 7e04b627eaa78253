"""Single fields of ModernGov's answers: flags, days, hours, what became of a meeting, who came, where a document lies."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from urllib.parse import urljoin, urlsplit
from xml.etree.ElementTree import Element

from peelian.scrutiny.importing.page_text import decoded
from peelian.scrutiny.importing.papering import OUTCOMES
from peelian.scrutiny.meetings.outcomes import outcome_of
from peelian.scrutiny.meetings.records import Attendance, ItemKind, MeetingState, Outcome, Presence

STATES: tuple[tuple[str, MeetingState], ...] = (
    ("cancel", "cancelled"), ("abandon", "cancelled"), ("postpone", "postponed"), ("reschedul", "postponed"),
    ("provisional", "planned"), ("proposed", "planned"), ("draft", "planned"), ("conclu", "held"), ("confirm", "called"),
)  # fmt: skip
PRESENCES: tuple[tuple[str, Presence], ...] = (
    ("substitute", "substitute"), ("apolog", "apologies"), ("absent", "absent"), ("attendance", "attending"),
    ("present", "present"),
)  # fmt: skip
KINDS: tuple[tuple[str, ItemKind], ...] = (
    (r"exclu\w+ of (?:the )?(?:press|public)", "exclusion"), (r"apolog", "apologies"), (r"announcement", "announcements"),
    (r"(?:declaration|disclosure)s? (?:of )?.*interest|^interests", "interests"), (r"summary list of actions|^actions", "actions"),
    (r"^minutes|minutes of (?:the )?(?:last|previous)|^approval of.*minutes", "minutes"), (r"petition", "petition"),
    (r"^urgent|urgent (?:business|items)|other business", "urgent"), (r"(?:date|time) of (?:the )?next", "next-meeting"),
    (r"question", "questions"), (r"motion", "motion"), (r"performance", "performance"), (r"presentation", "presentation"),
    (r"update", "update"),
)  # fmt: skip
LONGEST_LINK = 500
_DATE = re.compile(r"(\d{1,2})/(\d{1,2})/(\d{4})")
_HOUR = re.compile(r"(\d{1,2})(?:[.:](\d{2}))?\s*(am|pm|noon|midnight)?", re.IGNORECASE)


def said(node: Element, name: str) -> str:
    """The text of a child, cut of spaces; empty where there is none."""
    return (node.findtext(name) or "").strip()


def true(node: Element, name: str) -> bool:
    """Whether a child says so."""
    return said(node, name).casefold() == "true"


def day_of(text: str) -> dt.date | None:
    """A day as dd/MM/yyyy, with or without an hour behind it; None for any other text."""
    match = _DATE.match(text)
    try:
        return dt.date(int(match[3]), int(match[2]), int(match[1])) if match else None
    except ValueError:
        return None


def hour_of(text: str) -> dt.time | None:
    """An hour as ``10.00 am``, ``7pm``, ``12 noon`` or ``19:30``; None for any other text."""
    match = _HOUR.match(text.strip())
    if not match:
        return None
    hour, minute, half = int(match[1]), int(match[2] or 0), (match[3] or "").casefold()
    if half in ("noon", "midnight"):
        hour = 12 if half == "noon" else 0
    elif half and 1 <= hour <= 12:
        hour = hour % 12 + (12 if half == "pm" else 0)
    return dt.time(hour, minute) if hour < 24 and minute < 60 else None


def place_of(answer: Element) -> str:
    """Where it meets: the place, and the room where that is said apart."""
    named = (said(answer, "meetinglocation") or said(answer, "meetingvenue"), said(answer, "meetingroom"))
    return shortened(", ".join(dict.fromkeys(part for part in map(decoded, named) if part)))


def state_of(answer: Element) -> tuple[MeetingState, bool]:
    """What became of a meeting, and whether its status says it in words that are known."""
    status = said(answer, "meetingstatus").casefold()
    state = next((state for word, state in STATES if word in status), None)
    if state in (None, "called") and (true(answer, "minutepublished") or said(answer, "meetingactualfinishtime")
                                      or said(answer, "meetingactualstarttime")):  # fmt: skip
        return "held", True
    return state or "called", state is not None


def kind_of(title: str, papers: bool = False) -> ItemKind:
    """What kind of item a title names; a report where it has papers and no known name."""
    found = next((kind for pattern, kind in KINDS if re.search(pattern, title, re.IGNORECASE)), None)
    return found or ("report" if papers else "other")


def attendance_of(answer: Element) -> Iterator[Attendance]:
    """Who came, as far as it is said; who was only expected is left out."""
    seen: set[str] = set()
    for one in answer.iter("attendee"):
        name, how = decoded(one.get("name", "")), one.get("attendance", "").casefold()
        presence = next((presence for word, presence in PRESENCES if word in how), None)
        if not name or presence is None or name in seen:
            continue
        seen.add(name)
        whom = decoded(one.get("representing", ""))
        if presence == "substitute" and not whom:
            presence = "present"
        yield (
            Attendance(name, presence, for_=whom) if presence == "substitute" else Attendance(name, presence, body=whom)
        )


def link_of(address: str, base: str = "") -> str:
    """A document's address, with the host where it leaves it out; empty for what is no address of the web."""
    whole = urljoin(base, address) if base else address
    try:
        parts = urlsplit(whole)
    except ValueError:
        return ""
    if len(whole) > LONGEST_LINK:
        return ""
    return whole if parts.scheme in ("http", "https") and parts.netloc and not re.search(r"[\s<>\"]", whole) else ""


def shortened(text: str, most: int = 300) -> str:
    """A title as long as a record can hold."""
    return text if len(text) <= most else f"{text[: most - 1]}…"


def slug_of(title: str) -> str:
    """A title as an id: ``Crime & Disorder Sub-Committee`` is ``crime-disorder-sub-committee``."""
    return re.sub(r"[^a-z0-9]+", "-", title.casefold().replace("'", "").replace("’", "")).strip("-")


def decided_in(text: str) -> Outcome | None:
    """What the committee did by what was published of its decision: as we write it, else by the words in which councils do. None
    where neither says it.
    """
    if found := outcome_of(text):
        return found
    kind = next((kind for kind, pattern in OUTCOMES if pattern.search(text)), None)
    return Outcome(kind, text) if kind else None
