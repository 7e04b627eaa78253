"""What everybody may know of something exempt: that it exists, how long it is, why it is withheld, by whom and until when."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime


@dataclass(frozen=True)
class Ground:
    """One legal ground. ``scheme`` is ``sch-12a`` (LGA 1972), ``foi`` (FOIA 2000), ``eir`` (EIR 2004), ``confidential`` (s.100A(2))
    or ``house`` (a body's own scheme); ``paragraph`` its number there.
    """

    scheme: str
    paragraph: str
    reason: str
    """The public interest in withholding it, in words; or what forbids to publish it."""
    enactment: str = ""
    """Of ``confidential``: which enactment, court's order or government department forbids it."""
    opinion_by: str = ""
    """Of FOIA s.36: the post of the qualified person whose opinion it rests on."""
    opinion_on: date | None = None
    contract_terms: bool = False
    """Of Schedule 12A paragraph 3: that it tells of terms of a contract that is being negotiated (s.100F(2A))."""


def length_words(length: int, form: str = "text", pages: int | None = None) -> str:
    """``1,204 characters``; of a file ``1,204,332 bytes, 14 pages``."""
    unit = "character" if form == "text" else "byte"
    said = f"{length:,} {unit}{'' if length == 1 else 's'}"
    return said if pages is None else f"{said}, {pages:,} page{'' if pages == 1 else 's'}"


@dataclass(frozen=True)
class Reviewed:
    """One look at what is withheld: ``kept`` until another day, or ``released``."""

    on: date
    decision: str
    post: str
    reason: str
    until: date | None = None


@dataclass(frozen=True)
class Stub:
    """The public entry of an exempt part."""

    id: str
    title: str
    length: int
    """Characters of the text that is withheld, or bytes of the file."""
    grounds: tuple[Ground, ...]
    decided_by: str
    """The post that decided it, not a person's name."""
    decided_on: date
    review_on: date
    commitment: str
    """``sha256:…`` of salt and text, published when it was sealed: what is released later can be proved to be the same."""
    release_on: date | None = None
    released_at: datetime | None = None
    salt: str = ""
    """Given with the text when it is released; empty before."""
    form: str = "text"
    """``file`` where it is one."""
    pages: int | None = None
    """Of a PDF file; None where they are not known."""
    media: str = ""
    """Of a file that was released: its kind; empty before."""
    sha256: str = ""
    """And the SHA-256 of the file alone, without the salt."""
    reviews: tuple[Reviewed, ...] = ()
    """Every review, the first first."""
    public_at: datetime | None = None
    """Since when everybody may read all this: the record that it is of was out, and it was sealed. None where that is not known,
    and before it is so."""

    @property
    def length_words(self) -> str:
        """Its length in words."""
        return length_words(self.length, self.form, self.pages)
