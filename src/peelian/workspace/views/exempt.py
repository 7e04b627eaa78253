"""The desk of what is withheld: its queue, one part, reading its text, reviewing and releasing it.

A text is shown in the answer to a form alone: in no address, no list and no page that could be kept or opened again.
"""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from peelian.audit.models import Event
from peelian.core.access import needs
from peelian.core.acting import NotAllowed
from peelian.core.exempt import actions
from peelian.core.exempt.files import neutral_name
from peelian.core.exempt.limits import limits
from peelian.core.exempt.models import ExemptPart
from peelian.core.exempt.queries import seen_by, unreadable
from peelian.core.exempt.rules import OUT, SEALED
from peelian.core.permissions import Permission as P
from peelian.core.queries import tellings
from peelian.figures.errors import PeelianError
from peelian.workspace.doing import attempt, day_field, person_of, reason_field, who
from peelian.workspace.exempt import desk
from peelian.workspace.history import told_event
from peelian.workspace.views.desk import house

NAV = {"nav": desk.PATH}
READINGS = 50
"""Events that a page lists; the audit has all."""
RELEASED = (
    "The whole {} becomes public with what it belongs to, and the number that proves that it is what was sealed. That cannot be "
    "taken back. Read it once more first: nothing else looks for what may tell of a person."
)
WITHHELD = "It stays sealed. The day, the reason and your post become public; its grounds stay as they are."
"""What is said before somebody decides."""
READ_BY_ALL = "Everybody reads this, word for word, once what it belongs to is out."
"""What is said of a reason that is published with the part."""


class ReviewForm(forms.Form):
    """Withhold it until another day."""

    until = day_field("Withhold until", required=True, hint="On this day somebody looks at it again.")
    reason = reason_field("Why it is still withheld")

    def __init__(self, *args: Any, months: int, **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields[
            "until"
        ].help_text = f"On this day somebody looks at it again. Not more than {months} months from now."
        self.fields["reason"].help_text = READ_BY_ALL


class ReleaseForm(forms.Form):
    """Release it."""

    reason = reason_field("Why it is withheld no longer")

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["reason"].help_text = f"{READ_BY_ALL} No more about anybody than it takes."


@needs(P.SEE_EXEMPT)
def exempt(request: HttpRequest) -> HttpResponse:
    """The queue, and every part of the bodies that one works for."""
    person = person_of(request)
    found = desk.queue_of(person)
    return render(request, "workspace/exempt/queue.html", NAV | {
        "reviews": desk.reviews_table(found.reviews), "releases": desk.releases_table(found.releases),
        "parts": desk.parts_table(person), "unreadable": unreadable(seen_by(person)),
    })  # fmt: skip


def _part(request: HttpRequest, pk: str) -> ExemptPart:
    part: ExemptPart = get_object_or_404(seen_by(person_of(request)), pk=pk)
    return part


@needs(P.SEE_EXEMPT)
def part(request: HttpRequest, pk: str) -> HttpResponse:
    """One part without its text: what is public of it, its reviews, who has read it."""
    return _shown(request, _part(request, pk))


@needs(P.SEE_EXEMPT)
@require_POST
def read(request: HttpRequest, pk: str) -> HttpResponse:
    """The text, once; that it was read is on record."""
    held = _part(request, pk)
    try:
        return _shown(request, held, text=actions.read(held, by=who(request)))
    except NotAllowed as error:
        raise PermissionDenied(error.message) from error
    except PeelianError as error:
        return _shown(request, held, refused=f"{error.message} {error.remedy}")


@needs(P.SEE_EXEMPT)
@require_POST
def copy(request: HttpRequest, pk: str) -> HttpResponse:
    """A copy of the file under a name that tells nothing; that it was taken is on record."""
    held = _part(request, pk)
    try:
        found = actions.copy(held, by=who(request))
    except NotAllowed as error:
        raise PermissionDenied(error.message) from error
    except PeelianError as error:
        return _shown(request, held, refused=f"{error.message} {error.remedy}")
    answer = HttpResponse(found.content, content_type=found.media)
    answer["Content-Disposition"] = f'attachment; filename="{neutral_name(held.pk, found.media)}"'
    answer["Cache-Control"] = "private, no-store"
    return answer


def _shown(request: HttpRequest, held: ExemptPart, *, text: str = "", refused: str = "") -> HttpResponse:
    decides = who(request).may(P.SEAL_EXEMPT, held.owner)
    events = Event.objects.filter(subject=held.key).order_by("-number")[:READINGS]
    answer = render(request, "workspace/exempt/part.html", NAV | {
        "part": held, "of": desk.belongs_to(held), "tag": desk.tag_of(held), "facts": desk.facts_of(held),
        "grounds": desk.grounds_of(held, house()), "right": desk.members_right(held), "reviews": desk.reviews_of(held),
        "text": text or (held.text if held.form == "text" else ""),
        "refused": refused, "out": held.state == OUT, "decides": decides and held.state == SEALED,
        "events": [told_event(told) for told in tellings(events)],
    })  # fmt: skip
    answer["Cache-Control"] = "private, no-store"
    return answer


@needs(P.SEAL_EXEMPT)
def review(request: HttpRequest, pk: str) -> HttpResponse:
    """Withhold a part until another review date."""
    held = _decided(request, pk)
    form = ReviewForm(request.POST or None, months=limits(house().pack).longest_review)
    if request.method == "POST" and form.is_valid():
        told = form.cleaned_data
        attempt(
            form, lambda: actions.review(held, told["until"], by=who(request), reason=told["reason"]),
            {"bad-review-date": "until"},
        )  # fmt: skip
        if form.is_valid():
            messages.success(request, "It is withheld until the day that you set.")
            return redirect("exempt-part", pk)
    return _form(request, form, held, f"Review “{held.title}”", "Withhold it until then", say=WITHHELD)


@needs(P.SEAL_EXEMPT)
def release(request: HttpRequest, pk: str) -> HttpResponse:
    """Release a part; that cannot be taken back."""
    held = _decided(request, pk)
    form = ReleaseForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        attempt(form, lambda: actions.review(held, None, by=who(request), reason=form.cleaned_data["reason"]))
        if form.is_valid():
            messages.success(
                request,
                "It is released: it can be read where what it belongs to is out, and proved to be what was sealed.",
            )
            return redirect("exempt-part", pk)
    return _form(request, form, held, f"Release “{held.title}”", "Release it for good", say=RELEASED.format(held.form))


def _decided(request: HttpRequest, pk: str) -> ExemptPart:
    held = _part(request, pk)
    if held.state != SEALED:
        raise Http404
    if not who(request).may(P.SEAL_EXEMPT, held.owner):
        raise PermissionDenied(f"You may not {P.SEAL_EXEMPT.value} here.")
    return held


def _form(
    request: HttpRequest, form: forms.Form, held: ExemptPart, title: str, button: str, *, say: str
) -> HttpResponse:
    return render(request, "workspace/form.html", NAV | {
        "form": form, "title": title, "button": button, "warning": isinstance(form, ReleaseForm),
        "back": f"{desk.PATH}/{held.pk}", "back_text": held.title, "where": desk.belongs_to(held).text, "say": say,
    })  # fmt: skip
