"""What the office asks of the ledger: its records, what waits for whom, which earlier recommendations are alike."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import QuerySet

from peelian.core.models import Organisation, Person
from peelian.core.permissions import Permission as P
from peelian.figures.errors import PeelianError
from peelian.figures.house import House, today
from peelian.scrutiny.ledger.alike import Like, alike
from peelian.scrutiny.ledger.life import ACKNOWLEDGED, ANSWERED, MADE
from peelian.scrutiny.ledger.models import (
    ActivityRecord,
    FormatRequest,
    InvestigationRecord,
    RecommendationRecord,
    ReportDocument,
    ReportProposal,
    ReportRecord,
)
from peelian.scrutiny.ledger.shelf import Ledger, shelf
from peelian.scrutiny.ledger.standing import Life


def recommendation_named(name: str) -> RecommendationRecord:
    """A published recommendation by ``<body>/<report>/<number>``. Raises PeelianError."""
    body, _, rest = name.partition("/")
    slug, _, number = rest.partition("/")
    found = (
        RecommendationRecord.objects.filter(
            report__organisation=body, report__slug=slug, report__state="published", number=number
        )
        .select_related("report__organisation")
        .first()
    )
    if found is None:
        raise PeelianError(
            "unknown-recommendation",
            f"No recommendation {name} is published.",
            "Look it up in the list of recommendations.",
        )
    return found


def reports_of(person: Person) -> QuerySet[ReportRecord]:
    """The reports that somebody may see in the office, drafts included: those of their own committees."""
    rows: QuerySet[ReportRecord] = ReportRecord.objects.filter(organisation__in=person.where(P.SEE_PAPERS))
    return rows.select_related("organisation")


def ledger_of(house: House) -> Ledger:
    """What is out, as everybody reads it."""
    return shelf(house.root, house.pack)


@dataclass(frozen=True)
class Due:
    """Something that waits for somebody: a recommendation with one body, and whether the body or the committee has to act."""

    life: Life
    side: str


def waiting(ledger: Ledger, bodies: Iterable[str], side: str) -> list[Due]:
    """What waits for bodies: as ``addressee`` what they have not answered or is overdue, as ``committee`` where a verdict is
    awaited, or was put off as too early.
    """
    among = set(bodies)
    found = [
        Due(one, side)
        for one in ledger.lives(today())
        if among & set(one.owed_by if side == "addressee" else (one.report.body,)) and _awaits(one, side)
    ]
    return sorted(found, key=lambda due: _urgency(due.life))


def _awaits(one: Life, side: str) -> bool:
    """An answered recommendation waits for nobody by the clock: the body says when there is something to claim. What is overdue
    waits for the body wherever it stands: also what the committee found not delivered, or is only said to be under way.
    """
    if side == "addressee":
        return (
            bool(one.overdue)
            or one.state.id in (MADE, ACKNOWLEDGED)
            or (one.state.id == ANSWERED and bool(one.unanswered))
        )
    return one.state.id == "claimed" or (
        one.state.id == "judged" and one.verdict is not None and one.verdict.id == "too-early"
    )


def owed_to(ledger: Ledger, bodies: Iterable[str]) -> list[Life]:
    """What committees asked and is overdue, the longest first: no body's silence takes it off the list."""
    among = set(bodies)
    return sorted((one for one in ledger.lives(today()) if one.report.body in among and one.overdue), key=_urgency)


def _urgency(one: Life) -> tuple[int, str]:
    days = max((late.days for late in one.overdue), default=0)
    return -days, str(one.recommendation.due or "9999")


def alike_before(house: House, name: str, among: int = 5) -> list[Like]:
    """Earlier recommendations that one may repeat, the likest first; those that it is linked to are left out."""
    ledger = ledger_of(house)
    one = ledger.recommendation(name)
    earlier = {held.id for held in ledger.asked_before(name)}
    return [like for like in alike(ledger, one) if like.recommendation.id not in earlier][:among]


def undecided(report: ReportRecord) -> QuerySet[ReportProposal]:
    """What was found in a report's documents and nobody has looked at."""
    rows: QuerySet[ReportProposal] = ReportProposal.objects.filter(document__report=report, state="proposed")
    return rows.select_related("document__report__organisation")


def closed_to(person: Person) -> list[str]:
    """Keys of reports and their documents that are not published, and of investigations that are not closed (their events tell of
    words that are not out) with what was done for those that are not open, of bodies whose papers somebody may not see; and of
    requests for another format, where they do not write its papers.
    """
    ours = person.where(P.SEE_PAPERS)
    reports = ReportRecord.objects.exclude(state="published").exclude(organisation__in=ours)
    documents = ReportDocument.objects.filter(report__in=reports)
    looked = InvestigationRecord.objects.exclude(state="closed").exclude(organisation__in=ours)
    done = ActivityRecord.objects.filter(investigation__in=looked.filter(state="drafting"))
    asked = FormatRequest.objects.exclude(report__organisation__in=person.where(P.WRITE_PAPERS))
    return [one.key for rows in (reports, documents, looked, done, asked) for one in rows.only("pk")]


def format_requests_of(person: Person) -> QuerySet[FormatRequest]:
    """The requests for another format that somebody may see, longest waiting first: of the committees whose papers they write."""
    rows: QuerySet[FormatRequest] = FormatRequest.objects.filter(report__organisation__in=person.where(P.WRITE_PAPERS))
    return rows.select_related("report__organisation")


def committees_of(person: Person, permission: P) -> QuerySet[Organisation]:
    """The bodies for whose committee somebody has a permission."""
    rows: QuerySet[Organisation] = Organisation.objects.filter(pk__in=person.where(permission))
    return rows
