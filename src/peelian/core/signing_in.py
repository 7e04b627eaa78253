"""What sign-in does to the record: each way in and out is an event; sign-up is closed, people are invited."""

from __future__ import annotations

import hashlib
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.signals import password_changed, password_reset, password_set
from allauth.mfa.signals import authenticator_added, authenticator_removed
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from django.contrib.auth.signals import user_logged_in, user_logged_out
from django.db import transaction
from django.dispatch import receiver
from django.http import HttpRequest

from peelian.audit.recording import Change, Happening, record
from peelian.core.models import Person


class ByInvitation(DefaultAccountAdapter):
    """Nobody signs up, and nobody can be locked out by somebody else."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Never: people are invited."""
        return False

    def _get_login_attempts_cache_key(self, request: HttpRequest, **credentials: Any) -> str:
        """Failed attempts count for an address and where they come from: a stranger's do not count against its owner."""
        own: str = super()._get_login_attempts_cache_key(request, **credentials)
        return hashlib.sha256(f"{own}|{self.get_client_ip(request)}".encode()).hexdigest()


class OnlyKnownPeople(DefaultSocialAccountAdapter):
    """Single sign-on lets in whom somebody has invited, and nobody else."""

    def is_open_for_signup(self, request: HttpRequest, sociallogin: Any) -> bool:
        """Never."""
        return False


def _record(person: Person, name: str, *changes: Change) -> None:
    with transaction.atomic():
        record(Happening(name, person.key, person.key, person.key, person.owner, changes=changes))


@receiver(user_logged_in)
def _signed_in(sender: Any, user: Any, **_: Any) -> None:
    _record(user, "person.sign-in")


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
