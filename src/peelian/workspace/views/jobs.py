"""Background work: what was asked for, how far it is, what came of it; try it again, or stop it."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.template.loader import select_template
from django.views.decorators.http import require_POST

from peelian.core.access import signed_in
from peelian.core.actions import actor_of
from peelian.core.jobs.actions import stop, try_again
from peelian.core.jobs.kinds import KINDS
from peelian.core.jobs.models import FAILED, FINISHED, STATES, STOPPED, Job
from peelian.core.jobs.queries import job_for, jobs_of
from peelian.core.jobs.uploads import is_there
from peelian.core.models import Person
from peelian.figures.errors import PeelianError
from peelian.figures.house import LONDON, House
from peelian.ui.components import Cell, Column, EmptyState, Fact, FigureTable, Row, Tag, Tone
from peelian.ui.format import day

ON_A_PAGE = 50
NAV = "/office/jobs"
TONES: dict[str, Tone] = {FINISHED: "ink", FAILED: "lamp"}


def _person(request: HttpRequest) -> Person:
    """Who is signed in: the gate lets nobody else through."""
    assert isinstance(request.user, Person)
    return request.user


def _found(request: HttpRequest, number: int) -> Job:
    """The job, where they may see it; where not, it is not there."""
    job = job_for(_person(request), number)
    if job is None:
        raise Http404
    return job


def title_of(job: Job) -> str:
    """What a person calls it."""
    return KINDS[job.kind].title if job.kind in KINDS else job.kind


def moment(at: dt.datetime | None) -> str:
    """``26 November 2026, 09:31``, in London."""
    return f"{day(local := at.astimezone(LONDON))}, {local:%H:%M}" if at else ""


def words_of(job: Job) -> str:
    """How far it is, in a sentence."""
    if job.state == FINISHED:
        return "It is done."
    if job.state == FAILED:
        return "It failed."
    if job.state == STOPPED:
        return "It was stopped."
    if job.stop_asked:
        return "It stops at its next step."
    if job.total:
        return f"{job.done:,} of {job.total:,}{f': {job.what}' if job.what else ''}"
    return f"It has been tried {job.attempts} times; it is tried again by itself." if job.error else STATES[job.state]


@signed_in
def jobs(request: HttpRequest) -> HttpResponse:
    """Everything that one asked for, or might have."""
    page = Paginator(jobs_of(_person(request)), ON_A_PAGE).get_page(request.GET.get("page"))
    names = _names(page)
    rows = tuple(
        Row((
            Cell(f"{title_of(job)}, number {job.pk}", href=f"{NAV}/{job.pk}"),
            Cell(STATES[job.state], note=job.error or ("" if job.state in (FINISHED, STOPPED) else words_of(job))),
            Cell(names[job.asked_by], note=moment(job.created_at)),
        ))
        for job in page
    )  # fmt: skip
    table = FigureTable(
        "jobs",
        "Background work, newest first",
        tuple(map(Column, ("Work", "State", "Asked by"))),
        rows,
        caption_hidden=True,
    )
    empty = EmptyState(
        "No background work yet.",
        "Loading files and making a release take a while: they are done in the background, and every one of them is listed here.",
        level=2,
    )
    return render(request, "workspace/jobs/list.html", {"nav": NAV, "table": table, "empty": empty, "page": page})


@signed_in
def job(request: HttpRequest, number: int) -> HttpResponse:
    """One job."""
    found = _found(request, number)
    asked = Fact("Asked by", _names([found])[found.asked_by], note=moment(found.created_at))
    result = select_template([f"workspace/jobs/{found.kind}.html", "workspace/jobs/result.html"])
    about: dict[str, Any] = {
        "nav": NAV, "job": found, "title": title_of(found), "words": words_of(found), "facts": [asked, *_moving(found)],
        "tag": _tag(found), "may_stop": _may_stop(found),
        "may_try": found.state in (FAILED, STOPPED) and _has_files(found), "result": result,
        "after": select_template([f"workspace/jobs/{found.kind}.after.html", "workspace/jobs/after.html"]),
    }  # fmt: skip
    return render(request, "workspace/jobs/job.html", about)


def _tag(job: Job) -> Tag:
    return Tag(STATES[job.state], TONES.get(job.state, "plain"))


def _may_stop(job: Job) -> bool:
    return job.open and not job.stop_asked


def _moving(job: Job) -> list[Fact]:
    """The facts that change while it runs; the page's script follows them by name."""
    return [
        Fact("Started", moment(job.started_at) or "Not yet"),
        Fact("Ended", moment(job.finished_at) or "Not yet"),
        Fact("Attempts", str(job.attempts)),
    ]


def _has_files(job: Job) -> bool:
    """Whether what it was given to read is still kept, where it was given files."""
    upload = str(job.arguments.get("upload", ""))
    return not upload or is_there(House(settings.PEELIAN_DATA), upload)


@signed_in
def job_json(request: HttpRequest, number: int) -> HttpResponse:
    """How far it is, for the page's script and for programs."""
    found = _found(request, number)
    tag = _tag(found)
    return JsonResponse({
        "id": found.pk, "kind": found.kind, "state": found.state, "open": found.open, "done": found.done, "total": found.total,
        "what": found.what, "words": words_of(found), "attempts": found.attempts, "result": found.result,
        "error": {"message": found.error, "remedy": found.remedy} if found.error else None,
        "tag": {"text": tag.text, "tone": tag.tone}, "facts": {fact.name: fact.value for fact in _moving(found)},
        "may_stop": _may_stop(found), "created": found.created_at, "started": found.started_at, "finished": found.finished_at,
    })  # fmt: skip


@signed_in
@require_POST
def job_again(request: HttpRequest, number: int) -> HttpResponse:
    """Put it back into the queue."""
    return _do(request, number, try_again, "It is in the queue again.")


@signed_in
@require_POST
def job_stop(request: HttpRequest, number: int) -> HttpResponse:
    """Stop it."""
    return _do(request, number, stop, "It is stopped, or stops at its next step.")


def _do(request: HttpRequest, number: int, step: Any, said: str) -> HttpResponse:
    try:
        step(_found(request, number), by=actor_of(_person(request)))
        messages.success(request, said)
    except PeelianError as error:
        messages.error(request, str(error))
    return redirect(f"{NAV}/{number}")


def _names(found: Any) -> dict[str, str]:
    """Who asked, by key: people by name, the command and the clock in words."""
    keys = {job.asked_by for job in found}
    people = Person.objects.filter(pk__in=[key.partition(":")[2] for key in keys if key.startswith("person:")])
    return dict.fromkeys(keys, "Peelian itself") | {person.key: person.name for person in people}
