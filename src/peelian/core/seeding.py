"""The records' beginning: tables made or brought up to date, the pack's organisations taken in, a way in for the first person."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.core.management import call_command
from django.db import connection

from peelian.core.acting import COMMAND
from peelian.core.actions import add_organisation, give_area, give_power, invite
from peelian.core.models import ORGANISATION_KINDS, POWERS, Invitation, Organisation, Post
from peelian.core.roles import InstallationManager
from peelian.figures.errors import PeelianError
from peelian.figures.packfile import PackError, check_keys, load_yaml

_PREPARING = 7_341_120
"""The number of the lock that says who prepares the records."""
_FIRST_DAY = dt.date(1900, 1, 1)


def prepare_records(pack: Path) -> list[str]:
    """Bring the tables up to date and take in organisations that are new in the pack; returns what was done, in words.

    What the records hold already is theirs and stays. Raises PackError for an entry that cannot be used.
    """
    with _one_at_a_time():
        call_command("migrate", interactive=False, verbosity=0)
        call_command("createcachetable", verbosity=0)
    added = [take_in(entry) for entry in read_organisations(pack) if not _known(entry["id"])]
    return [f"Organisations taken in: {', '.join(added)}."] if added else []


@contextmanager
def _one_at_a_time() -> Iterator[None]:
    """On PostgreSQL: whoever comes second waits until the tables are made. A migration may take as long as it needs, but not as
    long as it likes to wait for others: everybody else would wait behind it.
    """
    if connection.vendor != "postgresql":
        yield
        return
    with connection.cursor() as cursor:
        cursor.execute("SET statement_timeout = 0")
        cursor.execute("SET lock_timeout = 0")
        cursor.execute("SELECT pg_advisory_lock(%s)", (_PREPARING,))
        cursor.execute("SET lock_timeout = '5s'")
        try:
            yield
        finally:
            cursor.execute("SELECT pg_advisory_unlock(%s)", (_PREPARING,))
    connection.close()  # with its settings


def _known(slug: str) -> bool:
    return Organisation.objects.filter(slug=slug).exists()


def read_organisations(pack: Path) -> list[dict[str, Any]]:
    """The pack's organisations; none where it has no such file. Raises PackError."""
    path = pack / "organisations.yaml"
    if not path.is_file():
        return []
    data, line_of = load_yaml(path)
    for number, entry in enumerate(data):
        line = line_of((number,))
        check_keys(path, line, entry, required=("id", "name", "short", "kind"), allowed=(
            "id", "name", "short", "kind", "areas", "powers",
        ))  # fmt: skip
        if entry["kind"] not in ORGANISATION_KINDS:
            raise PackError(path, line, f"no kind {entry['kind']}.", f"Use one of {', '.join(ORGANISATION_KINDS)}.")
        for power in entry.get("powers") or ():
            if power["power"] not in POWERS:
                raise PackError(path, line, f"no power {power['power']}.", f"Use one of {', '.join(POWERS)}.")
    return list(data)


def take_in(entry: dict[str, Any]) -> str:
    """Add one organisation with its areas and powers; returns its short name."""
    why = "taken from the pack"
    made = add_organisation(
        slug=entry["id"], name=entry["name"], short=entry["short"], kind=entry["kind"], by=COMMAND, reason=why
    )
    for item in entry.get("areas") or ():
        give_area(made, item["area"], item.get("from") or _FIRST_DAY, by=COMMAND, reason=why)
    for item in entry.get("powers") or ():
        give_power(made, item["power"], item.get("from") or _FIRST_DAY, law=item.get("law", ""), by=COMMAND, reason=why)
    return made.short


def first_person(email: str, name: str) -> tuple[Invitation, str]:
    """Invite an installation manager from the command line: the way in where nobody is in yet.

    Raises PeelianError where the records hold no body that owns a plan.
    """
    owner = Organisation.objects.filter(kind="policing-body").order_by("from_day", "slug").first()
    if owner is None:
        raise PeelianError(
            "no-owner",
            "No organisation here owns a plan.",
            "Name one of kind policing-body in the pack's organisations.yaml.",
        )
    return invite(owner, InstallationManager.key, email=email, name=name, by=COMMAND, reason="invited on the server")


def has_manager() -> bool:
    """Whether anybody can look after the installation."""
    return Post.objects.filter(role=InstallationManager.key, person__is_active=True).exists()
