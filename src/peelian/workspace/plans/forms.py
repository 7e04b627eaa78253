"""The forms of a plan's own pages: beginning it, the steps of the law, the steps from draft to issue, and claims."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django import forms

from peelian.core.workflow import Step
from peelian.plans.models import PlanStep
from peelian.plans.rules import Duty
from peelian.plans.statuses import STATUSES
from peelian.ui.templatetags.peelian_forms import Choice
from peelian.workspace.doing import day_field, reason_field
from peelian.workspace.plans.fields import LongText, OneOf, Rows, long_text, month_field, short_text
from peelian.workspace.plans.items import Choices
from peelian.workspace.plans.rows import EvidenceRow


class HeadForm(forms.Form):
    """What a plan is called, and for which years and where."""

    title = short_text("Title", required=True, most=200)
    first_month = month_field("First month", required=True, hint="A plan begins with a financial year: 2021-04.")
    last_month = month_field("Last month", required=True, hint="It ends with one: 2025-03.")
    about = long_text("What it is about, for residents", rows=4)
    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0, initial=0)

    def __init__(self, *args: Any, areas: list[tuple[str, str]], scrutiny: list[tuple[str, str]], **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["area"] = forms.ChoiceField(label="For which area", choices=areas)
        self.fields["scrutiny"] = forms.ChoiceField(
            label="Which body scrutinises it", required=False, choices=[("", "None"), *scrutiny]
        )
        self.order_fields(["version", "title", "first_month", "last_month", "area", "scrutiny", "about"])

    def clean(self) -> dict[str, Any]:
        """Raises ValidationError for a plan that ends before it begins."""
        told = super().clean() or {}
        first, last = told.get("first_month"), told.get("last_month")
        if first and last and first > last:
            self.add_error("last_month", "The plan ends before it begins.")
        return told

    @property
    def head(self) -> dict[str, Any]:
        """Its fields as the action takes them."""
        return {name: value for name, value in self.cleaned_data.items() if name in HEAD}


HEAD = ("title", "about", "first_month", "last_month", "area", "scrutiny")


class BeginForm(HeadForm):
    """A plan that is begun: empty, or with the items of another."""

    def __init__(self, *args: Any, plans: list[tuple[str, str]], **more: Any) -> None:
        super().__init__(*args, **more)
        del self.fields["version"]
        self.fields["like"] = forms.ChoiceField(
            label="Begin with", required=False, widget=forms.RadioSelect, initial="",
            choices=[
                ("none", Choice("Nothing in it", "Every item is written anew, or read in from a document.")),
                *((slug, Choice(f"The items of “{title}”", "As they are now. What its document printed where is left out."))
                  for slug, title in plans),
            ],
        )  # fmt: skip
        self.fields["like"].initial = "none"


class DutyForm(forms.Form):
    """One step of the law as it was done."""

    on = day_field("On which day it was done", required=True)
    note = LongText(
        label="What was done", max_length=4_000, widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": "Say what was done."},
    )  # fmt: skip
    link = short_text("Where it can be read", most=500, hint="A link, or where the paper lies.")

    def __init__(self, *args: Any, duty: Duty, kept: PlanStep | None, **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["note"].label = duty.ask
        if kept is not None and duty.wording:
            self.fields["again"] = forms.BooleanField(
                label="It was done again, on the text as it stands now", required=False,
                help_text="Else it stays noted for the text that it was about.",
            )  # fmt: skip
        if kept is not None:
            self.fields["reason"] = reason_field("Why what stands there is changed")


class StepForm(forms.Form):
    """One step between drafting and issue, with what it asks for."""

    def __init__(self, *args: Any, step: Step, closes: dt.date | None, today: dt.date, **more: Any) -> None:
        super().__init__(*args, **more)
        if step.action == "plan.open-consultation":
            self.fields["opens"] = day_field("First day on which it can be answered", required=True)
            self.fields["closes"] = day_field("Last day", required=True)
        if step.action == "plan.issue":
            self.fields["on"] = day_field("Day of issue", required=True, hint="Today or before.")
            self.fields["takes_effect"] = day_field("Takes effect on", required=True, hint="That day or later.")
            self.fields["on"].initial = self.fields["takes_effect"].initial = today
        early = step.action == "plan.close-consultation" and closes is not None and today <= closes
        if step.reason or early:
            label = "What it varies, and why" if step.action == "plan.vary" else "Why"
            self.fields["reason"] = reason_field(label)
            if step.action == "plan.vary":
                self.fields["reason"].help_text = "Published with the variation."


STEP_FIELDS = {
    "closes-first": "closes", "wrong-days": "on", "no-reason": "reason", "still-open": "reason",
}  # fmt: skip
"""Which field a refusal of a step is about."""


class RemoveForm(forms.Form):
    """An item that is taken out."""

    def __init__(self, *args: Any, needed: bool, **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["reason"] = reason_field("Why it is taken out")
        self.fields["reason"].required = needed


class ClaimForm(forms.Form):
    """How far something is kept, since when, why, and what shows it."""

    on = day_field("Since which day", required=True, hint="The day from which it is so: today or before.")
    reason = long_text(
        "Why", required=True, rows=3, hint="A sentence or two that a resident understands. Published with the status.",
        empty="Say in a sentence what was done, or why not.",
    )  # fmt: skip

    def __init__(self, data: Any = None, *, scale: str, more: bool = False, **told: Any) -> None:
        super().__init__(data, **told)
        self.fields["status"] = forms.ChoiceField(
            label="How it stands", widget=forms.RadioSelect, error_messages={"required": "Choose how it stands."},
            choices=[(one.id, Choice(f"{one.sign} {one.title}", one.means)) for one in STATUSES[scale]],
        )  # fmt: skip
        self.order_fields(["status", "on", "reason"])
        self.parts = [
            Rows(
                "evidence",
                "Evidence",
                EvidenceRow,
                data,
                [],
                more=more,
                hint="At least one thing that shows it, with a link.",
            )
        ]
        if more:
            self._errors, self.cleaned_data = forms.utils.ErrorDict(), {}

    def is_valid(self) -> bool:
        """Whether fields and evidence can all be understood."""
        parts = [part.is_valid() for part in self.parts]
        return super().is_valid() and all(parts)


CLAIM_FIELDS = {
    "no-reason": "reason", "not-yet": "on", "out-of-order": "on", "late": "status", "in-time": "status", "no-aims": "status",
    "not-started": "status", "no-results": "status", "unknown-status": "status",
}  # fmt: skip
"""Which field a refusal of a claim is about; what is wrong with the evidence is said at its rows."""


class LinkForm(forms.Form):
    """The item that a proposal is."""

    def __init__(self, *args: Any, choices: Choices, **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["item"] = OneOf(
            choices.items, label="Which item of the plan it is", help_text="Type part of its name.",
            error_messages={"required": "Name an item of the plan."},
        )  # fmt: skip
