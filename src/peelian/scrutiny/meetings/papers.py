"""Papers that were read in at the desk: a document, and what it proposes until a person takes it in or rejects it."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from peelian.core.models import Person
from peelian.core.privacy import OPEN, WORDS, WORKING, Privacy
from peelian.core.records import Record
from peelian.scrutiny.meetings.models import OfCommittee

KINDS = {"meeting": "Meeting", "action": "Action", "activity": "Activity"}
STATES = {"proposed": "to be looked at", "confirmed": "taken in", "rejected": "rejected"}


class PapersDocument(OfCommittee):
    """A file of a committee's papers. Its ``lines`` are kept until all that it proposes is decided, and then forgotten: what papers
    say of one person is not to lie about.
    """

    KIND = "papers-document"
    PRIVACY: ClassVar[dict[str, Privacy]] = dict.fromkeys(("committee", "name", "sha256", "read_at"), OPEN) | {
        "lines": WORDS
    }

    name = models.CharField("file", max_length=200)
    sha256 = models.CharField(max_length=64)
    lines = models.JSONField(default=list, blank=True)
    read_at = models.DateTimeField()

    class Meta:
        ordering = ("committee", "read_at", "id")
        constraints = (models.UniqueConstraint(fields=("committee", "sha256"), name="one_reading_a_papers_document"),)

    def __str__(self) -> str:
        return self.name


class PapersProposal(Record):
    """A meeting of a day, an action or an activity that was found in a document."""

    KIND = "papers-proposal"
    PRIVACY: ClassVar[dict[str, Privacy]] = dict.fromkeys(
        ("document", "kind", "day", "place", "page", "line", "confidence", "state", "became"), OPEN
    ) | {"text": WORDS, "fields": WORDS, "why": WORDS, "author": WORKING}  # fmt: skip

    document = models.ForeignKey(PapersDocument, on_delete=models.PROTECT, related_name="proposals")
    kind = models.CharField(max_length=10, choices=list(KINDS.items()))
    day = models.DateField(null=True, blank=True)
    place = models.CharField("line, or page:line", max_length=20)
    page = models.PositiveIntegerField(null=True, blank=True)
    line = models.PositiveIntegerField(null=True, blank=True)
    text = models.TextField()
    confidence = models.FloatField()
    fields = models.JSONField(default=dict, blank=True)
    state = models.CharField(max_length=10, default="proposed", choices=list(STATES.items()))
    why = models.TextField("why it was rejected", blank=True, max_length=2000)
    became = models.CharField("meeting that it became or belongs to", max_length=100, blank=True)
    author = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+", null=True, blank=True)

    class Meta:
        ordering = ("document__read_at", "document", "page", "line", "id")

    def __str__(self) -> str:
        return f"{KINDS[self.kind]} at line {self.place} of {self.document.name}"

    @property
    def owner(self) -> str:
        return self.document.owner
