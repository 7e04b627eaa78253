"""A release from its beginning to its second: who may do what, what is demanded, what is kept, and what nobody can get round.

Bob writes, Carol reviews, Dev signs off (tests/support/office.py).
"""

from __future__ import annotations

import datetime as dt
import fcntl
import re
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
import time_machine
from django.db import IntegrityError, transaction
from tests.conftest import ROOT
from tests.support.office import Office

from peelian.audit.models import Event
from peelian.audit.verifying import verify as verify_audit
from peelian.cli.healing import heal as look_after
from peelian.core import acting as acting_module
from peelian.core.acting import NotAllowed
from peelian.core.clocks.calendars import united_kingdom
from peelian.core.jobs.actions import ask
from peelian.core.jobs.working import run
from peelian.core.permissions import Permission
from peelian.core.records import writing
from peelian.core.roles import ROLES
from peelian.core.visibility import Access, may_see
from peelian.core.workflow import WrongStep
from peelian.figures.errors import PeelianError
from peelian.figures.house import House
from peelian.figures.releases import scheduling
from peelian.figures.releases.build import draft, manifest_text
from peelian.figures.releases.parts import seal_of
from peelian.figures.releases.publication import Publication, moment
from peelian.figures.releases.release import Drafts, Releases
from peelian.figures.releases.verify import verify
from peelian.performance import actions, planning, steps
from peelian.performance.models import Commentary, ReleaseRecord
from peelian.performance.pack import release_pack
from peelian.performance.queries import (
    built,
    closed_to,
    may_see_release,
    missing_of,
    needed_of,
    shown_before_to,
    state_of,
)
from peelian.performance.rules import RELEASE, Acted, Needed, missing, state_at
from peelian.performance.steps import heal
from peelian.public.planned import planned
from peelian.workspace.boards import releases as releases_on_boards

pytestmark = pytest.mark.django_db
DAY = dt.date(2026, 12, 14)
AT = moment(DAY)
TODAY = dt.datetime(2026, 12, 8, 10, tzinfo=dt.UTC)
FORCE = "E23000001"


@pytest.fixture
def house(house_of_november: House, copy_of: Callable[[House], House], settings: Any) -> House:
    house = copy_of(house_of_november)
    settings.PEELIAN_DATA = house.root
    return house


@pytest.fixture(autouse=True)
def clock() -> Any:
    """The eighth of December 2026, ten in the morning; tests move it."""
    with time_machine.travel(TODAY, tick=False) as traveller:
        yield traveller


@pytest.fixture
def kept(django_capture_on_commit_callbacks: Callable[..., Any]) -> Callable[[], Any]:
    """What follows when the records are kept, done at the end of the block."""
    return lambda: django_capture_on_commit_callbacks(execute=True)


def fresh(record: ReleaseRecord) -> ReleaseRecord:
    return ReleaseRecord.objects.get(pk=record.pk)


@pytest.fixture
def begun(office: Office, house: House) -> ReleaseRecord:
    """A release that Bob has begun, with figures."""
    record = actions.begin(office.organisation("mopac"), house, title="November", day=DAY, by=office.by("bob"))
    draft(house, record.draft)
    actions.take_figures(record, house, by=office.by("bob"))
    return fresh(record)


def complete(record: ReleaseRecord, house: House, office: Office) -> None:
    for needed in needed_of(house, built(house, record)):
        actions.correct(
            record, house, needed.key, version=0, what="Patrols at the four busiest stations.", does="Commander, Frontline",
            by_when=dt.date(2027, 3, 31), demand=["asb-calls"], by=office.by("bob"),
        )  # fmt: skip


@pytest.fixture
def sent(begun: ReleaseRecord, house: House, office: Office) -> ReleaseRecord:
    """Complete, and sent for review."""
    actions.comment(begun, house, "burglary", FORCE, "Burglary fell.", version=0, by=office.by("bob"))
    complete(begun, house, office)
    steps.send(begun, house, by=office.by("bob"))
    return fresh(begun)


@pytest.fixture
def signed(sent: ReleaseRecord, house: House, office: Office) -> ReleaseRecord:
    """Reviewed and signed off."""
    steps.pass_review(sent, house, remarks="Read against the files.", by=office.by("carol"))
    steps.sign_off(sent, house, by=office.by("dev"))
    return fresh(sent)


@pytest.fixture
def scheduled(signed: ReleaseRecord, house: House, office: Office) -> ReleaseRecord:
    """On the schedule for the fourteenth."""
    steps.schedule(signed, house, by=office.by("dev"))
    return fresh(signed)


# --- the table ---


