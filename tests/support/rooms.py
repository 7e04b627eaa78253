"""Records for tests of the office's rooms: clocks, releases, reports, notices and jobs, each made by one action."""

from __future__ import annotations

import datetime as dt
import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar, cast

import django

from tests.conftest import ROOT

if __name__ == "__main__":
    django.setup()

from peelian.audit.recording import Happening
from peelian.audit.recording import record as happened
from peelian.core.acting import COMMAND, Actor, acting, action, now
from peelian.core.jobs import actions as jobs
from peelian.core.jobs.models import Job
from peelian.core.models import Person
from peelian.core.permissions import Permission as P
from peelian.core.running import actions as running
from peelian.core.running.models import Clock, Notice
from peelian.localities.models import IndicatorWords, QuarterReport
from peelian.performance.models import Commentary, CorrectiveAction, FigureNote, PreRelease, ReleaseRecord
from tests.support.office import Office, with_second_factor

F = TypeVar("F", bound=Callable[..., Any])


def making(name: str) -> Callable[[F], F]:
    """An action that the command takes where a test names nobody."""

    def decorate(function: F) -> F:
        taken = action(name)(function)
        return cast(F, lambda *args, **more: taken(*args, **{"by": COMMAND, **more}))

    return decorate


START = dt.date(2026, 11, 2)
"""The twentieth working day after it is 1 December 2026: Saint Andrew's Day is a holiday in Scotland."""


@making("test.clock")
def clock(
    office: Office, title: str = "Request 17", *, organisation: str = "mopac", waits_for: Person | None = None,
    rule: str = "foi-reply", start: dt.date = START, href: str = "", by: Actor = COMMAND,
) -> Clock:  # fmt: skip
    """A clock that runs."""
    by.must(P.USE_OFFICE)
    body = office.organisation(organisation)
    return running.start_clock(rule, body, start, organisation=body, title=title, href=href, waits_for=waits_for)


@making("test.change")
def change(record: Any, *, by: Actor = COMMAND, **fields: Any) -> None:
    """Set fields of any record."""
    by.must(P.USE_OFFICE)
    acting().change(record, **fields)


@making("test.do")
def do(step: Any, *args: Any, by: Actor = COMMAND, **more: Any) -> Any:
    """Something that is part of an action."""
    by.must(P.USE_OFFICE)
    return step(*args, **more)


@making("test.release")
def draft(
    office: Office, title: str = "Release for October", *, author: Person, state: str = "draft", draft: str = "2026-11-19",
    organisation: str = "mopac", by: Actor = COMMAND, **more: Any,
) -> ReleaseRecord:  # fmt: skip
    """A release on its way."""
    by.must(P.USE_OFFICE)
    body = office.organisation(organisation)
    return acting().create(
        ReleaseRecord, organisation=body, title=title, draft=draft, author=author, state=state, **more
    )


@making("test.words")
def words(record: ReleaseRecord, text: str, *, author: Person, by: Actor = COMMAND) -> None:
    """Commentary, a corrective action and a note, all with one text."""
    by.must(P.USE_OFFICE)
    act, of = acting(), {"release": record, "measure": "burglary", "area": "E23000001", "author": author}
    act.create(Commentary, text=f"Commentary {text}", saved_at=now(), **of)
    act.create(CorrectiveAction, what=f"Action {text}", does="Commander", by_when=dt.date(2027, 1, 31), **of)
    act.create(FigureNote, text=f"Note {text}", period="2026-10", **of)
    happened(Happening("release.comment", author.key, record.key))  # who wrote is told by events


@making("test.access")
def access(
    record: ReleaseRecord,
    person: Person | None,
    *,
    granted_by: Person,
    name: str = "",
    by: Actor = COMMAND,
    reason: str = "",
) -> PreRelease:
    """Pre-release access; of nobody with an account by name alone."""
    by.must(P.USE_OFFICE)
    return acting().create(
        PreRelease, release=record, person=person, name=name or (person.name if person else ""), title="Commissioner",
        body="MPS", reason="briefing", granted_by=granted_by,
    )  # fmt: skip


@making("test.report")
def report(
    office: Office, *, author: Person, state: str = "draft", period: str = "FY2026-27-Q2", text: str = "",
    organisation: str = "havering", by: Actor = COMMAND, **more: Any,
) -> QuarterReport:  # fmt: skip
    """A borough's quarterly report."""
    by.must(P.USE_OFFICE)
    body = office.organisation(organisation)
    made = acting().create(
        QuarterReport, organisation=body, period=period, release="2026-11-19", author=author, state=state,
        introduction=f"Introduction {text}", **more,
    )  # fmt: skip
    acting().create(IndicatorWords, report=made, measure="burglary", commentary=f"Said of it {text}")
    return made


@making("test.notice")
def notice(
    office: Office, text: str, *, person: Person | None = None, organisation: str = "mopac", by: Actor = COMMAND
) -> Notice:
    """A notice."""
    by.must(P.USE_OFFICE)
    return running.tell(text, organisation=office.organisation(organisation), person=person, href="/office/clocks")


def job(office: Office, name: str, organisation: str = "mopac") -> Job:
    """A job that somebody asked for and that waits for a worker."""
    return jobs.ask("files.load", {"upload": "x"}, organisation=f"organisation:{organisation}", by=office.by(name))


def furnish_rooms(house: Path) -> dict[str, str]:
    """A house whose office has something on every board; the keys of open sessions by name. In a process of its own."""
    environment = {
        **os.environ, "PYTHONPATH": f"{ROOT / 'src'}{os.pathsep}{ROOT}", "PEELIAN_DATA": str(house), "PEELIAN_DATABASE": "",
        "DJANGO_SETTINGS_MODULE": "peelian.config.settings",
    }  # fmt: skip
    command = [sys.executable, "-m", "tests.support.rooms"]
    done = subprocess.run(command, env=environment, check=True, capture_output=True, text=True)
    found: dict[str, str] = json.loads(done.stdout.splitlines()[-1])
    return found


def _furnish() -> None:
    from django.conf import settings
    from django.test import Client

    from peelian.core.seeding import prepare_records
    from peelian.figures.house import House, today

    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    prepare_records(House(Path(os.environ["PEELIAN_DATA"])).pack)
    office, day = Office(), today()
    bob = office.bob
    clock(office, "Letter that is late", waits_for=bob, start=day - dt.timedelta(days=60), rule="mayors-letters")
    clock(office, "Request 17: stop and search", waits_for=bob, start=day - dt.timedelta(days=20))
    for at in range(60):
        clock(office, f"Letter {at + 100}", waits_for=bob, start=day - dt.timedelta(days=at % 5), rule="mayors-letters")
    draft(office, "Recorded crime, October", author=bob)
    draft(office, "A correction", author=bob, state="in-review", draft="2026-11-20")
    report(office, author=office.esther, text="burglary rose")
    for at in range(3):
        notice(office, f"Notice {at} for Bob.", person=bob)
    job(office, "bob")
    keys = {}
    for name in ("bob", "ivy", "dev", "jo"):
        client, person = Client(), office.person(name)
        with_second_factor(person)
        client.force_login(person)
        keys[name] = client.cookies[settings.SESSION_COOKIE_NAME].value
    sys.stdout.write(json.dumps(keys) + "\n")


if __name__ == "__main__":
    _furnish()
