"""Records change by actions alone: one actor, one transaction, one event; roles hold on their days and nowhere else."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.support.office import PASSWORD, Office

from peelian.audit.models import Event
from peelian.core import actions
from peelian.core.acting import COMMAND, Actor, NotAllowed, acting, action
from peelian.core.models import Invitation, Organisation, Person, Post
from peelian.core.permissions import Permission as P
from peelian.core.records import OutsideActionError
from peelian.core.roles import ROLES
from peelian.figures.errors import PeelianError
from peelian.figures.house import today

YESTERDAY, TOMORROW = (today() + dt.timedelta(days=days) for days in (-1, 1))


def test_an_action_leaves_one_event_of_everything_that_it_changed(office: Office) -> None:
    grace, jo = office.by("grace"), office.jo
    before = Event.objects.count()
    actions.give_role(jo, office.organisation("havering"), "reader", by=grace, reason="helps out")
    event = Event.objects.last()
    assert event is not None
    assert Event.objects.count() == before + 1
    assert (event.action, event.actor, event.subject) == ("person.give-role", grace.key, jo.key)
    assert event.organisation == "organisation:havering", "the organisation whose role it is, not the person's first"
    assert {change["field"]: change["after"] for change in event.changes} == {
        "person": jo.key, "organisation": "organisation:havering", "role": "reader", "from_day": today().isoformat(),
    }  # fmt: skip


def test_an_action_that_fails_leaves_neither_change_nor_event(office: Office) -> None:
    @action("test.half")
    def half(person: Person, *, by: Actor, reason: str = "") -> None:
        by.may(P.USE_OFFICE)
        acting().change(person, name="Half Done")
        raise PeelianError("half", "It broke half-way.", "")

    bob, before = office.bob, Event.objects.count()
    with pytest.raises(PeelianError):
        half(bob, by=COMMAND)
    assert Person.objects.get(pk=bob.pk).name == "Bob Bassett"
    assert Event.objects.count() == before


def test_an_action_that_asks_for_no_permission_is_a_mistake(office: Office) -> None:
    @action("test.unasked")
    def unasked(person: Person, *, by: Actor, reason: str = "") -> None:
        acting().change(person, name="Unasked")

    with pytest.raises(RuntimeError, match="checked no permission"):
        unasked(office.bob, by=COMMAND)
    assert office.bob.name == "Bob Bassett"


def test_an_action_that_changes_nothing_leaves_no_event(office: Office) -> None:
    bob, before = office.bob, Event.objects.count()
    actions.change_person(bob, by=office.by("bob"), name=bob.name)
    assert Event.objects.count() == before


def test_a_field_that_changes_twice_in_one_action_is_one_change(office: Office) -> None:
    @action("test.twice")
    def twice(person: Person, *, by: Actor, reason: str = "") -> None:
        by.may(P.USE_OFFICE)
        acting().change(person, name="Bob the First")
        acting().change(person, name="Bob the Second")

    twice(office.bob, by=COMMAND)
    from peelian.audit.models import Kept

    assert Kept.objects.get(event=Event.objects.last().number).value == ["Bob Bassett", "Bob the Second"]  # type: ignore[union-attr]


def test_a_field_is_written_alone(office: Office) -> None:
    """Whoever asks was read before somebody else ended their role: a new job title does not open the door again."""
    read_before = office.bob
    actions.end_role(office.post("bob"), by=office.by("alice"))
    actions.change_person(read_before, by=office.by("ivy"), title="Senior analyst")
    assert (office.bob.title, office.bob.is_active) == ("Senior analyst", False)


def test_nothing_is_written_outside_an_action(office: Office) -> None:
    bob, mopac = office.bob, office.organisation("mopac")
    post = office.post("bob")
    attempts = {
        "save": mopac.save,
        "save of a person": bob.save,
        "save of one field": lambda: bob.save(update_fields=["name"]),
        "save of a password and more": lambda: bob.save(update_fields=["password", "is_active"]),
        "delete": post.delete,
        "create": lambda: Organisation.objects.create(slug="x", name="x", short="x", kind="other"),
        "get or create": lambda: Organisation.objects.get_or_create(slug="x", name="x", short="x", kind="other"),
        "update": lambda: Organisation.objects.update(name="x"),
        "update of a person": lambda: Person.objects.filter(pk=bob.pk).update(is_active=False),
        "delete of many": lambda: Post.objects.all().delete(),
        "create many": lambda: Organisation.objects.bulk_create([Organisation(slug="x", name="x", short="x", kind="other")]),
        "update many": lambda: Organisation.objects.bulk_update([mopac], ["name"]),
        "create by relation": lambda: mopac.areas.create(area="E09000016", from_day=today()),
    }  # fmt: skip
    for name, attempt in attempts.items():
        with pytest.raises(OutsideActionError):
            attempt()
            pytest.fail(name)


def test_a_role_that_ended_yesterday_allows_nothing_today(office: Office) -> None:
    with time_machine.travel(dt.datetime.combine(YESTERDAY, dt.time(12)), tick=False):
        bob = office.bob
        office.give("bob", "mopac", "reader")
    actions.end_role(office.post("bob"), last_day=YESTERDAY, by=COMMAND)
    assert not office.person("bob").may(P.DRAFT_RELEASE)
    assert office.person("bob").may(P.USE_OFFICE), "the other role goes on"
    assert bob.posts.count() == 2, "what was is kept"


def test_a_role_holds_from_its_first_day_until_its_last(office: Office) -> None:
    first, last = today() + dt.timedelta(days=3), today() + dt.timedelta(days=5)
    office.give("jo", "havering", "borough-analyst", from_day=first, until_day=last)
    for days, holds in ((2, False), (3, True), (5, True), (6, False)):
        with time_machine.travel(dt.datetime.combine(today() + dt.timedelta(days=days), dt.time(0, 30)), tick=False):
            assert office.jo.may(P.WRITE_QUARTER, "organisation:havering") is holds, days


def test_days_are_of_london_not_of_greenwich(office: Office) -> None:
    """At 23:30 UTC on 30 June it is 00:30 on 1 July in London."""
    with time_machine.travel(dt.datetime(2026, 6, 30, 23, 30, tzinfo=dt.UTC), tick=False):
        office.give("jo", "havering", "borough-analyst", from_day=dt.date(2026, 7, 1))
        assert office.jo.may(P.WRITE_QUARTER)


def test_a_role_that_begins_later_keeps_the_door_open_but_allows_nothing_yet(office: Office) -> None:
    office.give("jo", "havering", "borough-analyst", from_day=TOMORROW)
    actions.end_role(office.post("jo"), by=COMMAND)
    jo = office.jo
    assert jo.is_active
    assert not jo.may(P.USE_OFFICE)


def test_a_permission_holds_in_its_own_organisation_only(office: Office) -> None:
    alice, ivy = office.alice, office.ivy
    assert alice.may(P.MANAGE_PEOPLE, "organisation:mopac")
    assert not alice.may(P.MANAGE_PEOPLE, "organisation:havering")
    assert ivy.may(P.MANAGE_PEOPLE, "organisation:havering"), "who runs the installation looks after all"


def test_who_may_not_is_told_what_and_where_and_nothing_happens(office: Office) -> None:
    before = Event.objects.count() + 2  # Bob and Esther join
    with pytest.raises(NotAllowed, match="Bob Bassett may not manage people for havering"):
        actions.end_role(office.post("esther"), by=office.by("bob"))
    assert office.esther.is_active
    assert Event.objects.filter(action="person.end-role").count() == 0
    assert Event.objects.count() >= before


def test_an_administrator_cannot_make_an_installation_manager(office: Office) -> None:
    mopac = office.organisation("mopac")
    with pytest.raises(NotAllowed):
        actions.give_role(office.bob, mopac, "installation-manager", by=office.by("alice"))
    with pytest.raises(NotAllowed):
        actions.invite(mopac, "installation-manager", email="x@y.example", name="X", by=office.by("alice"))
    actions.give_role(office.bob, mopac, "installation-manager", by=office.by("ivy"))
    with pytest.raises(NotAllowed):
        actions.end_role(office.bob.posts.get(role="installation-manager"), by=office.by("alice"))


def test_nobody_gives_themselves_a_role(office: Office) -> None:
    """Who looks after people sees no draft and publishes nothing; with another role they would."""
    mopac = office.organisation("mopac")
    for name, role in (("ivy", "person-responsible"), ("alice", "analyst"), ("alice", "reader")):
        with pytest.raises(PeelianError, match="Nobody gives themselves a role") as refused:
            actions.give_role(office.person(name), mopac, role, by=office.by(name))
        assert refused.value.code == "own-role"
        with pytest.raises(PeelianError, match="Nobody gives themselves a role"):
            actions.invite(mopac, role, email=f"  {name.title()}@Mopac.Example", name="Me", by=office.by(name))
    actions.give_role(office.alice, mopac, "reader", until_day=today(), by=office.by("ivy"))
    with pytest.raises(PeelianError, match="Nobody gives themselves a role"):
        actions.end_role(office.alice.posts.get(role="reader"), last_day=TOMORROW, by=office.by("alice"))


def test_a_role_belongs_to_its_kinds_of_organisation(office: Office) -> None:
    with pytest.raises(ValidationError, match="is not a role of a council"):
        actions.give_role(office.jo, office.organisation("havering"), "analyst", by=office.by("grace"))


def test_the_same_role_is_not_held_twice(office: Office) -> None:
    with pytest.raises(PeelianError, match="there already"):
        office.give("bob", "mopac", "analyst")


def test_who_has_no_role_is_looked_after_by_their_last_organisation_alone(office: Office) -> None:
    """A person without a role belongs to nobody today; that does not make them everybody's."""
    actions.end_role(office.post("esther"), by=office.by("grace"))
    with pytest.raises(NotAllowed):
        actions.change_person(office.esther, by=office.by("alice"), name="Not Yours")
    actions.change_person(office.esther, by=office.by("grace"), name="Esther Eze-Obi")
    assert office.esther.name == "Esther Eze-Obi"


