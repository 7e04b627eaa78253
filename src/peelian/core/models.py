"""Organisations with dated areas and powers, people, and the dated roles that people hold in them."""

from __future__ import annotations

import datetime as dt
from typing import Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.utils.functional import cached_property

from peelian.core.permissions import Permission
from peelian.core.privacy import CONTACT, CREDENTIAL, IDENTITY, OPEN, USAGE, WORKING, Privacy
from peelian.core.records import Record, RecordQuerySet
from peelian.core.roles import EVERYWHERE, ROLES
from peelian.figures.house import today

ORGANISATION_KINDS = {
    "policing-body": "body that owns a police and crime plan",
    "police-force": "police force",
    "council": "council",
    "scrutiny-committee": "scrutiny committee",
    "panel": "police and crime panel",
    "board": "board of residents or partners",
    "inspectorate": "inspectorate",
    "other": "other body",
}
POWERS = {
    "issue-plan": "issues the police and crime plan",
    "hold-to-account": "holds the chief officer to account",
    "scrutinise": "reviews the body that owns the plan",
    "summon": "may require people and papers",
    "crime-and-disorder": "reviews crime and disorder functions in its area",
    "deliver": "delivers policing",
    "inspect": "inspects the force",
}


class Organisation(Record):
    """A body. Its kind is a field, not a class for each tier; which area and which powers it has is dated data."""

    KIND = "organisation"
    PRIVACY: ClassVar[dict[str, Privacy]] = dict.fromkeys(
        ("slug", "name", "short", "kind", "from_day", "until_day"), OPEN
    )

    slug = models.SlugField(primary_key=True, max_length=60)
    name = models.CharField(max_length=200)
    short = models.CharField(max_length=60)
    kind = models.CharField(max_length=30, choices=list(ORGANISATION_KINDS.items()))
    from_day = models.DateField("from", null=True, blank=True)
    until_day = models.DateField("until", null=True, blank=True)

    class Meta:
        ordering = ("name",)

    def __str__(self) -> str:
        return self.name

    @property
    def owner(self) -> str:
        return self.key


class Dated(Record):
    """Something that holds from a day until a day, the last included; no last day is until further notice."""

    from_day = models.DateField("from")
    until_day = models.DateField("until", null=True, blank=True)

    class Meta:
        abstract = True

    def clean(self) -> None:
        """Raises ValidationError where it ends before it begins."""
        if self.until_day and self.until_day < self.from_day:
            raise ValidationError({"until_day": "It cannot end before it begins."})

    def holds(self, day: dt.date) -> bool:
        """Whether it holds on a day."""
        return self.from_day <= day and (self.until_day is None or day <= self.until_day)


class OrganisationArea(Dated):
    """An area that an organisation covers."""

    KIND = "organisation-area"
    PRIVACY: ClassVar[dict[str, Privacy]] = dict.fromkeys(("organisation", "area", "from_day", "until_day"), OPEN)

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="areas")
    area = models.CharField(max_length=60)

    class Meta:
        ordering = ("from_day",)

    def __str__(self) -> str:
        return f"{self.organisation.short}: {self.area}"

    @property
    def owner(self) -> str:
        return self.organisation.key


class OrganisationPower(Dated):
    """A power that an organisation has, with the law that gives it."""

    KIND = "organisation-power"
    PRIVACY: ClassVar[dict[str, Privacy]] = dict.fromkeys(
        ("organisation", "power", "law", "from_day", "until_day"), OPEN
    )

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="powers")
    power = models.CharField(max_length=30, choices=list(POWERS.items()))
    law = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ("from_day",)

    def __str__(self) -> str:
        return f"{self.organisation.short}: {self.get_power_display()}"

    @property
    def owner(self) -> str:
        return self.organisation.key


class People(BaseUserManager["Person"]):
    """Finds people by their e-mail address, whatever its case."""

    def get_queryset(self) -> models.QuerySet[Person]:
        """As of every record: written by actions alone."""
        return RecordQuerySet(self.model, using=self._db)

    def get_by_natural_key(self, username: str | None) -> Person:
        """For sign-in. Raises DoesNotExist."""
        return self.get(email__iexact=username)


