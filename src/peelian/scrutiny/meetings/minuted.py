"""What lies within a meeting's form: its items with papers, interests, votes, questions and outcome; attendance; minutes."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any, get_args

from peelian.core.addresses import is_address
from peelian.plans.entry import Entry, check_ids, known
from peelian.scrutiny.meetings.read import moment, number_of, optional_day, optional_time, read_stub, words
from peelian.scrutiny.meetings.records import (
    Adjournment,
    Attendance,
    Corrected,
    Correction,
    Interest,
    InterestKind,
    Item,
    ItemKind,
    Minutes,
    MinutesState,
    Outcome,
    OutcomeKind,
    Paper,
    PaperKind,
    Presence,
    Question,
    Vote,
    Voted,
)


def read_item(entry: Entry) -> Item:
    """An item of an agenda. Raises PackError for the first thing that cannot be right."""
    entry.check(
        ("number", "title", "kind"),
        ("recommended", "papers", "urgent", "interests", "votes", "minute", "minute_number", "outcome", "questions", "topics",
         "touches", "line", *EXEMPT),
    )  # fmt: skip
    papers, outcome = entry.entries("papers"), entry.optional_child("outcome")
    check_ids(papers)
    return Item(
        number=number_of(entry, "number"),
        title=entry.text("title"),
        kind=entry.one_of("kind", get_args(ItemKind)),  # type: ignore[arg-type]
        recommended=words(entry, "recommended"),
        papers=tuple(_paper(one) for one in papers),
        urgent=words(entry, "urgent"),
        interests=tuple(_interest(one) for one in entry.entries("interests")),
        votes=tuple(_vote(one) for one in entry.entries("votes")),
        minute=words(entry, "minute"),
        minute_number=number_of(entry, "minute_number"),
        outcome=_outcome(outcome) if outcome else None,
        questions=tuple(_question(one) for one in entry.entries("questions")),
        topics=entry.texts("topics"),
        touches=entry.texts("touches"),
        line=entry.optional_whole("line"),
        **_exempt(entry),
    )


EXEMPT = ("stub", "more_stubs", "released")


def _exempt(entry: Entry) -> dict[str, Any]:
    """What is exempt of an item or a paper. Raises PackError where one that is withheld stands behind one that is not, and for a
    text that no stub says to be released.
    """
    first, released = entry.optional_child("stub"), entry.optional_child("released")
    stubs = [read_stub(one) for one in ((first,) if first else ()) + tuple(entry.entries("more_stubs"))]
    if stubs and first is None:
        entry.fail("more_stubs", "there is no stub before these.", "Write the first under stub.")
    if any(one.released_at for one in stubs[:1]) and not all(one.released_at for one in stubs):
        entry.fail("stub", "it is released, and another part is not.", "Write first what is still withheld.")
    texts = tuple((name, _as_it_is(released, name)) for name in released.data) if released else ()
    known(
        entry,
        "released",
        tuple(name for name, _ in texts),
        [one.id for one in stubs if one.released_at],
        "released stub",
    )
    return {"stub": stubs[0] if stubs else None, "more_stubs": tuple(stubs[1:]), "released": texts}


def _as_it_is(entry: Entry, key: str) -> str:
    """A text with its spaces: what is proved is each letter of it."""
    entry.text(key)
    return str(entry.data[key])


def _link(entry: Entry) -> str:
    """Where a paper can be read; a page leads there, so it must be an address."""
    link = words(entry, "link")
    if link and not is_address(link):
        entry.fail("link", f"“{link[:80]}” is no address.", "Begin it with https://, or with / for a page of ours.")
    return link


def _paper(entry: Entry) -> Paper:
    entry.check(
        ("id", "title", "kind"),
        ("first_page", "last_page", "author", "text", "quarter", "link", "background", "reason", "added", *EXEMPT,
         "withdrawn", "withdrawn_on"),
    )  # fmt: skip
    first, last = entry.optional_whole("first_page"), entry.optional_whole("last_page")
    if (first is None) != (last is None) or (first is not None and last is not None and not 1 <= first <= last):
        entry.fail(
            "first_page", f"pages {first} to {last} are no range.", "Give the first and the last page, or neither."
        )
    stub = entry.optional_child("stub")
    if stub and "text" in entry.data and "released_at" not in stub.data:
        entry.fail(
            "text",
            "an exempt paper shows no text before its release.",
            "Take the text out: it lies encrypted, apart from this form.",
        )
    return Paper(
        id=entry.text("id"),
        title=entry.text("title"),
        kind=entry.one_of("kind", get_args(PaperKind)),  # type: ignore[arg-type]
        first_page=first,
        last_page=last,
        author=words(entry, "author"),
        text=words(entry, "text"),
        quarter=words(entry, "quarter"),
        link=_link(entry),
        reason=words(entry, "reason"),
        background=entry.texts("background"),
        added=moment(entry, "added"),
        withdrawn=words(entry, "withdrawn"),
        withdrawn_on=optional_day(entry, "withdrawn_on"),
        **_exempt(entry),
    )


def _interest(entry: Entry) -> Interest:
    entry.check(("member", "kind"), ("what", "left"))
    kind = entry.one_of("kind", get_args(InterestKind))
    return Interest(entry.text("member"), kind, words(entry, "what"), entry.flag("left"))  # type: ignore[arg-type]


def _vote(entry: Entry) -> Vote:
    entry.check(("for", "against", "abstained"), ("casting", "names"))
    named = entry.optional_child("names")
    names = () if named is None else tuple((name, named.one_of(name, get_args(Voted))) for name in named.data)
    made = Vote(entry.whole("for"), entry.whole("against"), entry.whole("abstained"), words(entry, "casting"), names)  # type: ignore[arg-type]
    if not made.for_ + made.against + made.abstained:
        entry.fail("for", "nobody voted.", "Count how many were for, against and abstained; or note no vote.")
    if names:
        counted = tuple(sum(how == one for _, how in names) for one in get_args(Voted))
        if counted != (made.for_, made.against, made.abstained):
            entry.fail(
                "names",
                f"the names say {counted[0]} for, {counted[1]} against and {counted[2]} abstained, the counts say otherwise.",
                "Correct the one or the other: a recorded vote names everybody who is counted.",
            )
    return made


def _outcome(entry: Entry) -> Outcome:
    entry.check(("kind",), ("words", "until", "to"))
    kind = entry.one_of("kind", get_args(OutcomeKind))
    return Outcome(kind, words(entry, "words"), words(entry, "until"), words(entry, "to"))  # type: ignore[arg-type]


def _question(entry: Entry) -> Question:
    entry.check(("topic", "asked_by", "answered_by", "question", "answer"), ("undertakings", "head"))
    return Question(
        entry.text("topic"),
        entry.text("asked_by"),
        entry.text("answered_by"),
        entry.text("question"),
        entry.text("answer"),
        entry.texts("undertakings"),
        words(entry, "head"),
    )


def read_attendance(entry: Entry, numbers: Collection[str]) -> Attendance:
    """That somebody was there, or was not. Raises PackError for a substitute for nobody, and for an item that is not there."""
    entry.check(("name", "presence"), ("for", "from_item", "to_item", "body", "chaired"))
    made = Attendance(
        name=entry.text("name"),
        presence=entry.one_of("presence", get_args(Presence)),  # type: ignore[arg-type]
        for_=words(entry, "for"),
        from_item=number_of(entry, "from_item"),
        to_item=number_of(entry, "to_item"),
        body=words(entry, "body"),
        chaired=entry.flag("chaired"),
    )
    if made.chaired and made.presence not in ("present", "substitute"):
        entry.fail(
            "chaired", f"{made.name} was in the chair, and not there as a member.", "Correct the one or the other."
        )
    if (made.presence == "substitute") != bool(made.for_):
        entry.fail(
            "for",
            f"{made.name} is a substitute for nobody, or stands in without being one.",
            "Name under `for:` whose place a substitute took, and only of a substitute.",
        )
    for key, number in (("from_item", made.from_item), ("to_item", made.to_item)):
        if number:
            known(entry, key, (number,), numbers, "item")
    return made


def read_adjourned(entry: Entry, numbers: Collection[str]) -> Adjournment:
    """That a sitting was adjourned. Raises PackError where nothing stands over, or something that is not on the agenda."""
    entry.check(("why", "items"), ("at", "inquorate", "to", "begins", "place"))
    items = tuple(str(one) for one in entry.data["items"] or ())
    known(entry, "items", items, numbers, "item")
    if not items:
        entry.fail("items", "nothing stands over.", "Name the items that are left to the sitting that goes on.")
    made = Adjournment(
        why=entry.text("why"), items=items, at=optional_time(entry, "at"), inquorate=entry.flag("inquorate"),
        to=optional_day(entry, "to"), begins=optional_time(entry, "begins"), place=words(entry, "place"),
    )  # fmt: skip
    if made.to is None and (made.begins or made.place):
        entry.fail("to", "an hour or a place is fixed, and no day.", "Give the day, or leave all of them out.")
    return made


def read_minutes(entry: Entry, numbers: Collection[str]) -> Minutes:
    """How far the minutes are. Raises PackError where they are signed before they were agreed."""
    entry.check(("state",), ("published_on", "agreed_on", "agreed_at", "signed_by", "signed_on", "corrections"))
    state = entry.one_of("state", get_args(MinutesState))
    made = Minutes(
        state=state,  # type: ignore[arg-type]
        published_on=optional_day(entry, "published_on"),
        agreed_on=optional_day(entry, "agreed_on"),
        agreed_at=words(entry, "agreed_at"),
        signed_by=words(entry, "signed_by"),
        signed_on=optional_day(entry, "signed_on"),
        corrections=tuple(_correction(one, numbers) for one in entry.entries("corrections")),
    )
    if state != "draft" and not made.agreed_at:
        entry.fail("state", f"minutes are {state}, and no meeting agreed them.", "Name the meeting under agreed_at.")
    if (state == "signed") != bool(made.signed_by):
        entry.fail(
            "state", "minutes are signed by nobody, or by somebody before their time.", "Say under signed_by who did."
        )
    return made


def _correction(entry: Entry, numbers: Collection[str]) -> Correction:
    entry.check(("day", "at_meeting", "before", "after"), ("item", "what"))
    item = number_of(entry, "item")
    what = entry.one_of("what", get_args(Corrected)) if "what" in entry.data else "minute"
    if bool(item) == (what == "attendance"):
        entry.fail("item", "a correction is of an item, or of who was there.", "Name the item; of attendance none.")
    if item:
        known(entry, "item", (item,), numbers, "item")
    return Correction(
        entry.day("day"), entry.text("at_meeting"), item, entry.text("before"), entry.text("after"), what,  # type: ignore[arg-type]
    )  # fmt: skip
