"""A meeting on its officer's desk: from its plan to the signature, with the agenda, its papers and their pages."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from peelian.core.access import needs
from peelian.core.acting import Actor
from peelian.core.clocks.dates import in_full
from peelian.core.permissions import Permission as P
from peelian.core.queries import tellings
from peelian.figures.errors import PeelianError
from peelian.figures.house import today
from peelian.scrutiny.meetings import agenda, life, minutes
from peelian.scrutiny.meetings.models import ItemRecord, MeetingRecord, PaperRecord
from peelian.scrutiny.meetings.unadjourning import take_adjournment_back
from peelian.ui.components import Link
from peelian.ui.deadlines import table as days_of
from peelian.workspace.committees.choosing import reports_among, topics_among, touched_among
from peelian.workspace.committees.desk import STEPS, TITLES, MeetingDesk, trail
from peelian.workspace.committees.forms import (
    AdjournForm,
    GoesOnForm,
    ItemForm,
    MeetingForm,
    PagesForm,
    PaperForm,
    StepForm,
    WithdrawForm,
    split,
)
from peelian.workspace.doing import attempt, refusal, who
from peelian.workspace.history import told_event
from peelian.workspace.views.committee_desk import NAV, form_page, meeting_desk_of
from peelian.workspace.views.desk import house
from peelian.workspace.views.meeting_packs import packs_on, printing_on

DONE = {
    "call": "The meeting is called.", "dispatch": "Agenda and papers are out.", "hold": "It was held: its minutes are begun.",
    "open": "The draft minutes are public.", "agree": "The minutes are agreed, and public.", "sign": "You have signed the minutes.",
    "adjourn": "It is on record that the meeting was adjourned.", "resume": "The sitting that goes on is planned.",
    "not-adjourned": "The adjournment is taken back.",
    "postpone": "The meeting is postponed.", "cancel": "The meeting is cancelled.", "take-back": "The meeting is taken back.",
}  # fmt: skip
"""What is said when a step is taken."""
SAY = {
    "call": "From then on the day stands, and everybody reads that the meeting was called and where its notice could be read.",
    "dispatch": "Everybody can read agenda and papers at once. Nothing of them is edited afterwards: what comes later comes as a "
    "supplementary, late or tabled paper, or as an urgent item, with its reason.",
    "hold": "Its minutes are begun. They are a draft until the committee agrees them.",
    "open": "Everybody reads the draft as it is, and goes on reading it as it changes, until the committee agrees it.",
    "agree": "The minutes are public from then on, and are changed by a resolution of a later meeting alone.",
    "sign": "You sign that the committee agreed them as a correct record.",
    "postpone": "This meeting keeps its address and says why it was put off. Its agenda goes to the new day, which is called anew.",
    "adjourn": "Everybody reads when it was adjourned, why, what stands over and when it goes on. Where the meeting fixed that "
               "day, its sitting stands called at once, with the papers of what stands over; no notice is made up for it.",
    "resume": "The sitting is planned, with what stood over on its agenda. Nobody at the meeting heard of its day: call it, and "
              "send out its agenda, as of any other. Of a meeting of the past it may be a day that is past: then note that it "
              "was held.",
    "not-adjourned": "Once this is taken back, no page says it any more, and its items wait for their outcome again. A sitting "
                     "that was to go on with it is taken back too. Note when it ended under where and when.",
    "cancel": "The meeting keeps its address, and says why it was cancelled.",
    "take-back": "It disappears from every page. Who copied it is told that it was taken back.",
}  # fmt: skip
FIELDS = {
    "short-notice": "reason", "no-channel": "channels", "too-late": "on", "not-yet": "on", "past-day": "to", "same-day": "to",
    "far-day": "to", "too-early": "on", "wrong-meeting": "at",
    "no-reason": "reason", "look-first": "seen", "no-items": "items", "dealt-with": "items", "has-resolved": "items",
    "bad-day": "to", "bad-hour": "at", "early-hour": "begins", "same-meeting": "begins",
}  # fmt: skip

ITEM_FIELDS = {"same-item": "title", "unknown-touched": "touches", "no-such-topic": "topics", "same-number": "number"}
PAPER_FIELDS = {
    "same-paper": "title", **dict.fromkeys(("strange-quarter", "unknown-organisation", "no-area", "no-such-report"), "quarter"),
}  # fmt: skip


def about(desk: MeetingDesk, *inside: Link) -> dict[str, Any]:
    """What every page of a meeting says at its head."""
    here = [Link(str(desk.record), desk.home)] if inside else []
    return NAV | {"desk": desk, "meeting": desk.record, "trail": trail(desk.record.committee, *here, *inside)}


def inside(desk: MeetingDesk, place: str = "") -> dict[str, Any]:
    """What a form within a meeting needs: the way to it, and back."""
    return {
        "trail": trail(desk.record.committee, Link(str(desk.record), desk.home)), "where": str(desk.record),
        "back": f"{desk.home}{f'#{place}' if place else ''}",
    }  # fmt: skip


def home(desk: MeetingDesk, place: str = "") -> HttpResponse:
    """Back to the desk."""
    return redirect(f"{desk.home}{f'#{place}' if place else ''}")


def item_of(desk: MeetingDesk, pk: int) -> ItemRecord:
    """An item of a meeting. Raises Http404."""
    found: ItemRecord = get_object_or_404(
        ItemRecord.objects.select_related("meeting__committee"), meeting=desk.record, pk=pk
    )
    return found


def paper_of(desk: MeetingDesk, pk: int) -> PaperRecord:
    """A paper of a meeting. Raises Http404."""
    found: PaperRecord = get_object_or_404(PaperRecord.objects.select_related("item"), item__meeting=desk.record, pk=pk)
    return found


@needs(P.SEE_PAPERS)
def desk(request: HttpRequest, slug: str, day: str) -> HttpResponse:
    """One meeting: where it stands, what is missing, its agenda, what one can do."""
    found = meeting_desk_of(request, slug, day)
    return render(request, "workspace/committees/meeting.html", about(found) | {
        "days": days_of(found.notice) if found.notice else None, "events": [told_event(told) for told in tellings(found.events)],
        "packs": packs_on(found), "printing": printing_on(found),
        "reads_exempt": who(request).may(P.SEE_EXEMPT, found.record.owner),
    })  # fmt: skip


@needs(P.SEE_PAPERS)
def preview(request: HttpRequest, slug: str, day: str) -> HttpResponse:
    """What everybody reads of it now; with ``all`` everything that is written."""
    found = meeting_desk_of(request, slug, day)
    whole = "all" in request.GET
    return render(request, "workspace/committees/preview.html", about(found, Link("Preview", "")) | {
        "page": found.page if whole else found.preview, "whole": whole, "draft": True,
    })  # fmt: skip


@needs(P.WRITE_PAPERS)
def write(request: HttpRequest, slug: str, day: str) -> HttpResponse:
    """Where and when on its day the meeting is, and what it is called."""
    found = meeting_desk_of(request, slug, day, P.WRITE_PAPERS)
    record = found.record
    names = ("title", "begins", "ends", "place", "contact", "broadcast", "exclusion", "version")
    held = record.state == "held"
    form = MeetingForm(request.POST or None, initial={name: getattr(record, name) for name in names}, held=held)
    if request.method == "POST" and form.is_valid():
        version = form.cleaned_data["version"] or 0
        attempt(form, lambda: life.write(record, version=version, by=who(request), **form.told))
        if form.is_valid():
            messages.success(request, "Saved.")
            return home(found)
    return form_page(request, form, "Where and when", **inside(found))


@needs(P.SEE_PAPERS)
def step(request: HttpRequest, slug: str, day: str, name: str) -> HttpResponse:
    """A step of the meeting: what it asks for, what it lacks, what cannot be undone."""
    found, by = meeting_desk_of(request, slug, day), who(request)
    if name not in STEPS:
        raise Http404
    if name == "sign":
        refused = refusal(lambda: by.must(P.SPEAK_FOR_COMMITTEE, found.record.owner))
    else:
        refused = refusal(lambda: by.must(P.WRITE_PAPERS, found.record.owner))
    closed = refused or found.closed(name)
    checked = name in ("dispatch", "open", "agree") or (name == "hold" and found.record.agenda != "out")
    late = _late(found, name)
    data = request.POST if request.method == "POST" else None
    form = _sitting_form(found, name, data) or StepForm(
        data, name=name, warnings=checked and bool(found.warnings), late=late,
        again=bool(found.record.why), uncalled=found.record.state == "planned", later=found.later, today=today(),
    )  # fmt: skip
    if request.method == "POST" and not closed and form.is_valid():
        fields = FIELDS | (dict.fromkeys(("no-day", "too-late", "not-yet"), "notice_on") if name == "hold" else {})
        fields |= {"no-day": "to"} if name == "adjourn" else {}
        attempt(form, lambda: _take(found, name, form.cleaned_data, by), fields)
        if form.is_valid():
            messages.success(request, DONE[name])
            return home(found)
    return render(request, "workspace/committees/step.html", about(found, Link(TITLES[name], "")) | {
        "form": form, "title": TITLES[name],
        "say": _say(found, name), "closed": closed, "lacks": found.missing if checked else [],
        "waits": checked and bool(found.missing or found.unsealed),
        "warnings": found.warnings if checked else [],
        "days": days_of(found.notice) if found.notice and name in ("call", "dispatch") else None,
        "warning": name in ("cancel", "take-back", "not-adjourned"),
    })  # fmt: skip


def _sitting_form(found: MeetingDesk, name: str, data: Any) -> GoesOnForm | AdjournForm | None:
    """The form of a step that is about another sitting; None of all others. Where there was no quorum, it says so already."""
    if name == "resume":
        return GoesOnForm(data, initial={"begins": found.record.begins})
    if name != "adjourn":
        return None
    items = [(one.number, str(one)) for one in found.items if not one.outcome and not one.votes]
    return AdjournForm(data, items=items, initial={
        "inquorate": bool(found.short), "reason": found.no_quorum, "items": found.short or [number for number, _ in items],
        "at": found.record.ends,
    })  # fmt: skip


def _say(found: MeetingDesk, name: str) -> str:
    """What a step does; of an adjournment that is taken back first what is on record of it."""
    return f"{found.page.sitting.words} {SAY[name]}".strip() if name == "not-adjourned" else SAY[name]


def _adjourned(told: dict[str, Any]) -> life.Adjourned:
    return life.Adjourned(
        tuple(told["items"]), told["at"], told["inquorate"], told["to"], told["begins"], told["place"]
    )


def _late(found: MeetingDesk, name: str) -> str:
    """What is said where fewer clear days are left than the rule asks, before anything is sent; empty where there are enough."""
    if name == "hold" and found.irregular:
        return f"{found.irregular} Everybody reads that, and what you say here."
    due = found.notice.due if found.notice and name in ("call", "dispatch") else None
    if found.notice is None or due is None or today() <= due:
        return ""
    if name == "call":
        asked = f"Say it, unless notice was given by {in_full(due)}."
    else:
        asked = (
            f"Its notice says already: “{found.record.why}” What you add stands beside it."
            if found.record.why
            else "Say it."
        )
    return f"{found.notice.sentence} That has passed. {asked} Everybody reads it."


def _take(found: MeetingDesk, name: str, told: dict[str, Any], by: Actor) -> Any:
    meeting, reason, seen = found.record, told.get("reason", ""), told.get("seen", False)
    acts = {
        "call": lambda: life.call(meeting, told["on"], split(told["channels"]), by=by, reason=reason),
        "dispatch": lambda: agenda.dispatch(meeting, seen=seen, by=by, reason=reason),
        "hold": lambda: life.hold(meeting, told["ends"], notice=_given(told), seen=seen, by=by, reason=reason),
        "adjourn": lambda: life.adjourn(meeting, _adjourned(told), by=by, reason=reason),
        "resume": lambda: life.resume(meeting, told["to"], begins=told["begins"], place=told["place"], by=by),
        "not-adjourned": lambda: take_adjournment_back(meeting, by=by, reason=reason),
        "postpone": lambda: life.postpone(meeting, told["to"], by=by, reason=reason),
        "cancel": lambda: life.cancel(meeting, by=by, reason=reason),
        "take-back": lambda: life.take_back(meeting, by=by, reason=reason),
        "open": lambda: minutes.open_draft(meeting, seen=seen, by=by),
        "agree": lambda: minutes.agree(meeting, _at(found, told["at"]), seen=seen, by=by),
        "sign": lambda: minutes.sign(meeting, told["on"], by=by),
    }
    return acts[name]()


def _given(told: dict[str, Any]) -> life.Given | None:
    """The notice that was given before a meeting, as somebody says after it; None where they name neither day nor channel."""
    channels = tuple(split(told.get("channels") or ""))
    if not told.get("notice_on"):
        if channels:
            raise PeelianError("no-day", "No day of the notice is named.", "Say when it was given.")
        return None
    return life.Given(told["notice_on"], channels)


def _at(found: MeetingDesk, slug: str) -> MeetingRecord:
    """The later meeting that was named. Raises Http404."""
    for one in found.later:
        if one.slug == slug:
            return one
    raise Http404


@needs(P.WRITE_PAPERS)
def add_item(request: HttpRequest, slug: str, day: str) -> HttpResponse:
    """Add an item; to an agenda that is out with its reason."""
    found = meeting_desk_of(request, slug, day, P.WRITE_PAPERS)
    among, topics = touched_among(house()), topics_among(house().pack)
    form = ItemForm(request.POST or None, out=found.record.agenda == "out", among=among, topics=topics)
    if request.method == "POST" and form.is_valid():
        made = attempt(form, lambda: agenda.add_item(found.record, by=who(request), **form.told), ITEM_FIELDS)
        if made:
            messages.success(request, f"“{made.title}” is item {made.number}.")
            return home(found, f"item-{made.pk}")
    return form_page(request, form, "Add an item", button="Add it", lists=[among, topics], **inside(found, "agenda"))


@needs(P.WRITE_PAPERS)
def item(request: HttpRequest, slug: str, day: str, pk: int) -> HttpResponse:
    """Change an item."""
    found = meeting_desk_of(request, slug, day, P.WRITE_PAPERS)
    held = item_of(found, pk)
    shown = {name: getattr(held, name) for name in ("title", "kind", "recommended", "number", "version")}
    shown |= {"topics": held.topics, "touches": held.touches}
    among, topics = touched_among(house(), held.touches), topics_among(house().pack, held.topics)
    form = ItemForm(request.POST or None, initial=shown, out=False, among=among, topics=topics)
    if request.method == "POST" and form.is_valid():
        version = form.cleaned_data["version"] or 0
        told = form.told | {"number": form.told["number"] or held.number}
        if held.meeting.agenda == "out":
            told = {key: told[key] for key in ("topics", "touches")}
        attempt(form, lambda: agenda.write_item(held, version=version, by=who(request), **told), ITEM_FIELDS)
        if form.is_valid():
            messages.success(request, f"“{held.title}” is saved.")
            return home(found, f"item-{pk}")
    return form_page(request, form, f"Item {held}", lists=[among, topics], **inside(found, f"item-{pk}"))


@needs(P.WRITE_PAPERS)
@require_POST
def move_item(request: HttpRequest, slug: str, day: str, pk: int) -> HttpResponse:
    """Put an item before or behind its neighbour."""
    found = meeting_desk_of(request, slug, day, P.WRITE_PAPERS)
    held = item_of(found, pk)
    if why := refusal(lambda: agenda.move_item(held, up=request.POST.get("way") == "up", by=who(request))):
        messages.error(request, why)
    return home(found, f"item-{pk}")


@needs(P.WRITE_PAPERS)
@require_POST
def remove_item(request: HttpRequest, slug: str, day: str, pk: int) -> HttpResponse:
    """Take an item off the agenda."""
    found = meeting_desk_of(request, slug, day, P.WRITE_PAPERS)
    held = item_of(found, pk)
    if why := refusal(lambda: agenda.remove_item(held, by=who(request))):
        messages.error(request, why)
    else:
        messages.success(request, f"“{held.title}” is off the agenda.")
    return home(found, "agenda")


@needs(P.WRITE_PAPERS)
def add_paper(request: HttpRequest, slug: str, day: str, pk: int) -> HttpResponse:
    """Add a paper to an item; to an agenda that is out with its reason."""
    found = meeting_desk_of(request, slug, day, P.WRITE_PAPERS)
    held, out = item_of(found, pk), found.record.agenda == "out"
    reports = reports_among(found.record)
    form = PaperForm(request.POST or None, out=out, reports=reports)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        more = {"kind": said["kind"], "reason": said["reason"], "seen": said["seen"]} if out else {}
        made = attempt(
            form,
            lambda: agenda.add_paper(held, by=who(request), **form.told, **more),
            PAPER_FIELDS | {"look-first": "seen"},
        )
        if made:
            messages.success(request, f"“{made.title}” is added.")
            return home(found, f"item-{pk}")
    return form_page(
        request, form, f"Add a paper to item {held}", button="Add it", lists=[reports], **inside(found, f"item-{pk}")
    )


@needs(P.WRITE_PAPERS)
def paper(request: HttpRequest, slug: str, day: str, pk: int) -> HttpResponse:
    """Change a paper."""
    found = meeting_desk_of(request, slug, day, P.WRITE_PAPERS)
    held = paper_of(found, pk)
    shown = {name: getattr(held, name) for name in ("title", "author", "text", "link", "quarter", "version")}
    reports, shown = reports_among(found.record, held.quarter), shown | {"background": "\n".join(held.background)}
    form = PaperForm(request.POST or None, initial=shown, out=False, reports=reports)
    if request.method == "POST" and form.is_valid():
        version = form.cleaned_data["version"] or 0
        attempt(form, lambda: agenda.write_paper(held, version=version, by=who(request), **form.told), PAPER_FIELDS)
        if form.is_valid():
            messages.success(request, f"“{held.title}” is saved.")
            return home(found, f"item-{held.item_id}")
    return form_page(request, form, held.title, lists=[reports], **inside(found, f"item-{held.item_id}"))


@needs(P.WRITE_PAPERS)
@require_POST
def remove_paper(request: HttpRequest, slug: str, day: str, pk: int) -> HttpResponse:
    """Take a paper off the agenda."""
    found = meeting_desk_of(request, slug, day, P.WRITE_PAPERS)
    held = paper_of(found, pk)
    if why := refusal(lambda: agenda.remove_paper(held, by=who(request))):
        messages.error(request, why)
    else:
        messages.success(request, f"“{held.title}” is taken away.")
    return home(found, f"item-{held.item_id}")


@needs(P.WRITE_PAPERS)
def withdraw_paper(request: HttpRequest, slug: str, day: str, pk: int) -> HttpResponse:
    """Withdraw a paper that is out, with a reason that everybody reads."""
    found = meeting_desk_of(request, slug, day, P.WRITE_PAPERS)
    held = paper_of(found, pk)
    form = WithdrawForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        reason = form.cleaned_data["reason"]
        if attempt(form, lambda: agenda.withdraw_paper(held, by=who(request), reason=reason), {"no-reason": "reason"}):
            messages.success(request, f"“{held.title}” is withdrawn. Its title and the reason stay.")
            return home(found, f"item-{held.item_id}")
    return form_page(
        request, form, f"Withdraw “{held.title}”", button="Withdraw it", **inside(found, f"item-{held.item_id}")
    )


@needs(P.WRITE_PAPERS)
def pages(request: HttpRequest, slug: str, day: str) -> HttpResponse:
    """Give the papers their pages, one behind the other."""
    found = meeting_desk_of(request, slug, day, P.WRITE_PAPERS)
    form = PagesForm(request.POST or None, meeting=found.record)
    if request.method == "POST" and form.is_valid():
        attempt(form, lambda: agenda.page(found.record, form.lengths, by=who(request)))
        if form.is_valid():
            messages.success(request, "The pages are numbered.")
            return home(found, "agenda")
    return form_page(request, form, "Number the pages", button="Number them", **inside(found, "agenda"))
