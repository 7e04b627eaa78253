"""What happens to a recommendation, from both sides: the body answers and claims, the committee judges and closes."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from peelian.core.access import needs
from peelian.core.models import Organisation
from peelian.core.permissions import Permission as P
from peelian.figures.errors import PeelianError
from peelian.figures.house import today
from peelian.scrutiny.ledger import stepping
from peelian.scrutiny.ledger.actions import owers, read
from peelian.scrutiny.ledger.life import MOVES, Move
from peelian.scrutiny.ledger.models import RecommendationRecord
from peelian.scrutiny.ledger.queries import alike_before, ledger_of
from peelian.scrutiny.ledger.records import Recommendation, Report
from peelian.scrutiny.ledger.shelf import repeats_of
from peelian.scrutiny.ledger.standing import Life, lives, overdue_in
from peelian.ui.components import Link
from peelian.ui.format import day
from peelian.workspace.doing import attempt, person_of, who
from peelian.workspace.ledger.desk import (
    ANSWERS,
    HOME,
    asked_table,
    facts_of,
    late_words,
    short_names,
    steps_open,
    told_steps,
)
from peelian.workspace.ledger.forms import EVIDENCE_REFUSALS, STEP_FIELDS, StepForm
from peelian.workspace.ledger.linking import LinkForm, UnlinkForm
from peelian.workspace.views.desk import house

NAV = {"nav": "/office/recommendations"}
SAY = {
    "withdrawn": "The recommendation is withdrawn: the body no longer has to answer or deliver it. Its words, everything that "
    "happened and your reason stay public. Nobody can take this back; the committee would have to recommend it anew.",
    "closed": "It is followed no further and no longer counts as overdue. Both verdicts and your reason stay public. It can be "
    "taken up again.",
    "reopened": "It is followed again, and can be overdue again, from where it stood before it was closed. The last verdict "
    "stands until the committee gives another.",
}  # fmt: skip
"""What a step of the committee that ends or begins something anew brings with it."""
LINKING = {"linked": "link", "unlinked": "unlink"}
"""What the pages of two steps are called."""
ANSWERING = {"nav": "/office/recommendations/answers"}


def _asked(record: RecommendationRecord) -> tuple[Report, Recommendation]:
    report = read(record.report, house())
    return report, next(one for one in report.recommendations if one.number == record.number)


def _published(pk: int) -> RecommendationRecord:
    rows = RecommendationRecord.objects.filter(report__state="published").select_related("report__organisation")
    return get_object_or_404(rows, pk=pk)


def _of_committee(request: HttpRequest, pk: int, permission: P = P.SEE_PAPERS) -> RecommendationRecord:
    """A published recommendation of one's own committee. Raises Http404."""
    record = _published(pk)
    if record.report.organisation_id not in person_of(request).where(permission):
        raise Http404
    return record


def _of_body(request: HttpRequest, pk: int, body: str) -> RecommendationRecord:
    """A published recommendation that one's own body was asked, or owes in the place of one that is gone. Raises Http404."""
    record = _published(pk)
    if body not in record.addressees:
        raise Http404
    if not set(person_of(request).where(P.ANSWER_COMMITTEE)) & {body, *owers(body, house())}:
        raise Http404
    return record


@needs(P.SEE_PAPERS)
def recommendation(request: HttpRequest, pk: int) -> HttpResponse:
    """One recommendation for its committee: where it stands with each body, and what can be done now."""
    record = _of_committee(request, pk)
    report, asked = _asked(record)
    held = lives(report, asked, today())
    by, owner = who(request), record.owner
    return render(request, "workspace/ledger/recommendation.html", NAV | {
        **_about(record, report, asked, held),
        "trail": [HOME, Link(report.title, f"/office/recommendations/reports/{record.report_id}")],
        "moves": [
            (one, _address(one, pk))
            for one in steps_open(held, by, owner, "committee")
            if one.kind != "unlinked" or repeats_of(asked)
        ],
        "notes": by.may(P.WRITE_PAPERS, owner), "open": [
            (one, short_names(house()).get(one.addressee, one.addressee))
            for one in held if one.state.id in MOVES["answered"].before
        ],
    })  # fmt: skip


def _address(move: Move, pk: int) -> str:
    return f"/office/recommendations/{pk}/{LINKING.get(move.kind, move.kind)}"


def _about(
    record: RecommendationRecord, report: Report, asked: Recommendation, held: tuple[Life, ...]
) -> dict[str, Any]:
    names = short_names(house())
    return {
        "record": record, "report": report, "asked": asked, "title": f"{asked.number}. {asked.title}",
        "made": day(report.on) if report.on else "",
        "sides": [(one, facts_of(one, names), late_words([one])) for one in held], "told": told_steps(asked, names),
        "public": f"/recommendations/{asked.id}",
    }  # fmt: skip


