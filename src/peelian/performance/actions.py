"""How a release is written: begun, its figures taken, its words kept. The steps to its publication are in steps.py."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Any, TypeVar

from peelian.core.acting import Actor, acting, action, now, unchanged_since
from peelian.core.models import Organisation, Person
from peelian.core.permissions import Permission as P
from peelian.core.workflow import WrongStep
from peelian.figures.errors import PeelianError
from peelian.figures.house import House
from peelian.figures.periods import Period
from peelian.figures.releases.build import free_id
from peelian.figures.releases.release import Drafts, Release, Releases
from peelian.figures.releases.scheduling import content_of
from peelian.performance.models import CalendarEntry, Commentary, CorrectiveAction, FigureNote, OfRelease, ReleaseRecord
from peelian.performance.queries import built, needed_of
from peelian.performance.rules import RELEASE

M = TypeVar("M", bound=OfRelease)


@action("release.begin")
def begin(
    organisation: Organisation, house: House, *, entry: CalendarEntry | None = None, title: str = "", day: dt.date | None = None,
    corrects: str = "", by: Actor, reason: str = "",
) -> ReleaseRecord:  # fmt: skip
    """Begin a release of the calendar, or (with a title and a day) one that was not planned, such as a correction.

    Raises PeelianError where the entry has one already or is another body's, and where what is corrected is not out or
    it is not said why.
    """
    by.must(P.DRAFT_RELEASE, organisation.key)
    if entry is not None:
        entry = CalendarEntry.objects.select_for_update(of=("self",)).select_related("organisation").get(pk=entry.pk)
        if entry.owner != organisation.key:
            raise PeelianError(
                "other-body",
                f"{entry} is planned by {entry.organisation.short}.",
                f"Choose one of {organisation.short}’s.",
            )
    open_one = ReleaseRecord.objects.filter(entry=entry).exclude(state="withdrawn").first() if entry else None
    if open_one:
        raise PeelianError("begun-already", f"{open_one} is this entry's release.", "Go on with that one.")
    if corrects:
        Releases(house.root).open(corrects)
        if not reason.strip():
            raise PeelianError("no-reason", "A correction names what it corrects, and why.", "Say what was wrong.")
    planned = entry.day if entry else day
    if planned is None or not (entry or title.strip()):
        raise PeelianError("no-day", "A release needs a title and the day on which it is to be out.", "Give both.")
    taken = ReleaseRecord.objects.values_list("draft", flat=True)
    return acting().create(
        ReleaseRecord, organisation=organisation, entry=entry, title=title.strip() or str(entry), corrects=corrects,
        draft=free_id(house, planned, taken), why=reason.strip() if corrects else "", author=person_of(by),
    )  # fmt: skip


@action("release.take-figures")
def take_figures(record: ReleaseRecord, house: House, *, by: Actor, reason: str = "") -> None:
    """Take the figures that were drafted under its id: what was said before stays. Raises PeelianError where there are none."""
    held = writable(record, by, P.DRAFT_RELEASE)
    figures = Drafts(house.root).open(held.draft)
    acting().change(held, built_at=now(), content=content_of(figures))


@action("release.rename")
def rename(record: ReleaseRecord, title: str, *, by: Actor, reason: str = "") -> None:
    """Change a release's title while it is written. Raises ValidationError for an empty one."""
    held = writable(record, by, P.DRAFT_RELEASE)
    acting().change(held, title=title.strip())


@action("release.comment")
def comment(
    record: ReleaseRecord,
    house: House,
    measure: str,
    area: str,
    text: str,
    *,
    version: int,
    by: Actor,
    reason: str = "",
) -> int:
    """Write commentary on a measure at an area. ``version`` is the one that was read, 0 of none; returns the new one.

    Raises PeelianError for an unknown measure or area, and where somebody else has written meanwhile.
    """
    held = writable(record, by, P.WRITE_COMMENTARY)
    _known(built(house, held), measure, area)
    kept = _kept(Commentary, held, version, measure=measure, area=area)
    act = acting()
    act.about(held)
    if kept is None:
        return act.create(
            Commentary, release=held, measure=measure, area=area, text=text, author=person_of(by), saved_at=now()
        ).version
    if act.change(kept, text=text):
        act.change(kept, version=version + 1, author=person_of(by), saved_at=now())
    return kept.version


