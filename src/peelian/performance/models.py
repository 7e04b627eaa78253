"""The release calendar, and a release as it is written, reviewed, signed off and scheduled, with all that people say in it."""

from __future__ import annotations

import datetime as dt
from typing import ClassVar

from django.core.exceptions import ValidationError
from django.db import models

from peelian.core.models import Organisation, Person
from peelian.core.privacy import IDENTITY, OPEN, WORDS, WORKING, Privacy
from peelian.core.records import Record
from peelian.figures.errors import PeelianError
from peelian.figures.periods import Period
from peelian.figures.releases.publication import BEFORE, HOUR, moment
from peelian.figures.releases.release import day_of

LONG_TEXT = 8_000


def check_period(text: str) -> None:
    """Raises ValidationError for what is no period."""
    try:
        Period.parse(text)
    except PeelianError as error:
        raise ValidationError(error.message) from error


class CalendarEntry(Record):
    """A day on which a release is planned to be out. It is provisional until its exact day is fixed.

    ``uid`` names it for ever in people's own calendars; ``sequence`` rises with every change that they must see. ``moves`` keeps
    each earlier day with the reason: ``{"from", "to", "why", "on"}``.
    """

    KIND = "calendar-entry"
    PRIVACY: ClassVar[dict[str, Privacy]] = dict.fromkeys(
        ("organisation", "uid", "title", "covers", "day", "hour", "fixed", "cancelled", "moves", "sequence", "stamp", "rule"), OPEN
    )  # fmt: skip

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    uid = models.CharField(max_length=80, unique=True)
    title = models.CharField(max_length=160)
    covers = models.CharField("period covered", max_length=20, validators=(check_period,))
    day = models.DateField("planned day")
    hour = models.TimeField("time in London", default=HOUR)
    fixed = models.BooleanField("the exact day is fixed", default=False)
    cancelled = models.CharField("why it is not published", max_length=300, blank=True)
    moves = models.JSONField(default=list, blank=True)
    sequence = models.PositiveIntegerField(default=0)
    stamp = models.DateTimeField("changed")
    rule = models.CharField("proposed by the house rule", max_length=60, blank=True)

    class Meta:
        ordering = ("day", "hour", "id")

    def __str__(self) -> str:
        return f"{self.title}, {Period.parse(self.covers).label()}"

    @property
    def owner(self) -> str:
        return self.organisation.key

    @property
    def at(self) -> dt.datetime:
        """The moment at which it is planned to be out."""
        return moment(self.day, self.hour)


class ReleaseRecord(Record):
    """A release on its way out. ``draft`` is the id under which its figures lie in the house; ``state`` is of rules.RELEASE.

    ``reviewed`` and ``signed`` are the fingerprints of what was reviewed and signed off: figures and words. ``to_place`` is set
    while a scheduled release waits to be put among the releases: the id under which its draft lies until then.
    """

    KIND = "release"
    PRIVACY: ClassVar[dict[str, Privacy]] = {
        **dict.fromkeys(
            ("organisation", "entry", "title", "draft", "corrects", "at", "longer_access"), OPEN
        ),
        **dict.fromkeys(("state", "author", "reviewer", "signer", "built_at", "content", "reviewed", "signed"), WORKING),
        "to_place": WORKING,
        **dict.fromkeys(("why", "remarks"), WORDS),
    }  # fmt: skip

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    entry = models.ForeignKey(CalendarEntry, on_delete=models.PROTECT, related_name="releases", null=True, blank=True)
    title = models.CharField(max_length=160)
    draft = models.CharField("id", max_length=20, unique=True)
    corrects = models.CharField("corrects the release", max_length=20, blank=True)
    why = models.TextField("what it corrects, and why", blank=True, max_length=2_000)
    state = models.CharField(max_length=12, default="draft")
    author = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    reviewer = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    signer = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    built_at = models.DateTimeField("figures drafted", null=True, blank=True)
    content = models.CharField("fingerprint of the figures", max_length=64, blank=True)
    reviewed = models.CharField("fingerprint that was reviewed", max_length=64, blank=True)
    signed = models.CharField("fingerprint that was signed off", max_length=64, blank=True)
    remarks = models.TextField("the reviewer's remarks", blank=True, max_length=4_000)
    at = models.DateTimeField("out from", null=True, blank=True)
    to_place = models.CharField("waits to be placed, lying as", max_length=20, blank=True, default="", db_default="")
    longer_access = models.CharField("why somebody sees it for longer than 24 hours", max_length=300, blank=True)

    class Meta:
        ordering = ("-draft",)
        constraints = (
            models.UniqueConstraint(
                fields=("entry",),
                condition=~models.Q(state="withdrawn"),
                name="one_release_an_entry",
                violation_error_message="This planned release has a release already: go on with that one.",
            ),
        )

    def __str__(self) -> str:
        return f"{self.title} ({self.draft})"

    @property
    def owner(self) -> str:
        return self.organisation.key