def test_every_state_has_an_owner_and_every_step_a_way() -> None:
    for state in RELEASE.states:
        ends = state.id in ("released", "withdrawn")
        assert bool(state.waits_for) is not ends
        if not ends:
            assert any(state.permission in role.permissions for role in ROLES.values())
            assert any(state.id in step.before for step in RELEASE.steps)
    reachable = {"draft", "released"} | {step.after for step in RELEASE.steps}
    assert reachable == {state.id for state in RELEASE.states}


def test_the_manual_has_the_table_as_it_is() -> None:
    text = (ROOT / "docs" / "reference" / "release-workflow.md").read_text(encoding="utf-8")
    found = re.search(r"```mermaid\n(.*?)\n```", text, re.S)
    assert found
    assert found[1] == RELEASE.diagram(), "draw it again from performance.rules.RELEASE"


def test_released_is_the_clock_s_word() -> None:
    assert state_at("scheduled", AT, AT - dt.timedelta(seconds=1)) == "scheduled"
    assert state_at("scheduled", AT, AT) == "released"
    assert state_at("signed-off", AT, AT + dt.timedelta(days=1)) == "signed-off"
    assert not any(step.after == "released" for step in RELEASE.steps)


# --- from beginning to end ---


def test_a_release_goes_out_and_says_what_was_written(scheduled: ReleaseRecord, house: House, clock: Any) -> None:
    assert state_of(scheduled) == "scheduled"
    assert scheduled.draft not in Releases(house.root).ids()
    clock.move_to(AT)
    assert state_of(scheduled) == "released"
    out = Releases(house.root).newest()
    assert out is not None
    assert out.id == scheduled.draft == "2026-12-14"
    told = out.publication
    assert told is not None
    assert told.commentary[0] == {
        "measure": "burglary", "area": FORCE, "text": "Burglary fell.", "by": "Performance analyst, MOPAC",
    }  # fmt: skip
    assert {row["owner"] for row in told.actions} == {"Commander, Frontline"}
    assert told.signed_off_by == {"title": "Person responsible for the release", "organisation": "MOPAC"}
    assert verify(house, out.id).sound
    anchored = Event.objects.get(number=told.audit["number"])
    assert anchored.hash == told.audit["hash"]
    assert anchored.action == "release.schedule"
    assert verify_audit([(told.audit["number"], told.audit["hash"])]).sound
    names = ("Bob", "Carol", "Dev", "Bassett", "Chen", "Das")
    assert not [name for name in names if name in (house.root / "releases" / out.id / "publication.json").read_text()]


def test_each_step_is_an_event_with_its_actor(signed: ReleaseRecord, office: Office) -> None:
    done = [(event.action, event.actor) for event in Event.objects.filter(subject=signed.key)]
    bob, carol, dev = (office.person(name).key for name in ("bob", "carol", "dev"))
    assert done[0] == ("release.begin", bob)
    assert ("release.comment", bob) in done
    assert done[-3:] == [("release.send", bob), ("release.pass", carol), ("release.sign-off", dev)]


def test_a_job_drafts_the_figures_and_twice_is_once(office: Office, house: House) -> None:
    record = actions.begin(office.organisation("mopac"), house, title="November", day=DAY, by=office.by("bob"))
    for _ in range(2):
        made = ask("release.draft", {"record": record.pk}, organisation=record.owner, by=office.by("bob"))
        run(made.pk)
        made.refresh_from_db()
        assert (made.state, made.result["release"]) == ("done", "2026-12-14"), made.error
    assert Drafts(house.root).ids() == ["2026-12-14"]
    assert fresh(record).built_at


@pytest.mark.parametrize("state", ["in-review", "withdrawn"])
def test_a_job_drafts_nothing_over_what_somebody_reviews(
    sent: ReleaseRecord, house: House, office: Office, state: str
) -> None:
    waits = ask("release.draft", {"record": sent.pk}, organisation=sent.owner, by=office.by("bob"))
    if state == "withdrawn":
        steps.withdraw(sent, house, by=office.by("bob"), reason="Begun by mistake.")
    folder = house.root / "drafts" / sent.draft
    before = folder.stat().st_ino if folder.exists() else None
    run(waits.pk)
    waits.refresh_from_db()
    assert (waits.state, "cannot be written now" in waits.error) == ("failed", True)
    assert (folder.stat().st_ino if folder.exists() else None) == before


def test_figures_that_changed_while_it_was_reviewed_are_not_passed(
    sent: ReleaseRecord, house: House, office: Office
) -> None:
    """The job had begun before it was sent."""
    change = Drafts(house.root).open(sent.draft).manifest | {"previous": "2020-01-01"}
    change["seal"] = seal_of(change)
    (house.root / "drafts" / sent.draft / "manifest.json").write_text(manifest_text(change), encoding="utf-8")
    with pytest.raises(WrongStep, match="drafted again after it was sent"):
        steps.pass_review(sent, house, by=office.by("carol"))


