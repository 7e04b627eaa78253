"""Two chains behind one list of middleware: the office, which knows who asks, and the public site, which must not.

A public page is the same for everybody and may be kept by caches; it never looks at a session. So the middleware of sessions
and sign-in works on office addresses alone, and that of releases and caching on all others.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.module_loading import import_string

from peelian.figures.errors import PeelianError
from peelian.public.middleware import HEADERS, OFFICE

Handler = Callable[[HttpRequest], HttpResponse]
_HOOKS = ("process_view", "process_exception", "process_template_response")


def in_the_office(request: HttpRequest) -> bool:
    """By the address as it was asked for: what rewrites it later does not change who may see what."""
    path = request.path
    return any(path == prefix or path.startswith(prefix + "/") for prefix in OFFICE)


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """An address that is not there, said in the room in which it was asked for."""
    from peelian.public.views.errors import not_found as on_the_site
    from peelian.workspace.views.errors import not_found as in_a_room

    return (in_a_room if in_the_office(request) else on_the_site)(request, exception)


def _where(name: str, wanted: bool) -> Callable[[Handler], Handler]:
    middleware = import_string(name)

    def factory(get_response: Handler) -> Handler:
        inner: Any = middleware(get_response)

        def handle(request: HttpRequest) -> HttpResponse:
            response: HttpResponse = (inner if in_the_office(request) is wanted else get_response)(request)
            return response

        def guarded(hook: Callable[..., Any]) -> Callable[..., Any]:
            return lambda request, *rest: hook(request, *rest) if in_the_office(request) is wanted else None

        for hook in _HOOKS:
            if hasattr(inner, hook):
                setattr(handle, hook, guarded(getattr(inner, hook)))
        return handle

    return factory


class NothingKept:
    """An office page is one person's: no cache keeps it, and no other site sees which it was."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        response.headers.setdefault("Cache-Control", "private, no-store")
        response.headers["Referrer-Policy"] = "same-origin"
        response.headers.setdefault("Content-Security-Policy", office_policy())
        return response


class Said:
    """What a record makes impossible is said in the office with its remedy: a page that asks for it is not at fault."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """The error's own words; None for everything that has none."""
        from peelian.workspace.views.errors import impossible

        return impossible(request, exception) if isinstance(exception, PeelianError) else None


def office_policy() -> str:
    """The public site's policy, and two things more: pages ask the server again, and sign-on is at its own address."""
    policy, origins = HEADERS["Content-Security-Policy"], " ".join(["'self'", *settings.SIGN_ON_ORIGINS])
    return f"{policy}; connect-src 'self'".replace("form-action 'self'", f"form-action {origins}")


sessions = _where("django.contrib.sessions.middleware.SessionMiddleware", True)
forgery = _where("django.middleware.csrf.CsrfViewMiddleware", True)
people = _where("django.contrib.auth.middleware.AuthenticationMiddleware", True)
messages = _where("django.contrib.messages.middleware.MessageMiddleware", True)
said = _where("peelian.config.rooms.Said", True)
open_sessions = _where("allauth.usersessions.middleware.UserSessionsMiddleware", True)
nothing_kept = _where("peelian.config.rooms.NothingKept", True)
only_reading = _where("peelian.public.middleware.only_reading", False)
as_published = _where("peelian.public.middleware.as_published", False)
conditional = _where("peelian.public.caching.conditional", False)
