"""How decisions are advised on, countersigned and taken. Nobody signs what they wrote; what is signed is never changed."""

from __future__ import annotations

import datetime as dt
from functools import partial

from django.db import transaction

from peelian.core.acting import CLOCK, Actor, acting, action
from peelian.core.following import sealed
from peelian.core.jobs.actions import ask
from peelian.core.published import text_of
from peelian.core.running.actions import clocks_of, drop_clock, start_clock, tell
from peelian.decisions import withheld
from peelian.decisions.actions import take_step
from peelian.decisions.checks import DEFERRED, PUBLICATION
from peelian.decisions.content import decision_of, sealed_content, substance_of
from peelian.decisions.following import follow
from peelian.decisions.lacking import Lack
from peelian.decisions.models import DecisionSignature, DecisionVersion
from peelian.decisions.queries import NEXT, lacks_of, latest_deferral, series_named, warned, with_named_grants
from peelian.decisions.records import Deferral
from peelian.decisions.texts import said
from peelian.figures.errors import PeelianError
from peelian.figures.house import LONDON, House, today

COME_OUT = "decision.come-out"
"""The job that publishes what was deferred, at the beginning of its day."""


@action("decision.ask-advice")
def ask_advice(version: DecisionVersion, house: House, *, by: Actor, reason: str = "") -> None:
    """Ask for advice: from now on the form is not written in, and each grant in it has a name that it keeps.

    Raises PeelianError with everything that is missing.
    """
    held, step = take_step(version, "decision.ask-advice", by)
    must_lack_nothing(held, house)
    acting().change(held, state=step.after)
    if form := with_named_grants(held):
        acting().change(held, form=form, version=held.version + 1)


@action("decision.advise")
def advise(
    version: DecisionVersion,
    subject: str,
    house: House,
    *,
    text: str = "",
    not_required: str = "",
    by: Actor,
    reason: str = "",
) -> DecisionSignature:
    """Sign advice on a subject, or say why none is required. It can be given anew until the form is sent on.

    Raises PeelianError for a subject that the form does not ask for, and where both or neither is said.
    """
    held, _ = take_step(version, "decision.advise", by)
    series = series_named(house.pack, held.decision.series)
    if subject not in series.advice:
        raise PeelianError(
            "no-such-advice", f"This form asks for no advice on {subject[:40]}.", "Choose one that it asks for."
        )
    text, not_required = said(text), said(not_required)
    if bool(text) == bool(not_required):
        raise PeelianError(
            "advice-or-not",
            "Advice is either given or not required.",
            "Fill in one of the two, and leave the other empty.",
        )
    told = {"text": text, "not_required": not_required, "substance": substance_of(held)}
    post = f"{subject.replace('-', ' ').capitalize()} adviser"
    return _signed(held, f"advice:{subject}", post, by, **told)


@action("decision.send")
def send(version: DecisionVersion, house: House, *, warnings_read: bool, by: Actor, reason: str = "") -> None:
    """Sign as lead officer, and send the form with its advice to be countersigned.

    Raises PeelianError with everything that is missing, and while warnings have not been read.
    """
    held, step = take_step(version, "decision.send", by)
    must_lack_nothing(held, house)
    must_have_read(held, warnings_read)
    _signed(held, "officer", "Lead officer", by)
    acting().change(held, state=step.after)


@action("decision.countersign")
def countersign(version: DecisionVersion, house: House, *, by: Actor, reason: str = "") -> None:
    """Countersign: the form is complete, the power is there, and what is exempt of it is sealed."""
    held, step = take_step(version, "decision.countersign", by)
    must_lack_nothing(held, house)
    post = series_named(house.pack, held.decision.series).director
    _signed(held, "director", post, by, substance=withheld.fingerprint(held.decision))
    acting().change(held, state=step.after)


@action("decision.sign")
def sign(version: DecisionVersion, house: House, *, interests: str, by: Actor, reason: str = "") -> None:
    """Take the decision. The form is sealed as it is: from now on it is never changed. ``interests`` says what whoever takes it
    has to declare, or that it is nothing.

    Publication is due one working day later, or on the day of the deferral, when the clock publishes it.
    """
    held, step = take_step(version, "decision.sign", by)
    interests = said(interests)
    if not interests:
        raise PeelianError(
            "no-interests", "It does not say whether you have an interest in it.", "Declare it, or that there is none."
        )
    _must_be_countersigned(held)
    must_lack_nothing(held, house)
    _must_be_its_day(held)
    series = series_named(house.pack, held.decision.series)
    acting().change(held, form=held.form | {"interests": interests})
    _signed(held, "maker", series.taken_by, by)
    taken = decision_of(held)
    whole = sealed(sealed_content(held, taken, withheld.stubs(held.decision), series.id))
    acting().change(held, state=step.after, signed_on=today())
    acting().note(held, "sealed with", whole["seal"])
    if taken.deferral is not None:
        set_deferral(held, taken.deferral, house)
    else:
        _start(held, PUBLICATION, today())
    _keep(held, text_of(whole))
    transaction.on_commit(partial(follow, house.root, held.decision))  # hashes of Part 2 are public from now on


def _must_be_its_day(held: DecisionVersion) -> None:
    """A key decision is taken on the day that was announced, or later."""
    notice = decision_of(held).key_notice
    if notice and notice.decision_day and today() < notice.decision_day:
        raise PeelianError(
            "too-early", f"It was announced to be taken on {notice.decision_day}.", "Take it on that day or later."
        )


