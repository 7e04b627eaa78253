"""The first page of the office: what is due to whoever is signed in, what waits for them, and what they wait for."""

from __future__ import annotations

from typing import Any

from django.db.models import Count, Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from peelian.core.access import signed_in
from peelian.core.acting import CLOCK
from peelian.core.clocks.dates import in_full
from peelian.core.jobs.models import FAILED, OPEN_STATES, Job
from peelian.core.jobs.queries import jobs_of
from peelian.core.models import Organisation, Person
from peelian.core.running.actions import read
from peelian.core.running.models import RUNNING
from peelian.core.running.queries import calendar_in_force, clocks_for, clocks_seen_by, led_by, notices_for, overdue
from peelian.figures.house import today
from peelian.ui.components import Cell, Column, FigureTable, Row
from peelian.workspace.boards import SOON, Waiting, horizon, teaches, waiting, works_of
from peelian.workspace.doing import person_of, who
from peelian.workspace.ticking import Ticking, ticking
from peelian.workspace.views.clocks import waiting_for
from peelian.workspace.views.jobs import title_of, words_of

NAV = {"nav": "/office"}
CLOCKS_SHOWN = 25
FAILED_SHOWN = 5
NOTICES_SHOWN = 8
TEAM_SHOWN = 300


@signed_in
def board(request: HttpRequest) -> HttpResponse:
    """What is overdue and due, what waits for one and what one waits for, notices, and work in the background."""
    person = person_of(request)
    calendar = calendar_in_force()
    soon = horizon(calendar)
    clocks, is_near = clocks_for(person), Q(due__range=(today(), soon))
    counts = clocks.order_by().aggregate(
        all=Count("pk"), late=Count("pk", filter=overdue()), near=Count("pk", filter=is_near)
    )
    late, near = (ticking(clocks.filter(which)[:CLOCKS_SHOWN], calendar) for which in (overdue(), is_near))
    found = waiting(works_of(person), person)
    yours = [item for item in found if item.steps]
    others = [item for item in found if not item.steps and item.work.author == person]
    notices = list(notices_for(person))
    about: dict[str, Any] = NAV | _jobs(person) | {
        "late": late, "near": near, "later": counts["all"] - counts["late"] - counts["near"],
        "more_late": counts["late"] - len(late), "more_near": counts["near"] - len(near), "soon": in_full(soon), "days": SOON,
        "yours": yours, "others": others, "notices": notices[:NOTICES_SHOWN], "unread": len(notices),
        "more_notices": len(notices) - NOTICES_SHOWN,
        "leads": led_by(person),
    }  # fmt: skip
    if not any((counts["all"], yours, others, notices, about["jobs"])):
        about["teaches"] = teaches(person)
    return render(request, "workspace/board.html", about)


def _jobs(person: Person) -> dict[str, Any]:
    """Work that one asked for: what runs or waits, and the last that failed; and what failed of what Peelian itself began, such as
    the printing of a pack: nobody else would see it.
    """
    own = Q(asked_by=person.key)
    open_ones = list(Job.objects.filter(own, state__in=OPEN_STATES).order_by("-pk")[:50])
    left = Job.objects.filter(own, state=FAILED) | jobs_of(person).filter(asked_by=CLOCK.key, state=FAILED)
    failed = list(left.order_by("-pk")[: FAILED_SHOWN + 1])
    told = [
        {"job": job, "title": title_of(job), "words": words_of(job)} for job in (*open_ones, *failed[:FAILED_SHOWN])
    ]
    number = left.count() if len(failed) > FAILED_SHOWN else len(failed)
    return {"jobs": told, "jobs_run": bool(open_ones), "jobs_failed": number, "more_failed": number - FAILED_SHOWN}


@signed_in
def board_jobs(request: HttpRequest) -> HttpResponse:
    """The part of the board that tells of background work, for a board that is open; the board itself for who asks otherwise."""
    if request.headers.get("HX-Request") != "true":
        return redirect("/office#jobs")
    return render(request, "workspace/board_jobs.html", _jobs(person_of(request)))


@signed_in
@require_POST
def read_notice(request: HttpRequest, pk: int) -> HttpResponse:
    """Note that one has read a notice."""
    notice = get_object_or_404(notices_for(person_of(request)), pk=pk)
    read(notice, by=who(request))
    return redirect("/office#notices")


@signed_in
@require_POST
def read_notices(request: HttpRequest) -> HttpResponse:
    """Note that one has read the notices that a page showed: those that it names, not what came meanwhile."""
    shown = [int(pk) for pk in request.POST.getlist("notice") if pk.isascii() and pk.isdecimal() and len(pk) < 16]
    for notice in notices_for(person_of(request)).filter(pk__in=shown[:NOTICES_SHOWN]):
        read(notice, by=who(request))
    return redirect("/office#notices")


@signed_in
def team(request: HttpRequest) -> HttpResponse:
    """The same for an organisation that one looks after: everything that is due, and whom it waits for."""
    person = person_of(request)
    led = led_by(person)
    if not led:
        raise Http404
    chosen = _chosen(led, request.GET.get("organisation", ""))
    calendar = calendar_in_force()
    clocks = clocks_seen_by(person).filter(organisation=chosen, state=RUNNING)[: TEAM_SHOWN + 1]
    told = ticking(clocks[:TEAM_SHOWN], calendar)
    found = [item for item in waiting(works_of(person), person) if item.work.organisation == chosen]
    return render(request, "workspace/team.html", NAV | {
        "led": led, "chosen": chosen, "clocks": _clocks_table(told), "works": _works_table(found),
        "late": sum(item.overdue for item in told), "more": len(clocks) > TEAM_SHOWN,
        "nobody": [item for item in found if item.nobody],
    })  # fmt: skip


def _chosen(led: list[Organisation], slug: str) -> Organisation:
    for body in led:
        if slug in ("", body.pk):
            return body
    raise Http404


def _clocks_table(told: list[Ticking]) -> FigureTable:
    rows = tuple(
        Row((
            Cell(waiting_for(item.clock)), Cell(item.clock.title, item.href, note=item.rule),
            Cell(item.due, order=item.clock.due.isoformat() if item.clock.due else ""), Cell(item.left),
        ))
        for item in told
    )  # fmt: skip
    heads = tuple(Column(label) for label in ("Waits for", "What", "Due", "Left"))
    return FigureTable("due-table", "What is due, and whom it waits for", heads, rows, caption_hidden=True)


def _works_table(found: list[Waiting]) -> FigureTable:
    rows = tuple(
        Row((
            Cell(item.who), Cell(item.work.title, item.work.href, note=item.work.workflow.thing), Cell(item.work.state.title),
            Cell(item.long, order=item.since.isoformat() if item.since else ""), Cell(in_full(item.due) if item.due else ""),
        ))
        for item in found
    )  # fmt: skip
    heads = tuple(Column(label) for label in ("Who has it", "What", "Where it stands", "For how long", "Due"))
    return FigureTable("work-table", "Work on its way, and who has it", heads, rows, caption_hidden=True)
