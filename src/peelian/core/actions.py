"""Organisations, invitations, joiners, movers and leavers: every way in which they change."""

from __future__ import annotations

import datetime as dt
import hashlib
import secrets
from typing import Any

from django.core.exceptions import ValidationError

from peelian.core.acting import Actor, acting, action, now
from peelian.core.models import Invitation, Organisation, OrganisationArea, OrganisationPower, Person, Post
from peelian.core.permissions import Permission as P
from peelian.core.roles import EVERYWHERE, ROLES, InstallationManager
from peelian.core.sessions import end_sessions
from peelian.figures.errors import PeelianError
from peelian.figures.house import today

INVITED_FOR = dt.timedelta(days=7)


@action("organisation.add")
def add_organisation(*, by: Actor, reason: str = "", **fields: Any) -> Organisation:
    """Add an organisation. Raises PeelianError where there is one of that name in addresses."""
    by.must(P.MANAGE_ORGANISATIONS)
    if Organisation.objects.filter(slug=fields.get("slug")).exists():
        message = f"There is a body {fields['slug']} in addresses already."
        raise PeelianError("same-slug", message, "Name this one otherwise.", {"at": ["slug"]})
    return acting().create(Organisation, **fields)


@action("organisation.change")
def change_organisation(organisation: Organisation, *, by: Actor, reason: str = "", **fields: Any) -> None:
    """Change an organisation's name, kind or days."""
    by.must(P.MANAGE_ORGANISATIONS, organisation.key)
    acting().change(organisation, **fields)


@action("organisation.area")
def give_area(
    organisation: Organisation, area: str, from_day: dt.date, *, by: Actor, reason: str = ""
) -> OrganisationArea:
    """Note that an organisation covers an area from a day."""
    by.must(P.MANAGE_ORGANISATIONS, organisation.key)
    acting().about(organisation)
    return acting().create(OrganisationArea, organisation=organisation, area=area, from_day=from_day)


@action("organisation.power")
def give_power(
    organisation: Organisation, power: str, from_day: dt.date, *, law: str = "", by: Actor, reason: str = ""
) -> OrganisationPower:
    """Note that an organisation has a power from a day."""
    by.must(P.MANAGE_ORGANISATIONS, organisation.key)
    acting().about(organisation)
    return acting().create(OrganisationPower, organisation=organisation, power=power, law=law, from_day=from_day)


@action("organisation.end-dated")
def end_dated(held: OrganisationArea | OrganisationPower, last_day: dt.date, *, by: Actor, reason: str = "") -> None:
    """End an area or a power of an organisation."""
    by.must(P.MANAGE_ORGANISATIONS, held.owner)
    acting().about(held.organisation)
    acting().change(held, until_day=last_day)


def _may_give(role: str, organisation: Organisation, by: Actor) -> None:
    """Raises NotAllowed: who manages one organisation cannot give a role that holds over all."""
    by.must(P.MANAGE_PEOPLE, organisation.key)
    if role in EVERYWHERE:
        by.must(P.MANAGE_ORGANISATIONS)


def _not_to_oneself(by: Actor, email: str) -> None:
    """Raises PeelianError where it is one's own address: who looks after people would see and publish whatever they like."""
    if by.person and by.person.email.lower() == email.lower():
        raise PeelianError(
            "own-role",
            "Nobody gives themselves a role.",
            "Ask another administrator or the installation manager; on a new installation, use peelian office invite.",
        )


@action("person.invite")
def invite(
    organisation: Organisation, role: str, *, email: str, name: str, title: str = "", until_day: dt.date | None = None,
    by: Actor, reason: str = "",
) -> tuple[Invitation, str]:  # fmt: skip
    """Invite somebody to a role; returns the invitation and the secret of its link, which is kept nowhere.

    Raises ValidationError for a role that the organisation cannot have, PeelianError where the person is there already.
    """
    _may_give(role, organisation, by)
    Post(person_id=0, organisation=organisation, role=role, from_day=today(), until_day=until_day).clean()
    email = email.strip().lower()
    _not_to_oneself(by, email)
    if Person.objects.filter(email__iexact=email).exists():
        raise PeelianError(
            "known-person", "Somebody with this address is here already.", "Give them the role on their page instead."
        )
    secret, made = secrets.token_urlsafe(32), now()
    for other in Invitation.objects.filter(organisation=organisation, role=role, email=email):
        if other.open(made):
            raise PeelianError(
                "invited-already", "They are invited to this role already.", "Give them a new link instead."
            )
    invitation = acting().create(
        Invitation, organisation=organisation, role=role, email=email, name=name.strip(), title=title.strip(),
        until_day=until_day, token_hash=_hash(secret), made_at=made, expires_at=made + INVITED_FOR,
    )  # fmt: skip
    return invitation, secret


