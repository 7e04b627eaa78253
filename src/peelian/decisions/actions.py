"""How decisions are written: begun under the next number of their series, filled in, withdrawn, corrected."""

from __future__ import annotations

import json
from collections.abc import Sequence
from functools import partial
from typing import Any

from django.db import transaction

from peelian.core.acting import Actor, acting, action, unchanged_since
from peelian.core.models import Organisation
from peelian.core.permissions import Permission as P
from peelian.core.workflow import Step, WrongStep
from peelian.decisions.content import substance_of
from peelian.decisions.following import follow
from peelian.decisions.form import normal
from peelian.decisions.models import DecisionRecord, DecisionSignature, DecisionVersion
from peelian.decisions.pack import read_content
from peelian.decisions.queries import (
    earlier_of,
    may_correct,
    newest_of,
    proposed,
    series_here,
    series_named,
    taken,
    version_open,
    versions_of,
)
from peelian.decisions.references import Reference, Series, reference
from peelian.decisions.rules import DECISION
from peelian.decisions.texts import said
from peelian.decisions.unread import Unread, read, stored
from peelian.figures.errors import PeelianError
from peelian.figures.house import House, today

AHEAD = 5_000
"""So far a number of paper may lie beyond the last that is known: a slip of the hand would leave no number for later ones."""
SIGNED = ("advice", "officer", "director", "maker", "interests")
"""What of a form is said by signing alone."""


@action("decision.begin")
def begin(
    organisation: Organisation, series: str, house: House, *, title: str, number: str = "", kind: str = "ordinary", by: Actor,
    reason: str = "",
) -> DecisionVersion:  # fmt: skip
    """Begin a decision under the next number of a series, or under a ``number`` that is free (a whole reference).

    Raises PeelianError for a series of another body, for a number that is taken, and for what was begun already.
    """
    by.must(P.WRITE_DECISION, organisation.key)
    Organisation.objects.select_for_update().get(pk=organisation.pk)  # two who begin at once get two numbers
    row = series_named(house.pack, series)
    if row not in series_here(organisation, house.pack):
        raise PeelianError(
            "other-series", f"{row.title} are not decisions of {organisation.name}.", "Choose its own series."
        )
    _must_not_be_begun(row, said(title), by)
    chosen = _free(house, row, number) if number else proposed(house.pack, row, today().year)
    read_content({"reference": str(chosen), "title": title, "kind": kind}, "This cannot be a decision")
    act = acting()
    record = act.create(
        DecisionRecord,
        reference=chosen.key,
        series=row.id,
        year=chosen.year,
        number=chosen.number,
        organisation=organisation,
    )
    made = act.create(
        DecisionVersion, decision=record, number=1, form={"title": said(title), "kind": kind}, author=by.person
    )
    act.about(made)
    return made


def _must_not_be_begun(series: Series, title: str, by: Actor) -> None:
    """Whoever sends a form twice begins one decision. What was written in since, or begun by somebody else, is another."""
    rows = DecisionVersion.objects.filter(
        decision__series=series.id, author=by.person, state="drafting", number=1, version=1
    )
    same = next((one for one in rows if by.person and one.form.get("title") == title), None)
    if same is not None:
        raise PeelianError(
            "begun-already", f"You have begun “{title}” as {same.decision}, and nothing is written in it.", "Go on with that one.",
        )  # fmt: skip


def _free(house: House, series: Series, number: str) -> Reference:
    chosen = reference(number)
    if not series.has(chosen):
        raise PeelianError(
            "other-series", f"{chosen} is no number of {series.title}.", f"Write it like {_example(series)}."
        )
    held = taken(house.pack, series)
    if series.yearly and chosen.year > today().year:
        raise PeelianError("year-to-come", f"{chosen} is of a year to come.", f"Write it like {_example(series)}.")
    last = series.next(held, chosen.year).number - 1
    if chosen.number > last + AHEAD:
        raise PeelianError(
            "far-ahead", f"{chosen} is far beyond the last number that is known, {last}.",
            "Every later decision would be numbered after it: look whether it is right, and begin with a nearer one.",
        )  # fmt: skip
    if chosen in held:
        raise PeelianError("number-taken", f"{chosen} is taken.", "Leave the number empty to get the next one.")
    return chosen


def _example(series: Series) -> str:
    return str(Reference(series.prefix, today().year if series.yearly else 0, 1))


