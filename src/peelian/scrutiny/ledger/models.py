"""The ledger's records: investigations and what was done for them, reports, recommendations, and the steps that are only added.

What a recommendation says is its entry in the form (form.py), so that a pack, a house and the records have one reader.
"""

from __future__ import annotations

from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import models

from peelian.core.models import Organisation, Person
from peelian.core.privacy import ASKER, OPEN, WORDS, WORKING, Privacy
from peelian.core.records import Record
from peelian.figures.errors import PeelianError
from peelian.figures.periods import parse_month
from peelian.scrutiny.ledger.formats import FORMATS, LANGUAGE
from peelian.scrutiny.ledger.life import DUTIES, KINDS, MOVES
from peelian.scrutiny.ledger.records import NUMBER, NUMBERED

KEPT = 500
"""Characters of an address or a title."""
is_year = RegexValidator(r"^FY\d{4}-\d{2}$", "Write a financial year, as FY2019-20.")
is_number = RegexValidator(rf"^{NUMBER}\Z", NUMBERED)


def check_month(text: str) -> None:
    """Raises ValidationError for what is no month."""
    try:
        parse_month(text)
    except PeelianError as error:
        raise ValidationError(f"{text} is no month. Write 2026-04.") from error


class OfCommittee(Record):
    """Something that a committee makes. ``organisation`` keeps its papers, ``committee`` is which of its committees it is."""

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    committee = models.SlugField(max_length=80)

    class Meta:
        abstract = True

    @property
    def owner(self) -> str:
        return self.organisation.key


class InvestigationRecord(OfCommittee):
    """What a committee looks into. Everybody may read of it once the committee has opened it."""

    KIND = "investigation"
    PRIVACY: ClassVar[dict[str, Privacy]] = dict.fromkeys(
        ("organisation", "committee", "slug", "title", "opened", "closed", "topics", "years", "source", "lines"), OPEN
    ) | {**dict.fromkeys(("terms", "findings", "draft", "changes"), WORDS), "state": WORKING, "version": WORKING}  # fmt: skip

    slug = models.SlugField(primary_key=True, max_length=80)
    title = models.CharField(max_length=200)
    terms = models.TextField("terms of reference", max_length=4000)
    opened = models.DateField(null=True, blank=True)
    closed = models.DateField(null=True, blank=True)
    topics = models.JSONField(default=list, blank=True)
    findings = models.JSONField(default=list, blank=True)
    draft = models.JSONField("words that are not published yet", null=True, blank=True)
    changes = models.JSONField("how its public words changed", null=True, blank=True)
    years = models.CharField("financial year", max_length=9, blank=True, validators=(is_year,))
    source = models.CharField(max_length=80, blank=True)
    lines = models.JSONField(default=list, blank=True)
    state = models.CharField(max_length=10, default="drafting")
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ("-opened", "-years", "slug")

    def __str__(self) -> str:
        return self.title

    def written(self, name: str) -> Any:
        """One of its fields as it was written last, whether that is published or not."""
        return (self.draft or {}).get(name, getattr(self, name))

    def clean(self) -> None:
        """Raises ValidationError where it closes before it opens."""
        if self.opened and self.closed and self.closed < self.opened:
            raise ValidationError("The investigation closes before it opens.")


class ActivityRecord(OfCommittee):
    """Something that a committee did, for an investigation or beside any."""

    KIND = "activity"
    PRIVACY: ClassVar[dict[str, Privacy]] = dict.fromkeys(
        ("organisation", "committee", "investigation", "kind", "on", "month", "place", "meeting", "topic", "source", "line", "link",
         "years"), OPEN,
    ) | {"title": WORDS, "bodies": WORDS}  # fmt: skip

    investigation = models.ForeignKey(
        InvestigationRecord, on_delete=models.PROTECT, related_name="activities", null=True, blank=True
    )
    kind = models.CharField(max_length=20)
    title = models.CharField("what was done", max_length=300)
    on = models.DateField("on which day", null=True, blank=True)
    month = models.CharField("in which month", max_length=7, blank=True, validators=(check_month,))
    bodies = models.JSONField("whom the committee met", default=list, blank=True)
    place = models.CharField(max_length=200, blank=True)
    meeting = models.CharField(max_length=120, blank=True)
    topic = models.SlugField(max_length=80, blank=True)
    source = models.CharField(max_length=80, blank=True)
    line = models.PositiveIntegerField(null=True, blank=True)
    link = models.CharField("where it can be read of", max_length=KEPT, blank=True)
    years = models.CharField("financial year", max_length=9, blank=True, validators=(is_year,))

    class Meta:
        ordering = ("id",)

    def __str__(self) -> str:
        return self.title


