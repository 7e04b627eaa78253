"""Fields that a plan's forms need: months as people write them, things that are found by typing part of their name, rows."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from difflib import get_close_matches
from typing import Any, ClassVar

from django import forms
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from peelian.figures.errors import PeelianError
from peelian.figures.periods import MONTH_NAMES, Period

LONG = 4_000
MOST_WHOLE = 999_999_999
"""The largest whole number that a form takes."""
BLANK = 2
"""Empty rows at the end of what is there."""
_SEPARATORS = re.compile(r"[\s,./-]+")


def short_text(
    label: str, *, required: bool = False, hint: str = "", most: int = 300, empty: str = ""
) -> forms.CharField:
    """A line of text."""
    return forms.CharField(
        label=label, required=required, max_length=most, help_text=hint,
        error_messages={"required": empty or f"“{label}” is empty.", "max_length": f"Too long: {most} characters are kept."},
    )  # fmt: skip


class LongText(forms.CharField):
    """Paragraphs, with one kind of line ending: what was not changed must not look changed."""

    def to_python(self, value: Any) -> str:
        """The text with plain line ends."""
        return str(super().to_python(value)).replace("\r\n", "\n")


def long_text(label: str, *, required: bool = False, hint: str = "", rows: int = 4, empty: str = "") -> LongText:
    """A few sentences."""
    return LongText(
        label=label, required=required, max_length=LONG, help_text=hint, widget=forms.Textarea(attrs={"rows": rows}),
        error_messages={"required": empty or f"“{label}” is empty.", "max_length": f"Too long: {LONG:,} characters are kept."},
    )  # fmt: skip


class MonthField(forms.CharField):
    """A month: ``2017-12``, ``12/2017`` and ``December 2017`` are the same."""

    def to_python(self, value: Any) -> str:
        """As records have it. Raises ValidationError for what is no month."""
        text = str(super().to_python(value))
        if not text:
            return ""
        parts = [part for part in _SEPARATORS.split(text.strip().casefold()) if part]
        found = self._month(parts) if len(parts) == 2 else None
        if found is None:
            raise forms.ValidationError(f"“{text}” is no month. Write it like 2017-12 or December 2017.")
        return found

    @staticmethod
    def _month(parts: list[str]) -> str | None:
        year = next((part for part in parts if re.fullmatch(r"(19|20|21)\d\d", part)), None)
        if year is None:
            return None
        other = parts[1] if parts[0] == year else parts[0]
        named = [
            place for place, name in enumerate(MONTH_NAMES, 1) if len(other) > 2 and name.casefold().startswith(other)
        ]
        number = int(other) if re.fullmatch(r"\d{1,2}", other) else named[0] if named else 0
        return f"{year}-{number:02}" if 1 <= number <= 12 else None


def month_field(label: str, *, required: bool = False, hint: str = "Like 2017-12 or December 2017.") -> MonthField:
    """A month to type."""
    return MonthField(
        label=label, required=required, help_text=hint, max_length=20, widget=forms.TextInput(attrs={"size": 16}),
        error_messages={"required": "Say which month."},
    )  # fmt: skip


class PeriodField(forms.CharField):
    """A period in the house notation; ``2017-18`` alone is the financial year."""

    def to_python(self, value: Any) -> str:
        """As records have it. Raises ValidationError for what is no period."""
        text = str(super().to_python(value)).strip()
        if not text:
            return ""
        asked = text.upper().replace("/", "-").replace(" ", "")
        if re.fullmatch(r"\d{4}-\d\d", asked) and int(asked[5:]) == (int(asked[:4]) + 1) % 100:
            asked = f"FY{asked}"
        try:
            return str(Period.parse(asked))
        except PeelianError as error:
            told = f"“{text}” is no period. Write FY2017-18 for a financial year, 2017-12 for a month."
            raise forms.ValidationError(told) from error


def number_field(label: str, **more: Any) -> forms.DecimalField:
    """A number, as it would be typed."""
    return forms.DecimalField(
        label=label, required=more.pop("required", False), max_digits=16, decimal_places=4,
        widget=forms.TextInput(attrs={"inputmode": "decimal", "size": 10}),
        error_messages={"invalid": "This is no number. Write it like 1200 or 28.5.", "required": "Enter the number."}, **more,
    )  # fmt: skip


def plain_number(value: Decimal | None) -> int | float | None:
    """A number as JSON has it: whole where it is."""
    if value is None:
        return None
    return int(value) if value == value.to_integral_value() else float(value)


def whole_field(label: str, hint: str = "") -> forms.IntegerField:
    """A whole number that may be left out, such as a line of a document."""
    return forms.IntegerField(
        label=label, required=False, min_value=0, max_value=MOST_WHOLE, help_text=hint,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "size": 6}),
        error_messages={
            "invalid": "Write digits only.", "min_value": "Write a number from 0 up.",
            "max_value": f"Too large: write a number up to {MOST_WHOLE:,}.",
        },
    )  # fmt: skip


@dataclass(frozen=True)
class Among:
    """What can be chosen from: names by id, each name once, so that it can be typed."""

    id: str
    what: str
    names: Mapping[str, str]

    @staticmethod
    def of(name: str, what: str, pairs: Iterable[tuple[str, str]]) -> Among:
        """From ids and titles; two with one title are told apart by their ids."""
        held = list(pairs)
        titles = [title.casefold() for _, title in held]
        return Among(
            name, what,
            {key: title if titles.count(title.casefold()) == 1 else f"{title} ({key})" for key, title in held},
        )  # fmt: skip

    def found(self, text: str) -> str:
        """The id of what was typed. Raises ValidationError, with what is near it."""
        wanted = " ".join(text.split()).casefold()
        for key, name in self.names.items():
            if wanted in (key, " ".join(name.split()).casefold()):
                return key
        holding = [name for name in self.names.values() if all(word in name.casefold() for word in wanted.split())]
        near = holding or get_close_matches(text, list(self.names.values()), 3, 0.4)
        said = f" Near it: {'; '.join(near[:3])}." if near else ""
        raise forms.ValidationError(f"There is no {self.what} “{text}”.{said}")


class OneOf(forms.CharField):
    """One thing of many, found by typing part of its name: the browser offers what holds it."""

    def __init__(self, among: Among, **more: Any) -> None:
        super().__init__(widget=forms.TextInput(attrs={"list": f"list-{among.id}", "autocomplete": "off"}), **more)
        self.among = among

    def prepare_value(self, value: Any) -> Any:
        """Shown by its name."""
        return self.among.names.get(value, value)

    def to_python(self, value: Any) -> str:
        """Its id. Raises ValidationError for a name that nothing has."""
        text = str(super().to_python(value))
        return self.among.found(text) if text else ""


class ManyInputs(forms.Widget):
    """One input for each that is chosen, and some empty ones."""

    kind = "group"

    def __init__(self, among: Among) -> None:
        super().__init__()
        self.among = among

    def value_from_datadict(self, data: Any, files: Any, name: str) -> list[str]:
        """What was typed, in order."""
        return [text.strip() for text in data.getlist(name) if text.strip()]

    def value_omitted_from_data(self, data: Any, files: Any, name: str) -> bool:
        """Whether the form did not ask."""
        return name not in data

    def id_for_label(self, id_: str | None, index: str | None = None) -> str:
        """The first input."""
        return f"{id_}-0" if id_ else ""

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> SafeString:
        """The inputs; the group around them has the label."""
        told, base = list(value or []), (attrs or {}).get("id") or f"id_{name}"
        rows = [
            (f"{base}-{place}", name, text, self.among.id, f"{self.among.what} {place + 1}")
            for place, text in enumerate([*told, *[""] * (BLANK if told else BLANK + 1)])
        ]
        inputs = format_html_join(
            "\n",
            '<input type="text" class="govuk-input" id="{}" name="{}" value="{}" list="list-{}" autocomplete="off"'
            ' aria-label="{}">',
            rows,
        )  # fmt: skip
        return format_html('<div class="pe-many">{}</div>', inputs)


class ManyOf(forms.Field):
    """Several things of many; each is typed into an input of its own, and an empty one counts for nothing."""

    def __init__(self, among: Among, *, empty: str = "Name at least one.", **more: Any) -> None:
        super().__init__(widget=ManyInputs(among), error_messages={"required": empty}, **more)
        self.among = among

    def prepare_value(self, value: Any) -> Any:
        """Shown by their names."""
        return [self.among.names.get(one, one) for one in value or []]

    def to_python(self, value: Any) -> list[str]:
        """Their ids, each once. Raises ValidationError with every name that nothing has."""
        found, wrong = [], []
        for text in value or []:
            try:
                found.append(self.among.found(text))
            except forms.ValidationError as error:
                wrong.append(error)
        if wrong:
            raise forms.ValidationError(wrong)
        return list(dict.fromkeys(found))


class RowForm(forms.Form):
    """One row of several, such as an amount of money. It counts for nothing while the fields of ``telling`` are empty."""

    telling: ClassVar[tuple[str, ...]] = ()

    @property
    def blank(self) -> bool:
        """Whether nothing stands in it."""
        return not any(str(self[name].data or "").strip() for name in self.telling)

    def row(self) -> dict[str, Any]:
        """As the record has it."""
        raise NotImplementedError


class Rows:
    """Rows of one form under a heading. ``error`` is what is wrong with them as a whole."""

    def __init__(
        self, name: str, title: str, form: type[RowForm], data: Any, initial: list[dict[str, Any]], *, hint: str = "",
        more: bool = False, **told: Any,
    ) -> None:  # fmt: skip
        self.name, self.title, self.hint, self.error = name, title, hint, ""
        self.bound = data is not None
        made: list[Any] = [
            form(data, initial=row, prefix=f"{name}-{place}", use_required_attribute=False, **told)
            for place, row in enumerate(initial if data is None else [None] * _count(name, data))
        ]
        if data is None or more:
            start = len(made)
            made += [
                form(prefix=f"{name}-{place}", use_required_attribute=False, **told)
                for place in range(start, start + BLANK)
            ]
        self.forms = made
        if more:
            for one in made:
                one._errors = {}  # nothing is checked while rows are only added

    def is_valid(self) -> bool:
        """Whether every row that says something can be understood."""
        told = [one for one in self.forms if one.is_bound]
        for one in told:
            if one.blank:
                one._errors, one.cleaned_data = {}, {}
        return sum(one.is_valid() for one in told) == len(told)

    def rows(self) -> list[dict[str, Any]]:
        """Those that say something and can be understood."""
        return [one.row() for one in self.forms if one.is_bound and not one.blank and not one.errors]

    @property
    def wrong(self) -> bool:
        """Whether something is wrong with one of them, or with them as a whole."""
        return bool(self.error) or any(one.errors for one in self.forms if one.is_bound)

    @property
    def anchor(self) -> str:
        """The id of the group, for what is wrong with it as a whole."""
        return f"rows-{self.name}"


def _count(name: str, data: Any) -> int:
    places = [int(found[1]) for key in data if (found := re.match(rf"{re.escape(name)}-(\d{{1,3}})-", key))]
    return max(places, default=-1) + 1
