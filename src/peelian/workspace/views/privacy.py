"""What the law gives a person about their own data: a copy of everything, and erasure by class."""

from __future__ import annotations

import json
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse

from peelian.core.access import needs
from peelian.core.erasing import (
    ALL,
    due_for_erasure,
    erase_invitation,
    erase_name,
    erase_person,
    export_person,
    old_invitations,
    old_names,
)
from peelian.core.models import Person
from peelian.core.permissions import Permission as P
from peelian.core.privacy import CLASSES
from peelian.core.subject_access import readable
from peelian.figures.house import today
from peelian.ui import format as words
from peelian.ui.templatetags.peelian_forms import Choice
from peelian.workspace.doing import attempt, reason_field, refusal, who
from peelian.workspace.forms import ReasonForm

NAV = {"nav": "/office/people"}


class ExportForm(forms.Form):
    """A copy of what is kept."""

    form = forms.ChoiceField(
        label="For whom", widget=forms.RadioSelect, initial="text",
        choices=[("text", "Text, for a person to read"), ("json", "JSON, for a program")],
    )  # fmt: skip
    reason = reason_field("Which request it answers")


class EraseForm(forms.Form):
    """What to erase."""

    classes = forms.MultipleChoiceField(
        label="What goes", widget=forms.CheckboxSelectMultiple, initial=list(ALL),
        choices=[(key, Choice(CLASSES[key].title, CLASSES[key].description)) for key in ALL],
        error_messages={"required": "Choose what goes."},
    )  # fmt: skip
    words = forms.BooleanField(
        label="The reasons too, which others gave for what they did about this person", required=False
    )
    reason = reason_field("On whose request, or under which rule")


@needs(P.EXPORT_PERSON)
def export(request: HttpRequest, pk: int) -> HttpResponse:
    """A copy of everything that is kept about somebody; that it was given out is recorded."""
    person = get_object_or_404(Person, pk=pk)
    form = ExportForm(request.POST or None, initial={"form": "text"})
    if request.method == "POST" and form.is_valid():
        told = attempt(form, lambda: export_person(person, by=who(request), reason=form.cleaned_data["reason"]))
        if told is not None:
            return _file(told, form.cleaned_data["form"], f"person-{pk}")
    return _page(request, form, person, f"A copy of what is kept about {person.name}", "Make the copy")


def _file(told: dict[str, Any], form: str, name: str) -> HttpResponse:
    if form == "json":
        response = HttpResponse(
            json.dumps(told, indent=1, ensure_ascii=False, default=str), content_type="application/json"
        )
    else:
        response = HttpResponse(readable(told), content_type="text/plain; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{name}.{"json" if form == "json" else "txt"}"'
    return response


@needs(P.ERASE_PERSON)
def erase(request: HttpRequest, pk: int) -> HttpResponse:
    """Erase what is kept about somebody who holds no role any more."""
    person = get_object_or_404(Person, pk=pk)
    form = EraseForm(request.POST or None, initial={"classes": list(ALL)})
    if request.method == "POST" and form.is_valid():
        told = form.cleaned_data
        gone = attempt(form, lambda: erase_person(
            person, classes=tuple(told["classes"]), words=told["words"], by=who(request), reason=told["reason"]
        ))  # fmt: skip
        if gone is not None:
            messages.success(request, f"Erased; {words.counted(gone, 'value', 'values')} of events went with it.")
            return redirect("person", pk)
    return _page(request, form, person, f"Erase {person.name}", "Erase", warning=True)


@needs(P.ERASE_PERSON)
def retention(request: HttpRequest) -> HttpResponse:
    """What is past its period today; pressing the button erases it."""
    day = today()
    due, invitations, names = due_for_erasure(day), old_invitations(day), old_names(day)
    form = ReasonForm(request.POST or None, initial={"reason": "past its period"})
    if request.method == "POST" and form.is_valid():
        told: dict[str, Any] = {"by": who(request), "reason": form.cleaned_data["reason"]}
        said = [refusal(lambda item=item: erase_person(item.person, classes=item.classes, **told)) for item in due]  # type: ignore[misc]
        said += [refusal(lambda item=item: erase_invitation(item, **told)) for item in invitations]  # type: ignore[misc]
        said += [refusal(lambda item=item: erase_name(item, **told)) for item in names]  # type: ignore[misc]
        messages.success(request, "; ".join(filter(None, said)) or "What was past its period is erased.")
        return redirect("retention")
    shown = [(item, ", ".join(CLASSES[key].title.lower() for key in item.classes)) for item in due]
    return render(request, "workspace/retention.html", NAV | {
        "form": form, "due": shown, "invitations": invitations, "names": names, "classes": [CLASSES[key] for key in ALL],
    })  # fmt: skip


def _page(
    request: HttpRequest, form: forms.Form, person: Person, title: str, button: str, *, warning: bool = False
) -> HttpResponse:
    return render(request, "workspace/form.html", NAV | {
        "form": form, "title": title, "button": button, "warning": warning, "back": reverse("person", args=[person.pk]),
        "back_text": person.name,
    })  # fmt: skip
