"""Records for tests of the office's rooms: clocks, releases, reports, notices and jobs, each made by one action."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any, TypeVar, cast

from peelian.core.acting import COMMAND, Actor, acting, action, now
from peelian.core.jobs import actions as jobs
from peelian.core.jobs.models import Job
from peelian.core.models import Person
from peelian.core.permissions import Permission as P
from peelian.core.running import actions as running
from peelian.core.running.models import Clock, Notice
from peelian.localities.models import IndicatorWords, QuarterReport
from peelian.performance.models import Commentary, CorrectiveAction, FigureNote, PreRelease, ReleaseRecord
from tests.support.office import Office

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


@making("test.access")
def access(record: ReleaseRecord, person: Person, *, granted_by: Person, by: Actor = COMMAND) -> PreRelease:
    """Pre-release access."""
    by.must(P.USE_OFFICE)
    return acting().create(
        PreRelease, release=record, person=person, name=person.name, title="Commissioner", body="MPS", reason="briefing",
        granted_by=granted_by,
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
