"""Which jobs a person may see."""

from __future__ import annotations

from django.db.models import Q, QuerySet

from peelian.core.jobs.kinds import KINDS
from peelian.core.jobs.models import Job
from peelian.core.models import Person


def jobs_of(person: Person) -> QuerySet[Job]:
    """What somebody asked for, and what was asked for where they might have; newest first."""
    seen = Q(asked_by=person.key)
    for kind in KINDS.values():
        where = [f"organisation:{slug}" for slug in person.where(kind.permission)]
        seen |= Q(kind=kind.name, organisation__in=where)
    return Job.objects.filter(seen)


def job_for(person: Person, number: int) -> Job | None:
    """One job, where somebody may see it."""
    return jobs_of(person).filter(pk=number).first()
