"""The administrator's pages: joiners, movers and leavers, roles and organisations, each form without a script."""

from __future__ import annotations

import csv
import datetime as dt
import io
import re
from smtplib import SMTPException
from typing import Any

import pytest
from django.core import mail
from django.test import Client

from peelian.core import actions
from peelian.core.acting import COMMAND
from peelian.core.models import Invitation, Organisation, Person
from peelian.figures.house import today
from tests.support.office import CAST, Office, with_second_factor

TOMORROW = today() + dt.timedelta(days=1)


class Clerk:
    """Somebody at the office's pages."""

    def __init__(self, office: Office, name: str) -> None:
        self.person = office.person(name)
        with_second_factor(self.person)
        self.client = Client()
        self.client.force_login(self.person)

    def read(self, address: str, status: int = 200) -> str:
        answer: Any = self.client.get(address)
        assert answer.status_code == status, f"{address}: {answer.status_code}"
        return b"".join(answer.streaming_content if answer.streaming else [answer.content]).decode("utf-8-sig")

    def send(self, address: str, status: int = 200, **told: Any) -> str:
        """Send a form and follow to where it leads."""
        answer: Any = self.client.post(address, told, follow=True)
        assert answer.status_code == status, f"{address}: {answer.status_code}"
        return str(answer.content.decode())


@pytest.fixture
def alice(office: Office) -> Clerk:
    return Clerk(office, "alice")


@pytest.fixture
def grace(office: Office) -> Clerk:
    return Clerk(office, "grace")


@pytest.fixture
def ivy(office: Office) -> Clerk:
    return Clerk(office, "ivy")


def names_in(page: str) -> list[str]:
    """The names in the first column of the list of people."""
    return re.findall(r'<th scope="row"><a href="/office/people/\d+">([^<]+)</a>', page)


JOINER = {
    "name": "Nell New", "email": "nell@mopac.example", "title": "Analyst", "organisation": "mopac", "role": "analyst",
    "reason": "starts on Monday",
}  # fmt: skip


def test_the_list_shows_ones_own_people_and_no_others(office: Office, alice: Clerk, grace: Clerk) -> None:
    office.everybody()
    for clerk, organisation in ((alice, "mopac"), (grace, "havering")):
        own = sorted(full for full, where, _ in CAST.values() if where == organisation)
        assert names_in(clerk.read("/office/people")) == own


@pytest.mark.parametrize(("query", "names"), [
    ("q=bass", ["Bob Bassett"]),
    ("q=CAROL@", ["Carol Chen"]),
    ("role=analyst", ["Bob Bassett"]),
    ("state=gone", ["Dev Das"]),
    ("state=later", []),
    ("sort=-name", ["Ivy Ikande", "Dev Das", "Carol Chen", "Bob Bassett", "Alice Adeyemi"]),
    ("sort=nonsense&q=a", ["Alice Adeyemi", "Bob Bassett", "Carol Chen", "Dev Das", "Ivy Ikande"]),
])  # fmt: skip
def test_the_list_filters_and_sorts(query: str, names: list[str], office: Office, alice: Clerk) -> None:
    for name in ("bob", "carol", "dev", "ivy"):
        office.person(name)
    actions.leave(office.dev, by=COMMAND)
    assert names_in(alice.read(f"/office/people?{query}")) == names


def test_an_empty_list_says_what_to_do(alice: Clerk) -> None:
    assert "Nobody is like that" in alice.read("/office/people?q=zzz")


def test_the_list_is_a_file_with_a_line_for_each_role(office: Office, alice: Clerk) -> None:
    office.give("bob", "mopac", "auditor", until_day=TOMORROW)
    rows = list(csv.DictReader(io.StringIO(alice.read("/office/people.csv"))))
    bob = [row for row in rows if row["name"] == "Bob Bassett"]
    assert [(row["role"], row["until"]) for row in bob] == [
        ("Performance analyst", ""), ("Auditor", TOMORROW.isoformat()),
    ]  # fmt: skip