# --- who may ---


def test_nobody_reviews_or_signs_off_what_they_wrote(sent: ReleaseRecord, house: House, office: Office) -> None:
    for role in ("quality-reviewer", "person-responsible"):
        office.give("bob", "mopac", role)
    with pytest.raises(WrongStep, match="that is you"):
        steps.pass_review(sent, house, by=office.by("bob"))
    steps.pass_review(sent, house, by=office.by("carol"))
    with pytest.raises(WrongStep, match="that is you"):
        steps.sign_off(sent, house, by=office.by("bob"))


def test_who_wrote_a_word_of_it_counts_as_its_author(begun: ReleaseRecord, house: House, office: Office) -> None:
    office.give("carol", "mopac", "analyst")
    actions.comment(begun, house, "robbery", FORCE, "Robbery rose.", version=0, by=office.by("carol"))
    actions.comment(
        begun, house, "robbery", FORCE, "Robbery rose!", version=1, by=office.by("bob")
    )  # hers all the same
    complete(begun, house, office)
    steps.send(begun, house, by=office.by("bob"))
    with pytest.raises(WrongStep, match="that is you"):
        steps.pass_review(fresh(begun), house, by=office.by("carol"))


def test_the_reviewer_may_sign_off_where_two_people_are_all_there_are(
    sent: ReleaseRecord, house: House, office: Office
) -> None:
    office.give("carol", "mopac", "person-responsible")
    steps.pass_review(sent, house, by=office.by("carol"))
    steps.sign_off(sent, house, by=office.by("carol"))
    assert fresh(sent).state == "signed-off"


@pytest.mark.parametrize("name", ["alice", "esther", "harry", "jo", "carol", "dev"])
def test_others_can_neither_write_nor_send(begun: ReleaseRecord, house: House, office: Office, name: str) -> None:
    for act in (
        lambda: actions.comment(begun, house, "burglary", FORCE, "x", version=0, by=office.by(name)),
        lambda: steps.send(begun, house, by=office.by(name)),
        lambda: actions.begin(office.organisation("mopac"), house, title="x", day=DAY, by=office.by(name)),
    ):
        with pytest.raises(NotAllowed):
            act()


def test_an_analyst_of_another_body_cannot_touch_it(begun: ReleaseRecord, house: House, office: Office) -> None:
    office.give("jo", "mps", "analyst")
    with pytest.raises(NotAllowed):
        actions.comment(begun, house, "burglary", FORCE, "x", version=0, by=office.by("jo"))
    assert not may_see_release(house, begun, office.person("jo"))
    assert may_see_release(house, begun, office.person("carol"))


# --- what is demanded ---


def test_every_real_worsening_needs_corrective_action(begun: ReleaseRecord, house: House, office: Office) -> None:
    needed = needed_of(house, built(house, begun))
    assert needed, "the generated house has worsenings"
    with pytest.raises(PeelianError, match="Say what is done about it") as refused:
        steps.send(begun, house, by=office.by("bob"))
    assert refused.value.message.count("Say what is done") == len(needed)
    complete(begun, house, office)
    assert missing_of(house, fresh(begun)) == []
    steps.send(begun, house, by=office.by("bob"))


def test_no_corrective_action_without_who_by_when_and_demand() -> None:
    needed = Needed("fewer", "robbery", FORCE, "higher")
    what = Acted("fewer", "robbery", FORCE, "patrols", "", None, ())
    told = [item.what for item in missing([needed], [what], ["asb-calls"], titles={"robbery": "Robbery"})]
    assert told == [
        "Robbery: say who does it, and by when.",
        "Robbery: name the demand that stands beside it, with figures in this release.",
    ]
    beside = Acted("fewer", "robbery", FORCE, "patrols", "Commander", DAY, ("missing-children",))
    assert len(missing([needed], [beside], ["asb-calls"], titles={})) == 1, "demand without figures is not beside it"
    assert missing([needed], [beside], ["missing-children"], titles={}) == []


def test_action_on_what_needs_none_is_refused(begun: ReleaseRecord, house: House, office: Office) -> None:
    with pytest.raises(PeelianError, match="asks for no corrective action"):
        actions.correct(
            begun, house, ("fewer", "burglary", FORCE), version=0, what="x", does="y", by_when=DAY, by=office.by("bob")
        )


# --- words ---


