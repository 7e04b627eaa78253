"""People for tests: each with one role, made as the command on the server makes them, through actions."""

from __future__ import annotations

from peelian.core.acting import COMMAND, Actor
from peelian.core.actions import accept, actor_of, invite
from peelian.core.models import Organisation, Person

PASSWORD = "correct horse battery staple"


def joined(organisation: Organisation, role: str, name: str) -> Person:
    """Somebody who was invited to a role and took it up."""
    email = f"{name.lower().replace(' ', '.')}@{organisation.pk}.example"
    invitation, _ = invite(
        organisation, role, email=email, name=name, title=f"{role} of {organisation.short}", by=COMMAND
    )
    return accept(invitation, PASSWORD, by=Actor(invitation.key, name))


def acting_as(organisation: Organisation, role: str, name: str) -> Actor:
    """The same, as who acts."""
    return actor_of(joined(organisation, role, name))