class ReportRecord(OfCommittee):
    """A report, a letter, a response, a proposal or a motion. Once it is published its text is never edited."""

    KIND = "report"
    PRIVACY: ClassVar[dict[str, Privacy]] = dict.fromkeys(
        ("organisation", "committee", "slug", "kind", "title", "on", "month", "addressees", "addressed_to", "counted", "duty",
         "topic", "years", "investigation", "meeting", "plan", "link", "source", "lines", "answer_line", "published_at"), OPEN,
    ) | {"date_words": WORDS, "state": WORKING, "author": WORKING, "version": WORKING}  # fmt: skip

    slug = models.SlugField(max_length=80)
    kind = models.CharField(max_length=30, choices=[(kind.id, kind.title) for kind in KINDS.values()])
    title = models.CharField(max_length=200)
    on = models.DateField("date of the report", null=True, blank=True)
    month = models.CharField(max_length=7, blank=True, validators=(check_month,))
    date_words = models.CharField("what is said of its date", max_length=300, blank=True)
    addressees = models.JSONField(default=list, blank=True)
    addressed_to = models.CharField("the post that it is addressed to", max_length=300, blank=True)
    counted = models.PositiveSmallIntegerField(null=True, blank=True)
    duty = models.CharField(max_length=30, default="none", choices=[(duty.id, duty.title) for duty in DUTIES.values()])
    topic = models.SlugField(max_length=80, blank=True)
    years = models.CharField("financial year", max_length=9, blank=True, validators=(is_year,))
    investigation = models.ForeignKey(
        InvestigationRecord, on_delete=models.PROTECT, related_name="reports", null=True, blank=True
    )
    meeting = models.CharField("meeting that agreed it", max_length=120, blank=True)
    plan = models.SlugField("plan that it is about", max_length=80, blank=True)
    link = models.CharField("where it can be read", max_length=KEPT, blank=True)
    source = models.CharField(max_length=80, blank=True)
    lines = models.JSONField(default=list, blank=True)
    answer_line = models.PositiveIntegerField(null=True, blank=True)
    state = models.CharField(max_length=10, default="drafting")
    author = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    published_at = models.DateTimeField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ("-on", "-month", "-years", "slug")
        constraints = (models.UniqueConstraint(fields=("organisation", "slug"), name="one_report_a_name"),)

    def __str__(self) -> str:
        return self.title

    @property
    def name(self) -> str:
        """How addresses name it: ``<body>/<report>``."""
        return f"{self.organisation_id}/{self.slug}"

    def clean(self) -> None:
        """Raises ValidationError where its month is another than its day's."""
        if self.on and self.month and self.month != f"{self.on:%Y-%m}":
            raise ValidationError({"month": "Leave the month out where the day is known."})


class RecommendationRecord(Record):
    """One recommendation as its report makes it. ``body`` is its entry in the form, without number, addressees and steps."""

    KIND = "recommendation"
    PRIVACY: ClassVar[dict[str, Privacy]] = dict.fromkeys(
        ("report", "number", "place", "addressees", "requested"), OPEN
    ) | {"body": WORDS, "version": WORKING}  # fmt: skip

    report = models.ForeignKey(ReportRecord, on_delete=models.PROTECT, related_name="recommendations")
    number = models.CharField(max_length=8, validators=(is_number,))
    place = models.PositiveIntegerField("order", default=0)
    addressees = models.JSONField("bodies that it asks", blank=True)
    requested = models.DateField("answer asked for by", null=True, blank=True)
    body = models.JSONField()
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ("place", "id")
        constraints = (models.UniqueConstraint(fields=("report", "number"), name="one_recommendation_a_number"),)

    def __str__(self) -> str:
        return f"Recommendation {self.number}: {self.body.get('title', '')}"

    @property
    def name(self) -> str:
        """How addresses name it: ``<body>/<report>/<number>``."""
        return f"{self.report.name}/{self.number}"

    @property
    def owner(self) -> str:
        return self.report.owner


class RecommendationStep(Record):
    """One thing that happened to a recommendation (life.MOVES). It is added to, never changed."""

    KIND = "recommendation-step"
    PRIVACY: ClassVar[dict[str, Privacy]] = dict.fromkeys(
        ("recommendation", "kind", "on", "by_body", "about", "status", "to", "link", "noted_by", "made_at"), OPEN
    ) | {"reason": WORDS, "answers": WORDS, "evidence": WORDS, "author": WORKING}  # fmt: skip

    recommendation = models.ForeignKey(RecommendationRecord, on_delete=models.PROTECT, related_name="steps")
    kind = models.CharField(max_length=14, choices=[(move.kind, move.title) for move in MOVES.values()])
    on = models.DateField("on which day")
    by_body = models.SlugField("body that said it", max_length=80)
    about = models.SlugField("body that it is about", max_length=80, blank=True)
    status = models.CharField(max_length=14, blank=True)
    reason = models.TextField("why", blank=True, max_length=4000)
    answers = models.JSONField(default=list, blank=True)
    evidence = models.JSONField(default=list, blank=True)
    to = models.CharField("earlier recommendation", max_length=200, blank=True)
    link = models.CharField("where it can be read", max_length=KEPT, blank=True)
    noted_by = models.SlugField("body that noted it down", max_length=80, blank=True)
    author = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    made_at = models.DateTimeField()

    class Meta:
        ordering = ("on", "id")

    def __str__(self) -> str:
        return f"{self.recommendation}: {MOVES[self.kind].title.lower()}"

    @property
    def owner(self) -> str:
        return self.recommendation.owner


