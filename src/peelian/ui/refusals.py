"""What is said where a form refuses a value: our own words, not the framework's. A field that says it better keeps its own."""

from __future__ import annotations

from django import forms

from peelian.core.refusals import NOT_UNDERSTOOD, SAID

REQUIRED = "This field is required."
"""Said of an empty field; ``error_text`` puts the field's own name to it."""
INVALID: dict[type[forms.Field], str] = {
    forms.Field: NOT_UNDERSTOOD,
    forms.IntegerField: "Write digits only.",
    forms.FloatField: "This is no number. Write it like 1200 or 28.5.",
    forms.DecimalField: "This is no number. Write it like 1200 or 28.5.",
    forms.DateField: "This is no day. Write it like 31/3/2027.",
    forms.TimeField: "This is no time. Write it like 19:00.",
    forms.DateTimeField: "This is no day with its hour. Write it like 31/3/2027 19:00.",
    forms.SlugField: "Write letters, digits, hyphens and underscores alone.",
    forms.EmailField: "This is no e-mail address. Write it like name@example.org.",
    forms.URLField: "This is no address. Begin it with https://.",
    forms.FileField: "No file came. Choose it again.",
    forms.UUIDField: "This is no name of anything here.",
    forms.JSONField: "This cannot be read as JSON.",
    forms.MultiValueField: NOT_UNDERSTOOD,
    forms.MultipleChoiceField: "This is no list. Choose again.",
    forms.DurationField: "This is no length of time. Write it like 1:30:00.",
}
"""By kind of field: what is said of what cannot be understood."""
CHOICES = (forms.ChoiceField, forms.MultipleChoiceField, forms.ModelChoiceField, forms.ModelMultipleChoiceField)
FILES = {
    "missing": "No file was sent. Choose it again.", "empty": "The file is empty.",
    "max_length": "The file’s name is too long: %(max)d characters are kept.",
    "contradiction": "Choose a file or take it out, not both.",
}  # fmt: skip


def speak() -> None:
    """Let every form say it in these words, but where a field has its own."""
    forms.Field.default_error_messages |= {**SAID, "invalid": INVALID[forms.Field]}
    for kind, words in INVALID.items():
        kind.default_error_messages = {**kind.__dict__.get("default_error_messages", {}), "invalid": words}
    for chosen in CHOICES:
        own = chosen.__dict__.get("default_error_messages", {})
        chosen.default_error_messages = {**own, **{key: SAID[key] for key in ("invalid_choice", "invalid_list")}}
    forms.ModelMultipleChoiceField.default_error_messages["invalid_choice"] = (
        "One of these is none of the list. Choose again."
    )
    forms.ModelMultipleChoiceField.default_error_messages["invalid_pk_value"] = (
        "One of these is none of the list. Choose again."
    )
    forms.FileField.default_error_messages |= FILES
    forms.SplitDateTimeField.default_error_messages |= {
        "invalid_date": INVALID[forms.DateField], "invalid_time": INVALID[forms.TimeField],
    }  # fmt: skip
