"""The forms of a borough's quarter: each asks in plain words, with an example of what follows, and decides nothing."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from django import forms

from peelian.core.workflow import Step
from peelian.figures.judge.ratings import COMPARED_WITH
from peelian.figures.periods import Period
from peelian.localities.models import LocalIndicator, OwnFigure
from peelian.localities.queries import Holding
from peelian.ui import format as words
from peelian.ui.templatetags.peelian_forms import Choice
from peelian.workspace.doing import day_field, reason_field

LONG = 6_000
OPEN = "open"
"""How a form says of a question that nobody has answered it."""
_NOT_YET = (OPEN, Choice("Not decided yet", "Until somebody answers it, no report of the year can be sent for review."))


def long_text(label: str, hint: str = "", rows: int = 5) -> forms.CharField:
    """A long text that may be empty while it is being written."""
    return forms.CharField(
        label=label, required=False, max_length=LONG, help_text=hint, widget=forms.Textarea(attrs={"rows": rows}),
        error_messages={"max_length": f"This is too long: {LONG:,} characters are kept."},
    )  # fmt: skip


class _Written(forms.Form):
    """Texts with the version that was read."""

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0, initial=0)

    @property
    def texts(self) -> dict[str, Any]:
        """What was written, without the version."""
        return {name: value for name, value in self.cleaned_data.items() if name != "version"}


class TextsForm(_Written):
    """The report's own texts."""

    introduction = long_text("Introduction", "What a member of the committee should know first.")
    demand_note = long_text("What the demand means for it", "Shown beside the measures of demand.", 3)


class WordsForm(_Written):
    """What is said of one indicator."""

    commentary = long_text("Commentary", "What happened, and what it was due to as far as that is known.")
    action = long_text("Corrective action", "What is done about it.", 4)
    action_owner = forms.CharField(
        label="Who does it", required=False, max_length=200, help_text="A post, not a name: it is published.",
    )  # fmt: skip
    action_by = day_field("By when")


class StepForm(forms.Form):
    """One step of the report, with what it asks for."""

    def __init__(self, *args: Any, step: Step, warnings: bool, **more: Any) -> None:
        super().__init__(*args, **more)
        if step.action == "quarter.send" and warnings:
            self.fields["warnings_read"] = forms.BooleanField(
                label="I have read each of these, and it may be published as it is.",
                error_messages={"required": "Read each of these, change the text or confirm that it may be published."},
            )
        if step.action == "quarter.pass":
            self.fields["remarks"] = forms.CharField(
                label="Remarks for the record", required=False, max_length=4_000, widget=forms.Textarea(attrs={"rows": 3}),
            )  # fmt: skip
        if step.reason:
            label = "What has to be mended" if step.action == "quarter.send-back" else "Why"
            self.fields["reason"] = reason_field(label)


class BeginForm(forms.Form):
    """A report of a quarter: on which release it stands; of a published one also what is to be corrected."""

    release = forms.ChoiceField(
        label="Which release the figures come from", widget=forms.RadioSelect,
        error_messages={"required": "Choose a release."},
    )  # fmt: skip

    def __init__(self, *args: Any, holdings: Iterable[Holding], correcting: bool = False, **more: Any) -> None:
        super().__init__(*args, **more)
        which: Any = self.fields["release"]
        which.choices = [(item.release.id, Choice(f"Release {item.release.id}", hint_of(item))) for item in holdings]
        if which.choices:
            which.initial = which.choices[0][0]
        if correcting:
            self.fields["reason"] = reason_field("What the correction corrects, and why")
            self.fields["reason"].help_text = "Published with the correction."


def hint_of(holding: Holding) -> str:
    """What a release has of the quarter, in a line."""
    told = [f"Out since {words.day(holding.release.released)}."]
    if holding.wanted:
        told.append(f"It has figures of {holding.held} of {words.counted(holding.wanted, 'indicator', 'indicators')}.")
    if holding.provisional:
        told.append(f"Provisional, so they may still change: {', '.join(holding.provisional)}.")
    elif holding.held:
        told.append("None of them is provisional.")
    return " ".join(told)


