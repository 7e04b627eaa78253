"""One release on its way out: where it stands, what it lacks, and every step that one may take."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from peelian.core.access import needs, signed_in
from peelian.core.acting import Actor, now
from peelian.core.jobs.actions import ask
from peelian.core.permissions import Permission as P
from peelian.core.workflow import Step
from peelian.figures.errors import PeelianError
from peelian.figures.periods import Period
from peelian.figures.releases.release import Release, day_of
from peelian.performance import steps
from peelian.performance.jobs import DRAFT
from peelian.performance.models import ReleaseRecord
from peelian.performance.queries import (
    built,
    earlier_of,
    missing_of,
    plan_of,
    releases_for,
    shown_before_to,
    state_of,
)
from peelian.performance.rules import RELEASE, Missing
from peelian.ui.components import Fact
from peelian.ui.format import day as day_words
from peelian.ui.format import number
from peelian.workspace.doing import attempt, day_field, person_of, refusal, who
from peelian.workspace.views.desk import NAV, house
from peelian.workspace.views.jobs import moment


def found(request: HttpRequest, pk: int) -> ReleaseRecord:
    """The release, where one may see its draft; where not, it is not there."""
    record = next((item for item in releases_for(person_of(request)) if item.pk == pk), None)
    if record is None:
        raise Http404
    return record


@needs(P.SEE_DRAFTS)
def release(request: HttpRequest, pk: int) -> HttpResponse:
    """Everything about a release."""
    record, by = found(request, pk), who(request)
    placing = steps.heal(house(), record) if record.state == "scheduled" else []
    if placing:
        record.refresh_from_db()
    state = state_of(record)
    figures = _figures(request, record) if record.built_at and state != "withdrawn" else None
    writes = state == "draft" and by.may(P.WRITE_COMMENTARY, record.owner)
    return render(request, "workspace/desk/release.html", NAV | {
        "record": record, "placing": placing,
        "state": RELEASE.state(state), "line": _line(state), "facts": _facts(record), "figures": figures,
        "changes": _changes(figures) if figures else "", "missing": _missing(record, figures) if state == "draft" else [],
        "comments": [(item, _titled(figures, item)) for item in record.commentarys.select_related("author") if figures],
        "actions": [(item, _titled(figures, item)) for item in record.correctiveactions.all() if figures],
        "notes": [
            (item, f"{_titled(figures, item)}, {Period.parse(item.period).label()}")
            for item in record.figurenotes.all() if figures
        ],
        "access": _access(record), "writes": writes,
        "drafts": state == "draft" and by.may(P.DRAFT_RELEASE, record.owner),
        "grants": state not in ("released", "withdrawn") and by.may(P.GRANT_PRE_RELEASE, record.owner),
        "steps": _open(record, state, by), "out": state == "released",
        "left": _left(record) if state == "scheduled" and not record.to_place else "",
    })  # fmt: skip


def _figures(request: HttpRequest, record: ReleaseRecord) -> Release | None:
    """Its figures; where the house has lost them, it is said and the page stays open."""
    try:
        return built(house(), record)
    except PeelianError as error:
        messages.error(request, f"Its figures cannot be read. {error}")
        return None


def _line(state: str) -> list[tuple[str, str]]:
    """The states on the way to released, each done, current or ahead."""
    way = [item for item in RELEASE.states if item.id != "withdrawn"]
    at = next((place for place, item in enumerate(way) if item.id == state), -1)
    return [(item.title, "done" if place < at else "now" if place == at else "ahead") for place, item in enumerate(way)]


def _open(record: ReleaseRecord, state: str, by: Actor) -> list[Step]:
    return RELEASE.open_to(by, state, owner=record.owner, earlier=earlier_of(record, by.key))


def _facts(record: ReleaseRecord) -> list[Fact]:
    planned = record.entry
    out = moment(record.at) or (f"planned for {moment(planned.at)}" if planned else f"planned for {record.draft}")
    facts = [Fact("Out", out), Fact("Id", record.draft, code=True), Fact("Written by", record.author.name)]
    if record.reviewer:
        facts.append(Fact("Reviewed by", record.reviewer.name))
    if record.signer:
        facts.append(Fact("Signed off by", record.signer.name))
    if record.built_at:
        facts.append(Fact("Figures drafted", moment(record.built_at)))
    if record.corrects:
        facts.append(Fact("Corrects", record.corrects, f"/releases/{record.corrects}", note=record.why))
    return facts


def _changes(figures: Release) -> str:
    told = figures.changes
    if not told["since"]:
        return "It is the first release: there is nothing to compare it with."
    counts = ", ".join(f"{number(told[name])} {name}" for name in ("revised", "new", "vanished"))
    return f"Against {told['since']}: figures {counts}."


def _missing(record: ReleaseRecord, figures: Release | None) -> list[tuple[Missing, str]]:
    """What it lacks, each with the objective that a reading is of."""
    plan = plan_of(house(), figures) if figures else None
    return [
        (item, plan.objective(item.needed.objective).title if plan and item.needed and item.needed.objective else "")
        for item in (missing_of(house(), record) if figures or not record.built_at else ())
    ]


def _titled(figures: Release | None, item: Any) -> str:
    assert figures is not None
    measure, area = figures.catalogue.measures.get(item.measure), figures.areas.by_id.get(item.area)
    return f"{measure.title if measure else item.measure}, {area.name if area else item.area}"


def _access(record: ReleaseRecord) -> list[tuple[Any, str]]:
    return [
        (item, f"from {moment(item.opens(record.at))}" if record.at else f"{item.hours.normalize():f} hours before")
        for item in record.prereleases.all()
    ]


def _left(record: ReleaseRecord) -> str:
    """``2 days 3 hours 10 minutes``."""
    assert record.at is not None
    minutes = max(0, int((record.at - now()).total_seconds())) // 60
    days, hours = minutes // 1440, minutes // 60 % 24
    parts = [(days, "day"), (hours, "hour"), (minutes % 60, "minute")]
    return (
        " ".join(f"{count} {name}{'' if count == 1 else 's'}" for count, name in parts if count) or "less than a minute"
    )


@needs(P.DRAFT_RELEASE)
@require_POST
def draft(request: HttpRequest, pk: int) -> HttpResponse:
    """Draft its figures in the background, from all that is loaded."""
    record = found(request, pk)
    if said := refusal(lambda: _ask(record, who(request))):
        messages.error(request, said)
        return redirect("release", pk)
    messages.success(request, "The figures are being drafted. The release's page shows them when they are there.")
    return redirect("job", _asked(record))


def _ask(record: ReleaseRecord, by: Actor) -> None:
    ask(DRAFT, {"record": record.pk}, organisation=record.owner, by=by)


def _asked(record: ReleaseRecord) -> int:
    from peelian.core.jobs.models import Job

    return int(
        Job.objects.filter(kind=DRAFT, arguments={"record": record.pk}).order_by("-pk").values_list("pk", flat=True)[0]
    )


# --- steps ---


class StepForm(forms.Form):
    """What a step asks for."""

    reason = forms.CharField(label="Why", max_length=2_000, required=False, widget=forms.Textarea(attrs={"rows": 3}))

    def __init__(self, *args: Any, step: Step, record: ReleaseRecord, **more: Any) -> None:
        super().__init__(*args, **more)
        asks = ASKS.get(step.action, Asks())
        if asks.day:
            planned = record.entry.day if record.entry else day_of(record.draft)
            self.fields["day"] = day_field(
                "Day", required=True, hint="It is out at 09:30, or at the hour of the calendar."
            )
            self.fields["day"].initial = planned
            self.order_fields(["day", "reason"])
        self.fields["reason"].label, self.fields["reason"].help_text = asks.reason, asks.hint
        if not (step.reason or asks.optional):
            del self.fields["reason"]


@dataclass(frozen=True)
class Asks:
    """How a step is asked about: the words over its reason, whether one may be left out, whether it needs a day."""

    say: str = ""
    reason: str = "Why"
    hint: str = "Kept in the audit."
    optional: bool = False
    day: bool = False


ASKS: dict[str, Asks] = {
    "release.send": Asks("A reviewer who wrote none of it looks at figures and words. Nothing can be written meanwhile."),
    "release.send-back": Asks("Its author writes again, and sends it again.", "What is to be mended", "Its author reads it."),
    "release.pass": Asks(
        "You have read exactly these figures and words.", "Remarks", "For the person responsible. It may be left empty.",
        optional=True,
    ),
    "release.reopen": Asks("It needs another review and another sign-off then."),
    "release.sign-off": Asks("You take responsibility for exactly these figures and words."),
    "release.schedule": Asks(
        "At its moment it is out for everybody, without anybody’s doing.", "Why the day is another",
        "Only where it is not the day of the calendar. It is published in the calendar.", optional=True, day=True,
    ),
    "release.postpone": Asks("What was signed off stays signed off.", "Why", "It is published in the calendar.", day=True),
    "release.hold": Asks("It is shown to nobody until it is scheduled again."),
    "release.withdraw": Asks("Its draft is removed; what was loaded stays."),
}  # fmt: skip


@needs(P.SEE_DRAFTS)
def step(request: HttpRequest, pk: int, name: str) -> HttpResponse:
    """Ask about one step, and take it."""
    record = found(request, pk)
    action = f"release.{name}"
    taken = next((item for item in _open(record, state_of(record), who(request)) if item.action == action), None)
    if taken is None:
        messages.error(request, "That step is not open to you now: somebody may have acted meanwhile.")
        return redirect("release", pk)
    form = StepForm(request.POST if request.method == "POST" else None, step=taken, record=record)
    if request.method == "POST" and form.is_valid():
        attempt(form, lambda: _take(action, record, form.cleaned_data, who(request)))
        if form.is_valid():
            messages.success(request, f"{taken.title}: done.")
            return redirect("release", pk)
    return render(request, "workspace/desk/step.html", NAV | {
        "form": form, "title": taken.title, "record": record, "say": ASKS.get(action, Asks()).say,
        "warning": action in ("release.withdraw", "release.hold"),
    })  # fmt: skip


def _take(action: str, record: ReleaseRecord, told: dict[str, Any], by: Actor) -> None:
    reason, found_house = told.get("reason", ""), house()
    doing: dict[str, Callable[[], None]] = {
        "release.send": lambda: steps.send(record, found_house, by=by),
        "release.send-back": lambda: steps.send_back(record, by=by, reason=reason),
        "release.pass": lambda: steps.pass_review(record, found_house, remarks=reason, by=by),
        "release.reopen": lambda: steps.reopen(record, found_house, by=by, reason=reason),
        "release.sign-off": lambda: steps.sign_off(record, found_house, by=by),
        "release.schedule": lambda: steps.schedule(record, found_house, day=told.get("day"), by=by, reason=reason),
        "release.postpone": lambda: steps.postpone(record, found_house, told["day"], by=by, reason=reason),
        "release.hold": lambda: steps.hold(record, found_house, by=by, reason=reason),
        "release.withdraw": lambda: steps.withdraw(record, found_house, by=by, reason=reason),
    }
    doing[action]()


@signed_in
def shown_before(request: HttpRequest) -> HttpResponse:
    """Releases that one may see before they are out, and what that obliges to."""
    rows = [
        (item, moment(item.opens(item.release.at)), moment(item.release.at), item.opens(item.release.at) <= now(),
         reverse("preview", args=[item.release.pk]))
        for item in shown_before_to(person_of(request)) if item.release.at
    ]  # fmt: skip
    return render(
        request,
        "workspace/desk/pre_release.html",
        {"nav": "/office/pre-release", "rows": rows, "day": day_words(now())},
    )
