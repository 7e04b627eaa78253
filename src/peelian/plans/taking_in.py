"""The plans of a pack taken into the records, once: from then on the records own them."""

from __future__ import annotations

import datetime as dt
from functools import partial
from typing import Any

from django.db import transaction

from peelian.core.acting import COMMAND, Actor, acting, action
from peelian.core.following import sealed
from peelian.core.models import Organisation
from peelian.core.permissions import Permission as P
from peelian.core.published import text_of
from peelian.figures.house import LONDON, House
from peelian.plans.content import edition_of, form_of
from peelian.plans.following import follow
from peelian.plans.kinds import split
from peelian.plans.models import PlanEdition, PlanItem, PlanRecord, PlanVersion
from peelian.plans.pack import forms_of
from peelian.plans.publishing import put

WHY = "taken from the pack"


def take_in_plans(house: House) -> list[str]:
    """Take in every plan of the house's pack that the records do not know; returns what was done, in words.

    A plan of a body that is no organisation here is left where it is.
    """
    done = []
    for form in forms_of(house.pack):
        owner = Organisation.objects.filter(slug=form["owner"]).first()
        if owner is not None and not PlanRecord.objects.filter(slug=form["id"]).exists():
            done.append(take_in(owner, form, house, by=COMMAND, reason=WHY).title)
    return [f"Plan taken in: {title}." for title in done]


@action("plan.take-in")
def take_in(owner: Organisation, form: dict[str, Any], house: House, *, by: Actor, reason: str = "") -> PlanRecord:
    """Make the records of a plan in its form, as it stood when its consultation was open."""
    by.must(P.WRITE_PLAN, owner.key)
    act, consultation = acting(), form.get("consultation") or {}
    plan = act.create(
        PlanRecord, slug=form["id"], organisation=owner, title=form["title"], about=form.get("about") or "",
        first_month=form["years"]["from"], last_month=form["years"]["to"], area=form["area"], scrutiny=form.get("scrutiny") or "",
        document=form.get("document") or "", first_line=form.get("first_line"), last_line=form.get("last_line"),
        known_from=form.get("known_from") or "",
    )  # fmt: skip
    version = act.create(
        PlanVersion, plan=plan, number=1, state="consulting", opens=_day(consultation.get("opens")),
        closes=_day(consultation.get("closes")),
    )  # fmt: skip
    for place, one in enumerate(split(form)):
        act.create(PlanItem, plan=plan, kind=one.kind, slug=one.slug, place=place, body=one.body)
    opens = version.opens or dt.date.fromisoformat(f"{plan.first_month}-01")
    at = dt.datetime.combine(opens, dt.time(9, 30), LONDON)
    whole = sealed(edition_of(version, form_of(plan, version), "consultation", 1, at))
    act.create(PlanEdition, plan=plan, of=version, number=1, kind="consultation", out_at=at, sealed=text_of(whole))
    act.about(version)
    transaction.on_commit(partial(put, house.root, text_of(whole)))
    transaction.on_commit(partial(follow, house.root))
    return plan


def _day(text: Any) -> dt.date | None:
    return dt.date.fromisoformat(str(text)) if text else None