class ReportDocument(Record):
    """A document of a report, or of the response to it, as it was read in: its lines, and what they propose."""

    KIND = "report-document"
    PRIVACY: ClassVar[dict[str, Privacy]] = dict.fromkeys(
        ("report", "name", "sha256", "response_of", "read_at"), OPEN
    ) | {"lines": WORDS}

    report = models.ForeignKey(ReportRecord, on_delete=models.PROTECT, related_name="documents")
    name = models.CharField("file", max_length=200)
    sha256 = models.CharField(max_length=64)
    lines = models.JSONField()
    response_of = models.SlugField("body whose response it is", max_length=80, blank=True)
    read_at = models.DateTimeField()

    class Meta:
        ordering = ("report", "-read_at")
        constraints = (models.UniqueConstraint(fields=("report", "sha256"), name="one_reading_a_report_document"),)

    def __str__(self) -> str:
        return self.name

    @property
    def owner(self) -> str:
        return self.report.owner


class ReportProposal(Record):
    """Something that the machine found in a document and that a person confirms, ties to what is there, or rejects."""

    KIND = "report-proposal"
    PRIVACY: ClassVar[dict[str, Privacy]] = dict.fromkeys(
        ("document", "kind", "reference", "page", "line", "confidence", "state", "became"), OPEN
    ) | {"text": WORDS, "fields": WORDS, "author": WORKING}  # fmt: skip

    document = models.ForeignKey(ReportDocument, on_delete=models.PROTECT, related_name="proposals")
    kind = models.CharField(max_length=20)
    reference = models.CharField(max_length=80, blank=True)
    text = models.TextField()
    page = models.PositiveIntegerField(null=True, blank=True)
    line = models.PositiveIntegerField(null=True, blank=True)
    confidence = models.FloatField()
    fields = models.JSONField(default=dict, blank=True)
    state = models.CharField(
        max_length=10, default="proposed",
        choices=(("proposed", "to be looked at"), ("confirmed", "confirmed"), ("rejected", "rejected")),
    )  # fmt: skip
    became = models.CharField("what it became", max_length=200, blank=True)
    author = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+", null=True, blank=True)

    class Meta:
        ordering = ("line", "id")

    def __str__(self) -> str:
        return f"{self.kind} {self.reference} at line {self.line}" if self.line else f"{self.kind} {self.reference}"

    @property
    def owner(self) -> str:
        return self.document.owner


class FormatRequest(Record):
    """Somebody asked for a published report in another format. ``contact`` is gone once it is met or withdrawn."""

    KIND = "format-request"
    PRIVACY: ClassVar[dict[str, Privacy]] = {
        "report": OPEN, "contact": ASKER, "language": WORDS, "sent": WORDS,
        **dict.fromkeys(("format", "received", "ended", "state"), WORKING),
    }  # fmt: skip

    report = models.ForeignKey(ReportRecord, on_delete=models.PROTECT, related_name="format_requests")
    format = models.CharField(max_length=14, choices=list(FORMATS.items()))
    language = models.CharField("which language", max_length=60, blank=True)
    received = models.DateField("on which day it was asked for")
    contact = models.CharField("how to reach who asked", max_length=KEPT, blank=True)
    state = models.CharField(max_length=10, default="open")
    ended = models.DateField("on which day it was met or withdrawn", null=True, blank=True)
    sent = models.CharField("what was sent", max_length=KEPT, blank=True)

    class Meta:
        ordering = ("received", "id")
        constraints = (
            models.CheckConstraint(
                condition=models.Q(state="open") | models.Q(contact=""), name="no_contact_of_an_ended_format_request"
            ),
        )

    def __str__(self) -> str:
        return f"“{self.report}”: {FORMATS[self.format].lower()}"

    @property
    def owner(self) -> str:
        return self.report.owner

    @property
    def wanted(self) -> str:
        """``Braille``, or which language: ``In Polish``."""
        return f"In {self.language}" if self.format == LANGUAGE else FORMATS[self.format]

    def clean(self) -> None:
        """Raises ValidationError where a language is wanted and none is named, or one is named and not wanted."""
        if self.format == LANGUAGE and not self.language:
            raise ValidationError({"language": "Name the language."})
        if self.format != LANGUAGE and self.language:
            raise ValidationError({"language": "Leave the language out, or choose another language as the format."})