class RuleForm(forms.Form):
    """How figures are coloured: the written rule, and an answer to each question that it leaves open."""

    title = forms.CharField(
        label="Name of the rule", max_length=200, error_messages={"required": "Give the rule a name."}
    )
    source = forms.CharField(
        label="Where it is written", max_length=300, help_text="Document, date and page; a link where there is one.",
        error_messages={"required": "Say where the rule is written."},
    )  # fmt: skip
    amber = forms.ChoiceField(
        label="What is Amber", widget=forms.RadioSelect, error_messages={"required": "Choose what is Amber."},
        choices=(
            ("movement", Choice(
                "A figure that misses its target by more than the tolerance, and has improved",
                "Target 200, fewer is better, tolerance 5%: up to 210 is Green, 240 after 260 is Amber, 240 after 220 is Red.",
            )),
            ("tolerance", Choice(
                "A figure that misses its target by no more than the tolerance",
                "The same target: up to 200 is Green, 208 is Amber, 240 is Red whether it was 220 before or 260.",
            )),
        ),
    )  # fmt: skip
    unchanged = forms.ChoiceField(
        label="A figure that misses its target and has not moved is", widget=forms.RadioSelect, initial=OPEN,
        help_text="Asked only where Amber is about improvement.",
        choices=(
            ("amber", Choice("Amber", "240 after 240 is Amber: it has not become worse.")),
            ("red", Choice("Red", "240 after 240 is Red: it has not improved.")),
            _NOT_YET,
        ),
    )  # fmt: skip
    compared_with = forms.ChoiceField(
        label="Improvement is against", widget=forms.RadioSelect, initial=OPEN,
        help_text="Asked only where Amber is about improvement.",
        choices=(
            (COMPARED_WITH[0], Choice(
                "The quarter before", "October to December against July to September: soon notices a change, and the season too.",
            )),
            (COMPARED_WITH[1], Choice(
                "The same quarter of the year before", "October to December against October to December: the season is the same.",
            )),
            _NOT_YET,
        ),
    )  # fmt: skip
    two_sided = forms.ChoiceField(
        label="A figure that is better than its target by more than the tolerance is", widget=forms.RadioSelect, initial=OPEN,
        choices=(
            ("no", Choice("On target", "150 against a target of 200, fewer is better: Green.")),
            ("yes", Choice("Off target too", "150 is as far off as 250: for figures that should be neither high nor low.")),
            _NOT_YET,
        ),
    )  # fmt: skip
    decided_by = forms.CharField(
        label="Who answered what the rule leaves open", required=False, max_length=200,
        help_text="A body and a date, such as “Cabinet, 8 March 2026”.",
    )  # fmt: skip

    @property
    def decided(self) -> dict[str, Any]:
        """As the record has it."""
        told = dict(self.cleaned_data)
        told["two_sided"] = {"yes": True, "no": False}.get(told["two_sided"])
        return told | {name: "" for name in ("unchanged", "compared_with") if told[name] == OPEN}


def number_field(label: str, **more: Any) -> forms.DecimalField:
    """A number, as it would be typed."""
    return forms.DecimalField(
        label=label, required=more.pop("required", False), max_digits=14, decimal_places=4,
        widget=forms.TextInput(attrs={"inputmode": "decimal", "size": 10}),
        error_messages={"invalid": "This is no number. Write it like 1200 or 28.5.", "required": "Enter the figure."}, **more,
    )  # fmt: skip


