"""Home: how is the plan doing?"""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse

from peelian.public.pages import show, site_of
from peelian.public.selectors import plan as plans
from peelian.public.selectors import releases as releases_
from peelian.public.selectors import sources


def home(request: HttpRequest) -> HttpResponse:
    """Themes, objectives, latest value, change, direction wanted, period, age; what this release changed."""
    site = site_of(request)
    themes = plans.themes(site)
    newest = max((item.reading.figure.period.last for theme in themes for objective in theme.objectives
                  for item in objective.live if item.reading), default=0)  # fmt: skip
    return show(
        request, "home", title="The plan, and how it is doing", nav="home", hide_header_search=True, plan=site.plan,
        themes=themes, lead=plans.lead(themes, site.release.illustrative), unread=plans.unread(themes),
        years=plans.years(site.plan),
        after_plan=plans.after_plan_note(site.release, site.plan, newest), freshness=sources.freshness(site),
        changes=releases_.change_words(site.release), biggest=releases_.largest(site, 5),
    )  # fmt: skip
