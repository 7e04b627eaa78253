"""How exempt parts change: a draft is kept encrypted, sealed once, reviewed, and released by a person or by the clock."""

from __future__ import annotations

import datetime as dt
import logging
import secrets
from collections.abc import Callable, Iterable, Sequence
from functools import partial
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import DatabaseError, transaction

from peelian.core.acting import CLOCK, Actor, acting, action, now
from peelian.core.exempt import holding
from peelian.core.exempt.files import File
from peelian.core.exempt.holding import Content
from peelian.core.exempt.keys import Key, make_first
from peelian.core.exempt.limits import limits
from peelian.core.exempt.models import ExemptPart, ExemptReview
from peelian.core.exempt.queries import bound_to, keys, released_text, sealed_of, stub_of, writer_among
from peelian.core.exempt.records import Ground, Stub
from peelian.core.exempt.rules import DRAFT, OUT, PART, SEALED, Limits, must_be_dates, must_be_grounds, to_json
from peelian.core.exempt.sealing import unwrap, wrap
from peelian.core.exempt.subjects import must_see, must_take
from peelian.core.jobs.actions import ask
from peelian.core.models import Organisation
from peelian.core.permissions import Permission as P
from peelian.core.workflow import WrongStep
from peelian.figures.errors import PeelianError
from peelian.figures.house import LONDON, House, today

log = logging.getLogger("peelian.exempt")
RELEASE_DUE = "exempt.release"
"""The job that releases what is due."""
WRITERS = (P.WRITE_DECISION, P.WRITE_PAPERS)
"""Who writes what an exempt part belongs to writes it too; they must see exempt parts besides."""
Hook = Callable[[ExemptPart], object]
WITHHELD: list[Hook] = []
"""Run after a part was sealed: a room whose record is out already writes its files again, so that the stub is public at once."""
RELEASED: list[Hook] = []
"""Run after a part was released for good: each room whose files hold its stub writes them again."""
REVIEWED: list[Hook] = []
"""The same after a review, which changes the review date that is public."""
When = dt.date | dt.datetime | None


@action("exempt.keep")
def keep(
    subject: str, organisation: Organisation, title: str, text: Content, grounds: Sequence[Ground], decided_by: str,
    review_on: dt.date | None, release_on: When = None, *, by: Actor, reason: str = "",
) -> ExemptPart:  # fmt: skip
    """Keep a draft of an exempt part of a record (its key), a text or a file, encrypted at once. ``release_on`` is a day, at whose
    beginning it is released, or a moment.

    Raises PeelianError for grounds, days, a text or a file that cannot be, where there is no key, and WrongStep where the record
    takes no part any more.
    """
    _must_write(by, organisation)
    must_take(subject, organisation.key)
    must_see(subject, organisation.key, by)
    rules, release_at = _limits(), moment_of(release_on)
    must_be_grounds(grounds, str(organisation.pk), organisation.kind, rules)
    must_be_dates(review_on, release_at, today(), rules)
    part = ExemptPart(id=secrets.token_hex(6), subject=subject)
    kept = holding.encrypted(part, text, _first(keys()))
    made = acting().create(
        ExemptPart, id=part.pk, subject=subject, organisation=organisation, title=title.strip(), grounds=to_json(grounds),
        decided_by=decided_by.strip(), review_on=review_on, release_at=release_at, kept_at=now(), **kept.fields,
    )  # fmt: skip
    holding.put_pieces(made, kept.pieces)
    return made


@action("exempt.rewrite")
def rewrite(
    part: ExemptPart,
    *,
    text: Content | None = None,
    version: int | None = None,
    by: Actor,
    reason: str = "",
    **fields: Any,
) -> None:
    """Change a draft: its text or file, or any of ``title``, ``grounds``, ``decided_by``, ``review_on`` and ``release_on``.
    ``version`` is the one that was read, where that is not the one that ``part`` has.

    Raises PeelianError as ``keep`` does and where somebody rewrote it meanwhile, and WrongStep once it is sealed.
    """
    held = _held(part)
    _must_write(by, held.organisation)
    must_see(held.subject, held.owner, by)
    _must_be(held, DRAFT, "Rewrite")
    _must_be_as_read(held, part.version if version is None else version)
    must_take(held.subject, held.owner)
    changed = _fields(held, fields)
    if text is not None:
        kept = holding.encrypted(held, text, _first(keys()))
        holding.put_pieces(held, kept.pieces)
        changed |= kept.fields
    if acting().change(held, **changed):
        acting().change(held, version=held.version + 1)
    part.refresh_from_db()