def test_a_second_factor_is_taken_away_by_who_looks_after_all_of_a_persons_work(office: Office) -> None:
    """Whom another organisation has given a role, however small, is not in its hands."""
    actions.give_role(office.dev, office.organisation("havering"), "reader", by=office.by("grace"))
    actions.give_role(office.ivy, office.organisation("havering"), "reader", by=office.by("grace"))
    for name, by in (("dev", "grace"), ("dev", "alice"), ("ivy", "grace"), ("ivy", "alice")):
        with pytest.raises(NotAllowed):
            actions.reset_factors(office.person(name), by=office.by(by))
    assert actions.reset_factors(office.dev, by=office.by("ivy")) == 0


def test_a_name_and_a_job_title_are_changed_by_who_looks_after_all_of_a_persons_work(office: Office) -> None:
    """The job title is published with what somebody signs off: Havering does not word what MOPAC publishes."""
    actions.give_role(office.dev, office.organisation("havering"), "reader", by=office.by("grace"))
    for by in ("grace", "alice"):
        with pytest.raises(NotAllowed):
            actions.change_person(office.dev, by=office.by(by), title="Not the Director")
    actions.change_person(office.dev, by=office.by("ivy"), title="Director")
    actions.change_person(office.dev, by=office.by("dev"), title="Director of Strategy")
    assert office.dev.title == "Director of Strategy"


