"""Signing in: by invitation, with a second factor, slowed where somebody guesses, and never shut by a stranger."""

from __future__ import annotations

import datetime as dt
import re
from pathlib import Path
from typing import Any

import pytest
import time_machine
from django.core import mail
from django.test import Client
from django.urls import reverse

from peelian.audit.models import Event
from peelian.core import actions
from peelian.core.acting import COMMAND
from peelian.figures.house import LONDON, today
from tests.support.office import PASSWORD, Office, with_second_factor

OWNER, ATTACKER = "203.0.113.7", "198.51.100.66"


def browser(where: str = OWNER) -> Client:
    """A browser at an address."""
    return Client(REMOTE_ADDR=where)


def try_password(client: Client, email: str, password: str) -> Any:
    """One attempt to sign in."""
    return client.post("/account/login/", {"login": email, "password": password})


def is_in(client: Client) -> bool:
    """Whether the office knows who asks (with or without a second factor)."""
    return bool(client.get("/account/2fa/").status_code == 200)


def test_a_password_leads_to_the_second_factor_and_no_further(office: Office) -> None:
    client = browser()
    answer = try_password(client, office.bob.email, PASSWORD)
    assert answer.status_code == 302
    assert client.get("/office").headers["Location"].startswith("/account/2fa/?from=")
    page = client.get("/account/2fa/").content.decode()
    assert "Set up a second factor first" in page
    assert "A password alone does not open the office" in page


def test_with_a_second_factor_it_is_asked_for(office: Office) -> None:
    with_second_factor(office.bob)
    client = browser()
    assert try_password(client, office.bob.email, PASSWORD).headers["Location"].startswith("/account/2fa/authenticate/")
    assert not is_in(client), "the password alone opened nothing"
    assert "Second step" in client.get("/account/2fa/authenticate/").content.decode()
    wrong = client.post("/account/2fa/authenticate/", {"code": "000000"})
    assert "This code is not right" in wrong.content.decode()


def test_what_is_wrong_is_said_above_the_form_and_at_its_field(office: Office) -> None:
    page = browser().post("/account/login/", {"login": "", "password": ""}).content.decode()
    assert "<title>Error: Sign in – Peelian</title>" in page
    assert '<a href="#id_login">Enter your e-mail address.</a>' in page
    assert 'aria-describedby="id_login-error"' in page and 'id="id_login-error"' in page
    wrong = try_password(browser(), office.bob.email, "not the password").content.decode()
    unknown = try_password(browser(), "nobody@mopac.example", "not the password").content.decode()
    assert "do not belong together" in wrong and "do not belong together" in unknown, "it does not say who is known"


def test_no_page_of_the_account_holds_script_or_style_in_itself(office: Office) -> None:
    with_second_factor(office.bob)
    client = browser()
    client.force_login(office.bob)
    pages = (
        "/account/login/", "/account/password/reset/", "/account/2fa/", "/account/2fa/webauthn/", "/account/sessions/",
        "/account/password/change/", "/account/2fa/recovery-codes/generate/", "/account/reauthenticate/", "/office/me",
    )  # fmt: skip
    for page in pages:
        answer: Any = client.get(page, follow=True)
        text = answer.content.decode()
        assert "Peelian <small>office</small>" in text, page
        assert not re.search(r"<style|\sstyle=|\son[a-z]+=\"|javascript:", text), page
        for script in re.findall(r"<script([^>]*)>", text):
            assert 'src="/static/' in script or 'type="application/json"' in script, page
        policy = answer.headers["Content-Security-Policy"]
        assert "script-src 'self'" in policy and "unsafe" not in policy and "data:" not in policy
        assert "no-store" in answer.headers["Cache-Control"], page


def test_closed_doors_say_so_in_our_look(client: Client) -> None:
    answer = client.get("/account/signup/")
    assert answer.status_code == 403
    assert "You may not see this" in answer.content.decode()
    assert client.get("/office/nowhere").status_code == 404


def test_who_holds_no_role_today_is_told_so(office: Office) -> None:
    actions.end_role(office.post("bob"), last_day=today(), by=COMMAND)
    with time_machine.travel(dt.datetime.now(dt.UTC) + dt.timedelta(days=2), tick=False):
        client = browser()
        answer = try_password(client, office.bob.email, PASSWORD)
        assert answer.headers["Location"] == "/account/inactive/"
        assert "You hold no role today" in client.get("/account/inactive/").content.decode()
        assert not is_in(client)


# Limits


