"""The steps of a release: review, sign-off, schedule, and back. What lies in the house moves with the records.

What hides a release is done in the house first; what lets it out, last, when the record is kept (``place``): whatever a killed
process leaves is closed, and ``heal`` does what it left undone.
"""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from functools import partial

from django.db import transaction

from peelian.core.acting import CLOCK, Actor, acting, action, now
from peelian.core.models import Person
from peelian.core.permissions import Permission as P
from peelian.core.running.actions import tell
from peelian.core.workflow import Step, WrongStep
from peelian.figures.errors import PeelianError
from peelian.figures.house import House
from peelian.figures.releases import scheduling
from peelian.figures.releases.build import free_id
from peelian.figures.releases.publication import HOUR, moment
from peelian.figures.releases.release import Drafts, Releases, day_of
from peelian.performance.actions import held_for, person_of
from peelian.performance.models import PreRelease, ReleaseRecord
from peelian.performance.planning import move
from peelian.performance.publishing import publication_of
from peelian.performance.queries import built, earlier_of, fingerprint, lies_as, missing_of, state_of
from peelian.performance.rules import RELEASE, check_access


def _step(record: ReleaseRecord, name: str, by: Actor, reason: str) -> tuple[ReleaseRecord, Step]:
    """The release, held for this transaction, and the step. Raises NotAllowed, WrongStep."""
    held = held_for(record)
    return held, RELEASE.check(
        name, by, state_of(held), owner=held.owner, reason=reason, earlier=earlier_of(held, by.key)
    )


@action("release.send")
def send(record: ReleaseRecord, house: House, *, by: Actor, reason: str = "") -> None:
    """Send a release for review. Raises PeelianError with everything that it lacks."""
    held, step = _step(record, "release.send", by, reason)
    lacking = missing_of(house, held)
    if lacking:
        raise PeelianError(
            "incomplete",
            "The release is not complete. " + " ".join(item.what for item in lacking),
            "Complete it, then send it.",
        )
    acting().change(held, state=step.after, reviewer=None, signer=None, reviewed="", signed="", remarks="")


@action("release.pass")
def pass_review(record: ReleaseRecord, house: House, *, remarks: str = "", by: Actor, reason: str = "") -> None:
    """Pass the review: of exactly these figures and words, by somebody who wrote none of them."""
    held, step = _step(record, "release.pass", by, reason)
    if scheduling.content_of(built(house, held)) != held.content:
        raise WrongStep(
            "other-figures",
            "The figures were drafted again after it was sent: these are not what its author sent.",
            "Send it back; its author drafts the figures again and sends it.",
        )
    acting().change(
        held, state=step.after, reviewer=person_of(by), reviewed=fingerprint(house, held), remarks=remarks.strip()
    )


@action("release.send-back")
def send_back(record: ReleaseRecord, *, by: Actor, reason: str = "") -> None:
    """Send a release back to be mended; the reason is for its author."""
    held, step = _step(record, "release.send-back", by, reason)
    acting().change(held, state=step.after, reviewer=None, reviewed="", remarks=reason.strip())
    tell(
        f"{held.title} was sent back: {reason.strip()}", organisation=held.organisation, person=held.author,
        href=f"/office/releases/{held.pk}",
    )  # fmt: skip


@action("release.reopen")
def reopen(record: ReleaseRecord, house: House, *, by: Actor, reason: str = "") -> None:
    """Take a release back to be written again: it needs another review and sign-off then."""
    held, step = _step(record, "release.reopen", by, reason)
    _take_back(house, held)
    acting().change(held, state=step.after, reviewer=None, signer=None, reviewed="", signed="", remarks=reason.strip())


@action("release.withdraw")
def withdraw(record: ReleaseRecord, house: House, *, by: Actor, reason: str = "") -> None:
    """Give a release up that is not scheduled; its draft goes."""
    held, step = _step(record, "release.withdraw", by, reason)
    _take_back(house, held)
    acting().change(held, state=step.after, remarks=reason.strip())
    if held.built_at:
        scheduling.discard(house, held.draft)


