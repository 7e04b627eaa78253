"""What a worker does with a job: claim it, run it, keep saying that it lives, and end it once.

A claim is an attempt by one worker; every later write of that worker names both. Whoever was taken for dead and wakes up again
writes nothing any more.
"""

from __future__ import annotations

import datetime as dt
import logging
import os
import secrets
import socket
import threading
import time
import traceback
from contextlib import suppress
from typing import Any

from django.conf import settings
from django.db import DatabaseError, InterfaceError, OperationalError, connection, models, transaction

from peelian.core.acting import CLOCK, COMMAND, Actor, now
from peelian.core.actions import actor_of
from peelian.core.jobs.kinds import Ending, Work, kind_of
from peelian.core.jobs.models import FAILED, FINISHED, RUNNING, STOPPED, WAITING, Job
from peelian.core.jobs.queue import enqueue, recover
from peelian.core.models import Person
from peelian.core.readiness import Readiness, readiness
from peelian.figures.errors import PeelianError

log = logging.getLogger("peelian.jobs")
TRANSIENT = (OperationalError, InterfaceError, OSError)
"""What may go by itself: a locked or restarting database, a disk or a share that does not answer. Refusals never do."""
TELLING = 0.5
"""Seconds between two writes of how far a job is."""
_NO_TABLES = 2
"""Seconds between two looks whether the records have tables."""
_NO_ANSWER = 5
"""Seconds that a database that does not answer is left alone."""
_PAUSES = (2, 10, 60, 300, 900)
WORKER = f"{socket.gethostname()[:60]}:{os.getpid()}:{secrets.token_hex(4)}"
"""This process, as jobs name it."""
stopping = threading.Event()
"""Set when the process is to end."""


class Interrupted(BaseException):
    """A job is not to go on. No ``except Exception`` of its own holds it up."""


class HandedBack(Interrupted):
    """The worker is told to end: somebody else goes on."""


class StopAsked(Interrupted):
    """A person stopped it."""


class TakenAway(Interrupted):
    """The worker was taken for dead, and another has the job."""


class Claim:
    """One attempt at a job by this worker."""

    def __init__(self, job: Job) -> None:
        self.job = job
        self._told = 0.0

    @property
    def mine(self) -> models.QuerySet[Job]:
        """The job's row, while it is this worker's."""
        return Job.bookkeeping.filter(pk=self.job.pk, state=RUNNING, worker=WORKER, attempts=self.job.attempts)

    def progress(self, done: int, total: int, what: str) -> None:
        """Say how far it is, and hear whether to go on. Raises Interrupted where not."""
        if stopping.is_set():
            raise HandedBack
        if time.monotonic() - self._told < TELLING:
            return
        self._told = time.monotonic()
        with suppress(*TRANSIENT):  # a database that is busy is no reason to give up the work itself
            told = self.mine.filter(stop_asked=False).update(
                done=min(done, total), total=total, what=what[:200], heartbeat=now()
            )
            if not told:
                raise StopAsked if self.mine.exists() else TakenAway

    def beat(self) -> None:
        """Say that it lives."""
        self.mine.update(heartbeat=now())

    def finish(self, ending: Ending) -> None:
        """Done, and what that does to records, in one transaction. Raises TakenAway where it is not ours any more."""
        with transaction.atomic():
            if not self.mine.update(
                state=FINISHED, finished_at=now(), result=ending.result, error="", remedy="", details="", what="",
                done=models.F("total"),
            ):  # fmt: skip
                raise TakenAway
            if ending.records:
                ending.records()
        if ending.after:
            with suppress(Exception):
                ending.after()

    def end(self, state: str, error: str = "", remedy: str = "", details: str = "") -> None:
        """Failed or stopped."""
        self.mine.update(
            state=state, finished_at=now(), error=error[:1_000], remedy=remedy[:1_000], details=details[-20_000:]
        )

    def give_back(self) -> None:
        """Back into the queue; the attempt does not count."""
        with transaction.atomic():
            if self.mine.update(state=WAITING, most_attempts=models.F("most_attempts") + 1):
                enqueue(self.job)

    def again_later(self, error: BaseException) -> None:
        """Back into the queue after a pause that grows; failed where it has been tried often enough."""
        message, remedy = f"{type(error).__name__}: {error}", "Try again when the disk and the database are well."
        if self.job.attempts >= self.job.most_attempts:
            self.end(FAILED, message, remedy, traceback.format_exc())
            return
        pause = dt.timedelta(seconds=_PAUSES[min(self.job.attempts, len(_PAUSES)) - 1] * settings.WORKER_PAUSES)
        with transaction.atomic():
            if self.mine.update(state=WAITING, error=message[:1_000], remedy="It is tried again by itself."):
                enqueue(self.job, now() + pause)


