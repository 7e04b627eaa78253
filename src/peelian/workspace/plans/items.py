"""One form for each kind of item. What it asks follows the plan's form (plans/form.py, plans/further.py); it decides nothing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

from django import forms

from peelian.plans.kinds import KINDS, new_slug
from peelian.plans.records import HEADS, PROGRAMME_KINDS, SUBJECTS
from peelian.ui.format import capital
from peelian.workspace.plans.fields import (
    Among,
    ManyOf,
    OneOf,
    PeriodField,
    Rows,
    long_text,
    month_field,
    number_field,
    plain_number,
    short_text,
    whole_field,
)
from peelian.workspace.plans.rows import WANTED, AimRow, MilestoneRow, MoneyRow, TargetRow

AS_PRINTED = "Only where the plan prints less than a month, such as “by 2020”."
TOLERANCES = (("", "None"), ("percent", "Per cent of the target"), ("points", "Points"), ("count", "So many"))
EVERY = (("", "Once"), ("year", "Every year"), ("quarter", "Every quarter"), ("month", "Every month"))


@dataclass(frozen=True)
class Choices:
    """What the items of one plan can name, and what is taken already."""

    bodies: Among
    measures: Among
    areas: Among
    items: Among
    commitments: Among
    themes: tuple[tuple[str, str], ...]
    objectives: tuple[tuple[str, str], ...]
    heads: frozenset[str]
    """Required contents that are written."""
    slugs: frozenset[str]
    years: tuple[str, ...]
    """The plan's financial years."""
    printed: bool
    """Whether a document prints the plan, so that items can say at which line."""

    @property
    def lists(self) -> tuple[Among, ...]:
        """What a browser offers while one types."""
        return (self.bodies, self.measures, self.areas, self.items, self.commitments)

    def titled(self, kind: str) -> list[tuple[str, str]]:
        """The bodies as choices of a select, after an empty one."""
        return [("", f"Choose {kind}"), *self.bodies.names.items()]


class ItemForm(forms.Form):
    """An item. ``always`` are keys that its entry must have, ``maybe`` those that it has only where something is said."""

    kind: ClassVar[str]
    always: ClassVar[tuple[str, ...]]
    maybe: ClassVar[tuple[str, ...]] = ()
    fixed: ClassVar[tuple[str, ...]] = ()
    """What is its name, so that it cannot be changed."""
    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0, required=False)

    def __init__(
        self, data: Any = None, *, choices: Choices, kept: Mapping[str, Any] | None = None, version: int = 0,
        initial: Mapping[str, Any] | None = None, more: bool = False,
    ) -> None:  # fmt: skip
        body = dict(kept or initial or {})
        super().__init__(data, initial={**self.shown(body), "version": version})
        self.choices, self.kept = choices, kept
        self.fields |= self.asked(choices)
        if choices.printed and "line" in (*self.always, *self.maybe):
            self.fields["line"] = whole_field("Line of the document", "Where the document prints it, counted from 1.")
        for name in self.fixed if kept is not None else ():
            self.fields[name].disabled = True
        self.parts = self.rows_of(body, data, more)
        if more:
            self._errors = forms.utils.ErrorDict()
            self.cleaned_data = {}

    def asked(self, choices: Choices) -> dict[str, forms.Field]:
        """Its fields."""
        raise NotImplementedError

    def rows_of(self, body: dict[str, Any], data: Any, more: bool) -> list[Rows]:
        """Its rows."""
        return []

    def shown(self, body: dict[str, Any]) -> dict[str, Any]:
        """What its fields show of an entry."""
        return body

    def is_valid(self) -> bool:
        """Whether fields and rows can all be understood."""
        parts = [part.is_valid() for part in self.parts]
        return super().is_valid() and all(parts)

    def said(self) -> dict[str, Any]:
        """What the fields say, by the entry's keys; of rows their list."""
        found = {name: self._plain(name) for name in self.fields if name != "version"}
        return found | {part.name: part.rows() for part in self.parts}

    def _plain(self, name: str) -> Any:
        value, asked = self.cleaned_data[name], self.fields[name]
        return (value or None) if isinstance(asked, forms.CharField | forms.ChoiceField) and not isinstance(
            asked, forms.MultipleChoiceField
        ) else value  # fmt: skip

    def body(self) -> dict[str, Any]:
        """The entry: what was there, with what the form says. An item keeps its id; a new one is named after its title."""
        said, body = self.said(), dict(self.kept or {})
        for name in self.always:
            body[name] = said.get(name, body.get(name))
        for name in self.maybe:
            if name in said and (name in body or said[name] not in (None, [], False)):
                body[name] = said[name]
        if self.kept is None and "id" not in body and self.kind not in ("yardstick", "content"):
            body = {"id": new_slug(str(said.get("title") or said.get("text")), self.choices.slugs), **body}
        return body


