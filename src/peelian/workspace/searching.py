"""Search across everything that one may see: one function for each kind, which takes the person and gives only what is theirs.

What a function does not ask for cannot be found, so nothing is filtered out afterwards and a snippet shows nothing that its
record would not. A room adds a kind with one line in ``KINDS``. It is plain SQL (``LIKE '%word%'``), no search server: with a
hundred thousand rows and more, PostgreSQL's trigram index on the same columns makes it fast again without another line here.
SQLite folds the case of ASCII letters alone.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache, reduce
from operator import and_, or_
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db.models import Q, TextField
from django.db.models.functions import Cast

from peelian.audit.models import Event, Kept
from peelian.core.acting import now
from peelian.core.jobs.kinds import KINDS as JOBS
from peelian.core.jobs.models import STATES as JOB_STATES
from peelian.core.jobs.queries import jobs_of
from peelian.core.models import Organisation, Person
from peelian.core.permissions import Permission as P
from peelian.core.privacy import IDENTITY
from peelian.core.queries import STATES, events_for, overseen, people_of, state_of, tellings
from peelian.core.running.queries import clocks_seen_by
from peelian.decisions.models import DecisionVersion
from peelian.decisions.rules import DECISION
from peelian.figures.house import House, today
from peelian.figures.periods import Period
from peelian.figures.releases.release import Releases
from peelian.localities.models import IndicatorWords, QuarterReport
from peelian.localities.rules import QUARTER
from peelian.performance.models import Commentary, CorrectiveAction, FigureNote, ReleaseRecord
from peelian.performance.queries import shown_before_to
from peelian.performance.queries import state_of as release_state
from peelian.performance.rules import RELEASE
from peelian.plans.kinds import KINDS as KINDS_OF_ITEMS
from peelian.plans.models import PlanItem, PlanRecord
from peelian.plans.shelf import shelf
from peelian.scrutiny.ledger.actions import owers
from peelian.scrutiny.ledger.models import RecommendationRecord
from peelian.ui.excerpts import excerpt
from peelian.workspace.history import told_event
from peelian.workspace.ticking import ticking
from peelian.workspace.views.clocks import matching
from peelian.workspace.views.jobs import moment, title_of

MOST = 8
"""Found of a kind; where there are more, the kind's own list has them, or one writes more of the word."""
LEAST, LONGEST, WORDS = 2, 100, 6


@dataclass(frozen=True)
class Hit:
    """One thing that was found: its name, where it is, and what of it holds the words."""

    title: str
    href: str
    text: str = ""


Finder = Callable[[Person, Sequence[str]], Iterable[Hit]]


@dataclass(frozen=True)
class Kind:
    """A kind of thing that can be found. ``more`` is its own list, where that takes the same words."""

    key: str
    title: str
    find: Finder
    more: str = ""


@dataclass(frozen=True)
class Group:
    """What was found of one kind."""

    kind: Kind
    hits: list[Hit]
    more: bool


def asked_words(text: str) -> list[str]:
    """The words that are looked for: each of them must be there. None where the text is too short to mean anything."""
    clean = " ".join(text.replace("\0", " ").split())[:LONGEST]
    return clean.split()[:WORDS] if len(clean) >= LEAST else []


def search(person: Person, text: str) -> list[Group]:
    """Everything that somebody may see and that holds every word, by kind; kinds of which nothing was found are left out."""
    words = asked_words(text)
    if not words or not person.may(P.USE_OFFICE):
        return []
    found = []
    for kind in KINDS:
        hits = list(kind.find(person, words))
        if hits:
            found.append(Group(kind, hits[:MOST], len(hits) > MOST))
    return found


def holding(words: Sequence[str], *fields: str) -> Q:
    """Records that hold every word, each in any of the fields."""
    return reduce(and_, (reduce(or_, (Q(**{f"{field}__icontains": word}) for field in fields)) for word in words))


