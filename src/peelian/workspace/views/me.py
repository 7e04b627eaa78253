"""Oneself: roles, ways to sign in, sessions, and what is kept about one."""

from __future__ import annotations

import json

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from peelian.core.access import needs, signed_in
from peelian.core.permissions import Permission as P
from peelian.core.subject_access import everything_about, readable
from peelian.core.telling import FACTORS
from peelian.figures.house import today
from peelian.workspace.doing import person_of
from peelian.workspace.views.people import role_words


@signed_in
def me(request: HttpRequest) -> HttpResponse:
    """What one is here, and how one signs in."""
    from allauth.mfa.models import Authenticator
    from allauth.usersessions.models import UserSession

    person, day = person_of(request), today()
    posts = [(post, role_words(post)) for post in person.posts.select_related("organisation")]
    return render(request, "workspace/me.html", {
        "held": [text for post, text in posts if post.holds(day) or post.from_day > day],
        "ended": [text for post, text in posts if not post.holds(day) and post.from_day <= day],
        "factors": [FACTORS[item.type] for item in Authenticator.objects.filter(user=person)],
        "sessions": UserSession.objects.filter(user=person).count(),
    })  # fmt: skip


@signed_in
def my_data(request: HttpRequest) -> HttpResponse:
    """Everything that is kept about whoever asks, to read or for a program."""
    told = everything_about(person_of(request), person_of(request))
    if request.GET.get("as") == "json":
        response = HttpResponse(
            json.dumps(told, indent=1, ensure_ascii=False, default=str), content_type="application/json"
        )
        response["Content-Disposition"] = 'attachment; filename="my-data.json"'
        return response
    return HttpResponse(readable(told), content_type="text/plain; charset=utf-8")


@needs(P.USE_OFFICE)
@require_POST
def end_session(request: HttpRequest, pk: int) -> HttpResponse:
    """End one of one's own sessions elsewhere."""
    from allauth.usersessions.adapter import get_adapter
    from allauth.usersessions.models import UserSession

    session = get_object_or_404(UserSession.objects.filter(user=person_of(request)), pk=pk)
    get_adapter().end_sessions([session])
    messages.success(request, "The session has ended.")
    return redirect("usersessions_list")
