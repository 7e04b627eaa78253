"""Forms of links between recommendations: which earlier one is repeated, and which link was a mistake."""

from __future__ import annotations

from typing import Any

from django import forms

from peelian.workspace.plans.fields import long_text, short_text


class LinkForm(forms.Form):
    """The earlier recommendation that this one repeats: one that is alike, or another by its address."""

    def __init__(self, *args: Any, like: list[tuple[str, str]], **more: Any) -> None:
        super().__init__(*args, **more)
        if like:
            self.fields["like"] = forms.ChoiceField(
                label="These are alike",
                required=False,
                widget=forms.RadioSelect,
                choices=[*like, ("", "None of these")],
            )
        self.fields["other"] = short_text(
            "Or another" if like else "Which earlier one",
            hint="As its page is addressed: london-assembly-pcc/knives-2024/3.",
            most=200,
        )

    def clean(self) -> dict[str, Any]:
        """Raises ValidationError where none is named."""
        told = super().clean() or {}
        if not (told.get("like") or told.get("other")):
            self.add_error("other", "Say which earlier recommendation it repeats.")
        return told

    @property
    def earlier(self) -> str:
        """The one that is meant."""
        return (
            str(self.cleaned_data.get("like") or self.cleaned_data["other"])
            .strip()
            .strip("/")
            .removeprefix("recommendations/")
        )


class UnlinkForm(forms.Form):
    """Which link was a mistake, and why."""

    def __init__(self, *args: Any, linked: list[tuple[str, str]], **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["earlier"] = forms.ChoiceField(
            label="Which link", widget=forms.RadioSelect, choices=linked, initial=linked[0][0] if len(linked) == 1 else None,
            error_messages={"required": "Choose one."},
        )  # fmt: skip
        self.fields["reason"] = long_text(
            "Why",
            required=True,
            rows=3,
            hint="Published at once. A sentence or two for residents.",
            empty="Say it in a sentence.",
        )
