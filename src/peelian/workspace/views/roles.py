"""Every role: what it is for, what it allows, who holds it."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from peelian.core.access import signed_in
from peelian.core.models import ORGANISATION_KINDS
from peelian.core.permissions import Permission as P
from peelian.core.queries import holders, overseen
from peelian.core.roles import ROLES
from peelian.workspace.doing import person_of


@signed_in
def roles(request: HttpRequest) -> HttpResponse:
    """All roles, for everybody; who holds them, for who looks after people."""
    organisations = overseen(person_of(request), P.MANAGE_PEOPLE)
    held = holders(organisations)
    shown = [
        {
            "role": role, "kinds": [ORGANISATION_KINDS[kind] for kind in role.kinds],
            "permissions": sorted(permission.value for permission in role.permissions), "holders": held.get(role.key, []),
        }
        for role in ROLES.values()
    ]  # fmt: skip
    return render(
        request, "workspace/roles.html", {"nav": "/office/people", "roles": shown, "oversees": organisations.exists()}
    )
