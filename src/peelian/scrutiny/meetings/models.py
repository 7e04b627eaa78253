"""The records of committees: seats, meetings with items and papers, and actions that are followed from meeting to meeting.

What is listed within a meeting or an item (who was there, votes, questions) is kept as the entries of its form (form.py), so that
what is written, what is published and what is read have one shape and one reader.
"""

from __future__ import annotations

import datetime as dt
from typing import Any, ClassVar, get_args

from django.core.exceptions import ValidationError
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import F, Q

from peelian.core.models import Organisation
from peelian.core.privacy import IDENTITY, OPEN, WORDS, WORKING, Privacy
from peelian.core.records import Record
from peelian.figures.periods import MONTH_NAMES
from peelian.scrutiny.meetings.records import (
    ActionState,
    CommitteeKind,
    ItemKind,
    MeetingState,
    MemberRole,
    MinutesState,
    Order,
    PaperKind,
    order_of,
)


def _choices(literal: Any) -> list[tuple[str, str]]:
    return [(word, word.replace("-", " ")) for word in get_args(literal)]


class CommitteeRecord(Record):
    """A committee: who keeps its papers, how many make a quorum, by when its notice is due."""

    KIND = "committee"
    PRIVACY: ClassVar[dict[str, Privacy]] = dict.fromkeys(
        ("slug", "organisation", "title", "kind", "quorum", "terms", "powers", "parent", "areas", "topics", "clear_days",
         "weekends_count", "reply_days", "since", "until", "source", "publishes_drafts", "changes"), OPEN,
    ) | {"version": WORKING}  # fmt: skip

    slug = models.SlugField(primary_key=True, max_length=80)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    title = models.CharField(max_length=200)
    kind = models.CharField(max_length=40, choices=_choices(CommitteeKind))
    quorum = models.PositiveSmallIntegerField(null=True, blank=True, validators=(MinValueValidator(1),))
    terms = models.TextField("terms of reference", blank=True, max_length=8000)
    powers = models.JSONField(default=list, blank=True)
    parent = models.ForeignKey("self", on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    areas = models.JSONField(default=list, blank=True)
    topics = models.JSONField(default=list, blank=True)
    clear_days = models.PositiveSmallIntegerField("clear days of notice and agenda", default=5)
    weekends_count = models.BooleanField("weekends and bank holidays are counted among them", default=False)
    reply_days = models.PositiveSmallIntegerField(
        "days in which the law makes a body answer its reports", null=True, blank=True
    )
    since = models.DateField(null=True, blank=True)
    until = models.DateField(null=True, blank=True)
    source = models.CharField(max_length=120, blank=True)
    publishes_drafts = models.BooleanField("draft minutes are published before they are agreed", default=False)
    changes = models.JSONField("quorum and clear days that hold from a day on", null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ("title",)

    def __str__(self) -> str:
        return self.title

    @property
    def owner(self) -> str:
        return self.organisation.key

    def clean(self) -> None:
        """Raises ValidationError where it ends before it begins, or is its own parent."""
        _must_run_forwards(self.since, self.until)
        if self.parent_id == self.pk:
            raise ValidationError({"parent": "A committee cannot have set up itself."})


class OfCommittee(Record):
    """Something that belongs to a committee."""

    committee = models.ForeignKey(CommitteeRecord, on_delete=models.PROTECT, related_name="+")

    class Meta:
        abstract = True

    @property
    def owner(self) -> str:
        return self.committee.owner


class Seat(OfCommittee):
    """Somebody's seat from a day until a day, the last included; open days are not known, or until further notice."""

    KIND = "seat"
    PRIVACY: ClassVar[dict[str, Privacy]] = {
        "name": IDENTITY, **dict.fromkeys(("committee", "place", "role", "party", "since", "until", "votes", "body"), OPEN),
    }  # fmt: skip

    place = models.PositiveIntegerField("order", default=0)
    name = models.CharField(max_length=120)
    role = models.CharField(max_length=20, choices=_choices(MemberRole), default="member")
    party = models.CharField(max_length=80, blank=True)
    since = models.DateField("from", null=True, blank=True)
    until = models.DateField(null=True, blank=True)
    votes = models.BooleanField("may vote", default=True)
    body = models.CharField("whom they come from", max_length=120, blank=True)

    class Meta:
        ordering = ("place", "id")

    def __str__(self) -> str:
        return f"{self.committee.title}: {self.get_role_display()}"

    def clean(self) -> None:
        """Raises ValidationError where it ends before it begins."""
        _must_run_forwards(self.since, self.until)


def _must_run_forwards(since: dt.date | None, until: dt.date | None) -> None:
    if since and until and until < since:
        raise ValidationError({"until": "It cannot end before it begins."})


class MeetingRecord(OfCommittee):
    """One meeting, from the day it is planned to the day its minutes are signed."""

    KIND = "meeting"
    PRIVACY: ClassVar[dict[str, Privacy]] = {
        **dict.fromkeys(
            ("committee", "slug", "title", "on", "begins", "ends", "place", "state", "notice_on", "channels", "agenda",
             "agenda_out", "exclusion", "broadcast", "source", "extras", "minutes", "minutes_open", "minutes_out",
             "agreed_on", "agreed_at", "signed_on", "made_at", "deleted", "resumes"), OPEN,
        ),
        **dict.fromkeys(("why", "contact", "attendance", "corrections", "adjourned"), WORDS),
        "signed_by": IDENTITY, "version": WORKING,
    }  # fmt: skip

    slug = models.CharField("day, with -2 for a second", max_length=12)
    title = models.CharField(max_length=200)
    on = models.DateField("day")
    begins = models.TimeField(null=True, blank=True)
    ends = models.TimeField(null=True, blank=True)
    place = models.CharField(max_length=300, blank=True)
    state = models.CharField(max_length=10, choices=_choices(MeetingState), default="planned")
    notice_on = models.DateField("notice given on", null=True, blank=True)
    channels = models.JSONField("channels of the notice", default=list, blank=True)
    agenda = models.CharField(max_length=5, choices=(("draft", "being written"), ("out", "out")), default="draft")
    agenda_out = models.DateTimeField("agenda out at", null=True, blank=True)
    attendance = models.JSONField(default=list, blank=True)
    exclusion = models.TextField("resolution that excludes the public", blank=True, max_length=2000)
    why = models.TextField("why cancelled, postponed or at short notice", blank=True, max_length=2000)
    contact = models.CharField(max_length=300, blank=True)
    broadcast = models.CharField("where it can be watched", max_length=500, blank=True)
    source = models.CharField(max_length=120, blank=True)
    extras = models.JSONField("ids that other systems know it by", default=dict, blank=True)
    minutes = models.CharField(max_length=6, choices=[("none", "not begun"), *_choices(MinutesState)], default="none")
    minutes_open = models.BooleanField("everybody may read them as a draft", default=False)
    minutes_out = models.DateField("minutes out on", null=True, blank=True)
    agreed_on = models.DateField(null=True, blank=True)
    agreed_at = models.CharField("meeting that agreed them", max_length=100, blank=True)
    signed_by = models.CharField(max_length=120, blank=True)
    signed_on = models.DateField(null=True, blank=True)
    corrections = models.JSONField(default=list, blank=True)
    made_at = models.DateTimeField()
    deleted = models.BooleanField("taken back", default=False)
    adjourned = models.JSONField("why and to when it was adjourned", null=True, blank=True)
    resumes = models.CharField("sitting that it goes on with", max_length=100, blank=True, default="", db_default="")
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ("-on", F("begins").desc(nulls_last=True), "-slug")
        constraints = (
            models.UniqueConstraint(fields=("committee", "slug"), name="one_meeting_a_name"),
            models.CheckConstraint(
                condition=~Q(state="held") | ~Q(agenda="draft"), name="no_meeting_is_held_without_an_agenda"
            ),
            models.CheckConstraint(
                condition=Q(minutes="none") | Q(state="held"), name="minutes_are_of_a_meeting_that_was_held"
            ),
            models.CheckConstraint(
                condition=Q(adjourned__isnull=True) | Q(state="held"), name="what_is_adjourned_was_begun"
            ),
        )

    def __str__(self) -> str:
        return f"{self.title}, {self.on.day} {self.on:%B} {self.on.year}"

    @property
    def id_of(self) -> str:
        """How the site names it: ``<committee>/<day>``."""
        return f"{self.committee_id}/{self.slug}"

    @property
    def order(self) -> Order:
        """Where it stands among meetings, by day and hour."""
        return order_of(self.on, self.begins, self.id_of)

    @property
    def minutes_are_out(self) -> bool:
        """Whether everybody may read its minutes."""
        return self.minutes in ("agreed", "signed") or (self.minutes == "draft" and self.minutes_open)


class ItemRecord(Record):
    """An item of an agenda, with what became of it."""

    KIND = "agenda-item"
    PRIVACY: ClassVar[dict[str, Privacy]] = {
        **dict.fromkeys(
            ("meeting", "place", "number", "title", "kind", "minute_number", "outcome", "topics", "touches", "line"), OPEN
        ),
        **dict.fromkeys(("recommended", "urgent", "minute", "interests", "votes", "questions"), WORDS),
        "version": WORKING,
    }  # fmt: skip

    meeting = models.ForeignKey(MeetingRecord, on_delete=models.PROTECT, related_name="items")
    place = models.PositiveIntegerField("order", default=0)
    number = models.CharField(max_length=8)
    title = models.CharField(max_length=300)
    kind = models.CharField(max_length=20, choices=_choices(ItemKind), default="other")
    recommended = models.TextField("what the committee is asked to do", blank=True, max_length=8000)
    urgent = models.TextField("why it is urgent", blank=True, max_length=2000)
    minute = models.TextField("minute", blank=True)
    minute_number = models.CharField("number in the minutes", max_length=8, blank=True)
    interests = models.JSONField("interests declared", default=list, blank=True)
    votes = models.JSONField(default=list, blank=True)
    questions = models.JSONField("questions to witnesses", default=list, blank=True)
    outcome = models.JSONField(null=True, blank=True)
    topics = models.JSONField(default=list, blank=True)
    touches = models.JSONField(default=list, blank=True)
    line = models.PositiveIntegerField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ("place", "id")
        constraints = (models.UniqueConstraint(fields=("meeting", "number"), name="one_agenda_item_a_number"),)

    def __str__(self) -> str:
        return f"{self.number}. {self.title}"

    @property
    def owner(self) -> str:
        return self.meeting.owner


class PaperRecord(Record):
    """A paper on an item, with its pages in the pack."""

    KIND = "paper"
    PRIVACY: ClassVar[dict[str, Privacy]] = {
        **dict.fromkeys(
            ("item", "place", "slug", "title", "kind", "first_page", "last_page", "quarter", "link", "background", "added_at",
             "withdrawn_on"), OPEN
        ),
        "author": IDENTITY, **dict.fromkeys(("text", "reason", "withdrawn"), WORDS), "version": WORKING,
    }  # fmt: skip

    item = models.ForeignKey(ItemRecord, on_delete=models.PROTECT, related_name="papers")
    place = models.PositiveIntegerField("order", default=0)
    slug = models.SlugField(max_length=80)
    title = models.CharField(max_length=300)
    kind = models.CharField(max_length=14, choices=_choices(PaperKind), default="main")
    first_page = models.PositiveIntegerField(null=True, blank=True, validators=(MinValueValidator(1),))
    last_page = models.PositiveIntegerField(null=True, blank=True)
    author = models.CharField("whose it is", max_length=200, blank=True)
    text = models.TextField(blank=True)
    quarter = models.CharField("quarterly report", max_length=60, blank=True)
    link = models.CharField("where it can be read", max_length=500, blank=True)
    background = models.JSONField("background papers", default=list, blank=True)
    reason = models.TextField("why it comes late", blank=True, max_length=2000)
    added_at = models.DateTimeField("added at", null=True, blank=True)
    withdrawn = models.TextField("why it was withdrawn", blank=True, default="", db_default="", max_length=2000)
    withdrawn_on = models.DateField("withdrawn on", null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ("place", "id")
        constraints = (models.UniqueConstraint(fields=("item", "slug"), name="one_paper_a_name"),)

    def __str__(self) -> str:
        return self.title

    @property
    def owner(self) -> str:
        return self.item.owner

    def clean(self) -> None:
        """Raises ValidationError where its pages are no range."""
        if (self.first_page is None) != (self.last_page is None):
            raise ValidationError({"last_page": "Give the first and the last page, or neither."})
        if self.first_page and self.last_page and self.last_page < self.first_page:
            raise ValidationError({"last_page": "The last page comes before the first."})


class ActionRecord(OfCommittee):
    """Something to be done after a meeting, until the committee closes it."""

    KIND = "action-point"
    PRIVACY: ClassVar[dict[str, Privacy]] = {
        **dict.fromkeys(
            ("committee", "slug", "meeting", "item", "asked", "due", "due_meeting", "from_question", "touches", "line",
             "made_at"), OPEN,
        ),
        **dict.fromkeys(("text", "who", "due_words"), WORDS), "version": WORKING,
    }  # fmt: skip

    slug = models.SlugField(max_length=120, unique=True)
    meeting = models.ForeignKey(MeetingRecord, on_delete=models.PROTECT, related_name="actions")
    item = models.ForeignKey(ItemRecord, on_delete=models.PROTECT, related_name="actions")
    text = models.TextField("what is to be done", max_length=4000)
    who = models.CharField("body or post that does it", max_length=200, blank=True)
    asked = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    due = models.DateField(null=True, blank=True)
    due_words = models.CharField("when, as it was said", max_length=200, blank=True)
    due_meeting = models.CharField("meeting by which", max_length=100, blank=True)
    from_question = models.BooleanField("undertaken in an answer", default=False)
    touches = models.JSONField(default=list, blank=True)
    line = models.PositiveIntegerField(null=True, blank=True)
    made_at = models.DateTimeField()
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ("meeting__on", "id")

    def __str__(self) -> str:
        on = self.meeting.on
        day = f"{on.day} {MONTH_NAMES[on.month - 1]} {on.year}"
        return f"{self.committee.title}, action {self.slug.rpartition('-')[2]} of {day}"


class ActionWord(Record):
    """What was said about an action, and by whom. It is added to, never changed."""

    KIND = "action-word"
    PRIVACY: ClassVar[dict[str, Privacy]] = {
        **dict.fromkeys(("action", "on", "state", "meeting", "claimed", "said_by", "made_at"), OPEN), "words": WORDS,
    }  # fmt: skip

    action = models.ForeignKey(ActionRecord, on_delete=models.PROTECT, related_name="words")
    on = models.DateField()
    words = models.TextField(max_length=4000)
    state = models.CharField(max_length=7, choices=_choices(ActionState))
    meeting = models.CharField("at which meeting", max_length=100, blank=True)
    claimed = models.BooleanField("the body says that it is done", default=False)
    said_by = models.CharField("body that says so", max_length=120, blank=True)
    made_at = models.DateTimeField()

    class Meta:
        ordering = ("on", "id")

    def __str__(self) -> str:
        return f"{self.action}: {self.state}"

    @property
    def owner(self) -> str:
        return self.action.owner
