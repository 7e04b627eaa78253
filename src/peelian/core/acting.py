"""Actions: the only way in which a record changes. One transaction, one actor, one event of everything that changed.

    @action("release.sign-off")
    def sign_off(release: ReleaseRecord, *, by: Actor, reason: str = "") -> None:
        by.must(P.SIGN_OFF_RELEASE, release.owner)
        act = acting()
        act.change(release, state="signed-off")

An action that checks no permission, or that changes nothing, fails: neither is ever meant.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from contextvars import ContextVar
from dataclasses import dataclass, field, replace
from functools import wraps
from typing import TYPE_CHECKING, Any, ParamSpec, TypeVar

from django.core.exceptions import ValidationError
from django.db import DatabaseError, IntegrityError, OperationalError, models, transaction

from peelian.audit.recording import Change, Happening, record
from peelian.core.days import must_be_meant
from peelian.core.permissions import Permission
from peelian.core.records import Record, plain, privacy_of, writing
from peelian.figures.errors import PeelianError

if TYPE_CHECKING:
    from peelian.core.models import Person

P = ParamSpec("P")
R = TypeVar("R")
REASON_LENGTH = 2_000


class NotAllowed(PeelianError):
    """Somebody may not do what they asked for."""

    def __init__(self, who: str, permission: Permission, organisation: str) -> None:
        where = f" for {organisation.partition(':')[2]}" if organisation else ""
        super().__init__(
            "not-allowed",
            f"{who} may not {permission.value}{where}.",
            "Ask an administrator of that organisation for a role that allows it.",
            {"permission": permission.name, "organisation": organisation},
        )


@dataclass(frozen=True)
class Actor:
    """Who acts: a person, the command on the machine itself, or the program by its own clock."""

    key: str
    name: str
    person: Person | None = None
    organisation: str = ""

    def may(self, permission: Permission, organisation: str = "") -> bool:
        """Whether they may, over what an organisation owns (its key); with none: over anything at all."""
        _act_or_none_checked()
        return self.person.may(permission, organisation) if self.person else True

    def must(self, permission: Permission, organisation: str = "") -> None:
        """Raises NotAllowed where they may not."""
        if not self.may(permission, organisation):
            raise NotAllowed(self.name, permission, organisation)


COMMAND = Actor("command", "The command on the server")
"""Somebody with a shell on the machine: they hold the files and the database, so nothing can be denied to them but a trace."""
CLOCK = Actor("clock", "Peelian, by the clock")


@dataclass
class Act:
    """What one action does, as it is gathered for its event."""

    name: str
    by: Actor
    reason: str
    subject: Record | None = None
    organisation: str = ""
    checked: bool = False
    changes: list[Change] = field(default_factory=list)

    def about(self, subject: Record, organisation: str = "") -> None:
        """Name what the event is about, where it is not the first record that changes, and whose event it is (a key)."""
        self.subject, self.organisation = subject, organisation

    def create(self, model: type[R], **fields: Any) -> R:
        """Add a record. Raises ValidationError where it is not sound, PeelianError for a day that cannot be meant."""
        _must_be_meant(fields)
        made: Any = model(**fields)
        made.full_clean()
        made.save(force_insert=True)
        self._note(made, dict.fromkeys(fields), {name: plain(getattr(made, name)) for name in fields})
        return made

    def change(self, changed: Record, **fields: Any) -> bool:
        """Set fields of a record. False, and no event of it, where all have the values already. Raises ValidationError."""
        before = {name: plain(getattr(changed, name)) for name in fields}
        _must_be_meant({name: value for name, value in fields.items() if plain(value) != before[name]})
        for name, value in fields.items():
            setattr(changed, name, value)
        after = {name: plain(getattr(changed, name)) for name in fields}
        moved = [name for name in fields if before[name] != after[name]]
        if not moved:
            return False
        changed.full_clean(validate_unique=True)
        changed.save(update_fields=moved)  # others may have been changed by somebody else since this was read
        self._note(changed, {name: before[name] for name in moved}, {name: after[name] for name in moved})
        return True

    def remove(self, removed: Record) -> None:
        """Remove a record: its fields stand in the event."""
        names = [item.attname if item.is_relation else item.name for item in removed._meta.concrete_fields]
        before = {name.removesuffix("_id"): plain(getattr(removed, name)) for name in names}
        self._note(removed, before, dict.fromkeys(before))
        name = removed.pk
        removed.delete()
        removed.pk = name  # which goes with the row: the event is about it still

    def note(self, about: Record, name: str, after: Any, before: Any = None) -> None:
        """Put something into the event that is no field: a file that was written, a list that was shown."""
        self.subject = self.subject or about
        self.changes.append(Change(about.key, name, before, after))

    def _note(self, about: Record, before: dict[str, Any], after: dict[str, Any]) -> None:
        self.subject = self.subject or about
        model = about._meta.model  # whoever asks comes as a lazy stand-in of themselves
        for name, value in after.items():
            if before[name] == value:
                continue
            privacy = privacy_of(model, name)
            if privacy.audited == "never":
                self._keep(Change(about.key, name, "not recorded", "not recorded"))
                continue
            apart = privacy.id if privacy.audited == "apart" else ""
            person = getattr(about, "about_person", "")
            self._keep(Change(about.key, name, before[name], value, apart, person if apart else ""))

    def _keep(self, change: Change) -> None:
        """A field that changes twice in one action is one change: from what it was first to what it is last."""
        for at, held in enumerate(self.changes):
            if held.name == change.name:
                self.changes[at] = replace(change, before=held.before)
                return
        self.changes.append(change)


def _must_be_meant(fields: dict[str, Any]) -> None:
    """Raises PeelianError for a day that cannot be meant."""
    for name, value in fields.items():
        must_be_meant(name, value)


_acts: ContextVar[Act | None] = ContextVar("act", default=None)


def acting() -> Act:
    """The action that is running. Raises RuntimeError outside one."""
    act = _acts.get()
    if act is None:
        raise RuntimeError("No action is running.")
    return act


def _act_or_none_checked() -> None:
    """A permission was looked at: the running action may go on."""
    act = _acts.get()
    if act is not None:
        act.checked = True


def action(name: str) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """Make a function an action. It takes ``by`` and ``reason`` as keywords; inside, ``acting()`` is where changes are made.

    Called within another action, it does its part of that one. Raises RuntimeError where it checked no permission, and
    PeelianError where somebody else did the same at the same moment: nothing of it is kept then.
    """

    def decorate(function: Callable[P, R]) -> Callable[P, R]:
        @wraps(function)
        def run(*args: P.args, **kwargs: P.kwargs) -> R:
            if _acts.get() is not None:
                return function(*args, **kwargs)
            by: Actor = kwargs["by"]  # type: ignore[assignment]
            act = Act(name, by, _reason(str(kwargs.get("reason") or "")))
            try:
                with transaction.atomic():
                    token = _acts.set(act)
                    try:
                        with writing():
                            result = function(*args, **kwargs)
                            if not act.checked:
                                raise RuntimeError(f"{name} checked no permission.")
                            if act.changes and act.subject is not None:
                                _record(act)
                    finally:
                        _acts.reset(token)  # before the commit: what follows that is an action of its own
            except (DatabaseError, ValidationError) as error:
                if is_clash(error):
                    raise PeelianError(
                        "at-once",
                        "Somebody else did the same at the same moment, and was first.",
                        "Look at what is there now; then do it again where it is still wanted.",
                    ) from error
                raise
            return result

        ACTIONS[name] = (function.__doc__ or "").partition("\n")[0]
        return run

    return decorate


_UNIQUE = {"unique", "unique_together", "unique_for_date"}


def is_clash(error: DatabaseError | ValidationError) -> bool:
    """Whether a failure says that two did the same at once: both had looked, neither saw the other, and the records allow one.

    Any other breach of the records' rules is a fault of the program, and stays one.
    """
    if isinstance(error, ValidationError):
        found = [one for several in getattr(error, "error_dict", {}).values() for one in several]
        return bool(found) and all(one.code in _UNIQUE for one in found)
    if isinstance(error, IntegrityError):
        return type(error.__cause__).__name__ == "UniqueViolation" or str(error).startswith("UNIQUE constraint failed")
    return isinstance(error, OperationalError) and type(error.__cause__).__name__ == "DeadlockDetected"


ACTIONS: dict[str, str] = {}
"""Every action that has been defined, with its first sentence."""


def _reason(text: str) -> str:
    if len(text) > REASON_LENGTH:
        raise PeelianError(
            "long-reason", f"The reason has {len(text):,} characters; {REASON_LENGTH:,} are kept.", "Say it shorter."
        )
    return text.strip()


def _record(act: Act) -> None:
    subject = act.subject
    assert subject is not None
    record(
        Happening(
            action=act.name,
            actor=act.by.key,
            subject=subject.key,
            label=subject.label[:300],
            organisation=act.organisation or subject.owner,
            reason=act.reason,
            changes=act.changes,
        )
    )


def unchanged_since(current: models.Model, version: int) -> None:
    """Refuse to write over what somebody else wrote meanwhile. Raises PeelianError with the newer version in its place."""
    held = int(getattr(current, "version", 0))
    if held != version:
        raise PeelianError(
            "changed-meanwhile",
            "Somebody else changed this while you were writing.",
            "Both texts are shown: take what you want of each, then save again. Nothing is lost.",
            {"yours": version, "theirs": held},
        )


def now() -> dt.datetime:
    """The moment, with its zone."""
    return dt.datetime.now(dt.UTC)