def test_only_name_and_title_are_changed_by_hand(office: Office) -> None:
    for field in ("email", "is_active", "password"):
        with pytest.raises(ValidationError):
            actions.change_person(office.bob, by=office.by("bob"), **{field: "x"})


def test_an_invitation_is_good_once_for_seven_days_and_until_withdrawn(office: Office) -> None:
    alice, mopac = office.by("alice"), office.organisation("mopac")

    def new(email: str) -> tuple[Invitation, str]:
        return actions.invite(mopac, "reader", email=email, name="New", by=alice)

    used, secret = new("one@mopac.example")
    assert actions.invitation_of(secret) == used
    assert secret not in str(Invitation.objects.values())
    actions.accept(used, PASSWORD, by=Actor(used.key, used.name))
    assert actions.invitation_of(secret) is None
    with pytest.raises(PeelianError, match="used, withdrawn or is out of date"):
        actions.accept(used, PASSWORD, by=Actor(used.key, used.name))
    gone, secret = new("two@mopac.example")
    actions.withdraw(gone, by=alice)
    assert actions.invitation_of(secret) is None
    again, old = new("three@mopac.example")
    fresh = actions.invite_again(again, by=alice)
    assert actions.invitation_of(old) is None and actions.invitation_of(fresh) == again
    with time_machine.travel(dt.datetime.now(dt.UTC) + dt.timedelta(days=7, seconds=1)):
        assert actions.invitation_of(fresh) is None


