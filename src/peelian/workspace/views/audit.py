"""What was done, by whom and why: sentences to read, filters to find, files that anyone can recompute."""

from __future__ import annotations

import datetime as dt
import json
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.core.paginator import Paginator
from django.db.models import Q, QuerySet, TextField
from django.db.models.functions import Cast
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, render

from peelian.audit import chain
from peelian.audit.exporting import batches, lines
from peelian.audit.models import Event, Head, Kept
from peelian.audit.presenting import PRESENTERS, Telling, sentence
from peelian.audit.verifying import verify
from peelian.core.access import needs
from peelian.core.models import Organisation, Person
from peelian.core.permissions import Permission as P
from peelian.core.queries import KEY, events_for, overseen, people_of, tellings, waits_for_its_moment
from peelian.core.telling import FIELDS
from peelian.figures.house import LONDON, today
from peelian.workspace.doing import day_field, person_of
from peelian.workspace.exports import as_file, csv_lines
from peelian.workspace.forms import OrganisationChoice
from peelian.workspace.history import told_event

NAV = {"nav": "/office/audit"}
AT_ONCE = 50


class AuditFilter(forms.Form):
    """Which events a page shows."""

    q = forms.CharField(label="Text in it", required=False)
    person = forms.ChoiceField(label="Done by", required=False)
    about = forms.ChoiceField(label="Done to", required=False)
    action = forms.ChoiceField(label="What", required=False)
    organisation = OrganisationChoice(
        Organisation.objects.none(), label="Organisation", required=False, empty_label="All"
    )
    since = day_field("From")
    until = day_field("Until")

    def __init__(self, *args: Any, person: Person, **more: Any) -> None:
        super().__init__(*args, **more)
        organisations = overseen(person, P.READ_AUDIT)
        fields: dict[str, Any] = self.fields
        fields["organisation"].queryset = organisations
        people = [(item.key, item.name) for item in people_of(organisations).order_by("name")]
        fields["about"].choices = [("", "Everybody"), *people]
        fields["person"].choices = [("", "Everybody"), *people, ("command", "The command"), ("clock", "The clock")]
        fields["action"].choices = [("", "Everything"), *((name, name) for name in sorted(PRESENTERS))]

    def among(self, events: QuerySet[Event]) -> QuerySet[Event]:
        """The events that are asked for; all where nothing is, none where it makes no sense."""
        if not self.is_bound:
            return events
        if not self.is_valid():
            return events.none()
        told = self.cleaned_data
        exact = {"actor": told["person"], "subject": told["about"], "action": told["action"]}
        events = events.filter(**{name: value for name, value in exact.items() if value})
        if body := told["organisation"]:
            events = events.filter(organisation=body.key)
        if told["since"]:
            events = events.filter(at__gte=_midnight(told["since"]))
        if told["until"]:
            events = events.filter(at__lt=_midnight(told["until"] + dt.timedelta(days=1)))
        return _with_text(events, told["q"]) if told["q"] else events


def _midnight(day: dt.date) -> dt.datetime:
    return dt.datetime.combine(day, dt.time(), LONDON)


def _with_text(events: QuerySet[Event], text: str) -> QuerySet[Event]:
    """Events in which a text occurs: in the names of who is in them, in their words, in what changed."""
    people = [f"{Person.KIND}:{pk}" for pk in Person.objects.filter(name__icontains=text).values_list("pk", flat=True)]
    kept = Kept.objects.annotate(text=Cast("value", TextField())).filter(text__icontains=text)
    return events.annotate(said=Cast("changes", TextField())).filter(
        Q(label__icontains=text) | Q(action__icontains=text) | Q(said__icontains=text) | Q(actor__in=people)
        | Q(subject__in=people) | Q(number__in=kept.values("event"))
    )  # fmt: skip


@needs(P.READ_AUDIT)
def audit(request: HttpRequest) -> HttpResponse:
    """Events, newest first."""
    reader = person_of(request)
    form = AuditFilter(request.GET or None, person=reader)
    page = Paginator(form.among(events_for(reader)), AT_ONCE).get_page(request.GET.get("page"))
    asked = {key: value for key, value in request.GET.items() if key not in ("page", "check") and value}
    return render(request, "workspace/audit.html", NAV | {
        "waiting": waits_for_its_moment(reader),
        "form": form, "page": page, "events": [told_event(told) for told in tellings(page.object_list)],
        "query": urlencode(asked), "filtered": bool(asked), "head": Head.objects.filter(pk=1).first(),
        "verdict": verify() if request.GET.get("check") else None,
    })  # fmt: skip


@needs(P.READ_AUDIT)
def event(request: HttpRequest, number: int) -> HttpResponse:
    """One event with everything in it, as it is sealed."""
    found = get_object_or_404(events_for(person_of(request)), pk=number)
    told = tellings([found])[0]
    return render(request, "workspace/event.html", NAV | {
        "event": found, "told": told_event(told), "who": told.who, "whom": told.name(found.subject),
        "organisation": told.name(found.organisation) if found.organisation else "",
        "changes": [_shown(told, *change) for change in told.changes()],
        "sealed_well": chain.hash_of(found.sealed()) == found.hash,
    })  # fmt: skip


def _shown(told: Telling, record: str, field: str, before: Any, after: Any) -> tuple[str, str, Any, Any]:
    """A change for a table: keys by their names, fields in words."""

    def named(value: Any) -> Any:
        return told.name(value) if isinstance(value, str) and KEY.fullmatch(value) else value

    return told.name(record), FIELDS.get(field, field.replace("_", " ")), named(before), named(after)


@needs(P.READ_AUDIT)
def audit_csv(request: HttpRequest) -> HttpResponseBase:
    """The events of a filter as a file for a spreadsheet."""
    columns = (
        "number",
        "at",
        "action",
        "actor",
        "actor name",
        "organisation",
        "subject",
        "sentence",
        "reason",
        "changes",
        "hash",
    )
    rows = (
        (
            told.event.number, told.event.sealed()["at"], told.event.action, told.event.actor, told.who, told.event.organisation,
            told.event.subject, sentence(told), told.reason, json.dumps(told.event.changes, ensure_ascii=False), told.event.hash,
        )
        for events in batches(_events(request))
        for told in tellings(events)
    )  # fmt: skip
    return as_file(csv_lines(columns, rows), f"audit-{today().isoformat()}.csv")


@needs(P.READ_AUDIT)
def audit_jsonl(request: HttpRequest) -> HttpResponseBase:
    """The events of a filter with everything that it takes to recompute them (docs/reference/audit.md): one object a line."""
    return as_file(
        (f"{line}\n" for line in lines(_events(request))), f"audit-{today().isoformat()}.jsonl", "application/jsonl"
    )


def _events(request: HttpRequest) -> QuerySet[Event]:
    """What the page's filter leaves, oldest first, so that the file can be recomputed from its beginning."""
    reader = person_of(request)
    return AuditFilter(request.GET or None, person=reader).among(events_for(reader)).order_by("number")
