"""The addresses at which other programs read committees and meetings; other systems' rules name some of them."""

from __future__ import annotations

import re

from django.urls import path, re_path

from peelian.core.access import public
from peelian.public.views import moderngov, oparl


def any_case(text: str) -> str:
    """A pattern for a text whose letters may be small or capital: ModernGov's server minds neither."""
    return "".join(f"[{one.lower()}{one.upper()}]" if one.isalpha() else re.escape(one) for one in text)


SERVICE = any_case("mgWebService.asmx")
PAGES = "|".join(any_case(name) for name in moderngov.LINKED)

urlpatterns = [
    re_path(rf"^{SERVICE}$", public(moderngov.service)),
    re_path(rf"^{SERVICE}/(?P<name>[A-Za-z0-9]+)$", public(moderngov.call)),
    re_path(rf"^(?P<name>{PAGES}){any_case('.aspx')}$", public(moderngov.page)),
    path("oparl", public(oparl.begin)),
    path("oparl/", public(oparl.begin)),
    path("oparl/v1.1", public(oparl.begin)),
    path("oparl/v1.1/", public(oparl.system)),
    path("oparl/v1.1/<path:path>", public(oparl.found)),
]
