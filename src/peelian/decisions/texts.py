"""What somebody wrote, as it is kept: without what nobody can see. Pure."""

from __future__ import annotations

import re
import unicodedata

_HIDDEN = re.compile(r"[\u200b\u2060\ufeff\u00ad\u202a-\u202e\u2066-\u2069]")
"""Marks without width, and those that turn the order of letters about: a name or an amount could read as another."""


def said(text: str) -> str:
    """A text as it is kept, with no blank at either end; empty where there is nothing to be seen in it."""
    plain = _HIDDEN.sub("", text).strip()
    return plain if any(unicodedata.category(mark)[0] not in "CZM" for mark in plain) else ""
