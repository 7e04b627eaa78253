"""What the public search can find: made of what is out, from the shelves that the pages themselves read, and of nothing else.

Of an item, paper or part that is withheld its public title alone is here, whatever else a file holds. Names of people are not
looked for: who sat, spoke, voted or signed stands in no entry. Each room's entries are made once for each state of its shelf.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from peelian.core.exempt.records import Stub
from peelian.decisions.shelf import Filed, Register
from peelian.figures.catalogue import Catalogue, Measure
from peelian.figures.releases.release import Release
from peelian.plans.records import Plan
from peelian.public.selectors.recommendations import full_name, ledger_of, name_of, when_words
from peelian.public.selectors.searching import Entry, Passage
from peelian.public.site import Site
from peelian.scrutiny.ledger.life import KINDS as REPORTS
from peelian.scrutiny.ledger.records import Investigation, LedgerStep, Recommendation, Report
from peelian.scrutiny.ledger.shelf import Ledger
from peelian.scrutiny.meetings.records import ActionPoint, Committee, Item, Meeting, Paper
from peelian.scrutiny.meetings.shelf import Shelf
from peelian.scrutiny.meetings.shelf import shelf as meetings_out
from peelian.ui.format import counted, day
from peelian.ui.meeting import COMMITTEES, STATES

Entries = Mapping[str, list[Entry]]
"""By kind, newest first where a kind has days."""


@dataclass(frozen=True)
class Room:
    """What has files of its own: ``opened`` gives what is out (PeelianError where a file was altered), ``listed`` its entries."""

    id: str
    title: str
    opened: Callable[[Site], Any]
    listed: Callable[[Any], Entries]


def _said(*pairs: tuple[str, str], at: str = "") -> Iterator[Passage]:
    """The passages that say something."""
    for label, text in pairs:
        if text:
            yield Passage(label, text, at)


def _shut(stub: Stub | None) -> bool:
    return stub is not None and stub.released_at is None


def of_meetings(out: Shelf) -> Entries:
    """Committees, their meetings, agenda items, papers by title, and actions."""
    names = {one.id: one.title for one in out.committees}
    days = {one.id: f"{names[one.committee]} · {day(one.on)}" for one in out.meetings}
    newest = list(reversed(out.meetings))
    return {
        "committees": [_committee(one) for one in out.committees],
        "meetings": [_meeting(one, names[one.committee]) for one in newest],
        "items": [_item(one, item, days[one.id]) for one in newest for item in one.items],
        "papers": [
            _paper(one, item, paper, days[one.id]) for one in newest for item in one.items for paper in item.papers
        ],
        "actions": [_action(one, days.get(one.meeting, names.get(one.committee, ""))) for one in reversed(out.actions)],
    }


def _committee(one: Committee) -> Entry:
    topics = ", ".join(topic.replace("-", " ") for topic in one.topics)
    return Entry(
        one.title, f"/committees/{one.id}", COMMITTEES[one.kind],
        tuple(_said(("Terms of reference", one.terms), *(("Powers", power) for power in one.powers), ("Follows", topics))),
    )  # fmt: skip


def _meeting(one: Meeting, committee: str) -> Entry:
    return Entry(
        f"{one.title or committee}, {day(one.on)}", f"/committees/{one.id}", f"{committee} · {STATES[one.state].lower()}",
        tuple(_said(("Place", one.place), ("Why", one.why), ("Exclusion of the public", one.exclusion))),
    )  # fmt: skip


def _item(meeting: Meeting, one: Item, where: str) -> Entry:
    """An agenda item. Of one that was taken in private its title, and nothing of what was asked, said or answered."""
    address, place = f"/committees/{meeting.id}#item-{one.number}", f"Item {one.number} · {where}"
    if _shut(one.stub):
        return Entry(one.title, address, f"{place} · not open to the public", tuple(_parts(one)))
    said = [
        ("The committee is asked", one.recommended), ("Minutes", one.minute),
        ("What it did", one.outcome.words if one.outcome else ""), ("Why it is urgent", one.urgent),
        *(pair for each in one.questions for pair in (
            (f"Question on {each.topic}" if each.topic else "Question", each.question), ("Answer", each.answer))),
    ]  # fmt: skip
    return Entry(one.title, address, place, (*_said(*said), *_parts(one)))


def _parts(one: Item | Paper) -> Iterator[Passage]:
    """The public title of each exempt part, and the text of one that was released."""
    texts = dict(one.released)
    for stub in one.stubs:
        text = texts.get(stub.id, "") if stub.released_at else ""
        yield from _said(("Released since" if stub.released_at else "Withheld", f"{stub.title} {text}".strip()))


def _paper(meeting: Meeting, item: Item, one: Paper, where: str) -> Entry:
    shut = " · not open to the public" if _shut(one.stub) or _shut(item.stub) else ""
    about = f"Paper on item {item.number}, “{item.title}” · {where}{shut}"
    return Entry(one.title, f"/committees/{meeting.id}#item-{item.number}", about, tuple(_parts(one)))


def _action(one: ActionPoint, where: str) -> Entry:
    said = [("What was said of it", each.words) for each in reversed(one.followed)]
    who = " · ".join(filter(None, (one.state.capitalize(), one.owner, f"{where}, item {one.item}")))
    return Entry(one.text, f"/committees/{one.committee}/actions#{one.id}", who, tuple(_said(*said)))


def of_ledger(out: Ledger) -> Entries:
    """Recommendations with answers and verdicts, reports, investigations, and the bodies that asked or were asked."""
    return {
        "recommendations": [_recommendation(out, report, one) for report in out.reports for one in report.recommendations],
        "reports": [_report(out, one) for one in out.reports],
        "investigations": [_investigation(out, one) for one in out.investigations],
        "bodies": _bodies(out),
    }  # fmt: skip


def _recommendation(out: Ledger, report: Report, one: Recommendation) -> Entry:
    labels = {"summary": "In the list of recommendations", "chapter": "In its chapter"}
    texts = [
        Passage("In our words" if text.words == "ours" else labels[text.place], words)
        for text in one.texts
        for words in (" ".join((text.text, *(point.text for point in text.points))),)
        if words
    ]
    return Entry(
        f"Recommendation {one.number}: {one.title}", f"/recommendations/{one.id}",
        f"{report.title} · {when_words(report)} · to {', '.join(name_of(out, body) for body in one.addressees)}",
        (*texts, *_said(("Its two texts differ", one.differs)), *(said for step in one.steps for said in _step(out, step))),
    )  # fmt: skip


def _step(out: Ledger, step: LedgerStep) -> Iterator[Passage]:
    """What a body or the committee said at one step."""
    who = name_of(out, step.by)
    label = f"The committee’s verdict, {day(step.on)}" if step.kind == "verdict" else f"{who}, {day(step.on)}"
    answers = ((f"Answer of {who}, {day(step.on)}", answer.text) for answer in step.answers)
    yield from _said(*answers, (label, step.reason), at="#history")


def _report(out: Ledger, one: Report) -> Entry:
    size = "" if one.size is None else f" · {counted(one.size, 'recommendation', 'recommendations')}"
    to = ", ".join(dict.fromkeys(full_name(out, body) for body in one.addressees))
    return Entry(
        one.title, f"/recommendations/{one.id}",
        f"{REPORTS[one.kind].title} of {name_of(out, one.body)} · {when_words(one)}{size}",
        tuple(_said(("About", one.topic.replace("-", " ")), ("To", " · ".join(filter(None, (one.addressed_to, to)))))),
    )  # fmt: skip


def _investigation(out: Ledger, one: Investigation) -> Entry:
    done = [("What was done for it", each.title) for each in one.activities]
    return Entry(
        one.title, f"/investigations/{one.id}", f"Investigation of the {name_of(out, one.committee)}",
        (*_said(("What it looks into", one.terms)), *(Passage("What it found", each.text, f"#{each.id}") for each in one.findings),
         *_said(*done)),
    )  # fmt: skip


def _bodies(out: Ledger) -> list[Entry]:
    asked: dict[str, int] = {}
    for report in out.reports:
        for one in report.recommendations:
            for body in one.addressees:
                asked[body] = asked.get(body, 0) + 1
    return [
        Entry(
            _named(out, body), f"/bodies/{body}",
            f"Asked {counted(asked[body], 'thing', 'things')}" if body in asked else "What was asked of it, and what it asked",
        )
        for body in out.bodies
    ]  # fmt: skip


def _named(out: Ledger, body: str) -> str:
    """A body by its whole name, with the short one where that is another."""
    whole, short = full_name(out, body), name_of(out, body)
    return whole if short == whole else f"{whole} ({short})"


def of_register(out: Register) -> Entries:
    """Decisions by everything that is public of them; of what is deferred its number and the reason alone."""
    dated = sorted(
        out.filed, key=lambda one: one.decision.signed_on.isoformat() if one.decision.signed_on else "", reverse=True
    )
    waiting = [
        Entry(str(one.reference), f"/decisions/{one.reference.key}", "Signed, and not public yet",
              tuple(_said(("Why it is deferred", one.reason))))
        for one in out.deferred
    ]  # fmt: skip
    return {"decisions": [*(_decision(one) for one in dated), *waiting]}


def _decision(one: Filed) -> Entry:
    held = one.decision
    said = [
        ("In short", held.summary), ("What was decided", held.decision), ("Background", held.introduction),
        ("Issues", held.issues), *((f"Not chosen: {each.title}", each.why_not or each.title) for each in held.options),
        ("Other options", held.no_options),
        *(("Advice", each.text or each.not_required) for each in held.advice),
        *((f"Grant: {each.title}", f"{each.title}. {each.purpose} {each.recipient_name}") for each in held.grants),
        ("Why no amount is stated", held.no_money), ("Fund", held.fund), ("Delegation", _delegated(held.delegation)),
        *(("Background paper", each.title) for each in held.papers),
        *(("Called in", " ".join(filter(None, (each.reason, each.note, each.conclusion)))) for each in one.call_ins),
        *_part_2(one),
    ]  # fmt: skip
    signed = f" · {day(held.signed_on)}" if held.signed_on else ""
    return Entry(
        f"{one.reference}: {held.title}", f"/decisions/{one.id}", f"{one.series.title} · {one.id}{signed}", tuple(_said(*said))
    )  # fmt: skip


def _part_2(one: Filed) -> Iterator[tuple[str, str]]:
    """The public title of each part of Part 2, and its text once it is released."""
    for part in one.exempt:
        if _shut(part.stub):
            yield "Part 2, withheld", part.stub.title
        else:
            yield "Part 2, released", f"{part.stub.title} {part.text}"


def _delegated(found: Any) -> str:
    return f"{found.source} {found.scope}" if found else ""


def of_release(out: Release) -> Entries:
    """Measures."""
    return {"measures": [_measure(one, out.catalogue) for one in out.catalogue]}


def _measure(one: Measure, catalogue: Catalogue) -> Entry:
    here = [item for item in catalogue.campaigns if (item.measure, item.area) == (one.id, catalogue.force.id)]
    marked = [Passage("Campaign", item.title, f"#without-{item.first}") for item in here]
    return Entry(one.title, f"/measures/{one.id}", one.id, (Passage("", one.question), *marked))


def of_plan(out: Plan | None) -> Entries:
    """What the plan in force promises: its themes, objectives and commitments."""
    if out is None:
        return {}
    rows: Iterable[tuple[str, str, Any, str]] = (
        *(("Theme", "/plan/themes", one, one.about) for one in out.themes),
        *(("Objective", "/objectives", one, one.text or "") for one in out.objectives),
        *(("Commitment", "/commitments", one, one.text or "") for one in (*out.commitments, *out.promises)),
    )
    found = [
        Entry(one.title, f"{address}/{one.id}", what, tuple(_said(("", text)))) for what, address, one, text in rows
    ]
    return {"plan": found}


ROOMS = (
    Room("release", "measures", lambda site: site.release, of_release),
    Room("plan", "the plan", lambda site: site.plan, of_plan),
    Room("ledger", "reports, recommendations, investigations and bodies", ledger_of, of_ledger),
    Room("decisions", "decisions", lambda site: site.decisions, of_register),
    Room("meetings", "committees, meetings, papers and actions", lambda site: meetings_out(site.house.root, site.house.pack),
         of_meetings),
)  # fmt: skip
"""Everything that can be found by its words; places are found by their names and codes (``views.areas.found``)."""
_KEPT: dict[str, tuple[object, Entries]] = {}


def entries_of(room: Room, site: Site) -> Entries:
    """A room's entries: made anew only where its shelf is another than before, for what is out is read anew only then.

    Raises PeelianError where a file was altered.
    """
    out = room.opened(site)
    kept = _KEPT.get(room.id)
    if kept is None or kept[0] is not out:
        kept = _KEPT[room.id] = out, room.listed(out)
    return kept[1]
