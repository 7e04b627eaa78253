"""The payment of a grant: noted once its decision is out, corrected by a further note, and public beside what was sealed."""

from __future__ import annotations

import csv
import datetime as dt
import io
import json
from functools import partial
from pathlib import Path
from typing import Any

import pytest
import time_machine
from django.db import DatabaseError, connection, transaction
from tests.support import decisions as make
from tests.support.committed import _followed  # noqa: F401  files follow each action
from tests.support.office import Office

from peelian.core.acting import NotAllowed
from peelian.core.records import writing
from peelian.decisions import actions, pack
from peelian.decisions.awards import COLUMNS, awards, rows_of
from peelian.decisions.following import check
from peelian.decisions.form import normal
from peelian.decisions.models import DecisionVersion, GrantPayment
from peelian.decisions.pack import series_of
from peelian.decisions.paying import note_payment
from peelian.decisions.shelf import Filed, shelf
from peelian.figures.errors import PeelianError
from peelian.figures.house import LONDON, House, today
from peelian.figures.packfile import PackError
from peelian.figures.spreadsheets import csv_text

pytestmark = pytest.mark.django_db
NOON = dt.datetime(2026, 11, 26, 12, tzinfo=LONDON)
APPLIED = "2026-09-01"


@pytest.fixture(autouse=True)
def house(tmp_path: Path, settings: Any) -> House:
    settings.PEELIAN_DATA = tmp_path
    return House(tmp_path)


def grant(**more: Any) -> dict[str, Any]:
    """The grant of the tests' decision, applied for on 1 September and to be paid within 60 days."""
    return make.FORM["grants"][0] | {"applied_on": APPLIED, "target_days": 60} | more


def out(office: Office, house: House, **more: Any) -> DecisionVersion:
    """A decision with one such grant, published."""
    with time_machine.travel(NOON, tick=False):
        return make.published(office, house, make.begun(office, house, grants=[grant(**more)]))


def filed(house: House, made: DecisionVersion) -> Filed:
    return shelf(house.root, house.pack).decision(made.decision_id)


@time_machine.travel(NOON, tick=False)
def test_a_payment_stands_beside_what_was_sealed_and_leaves_it_as_it_is(office: Office, house: House) -> None:
    made = out(office, house)
    before = filed(house, made).newest.seal
    [award] = awards([filed(house, made)], today())
    assert (award.wait.state, award.wait.days, award.wait.over) == ("waiting", 86, 26)
    note_payment(made.decision, "1", dt.date(2026, 11, 14), house, by=office.by("dora"))
    [award] = awards([filed(house, made)], today())
    assert award.wait.sentence == "Applied 2026-09-01, paid 2026-11-14: 74 days (target 60: 14 over)."
    assert filed(house, made).newest.seal == before
    assert check(house.root) == []


@time_machine.travel(NOON, tick=False)
def test_a_wrong_note_is_corrected_by_a_further_one_that_says_why(office: Office, house: House) -> None:
    made = out(office, house)
    note = partial(note_payment, made.decision, "1", house=house, by=office.by("dora"))
    with pytest.raises(PeelianError, match="is not paid is what is on record"):
        note(None)
    note(dt.date(2026, 11, 14))
    with pytest.raises(PeelianError, match="was paid on 2026-11-14 is what is on record"):
        note(dt.date(2026, 11, 14), reason="Again.")
    with pytest.raises(PeelianError, match="corrects what was noted before"):
        note(dt.date(2026, 11, 15), reason="  ")
    note(dt.date(2026, 11, 15), reason="The bank sent it a day later.")
    note(None, reason="It came back.")
    assert [(one.day and one.day.day, one.why) for one in filed(house, made).payments] == [
        (14, ""), (15, "The bank sent it a day later."), (None, "It came back."),
    ]  # fmt: skip
    assert awards([filed(house, made)], today())[0].wait.state == "waiting"


@time_machine.travel(NOON, tick=False)
def test_no_day_before_the_application_and_none_to_come(office: Office, house: House) -> None:
    made = out(office, house)
    for day, said in ((dt.date(2026, 8, 31), "applied for on 2026-09-01"), (dt.date(2026, 11, 27), "still to come")):
        with pytest.raises(PeelianError, match=said):
            note_payment(made.decision, "1", day, house, by=office.by("dora"))
    assert not GrantPayment.objects.exists()


