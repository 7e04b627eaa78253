"""The gate: every view says who may see it, in one visible word above it; one that says nothing is shown to nobody.

    @public                                anybody
    @signed_in                             anybody who works here
    @needs(P.READ_AUDIT)                   who holds a role that allows it, anywhere; the view then looks at the very record
    @needs(P.SEAL_EXEMPT, P.SEE_PAPERS)    who may do each of them

Third-party views, which cannot be marked, stand in the table that settings name (ACCESS).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar

from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.module_loading import import_string

from peelian.core.models import Person
from peelian.core.permissions import Permission
from peelian.core.sessions import end_sessions

V = TypeVar("V", bound=Callable[..., Any])
PUBLIC, SIGNED_IN, FIRST_FACTOR = "public", "signed in", "signed in, with or without a second factor"


@dataclass(frozen=True)
class Access:
    """Who may see a view: anybody, who works here, or who holds every one of its permissions."""

    word: str
    permissions: tuple[Permission, ...] = ()


def _marked(access: Access) -> Callable[[V], V]:
    def mark(view: V) -> V:
        view.access = access  # type: ignore[attr-defined]
        return view

    return mark


def public(view: V) -> V:
    """Anybody may see it."""
    return _marked(Access(PUBLIC))(view)


def signed_in(view: V) -> V:
    """Anybody who works here may see it; it shows each what is theirs."""
    return _marked(Access(SIGNED_IN, (Permission.USE_OFFICE,)))(view)


def needs(first: Permission, *more: Permission) -> Callable[[V], V]:
    """Who holds a permission may see it; of several, who holds each."""
    return _marked(Access(SIGNED_IN, (first, *more)))


def access_of(view: Any, name: str) -> Access | None:
    """What a view declares, or what settings say of a third-party one; None where nobody has said."""
    declared: Access | None = getattr(view, "access", None)
    if declared is None and name in (table := import_string(settings.ACCESS)):
        declared = Access(table[name])
    return declared


class Gate:
    """The middleware that asks, before any view is called."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Any, _: Any, __: Any) -> HttpResponse | None:
        """Let the request through, send it to sign in, or refuse it."""
        match = request.resolver_match
        access = access_of(view, match.view_name if match else "")
        if access is None:
            raise PermissionDenied(f"{view.__module__}.{view.__qualname__} does not say who may see it.")
        if access.word == PUBLIC:
            return None
        person = getattr(request, "user", None)
        if not isinstance(person, Person) or not person.is_active:
            return redirect_to_login(request.get_full_path(), reverse("account_login"))
        if not person.held:  # the last day of the last role is over: nobody has ended the sessions yet
            end_sessions(person)
            return redirect("account_inactive")
        if access.word == FIRST_FACTOR:
            return None
        if not has_second_factor(person) and not vouched_for(request):
            return redirect_to_login(request.get_full_path(), reverse("mfa_index"), "from")
        if not all(person.may(one) for one in access.permissions):
            asked = ", and ".join(one.value for one in access.permissions)
            raise PermissionDenied(f"This needs somebody who may {asked}.")
        return None


def vouched_for(request: HttpRequest) -> bool:
    """Whether this session began at the body's own sign-on, and settings say that it asks for a second factor itself."""
    from allauth.account.internal.flows.login import AUTHENTICATION_METHODS_SESSION_KEY

    methods = request.session.get(AUTHENTICATION_METHODS_SESSION_KEY, [])
    return settings.SECOND_FACTOR_VOUCHED and any(item.get("method") == "socialaccount" for item in methods)


def has_second_factor(person: Person) -> bool:
    """Whether somebody has a passkey or makes one-time codes; without one they get no further than to set it up."""
    if not settings.SECOND_FACTOR_REQUIRED:
        return True
    from allauth.mfa.models import Authenticator

    return Authenticator.objects.filter(user=person).exclude(type=Authenticator.Type.RECOVERY_CODES).exists()
