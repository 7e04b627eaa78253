"""From a form to an action: what an action refuses is said beside the field that it is about."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from typing import Any, TypeVar

from django import forms
from django.core.exceptions import NON_FIELD_ERRORS, PermissionDenied, ValidationError
from django.http import HttpRequest

from peelian.core.acting import Actor, NotAllowed
from peelian.core.actions import actor_of
from peelian.core.days import strange
from peelian.core.models import Person
from peelian.figures.errors import PeelianError
from peelian.ui.format import capital, with_days

T = TypeVar("T")


def who(request: HttpRequest) -> Actor:
    """Whoever asks, as who acts. The gate has let nobody through who is no person."""
    assert isinstance(request.user, Person)
    return actor_of(request.user)


def person_of(request: HttpRequest) -> Person:
    """Whoever asks."""
    assert isinstance(request.user, Person)
    return request.user


def version_in(request: HttpRequest) -> int:
    """The version of a record that a form was made from; 0, which none has, where it does not say."""
    said = request.POST.get("version", "")
    return int(said) if said.isascii() and said.isdecimal() and len(said) < 10 else 0


def attempt(form: forms.Form, act: Callable[[], T], fields: Mapping[str, str] | None = None) -> T | None:
    """What the action returns; None where it refused, and the form then says why. Raises PermissionDenied where one may not.

    ``fields`` names the field that a refusal is about, by its code; what a reader of forms refuses names its own.
    """
    try:
        return act()
    except NotAllowed as error:
        raise PermissionDenied(f"You may not {error.where['permission']}.") from error
    except ValidationError as error:
        _say(form, error)
    except PeelianError as error:
        field = _field_of(form, error, fields or {})
        said = capital(error.where.get("said", error.message)) if field else error.message
        form.add_error(field, with_days(f"{said} {error.remedy}".strip()))
    return None


def _field_of(form: forms.Form, error: PeelianError, fields: Mapping[str, str]) -> str | None:
    """The field that a refusal is about: the last key that it names and the form asks for; None where it is about none."""
    named = [fields.get(error.code), *reversed(error.where.get("at") or ())]
    return next((name for name in named if name in form.fields), None)


def refusal(act: Callable[[], Any]) -> str:
    """Do something that asks for nothing more: empty where it was done, else why not. Raises PermissionDenied where one may not."""
    form = forms.Form({})
    attempt(form, act)
    return " ".join(str(text) for text in form.non_field_errors())


def _say(form: forms.Form, error: ValidationError) -> None:
    if not hasattr(error, "error_dict"):
        form.add_error(None, error)
        return
    for name, several in error.message_dict.items():
        for text in several:
            shown = name in form.fields or name == NON_FIELD_ERRORS
            form.add_error(
                name if name in form.fields else None, text if shown else f"{capital(name.replace('_', ' '))}: {text}"
            )


def reason_field(label: str = "Why", **more: Any) -> forms.CharField:
    """A reason, which the audit keeps."""
    return forms.CharField(
        label=label, max_length=2_000, widget=forms.TextInput(),
        help_text="Kept in the audit. No more about anybody than it takes.",
        error_messages={"required": "Say why, in a few words."}, **more,
    )  # fmt: skip


def _meant(day: dt.date) -> None:
    """Raises ValidationError for a day that cannot be meant."""
    if why := strange(day):
        raise ValidationError(why)


def day_field(label: str, *, required: bool = False, hint: str = "") -> forms.DateField:
    """A day: typed as 31/3/2027 or 2027-03-31, or picked where the browser offers that."""
    return forms.DateField(
        label=label, required=required, help_text=hint, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        input_formats=["%Y-%m-%d", "%d/%m/%Y", "%d %B %Y"], validators=[_meant],
        error_messages={"invalid": "This is no day. Write it like 31/3/2027.", "required": f"“{label}” is empty. Give a day."},
    )  # fmt: skip
