"""How often the plan speaks of something, and where: a question that people ask of its words."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse

from peelian.figures.errors import PeelianError
from peelian.plans.words import pattern_of
from peelian.public.pages import show, site_of
from peelian.public.selectors.account import account, accounts
from peelian.public.selectors.editions import PlanEntry
from peelian.public.selectors.spoken import Spoken, promises_found, sizes, spoken
from peelian.public.views.plan import TRAIL

EXAMPLES = ("fraud", "knife crime", "LGBT", "stop and search")


def words(request: HttpRequest) -> HttpResponse:
    """A word or phrase in the plan in force and in every other plan, and the measures that count it."""
    site = site_of(request)
    held, query = account(site), " ".join(request.GET.get("q", "").split())[:200]
    found: list[Spoken] = []
    problem = ""
    if query:
        try:
            pattern_of(query)
            found = [spoken(PlanEntry(one), query, request.GET.dict()) for one in accounts(site)]
        except PeelianError as error:
            problem = f"{error.message} {error.remedy}"
    read = [one for one in found if one.found is not None]
    title = f"“{query}” in the plans" if found else "What does the plan speak of?"
    return show(
        request, "plan_words", title=title, nav="plan", trail=[TRAIL], keep=" in the plans", account=held, plan=held.plan,
        wanted=query, problem=problem, read=read, unread=[one for one in found if one.found is None],
        sizes=sizes(site, query) if found else [], promised=promises_found(site, query) if found else [], examples=EXAMPLES,
    )  # fmt: skip