def people(person: Person, words: Sequence[str]) -> Iterator[Hit]:
    """People whom one looks after."""
    if not person.may(P.MANAGE_PEOPLE):
        return
    bodies = list(overseen(person, P.MANAGE_PEOPLE))
    here = {body.pk for body in bodies}
    found = people_of(bodies).filter(holding(words, "name", "title", "email"))
    for item in found.order_by("name", "pk")[: MOST + 1]:
        roles = [str(post) for post in item.posts.all() if post.organisation_id in here]
        told = [item.title, STATES[state_of(item, here)], *roles]
        yield Hit(item.name, f"/office/people/{item.pk}", " · ".join(filter(None, told)))


def organisations(person: Person, words: Sequence[str]) -> Iterator[Hit]:
    """Organisations, for who looks after them."""
    if not person.may(P.MANAGE_ORGANISATIONS):
        return
    found = overseen(person, P.MANAGE_ORGANISATIONS).filter(holding(words, "name", "short", "slug"))
    for item in found.order_by("name")[: MOST + 1]:
        yield Hit(item.name, f"/office/organisations/{item.pk}", f"{item.short} · {item.get_kind_display()}")


def _releases_of(person: Person, before: str = "") -> tuple[Q, Q]:
    """Releases whose drafts one may see, and those that one may see as they are out or nearly (``before`` is the way to them)."""
    at = now()
    early = [
        item.release_id for item in shown_before_to(person, at) if item.release.at and item.opens(item.release.at) <= at
    ]
    own = Q(**{f"{before}organisation__in": person.where(P.SEE_DRAFTS)})
    out = Q(**{f"{before}state": "scheduled", f"{before}to_place": "", f"{before}at__lte": at})
    return own, out | Q(**{f"{before}pk__in": early, f"{before}state": "scheduled"})


def _release_href(record: ReleaseRecord, person: Person) -> str:
    out = release_state(record) == "released"
    ours = record.organisation_id in person.where(P.SEE_DRAFTS)
    return f"/releases/{record.draft}" if out and not ours else f"/office/releases/{record.pk}"


def releases(person: Person, words: Sequence[str]) -> Iterator[Hit]:
    """Releases and drafts; what a reviewer remarks is found by those alone who may see the draft."""
    own, shown = _releases_of(person)
    named = holding(words, "title", "draft")
    found = ReleaseRecord.objects.filter(
        own & (named | holding(words, "title", "draft", "why", "remarks")) | shown & named
    )
    for item in found.select_related("organisation").order_by("-draft")[: MOST + 1]:
        state = RELEASE.state(release_state(item)).title
        said = excerpt(words, item.why, item.remarks) if item.organisation_id in person.where(P.SEE_DRAFTS) else ""
        yield Hit(f"{item.title} ({item.draft})", _release_href(item, person), " · ".join(filter(None, [state, said])))


def commentary(person: Person, words: Sequence[str]) -> Iterator[Hit]:
    """What is said in releases: commentary, corrective actions, notes on figures."""
    own, shown = _releases_of(person, "release__")
    named = {item.id: item.title for item in _public()[0]}
    for model, what, fields in (
        (Commentary, "Commentary", ("text",)),
        (CorrectiveAction, "Corrective action", ("what", "does", "why")),
        (FigureNote, "Note on a figure", ("text",)),
    ):
        found = model.objects.filter(own | shown).filter(holding(words, *fields))
        for item in found.select_related("release__organisation").order_by("-release__draft", "pk")[: MOST + 1]:
            title = f"{what}: {named.get(item.measure, item.measure)}, in {item.release.title}"
            yield Hit(
                title, _release_href(item.release, person), excerpt(words, *[getattr(item, name) for name in fields])
            )