def claim(number: int) -> Claim | None:
    """Take a waiting job; None where it is not waiting any more, or another was faster."""
    with transaction.atomic():
        job = Job.bookkeeping.select_for_update().filter(pk=number, state=WAITING).first()
        if job is None:
            return None
        job.state, job.worker, job.attempts = RUNNING, WORKER, job.attempts + 1
        job.heartbeat = now()
        Job.bookkeeping.filter(pk=number).update(
            state=RUNNING, worker=WORKER, attempts=job.attempts, heartbeat=job.heartbeat, done=0, total=0, what="",
            started_at=job.started_at or job.heartbeat,
        )  # fmt: skip
    return Claim(job)


def actor_who_asked(key: str) -> Actor:
    """Who asked, as who acts now: with the roles of today. Raises PeelianError where they are gone."""
    for fixed in (COMMAND, CLOCK):
        if key == fixed.key:
            return fixed
    person = Person.objects.filter(pk=key.partition(":")[2], is_active=True).first()
    if person is None:
        raise PeelianError("gone", "Whoever asked for this has no role here any more.", "Somebody else may ask for it.")
    return actor_of(person)


_current: Claim | None = None
"""What this process is doing; the keeper says that it lives."""


def run(number: int) -> None:
    """Do one job, whatever comes of it. The caller has it from the queue, perhaps for the second time."""
    global _current  # noqa: PLW0603  one job at a time in a process
    held = claim(number)
    if held is None:
        return
    _current = held
    try:
        _attempt(held)
    finally:
        _current = None


def _attempt(held: Claim) -> None:
    job = held.job
    try:
        kind, by = kind_of(job.kind), actor_who_asked(job.asked_by)
        by.must(kind.permission, job.organisation)
        held.finish(kind.run(Work(job.arguments, by, job.organisation, held.progress, job.pk)))
    except HandedBack:
        held.give_back()
    except StopAsked:
        held.end(STOPPED)
    except TakenAway:
        log.warning("job %s was taken away: this worker was silent for too long", job.pk)
    except PeelianError as error:
        held.end(FAILED, error.message, error.remedy, _where(error))
    except TRANSIENT as error:
        if not connection.in_atomic_block:
            connection.close_if_unusable_or_obsolete()  # the database may be another than it was
        held.again_later(error)
    except Exception as error:
        log.exception("job %s failed", job.pk)
        held.end(
            FAILED, "Something went wrong that nobody foresaw.",
            "Try again; if it fails again, send the details to whoever looks after Peelian.",
            "".join(traceback.format_exception(error)),
        )  # fmt: skip


def _where(error: PeelianError) -> str:
    return "\n".join(f"{name}: {value}" for name, value in error.where.items())


class Keeper(threading.Thread):
    """Beside the work: says every few seconds that the job lives, and looks after what dead workers left."""

    def __init__(self) -> None:
        super().__init__(name="keeper", daemon=True)
        self.over = threading.Event()

    def run(self) -> None:
        while not self.over.wait(settings.WORKER_LOST / 6):
            try:
                if held := _current:
                    held.beat()
                recover()
            except DatabaseError as error:
                log.warning("the records cannot be reached: %s", error)
                connection.close_if_unusable_or_obsolete()
        connection.close()


def work(*, until_empty: bool = False, interval: float = 0.5) -> None:
    """Take jobs from the queue until the process is told to end, or until there is nothing left to do."""
    from django_tasks_db.models import DBTaskResult

    if not _records_are_there(patient=not until_empty):
        return
    keeper = Keeper()
    keeper.start()
    try:
        while not stopping.is_set():
            if _some(DBTaskResult.objects.ready()):
                _once()
            elif until_empty and not _some(Job.bookkeeping.filter(state__in=(WAITING, RUNNING))):
                return
            else:
                stopping.wait(interval)
    finally:
        keeper.over.set()
        keeper.join(5)


def _records_are_there(*, patient: bool) -> bool:
    """Whether there are tables to work on. They may be half made when a worker starts beside ``office prepare``: it waits."""
    said = False
    while (found := readiness())[0] in (Readiness.NONE, Readiness.BEHIND):
        if found[0] is Readiness.BEHIND and not said:
            log.warning("%s The worker waits until peelian office prepare has run.", found[1])
            said = True
        if not patient or stopping.wait(_NO_TABLES):
            return False
    return True


def _some(found: models.QuerySet[Any]) -> bool:
    """Whether there is any; a database that does not answer has none for now."""
    try:
        return found.exists()
    except DatabaseError as error:
        log.warning("the records cannot be reached: %s", error)
        connection.close()
        stopping.wait(_NO_ANSWER)
        return False


def deliver() -> None:
    """Take one delivery from the queue, and do it."""
    from django_tasks_db.management.commands.db_worker import Worker

    Worker(
        queue_names=["*"], interval=0, batch=True, backend_name="default", startup_delay=False, max_tasks=1,
        worker_id=WORKER[-64:], excluded_queue_names=[],
    ).run()  # fmt: skip


def _once() -> None:
    """One delivery, from a database that may not answer."""
    try:
        deliver()
    except DatabaseError as error:
        log.warning("the queue cannot be read: %s", error)
        connection.close()
        stopping.wait(_NO_ANSWER)
