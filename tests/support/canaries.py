"""Marks that no page may show to who must not read what they stand in, planted into every text of every record that is not out.

A mark looks like ``zqabcdefghxijklmnop``: nobody writes it by accident, nothing that prints or folds text changes it. Its head
alone is looked for, so that a text that is cut off is found too; a search is for the head, and must not answer with the tail.
"""

from __future__ import annotations

import base64
import datetime as dt
import gzip
import hashlib
import html
import io
import re
import zipfile
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from email.errors import HeaderParseError
from email.header import decode_header, make_header
from typing import Any
from urllib.parse import unquote

from django.core.exceptions import ValidationError
from django.db import models

from peelian.core.acting import COMMAND, Actor, acting, action
from peelian.core.permissions import Permission as P
from peelian.core.privacy import OPEN
from peelian.core.records import Record
from peelian.core.subject_access import class_of
from tests.support.office import CAST

HEAD = re.compile(r"zq[a-z2-7]{8}")
PACKED = re.compile(r";base64,([A-Za-z0-9+/]+={0,2})")
"""What an address of the kind ``data:`` holds."""
WHOLE = re.compile(r"zq[a-z2-7]{8}x[a-z2-7]{8}")
TEXTS = (models.CharField, models.TextField)
NAMES = frozenset({
    "slug", "subject", "kind", "state", "status", "rule", "measure", "area", "period", "reference", "series", "href",
    "link", "task", "asked_by", "worker", "item", "part", "objective", "first_month", "last_month", "month", "years",
    "source", "sha256", "uid", "committee", "topic", "meeting", "due_meeting", "quarter", "agreed_at", "substance",
    "wording", "reviewed", "signed", "content", "draft", "corrects", "sealed", "topics", "touches", "addressees", "areas",
    "powers", "plan", "scrutiny", "document", "known_from", "response_of", "became", "wrapped", "wrapped_by", "cipher",
    "commitment", "salt", "token_hash", "password", "release", "number", "minute_number", "by_body", "noted_by", "role",
    "to_place", "demand", "channels", "resumes",
})  # fmt: skip
"""Fields that name something else by its key, or are a word of a fixed list: no mark can stand there, and no secret does."""
KEYS = frozenset(
    {
        "id",
        "kind",
        "link",
        "address",
        "scheme",
        "paragraph",
        "measure",
        "sha256",
        "period",
        "currency",
        "letter",
        "place",
    }
)
"""The same of keys in a JSON body."""


@dataclass(frozen=True)
class Who:
    """Who may read something before it is out: roles at the body that owns it, roles at any body, people by name, everybody."""

    roles: frozenset[str] = frozenset()
    anywhere: frozenset[str] = frozenset()
    people: frozenset[str] = frozenset()
    everybody: bool = False
    only_at: frozenset[str] = frozenset()
    """The only addresses (their names) at which even those read it; empty is any."""

    def includes(self, name: str | None, owner: str) -> bool:
        """Whether one of the cast may; None is anybody."""
        if self.everybody or name is None:
            return self.everybody
        _, organisation, role = CAST[name]
        return role in self.anywhere or name in self.people or (role in self.roles and organisation == owner)


@dataclass(frozen=True)
class Kept:
    """One kind of record as marks are planted into it. ``rows`` are those that are not out; ``about`` is whose event a change is;
    ``out`` is the moment at which a row is for everybody, None where it never is by itself.
    """

    label: str
    rows: Callable[[], Iterable[Any]]
    who: Callable[[Any, str], Who]
    about: Callable[[Any], Record] = lambda row: row
    out: Callable[[Any], dt.datetime | None] = lambda _: None
    fixed: frozenset[str] = frozenset()
    """Fields more that take no mark, because a mark would make nonsense of the row."""
    quiet: bool = False
    """Whether its fields change without an event, as those of a job do while it runs."""
    filled: bool = False
    """Whether only what says something already is marked, because a word where there is none would mean something else."""
    all_fields: bool = False
    """Whether fields that are open with their record are marked too, because the record is not out."""


@dataclass(frozen=True)
class Canary:
    """One mark: of which field of which record, whose, and who may read it."""

    mark: str
    label: str
    field: str
    key: str
    owner: str
    who: Who
    out: dt.datetime | None = None

    @property
    def head(self) -> str:
        """The part that is looked for."""
        return self.mark[:10]

    def open_to(self, name: str | None, at: dt.datetime, address: str = "") -> bool:
        """Whether one of the cast (None: anybody) may read it at a moment."""
        if self.out is not None and at >= self.out:
            return True
        return self.who.includes(name, self.owner) and (not self.who.only_at or address in self.who.only_at)


