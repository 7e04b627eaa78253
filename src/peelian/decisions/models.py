"""A decision's records: its versions, who signed what of each, and whether it was called in.

A version's form is its entry in the one form of decisions (form.py) without what is signed: signatures are records apart, and
what is exempt is kept by core.exempt alone.
"""

from __future__ import annotations

from typing import ClassVar

from django.core.exceptions import ValidationError
from django.db import models

from peelian.core.models import Organisation, Person
from peelian.core.privacy import OPEN, WORDS, WORKING, Privacy
from peelian.core.records import Record
from peelian.decisions.procedure import OUTCOMES, RESULTS, SENT_ON
from peelian.decisions.references import reference
from peelian.decisions.rules import DECISION, UNSIGNED
from peelian.figures.errors import PeelianError


def check_reference(text: str) -> None:
    """Raises ValidationError for what is no reference as addresses have it."""
    try:
        if reference(text).key == text:
            return
    except PeelianError as error:
        raise ValidationError(f"{error.message} {error.remedy}") from error
    raise ValidationError(f"{text} is not how addresses name a decision. Write {reference(text).key}.")


class DecisionRecord(Record):
    """A decision: its number, and whose it is. Its words are in its versions."""

    KIND = "decision"
    PRIVACY: ClassVar[dict[str, Privacy]] = dict.fromkeys(
        ("reference", "series", "year", "number", "organisation", "begun_at"), OPEN
    )

    reference = models.CharField(primary_key=True, max_length=30, validators=(check_reference,))
    series = models.CharField(max_length=40)
    year = models.PositiveSmallIntegerField(default=0)
    number = models.PositiveIntegerField()
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    begun_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ("series", "-year", "-number")
        constraints = (models.UniqueConstraint(fields=("series", "year", "number"), name="one_decision_a_number"),)

    def __str__(self) -> str:
        return str(reference(self.reference))

    @property
    def owner(self) -> str:
        return self.organisation.key


