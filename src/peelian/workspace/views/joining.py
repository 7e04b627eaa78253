"""The page behind an invitation's link."""

from __future__ import annotations

from django import forms
from django.contrib.auth.password_validation import validate_password
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from peelian.core.access import public
from peelian.core.acting import Actor
from peelian.core.actions import accept, invitation_of
from peelian.core.models import Person
from peelian.core.roles import ROLES
from peelian.figures.errors import PeelianError


class JoiningForm(forms.Form):
    """A password, twice."""

    password = forms.CharField(label="Password", widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}))
    again = forms.CharField(
        label="The same password again", widget=forms.PasswordInput(attrs={"autocomplete": "new-password"})
    )

    def __init__(self, *args: object, person: Person, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        self.person = person

    def clean(self) -> dict[str, object]:
        """Raises ValidationError where the two differ or the password is too weak."""
        found = super().clean() or {}
        first, second = found.get("password"), found.get("again")
        if first and second and first != second:
            self.add_error("again", "The two passwords are not the same.")
        if first:
            try:
                validate_password(str(first), self.person)
            except forms.ValidationError as error:
                self.add_error("password", error)
        return found


@public
def join(request: HttpRequest, secret: str) -> HttpResponse:
    """Take up an invitation: whoever has the link sets a password, then signs in."""
    invitation = invitation_of(secret)
    if invitation is None:
        return render(request, "workspace/join_closed.html", status=404)
    newcomer = Person(email=invitation.email, name=invitation.name)
    form = JoiningForm(request.POST or None, person=newcomer)
    if request.method == "POST" and form.is_valid():
        try:
            accept(invitation, form.cleaned_data["password"], by=Actor(invitation.key, invitation.name))
        except PeelianError as error:
            form.add_error(None, error.message)
        else:
            return redirect("/account/login/?joined=1")
    return render(
        request, "workspace/join.html",
        {"form": form, "invitation": invitation, "role": ROLES[invitation.role]},
    )  # fmt: skip
