"""Joiners, movers and leavers: everybody one looks after, how they came, what they may, and how they go."""

from __future__ import annotations

import datetime as dt
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Q, QuerySet
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from peelian.core import actions
from peelian.core.access import needs
from peelian.core.acting import now
from peelian.core.letters import send_invitation
from peelian.core.models import Invitation, Organisation, Person, Post
from peelian.core.permissions import Permission as P
from peelian.core.queries import (
    STATES,
    events_for,
    invitations_of,
    last_seen,
    overseen,
    people_of,
    state_of,
    tellings,
)
from peelian.core.roles import EVERYWHERE, ROLES
from peelian.figures.house import today
from peelian.ui import format as words
from peelian.ui.components import Cell, Column, FigureTable, Row
from peelian.workspace.doing import attempt, person_of, refusal, who
from peelian.workspace.exports import as_file, csv_lines
from peelian.workspace.forms import EndForm, GiveRoleForm, InviteForm, NameForm, PeopleFilter, ReasonForm
from peelian.workspace.history import told_event

NAV = {"nav": "/office/people"}
AT_ONCE = 100
SORTS = {"name": "name", "title": "title", "seen": "last_login"}


def mine(request: HttpRequest) -> QuerySet[Organisation]:
    """The organisations whose people one looks after."""
    return overseen(person_of(request), P.MANAGE_PEOPLE)


def slugs(organisations: QuerySet[Organisation]) -> list[str]:
    """Their names in addresses."""
    return [item.pk for item in organisations]


def found(request: HttpRequest, form: PeopleFilter) -> list[Person]:
    """The people that a filter leaves, in the order that is asked for."""
    asked: dict[str, Any] = form.cleaned_data if form.is_valid() else {}
    organisations = mine(request)
    people = people_of([asked["organisation"]] if asked.get("organisation") else organisations)
    if text := asked.get("q"):
        people = people.filter(Q(name__icontains=text) | Q(title__icontains=text) | Q(email__icontains=text))
    sort = request.GET.get("sort", "name")
    order = SORTS.get(sort.removeprefix("-"), "name")
    chosen = list(people.order_by(f"-{order}" if sort.startswith("-") else order, "name", "pk"))
    here = slugs(organisations)
    if role := asked.get("role"):
        chosen = [
            person
            for person in chosen
            if any(
                post.role == role and post.holds(today()) and post.organisation_id in here
                for post in person.posts.all()
            )
        ]
    if state := asked.get("state"):
        chosen = [person for person in chosen if state_of(person, here) == state]
    return chosen


@needs(P.MANAGE_PEOPLE)
def people(request: HttpRequest) -> HttpResponse:
    """Everybody in the organisations that one looks after, and who is invited."""
    organisations = mine(request)
    form = PeopleFilter(request.GET or None, organisations=organisations)
    page = Paginator(found(request, form), AT_ONCE).get_page(request.GET.get("page"))
    asked = {key: str(value) for key, value in request.GET.items() if key not in ("sort", "page") and value}
    return render(request, "workspace/people.html", NAV | {
        "form": form, "table": _table(page.object_list, request, asked), "page": page, "query": urlencode(asked),
        "filtered": bool(asked), "may_erase": person_of(request).may(P.ERASE_PERSON),
        "invitations": invitations_of(organisations, now()),
    })  # fmt: skip


def _table(listed: Any, request: HttpRequest, asked: dict[str, str]) -> FigureTable:
    sort = request.GET.get("sort", "name")

    def column(key: str, label: str) -> Column:
        other = f"-{key}" if sort == key else key
        way: Any = {key: "ascending", f"-{key}": "descending"}.get(sort)
        return Column(label, sort_href="?" + urlencode({**asked, "sort": other}), sorted=way)

    here = slugs(mine(request))
    rows = tuple(
        Row((
            Cell(person.name, f"/office/people/{person.pk}"),
            Cell(person.title),
            Cell("; ".join(role_words(post) for post in person.posts.all()
                           if lasting(post) and post.organisation_id in here)),
            Cell(last_seen(person.last_login, now()), order=person.last_login.timestamp() if person.last_login else ""),
            Cell(STATES[state_of(person, here)]),
        ))
        for person in listed
    )  # fmt: skip
    columns = (
        column("name", "Name"), column("title", "Job title"), Column("Roles"), column("seen", "Signed in last"), Column("State"),
    )  # fmt: skip
    return FigureTable("people", "People", columns, rows, caption_hidden=True)


def lasting(post: Post) -> bool:
    """Whether a role holds today or will hold."""
    return post.holds(today()) or post.from_day > today()


def role_words(post: Post) -> str:
    """A role with its days, where these say more than that it holds: ``Auditor, MOPAC, until 31 March 2027``."""
    days = []
    if post.from_day > today():
        days.append(f"from {words.day(post.from_day)}")
    if post.until_day:
        days.append(f"until {words.day(post.until_day)}")
    return ", ".join([str(post), *days])