def _fields(held: ExemptPart, fields: dict[str, Any]) -> dict[str, Any]:
    """The fields of a draft as they will be, checked together."""
    if unknown := set(fields) - {"title", "grounds", "decided_by", "review_on", "release_on"}:
        raise TypeError(f"An exempt part has no {', '.join(sorted(unknown))} that can be rewritten.")
    rules, body = _limits(), held.organisation
    grounds = tuple(fields.get("grounds", held.reasons))
    release_at = moment_of(fields["release_on"]) if "release_on" in fields else held.release_at
    review_on = fields.get("review_on", held.review_on)
    must_be_grounds(grounds, str(body.pk), body.kind, rules)
    must_be_dates(review_on, release_at, today(), rules)
    texts = {name: str(fields[name]).strip() for name in ("title", "decided_by") if name in fields}
    return texts | {"grounds": to_json(grounds), "review_on": review_on, "release_at": release_at}


@action("exempt.remove")
def remove(part: ExemptPart, *, by: Actor, reason: str = "") -> None:
    """Take a draft away. Raises WrongStep once it is sealed: what was withheld stays on record."""
    held = _held(part)
    _must_write(by, held.organisation)
    must_see(held.subject, held.owner, by)
    _must_be(held, DRAFT, "Remove")
    acting().remove(held)


@action("exempt.seal")
def seal(part: ExemptPart, *, version: int | None = None, by: Actor, reason: str = "") -> Stub:
    """Seal a draft: from now on its text is never edited, and its stub, with the commitment, may be published. ``version`` is the
    one that was read, where that is not the one that ``part`` has.

    Raises PeelianError where its days have become wrong or somebody rewrote it meanwhile, and where the key is not here; WrongStep
    for who wrote it, and where the record that it belongs to takes no part any more.
    """
    held = _held(part)
    step = PART.check(
        "exempt.seal", by, held.state, owner=held.owner, reason=reason, earlier={"writer": writer_among(held, by.key)}
    )
    must_see(held.subject, held.owner, by)
    _must_be_as_read(held, part.version if version is None else version)
    must_take(held.subject, held.owner)
    must_be_dates(held.review_on, held.release_at, today(), _limits())
    commitment = holding.commitment_of_part(held)
    holding.seal_pieces(held)
    acting().change(held, state=step.after, decided_on=today(), commitment=commitment, version=held.version + 1)
    _release_later(held)
    _tell(WITHHELD, held)
    part.refresh_from_db()
    return stub_of(held)


@action("exempt.review")
def review(part: ExemptPart, until: dt.date | None, *, by: Actor, reason: str, release_on: When = None) -> Stub:
    """Look at a sealed part again: it is withheld until another review date, or released now (``until`` None).

    ``release_on`` sets a day or moment of release, or another one; without it what was set stays, but a moment that has passed
    without a release: who withholds it now does not want that. Raises PeelianError without a reason, and for a day that is too far.
    """
    held, _ = _step(part, "exempt.review", by, reason)
    due = held.review_on
    if until is None:
        return release(part, by=by, reason=reason)
    stands = held.release_at if held.release_at and held.release_at > now() else None
    release_at = moment_of(release_on) or stands
    must_be_dates(until, moment_of(release_on), today(), _limits())
    act = acting()
    act.change(held, review_on=until, release_at=release_at, version=held.version + 1)
    act.about(held)
    _reviewed(held, due, "kept", until, by, reason)
    if release_on:
        _release_later(held)
    _tell(REVIEWED, held)
    part.refresh_from_db()
    return stub_of(held)


