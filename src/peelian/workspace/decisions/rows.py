"""The rows of a decision's form: options, amounts, people, grants, papers."""

from __future__ import annotations

import re
from typing import Any

from django import forms

from peelian.core.addresses import is_address
from peelian.core.exempt.rules import SCHEMES
from peelian.decisions.form import GRANT, LONGEST_TARGET
from peelian.decisions.records import MONEY_KINDS
from peelian.decisions.texts import said
from peelian.figures.house import today
from peelian.ui.format import capital
from peelian.workspace.doing import day_field
from peelian.workspace.plans.fields import RowForm, short_text

_YEAR = re.compile(r"(\d{4})[-–/](\d{2,4})")
_POUNDS = re.compile(r"£?\s*((?:\d+|\d{1,3}(?:,\d{3})+|\d{1,3}(?:\s\d{3})+)(?:\.\d+)?)")
"""An amount as people write it. A comma that parts no thousands may be meant as a point: such an amount is asked for again."""


class AmountField(forms.DecimalField):
    """An amount of money: ``90,000``, ``£90,000``, ``90 000`` and ``90000.00`` are the same."""

    def to_python(self, value: Any) -> Any:
        """The number. Raises ValidationError for what is none."""
        found = _POUNDS.fullmatch(value.strip()) if isinstance(value, str) else None
        return super().to_python(re.sub(r"[,\s]", "", found[1]) if found else value)


def amount_field(label: str, *, required: bool = True) -> AmountField:
    """An amount of money."""
    return AmountField(
        label=label, required=required, max_digits=15, decimal_places=2, min_value=0,
        widget=forms.TextInput(attrs={"inputmode": "decimal", "size": 14}),
        error_messages={"invalid": "Write digits, like 1,250,000 or 1250000.00.", "required": "Enter the amount.",
                        "max_decimal_places": "Pence have two digits.", "min_value": "An amount is not below 0."},
    )  # fmt: skip


def currency_field() -> forms.RegexField:
    """Three letters."""
    return forms.RegexField(
        "^[A-Z]{3}$", label="Currency", initial="GBP", widget=forms.TextInput(attrs={"size": 5}),
        error_messages={"invalid": "Write three capitals, such as GBP.", "required": "Write three capitals, such as GBP."},
    )  # fmt: skip


class _Said(RowForm):
    """A row whose fields are as the form of a decision has them; what is empty is left out."""

    def clean(self) -> dict[str, Any]:
        """Raises ValidationError for what is asked for and shows nothing, such as a mark without width."""
        told = super().clean() or {}
        for name, value in list(told.items()):
            if isinstance(value, str):
                told[name] = said(value)
                if self.fields[name].required and not told[name]:
                    self.add_error(name, self.fields[name].error_messages["required"])
        return told

    def row(self) -> dict[str, Any]:
        """As the form has it."""
        return {name: _plain(value) for name, value in self.cleaned_data.items() if value not in (None, "", [])}


def _plain(value: Any) -> Any:
    return value if isinstance(value, str | list | int) else str(value)


class OptionRow(_Said):
    """Something else that could have been decided."""

    telling = ("title", "why_not")
    title = short_text("What else was considered", required=True, most=300, empty="Say what was considered.")
    why_not = forms.CharField(
        label="Why it was rejected", required=False, max_length=2000, widget=forms.Textarea(attrs={"rows": 2})
    )


class AmountRow(_Said):
    """An amount, for which years and what."""

    telling = ("amount", "what", "years")
    what = short_text("What it is for")
    amount = amount_field("Amount")
    currency = currency_field()
    kind = forms.ChoiceField(
        label="Kind", required=False, choices=[("", "Not said"), *((one, capital(one)) for one in MONEY_KINDS)]
    )
    years = forms.CharField(label="Financial years", required=False, max_length=80, help_text="Like 2026-27, 2027-28.")
    field_order = ("what", "amount", "currency", "kind", "years")

    def __init__(self, *args: Any, **more: Any) -> None:
        initial = more.get("initial")
        if initial and isinstance(initial.get("years"), list):
            more["initial"] = initial | {"years": ", ".join(initial["years"])}
        super().__init__(*args, **more)

    def clean_years(self) -> list[str]:
        """As records have them. Raises ValidationError for what is no financial year."""
        found = []
        for text in re.split(r"[,;\s]+", self.cleaned_data["years"].strip()):
            if not text:
                continue
            hit = _YEAR.fullmatch(text)
            if hit is None or (int(hit[1]) + 1) % 100 != int(hit[2]) % 100 or not 1900 <= int(hit[1]) < 2200:
                raise forms.ValidationError(f"“{text}” is no financial year. Write it like 2026-27.")
            found.append(f"{hit[1]}-{int(hit[2]) % 100:02}")
        return list(dict.fromkeys(found))