@time_machine.travel(NOON, tick=False)
def test_only_a_grant_that_is_out_is_paid_and_only_by_who_writes_decisions(office: Office, house: House) -> None:
    waiting = make.signed(office, house, make.begun(office, house, grants=[grant()]))
    with pytest.raises(PeelianError, match="No grant 1 of PCD 219 is out"):
        note_payment(waiting.decision, "1", today(), house, by=office.by("dora"))
    made = out(office, house)
    with pytest.raises(PeelianError, match="No grant 7"):
        note_payment(made.decision, "7", today(), house, by=office.by("dora"))
    for name in ("finn", "debbie"):
        with pytest.raises(NotAllowed):
            note_payment(made.decision, "1", today(), house, by=office.by(name))


@time_machine.travel(NOON, tick=False)
def test_a_note_is_never_changed_not_even_in_the_database(office: Office, house: House) -> None:
    made = out(office, house)
    kept = note_payment(made.decision, "1", today(), house, by=office.by("dora"))
    assert kept.noted_by == office.person("dora")
    with writing(), pytest.raises(DatabaseError, match="stays as it is"), transaction.atomic():
        GrantPayment.objects.filter(pk=kept.pk).update(day=dt.date(2020, 1, 1))
    with pytest.raises(DatabaseError, match="stays as it is"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("DELETE FROM decisions_grantpayment WHERE id = %s", [kept.pk])


@time_machine.travel(NOON, tick=False)
def test_a_payment_stays_with_its_grant_through_a_correction(office: Office, house: House) -> None:
    made = out(office, house)
    note_payment(made.decision, "1", dt.date(2026, 11, 14), house, by=office.by("dora"))
    again = actions.correct(made.decision, by=office.by("dora"), reason="It was applied for a month later.")
    rows = [{**one, "applied_on": "2026-10-01"} for one in again.form["grants"]]
    make.published(office, house, make.written(office, again, grants=rows))
    assert awards([filed(house, made)], today())[0].wait.days == 44


@time_machine.travel(NOON, tick=False)
def test_the_report_puts_those_over_target_first_and_leaves_none_out(office: Office, house: House) -> None:
    kept = out(office, house, applied_on="2026-11-01")
    late = out(office, house, target_days=10)
    unknown = out(office, house, applied_on=None)
    untargeted = out(office, house, target_days=None)
    later = out(office, house, target_days=5)
    held = awards(shelf(house.root, house.pack).filed, today())
    order = [later, late, untargeted, kept, unknown]
    assert [one.filed.id for one in held] == [one.decision_id for one in order]
    rows = rows_of(held)
    assert tuple(rows[0]) == COLUMNS
    assert [(one["days"], one["target_days"], one["days_over_target"], one["state"]) for one in rows] == [
        (86, 5, 81, "waiting"), (86, 10, 76, "waiting"), (86, None, None, "waiting"), (25, 60, 0, "waiting"),
        (None, 60, None, "cannot tell"),
    ]  # fmt: skip
    assert len(list(csv.DictReader(io.StringIO(csv_text(COLUMNS, rows))))) == 5


def test_a_series_may_state_a_target_and_none_is_invented(tmp_path: Path) -> None:
    series = """series:
- {id: a, prefix: A, title: A, body: x, taken_by: Post, director: Post, advice: [legal]%s}
decisions: []
"""
    for number, (told, found) in enumerate(((", target_days: 60", 60), ("", None), (", target_days: null", None))):
        place = tmp_path / str(number)
        place.mkdir()
        (place / pack.FILE).write_text(series.replace("prefix: A", "prefix: AB") % told, encoding="utf-8")
        assert series_of(place)[0].target_days == found
    (tmp_path / pack.FILE).write_text(series % ", target_days: 0", encoding="utf-8")
    with pytest.raises(PackError, match="0 is no number of days"):
        series_of(tmp_path)


def test_the_form_keeps_application_and_target_and_refuses_what_is_none() -> None:
    whole = {"title": "T", "grants": [grant()]}
    [kept] = normal(whole)["grants"]
    assert (kept["applied_on"], kept["target_days"]) == (APPLIED, 60)
    assert "target_days" not in normal({"title": "T", "grants": [make.FORM["grants"][0]]})["grants"][0]
    for wrong in ({"target_days": 3651}, {"target_days": "soon"}, {"applied_on": "in May"}):
        with pytest.raises(PackError):
            normal({"title": "T", "grants": [grant(**wrong)]})


def test_a_house_that_was_written_before_payments_were_noted_is_read(office: Office, house: House) -> None:
    from peelian.decisions.publishing import facts_path, touch

    made = out(office, house)
    path = facts_path(house.root, made.decision_id)
    told = json.loads(path.read_text(encoding="utf-8"))
    del told["payments"]
    path.write_text(json.dumps(told), encoding="utf-8")
    touch(house.root)
    assert filed(house, made).payments == ()