def test_a_strangers_failures_do_not_lock_the_owner_out(office: Office) -> None:
    bob, attacker = office.bob, browser(ATTACKER)
    for number in range(30):
        try_password(attacker, bob.email, f"guess {number}")
    assert "Too many attempts" in try_password(attacker, bob.email, PASSWORD).content.decode(), "the attacker is slowed"
    owner = browser(OWNER)
    assert try_password(owner, bob.email, PASSWORD).status_code == 302
    assert is_in(owner)


def test_six_guesses_at_one_address_in_ten_minutes_from_one_place_are_all(office: Office) -> None:
    bob, attacker = office.bob, browser(ATTACKER)
    answers = [try_password(attacker, bob.email, f"guess {number}").content.decode() for number in range(7)]
    assert all("do not belong together" in answer for answer in answers[:6])
    assert "Too many attempts from where you are. Wait ten minutes" in answers[6]
    assert not is_in(attacker)


def test_many_addresses_from_one_place_are_slowed(office: Office) -> None:
    attacker = browser(ATTACKER)
    answers = [
        try_password(attacker, f"person{number}@mopac.example", "guess").content.decode() for number in range(25)
    ]
    assert "do not belong together" in answers[0]
    assert "Too many attempts" in answers[-1]


def test_where_somebody_comes_from_is_not_what_they_say_but_what_our_proxies_say(office: Office, settings: Any) -> None:
    bob = office.bob

    def guess(number: int, forwarded: str) -> str:
        client = Client(REMOTE_ADDR="10.0.0.1", headers={"x-forwarded-for": forwarded})
        return str(try_password(client, bob.email, f"guess {number}").content.decode())

    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 0
    answers = [guess(number, f"192.0.2.{number}") for number in range(8)]
    assert "Too many attempts" in answers[-1], "without a proxy of ours the header is the attacker's own words"
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1
    answers = [guess(number, f"192.0.2.{number}, {ATTACKER}") for number in range(8)]
    assert "Too many attempts" in answers[-1], "behind one proxy the last address counts, not those before it"
    assert "do not belong together" in guess(9, OWNER)


def test_a_flood_of_forgotten_passwords_is_limited_and_the_owner_still_gets_in(office: Office) -> None:
    bob = office.bob
    for number in range(12):
        browser(f"198.51.100.{number}").post("/account/password/reset/", {"email": bob.email})
    assert 0 < len(mail.outbox) <= 4, "somebody's mail is not flooded, wherever it is asked from"
    owner = browser(OWNER)
    assert try_password(owner, bob.email, PASSWORD).status_code == 302
    assert is_in(owner)


def test_a_new_password_is_set_by_mail_and_ends_what_was_open(office: Office) -> None:
    bob, elsewhere, client = office.bob, browser(), browser()
    try_password(elsewhere, bob.email, PASSWORD)
    client.post("/account/password/reset/", {"email": bob.email})
    (letter,) = mail.outbox
    assert letter.subject == "Peelian: Set a new password"
    link = re.search(r"http://testserver(/account/password/reset/key/\S+)", letter.body)
    assert link
    at = client.get(link[1]).headers["Location"]
    assert "Choose a new password" in client.get(at).content.decode()
    weak = client.post(at, {"password1": "password1234", "password2": "password1234"}).content.decode()
    assert "too common" in weak
    client.post(at, {"password1": "three lamps and a bridge", "password2": "three lamps and a bridge"})
    assert not is_in(elsewhere)
    assert try_password(browser(), bob.email, PASSWORD).status_code == 200
    assert try_password(browser(), bob.email, "three lamps and a bridge").status_code == 302
    assert "This link is closed" in browser().get(link[1]).content.decode()


def test_a_letter_for_a_forgotten_password_goes_to_nobody_who_is_unknown(office: Office) -> None:
    answer = browser().post("/account/password/reset/", {"email": "nobody@mopac.example"}, follow=True)
    assert "Look into your mail" in answer.content.decode()
    assert mail.outbox == []


# Sessions


def two_sessions(office: Office) -> tuple[Client, Client]:
    """Bob on two machines."""
    with_second_factor(office.bob)
    clients = Client(headers={"user-agent": "laptop"}), Client(headers={"user-agent": "telephone"})
    for client in clients:
        client.force_login(office.bob)
        assert client.get("/office").status_code == 200
    return clients


def test_sessions_are_listed_and_all_others_can_be_ended(office: Office) -> None:
    laptop, telephone = two_sessions(office)
    page = laptop.get("/account/sessions/").content.decode()
    assert "laptop" in page and "telephone" in page and "this one" in page
    laptop.post("/account/sessions/")
    assert laptop.get("/office").status_code == 200
    assert telephone.get("/office").headers["Location"].startswith("/account/login/")
    assert Event.objects.filter(action="person.end-sessions", actor=office.bob.key).count() == 1


