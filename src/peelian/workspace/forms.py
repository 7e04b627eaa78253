"""The forms of the office's people pages: each asks, says in words what is wrong, and decides nothing."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import QuerySet

from peelian.core.models import ORGANISATION_KINDS, POWERS, Organisation
from peelian.core.queries import STATES
from peelian.core.roles import EVERYWHERE, ROLES
from peelian.ui.templatetags.peelian_forms import Choice
from peelian.workspace.doing import day_field, reason_field


class OrganisationChoice(forms.ModelChoiceField):
    """One of the organisations that somebody looks after."""

    def label_from_instance(self, obj: Organisation) -> str:
        """Its full name."""
        return obj.name


class _Role(forms.Form):
    """What both ways to a role share: where and which."""

    organisation = OrganisationChoice(
        Organisation.objects.none(), label="In which organisation", empty_label="Choose one",
        error_messages={"required": "Choose the organisation."},
    )  # fmt: skip
    role = forms.ChoiceField(
        label="Which role", widget=forms.RadioSelect, error_messages={"required": "Choose the role."}
    )

    def __init__(self, *args: Any, organisations: QuerySet[Organisation], everywhere: bool, **more: Any) -> None:
        super().__init__(*args, **more)
        where: Any = self.fields["organisation"]
        where.queryset = organisations
        if len(only := list(organisations[:2])) == 1:
            where.initial = only[0]
        kinds = set(organisations.values_list("kind", flat=True))
        which: Any = self.fields["role"]
        which.choices = [
            (role.key, Choice(role.title, role.description)) for role in ROLES.values()
            if (everywhere or role.key not in EVERYWHERE) and (not role.kinds or kinds & set(role.kinds))
        ]  # fmt: skip


class InviteForm(_Role):
    """A joiner."""

    name = forms.CharField(label="Full name", max_length=120, error_messages={"required": "Enter their name."})
    email = forms.EmailField(
        label="E-mail address", help_text="At work. Who is here already gets the role without an invitation.",
        error_messages={"required": "Enter their e-mail address.", "invalid": "This is no e-mail address: name@example.org."},
    )  # fmt: skip
    title = forms.CharField(label="Job title", max_length=120, required=False)
    until_day = day_field("Last day of the role", hint="Leave it empty until further notice.")
    reason = reason_field("Why they need it")
    field_order = ("name", "email", "title", "organisation", "role", "until_day", "reason")


class GiveRoleForm(_Role):
    """A mover."""

    from_day = day_field("First day", required=True)
    until_day = day_field("Last day", hint="Leave it empty until further notice.")
    reason = reason_field("Why they need it")


class EndForm(forms.Form):
    """A leaver, or one role less."""

    when = forms.ChoiceField(
        label="When", widget=forms.RadioSelect, initial="now",
        choices=[("now", Choice("At once", "Open sessions end with the last role.")), ("later", "After a last day")],
    )  # fmt: skip
    last_day = day_field(
        "Last day", hint="It holds on this day, and no more on the next. Only needed for “after a last day”."
    )
    reason = reason_field()

    def clean(self) -> dict[str, Any]:
        """Raises ValidationError where a last day is meant and none is given."""
        found = super().clean() or {}
        if found.get("when") == "later" and not found.get("last_day") and "last_day" not in self.errors:
            self.add_error("last_day", "Say which day is the last.")
        return found

    @property
    def day(self) -> Any:
        """The last day, or None for at once."""
        return self.cleaned_data["last_day"] if self.cleaned_data["when"] == "later" else None


class ReasonForm(forms.Form):
    """Why, and nothing else."""

    reason = reason_field()


class NameForm(forms.Form):
    """How somebody is called."""

    name = forms.CharField(label="Full name", max_length=120, error_messages={"required": "Enter the name."})
    title = forms.CharField(label="Job title", max_length=120, required=False)
    reason = reason_field(required=False)


class PeopleFilter(forms.Form):
    """What a list of people shows."""

    q = forms.CharField(label="Name, title or address", required=False)
    organisation = OrganisationChoice(
        Organisation.objects.none(), label="Organisation", required=False, empty_label="All"
    )
    role = forms.ChoiceField(
        label="Role", required=False, choices=[("", "All"), *((key, role.title) for key, role in ROLES.items())]
    )
    state = forms.ChoiceField(label="State", required=False, choices=[("", "All"), *STATES.items()])

    def __init__(self, *args: Any, organisations: QuerySet[Organisation], **more: Any) -> None:
        super().__init__(*args, **more)
        where: Any = self.fields["organisation"]
        where.queryset = organisations
        if organisations.count() < 2:
            del self.fields["organisation"]


class OrganisationForm(forms.Form):
    """A body."""

    name = forms.CharField(label="Full name", max_length=200, error_messages={"required": "Enter the name."})
    short = forms.CharField(
        label="Short name",
        max_length=60,
        help_text="As tables say it.",
        error_messages={"required": "Enter a short name."},
    )
    kind = forms.ChoiceField(
        label="Kind", choices=[(key, text.capitalize()) for key, text in ORGANISATION_KINDS.items()]
    )
    from_day = day_field("Exists from")
    until_day = day_field("Exists until")
    reason = reason_field()


class NewOrganisationForm(OrganisationForm):
    """A body that is not here yet."""

    slug = forms.SlugField(
        label="Name in addresses", max_length=60, help_text="Small letters, digits and hyphens; it never changes.",
        error_messages={"required": "Enter a name for addresses.", "invalid": "Only letters, digits and hyphens."},
    )  # fmt: skip
    field_order = ("name", "short", "slug", "kind", "from_day", "until_day", "reason")


class AreaForm(forms.Form):
    """An area that a body covers."""

    area = forms.CharField(
        label="Area",
        max_length=60,
        help_text="Its code, such as E09000016.",
        error_messages={"required": "Enter the code."},
    )
    from_day = day_field("From", required=True)
    reason = reason_field()


class PowerForm(forms.Form):
    """A power that a body has."""

    power = forms.ChoiceField(label="Power", choices=[(key, text.capitalize()) for key, text in POWERS.items()])
    law = forms.CharField(label="Law that gives it", max_length=200, required=False)
    from_day = day_field("From", required=True)
    reason = reason_field()


class LastDayForm(forms.Form):
    """When something that is dated ends."""

    last_day = day_field("Last day", required=True)
    reason = reason_field()
