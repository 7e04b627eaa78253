"""Exempt parts: what is public of each, and its text encrypted; and every review of one, kept for good."""

from __future__ import annotations

import datetime as dt
from typing import ClassVar

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q

from peelian.core.exempt.records import Ground, length_words
from peelian.core.exempt.rules import DRAFT, OUT, PART, SEALED, from_json
from peelian.core.models import Organisation
from peelian.core.privacy import CREDENTIAL, EXEMPT, OPEN, Privacy
from peelian.core.records import Record
from peelian.figures.errors import PeelianError
from peelian.figures.house import LONDON

FORMS = (("text", "Text"), ("file", "File"))
"""What a part can be."""


class ExemptPart(Record):
    """One text or file that a body withholds. ``subject`` is the key of the record that it belongs to (``decision:PCD-1560``).

    ``cipher`` and ``wrapped`` are all that there is of the text until it is released; then ``text`` and ``salt`` are for everybody.
    Of a file they hold its envelope (files.py), its bytes lie in pieces, and ``text`` says of which kind it is once it is released.
    ``length`` counts the characters of a text, the bytes of a file. Nothing of a draft is public, its title neither.
    """

    KIND = "exempt-part"
    PRIVACY: ClassVar[dict[str, Privacy]] = {
        **dict.fromkeys(
            ("subject", "organisation", "title", "grounds", "form", "length", "pages", "decided_by", "decided_on", "review_on",
             "release_at", "released_at", "state", "commitment", "kept_at", "version"), OPEN,
        ),
        **dict.fromkeys(("cipher", "text", "salt"), EXEMPT),
        **dict.fromkeys(("wrapped", "wrapped_by"), CREDENTIAL),
    }  # fmt: skip

    id = models.CharField(primary_key=True, max_length=16)
    subject = models.CharField(max_length=200, db_index=True)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    title = models.CharField(max_length=200)
    grounds = models.JSONField()
    form = models.CharField(max_length=4, choices=FORMS, default="text", db_default="text")
    length = models.PositiveIntegerField()
    pages = models.PositiveIntegerField("pages, of a PDF", null=True, blank=True)
    decided_by = models.CharField("who decided, by post", max_length=200)
    decided_on = models.DateField(null=True, blank=True)
    review_on = models.DateField()
    release_at = models.DateTimeField(null=True, blank=True)
    released_at = models.DateTimeField(null=True, blank=True)
    state = models.CharField(
        max_length=10, choices=[(one.id, one.title) for one in PART.states], default=DRAFT, db_index=True
    )
    commitment = models.CharField(max_length=71, blank=True)
    kept_at = models.DateTimeField()
    version = models.PositiveIntegerField(default=1)
    cipher = models.TextField()
    wrapped = models.CharField(max_length=120)
    wrapped_by = models.CharField(max_length=8)
    text = models.TextField(blank=True)
    salt = models.CharField(max_length=64, blank=True)

    class Meta:
        ordering = ("kept_at", "id")
        constraints = (
            models.CheckConstraint(
                condition=Q(state=DRAFT, commitment="", decided_on__isnull=True)
                | Q(state__in=(SEALED, OUT), decided_on__isnull=False) & ~Q(commitment=""),
                name="exempt_part_is_sealed_with_its_commitment",
            ),
            models.CheckConstraint(
                condition=Q(state=OUT, released_at__isnull=False) & ~Q(text="") & ~Q(salt="")
                | Q(state__in=(DRAFT, SEALED), released_at__isnull=True, text="", salt=""),
                name="exempt_part_shows_its_text_when_it_is_released",
            ),
        )

    def __str__(self) -> str:
        return self.title

    @property
    def label(self) -> str:
        """Its number alone: its title is public with what it belongs to, and an event may be read before."""
        return f"exempt part {self.pk}"

    def __repr__(self) -> str:
        return f"<ExemptPart {self.pk} {self.state}>"

    def clean(self) -> None:
        """Raises ValidationError for what cannot be read as grounds."""
        try:
            from_json(self.grounds)
        except PeelianError as error:
            raise ValidationError({"grounds": f"{error.message} {error.remedy}"}) from error

    @property
    def owner(self) -> str:
        return f"{Organisation.KIND}:{self.organisation_id}"

    @property
    def release_on(self) -> dt.date | None:
        """The day in London at whose beginning, or on which, it is released; None where none is set."""
        return self.release_at.astimezone(LONDON).date() if self.release_at else None

    @property
    def length_words(self) -> str:
        """Its length in words."""
        return length_words(self.length, self.form, self.pages)

    @property
    def reasons(self) -> tuple[Ground, ...]:
        """Its grounds."""
        return from_json(self.grounds)


class ExemptPiece(Record):
    """A piece of a file that is withheld, encrypted; and, once the file is released, as it is."""

    KIND = "exempt-piece"
    PRIVACY: ClassVar[dict[str, Privacy]] = {
        **dict.fromkeys(("part", "number", "sealed"), OPEN), **dict.fromkeys(("cipher", "plain"), EXEMPT),
    }  # fmt: skip

    part = models.ForeignKey(ExemptPart, on_delete=models.CASCADE, related_name="pieces")
    number = models.PositiveIntegerField()
    cipher = models.BinaryField()
    plain = models.BinaryField(null=True, blank=True)
    sealed = models.BooleanField(default=False, db_default=False)

    class Meta:
        ordering = ("part", "number")
        constraints = (models.UniqueConstraint(fields=("part", "number"), name="one_piece_a_number"),)

    def __str__(self) -> str:
        return f"piece {self.number} of exempt part {self.part_id}"

    @property
    def owner(self) -> str:
        return self.part.owner


class ExemptReview(Record):
    """One look at what is withheld: kept until another day, or released. Never changed, never removed."""

    KIND = "exempt-review"
    PRIVACY: ClassVar[dict[str, Privacy]] = dict.fromkeys(
        ("part", "on", "due", "decision", "until", "post", "reason"), OPEN
    )

    part = models.ForeignKey(ExemptPart, on_delete=models.PROTECT, related_name="reviews")
    on = models.DateField()
    due = models.DateField()
    decision = models.CharField(max_length=10, choices=(("kept", "Kept"), ("released", "Released")))
    until = models.DateField(null=True, blank=True)
    post = models.CharField("who decided, by post", max_length=200)
    reason = models.CharField(max_length=2_000)

    class Meta:
        ordering = ("on", "id")
        constraints = (
            models.CheckConstraint(
                condition=Q(decision="kept", until__isnull=False) | Q(decision="released", until__isnull=True),
                name="exempt_review_says_until_when",
            ),
        )

    def __str__(self) -> str:
        return f"{self.part}: {self.get_decision_display().lower()} on {self.on}"

    @property
    def owner(self) -> str:
        return self.part.owner
