# ruff: noqa: F811  fixtures of another file are arguments here
"""A year that slipped in typing becomes no record, whichever form or action it came by, and no page leads to such a year."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django import forms
from django.db.models import QuerySet
from tests.support.committed import _followed  # noqa: F401  files follow each action
from tests.support.office import Office
from tests.support.panel import (
    clock,  # noqa: F401
    house,  # noqa: F401
    office,  # noqa: F401
    panel,  # noqa: F401
)

from peelian.core.days import FIRST, LAST, strange
from peelian.figures.errors import PeelianError
from peelian.figures.house import House
from peelian.scrutiny.ledger.actions import record_activity
from peelian.scrutiny.ledger.annual_report import years_of
from peelian.scrutiny.ledger.models import ActivityRecord
from peelian.scrutiny.ledger.queries import ledger_of
from peelian.scrutiny.meetings import committees
from peelian.scrutiny.meetings.models import CommitteeRecord, Seat
from peelian.workspace.doing import day_field


@pytest.mark.parametrize(
    ("day", "said"),
    [
        (dt.date.min, "The year 1 is before 1900. Look at the year again."),
        (dt.date(1899, 12, 31), "The year 1899 is before 1900. Look at the year again."),
        (FIRST, ""),
        (LAST, ""),
        (dt.date(2200, 1, 1), "The year 2200 is after 2199. Look at the year again."),
    ],
)
def test_a_day_lies_in_a_span_and_a_form_says_so_at_its_field(day: dt.date, said: str) -> None:
    assert strange(day) == said

    class Form(forms.Form):
        on = day_field("Day")

    form = Form({"on": f"{day:%Y-%m-%d}".rjust(10, "0")})
    assert form.is_valid() == (not said) and [str(one) for one in form.errors.get("on", ())] == ([said] if said else [])


@pytest.mark.django_db
def test_no_action_keeps_such_a_day(panel: CommitteeRecord, office: Office, house: House) -> None:
    by, owner = office.by("clara"), panel.organisation
    told: dict[str, Any] = {"kind": "visit", "title": "A suite", "committee": panel.pk}
    with pytest.raises(PeelianError, match="The year 1 is before 1900") as error:
        record_activity(owner, house, on=dt.date(1, 1, 1), by=by, **told)
    assert error.value.where["at"] == ["on"], "it is said at its field"
    with pytest.raises(PeelianError):
        record_activity(owner, house, on=dt.date(2026, 11, 3), by=by, **told)
    with pytest.raises(PeelianError, match="before 1900"):
        committees.seat(panel, "Eve Ely", role="member", since=dt.date(1026, 1, 1), by=by)
    seat = Seat.objects.filter(committee=panel).first()
    assert seat is not None
    with pytest.raises(PeelianError, match="after 2199"):
        committees.end_seat(seat, dt.date(2926, 1, 1), by=by)
    assert not ActivityRecord.objects.exists()


@pytest.mark.django_db
def test_a_record_of_before_the_rule_can_be_changed_and_leads_to_no_year(
    panel: CommitteeRecord, office: Office, house: House
) -> None:
    by = office.by("clara")
    made = record_activity(
        panel.organisation, house, kind="visit", title="A suite", committee=panel.pk, on=dt.date(2026, 11, 1), by=by
    )
    assert years_of(ledger_of(house), panel.pk) == ["FY2026-27"]
    QuerySet(ActivityRecord).filter(pk=made.pk).update(on=dt.date(1, 1, 1))
    record_activity(
        panel.organisation, house, kind="visit", title="Another", committee=panel.pk, on=dt.date(2026, 11, 2), by=by
    )
    assert years_of(ledger_of(house), panel.pk) == ["FY2026-27"], "FY0-01 is no page"
