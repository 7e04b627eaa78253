"""What waits for whom. Each room whose records go through a workflow adds one line to ``SOURCES``: a function of a person that
gives the open records they may see, with the way on from where each stands. Boards and the team's page are made of these.

    SOURCES.append(letters)        # letters(person) -> [Work, …], only what that person may see
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from django.db.models import Max, Min, Q

from peelian.audit.models import Event
from peelian.core.acting import now
from peelian.core.clocks.calendars import Calendar
from peelian.core.models import Organisation, Person, Post
from peelian.core.permissions import Permission as P
from peelian.core.queries import who_did
from peelian.core.roles import ROLES
from peelian.core.running.queries import running
from peelian.core.workflow import State, Step, Workflow
from peelian.figures.house import LONDON, today
from peelian.localities.models import QuarterReport
from peelian.localities.queries import WRITING as QUARTER_WRITING
from peelian.localities.rules import QUARTER
from peelian.performance.models import ReleaseRecord
from peelian.performance.queries import WRITING as RELEASE_WRITING
from peelian.performance.rules import RELEASE
from peelian.ui.format import counted, day

NOT_PLACED = " (not placed yet: its page says why)"
"""Of a scheduled release that will not come out by itself, because it does not lie among the releases."""
SOON = 10
"""Working days ahead that a board looks."""
Earlier = Callable[[str], Mapping[str, str | None]]


@dataclass(frozen=True)
class Work:
    """One record on its way through a workflow. ``earlier`` names who took part before, as a step by somebody (a key) sees it.

    ``since`` is said where no event tells since when it has stood where it stands; nobody is the author of what nobody wrote.
    """

    key: str
    title: str
    href: str
    workflow: Workflow
    state: State
    organisation: Organisation
    author: Person | None
    earlier: Earlier = field(repr=False)
    since: dt.date | None = None

    @property
    def ways_on(self) -> list[Step]:
        """The steps onward. One that must give a reason leads back, or aside: nobody is waited for to take it."""
        return [step for step in self.workflow.steps if self.state.id in step.before and not step.reason]

    def waits_for(self, key: str, permissions: Iterable[P]) -> list[Step]:
        """The steps onward that a person with these permissions in the record's organisation may take; empty: it is not theirs."""
        held = set(permissions)
        if self.state.permission not in held:
            return []
        before = self.earlier(key)
        return [
            step for step in self.ways_on
            if step.permission in held and not any(before.get(name) == key for name in step.not_by)
        ]  # fmt: skip


Source = Callable[[Person], Sequence[Work]]


def releases(person: Person) -> list[Work]:
    """Releases on their way out, where somebody may see drafts."""
    found = ReleaseRecord.objects.filter(organisation__in=person.where(P.SEE_DRAFTS)).exclude(state="withdrawn")
    open_ones = found.exclude(state="scheduled", at__lte=now(), to_place="").select_related(
        "organisation", "author", "reviewer"
    )
    written = who_did(RELEASE_WRITING, [record.key for record in open_ones])
    return [
        Work(
            record.key, record.title + (NOT_PLACED if record.to_place else ""), f"/office/releases/{record.pk}", RELEASE,
            RELEASE.state(record.state), record.organisation, record.author, _earlier(record, written),
        )
        for record in open_ones
    ]  # fmt: skip


def quarters(person: Person) -> list[Work]:
    """A borough's quarterly reports that are not published yet, for those who work on them."""
    found = QuarterReport.objects.filter(organisation__in=person.where(P.SEE_QUARTERS))
    open_ones = found.exclude(state__in=("published", "dropped")).select_related("organisation", "author", "reviewer")
    written = who_did(QUARTER_WRITING, [report.key for report in open_ones])
    return [
        Work(
            report.key, str(report), f"/office/quarters/{report.pk}", QUARTER, QUARTER.state(report.state), report.organisation,
            report.author, _earlier(report, written),
        )
        for report in open_ones
    ]  # fmt: skip


def _earlier(record: ReleaseRecord | QuarterReport, written: Mapping[str, set[str]]) -> Earlier:
    """Whoever wrote any of it counts as its author."""
    reviewer = record.reviewer.key if record.reviewer else None
    wrote = written.get(record.key, set())
    return lambda key: {"author": key if key in wrote else record.author.key, "reviewer": reviewer}


SOURCES: list[Source] = [releases, quarters]
"""One for each room whose records go through a workflow."""


@dataclass(frozen=True)
class Waiting:
    """A record as a board shows it: what is to be done, who has it, since when, and its nearest last day."""

    work: Work
    steps: tuple[str, ...]
    holders: tuple[str, ...]
    since: dt.date | None
    """None where nothing says since when."""
    due: dt.date | None
    clock: int | None

    @property
    def who(self) -> str:
        """Who has it: by name where they are few, else in the workflow's words."""
        if not self.work.ways_on:
            return self.work.state.waits_for
        return " or ".join(self.holders) if 0 < len(self.holders) <= 3 else self.work.state.waits_for

    @property
    def nobody(self) -> bool:
        """Whether nobody holds the role that it waits for, so that it would wait for ever."""
        return bool(self.work.ways_on) and not self.holders

    @property
    def long(self) -> str:
        """For how long it has stood where it stands; empty where nothing says since when."""
        if self.since is None:
            return ""
        days = (today() - self.since).days
        return "since today" if days <= 0 else f"for {counted(days, 'day', 'days')}, since {day(self.since)}"


