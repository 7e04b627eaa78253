"""What is signed of a decision and what follows: advice, the steps from form to publication, Part 2, call-ins."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from peelian.core.access import needs
from peelian.core.acting import Actor
from peelian.core.exempt import actions as exempt
from peelian.core.exempt.models import ExemptPart
from peelian.core.exempt.uploads import DOORS
from peelian.core.permissions import Permission as P
from peelian.core.workflow import Step
from peelian.decisions import actions, coming_out, paying, signing, withheld
from peelian.decisions.models import CallInRecord, DecisionSignature
from peelian.decisions.queries import earlier_of, may_correct
from peelian.decisions.records import SUBJECTS
from peelian.decisions.rules import DECISION
from peelian.figures.house import today
from peelian.ui.format import day
from peelian.workspace.decisions.desk import CORRECT, DecisionDesk
from peelian.workspace.decisions.step_forms import (
    STEP_FIELDS,
    AdviceForm,
    CallInForm,
    ConcludeForm,
    PartForm,
    PaymentForm,
    SettleForm,
    StepForm,
)
from peelian.workspace.doing import attempt, refusal, version_in, who
from peelian.workspace.views.decision_desk import about, desk_of
from peelian.workspace.views.desk import house

SAY = {
    "decision.ask-advice": "The form goes to the advisers as it is. Nobody writes in it until it comes back.",
    "decision.send": "You sign as lead officer: the form is complete, and whoever had to advise has. It goes to the director.",
    "decision.countersign": "You sign that the form is complete and that the power to decide is there. What is exempt is sealed.",
    "decision.sign": "You take the decision. The form is sealed as it is and never changed; a correction is another version.",
    "decision.publish": "It is out at once, for everybody, and stays.",
    "decision.defer": "Until that day nothing of it is public but its number, that it is deferred, until when, and why.",
    "decision.end-deferral": "It is out at once, for everybody, before its day.",
    "decision.take-back": "The form can be written again. Advice stays where what is decided stays the same.",
    "decision.ask-changes": "The form goes back to who writes it, who is told why.",
    "decision.return": "The form goes back to who writes it, who is told why. Whoever signed the whole of it signs anew.",
    "decision.refer-back": "The form goes back to who writes it, who is told why. Whoever signed the whole of it signs anew.",
    "decision.withdraw": "Nothing is decided. The number is not given to another decision.",
    "decision.correct": "Another version takes the whole way again. What is published stays as it is, and is shown beside it.",
}
SIGNING = ("decision.send", "decision.countersign", "decision.sign")
FINAL = ("decision.sign", "decision.withdraw", "decision.publish", "decision.end-deferral")


@needs(P.ADVISE_DECISION)
def advice(request: HttpRequest, reference: str, subject: str) -> HttpResponse:
    """Give advice on one subject."""
    desk = desk_of(request, reference, P.ADVISE_DECISION)
    if subject not in desk.series.advice:
        raise Http404
    kept = DecisionSignature.objects.filter(of=desk.version, part=f"advice:{subject}").first()
    shown = {"text": kept.text, "not_required": kept.not_required} if kept else None
    closed = _closed(desk, DECISION.step("decision.advise"), who(request))
    form = AdviceForm(request.POST or None, initial=shown, named="advice" in desk.series.named)
    if request.method == "POST" and not closed and form.is_valid():
        attempt(form, lambda: signing.advise(desk.version, subject, house(), by=who(request), **form.cleaned_data))
        if form.is_valid():
            messages.success(request, f"{SUBJECTS[subject]}: signed.")
            return redirect("decision-desk", reference)
    return render(request, "workspace/decisions/form.html", about(desk) | {
        "form": form, "asked": True, "title": SUBJECTS[subject], "button": "Sign", "closed": closed, "back": desk.home,
        "page": desk.preview,
        "where": f"{desk.record}: {desk.title}",
    })  # fmt: skip


@needs(P.SEE_DECISIONS)
def step(request: HttpRequest, reference: str, name: str) -> HttpResponse:
    """A step between the first word and publication: what it asks for, what is missing, and what cannot be undone."""
    desk, by = desk_of(request, reference), who(request)
    chosen = next((one for one in (*DECISION.steps, CORRECT) if one.slug == name), None)
    if chosen is None or chosen.action == "decision.advise":
        raise Http404
    chosen = desk.named(chosen)
    closed = _closed(desk, chosen, by)
    forward = chosen.action in ("decision.ask-advice", "decision.send", "decision.countersign", "decision.sign")
    lacks = desk.missing if forward and not closed else []
    warnings = desk.warnings if chosen.action in ("decision.send", "decision.publish") else []
    form = StepForm(
        request.POST if request.method == "POST" else None,
        step=chosen,
        warnings=bool(warnings),
        until=desk.version.deferred_until,
    )
    if request.method == "POST" and not closed and form.is_valid():
        attempt(form, lambda: _take(desk, chosen, form.cleaned_data, by), STEP_FIELDS)
        if form.is_valid():
            messages.success(request, _done(desk, chosen))
            return redirect("decision-desk", reference)
    return render(request, "workspace/decisions/step.html", about(desk) | {
        "form": form, "step": chosen, "closed": closed, "lacks": lacks, "warnings": warnings, "say": SAY[chosen.action],
        "title": chosen.title, "signs": chosen.action in SIGNING, "warning": chosen.action in FINAL,
        "page": desk.preview if forward or warnings else None,
    })  # fmt: skip


def _closed(desk: DecisionDesk, step: Step, by: Actor) -> str:
    """Why a step is not open to somebody; empty where it is."""
    version = desk.version
    if not by.may(step.permission, version.owner):
        return f"“{step.title}” is for somebody else: you may not {step.permission.value}."
    if step is CORRECT:
        return (
            "" if may_correct(desk.record, by) else "Only what is published, and not being corrected, can be corrected."
        )
    return refusal(lambda: DECISION.check(
        step.action, by, version.state, owner=version.owner, reason="asked for later", earlier=earlier_of(version, by.key)
    ))  # fmt: skip


def _take(desk: DecisionDesk, step: Step, told: dict[str, Any], by: Actor) -> Any:
    version, reason, found = desk.version, told.get("reason", ""), house()
    read = bool(told.get("warnings_read"))
    acts: dict[str, Any] = {
        "decision.ask-advice": lambda: signing.ask_advice(version, found, by=by),
        "decision.send": lambda: signing.send(version, found, warnings_read=read, by=by),
        "decision.countersign": lambda: signing.countersign(version, found, by=by),
        "decision.sign": lambda: signing.sign(version, found, interests=told["interests"], by=by),
        "decision.publish": lambda: coming_out.publish(version, found, warnings_read=read, by=by),
        "decision.defer": lambda: coming_out.defer(version, told["until"], found, by=by, reason=reason),
        "decision.end-deferral": lambda: coming_out.end_deferral(version, found, by=by, reason=reason),
        "decision.take-back": lambda: signing.take_back(version, by=by, reason=reason),
        "decision.ask-changes": lambda: signing.ask_changes(version, by=by, reason=reason),
        "decision.return": lambda: signing.return_it(version, by=by, reason=reason),
        "decision.refer-back": lambda: signing.refer_back(version, by=by, reason=reason),
        "decision.withdraw": lambda: actions.withdraw(version, found, by=by, reason=reason),
        "decision.correct": lambda: actions.correct(desk.record, by=by, reason=reason),
    }
    return acts[step.action]()


def _done(desk: DecisionDesk, step: Step) -> str:
    """What is said once a step is taken."""
    fresh = DecisionDesk(desk.record, desk.house, desk.by)
    if step.action == "decision.sign" and fresh.version.state == "deferred" and fresh.version.deferred_until:
        return f"The decision is taken. It is published on {day(fresh.version.deferred_until)}."
    if step is CORRECT:
        return f"{fresh.version.label} is begun: mend the form, and ask for advice."
    waits = f" It waits for {fresh.state.waits_for}." if fresh.state.waits_for else ""
    return f"{desk.record}: {fresh.state.title.lower()}.{waits}"


@needs(P.WRITE_DECISION)
def add_part(request: HttpRequest, reference: str) -> HttpResponse:
    """Add a part to Part 2."""
    desk = desk_of(request, reference, P.WRITE_DECISION)
    more = "more" in request.POST
    data = request.POST if request.method == "POST" else None
    form = PartForm(
        data,
        request.FILES or None,
        kind=desk.record.organisation.kind,
        more=more,
        initial={"decided_by": desk.series.director},
    )
    if data is not None and not more and desk.keeps_part_2 and form.is_valid():
        told = form.cleaned_data
        if any(one.title == told["title"] and not withheld.is_sealed(one) for one in desk.parts):
            form.add_error(
                "title", "A part with this title is kept already. Rewrite that one, or give this one another title."
            )
            return _part_page(request, desk, form, "Add to Part 2")
        attempt(form, lambda: exempt.keep(
            desk.record.key, desk.record.organisation, told["title"], form.content or "", form.grounds, told["decided_by"],
            told["review_on"], told["release_on"], by=who(request),
        ), PART_FIELDS)  # fmt: skip
        if form.is_valid():
            _said_part_2(request, desk, str(told["title"]))
            return redirect(f"{desk.home}#part-2")
    return _part_page(request, desk, form, "Add to Part 2")


def _said_part_2(request: HttpRequest, desk: DecisionDesk, title: str) -> None:
    """Let the form say that there is a Part 2, and tell whether it does."""
    kept = f"“{title}” is kept, encrypted. It is sealed before the decision is countersigned."
    said: list[bool] = []
    why = refusal(lambda: said.append(actions.say_part_2(desk.version, by=who(request))))
    if said == [True]:
        messages.success(request, f"{kept} The form says that there is a Part 2.")
    else:
        now = why or f"The form says that there is none, and cannot be written now: it is {desk.state.title.lower()}."
        messages.warning(request, f"{kept} {now} Take it back, and tick “There is a Part 2”.")


PART_FIELDS = {
    "bad-review-date": "review_on",
    "no-review-date": "review_on",
    "bad-release-date": "release_on",
    "no-text": "text",
    **dict.fromkeys(("no-file", "large-file", "wrong-file"), "file"),
}
DOORS.update(("decision-part-add", "decision-part"))


def _part_page(request: HttpRequest, desk: DecisionDesk, form: Any, title: str, **more: Any) -> HttpResponse:
    if form is not None and form.is_bound:
        form.choose_again()
    closed = "" if desk.keeps_part_2 else "Part 2 is written by a decision officer, before the decision is taken."
    return render(request, "workspace/decisions/part.html", about(desk) | {
        "form": form, "title": title, "closed": closed, "back": f"{desk.home}#part-2", "where": f"{desk.record}: {desk.title}",
    } | more)  # fmt: skip


def _part(desk: DecisionDesk, pk: str) -> ExemptPart:
    found = next((one for one in withheld.parts(desk.record) if one.pk == pk), None)
    if found is None:
        raise Http404
    return found


@needs(P.WRITE_DECISION)
def rewrite_part(request: HttpRequest, reference: str, pk: str) -> HttpResponse:
    """Rewrite a part that is not sealed. That its text was read to be shown is on record."""
    desk = desk_of(request, reference, P.WRITE_DECISION)
    held, by = _part(desk, pk), who(request)
    if not desk.keeps_part_2 or withheld.is_sealed(held):
        return _part_page(
            request, desk, None, held.title, closed="What is sealed is never edited. A correction is another part."
        )
    more = "more" in request.POST
    data = request.POST if request.method == "POST" else None
    shown = {} if data is not None else {
        "title": held.title, "text": exempt.read(held, by=by) if held.form == "text" else "", "decided_by": held.decided_by,
        "review_on": held.review_on, "release_on": held.release_on,
    }  # fmt: skip
    form = PartForm(
        data, request.FILES or None, kind=desk.record.organisation.kind, grounds=held.reasons, more=more, initial=shown,
        holds=held.length_words if held.form == "file" else "",
    )  # fmt: skip
    if data is not None and not more and form.is_valid():
        told = form.cleaned_data
        attempt(form, lambda: exempt.rewrite(
            held, text=form.content, title=told["title"], grounds=form.grounds, decided_by=told["decided_by"],
            review_on=told["review_on"], release_on=told["release_on"], version=version_in(request), by=by,
        ), PART_FIELDS)  # fmt: skip
        if form.is_valid():
            messages.success(request, f"“{told['title']}” is kept.")
            return redirect(f"{desk.home}#part-2")
    return _part_page(request, desk, form, held.title, version=version_in(request) or held.version)


@needs(P.SEAL_EXEMPT, P.SEE_DECISIONS)
@require_POST
def seal_part(request: HttpRequest, reference: str, pk: str) -> HttpResponse:
    """Seal a part: from now on its text is never edited."""
    desk = desk_of(request, reference, P.SEAL_EXEMPT)
    held = _part(desk, pk)
    if why := refusal(lambda: exempt.seal(held, version=version_in(request), by=who(request))):
        messages.error(request, why)
    else:
        messages.success(request, f"“{held.title}” is sealed.")
    return redirect(f"{desk.home}#part-2")


@needs(P.WRITE_DECISION)
@require_POST
def remove_part(request: HttpRequest, reference: str, pk: str) -> HttpResponse:
    """Take a part away that is not sealed."""
    desk = desk_of(request, reference, P.WRITE_DECISION)
    held = _part(desk, pk)
    if why := refusal(lambda: exempt.remove(held, by=who(request))):
        messages.error(request, why)
    else:
        messages.success(request, "The part is taken away.")
    return redirect(f"{desk.home}#part-2")


@needs(P.WRITE_DECISION)
def call_in(request: HttpRequest, reference: str) -> HttpResponse:
    """Note that a key decision was called in."""
    desk = desk_of(request, reference, P.WRITE_DECISION)
    form = CallInForm(request.POST or None, initial={"day": today()})
    return _noted(
        request, desk, form, "Note that it was called in",
        act=lambda: coming_out.call_in(desk.record, house(), by=who(request), **form.cleaned_data),
        fields={"not-in-time": "day"},
        said=f"{desk.record} is called in: it is not carried out until that is settled.",
        closed="" if desk.may_note_call_in else "Only a key decision that is out can be called in.",
    )  # fmt: skip


@needs(P.WRITE_DECISION)
def settle(request: HttpRequest, reference: str, pk: int) -> HttpResponse:
    """Note what came of a call-in."""
    desk = desk_of(request, reference, P.WRITE_DECISION)
    held = get_object_or_404(CallInRecord, decision=desk.record, pk=pk)
    form = SettleForm(request.POST or None, initial={"day": today()})
    return _noted(
        request, desk, form, "What came of the call-in",
        act=lambda: coming_out.settle_call_in(held, house(), by=who(request), **form.cleaned_data),
        fields={"wrong-day": "day"},
        said="What came of the call-in is on record.",
        closed="It is settled already." if held.outcome else "",
    )  # fmt: skip


@needs(P.WRITE_DECISION)
def conclude(request: HttpRequest, reference: str, pk: int) -> HttpResponse:
    """Note what came of a decision that a call-in sent back to who took it, or to the council."""
    desk = desk_of(request, reference, P.WRITE_DECISION)
    held = get_object_or_404(CallInRecord, decision=desk.record, pk=pk)
    form = ConcludeForm(request.POST or None, initial={"day": today()})
    return _noted(
        request, desk, form, "What came of it after the call-in",
        act=lambda: coming_out.conclude_call_in(held, house(), by=who(request), **form.cleaned_data),
        fields={"wrong-day": "day", "no-correction": "result"},
        said="What came of it is on record.",
        closed="" if held.awaits_result else "Nothing more is to be said of this call-in.",
    )  # fmt: skip


@needs(P.WRITE_DECISION)
def pay(request: HttpRequest, reference: str, grant: str) -> HttpResponse:
    """Note that a grant was paid, or correct what was noted."""
    desk = desk_of(request, reference, P.WRITE_DECISION)
    held = next((one for one in desk.grants if one.grant.id == grant), None)
    if held is None:
        raise Http404
    corrects = held.noted is not None
    form = PaymentForm(request.POST or None, initial={"day": held.wait.paid or today()}, corrects=corrects)
    return _noted(
        request, desk, form, "Correct what was noted of its payment" if corrects else "Note that it was paid",
        act=lambda: paying.note_payment(desk.record, grant, house=house(), by=who(request), **form.cleaned_data),
        fields={"wrong-day": "day", "noted": "day", "no-reason": "reason"},
        said=f"The payment of “{held.grant.title}” is on record.", where=held.grant.title,
    )  # fmt: skip


def _noted(
    request: HttpRequest, desk: DecisionDesk, form: forms.Form, title: str, *, act: Callable[[], object],
    fields: dict[str, str], said: str, closed: str = "", where: str = "",
) -> HttpResponse:  # fmt: skip
    """A form about a call-in or a payment: what it says is put on record, or what is wrong stands at its field."""
    if request.method == "POST" and form.is_valid():
        attempt(form, act, fields)
        if form.is_valid():
            messages.success(request, said)
            return redirect("decision-desk", desk.record.pk)
    return render(request, "workspace/decisions/form.html", about(desk) | {
        "form": form, "title": title, "button": "Put it on record", "back": desk.home, "closed": closed,
        "where": where,
    })  # fmt: skip