def test_two_people_who_write_at_once_lose_nothing(begun: ReleaseRecord, house: House, office: Office) -> None:
    first = actions.comment(begun, house, "burglary", FORCE, "Burglary fell.", version=0, by=office.by("bob"))
    second = actions.comment(begun, house, "burglary", FORCE, "It fell by 3%.", version=first, by=office.by("bob"))
    assert (first, second) == (1, 2)
    for version in (0, 1):
        with pytest.raises(PeelianError, match="Somebody else changed this"):
            actions.comment(begun, house, "burglary", FORCE, "Mine.", version=version, by=office.by("bob"))
    assert Commentary.objects.get().text == "It fell by 3%."


def test_nothing_is_written_while_somebody_reviews(sent: ReleaseRecord, house: House, office: Office) -> None:
    for act in (
        lambda: actions.comment(sent, house, "burglary", FORCE, "x", version=1, by=office.by("bob")),
        lambda: actions.note(sent, house, "burglary", FORCE, "2017-06", "x", by=office.by("bob")),
        lambda: actions.take_figures(sent, house, by=office.by("bob")),
    ):
        with pytest.raises(WrongStep, match="in review"):
            act()


def test_a_note_is_put_on_a_figure_and_taken_away(begun: ReleaseRecord, house: House, office: Office) -> None:
    by = office.by("bob")
    assert actions.note(begun, house, "burglary", FORCE, "2017-06", "One station was recorded late.", by=by)
    assert actions.note(begun, house, "burglary", FORCE, "2017-06", "", by=by) is None
    assert not fresh(begun).figurenotes.exists()
    with pytest.raises(PeelianError):
        actions.note(begun, house, "burglary", FORCE, "soon", "x", by=by)
    with pytest.raises(PeelianError):
        actions.note(begun, house, "burgle", FORCE, "2017-06", "x", by=by)


# --- review and sign-off are of what was there ---


def test_sent_back_with_a_reason_and_written_again(sent: ReleaseRecord, house: House, office: Office) -> None:
    for unseen in ("", "  ", "\u200b\u2060", "…"):
        with pytest.raises(WrongStep, match="needs a reason"):
            steps.send_back(sent, by=office.by("carol"), reason=unseen)
    steps.send_back(sent, by=office.by("carol"), reason="Robbery is not explained.")
    assert (fresh(sent).state, fresh(sent).remarks) == ("draft", "Robbery is not explained.")
    actions.comment(sent, house, "robbery", FORCE, "Robbery rose.", version=0, by=office.by("bob"))


def test_what_changed_after_the_review_cannot_be_signed_off(sent: ReleaseRecord, house: House, office: Office) -> None:
    steps.pass_review(sent, house, by=office.by("carol"))
    from peelian.core.records import writing

    with writing():  # past every action, as somebody with the database might
        Commentary.objects.filter(release=sent).update(text="Burglary rose.")
    with pytest.raises(WrongStep, match="not what is here now"):
        steps.sign_off(sent, house, by=office.by("dev"))


def test_a_draft_made_again_needs_another_review(signed: ReleaseRecord, house: House, office: Office) -> None:
    steps.reopen(signed, house, by=office.by("bob"), reason="A later file came.")
    again = fresh(signed)
    assert (again.state, again.reviewed, again.signed, again.signer) == ("draft", "", "", None)
    with pytest.raises(WrongStep):
        steps.schedule(again, house, by=office.by("dev"))


