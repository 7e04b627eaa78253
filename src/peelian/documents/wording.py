"""Records in the words that documents print them in."""

from __future__ import annotations

from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from peelian.core.exempt.records import Ground
from peelian.core.exempt.rules import cited, heading
from peelian.ui import format as words

LONDON = ZoneInfo("Europe/London")
ROLES = {
    "chair": "Chair", "deputy-chair": "Deputy chair", "member": "", "co-opted": "Co-opted", "substitute": "Substitute",
    "adviser": "Adviser",
}  # fmt: skip
_CUT = 84


def law_of(ground: Ground) -> str:
    """The law that a thing is withheld by: ``LGA 1972 Sch 12A para 3 (the financial or business affairs of …)``."""
    about = heading(ground)
    return f"{cited(ground)} ({about})" if about else cited(ground)


def day_of_week(day: date) -> str:
    """``Tuesday 17 January 2017``."""
    return f"{day:%A} {words.day(day)}"


def hour(at: time | None) -> str:
    """``7.30 pm``, ``noon``; nothing of no hour."""
    if at is None:
        return ""
    if (at.hour, at.minute) in ((0, 0), (12, 0)):
        return "noon" if at.hour else "midnight"
    return f"{at.hour % 12 or 12}.{at.minute:02} {'am' if at.hour < 12 else 'pm'}"


def moment(at: datetime) -> str:
    """``9 January 2017 at 10.15 am``, of London's clocks."""
    here = at.astimezone(LONDON)
    return f"{words.day(here)} at {hour(here.time())}"


def cut(text: str) -> str:
    """A line of a page's head: no longer than it has room for."""
    return text if len(text) <= _CUT else f"{text[: _CUT - 1].rsplit(' ', 1)[0]}…"


def sentence(text: str) -> str:
    """The text with a capital and one full stop; nothing of nothing."""
    said = text.strip().rstrip(".")
    return f"{words.capital(said)}." if said else ""


def whole(title: str) -> SafeString:
    """A title whose words with a hyphen stay on one line."""
    return format_html_join(
        " ",
        "{}",
        ((format_html('<span class="whole">{}</span>', word) if "-" in word else word,) for word in title.split()),
    )