class ThemeForm(ItemForm):
    """A chapter."""

    kind, always = "theme", ("title", "line", "about")

    def asked(self, choices: Choices) -> dict[str, forms.Field]:
        """Its fields."""
        return {
            "title": short_text("Title", required=True),
            "about": long_text("What it is about, for residents", required=True, rows=4),
        }


class CommitmentForm(ItemForm):
    """What will be done, by whom and by when."""

    kind = "commitment"
    always = ("title", "line", "theme", "owner", "partners", "due", "due_line", "measures")
    maybe = ("due_words", "passages", "money", "details", "text")

    def asked(self, choices: Choices) -> dict[str, forms.Field]:
        """Its fields."""
        return {
            "title": short_text("What will be done", required=True),
            "text": long_text("The plan's own words", hint="The sentence in which the plan promises it.", rows=3),
            "theme": forms.ChoiceField(
                label="Theme", required=False, choices=[("", "None: a promise outside the themes"), *choices.themes]
            ),
            "owner": forms.ChoiceField(
                label="Who owns it",
                choices=choices.titled("a body"),
                error_messages={"required": "Choose who owns it."},
            ),
            "partners": ManyOf(choices.bodies, label="Partners", required=False, help_text="Type part of a name."),
            "due": month_field("Due"),
            "due_words": short_text("Due, as printed", hint=AS_PRINTED, most=80),
            "measures": ManyOf(
                choices.measures, label="Measures that would show it", required=False, help_text="Type part of a name."
            ),
        }

    def rows_of(self, body: dict[str, Any], data: Any, more: bool) -> list[Rows]:
        """Milestones and money."""
        return [
            Rows(
                "details", "Milestones", MilestoneRow, data, body.get("details") or [], more=more,
                hint="Parts of it with a date or a number of their own. What is claimed of one follows its title.",
            ),
            Rows("money", "Money", MoneyRow, data, body.get("money") or [], more=more, hint="Whole pounds, and what for."),
        ]  # fmt: skip


class ObjectiveForm(ItemForm):
    """What success would look like."""

    kind = "objective"
    always = ("title", "line", "theme", "commitments", "no_source")
    maybe = ("gap", "subjects", "text")

    def asked(self, choices: Choices) -> dict[str, forms.Field]:
        """Its fields."""
        return {
            "title": short_text("What success would look like", required=True),
            "text": long_text("The plan's own words", rows=3),
            "theme": forms.ChoiceField(
                label="Theme", choices=[("", "Choose a theme"), *choices.themes], error_messages={"required": "Choose a theme."}
            ),
            "subjects": forms.MultipleChoiceField(
                label="What it is about", required=False, widget=forms.CheckboxSelectMultiple,
                choices=[(name, capital(words)) for name, words in SUBJECTS.items()],
                help_text="The law has objectives be about each of these (PRSRA 2011 s.7(2)).",
            ),
            "commitments": ManyOf(choices.commitments, label="Commitments that serve it", required=False),
            "no_source": long_text(
                "Why nothing measures it yet", hint="Only while it has no yardstick: what source is missing.", rows=2
            ),
            "gap": long_text("What the figures leave out", hint="Where yardsticks read only part of it.", rows=2),
        }  # fmt: skip