def _must_be_countersigned(held: DecisionVersion) -> None:
    """What is exempt is what the director countersigned: a part that was added since stands in nobody's signature."""
    director = DecisionSignature.objects.get(of=held, part="director")
    if director.substance != withheld.fingerprint(held.decision):
        raise PeelianError(
            "another-part-2",
            "Part 2 is not the one that was countersigned.",
            "Refer it back, so that it is signed anew.",
        )


def _keep(held: DecisionVersion, text: str) -> None:
    """Keep the sealed file. Its words are in the event already by what was signed: they are not written there again."""
    held.sealed = text
    held.save(update_fields=("sealed",))


def _start(held: DecisionVersion, rule: str, day: dt.date) -> None:
    start_clock(
        rule, held, day, organisation=held.decision.organisation, title=f"Publish {held.label}",
        href=f"/office/decisions/{held.decision_id}", waits_for=held.author,
    )  # fmt: skip


def set_deferral(held: DecisionVersion, deferral: Deferral, house: House) -> None:
    """Defer publication until a day, as part of the action that is running: the clock publishes at its beginning.

    Raises PeelianError for a day that has come, or that is further away than the pack allows, and without a reason.
    """
    until, last = deferral.until, latest_deferral(house.pack)
    if until is None or until <= today():
        raise PeelianError("wrong-day", "A deferral ends on a day that has not come.", "Name a later day.")
    if until > last:
        raise PeelianError(
            "wrong-day", f"Publication is deferred until {last} at the latest.", "Name an earlier day; it can be lengthened then.",
        )  # fmt: skip
    if not said(deferral.reason):
        raise PeelianError("no-reason", "A deferral says why.", "Give the reason: it is published.")
    for clock in clocks_of(held):
        drop_clock(clock)
    _start(held, DEFERRED, until)
    entry = {"until": until.isoformat(), "reason": said(deferral.reason), "set_on": today().isoformat()}
    acting().change(held, state="deferred", deferred_until=until, deferrals=[*held.deferrals, entry])
    ask(COME_OUT, {"version": held.pk}, organisation=held.owner, by=CLOCK, after=moment_of(until))
    transaction.on_commit(partial(follow, house.root, held.decision))


def moment_of(day: dt.date) -> dt.datetime:
    """When a deferral ends: the beginning of its day in London."""
    return dt.datetime.combine(day, dt.time(), LONDON)


def _signed(held: DecisionVersion, part: str, post: str, by: Actor, **told: str) -> DecisionSignature:
    """Put a signature on record, in place of an earlier one of the same part."""
    fields = {"person": by.person, "post": (by.person.title if by.person else "") or post, "day": today(), **told}
    kept = DecisionSignature.objects.select_for_update().filter(of=held, part=part).first()
    if kept is None:
        return acting().create(DecisionSignature, of=held, part=part, **fields)
    if acting().change(kept, **fields):
        acting().note(kept, "part", part, part)
    return kept


@action("decision.take-back")
def take_back(version: DecisionVersion, *, by: Actor, reason: str = "") -> None:
    """Take the form back from the advisers, to mend it."""
    _back(version, "decision.take-back", by, reason)


@action("decision.ask-changes")
def ask_changes(version: DecisionVersion, *, by: Actor, reason: str = "") -> None:
    """Give the form back to who writes it, as an adviser."""
    _back(version, "decision.ask-changes", by, reason)


@action("decision.return")
def return_it(version: DecisionVersion, *, by: Actor, reason: str = "") -> None:
    """Return the form to who writes it, as the director."""
    _back(version, "decision.return", by, reason)


@action("decision.refer-back")
def refer_back(version: DecisionVersion, *, by: Actor, reason: str = "") -> None:
    """Refer the form back to who writes it, as who would take the decision."""
    _back(version, "decision.refer-back", by, reason)


def _back(version: DecisionVersion, name: str, by: Actor, reason: str) -> None:
    """Back to drafting: whoever signed the whole of it signs anew; advice stays while its substance does."""
    held, step = take_step(version, name, by, reason)
    for one in DecisionSignature.objects.filter(of=held).exclude(part__startswith="advice:"):
        acting().remove(one)
    acting().change(held, state=step.after)
    if held.author and held.author.key != by.key:
        tell(
            f"{held.label} came back: {reason}", organisation=held.decision.organisation, person=held.author,
            href=f"/office/decisions/{held.decision_id}",
        )  # fmt: skip


def must_lack_nothing(held: DecisionVersion, house: House) -> None:
    """Raises PeelianError with everything that is missing before the next step."""
    found: list[Lack] = lacks_of(held, house, NEXT[held.state])
    if found:
        raise PeelianError(
            "incomplete", "This cannot be done yet: " + " ".join(one.sentence for one in found),
            "The decision's page lists each, with where to mend it.", {"missing": [one.what for one in found]},
        )  # fmt: skip


def must_have_read(held: DecisionVersion, read: bool) -> None:
    """Raises PeelianError with what must be looked at before it is public, while nobody says that they did."""
    found = warned(held)
    if found and not read:
        raise PeelianError(
            "warnings", "Read first: " + " ".join(one.sentence for one in found),
            "Change the text, or confirm that it may be published as it is.",
        )  # fmt: skip
