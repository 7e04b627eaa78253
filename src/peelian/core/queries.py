"""Who may see whom: people, invitations and organisations as one person is allowed to look after them."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Container, Iterable
from typing import Any

from django.db.models import F, Q, QuerySet

from peelian.audit.models import Event, Kept
from peelian.audit.presenting import Telling
from peelian.core.models import Invitation, Organisation, Person, Post
from peelian.core.naming import KnownNames
from peelian.core.permissions import Permission
from peelian.core.roles import EVERYWHERE, ROLES
from peelian.figures.house import today

KEY = re.compile(r"[a-z-]+:[a-z0-9-]+")
"""How events name a record."""
STATES = {
    "here": "works here",
    "later": "begins later",
    "elsewhere": "works elsewhere",
    "gone": "has left",
    "erased": "erased",
}
"""How somebody stands today, as lists say it."""


def overseen(person: Person, permission: Permission) -> QuerySet[Organisation]:
    """The organisations over which a role of today gives somebody a permission; all of them for who has it everywhere."""
    if not person.is_active:
        return Organisation.objects.none()
    roles = [post.role for post in person.held if post.role in ROLES and permission in ROLES[post.role].permissions]
    found: QuerySet[Organisation] = Organisation.objects.all()
    return found if EVERYWHERE & set(roles) else found.filter(pk__in=person.where(permission))


def people_of(organisations: Iterable[Organisation]) -> QuerySet[Person]:
    """Everybody who holds, held or will hold a role in one of them, with their roles."""
    among = [item.pk for item in organisations]
    found: QuerySet[Person] = Person.objects.filter(posts__organisation__in=among)
    return found.distinct().prefetch_related("posts__organisation")


def account_of(name: str, title: str, body: str) -> Person | None:
    """Whose account has exactly this name, job title and organisation (its name or short name); None where none or several have."""
    named = Person.objects.filter(is_active=True, name__iexact=name.strip(), title__iexact=title.strip())
    wanted = body.strip().casefold()
    found = [
        person for person in named
        if any(wanted in (post.organisation.name.casefold(), post.organisation.short.casefold()) for post in person.held)
    ]  # fmt: skip
    return found[0] if len(found) == 1 else None


def invitations_of(organisations: Iterable[Organisation], at: dt.datetime) -> QuerySet[Invitation]:
    """Invitations that can still be accepted."""
    found: QuerySet[Invitation] = Invitation.objects.filter(organisation__in=list(organisations))
    return found.filter(accepted_at=None, withdrawn_at=None, expires_at__gt=at).select_related("organisation")


def state_of(person: Person, here: Iterable[str]) -> str:
    """A key of ``STATES``, for who looks after these organisations (slugs). Reads the roles that were fetched with the person."""
    if person.erased_at:
        return "erased"
    among, day = set(here), today()
    lasting = [post for post in person.posts.all() if post.holds(day) or post.from_day > day]
    own = [post for post in lasting if post.organisation_id in among]
    if own:
        return "here" if any(post.holds(day) for post in own) else "later"
    return "elsewhere" if lasting else "gone"


def last_seen(moment: dt.datetime | None, now: dt.datetime) -> str:
    """When somebody signed in last, as coarsely as an administrator has to know it."""
    if moment is None:
        return "never"
    days = (now - moment).days
    for limit, words in ((7, "within a week"), (31, "within a month"), (92, "within three months")):
        if days < limit:
            return words
    return "longer ago"


def holders(organisations: Iterable[Organisation]) -> dict[str, list[Post]]:
    """By role: who holds it today in these organisations."""
    found: dict[str, list[Post]] = {}
    day = today()
    posts: Any = Post.objects.filter(organisation__in=list(organisations)).select_related("person", "organisation")
    for post in posts.order_by("person__name"):
        if post.holds(day):
            found.setdefault(post.role, []).append(post)
    return found


CLOSED_TO: list[Callable[[Person], list[str]]] = []
"""One for each room whose records are not for everybody yet: keys of those whose events somebody may not read until they are."""


def events_for(person: Person) -> QuerySet[Event]:
    """The events that somebody may read: all, or those of their organisations and what the people of these did for themselves.

    What another organisation does about somebody who works for both is that organisation's event, with its reasons. An event of
    what is not out yet holds its words and figures, so it is for those alone who may see that.
    """
    return _events_of(person).exclude(subject__in=closed_to(person))


def waits_for_its_moment(person: Person) -> bool:
    """Whether there is anything whose events somebody may not read yet."""
    return bool(closed_to(person))


def closed_to(person: Person) -> list[str]:
    """Keys of what is not out yet and is not for somebody until it is."""
    return [key for room in CLOSED_TO for key in room(person)]


def _events_of(person: Person) -> QuerySet[Event]:
    where = overseen(person, Permission.READ_AUDIT)
    if any(post.role in EVERYWHERE for post in person.held) and where:
        return Event.objects.order_by("-number")
    slugs = set(where.values_list("pk", flat=True))
    people = [item.key for item in people_of(where) if slugs & set(item.belongs)]
    own = Q(subject__in=people) & (Q(actor=F("subject")) | Q(organisation=""))
    return Event.objects.filter(Q(organisation__in=[f"{Organisation.KIND}:{slug}" for slug in slugs]) | own).order_by(
        "-number"
    )


def who_did(actions: Iterable[str], subjects: Iterable[str]) -> dict[str, set[str]]:
    """By the key of a record: the keys of everybody who ever did one of these actions to it, whatever came after."""
    found: dict[str, set[str]] = {}
    events = Event.objects.filter(action__in=list(actions), subject__in=list(subjects))
    for subject, actor in events.values_list("subject", "actor").distinct().order_by():
        found.setdefault(subject, set()).add(actor)
    return found


def tellings(events: Iterable[Event]) -> list[Telling]:
    """Events with what is kept apart of them and their names: three queries or so, however many they are."""
    held = list(events)
    kept: dict[int, dict[str, Any]] = {}
    for item in Kept.objects.filter(event__in=[event.number for event in held]):
        kept.setdefault(item.event, {})[item.name] = item.value
    keys = {key for event in held for key in (event.actor, event.subject, event.organisation)}
    for event in held:
        keys |= {value for change in event.changes for value in (change["record"], change["before"], change["after"])
                 if isinstance(value, str) and KEY.fullmatch(value)}  # fmt: skip
    names = KnownNames(keys)
    return [Telling(event, names, kept.get(event.number, {})) for event in held]


def told_once(events: Iterable[Event], writing: Container[str]) -> list[Event]:
    """Events, newest first, with one for each person of every run of those by which words are written: each save is an event."""
    found: list[Event] = []
    writers = set[str]()
    for event in events:
        if event.action in writing:
            if event.actor in writers:
                continue
            writers.add(event.actor)
        else:
            writers.clear()
        found.append(event)
    return found
