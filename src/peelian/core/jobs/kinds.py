"""Kinds of jobs, by name. A room defines its own in its ``jobs.py``:

    @job("release.draft", title="Draft a release", permission=P.DRAFT_RELEASE)
    def draft(work: Work) -> Ending:
        made, changes = release(work.house, progress=work.progress)
        return Ending({"release": made.id}, records=lambda: take_draft(made.id, by=work.by))

A job can be killed at any moment and is then run again from its beginning. So what it does outside the records must come to the
same when it is done twice (loading and releasing do: they are named by their content), and what it does to the records belongs
into ``Ending.records``: that stands or falls with the job's being done, in one transaction. Nothing secret goes into arguments.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.conf import settings

from peelian.core.permissions import Permission
from peelian.figures.errors import PeelianError
from peelian.figures.house import House, Progress

if TYPE_CHECKING:
    from peelian.core.acting import Actor


@dataclass(frozen=True)
class Work:
    """What a job's function is given. ``by`` is who asked; they may still do it, that was looked at just now."""

    arguments: dict[str, Any]
    by: Actor
    organisation: str
    progress: Progress
    number: int

    @property
    def house(self) -> House:
        """The house of this installation."""
        return House(settings.PEELIAN_DATA, settings.PEELIAN_PACK)


@dataclass(frozen=True)
class Ending:
    """What came of a job: an answer in JSON, what it does to records (once, with the job's being done), what may follow.

    ``after`` runs when the job is done for good, and is not run where the process is killed first: it only tidies.
    """

    result: Any = None
    records: Callable[[], object] | None = None
    after: Callable[[], object] | None = None


Function = Callable[[Work], Ending]


@dataclass(frozen=True)
class Kind:
    """A kind of job: its name, what a person calls it, what one must be allowed to ask for it, and what it does."""

    name: str
    title: str
    permission: Permission
    run: Function


KINDS: dict[str, Kind] = {}
"""Every kind that has been defined."""


def job(name: str, *, title: str, permission: Permission) -> Callable[[Function], Function]:
    """Make a function a kind of job. Raises RuntimeError for a name that another has."""

    def decorate(function: Function) -> Function:
        if name in KINDS and KINDS[name].run.__module__ != function.__module__:
            raise RuntimeError(f"There is a job {name} already.")
        KINDS[name] = Kind(name, title, permission, function)
        return function

    return decorate


def kind_of(name: str) -> Kind:
    """The kind of that name. Raises PeelianError where this version knows none."""
    if name not in KINDS:
        raise PeelianError(
            "unknown-job", f"This version of Peelian knows no job {name}.", "Start a worker of the version that asked."
        )
    return KINDS[name]
