"""What the law gives a person about themselves: a copy of everything, and erasure that leaves the audit whole."""

from __future__ import annotations

import datetime as dt
import json
from typing import Any

import pytest
import time_machine
from django.test import Client
from tests.support import rooms
from tests.support.office import PASSWORD, Office, secret_of, with_second_factor

from peelian.audit.models import Event, Kept
from peelian.audit.verifying import verify
from peelian.core import actions
from peelian.core.acting import COMMAND, NotAllowed
from peelian.core.erasing import (
    ALL,
    due_for_erasure,
    erase_invitation,
    erase_name,
    erase_person,
    export_person,
    months_after,
    named_elsewhere,
    old_invitations,
    old_names,
)
from peelian.core.models import Invitation, Person
from peelian.core.subject_access import NOT_SHOWN, OTHERS, everything_about, readable
from peelian.figures.errors import PeelianError
from peelian.figures.house import today
from peelian.performance.models import PreRelease


@pytest.fixture
def bob(office: Office) -> Person:
    """Bob with a past: signed in, a second factor, a change of name with a reason."""
    from allauth.account.models import EmailAddress
    from allauth.socialaccount.models import SocialAccount

    person = office.bob
    with_second_factor(person)
    client = Client(headers={"user-agent": "Bob's browser"})
    client.force_login(person)
    client.get("/office")
    EmailAddress.objects.create(user=person, email=person.email, verified=True, primary=True)
    SocialAccount.objects.create(user=person, provider="work", uid="bob-at-work", extra_data={"email": person.email})
    actions.change_person(person, by=office.by("alice"), name="Bob Bassett-Baker", reason="Bob has married")
    return office.bob


def gone(office: Office) -> Person:
    """Bob after he has left."""
    actions.leave(office.bob, by=office.by("alice"), reason="left for another post")
    return office.bob


def everything_in_the_records() -> str:
    """Every value of every table, as one text."""
    from django.apps import apps

    return "\n".join(str(row) for model in apps.get_models() for row in model._default_manager.values())


def test_a_copy_holds_everything_and_no_secret(office: Office, bob: Person) -> None:
    told = everything_about(bob)
    assert told["person"]["name"] == "Bob Bassett-Baker"
    assert told["person"]["password"] == NOT_SHOWN
    assert {"core.Post", "mfa.Authenticator", "usersessions.UserSession", "account.EmailAddress",
            "socialaccount.SocialAccount"} <= set(told["tables"])  # fmt: skip
    assert told["tables"]["usersessions.UserSession"][0]["user_agent"] == "Bob's browser"
    assert told["invitations"][0]["token_hash"] == NOT_SHOWN
    assert "Bob has married" in {event["reason"] for event in told["events"]}
    assert ["Bob Bassett", "Bob Bassett-Baker"] in [item["value"] for item in told["values of events"]]
    text = readable(told)
    assert "Bob's browser" in text and "changed Bob Bassett-Baker" in text
    from allauth.mfa.models import Authenticator

    secrets = [
        bob.password,
        Authenticator.objects.get(user=bob).data["secret"],
        *Invitation.objects.values_list("token_hash", flat=True),
    ]
    for secret in secrets:
        assert secret not in text and secret not in json.dumps(told, default=str)


def test_a_copy_holds_nothing_of_others(office: Office, bob: Person) -> None:
    text = readable(everything_about(bob))
    office.everybody()
    assert "esther@" not in text and "carol@" not in text


def test_a_copy_tells_nothing_of_a_release_before_it_is_out(office: Office, bob: Person) -> None:
    """An installation manager sees no draft; whose words they are has them in the draft."""
    record = rooms.draft(office, author=bob)
    rooms.words(record, "that robbery rose", author=bob)
    assert "that robbery rose" not in str(export_person(bob, by=office.by("ivy"), reason="request 12"))
    assert "that robbery rose" in str(everything_about(bob, bob))
    rooms.change(record, state="scheduled", at=dt.datetime.now(dt.UTC))
    assert "that robbery rose" in str(export_person(bob, by=office.by("ivy"), reason="request 12"))


def test_that_a_copy_was_given_is_recorded(office: Office, bob: Person) -> None:
    export_person(bob, by=office.by("ivy"), reason="request 12")
    event: Any = Event.objects.last()
    assert (event.action, event.subject, event.actor) == ("person.export", bob.key, office.ivy.key)
    with pytest.raises(NotAllowed):
        export_person(bob, by=office.by("alice"))


def test_who_holds_a_role_is_not_erased(office: Office, bob: Person) -> None:
    with pytest.raises(PeelianError, match="holds a role"):
        erase_person(bob, by=office.by("ivy"), reason="asked")
    assert office.bob.name == "Bob Bassett-Baker"


