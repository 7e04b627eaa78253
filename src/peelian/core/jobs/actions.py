"""Ask for a job, try it again, stop it: what people do, each an action with its event."""

from __future__ import annotations

import datetime as dt
from typing import Any

from peelian.core.acting import Actor, acting, action, now
from peelian.core.jobs.kinds import kind_of
from peelian.core.jobs.models import FAILED, MOST_ATTEMPTS, STOPPED, WAITING, Job
from peelian.core.jobs.queue import enqueue
from peelian.figures.errors import PeelianError


@action("job.ask")
def ask(
    kind: str, arguments: dict[str, Any], *, organisation: str = "", by: Actor, reason: str = "",
    most_attempts: int = MOST_ATTEMPTS, after: dt.datetime | None = None,
) -> Job:  # fmt: skip
    """Ask for background work on behalf of an organisation (its key): as soon as may be, or not before ``after``.

    Workers see it when the transaction of whatever asks is over. Raises NotAllowed, and PeelianError for an unknown kind.
    """
    by.must(kind_of(kind).permission, organisation)
    made = acting().create(
        Job, kind=kind, arguments=arguments, asked_by=by.key, organisation=organisation, created_at=now(),
        most_attempts=most_attempts,
    )  # fmt: skip
    enqueue(made, after)
    return made


@action("job.try-again")
def try_again(job: Job, *, by: Actor, reason: str = "") -> None:
    """Put a job that failed or was stopped back into the queue. Raises PeelianError where it is neither."""
    _must(job, by)
    held = Job.objects.select_for_update().get(pk=job.pk)
    if held.state not in (FAILED, STOPPED):
        raise PeelianError(
            "job-not-ended", "Only a job that failed or was stopped is tried again.", "Look at the job's page."
        )
    acting().change(
        held, state=WAITING, stop_asked=False, error="", remedy="", details="", done=0, total=0, what="", finished_at=None,
        most_attempts=held.attempts + MOST_ATTEMPTS,
    )  # fmt: skip
    enqueue(held)


@action("job.stop")
def stop(job: Job, *, by: Actor, reason: str = "") -> None:
    """Stop a job: one that waits at once, one that runs at its next step. Raises PeelianError where it has ended."""
    _must(job, by)
    held = Job.objects.select_for_update().get(pk=job.pk)
    if not held.open:
        raise PeelianError("job-ended", "The job has ended already.", "Nothing needs to be stopped.")
    if held.state == WAITING:
        acting().change(held, stop_asked=True, state=STOPPED, finished_at=now())
    else:
        acting().change(held, stop_asked=True)


def _must(job: Job, by: Actor) -> None:
    """Who asked may, and who may ask for such a job in the organisation. Raises NotAllowed."""
    if not (by.key == job.asked_by and by.may(kind_of(job.kind).permission)):
        by.must(kind_of(job.kind).permission, job.organisation)