def test_the_list_and_its_file_name_roles_of_ones_own_organisations_alone(office: Office, alice: Clerk) -> None:
    office.give("bob", "mps", "quality-reviewer")
    for address in ("/office/people", "/office/people.csv"):
        page = alice.read(address)
        assert "Performance analyst" in page
        assert "MPS" not in page and "Metropolitan Police" not in page, address
    assert names_in(alice.read("/office/people?role=quality-reviewer")) == []


def test_a_joiner_is_invited_by_letter_and_by_a_link_shown_once(office: Office, alice: Clerk) -> None:
    page = alice.send("/office/people/invite", **JOINER)
    assert "Nell New is invited" in page
    link = re.search(r"http://testserver(/office/join/[\w-]+)", page)
    assert link
    (letter,) = mail.outbox
    assert letter.to == ["nell@mopac.example"] and link[1] in letter.body
    assert letter.subject == "Peelian: You are invited as Performance analyst, MOPAC"
    assert "Alice Adeyemi invites you" in letter.body
    listed = alice.read("/office/people")
    assert "Invited, not here yet" in listed and "Nell New" in listed and link[1] not in listed
    assert "Welcome, Nell New" in Client().get(link[1]).content.decode()


def test_a_letter_that_cannot_be_sent_leaves_the_link(
    office: Office, alice: Clerk, monkeypatch: pytest.MonkeyPatch
) -> None:
    from peelian.core import letters

    def fails(*_: Any, **__: Any) -> int:
        raise SMTPException("no post office")

    monkeypatch.setattr(letters, "send_mail", fails)
    page = alice.send("/office/people/invite", **JOINER)
    assert "The letter could not be sent" in page and "/office/join/" in page


def test_an_invitation_asks_for_what_is_missing_in_words(alice: Clerk) -> None:
    page = alice.send("/office/people/invite", email="no address")
    for said in (
        "Enter their name.",
        "This is no e-mail address",
        "Choose the role.",
        "Choose the organisation.",
        "Say why",
    ):
        assert said in page, said
    assert "<title>Error: Invite somebody" in page
    assert Invitation.objects.filter(email="no address").count() == 0


def test_an_organisation_that_is_not_ones_own_cannot_be_chosen_by_hand(office: Office, alice: Clerk) -> None:
    page = alice.send("/office/people/invite", **JOINER | {"organisation": "havering", "role": "reader"})
    assert "is none of the list" in page
    assert not Invitation.objects.filter(email=JOINER["email"]).exists()


def test_a_role_that_holds_everywhere_is_not_offered_to_an_administrator(
    office: Office, alice: Clerk, ivy: Clerk
) -> None:
    assert "Installation manager" not in alice.read("/office/people/invite")
    assert "is none of the list" in alice.send("/office/people/invite", **JOINER | {"role": "installation-manager"})
    assert "Installation manager" in ivy.read("/office/people/invite")


def test_an_invitation_gets_a_new_link_or_is_withdrawn(office: Office, alice: Clerk) -> None:
    old = re.search(r"/office/join/[\w-]+", alice.send("/office/people/invite", **JOINER))
    assert old
    pk = Invitation.objects.get(email=JOINER["email"]).pk
    assert "invited to this role already" in alice.send("/office/people/invite", **JOINER)
    new = re.search(r"/office/join/[\w-]+", alice.send(f"/office/people/invitations/{pk}/again"))
    assert new and new[0] != old[0]
    assert Client().get(old[0]).status_code == 404
    assert "is withdrawn" in alice.send(f"/office/people/invitations/{pk}/withdraw")
    assert Client().get(new[0]).status_code == 404


def test_a_mover_is_given_a_role_by_who_looks_after_the_other_organisation(office: Office, grace: Clerk) -> None:
    """Grace does not see Bob of MOPAC; she names his address, and he has the role without an invitation."""
    bob = office.bob
    grace.read(f"/office/people/{bob.pk}", 404)
    page = grace.send("/office/people/invite", **JOINER | {
        "email": "Bob@MOPAC.example", "organisation": "havering", "role": "borough-analyst",
    })  # fmt: skip
    assert "Bob Bassett is here already and is now Borough analyst, Havering." in page
    assert mail.outbox == []
    assert "not yours to end" in page, "his role at MOPAC is MOPAC's"