@needs(P.SPEAK_FOR_COMMITTEE)
def step(request: HttpRequest, pk: int, kind: str) -> HttpResponse:
    """A step of the committee: its verdict, closing, reopening, withdrawing."""
    record = _of_committee(request, pk, P.SPEAK_FOR_COMMITTEE)
    if kind not in MOVES or MOVES[kind].who != "committee":
        raise Http404
    return _step(request, record, kind, "")


@needs(P.WRITE_PAPERS)
def note(request: HttpRequest, pk: int, body: str, kind: str) -> HttpResponse:
    """Note what a body published, or what one without an office here said."""
    record = _of_committee(request, pk, P.WRITE_PAPERS)
    if kind not in MOVES or MOVES[kind].who != "addressee" or body not in record.addressees:
        raise Http404
    if kind not in stepping.NOTED and Organisation.objects.filter(pk__in=owers(body, house())).exists():
        raise PermissionDenied("The body answers here for itself.")
    return _step(request, record, kind, body)


@needs(P.ANSWER_COMMITTEE)
def answers(request: HttpRequest) -> HttpResponse:
    """What one's body was asked, overdue first; with ``all`` also what is closed."""
    mine, found = person_of(request).where(P.ANSWER_COMMITTEE), house()
    everything = "all" in request.GET
    held = [one for body in mine for one in ledger_of(found).asked_of(body, today()) if everything or not one.ended]
    held.sort(key=lambda one: (-max((late.days for late in one.overdue), default=0), one.state.id != "made"))
    rows = RecommendationRecord.objects.filter(report__state="published").select_related("report")
    pks = {one.name: one.pk for one in rows}
    held = [one for one in held if one.recommendation.id in pks]
    table = asked_table(held, short_names(found), pks, answering=True)
    return render(request, "workspace/ledger/answers.html", ANSWERING | {
        "table": table, "everything": everything, "overdue": overdue_in(held), "bodies": mine,
    })  # fmt: skip


@needs(P.ANSWER_COMMITTEE)
def answer_desk(request: HttpRequest, pk: int, body: str) -> HttpResponse:
    """One recommendation for who answers it."""
    record = _of_body(request, pk, body)
    report, asked = _asked(record)
    held = tuple(one for one in lives(report, asked, today()) if one.addressee == body)
    mine = set(person_of(request).where(P.ANSWER_COMMITTEE))
    speaks = next((one for one in owers(body, house()) if one in mine), body)
    moves = steps_open(held, who(request), f"{Organisation.KIND}:{speaks}", "addressee")
    if not held[0].duty.late:
        moves = [one for one in moves if one.kind != "late-reason"]
    return render(request, "workspace/ledger/recommendation.html", ANSWERING | {
        **_about(record, report, asked, held), "trail": [ANSWERS], "answering": True,
        "moves": [(one, f"/office/recommendations/answers/{pk}/{body}/{one.kind}") for one in moves],
    })  # fmt: skip


@needs(P.ANSWER_COMMITTEE)
def answer_step(request: HttpRequest, pk: int, body: str, kind: str) -> HttpResponse:
    """A step of the body that was asked: acknowledge, answer, say why it is late, claim what was done."""
    record = _of_body(request, pk, body)
    if kind not in MOVES or MOVES[kind].who != "addressee":
        raise Http404
    return _step(request, record, kind, body, answering=True)


def _step(
    request: HttpRequest, record: RecommendationRecord, kind: str, body: str, answering: bool = False
) -> HttpResponse:
    report, asked = _asked(record)
    data, more = request.POST if request.method == "POST" else None, "more" in request.POST
    held = [one for one in lives(report, asked, today()) if (not body or one.addressee == body)]
    ready = [one.addressee for one in held if one.state.id in MOVES[kind].before]
    form = StepForm(
        data, kind=kind, asked=asked, names=short_names(house()), bodies=ready, more=more, initial={"on": today()}
    )
    home = (
        f"/office/recommendations/answers/{record.pk}/{body}" if answering else f"/office/recommendations/{record.pk}"
    )
    if data is not None and not more and form.is_valid():
        attempt(form, lambda: _take(record, kind, body, form, request), STEP_FIELDS)
        if form.is_valid() and not any(part.error for part in form.parts):
            messages.success(request, f"{MOVES[kind].title}: it is on record, and published.")
            return redirect(home)
    title = f"{asked.number}. {asked.title}"
    return render(request, "workspace/ledger/form.html", (ANSWERING if answering else NAV) | {
        "form": form, "title": MOVES[kind].title, "where": title, "button": MOVES[kind].title, "asked": asked, "back": home,
        "closed": "" if ready else f"It is {held[0].state.title.lower()}: this step is not open.",
        "say": SAY.get(kind, "It is published at once and stays on record: what mends it is a further step."),
        "leave": "Back without saying anything",
        "trail": [ANSWERS if answering else HOME, Link(title, home)],
    })  # fmt: skip


