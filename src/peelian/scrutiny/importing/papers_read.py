"""Meetings as papers tell of them: an agenda and the minutes of one day become one meeting in our form. Nothing here decides."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, time
from typing import Any

from peelian.reading import Document
from peelian.reading.wordings import same_words
from peelian.scrutiny.importing.details import last_day
from peelian.scrutiny.importing.proposals import Imported, Proposal, Remark
from peelian.scrutiny.meetings.records import (
    CLOSED_THERE,
    ActionPoint,
    Attendance,
    Item,
    Meeting,
    MeetingState,
    Minutes,
    Outcome,
    Paper,
)

LONGEST_TEXT, LONGEST_SOURCE = 8000, 120
"""Letters that an item's text and a source can have."""
_NEXT = re.compile(r"^(?:the |its |their )?(?:next|following) meeting$", re.IGNORECASE)


@dataclass(frozen=True)
class Part:
    """An agenda or minutes of a document, with what was read below it."""

    document: str
    meeting: Proposal
    items: tuple[Proposal, ...] = ()
    actions: tuple[Proposal, ...] = ()
    remarks: tuple[Remark, ...] = ()

    @property
    def kind(self) -> str:
        """``agenda`` or ``minutes``."""
        return str(self.meeting.fields["part"])

    @property
    def at(self) -> str:
        """Document and line that it begins at."""
        return f"{self.document}:{place_of(self.meeting)}"


@dataclass
class Day:
    """What papers say of the meeting of one day."""

    on: date
    agenda: Part | None = None
    minutes: Part | None = None
    told: list[str] = field(default_factory=list)
    """What a person should know of how it was read."""

    @property
    def parts(self) -> list[Part]:
        """The agenda and the minutes, as far as they were read."""
        return [one for one in (self.agenda, self.minutes) if one]

    @property
    def personal(self) -> list[tuple[Part, Remark]]:
        """What may tell of one person, in the agenda or in the minutes."""
        return [(part, one) for part in self.parts for one in part.remarks if one.fields.get("kind") == "redaction"]

    @property
    def actions(self) -> tuple[Proposal, ...]:
        """What its minutes say is to be done."""
        return self.minutes.actions if self.minutes else ()


def place_of(one: Proposal | Remark) -> str:
    """Where it stands, as ``144``; in a PDF file page and line, as ``3:12``."""
    return f"{one.line}" if one.page is None else f"{one.page}:{one.line}"


def line_of(one: Proposal) -> int | None:
    """Its line, for a record that names no page: None in a PDF file, whose lines are counted on each page."""
    return one.line if one.page is None else None


def activities_of(found: Imported) -> list[Proposal]:
    """The activities of a document by their days; those without one come last."""
    held = [one for one in found.of("meeting") if one.fields.get("form") == "activity"]
    return sorted(held, key=lambda one: str(one.fields.get("date", "9999")))


def days_of(read: Sequence[tuple[Document, Imported]]) -> dict[str, Day]:
    """The meetings that papers tell of, by day: of each its first agenda and its first minutes. A second one is told of."""
    found: dict[str, Day] = {}
    for document, imported in read:
        for part in parts_in(document.name, imported):
            on = part.meeting.fields.get("date")
            if not on:
                continue
            day = found.setdefault(on, Day(date.fromisoformat(on)))
            if getattr(day, part.kind) is None:
                setattr(day, part.kind, part)
            else:
                day.told.append(f"A second {part.kind} of that day, {part.at}, is left aside.")
    return found


def parts_in(name: str, found: Imported) -> Iterator[Part]:
    """The agendas and minutes of a document, each with the items, actions and remarks from its first line to its last."""
    heads = [one for one in found.of("meeting") if "part" in one.fields]
    for at, head in enumerate(heads):
        after = _key(heads[at + 1]) if at + 1 < len(heads) else (10**9, 0)
        items = tuple(one for one in found.of("agenda-item") if _key(head) <= _key(one) < after)
        actions = tuple(one for one in found.of("action") if _key(head) <= _key(one) < after)
        last = max([_last(one) for one in items], default=_key(head))
        remarks = tuple(one for one in found.remarks if _key(head) <= _key(one) <= last)
        yield Part(name, head, items, actions, remarks)


def _key(one: Proposal | Remark) -> tuple[int, int]:
    return one.page or 0, one.line or 0


def _last(item: Proposal) -> tuple[int, int]:
    page, line = item.fields.get("last", (item.page, item.line))
    return page or 0, line or 0


def meeting_in(day: Day, committee: str, title: str, today: date, nth: str = "") -> Meeting:
    """The meeting of a day under a committee of ours, in its form; what a person should know of it is added to ``day.told``.

    With minutes it was held, and they are a draft; an agenda alone is of one that was called, or that is planned where its day is
    still to come. Behind an exclusion of the public of an item there is its title alone.
    """
    said = {key: value for part in day.parts for key, value in part.meeting.fields.items()}
    state: MeetingState = "held" if day.minutes else "called" if day.on < today else "planned"
    return Meeting(
        id=f"{committee}/{day.on}{nth}", committee=committee, title=title, on=day.on, begins=_time(said.get("begins")),
        ends=_time(said.get("ends")), place=str(said.get("place", "")), state=state, items=items_in(day),
        attendance=there_in(day), minutes=Minutes("draft") if day.minutes else None,
        source=", ".join(one.at for one in day.parts)[-LONGEST_SOURCE:],
    )  # fmt: skip


def _time(said: Any) -> time | None:
    return time.fromisoformat(said) if said else None