class OfRelease(Record):
    """Something that is said in a release."""

    release = models.ForeignKey(ReleaseRecord, on_delete=models.PROTECT, related_name="%(class)ss")

    class Meta:
        abstract = True

    @property
    def owner(self) -> str:
        return self.release.owner


class Commentary(OfRelease):
    """What is said of a measure, for its home area or for another."""

    KIND = "commentary"
    PRIVACY: ClassVar[dict[str, Privacy]] = {
        "release": OPEN, "measure": OPEN, "area": OPEN, "text": WORDS, "author": WORKING, "version": WORKING, "saved_at": WORKING,
    }  # fmt: skip

    measure = models.CharField(max_length=80)
    area = models.CharField(max_length=60)
    text = models.TextField(max_length=LONG_TEXT, blank=True)
    author = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    version = models.PositiveIntegerField(default=1)
    saved_at = models.DateTimeField()

    class Meta:
        ordering = ("measure", "area")
        constraints = (
            models.UniqueConstraint(fields=("release", "measure", "area"), name="one_commentary_a_measure_and_area"),
        )

    def __str__(self) -> str:
        return f"{self.measure} at {self.area} in {self.release.draft}"


class CorrectiveAction(OfRelease):
    """What is done about a red or a real worsening, by whom and by when, with the demand that stands beside it."""

    KIND = "corrective-action"
    PRIVACY: ClassVar[dict[str, Privacy]] = {
        "release": OPEN, "objective": OPEN, "measure": OPEN, "area": OPEN, "why": OPEN, "what": WORDS, "does": OPEN,
        "by_when": OPEN, "demand": OPEN, "author": WORKING, "version": WORKING,
    }  # fmt: skip

    objective = models.CharField(max_length=80, blank=True)
    measure = models.CharField(max_length=80)
    area = models.CharField(max_length=60)
    why = models.CharField("what asks for it", max_length=400, blank=True)
    what = models.TextField("what is done about it", max_length=LONG_TEXT)
    does = models.CharField("who does it (a post, not a name)", max_length=200)
    by_when = models.DateField("by when")
    demand = models.JSONField("demand shown beside it", default=list, blank=True)
    author = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ("measure", "objective")
        constraints = (
            models.UniqueConstraint(fields=("release", "objective", "measure", "area"), name="one_action_a_reading"),
        )

    def __str__(self) -> str:
        return f"action on {self.measure} at {self.area} in {self.release.draft}"


class FigureNote(OfRelease):
    """A note that travels with one figure wherever it is shown."""

    KIND = "figure-note"
    PRIVACY: ClassVar[dict[str, Privacy]] = {
        "release": OPEN, "measure": OPEN, "area": OPEN, "period": OPEN, "text": WORDS, "author": WORKING,
    }  # fmt: skip

    measure = models.CharField(max_length=80)
    area = models.CharField(max_length=60)
    period = models.CharField(max_length=20, validators=(check_period,))
    text = models.CharField(max_length=400)
    author = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ("measure", "area", "period")
        constraints = (
            models.UniqueConstraint(fields=("release", "measure", "area", "period"), name="one_note_a_figure"),
        )

    def __str__(self) -> str:
        return f"note on {self.measure} at {self.area}, {self.period} in {self.release.draft}"


class PreRelease(OfRelease):
    """Somebody who may see a release before it is out: the list is published with it, titles and organisations alone."""

    KIND = "pre-release"
    PRIVACY: ClassVar[dict[str, Privacy]] = {
        "release": OPEN, "person": WORKING, "name": IDENTITY, "title": OPEN, "body": OPEN, "reason": WORDS, "hours": OPEN,
        "granted_by": WORKING, "withdrawn_at": WORKING,
    }  # fmt: skip

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="pre_releases", null=True, blank=True)
    name = models.CharField(max_length=120)
    title = models.CharField("job title", max_length=120)
    body = models.CharField("organisation", max_length=160)
    reason = models.CharField("why they need to see it", max_length=300)
    hours = models.DecimalField("hours before it is out", max_digits=5, decimal_places=1, default=24)
    granted_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("body", "title", "id")

    def __str__(self) -> str:
        return f"{self.title}, {self.body}"

    @property
    def about_person(self) -> str:
        """Whom its name is of, where they have an account."""
        return self.person.key if self.person else ""

    @property
    def kept_since(self) -> dt.date:
        """The day from which the period of the name counts, where it is of nobody with an account: that of the release."""
        return self.release.at.date() if self.release.at else day_of(self.release.draft)

    def opens(self, at: dt.datetime) -> dt.datetime:
        """From when they see a release that is out at a moment."""
        return at - dt.timedelta(hours=float(self.hours))

    @property
    def exceptional(self) -> bool:
        """Whether it is longer than the Order allows without a published reason."""
        return dt.timedelta(hours=float(self.hours)) > BEFORE
