"""Signing in with a work account, against a real provider that the test runs: who was invited gets in, and nobody else."""

from __future__ import annotations

import http.client
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.test import Client

from peelian.audit.models import Event
from peelian.core import actions
from peelian.core.acting import COMMAND
from peelian.core.models import Person
from tests.support.office import PASSWORD, Office, code_of, secret_of
from tests.support.sign_on import SignOn, signing_on

LOGIN = "/account/oidc/work/login/"


@pytest.fixture
def sign_on(settings: Any) -> Iterator[SignOn]:
    """City Hall's sign-on."""
    with signing_on() as running:
        settings.SOCIALACCOUNT_PROVIDERS = running.settings()
        settings.SIGN_ON_ORIGINS = [running.address]
        yield running


def come(client: Client, sign_on: SignOn, **claims: Any) -> Any:
    """Press the button, be sent to the provider, come back; returns our answer to that."""
    sign_on.who = claims
    away = client.post(LOGIN)
    assert away.status_code == 302, away.content.decode()[:2000]
    there = urlsplit(away.headers["Location"])
    assert f"{there.scheme}://{there.netloc}" == sign_on.address
    connection = http.client.HTTPConnection(there.netloc)
    connection.request("GET", f"{there.path}?{there.query}")
    back = urlsplit(str(connection.getresponse().getheader("Location")))
    connection.close()
    return client.get(f"{back.path}?{back.query}")


def claims(email: str, *, verified: bool = True, sub: str = "") -> dict[str, Any]:
    """What the provider says of somebody."""
    return {"sub": sub or email, "email": email, "email_verified": verified, "name": "As City Hall has it"}


def test_the_sign_in_page_offers_it_and_the_policy_lets_the_form_go_there(sign_on: SignOn, db: None) -> None:
    answer = Client().get("/account/login/")
    assert "Sign in with City Hall" in answer.content.decode()
    assert f"form-action 'self' {sign_on.address};" in answer.headers["Content-Security-Policy"]


def test_who_is_here_gets_in_by_their_confirmed_address(office: Office, sign_on: SignOn) -> None:
    bob, client = office.bob, Client()
    answer = come(client, sign_on, **claims("BOB@mopac.example"))
    assert answer.headers["Location"] == "/office"
    assert client.get("/office").status_code == 200
    assert {"/.well-known/openid-configuration", "/token", "/userinfo"} <= set(sign_on.told)
    assert Event.objects.filter(action="person.sign-in", actor=bob.key).count() == 1


def test_who_is_invited_joins_by_signing_in(office: Office, sign_on: SignOn) -> None:
    actions.invite(office.organisation("mopac"), "reader", email="new@mopac.example", name="Nell New", by=COMMAND)
    client = Client()
    come(client, sign_on, **claims("new@mopac.example"))
    assert client.get("/office").status_code == 200
    nell = Person.objects.get(email="new@mopac.example")
    assert (nell.name, nell.has_usable_password()) == ("Nell New", False)
    assert Event.objects.filter(action="person.join", subject=nell.key).count() == 1


def test_a_stranger_does_not_and_is_told_so_plainly(office: Office, sign_on: SignOn) -> None:
    client, before = Client(), office.bob and Person.objects.count()
    page = come(client, sign_on, **claims("stranger@elsewhere.example")).content.decode()
    assert "The office is open by invitation only" in page
    assert "nobody has invited its e-mail address" in page
    assert client.get("/office").status_code == 302
    assert Person.objects.count() == before


def test_an_address_that_the_provider_has_not_confirmed_opens_nothing(office: Office, sign_on: SignOn) -> None:
    actions.invite(office.organisation("mopac"), "reader", email="new@mopac.example", name="Nell New", by=COMMAND)
    for email in (office.bob.email, "new@mopac.example"):
        client = Client()
        page = come(client, sign_on, **claims(email, verified=False)).content.decode()
        assert "has not confirmed that the address is yours" in page
        assert client.get("/office").status_code == 302
    assert not Person.objects.filter(email="new@mopac.example").exists()


def test_a_withdrawn_invitation_opens_nothing(office: Office, sign_on: SignOn) -> None:
    made, _ = actions.invite(office.organisation("mopac"), "reader", email="new@mopac.example", name="Nell", by=COMMAND)
    actions.withdraw(made, by=COMMAND)
    page = come(Client(), sign_on, **claims("new@mopac.example")).content.decode()
    assert "open by invitation only" in page


def test_who_has_left_does_not_come_back_through_it(office: Office, sign_on: SignOn) -> None:
    come(Client(), sign_on, **claims(office.bob.email))
    actions.leave(office.bob, by=COMMAND)
    client = Client()
    answer = come(client, sign_on, **claims(office.bob.email))
    assert client.get("/office").status_code == 302
    assert answer.status_code != 200 or "Sign in" not in answer.content.decode()


def test_a_token_of_another_provider_or_for_another_client_is_refused(office: Office, sign_on: SignOn) -> None:
    for name, value in (("issuer", "https://elsewhere.example"), ("audience", "another client")):
        right = getattr(sign_on, name)
        client = Client()
        sign_on.who = claims(office.bob.email)
        if name == "issuer":
            real = sign_on.discovery()
            sign_on.discovery = lambda real=real: real  # type: ignore[method-assign]
        setattr(sign_on, name, value)
        page = come(client, sign_on, **claims(office.bob.email)).content.decode()
        assert "The work account could not be used" in page
        assert client.get("/office").status_code == 302
        setattr(sign_on, name, right)


def test_the_bodys_sign_on_vouches_for_the_second_factor_unless_settings_say_ours(
    office: Office, sign_on: SignOn, settings: Any
) -> None:
    client = Client()
    come(client, sign_on, **claims(office.bob.email))
    assert client.get("/office").status_code == 200
    settings.SECOND_FACTOR_VOUCHED = False
    assert client.get("/office").headers["Location"].startswith("/account/2fa/?from=")


def test_who_has_set_up_a_second_factor_of_ours_is_asked_for_it_all_the_same(office: Office, sign_on: SignOn) -> None:
    from allauth.mfa.totp.internal.auth import TOTP

    TOTP.activate(office.bob, secret_of("bob"))
    client = Client()
    answer = come(client, sign_on, **claims(office.bob.email))
    assert answer.headers["Location"].startswith("/account/2fa/authenticate/")
    assert client.get("/office").status_code == 302
    client.post("/account/2fa/authenticate/", {"code": code_of("bob")})
    assert client.get("/office").status_code == 200


def test_the_first_sign_on_makes_the_password_unusable_and_says_nothing_else_changed(
    office: Office, sign_on: SignOn
) -> None:
    assert office.bob.check_password(PASSWORD)
    come(Client(), sign_on, **claims(office.bob.email))
    assert not office.bob.has_usable_password()
    assert office.bob.name == "Bob Bassett", "the records' name stays, whatever the provider calls them"


def test_a_work_account_is_known_by_its_number_when_its_address_changes(office: Office, sign_on: SignOn) -> None:
    come(Client(), sign_on, **claims(office.bob.email, sub="staff-17"))
    client = Client()
    come(client, sign_on, **claims("married@elsewhere.example", sub="staff-17", verified=False))
    assert client.get("/office").status_code == 200
    assert office.bob.email == "bob@mopac.example", "the records' address is changed by nobody but the records"


def test_a_provider_that_does_not_answer_is_said_plainly(office: Office, sign_on: SignOn) -> None:
    sign_on.tokens_for = lambda asked: None  # type: ignore[method-assign]
    page = come(Client(), sign_on, **claims(office.bob.email)).content.decode()
    assert "The work account could not be used" in page
