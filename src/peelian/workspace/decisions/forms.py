"""The form of a decision: how one is begun, and how the whole of it is written. It asks; it decides nothing."""

from __future__ import annotations

import datetime as dt
from collections.abc import Container, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from django import forms
from django.forms.boundfield import BoundField

from peelian.decisions.records import KINDS
from peelian.decisions.references import Series
from peelian.decisions.texts import said
from peelian.decisions.unread import Unread
from peelian.ui.templatetags.peelian_forms import Choice, error_text, id_of
from peelian.workspace.decisions.rows import AmountRow, GrantRow, OptionRow, PaperRow, PartyRow, amount_field
from peelian.workspace.decisions.typed import Half, half_said, typed_with
from peelian.workspace.doing import day_field
from peelian.workspace.plans.fields import Among, LongText, ManyOf, Rows, short_text

LONG = 20_000
NO_MONEY = (("", "Amounts are stated above"), ("none", "No money is involved"), ("withheld", "The amount is in Part 2"))


def paragraphs(label: str, *, rows: int = 5, hint: str = "", required: bool = False, empty: str = "") -> LongText:
    """A text of any usual length."""
    return LongText(
        label=label, required=required, max_length=LONG, help_text=hint, widget=forms.Textarea(attrs={"rows": rows}),
        error_messages={"required": empty or f"“{label}” is empty.", "max_length": f"Too long: {LONG:,} characters are kept."},
    )  # fmt: skip


class BeginForm(forms.Form):
    """A decision that is begun."""

    title = short_text("Title", required=True, most=200, empty="Say what is to be decided, in a line.")
    kind = forms.ChoiceField(
        label="Which kind it is", choices=list(KINDS.items()), widget=forms.RadioSelect, initial="ordinary"
    )
    number = short_text(
        "Number", most=30, hint="Leave it empty for the next one. Give one that is free where paper has it."
    )

    def __init__(self, *args: Any, series: list[tuple[Series, str]], **more: Any) -> None:
        super().__init__(*args, **more)
        choices = [(one.id, Choice(one.title, f"The next number is {proposed}.")) for one, proposed in series]
        self.fields["series"] = forms.ChoiceField(
            label="In which series", choices=choices, widget=forms.RadioSelect, initial=choices[0][0] if choices else None,
            error_messages={"required": "Choose the series."},
        )  # fmt: skip
        self.order_fields(["title", "series", "number", "kind"])


@dataclass(frozen=True)
class Wrong:
    """A field that cannot be understood: its id, where it stands (``Money, Amount in row 2``), what is wrong, and its name, or how
    the names of its row begin.
    """

    at: str
    where: str
    says: str
    name: str


def _wrong(field: BoundField, where: str, name: str) -> Wrong:
    return Wrong(id_of(field), where, " ".join(error_text(field, one) for one in field.errors), name)


@dataclass(frozen=True)
class Section:
    """A part of the form that folds up, with its fields and its rows. ``missing`` is what of it the saved form lacks."""

    id: str
    title: str
    hint: str
    fields: list[BoundField]
    rows: list[Rows]
    missing: Sequence[Any] = ()
    open: bool = False

    @property
    def wrong(self) -> int:
        """How much in it cannot be understood."""
        rows = [row for part in self.rows for row in part.forms if row.is_bound and row.errors]
        return (
            sum(bool(field.errors) for field in self.fields) + len(rows) + sum(bool(part.error) for part in self.rows)
        )

    def wrong_fields(self) -> list[Wrong]:
        """Each field of it that cannot be understood."""
        said = [_wrong(field, f"{self.title}, {field.label}", field.name) for field in self.fields if field.errors]
        said += [
            _wrong(field, f"{self.title}, {field.label} in row {place}", f"{row.prefix}-")
            for part in self.rows for place, row in enumerate(part.forms, 1) if row.is_bound for field in row if field.errors
        ]  # fmt: skip
        rows = [
            Wrong(one.anchor, f"{self.title}, {one.title}", one.error, f"{one.name}-") for one in self.rows if one.error
        ]
        return [*said, *rows]

    @property
    def said(self) -> bool:
        """Whether anything stands in it; of which kind a decision is always does."""
        rows = any(row.initial or (row.is_bound and not row.blank) for part in self.rows for row in part.forms)
        return rows or any(field.value() not in (None, "", [], False) for field in self.fields if field.name != "kind")

    @property
    def stands(self) -> str:
        """``2 to mend``, ``3 missing``, ``filled in``, ``empty``."""
        if self.wrong:
            return f"{self.wrong} to mend"
        if self.missing:
            return f"{len(self.missing)} missing"
        return "filled in" if self.said else "empty"

    @property
    def rows_first(self) -> bool:
        """Whether the rows are what one begins with; the fields then say what follows where there are none."""
        return self.id in ("options", "money")