@action("release.sign-off")
def sign_off(record: ReleaseRecord, house: House, *, by: Actor, reason: str = "") -> None:
    """Sign a release off: what was reviewed, by somebody who wrote none of it. Raises WrongStep where it is not that any more."""
    held, step = _step(record, "release.sign-off", by, reason)
    found = _reviewed(house, held)
    acting().change(held, state=step.after, signer=person_of(by), signed=found)


def _reviewed(house: House, held: ReleaseRecord) -> str:
    found = fingerprint(house, held)
    if found != held.reviewed:
        raise WrongStep(
            "changed-since-review",
            "What was reviewed is not what is here now.",
            "Send it back, and let it be reviewed again.",
        )
    return found


@action("release.schedule")
def schedule(record: ReleaseRecord, house: House, *, day: dt.date | None = None, by: Actor, reason: str = "") -> None:
    """Set the moment from which a release is out: that of the calendar, or 09:30 of another day.

    The audit's last event is put into it, so that whoever rewrote the record later could be told by what was published.
    Raises PeelianError where the moment has passed, what was signed off has changed, or the draft must be made again.
    """
    held, step = _step(record, "release.schedule", by, reason)
    at = _moment_of(held, day, by, reason)
    _place(house, held, at)
    acting().change(held, state=step.after, at=at)


def _place(house: House, held: ReleaseRecord, at: dt.datetime) -> None:
    """Let what was signed off be put among the releases as soon as the record is kept, to be out at a moment.

    What can be refused is refused before anything moves.
    """
    signed = built(house, held)
    if fingerprint(house, held, signed) != held.signed:
        raise WrongStep("changed-since-sign-off", "What was signed off is not what is here now.", "Reopen it.")
    scheduling.check(house, signed, at, now())
    _take_back(house, held)
    act = acting()
    act.about(held)
    lies, new_id = lies_as(house, held), _id_for(house, held, at)
    act.change(held, draft=new_id, to_place=lies)
    act.note(held, "manifest", scheduling.seal_as(signed, new_id))
    transaction.on_commit(partial(place, held, house, by=CLOCK))


@action("release.place")
def place(record: ReleaseRecord, house: House, *, by: Actor, reason: str = "") -> str:
    """Put a scheduled release where its moment lets it out; returns why it could not be, empty where it lies there.

    What it puts there is what was signed off: a draft that was made again meanwhile stays where it is.
    """
    held = held_for(record)
    by.must(P.SIGN_OFF_RELEASE, held.owner)
    if held.state != "scheduled" or held.at is None:
        return ""
    act = acting()
    act.about(held)
    if held.draft not in Releases(house.root, including_embargoed=True).ids():
        lies = lies_as(house, held)
        try:
            _move(house, held, lies, held.at)
        except PeelianError as error:
            act.change(held, to_place=lies)
            return f"{error.message} {error.remedy}"
    elif held.to_place and held.at > now():
        scheduling.change(house, publication_of(held, built(house, held), held.at), now())
    if held.to_place not in ("", held.draft) and held.to_place in Drafts(house.root).ids():
        scheduling.discard(house, held.to_place)
    act.change(held, to_place="")
    return ""


def _move(house: House, held: ReleaseRecord, lies: str, at: dt.datetime) -> None:
    signed = built(house, held)
    if fingerprint(house, held, signed) != held.signed:
        raise WrongStep(
            "changed-since-sign-off", "What was signed off is not what is here now.", "Take it off the schedule."
        )
    made = scheduling.renamed(house, lies, held.draft, scheduling.content_of(signed))
    scheduling.schedule(house, held.draft, publication_of(held, made, at), now())


def heal(house: House, record: ReleaseRecord | None = None) -> list[str]:
    """Place every scheduled release (or one) that a killed process did not; returns what became of each, in words."""
    rows = ReleaseRecord.objects.filter(state="scheduled")
    there = Releases(house.root, including_embargoed=True).ids()
    said = []
    for item in rows.filter(pk=record.pk) if record else rows:
        if item.to_place or item.draft not in there:
            why = place(item, house, by=CLOCK)
            said.append(f"{item} could not be placed. {why}" if why else f"{item} was placed among the releases.")
    return said