@action("decision.write")
def write(
    version: DecisionVersion,
    form: dict[str, Any],
    *,
    number: int,
    unread: Sequence[Unread] = (),
    by: Actor,
    reason: str = "",
) -> int:
    """Write the form, whole, while it is being written. ``number`` is that of the text that was read; returns the new one.

    ``unread`` is what was typed and cannot be read: it is kept beside the form, and holds it up until it is mended.

    Raises PeelianError where somebody else wrote meanwhile, PackError for what cannot be meant, ValueError for what is signed.
    """
    if held_back := set(form) & set(SIGNED):
        raise ValueError(f"{sorted(held_back)} is said by signing")
    held = held_version(version)
    by.must(P.WRITE_DECISION, held.owner)
    if held.state != "drafting":
        raise WrongStep(
            "wrong-state", f"This decision is {DECISION.state(held.state).title.lower()}: its form cannot be written now.",
            "Take it back first, or ask whoever has it to return it.",
        )  # fmt: skip
    unchanged_since(held, number)
    told = normal(form, "This cannot be part of the form")
    if acting().change(held, form=told, unread=stored(unread)):
        acting().change(held, version=number + 1)
    return held.version


def say_part_2(version: DecisionVersion, *, by: Actor) -> bool:
    """Say in the form that there is a Part 2, as whoever kept a part of it means; False where it cannot be written any more."""
    held = DecisionVersion.objects.select_related("decision__organisation").get(pk=version.pk)
    if held.form.get("part_2"):
        return True
    if held.state != "drafting":
        return False
    form = {key: value for key, value in held.form.items() if key not in SIGNED}
    write(held, {**form, "part_2": True}, number=held.version, unread=read(held.unread), by=by)
    return True


@action("decision.withdraw")
def withdraw(version: DecisionVersion, house: House, *, by: Actor, reason: str = "") -> None:
    """Withdraw what is not signed yet. Its number is not given to another."""
    held, step = take_step(version, "decision.withdraw", by, reason)
    acting().change(held, state=step.after)
    transaction.on_commit(partial(follow, house.root, held.decision))


@action("decision.correct")
def correct(record: DecisionRecord, *, by: Actor, reason: str = "") -> DecisionVersion:
    """Begin a correction of what is published: another version, which says what it corrects and why, and is signed like the first.

    Advice is carried over with its signatures, and is needed anew where the substance changes. Raises PeelianError where the
    decision is not out, or is being corrected.
    """
    by.must(P.WRITE_DECISION, record.owner)
    DecisionRecord.objects.select_for_update(of=("self",)).get(
        pk=record.pk
    )  # of two at once the second finds the first
    if not said(reason):
        raise PeelianError("no-reason", "A correction says what it corrects, and why.", "Both are published with it.")
    if opened := version_open(record):
        raise PeelianError("begun-already", f"{opened.label} is being written already.", "Go on with that one.")
    if not may_correct(record, by):
        raise PeelianError(
            "not-out", f"{record} is not out.", "What is not out is deferred, published or withdrawn first."
        )
    last = newest_of(record)
    form = {key: value for key, value in _as_sealed(last).items() if key not in (*SIGNED, "reference", "deferral")}
    act, number = acting(), versions_of(record)[0].number + 1  # a correction that was withdrawn keeps its own
    made = act.create(DecisionVersion, decision=record, number=number, form=form, author=by.person, why=said(reason))
    substance = substance_of(made)
    for one in DecisionSignature.objects.filter(of=last, part__startswith="advice:"):
        act.create(
            DecisionSignature, of=made, part=one.part, person=one.person, post=one.post, day=one.day, text=one.text,
            not_required=one.not_required, substance=substance,
        )  # fmt: skip
    act.about(made)
    return made


def _as_sealed(version: DecisionVersion) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(version.sealed)["decision"]
    return found


def held_version(version: DecisionVersion) -> DecisionVersion:
    """A version as the records have it, held until the action is over."""
    rows = DecisionVersion.objects.select_for_update(of=("self",)).select_related("decision__organisation", "author")
    held: DecisionVersion = rows.get(pk=version.pk)
    return held


def take_step(version: DecisionVersion, name: str, by: Actor, reason: str = "") -> tuple[DecisionVersion, Step]:
    """The version, held for this transaction, and the step. Raises NotAllowed and WrongStep."""
    held = held_version(version)
    step = DECISION.check(name, by, held.state, owner=held.owner, reason=reason, earlier=earlier_of(held, by.key))
    acting().about(held)
    return held, step
