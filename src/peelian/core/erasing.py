"""Erasure and retention: what is kept about a person goes by class, and the audit's chain still holds (decision 0022)."""

from __future__ import annotations

import datetime as dt
import secrets
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.db.models import Q

from peelian.audit.models import Kept
from peelian.audit.presenting import Telling, tells
from peelian.audit.verifying import ERASED, ERASED_INVITATION, ERASED_NAME
from peelian.core.acting import Actor, acting, action, now
from peelian.core.models import Invitation, Organisation, Person
from peelian.core.permissions import Permission as P
from peelian.core.privacy import CLASSES, CONTACT, CREDENTIAL, IDENTITY, USAGE
from peelian.core.records import Record
from peelian.core.subject_access import everything_about
from peelian.figures.errors import PeelianError
from peelian.figures.house import today

ALL = (IDENTITY.id, CONTACT.id, CREDENTIAL.id, USAGE.id)
"""The classes that erasure removes or replaces; the others say nothing about a person, or are what people wrote."""
_NOWHERE = "erased.invalid"
_AT_SIGN_IN = ("account.EmailAddress", "socialaccount.SocialAccount")


@dataclass(frozen=True)
class Due:
    """Classes of a person that are past their period, and since when it counts."""

    person: Person
    classes: tuple[str, ...]
    since: dt.date


@action("person.export")
def export_person(person: Person, *, by: Actor, reason: str = "") -> dict[str, Any]:
    """Give out everything that is kept about a person, and leave a note that it was given."""
    by.must(P.EXPORT_PERSON)
    told = everything_about(person, by.person)
    acting().about(person, _home(person))
    acting().note(person, "events given out", len(told["events"]))
    return told


@action(ERASED)
def erase_person(
    person: Person, *, classes: tuple[str, ...] = ALL, words: bool = False, by: Actor, reason: str = ""
) -> int:
    """Erase classes of what is kept about a person; ``words`` also erases the reasons that people gave for what was done to them.

    Returns how many values of events were erased. Raises PeelianError while they hold a role (save for what grows old by
    itself: when they signed in) and for a class that there is not.
    """
    by.must(P.ERASE_PERSON)
    if unknown := set(classes) - set(ALL):
        raise PeelianError("unknown-class", f"No class {', '.join(sorted(unknown))}.", f"Use some of {', '.join(ALL)}.")
    if set(classes) - {USAGE.id} and _last_day(person) is None:
        raise PeelianError(
            "holds-a-role", f"{person.name} holds a role, or will hold one.", "End their roles first, then erase."
        )
    act = acting()
    act.about(person, _home(person))
    gone = _erase_values(person, classes, words=words)
    _erase_rows(person, classes)
    act.note(person, "classes", sorted(classes))
    act.note(person, "erased values", gone)
    return len(gone)


def _home(person: Person) -> str:
    """Whose event it is: the organisation that the person belongs to."""
    return next((f"{Organisation.KIND}:{slug}" for slug in person.belongs), "")


def _erase_values(person: Person, classes: tuple[str, ...], *, words: bool) -> list[list[Any]]:
    """Remove what the audit keeps apart of a person; returns event and name of each, for the event that says so."""
    chosen = Q(about=person.key, privacy__in=classes)
    for invitation in _invitations(person):
        chosen |= Q(name__startswith=f"{invitation.key} ", privacy__in=classes)
    if words:
        from peelian.audit.models import Event

        numbers = list(Event.objects.filter(subject=person.key).values_list("number", flat=True))
        chosen |= Q(event__in=numbers, name="reason")
    found = Kept.objects.filter(chosen).order_by("event", "name")
    gone = [[event, name] for event, name in found.values_list("event", "name")]
    found.delete()
    return gone


def _invitations(person: Person) -> list[Invitation]:
    """The invitations that went to a person's address, or that have been erased for them."""
    emails = Q(email__iexact=person.email) | Q(email__startswith=f"person-{person.pk}-")
    return list(Invitation.objects.filter(emails))


