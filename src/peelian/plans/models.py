"""A plan's records: its versions, the steps of the law that each has taken, its items, and what is claimed of them.

An item's body is its entry in the plan's form (kinds.py), so that the text which is consulted on, the text which is issued and the
records have one shape and one reader (decision 25).
"""

from __future__ import annotations

from typing import ClassVar

from django.core.exceptions import ValidationError
from django.db import models

from peelian.core.models import Organisation, Person
from peelian.core.privacy import OPEN, WORDS, WORKING, Privacy
from peelian.core.records import Record
from peelian.figures.errors import PeelianError
from peelian.figures.periods import parse_month
from peelian.plans.kinds import KINDS, title_of
from peelian.plans.rules import DUTIES, UNFINISHED


def check_month(text: str) -> None:
    """Raises ValidationError for what is no month."""
    try:
        parse_month(text)
    except PeelianError as error:
        raise ValidationError(f"{text} is no month. Write 2026-04.") from error


class PlanRecord(Record):
    """A plan: whose it is, for which years and area. Its words are in its items."""

    KIND = "plan"
    PRIVACY: ClassVar[dict[str, Privacy]] = dict.fromkeys(
        ("slug", "organisation", "title", "about", "first_month", "last_month", "area", "scrutiny", "document", "first_line",
         "last_line", "known_from"), OPEN,
    ) | {"version": WORKING}  # fmt: skip

    slug = models.SlugField(primary_key=True, max_length=80)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    title = models.CharField(max_length=200)
    about = models.TextField("what it is about, for residents", blank=True, max_length=4000)
    first_month = models.CharField("from", max_length=7, validators=(check_month,))
    last_month = models.CharField("to", max_length=7, validators=(check_month,))
    area = models.CharField(max_length=40)
    scrutiny = models.CharField("body that scrutinises it", max_length=80, blank=True)
    document = models.CharField("document that prints it", max_length=80, blank=True)
    first_line = models.PositiveIntegerField(null=True, blank=True)
    last_line = models.PositiveIntegerField(null=True, blank=True)
    known_from = models.CharField("why it is known only in part", max_length=300, blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ("-first_month", "slug")

    def __str__(self) -> str:
        return self.title

    @property
    def owner(self) -> str:
        return self.organisation.key

    def clean(self) -> None:
        """Raises ValidationError where it ends before it begins."""
        if self.first_month > self.last_month:
            raise ValidationError("The plan ends before it begins.")


class OfPlan(Record):
    """Something that belongs to a plan."""

    plan = models.ForeignKey(PlanRecord, on_delete=models.PROTECT, related_name="+")

    class Meta:
        abstract = True

    @property
    def owner(self) -> str:
        return self.plan.owner


class PlanVersion(OfPlan):
    """One version of a plan on its way through the law's steps: the first, and one for each variation."""

    KIND = "plan-version"
    PRIVACY: ClassVar[dict[str, Privacy]] = {
        "plan": OPEN, "number": OPEN, "state": WORKING, "author": WORKING, "issuer": WORKING, "why": WORDS, "opens": OPEN,
        "closes": OPEN, "consulted": OPEN, "issued_on": OPEN, "takes_effect": OPEN, "begun_at": WORKING,
    }  # fmt: skip

    number = models.PositiveSmallIntegerField()
    state = models.CharField(max_length=12, default="drafting")
    author = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    issuer = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    why = models.TextField("what it varies, and why", blank=True, max_length=2000)
    opens = models.DateField("consultation opens", null=True, blank=True)
    closes = models.DateField("consultation closes", null=True, blank=True)
    consulted = models.BooleanField("a consultation was opened and closed", default=False)
    issued_on = models.DateField(null=True, blank=True)
    takes_effect = models.DateField(null=True, blank=True)
    begun_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ("plan", "-number")
        constraints = (
            models.UniqueConstraint(fields=("plan", "number"), name="one_number_a_version"),
            models.UniqueConstraint(
                fields=("plan",), condition=models.Q(state__in=UNFINISHED), name="one_open_version_a_plan"
            ),
        )

    def __str__(self) -> str:
        return f"{self.plan.title}, version {self.number}"


class PlanStep(Record):
    """A step of the law that a version has taken: when, what was done, where it can be read, and on which wording."""

    KIND = "plan-step"
    PRIVACY: ClassVar[dict[str, Privacy]] = {
        "of": OPEN, "duty": OPEN, "on": OPEN, "note": WORDS, "link": OPEN, "wording": WORKING,
    }  # fmt: skip

    of = models.ForeignKey(PlanVersion, on_delete=models.PROTECT, related_name="steps")
    duty = models.CharField(max_length=24, choices=[(duty.id, duty.title) for duty in DUTIES])
    on = models.DateField("on which day")
    note = models.TextField("what was done", max_length=4000)
    link = models.CharField("where it can be read", max_length=500, blank=True)
    wording = models.CharField("fingerprint of the text it was about", max_length=80, blank=True)

    class Meta:
        constraints = (models.UniqueConstraint(fields=("of", "duty"), name="one_step_a_duty"),)

    def __str__(self) -> str:
        return f"{self.of}: {self.get_duty_display()}"

    @property
    def owner(self) -> str:
        return self.of.owner


class PlanItem(OfPlan):
    """One item of a plan as it is written now: its entry in the plan's form."""

    KIND = "plan-item"
    PRIVACY: ClassVar[dict[str, Privacy]] = {
        "plan": OPEN, "kind": OPEN, "slug": OPEN, "place": OPEN, "body": WORKING, "version": WORKING,
    }  # fmt: skip

    kind = models.CharField(max_length=12, choices=[(kind.id, kind.title) for kind in KINDS.values()])
    slug = models.CharField(max_length=160)
    place = models.PositiveIntegerField("order", default=0)
    body = models.JSONField()
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ("place", "id")
        constraints = (models.UniqueConstraint(fields=("plan", "kind", "slug"), name="one_item_a_name"),)

    def __str__(self) -> str:
        return title_of(self.kind, self.body) or self.slug


class PlanEdition(OfPlan):
    """A text of a plan that went out: to consultation, or issued. ``sealed`` is what its file holds."""

    KIND = "plan-edition"
    PRIVACY: ClassVar[dict[str, Privacy]] = dict.fromkeys(("plan", "of", "number", "kind", "out_at", "sealed"), OPEN)

    of = models.ForeignKey(PlanVersion, on_delete=models.PROTECT, related_name="editions")
    number = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=12, choices=(("consultation", "for consultation"), ("issued", "as issued")))
    out_at = models.DateTimeField()
    sealed = models.TextField()

    class Meta:
        ordering = ("plan", "number")
        constraints = (models.UniqueConstraint(fields=("plan", "number"), name="one_edition_a_number"),)

    def __str__(self) -> str:
        return f"{self.plan.title}, edition {self.number}"


