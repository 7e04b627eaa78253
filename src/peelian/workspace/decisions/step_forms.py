"""The forms of what follows once a decision is written: advice, steps, Part 2, call-ins, payments. Each asks, none decides."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

from django import forms

from peelian.core.exempt.files import LARGEST, SAID, File
from peelian.core.exempt.records import Ground
from peelian.core.workflow import Step
from peelian.decisions.procedure import OUTCOMES, RESULTS
from peelian.workspace.decisions.forms import paragraphs
from peelian.workspace.decisions.rows import GroundRow
from peelian.workspace.doing import day_field, reason_field
from peelian.workspace.plans.fields import Rows, short_text


class AdviceForm(forms.Form):
    """Advice on one subject."""

    text = paragraphs("What you advise", rows=6)
    not_required = short_text("Or: why none is required", most=500)

    def __init__(self, *args: Any, named: bool, **more: Any) -> None:
        super().__init__(*args, **more)
        signed = "your post and name" if named else "your post, not your name"
        self.fields["text"].help_text = f"Published with the decision, signed with {signed}."

    def clean(self) -> dict[str, Any]:
        """Raises ValidationError where both or neither is said."""
        told = super().clean() or {}
        if bool(told.get("text")) == bool(told.get("not_required")):
            self.add_error("text", "Give advice, or say why none is required; one of the two.")
        return told


class StepForm(forms.Form):
    """One step, with what it asks for."""

    def __init__(self, *args: Any, step: Step, warnings: bool, until: dt.date | None, **more: Any) -> None:
        super().__init__(*args, **more)
        if step.action == "decision.sign":
            self.fields["interests"] = paragraphs(
                "Interests that you declare", rows=2, required=True, empty="Declare your interests, or that you have none.",
                hint="Published with the decision. Write “None.” where you have none.",
            )  # fmt: skip
        if step.action == "decision.defer":
            self.fields["until"] = day_field(
                "Until which day", required=True, hint="It is published at the beginning of that day."
            )
            self.fields["until"].initial = until
        if warnings and step.action in ("decision.send", "decision.publish"):
            self.fields["warnings_read"] = forms.BooleanField(
                label="I have read these, and it may be published as it is",
                error_messages={"required": "Confirm that you have read them, or mend the form."},
            )  # fmt: skip
        if step.reason:
            public = step.action in ("decision.defer", "decision.correct")
            self.fields["reason"] = reason_field(WHY.get(step.action, "Why"))
            if public:
                self.fields["reason"].help_text = "Published with the decision."


WHY = {
    "decision.correct": "What it corrects, and why", "decision.defer": "Why publication is deferred",
    "decision.end-deferral": "Why it can be published now",
}  # fmt: skip
STEP_FIELDS = {"no-reason": "reason", "wrong-day": "until", "warnings": "warnings_read", "no-interests": "interests"}
"""Which field a refusal of a step is about."""


class PartForm(forms.Form):
    """A part of Part 2: its text or file is encrypted as soon as it is kept, and stands in no search, file or log."""

    title = short_text("What it is, as everybody may read", required=True, most=200)
    text = paragraphs("The text that is withheld", rows=8)
    file = forms.FileField(
        label="Or the file that is withheld", required=False,
        help_text=f"{SAID}; {LARGEST >> 20} MB at most. Everybody reads how long it is, nobody what it is called.",
        error_messages={"empty": "The file is empty.", "invalid": "Choose a file."},
    )  # fmt: skip
    decided_by = short_text("Post that decides on it", required=True, most=200)
    review_on = day_field("To be looked at again by", required=True, hint="Within a year.")
    release_on = day_field("To be released on", hint="Leave it empty where no day is known.")

    def __init__(
        self, data: Any = None, files: Any = None, *, kind: str, grounds: Sequence[Ground] = (), more: bool = False,
        holds: str = "", out: str = "decision", **told: Any,
    ) -> None:  # fmt: skip
        super().__init__(data, files, **told)
        self.fields["title"].label = f"What it is, as everybody may read once the {out} is out"
        self.holds = holds
        if holds:
            self.fields["file"].label = "Another file instead, or a text above"
            self.fields[
                "file"
            ].help_text = f"It is a file of {holds}, and stays where you give nothing. {self.fields['file'].help_text}"
        initial = [{**vars(one), "ground": f"{one.scheme}|{one.paragraph}"} for one in grounds]
        self.parts = [Rows("grounds", "Grounds for withholding it", GroundRow, data, initial, more=more, kind=kind)]
        if more:
            self._errors = forms.utils.ErrorDict()
            self.cleaned_data = {}

    def is_valid(self) -> bool:
        """Whether fields and grounds can be understood."""
        parts = [part.is_valid() for part in self.parts]
        return super().is_valid() and all(parts)

    def clean(self) -> dict[str, Any]:
        """Raises ValidationError where it is both a text and a file, or neither."""
        told = super().clean() or {}
        text, file = bool((told.get("text") or "").strip()), bool(told.get("file"))
        if text and file:
            self.add_error("file", "Give a text or a file, not both: of both make two parts.")
        if not (text or file or self.holds or self.errors):
            self.add_error("text", "Write the text that is withheld, or choose its file.")
        return told

    @property
    def content(self) -> str | File | None:
        """What is withheld; None where it stays the file that it was."""
        file, text = self.cleaned_data.get("file"), self.cleaned_data.get("text")
        return File(file.name or "", "", file.read()) if file else text or None

    def choose_again(self) -> None:
        """A page that comes back holds no file: nothing of one lies anywhere between two requests."""
        if self.files.get("file") and "file" not in self.errors:
            self.add_error("file", "Choose the file again: nothing of it was kept.")

    @property
    def grounds(self) -> tuple[Ground, ...]:
        """The grounds as the record has them."""
        return tuple(Ground(**row) for row in self.parts[0].rows())


class CallInForm(forms.Form):
    """A key decision called in."""

    day = day_field("On which day", required=True)
    called_in_by = short_text("Who called it in", required=True, hint="The members, or how many of which group.")
    why = paragraphs("Why, in their words", rows=3, required=True)
    referred_to = short_text("Which committee hears it", most=200)


class PaymentForm(forms.Form):
    """The payment of a grant; a further one corrects what was noted before."""

    day = day_field("On which day it was paid", required=True)

    def __init__(self, *args: Any, corrects: bool, **more: Any) -> None:
        super().__init__(*args, **more)
        if corrects:
            self.fields["day"].required = False
            self.fields["day"].help_text = "Leave it empty where it was not paid after all."
            self.fields["reason"] = reason_field("What was wrong with what was noted")
            self.fields["reason"].help_text = "Published with the decision."


class SettleForm(forms.Form):
    """What came of a call-in."""

    outcome = forms.ChoiceField(
        label="What came of it", widget=forms.RadioSelect, choices=[(key, f"It {text}") for key, text in OUTCOMES.items()],
        error_messages={"required": "Say what came of it."},
    )  # fmt: skip
    day = day_field("On which day", required=True)
    note = paragraphs("What was said", rows=3)


class ConcludeForm(forms.Form):
    """What came of a decision that a call-in sent back or on."""

    result = forms.ChoiceField(
        label="What came of it", widget=forms.RadioSelect, choices=[(key, f"It {text}") for key, text in RESULTS.items()],
        error_messages={"required": "Say what came of it."},
    )  # fmt: skip
    day = day_field("On which day", required=True)
    note = paragraphs("What was said", rows=3)
