"""The forms by which agreed minutes are corrected as a later meeting resolved: words of a minute, and what is recorded as data."""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms

from peelian.scrutiny.meetings.models import MeetingRecord
from peelian.workspace.committees.forms import choice, paragraphs
from peelian.workspace.committees.minute_forms import AttendanceRow, InterestForm, MinuteForm, VoteForm, WithRows
from peelian.workspace.plans.fields import RowForm, Rows


def resolved_at(later: list[MeetingRecord]) -> forms.ChoiceField:
    """At which meeting it was resolved, the latest first."""
    return choice("Resolved at", [(one.slug, str(one)) for one in reversed(later)])


def looked_at() -> forms.BooleanField:
    """That somebody has looked at what does not fit."""
    return forms.BooleanField(
        label="I have looked at what does not fit", required=False,
        help_text="Where one correction brings about another: a vote that those who were there cannot have cast, an outcome other "
        "than its vote says.",
    )  # fmt: skip


class CorrectForm(forms.Form):
    """A correction of words that a later meeting resolved."""

    at = choice("Resolved at", [])
    before = paragraphs(
        "The words that stand there", rows=3, required=True, hint="Exactly as they stand, enough to be found."
    )
    after = paragraphs("The words that stand there from now on", rows=3, required=True)
    seen = forms.BooleanField(
        label="I have looked for what may tell of one person", required=False,
        help_text="Agreed minutes are public: everybody reads the new words as soon as you save.",
    )  # fmt: skip

    def __init__(self, *args: Any, later: list[MeetingRecord], **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["at"] = resolved_at(later)


class CorrectOutcomeForm(MinuteForm):
    """What the committee did with an item, as a later meeting corrected it."""

    def __init__(self, *args: Any, later: list[MeetingRecord], **more: Any) -> None:
        super().__init__(*args, urgent=False, public=False, **more)
        for name in ("minute", "minute_number"):
            del self.fields[name]
        self.fields |= {"at": resolved_at(later), "seen": looked_at()}
        self.order_fields(["version", "at", "outcome", "words", "until", "to", "seen"])

    @property
    def now(self) -> dict[str, Any] | None:
        """What is to stand there."""
        return self.decided


class VoteRow(VoteForm, RowForm):
    """A vote among those of an item."""

    telling: ClassVar[tuple[str, ...]] = ("yes", "no", "abstained", "named")
    version = None  # type: ignore[assignment]  # that of the item is asked for once

    @staticmethod
    def shown(entry: dict[str, Any]) -> dict[str, Any]:
        """A vote as the row asks for it."""
        named = "\n".join(f"{who}: {how}" for who, how in (entry.get("names") or {}).items())
        said = {"yes": entry["for"], "no": entry["against"], "abstained": entry["abstained"]}
        return said | {"casting": entry.get("casting", ""), "named": named}

    def row(self) -> dict[str, Any]:
        """As the form of an item has it."""
        return self.entry


class InterestRow(InterestForm, RowForm):
    """An interest among those declared in an item."""

    telling: ClassVar[tuple[str, ...]] = ("member",)

    @staticmethod
    def shown(entry: dict[str, Any]) -> dict[str, Any]:
        """An interest as the row asks for it."""
        return entry

    def row(self) -> dict[str, Any]:
        """As the form of an item has it."""
        return self.cleaned_data | {"what": self.cleaned_data["what"] or None}


class _CorrectRows(WithRows):
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, data: Any, *, later: list[MeetingRecord], more: bool, **told: Any) -> None:
        super().__init__(data, more=more, **told)
        self.fields |= {"at": resolved_at(later), "seen": looked_at()}

    @property
    def now(self) -> list[dict[str, Any]]:
        """What is to stand there."""
        return self.parts[0].rows()


ROWS: dict[str, tuple[str, type[VoteRow | InterestRow]]] = {
    "votes": ("Votes", VoteRow), "interests": ("Interests declared", InterestRow),
}  # fmt: skip


class CorrectListForm(_CorrectRows):
    """The votes or the interests of an item, whole, as a later meeting corrected them."""

    def __init__(
        self, data: Any = None, *, what: str, entries: list[dict[str, Any]], more: bool = False, **told: Any
    ) -> None:
        super().__init__(data, more=more, **told)
        title, row = ROWS[what]
        hint = "All of them, as they are to stand. Empty the first field of one that is to go."
        self.parts = [Rows(what, title, row, data, [row.shown(one) for one in entries], more=more, hint=hint)]


class CorrectAttendanceForm(_CorrectRows):
    """Who was there, whole, as a later meeting corrected it."""

    def __init__(self, data: Any = None, *, entries: list[dict[str, Any]], more: bool = False, **told: Any) -> None:
        super().__init__(data, more=more, **told)
        shown = [AttendanceRow.shown(one) for one in entries]
        hint = "All of them, as it is to stand. Empty the name of one that is to go."
        self.parts = [Rows("there", "Who was there, and who was not", AttendanceRow, data, shown, more=more, hint=hint)]
