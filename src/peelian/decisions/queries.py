"""What the office and other rooms ask of decisions."""

from __future__ import annotations

import datetime as dt
from itertools import count
from pathlib import Path
from typing import Any

from peelian.core.acting import Actor
from peelian.core.clocks.counting import months_on
from peelian.core.models import Organisation, Person
from peelian.core.permissions import Permission as P
from peelian.core.queries import who_did
from peelian.core.running.queries import calendar_in_force
from peelian.decisions import withheld
from peelian.decisions.content import decision_of, substance_of
from peelian.decisions.lacking import Facts, Lack, lacks
from peelian.decisions.models import DecisionRecord, DecisionSignature, DecisionVersion
from peelian.decisions.pack import decisions_of, longest_deferral, series_of
from peelian.decisions.records import Decision
from peelian.decisions.references import Reference, Series, reference
from peelian.decisions.rules import OUT, UNSIGNED, WAITING
from peelian.decisions.shelf import plan_items
from peelian.decisions.unread import read
from peelian.decisions.warnings import Warned, warnings
from peelian.figures.errors import PeelianError
from peelian.figures.house import House, today

WRITING = ("decision.begin", "decision.write", "decision.correct")
"""The actions by which the words of a form are written."""
WITHHOLDING = ("exempt.keep", "exempt.rewrite")
"""Those by which Part 2 is."""
ADVISING = ("decision.advise",)
NEXT = {"drafting": "advice", "advice": "countersigning", "countersigning": "deciding", "deciding": "signed"}
"""From where a form stands to what it is made complete for."""


def series_here(organisation: Organisation, pack: Path) -> list[Series]:
    """The series that an organisation numbers its decisions in, in the pack's order."""
    return [one for one in series_of(pack) if one.body == organisation.pk]


def series_named(pack: Path, name: str) -> Series:
    """A series by id. Raises PeelianError."""
    for one in series_of(pack):
        if one.id == name:
            return one
    raise PeelianError(
        "unknown-series", f"There is no series of decisions {name}.", "The pack's decisions.yaml lists them."
    )


def taken(pack: Path, series: Series) -> list[Reference]:
    """The numbers of a series that are taken: by a record, whatever became of it, or by a decision of the pack."""
    held = DecisionRecord.objects.filter(series=series.id).values_list("reference", flat=True)
    return [
        *(reference(one) for one in held),
        *(one.reference for one in decisions_of(pack) if series.has(one.reference)),
    ]


def proposed(pack: Path, series: Series, year: int) -> Reference:
    """The next number of a series."""
    return series.next(taken(pack, series), year)


def version_open(record: DecisionRecord) -> DecisionVersion | None:
    """The version that is not signed yet; None where there is none."""
    rows = DecisionVersion.objects.filter(decision=record, state__in=UNSIGNED)
    return rows.select_related("decision__organisation", "author").first()


def newest_of(record: DecisionRecord) -> DecisionVersion:
    """The version that a desk is about: the one on its way, else the last that was signed, else the last."""
    return newest_among(
        list(DecisionVersion.objects.filter(decision=record).select_related("decision__organisation", "author"))
    )


def newest_among(rows: list[DecisionVersion]) -> DecisionVersion:
    """The same of all versions of one decision, newest first."""
    alive = [one for one in rows if one.state != "withdrawn"]
    return (alive or rows)[0]


def versions_of(record: DecisionRecord) -> list[DecisionVersion]:
    """Every version, newest first."""
    return list(DecisionVersion.objects.filter(decision=record).select_related("author"))


def stale_of(version: DecisionVersion) -> frozenset[str]:
    """The subjects whose advice was signed before the substance became another."""
    held = substance_of(version)
    signed = DecisionSignature.objects.filter(of=version, part__startswith="advice:").exclude(substance=held)
    return frozenset(one.subject for one in signed)


def facts_of(version: DecisionVersion, house: House, decision: Decision) -> Facts:
    """What a version is checked against."""
    return Facts(
        series=series_named(house.pack, version.decision.series), today=today(), calendar=calendar_in_force(),
        items=plan_items(house.root, house.pack, decision.plan) if decision.plan else None, stale=stale_of(version),
        withheld=withheld.facts(version.decision), signed=version.signed_on is not None,
        latest_deferral=latest_deferral(house.pack), more=tuple(one.lack for one in read(version.unread)),
    )  # fmt: skip


def latest_deferral(pack: Path) -> dt.date:
    """The last day until which publication can be deferred today."""
    return months_on(today(), longest_deferral(pack))


