"""The forms of the ledger's desk: a report and its recommendations, an investigation, and every step of a recommendation."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, get_args

from django import forms

from peelian.scrutiny.ledger.life import ANSWERS, CLAIMS, KINDS, MOVES, VERDICTS
from peelian.scrutiny.ledger.records import (
    NUMBER,
    NUMBERED,
    ActivityKind,
    Answer,
    Evidence,
    EvidenceKind,
    Recommendation,
    SubPoint,
)
from peelian.ui.templatetags.peelian_forms import Choice
from peelian.workspace.doing import day_field
from peelian.workspace.plans.fields import Among, ManyOf, RowForm, Rows, long_text, month_field, short_text

ACTIVITIES = {
    "session": "Meeting in public", "written-evidence": "Call for written evidence", "visit": "Visit", "briefing": "Briefing",
    "roundtable": "Roundtable", "launch": "Launch", "statement": "Statement", "meeting": "Other meeting",
}  # fmt: skip
EVIDENCE = {
    "link": "a page",
    "figure": "a figure of ours",
    "paper": "a paper",
    "decision": "a decision",
    "document": "a document",
}
assert set(ACTIVITIES) == set(get_args(ActivityKind))
assert set(EVIDENCE) == set(get_args(EvidenceKind))


class PartedForm(forms.Form):
    """A form with rows (``parts``) beneath its fields."""

    parts: list[Rows]

    def __init__(self, data: Any = None, *, more: bool = False, **told: Any) -> None:
        super().__init__(data, **told)
        self.parts = []
        if more:
            self._errors, self.cleaned_data = forms.utils.ErrorDict(), {}

    def is_valid(self) -> bool:
        """Whether fields and rows can all be understood."""
        parts = [part.is_valid() for part in self.parts]
        return super().is_valid() and all(parts)


class NumberField(forms.RegexField):
    """The number of a recommendation; a capital letter is the small one."""

    def to_python(self, value: Any) -> str:
        """In small letters."""
        return str(super().to_python(value)).lower()


def number_field() -> NumberField:
    """Under which number a report prints a recommendation."""
    return NumberField(
        rf"^{NUMBER}\Z", label="Number", widget=forms.TextInput(attrs={"size": 8}),
        error_messages={"invalid": NUMBERED, "required": "Give it its number."},
    )  # fmt: skip


def requested_field() -> forms.Field:
    """The day by which a committee asks for an answer."""
    return day_field("Answer asked for by", hint="Where a law sets the day, it holds beside what is asked.")


def deliver_field() -> forms.Field:
    """The day by which a recommendation asks to be delivered."""
    return day_field(
        "To be done by", hint="Where the recommendation itself names a day. Once accepted, it is overdue on the next."
    )


class OfCommittee:
    """A form about something of one committee: where there are several, it asks which."""

    fields: dict[str, forms.Field]
    cleaned_data: dict[str, Any]
    committees: dict[str, str]

    def ask_committee(self, committees: dict[str, str]) -> None:
        """``committees`` by ``<body>/<committee>``."""
        self.committees = committees
        if len(committees) > 1:
            self.fields["committee"] = forms.ChoiceField(
                label="Which committee", choices=list(committees.items()), widget=forms.RadioSelect,
                error_messages={"required": "Choose the committee."},
            )  # fmt: skip
            self.fields = {"committee": self.fields.pop("committee"), **self.fields}

    @property
    def chosen(self) -> tuple[str, str]:
        """The body that keeps its papers, and the committee."""
        body, _, committee = str(self.cleaned_data.get("committee") or next(iter(self.committees))).partition("/")
        return body, committee


class EvidenceRow(RowForm):
    """One thing that shows it."""

    telling = ("what", "where")
    what = short_text("What it is", required=True, most=300, empty="Say what it is.")
    where = short_text("Where it can be read", required=True, most=500, empty="Say where it can be read.")
    kind = forms.ChoiceField(
        label="Kind", choices=[(key, text[0].upper() + text[1:]) for key, text in EVIDENCE.items()]
    )

    def row(self) -> dict[str, Any]:
        """As the form of the ledger has it."""
        return {name: self.cleaned_data[name] for name in ("kind", "what", "where")}


class PointRow(RowForm):
    """One point of a recommendation."""

    telling = ("text",)
    text = short_text("Point", required=True, most=2000, empty="Say what is asked.")

    def row(self) -> dict[str, Any]:
        """As the form of the ledger has it, without its letter."""
        return {"text": self.cleaned_data["text"]}


def evidence_rows(data: Any, more: bool, initial: Iterable[dict[str, Any]] = (), hint: str = "") -> Rows:
    """Rows of evidence."""
    return Rows("evidence", "What shows it", EvidenceRow, data, list(initial), more=more, hint=hint)


class ReportForm(OfCommittee, forms.Form):
    """What a report is, of which day, and whom it addresses."""

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0, required=False)
    kind = forms.ChoiceField(
        label="What it is", widget=forms.RadioSelect, error_messages={"required": "Choose what it is."},
        choices=[(kind.id, Choice(kind.title, f"Rests on {kind.authority}.")) for kind in KINDS.values()],
    )  # fmt: skip
    title = short_text("Title", required=True, most=200)
    on = day_field(
        "Date of the report", hint="What the law makes due is counted from this day, not from the day it arrives."
    )
    addressed_to = short_text("The post that it is addressed to", hint="Where that says more than the body.")
    topic = forms.SlugField(
        label="Topic", required=False, max_length=80, help_text="In small letters, words joined by hyphens: knife-crime.",
        error_messages={"invalid": "Small letters, digits and hyphens only."},
    )  # fmt: skip
    meeting = short_text(
        "Meeting that agreed it", hint="As its page is addressed: london-assembly-pcc/2026-03-02.", most=120
    )
    link = short_text("Where it can be read as published", most=500, hint="A link.")

    def __init__(
        self,
        *args: Any,
        bodies: Among,
        investigations: list[tuple[str, str]],
        plans: list[tuple[str, str]],
        **more: Any,
    ) -> None:
        super().__init__(*args, **more)
        self.fields["addressees"] = ManyOf(bodies, label="Bodies that it addresses", required=False)
        self.fields["investigation"] = forms.ChoiceField(
            label="Investigation that it comes from", required=False, choices=[("", "None"), *investigations]
        )
        self.fields["plan"] = forms.ChoiceField(
            label="Plan that it is about", required=False, choices=[("", "None"), *plans]
        )
        self.order_fields(
            [
                "version",
                "kind",
                "title",
                "on",
                "addressees",
                "addressed_to",
                "topic",
                "investigation",
                "plan",
                "meeting",
                "link",
            ]
        )


class RecommendationForm(PartedForm):
    """What is asked, of whom, by when, and what it rests on."""

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0, required=False)
    number = number_field()
    title = short_text("In a few words", required=True, most=200, hint="How lists name it.")
    text = long_text(
        "Its text", required=True, rows=4, hint="As the list of recommendations prints it, without its points."
    )
    chapter = long_text(
        "Its text in the chapter", rows=3, hint="Where the report prints it a second time, as it stands there."
    )
    requested = requested_field()
    deliver_by = deliver_field()
    deliver_words = short_text("By when, as it says it", most=120)

    def __init__(
        self,
        data: Any = None,
        *,
        bodies: Among,
        items: Among,
        entry: dict[str, Any] | None = None,
        more: bool = False,
        **told: Any,
    ) -> None:
        super().__init__(data, more=more, **told)
        held = entry or {}
        self.fields["addressees"] = ManyOf(
            bodies, label="Of whom it is asked", empty="Name at least one body that it asks."
        )
        self.fields["touches"] = ManyOf(items, label="Items of the plan that it touches", required=False)
        self.order_fields(
            [
                "version",
                "number",
                "title",
                "addressees",
                "text",
                "chapter",
                "requested",
                "deliver_by",
                "deliver_words",
                "touches",
            ]
        )
        self.kept = held
        points = [{"text": one["text"]} for one in _text(held, "summary").get("points", ())]
        self.parts = [
            Rows(
                "points",
                "Its points",
                PointRow,
                data,
                points,
                more=more,
                hint="They are lettered a, b, c in this order.",
            ),
            evidence_rows(data, more, held.get("evidence", ()), "Figures, papers and pages that it rests on."),
        ]

    @property
    def body(self) -> dict[str, Any]:
        """The entry in the form. What is not asked here stays as it was: findings, repeats, notes of differences."""
        told = self.cleaned_data
        points = [{"letter": letter_of(place), **row} for place, row in enumerate(self.parts[0].rows())]
        texts = [{**_text(self.kept, "summary"), "place": "summary", "text": told["text"], "points": points}]
        if told["chapter"]:
            texts.append({**_text(self.kept, "chapter"), "place": "chapter", "text": told["chapter"]})
        found: dict[str, Any] = {"title": told["title"], "texts": texts}
        found |= {key: self.kept[key] for key in ("findings", "repeats", "differs") if key in self.kept}
        if told["deliver_by"]:
            found["deliver_by"] = told["deliver_by"].isoformat()
        more = (
            ("deliver_words", told["deliver_words"]),
            ("touches", told["touches"]),
            ("evidence", self.parts[1].rows()),
        )
        return found | {key: value for key, value in more if value}


def letter_of(place: int) -> str:
    """``a`` of the first point, ``aa`` of the twenty-seventh."""
    return "abcdefghijklmnopqrstuvwxyz"[place % 26] * (1 + place // 26)


def _text(entry: dict[str, Any], place: str) -> dict[str, Any]:
    return next((dict(one) for one in entry.get("texts", ()) if one["place"] == place), {})


def initial_of(
    number: str, addressees: list[str], entry: dict[str, Any], requested: Any, version: int
) -> dict[str, Any]:
    """What a form about a recommendation begins with."""
    return {
        "version": version, "number": number, "addressees": addressees, "title": entry.get("title", ""), "requested": requested,
        "text": _text(entry, "summary").get("text", ""), "chapter": _text(entry, "chapter").get("text", ""),
        "deliver_by": entry.get("deliver_by"), "deliver_words": entry.get("deliver_words", ""), "touches": entry.get("touches", []),
    }  # fmt: skip


class ActivityForm(OfCommittee, forms.Form):
    """What a committee did."""

    kind = forms.ChoiceField(label="What it was", choices=list(ACTIVITIES.items()))
    title = short_text("In a few words", required=True)
    on = day_field("On which day")
    month = month_field("Or in which month, where the day is not known")
    bodies = short_text("Whom the committee met", hint="Separated by semicolons.", most=600)
    place = short_text("Where", most=200)
    topic = forms.SlugField(label="Topic", required=False, max_length=80)
    link = short_text("Where it can be read of", most=500)

    def __init__(self, *args: Any, investigations: list[tuple[str, str]], **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["investigation"] = forms.ChoiceField(
            label="For which investigation", required=False, choices=[("", "None"), *investigations]
        )

    @property
    def done(self) -> dict[str, Any]:
        """Its fields as the action takes them, but for the investigation."""
        told = {name: value for name, value in self.cleaned_data.items() if name != "investigation"}
        return told | {"bodies": [one.strip() for one in told["bodies"].split(";") if one.strip()]}


class WhyForm(forms.Form):
    """Why public words change."""

    reason = long_text("Why", required=True, rows=3, hint="Published with it.", empty="Say it in a sentence.")


class OnDayForm(forms.Form):
    """On which day something was done."""

    on = day_field("On which day", required=True, hint="Today or before.")


def points_of(asked: Recommendation) -> tuple[SubPoint, ...]:
    """The points of a recommendation, from the text that has them."""
    return next((one.points for one in asked.texts if one.points), ())


def ask_answers(form: forms.Form, points: Iterable[SubPoint]) -> None:
    """Ask what the answer to a recommendation comes to: to the whole of it, and to each point where it has points."""
    points = list(points)
    choices = [("", "Say nothing of it" if points else "Choose one")]
    choices += [(one.id, f"{one.sign} {one.title}") for one in ANSWERS.values()]
    whole = "The whole of it" if points else "What the body answers"
    for letter, title in (("", whole), *((one.letter, f"({one.letter}) {one.text}") for one in points)):
        form.fields[f"status_{letter}"] = forms.ChoiceField(label=title[:300], choices=choices, required=False)
        about = f" to ({letter})" if letter else ""
        form.fields[f"text_{letter}"] = long_text(f"The answer’s own text{about}", rows=3 if points else 8)


def answers_in(form: forms.Form) -> list[Answer]:
    """What was answered in the fields that ``ask_answers`` asks."""
    told = form.cleaned_data
    letters = [name.removeprefix("status_") for name in form.fields if name.startswith("status_")]
    return [Answer(one, told[f"status_{one}"], told[f"text_{one}"]) for one in letters if told.get(f"status_{one}")]


class StepForm(PartedForm):
    """One step of a recommendation, with what it asks for."""

    def __init__(
        self,
        data: Any = None,
        *,
        kind: str,
        asked: Recommendation,
        names: dict[str, str],
        bodies: Iterable[str] = (),
        more: bool = False,
        **told: Any,
    ) -> None:
        super().__init__(data, more=more, **told)
        self.kind, self.asked = kind, asked
        if kind in ("verdict", "closed", "reopened", "withdrawn") and len(asked.addressees) > 1:
            self.fields["about"] = forms.ChoiceField(
                label="Which body it is about", widget=forms.RadioSelect,
                choices=[(one, names.get(one, one)) for one in bodies or asked.addressees],
                error_messages={"required": "Choose the body."},
            )  # fmt: skip
        if kind == "answered":
            ask_answers(self, points_of(self.asked))
        if kind in ("claimed", "verdict"):
            words = CLAIMS if kind == "claimed" else VERDICTS
            self.fields["status"] = forms.ChoiceField(
                label="How far it is" if kind == "claimed" else "What the committee finds", widget=forms.RadioSelect,
                choices=[(one.id, Choice(f"{one.sign} {one.title}", one.means)) for one in words.values()],
                error_messages={"required": "Choose one."},
            )  # fmt: skip
        self.fields["on"] = day_field(
            "On which day", required=True, hint="Today or before, and not before the last step."
        )
        if kind not in ("acknowledged", "answered", "linked"):
            label = "What was done" if kind == "claimed" else "Why"
            self.fields["reason"] = long_text(
                label, required=MOVES[kind].reason, rows=3, hint="Published at once. A sentence or two for residents.",
                empty="Say it in a sentence.",
            )  # fmt: skip
        if kind in ("acknowledged", "answered"):
            self.fields["link"] = short_text("Where it can be read as it was given", most=500, hint="A link.")
        if kind in ("claimed", "verdict"):
            hint = (
                "At least one thing, where anything is said to be delivered."
                if kind == "claimed"
                else "Where there is any."
            )
            self.parts = [evidence_rows(data, more, (), hint)]

    @property
    def answers(self) -> list[Answer]:
        """What is answered, point by point: where nothing was chosen for a point, nothing is said of it."""
        return answers_in(self)

    @property
    def evidence(self) -> list[Evidence]:
        """What shows it."""
        return [Evidence(**row) for part in self.parts for row in part.rows()]


STEP_FIELDS = {
    "no-reason": "reason", "not-yet": "on", "out-of-order": "on", "too-early": "on", "unknown-status": "status",
    "no-words": "text_", "no-answer": "status_", "no-verdict": "on",
    "no-address": "link",
}  # fmt: skip
"""Which field a refusal of a step is about; what is wrong with the evidence is said at its rows."""
EVIDENCE_REFUSALS = ("no-evidence", "no-title", "no-link", "no-figure")
