"""What every record is built on: it says what class each field is of, and only an action may change it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from decimal import Decimal
from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.db import models

from peelian.core.privacy import OPEN, Privacy
from peelian.core.refusals import in_our_words

_running: ContextVar[int] = ContextVar("actions running", default=0)
"""How many actions are running in this thread of work (acting.action): they may call each other."""


class OutsideActionError(Exception):
    """A record was to be changed without an action, and so without an actor, a reason and an event."""


@contextmanager
def writing() -> Iterator[None]:
    """An action is running."""
    token = _running.set(_running.get() + 1)
    try:
        yield
    finally:
        _running.reset(token)


def must_be_in_an_action(what: str) -> None:
    """Raises OutsideActionError where none is running."""
    if not _running.get():
        raise OutsideActionError(f"{what}: only an action may do that (peelian.core.acting).")


class RecordQuerySet(models.QuerySet[Any]):
    """Reads freely; writes only within an action, one record at a time so that each change is seen."""

    def update(self, **fields: Any) -> int:
        """Raises OutsideActionError."""
        must_be_in_an_action(f"update of many {self.model.__name__}")
        return super().update(**fields)

    def delete(self) -> tuple[int, dict[str, int]]:
        """Raises OutsideActionError."""
        must_be_in_an_action(f"removal of many {self.model.__name__}")
        return super().delete()

    def bulk_create(self, objs: Iterable[Any], *args: Any, **kwargs: Any) -> list[Any]:
        """Raises OutsideActionError."""
        must_be_in_an_action(f"adding of many {self.model.__name__}")
        return super().bulk_create(objs, *args, **kwargs)

    def bulk_update(self, objs: Iterable[Any], *args: Any, **kwargs: Any) -> int:
        """Raises OutsideActionError."""
        must_be_in_an_action(f"update of many {self.model.__name__}")
        return super().bulk_update(objs, *args, **kwargs)


class Record(models.Model):
    """A record of the office. ``KIND`` is the word for it; ``PRIVACY`` classes each field."""

    KIND: ClassVar[str]
    PRIVACY: ClassVar[dict[str, Privacy]]

    objects: ClassVar[models.Manager[Any]] = RecordQuerySet.as_manager()

    class Meta:
        abstract = True

    @property
    def key(self) -> str:
        """How events name it: ``organisation:havering``."""
        return f"{self.KIND}:{self.pk}"

    @property
    def label(self) -> str:
        """How a sentence names it; of a person it is the key, so that no event holds a name."""
        return str(self)

    @property
    def owner(self) -> str:
        """The key of the organisation that it belongs to; empty where to none."""
        return ""

    def full_clean(self, *args: Any, **kwargs: Any) -> None:
        """Raises ValidationError, in our own words."""
        try:
            super().full_clean(*args, **kwargs)
        except ValidationError as error:
            raise in_our_words(error) from error

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Raises OutsideActionError."""
        must_be_in_an_action(f"saving of {self.KIND}")
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        """Raises OutsideActionError."""
        must_be_in_an_action(f"removal of {self.KIND}")
        return super().delete(*args, **kwargs)


def privacy_of(model: type[models.Model], field: str) -> Privacy:
    """The class of a field; the number that a record has by itself says nothing."""
    classes: dict[str, Privacy] = getattr(model, "PRIVACY", {})
    return OPEN if field == "id" and field not in classes else classes[field]


def plain(value: Any) -> Any:
    """A field's value as JSON has it: dates in ISO form, records by key."""
    if isinstance(value, dt.datetime):
        return value.astimezone(dt.UTC).isoformat(timespec="seconds")
    if isinstance(value, dt.date | dt.time):
        return value.isoformat()
    if isinstance(value, Decimal):
        return str(value)
    if isinstance(value, Record):
        return value.key
    return value.pk if isinstance(value, models.Model) else value
