"""Several processes that do the same at the same moment, each with its own connection to the records.

python -m tests.support.racing prepare    makes what is raced for
python -m tests.support.racing PLACE      says "ready"; for each line that names a race, does it once and says what came of it
"""

from __future__ import annotations

import datetime as dt
import json
import os
import sys
import traceback
from collections.abc import Callable
from pathlib import Path
from typing import Any

if __name__ == "__main__":
    import django

    django.setup()

from peelian.core.acting import Actor
from peelian.core.actions import actor_of
from peelian.core.exempt import actions as exempt
from peelian.core.exempt.models import ExemptPart
from peelian.core.models import Organisation, Person
from peelian.core.seeding import prepare_records
from peelian.decisions import actions as decisions
from peelian.decisions import signing
from peelian.decisions.models import DecisionVersion
from peelian.figures.errors import PeelianError
from peelian.figures.house import House, today
from peelian.scrutiny.ledger import actions as reports
from peelian.scrutiny.ledger import stepping
from peelian.scrutiny.ledger.models import RecommendationRecord, ReportRecord
from peelian.scrutiny.ledger.records import Answer
from peelian.scrutiny.meetings import actions as points
from peelian.scrutiny.meetings import agenda, committees, life, minutes
from peelian.scrutiny.meetings.models import CommitteeRecord, ItemRecord
from tests.support import decisions as furnished
from tests.support import ledger
from tests.support.office import Office


def prepare(house: House) -> None:
    """An office with a meeting that was held, a report that is out and one in draft, a decision to be signed, and parts."""
    prepare_records(house.pack)
    office = Office()
    for name in ("lia", "debbie"):
        office.person(name)
    ledger.published(office, house)
    ledger.drafted(office, house, slug="draft")
    furnished.countersigned(office, house, furnished.begun(office, house))
    open_one = furnished.begun(office, house, title="Another")
    furnished.part_2(office, open_one.decision, title="To seal")
    furnished.part_2(office, open_one.decision, title="To release", sealed=True)
    committee = committees.found(
        office.organisation("london-assembly-pcc"), "the-panel", title="The Panel", kind="assembly-committee", quorum=1,
        areas=["E12000007"], by=office.by("clara"),
    )  # fmt: skip
    kept = life.plan(committee, today(), begins=dt.time(0, 1), place="City Hall", by=office.by("clara"))
    for title in ("Knife crime", "Burglary"):
        agenda.add_item(kept, title, kind="report", recommended="Note the report.", by=office.by("clara"))
    life.hold(kept, reason="It was called by telephone.", seen=True, by=office.by("clara"))


def by(name: str) -> Actor:
    """One of the cast, as who acts."""
    return actor_of(Person.objects.get(name__istartswith=name))


def _begin_decision(house: House, place: int) -> Any:
    mopac = Organisation.objects.get(slug="mopac")
    return decisions.begin(mopac, "pcd", house, title=f"Grant number {place}", by=by("dora")).decision.key


def _sign(house: House, place: int) -> Any:
    version = DecisionVersion.objects.get(state="deciding")
    return signing.sign(version, house, interests="None.", by=by("debbie"))


def _write_decision(house: House, place: int) -> Any:
    version = DecisionVersion.objects.filter(form__title="Another").get()
    return decisions.write(version, version.form | {"summary": f"From {place}."}, number=version.version, by=by("dora"))


def _seal(house: House, place: int) -> Any:
    return exempt.seal(ExemptPart.objects.get(title="To seal"), by=by("drew")).id


def _release(house: House, place: int) -> Any:
    return exempt.release(
        ExemptPart.objects.get(title="To release"), by=by("drew"), reason="Nothing stands against it."
    ).id


def _begin_report(house: House, place: int) -> Any:
    pcc = Organisation.objects.get(slug="london-assembly-pcc")
    return reports.begin(
        pcc, "of-one-name", house, kind="report", title="Of one name", on=ledger.DAY, by=by("clara")
    ).key


def _begin_investigation(house: House, place: int) -> Any:
    pcc = Organisation.objects.get(slug="london-assembly-pcc")
    return reports.begin_investigation(
        pcc, "of-one-name", house, title="Of one name", terms="What it is about.", by=by("clara")
    ).key


def _add(house: House, place: int) -> Any:
    draft = ReportRecord.objects.get(slug="draft")
    return reports.add(draft, "3", ["mopac"], ledger.entry(f"Number three of {place}"), house, by=by("clara")).number


def _publish(house: House, place: int) -> Any:
    return reports.publish(ReportRecord.objects.get(slug="draft"), house, by=by("chris"))


def _answer(house: House, place: int) -> Any:
    one = RecommendationRecord.objects.get(report__slug="knives-2026", number="1")
    words = Answer("", "accepted", f"Yes, said {place}.")
    return stepping.answer(one, "mopac", [words], ledger.DAY, house, by=by("lia")).pk


def _items() -> Any:
    return ItemRecord.objects.filter(meeting__committee="the-panel").order_by("pk")


def _raise(house: House, place: int) -> Any:
    item = _items()[place % 2]  # of both items: the numbers are of the meeting
    return points.raise_action(item, points.Wanted(f"Write to member {place}.", who="MOPAC"), by=by("clara")).slug


def _minute(house: House, place: int) -> Any:
    item = _items()[0]
    return minutes.write(item, version=item.version, minute=f"Written by {place}.", seen=True, by=by("clara"))


def _plan(house: House, place: int) -> Any:
    committee = CommitteeRecord.objects.get(pk="the-panel")
    day = today() + dt.timedelta(days=40)
    return life.plan(committee, day, begins=dt.time(10, place), place="City Hall", by=by("clara")).slug


RACES: dict[str, Callable[[House, int], Any]] = {
    "begin-decision": _begin_decision, "sign": _sign, "write-decision": _write_decision, "seal": _seal, "release": _release,
    "begin-report": _begin_report, "begin-investigation": _begin_investigation, "add": _add, "publish": _publish,
    "answer": _answer, "raise": _raise, "minute": _minute, "plan": _plan,
}  # fmt: skip


def race(name: str, place: int, house: House) -> dict[str, Any]:
    """Do it: ``done`` with what it gave back, ``refused`` with the code and words of why, or ``failed``."""
    try:
        return {"done": str(RACES[name](house, place))}
    except PeelianError as refused:
        return {"refused": refused.code, "words": str(refused)}
    except Exception:
        return {"failed": traceback.format_exc()[-2000:]}


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def main(argument: str) -> None:
    """As the module says."""
    house = House(Path(os.environ["PEELIAN_DATA"]), os.environ["PEELIAN_PACK"])
    if argument == "prepare":
        prepare(house)
        return
    by("clara")  # the connection is open, and every module there
    _say("ready")
    for line in sys.stdin:
        _say(json.dumps(race(line.strip(), int(argument), house)))


if __name__ == "__main__":
    main(sys.argv[1])