class ClaimRecord(OfPlan):
    """What was claimed of an item on a day (statuses.py). It is added to, never changed."""

    KIND = "claim"
    PRIVACY: ClassVar[dict[str, Privacy]] = {
        "plan": OPEN, "kind": OPEN, "item": OPEN, "part": OPEN, "status": OPEN, "on": OPEN, "reason": WORDS, "evidence": WORDS,
        "author": WORKING, "made_at": OPEN,
    }  # fmt: skip

    kind = models.CharField(max_length=12)
    item = models.CharField(max_length=160)
    part = models.CharField(max_length=160, blank=True)
    status = models.CharField(max_length=12)
    on = models.DateField("since which day")
    reason = models.TextField("why", max_length=4000)
    evidence = models.JSONField(default=list)
    author = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    made_at = models.DateTimeField()

    class Meta:
        ordering = ("on", "id")

    def __str__(self) -> str:
        return f"{self.item}{f' ({self.part})' if self.part else ''}: {self.status}"


class Match(Record):
    """What became of an item of an older plan in a newer one, as a person decided it; ``proposed`` is what the machine said.

    ``item`` is a key of succession.items (``commitment:local-priorities``).
    """

    KIND = "match"
    PRIVACY: ClassVar[dict[str, Privacy]] = {
        "older": OPEN, "newer": OPEN, "item": OPEN, "decision": OPEN, "proposed": OPEN, "reason": WORDS,
        "author": WORKING, "made_at": OPEN,
    }  # fmt: skip

    older = models.ForeignKey(PlanRecord, on_delete=models.PROTECT, related_name="+")
    newer = models.ForeignKey(PlanRecord, on_delete=models.PROTECT, related_name="+")
    item = models.CharField(max_length=160)
    decision = models.JSONField()
    proposed = models.JSONField(default=dict, blank=True)
    reason = models.TextField(blank=True, max_length=2000)
    author = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    made_at = models.DateTimeField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=("older", "newer", "item"), name="one_match_an_item"),)

    def __str__(self) -> str:
        return f"{self.older} to {self.newer}: {self.item}"

    @property
    def owner(self) -> str:
        return self.newer.owner


class PlanDocument(OfPlan):
    """A document of a plan, as it was read in: its lines, so that a promise can be shown in the plan's own words.

    ``out`` says that everybody may read it. What is read in while the plan is written is a draft of it, and stays in the office.
    """

    KIND = "plan-document"
    PRIVACY: ClassVar[dict[str, Privacy]] = dict.fromkeys(("plan", "name", "sha256", "lines", "read_at", "out"), OPEN)

    name = models.CharField("file", max_length=200)
    sha256 = models.CharField(max_length=64)
    lines = models.JSONField()
    read_at = models.DateTimeField()
    out = models.BooleanField("everybody may read it", default=False, db_default=False)

    class Meta:
        ordering = ("plan", "-read_at")
        constraints = (models.UniqueConstraint(fields=("plan", "sha256"), name="one_reading_a_document"),)

    def __str__(self) -> str:
        return self.name


class Proposal(OfPlan):
    """Something that the machine found in a document and that a person confirms or rejects."""

    KIND = "proposal"
    PRIVACY: ClassVar[dict[str, Privacy]] = dict.fromkeys(
        ("plan", "document", "kind", "reference", "text", "page", "line", "confidence", "fields", "state", "item"), OPEN
    ) | {"author": WORKING}  # fmt: skip

    document = models.ForeignKey(PlanDocument, on_delete=models.PROTECT, related_name="proposals")
    kind = models.CharField(max_length=12)
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
    item = models.CharField("the item that it became", max_length=160, blank=True)
    author = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+", null=True, blank=True)

    class Meta:
        ordering = ("line", "id")

    def __str__(self) -> str:
        return f"{self.kind} at line {self.line}" if self.line else self.kind