SECTIONS = (
    ("decided", "What is decided", "", ("title", "kind", "summary", "decision"), ()),
    ("facts", "Facts", "", ("introduction", "issues"), ()),
    ("options", "What else was considered", "The law asks for what was rejected, and why.", ("no_options",), ("options",)),
    ("money", "Money", "", ("money_is", "no_money", "fund"), ("money",)),
    ("delegation", "The power to decide", "", ("source", "delegated_on", "to", "scope", "limit"), ("consult",)),
    ("consulted", "Who was consulted", "", (), ("consulted", "consultees")),
    ("plan", "What it serves", "", ("plan", "plan_items", "committee", "met_on"), ()),
    ("grants", "Grants that it awards", "", (), ("grants",)),
    ("papers", "Background papers", "", (), ("papers",)),
    ("publication", "Publication", "It is due one working day after it is taken, unless it is deferred.",
     ("deferred", "until", "deferral_reason", "part_2", "part_2_reason"), ()),
    ("notices", "Notices of a key decision or a private meeting", "Only for a council's executive.",
     ("decision_day", "forward_plan", "exception", "urgent_agreed_by", "why", "no_call_in_by",
      "no_call_in_why", "private", "meeting", "first_notice",
      "second_notice", "reasons", "representations", "response", "private_urgent_by"), ()),
)  # fmt: skip
SECTION_OF = {name: section for section, _, _, fields, rows in SECTIONS for name in (*fields, *rows)}
"""Which part of the form a field, or rows, stand in."""
KEPT_IN = SECTION_OF | {
    "delegation": "delegation", "meeting": "plan", "deferral": "publication", "key_notice": "notices", "private": "notices",
}  # fmt: skip
"""The same of what a form keeps, by its key."""
KEY = {"decision_day": "decision_day", "forward_plan": "forward_plan", "exception": "exception",
       "urgent_agreed_by": "urgent_agreed_by", "why": "why", "no_call_in_by": "no_call_in_by",
       "no_call_in_why": "no_call_in_why"}  # fmt: skip
PRIVATE = {"meeting": "meeting", "first_notice": "first_notice", "second_notice": "second_notice", "reasons": "reasons",
           "representations": "representations", "response": "response", "private_urgent_by": "urgent_agreed_by"}  # fmt: skip
POWER = {"source": "source", "delegated_on": "day", "to": "to", "scope": "scope", "limit": "limit"}
FLAT = (
    "title", "kind", "summary", "decision", "introduction", "issues", "no_options", "no_money", "fund", "plan", "part_2_reason",
)  # fmt: skip
ROWS: dict[str, tuple[str, type[Any], str]] = {
    "options": ("Options", OptionRow, ""),
    "money": ("Amounts", AmountRow, ""),
    "consult": ("Whom the power says to consult", PartyRow, ""),
    "consulted": ("Whom the decision says it consulted", PartyRow, ""),
    "consultees": ("Whom the form lists as consulted", PartyRow, ""),
    "grants": (
        "Grants",
        GrantRow,
        "Identifiers are those of org-id.guide: GB-CHC-1000001 a charity, GB-COH-01234567 a company. "
        "Give the days of payment only where another target than that of the series was promised.",
    ),
    "papers": ("Papers", PaperRow, ""),
}


HALVES = (
    Half("plan", ("plan_items",), "Choose the plan whose items it serves."),
    Half("source", ("delegated_on", "to", "scope", "limit", "consult"), "Say which resolution, scheme or statute gives it."),
    Half("committee", ("met_on",), "Say which meeting or committee was on that day."),
    Half("deferred", ("until", "deferral_reason"), "Say that it is deferred, or empty its day and its reason."),
    Half("kind", tuple(KEY), "Choose a key decision, or empty what is said of one under “Notices”."),
    Half("private", tuple(PRIVATE), "Say that the meeting is private, or empty what is said of one."),
)  # fmt: skip
"""What says nothing by itself: saved alone it would be lost."""