def _erase_rows(person: Person, classes: tuple[str, ...]) -> None:
    """Replace or remove what the tables keep. Saved without noting what was there before: the event must not keep it again."""
    for invitation in _invitations(person):
        if IDENTITY.id in classes:
            invitation.name, invitation.title = f"Person {person.pk}", ""
        if CONTACT.id in classes:
            invitation.email = f"person-{person.pk}-{invitation.pk}@{_NOWHERE}"
        if CREDENTIAL.id in classes:
            invitation.token_hash = f"erased-{secrets.token_hex(20)}"
            invitation.withdrawn_at = invitation.withdrawn_at or (None if invitation.accepted_at else now())
        invitation.save()
    if IDENTITY.id in classes:
        person.name, person.title, person.erased_at = f"Person {person.pk}", "", now()
        _erase_names(person)
    if CONTACT.id in classes:
        person.email = f"person-{person.pk}@{_NOWHERE}"
        _remove(person, *_AT_SIGN_IN)
    if CREDENTIAL.id in classes:
        person.set_unusable_password()
        person.is_active = False
        _remove(person, "mfa.Authenticator", "socialaccount.SocialAccount")
    if USAGE.id in classes:
        person.last_login = None
        _remove_sessions(person)
    person.save()


def _naming() -> Iterator[tuple[Any, list[str]]]:
    """Every table of a room that is about a ``person`` and keeps a name of its own, with the fields of it."""
    for model in apps.get_models():
        if issubclass(model, Record) and "person" in model.PRIVACY:
            names = [name for name, privacy in model.PRIVACY.items() if privacy is IDENTITY]
            if names:
                yield model, names


def _erase_names(person: Person) -> None:
    """Replace their name in every table of a room that is about a ``person`` and keeps one of its own."""
    for model, names in _naming():
        for row in model.objects.filter(person=person):
            _put(row, names, f"Person {person.pk}")


def _put(row: Any, names: list[str], text: str) -> None:
    for name in names:
        setattr(row, name, text)
    row.save(update_fields=names)


def _nobody(row: Record) -> str:
    """What stands for an erased name of somebody without an account."""
    return f"Listed {row.pk}"


def _remove(person: Person, *labels: str) -> None:
    for label in labels:
        apps.get_model(label)._default_manager.filter(user=person).delete()


def _remove_sessions(person: Person) -> None:
    """Of who has left: all. Of who works here: those that have not been seen for so long that they are dead anyway."""
    from allauth.usersessions.models import UserSession

    old = now() - dt.timedelta(days=31 * (USAGE.months or 0))
    for session in UserSession.objects.filter(user=person):
        if not person.is_active or session.last_seen_at < old:
            session.end()


def _last_day(person: Person) -> dt.date | None:
    """The last day of the last role; None while one holds or will hold."""
    posts, day = list(person.posts.all()), today()
    if any(post.holds(day) or post.from_day > day for post in posts):
        return None
    return max((post.until_day for post in posts if post.until_day), default=person.joined_at.date())