def test_a_role_can_begin_later_and_end(office: Office, alice: Clerk) -> None:
    bob = office.bob
    page = alice.send(
        f"/office/people/{bob.pk}/give", organisation="mopac", role="auditor", from_day="31/12/2099",
        until_day="2099-12-30", reason="x",
    )  # fmt: skip
    assert "It cannot end before it begins." in page
    page = alice.send(
        f"/office/people/{bob.pk}/give", organisation="mopac", role="auditor", from_day="31/12/2099", reason="x"
    )
    assert "from 31 December 2099" in page
    again = alice.send(
        f"/office/people/{bob.pk}/give", organisation="mopac", role="analyst", from_day=str(today()), reason="x"
    )
    assert "They are Performance analyst there already." in again
    assert "This is no day" in alice.send(
        f"/office/people/{bob.pk}/give", organisation="mopac", role="reader", from_day="yesterday", reason="x"
    )


def test_a_leaver_goes_at_once_or_after_a_last_day(office: Office, alice: Clerk) -> None:
    bob, carol = office.bob, office.carol
    assert "Say which day is the last." in alice.send(f"/office/people/{bob.pk}/leave", when="later", reason="leaves")
    assert "Say why" in alice.send(f"/office/people/{bob.pk}/leave", when="now")
    page = alice.send(f"/office/people/{bob.pk}/leave", when="later", last_day=str(TOMORROW), reason="leaves")
    assert "1 role of Bob Bassett ends after" in page
    assert office.bob.is_active, "until the last day is over"
    page = alice.send(f"/office/people/{carol.pk}/leave", when="now", reason="leaves")
    assert "has left" in page and "Reason: leaves" in page
    assert not office.carol.is_active


def test_who_moved_works_elsewhere_for_those_they_left(office: Office, alice: Clerk, grace: Clerk) -> None:
    office.give("bob", "havering", "borough-analyst")
    actions.leave(office.bob, by=office.by("alice"))
    assert "works elsewhere" in alice.read(f"/office/people/{office.bob.pk}")
    assert "works here" in grace.read(f"/office/people/{office.bob.pk}")
    assert names_in(alice.read("/office/people?state=elsewhere")) == ["Bob Bassett"]


def test_what_another_organisation_does_about_somebody_is_its_own_to_read(
    office: Office, alice: Clerk, grace: Clerk
) -> None:
    post = office.give("bob", "havering", "borough-analyst")
    actions.end_role(post, by=office.by("grace"), reason="a reason of Havering")
    for address in ("/office/audit", f"/office/people/{office.bob.pk}", "/office/audit.jsonl"):
        assert "a reason of Havering" not in alice.read(address), address
        assert "a reason of Havering" in grace.read(address), address


def test_one_role_ends_and_another_goes_on(office: Office, alice: Clerk) -> None:
    post = office.give("bob", "mopac", "auditor")
    page = alice.send(f"/office/people/{office.bob.pk}/roles/{post.pk}/end", when="now", reason="no longer needed")
    assert "The role of Bob Bassett as Auditor, MOPAC ends at once." in page
    assert office.bob.is_active
    alice.read(f"/office/people/{office.bob.pk}/roles/{post.pk}/end", 404)


def test_a_lost_second_factor_is_taken_away_by_somebody_else(office: Office, alice: Clerk) -> None:
    from allauth.mfa.models import Authenticator

    bob = office.bob
    with_second_factor(bob)
    browser = Client()
    browser.force_login(bob)
    page = alice.send(f"/office/people/{bob.pk}/second-factor", reason="telephone lost, known by voice")
    assert "Alice Adeyemi took the second factor of Bob Bassett away" in page
    assert not Authenticator.objects.filter(user=bob).exists()
    assert browser.get("/office").status_code == 302
    own = alice.send(f"/office/people/{alice.person.pk}/second-factor", reason="x")
    assert "Nobody resets their own second factor." in own


