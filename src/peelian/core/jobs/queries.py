"""Which jobs a person may see."""

from __future__ import annotations

from django.db.models import Q, QuerySet

from peelian.core.jobs.kinds import KINDS
from peelian.core.jobs.models import Job
from peelian.core.models import Person


def jobs_of(person: Person) -> QuerySet[Job]:
    """What was asked for where somebody might have, by whomever; newest first.

    What came of it tells of drafts: who may not ask for such a job there any more sees what they once asked for no more.
    """
    seen = Q(pk__in=[])
    for kind in KINDS.values():
        where = [f"organisation:{slug}" for slug in person.where(kind.permission)]
        own = Q(asked_by=person.key, organisation="") if where else Q(pk__in=[])
        seen |= Q(kind=kind.name) & (Q(organisation__in=where) | own)
    return Job.objects.filter(seen)


def job_for(person: Person, number: int) -> Job | None:
    """One job, where somebody may see it."""
    return jobs_of(person).filter(pk=number).first()