@needs(P.MANAGE_PEOPLE)
def people_csv(request: HttpRequest) -> HttpResponseBase:
    """The same list as a file: one line for each role in these organisations."""
    form, here = PeopleFilter(request.GET or None, organisations=mine(request)), slugs(mine(request))
    rows = (
        (
            person.name, person.title, person.email, STATES[state_of(person, here)], last_seen(person.last_login, now()),
            post.organisation.name, ROLES[post.role].title, post.from_day.isoformat(),
            post.until_day.isoformat() if post.until_day else "",
        )
        for person in found(request, form)
        for post in person.posts.all() if post.organisation_id in here
    )  # fmt: skip
    columns = ("name", "job title", "e-mail", "state", "signed in last", "organisation", "role", "from", "until")
    return as_file(csv_lines(columns, rows), f"people-{today().isoformat()}.csv")


def _everywhere(request: HttpRequest) -> bool:
    return person_of(request).may(P.MANAGE_ORGANISATIONS)


@needs(P.MANAGE_PEOPLE)
def invite(request: HttpRequest) -> HttpResponse:
    """Invite somebody; who is here already gets the role at once."""
    form = InviteForm(request.POST or None, organisations=mine(request), everywhere=_everywhere(request))
    if request.method == "POST" and form.is_valid():
        told = form.cleaned_data
        known = Person.objects.filter(email__iexact=told["email"]).first()
        if known:
            return _give_known(request, form, known) or _invite_page(request, form)
        made = attempt(form, lambda: actions.invite(
            told["organisation"], told["role"], email=told["email"], name=told["name"], title=told["title"],
            until_day=told["until_day"], by=who(request), reason=told["reason"],
        ))  # fmt: skip
        if made:
            return _handed_over(request, *made)
    return _invite_page(request, form)


def _invite_page(request: HttpRequest, form: InviteForm) -> HttpResponse:
    return render(request, "workspace/invite.html", NAV | {"form": form})


def _give_known(request: HttpRequest, form: InviteForm, known: Person) -> HttpResponse | None:
    told = form.cleaned_data
    given = attempt(form, lambda: actions.give_role(
        known, told["organisation"], told["role"], until_day=told["until_day"], by=who(request), reason=told["reason"],
    ))  # fmt: skip
    if given is None:
        return None
    messages.success(request, f"{known.name} is here already and is now {given}.")
    return redirect("person", known.pk)


def _handed_over(request: HttpRequest, invitation: Invitation, secret: str) -> HttpResponse:
    """The link, once: it is kept nowhere, so this page cannot be opened again."""
    link = request.build_absolute_uri(reverse("join", args=[secret]))
    sent = send_invitation(invitation, link, person_of(request).name)
    return render(request, "workspace/invited.html", NAV | {"invitation": invitation, "link": link, "sent": sent})


def _invitation(request: HttpRequest, pk: int) -> Invitation:
    return get_object_or_404(Invitation.objects.filter(organisation__in=mine(request)), pk=pk)


@needs(P.MANAGE_PEOPLE)
@require_POST
def invite_again(request: HttpRequest, pk: int) -> HttpResponse:
    """A new link for somebody who is invited."""
    invitation, form = _invitation(request, pk), Form({})
    secret = attempt(form, lambda: actions.invite_again(invitation, by=who(request)))
    if secret is None:
        messages.error(request, " ".join(str(text) for text in form.non_field_errors()))
        return redirect("people")
    return _handed_over(request, invitation, secret)


@needs(P.MANAGE_PEOPLE)
@require_POST
def withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    """Take an invitation back."""
    invitation = _invitation(request, pk)
    if why := refusal(lambda: actions.withdraw(invitation, by=who(request))):
        messages.error(request, why)
    else:
        messages.success(request, f"The invitation of {invitation.name} is withdrawn.")
    return redirect("people")


def _person(request: HttpRequest, pk: int) -> Person:
    """Somebody one looks after. Raises Http404, also where they are somebody else's."""
    return get_object_or_404(people_of(mine(request)), pk=pk)


@needs(P.MANAGE_PEOPLE)
def person(request: HttpRequest, pk: int) -> HttpResponse:
    """One person: roles with their days, what can be done, what was done."""
    found_person = _person(request, pk)
    own = {item.pk for item in mine(request)}
    posts = [
        {"post": post, "words": role_words(post), "lasting": lasting(post), "may_end": _may_end(request, post, own)}
        for post in sorted(found_person.posts.all(), key=lambda post: (not lasting(post), post.from_day))
    ]
    events = events_for(person_of(request)).filter(Q(subject=found_person.key) | Q(actor=found_person.key))
    return render(request, "workspace/person.html", NAV | {
        "found": found_person, "state": STATES[state_of(found_person, own)], "posts": posts,
        "seen": last_seen(found_person.last_login, now()), "events": [told_event(told) for told in tellings(events[:30])],
        "may_leave": any(item["may_end"] for item in posts), "may_erase": person_of(request).may(P.ERASE_PERSON),
    })  # fmt: skip


