"""Requests for another format on the desk: their forms, and the table of those that wait."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms

from peelian.figures.house import today
from peelian.scrutiny.ledger.formats import FORMATS, LANGUAGE
from peelian.scrutiny.ledger.models import FormatRequest
from peelian.ui import format as words
from peelian.ui.components import Cell, Column, FigureTable, Row
from peelian.workspace.doing import day_field
from peelian.workspace.plans.fields import short_text


class LogForm(forms.Form):
    """What was asked for, on which day, and how to reach who asked."""

    format = forms.ChoiceField(
        label="In which format", choices=list(FORMATS.items()), widget=forms.RadioSelect,
        error_messages={"required": "Choose the format."},
    )  # fmt: skip
    language = short_text("Which language", hint="Where it is another language: Polish.", most=60)
    received = day_field("On which day it was asked for", required=True)
    contact = short_text(
        "How to reach who asked", required=True, most=500, empty="Write a telephone, an address or an e-mail.",
        hint="It is erased once the request is met or withdrawn, and no event holds it.",
    )  # fmt: skip

    def clean(self) -> dict[str, Any]:
        """Raises ValidationError, at the language, where one is wanted and not named, or named and not wanted."""
        told = super().clean() or {}
        if told.get("format") == LANGUAGE and not told.get("language"):
            self.add_error("language", "Name the language.")
        if told.get("format") not in (None, LANGUAGE) and told.get("language"):
            self.add_error("language", "Leave it out, or choose another language as the format.")
        return told


class MetForm(forms.Form):
    """What was sent, and when."""

    on = day_field("On which day it was sent", required=True)
    sent = short_text(
        "What was sent",
        required=True,
        most=500,
        empty="Say what was sent.",
        hint="In a few words, naming nobody: the summary in braille.",
    )


class WithdrawnForm(forms.Form):
    """When it was wanted no more."""

    on = day_field("On which day that was said", required=True)


def waits(one: FormatRequest) -> int:
    """For how many days an open request has waited."""
    return int((today() - one.received).days)


def requests_table(rows: Iterable[FormatRequest]) -> FigureTable:
    """Open requests, the longest waiting first."""
    heads = tuple(map(Column, ("Asked for", "Report", "Received", "Waits")))
    found = tuple(
        Row((
            Cell(one.wanted, f"/office/recommendations/formats/{one.pk}"), Cell(one.report.title),
            Cell(words.day(one.received), order=one.received.isoformat()),
            Cell(words.counted(waits(one), "day", "days"), order=waits(one)),
        ))
        for one in rows
    )  # fmt: skip
    return FigureTable("formats", "Asked for in another format", heads, found, caption_hidden=True)