def test_after_erasure_nothing_says_who_it_was_and_the_chain_holds(office: Office, bob: Person) -> None:
    person, ivy = gone(office), office.by("ivy")
    before = Event.objects.count()
    erased = erase_person(person, words=True, by=ivy, reason="request 13")
    assert erased > 5
    assert Event.objects.count() == before + 1
    left = everything_in_the_records()
    for trace in ("Bassett", "bob@", "bob-at-work", "Bob's browser", "married"):
        assert trace not in left, trace
    verdict = verify()
    assert verdict.sound, verdict.faults
    assert verdict.erased == erased
    again = office.person("bob")
    assert (again.name, again.title, again.is_active, again.last_login) == (f"Person {again.pk}", "", False, None)
    assert not again.check_password(PASSWORD)
    assert again.erased_at is not None


def test_a_name_on_a_pre_release_list_goes_too(office: Office, bob: Person) -> None:
    rooms.access(rooms.draft(office, author=office.carol), bob, granted_by=office.dev)
    assert "Bassett" in str(PreRelease.objects.values())
    erase_person(gone(office), by=COMMAND, reason="asked")
    assert "Bassett" not in everything_in_the_records()
    assert verify().sound


def test_a_name_without_an_account_goes_seven_years_after_the_day_of_its_release(office: Office, bob: Person) -> None:
    """Whom a release was shown before it was out has no role whose end could be counted from."""
    out = dt.datetime(2026, 11, 19, 9, 30, tzinfo=dt.UTC)
    record = rooms.draft(office, author=office.carol, state="scheduled", at=out)
    listed = rooms.access(record, None, name="Una Usher", granted_by=office.dev)
    rooms.access(record, bob, granted_by=office.dev)
    last = months_after(out.date(), 84)
    assert old_names(last) == []
    assert old_names(last + dt.timedelta(days=1)) == [listed], "Bob has an account: his is counted from his last role"
    erase_name(listed, by=office.by("ivy"), reason="past its period")
    assert "Usher" not in everything_in_the_records()
    assert verify().sound
    assert old_names(last + dt.timedelta(days=1)) == []
    with pytest.raises(PeelianError, match="Erase the person instead"):
        erase_name(PreRelease.objects.get(person=bob), by=office.by("ivy"), reason="asked")
    with pytest.raises(NotAllowed):
        erase_name(listed, by=office.by("alice"), reason="asked")


def test_a_name_without_an_account_goes_when_they_ask(office: Office) -> None:
    record = rooms.draft(office, author=office.carol)
    listed = rooms.access(record, None, name="Una Usher", granted_by=office.dev)
    assert named_elsewhere(listed.key) == listed
    erase_name(named_elsewhere(listed.key), by=COMMAND, reason="request 14")
    assert "Usher" not in everything_in_the_records()
    for key in ("pre-release:99", "pre-release:x", "post:1"):
        with pytest.raises(PeelianError, match="names nobody without an account"):
            named_elsewhere(key)


def test_a_copy_for_who_gave_access_tells_neither_whom_nor_why(office: Office, bob: Person) -> None:
    record = rooms.draft(office, author=office.carol)
    rooms.access(record, None, name="Una Usher", granted_by=office.dev, by=office.by("dev"), reason="she asked for it")
    rooms.access(record, bob, granted_by=office.dev, by=office.by("dev"), reason="he asked for it")
    theirs = readable(everything_about(office.dev))
    for word in ("Usher", "Bassett", "briefing", "asked for it"):
        assert word not in theirs, word
    assert theirs.count(OTHERS) >= 4
    his = everything_about(office.bob)
    assert his["tables"]["performance.PreRelease"][0]["name"] == "Bob Bassett-Baker"
    assert his["tables"]["performance.PreRelease"][0]["reason"] == "briefing"


def test_what_they_did_in_office_is_still_told_by_number(office: Office, bob: Person) -> None:
    from peelian.audit.presenting import sentence
    from peelian.core.queries import tellings

    person = gone(office)
    erase_person(person, by=COMMAND, reason="asked")
    told = [sentence(item) for item in tellings(Event.objects.all())]
    number = f"Person {person.pk}"
    assert any(f"{number} signed in." == line for line in told)
    assert any(f"changed {number}: name from “(erased)” to “(erased)”" in line for line in told)
    assert told[-1].startswith(
        f"The command on the server erased of {number}: contact, credential, name and post, use;"
    )


def test_reasons_that_others_gave_stay_unless_asked_for(office: Office, bob: Person) -> None:
    erase_person(gone(office), by=COMMAND, reason="asked")
    assert Kept.objects.filter(name="reason", value="Bob has married").exists()
    erase_person(office.bob, words=True, by=COMMAND, reason="asked again")
    assert not Kept.objects.filter(name="reason", value="Bob has married").exists()
    assert verify().sound


def test_one_class_goes_without_the_others(office: Office, bob: Person) -> None:
    erase_person(gone(office), classes=("contact",), by=COMMAND, reason="a year is over")
    left = everything_in_the_records()
    assert "bob@" not in left
    assert office.bob.name == "Bob Bassett-Baker"
    assert verify().sound
    with pytest.raises(PeelianError, match="No class words"):
        erase_person(office.bob, classes=("words",), by=COMMAND, reason="x")


