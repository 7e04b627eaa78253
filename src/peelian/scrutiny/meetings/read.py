"""Fields of an entry that scrutiny has and a plan has not: days that may be open, times of day, moments, words that may be none."""

from __future__ import annotations

import re
from datetime import date, datetime, time

from peelian.core.exempt.records import Ground, Reviewed, Stub
from peelian.plans.entry import Entry

_NUMBER = re.compile(r"[0-9A-Za-z][0-9A-Za-z./()-]*")


def words(entry: Entry, key: str) -> str:
    """A text; empty where the key is absent or null."""
    return entry.optional_text(key) or ""


def number_of(entry: Entry, key: str) -> str:
    """A number as printed, such as 9 or 4a; empty where the key is absent."""
    value = entry.data.get(key)
    if value is None:
        return ""
    if isinstance(value, bool) or not isinstance(value, int | str) or not str(value).strip():
        entry.fail(key, f"{key} {value!r} is no number.", "Write it as it is printed, such as 9 or '4a'.")
    said = str(value).strip()
    if not _NUMBER.fullmatch(said):
        entry.fail(key, f"{key} {said!r} is no number.", "Write digits and letters, such as 9 or '4a'.")
    return said


def optional_day(entry: Entry, key: str) -> date | None:
    """A day, or None where the key is absent or null."""
    return None if entry.data.get(key) is None else entry.day(key)


def optional_time(entry: Entry, key: str) -> time | None:
    """A time of day, or None where the key is absent or null."""
    value = entry.data.get(key)
    if value is None:
        return None
    try:
        return time.fromisoformat(value)
    except (TypeError, ValueError):  # a bare 19:00 is a number to YAML
        entry.fail(key, f"{key} {value!r} is no time of day.", "Write it in quotes, such as '19:00'.")


def moment(entry: Entry, key: str) -> datetime | None:
    """A moment with its zone, or None where the key is absent or null."""
    value = entry.data.get(key)
    if value is None:
        return None
    try:
        found = datetime.fromisoformat(str(value))
    except ValueError:
        found = None
    if found is None or found.tzinfo is None:
        entry.fail(
            key,
            f"{key} {value!r} is no moment with its zone.",
            "Write it in quotes, such as '2017-01-09T09:00:00+00:00'.",
        )
    return found


def flag_unless(entry: Entry, key: str, *, default: bool) -> bool:
    """True or false; the default where the key is absent."""
    return entry.flag(key) if key in entry.data else default


def read_stub(entry: Entry) -> Stub:
    """What is public of an exempt part."""
    entry.check(
        ("id", "title", "length", "grounds", "decided_by", "decided_on", "review_on", "commitment"),
        ("release_on", "released_at", "salt", "form", "pages", "media", "sha256", "reviews", "public_at"),
    )
    return Stub(
        id=entry.text("id"),
        title=entry.text("title"),
        length=entry.whole("length"),
        grounds=tuple(_ground(one) for one in entry.entries("grounds")),
        decided_by=entry.text("decided_by"),
        decided_on=entry.day("decided_on"),
        review_on=entry.day("review_on"),
        commitment=entry.text("commitment"),
        release_on=optional_day(entry, "release_on"),
        released_at=moment(entry, "released_at"),
        salt=words(entry, "salt"),
        form=words(entry, "form") or "text",
        pages=entry.optional_whole("pages"),
        media=words(entry, "media"),
        sha256=words(entry, "sha256"),
        reviews=tuple(_review(one) for one in entry.entries("reviews")),
        public_at=moment(entry, "public_at"),
    )


def _review(entry: Entry) -> Reviewed:
    entry.check(("day", "decision", "post", "reason"), ("until",))
    decision = entry.one_of("decision", ("kept", "released"))
    return Reviewed(entry.day("day"), decision, entry.text("post"), entry.text("reason"), optional_day(entry, "until"))


def _ground(entry: Entry) -> Ground:
    entry.check(("scheme", "paragraph", "reason"), ("enactment", "opinion_by", "opinion_on", "contract_terms"))
    return Ground(
        entry.text("scheme"), str(entry.data["paragraph"]), entry.text("reason"), words(entry, "enactment"),
        words(entry, "opinion_by"), optional_day(entry, "opinion_on"), entry.flag("contract_terms"),
    )  # fmt: skip