def works_of(person: Person) -> list[Work]:
    """Every open record that somebody may see, of all rooms."""
    return [work for source in SOURCES for work in source(person)]


def waiting(works: Sequence[Work], person: Person) -> list[Waiting]:
    """Works with who has them, since when and until when: three queries, however many they are."""
    if not works:
        return []
    keys = [work.key for work in works]
    since, posts, due = _since(works), _posts({work.organisation.pk for work in works}), {}
    for clock in running().filter(subject__in=keys, due__isnull=False).order_by("-due", "-pk"):
        due[clock.subject] = (clock.due, clock.pk)
    own = _permissions(person)
    found = []
    for work in works:
        steps = tuple(step.title for step in work.waits_for(person.key, own.get(work.organisation.pk, set())))
        day_due, clock_pk = due.get(work.key, (None, None))
        begun = work.since or since.get(work.key)
        found.append(Waiting(work, steps, _holders(work, posts), begun, day_due, clock_pk))
    return sorted(found, key=lambda item: (item.due or dt.date.max, item.since or dt.date.max, item.work.title))


def _since(works: Sequence[Work]) -> dict[str, dt.date]:
    """By record: the day of its last step, or of its beginning where it has taken none."""
    steps = {step.action for work in works for step in work.workflow.steps}
    events = Event.objects.filter(subject__in=[work.key for work in works]).order_by().values("subject")
    moved = events.annotate(begun=Min("at"), moved=Max("at", filter=Q(action__in=steps)))
    return {item["subject"]: (item["moved"] or item["begun"]).astimezone(LONDON).date() for item in moved}


def _posts(organisations: set[str]) -> list[Post]:
    found = Post.objects.filter(organisation__in=organisations, person__is_active=True).select_related("person")
    return [post for post in found.order_by("person__name") if post.holds(today()) and post.role in ROLES]


def _holders(work: Work, posts: Iterable[Post]) -> tuple[str, ...]:
    """Names of those who may take it on from where it stands."""
    held: dict[Person, set[P]] = {}
    for post in posts:
        if post.organisation_id == work.organisation.pk:
            held.setdefault(post.person, set()).update(ROLES[post.role].permissions)
    return tuple(person.name for person, own in held.items() if work.waits_for(person.key, own))


def _permissions(person: Person) -> dict[str, set[P]]:
    """By organisation: what somebody may do over what it owns."""
    found: dict[str, set[P]] = {}
    for post in person.held:
        if post.role in ROLES:
            found.setdefault(post.organisation_id, set()).update(ROLES[post.role].permissions)
    return found


def horizon(calendar: Calendar, days: int = SOON) -> dt.date:
    """The last of so many working days after today, in England and Wales."""
    last = today()
    while days:
        last += dt.timedelta(days=1)
        days -= not calendar.closed(last, "england-and-wales")
    return last


TEACHES: dict[P, str] = {
    P.LOAD_FILES: "files that you load, with how far each is and what became of it",
    P.DRAFT_RELEASE: "releases that you write, until you send them for review, and again when one is sent back",
    P.REVIEW_RELEASE: "releases that wait for a quality review by somebody who did not write them",
    P.SIGN_OFF_RELEASE: "reviewed releases that wait for your signature and their day",
    P.WRITE_QUARTER: "your borough’s report of each quarter, with the day by which it is due",
    P.REVIEW_QUARTER: "quarterly reports that wait for a review by somebody who did not write them",
    P.SIGN_OFF_QUARTER: "reviewed quarterly reports that wait for you to publish them",
    P.WRITE_PLAN: "plans that you write, with what each still lacks, and what was read in from a document and waits for you",
    P.ISSUE_PLAN: "plans that somebody else wrote, once every step of the law is on record and they wait for you to be issued",
    P.CLAIM_PROGRESS: "promises of the plan in force that are overdue, and those that a review has reopened",
    P.WRITE_DECISION: "decisions that you write, with what each still lacks, and signed ones that are due to be published",
    P.ADVISE_DECISION: "decisions that somebody else wrote and on which you are asked for advice",
    P.COUNTERSIGN_DECISION: "decisions that are advised on and wait for you to countersign them",
    P.SIGN_DECISION: "decisions that wait for you to take them",
    P.WRITE_PAPERS: "meetings to be called, agendas with the day by which they must be out, minutes to be written and agreed",
    P.SPEAK_FOR_COMMITTEE: "minutes that wait for your signature, words of an investigation that wait for you to publish them, "
    "and what a body says it delivered and the committee has to judge",
    P.ANSWER_COMMITTEE: "what committees asked of your body, until they close it",
    P.MANAGE_HOLIDAYS: "nothing of its own about bank holidays, but whoever’s day moves when you change one is told on theirs",
    P.SEAL_EXEMPT: "what is withheld and has to be looked at again, four weeks before its day",
    P.USE_OFFICE: "every last day that waits for you, and notices: a day that moved, a report that was sent back",
}
"""What a board will show, to somebody whose board shows nothing yet: by what they may do."""


def teaches(person: Person) -> list[str]:
    """What will stand on somebody's board."""
    return [text for permission, text in TEACHES.items() if person.may(permission)]
