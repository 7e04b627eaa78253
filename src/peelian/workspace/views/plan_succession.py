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
from peelian.plans.shelf import shelf
from peelian.plans.succession.comparing import CLASSES, WORDS, Comparison, Match
from peelian.plans.succession.items import Contents
from peelian.plans.successions import before, decided
from peelian.ui.format import tenths
from peelian.workspace.doing import attempt, person_of, reason_field, refusal, who
from peelian.workspace.plans.desk import trail
from peelian.workspace.views.desk import house
from peelian.workspace.views.plan_desk import plan_of

NAV = {"nav": "/office/plans"}


def _plans(
    request: HttpRequest, newer: str, older: str, permission: P = P.WRITE_PLAN
) -> tuple[PlanRecord, PlanRecord, Comparison]:
    """Both plans and what is proposed and decided of them. Raises Http404 where one is not theirs, or not out."""
    new, old = plan_of(request, newer, permission), PlanRecord.objects.filter(slug=older).first()
    if old is None:
        raise Http404
    try:
        return old, new, decided(house(), older, newer)
    except PeelianError as error:
        raise Http404(error.message) from error


@needs(P.SEE_PLAN)
def before_it(request: HttpRequest, newer: str) -> HttpResponse:
    """What became of the plan before: of the one whose years began last before this one's."""
    new, plans = plan_of(request, newer), shelf(house().root, house().pack)
    volume = next((one for one in plans.volumes if one.id == newer), None)
    earlier = before(plans, volume) if volume else None
    if earlier is not None:
        return redirect("plan-succession", newer, earlier.id)
    context = {"plan": new, "trail": trail(new), "out": volume is not None}
    return render(request, "workspace/plans/succession_none.html", NAV | context)


@needs(P.SEE_PLAN)
def succession(request: HttpRequest, newer: str, older: str) -> HttpResponse:
    """Every item of the older plan: what is proposed, what was decided. What nothing can be said of comes last."""
    old, new, found = _plans(request, newer, older, P.SEE_PLAN)
    wanted = request.GET.get("show", "open")
    shown = [
        match for match in sorted(found.matches, key=lambda one: one.settled == "not-known")
        if wanted == "all" or (match.decision is None and wanted in ("open", match.kind))
    ]  # fmt: skip
    rows = [
        (match, found.older[match.item], [found.newer[key] for key in match.leads_to], WORDS[match.settled],
         tenths(match.confidence) if match.kind != "not-known" or match.decision else "")
        for match in shown
    ]  # fmt: skip
    left = [match for match in found.matches if match.decision is None]
    kinds = [(name, WORDS[name], sum(match.kind == name for match in left)) for name in CLASSES]
    return render(request, "workspace/plans/succession.html", NAV | {
        "older": old, "newer": new, "plan": new, "trail": trail(new), "rows": rows, "left": len(left), "whole": len(found.matches),
        "show": wanted, "kinds": [one for one in kinds if one[2]], "decides": person_of(request).may(P.WRITE_PLAN, new.owner),
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
        "older": old, "newer": new, "plan": new, "trail": trail(new), "item": found.older[item],
        "match": match, "form": form, "word": WORDS[match.kind],
        "proposed": [found.newer[key] for key in match.to],
    }, status=422 if form.errors else 200)  # fmt: skip
