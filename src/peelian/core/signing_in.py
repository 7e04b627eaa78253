"""How people sign in: by invitation, with limits that nobody can turn against somebody else; each way in and out is an event."""

from __future__ import annotations

import hashlib
import time
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.internal.flows.login import get_authentication_records
from allauth.account.signals import password_changed, password_reset, password_set
from allauth.account.signals import user_logged_in as signed_in_by_library
from allauth.core import context
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.signals import authenticator_added, authenticator_removed
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.models import SocialAccount
from allauth.usersessions.adapter import DefaultUserSessionsAdapter
from django.conf import settings
from django.contrib.auth.signals import user_logged_in, user_logged_out
from django.db import transaction
from django.dispatch import receiver
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.safestring import mark_safe

from peelian.audit.recording import Change, Happening, record
from peelian.core.acting import Actor
from peelian.core.actions import accept, invited_at
from peelian.core.models import Person


class ByInvitation(DefaultAccountAdapter):
    """Nobody signs up, and nobody can be locked out by somebody else."""

    error_messages = DefaultAccountAdapter.error_messages | {
        "email_password_mismatch": "The e-mail address and the password do not belong together.",
        "too_many_login_attempts": "Too many attempts from where you are. Wait ten minutes, or set a new password.",
        "incorrect_code": "This code is not right. Codes are new every half minute: enter the one that shows now.",
        "incorrect_password": "This is not your password.",
        "enter_current_password": "This is not your password until now.",
        "rate_limited": "Too many attempts. Wait ten minutes.",
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Never: people are invited."""
        return False

    def _get_login_attempts_cache_key(self, request: HttpRequest, **credentials: Any) -> str:
        """Failed attempts count for an address and where they come from: a stranger's do not count against its owner."""
        own: str = super()._get_login_attempts_cache_key(request, **credentials)
        return hashlib.sha256(f"{own}|{self.get_client_ip(request)}".encode()).hexdigest()

    def pre_login(self, request: HttpRequest, user: Any, **more: Any) -> HttpResponse | None:
        """Who holds no role today gets no further, and is told so. Otherwise as the library does it."""
        if not Person.objects.get(
            pk=user.pk
        ).held:  # not of this one: the library writes what it holds into the session
            return HttpResponseRedirect(reverse("account_inactive"))
        answer: HttpResponse | None = super().pre_login(request, user, **more)
        return answer

    def set_password(self, user: Any, password: str) -> None:
        """The password alone: other fields are changed by actions."""
        user.set_password(password)
        user.save(update_fields=["password"])

    def is_reauthentication_required(self, *, app: str, **more: Any) -> bool:
        """Not within minutes of signing in: they have only just said who they are."""
        records = get_authentication_records(context.request, context.request.user)
        if records and time.time() - records[-1]["at"] < settings.ACCOUNT_REAUTHENTICATION_TIMEOUT:
            return False
        return bool(super().is_reauthentication_required(app=app, **more))


class SecondFactor(DefaultMFAAdapter):
    """Plain words, and a square to scan that a page can hold without another address."""

    error_messages = DefaultMFAAdapter.error_messages | {
        "incorrect_code": "This code is not right. Codes are new every half minute: enter the one that shows now.",
        "cannot_generate_recovery_codes": "Set up a passkey or one-time codes first.",
    }

    def build_totp_svg(self, url: str) -> str:
        """The drawing without its declaration. It is drawn from our own address of letters and digits, so it is safe as it is."""
        return mark_safe(super().build_totp_svg(url).partition("?>")[2])

    def generate_authenticator_name(self, user: Any, type: Any) -> str:
        """What a passkey is called until somebody names it."""
        return "My passkey"


class EndingIsRecorded(DefaultUserSessionsAdapter):
    """Sessions that somebody ends from elsewhere leave an event."""

    def end_sessions(self, sessions: Any) -> None:
        """End them, one event for all."""
        held = list(sessions)
        super().end_sessions(held)
        if held:
            person = held[0].user
            _record(person, "person.end-sessions", Change(person.key, "sessions ended", None, len(held)))


class OnlyKnownPeople(DefaultSocialAccountAdapter):
    """Single sign-on lets in whom somebody has invited, by an address that the provider has confirmed, and nobody else."""

    def pre_social_login(self, request: HttpRequest, sociallogin: Any) -> None:
        """Who was invited and has not joined yet joins now, without a password."""
        if sociallogin.is_existing:
            return
        for address in sociallogin.email_addresses:
            invitation = invited_at(address.email) if address.verified else None
            if invitation and not Person.objects.filter(email__iexact=invitation.email).exists():
                accept(invitation, None, by=Actor(invitation.key, invitation.name))
                sociallogin.lookup()
                return

    def is_open_for_signup(self, request: HttpRequest, sociallogin: Any) -> bool:
        """Never."""
        return False


def _record(person: Person, name: str, *changes: Change) -> None:
    with transaction.atomic():
        record(Happening(name, person.key, person.key, person.key, person.owner, changes=changes))


@receiver(user_logged_in)
def _signed_in(sender: Any, user: Any, **_: Any) -> None:
    _record(user, "person.sign-in")


@receiver(signed_in_by_library)
def _same_account_next_time(sender: Any, user: Any, sociallogin: Any = None, **_: Any) -> None:
    """Note which work account it was: from then on it is known by its number, should its address change."""
    if sociallogin is not None and not sociallogin.account.pk:
        account = sociallogin.account
        SocialAccount.objects.get_or_create(provider=account.provider, uid=account.uid, defaults={"user": user})


@receiver(user_logged_out)
def _signed_out(sender: Any, user: Any, **_: Any) -> None:
    if isinstance(user, Person):
        _record(user, "person.sign-out")


@receiver(password_changed)
@receiver(password_set)
@receiver(password_reset)
def _new_password(sender: Any, user: Any, **_: Any) -> None:
    _record(user, "person.new-password")


@receiver(authenticator_added)
def _added(sender: Any, user: Any, authenticator: Any, **_: Any) -> None:
    _record(user, "person.add-factor", Change(user.key, "second factor", None, authenticator.type))


@receiver(authenticator_removed)
def _removed(sender: Any, user: Any, authenticator: Any, **_: Any) -> None:
    _record(user, "person.remove-factor", Change(user.key, "second factor", authenticator.type, None))
