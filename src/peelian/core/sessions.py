"""The sessions of a person: ended when their last role ends, so that nobody works on with a browser left open."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from peelian.core.models import Person


def end_sessions(person: Person, but: str = "") -> int:
    """End every session of a person; ``but`` is the key of one that goes on. Returns how many were ended."""
    from allauth.usersessions.models import UserSession

    ended = 0
    for session in UserSession.objects.filter(user_id=person.pk).exclude(session_key=but):
        session.end()
        ended += 1
    return ended