def quarters(person: Person, words: Sequence[str]) -> Iterator[Hit]:
    """Boroughs' quarterly reports: one's own at any stage, others' as they were published."""
    ours = set(person.where(P.SEE_QUARTERS))
    said = ("introduction", "demand_note", "why_corrected")
    body = ("organisation__name", "organisation__short", "period")
    found = QuarterReport.objects.filter(
        Q(organisation__in=ours) & holding(words, *said, *body, "remarks")
        | Q(state="published") & holding(words, *said, *body)
    )
    for item in _with_areas(found, "")[: MOST + 1]:
        if href := _quarter_href(item, ours):
            texts = [getattr(item, name) for name in (*said, *(("remarks",) if item.organisation_id in ours else ()))]
            yield Hit(_report(item), href, excerpt(words, *texts))
    lines = IndicatorWords.objects.filter(Q(report__organisation__in=ours) | Q(report__state="published"))
    named = {item.id: item.title for item in _public()[0]}
    for line in _with_areas(lines.filter(holding(words, "commentary", "action", "action_owner")), "report__")[
        : MOST + 1
    ]:
        if href := _quarter_href(line.report, ours):
            text = excerpt(words, line.commentary, line.action, line.action_owner)
            yield Hit(f"{named.get(line.measure, line.measure)}, in {_report(line.report)}", href, text)


def _with_areas(found: Any, before: str) -> Any:
    ordered = found.select_related(f"{before}organisation").prefetch_related(f"{before}organisation__areas")
    return ordered.order_by(f"-{before}period", f"-{before}number", "pk")


def _report(report: QuarterReport) -> str:
    edition = f", edition {report.number}" if report.number > 1 else ""
    state = QUARTER.state(report.state).title.lower()
    return f"{report.organisation.short}, {Period.parse(report.period).label()}{edition}: {state}"


def _quarter_href(report: QuarterReport, ours: set[str]) -> str:
    """The report's own page for who works on it, else its public one; empty where it has none."""
    if report.organisation_id in ours:
        return f"/office/quarters/{report.pk}"
    areas = [item.area for item in report.organisation.areas.all()]
    return f"/areas/{areas[0]}/quarters/{report.period}/{report.number}" if areas else ""


def plans(person: Person, words: Sequence[str]) -> Iterator[Hit]:
    """Plans and their items as they are written now, for who may see drafts of them."""
    ours = person.where(P.SEE_PLAN)
    if not ours:
        return
    for plan in PlanRecord.objects.filter(organisation__in=ours).filter(holding(words, "title", "about", "slug")):
        yield Hit(plan.title, f"/office/plans/{plan.pk}", excerpt(words, plan.about))
    rows = PlanItem.objects.filter(plan__organisation__in=ours).select_related("plan")
    for item in rows:
        texts = list(_texts(item.body))
        if all(any(word.casefold() in text.casefold() for text in texts) for word in words):
            href = f"/office/plans/{item.plan_id}/items/{item.kind}/{item.slug}"
            yield Hit(
                str(item), href, f"{KINDS_OF_ITEMS[item.kind].title} · {item.plan.title} · {excerpt(words, *texts)}"
            )


def decisions(person: Person, words: Sequence[str]) -> Iterator[Hit]:
    """Decisions by their forms as they are written now, for who may see them before they are out. Part 2 is never looked into."""
    ours = person.where(P.SEE_DECISIONS)
    if not ours:
        return
    rows = DecisionVersion.objects.filter(decision__organisation__in=ours).select_related("decision")
    for version in rows.order_by("decision", "-number"):
        texts = [str(version.decision), version.decision_id, *_texts(version.form)]
        if all(any(word.casefold() in text.casefold() for text in texts) for word in words):
            state = DECISION.state(version.state).title
            yield Hit(
                str(version), f"/office/decisions/{version.decision_id}", f"{state} · {excerpt(words, *texts[2:])}"
            )


def _texts(value: Any) -> Iterator[str]:
    """Every text of an entry, without its keys."""
    if isinstance(value, dict | list):
        for one in value.values() if isinstance(value, dict) else value:
            yield from _texts(one)
    elif isinstance(value, str):
        yield value