def lacks_of(version: DecisionVersion, house: House, before: str) -> list[Lack]:
    """What a version lacks before a stage (lacking.STAGES)."""
    decision = decision_of(version)
    return lacks(decision, facts_of(version, house, decision), before)


def lacks_now(version: DecisionVersion, house: House) -> list[Lack]:
    """What it lacks before its next step; nothing once it is signed."""
    return lacks_of(version, house, NEXT[version.state]) if version.state in NEXT else []


def warned(version: DecisionVersion) -> list[Warned]:
    """What somebody must look at before it is public."""
    return warnings(decision_of(version))


def carried(version: DecisionVersion) -> list[DecisionVersion]:
    """A version and those before it whose words it carries on: a correction is also theirs who wrote what it corrects."""
    rows = DecisionVersion.objects.filter(decision=version.decision_id, number__lte=version.number)
    return [one for one in rows.select_related("author") if one.pk == version.pk or one.state != "withdrawn"]


def writers_of(version: DecisionVersion) -> set[str]:
    """Keys of everybody who wrote in a version, in one that it carries on, or in Part 2; and who signed one as lead officer."""
    versions = carried(version)
    parts = [one.key for one in withheld.parts(version.decision)]
    wrote = (who_did(WRITING, [one.key for one in versions]), who_did(WITHHOLDING, parts))
    officers = DecisionSignature.objects.filter(of__in=versions, part="officer").values_list("person", flat=True)
    return {
        *(who for found in wrote for keys in found.values() for who in keys),
        *(one.author.key for one in versions if one.author), *(f"{Person.KIND}:{person}" for person in officers if person),
    }  # fmt: skip


def earlier_of(version: DecisionVersion, key: str) -> dict[str, str | None]:
    """Who took part in a version, as a step by somebody (their key) sees it: whoever wrote any of it, or of what it corrects, or
    of Part 2, or signed it as its lead officer is its author.
    """
    signed = {
        part: f"{Person.KIND}:{person}" if person else None
        for part, person in DecisionSignature.objects.filter(of=version).values_list("part", "person")
    }
    advised = any(part.startswith("advice:") and who == key for part, who in signed.items())
    return {
        "author": key if key in writers_of(version) else version.author.key if version.author else None,
        "adviser": key if advised else None, "director": signed.get("director"),
    }  # fmt: skip


def with_named_grants(version: DecisionVersion) -> dict[str, Any] | None:
    """The form with a name for each grant without one; None where all have one. A grant that says the same as one of another
    version has its name; any other gets a number that no version of the decision used.
    """
    rows = list(version.form.get("grants") or [])
    if all(one.get("id") for one in rows):
        return None
    versions = DecisionVersion.objects.filter(decision=version.decision_id).order_by("number")
    held = [one for other in versions for one in other.form.get("grants") or [] if one.get("id")]
    free = count(max((int(one["id"]) for one in held if str(one["id"]).isdecimal()), default=0) + 1)
    gone = {str(one.get("id")) for one in rows}
    for place, one in enumerate(rows):
        if not one.get("id"):
            same = (str(old["id"]) for old in held if _unnamed(old) == _unnamed(one) and str(old["id"]) not in gone)
            rows[place] = {**one, "id": next(same, "") or str(next(free))}
            gone.add(rows[place]["id"])
    return {**version.form, "grants": rows}


def _unnamed(grant: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in grant.items() if key != "id"}


def closed_to(person: Person) -> list[str]:
    """Keys of versions that are not out, of what was signed of them, and of Part 2 of decisions that are not, of bodies whose
    decisions somebody may not see.
    """
    ours = person.where(P.SEE_DECISIONS)
    hidden = DecisionVersion.objects.exclude(state__in=OUT).exclude(decision__organisation__in=ours)
    keys = [one.key for one in hidden.only("pk")]
    signatures = DecisionSignature.objects.filter(of__in=hidden).only("pk")
    waiting = DecisionRecord.objects.filter(versions__in=hidden).exclude(versions__state__in=OUT).distinct()
    return [*keys, *(one.key for one in signatures), *withheld.closed_parts(waiting)]


def may_correct(record: DecisionRecord, by: Actor) -> bool:
    """Whether somebody may begin a correction: what is out, and not being corrected already, nor waiting to be out."""
    if not by.may(P.WRITE_DECISION, record.owner):
        return False
    states = set(DecisionVersion.objects.filter(decision=record).values_list("state", flat=True))
    return "published" in states and not states & {*UNSIGNED, *WAITING}