class Person(AbstractBaseUser, Record):
    """Somebody who works with Peelian. ``is_active`` follows from their roles: no role that holds, no way in."""

    KIND = "person"
    PRIVACY: ClassVar[dict[str, Privacy]] = {
        "name": IDENTITY, "title": IDENTITY, "email": CONTACT, "password": CREDENTIAL, "last_login": USAGE,
        "is_active": WORKING, "erased_at": WORKING, "joined_at": WORKING,
    }  # fmt: skip

    email = models.EmailField(unique=True)
    name = models.CharField(max_length=120)
    title = models.CharField("job title", max_length=120, blank=True)
    is_active = models.BooleanField(default=True)
    joined_at = models.DateTimeField(auto_now_add=True)
    erased_at = models.DateTimeField(null=True, blank=True)

    objects: ClassVar[People] = People()  # type: ignore[assignment]
    USERNAME_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name"]

    class Meta:
        ordering = ("name",)

    def __str__(self) -> str:
        return self.name

    def save(self, *args: Any, **kwargs: Any) -> None:
        """As of every record; what sign-in itself keeps (password, last sign-in) is recorded by its signals."""
        own = set(kwargs.get("update_fields") or ())
        if own and own <= {"password", "last_login"}:
            models.Model.save(self, *args, **kwargs)
        else:
            Record.save(self, *args, **kwargs)

    @property
    def label(self) -> str:
        return self.key

    @property
    def about_person(self) -> str:
        """Whom its values are about."""
        return self.key

    @property
    def owner(self) -> str:
        first = next(iter(self.held), None)
        return first.organisation.key if first else ""

    @property
    def belongs(self) -> list[str]:
        """Slugs of the organisations whose administrators look after them: of every role that has not ended, else of the last."""
        posts, day = list(self.posts.all()), today()
        kept = [post for post in posts if post.holds(day) or post.from_day > day]
        if not kept and posts:
            kept = [max(posts, key=lambda post: (post.until_day or day, post.pk))]
        return sorted({post.organisation_id for post in kept})

    @cached_property
    def held(self) -> list[Post]:
        """The roles that hold today."""
        day = today()
        return [post for post in self.posts.select_related("organisation") if post.holds(day)]

    def may(self, permission: Permission, organisation: str = "") -> bool:
        """Whether a role of today allows it over what an organisation owns (its key); with none: over anything at all."""
        if not self.is_active:
            return False
        return any(
            permission in ROLES[post.role].permissions
            and (not organisation or post.organisation.key == organisation or post.role in EVERYWHERE)
            for post in self.held
            if post.role in ROLES
        )

    def where(self, permission: Permission) -> list[str]:
        """Slugs of the organisations over which a role of today allows it."""
        return sorted({
            post.organisation_id for post in self.held
            if post.role in ROLES and permission in ROLES[post.role].permissions
        })  # fmt: skip


class Post(Dated):
    """A role that a person holds in an organisation, from a day until a day."""

    KIND = "post"
    PRIVACY: ClassVar[dict[str, Privacy]] = dict.fromkeys(
        ("person", "organisation", "role", "from_day", "until_day", "ended_at"), WORKING
    )

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="posts")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="posts")
    role = models.CharField(max_length=40, choices=[(key, role.title) for key, role in ROLES.items()])
    ended_at = models.DateTimeField("ended at once", null=True, blank=True)

    class Meta:
        ordering = ("from_day", "id")
        constraints = (
            models.CheckConstraint(
                condition=Q(until_day__isnull=True) | Q(until_day__gte=F("from_day")), name="post_ends_after_it_begins"
            ),
        )

    def __str__(self) -> str:
        return f"{ROLES[self.role].title}, {self.organisation.short}"

    @property
    def owner(self) -> str:
        return self.organisation.key

    def holds(self, day: dt.date) -> bool:
        """As of anything dated; a role that was ended at once holds no more on its last day."""
        return super().holds(day) and (self.ended_at is None or day < self.until_day)  # type: ignore[operator]

    def clean(self) -> None:
        """Raises ValidationError for a role that this kind of organisation does not have."""
        super().clean()
        kinds = ROLES[self.role].kinds if self.role in ROLES else ()
        if kinds and self.organisation.kind not in kinds:
            raise ValidationError(
                {"role": f"{ROLES[self.role].title} is not a role of a {self.organisation.get_kind_display()}."}
            )


class Invitation(Record):
    """The way in: a link for one person, good for some days and once. Only its hash is kept."""

    KIND = "invitation"
    PRIVACY: ClassVar[dict[str, Privacy]] = {
        "email": CONTACT, "name": IDENTITY, "title": IDENTITY, "organisation": WORKING, "role": WORKING, "until_day": WORKING,
        "token_hash": CREDENTIAL, "made_at": WORKING, "expires_at": WORKING, "accepted_at": WORKING, "withdrawn_at": WORKING,
    }  # fmt: skip

    email = models.EmailField()
    name = models.CharField(max_length=120)
    title = models.CharField("job title", max_length=120, blank=True)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="invitations")
    role = models.CharField(max_length=40, choices=[(key, role.title) for key, role in ROLES.items()])
    until_day = models.DateField("role ends", null=True, blank=True)
    token_hash = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("-made_at",)

    def __str__(self) -> str:
        return f"{ROLES[self.role].title}, {self.organisation.short}"

    @property
    def owner(self) -> str:
        return self.organisation.key

    def open(self, at: dt.datetime) -> bool:
        """Whether it can still be accepted."""
        return self.accepted_at is None and self.withdrawn_at is None and at < self.expires_at


import peelian.core.exempt.models  # noqa: E402, F401  its tables are the kernel's
