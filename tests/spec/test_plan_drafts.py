"""What is read in for a plan that is being written is a draft of it: nobody reads it outside the office, nor in the audit."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path
from typing import Any

import pytest
from tests.spec.test_plan_life import PLAN, version
from tests.support.committed import _followed  # noqa: F401  files follow each action
from tests.support.office import Office

from peelian.audit.models import Kept
from peelian.core.queries import events_for
from peelian.figures.house import House
from peelian.plans import actions
from peelian.plans.claiming import keep_document, link, reject
from peelian.plans.models import PlanDocument, PlanRecord, Proposal
from peelian.plans.shelf import shelf
from peelian.plans.taking_in import take_in_plans

pytestmark = pytest.mark.django_db
FOUND = {"kind": "commitment", "reference": "", "page": None, "confidence": 0.9, "fields": {}}


@pytest.fixture
def house(tmp_path: Path) -> House:
    return House(tmp_path)


@pytest.fixture
def office(db: Any) -> Office:
    return Office()


@pytest.fixture
def plan(house: House, office: Office) -> PlanRecord:
    """London's draft plan, taken in from the pack and out to consultation."""
    take_in_plans(house)
    return PlanRecord.objects.get(slug=PLAN)


def read_in(plan: PlanRecord, house: House, office: Office, sha: str = "a" * 64) -> PlanDocument:
    lines = [{"page": None, "number": 1, "text": "Lapis lazuli for every ward"}]
    found = [{**FOUND, "text": f"Lapis lazuli {line}", "line": line} for line in (1, 2)]
    return keep_document(plan, "lapis.docx", sha, lines, found, house.root, by=office.by("olive"))


def files_with_it(house: House) -> list[str]:
    held = [path for path in house.root.rglob("*") if path.is_file()]
    return [path.name for path in held if "Lapis" in path.read_text(encoding="utf-8")]


def read_by(office: Office, name: str) -> str:
    """Everything that somebody reads in the audit, what is kept apart too."""
    events = list(events_for(office.person(name)))
    apart = Kept.objects.filter(event__in=[one.number for one in events]).values_list("value", flat=True)
    return json.dumps([[one.label, one.changes] for one in events] + list(apart))


def test_a_revision_that_is_read_in_is_not_published(house: House, plan: PlanRecord, office: Office) -> None:
    actions.close_consultation(version(plan), by=office.by("olive"))
    assert not read_in(plan, house, office).out
    assert files_with_it(house) == []
    assert shelf(house.root, house.pack).volume(PLAN).lines == ()


def test_nor_when_the_plan_goes_out_unless_it_is_read_in_again(house: House, plan: PlanRecord, office: Office) -> None:
    actions.close_consultation(version(plan), by=office.by("olive"))
    actions.consult_again(version(plan), by=office.by("olive"), reason="Another draft.")
    read_in(plan, house, office)
    actions.note_step(version(plan), "commissioner", dt.date(2018, 1, 1), note="Asked.", by=office.by("olive"))
    actions.open_consultation(version(plan), house, dt.date(2018, 1, 8), dt.date(2018, 2, 8), by=office.by("olive"))
    assert files_with_it(house) == []
    assert read_in(plan, house, office).out
    assert files_with_it(house) == ["document.json"]


def test_a_draft_that_is_read_in_later_leaves_what_is_out_as_it_is(
    house: House, plan: PlanRecord, office: Office
) -> None:
    read_in(plan, house, office)
    actions.close_consultation(version(plan), by=office.by("olive"))
    other = [{"page": None, "number": 1, "text": "Malachite"}]
    keep_document(plan, "second.docx", "b" * 64, other, [], house.root, by=office.by("olive"))
    assert shelf(house.root, house.pack).volume(PLAN).words_at(1) == "Lapis lazuli for every ward"


def test_what_became_of_a_proposal_is_not_told_before_the_text_is_out(
    house: House, plan: PlanRecord, office: Office
) -> None:
    actions.close_consultation(version(plan), by=office.by("olive"))
    read_in(plan, house, office)
    first, second = Proposal.objects.all()
    link(first, "commitment:lapis-lazuli", by=office.by("olive"))
    reject(second, by=office.by("olive"), reason="There is no lapis.")
    for name in ("harry", "ivy", "alice", "grace", "bob"):
        assert "lapis" not in read_by(office, name), name
    office.give("harry", "mopac", "plan-officer")
    assert "lapis-lazuli" in read_by(office, "harry"), "who may see drafts reads it"