def test_one_address_is_one_person_whatever_its_case(office: Office) -> None:
    mopac, alice = office.organisation("mopac"), office.by("alice")
    first, _ = actions.invite(mopac, "reader", email="New@Mopac.Example", name="New", by=alice)
    second, _ = actions.invite(mopac, "auditor", email="new@mopac.example", name="New", by=alice)
    actions.accept(first, PASSWORD, by=Actor(first.key, first.name))
    with pytest.raises(PeelianError, match="here already"):
        actions.accept(second, PASSWORD, by=Actor(second.key, second.name))
    with pytest.raises(PeelianError, match="here already"):
        actions.invite(mopac, "auditor", email="NEW@mopac.example", name="New", by=alice)


def test_the_last_role_that_ends_closes_the_door_and_a_new_one_opens_it(office: Office) -> None:
    actions.end_role(office.post("bob"), by=office.by("alice"), reason="left")
    assert not office.bob.is_active
    event: Any = Event.objects.last()
    assert (event.action, event.organisation) == ("person.end-role", "organisation:mopac")
    office.give("bob", "mopac", "reader")
    assert office.bob.is_active


def test_a_role_that_is_ended_at_once_ends_at_once_and_keeps_its_days(office: Office) -> None:
    post = office.post("bob")
    actions.end_role(post, by=office.by("alice"))
    kept = office.post("bob")
    assert (kept.from_day, kept.until_day, kept.holds(today())) == (today(), today(), False)
    office.give("jo", "havering", "reader", from_day=TOMORROW)
    actions.end_role(office.jo.posts.get(organisation="havering"), by=COMMAND)
    assert office.jo.posts.count() == 1, "what never began is taken back"


def test_a_role_that_has_ended_is_not_ended_again(office: Office) -> None:
    """Another last day would open the door again, without a role being given."""
    post = office.post("bob")
    actions.end_role(post, by=office.by("alice"))
    for last_day in (None, TOMORROW):
        with pytest.raises(PeelianError, match="has ended"):
            actions.end_role(office.post("bob"), last_day=last_day, by=office.by("alice"))
    with (
        time_machine.travel(dt.datetime.now(dt.UTC) + dt.timedelta(days=9)),
        pytest.raises(PeelianError, match="ended"),
    ):
        actions.end_role(office.post("bob"), by=COMMAND)


def test_every_role_says_what_it_is_for(office: Office) -> None:
    for role in ROLES.values():
        assert len(role.description) > 60, role.key
        assert P.USE_OFFICE in role.permissions, role.key


def test_a_reason_is_kept_whole_or_refused(office: Office) -> None:
    with pytest.raises(PeelianError, match="2,000 are kept"):
        actions.change_person(office.bob, by=office.by("bob"), name="B", reason="x" * 2_001)


def test_the_last_who_looks_after_the_installation_cannot_leave(office: Office) -> None:
    ivy, mopac = office.by("ivy"), office.organisation("mopac")
    with pytest.raises(PeelianError, match="Nobody else looks after the installation"):
        actions.end_role(office.post("ivy"), by=ivy)
    actions.give_role(office.bob, mopac, "installation-manager", from_day=TOMORROW, by=ivy)
    with pytest.raises(PeelianError, match="Nobody else looks after the installation"):
        actions.end_role(office.post("ivy"), by=ivy)  # until tomorrow nobody would
    actions.give_role(office.alice, mopac, "installation-manager", by=ivy)
    with CaptureQueriesContext(connection) as asked:
        actions.end_role(office.post("ivy"), by=ivy)
    if connection.features.has_select_for_update:
        assert any("FOR UPDATE" in item["sql"] and "core_post" in item["sql"] for item in asked)
    assert not office.ivy.is_active