@action("exempt.release")
def release(part: ExemptPart, *, by: Actor, reason: str = "") -> Stub:
    """Release a sealed part: its text and salt are public now, and whoever has the commitment can prove that it is the same.

    Raises PeelianError where the key is not here or what is stored is not what was sealed; then it stays withheld.
    """
    held, step = _step(part, "exempt.release", by, reason)
    laid_open = holding.laid_open(held)
    act = acting()
    act.change(held, state=step.after, released_at=now(), version=held.version + 1, **laid_open)
    act.about(held)
    said = reason or "On the day that was set for it."
    _reviewed(held, held.review_on, "released", None, by, said)
    _tell(RELEASED, held)
    part.refresh_from_db()
    return stub_of(held)


@action("exempt.read")
def read(part: ExemptPart, *, by: Actor, reason: str = "") -> str:
    """The text, for who may read what is exempt of the body that withholds it. That it was read is on record, never what it says.

    Raises NotAllowed, and PeelianError where the key is not here, and of a part that is a file.
    """
    held = ExemptPart.objects.select_related("organisation").get(pk=part.pk)
    must_see(held.subject, held.owner, by)
    if held.form == "file":
        raise PeelianError("is-a-file", "This exempt part is a file.", "Take a copy of it on its own page.")
    if held.state == OUT:
        return released_text(held)
    acting().note(held, "read", f"{held.length} characters")
    return holding.opened(held).text


@action("exempt.copy")
def copy(part: ExemptPart, *, by: Actor, reason: str = "") -> File:
    """A copy of the file, for who may read what is exempt of the body that withholds it. That it was taken is on record, never how
    it is called.

    Raises NotAllowed, and PeelianError where the key is not here, the file was altered, or the part is a text.
    """
    held = ExemptPart.objects.select_related("organisation").get(pk=part.pk)
    must_see(held.subject, held.owner, by)
    if held.form != "file":
        raise PeelianError("is-a-text", "This exempt part is a text.", "Read it on its own page.")
    found = holding.file_in(held) if held.state != OUT else holding.released_file_in(held)
    acting().note(held, "copied", f"{held.length} bytes")
    return found


def release_due(at: dt.datetime | None = None) -> tuple[int, list[str]]:
    """Release everything whose moment has come, each for itself; how many were, and what is to be said of the others.

    What cannot be released stays withheld, and is said in the log and in the queue.
    """
    found = ExemptPart.objects.filter(state=SEALED, release_at__lte=at or now()).select_related("organisation")
    done, said = 0, []
    for part in found.order_by("release_at", "id"):
        try:
            release(part, by=CLOCK)
            done += 1
        except WrongStep:
            continue  # somebody released it meanwhile
        except PeelianError as error:
            said.append(_stuck(part, error.message, error.remedy))
        except (ValidationError, DatabaseError):  # neither is repeated: a row that was bent may say anything
            said.append(_stuck(part, "Its record is not sound.", "Restore the records from a backup."))
    return done, said


def _stuck(part: ExemptPart, why: str, remedy: str) -> str:
    log.error("exempt part %s is not released: %s", part.pk, why)
    return f"Exempt part {part.pk} is not released: {why} {remedy}"


@action("exempt.rotate")
def wrap_again(*, by: Actor, reason: str = "") -> int:
    """Wrap every data key under the key in use; returns how many that were. The texts themselves stay as they are, and what is
    released needs no key.

    Raises PeelianError where one is wrapped under a key that is not here; then none is changed.
    """
    by.must(P.SEAL_EXEMPT)
    held_keys, act, count = keys(), acting(), 0
    first = _first(held_keys)
    for part in ExemptPart.objects.select_for_update().exclude(wrapped_by=first.id).exclude(state=OUT):
        bound, sealed = bound_to(part), sealed_of(part)
        part.wrapped, part.wrapped_by = wrap(unwrap(sealed, bound, held_keys), bound, first), first.id
        part.save(update_fields=("wrapped", "wrapped_by"))
        act.subject, count = part, count + 1
    if isinstance(act.subject, ExemptPart):
        owner = act.subject.organisation
        act.about(owner)
        act.note(owner, "wrapped again", count)
    return count


