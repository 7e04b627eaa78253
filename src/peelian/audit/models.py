"""Events, and the values about people that are kept apart from them. No foreign keys: the record outlives what it is about."""

from __future__ import annotations

from typing import Any

from django.db import models

from peelian.audit import chain


class AppendOnlyError(Exception):
    """An event cannot be changed or removed."""


class Events(models.QuerySet["Event"]):
    """Events can be read and added to. The database refuses the rest too (migration 0001)."""

    def update(self, **_: Any) -> int:
        """Raises AppendOnlyError."""
        raise AppendOnlyError("An event is never changed.")

    def delete(self) -> tuple[int, dict[str, int]]:
        """Raises AppendOnlyError."""
        raise AppendOnlyError("An event is never removed.")


class Event(models.Model):
    """One thing that was done."""

    number = models.PositiveBigIntegerField(primary_key=True)
    at = models.DateTimeField()
    action = models.CharField(max_length=80, db_index=True)
    actor = models.CharField(max_length=80, db_index=True)
    organisation = models.CharField(max_length=80, blank=True, db_index=True)
    subject = models.CharField(max_length=200, db_index=True)
    label = models.CharField(max_length=300, blank=True)
    changes = models.JSONField(default=list)
    apart = models.JSONField(default=dict)
    previous = models.CharField(max_length=64)
    hash = models.CharField(max_length=64)

    objects = Events.as_manager()

    class Meta:
        ordering = ("number",)

    def __str__(self) -> str:
        return f"{self.number} {self.action} {self.subject}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Add it. Raises AppendOnlyError for one that is there already."""
        if not self._state.adding:
            raise AppendOnlyError("An event is never changed.")
        super().save(*args, **{**kwargs, "force_insert": True})

    def delete(self, *_: Any, **__: Any) -> tuple[int, dict[str, int]]:
        """Raises AppendOnlyError."""
        raise AppendOnlyError("An event is never removed.")

    def sealed(self) -> dict[str, Any]:
        """Its parts as the hash covers them."""
        parts = {name: getattr(self, name) for name in chain.SEALED}
        return parts | {"at": self.at.isoformat(timespec="microseconds")}


class Kept(models.Model):
    """A value of an event that is about a person, or that people wrote: apart, so that it can be erased."""

    event = models.PositiveBigIntegerField(db_index=True)
    name = models.CharField(max_length=120)
    privacy = models.CharField(max_length=20)
    about = models.CharField(max_length=80, blank=True, db_index=True)
    value = models.JSONField()
    salt = models.CharField(max_length=32)

    class Meta:
        constraints = (models.UniqueConstraint(fields=("event", "name"), name="one_value_a_name"),)

    def __str__(self) -> str:
        return f"{self.event} {self.name}"


class Head(models.Model):
    """The last event's number and hash: whoever adds one holds this row, so numbers have no gap."""

    number = models.PositiveBigIntegerField(default=0)
    hash = models.CharField(max_length=64, default=chain.BEGINNING)

    def __str__(self) -> str:
        return f"{self.number} {self.hash[:12]}"