class YardstickForm(ItemForm):
    """The measure by which an objective is read, and its targets."""

    kind, fixed = "yardstick", ("objective", "measure")
    always = ("objective", "measure", "wanted", "baseline", "targets", "tolerance", "band", "rule", "why")
    maybe = ("reading", "yearly", "targets_due", "with_people", "set_with")

    def asked(self, choices: Choices) -> dict[str, forms.Field]:
        """Its fields."""
        return {
            "objective": forms.ChoiceField(
                label="Objective", choices=[("", "Choose an objective"), *choices.objectives],
                error_messages={"required": "Choose an objective."},
            ),
            "measure": OneOf(
                choices.measures, label="Measure", help_text="Type part of its name.",
                error_messages={"required": "Name the measure."},
            ),
            "wanted": forms.ChoiceField(
                label="What is wanted", choices=WANTED, widget=forms.RadioSelect,
                error_messages={"required": "Choose what is wanted."},
            ),
            "why": long_text("Why this measure", required=True, rows=2),
            "reading": short_text("How it is read", hint="Where one measure is read in two ways, such as “more reports”."),
            "baseline_period": PeriodField(label="Baseline", required=False, max_length=20, help_text="FY2015-16, R12-2016-09"),
            "baseline_source": short_text("Where the baseline stands", hint="A document or data set of the pack."),
            "yearly": forms.BooleanField(label="It asks for a target in every year of the plan", required=False),
            "targets_due": month_field("Targets are to be set by"),
            "with_people": forms.BooleanField(label="Its targets are set with the people they are for", required=False),
            "set_with": long_text("With whom they were set", hint="Which engagement they rest on.", rows=2),
            "tolerance_kind": forms.ChoiceField(label="How far off still counts as on target", choices=TOLERANCES, required=False),
            "tolerance_value": number_field("So far off"),
            "band_low": number_field("Band to stay within: from"),
            "band_high": number_field("Band to stay within: to"),
            "rule": short_text("Rating rule", hint="The id of a rule of the pack."),
        }  # fmt: skip

    def shown(self, body: dict[str, Any]) -> dict[str, Any]:
        """Its mappings field by field."""
        found = dict(body)
        for name, keys in _MAPPINGS.items():
            found |= {f"{name}_{key}": (body.get(name) or {}).get(key) for key in keys}
        return found

    def rows_of(self, body: dict[str, Any], data: Any, more: bool) -> list[Rows]:
        """Its targets: those that are set, and each year of the plan that has none."""
        held = list(body.get("targets") or [])
        there = {one["by"] for one in held}
        held += [{"by": year} for year in self.choices.years if data is None and year not in there]
        return [
            Rows("targets", "Targets", TargetRow, data, held, more=more, hint="A year without a value is no target.")
        ]

    def clean(self) -> dict[str, Any]:
        """Raises ValidationError for half a baseline, tolerance or band."""
        told = super().clean() or {}
        for name, keys in _MAPPINGS.items():
            empty = [key for key in keys if told.get(f"{name}_{key}") in (None, "")]
            if len(empty) == 1 and f"{name}_{empty[0]}" not in self.errors:
                self.add_error(f"{name}_{empty[0]}", "Give both, or neither.")
        low, high = told.get("band_low"), told.get("band_high")
        if low is not None and high is not None and low > high:
            self.add_error("band_high", "The band is upside down: write its lower end first.")
        return told

    def said(self) -> dict[str, Any]:
        """Its mappings put together."""
        found = super().said()
        for name, keys in _MAPPINGS.items():
            values = {key: found.pop(f"{name}_{key}") for key in keys}
            told = {
                key: plain_number(value) if key in ("value", "low", "high") else value for key, value in values.items()
            }
            found[name] = None if None in told.values() else told
        return found


_MAPPINGS = {"baseline": ("period", "source"), "tolerance": ("kind", "value"), "band": ("low", "high")}


class ContentForm(ItemForm):
    """How the plan sets out one of the six things that it must."""

    kind, always, maybe, fixed = "content", ("head", "text"), ("line",), ("head",)

    def asked(self, choices: Choices) -> dict[str, forms.Field]:
        """Its fields."""
        free = [
            (name, capital(words))
            for name, words in HEADS.items()
            if name not in choices.heads or self.kept is not None
        ]
        return {
            "head": forms.ChoiceField(
                label="What it sets out", choices=[("", "Choose one"), *free],
                error_messages={"required": "Choose what it sets out."}
            ),
            "text": long_text("How the plan sets it out", required=True, rows=6),
        }  # fmt: skip


class SentenceForm(ItemForm):
    """What residents read, tied to the records it rests on."""

    kind, always, maybe = "sentence", ("text", "about"), ("where",)

    def asked(self, choices: Choices) -> dict[str, forms.Field]:
        """Its fields."""
        return {
            "text": long_text("The sentence", required=True, rows=2),
            "about": ManyOf(
                choices.items, label="What it rests on", help_text="Items of the plan: type part of a name."
            ),
            "where": OneOf(
                choices.areas, label="Only for one place", required=False, help_text="Leave it empty for everywhere."
            ),
        }


class TradeOffForm(ItemForm):
    """What will be done less because of something else."""

    kind, always, maybe = "trade-off", ("title", "of", "why"), ("line",)

    def asked(self, choices: Choices) -> dict[str, forms.Field]:
        """Its fields."""
        return {
            "title": short_text("What will be done less", required=True),
            "of": OneOf(
                choices.items, label="Because of what", error_messages={"required": "Name an item of the plan."}
            ),
            "why": long_text("Why", required=True, rows=3),
        }


