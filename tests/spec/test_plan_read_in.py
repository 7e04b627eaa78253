"""A plan's document kept with the plan: its lines in the plan's own words, its proposals for a person to confirm."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from tests.support.committed import _followed  # noqa: F401  files follow each action
from tests.support.office import Office

from peelian.audit.models import Event
from peelian.core.acting import NotAllowed
from peelian.figures.errors import PeelianError
from peelian.figures.house import House
from peelian.plans import actions, claiming
from peelian.plans.importing import import_plan
from peelian.plans.models import PlanItem, PlanRecord, Proposal
from peelian.plans.other_words import other_words
from peelian.plans.pack import read_bodies
from peelian.plans.queries import bodies
from peelian.plans.reading_in import keep
from peelian.plans.shelf import shelf
from peelian.plans.taking_in import take_in_plans
from peelian.reading import read_document

pytestmark = pytest.mark.django_db
PLAN = "plan-2017-21"


@pytest.fixture
def house(tmp_path: Path) -> House:
    return House(tmp_path)


@pytest.fixture
def office(db: Any) -> Office:
    return Office()


@pytest.fixture
def read(house: House, office: Office, seeds: Path) -> tuple[PlanRecord, int]:
    """London's draft taken in, and its document read in; returns the plan and how many proposals there are."""
    take_in_plans(house)
    document = read_document(next(seeds.glob("004_*.txt")))
    found = import_plan(document, tuple(read_bodies(house.pack / "bodies.yaml").values()))
    _, fresh, known = keep(house, PLAN, document, found)
    assert known == 0
    assert keep(house, PLAN, document, found)[1:] == (0, fresh), "the same document again proposes nothing anew"
    return PlanRecord.objects.get(slug=PLAN), fresh


def test_a_promise_can_be_shown_in_the_plans_own_words(house: House, read: tuple[PlanRecord, int]) -> None:
    volume = shelf(house.root, house.pack).volume(PLAN)
    for commitment in volume.newest.plan.commitments:
        assert len(volume.words_at(commitment.line).split()) > 3, commitment.id
    assert min(line.number for line in volume.lines) >= 274
    assert max(line.number for line in volume.lines) <= 1600, "the borough's other papers are no part of the plan"


def test_one_promise_in_different_words_is_found_with_what_each_leaves_out(
    house: House, read: tuple[PlanRecord, int]
) -> None:
    """The six passages on ward officers are one commitment, and the objective forgets the PCSO (seed-004, line 680)."""
    found = other_words(shelf(house.root, house.pack).volume(PLAN), bodies(house.pack))
    promise = found["dedicated-ward-officers"]
    assert promise.lines == (347, 372, 534, 584, 680, 707)
    left_out = {said.line: said.leaves_out for said in promise.said}
    assert "pcso" in left_out[680]
    assert left_out[584] == ()


def test_what_the_plan_has_already_is_known_by_its_line(read: tuple[PlanRecord, int]) -> None:
    known = [one for one in Proposal.objects.all() if "is" in one.fields]
    assert len({one.fields["is"] for one in known if one.kind == "commitment"}) >= 36
    assert len([one for one in known if one.kind == "objective"]) == 26


def test_a_person_confirms_ties_or_rejects_and_nothing_else_does(
    house: House, office: Office, read: tuple[PlanRecord, int]
) -> None:
    plan, _ = read
    before = PlanItem.objects.filter(plan=plan).count()
    assert Proposal.objects.exclude(state="proposed").count() == 0
    actions.close_consultation(actions.unfinished(plan), by=office.by("olive"))
    first, second, third = Proposal.objects.filter(kind="commitment")[:3]
    body = {"id": "from-the-document", "title": "From the document", "theme": None, "line": first.line, "owner": "mopac",
            "partners": [], "due": None, "due_line": None, "measures": [], "text": first.text}  # fmt: skip
    claiming.confirm(first, "commitment", body, house.pack, by=office.by("olive"))
    claiming.link(second, "commitment:dedicated-ward-officers", by=office.by("olive"))
    claiming.reject(third, by=office.by("olive"))
    states = [Proposal.objects.get(pk=one.pk).state for one in (first, second, third)]
    assert states == ["confirmed", "confirmed", "rejected"]
    assert PlanItem.objects.filter(plan=plan).count() == before + 1
    with pytest.raises(PeelianError, match="is rejected already"):
        claiming.link(third, "commitment:safe-night-time", by=office.by("olive"))


def test_who_may_not_write_the_plan_may_not_read_one_in(
    office: Office, house: House, read: tuple[PlanRecord, int], seeds: Path
) -> None:
    document = read_document(next(seeds.glob("004_*.txt"))).between(274, 500)
    found = import_plan(document, (), whole=True)
    with pytest.raises(NotAllowed):
        keep(house, PLAN, document, found, by=office.by("bob"))
    with pytest.raises(PeelianError, match="The records have no plan plan-1066"):
        keep(house, "plan-1066", document, found, by=office.by("olive"))


def test_its_event_names_the_document_and_not_its_lines(read: tuple[PlanRecord, int]) -> None:
    event = Event.objects.filter(action="plan.read-in").first()
    assert {change["field"] for change in event.changes} == {"document", "proposed"}
