"""Template tags: the fields of a form as GOV.UK components, with hints and errors tied to what they are about.

{% error_summary form %}                       at the top of the page: what is wrong, each a link to its field
{% field form.email hint="Where we write to" %}  one field
{% fields form %}                              all of them
"""

from __future__ import annotations

from typing import Any

from django import forms, template
from django.forms.boundfield import BoundField

from peelian.ui.refusals import REQUIRED

register = template.Library()

EMPTY = {
    "login": "Enter your e-mail address.", "email": "Enter an e-mail address.", "password": "Enter your password.",
    "oldpassword": "Enter your password until now.", "password1": "Enter a new password.",
    "password2": "Enter the same password again.", "code": "Enter the code.",
}  # fmt: skip
"""What is said of fields of the sign-in library that are left empty."""
_CLASSES = {"select": "govuk-select", "textarea": "govuk-textarea"}
_WIDTHS = {"date": "govuk-input--width-10", "number": "govuk-input--width-5"}


def kind_of(widget: forms.Widget) -> str:
    """Which component draws a widget; one that draws several inputs says that it is a ``group``."""
    if isinstance(widget, forms.CheckboxInput):
        return "checkbox"
    if isinstance(widget, forms.CheckboxSelectMultiple):
        return "checkboxes"
    if isinstance(widget, forms.RadioSelect):
        return "radios"
    if isinstance(widget, forms.Select):
        return "select"
    if isinstance(widget, forms.Textarea):
        return "textarea"
    return str(getattr(widget, "kind", getattr(widget, "input_type", "text")))


def width_of(kind: str, widget: forms.Widget) -> str:
    """The class of a field that is as wide as what is written in it: a day, or a number by its ``size``; else none."""
    size = widget.attrs.get("size") if "inputmode" in widget.attrs else None
    return _WIDTHS.get(kind, "") or (f"govuk-input--width-{5 if int(size) <= 6 else 10}" if size else "")


def described_by(bound: BoundField, hint: str) -> str:
    """The ids of what is said of a field."""
    ids = [f"{id_of(bound)}-hint"] if hint else []
    return " ".join(ids + ([f"{id_of(bound)}-error"] if bound.errors else []))


def id_of(bound: BoundField) -> str:
    """The id of a field; of a list of boxes, none of which is the field, that of the list."""
    return str(bound.id_for_label or bound.auto_id)


@register.inclusion_tag("ui/components/field.html")
def field(bound: BoundField, label: str = "", hint: str | None = "", **attributes: Any) -> dict[str, Any]:
    """One field. ``label`` and ``hint`` say it better than the form does; other words are attributes of the input.

    A hint of None is none, ``optional=False`` does not say that a field may be left empty (filters).
    """
    widget, hint = bound.field.widget, (hint or str(bound.help_text or "")) if hint is not None else ""
    optional = attributes.pop("optional", True) and not bound.field.required
    bound.field.help_text = ""  # Django would point at a hint of its own that is not there
    kind = kind_of(widget)
    widget.attrs.pop("placeholder", None)  # it goes when somebody begins to write, and a label stays
    attrs = {name.replace("_", "-"): value for name, value in attributes.items()}
    attrs["aria-describedby"] = described_by(bound, hint) or None
    if kind not in ("checkbox", "checkboxes", "radios", "group"):
        classes = [_CLASSES.get(kind, "govuk-input"), width_of(kind, widget)]
        if bound.errors:
            classes.append(f"{classes[0]}--error")
        attrs["class"] = " ".join(filter(None, classes))
    if kind == "checkbox":
        attrs["class"] = "govuk-checkboxes__input"
    told = {name: value for name, value in attrs.items() if value is not None}
    return {
        "field": bound, "kind": kind, "optional": optional, "errors": [error_text(bound, text) for text in bound.errors],
        "label": label or bound.label, "hint": hint, "id": id_of(bound),
        "input": "" if kind in ("checkboxes", "radios") else bound.as_widget(attrs=told),
        "described": attrs["aria-describedby"], "options": _options(bound) if kind in ("checkboxes", "radios") else (),
    }  # fmt: skip


def _options(bound: BoundField) -> list[dict[str, Any]]:
    """Each choice of a list of boxes, with its hint where the choice brings one (``Choice``)."""
    chosen = bound.value()
    held = {str(item) for item in (chosen if isinstance(chosen, list | tuple | set) else [chosen])}
    return [
        {
            "id": f"{bound.auto_id}-{number}", "value": value, "text": str(text), "hint": getattr(text, "hint", ""),
            "checked": str(value) in held,
        }
        for number, (value, text) in enumerate(bound.field.choices)  # type: ignore[attr-defined]
        if value != ""
    ]  # fmt: skip


def error_text(bound: BoundField, text: Any) -> str:
    """What is wrong with a field; that it is empty is said of what it asks for."""
    if str(text) != REQUIRED:
        return str(text)
    return EMPTY.get(bound.name, f"“{bound.label}” is empty.")


@register.inclusion_tag("ui/components/fields.html")
def fields(form: forms.BaseForm, optional: bool = True) -> dict[str, Any]:
    """Every field of a form, the hidden ones too; ``optional=False`` does not say which may be left empty."""
    return {"form": form, "optional": optional}


@register.inclusion_tag("ui/components/error_summary.html")
def error_summary(form: forms.BaseForm | None) -> dict[str, Any]:
    """What is wrong with a form, in the order of its fields; what is wrong with it as a whole points at its first field."""
    if form is None or not (form.errors or any(part.wrong for part in getattr(form, "parts", ()))):
        return {"errors": []}
    visible = form.visible_fields()
    first = visible[0].id_for_label if visible else "main"
    told = [{"text": text, "target": first} for text in form.non_field_errors()]
    told += [
        {"text": error_text(bound, text), "target": first} for bound in form.hidden_fields() for text in bound.errors
    ]
    told += [{"text": error_text(bound, text), "target": _target(bound)} for bound in visible for text in bound.errors]
    return {"errors": told + [one for part in getattr(form, "parts", ()) for one in _errors_of_rows(part)]}


def _errors_of_rows(part: Any) -> list[dict[str, str]]:
    """What is wrong with rows of a form (Rows): as a whole, and in which of them."""
    told = [{"text": part.error, "target": part.anchor}] if part.error else []
    for number, row in enumerate(part.forms, 1):
        for bound in row.visible_fields():
            for text in bound.errors:
                said = f"{part.title}, row {number}: {error_text(bound, text)}"
                told.append({"text": said, "target": bound.id_for_label})
    return told


def _target(bound: BoundField) -> str:
    """What a link to a field goes to: the first box of a list of boxes."""
    boxes = kind_of(bound.field.widget) in ("checkboxes", "radios")
    return f"{bound.auto_id}-{_first(bound)}" if boxes else str(bound.id_for_label)


def _first(bound: BoundField) -> int:
    choices = list(bound.field.choices)  # type: ignore[attr-defined]
    return next((number for number, (value, _) in enumerate(choices) if value != ""), 0)


class Choice(str):
    """The text of a choice, with a line that explains it."""

    hint: str

    def __new__(cls, text: str, hint: str = "") -> Choice:
        """Text and hint."""
        made = super().__new__(cls, text)
        made.hint = hint
        return made