def recommendations(person: Person, words: Sequence[str]) -> Iterator[Hit]:
    """Reports and recommendations: those of one's own committees, drafts too, and what one's own body was asked."""
    papers, answering = person.where(P.SEE_PAPERS), person.where(P.ANSWER_COMMITTEE)
    rows = RecommendationRecord.objects.select_related("report__organisation")
    for one in rows.filter(report__organisation__in=papers) if papers else ():
        if _holds(one, words):
            yield Hit(str(one), _desk_of(one), f"{one.report.title} · {excerpt(words, *_texts(one.body))}")
    published = list(rows.filter(report__state="published")) if answering else []
    house = House(settings.PEELIAN_DATA, settings.PEELIAN_PACK)
    owed = {body: owers(body, house) for body in {name for one in published for name in one.addressees}}
    for one in published:
        mine = next((body for body in one.addressees if {body, *owed[body]} & set(answering)), None)
        if mine and _holds(one, words):
            href = f"/office/recommendations/answers/{one.pk}/{mine}"
            yield Hit(str(one), href, f"{one.report.title} · {excerpt(words, *_texts(one.body))}")


def _desk_of(one: RecommendationRecord) -> str:
    if one.report.state == "drafting":
        return f"/office/recommendations/reports/{one.report_id}"
    return f"/office/recommendations/{one.pk}"


def _holds(one: RecommendationRecord, words: Sequence[str]) -> bool:
    texts = [one.report.title.casefold(), *(text.casefold() for text in _texts(one.body))]
    return all(any(word.casefold() in text for text in texts) for word in words)


def promises(_: Person, words: Sequence[str]) -> Iterator[Hit]:
    """Commitments and objectives of the plan that is in force, on the public site."""
    found = House(settings.PEELIAN_DATA, settings.PEELIAN_PACK)
    volume = shelf(found.root, found.pack).in_force(today())
    if volume is None:
        return
    plan = volume.edition_on(today()).plan
    promised: list[tuple[str, Sequence[Any]]] = [
        ("commitments", (*plan.commitments, *plan.promises)), ("objectives", plan.objectives),
    ]  # fmt: skip
    for room, items in promised:
        for item in items:
            text = f"{item.title} {item.text or ''}".casefold()
            if all(word.casefold() in text for word in words):
                yield Hit(item.title, f"/{room}/{item.id}", plan.title)


def clocks(person: Person, words: Sequence[str]) -> Iterator[Hit]:
    """Clocks that one sees, ended ones too."""
    found = clocks_seen_by(person).filter(reduce(and_, map(matching, words)))
    for told in ticking(found.order_by("-state", "due", "pk")[: MOST + 1]):
        yield Hit(
            told.clock.title, told.href, f"{told.rule} · {told.clock.organisation.short} · {told.due}, {told.left}"
        )


def jobs(person: Person, words: Sequence[str]) -> Iterator[Hit]:
    """Work in the background: by what it is called, its number, what it does and what went wrong."""

    def one(word: str) -> Q:
        named = [name for name, kind in JOBS.items() if word.casefold() in f"{kind.title} {name}".casefold()]
        number = Q(pk=int(word)) if word.isascii() and word.isdecimal() and len(word) < 16 else Q(pk__in=[])
        return (
            Q(kind__in=named) | Q(what__icontains=word) | Q(error__icontains=word) | Q(remedy__icontains=word) | number
        )

    for item in jobs_of(person).filter(reduce(and_, map(one, words))).order_by("-pk")[: MOST + 1]:
        told = f"{JOB_STATES[item.state]} · asked for on {moment(item.created_at)}"
        said = excerpt(words, item.error, item.what) if item.error or item.what else ""
        yield Hit(
            f"{title_of(item)}, number {item.pk}", f"/office/jobs/{item.pk}", " · ".join(filter(None, [told, said]))
        )