class PartyRow(_Said):
    """Somebody by name, or whoever holds a post."""

    telling = ("name",)
    name = short_text("Name or post", required=True, empty="Say who.")
    kind = forms.ChoiceField(label="It is", choices=[("person", "a person"), ("post", "a post")])


class GrantRow(_Said):
    """A grant that the decision awards."""

    telling = ("title", "recipient_name", "amount")
    title = short_text("What the grant is called", required=True, most=140, empty="Give it a title.")
    purpose = forms.CharField(
        label="What it is for", required=False, max_length=2000, widget=forms.Textarea(attrs={"rows": 2})
    )
    recipient_name = short_text("Who gets it", required=True, empty="Say who gets it.")
    recipient_name.widget.attrs["data-wide"] = ""
    recipient = short_text("Their identifier", most=80)
    amount = amount_field("Amount")
    currency = currency_field()
    starts = day_field("Starts")
    ends = day_field("Ends")
    programme = short_text("Grant programme", most=140)
    applied_on = day_field("Applied for on")
    target_days = forms.IntegerField(
        label="To be paid within days of that", required=False, min_value=1, max_value=LONGEST_TARGET,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "size": 5}),
        error_messages={"invalid": "Write a number of days, like 60."},
    )  # fmt: skip
    id = forms.CharField(required=False, widget=forms.HiddenInput)
    """Which grant it is: it was given when advice was asked for, and goes with the row."""

    def clean_id(self) -> str:
        """What names no grant is left away: nobody sees the field who could mend it."""
        told = str(self.cleaned_data["id"])
        return told if GRANT.fullmatch(told) else ""

    def clean(self) -> dict[str, Any]:
        """Raises ValidationError for a grant that ends before it starts."""
        told = super().clean() or {}
        if told.get("starts") and told.get("ends") and told["ends"] < told["starts"]:
            self.add_error("ends", "It ends before it starts.")
        if told.get("applied_on") and told["applied_on"] > today():
            self.add_error("applied_on", "That day is still to come.")
        return told


class PaperRow(_Said):
    """A background paper."""

    telling = ("title", "link")
    title = short_text("Paper", required=True, empty="Say what paper it is.")
    link = short_text("Where it can be read", most=500)

    def clean_link(self) -> str:
        """Raises ValidationError for what no page can lead to."""
        link = said(self.cleaned_data["link"])
        if link and not is_address(link):
            raise forms.ValidationError("This is no address. Begin it with https://, or with / for a page of ours.")
        return link


class GroundRow(RowForm):
    """A ground on which a text is withheld."""

    telling = ("ground", "reason")
    reason = forms.CharField(
        label="Why it is withheld", required=False, max_length=500, widget=forms.Textarea(attrs={"rows": 2}),
        help_text="Everybody reads this, word for word.",
        error_messages={"max_length": "Too long: 500 characters are kept."},
    )  # fmt: skip
    enactment = short_text("Enactment, court's order or department", most=300)
    opinion_by = short_text("Section 36: post of the qualified person", most=200)
    opinion_on = day_field("Section 36: day of their opinion")

    def __init__(self, *args: Any, kind: str, **more: Any) -> None:
        super().__init__(*args, **more)
        choices = [("", "Choose one"), *((scheme.title, _paragraphs(scheme.id)) for scheme in SCHEMES.values()
                                         if not scheme.kinds or kind in scheme.kinds)]  # fmt: skip
        self.fields["ground"] = forms.ChoiceField(
            label="Ground", choices=choices, error_messages={"required": "Choose the ground."}
        )
        self.order_fields(["ground", "reason", "enactment", "opinion_by", "opinion_on"])

    def clean_reason(self) -> str:
        """In one line, as it is published."""
        return " ".join(str(self.cleaned_data["reason"]).split())

    def row(self) -> dict[str, Any]:
        """The fields of a Ground."""
        scheme, _, paragraph = self.cleaned_data["ground"].partition("|")
        told = {name: self.cleaned_data[name] for name in ("reason", "enactment", "opinion_by", "opinion_on")}
        return {"scheme": scheme, "paragraph": paragraph, **told}


def _paragraphs(scheme: str) -> list[tuple[str, str]]:
    held = SCHEMES[scheme]
    return [(f"{scheme}|{name}", f"{held.cite.format(name)}: {one.title}") for name, one in held.paragraphs.items()]