def test_one_session_can_be_ended_and_only_ones_own(office: Office) -> None:
    from allauth.usersessions.models import UserSession

    laptop, telephone = two_sessions(office)
    other = UserSession.objects.get(user_agent="telephone")
    stranger = Client()
    with_second_factor(office.carol)
    stranger.force_login(office.carol)
    assert stranger.post(reverse("end-session", args=[other.pk])).status_code == 404
    assert telephone.get("/office").status_code == 200
    laptop.post(reverse("end-session", args=[other.pk]))
    assert telephone.get("/office").status_code == 302
    assert laptop.get("/office").status_code == 200


def test_the_end_of_the_last_role_ends_every_session_and_not_before(office: Office) -> None:
    laptop, telephone = two_sessions(office)
    office.give("bob", "mopac", "reader")
    actions.end_role(office.bob.posts.get(role="analyst"), by=office.by("alice"))
    assert laptop.get("/office").status_code == 200, "another role goes on"
    actions.end_role(office.bob.posts.get(role="reader"), by=office.by("alice"))
    for client in (laptop, telephone):
        assert client.get("/office").headers["Location"].startswith("/account/login/")
    from allauth.usersessions.models import UserSession
    from django.contrib.sessions.models import Session

    assert UserSession.objects.filter(user=office.bob).count() == 0
    assert Session.objects.filter(session_key=laptop.cookies["office"].value).count() == 0


def test_a_last_day_that_is_over_ends_the_session_too(office: Office) -> None:
    late = dt.datetime.combine(today(), dt.time(23), LONDON)
    with time_machine.travel(late, tick=False) as clock:
        laptop, _ = two_sessions(office)
        actions.end_role(office.post("bob"), last_day=today(), by=COMMAND)
        assert laptop.get("/office").status_code == 200
        clock.move_to(late + dt.timedelta(hours=1))
        assert laptop.get("/account/sessions/").headers["Location"] == "/account/inactive/"
        assert laptop.get("/office").headers["Location"].startswith("/account/login/")


def test_each_way_in_and_out_is_an_event(office: Office) -> None:
    bob, client = office.bob, browser()
    try_password(client, bob.email, PASSWORD)
    client.post("/account/logout/")
    done = list(Event.objects.filter(actor=bob.key).values_list("action", flat=True))
    assert done[-2:] == ["person.sign-in", "person.sign-out"]


# Invitations


def test_an_invitation_is_taken_up_once(office: Office) -> None:
    _, secret = actions.invite(
        office.organisation("mopac"), "reader", email="new@mopac.example", name="Nell New", by=COMMAND
    )
    address, client = reverse("join", args=[secret]), browser()
    page = client.get(address).content.decode()
    assert "Welcome, Nell New" in page and "Reader, MOPAC" in page
    unlike = client.post(address, {"password": "one long password", "again": "another long password"}).content.decode()
    assert "The two passwords are not the same." in unlike
    short = client.post(address, {"password": "short", "again": "short"}).content.decode()
    assert "too short" in short
    assert (
        client.post(address, {"password": PASSWORD, "again": PASSWORD}).headers["Location"]
        == "/account/login/?joined=1"
    )
    assert client.get(address).status_code == 404
    assert "This invitation is closed" in client.get(address).content.decode()
    assert try_password(client, "new@mopac.example", PASSWORD).status_code == 302


def test_letters_lie_in_the_house_while_there_is_no_post_office() -> None:
    """The default of the settings, as a process of its own reads it."""
    import subprocess
    import sys

    from tests.conftest import ROOT

    asked = "from peelian.config import settings as s; print(s.EMAIL_BACKEND, s.EMAIL_FILE_PATH, s.ALLAUTH_TRUSTED_PROXY_COUNT)"
    done = subprocess.run(
        [sys.executable, "-c", asked], capture_output=True, text=True, check=True,
        env={"PYTHONPATH": str(ROOT / "src"), "PEELIAN_DATA": "/nowhere/house", "PEELIAN_PROXIES": "2"},
    )  # fmt: skip
    backend, folder, proxies = done.stdout.split()
    assert backend.endswith("filebased.EmailBackend")
    assert Path(folder) == Path("/nowhere/house/outbox")
    assert proxies == "2"


@pytest.mark.parametrize("name", ["account_login", "account_reset_password"])
def test_pages_for_strangers_say_nothing_of_who_is_here(name: str, office: Office) -> None:
    page = browser().get(reverse(name)).content.decode()
    assert office.bob.email not in page
