"""The release calendar and the pre-release list, as the person responsible keeps them."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from peelian.core.access import needs
from peelian.core.models import Organisation, Person
from peelian.core.permissions import Permission as P
from peelian.core.queries import account_of, people_of
from peelian.core.running.queries import calendar_in_force
from peelian.figures.house import today
from peelian.performance import planning, steps
from peelian.performance.models import CalendarEntry, PreRelease
from peelian.performance.queries import calendar_of
from peelian.performance.rules import WORKING_DAYS
from peelian.ui.format import day as day_words
from peelian.workspace.doing import attempt, day_field, person_of, refusal, who
from peelian.workspace.forms import ReasonForm
from peelian.workspace.views.desk import house
from peelian.workspace.views.releases import found

NAV = {"nav": "/office/calendar"}


@needs(P.SEE_DRAFTS)
def calendar(request: HttpRequest) -> HttpResponse:
    """What is planned; who signs off may plan, fix, move and cancel."""
    bank, ours = calendar_in_force(), person_of(request).where(P.SEE_DRAFTS)
    rows = [
        (item, f"{item.day:%A} {day_words(item.day)}",
         item.releases.filter(organisation__in=ours).exclude(state="withdrawn").first(),
         bank.closed(item.day, WORKING_DAYS))
        for item in calendar_of(today())
    ]  # fmt: skip
    may = person_of(request).may(P.SIGN_OFF_RELEASE)
    return render(request, "workspace/desk/calendar.html", NAV | {"rows": rows, "may": may})


@needs(P.SIGN_OFF_RELEASE)
@require_POST
def propose(request: HttpRequest) -> HttpResponse:
    """Plan twelve months by the house rule."""
    owner = Organisation.objects.get(pk=person_of(request).where(P.SIGN_OFF_RELEASE)[0])
    made: list[CalendarEntry] = []
    said = refusal(lambda: made.extend(planning.propose(owner, house(), by=who(request))))
    messages.success(
        request, said or (f"{len(made)} releases are planned." if made else "Everything was planned already.")
    )
    return redirect("calendar")


class EntryForm(forms.Form):
    """A change of a planned release."""

    day = day_field("New day", required=True)
    reason = forms.CharField(label="Why", max_length=300, required=False, help_text="Published in the calendar.")


class CancelForm(forms.Form):
    """Why nothing is published."""

    reason = forms.CharField(
        label="Why", max_length=300, help_text="Published in the calendar.", error_messages={"required": "Say why."}
    )


def _entry(request: HttpRequest, pk: int) -> CalendarEntry:
    entry = CalendarEntry.objects.filter(pk=pk, organisation__in=person_of(request).where(P.SIGN_OFF_RELEASE)).first()
    if entry is None:
        raise Http404
    return entry


@needs(P.SIGN_OFF_RELEASE)
@require_POST
def fix(request: HttpRequest, pk: int) -> HttpResponse:
    """Fix the exact day."""
    entry, told = _entry(request, pk), list[str]()
    said = refusal(lambda: told.append(planning.fix(entry, house(), by=who(request))))
    messages.success(request, said or f"The day is fixed{f': {told[0]}' if told[0] else ''}.")
    return redirect("calendar")


@needs(P.SIGN_OFF_RELEASE)
def move(request: HttpRequest, pk: int) -> HttpResponse:
    """Move a planned release."""
    entry = _entry(request, pk)
    form = EntryForm(request.POST or None, initial={"day": entry.day})
    if request.method == "POST" and form.is_valid():
        told = form.cleaned_data
        attempt(form, lambda: planning.move(entry, told["day"], house(), by=who(request), reason=told["reason"]))
    return _done(request, form, f"Move: {entry}", "Move", "It is moved.")


@needs(P.SIGN_OFF_RELEASE)
def cancel(request: HttpRequest, pk: int) -> HttpResponse:
    """Say that nothing is published on a planned day."""
    entry = _entry(request, pk)
    form = CancelForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        attempt(form, lambda: planning.cancel(entry, house(), by=who(request), reason=form.cleaned_data["reason"]))
    return _done(request, form, f"Cancel: {entry}", "Cancel it", "It is cancelled.")


def _done(request: HttpRequest, form: forms.Form, title: str, button: str, said: str) -> HttpResponse:
    if request.method == "POST" and form.is_valid():
        messages.success(request, said)
        return redirect("calendar")
    return render(request, "workspace/form.html", NAV | {
        "form": form, "title": title, "button": button, "back": "/office/calendar", "back_text": "Release calendar",
    })  # fmt: skip


class AccessForm(forms.Form):
    """Somebody who sees a release before it is out."""

    person = forms.ModelChoiceField(
        Person.objects.none(), label="Account", required=False, empty_label="None: they are shown it",
        help_text="Somebody of your organisation can open it from then on, and until it is out or you withdraw it. So can somebody "
        "of another whose account has exactly the name, job title and organisation below. Show it to whoever else is named.",
    )  # fmt: skip
    name = forms.CharField(label="Name", max_length=120, help_text="Not published.")
    title = forms.CharField(label="Job title", max_length=120, help_text="Published with the release.")
    body = forms.CharField(label="Organisation", max_length=160, help_text="Published with the release.")
    hours = forms.DecimalField(
        label="Hours before it is out",
        initial=Decimal(24),
        min_value=Decimal("0.5"),
        max_value=Decimal(240),
        decimal_places=1,
    )
    reason = forms.CharField(label="Why they need to see it", max_length=300)
    longer = forms.CharField(
        label="Why longer than 24 hours", max_length=300, required=False, help_text="Exceptionally. It is published."
    )


@needs(P.GRANT_PRE_RELEASE)
def grant(request: HttpRequest, pk: int) -> HttpResponse:
    """Put somebody on the pre-release list."""
    record = found(request, pk)
    form = AccessForm(request.POST or None)
    which: Any = form.fields["person"]
    which.queryset = people_of([record.organisation]).filter(is_active=True).order_by("name")
    if request.method == "POST" and form.is_valid():
        told = form.cleaned_data
        told["person"] = told["person"] or account_of(told["name"], told["title"], told["body"])
        attempt(form, lambda: steps.grant(record, house(), by=who(request), **told))
        if form.is_valid():
            way = (
                "can open it with their account" if told["person"] else "have no account by that name: show it to them"
            )
            messages.success(request, f"They are on the list, and {way}.")
            return redirect("release", pk)
    return render(request, "workspace/form.html", {"nav": "/office/desk"} | {
        "form": form, "title": "Pre-release access", "button": "Put on the list", "back": f"/office/releases/{pk}",
        "back_text": record.title,
    })  # fmt: skip


@needs(P.GRANT_PRE_RELEASE)
def withdraw_access(request: HttpRequest, pk: int, access: int) -> HttpResponse:
    """End somebody's access, at once."""
    record = found(request, pk)
    item = PreRelease.objects.filter(pk=access, release=record, withdrawn_at=None).select_related("release").first()
    if item is None:
        raise Http404
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        attempt(form, lambda: steps.withdraw_access(item, house(), by=who(request), reason=form.cleaned_data["reason"]))
        if form.is_valid():
            messages.success(request, "They see it no longer.")
            return redirect("release", pk)
    return render(request, "workspace/form.html", {"nav": "/office/desk"} | {
        "form": form, "title": f"End the access of {item.title}, {item.body}", "button": "End it", "warning": True,
        "back": f"/office/releases/{pk}", "back_text": record.title,
    })  # fmt: skip
