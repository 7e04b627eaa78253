"""The rows of items that have several of a thing: money, milestones, aims, targets, evidence."""

from __future__ import annotations

from typing import Any

from django import forms

from peelian.plans.statuses import EVIDENCE, Evidence
from peelian.workspace.plans.fields import (
    Among,
    MonthField,
    OneOf,
    PeriodField,
    RowForm,
    number_field,
    plain_number,
    short_text,
)

WANTED = (("lower", "Fewer or less"), ("higher", "More"), ("none", "Neither"))


class _Lined(RowForm):
    """A row that may say at which line of a document it is printed; that is kept as it is."""

    line = forms.IntegerField(required=False, widget=forms.HiddenInput, min_value=0)


class MoneyRow(_Lined):
    """An amount and what it is for."""

    telling = ("amount", "what")
    amount = forms.IntegerField(
        label="Amount", min_value=0, widget=forms.TextInput(attrs={"inputmode": "numeric", "size": 14}),
        error_messages={"invalid": "Write whole units in digits, like 1500000.", "required": "Enter the amount."},
    )  # fmt: skip
    currency = forms.RegexField(
        "^[A-Z]{3}$", label="Currency", initial="GBP", widget=forms.TextInput(attrs={"size": 5}),
        error_messages={"invalid": "Write three capitals, such as GBP.", "required": "Write three capitals, such as GBP."},
    )  # fmt: skip
    what = short_text("What it is for", required=True, empty="Say what it is for.")
    field_order = ("line", "what", "amount", "currency")

    def row(self) -> dict[str, Any]:
        """As the form of a plan has it."""
        return {name: self.cleaned_data[name] for name in ("amount", "currency", "line", "what")}


class MilestoneRow(_Lined):
    """A dated, costed or counted part of a commitment."""

    telling = ("title", "due", "due_words", "from", "value", "unit")
    title = short_text("What is promised", required=True, empty="Say what this milestone is.")
    due = MonthField(label="Due", required=False, max_length=20)
    due_words = short_text("Due, as printed", most=80)
    value = number_field("Number")
    unit = short_text("Of what", most=80)

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["from"] = PeriodField(label="From", required=False, max_length=20)
        self.order_fields(["line", "title", "from", "due", "due_words", "value", "unit"])

    def clean(self) -> dict[str, Any]:
        """Raises ValidationError for a number of nothing, and for something of no number."""
        told = super().clean() or {}
        if (told.get("value") is None) != (not told.get("unit")):
            self.add_error(
                "unit" if told.get("value") is not None else "value", "Give the number and of what, or neither."
            )
        return told

    def row(self) -> dict[str, Any]:
        """As the form of a plan has it: what is not said is left out."""
        told = self.cleaned_data
        found = {"title": told["title"], "line": told["line"]}
        more = {name: told[name] or None for name in ("due", "due_words", "from", "unit")}
        more["value"] = plain_number(told["value"])
        return found | {name: value for name, value in more.items() if value is not None}


class AimRow(RowForm):
    """What a pilot is to show."""

    telling = ("text", "measure")
    text = short_text("What it is to show", required=True, empty="Say what it is to show.")

    def __init__(self, *args: Any, measures: Among, **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["measure"] = OneOf(measures, label="By which measure", required=False)
        self.fields["wanted"] = forms.ChoiceField(label="Wanted", choices=WANTED, initial="none")

    def row(self) -> dict[str, Any]:
        """As the form of a plan has it."""
        told = self.cleaned_data
        measure = {"measure": told["measure"]} if told["measure"] else {}
        return {"text": told["text"], **measure, "wanted": told["wanted"]}


class TargetRow(_Lined):
    """A value to reach, and by when. A year without a value is no target."""

    telling = ("value",)
    by = PeriodField(label="By", required=False, max_length=20)
    value = number_field("Value", required=True)

    def row(self) -> dict[str, Any]:
        """As the form of a plan has it."""
        told = self.cleaned_data
        found = {"by": told["by"] or None, "value": plain_number(told["value"])}
        return found if told["line"] is None else found | {"line": told["line"]}


class EvidenceRow(RowForm):
    """One thing that shows a claim to be true."""

    telling = ("title", "link")
    kind = forms.ChoiceField(
        label="Kind", choices=[(name, text[0].upper() + text[1:]) for name, text in EVIDENCE.items()]
    )
    title = short_text("What it is", required=True, most=200, empty="Say what it is.")
    link = short_text("Where it can be read", required=True, most=500, empty="Give a link that can be followed.")
    field_order = ("title", "link", "kind")

    def row(self) -> dict[str, Any]:
        """As a claim has it."""
        return {name: self.cleaned_data[name] for name in ("kind", "title", "link")}

    def evidence(self) -> Evidence:
        """The same as a record."""
        return Evidence(**self.row())
