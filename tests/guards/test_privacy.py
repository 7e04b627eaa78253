"""Every field of every table says what it is about people; the manual says the same as the program."""

from __future__ import annotations

from django.apps import apps
from tests.conftest import ROOT
from tests.support.reference import privacy_page, roles_page, third_party

from peelian.core.privacy import CLASSES
from peelian.core.records import Record
from peelian.core.subject_access import class_of

REFERENCE = ROOT / "docs" / "reference"
REMAKE = "run .venv/bin/python scripts/reference.py"


def test_every_field_of_every_table_has_a_class() -> None:
    unclassed = []
    for model in apps.get_models():
        for field in model._meta.concrete_fields:
            try:
                assert class_of(model, field.name).id in CLASSES
            except KeyError:
                unclassed.append(f"{model._meta.label}.{field.name}")
    assert unclassed == [], "say it in the record's PRIVACY, or in core/privacy.py for a library's table"


def test_no_class_is_given_to_a_field_that_there_is_not() -> None:
    for model in apps.get_models():
        named = set(getattr(model, "PRIVACY", {}))
        assert named <= {field.name for field in model._meta.concrete_fields}, model._meta.label


def test_every_table_of_ours_is_a_record_or_of_the_audit() -> None:
    ours = [model for model in apps.get_models() if model.__module__.startswith("peelian.")]
    assert len(ours) > 6
    assert {model._meta.label for model in ours if not issubclass(model, Record)} <= third_party()


def test_the_manual_lists_what_is_kept() -> None:
    assert (REFERENCE / "privacy.md").read_text(encoding="utf-8") == privacy_page(), REMAKE


def test_the_manual_lists_the_roles() -> None:
    assert (REFERENCE / "roles.md").read_text(encoding="utf-8") == roles_page(), REMAKE
