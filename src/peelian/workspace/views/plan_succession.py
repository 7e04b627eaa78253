"""What became of an older plan's items: the machine's proposals, confirmed or decided otherwise, one item at a time."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from peelian.core.access import needs
from peelian.core.permissions import Permission as P
from peelian.figures.errors import PeelianError
from peelian.plans import claiming
from peelian.plans.models import PlanRecord
from peelian.plans.succession.comparing import CLASSES, WORDS, Comparison, Match
from peelian.plans.succession.items import Contents
from peelian.plans.successions import decided
from peelian.workspace.doing import attempt, person_of, reason_field, refusal, who
from peelian.workspace.views.desk import house

NAV = {"nav": "/office/plans"}


def _plans(request: HttpRequest, newer: str, older: str) -> tuple[PlanRecord, PlanRecord, Comparison]:
    """Both plans and what is proposed and decided of them. Raises Http404 where one is not theirs, or not out."""
    ours = person_of(request).where(P.WRITE_PLAN)
    new = PlanRecord.objects.filter(slug=newer, organisation__in=ours).select_related("organisation").first()
    old = PlanRecord.objects.filter(slug=older).select_related("organisation").first()
    if new is None or old is None:
        raise Http404
    try:
        return old, new, decided(house(), older, newer)
    except PeelianError as error:
        raise Http404(error.message) from error


@needs(P.WRITE_PLAN)
def succession(request: HttpRequest, newer: str, older: str) -> HttpResponse:
    """Every item of the older plan: what is proposed, what was decided."""
    old, new, found = _plans(request, newer, older)
    wanted = request.GET.get("show", "open")
    rows = [
        (match, found.older[match.item], [found.newer[key] for key in match.leads_to], WORDS[match.settled])
        for match in found.matches
        if wanted == "all" or (match.decision is None and wanted in ("open", match.kind))
    ]  # fmt: skip
    left = [match for match in found.matches if match.decision is None]
    kinds = [(name, WORDS[name], sum(match.kind == name for match in left)) for name in CLASSES]
    return render(request, "workspace/plans/succession.html", NAV | {
        "older": old, "newer": new, "rows": rows, "left": len(left), "whole": len(found.matches), "show": wanted,
        "kinds": [one for one in kinds if one[2]],
    })  # fmt: skip


@needs(P.WRITE_PLAN)
@require_POST
def confirm(request: HttpRequest, newer: str, older: str) -> HttpResponse:
    """Confirm what is proposed of the items that are ticked."""
    old, new, found = _plans(request, newer, older)
    known = {match.item: match for match in found.matches if match.decision is None}
    ticked = [known[key] for key in request.POST.getlist("item") if key in known]
    said = {match.item: {"class": match.kind, "to": list(match.to)} for match in ticked}
    if not said:
        messages.success(request, "Nothing was ticked.")
    elif refused := refusal(lambda: claiming.match(old, new, said, house(), by=who(request))):
        messages.error(request, refused)
    else:
        messages.success(request, f"{len(said)} confirmed.")
    return redirect(f"/office/plans/{newer}/from/{older}")


MOST = 3
"""Into how many a form can split one item, and how many others it can merge with it."""


class DecisionForm(forms.Form):
    """What became of one item."""

    what = forms.ChoiceField(label="What became of it", widget=forms.RadioSelect)
    reason = reason_field(required=False)

    def __init__(self, comparison: Comparison, match: Match, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kinds = [name for name in CLASSES if name != "not-known" or comparison.newer.known_from]
        what: Any = self.fields["what"]
        what.choices = [(name, WORDS[name][0].upper() + WORDS[name][1:]) for name in kinds]
        together = [one.item for one in comparison.matches if one.leads_to == match.leads_to and one.item != match.item]
        merged = together if match.settled == "merged" else []
        self._add("to", "It became", "and, where it was split,", comparison.newer, match.leads_to, "")
        self._add("other", "Merged with", "and with", comparison.older, merged, match.item)
        self.order_fields(["what", *self._names("to"), *self._names("other"), "reason"])
        reason = match.decision.reason if match.decision else ""
        self.initial = {**self.initial, "what": match.settled, "reason": reason}

    def _names(self, what: str) -> list[str]:
        return [f"{what}_{place}" for place in range(MOST)]

    def _add(self, what: str, first: str, next_: str, plan: Contents, held: Sequence[str], leave_out: str) -> None:
        """Fields to choose items of a plan by; the first ones hold what is so now."""
        choices = [("", "–"), *(
            (item.key, f"{item.title} ({item.kind})") for item in plan.items if item.kind != "trade-off" and item.key != leave_out
        )]  # fmt: skip
        for place, name in enumerate(self._names(what)):
            self.fields[name] = forms.ChoiceField(label=next_ if place else first, choices=choices, required=False)
            self.initial[name] = held[place] if place < len(held) else ""

    def decisions(self, item: str) -> dict[str, dict[str, Any]]:
        """What the form says, by key of the old items that it is about."""
        kind = self.cleaned_data["what"]
        to = [] if kind in ("dropped", "not-known") else self._chosen("to")
        among = [item, *(self._chosen("other") if kind == "merged" else ())]
        return {key: {"class": kind, "to": to} for key in among}

    def _chosen(self, what: str) -> list[str]:
        return list(dict.fromkeys(found for name in self._names(what) if (found := self.cleaned_data[name])))


@needs(P.WRITE_PLAN)
def decide(request: HttpRequest, newer: str, older: str, item: str) -> HttpResponse:
    """Decide what became of one item."""
    old, new, found = _plans(request, newer, older)
    if item not in found.older:
        raise Http404
    match = found.match(item)
    form = DecisionForm(found, match, request.POST or None)
    if request.method == "POST" and form.is_valid():
        said, why = form.decisions(item), form.cleaned_data["reason"]
        attempt(form, lambda: claiming.match(old, new, said, house(), by=who(request), reason=why))
        if form.is_valid():
            messages.success(request, f"Decided: {found.older[item].title}.")
            return redirect(f"/office/plans/{newer}/from/{older}")
    return render(request, "workspace/plans/succession_item.html", NAV | {
        "older": old, "newer": new, "item": found.older[item], "match": match, "form": form, "word": WORDS[match.kind],
        "proposed": [found.newer[key] for key in match.to],
    }, status=422 if form.errors else 200)  # fmt: skip