class WriteForm(forms.Form):
    """The whole decision form, as it is written."""

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0)
    title = short_text("Title", required=True, most=200, empty="Say what is to be decided, in a line.")
    kind = forms.ChoiceField(label="Which kind it is", choices=list(KINDS.items()))
    summary = paragraphs("Executive summary", rows=4)
    decision = paragraphs(
        "The decision or recommendation",
        rows=4,
        hint="Say it so that it can be carried out: who does what, for how much.",
    )
    introduction = paragraphs("Introduction and background")
    issues = paragraphs("Issues for consideration", rows=7)
    no_options = short_text("Why no other option was considered", most=500, hint="Only where none is named above.")
    money_is = forms.ChoiceField(label="Where no amount is stated", required=False, choices=NO_MONEY)
    no_money = short_text("Why none is stated", most=500)
    fund = short_text("Fund or budget that pays", most=200)
    source = short_text("Resolution, scheme or statute that gives the power", most=300)
    delegated_on = day_field("Of which day")
    to = short_text("To which post", most=200)
    scope = paragraphs("For what", rows=2)
    limit = amount_field("Up to which amount", required=False)
    committee = short_text("Meeting or committee", most=200)
    met_on = day_field("Of which day")
    deferred = forms.BooleanField(label="Publication is deferred", required=False)
    until = day_field("Until which day", hint="It is published at the beginning of that day.")
    deferral_reason = short_text("Why it is deferred", most=500, hint="Published while it is deferred.")
    part_2 = forms.BooleanField(label="There is a Part 2 with what is exempt", required=False)
    part_2_reason = short_text("What Part 2 is about, as everybody may read", most=500)
    decision_day = day_field("Key decision: day on which it is to be taken")
    forward_plan = day_field("Notice in the forward plan, public since")
    exception = day_field("General exception: notice and scrutiny's chair told on")
    urgent_agreed_by = short_text("Special urgency: agreed by", most=200)
    why = short_text("Why the 28 days were impracticable", most=500)
    no_call_in_by = short_text(
        "Not to be called in: agreed by",
        most=200,
        hint="Whom the constitution names for it. Special urgency alone does not do.",
    )
    no_call_in_why = short_text("Why it is too urgent to be called in", most=500)
    private = forms.BooleanField(label="It is taken at a private meeting", required=False)
    meeting = day_field("Day of the private meeting")
    first_notice = day_field("First notice, public since")
    second_notice = day_field("Second notice, public since")
    reasons = paragraphs("Reasons for meeting in private", rows=2)
    representations = paragraphs("Representations received, or that there were none", rows=2)
    response = paragraphs("Response to them", rows=2)
    private_urgent_by = short_text("Urgency: agreed by", most=200)

    def __init__(
        self, data: Any = None, *, form: Mapping[str, Any], version: int, plans: list[tuple[str, str]], items: Among,
        more: bool = False,
    ) -> None:  # fmt: skip
        super().__init__(data, initial={**shown(form), "version": version})
        self.kept = dict(form)
        self.halves: list[Half] = []
        self.fields["plan"] = forms.ChoiceField(label="Plan", required=False, choices=[("", "None"), *plans])
        self.fields["plan_items"] = ManyOf(items, label="Commitments and objectives that it serves", required=False)
        self.among = items
        power = form.get("delegation") or {}
        self.parts = [
            Rows(name, title, row, data, _initial(power if name == "consult" else form, name), hint=hint, more=more)
            for name, (title, row, hint) in ROWS.items()
        ]
        if more:
            self._errors = forms.utils.ErrorDict()
            self.cleaned_data = {}

    def is_valid(self) -> bool:
        """Whether fields and rows can all be understood."""
        parts = [part.is_valid() for part in self.parts]
        return super().is_valid() and all(parts)

    def sections(self, missing: Mapping[str, Sequence[Any]], opened: str = "") -> list[Section]:
        """The form in its parts. Open are those with something to mend and the one that was asked for; else the first that lacks
        something.
        """
        rows = self.rows
        made = [
            Section(
                name, title, hint, [self[field] for field in fields], [rows[row] for row in more], missing.get(name, ())
            )
            for name, title, hint, fields, more in SECTIONS
        ]
        shown = {one.id for one in made if one.wrong or one.id == opened}
        shown = shown or {one.id for one in made if one.missing and not self.is_bound} & set(_first(missing))
        return [replace(one, open=one.id in shown) for one in made]

    def wrong_fields(self) -> list[Wrong]:
        """Each field that cannot be understood."""
        return [found for section in self.sections({}) for found in section.wrong_fields()]

    def clean(self) -> dict[str, Any]:
        """What is only half said, and what shows nothing although it is not empty."""
        told = super().clean() or {}
        self.cleaned_data = {name: said(one) if isinstance(one, str) else one for name, one in told.items()}
        if "title" in told and not self.cleaned_data["title"]:
            self.add_error("title", self.fields["title"].error_messages["required"])
        self.halves = half_said(self, HALVES, self.rows)
        for half in self.halves:
            self.add_error(half.needs, half.says)
        return self.cleaned_data

    @property
    def rows(self) -> dict[str, Rows]:
        """Its rows, by name."""
        return {part.name: part for part in self.parts}

    def unread(self) -> list[Unread]:
        """What cannot be read or is only half said, with all that was typed of it."""
        halves = {half.needs: half for half in self.halves}
        found = []
        for one in self.wrong_fields():
            half = halves.get(one.name)
            names = [one.name, *(name for held in half.holds for name in self._names(held))] if half else [one.name]
            found.append(Unread(one.at, one.where, one.says, typed_with(self.data, names)))
        return found

    def _names(self, name: str) -> list[str]:
        """A field by its name; rows by how the names of each that says something begin."""
        if name not in self.rows:
            return [name]
        return [f"{row.prefix}-" for row in self.rows[name].forms if row.is_bound and not row.blank]

    def _told(self) -> dict[str, Any]:
        """What the fields say; of what cannot be read, what was saved before."""
        held = {key for one in self.unread() for key in one.typed}
        return shown(self.kept) | {name: one for name, one in self.cleaned_data.items() if name not in held}

    def body(self) -> dict[str, Any]:
        """The form as decisions keep it; what says nothing is left out. What cannot be read stays as it was saved before, but rows,
        which have no names, stand in ``unread`` alone.
        """
        told = self._told()
        rows = {part.name: part.rows() for part in self.parts}
        if any(half.needs == "source" for half in self.halves):
            rows["consult"] = []
        found: dict[str, Any] = {key: told[key] for key in FLAT}
        found |= {name: rows[name] for name in ROWS if name != "consult"}
        found["money_is"] = "" if rows["money"] else told["money_is"]
        found["plan_items"] = told["plan_items"]
        found["delegation"] = _part(told, POWER, needs="source") | (
            {"consult": rows["consult"]} if rows["consult"] else {}
        )
        found["meeting"] = {"committee": told["committee"], "day": _day(told["met_on"])} if told["committee"] else {}
        found["deferral"] = (
            {"until": _day(told["until"]), "reason": told["deferral_reason"]} if told["deferred"] else None
        )
        found["part_2"] = told["part_2"]
        found["key_notice"] = _part(told, KEY) if told["kind"] == "key" else {}
        found["private"] = (_part(told, PRIVATE) or {"reasons": ""}) if told["private"] else {}
        kept = {"plan_note": self.kept.get("plan_note"), "printed": self.kept.get("printed")}
        return _filled({**found, **kept})