def test_a_name_is_changed_with_its_history(office: Office, alice: Clerk) -> None:
    bob = office.bob
    assert "Enter the name." in alice.send(f"/office/people/{bob.pk}/change", name="", title="x")
    page = alice.send(f"/office/people/{bob.pk}/change", name="Bob Baker", title="Head of data", reason="married")
    assert "<h1>Bob Baker</h1>" in page and "Head of data" in page
    assert "from “Bob Bassett” to “Bob Baker”" in page


def test_names_are_written_out_and_never_run(office: Office, alice: Clerk) -> None:
    page = alice.send(f"/office/people/{office.bob.pk}/change", name="<script>alert(1)</script>", title="&")
    assert "<script>alert(1)" not in page and "&lt;script&gt;" in page


def test_every_role_is_explained_and_its_holders_are_ones_own(office: Office, alice: Clerk) -> None:
    office.everybody()
    page = alice.read("/office/roles")
    assert "Loads files, drafts releases" in page
    assert "Bob Bassett" in page and "Esther Eze" not in page
    assert "Held today by" not in Clerk(office, "jo").read("/office/roles")


def test_an_organisation_is_added_and_its_areas_and_powers_are_dated(office: Office, ivy: Clerk) -> None:
    page = ivy.send(
        "/office/organisations/add",
        slug="sutton",
        name="London Borough of Sutton",
        short="Sutton",
        kind="council",
        reason="new",
    )
    assert "London Borough of Sutton is here." in page
    assert "There is a body sutton in addresses already" in ivy.send(
        "/office/organisations/add", slug="sutton", name="Another", short="Another", kind="council", reason="new"
    )
    ivy.send("/office/organisations/sutton/areas/add", area="E09000029", from_day="1965-04-01", reason="law")
    ivy.send("/office/organisations/sutton/powers/add", power="crime-and-disorder", law="PJA 2006 s.19",
             from_day="2009-04-30", reason="law")  # fmt: skip
    sutton = Organisation.objects.get(slug="sutton")
    area: Any = sutton.areas.get()
    page = ivy.send(f"/office/organisations/sutton/areas/{area.pk}/end", last_day="1964-01-01", reason="x")
    assert "It cannot end before it begins." in page
    page = ivy.send(f"/office/organisations/sutton/areas/{area.pk}/end", last_day="2030-03-31", reason="merger")
    assert "31 March 2030" in page and "PJA 2006 s.19" in page
    page = ivy.send(
        "/office/organisations/sutton/change", name="Sutton Council", short="Sutton", kind="council", reason="x"
    )
    assert "<h1>Sutton Council</h1>" in page


def test_an_area_of_one_body_is_not_ended_through_another(office: Office, ivy: Clerk) -> None:
    area = actions.give_area(office.organisation("mopac"), "E23000001", today(), by=COMMAND)
    ivy.read(f"/office/organisations/havering/areas/{area.pk}/end", 404)


def test_oneself(office: Office) -> None:
    bob = Clerk(office, "bob")
    office.give("bob", "mopac", "reader", until_day=TOMORROW)
    page = bob.read("/office/me")
    assert "Performance analyst, MOPAC" in page and "one-time codes" in page and "1 open" in page
    assert "until" in page


def test_lists_take_few_queries_however_many_people_there_are(
    office: Office, alice: Clerk, django_assert_max_num_queries: Any
) -> None:
    for number in range(12):
        office.join(f"P{number} Person", "mopac", "reader")
    alice.read("/office/people")
    with django_assert_max_num_queries(28):
        alice.read("/office/people")
    with django_assert_max_num_queries(68):  # every room is asked what of it somebody may not see
        alice.read("/office/audit")
    assert Person.objects.count() > 12
