"""The forms of minutes: who was there, what was said, declared, voted, asked and decided, and what a later meeting corrects."""

from __future__ import annotations

from typing import Any, ClassVar, get_args

from django import forms

from peelian.scrutiny.meetings.actions import Wanted
from peelian.scrutiny.meetings.outcomes import OUTCOMES
from peelian.scrutiny.meetings.records import InterestKind, OutcomeKind, Presence
from peelian.ui.format import capital
from peelian.ui.meeting import PRESENCE
from peelian.workspace.committees.action_forms import WantedRow
from peelian.workspace.committees.forms import AS_WRITTEN, choice, one_a_line, paragraphs, split
from peelian.workspace.plans.fields import RowForm, Rows, short_text, whole_field


class AttendanceRow(RowForm):
    """Somebody who was there, or was not."""

    telling: ClassVar[tuple[str, ...]] = ("name",)
    name = short_text("Name", required=True, most=120)
    presence = choice("How they were there", [("", "say how"), *((one, PRESENCE[one]) for one in get_args(Presence))])
    instead = short_text("In place of", most=120)
    from_item = short_text("From item", most=8)
    to_item = short_text("To item", most=8)
    body = short_text("Of which body", most=120)
    chaired = forms.BooleanField(label="In the chair", required=False)

    @staticmethod
    def shown(entry: dict[str, Any]) -> dict[str, Any]:
        """Somebody as the row asks for them."""
        return {"instead" if key == "for" else key: value for key, value in entry.items()}

    def row(self) -> dict[str, Any]:
        """As the form of a meeting has it."""
        said = {key: value for key, value in self.cleaned_data.items() if value}
        return {"for" if key == "instead" else key: value for key, value in said.items()}


class WithRows(forms.Form):
    """A form with rows of several fields beneath it."""

    parts: list[Rows]

    def __init__(self, *args: Any, more: bool = False, **told: Any) -> None:
        super().__init__(*args, **told)
        if more:
            self._errors = forms.utils.ErrorDict()
            self.cleaned_data = {}

    def is_valid(self) -> bool:
        """Whether fields and rows can be understood."""
        parts = [part.is_valid() for part in self.parts]
        return super().is_valid() and all(parts)


class AttendanceForm(WithRows):
    """Who was at a meeting."""

    def __init__(self, data: Any = None, *, entries: list[dict[str, Any]], more: bool = False, **told: Any) -> None:
        super().__init__(data, more=more, **told)
        shown = [AttendanceRow.shown(one) for one in entries]
        self.parts = [Rows("there", "Who was there, and who was not", AttendanceRow, data, shown, more=more)]

    @property
    def entries(self) -> list[dict[str, Any]]:
        """As the form of a meeting has them."""
        return self.parts[0].rows()


def seen_field() -> forms.BooleanField:
    """That somebody has looked at what is public as soon as it is saved."""
    return forms.BooleanField(
        label="I have looked for what may tell of one person", required=False,
        help_text="The draft is published: this is public as soon as you save.",
    )  # fmt: skip


