"""Clocks that are running, changes of the calendar that they count by, and what people are told of both."""

from __future__ import annotations

from typing import ClassVar

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q

from peelian.core.clocks.rules import rule, rules
from peelian.core.models import Organisation, Person
from peelian.core.privacy import OPEN, WORDS, WORKING, Privacy
from peelian.core.records import Record
from peelian.figures.errors import PeelianError

RUNNING, MET, DROPPED = "running", "met", "dropped"
STATES = {RUNNING: "Running", MET: "Met", DROPPED: "Dropped"}


def check_rule(name: str) -> None:
    """Raises ValidationError for a rule that is not there."""
    try:
        rule(name)
    except PeelianError as error:
        raise ValidationError(f"{error.message} {error.remedy}") from error


class Clock(Record):
    """One deadline of one record. ``due`` follows from the rest (queries.deadline_of) and is kept to be sorted by."""

    KIND = "clock"
    PRIVACY: ClassVar[dict[str, Privacy]] = {
        **dict.fromkeys(("rule", "start", "received", "stops", "due", "calendar", "met_on"), OPEN),
        **dict.fromkeys(("subject", "href", "organisation", "waits_for", "state"), WORKING),
        **dict.fromkeys(("title", "extensions"), WORDS),  # an extension says who gave it, and why
    }  # fmt: skip

    rule = models.CharField(max_length=60, validators=(check_rule,))
    subject = models.CharField(max_length=200, db_index=True)
    title = models.CharField(max_length=200)
    href = models.CharField(max_length=300, blank=True)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    waits_for = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    start = models.DateField()
    received = models.TimeField(null=True, blank=True)
    stops = models.JSONField(default=list, blank=True)
    extensions = models.JSONField(default=list, blank=True)
    due = models.DateField(null=True, blank=True, db_index=True)
    calendar = models.PositiveIntegerField("version of the calendar", default=1)
    state = models.CharField(max_length=10, choices=list(STATES.items()), default=RUNNING, db_index=True)
    met_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ("due", "id")
        constraints = (
            models.CheckConstraint(
                condition=Q(met_on__isnull=False, state=MET) | (Q(met_on__isnull=True) & ~Q(state=MET)),
                name="clock_is_met_on_a_day",
            ),
        )

    def __str__(self) -> str:
        return f"{rules()[self.rule].title}: {self.title}" if self.rule in rules() else self.title

    @property
    def label(self) -> str:
        return rules()[self.rule].title if self.rule in rules() else self.rule

    @property
    def owner(self) -> str:
        return self.organisation.key


class CalendarChange(Record):
    """A bank holiday that was added to the calendar, or taken out of it: one version more."""

    KIND = "calendar-change"
    PRIVACY: ClassVar[dict[str, Privacy]] = dict.fromkeys(
        ("day", "title", "divisions", "adds", "known", "why", "by"), OPEN
    )

    day = models.DateField()
    title = models.CharField(max_length=120)
    divisions = models.JSONField()
    adds = models.BooleanField()
    known = models.DateField()
    why = models.CharField(max_length=300)
    by = models.CharField(max_length=120)

    class Meta:
        ordering = ("id",)

    def __str__(self) -> str:
        return f"{'added' if self.adds else 'removed'}: {self.title}, {self.day}"


class Notice(Record):
    """Something that somebody is told by the program, until they have read it."""

    KIND = "notice"
    PRIVACY: ClassVar[dict[str, Privacy]] = {
        **dict.fromkeys(("person", "organisation", "href", "at", "read_at"), WORKING), "text": WORDS,
    }  # fmt: skip

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    text = models.CharField(max_length=600)
    href = models.CharField(max_length=300, blank=True)
    at = models.DateTimeField()
    read_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("-at", "-id")

    def __str__(self) -> str:
        return f"notice {self.pk}"

    @property
    def owner(self) -> str:
        return self.organisation.key