class ReviewForm(ItemForm):
    """A review that reopens what it touches."""

    kind = "review"
    always, maybe = ("title", "body", "expected", "touches"), ("expected_words", "line")

    def asked(self, choices: Choices) -> dict[str, forms.Field]:
        """Its fields."""
        return {
            "title": short_text("Which review", required=True),
            "body": short_text("Whose", required=True, empty="Say whose review it is."),
            "expected": month_field("Expected"),
            "expected_words": short_text("Expected, as printed", hint=AS_PRINTED, most=80),
            "touches": ManyOf(
                choices.items,
                label="What it reopens",
                help_text="When it concludes, or is late, these are decided anew.",
            ),
        }


class PilotForm(ItemForm):
    """A trial with aims that are set before it starts."""

    kind = "pilot"
    always, maybe = ("title", "where", "starts", "ends", "aims"), ("commitment", "line")

    def asked(self, choices: Choices) -> dict[str, forms.Field]:
        """Its fields."""
        return {
            "title": short_text("What is tried", required=True),
            "commitment": OneOf(choices.items, label="Which promise it belongs to", required=False),
            "where": short_text("Where", required=True, empty="Say where it is tried."),
            "starts": month_field("Starts"),
            "ends": month_field("Ends"),
        }

    def rows_of(self, body: dict[str, Any], data: Any, more: bool) -> list[Rows]:
        """Its aims."""
        return [
            Rows(
                "aims", "Aims", AimRow, data, body.get("aims") or [], more=more, measures=self.choices.measures,
                hint="What it is to show, and by which measure that would be seen. Set before it starts, and fixed from then on.",
            )
        ]  # fmt: skip


class ProgrammeForm(ItemForm):
    """A strategy, review, service or system beside the plan."""

    kind = "programme"
    always = ("title", "kind", "owner", "promise", "due")
    maybe = ("due_words", "commitments", "measures", "line", "document")

    def asked(self, choices: Choices) -> dict[str, forms.Field]:
        """Its fields."""
        return {
            "title": short_text("Title", required=True),
            "kind": forms.ChoiceField(label="What it is", choices=[(one, capital(one)) for one in PROGRAMME_KINDS]),
            "owner": forms.ChoiceField(
                label="Who owns it",
                choices=choices.titled("a body"),
                error_messages={"required": "Choose who owns it."},
            ),
            "promise": long_text("What it promises", required=True, rows=3),
            "due": month_field("Due"),
            "due_words": short_text("Due, as printed", hint=AS_PRINTED, most=80),
            "commitments": ManyOf(choices.items, label="Promises of the plan that it serves", required=False),
            "measures": ManyOf(choices.measures, label="Measures that it should move", required=False),
        }


class PublicationForm(ItemForm):
    """What will be out, and when."""

    kind = "publication"
    always, maybe = ("title", "by", "due"), ("due_words", "every", "commitment", "line")

    def asked(self, choices: Choices) -> dict[str, forms.Field]:
        """Its fields."""
        return {
            "title": short_text("What will be published", required=True),
            "by": forms.ChoiceField(
                label="By whom",
                choices=choices.titled("a body"),
                error_messages={"required": "Choose who publishes it."},
            ),
            "due": month_field("Due"),
            "due_words": short_text("Due, as printed", hint=AS_PRINTED, most=80),
            "every": forms.ChoiceField(label="How often", choices=EVERY, required=False),
            "commitment": OneOf(choices.items, label="Which promise it belongs to", required=False),
        }


class FindingForm(ItemForm):
    """What an inspection found, and who has to answer it."""

    kind = "finding"
    always, maybe = ("title", "body", "owner", "due"), ("due_words", "line", "document")

    def asked(self, choices: Choices) -> dict[str, forms.Field]:
        """Its fields."""
        return {
            "title": short_text("What was found", required=True),
            "body": short_text("Who found it", required=True, empty="Say who found it."),
            "owner": forms.ChoiceField(
                label="Who answers it",
                choices=choices.titled("a body"),
                error_messages={"required": "Choose who answers it."},
            ),
            "due": month_field("To be answered by"),
            "due_words": short_text("As printed", hint=AS_PRINTED, most=80),
        }


FORMS: dict[str, type[ItemForm]] = {
    form.kind: form
    for form in (
        ThemeForm, CommitmentForm, ObjectiveForm, YardstickForm, ContentForm, SentenceForm, TradeOffForm, ReviewForm, PilotForm,
        ProgrammeForm, PublicationForm, FindingForm,
    )
}  # fmt: skip
assert list(FORMS) == list(KINDS)
