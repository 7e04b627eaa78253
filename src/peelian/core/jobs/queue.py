"""The queue between who asks and who works: django-tasks, in the database of the records.

It delivers at least once, and may deliver twice; a job is claimed once (working.py). What a dead worker held, or what was never
delivered, is put back into the queue by ``recover``, which every worker runs every few seconds.
"""

from __future__ import annotations

import datetime as dt

from django.conf import settings
from django.db import transaction
from django_tasks import task
from django_tasks_db.models import DBTaskResult

from peelian.core.acting import now
from peelian.core.jobs.models import FAILED, RUNNING, WAITING, Job

KEPT = dt.timedelta(days=2)
"""So long the queue keeps what it delivered."""
DIED = "The worker ended {count} times while it did this, and nothing was left to say why."
DIED_REMEDY = "Look whether the machine ran out of memory; then try again. Nothing half-done is visible."


@task()
def run_job(number: int) -> None:
    """What the queue calls."""
    from peelian.core.jobs.working import run

    run(number)


def enqueue(job: Job, after: dt.datetime | None = None) -> None:
    """Put a waiting job into the queue, in the running transaction; ``after`` is the earliest moment."""
    delivered = run_job.using(run_after=after).enqueue(job.pk)
    DBTaskResult.objects.filter(pk=job.task).delete() if job.task else None
    job.task, job.queued_at = str(delivered.id), after or now()
    Job.bookkeeping.filter(pk=job.pk).update(task=job.task, queued_at=job.queued_at)


def recover() -> int:
    """Put back what a dead worker held, and what was not delivered; returns how many jobs that were."""
    silent = now() - dt.timedelta(seconds=settings.WORKER_LOST)
    found = [*Job.bookkeeping.filter(state=RUNNING, heartbeat__lt=silent)]
    found += _undelivered(silent)
    recovered = sum(_put_back(job) for job in found)
    if recovered or now().second < settings.WORKER_LOST / 6:  # every minute or so is enough for tidying
        DBTaskResult.objects.filter(enqueued_at__lt=now() - KEPT).exclude(status="READY").delete()
    return recovered


def _undelivered(silent: dt.datetime) -> list[Job]:
    """Jobs that have waited while nothing in the queue would bring them to a worker."""
    waiting = [*Job.bookkeeping.filter(state=WAITING, queued_at__lt=silent)]
    ready = DBTaskResult.objects.filter(status="READY", pk__in=[job.task for job in waiting if job.task])
    known = {str(pk) for pk in ready.values_list("pk", flat=True)}
    return [job for job in waiting if job.task not in known]


def _put_back(job: Job) -> bool:
    """Whether it was for us to do: the state is looked at again in the transaction that changes it."""
    with transaction.atomic():
        held = Job.bookkeeping.filter(
            pk=job.pk, state=job.state, attempts=job.attempts, heartbeat=job.heartbeat, queued_at=job.queued_at
        )
        if job.state == RUNNING and job.attempts >= job.most_attempts:
            return bool(
                held.update(state=FAILED, finished_at=now(), error=DIED.format(count=job.attempts), remedy=DIED_REMEDY)
            )
        if not held.update(state=WAITING):
            return False
        enqueue(job)
        return True
