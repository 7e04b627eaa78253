"""A decision's life: written, advised on, countersigned, taken, published or deferred, corrected, called in; what stays closed."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import pytest
import time_machine
from django.db import DatabaseError, connection, transaction
from django_tasks_db.models import DBTaskResult
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from tests.conftest import ROOT
from tests.support import decisions as make
from tests.support.committed import _followed  # noqa: F401  files follow each action
from tests.support.decision_reference import decision_life_page
from tests.support.office import CAST, Office

from peelian.audit.verifying import verify
from peelian.core.acting import CLOCK, NotAllowed
from peelian.core.exempt import actions as exempt
from peelian.core.exempt.commitments import commitment_of
from peelian.core.exempt.subjects import ROOMS, Room, Subject
from peelian.core.jobs.models import Job
from peelian.core.jobs.working import run
from peelian.core.permissions import Permission as P
from peelian.core.queries import events_for
from peelian.core.running.models import Clock
from peelian.core.running.queries import calendar_in_force, overdue
from peelian.core.workflow import WrongStep
from peelian.decisions import actions, coming_out, signing
from peelian.decisions.exporting import giving
from peelian.decisions.exporting.tables import row_of
from peelian.decisions.following import check, heal
from peelian.decisions.models import CallInRecord, DecisionRecord, DecisionSignature, DecisionVersion
from peelian.decisions.publishing import FOLDER, facts_path, version_path
from peelian.decisions.queries import lacks_now, proposed, series_named, warned
from peelian.decisions.references import reference
from peelian.decisions.rules import DECISION, OUT, UNSIGNED
from peelian.decisions.shelf import Register, shelf
from peelian.decisions.taking_in import take_in_decisions
from peelian.figures.errors import PeelianError
from peelian.figures.house import LONDON, House, today
from peelian.public.selectors.decisions import year_of

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def house(tmp_path: Path, settings: Any) -> House:
    settings.PEELIAN_DATA = tmp_path
    return House(tmp_path)


def register(house: House) -> Register:
    return shelf(house.root, house.pack)


def work_until_empty() -> None:
    """What a worker does at this moment: everything that the queue brings it."""
    for task in DBTaskResult.objects.ready():
        run(task.args_kwargs["args"][0])


def stored(house: House) -> str:
    """Everything that lies in the house but the records, as text."""
    return "".join(
        path.read_text(encoding="utf-8", errors="replace") for path in house.root.rglob("*") if path.is_file()
    )


# numbers


def test_a_decision_gets_the_next_number_of_its_series(office: Office, house: House) -> None:
    take_in_decisions(house)
    first = actions.begin(office.organisation("mopac"), "pcd", house, title="One", by=office.by("dora"))
    second = actions.begin(office.organisation("mopac"), "pcd", house, title="Two", by=office.by("dora"))
    assert [first.decision_id, second.decision_id] == ["PCD-219", "PCD-220"]
    assert proposed(house.pack, series_named(house.pack, "dmpcd"), 2026) == reference("DMPCD 2026 1")


def test_a_form_that_is_sent_twice_begins_one_decision(office: Office, house: House) -> None:
    mopac, by = office.organisation("mopac"), office.by("dora")
    made = actions.begin(mopac, "pcd", house, title="Lamps", by=by)
    with pytest.raises(PeelianError, match="You have begun “Lamps” as PCD"):
        actions.begin(mopac, "pcd", house, title="Lamps ", by=by)
    make.written(office, made, title="Lamps")
    assert actions.begin(mopac, "pcd", house, title="Lamps", by=by).decision != made.decision, (
        "another year's may be called so"
    )


def test_a_number_of_paper_can_be_given_where_it_is_free(office: Office, house: House) -> None:
    mopac, by = office.organisation("mopac"), office.by("dora")
    made = actions.begin(mopac, "pcd", house, title="Found", number="PCD 133", by=by)
    assert made.decision_id == "PCD-133"
    for number, says in (
        ("PCD 133", "is taken"),
        ("PCD 188", "is taken"),
        ("MDA 9", "no number of"),
        ("x", "no reference"),
        ("PCD 0", "no reference"),
        ("PCD 999999", "far beyond the last number that is known, 218"),
    ):
        with pytest.raises(PeelianError, match=says):
            actions.begin(mopac, "pcd", house, title="Again", number=number, by=by)
    with pytest.raises(PeelianError, match="a year to come"):
        actions.begin(mopac, "dmpcd", house, title="Next year's", number=f"DMPCD {today().year + 1} 1", by=by)
    with pytest.raises(PeelianError, match="title says nothing"):
        actions.begin(mopac, "pcd", house, title="\u200b", by=by)
    with pytest.raises(PeelianError, match="not decisions of"):
        actions.begin(mopac, "mda", house, title="Another body's", by=by)


def test_a_withdrawn_number_is_not_given_again_and_is_shown(office: Office, house: House) -> None:
    made = make.begun(office, house)
    with pytest.raises(WrongStep, match="needs a reason"):
        actions.withdraw(made, house, by=office.by("dora"))
    actions.withdraw(made, house, by=office.by("dora"), reason="The money came from elsewhere.")
    assert [one.key for one in register(house).withdrawn] == [made.decision_id]
    assert make.begun(office, house).decision.number == made.decision.number + 1


# writing


def test_the_form_is_written_while_it_is_drafted_and_two_writers_are_told(office: Office, house: House) -> None:
    made = make.begun(office, house)
    with pytest.raises(PeelianError, match="Somebody else changed this"):
        actions.write(made, {"title": "Late"}, number=1, by=office.by("dora"))
    with pytest.raises(ValueError, match="said by signing"):
        actions.write(made, {"title": "x", "maker": {"post": "x"}}, number=made.version, by=office.by("dora"))
    signing.ask_advice(made, house, by=office.by("dora"))
    with pytest.raises(WrongStep, match="cannot be written now"):
        actions.write(make.fresh(made), {"title": "x"}, number=2, by=office.by("dora"))


def test_advice_is_not_asked_for_while_anything_is_missing(office: Office, house: House) -> None:
    made = make.begun(office, house, summary=None, options=None)
    with pytest.raises(PeelianError, match=r"no executive summary.*No option") as told:
        signing.ask_advice(made, house, by=office.by("dora"))
    assert told.value.where["missing"] == ["summary", "options"]


# who may sign


def test_every_signature_is_somebody_elses(office: Office, house: House) -> None:
    made = make.begun(office, house)
    for role in ("decision-adviser", "decision-director", "decision-maker"):
        office.give("dora", "mopac", role)
    signing.ask_advice(made, house, by=office.by("dora"))
    with pytest.raises(WrongStep, match="somebody else than its author"):
        signing.advise(made, "legal", house, text="I find it fine.", by=office.by("dora"))
    for subject in make.ADVICE:
        signing.advise(made, subject, house, text="Fine.", by=office.by("finn"))
    signing.send(made, house, warnings_read=True, by=office.by("dora"))
    for name in ("dora", "finn"):
        office.give(name, "mopac", "decision-director") if name == "finn" else None
        with pytest.raises(WrongStep, match="somebody else than its"):
            signing.countersign(made, house, by=office.by(name))
    signing.countersign(made, house, by=office.by("drew"))
    office.give("drew", "mopac", "decision-maker")
    for name in ("dora", "drew"):
        with pytest.raises(WrongStep, match="somebody else than its"):
            signing.sign(made, house, interests="None.", by=office.by(name))
    signing.sign(made, house, interests="None.", by=office.by("debbie"))
    assert make.fresh(made).state == "signed"


def test_whoever_signed_as_lead_officer_or_wrote_part_2_neither_countersigns_nor_takes_it(
    office: Office, house: House
) -> None:
    made = make.begun(office, house, part_2=True)
    for name in ("debbie", "drew"):
        office.give(name, "mopac", "decision-officer")
    office.give("harry", "mopac", "decision-director")
    part = exempt.keep(
        made.decision.key, made.decision.organisation, "The offers", make.SECRET, (make.GROUND,), "Director",
        make.TODAY + dt.timedelta(days=90), by=office.by("drew"),
    )  # fmt: skip
    exempt.seal(part, by=office.by("harry"))
    make.advised(office, house, made)
    signing.send(made, house, warnings_read=True, by=office.by("debbie"))
    with pytest.raises(WrongStep, match="somebody else than its author"):
        signing.countersign(made, house, by=office.by("drew"))
    signing.countersign(made, house, by=office.by("harry"))
    with pytest.raises(WrongStep, match="somebody else than its author"):
        signing.sign(made, house, interests="None.", by=office.by("debbie"))


def test_nobody_else_signs(office: Office, house: House) -> None:
    made = make.countersigned(office, house, make.begun(office, house))
    for name in ("dora", "finn", "drew", "harry", "clara", "hanna", "lia"):
        with pytest.raises(NotAllowed):
            signing.sign(made, house, interests="None.", by=office.by(name))


def test_whoever_takes_it_declares_their_interests(office: Office, house: House) -> None:
    made = make.countersigned(office, house, make.begun(office, house))
    with pytest.raises(PeelianError, match="have an interest in it"):
        signing.sign(made, house, interests=" ", by=office.by("debbie"))


def test_advice_stays_with_its_substance_and_is_needed_anew_with_another(office: Office, house: House) -> None:
    made = make.advised(office, house, make.begun(office, house))
    signing.take_back(made, by=office.by("dora"), reason="A spelling.")
    made = make.written(office, make.fresh(made), summary="Three wards get money for lamps.")
    signing.ask_advice(made, house, by=office.by("dora"))
    assert lacks_now(make.fresh(made), house) == [], "the summary is not what advice is about"
    signing.take_back(make.fresh(made), by=office.by("dora"), reason="Another sum.")
    made = make.written(office, make.fresh(made), money=[{"amount": "130000.00"}])
    signing.ask_advice(made, house, by=office.by("dora"))
    assert len(lacks_now(make.fresh(made), house)) == len(make.ADVICE)


def test_advice_is_needed_anew_where_the_text_of_part_2_becomes_another(office: Office, house: House) -> None:
    made = make.begun(office, house, part_2=True)
    part = make.part_2(office, made.decision)
    make.advised(office, house, made)
    assert lacks_now(make.fresh(made), house) == []
    exempt.rewrite(part, text="The lowest of the offers came from Bow Lamps.", by=office.by("dora"))
    assert lacks_now(make.fresh(made), house)[0].sentence == (
        "Financial comments: signed before what is decided, or Part 2, became another."
    )
    assert len(lacks_now(make.fresh(made), house)) == len(make.ADVICE)
    with pytest.raises(PeelianError, match="or Part 2, became another"):
        signing.send(make.fresh(made), house, warnings_read=True, by=office.by("dora"))
    for subject in make.ADVICE:
        signing.advise(make.fresh(made), subject, house, text="Still fine.", by=office.by("finn"))
    exempt.seal(part, by=office.by("drew"))
    assert lacks_now(make.fresh(made), house) == [], "sealing changes no word"


def test_a_form_that_comes_back_loses_the_signatures_of_the_whole_and_tells_who_wrote_it(
    office: Office, house: House
) -> None:
    made = make.countersigned(office, house, make.begun(office, house))
    signing.refer_back(made, by=office.by("debbie"), reason="Who pays for the masts?")
    assert make.fresh(made).state == "drafting"
    assert set(DecisionSignature.objects.filter(of=made).values_list("part", flat=True)) == {
        f"advice:{one}" for one in make.ADVICE
    }
    from peelian.core.running.queries import notices_for

    assert "Who pays for the masts?" in notices_for(office.dora).get().text


STEPS: dict[str, Callable[[DecisionVersion, House, Any], object]] = {
    "ask-advice": lambda held, house, by: signing.ask_advice(held, house, by=by),
    **{
        f"advise-{subject}": lambda held, house, by, subject=subject: signing.advise(held, subject, house, text="Fine.", by=by)  # type: ignore[misc]
        for subject in make.ADVICE
    },
    "send": lambda held, house, by: signing.send(held, house, warnings_read=True, by=by),
    "countersign": lambda held, house, by: signing.countersign(held, house, by=by),
    "sign": lambda held, house, by: signing.sign(held, house, interests="None.", by=by),
    "publish": lambda held, house, by: coming_out.publish(held, house, warnings_read=True, by=by),
    "defer": lambda held, house, by: coming_out.defer(held, today() + dt.timedelta(9), house, by=by, reason="x"),
    "end": lambda held, house, by: coming_out.end_deferral(held, house, by=by, reason="x"),
    "clock": lambda held, house, by: coming_out.come_out(held, house, by=CLOCK),
    "take-back": lambda held, house, by: signing.take_back(held, by=by, reason="x"),
    "return": lambda held, house, by: signing.return_it(held, by=by, reason="x"),
    "refer-back": lambda held, house, by: signing.refer_back(held, by=by, reason="x"),
    "money": lambda held, house, by: _other_fund(held, by),
    "withdraw": lambda held, house, by: actions.withdraw(held, house, by=by, reason="x"),
}  # fmt: skip


def _other_fund(held: DecisionVersion, by: Any) -> None:
    form = {key: value for key, value in held.form.items() if key != "interests"}
    actions.write(held, {**form, "fund": f"Fund {held.version}"}, number=held.version, by=by)


WAY = [("ask-advice", "dora"), *((f"advise-{one}", "finn") for one in make.ADVICE), ("send", "dora"), ("countersign", "drew"),
       ("sign", "debbie"), ("publish", "dora")]  # fmt: skip
PEOPLE = ("dora", "finn", "drew", "debbie")


@settings(
    max_examples=15,
    deadline=None,
    phases=(Phase.generate,),
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(data=st.data())
def test_no_way_leads_to_publication_without_every_signature(data: st.DataObject, office: Office, house: House) -> None:
    """Steps in any order by people who all hold every role; mostly along the way, so that the end is reached."""
    for name in PEOPLE:
        office.person(name)
    with transaction.atomic():
        for name in PEOPLE:
            for role in {"decision-officer", "decision-adviser", "decision-director", "decision-maker"} - {
                CAST[name][2]
            }:
                office.give(name, "mopac", role)
        made, place = make.begun(office, house), 0
        for _ in range(data.draw(st.integers(6, 20))):
            along = place < len(WAY) and data.draw(st.integers(0, 4)) > 0
            name, who = WAY[place] if along else (data.draw(st.sampled_from(sorted(STEPS))), "")
            who = who if who and data.draw(st.integers(0, 3)) else data.draw(st.sampled_from(PEOPLE))
            try:
                with transaction.atomic():
                    STEPS[name](make.fresh(made), house, make.actor(office.person(who)))
            except PeelianError:
                pass
            else:
                place += along
            _must_hold(make.fresh(made), house)
        transaction.set_rollback(True)


def _must_hold(held: DecisionVersion, house: House) -> None:
    """What is signed has every signature, no two of the whole by one person, none by who wrote it; what is not out has no file."""
    path = version_path(house.root, held.decision_id, held.number)
    assert path.is_file() <= (held.state in OUT)
    if held.state in (*UNSIGNED, "withdrawn"):
        assert held.sealed == ""
        return
    signed = {one.part: one for one in DecisionSignature.objects.filter(of=held)}
    assert set(signed) == {"officer", "director", "maker", *(f"advice:{one}" for one in make.ADVICE)}
    advisers = {one.person_id for part, one in signed.items() if part.startswith("advice:")}
    whole = [signed["director"].person_id, signed["maker"].person_id]
    assert len(set(whole)) == 2
    assert not advisers & set(whole)
    assert held.author_id not in {*advisers, *whole}
    assert lacks_now(held, house) == []
    sealed = json.loads(held.sealed)["decision"]
    assert {one["subject"] for one in sealed["advice"]} == set(make.ADVICE)
    assert sealed["maker"]["name"]
    assert sealed["interests"]


# publication


def test_publication_starts_a_clock_of_one_working_day_which_publishing_meets(office: Office, house: House) -> None:
    made = make.signed(office, house, make.begun(office, house))
    clock = Clock.objects.get(subject=made.key)
    assert (clock.rule, clock.state) == ("decision-publication-1-working-day", "running")
    assert register(house).find(made.decision_id) is None
    assert not facts_path(house.root, made.decision_id).exists()
    coming_out.publish(made, house, warnings_read=True, by=office.by("dora"))
    clock.refresh_from_db()
    assert clock.state == "met"
    found = register(house).decision(made.decision_id)
    assert (found.decision.title, found.newest.number) == ("Grants for safer wards", 1)
    assert [one.id for one in register(house).touching("plan-2017-21", "commitment:crime-prevention-fund")] == [
        found.id
    ]


def test_what_may_tell_of_a_person_is_read_before_it_is_sent_and_published(office: Office, house: House) -> None:
    made = make.begun(office, house, issues="One caller with dementia asked for it.")
    assert "tells of one person" in warned(made)[0].sentence
    make.advised(office, house, made)
    with pytest.raises(PeelianError, match="Read first: Issues: “One caller” tells of one person"):
        signing.send(made, house, warnings_read=False, by=office.by("dora"))
    signing.send(made, house, warnings_read=True, by=office.by("dora"))
    signing.countersign(made, house, by=office.by("drew"))
    signing.sign(made, house, interests="None.", by=office.by("debbie"))
    with pytest.raises(PeelianError, match="Read first"):
        coming_out.publish(made, house, warnings_read=False, by=office.by("dora"))


UNTIL = dt.date(2026, 12, 20)
DEFERRAL = {"until": UNTIL.isoformat(), "reason": "The purchase is being negotiated."}
TAKEN = dt.datetime(2026, 11, 26, 12, tzinfo=LONDON)
MOMENT = dt.datetime(2026, 12, 20, 0, 0, 0, tzinfo=LONDON)


def test_of_a_deferred_decision_nothing_is_public_but_its_stub_until_the_moment(office: Office, house: House) -> None:
    with time_machine.travel(TAKEN, tick=False):
        made = make.signed(office, house, make.begun(office, house, deferral=DEFERRAL, title="Purchase of a building"))
        assert made.state == "deferred"
    job = Job.objects.get(kind="decision.come-out")
    assert job.queued_at == MOMENT
    with time_machine.travel(MOMENT - dt.timedelta(seconds=1), tick=False):
        work_until_empty()
        assert coming_out.come_out_due(house) == []
        heal(house.root)
        assert register(house).find(made.decision_id) is None
        stub = register(house).stub(made.decision_id)
        assert stub is not None
        assert (stub.until, stub.reason) == (UNTIL, DEFERRAL["reason"])
        assert "building" not in stored(house)
        assert "Deputy" not in stored(house)
        assert not version_path(house.root, made.decision_id, 1).exists()
    with time_machine.travel(MOMENT, tick=False):
        work_until_empty()
    assert register(house).decision(made.decision_id).decision.title == "Purchase of a building"
    assert register(house).deferred == ()
    assert not register(house).decision(made.decision_id).newest.deferrals[0].until > UNTIL


def test_a_worker_that_was_not_there_at_the_moment_publishes_when_it_starts(office: Office, house: House) -> None:
    with time_machine.travel(TAKEN, tick=False):
        made = make.signed(office, house, make.begun(office, house, deferral=DEFERRAL))
    with time_machine.travel(MOMENT + dt.timedelta(days=3), tick=False):
        assert coming_out.come_out_due(house) == [f"Decision published, whose day had come: {made.label}."]
        assert coming_out.come_out_due(house) == [], "once"


def test_a_deferral_that_is_lengthened_holds_until_its_new_day(office: Office, house: House) -> None:
    with time_machine.travel(TAKEN, tick=False):
        made = make.signed(office, house, make.begun(office, house, deferral=DEFERRAL))
        with pytest.raises(WrongStep, match="needs a reason"):
            coming_out.defer(made, dt.date(2027, 1, 10), house, by=office.by("debbie"))
        with pytest.raises(PeelianError, match="has not come"):
            coming_out.defer(made, dt.date(2026, 11, 26), house, by=office.by("debbie"), reason="x")
        coming_out.defer(
            made, dt.date(2027, 1, 10), house, by=office.by("debbie"), reason="The seller needs more time."
        )
    with time_machine.travel(MOMENT, tick=False):
        work_until_empty()
        assert register(house).stub(made.decision_id) is not None
    with time_machine.travel(dt.datetime(2027, 1, 10, tzinfo=LONDON), tick=False):
        work_until_empty()
    told = register(house).decision(made.decision_id)
    assert [one.reason for one in told.newest.deferrals] == [DEFERRAL["reason"], "The seller needs more time."]


def test_a_deferral_that_is_set_when_publication_is_due_already_makes_nothing_punctual(
    office: Office, house: House
) -> None:
    with time_machine.travel(TAKEN, tick=False):
        made = make.signed(office, house, make.begun(office, house))
    with time_machine.travel(TAKEN + dt.timedelta(days=20), tick=False):
        coming_out.defer(made, dt.date(2027, 1, 10), house, by=office.by("debbie"), reason="The seller asked for it.")
    with time_machine.travel(dt.datetime(2027, 1, 10, tzinfo=LONDON), tick=False):
        work_until_empty()
    row = row_of(register(house).decision(made.decision_id), calendar_in_force(), dt.date(2027, 1, 10))
    assert (row["due_on"], row["published_on"]) == (dt.date(2026, 11, 27), dt.date(2027, 1, 10))
    assert row["working_days_late"] == 27, "of 44 days after the 27th of November less weekends and three holidays"


def test_a_deferral_has_a_reason_and_a_last_day_and_is_overdue_when_nobody_ends_it(
    office: Office, house: House
) -> None:
    with time_machine.travel(TAKEN, tick=False):
        made = make.signed(office, house, make.begun(office, house))
        by = office.by("debbie")
        with pytest.raises(PeelianError, match="until 2027-11-26 at the latest"):
            coming_out.defer(made, dt.date(2027, 11, 27), house, by=by, reason="The seller asked for it.")
        far = make.begun(office, house, deferral={"until": "2027-11-27", "reason": "x"})
        assert [one.sentence for one in lacks_now(far, house)] == [
            "Publication is deferred until 2027-11-27; the latest is 2027-11-26."
        ]
        coming_out.defer(made, UNTIL, house, by=by, reason="The seller asked for it.")
    running = Clock.objects.get(subject=made.key, state="running")
    assert (running.rule, running.due) == ("decision-publication-deferred", UNTIL)
    with time_machine.travel(MOMENT + dt.timedelta(days=1), tick=False):
        assert Clock.objects.filter(overdue(), subject=made.key).exists(), "nobody published it on its day"
        coming_out.come_out_due(house)
    running.refresh_from_db()
    assert (running.state, running.met_on) == ("met", UNTIL + dt.timedelta(days=1))


def test_a_deferral_can_be_ended_before_its_day_with_a_reason(office: Office, house: House) -> None:
    with time_machine.travel(TAKEN, tick=False):
        made = make.signed(office, house, make.begun(office, house, deferral=DEFERRAL))
        coming_out.end_deferral(made, house, by=office.by("debbie"), reason="The purchase is done.")
        assert register(house).find(made.decision_id) is not None


# Part 2


def test_of_part_2_everybody_reads_that_it_exists_and_nobody_its_text(office: Office, house: House) -> None:
    made = make.begun(office, house, part_2=True, part_2_reason="The offers of the bidders.")
    part = make.part_2(office, made.decision)
    make.sent(office, house, made)
    with pytest.raises(PeelianError, match="is not sealed yet"):
        signing.countersign(made, house, by=office.by("drew"))
    stub = exempt.seal(part, by=office.by("drew"))
    signing.countersign(made, house, by=office.by("drew"))
    signing.sign(made, house, interests="None.", by=office.by("debbie"))
    assert make.SECRET not in make.fresh(made).sealed
    assert stub.commitment in make.fresh(made).sealed, "the proof is signed with the decision"
    assert stub.title not in stored(house), "of what is not out not even the title"
    coming_out.publish(made, house, warnings_read=True, by=office.by("dora"))
    found = register(house).decision(made.decision_id)
    assert [(one.stub.title, one.stub.length, one.text) for one in found.exempt] == [
        ("The offers", len(make.SECRET), "")
    ]
    assert make.SECRET not in stored(house)


def test_no_part_is_added_between_countersignature_and_decision(
    office: Office, house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = make.begun(office, house, part_2=True)
    make.part_2(office, made.decision, sealed=True)
    make.countersigned(office, house, made)
    with pytest.raises(PeelianError, match="Part 2 is as it was countersigned"):
        make.part_2(office, made.decision, title="Another offer")
    with monkeypatch.context() as open_all_the_same:
        open_all_the_same.setitem(ROOMS, "decision", Room(lambda _: Subject(made.decision.owner), P.SEE_DECISIONS))
        make.part_2(office, made.decision, sealed=True, title="Another offer")
    with pytest.raises(PeelianError, match="not the one that was countersigned"):
        signing.sign(made, house, interests="None.", by=office.by("debbie"))
    signing.refer_back(made, by=office.by("debbie"), reason="There is another part.")
    make.signed(office, house, make.fresh(made))
    assert "Another offer" in make.fresh(made).sealed


def test_a_released_text_is_the_one_that_was_sealed(office: Office, house: House) -> None:
    made = make.begun(office, house, part_2=True)
    part = make.part_2(office, made.decision, sealed=True)
    make.published(office, house, made)
    before = register(house).decision(made.decision_id)
    sealed = before.newest.content["exempt"][0]["commitment"]
    exempt.release(part, by=office.by("drew"), reason="The contract is signed.")
    after = register(house).decision(made.decision_id).exempt[0]
    assert after.text == make.SECRET
    assert commitment_of(after.stub.salt, after.text) == sealed
    assert register(house).decision(made.decision_id).withheld == ()


def test_a_review_moves_the_public_review_date(office: Office, house: House) -> None:
    made = make.begun(office, house, part_2=True)
    part = make.part_2(office, made.decision, sealed=True)
    make.published(office, house, made)
    later = today() + dt.timedelta(days=300)
    exempt.review(part, later, by=office.by("drew"), reason="The contract runs on.")
    assert register(house).decision(made.decision_id).exempt[0].stub.review_on == later


def test_part_2_of_a_correction_is_not_public_before_the_correction_is(office: Office, house: House) -> None:
    made = make.published(office, house, make.begun(office, house))
    again = actions.correct(made.decision, by=office.by("dora"), reason="The offers belong to it.")
    part = make.part_2(office, made.decision, sealed=True, title="What was offered")
    heal(house.root)
    assert "What was offered" not in stored(house)
    actions.withdraw(again, house, by=office.by("dora"), reason="It was right.")
    exempt.release(part, by=office.by("drew"), reason="The contract is signed.")
    assert "What was offered" not in stored(house)
    assert make.SECRET not in stored(house)


# corrections


def test_a_correction_is_another_version_that_says_what_and_why(office: Office, house: House) -> None:
    made = make.published(office, house, make.begun(office, house))
    first = version_path(house.root, made.decision_id, 1).read_bytes()
    with pytest.raises(PeelianError, match="what it corrects"):
        actions.correct(made.decision, by=office.by("dora"))
    again = actions.correct(made.decision, by=office.by("dora"), reason="The ward is Elm, not Oak.")
    with pytest.raises(PeelianError, match="being written already"):
        actions.correct(made.decision, by=office.by("dora"), reason="Twice.")
    again = make.written(office, again, summary="Elm ward gets money for lamps.")
    signing.ask_advice(again, house, by=office.by("dora"))
    assert lacks_now(make.fresh(again), house) == [], "advice is carried over where the substance is the same"
    signing.send(again, house, warnings_read=True, by=office.by("dora"))
    signing.countersign(again, house, by=office.by("drew"))
    signing.sign(again, house, interests="None.", by=office.by("debbie"))
    assert len(register(house).decision(made.decision_id).versions) == 1, "the correction is not out yet"
    coming_out.publish(again, house, warnings_read=True, by=office.by("dora"))
    found = register(house).decision(made.decision_id)
    assert [one.why for one in found.versions] == ["", "The ward is Elm, not Oak."]
    assert make.fresh(made).state == "corrected"
    assert version_path(house.root, made.decision_id, 1).read_bytes() == first, "what was published stays as it was"


def test_who_wrote_the_first_version_neither_advises_on_nor_takes_its_correction(office: Office, house: House) -> None:
    made = make.published(office, house, make.begun(office, house))
    office.give("harry", "mopac", "decision-officer")
    again = actions.correct(made.decision, by=office.by("harry"), reason="The ward is Elm, not Oak.")
    for role in ("decision-adviser", "decision-director", "decision-maker"):
        office.give("dora", "mopac", role)
    signing.ask_advice(again, house, by=office.by("harry"))
    with pytest.raises(WrongStep, match="somebody else than its author"):
        signing.advise(again, "legal", house, text="Fine.", by=office.by("dora"))
    signing.send(again, house, warnings_read=True, by=office.by("harry"))
    with pytest.raises(WrongStep, match="somebody else than its author"):
        signing.countersign(again, house, by=office.by("dora"))
    signing.countersign(again, house, by=office.by("drew"))
    with pytest.raises(WrongStep, match="somebody else than its author"):
        signing.sign(again, house, interests="None.", by=office.by("dora"))
    signing.sign(again, house, interests="None.", by=office.by("debbie"))


def test_only_those_sign_by_name_whose_series_says_so(office: Office, house: House) -> None:
    made = make.signed(office, house, make.begun(office, house))
    sealed = json.loads(make.fresh(made).sealed)["decision"]
    assert sealed["maker"]["name"] == "Debbie Diaz"
    assert sealed["director"]["name"] == office.drew.name
    assert "name" not in sealed["officer"]
    posts = {one["subject"]: one["signature"]["post"] for one in sealed["advice"]}
    assert posts["data-protection"] == "Data protection adviser", "whoever has no title signs as what they are asked"
    assert not [one for one in sealed["advice"] if "name" in one["signature"]]
    assert office.dora.name not in make.fresh(made).sealed
    assert office.finn.name not in make.fresh(made).sealed
    assert series_named(house.pack, "mda").named == ("advice", "officer", "director", "maker")


def test_of_a_part_of_a_correction_nothing_is_public_before_the_correction_is(office: Office, house: House) -> None:
    made = make.published(office, house, make.begun(office, house))
    again = actions.correct(made.decision, by=office.by("dora"), reason="The prices are withheld.")
    make.part_2(office, made.decision, sealed=True)
    again = make.written(office, again, part_2=True)
    heal(house.root)
    assert "The offers" not in stored(house)
    advised = make.advised(office, house, again)
    signing.send(advised, house, warnings_read=True, by=office.by("dora"))
    signing.countersign(advised, house, by=office.by("drew"))
    signing.sign(advised, house, interests="None.", by=office.by("debbie"))
    coming_out.publish(advised, house, warnings_read=True, by=office.by("dora"))
    assert [one.stub.title for one in register(house).decision(made.decision_id).exempt] == ["The offers"]


def test_a_corrected_decision_was_taken_and_its_grants_awarded_on_the_day_of_the_first(
    office: Office, house: House
) -> None:
    with time_machine.travel(TAKEN, tick=False):
        made = make.published(office, house, make.begun(office, house))
        again = actions.correct(made.decision, by=office.by("dora"), reason="A misprint.")
    with time_machine.travel(TAKEN + dt.timedelta(days=60), tick=False):
        signing.ask_advice(again, house, by=office.by("dora"))
        signing.send(again, house, warnings_read=True, by=office.by("dora"))
        signing.countersign(again, house, by=office.by("drew"))
        signing.sign(again, house, interests="None.", by=office.by("debbie"))
        coming_out.publish(again, house, warnings_read=True, by=office.by("dora"))
    filed = register(house).decision(made.decision_id)
    grants, _ = giving.grants([filed], {"pcd": giving.Funder("GB-LAE-X", "MOPAC", "360G-X")}, "https://example.org")
    assert grants[0]["awardDate"] == "2026-11-26"
    assert row_of(filed, calendar_in_force(), today())["signed_on"] == TAKEN.date()
    assert year_of(filed) == "2026"


def test_another_correction_can_follow_one_that_was_withdrawn(office: Office, house: House) -> None:
    made = make.published(office, house, make.begun(office, house))
    again = actions.correct(made.decision, by=office.by("dora"), reason="The ward is Oak.")
    actions.withdraw(again, house, by=office.by("dora"), reason="It is Elm.")
    third = actions.correct(made.decision, by=office.by("dora"), reason="The year is another.")
    assert third.number == 3


def test_what_is_signed_is_never_changed_not_even_in_the_database(office: Office, house: House) -> None:
    made = make.signed(office, house, make.begun(office, house))
    from peelian.core.records import writing

    for change in ({"sealed": "{}"}, {"signed_on": dt.date(2020, 1, 1)}, {"number": 7}):
        with writing(), pytest.raises(DatabaseError, match="stays as it is"), transaction.atomic():
            DecisionVersion.objects.filter(pk=made.pk).update(**change)
    with pytest.raises(DatabaseError, match="stays as it is"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("DELETE FROM decisions_decisionversion WHERE id = %s", [made.pk])


def test_altered_missing_and_premature_files_are_found_and_healed(office: Office, house: House) -> None:
    made = make.published(office, house, make.begun(office, house))
    waiting = make.signed(office, house, make.begun(office, house))
    assert check(house.root) == []
    path = version_path(house.root, made.decision_id, 1)
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("120000.00", "120.00"), encoding="utf-8")
    assert check(house.root) == [f"decisions/{made.decision_id}/1 was altered: its seal does not hold"]
    with pytest.raises(PeelianError, match="is not what was published"):
        _fresh_shelf(house)
    path.unlink()
    assert "is missing" in check(house.root)[0]
    assert heal(house.root) == [made.label]
    early = version_path(house.root, waiting.decision_id, 1)
    early.parent.mkdir()
    early.write_text(waiting.sealed, encoding="utf-8")
    assert check(house.root) == [
        f"decisions/{waiting.decision_id}/1 lies among the published files, and is not published"
    ]


def _fresh_shelf(house: House) -> Register:
    from peelian.decisions.publishing import touch

    touch(house.root)
    return register(house)


def test_everything_that_is_published_follows_its_records(office: Office, house: House) -> None:
    take_in_decisions(house)
    make.published(office, house, make.begun(office, house))
    before = {path: path.read_bytes() for path in (house.root / FOLDER).rglob("*.json")}
    for path in before:
        path.unlink()
    heal(house.root)
    assert {path: path.read_bytes() for path in (house.root / FOLDER).rglob("*.json")} == before


# key decisions


def key_decision(office: Office, house: House) -> DecisionVersion:
    """A key decision that was announced in time."""
    announced = {"forward_plan": "2026-10-01", "decision_day": "2026-11-25"}
    return make.begun(office, house, kind="key", key_notice=announced)


def test_a_key_decision_is_not_taken_before_the_day_that_was_announced(office: Office, house: House) -> None:
    announced = {"forward_plan": "2026-10-01", "decision_day": "2026-12-24"}
    with time_machine.travel(TAKEN, tick=False):
        made = make.begun(office, house, kind="key", key_notice=announced)
        make.countersigned(office, house, made)
        with pytest.raises(PeelianError, match="announced to be taken on 2026-12-24"):
            signing.sign(made, house, interests="None.", by=office.by("debbie"))


def test_a_key_decision_is_called_in_in_time_or_not_at_all(office: Office, house: House) -> None:
    with time_machine.travel(TAKEN, tick=False):
        made = make.published(office, house, key_decision(office, house))
    told = {"called_in_by": "Three members", "why": "The sum doubled."}
    with time_machine.travel(dt.datetime(2026, 12, 7, 9, tzinfo=LONDON), tick=False):
        with pytest.raises(PeelianError, match="could be called in from 2026-11-26 until 2026-12-03"):
            coming_out.call_in(made.decision, house, day=dt.date(2026, 12, 4), by=office.by("dora"), **told)
        called = coming_out.call_in(made.decision, house, day=dt.date(2026, 12, 3), by=office.by("dora"), **told)
        assert register(house).decision(made.decision_id).call_ins[0].by == "Three members"
        coming_out.settle_call_in(called, house, outcome="upheld", day=dt.date(2026, 12, 7), by=office.by("dora"))
        assert register(house).decision(made.decision_id).call_ins[0].outcome == "upheld"
        with pytest.raises(WrongStep, match="settled already"):
            coming_out.settle_call_in(called, house, outcome="referred", day=dt.date(2026, 12, 7), by=office.by("dora"))


def test_a_decision_that_a_call_in_sent_back_is_confirmed_changed_or_given_up(office: Office, house: House) -> None:
    with time_machine.travel(TAKEN, tick=False):
        made = make.published(office, house, key_decision(office, house))
    told, by = {"called_in_by": "Three members", "why": "The sum doubled."}, office.by("dora")
    with time_machine.travel(dt.datetime(2026, 12, 7, 9, tzinfo=LONDON), tick=False):
        called = coming_out.call_in(made.decision, house, day=dt.date(2026, 12, 3), by=by, **told)
        end = partial(coming_out.conclude_call_in, called, house, by=by)
        with pytest.raises(WrongStep, match="Nothing more"):
            end(result="confirmed", day=today())
        coming_out.settle_call_in(called, house, outcome="reconsidered", day=dt.date(2026, 12, 4), by=by)
        assert row_of(register(house).decision(made.decision_id), calendar_in_force(), today())["held"] is True
        with pytest.raises(WrongStep, match="not called in again"):
            coming_out.call_in(made.decision, house, day=dt.date(2026, 12, 3), by=by, **told)
        with pytest.raises(PeelianError, match="a day between"):
            end(result="confirmed", day=dt.date(2026, 12, 3))
        with pytest.raises(WrongStep, match="no correction of it is out since"):
            end(result="changed", day=today())
        end(result="confirmed", day=today(), note="The sum is right.")
        with pytest.raises(WrongStep, match="Nothing more"):
            end(result="dropped", day=today())
    assert row_of(register(house).decision(made.decision_id), calendar_in_force(), today())["held"] is False
    [kept] = register(house).decision(made.decision_id).call_ins
    assert (kept.result, kept.concluded, kept.conclusion) == ("confirmed", dt.date(2026, 12, 7), "The sum is right.")


def test_of_two_call_ins_at_once_one_is_kept(office: Office, house: House) -> None:
    with time_machine.travel(TAKEN, tick=False):
        made = make.published(office, house, key_decision(office, house))
        told = {"day": today(), "called_in_by": "Three members", "why": "The sum doubled."}
        coming_out.call_in(made.decision, house, by=office.by("dora"), **told)  # type: ignore[arg-type]
        with pytest.raises(WrongStep, match="called in already"):
            coming_out.call_in(made.decision, house, by=office.by("dora"), **told)  # type: ignore[arg-type]
    from peelian.core.records import writing

    with writing(), pytest.raises(DatabaseError, match=r"UNIQUE|one_open_call_in"), transaction.atomic():
        CallInRecord(decision=made.decision, **told).save()


def test_what_is_too_urgent_to_be_called_in_is_not(office: Office, house: House) -> None:
    notice = {
        "forward_plan": "2026-10-01",
        "decision_day": "2026-11-25",
        "no_call_in_by": "The Mayor",
        "no_call_in_why": "Fire.",
    }
    with time_machine.travel(TAKEN, tick=False):
        made = make.published(office, house, make.begun(office, house, kind="key", key_notice=notice))
        with pytest.raises(WrongStep, match="The Mayor agreed that it is too urgent"):
            coming_out.call_in(made.decision, house, day=today(), called_in_by="x", why="y", by=office.by("dora"))


# what is taken in, and who reads what


def test_the_decisions_of_the_pack_are_taken_in_once(office: Office, house: House) -> None:
    assert len(take_in_decisions(house)) == 20
    assert take_in_decisions(house) == []
    found = register(house)
    assert len(found.filed) == 20
    assert found.decision("MDA-1217").decision.maker.name == "Unmesh Desai AM"  # type: ignore[union-attr]
    assert DecisionRecord.objects.get(pk="MDA-1217").organisation_id == "london-assembly-pcc"
    assert check(house.root) == []


def test_drafts_stay_out_of_the_audit_of_who_may_not_see_them(office: Office, house: House) -> None:
    made = make.begun(office, house, summary="Nobody knows of this yet.")
    auditor = office.harry
    assert not [event for event in events_for(auditor) if event.subject == made.key]
    make.published(office, house, made)
    assert [event for event in events_for(auditor) if event.subject == made.key]


def test_a_part_that_is_released_before_its_decision_is_out_stays_out_of_the_audit_of_others(
    office: Office, house: House
) -> None:
    with time_machine.travel(TAKEN, tick=False):
        made = make.begun(office, house, part_2=True, deferral=DEFERRAL)
        part = make.part_2(office, made.decision, sealed=True, title="Offers for the building")
        make.signed(office, house, made)
        exempt.release(part, by=office.by("drew"), reason="The contract is signed.")
        told = [event for event in events_for(office.harry) if event.subject == part.key]
        assert told == []
        coming_out.end_deferral(made, house, by=office.by("debbie"), reason="The purchase is done.")
        assert [event for event in events_for(office.harry) if event.subject == part.key] != []


def test_the_audit_tells_every_step_and_is_whole(office: Office, house: House) -> None:
    from peelian.audit.presenting import sentence
    from peelian.core.queries import tellings

    made = make.published(office, house, make.begun(office, house))
    actions.correct(made.decision, by=office.by("dora"), reason="x")
    said = [sentence(told) for told in tellings(events_for(office.ivy))]
    assert any(text.startswith("Debbie Diaz took the decision PCD") for text in said)
    assert any("signed as lead officer" in text for text in said)
    assert verify().sound


def test_every_state_says_who_must_act_and_every_step_leads_somewhere() -> None:
    ids = {state.id for state in DECISION.states}
    assert {name for step in DECISION.steps for name in (*step.before, step.after)} <= ids
    for state in DECISION.states:
        ways = [step for step in DECISION.steps if state.id in step.before]
        assert bool(ways) == bool(state.waits_for), state.id


def test_the_manual_is_in_step_with_the_tables() -> None:
    page = (ROOT / "docs" / "reference" / "decision-life.md").read_text(encoding="utf-8")
    assert page == decision_life_page(), "run scripts/reference.py"
