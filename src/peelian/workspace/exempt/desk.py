"""What the desk of exempt parts shows: the queue, every part that somebody may see, the facts of one."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from peelian.core.acting import now
from peelian.core.exempt.limits import limits
from peelian.core.exempt.models import ExemptPart, ExemptReview
from peelian.core.exempt.queries import Due, Queue, due, seen_by
from peelian.core.exempt.rules import DRAFT, OUT, cited, heading, member_may_read
from peelian.core.models import Person
from peelian.decisions.models import DecisionRecord
from peelian.figures.house import LONDON, House, today
from peelian.scrutiny.meetings.withheld import meeting_with
from peelian.ui import format as words
from peelian.ui.components import Cell, Column, Fact, FigureTable, Link, Row, Tag
from peelian.ui.decision_words import why_words

PATH = "/office/exempt"


def queue_of(person: Person) -> Queue:
    """What is due of the parts that somebody may read."""
    return due(now(), seen_by(person))


def reviews_table(found: Iterable[Due]) -> FigureTable:
    """Reviews, the nearest first."""
    rows = tuple(
        Row((
            Cell(one.part.title, f"{PATH}/{one.part.pk}"), Cell(words.day(one.at), note=in_days(one.part.review_on)),
            Cell(one.part.organisation.short), Cell(one.part.decided_by),
        ))
        for one in found
    )  # fmt: skip
    heads = tuple(map(Column, ("Part", "Review by", "Body", "Decided by")))
    return FigureTable("reviews", "Reviews that are due", heads, rows, caption_hidden=True)


def releases_table(found: Iterable[Due]) -> FigureTable:
    """Releases to come, the nearest first; one whose moment has passed says so."""
    rows = tuple(
        Row((
            Cell(one.part.title, f"{PATH}/{one.part.pk}"), Cell(moment(one.part.release_at)),
            Cell("not released: its moment has passed" if one.overdue else "by itself, at that moment"),
            Cell(one.part.organisation.short),
        ))
        for one in found
    )  # fmt: skip
    heads = tuple(map(Column, ("Part", "Moment", "How it stands", "Body")))
    return FigureTable("releases", "Releases to come", heads, rows, caption_hidden=True)


def parts_table(person: Person) -> FigureTable:
    """Every part that somebody may see, the newest first."""
    rows = tuple(
        Row((
            Cell(part.title, f"{PATH}/{part.pk}"), Cell(part.get_state_display()),
            Cell(words.day(part.review_on) if part.state != OUT else "", order=part.review_on.isoformat()),
            Cell("; ".join(cited(ground) for ground in part.reasons)), Cell(part.length_words, order=part.length),
            Cell(part.organisation.short),
        ))
        for part in seen_by(person).order_by("-kept_at", "id")
    )  # fmt: skip
    heads = (Column("Part"), Column("State"), Column("Review by"), Column("Ground"), Column("Length"), Column("Body"))
    return FigureTable("parts", "Every exempt part", heads, rows, caption_hidden=True, sortable=True)


def tag_of(part: ExemptPart) -> Tag:
    """Where it stands."""
    return Tag(part.get_state_display(), {DRAFT: "plain", OUT: "lamp"}.get(part.state, "ink"))  # type: ignore[arg-type]


def facts_of(part: ExemptPart) -> list[Fact]:
    """What is public of a part once its record is out; of a draft what will be."""
    facts = [
        Fact("Withheld by", part.organisation.name),
        Fact("Decided by", part.decided_by, note=f"on {words.day(part.decided_on)}" if part.decided_on else "not decided yet"),
        Fact("Length", part.length_words),
    ]  # fmt: skip
    if part.released_at:
        facts.append(Fact("Released", moment(part.released_at)))
    else:
        facts.append(Fact("Review by", words.day(part.review_on), note=in_days(part.review_on)))
        if part.release_at:
            facts.append(Fact("Released by itself", moment(part.release_at)))
    if part.commitment:
        facts.append(
            Fact("Commitment", part.commitment, code=True, note=f"SHA-256 of salt and {part.form}, as it was sealed")
        )
    return facts


def grounds_of(part: ExemptPart, house: House) -> list[Fact]:
    """Each ground: what the law is about, and why it is claimed."""
    rules = limits(house.pack)
    return [
        Fact(cited(ground), words.capital(heading(ground, rules)), note=why_words(ground)) for ground in part.reasons
    ]


def members_right(part: ExemptPart) -> str:
    """What the law says of councillors who are on no committee that deals with it; empty where it says nothing."""
    if not any(ground.scheme in ("sch-12a", "confidential") for ground in part.reasons):
        return ""
    if member_may_read(part.reasons):
        return "Every councillor of the authority may read it although it is exempt (LGA 1972 s.100F(2A))."
    return "Councillors have no right of their own to it (LGA 1972 s.100F(2A) opens paragraphs 3 and 6 alone)."


@dataclass(frozen=True)
class Reviewed:
    """One review as a page lists it."""

    day: dt.date
    decision: str
    by: str
    why: str


def reviews_of(part: ExemptPart) -> list[Reviewed]:
    """Every review, the newest first."""
    return [
        Reviewed(one.on, f"Withheld until {words.day(one.until)}" if one.until else "Released", one.post, one.reason)
        for one in ExemptReview.objects.filter(part=part).order_by("-on", "-id")
    ]


def belongs_to(part: ExemptPart) -> Link:
    """The record that a part is of, with its desk; without one where no room knows it."""
    kind, _, name = part.subject.partition(":")
    if kind == DecisionRecord.KIND and (record := DecisionRecord.objects.filter(pk=name).first()):
        return Link(f"Decision {record}", f"/office/decisions/{name}")
    if meeting := meeting_with(part.subject):
        return Link(str(meeting), f"/office/committees/{meeting.id_of}")
    return Link(f"{kind.capitalize()} {name}", "")


def in_days(day: dt.date) -> str:
    """``in 12 days``, ``today``, ``overdue for 3 days``."""
    left = (day - today()).days
    if left == 0:
        return "today"
    count = words.counted(abs(left), "day", "days")
    return f"in {count}" if left > 0 else f"overdue for {count}"


def moment(at: dt.datetime | None) -> str:
    """``4 January 2027, 00:00``."""
    if at is None:
        return ""
    local = at.astimezone(LONDON)
    return f"{words.day(local)}, {local:%H:%M}"