class MinuteForm(forms.Form):
    """The minute of an item, and what the committee did with it."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    minute = paragraphs("Minute", rows=8, hint=AS_WRITTEN)
    minute_number = short_text("Number in the minutes", most=8)
    outcome = choice(
        "What the committee did", [("", "the minutes do not say yet"), *((one, OUTCOMES[one]) for one in get_args(OutcomeKind))],
        required=False,
    )  # fmt: skip
    words = short_text("In the words of the resolution", most=2000)
    until = short_text("Deferred until", most=200, hint="The day or the meeting.")
    to = short_text("Referred to", most=200, hint="The body.")
    urgent = paragraphs("Why it was urgent", rows=2, hint="The special circumstances, as the chair stated them.")
    seen = seen_field()

    def __init__(self, *args: Any, urgent: bool, public: bool, **more: Any) -> None:
        super().__init__(*args, **more)
        if not urgent:
            del self.fields["urgent"]
        if not public:
            del self.fields["seen"]

    @property
    def decided(self) -> dict[str, Any] | None:
        """What the committee did, as the form of an item has it."""
        said = self.cleaned_data
        more = {key: said[key] for key in ("words", "until", "to") if said[key]}
        return {"kind": said["outcome"], **more} if said["outcome"] else None

    @property
    def told(self) -> dict[str, Any]:
        """Its fields, as the action takes them."""
        said = self.cleaned_data
        found = {"minute": said["minute"], "minute_number": said["minute_number"], "outcome": self.decided}
        return found | ({"urgent": said["urgent"]} if "urgent" in said else {})


class InterestForm(forms.Form):
    """An interest that a member declared."""

    member = short_text("Member", required=True, most=120)
    kind = choice("Kind", [(one, capital(one)) for one in get_args(InterestKind)])
    what = short_text("What it is")
    left = forms.BooleanField(
        label="They left the room", required=False, help_text="Then they do not count for the quorum of this item."
    )


class VoteForm(forms.Form):
    """How a vote went."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    yes = whole_field("For")
    no = whole_field("Against")
    abstained = whole_field("Abstained")
    casting = choice(
        "Casting vote of whoever presided", [("", "none"), ("for", "for"), ("against", "against")], required=False,
        hint="Only after a tie.",
    )  # fmt: skip
    named = one_a_line(
        "Recorded by name",
        "Only of a recorded vote: one on each line, like Ada Ash: for. A surname is enough where one member has it. Everybody is "
        "named; leave the numbers out, and the names are counted.",
    )

    @property
    def counts(self) -> tuple[int, int, int]:
        """For, against, abstained."""
        return tuple(self.cleaned_data[name] or 0 for name in ("yes", "no", "abstained"))  # type: ignore[return-value]

    def clean_named(self) -> dict[str, str]:
        """By name: how they voted. Raises ValidationError for a line that does not say."""
        found = {}
        for line in split(self.cleaned_data["named"]):
            who, _, how = (part.strip() for part in line.rpartition(":"))
            if who in found:
                raise forms.ValidationError(f"{who} is named twice.")
            if not who or how.lower() not in ("for", "against", "abstained"):
                raise forms.ValidationError(f"“{line}” does not say how they voted. Write it like Ada Ash: for.")
            found[who] = how.lower()
        return found

    @property
    def entry(self) -> dict[str, Any]:
        """As the form of an item has it."""
        counts = dict(zip(("for", "against", "abstained"), self.counts, strict=True))
        more = {"casting": self.cleaned_data["casting"], "names": self.cleaned_data["named"]}
        return counts | {key: value for key, value in more.items() if value}


class QuestionForm(WithRows):
    """A question to a witness with the answer, and what was undertaken in it."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    topic = short_text("Topic", required=True, most=200)
    asked_by = short_text("Who asked", required=True, most=120)
    question = paragraphs("The question", rows=3, required=True)
    answered_by = short_text("Who answered", required=True, most=120)
    answer = paragraphs("The answer", rows=4, required=True)
    seen = seen_field()
    head = short_text(
        "Head of PRSRA s.3(8)", most=40, hint="The letter of the head that it is about, where there is one."
    )

    def __init__(
        self, data: Any = None, *, more: bool = False, public: bool, meetings: Any, bodies: Any, **told: Any
    ) -> None:
        super().__init__(data, more=more, **told)
        if not public:
            del self.fields["seen"]
        self.parts = [Rows(
            "undertaken", "What was undertaken", WantedRow, data, [], more=more, meetings=meetings, bodies=bodies,
            hint="Each becomes an action that is followed from meeting to meeting.",
        )]  # fmt: skip

    @property
    def undertakings(self) -> list[Wanted]:
        """What was undertaken."""
        return [Wanted(**row) for row in self.parts[0].rows()]