@dataclass
class Planted:
    """Every mark, by its head."""

    by_head: dict[str, Canary] = field(default_factory=dict)
    done: set[tuple[str, str]] = field(default_factory=set)

    def new(self, label: str, where: str, key: str, owner: str, who: Who, out: dt.datetime | None = None) -> Canary:
        """A mark for one place."""
        digest = hashlib.sha256(f"{label} {where} {key}".encode()).digest()
        text = base64.b32encode(digest).decode().lower()
        made = Canary(f"zq{text[:8]}x{text[8:16]}", label, where, key, owner, who, out)
        self.by_head[made.head] = made
        return made

    def plant(self, kind: Kept) -> None:
        """Mark every text of every row of a kind that has not been marked yet. Raises AssertionError where a row takes no mark."""
        for row in kind.rows():
            fields = {name: value for name, value in self._marked(kind, row) if (row.key, name) not in self.done}
            if not fields:
                continue
            if kind.quiet:
                type(row)._base_manager.filter(pk=row.pk).update(**fields)
                self.done |= {(row.key, name) for name in fields}
                continue
            try:
                plant(row, kind.about(row), fields, by=COMMAND)
            except ValidationError as error:
                raise AssertionError(
                    f"{kind.label}: {error}. Say in NAMES or Kept.fixed which field takes no mark."
                ) from error
            self.done |= {(row.key, name) for name in fields}

    def _marked(self, kind: Kept, row: Any) -> Iterator[tuple[str, Any]]:
        for one in row._meta.concrete_fields:
            if one.name in NAMES | kind.fixed or one.primary_key or one.is_relation or getattr(one, "choices", None):
                continue
            if class_of(type(row), one.name) is OPEN and not kind.all_fields:
                continue
            value = getattr(row, one.name)
            if kind.filled and not value:
                continue
            if isinstance(one, TEXTS):
                yield one.name, self._text(kind, row, one, str(value))
            elif isinstance(one, models.JSONField):
                yield one.name, self._json(kind, row, one.name, value)

    def _text(self, kind: Kept, row: Any, one: Any, value: str) -> str:
        mark = self._of(kind, row, one.name).mark
        if isinstance(one, models.EmailField):
            return f"{mark}@{value.partition('@')[2] or 'elsewhere.example'}"
        return f"{mark} {value}"[: one.max_length].strip()

    def _json(self, kind: Kept, row: Any, where: str, value: Any) -> Any:
        """A body with a mark before every leaf that is prose: of two words or more, under no key that names something. A key of two
        words is somebody's name, and has one too.
        """
        if isinstance(value, dict):
            return {
                self._json(kind, row, where, key): inner
                if key in KEYS
                else self._json(kind, row, f"{where}.{key}", inner)
                for key, inner in value.items()
            }
        if isinstance(value, list):
            return [self._json(kind, row, f"{where}.{place}", inner) for place, inner in enumerate(value)]
        if isinstance(value, str) and " " in value.strip():
            return f"{self._of(kind, row, where).mark} {value}"
        return value

    def _of(self, kind: Kept, row: Any, where: str) -> Canary:
        owner = row.owner.partition(":")[2] or str(getattr(row, "about_owner", ""))
        return self.new(kind.label, where, row.key, owner, kind.who(row, where), kind.out(row))

    def fields_of(self, label: str) -> set[str]:
        """The fields of a kind that hold a mark somewhere."""
        return {one.field.partition(".")[0] for one in self.by_head.values() if one.label == label}

    def found_in(self, text: str, pattern: re.Pattern[str] = HEAD) -> set[Canary]:
        """Every mark that a text shows, however it is written."""
        heads = {match[:10] for match in pattern.findall(text.lower())}
        return {self.by_head[head] for head in heads if head in self.by_head}


@action("test.plant")
def plant(row: Any, subject: Record, fields: dict[str, Any], *, by: Actor, reason: str = "") -> None:
    """Change fields as an action does, with its event: what the audit keeps of them is marked too."""
    by.must(P.USE_OFFICE)
    acting().about(subject)
    acting().change(row, **fields)


def shown_by(answer: Any) -> str:
    """Everything that an answer says: status line and headers, and its body however it is packed."""
    body = b"".join(answer.streaming_content) if answer.streaming else answer.content
    heads = "\n".join(f"{name}: {in_plain(value)}" for name, value in answer.headers.items())
    cookies = "\n".join(str(one) for one in answer.cookies.values())
    return "\n".join((heads, cookies, answer.reason_phrase, *unpacked(body)))


def in_plain(value: str) -> str:
    """A header's value as it is read: where letters stand in it that Latin-1 has not, it is sent in base64 (RFC 2047)."""
    with suppress(HeaderParseError, LookupError, UnicodeDecodeError):
        return str(make_header(decode_header(value)))
    return value


def unpacked(body: bytes) -> Iterator[str]:
    """The bytes as text, and what is in them: of a PDF its text layer and metadata, of an archive its names and files."""
    if body[:2] == b"\x1f\x8b":
        with suppress(OSError, EOFError):
            body = gzip.decompress(body)
    text = body.decode("utf-8", "replace")
    yield text
    yield unquote(html.unescape(text)) if "%" in text or "&" in text else ""
    for packed in PACKED.findall(text):
        with suppress(ValueError):
            yield from unpacked(base64.b64decode(packed, validate=True))
    if body[:4] == b"%PDF":
        yield from _of_pdf(body)
    if body[:4] == b"PK\x03\x04":
        with zipfile.ZipFile(io.BytesIO(body)) as archive:
            for name in archive.namelist():
                yield name
                yield from unpacked(archive.read(name))


def _of_pdf(body: bytes) -> Iterator[str]:
    """The text layer of every page, the metadata in both forms, and every string of every object."""
    import pikepdf
    import pypdfium2

    with pypdfium2.PdfDocument(body) as document:
        for page in document:
            yield page.get_textpage().get_text_range()
    with pikepdf.open(io.BytesIO(body)) as document:
        yield repr(dict(document.docinfo))
        with document.open_metadata() as metadata:
            yield str(metadata)
        for one in document.objects:
            with suppress(Exception):
                yield repr(one)
                if isinstance(one, pikepdf.Stream):
                    yield one.read_bytes().decode("latin-1")
