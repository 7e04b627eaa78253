"""What every office page is told: who is signed in, what they may open, and what has been said to them."""

from __future__ import annotations

from typing import Any

from django.contrib.messages import get_messages
from django.http import HttpRequest

from peelian.core.access import has_second_factor, vouched_for
from peelian.core.models import Person
from peelian.core.permissions import Permission as P

ROOMS: tuple[tuple[str, str, P], ...] = (
    ("/office", "Board", P.USE_OFFICE),
    ("/office/desk", "Releases", P.SEE_DRAFTS),
    ("/office/calendar", "Calendar", P.SEE_DRAFTS),
    ("/office/clocks", "Clocks", P.USE_OFFICE),
    ("/office/holidays", "Bank holidays", P.MANAGE_HOLIDAYS),
    ("/office/jobs", "Background work", P.LOAD_FILES),
    ("/office/quarters", "Quarterly reports", P.SEE_QUARTERS),
    ("/office/quarters/boroughs", "Boroughs' quarters", P.SEE_DRAFTS),
    ("/office/plans", "Plans", P.SEE_PLAN),
    ("/office/committees", "Committees", P.SEE_PAPERS),
    ("/office/asked", "Asked by committees", P.ANSWER_COMMITTEE),
    ("/office/recommendations", "Recommendations", P.SEE_PAPERS),
    ("/office/recommendations/answers", "Recommendations to answer", P.ANSWER_COMMITTEE),
    ("/office/decisions", "Decisions", P.SEE_DECISIONS),
    ("/office/exempt", "Exempt parts", P.SEE_EXEMPT),
    ("/office/people", "People", P.MANAGE_PEOPLE),
    ("/office/organisations", "Organisations", P.MANAGE_ORGANISATIONS),
    ("/office/audit", "Audit", P.READ_AUDIT),
)
"""Address, name, and what one must be allowed to see it in the menu. The view itself is asked again."""


def office(request: HttpRequest) -> dict[str, Any]:
    """Nothing on public pages: they are the same for everybody, and never look at a session."""
    person = getattr(request, "user", None)
    if not isinstance(person, Person):
        return {}
    inside = has_second_factor(person) or vouched_for(request)
    return {
        "person": person,
        "rooms": [
            {"href": href, "text": text} for href, text, permission in ROOMS if inside and person.may(permission)
        ],
        "said": list(get_messages(request)),
    }