class DecisionVersion(Record):
    """One version of a decision on its way to be signed: the first, and one for each correction.

    ``sealed`` is the file that its signature made, and is never changed. ``deferrals`` are the days until which it was deferred.
    ``unread`` is what stands beside the form until it can be read (unread.py).
    """

    KIND = "decision-version"
    PRIVACY: ClassVar[dict[str, Privacy]] = {
        "decision": OPEN, "number": OPEN, "state": WORKING, "form": WORKING, "unread": WORKING, "author": WORKING, "why": WORDS,
        "begun_at": WORKING, "signed_on": OPEN, "deferred_until": OPEN, "deferrals": OPEN, "published_at": OPEN, "sealed": OPEN,
        "version": WORKING,
    }  # fmt: skip

    decision = models.ForeignKey(DecisionRecord, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveSmallIntegerField()
    state = models.CharField(
        max_length=16, default="drafting", choices=[(one.id, one.title) for one in DECISION.states]
    )
    form = models.JSONField(default=dict)
    unread = models.JSONField("typed, and cannot be read", default=list, blank=True, db_default=[])
    author = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    why = models.TextField("what it corrects, and why", blank=True, max_length=2000)
    begun_at = models.DateTimeField(auto_now_add=True)
    signed_on = models.DateField(null=True, blank=True)
    deferred_until = models.DateField(null=True, blank=True)
    deferrals = models.JSONField(default=list, blank=True)
    published_at = models.DateTimeField(null=True, blank=True)
    sealed = models.TextField(blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ("decision", "-number")
        constraints = (
            models.UniqueConstraint(fields=("decision", "number"), name="one_number_a_version_of_a_decision"),
            models.UniqueConstraint(
                fields=("decision",), condition=models.Q(state__in=UNSIGNED), name="one_open_version_a_decision"
            ),
        )

    def __str__(self) -> str:
        title = str(self.form.get("title") or "")
        name = f"{self.decision}: {title}" if title else str(self.decision)
        return f"{name} (version {self.number})" if self.number > 1 else name

    @property
    def label(self) -> str:
        """Its number alone: an event is read by more people than a draft."""
        return f"{self.decision}, version {self.number}"

    @property
    def owner(self) -> str:
        return self.decision.owner


PARTS = ("officer", "director", "maker")
"""What is signed beside advice."""


class DecisionSignature(Record):
    """What somebody signed of a version: advice on a subject (``advice:legal``), or the whole as officer, director or maker.

    ``substance`` is the fingerprint of what the advice is about; where that changes it is needed anew.
    """

    KIND = "decision-signature"
    PRIVACY: ClassVar[dict[str, Privacy]] = {
        "of": OPEN, "part": OPEN, "person": WORKING, "post": OPEN, "day": OPEN, "text": WORDS, "not_required": WORDS,
        "substance": WORKING,
    }  # fmt: skip

    of = models.ForeignKey(DecisionVersion, on_delete=models.PROTECT, related_name="signatures")
    part = models.CharField(max_length=40)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    post = models.CharField(max_length=160)
    day = models.DateField()
    text = models.TextField(blank=True, max_length=8000)
    not_required = models.CharField("why it is not required", blank=True, max_length=1000)
    substance = models.CharField(max_length=80, blank=True)

    class Meta:
        ordering = ("day", "id")
        constraints = (models.UniqueConstraint(fields=("of", "part"), name="one_signature_a_part"),)

    def __str__(self) -> str:
        return f"{self.of.label}: {self.part}"

    @property
    def owner(self) -> str:
        return self.of.owner

    @property
    def subject(self) -> str:
        """The subject of advice; empty of other signatures."""
        kind, _, subject = self.part.partition(":")
        return subject if kind == "advice" else ""


class CallInRecord(Record):
    """A key decision called in by scrutiny members: it is not carried out until that is settled."""

    KIND = "call-in"
    PRIVACY: ClassVar[dict[str, Privacy]] = {
        "decision": OPEN, "day": OPEN, "called_in_by": OPEN, "why": WORDS, "referred_to": OPEN, "outcome": OPEN, "settled": OPEN,
        "note": WORDS, "result": OPEN, "concluded": OPEN, "conclusion": WORDS,
    }  # fmt: skip

    decision = models.ForeignKey(DecisionRecord, on_delete=models.PROTECT, related_name="call_ins")
    day = models.DateField("called in on")
    called_in_by = models.CharField("who called it in", max_length=300)
    why = models.TextField("why", max_length=4000)
    referred_to = models.CharField("the committee that hears it", max_length=200, blank=True)
    outcome = models.CharField(max_length=16, blank=True, choices=list(OUTCOMES.items()))
    settled = models.DateField("settled on", null=True, blank=True)
    note = models.TextField("what came of it", blank=True, max_length=4000)
    result = models.CharField(max_length=16, blank=True, default="", db_default="", choices=list(RESULTS.items()))
    concluded = models.DateField("decided on", null=True, blank=True)
    conclusion = models.TextField("what was said", blank=True, default="", db_default="", max_length=4000)

    class Meta:
        ordering = ("day", "id")
        constraints = (
            models.UniqueConstraint(
                fields=("decision",), condition=models.Q(outcome=""), name="one_open_call_in_a_decision"
            ),
        )

    def __str__(self) -> str:
        return f"{self.decision} called in on {self.day}"

    @property
    def label(self) -> str:
        """The decision: the event says what was noted of it."""
        return str(self.decision)

    @property
    def awaits_result(self) -> bool:
        """Whether somebody else has the last word, and has not said it."""
        return self.outcome in SENT_ON and not self.result

    @property
    def owner(self) -> str:
        return self.decision.owner


class GrantPayment(Record):
    """A note that a grant of a decision was paid, or was not after all: beside what is sealed, and never changed itself.

    Of several of one grant the last holds; each after the first says why.
    """

    KIND = "grant-payment"
    PRIVACY: ClassVar[dict[str, Privacy]] = {
        "decision": OPEN, "grant": OPEN, "day": OPEN, "why": WORDS, "noted_on": OPEN, "noted_by": WORKING,
    }  # fmt: skip

    decision = models.ForeignKey(DecisionRecord, on_delete=models.PROTECT, related_name="payments")
    grant = models.CharField("which grant of the decision", max_length=40)
    day = models.DateField("paid on", null=True, blank=True)
    why = models.TextField("what was wrong with what was noted before", blank=True, max_length=2000)
    noted_on = models.DateField()
    noted_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+", null=True, blank=True)

    class Meta:
        ordering = ("id",)

    def __str__(self) -> str:
        return f"{self.decision}, grant {self.grant}: {f'paid on {self.day}' if self.day else 'not paid'}"

    @property
    def label(self) -> str:
        """The decision: the event says what was noted of it."""
        return str(self.decision)

    @property
    def owner(self) -> str:
        return self.decision.owner