def test_a_draft_that_a_late_job_makes_again_is_not_scheduled(
    signed: ReleaseRecord, house: House, office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    """At the worst moment: between the look at what was signed off and its move."""
    from peelian.figures.releases import scheduling

    real = scheduling.renamed

    def late(*arguments: Any) -> Any:
        path = house.root / "drafts" / signed.draft / "manifest.json"
        path.write_text(path.read_text().replace('"corrects": null', '"corrects": "2020-01-01"'))
        return real(*arguments)

    monkeypatch.setattr(scheduling, "renamed", late)
    steps.schedule(signed, house, by=office.by("dev"))
    assert fresh(signed).to_place == signed.draft
    [said] = heal(house)
    assert "could not be placed" in said and "What was signed off is not what is here now" in said
    assert signed.draft not in Releases(house.root, including_embargoed=True).ids()


# --- the schedule ---


def test_a_day_that_is_refused_leaves_everything_where_it_was(
    scheduled: ReleaseRecord, house: House, office: Office
) -> None:
    for day in (dt.date(2026, 12, 1), dt.date(2026, 12, 8)):
        with pytest.raises(PeelianError, match="passed"):
            steps.postpone(scheduled, house, day, by=office.by("dev"), reason="x")
        assert fresh(scheduled).draft in Releases(house.root, including_embargoed=True).ids()


def test_postponed_it_keeps_its_review_and_says_why(
    scheduled: ReleaseRecord, house: House, office: Office, clock: Any
) -> None:
    with pytest.raises(WrongStep, match="needs a reason"):
        steps.postpone(scheduled, house, dt.date(2026, 12, 16), by=office.by("dev"))
    steps.postpone(scheduled, house, dt.date(2026, 12, 16), by=office.by("dev"), reason="The dashboard was late.")
    moved = fresh(scheduled)
    assert (moved.draft, moved.state, moved.signed) == ("2026-12-16", "scheduled", scheduled.signed)
    assert moved.at == moment(dt.date(2026, 12, 16))
    clock.move_to(AT)
    assert moved.draft not in Releases(house.root).ids()
    clock.move_to(moved.at)
    assert Releases(house.root).newest_id() == moved.draft
    assert verify(house, moved.draft).sound


class Killed(BaseException):
    """The process ends here."""


def killed_at(monkeypatch: pytest.MonkeyPatch, where: Any, name: str, do: Callable[[], object]) -> None:
    def end(*args: object, **more: object) -> None:
        raise Killed

    end.rmtree = end  # type: ignore[attr-defined]  # where a module is put out of order
    with monkeypatch.context() as patch, pytest.raises(Killed):
        patch.setattr(where, name, end)
        do()


def out_at(house: House, at: dt.datetime) -> set[str]:
    """What comes out by itself until a moment, beside what is out today."""
    return set(Releases(house.root, at=at).ids()) - set(Releases(house.root, at=TODAY).ids())


LATER = dt.date(2026, 12, 16)
AFTER_COMMIT = {
    "before anything moved": (scheduling, "renamed"),
    "while it got its new name": (scheduling, "shutil"),
    "between its name and its place": (scheduling, "write"),
    "before it was in its place": (steps.scheduling, "schedule"),
    "before the record knew of its place": (acting_module, "record"),
}


def test_a_release_whose_schedule_was_not_kept_comes_out_at_no_moment(
    signed: ReleaseRecord, house: House, office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    killed_at(
        monkeypatch,
        acting_module,
        "_record",
        lambda: steps.schedule(fresh(signed), house, by=office.by("dev"), day=LATER),
    )
    assert (fresh(signed).state, fresh(signed).draft, Drafts(house.root).ids()) == (
        "signed-off",
        "2026-12-14",
        ["2026-12-14"],
    )
    assert heal(house) == [] and out_at(house, moment(LATER)) == set()
    steps.reopen(fresh(signed), house, by=office.by("bob"), reason="A later file came.")
    assert built(house, fresh(signed)).id == "2026-12-14"


@pytest.mark.parametrize("point", AFTER_COMMIT)
def test_what_is_scheduled_comes_out_wherever_a_process_was_killed(
    point: str, signed: ReleaseRecord, house: House, office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The record is kept; until somebody has looked it comes out at no moment that the record does not say."""
    where, name = AFTER_COMMIT[point]
    if point == "before the record knew of its place":
        kept_events = acting_module.record

        def all_but_the_last(happening: Any) -> None:
            if happening.action == "release.place":
                raise Killed
            kept_events(happening)

        with monkeypatch.context() as patch, pytest.raises(Killed):
            patch.setattr(acting_module, "record", all_but_the_last)
            steps.schedule(fresh(signed), house, by=office.by("dev"), day=LATER)
    else:
        killed_at(
            monkeypatch, where, name, lambda: steps.schedule(fresh(signed), house, by=office.by("dev"), day=LATER)
        )
    record, there = fresh(signed), point == "before the record knew of its place"
    assert (record.state, record.at, record.to_place) == ("scheduled", moment(LATER), "2026-12-14")
    assert out_at(house, moment(LATER)) == ({"2026-12-16"} if there else set())
    assert out_at(house, AT) == set()
    assert built(house, record)
    assert heal(house) == [f"{record} was placed among the releases."]
    assert (fresh(signed).to_place, Drafts(house.root).ids(), heal(house)) == ("", [], [])
    assert out_at(house, moment(LATER)) == {"2026-12-16"} and out_at(house, AT) == set()
    assert verify(house, "2026-12-16").sound


def test_a_release_that_was_not_placed_in_time_is_not_out_and_says_so(
    signed: ReleaseRecord, house: House, office: Office, monkeypatch: pytest.MonkeyPatch, clock: Any, client: Any
) -> None:
    killed_at(monkeypatch, scheduling, "renamed", lambda: steps.schedule(fresh(signed), house, by=office.by("dev")))
    clock.move_to(AT + dt.timedelta(hours=1))
    assert state_of(fresh(signed)) == "scheduled" and signed.draft not in Releases(house.root).ids()
    assert fresh(signed).key in closed_to(office.person("esther"))
    [said] = heal(house)
    assert "could not be placed" in said and "has passed" in said
    assert [work.title for work in releases_on_boards(office.person("dev"))] == [
        "November (not placed yet: its page says why)"
    ]
    steps.postpone(fresh(signed), house, dt.date(2026, 12, 18), by=office.by("dev"), reason="The server stood still.")
    assert out_at(house, moment(dt.date(2026, 12, 18))) == {"2026-12-18"}
    assert fresh(signed).to_place == ""


@pytest.mark.parametrize("step", ["hold", "postpone"])
def test_what_was_taken_back_and_not_kept_so_comes_out_as_its_record_says(
    step: str, scheduled: ReleaseRecord, house: House, office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Hidden first: a process that was killed then has let nothing out, and the record still says when it is to be."""
    by = {"by": office.by("dev"), "reason": "A figure is asked about."}
    if step == "hold":
        killed_at(monkeypatch, acting_module, "_record", lambda: steps.hold(fresh(scheduled), house, **by))
    else:
        killed_at(monkeypatch, acting_module, "_record", lambda: steps.postpone(fresh(scheduled), house, LATER, **by))
    assert (fresh(scheduled).state, fresh(scheduled).at, out_at(house, moment(LATER))) == ("scheduled", AT, set())
    assert heal(house) == [f"{scheduled} was placed among the releases."]
    assert out_at(house, AT) == {"2026-12-14"}


def test_a_release_that_waits_to_be_placed_can_be_taken_off_the_schedule(
    signed: ReleaseRecord, house: House, office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    killed_at(
        monkeypatch, scheduling, "renamed", lambda: steps.schedule(fresh(signed), house, by=office.by("dev"), day=LATER)
    )
    steps.hold(fresh(signed), house, by=office.by("dev"), reason="A figure is asked about.")
    record = fresh(signed)
    assert (record.state, record.draft, record.to_place, heal(house)) == ("signed-off", "2026-12-14", "", [])
    steps.schedule(record, house, by=office.by("dev"))
    assert out_at(house, AT) == {"2026-12-14"}


def test_held_back_until_its_second_and_never_after(
    scheduled: ReleaseRecord, house: House, office: Office, clock: Any
) -> None:
    steps.hold(scheduled, house, by=office.by("dev"), reason="A figure is asked about.")
    assert (fresh(scheduled).state, Drafts(house.root).ids()) == ("signed-off", ["2026-12-14"])
    steps.schedule(fresh(scheduled), house, by=office.by("dev"))
    clock.move_to(AT)
    for act in (
        lambda: steps.hold(fresh(scheduled), house, by=office.by("dev"), reason="x"),
        lambda: steps.postpone(fresh(scheduled), house, dt.date(2027, 1, 5), by=office.by("dev"), reason="x"),
    ):
        with pytest.raises(WrongStep, match="is released"):
            act()


def test_a_correction_names_what_it_corrects_and_why(
    scheduled: ReleaseRecord, house: House, office: Office, clock: Any
) -> None:
    by, mopac = office.by("bob"), office.organisation("mopac")
    later = {"title": "November, corrected", "day": dt.date(2026, 12, 21), "corrects": scheduled.draft, "by": by}
    with pytest.raises(PeelianError, match="No release"):
        actions.begin(mopac, house, reason="A month was missing.", **later)  # type: ignore[arg-type]
    clock.move_to(AT + dt.timedelta(hours=1))
    with pytest.raises(PeelianError, match="what it corrects"):
        actions.begin(mopac, house, **later)  # type: ignore[arg-type]
    made = actions.begin(mopac, house, reason="A month was missing.", **later)  # type: ignore[arg-type]
    assert (made.corrects, made.why) == (scheduled.draft, "A month was missing.")
    assert draft(house, made.draft, corrects=made.corrects).manifest["corrects"] == scheduled.draft


def test_a_release_is_withdrawn_with_its_draft(begun: ReleaseRecord, house: House, office: Office) -> None:
    steps.withdraw(begun, house, by=office.by("bob"), reason="Begun by mistake.")
    assert (fresh(begun).state, Drafts(house.root).ids()) == ("withdrawn", [])


# --- pre-release access ---


def give(record: ReleaseRecord, house: House, office: Office, **more: Any) -> Any:
    return steps.grant(
        record, house, name="Jo Jarvis", title="Head of media", body="MPS", person=office.person("jo"),
        by=office.by("dev"), **{"reason": "To answer the press at 09:30.", **more},
    )  # fmt: skip


def test_somebody_on_the_list_sees_it_for_24_hours_and_not_before(
    scheduled: ReleaseRecord, house: House, office: Office, clock: Any
) -> None:
    give(scheduled, house, office)
    jo = office.person("jo")
    for when, seen in ((-86_401, False), (-86_400, True), (-1, True)):
        clock.move_to(AT + dt.timedelta(seconds=when))
        assert may_see_release(house, fresh(scheduled), jo) is seen, when
    assert [item.release for item in shown_before_to(jo)] == [scheduled]
    clock.move_to(AT)
    assert may_see_release(house, fresh(scheduled), None), "everybody sees it"
    told = Releases(house.root).publication(scheduled.draft)
    assert told is not None
    assert told.pre_release == (
        {"title": "Head of media", "organisation": "MPS", "from": "2026-12-13T09:30:00+00:00", "until": None},
    )


def test_access_that_is_withdrawn_ends_at_once(
    scheduled: ReleaseRecord, house: House, office: Office, clock: Any
) -> None:
    access = give(scheduled, house, office)
    clock.move_to(AT - dt.timedelta(hours=2))
    jo = office.person("jo")
    assert may_see_release(house, fresh(scheduled), jo)
    steps.withdraw_access(access, house, by=office.by("dev"), reason="Talked about it.")
    assert not may_see_release(house, fresh(scheduled), jo)
    told = Releases(house.root, including_embargoed=True).publication(scheduled.draft)
    assert told is not None
    assert told.pre_release[0]["until"] == "2026-12-14T07:30:00+00:00", "they saw it, so they stay on the list"


def test_longer_than_24_hours_only_with_a_reason_that_is_published(
    signed: ReleaseRecord, house: House, office: Office
) -> None:
    with pytest.raises(PeelianError, match="24"):
        give(signed, house, office, hours=Decimal(25))
    with pytest.raises(PeelianError, match="needs a reason"):
        give(signed, house, office, reason=" ")
    give(signed, house, office, hours=Decimal(30), longer="The release follows a bank holiday.")
    steps.schedule(signed, house, by=office.by("dev"))
    told = Releases(house.root, including_embargoed=True).publication("2026-12-14")
    assert told is not None
    assert told.longer_access == "The release follows a bank holiday."


def test_only_the_person_responsible_grants_and_nothing_once_it_is_out(
    scheduled: ReleaseRecord, house: House, office: Office, clock: Any
) -> None:
    for name in ("bob", "carol", "alice", "jo"):
        with pytest.raises(NotAllowed):
            steps.grant(scheduled, house, name="x", title="x", body="x", by=office.by(name), reason="x")
    clock.move_to(AT)
    with pytest.raises(WrongStep, match="is out"):
        give(fresh(scheduled), house, office)


def test_visibility_is_one_rule(office: Office) -> None:
    out = Publication("2026-12-14", "", AT, "")
    owner, bob, jo = "organisation:mopac", office.person("bob"), office.person("jo")
    before, day = AT - dt.timedelta(hours=1), AT - dt.timedelta(days=2)
    access = [Access(jo.key, "2026-12-14", AT - dt.timedelta(hours=24))]
    common: dict[str, Any] = {"owner": owner, "access": access}
    assert may_see(None, "2026-12-14", out, draft=False, now=AT, **common)
    assert not may_see(None, "2026-12-14", out, draft=False, now=before, **common)
    assert may_see(bob, "2026-12-14", out, draft=False, now=day, **common)
    assert may_see(jo, "2026-12-14", out, draft=False, now=before, **common)
    assert not may_see(jo, "2026-12-14", out, draft=False, now=day, **common)
    assert not may_see(jo, "2026-12-14", out, draft=True, now=before, **common), "a draft is for nobody on the list"
    assert not may_see(jo, "2026-12-15", out, draft=False, now=before, **common)
    assert not may_see(office.person("alice"), "2026-12-14", out, draft=False, now=before, **common)


# --- the calendar ---


def test_the_calendar_is_planned_twelve_months_ahead_on_working_days(
    office: Office, house: House, kept: Callable[[], Any]
) -> None:
    with kept():
        made = planning.propose(office.organisation("mopac"), house, by=office.by("dev"))
    assert len(made) == 12
    days = [item.day for item in made]
    assert days[:2] == [dt.date(2026, 12, 14), dt.date(2027, 1, 14)]
    assert dt.date(2027, 2, 15) in days, "the fourteenth of February 2027 is a Sunday"
    assert all(not united_kingdom().closed(day, "england-and-wales") for day in days)
    assert [item.covers for item in made[:2]] == ["2026-11", "2026-12"]
    assert planning.propose(office.organisation("mopac"), house, by=office.by("dev")) == []
    assert (house.root / planning.NAME).read_text().count('"uid"') == 12


def test_a_fixed_day_moves_only_with_a_reason_that_is_shown(
    office: Office, house: House, kept: Callable[[], Any]
) -> None:
    entry = planning.propose(office.organisation("mopac"), house, by=office.by("dev"))[1]
    assert planning.fix(entry, house, by=office.by("dev")) == ""
    with pytest.raises(PeelianError, match="fixed and announced"):
        planning.move(entry, dt.date(2027, 1, 18), house, by=office.by("dev"))
    with pytest.raises(PeelianError, match="Saturday"):
        planning.move(entry, dt.date(2027, 1, 16), house, by=office.by("dev"), reason="x")
    with kept():
        planning.move(entry, dt.date(2027, 1, 18), house, by=office.by("dev"), reason="The files come later.")
    text = (house.root / planning.NAME).read_text()
    assert "The files come later." in text
    assert entry.sequence == 2


def test_the_public_calendar_is_of_the_records_whoever_writes_last(
    office: Office, house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Somebody has read the records and writes late: a second writer waits until they have, and reads what is there then."""
    mopac, dev = office.organisation("mopac"), office.by("dev")
    read, waited = planning._text, []

    def slowly() -> str:
        with (house.root / f".{planning.NAME}.lock").open("w") as other:
            try:
                fcntl.flock(other, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                waited.append("held while the records are read")
        return read()

    monkeypatch.setattr(planning, "_text", slowly)
    planning.add(mopac, house, "A report", "2026-11", DAY, by=dev)
    assert waited == ["held while the records are read"]
    assert [item.title for item in planned(house.root)] == ["A report"]


def test_a_calendar_that_a_killed_process_did_not_write_is_written_by_who_looks_next(
    office: Office, house: House
) -> None:
    planning.add(office.organisation("mopac"), house, "A report", "2026-11", DAY, by=office.by("dev"))
    (house.root / planning.NAME).write_text('{"entries": []}', encoding="utf-8")
    (house.root / "holidays.json").write_text("", encoding="utf-8")
    look_after(house)
    assert [item.title for item in planned(house.root)] == ["A report"]
    assert (house.root / "holidays.json").read_text(encoding="utf-8") == "[]"


def test_a_day_fixed_late_is_told(office: Office, house: House) -> None:
    entry = planning.propose(office.organisation("mopac"), house, by=office.by("dev"))[0]
    assert "6 days before" in planning.fix(entry, house, by=office.by("dev"))


def test_a_planned_release_has_one_release_and_its_moment(office: Office, house: House) -> None:
    entry = planning.propose(office.organisation("mopac"), house, by=office.by("dev"))[0]
    made = actions.begin(office.organisation("mopac"), house, entry=entry, by=office.by("bob"))
    assert (made.draft, made.title) == ("2026-12-14", "Police and crime figures for London, November 2026")
    with pytest.raises(PeelianError, match="this entry's release"):
        actions.begin(office.organisation("mopac"), house, entry=entry, by=office.by("bob"))
    with pytest.raises(PeelianError, match="being made"):
        planning.cancel(entry, house, by=office.by("dev"), reason="x")


def test_a_body_begins_no_release_of_another_s_calendar(office: Office, house: House) -> None:
    entry = planning.add(office.organisation("mopac"), house, "A report", "2026-11", DAY, by=office.by("dev"))
    analyst = office.joined(office.organisation("mps"), "analyst", "Mel")
    with pytest.raises(PeelianError, match="is planned by MOPAC"):
        actions.begin(office.organisation("mps"), house, entry=entry, by=analyst)
    assert not ReleaseRecord.objects.exists()


def test_the_database_keeps_one_release_of_a_planned_one(office: Office, house: House) -> None:
    """Whatever two processes have looked at before; one that was withdrawn does not count."""
    mopac = office.organisation("mopac")
    entry = planning.add(mopac, house, "A report", "2026-11", DAY, by=office.by("dev"))
    first = actions.begin(mopac, house, entry=entry, by=office.by("bob"))
    fields = {"organisation": mopac, "entry": entry, "title": "Again", "author": office.person("bob")}
    with pytest.raises(IntegrityError), transaction.atomic(), writing():
        ReleaseRecord(**fields, draft="2026-12-14-9").save(force_insert=True)
    steps.withdraw(first, house, by=office.by("bob"), reason="Not needed.")
    actions.begin(mopac, house, entry=entry, by=office.by("bob"))


def test_only_the_person_responsible_plans(office: Office, house: House) -> None:
    for name in ("bob", "carol", "alice"):
        with pytest.raises(NotAllowed):
            planning.propose(office.organisation("mopac"), house, by=office.by(name))


def test_the_pack_s_demand_is_of_its_measures(house: House) -> None:
    assert set(release_pack(house.pack).demand) <= {measure.id for measure in house.catalogue}
    assert release_pack(Path("/nowhere")).rules == ()
    assert Permission.GRANT_PRE_RELEASE in ROLES["person-responsible"].permissions