@action("person.invite-again")
def invite_again(invitation: Invitation, *, by: Actor, reason: str = "") -> str:
    """Give an invitation a new link and new days; the old link is good for nothing. Returns the new secret."""
    _may_give(invitation.role, invitation.organisation, by)
    if invitation.accepted_at or invitation.withdrawn_at:
        raise PeelianError("closed-invitation", "This invitation is closed.", "Make a new one.")
    secret = secrets.token_urlsafe(32)
    acting().change(invitation, token_hash=_hash(secret), expires_at=now() + INVITED_FOR)
    return secret


@action("person.withdraw-invitation")
def withdraw(invitation: Invitation, *, by: Actor, reason: str = "") -> None:
    """Withdraw an invitation that has not been accepted."""
    by.must(P.MANAGE_PEOPLE, invitation.owner)
    if invitation.accepted_at:
        raise PeelianError("closed-invitation", "This invitation has been accepted.", "End the person's role instead.")
    acting().change(invitation, withdrawn_at=now())


def invitation_of(secret: str) -> Invitation | None:
    """The open invitation that a link's secret belongs to."""
    found = Invitation.objects.select_related("organisation").filter(token_hash=_hash(secret)).first()
    return found if found and found.open(now()) else None


def invited_at(email: str) -> Invitation | None:
    """The newest open invitation to an address: for a work account whose provider has confirmed it."""
    found = Invitation.objects.select_related("organisation").filter(email__iexact=email.strip())
    return next((item for item in found if item.open(now())), None)


@action("person.join")
def accept(invitation: Invitation, password: str | None, *, by: Actor, reason: str = "") -> Person:
    """Somebody takes up their invitation: with a password, or with none where their work account signs them in.

    Raises PeelianError where it is not open any more.
    """
    by.may(P.USE_OFFICE)  # whoever holds the link is invited: that is the permission
    held = Invitation.objects.select_for_update().get(pk=invitation.pk)
    if not held.open(now()):
        raise PeelianError(
            "closed-invitation", "This invitation has been used, withdrawn or is out of date.", "Ask for a new one."
        )
    if Person.objects.filter(email__iexact=held.email).exists():
        raise PeelianError(
            "known-person", "Somebody with this address is here already.", "Ask an administrator to give them the role."
        )
    person = Person(email=held.email, name=held.name, title=held.title)
    person.set_password(password)
    act = acting()
    person = act.create(Person, email=held.email, name=held.name, title=held.title, password=person.password)
    act.about(person, held.owner)
    act.create(
        Post, person=person, organisation=held.organisation, role=held.role, from_day=today(), until_day=held.until_day
    )
    act.change(held, accepted_at=now())
    return person


@action("person.give-role")
def give_role(
    person: Person, organisation: Organisation, role: str, *, from_day: dt.date | None = None, until_day: dt.date | None = None,
    by: Actor, reason: str = "",
) -> Post:  # fmt: skip
    """Give a person a role; nobody gives themselves one.

    Raises PeelianError where they hold it already, ValidationError where it cannot be held there.
    """
    _may_give(role, organisation, by)
    _not_to_oneself(by, person.email)
    begins = from_day or today()
    if any(
        post.role == role and post.organisation_id == organisation.pk and post.holds(begins)
        for post in person.posts.all()
    ):
        raise PeelianError("held-already", f"They are {ROLES[role].title} there already.", "Nothing needs to be done.")
    act = acting()
    act.about(person, organisation.key)
    if not person.is_active:
        act.change(person, is_active=True)
    made = act.create(Post, person=person, organisation=organisation, role=role, from_day=begins, until_day=until_day)
    person.__dict__.pop("held", None)
    return made