def items_in(day: Day, kept: Sequence[Item] = ()) -> tuple[Item, ...]:
    """The items in order: those that are ``kept``, or else those of the agenda, each with the minute that has its title or its
    number and kind; then what was minuted beside them, under the next free number. A minute's own number stays as it is printed.
    """
    found = list(kept) or [_of_agenda(day, one) for one in (day.agenda.items if day.agenda else ())]
    agenda = bool(found)
    for one in day.minutes.items if day.minutes else ():
        at = _same(found, one)
        if at is None and agenda:
            number = _next_number(found)
            day.told.append(f"Minute {one.reference} is of no item of the agenda: it is item {number} here.")
            found.append(_minuted(Item(number, one.text, one.fields["kind"], line=line_of(one)), one))
        elif at is None:
            found.append(_minuted(Item(str(one.reference), one.text, one.fields["kind"], line=line_of(one)), one))
        else:
            found[at] = _minuted(found[at], one)
    return tuple(_shut(day, found))


def _next_number(items: Sequence[Item]) -> str:
    numbers = [int(said[0]) for one in items if (said := re.match(r"\d+", one.number))]
    return str(max(numbers, default=0) + 1)


def _same(items: Sequence[Item], minute: Proposal) -> int | None:
    """The place of the item that a minute is of, among those that have none yet."""
    free = [(at, one) for at, one in enumerate(items) if not one.minute_number]
    for at, one in free:
        if same_words(one.title, minute.text):
            return at
    for at, one in free:
        if one.number == minute.reference and one.kind == minute.fields["kind"] != "other":
            return at
    return None


def _of_agenda(day: Day, one: Proposal) -> Item:
    number, asked = str(one.reference), str(one.fields.get("recommended", ""))
    if len(asked) > LONGEST_TEXT:
        day.told.append(f"The text below item {number} has {len(asked)} letters, which no item has: it is left out.")
        asked = ""
    return Item(
        number, one.text, one.fields["kind"], recommended=asked, urgent=str(one.fields.get("urgent", "")), line=line_of(one),
        papers=_papers(day, one),
    )  # fmt: skip


def _papers(day: Day, one: Proposal) -> tuple[Paper, ...]:
    """The paper of an item whose pages the agenda gives."""
    if "pages" not in one.fields:
        return ()
    first, last = one.fields["pages"]
    paper = Paper("-".join(re.findall("[a-z0-9]+", one.text.lower()))[:70].strip("-") or "paper", one.text, "main")
    if not 1 <= first <= last:
        day.told.append(f"Pages {first} to {last} of item {one.reference} are no range: its paper has none here.")
        return (paper,)
    return (replace(paper, first_page=first, last_page=last),)


def _minuted(item: Item, one: Proposal) -> Item:
    said = one.fields
    outcome = Outcome(said["outcome"], said.get("outcome_words", "")) if "outcome" in said else None
    return replace(
        item, minute=said.get("minute", ""), minute_number=str(one.reference), outcome=outcome,
        urgent=said.get("urgent", item.urgent),
    )  # fmt: skip


def _shut(day: Day, items: Sequence[Item]) -> Iterator[Item]:
    """The items; of those behind an exclusion of the public number, title and kind alone, and that they are closed."""
    shut = False
    for one in items:
        bare = Item(one.number, one.title, one.kind, minute_number=one.minute_number, line=one.line)
        if shut and bare != one:
            day.told.append(f"Item {one.number} stands behind the exclusion of the public: only its title is taken.")
        yield replace(bare, recommended=f"{CLOSED_THERE} (behind the exclusion of the public).") if shut else one
        shut = shut or one.kind == "exclusion"


def is_shut(items: Sequence[Item], number: str) -> bool:
    """Whether an item stands behind an exclusion of the public."""
    kinds = [one.kind for one in items]
    at = next((at for at, one in enumerate(items) if one.number == number), 0)
    return "exclusion" in kinds[:at]


def there_in(day: Day) -> tuple[Attendance, ...]:
    """Who was there, each once; somebody who stood in for nobody that is named is somebody who was there."""
    found: dict[str, Attendance] = {}
    for one in day.minutes.meeting.fields.get("attendance", ()) if day.minutes else ():
        name, presence, instead = one["name"], one["presence"], one.get("for", "")
        if name in found:
            day.told.append(f"{name} is listed twice; {found[name].presence} is kept, not {presence}.")
        elif presence == "substitute" and not instead:
            day.told.append(f"For whom {name} stood in is not said: they are noted as attending, without a seat.")
            found[name] = Attendance(name, "attending")
        else:
            found[name] = Attendance(name, presence, instead)
    return tuple(found.values())


def item_of(items: Sequence[Item], action: Proposal) -> Item | None:
    """The item that an action arose at: whose minute has its number. Where no minutes are numbered, the item of that number."""
    said = str(action.fields.get("item", action.reference))
    numbered = any(one.minute_number for one in items)
    return next((one for one in items if (one.minute_number if numbered else one.number) == said), None)


def action_in(action: Proposal, meeting: Meeting, item: Item, nth: int) -> ActionPoint:
    """An action in its form. A month is its last day; ``the next meeting`` is that of the committee."""
    said = str(action.fields.get("due_words", ""))
    return ActionPoint(
        id=f"{meeting.committee}-{meeting.id.partition('/')[2]}-{nth}", committee=meeting.committee, meeting=meeting.id,
        item=item.number, text=action.text, owner=str(action.fields.get("owner", "")),
        due=last_day(action.fields.get("due", "")), due_words=said,
        due_meeting=f"{meeting.committee}/next" if _NEXT.match(said) else "", line=line_of(action),
    )  # fmt: skip