@action("release.corrective-action")
def correct(
    record: ReleaseRecord, house: House, key: tuple[str, str, str], *, version: int, what: str, does: str,
    by_when: dt.date, demand: Iterable[str] = (), by: Actor, reason: str = "",
) -> int:  # fmt: skip
    """Say what is done about a reading that is red or has worsened: objective, measure and area are its ``key``.

    ``version`` as in ``comment``. Raises PeelianError for a reading that asks for none, and where somebody else has written.
    """
    held = writable(record, by, P.WRITE_COMMENTARY)
    release = built(house, held)
    needed = {item.key: item for item in needed_of(house, release)}
    objective, measure, area = key
    if key not in needed:
        raise PeelianError("not-needed", f"{measure} asks for no corrective action.", "Write commentary on it instead.")
    beside = [release.catalogue[name].id for name in dict.fromkeys(demand)]
    fields = {"what": what, "does": does, "by_when": by_when, "demand": beside, "why": needed[key].why}
    kept = _kept(CorrectiveAction, held, version, objective=objective, measure=measure, area=area)
    act = acting()
    act.about(held)
    if kept is None:
        return act.create(
            CorrectiveAction,
            release=held,
            objective=objective,
            measure=measure,
            area=area,
            author=person_of(by),
            **fields,
        ).version
    if act.change(kept, **fields):
        act.change(kept, version=version + 1, author=person_of(by))
    return kept.version


@action("release.note")
def note(
    record: ReleaseRecord, house: House, measure: str, area: str, period: str, text: str, *, by: Actor, reason: str = ""
) -> FigureNote | None:
    """Put a note on a figure, or change it; an empty text takes it away. Raises PeelianError for what is no figure's address."""
    held = writable(record, by, P.WRITE_COMMENTARY)
    _known(built(house, held), measure, area)
    address = {"measure": measure, "area": area, "period": str(Period.parse(period))}
    kept = FigureNote.objects.filter(release=held, **address).first()
    act = acting()
    act.about(held)
    if kept is None:
        return (
            act.create(FigureNote, release=held, **address, text=text, author=person_of(by)) if text.strip() else None
        )
    if not text.strip():
        act.remove(kept)
        return None
    act.change(kept, text=text, author=person_of(by))
    return kept


def writable(record: ReleaseRecord, by: Actor, permission: P) -> ReleaseRecord:
    """The release, held for this transaction, where it is being written. Raises NotAllowed, WrongStep."""
    held = held_for(record)
    by.must(permission, held.owner)
    must_be_written(held)
    return held


def must_be_written(record: ReleaseRecord) -> None:
    """Raises WrongStep where a release is not being written."""
    if record.state != "draft":
        raise WrongStep(
            "wrong-state",
            f"This release is {RELEASE.state(record.state).title.lower()}: it cannot be written now.",
            "Whoever reviews it can send it back; its author can reopen it.",
        )


def held_for(record: ReleaseRecord) -> ReleaseRecord:
    """The release as it is now, held for this transaction."""
    found: ReleaseRecord = ReleaseRecord.objects.select_for_update().get(pk=record.pk)
    return found


def person_of(by: Actor) -> Person:
    """Who acts, as a person. Raises PeelianError for the command and the clock."""
    if by.person is None:
        raise PeelianError("no-person", "A release is somebody's work.", "Sign in to do this.")
    return by.person


def _known(release: Release, measure: str, area: str) -> None:
    """Raises PeelianError for a measure or an area that the release does not know."""
    _ = release.catalogue[measure], release.areas[area]


def _kept(model: type[M], record: ReleaseRecord, version: int, **key: Any) -> M | None:
    """What is kept, where it is still what was read. Raises PeelianError where it is not."""
    rows: Any = model.objects.select_for_update()
    found: M | None = rows.filter(release=record, **key).first()
    if found is None:
        if version:
            raise PeelianError(
                "gone-meanwhile", "This text is not there any more.", "Copy yours and open the page again."
            )
        return None
    unchanged_since(found, version)
    return found