@action("person.end-role")
def end_role(post: Post, *, last_day: dt.date | None = None, by: Actor, reason: str = "") -> None:
    """End a role: after its last day, else at once; one that has not begun is taken back.

    Raises ValidationError where it would end before it began, PeelianError where it has ended and for the last installation
    manager's.
    """
    _may_give(post.role, post.organisation, by)
    if not post.holds(today()) and post.from_day <= today():
        raise PeelianError(
            "ended-already", f"The role {post} has ended.", "Give it anew, if they are to hold it again."
        )
    if last_day and post.until_day and last_day > post.until_day:  # that gives some days more
        _not_to_oneself(by, post.person.email)
    if post.role == InstallationManager.key and post.until_day is None and by.person:
        _not_the_last(post)
    act, person = acting(), post.person
    act.about(person, post.owner)
    if post.from_day > today():
        act.remove(post)  # it never began
    elif last_day is None:
        act.change(post, until_day=today(), ended_at=now())
    else:
        act.change(post, until_day=last_day)
    person.__dict__.pop("held", None)
    if not person.held and not person.posts.filter(from_day__gt=today()).exists():
        act.change(person, is_active=False)
        end_sessions(person)


def _not_the_last(post: Post) -> None:
    """Raises PeelianError where nobody would be left who looks after the installation until further notice."""
    everybody = (
        Post.objects.select_for_update().filter(role=post.role, until_day=None).order_by("pk")
    )  # two may leave at once
    held = [item.pk for item in everybody if item.pk != post.pk and item.holds(today())]
    if not Post.objects.filter(pk__in=held, person__is_active=True).exists():
        raise PeelianError(
            "last-manager", "Nobody else looks after the installation.", "Give the role to somebody else first."
        )


@action("person.leave")
def leave(person: Person, *, last_day: dt.date | None = None, by: Actor, reason: str = "") -> int:
    """End every role of a person that one may end; roles in other organisations go on. Returns how many were ended.

    Raises NotAllowed where one may end none.
    """
    must_look_after(person, by=by)
    day = today()
    mine = [
        post for post in person.posts.select_related("organisation")
        if (post.holds(day) or post.from_day > day) and by.may(P.MANAGE_PEOPLE, post.owner)
        and (post.role not in EVERYWHERE or by.may(P.MANAGE_ORGANISATIONS))
    ]  # fmt: skip
    for post in mine:
        post.person = person
        end_role(post, last_day=last_day, by=by)
    if mine:
        acting().about(person, mine[0].owner)
    return len(mine)


@action("person.reset-factors")
def reset_factors(person: Person, *, by: Actor, reason: str = "") -> int:
    """Take every second factor of somebody away who has lost their device: their password leads to setting one up again.

    Every session of theirs ends. Returns how many there were; nobody does it for themselves. Of somebody who works for several
    organisations only who looks after all of them does it, or an installation manager; so of one of these.
    """
    from allauth.mfa.models import Authenticator

    must_look_after_all(person, by=by)  # it guards their work for each of these, not for one's own alone
    if any(post.role in EVERYWHERE for post in person.held):
        by.must(P.MANAGE_ORGANISATIONS)
    if by.person == person:
        raise PeelianError("own-factors", "Nobody resets their own second factor.", "Change it under “You” instead.")
    count, _ = Authenticator.objects.filter(user_id=person.pk).delete()
    end_sessions(person)
    acting().note(person, "second factors removed", count)
    return count


@action("person.change")
def change_person(person: Person, *, by: Actor, reason: str = "", **fields: Any) -> None:
    """Change a person's name or job title: their own, or of somebody all of whose organisations one looks after.

    The job title is published with what they sign off, for each of these organisations.
    """
    if by.person == person:
        by.must(P.USE_OFFICE)
    else:
        must_look_after_all(person, by=by)
    allowed = {"name", "title"}
    if set(fields) - allowed:
        raise ValidationError(f"Only {' and '.join(sorted(allowed))} can be changed here.")
    acting().change(person, **fields)


def must_look_after(person: Person, *, by: Actor, permission: P = P.MANAGE_PEOPLE) -> None:
    """Raises NotAllowed where somebody may not, in any of the organisations that a person belongs to; all where they have none."""
    where = [f"{Organisation.KIND}:{slug}" for slug in person.belongs]
    if not any(by.may(permission, key) for key in where):
        by.must(P.MANAGE_ORGANISATIONS)


def must_look_after_all(person: Person, *, by: Actor) -> None:
    """Raises NotAllowed where somebody may not in each of the organisations that a person belongs to."""
    must_look_after(person, by=by)
    for slug in person.belongs:
        by.must(P.MANAGE_PEOPLE, f"{Organisation.KIND}:{slug}")


def actor_of(person: Person) -> Actor:
    """A person as who acts."""
    return Actor(person.key, person.name, person, person.owner)


def _hash(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()
