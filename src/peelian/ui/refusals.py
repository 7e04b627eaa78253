"""What is said where a form or a record refuses a value: our own words in place of the framework's, by the code of the refusal.

A form or a field that says it better keeps its own words.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

REQUIRED = "This field is required."
"""Said of an empty field; ``error_text`` puts the field's own name to it."""
SAID = {
    "max_length": "Too long: %(limit_value)s characters are kept, and these are %(show_value)s.",
    "min_length": "Too short: at least %(limit_value)s characters are needed.",
    "max_value": "Too large: write a number up to %(limit_value)s.",
    "min_value": "Too small: write a number from %(limit_value)s up.",
    "max_digits": "Too long a number: %(max)s digits are kept.",
    "max_decimal_places": "Too many digits behind the point: %(max)s are kept.",
    "max_whole_digits": "Too large: %(max)s digits stand before the point at most.",
    "null_characters_not_allowed": "There is a character in it that cannot be kept. Type it again.",
    "invalid_choice": "“%(value)s” is none of the list. Choose one of it.",
    "invalid_list": "This is no list. Choose again.",
    "null": "Nothing is said here. Fill it in.",
    "blank": "Nothing is said here. Fill it in.",
    "unique": "There is one of that name already. Give another.",
    "unique_together": "There is one like it already. Say what is different.",
    "unique_for_date": "There is one of that day already. Choose another.",
}
"""By code: with the parts that the framework gives for it."""
INVALID: dict[type[forms.Field], str] = {
    forms.Field: "This cannot be understood. Write it otherwise.",
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
    forms.MultiValueField: "This cannot be understood. Write it otherwise.",
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


def said_of(error: ValidationError) -> list[str]:
    """What a record refused, each in a sentence: the framework's in our words, ours as they are."""
    return [_said(one.code or "", one.params, str(one.messages[0])) for one in error.error_list]


def _said(code: str, params: Mapping[str, Any] | None, message: str) -> str:
    if code == "invalid":
        return INVALID[forms.Field]
    words = SAID.get(code)
    try:
        return words % (params or {}) if words else message
    except (KeyError, TypeError):  # a part that this refusal does not give
        return INVALID[forms.Field]
