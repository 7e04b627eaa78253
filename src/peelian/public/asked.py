"""What somebody asks of the deadlines page: its address read into a rule, dates, stops and an extension, and back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time

from django.conf import settings
from django.http import QueryDict
from django.utils.http import urlencode

from peelian.core.clocks.calendars import Calendar
from peelian.core.clocks.deadlines import Deadline, Extension, Stop, deadline
from peelian.core.clocks.rules import Rule, rule
from peelian.core.running.queries import published_calendar
from peelian.figures.errors import PeelianError

MOST_STOPS = 6


@dataclass(frozen=True)
class Problem:
    """Something in the form that cannot be used: the field, and what to do."""

    field: str
    text: str


@dataclass
class Asked:
    """An address of the page, read. ``problems`` names every part of it that makes no sense; ``found`` is the answer."""

    rule: Rule | None = None
    start: date | None = None
    at: time | None = None
    cut_off: time | None = None
    stops: list[Stop] = field(default_factory=list)
    extend: int = 0
    version: int = 0
    problems: list[Problem] = field(default_factory=list)
    error: PeelianError | None = None
    found: Deadline | None = None
    written: Mapping[str, str] = field(default_factory=dict)  # what was typed, to show it again

    @property
    def query(self) -> str:
        """The address that lasts: only what was asked, in one order."""
        parts = [("rule", self.rule.id if self.rule else ""), ("start", str(self.start or ""))]
        parts += [("time", f"{self.at:%H:%M}")] if self.at else []
        parts += [("cutoff", f"{self.cut_off:%H:%M}")] if self.cut_off else []
        parts += [("stop", stop_text(stop)) for stop in self.stops]
        parts += [("extend", str(self.extend))] if self.extend else []
        parts += [("calendar", str(self.version))] if self.version else []
        return urlencode([(name, value) for name, value in parts if value])


def stop_text(stop: Stop) -> str:
    """``fee:2026-03-10..2026-03-12``; without an end while it is open."""
    return f"{stop.kind}:{stop.first}..{stop.last or ''}"


def lasting(asked: QueryDict) -> str | None:
    """The form's answer as the address that lasts; None where it is that already."""
    kinds, begins, ends = (asked.getlist(f"stop_{name}") for name in ("kind", "from", "to"))
    if not any(name.startswith("stop_") or not value for name in asked for value in asked.getlist(name)):
        return None
    stops = [f"{kind}:{first}..{last}" for kind, first, last in zip(kinds, begins, ends, strict=False) if first or last]
    kept = [(name, value) for name in asked if not name.startswith("stop") for value in asked.getlist(name) if value]
    return urlencode([*kept, *(("stop", text) for text in [*asked.getlist("stop"), *stops] if text)])


def read(asked: QueryDict) -> Asked:
    """Read an address and, where it says enough, work out the deadline. Never raises: what is wrong is among the problems."""
    made = Asked(written={name: asked.get(name) or "" for name in ("start", "time", "cutoff", "extend")})
    try:
        made.rule = rule(asked.get("rule") or "") if asked.get("rule") else None
        _read_more(made, asked)
        if made.rule and made.start and not made.problems:
            made.found = _answer(made.rule, made.start, made)
    except PeelianError as error:
        made.error = error
        made.problems.append(Problem(_field(made.rule, error.code), f"{error.message} {error.remedy}"))
    return made


def _read_more(made: Asked, asked: QueryDict) -> None:
    made.start = _date(made, "start", asked.get("start") or "")
    made.at, made.cut_off = (_time(made, name, asked.get(name) or "") for name in ("time", "cutoff"))
    made.extend, made.version = (_number(made, name, asked.get(name) or "") for name in ("extend", "calendar"))
    made.stops = [stop for text in asked.getlist("stop")[:MOST_STOPS] if (stop := _stop(made, text))]
    if made.start and not made.rule:
        made.problems.append(Problem("rule", "Choose what the deadline is of."))


def _field(asked: Rule | None, code: str) -> str:
    """The field of the form that a refusal is about; the rule's, where the rule has no such field."""
    if "stop" in code:
        return "stop" if asked and asked.stops else "rule"
    if "extension" in code:
        return "extend" if asked and asked.extension else "rule"
    return "rule" if code in ("unknown-rule", "unknown-version") else "start"


def calendar_of(made: Asked) -> Calendar:
    """The newest calendar, or the version that was asked for. Raises PeelianError for one that never was."""
    newest = published_calendar(settings.PEELIAN_DATA)
    return newest.as_version(made.version) if made.version else newest


def _answer(wanted: Rule, start: date, made: Asked) -> Deadline:
    begins = datetime.combine(start, made.at) if made.at else start
    more = [Extension(made.extend)] if made.extend else []
    return deadline(wanted, begins, calendar=calendar_of(made), stops=made.stops, extensions=more, cut_off=made.cut_off)


def _date(made: Asked, name: str, text: str) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        made.problems.append(Problem(name, f"{text[:20]!r} is no date. Write it as 2026-12-18."))
        return None


def _time(made: Asked, name: str, text: str) -> time | None:
    try:
        return time.fromisoformat(text).replace(tzinfo=None, second=0, microsecond=0) if text else None
    except ValueError:
        made.problems.append(Problem(name, f"{text[:20]!r} is no time of day. Write it as 17:00."))
        return None


def _number(made: Asked, name: str, text: str) -> int:
    if text and not (text.isascii() and text.isdigit() and len(text) <= 4):
        made.problems.append(Problem(name, f"{text[:20]!r} is no whole number."))
        return 0
    return int(text or 0)


def _stop(made: Asked, text: str) -> Stop | None:
    kind, _, span = text.partition(":")
    first, _, last = span.partition("..")
    before = len(made.problems)
    begins, ends = _date(made, "stop", first), _date(made, "stop", last)
    if begins is None and len(made.problems) == before:
        made.problems.append(Problem("stop", "Say on which day the clock stopped."))
    return Stop(kind, begins, ends) if begins else None
