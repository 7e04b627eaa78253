"""The forms of actions: what is to be done, what was said of it, what the body says that was asked."""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms

from peelian.core.models import Organisation
from peelian.scrutiny.meetings.actions import Wanted
from peelian.scrutiny.meetings.models import MeetingRecord
from peelian.scrutiny.meetings.queries import in_order
from peelian.scrutiny.meetings.rules import CALLED_OFF, NEXT
from peelian.ui.format import day
from peelian.ui.templatetags.peelian_forms import Choice
from peelian.workspace.committees.forms import choice, paragraphs
from peelian.workspace.doing import day_field, reason_field
from peelian.workspace.plans.fields import RowForm, short_text


class _Wanted(forms.Form):
    """An action as somebody enters it."""

    text = paragraphs("What is to be done", rows=2, required=True)
    who = short_text("Who does it", most=200, hint="A body or a post. Left empty it is shown as having no owner.")
    asked = choice("Body here that may say that it is done", [], required=False)
    due = day_field("By which day")
    due_meeting = choice("By which meeting", [], required=False)
    due_words = short_text("When, as it was said", most=200)

    def __init__(self, *args: Any, meetings: list[tuple[str, str]], bodies: list[tuple[str, str]], **more: Any) -> None:
        super().__init__(*args, **more)
        fields: dict[str, Any] = self.fields
        fields["asked"].choices = [("", "none of them"), *bodies]
        fields["due_meeting"].choices = [("", "no meeting"), *meetings]

    @property
    def fields_told(self) -> dict[str, Any]:
        """Its fields, as the action takes them."""
        said = {name: self.cleaned_data[name] for name in ("text", "who", "due", "due_meeting", "due_words")}
        return said | {"asked": Organisation.objects.filter(pk=self.cleaned_data["asked"]).first()}

    @property
    def wanted(self) -> Wanted:
        """As an action takes it."""
        return Wanted(**self.fields_told)


class ActionForm(_Wanted):
    """Something to be done; with ``kept`` it is changed, and a day that was set moves with a reason."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    reason = reason_field("Why the day moves", required=False)

    def __init__(self, *args: Any, kept: bool = False, **more: Any) -> None:
        super().__init__(*args, **more)
        if not kept:
            del self.fields["reason"]


class WantedRow(_Wanted, RowForm):
    """An undertaking in an answer."""

    telling: ClassVar[tuple[str, ...]] = ("text",)

    def row(self) -> dict[str, Any]:
        """As an action takes it."""
        return self.fields_told


DO = {
    "say": Choice("Note what was said", "It stays as it is."),
    "close": Choice("Close it as done", "The committee is content that it is done."),
    "drop": Choice("Drop it", "The committee asks for it no more."),
    "reopen": Choice("Open it again", "It was not done after all."),
}


class FollowForm(forms.Form):
    """What was said of an action, and what follows from it."""

    words = paragraphs("What was said or done", rows=3, required=True)
    at = choice("At which meeting", [], required=False)
    what = choice("What follows", [], radio=True)

    def __init__(self, *args: Any, meetings: list[MeetingRecord], closed: bool, **more: Any) -> None:
        super().__init__(*args, **more)
        fields: dict[str, Any] = self.fields
        fields["at"].choices = [("", "between meetings"), *((one.pk, str(one)) for one in meetings)]
        fields["what"].choices = [(key, DO[key]) for key in (("say", "reopen") if closed else ("say", "close", "drop"))]
        fields["what"].initial = "say"


class ClaimForm(forms.Form):
    """What the body that was asked says."""

    words = paragraphs("What was done, and how it can be seen", rows=3, required=True)


def meetings_ahead(meeting: MeetingRecord) -> list[tuple[str, str]]:
    """By which meetings something can be due: the next, whichever it is, and those that are planned."""
    rows = MeetingRecord.objects.filter(committee=meeting.committee, on__gte=meeting.on, deleted=False)
    after = [one for one in rows.exclude(state__in=CALLED_OFF) if one.order > meeting.order]
    return [
        (f"{meeting.committee_id}{NEXT}", "the next meeting"), *((one.id_of, _named(one)) for one in in_order(after)),
    ]  # fmt: skip


def _named(meeting: MeetingRecord) -> str:
    """Its day, and of the second of a day its hour."""
    second = "-" in meeting.slug[10:] and meeting.begins
    return f"{day(meeting.on)}, {meeting.begins:%H:%M}" if second else day(meeting.on)


def bodies_here() -> list[tuple[str, str]]:
    """The organisations that work here."""
    return [(str(one.pk), one.name) for one in Organisation.objects.all()]