def _moment_of(held: ReleaseRecord, day: dt.date | None, by: Actor, reason: str) -> dt.datetime:
    """The moment of the calendar's entry, which is moved where another day is asked for."""
    if held.entry is None:
        return moment(day or day_of(held.draft), HOUR)
    if day and day != held.entry.day:
        move(held.entry, day, by=by, reason=reason)
    return held.entry.at


def _id_for(house: House, held: ReleaseRecord, at: dt.datetime) -> str:
    day = at.date()
    if day_of(held.draft) == day:
        return held.draft
    taken = ReleaseRecord.objects.exclude(pk=held.pk).values_list("draft", flat=True)
    return free_id(house, day, taken)


@action("release.hold")
def hold(record: ReleaseRecord, house: House, *, by: Actor, reason: str = "") -> None:
    """Take a release off the schedule before it is out. Raises WrongStep where it is out."""
    held, step = _step(record, "release.hold", by, reason)
    _take_back(house, held)
    acting().change(held, state=step.after, at=None, draft=lies_as(house, held), to_place="")


@action("release.postpone")
def postpone(record: ReleaseRecord, house: House, day: dt.date, *, by: Actor, reason: str = "") -> None:
    """Set another day, before the release is out; the calendar says why. What was signed off stays signed off."""
    held, _ = _step(record, "release.postpone", by, reason)
    at = _moment_of(held, day, by, reason)
    _place(house, held, at)
    acting().change(held, at=at)


def _take_back(house: House, held: ReleaseRecord) -> None:
    """Off the schedule, where it is on it, whatever the record says."""
    if held.draft in Releases(house.root, including_embargoed=True).ids():
        scheduling.take_back(house, held.draft, now())


# --- pre-release access ---


@action("release.grant-access")
def grant(
    record: ReleaseRecord, house: House, *, title: str, body: str, name: str, hours: Decimal = Decimal(24), longer: str = "",
    person: Person | None = None, by: Actor, reason: str = "",
) -> PreRelease:  # fmt: skip
    """Put somebody on the pre-release list: who they are, where, for how long before, and why they need it.

    More than 24 hours need a reason (``longer``) that is published. Raises PeelianError where a rule would be broken.
    """
    held = _open_to_access(record, by)
    listed = held.prereleases.filter(withdrawn_at=None).count()
    check_access(hours, reason, longer, listed=listed, released=state_of(held) == "released")
    act = acting()
    act.about(held)
    if longer.strip():
        act.change(held, longer_access=longer.strip())
    made = act.create(
        PreRelease, release=held, person=person, name=name.strip(), title=title.strip(), body=body.strip(), hours=hours,
        reason=reason.strip(), granted_by=person_of(by),
    )  # fmt: skip
    _publish_again(house, held)
    if person is not None:
        tell(
            f"You may see {held.title} before it is out. Until then, tell nobody any figure, nor which way one has moved.",
            organisation=held.organisation, person=person, href="/office/pre-release",
        )  # fmt: skip
    return made


@action("release.withdraw-access")
def withdraw_access(access: PreRelease, house: House, *, by: Actor, reason: str = "") -> None:
    """End somebody's pre-release access, at once. Raises PeelianError where the release is out."""
    held = _open_to_access(access.release, by)
    acting().about(held)
    acting().change(access, withdrawn_at=now())
    _publish_again(house, held)


def _open_to_access(record: ReleaseRecord, by: Actor) -> ReleaseRecord:
    held = held_for(record)
    by.must(P.GRANT_PRE_RELEASE, held.owner)
    if state_of(held) in ("released", "withdrawn"):
        raise WrongStep(
            "wrong-state", "The release is out, or withdrawn: its list stays as it is.", "Nothing can be done."
        )
    return held


def _publish_again(house: House, held: ReleaseRecord) -> None:
    """Where it is scheduled, the list in the house follows: it is published at the moment of the release."""
    if held.state == "scheduled" and held.at is not None and not held.to_place:
        scheduling.change(house, publication_of(held, built(house, held), held.at), now())