def moment_of(when: When) -> dt.datetime | None:
    """A moment; of a day its beginning in London. Raises PeelianError for a moment without its zone."""
    if when is None:
        return None
    if not isinstance(when, dt.datetime):
        return dt.datetime.combine(when, dt.time(), LONDON)
    if when.tzinfo is None:
        raise PeelianError("no-zone", f"{when} names no zone.", "Say the moment with its zone, or the day alone.")
    return when


def _limits() -> Limits:
    return limits(House(settings.PEELIAN_DATA, settings.PEELIAN_PACK).pack)


def _held(part: ExemptPart) -> ExemptPart:
    """The part as the records have it, held until the action is over."""
    held: ExemptPart = ExemptPart.objects.select_for_update(of=("self",)).select_related("organisation").get(pk=part.pk)
    return held


def _must_write(by: Actor, organisation: Organisation) -> None:
    by.must(P.SEE_EXEMPT, organisation.key)
    if not any(by.may(permission, organisation.key) for permission in WRITERS):
        by.must(WRITERS[0], organisation.key)


def _must_be(held: ExemptPart, state: str, title: str) -> None:
    if held.state != state:
        raise WrongStep(
            "wrong-state", f"This exempt part is {PART.state(held.state).title.lower()}: “{title}” is not open.",
            "What was sealed is never edited. A correction is another part.", {"state": held.state},
        )  # fmt: skip


def _must_be_as_read(held: ExemptPart, version: int) -> None:
    """Raises PeelianError where a draft is another than the one that was read: nobody seals words that they have not seen."""
    if held.version != version:
        raise PeelianError(
            "changed-meanwhile", "Somebody rewrote this exempt part while you had it open.",
            "Read what it says now; then do it again.", {"yours": version, "theirs": held.version},
        )  # fmt: skip


def _step(part: ExemptPart, name: str, by: Actor, reason: str) -> tuple[ExemptPart, Any]:
    held = _held(part)
    must_see(held.subject, held.owner, by)
    return held, PART.check(name, by, held.state, owner=held.owner, reason=reason)


def _first(found: Sequence[Key]) -> Key:
    """The key in use. The first one is made with the first part; where parts are there, theirs has to be put back instead."""
    if found:
        return found[0]
    if ExemptPart.objects.exclude(state=OUT).exists():
        raise PeelianError(
            "no-exempt-key", "There are exempt parts, and no key is here.",
            "Put the key back: into PEELIAN_EXEMPT_KEY, or the file exempt-keys of the house.",
        )  # fmt: skip
    return make_first(settings.PEELIAN_DATA)


def _release_later(part: ExemptPart) -> None:
    """A worker releases it at its moment; the job says nothing of it but its id."""
    if part.release_at is not None:
        ask(RELEASE_DUE, {"part": part.pk}, organisation=part.owner, by=CLOCK, after=part.release_at)


def _reviewed(part: ExemptPart, due: dt.date, decision: str, until: dt.date | None, by: Actor, reason: str) -> None:
    acting().create(
        ExemptReview,
        part=part,
        on=today(),
        due=due,
        decision=decision,
        until=until,
        post=_post(by, part),
        reason=reason,
    )


def _post(by: Actor, part: ExemptPart) -> str:
    """The post of who decides, as everybody reads it: no name."""
    if by.person is None:
        return by.name
    for post in by.person.held:
        if post.organisation_id == part.organisation_id:
            return f"{by.person.title or post.get_role_display()}, {part.organisation.short}"
    return by.person.title or part.organisation.short


def _tell(hooks: Iterable[Hook], part: ExemptPart) -> None:
    """Run hooks when the transaction is over; one that fails, however, is said in the log, and healing does its work later."""
    for hook in list(hooks):
        transaction.on_commit(partial(_run, hook, part.pk))


def _run(hook: Hook, pk: str) -> None:
    try:
        hook(ExemptPart.objects.select_related("organisation").get(pk=pk))
    except (PeelianError, OSError) as error:
        log.error("what shows exempt part %s was not written: %s", pk, error)
    except Exception as error:  # the part is sealed or released already: another room's fault must not say otherwise
        log.error("what shows exempt part %s was not written: %s", pk, type(error).__name__)
