"""A job: what was asked for, by whom, how far it is and what came of it."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from peelian.core.privacy import OPEN, WORDS, WORKING, Privacy
from peelian.core.records import Record

WAITING, RUNNING, FINISHED, FAILED, STOPPED = "waiting", "running", "done", "failed", "stopped"
STATES = {
    WAITING: "Waiting for a worker",
    RUNNING: "Running",
    FINISHED: "Done",
    FAILED: "Failed",
    STOPPED: "Stopped",
}
OPEN_STATES = (WAITING, RUNNING)
MOST_ATTEMPTS = 6


class Job(Record):
    """One piece of background work. This row is the truth; the queue only says that there is something to do.

    Asking, trying again and stopping are actions and so have events. How far it is is no event: workers write that through
    ``bookkeeping``, the one narrow door beside actions.
    """

    KIND = "job"
    PRIVACY: ClassVar[dict[str, Privacy]] = {
        **dict.fromkeys(
            ("kind", "organisation", "state", "done", "total", "attempts", "most_attempts", "worker", "heartbeat",
             "stop_asked", "created_at", "started_at", "finished_at", "task", "queued_at"), OPEN,
        ),
        **dict.fromkeys(("asked_by", "arguments", "what", "result"), WORKING),
        **dict.fromkeys(("error", "remedy", "details"), WORDS),
    }  # fmt: skip

    kind = models.CharField(max_length=60)
    arguments = models.JSONField(default=dict, blank=True)
    asked_by = models.CharField(max_length=80, db_index=True)
    organisation = models.CharField(max_length=80, blank=True, db_index=True)
    state = models.CharField(max_length=10, choices=list(STATES.items()), default=WAITING, db_index=True)
    done = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(default=0)
    what = models.CharField(max_length=200, blank=True)
    attempts = models.PositiveIntegerField(default=0)
    most_attempts = models.PositiveIntegerField(default=MOST_ATTEMPTS)
    worker = models.CharField(max_length=120, blank=True)
    heartbeat = models.DateTimeField(null=True, blank=True)
    stop_asked = models.BooleanField(default=False)
    result = models.JSONField(null=True, blank=True)
    error = models.CharField(max_length=1_000, blank=True)
    remedy = models.CharField(max_length=1_000, blank=True)
    details = models.TextField(blank=True)
    created_at = models.DateTimeField()
    started_at = models.DateTimeField(null=True, blank=True)
    finished_at = models.DateTimeField(null=True, blank=True)
    task = models.CharField(max_length=40, blank=True)
    queued_at = models.DateTimeField(null=True, blank=True)

    bookkeeping: ClassVar[models.Manager[Job]] = models.Manager()

    class Meta:
        ordering = ("-id",)
        default_manager_name = "objects"
        constraints = (
            models.CheckConstraint(condition=Q(state__in=list(STATES)), name="job_state_is_known"),
            models.CheckConstraint(condition=Q(total=0) | Q(done__lte=F("total")), name="job_done_is_part_of_total"),
        )

    def __str__(self) -> str:
        return f"{self.kind} {self.pk}"

    @property
    def owner(self) -> str:
        return self.organisation

    @property
    def open(self) -> bool:
        """Whether something will still come of it by itself."""
        return self.state in OPEN_STATES