def _may_end(request: HttpRequest, post: Post, own: set[str]) -> bool:
    high = post.role in EVERYWHERE and not _everywhere(request)
    return lasting(post) and post.organisation_id in own and not high


@needs(P.MANAGE_PEOPLE)
def change(request: HttpRequest, pk: int) -> HttpResponse:
    """How somebody is called."""
    changed = _person(request, pk)
    form = NameForm(request.POST or None, initial={"name": changed.name, "title": changed.title})
    if request.method == "POST" and form.is_valid():
        told = form.cleaned_data
        attempt(form, lambda: actions.change_person(
            changed, by=who(request), reason=told["reason"], name=told["name"], title=told["title"]
        ))  # fmt: skip
        if form.is_valid():
            return redirect("person", pk)
    return _form_page(request, form, "Change name or job title", changed, "Save")


@needs(P.MANAGE_PEOPLE)
def give(request: HttpRequest, pk: int) -> HttpResponse:
    """Another role, here or in another organisation that one looks after."""
    given = _person(request, pk)
    form = GiveRoleForm(
        request.POST or None,
        organisations=mine(request),
        everywhere=_everywhere(request),
        initial={"from_day": today()},
    )
    if request.method == "POST" and form.is_valid():
        told = form.cleaned_data
        post = attempt(form, lambda: actions.give_role(
            given, told["organisation"], told["role"], from_day=told["from_day"], until_day=told["until_day"],
            by=who(request), reason=told["reason"],
        ))  # fmt: skip
        if post:
            messages.success(request, f"{given.name} has the role {role_words(post)}.")
            return redirect("person", pk)
    return _form_page(request, form, f"Give {given.name} a role", given, "Give the role")


@needs(P.MANAGE_PEOPLE)
def end(request: HttpRequest, pk: int, post_id: int) -> HttpResponse:
    """End one role."""
    holder = _person(request, pk)
    post = get_object_or_404(holder.posts.select_related("organisation"), pk=post_id)
    if not _may_end(request, post, {item.pk for item in mine(request)}):
        raise Http404
    form = EndForm(request.POST or None, initial={"when": "now"})
    if request.method == "POST" and form.is_valid():
        reason = form.cleaned_data["reason"]
        attempt(form, lambda: actions.end_role(post, last_day=form.day, by=who(request), reason=reason))
        if form.is_valid():
            messages.success(request, f"The role of {holder.name} as {post} ends {_when(form.day)}.")
            return redirect("person", pk)
    return _form_page(request, form, f"End the role {post}", holder, "End the role", warning=True)


@needs(P.MANAGE_PEOPLE)
def leave(request: HttpRequest, pk: int) -> HttpResponse:
    """A leaver: every role that one may end, at once or after a day."""
    leaver = _person(request, pk)
    form = EndForm(request.POST or None, initial={"when": "now"})
    if request.method == "POST" and form.is_valid():
        reason = form.cleaned_data["reason"]
        ended = attempt(form, lambda: actions.leave(leaver, last_day=form.day, by=who(request), reason=reason))
        if ended is not None and form.is_valid():
            messages.success(request, f"{words.counted(ended, 'role', 'roles')} of {leaver.name} end{'s' if ended == 1 else ''} "
                                      f"{_when(form.day)}.")  # fmt: skip
            return redirect("person", pk)
    return _form_page(request, form, f"{leaver.name} leaves", leaver, "End every role", warning=True)


@needs(P.MANAGE_PEOPLE)
def reset_factors(request: HttpRequest, pk: int) -> HttpResponse:
    """Somebody has lost their device and their recovery codes."""
    holder, form = _person(request, pk), ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        done = attempt(form, lambda: actions.reset_factors(holder, by=who(request), reason=form.cleaned_data["reason"]))
        if done is not None:
            messages.success(request, f"{holder.name} sets up a second factor when they sign in next.")
            return redirect("person", pk)
    return _form_page(
        request, form, f"Take the second factor of {holder.name} away", holder, "Take it away", warning=True
    )


def _when(day: dt.date | None) -> str:
    return f"after {words.day(day)}" if day else "at once"


def _form_page(
    request: HttpRequest, form: Any, title: str, about: Person, button: str, *, warning: bool = False
) -> HttpResponse:
    return render(request, "workspace/form.html", NAV | {
        "form": form, "title": title, "button": button, "warning": warning, "back": reverse("person", args=[about.pk]),
        "back_text": about.name,
    })  # fmt: skip