def _take(record: RecommendationRecord, kind: str, body: str, form: StepForm, request: HttpRequest) -> Any:
    told, by, found = form.cleaned_data, who(request), house()
    on, reason, about = (
        told["on"],
        told.get("reason", ""),
        told.get("about") or (record.addressees[0] if len(record.addressees) == 1 else ""),
    )
    acts = {
        "acknowledged": lambda: stepping.acknowledge(record, body, on, found, link=told["link"], by=by),
        "answered": lambda: stepping.answer(record, body, form.answers, on, found, link=told["link"], by=by),
        "late-reason": lambda: stepping.give_late_reason(record, body, on, found, by=by, reason=reason),
        "claimed": lambda: stepping.claim(record, body, told["status"], on, found, evidence=form.evidence, by=by, reason=reason),
        "verdict": lambda: stepping.verdict(
            record, told["status"], on, found, about=about, evidence=form.evidence, by=by, reason=reason
        ),
        "closed": lambda: stepping.close(record, on, found, about=about, by=by, reason=reason),
        "reopened": lambda: stepping.reopen(record, on, found, about=about, by=by, reason=reason),
        "withdrawn": lambda: stepping.withdraw(record, on, found, about=about, by=by, reason=reason),
    }  # fmt: skip
    try:
        return acts[kind]()
    except PeelianError as error:
        if error.code not in EVIDENCE_REFUSALS or not form.parts:
            raise
        form.parts[0].error = f"{error.message} {error.remedy}"
        return None


@needs(P.WRITE_PAPERS)
def link(request: HttpRequest, pk: int) -> HttpResponse:
    """Say that a recommendation repeats an earlier one."""
    record = _of_committee(request, pk, P.WRITE_PAPERS)
    _, asked = _asked(record)
    found = alike_before(house(), asked.id)
    like = [(one.recommendation.id, f"{_named(one.recommendation.id)}, {round(one.score)}% alike") for one in found]
    form = LinkForm(request.POST or None, like=like)
    home = f"/office/recommendations/{record.pk}"
    if request.method == "POST" and form.is_valid():
        attempt(
            form,
            lambda: stepping.link(record, form.earlier, today(), house(), by=who(request)),
            {"unknown-recommendation": "other", "no-link": "other", "linked-already": "other", "not-earlier": "other"},
        )
        if form.is_valid():
            messages.success(request, "It is linked: its page says how often it was asked.")
            return redirect(home)
    return render(request, "workspace/ledger/form.html", NAV | {
        "form": form, "title": "Link to an earlier recommendation", "where": f"{asked.number}. {asked.title}",
        "button": "Link them",
        "say": "The machine proposes by likeness of words; whether it asks for the same a person says.",
        "trail": [HOME, Link(f"{asked.number}. {asked.title}", home)], "back": home,
    })  # fmt: skip


@needs(P.WRITE_PAPERS)
def unlink(request: HttpRequest, pk: int) -> HttpResponse:
    """Say that a link to an earlier recommendation was a mistake."""
    record = _of_committee(request, pk, P.WRITE_PAPERS)
    _, asked = _asked(record)
    linked, home = [(one, _named(one)) for one in repeats_of(asked)], f"/office/recommendations/{record.pk}"
    form = UnlinkForm(request.POST or None, linked=linked)
    if request.method == "POST" and form.is_valid():
        told = form.cleaned_data
        attempt(
            form,
            lambda: stepping.unlink(record, told["earlier"], today(), house(), by=who(request), reason=told["reason"]),
            {"no-reason": "reason", "not-linked": "earlier"},
        )
        if form.is_valid():
            messages.success(request, "The link is undone: it counts no longer, and stays on record with your reason.")
            return redirect(home)
    return render(request, "workspace/ledger/form.html", NAV | {
        "form": form, "title": MOVES["unlinked"].title, "button": MOVES["unlinked"].title,
        "where": f"{asked.number}. {asked.title}",
        "say": "The link, and that it was undone, stay public in the history; nothing is edited. It can be linked again.",
        "closed": "" if linked else "It is linked to no earlier recommendation.",
        "trail": [HOME, Link(f"{asked.number}. {asked.title}", home)], "back": home,
    })  # fmt: skip


def _named(name: str) -> str:
    """A recommendation by its title and number, with the report that makes it; by its address where it is not out."""
    ledger = ledger_of(house())
    if not ledger.has(name):
        return name
    asked = ledger.recommendation(name)
    return f"{asked.title} (number {asked.number} of “{ledger.report(asked.report).title}”)"