def part_saved(at: str, before: Mapping[str, Any], after: Mapping[str, Any]) -> str:
    """The part that was being written: the one that the page names, unless others were changed; then the last of these."""
    changed = {KEPT_IN.get(key) for key in {**before, **after} if before.get(key) != after.get(key)}
    names = [name for name, *_ in SECTIONS if name in changed]
    return at if at in names or not names else names[-1]


def part_behind(at: str, lacking: Container[str]) -> str:
    """Where writing goes on: the first part behind one that lacks something, else the first before it; never that one."""
    names = [name for name, *_ in SECTIONS]
    place = names.index(at) if at in names else -1
    return next((name for name in (*names[place + 1 :], *names[: max(place, 0)]) if name in lacking), "")


def _first(missing: Mapping[str, Sequence[Any]]) -> list[str]:
    """The first part of the form that lacks something."""
    return [name for name, *_ in SECTIONS if missing.get(name)][:1]


def _filled(found: dict[str, Any]) -> dict[str, Any]:
    """Without what says nothing; a deferral and a private meeting are said even where nothing of them is filled in."""
    return {key: value for key, value in found.items() if value not in ("", None, [], {}, False)}


def _part(told: Mapping[str, Any], names: Mapping[str, str], needs: str = "") -> dict[str, Any]:
    """A part of the form by the names that it has there."""
    found = {key: told[name] if isinstance(told[name], str) else _text(told[name]) for name, key in names.items()}
    held = {key: value for key, value in found.items() if value}
    return held if not needs or needs in held else {}


def _text(value: Any) -> str:
    return "" if value is None else str(value)


def _day(value: dt.date | str | None) -> str:
    return str(value) if value else ""


def _initial(form: Mapping[str, Any], name: str) -> list[dict[str, Any]]:
    return list(form.get(name) or [])


def shown(form: Mapping[str, Any]) -> dict[str, Any]:
    """What the fields show of a form."""
    found = {key: form.get(key) for key in (*FLAT, "plan_items", "part_2")}
    found["money_is"] = form.get("money_is") if form.get("money_is") in ("none", "withheld") else ""
    for part, names in (("delegation", POWER), ("key_notice", KEY), ("private", PRIVATE)):
        held = form.get(part) or {}
        found |= {name: held.get(key) for name, key in names.items()}
    meeting, deferral = form.get("meeting") or {}, form.get("deferral") or {}
    return found | {
        "committee": meeting.get("committee"), "met_on": meeting.get("day"), "deferred": "deferral" in form,
        "until": deferral.get("until"), "deferral_reason": deferral.get("reason"), "private": "private" in form,
    }  # fmt: skip
