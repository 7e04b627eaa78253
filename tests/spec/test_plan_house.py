"""The files of plans in a house: which text holds on which day, and what a damaged one does to whoever reads it."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path
from typing import Any

import pytest
from django.template.loader import render_to_string
from tests.spec.test_plan_law import FAR, consulted, next_plan
from tests.spec.test_plan_life import PLAN, issued, version
from tests.support.committed import _followed  # noqa: F401  files follow each action
from tests.support.office import Office

from peelian.figures.errors import PeelianError
from peelian.figures.house import House, today
from peelian.figures.releases import build
from peelian.plans import actions
from peelian.plans.following import heal
from peelian.plans.models import PlanItem, PlanRecord
from peelian.plans.publishing import FOLDER, touch
from peelian.plans.shelf import shelf
from peelian.plans.statuses import Asked, Claim, Evidence, check
from peelian.plans.taking_in import take_in_plans
from peelian.public.selectors.editions import LawStep

pytestmark = pytest.mark.django_db


@pytest.fixture
def house(tmp_path: Path) -> House:
    return House(tmp_path)


@pytest.fixture
def office(db: Any) -> Office:
    return Office()


@pytest.fixture
def plan(house: House, office: Office) -> PlanRecord:
    """London's draft plan, taken in from the pack."""
    take_in_plans(house)
    return PlanRecord.objects.get(slug=PLAN)


class TestTheYardsticksOfARelease:
    def drop_one(self, plan: PlanRecord, office: Office) -> str:
        item = PlanItem.objects.filter(plan=plan, kind="yardstick").first()
        actions.remove(item, by=office.by("olive"), reason="Another is better.")
        return str(item.slug)

    def read(self, house: House) -> set[str]:
        return {f"{one['objective']}.{one['measure']}" for one in build.yardsticks(house)}

    def test_are_those_of_the_newest_draft_while_nothing_is_issued(
        self, house: House, plan: PlanRecord, office: Office
    ) -> None:
        actions.close_consultation(version(plan), by=office.by("olive"))
        actions.consult_again(version(plan), by=office.by("olive"), reason="Another draft.")
        gone = self.drop_one(plan, office)
        assert gone in self.read(house)
        consulted(plan, house, office, dt.date(2018, 1, 8))
        assert gone not in self.read(house)

    def test_are_those_of_the_later_of_two_that_hold_from_one_day(
        self, house: House, plan: PlanRecord, office: Office
    ) -> None:
        issued(plan, house, office)
        actions.vary(plan, by=office.by("olive"), reason="At once.")
        gone, day = self.drop_one(plan, office), dt.date(2017, 3, 20)
        consulted(plan, house, office, day)
        actions.issue(version(plan), house, day, day, by=office.by("sadie"))
        assert gone not in self.read(house)

    def test_change_on_the_day_without_anybody_writing(
        self, house: House, plan: PlanRecord, office: Office, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        issued(plan, house, office)
        before = self.read(house)
        newer = next_plan(plan, house, office, FAR)
        gone = self.drop_one_in_variation(newer, house, office)
        assert self.read(house) == before
        monkeypatch.setattr(build, "today", lambda: FAR)
        assert self.read(house) == before - {gone}

    def drop_one_in_variation(self, plan: PlanRecord, house: House, office: Office) -> str:
        actions.vary(plan, by=office.by("olive"), reason="Before it begins.")
        gone = self.drop_one(plan, office)
        consulted(plan, house, office, dt.date(2022, 3, 25))
        actions.issue(version(plan), house, dt.date(2022, 3, 25), FAR, by=office.by("sadie"))
        return gone


class TestDamage:
    FILES = ("index.json", f"{PLAN}/claims.json", f"{PLAN}/editions/1.json")

    @pytest.mark.parametrize("text", [b"[]", b"{}", b"null1", b"\xff\xfe", b'{"plans": [1], "claims": [{}]}'])
    @pytest.mark.parametrize("name", FILES)
    def test_a_damaged_file_is_named_as_it_lies_in_the_house(
        self, house: House, plan: PlanRecord, name: str, text: bytes
    ) -> None:
        (house.root / FOLDER / name).write_bytes(text)
        touch(house.root)
        with pytest.raises(PeelianError) as refused:
            shelf(house.root, house.pack)
        told = json.dumps(refused.value.to_json())
        assert f"{FOLDER}/{name}" in told
        assert str(house.root) not in told

    def test_what_follows_the_records_is_written_again_whatever_lies_there(
        self, house: House, plan: PlanRecord
    ) -> None:
        path = house.root / FOLDER / "index.json"
        text = path.read_bytes()
        path.write_bytes(b"\xff\xfe")
        heal(house.root)
        assert path.read_bytes() == text

    def test_an_edition_is_written_again_once_it_is_moved_away_as_the_refusal_says(
        self, house: House, plan: PlanRecord
    ) -> None:
        path = house.root / FOLDER / PLAN / "editions" / "1.json"
        text = path.read_bytes()
        path.write_bytes(b"\xff")
        with pytest.raises(PeelianError) as refused:
            shelf(house.root, house.pack)
        assert "Move the file away" in refused.value.remedy
        path.unlink()
        heal(house.root)
        assert path.read_bytes() == text


@pytest.mark.parametrize(
    "link", ["//elsewhere.example/paper", "/\\elsewhere.example", "javascript:alert(1)", "in the drawer"]
)
def test_evidence_that_only_looks_like_a_page_of_ours_is_refused(link: str) -> None:
    said = Claim("commitment", "x", "", "under-way", today(), "So.", (Evidence("document", "Paper", link),))
    with pytest.raises(PeelianError, match="has no link that can be followed"):
        check(said, Asked(), today())


@pytest.mark.parametrize("link", ["javascript:alert(1)", "in the drawer", "//elsewhere.example"])
def test_a_step_of_the_law_links_to_addresses_alone(link: str) -> None:
    page = render_to_string(
        "public/parts/route.html", {"route": [LawStep("Sent", "s.6(6)", "1 March 2017", "Sent.", link)]}
    )
    assert "href" not in page
    assert link in page
