"""No form of a committee's desk, and no record behind one, answers in the framework's words."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from typing import Any

import pytest
from django import forms
from django.core import validators
from django.core.exceptions import ValidationError
from django.db import models
from django.urls import reverse
from tests.support.committee_doors import CLERK, RECORDS, addresses_of
from tests.support.office import Office
from tests.web.test_people_pages import Clerk

from peelian.core.models import Organisation
from peelian.core.refusals import in_our_words
from peelian.scrutiny.ledger.models import RecommendationRecord
from peelian.scrutiny.meetings.models import ItemRecord

RAW = (
    "Enter a valid", "Enter a whole", "Enter a number", "Enter a list", "Ensure this value", "Ensure that there",
    "Ensure this filename", "Select a valid choice", "This field is required", "This field cannot be", "already exists",
    "is not a valid", "must be an integer", "must be a decimal", "value must be", "must be unique", "Null characters",
    "Constraint “", "instance with", "Choose: ",
)  # fmt: skip
"""Beginnings of what the framework says; the test below holds them against it."""
BAD = ("", "\x00", "nosuch", "9" * 22, "-5", "0001-01-01", "x" * 50_000, "1.5", "31/02/2026", "ö̈ / <b>")


def raw_in(text: str) -> list[str]:
    said = html.unescape(re.sub(r"<[^>]+>", " ", text))
    return [one for one in RAW if one in said]


def _own(kind: Any) -> Iterator[str]:
    for one in (kind, *kind.__subclasses__()):
        yield from map(str, one.__dict__.get("default_error_messages", {}).values())
        yield from (_own(one) if one is not kind else ())


def test_the_list_above_has_what_the_framework_says() -> None:
    messages = list(_own(models.Field))
    messages += [
        str(one.message) for one in vars(validators).values() if isinstance(one, type) and hasattr(one, "message")
    ]
    known = [one for one in messages if not any(raw in one for raw in RAW)]
    assert not [one for one in known if one.startswith(("Ensure", "Enter", "Select"))], known
    assert len(messages) > 20


def test_no_kind_of_field_speaks_in_the_frameworks_words() -> None:
    messages = [one for one in _own(forms.Field) if one != "This field is required."]
    assert len(messages) > 20 and not [one for one in messages if any(raw in one for raw in RAW)]


@pytest.mark.django_db
def test_a_record_refuses_in_our_words(office: Office) -> None:
    wrong = ItemRecord(number="x" * 20, title="", kind="nosuch", place=-1, line=10**30)
    with pytest.raises(ValidationError) as error:
        wrong.full_clean(exclude=["meeting"])
    said = [text for several in error.value.message_dict.values() for text in several]
    assert len(said) >= 4 and not [one for one in said if raw_in(one)], said
    ours = RecommendationRecord(number="no no")
    with pytest.raises(ValidationError) as error:
        ours.clean_fields()
    own = {"number": [ValidationError(text, code="invalid") for text in error.value.message_dict["number"]]}
    kept = in_our_words(ValidationError(own)).message_dict["number"]
    assert kept == error.value.message_dict["number"], "a pattern of ours says what it wants"


@pytest.mark.django_db
def test_no_form_of_a_committee_answers_in_the_frameworks_words(office: Office) -> None:
    clerk = Clerk(office, "clara")
    owner = Organisation.objects.get(slug="london-assembly-pcc")
    asked, refused = 0, 0
    for name, told in dict(addresses_of(owner)).items():
        if RECORDS.get(name) != CLERK:
            continue
        address = reverse(name, kwargs=told)
        page = clerk.client.get(address)
        if page.status_code != 200:
            continue
        names = [one for one in re.findall(r'name="([^"]+)"', page.content.decode()) if one != "csrfmiddlewaretoken"]
        asked += 1
        for bad in BAD:
            answer = clerk.client.post(address, dict.fromkeys(names, bad))
            assert answer.status_code < 500, f"{address}: {bad[:30]!r}"
            assert not raw_in(answer.content.decode()), f"{address}: {bad[:30]!r} {raw_in(answer.content.decode())}"
            refused += answer.status_code == 200
    assert asked > 12 and refused > 60