def test_a_value_that_goes_without_an_event_is_found(office: Office, bob: Person) -> None:
    erase_person(gone(office), by=COMMAND, reason="asked")
    Kept.objects.order_by("pk").first().delete()  # type: ignore[union-attr]
    assert not verify().sound


def test_retention_counts_from_the_end_of_the_last_role(office: Office, bob: Person) -> None:
    assert due_for_erasure(today() + dt.timedelta(days=400)) == [] or all(
        item.classes == ("usage",) for item in due_for_erasure(today() + dt.timedelta(days=400))
    )
    gone(office)

    def due(months: int, days: int = 0) -> set[str]:
        day = months_after(today(), months) + dt.timedelta(days=days)
        return {name for item in due_for_erasure(day) if item.person.pk == bob.pk for name in item.classes}

    assert due(0) == set()
    assert due(0, 1) == {"credential"}
    assert due(3, 1) == {"credential", "usage"}
    assert due(12) == {"credential", "usage"}
    assert due(12, 1) == {"credential", "contact", "usage"}
    assert due(84, 1) == set(ALL)


def test_retention_does_what_it_says_and_then_has_nothing_more_to_do(office: Office, bob: Person) -> None:
    gone(office)
    with time_machine.travel(dt.datetime.combine(months_after(today(), 85), dt.time(12)), tick=False):
        for item in due_for_erasure(today()):
            erase_person(item.person, classes=item.classes, by=COMMAND, reason="past its period")
        assert [item for item in due_for_erasure(today()) if item.person.pk == bob.pk] == []
    assert "Bassett" not in everything_in_the_records()
    assert verify().sound


def test_who_works_on_loses_only_when_they_signed_in(office: Office, bob: Person) -> None:
    with time_machine.travel(dt.datetime.combine(months_after(today(), 4), dt.time(12)), tick=False):
        (due,) = [item for item in due_for_erasure(today()) if item.person.pk == bob.pk]
        assert due.classes == ("usage",)
        erase_person(due.person, classes=due.classes, by=COMMAND, reason="past its period")
        assert office.bob.last_login is None
        assert office.bob.is_active and office.bob.name == "Bob Bassett-Baker"


def test_an_invitation_that_nobody_took_up_goes_after_a_year(office: Office) -> None:
    made, _ = actions.invite(
        office.organisation("mopac"), "reader", email="nobody@x.example", name="Nobody Came", by=COMMAND
    )
    last = made.expires_at.date()
    assert old_invitations(months_after(last, 12)) == []
    (old,) = old_invitations(months_after(last, 12) + dt.timedelta(days=1))
    erase_invitation(old, by=COMMAND, reason="past its period")
    assert "Nobody Came" not in everything_in_the_records() and "nobody@" not in everything_in_the_records()
    assert verify().sound
    assert old_invitations(months_after(last, 13)) == []


@pytest.mark.parametrize(("day", "months", "after"), [
    ("2026-01-31", 1, "2026-02-28"), ("2027-11-30", 3, "2028-02-29"),
    ("2026-12-15", 12, "2027-12-15"), ("2026-03-31", 0, "2026-03-31"),
])  # fmt: skip
def test_months_after_a_day_end_with_the_month(day: str, months: int, after: str) -> None:
    assert months_after(dt.date.fromisoformat(day), months) == dt.date.fromisoformat(after)


def test_everybody_can_read_their_own(office: Office, bob: Person) -> None:
    client = Client()
    client.force_login(bob)
    answer: Any = client.get("/office/me/data")
    assert "Bob Bassett-Baker" in answer.content.decode()
    assert secret_of("bob") not in answer.content.decode()
    assert client.get("/office/me/data?as=json").json()["about"] == bob.key  # type: ignore[attr-defined]


def test_the_installation_manager_exports_and_erases_on_pages(office: Office, bob: Person) -> None:
    gone(office)
    ivy = office.ivy
    with_second_factor(ivy)
    client = Client()
    client.force_login(ivy)
    asked: Any = client.post(f"/office/people/{bob.pk}/export", {"form": "json", "reason": "request 12"})
    assert json.loads(asked.content)["about"] == bob.key
    empty: Any = client.post(f"/office/people/{bob.pk}/erase", {"classes": [], "reason": ""})
    assert "Choose what goes." in empty.content.decode() and "Say why, in a few words." in empty.content.decode()
    client.post(f"/office/people/{bob.pk}/erase", {"classes": list(ALL), "words": "on", "reason": "request 13"})
    assert office.bob.name == f"Person {bob.pk}"
    shown: Any = client.get(f"/office/people/{bob.pk}")
    assert f"<h1>Person {bob.pk}</h1>" in shown.content.decode()
    rooms.access(
        rooms.draft(office, author=office.carol, draft="2019-01-17"), None, name="Una Usher", granted_by=office.dev
    )
    listed: Any = client.get("/office/people/retention")
    assert "the name of somebody without an account" in listed.content.decode()
    client.post("/office/people/retention", {"reason": "past its period"})
    nothing: Any = client.get("/office/people/retention")
    assert "Nothing is past its period" in nothing.content.decode()