class IndicatorForm(forms.Form):
    """An indicator of a year: its goal, which way is better, its target, and how far it may miss it."""

    goal = forms.CharField(label="Goal", required=False, max_length=120, help_text="As the borough's plan calls it.")
    wanted = forms.ChoiceField(
        label="Which way is better", widget=forms.RadioSelect, choices=(("lower", "Fewer or less"), ("higher", "More")),
        error_messages={"required": "Choose which way is better."},
    )  # fmt: skip
    tolerance = number_field("Tolerance", help_text="How far it may miss the target. Without one it gets no colour.")
    points = forms.ChoiceField(
        label="The tolerance is in", widget=forms.RadioSelect, initial="no",
        choices=(
            ("no", Choice("Per cent of the target", "5 on a target of 200 is 10: up to 210.")),
            ("yes", Choice("Points", "5 on a target of 40 per cent is up to 45 per cent.")),
        ),
    )  # fmt: skip
    place = forms.IntegerField(
        label="Its place in the report", min_value=1, max_value=99,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "size": 3}),
        error_messages={"invalid": "This is no place. Write 1 for the first.", "required": "Enter its place."},
    )  # fmt: skip

    def __init__(self, *args: Any, year: Period, **more: Any) -> None:
        super().__init__(*args, **more)
        self.periods: list[tuple[str | None, str]] = [(None, "every quarter")]
        self.periods += [(str(item), item.label()) for item in quarters_of(year)]
        for at, (_, label) in enumerate(self.periods):
            self.fields[f"low_{at}"] = number_field(f"Target of {label}, or the lower end of a band")
            self.fields[f"high_{at}"] = number_field(f"Upper end of the band of {label}")

    @property
    def every(self) -> list[Any]:
        """The two fields of a target of every quarter."""
        return [self["low_0"], self["high_0"]]

    @property
    def single(self) -> list[Any]:
        """The fields of targets of single quarters."""
        return [self[f"{end}_{at}"] for at in range(1, len(self.periods)) for end in ("low", "high")]

    @property
    def has_single(self) -> bool:
        """Whether one of them says something, so that it must be in sight."""
        return any(bound.value() not in (None, "") or bound.errors for bound in self.single)

    def clean(self) -> dict[str, Any]:
        """Raises ValidationError for a band without its lower end, or one that is upside down."""
        told = super().clean() or {}
        for at in range(len(self.periods)):
            low, high = told.get(f"low_{at}"), told.get(f"high_{at}")
            if low is None and high is not None:
                self.add_error(f"low_{at}", "A band needs its lower end too.")
            elif low is not None and high is not None and high < low:
                self.add_error(f"high_{at}", f"The band {low} to {high} is upside down: write its lower end first.")
        return told

    @property
    def decided(self) -> dict[str, Any]:
        """As the record has it, without its measure and place."""
        told = self.cleaned_data
        targets = [
            {"period": period, "low": str(low), "high": str(low if (high := told[f"high_{at}"]) is None else high)}
            for at, (period, _) in enumerate(self.periods)
            if (low := told[f"low_{at}"]) is not None
        ]
        return {
            "goal": told["goal"], "wanted": told["wanted"], "tolerance": told["tolerance"], "points": told["points"] == "yes",
            "targets": targets,
        }  # fmt: skip

    @staticmethod
    def shown(kept: LocalIndicator, year: Period) -> dict[str, Any]:
        """What the form shows of an indicator."""
        told: dict[str, Any] = {
            "goal": kept.goal, "wanted": kept.wanted, "tolerance": short(kept.tolerance), "points": "yes" if kept.points else "no",
            "place": kept.place + 1,
        }  # fmt: skip
        periods = [None, *(str(item) for item in quarters_of(year))]
        for target in kept.targets:
            if target["period"] in periods:
                at = periods.index(target["period"])
                told[f"low_{at}"] = target["low"]
                told[f"high_{at}"] = target["high"] if target["high"] != target["low"] else None
        return told


def short(number: Decimal | None) -> str:
    """A number without zeros that say nothing: ``5``, ``28.8``."""
    return "" if number is None else f"{number.normalize():f}"


def quarters_of(year: Period) -> list[Period]:
    """The four quarters of a financial year."""
    return [Period.of("quarter", year.first + 3 * place) for place in range(4)]


class OwnFigureForm(forms.Form):
    """A figure of the borough's own record."""

    measure = forms.ChoiceField(label="Measure", error_messages={"required": "Choose a measure."})
    period = forms.ChoiceField(label="Period", error_messages={"required": "Choose a period."})
    value = number_field("Figure", required=True)
    numerator = number_field("Of a share: how many", help_text="Then the share is checked: 17 of 59 is 28.8 per cent.")
    denominator = number_field("Of a share: of how many")
    source = forms.CharField(
        label="Where it comes from", max_length=300, help_text="A return or a system, and its date: it is published.",
        error_messages={"required": "Say where the figure comes from."},
    )  # fmt: skip

    def __init__(self, *args: Any, measures: Iterable[tuple[str, str]], year: Period, **more: Any) -> None:
        super().__init__(*args, **more)
        which: Any = self.fields["measure"]
        when: Any = self.fields["period"]
        which.choices = [("", "Choose one"), *measures]
        periods = [*quarters_of(year), *(Period.of("fytd", item.last) for item in quarters_of(year)[1:3]), year]
        when.choices = [("", "Choose one"), *((str(item), _named(item)) for item in periods)]

    @staticmethod
    def shown(kept: OwnFigure) -> dict[str, Any]:
        """What the form shows of a figure."""
        numbers = {name: short(getattr(kept, name)) for name in ("value", "numerator", "denominator")}
        return numbers | {"measure": kept.measure, "period": kept.period, "source": kept.source}


def _named(period: Period) -> str:
    return f"{period.label()} (year to date)" if period.kind == "fytd" else period.label()


class TakeOverForm(forms.Form):
    """Where a year's settings begin."""

    source = forms.ChoiceField(
        label="Begin with", widget=forms.RadioSelect, error_messages={"required": "Choose what to begin with."}
    )

    def __init__(self, *args: Any, sources: Iterable[tuple[str, str]], **more: Any) -> None:
        super().__init__(*args, **more)
        which: Any = self.fields["source"]
        which.choices = list(sources)