def months_after(day: dt.date, months: int) -> dt.date:
    """The same day so many months later; the last of the month where there is no such day."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    for number in (day.day, 30, 29, 28):
        try:
            return dt.date(year, month + 1, number)
        except ValueError:
            continue
    raise AssertionError("every month has 28 days")


def due_for_erasure(day: dt.date) -> list[Due]:
    """Who has something that is past its period on a day, counted from the end of their last role; uses from when they were."""
    found = []
    for person in Person.objects.prefetch_related("posts").order_by("pk"):
        ended = _last_day(person)
        past = [
            item.id for item in CLASSES.values()
            if item.id in ALL and item is not USAGE and ended and months_after(ended, item.months or 0) < day
            and _holds(person, item.id)
        ]  # fmt: skip
        if person.last_login and months_after(_seen(person), USAGE.months or 0) < day:
            past.append(USAGE.id)
        if past:
            found.append(Due(person, tuple(past), ended or _seen(person)))
    return found


def _seen(person: Person) -> dt.date:
    """The day on which they signed in last, else that on which they joined."""
    return (person.last_login or person.joined_at).date()


def _holds(person: Person, privacy: str) -> bool:
    """Whether there is still something of a class to erase."""
    if privacy == IDENTITY.id:
        return person.erased_at is None
    if privacy == CONTACT.id:
        return not person.email.endswith(f"@{_NOWHERE}")
    factors = apps.get_model("mfa.Authenticator")._default_manager.filter(user=person)
    return person.has_usable_password() or factors.exists()


@action(ERASED_INVITATION)
def erase_invitation(invitation: Invitation, *, by: Actor, reason: str = "") -> None:
    """Erase an invitation that nobody took up: name and address go from it and from the audit."""
    by.must(P.ERASE_PERSON)
    found = Kept.objects.filter(name__startswith=f"{invitation.key} ")
    gone = [[event, name] for event, name in found.order_by("event", "name").values_list("event", "name")]
    found.delete()
    invitation.name, invitation.title = f"Invited {invitation.pk}", ""
    invitation.email = f"invited-{invitation.pk}@{_NOWHERE}"
    invitation.save()
    acting().note(invitation, "erased values", gone)


@action(ERASED_NAME)
def erase_name(row: Record, *, by: Actor, reason: str = "") -> None:
    """Erase the name of somebody without an account from a record, such as a pre-release list, and from the audit.

    Raises PeelianError for a record that names nobody, or somebody with an account: they are erased as a person.
    """
    by.must(P.ERASE_PERSON)
    names = next((names for model, names in _naming() if isinstance(row, model)), [])
    if not names or getattr(row, "person", None) is not None:
        raise PeelianError("no-name", f"{row.key} holds no name of its own.", "Erase the person instead.")
    found = Kept.objects.filter(name__in=[f"{row.key} {name}" for name in names])
    gone = [[event, name] for event, name in found.order_by("event", "name").values_list("event", "name")]
    found.delete()
    _put(row, names, _nobody(row))
    acting().note(row, "erased values", gone)


def named_elsewhere(key: str) -> Record:
    """The record of a key (``pre-release:12``) that names somebody without an account. Raises PeelianError where there is none."""
    kind, _, number = key.partition(":")
    for model, _names in _naming():
        if kind == model.KIND and number.isdigit():
            row: Record | None = model.objects.filter(pk=int(number), person=None).first()
            if row is not None:
                return row
    raise PeelianError("no-name", f"{key} names nobody without an account.", "Look at the key in the audit.")


def old_names(day: dt.date) -> list[Any]:
    """Records that still name somebody without an account, past the period of names; it counts from the record's ``kept_since``."""
    return [
        row for model, names in _naming() for row in model.objects.filter(person=None)
        if any(getattr(row, name) != _nobody(row) for name in names)
        and months_after(row.kept_since, IDENTITY.months or 0) < day
    ]  # fmt: skip


def old_invitations(day: dt.date) -> list[Invitation]:
    """Invitations that nobody took up, whose last day is longer ago than contacts are kept."""
    return [
        item for item in Invitation.objects.filter(accepted_at=None).exclude(email__endswith=f"@{_NOWHERE}")
        if months_after(item.expires_at.date(), CONTACT.months or 0) < day
    ]  # fmt: skip


@tells("person.export")
def _(told: Telling) -> str:
    return f"{told.who} gave out everything that is kept about {told.whom}."


@tells(ERASED)
def _(told: Telling) -> str:
    classes, values = told.now("classes") or [], told.now("erased values") or []
    named = ", ".join(CLASSES[item].title.lower() if item in CLASSES else item for item in classes)
    return f"{told.who} erased of {told.whom}: {named}; {len(values)} values of events went with it."


@tells(ERASED_INVITATION)
def _(told: Telling) -> str:
    return f"{told.who} erased an invitation that nobody took up ({told.whom})."


@tells(ERASED_NAME)
def _(told: Telling) -> str:
    return f"{told.who} erased the name of somebody without an account ({told.whom})."