def events(person: Person, words: Sequence[str]) -> Iterator[Hit]:
    """Events of the audit that one may read: by who is in them, by their reason, by the name of what was done.

    Not by what people wrote in a record: who reads the audit need not be somebody who may read drafts.
    """
    if not person.may(P.READ_AUDIT):
        return

    def one(word: str) -> Q:
        named = Person.objects.filter(name__icontains=word).values_list("pk", flat=True)
        keys = [f"{Person.KIND}:{pk}" for pk in named[:500]]
        bodies = Organisation.objects.filter(Q(name__icontains=word) | Q(short__icontains=word)).values_list(
            "pk", flat=True
        )
        kept = Kept.objects.filter(Q(name="reason") | Q(privacy=IDENTITY.id)).annotate(text=Cast("value", TextField()))
        return (
            Q(label__icontains=word) | Q(action__icontains=word) | Q(actor__in=keys) | Q(subject__in=keys)
            | Q(number__in=kept.filter(text__icontains=word).values("event"))
            | Q(organisation__in=[f"{Organisation.KIND}:{slug}" for slug in bodies[:500]])
        )  # fmt: skip

    found = events_for(person).filter(reduce(and_, map(one, words)))
    for told in tellings(_newest(found)):
        shown = told_event(told)
        yield Hit(
            shown.sentence,
            f"/office/audit/{shown.number}",
            f"{shown.moment}{f' · {shown.reason}' if shown.reason else ''}",
        )


def _newest(found: Any) -> list[Event]:
    return list(found.order_by("-number")[: MOST + 1])


@dataclass(frozen=True)
class Named:
    """A measure or a place as the public site has it."""

    id: str
    title: str
    href: str
    text: str


@lru_cache(maxsize=4)
def _of_release(root: Path, release: str) -> tuple[tuple[Named, ...], tuple[Named, ...]]:
    found = Releases(root).open(release)
    kinds = found.catalogue.pack
    measures = tuple(Named(item.id, item.title, f"/measures/{item.id}", item.question) for item in found.catalogue)
    places = tuple(
        Named(item.id, item.name, f"/areas/{item.id}", kinds.kind(item.kind).one) for item in found.areas if item.kind != "lsoa"
    )  # fmt: skip
    return measures, places


def _public() -> tuple[tuple[Named, ...], tuple[Named, ...]]:
    """Measures and places of the newest release that is out; nothing while none is."""
    newest = Releases(settings.PEELIAN_DATA).newest_id()
    return _of_release(Path(settings.PEELIAN_DATA), newest) if newest else ((), ())


def _named(found: Sequence[Named], words: Sequence[str]) -> Iterator[Hit]:
    for item in found:
        text = f"{item.title} {item.id}".casefold()
        if all(word.casefold() in text for word in words):
            yield Hit(item.title, item.href, item.text)


def measures(_: Person, words: Sequence[str]) -> Iterator[Hit]:
    """Measures of the public site."""
    return _named(_public()[0], words)


def places(_: Person, words: Sequence[str]) -> Iterator[Hit]:
    """Places of the public site."""
    return _named(_public()[1], words)


KINDS: list[Kind] = [
    Kind("clocks", "Clocks", clocks, "/office/clocks?state=&q="),
    Kind("releases", "Releases and drafts", releases),
    Kind("quarters", "Quarterly reports", quarters),
    Kind("plans", "Plans and their items", plans),
    Kind("decisions", "Decisions", decisions),
    Kind("promises", "Promises of the plan in force, on the public site", promises),
    Kind("recommendations", "Recommendations", recommendations),
    Kind("commentary", "What is said in releases", commentary),
    Kind("people", "People", people, "/office/people?q="),
    Kind("organisations", "Organisations", organisations),
    Kind("jobs", "Background work", jobs),
    Kind("measures", "Measures, on the public site", measures, "/search?q="),
    Kind("places", "Places, on the public site", places, "/areas?q="),
    Kind("events", "Audit", events, "/office/audit?q="),
]
"""Every kind, in the order in which it is shown."""
