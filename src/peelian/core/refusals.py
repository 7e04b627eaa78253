"""What is said where a record refuses a value: our own words in place of the framework's, by the code of the refusal."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.core.exceptions import ValidationError

NOT_UNDERSTOOD = "This cannot be understood. Write it otherwise."
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


def in_our_words(error: ValidationError) -> ValidationError:
    """The same refusal of a record, field by field and with its codes; what the record says itself stays as it is."""
    return ValidationError({
        name: [ValidationError(_said(one.code or "", one.params, str(one.messages[0])), code=one.code) for one in several]
        for name, several in error.error_dict.items()
    })  # fmt: skip


def _said(code: str, params: Mapping[str, Any] | None, message: str) -> str:
    if code == "invalid":  # a pattern of ours says itself what it wants
        theirs = message.startswith("Enter ") or " value must " in message or " value has " in message
        return NOT_UNDERSTOOD if theirs else message
    words = SAID.get(code)
    try:
        return words % (params or {}) if words else message
    except (KeyError, TypeError):  # a part that this refusal does not give
        return NOT_UNDERSTOOD
