"""What the law has a plan's life hold, against whoever would get round it: steps mended, days turned, two plans at once."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import pytest
from tests.spec.test_plan_life import PLAN, complete, issued, steps, version
from tests.support.committed import _followed  # noqa: F401  files follow each action
from tests.support.office import Office

from peelian.core.workflow import WrongStep
from peelian.figures.errors import PeelianError
from peelian.figures.house import House, today
from peelian.plans import actions
from peelian.plans.models import PlanItem, PlanRecord, PlanVersion
from peelian.plans.queries import lacks_of, may_vary
from peelian.plans.rules import DUTIES
from peelian.plans.shelf import shelf
from peelian.plans.taking_in import take_in_plans

pytestmark = pytest.mark.django_db
FAR = dt.date(2090, 4, 1)


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


def missing(plan: PlanRecord, house: House) -> list[str]:
    return [one.what for one in lacks_of(version(plan), house.pack, "issued")]


def reword(plan: PlanRecord, house: House, office: Office, title: str = "Otherwise") -> None:
    item = PlanItem.objects.filter(plan=plan, kind="commitment").first()
    actions.write(item, item.body | {"title": title}, house.pack, version=item.version, by=office.by("olive"))


def consulted(plan: PlanRecord, house: House, office: Office, day: dt.date) -> None:
    """A draft or a variation through its consultation and every step, on one day."""
    actions.note_step(version(plan), "commissioner", day, note="Asked.", by=office.by("olive"))
    actions.open_consultation(version(plan), house, day, day, by=office.by("olive"))
    actions.close_consultation(version(plan), by=office.by("olive"))
    for duty in [one for one in DUTIES if one.before and one.id not in ("commissioner", "commissioner-again")]:
        actions.note_step(version(plan), duty.id, day, note="Done.", by=office.by("olive"))


def next_plan(plan: PlanRecord, house: House, office: Office, takes_effect: dt.date) -> PlanRecord:
    """Another plan of the same body, issued in March 2022."""
    year = takes_effect.year
    begun = actions.begin(
        plan.organisation, f"plan-{year}", like=plan, by=office.by("olive"), title="The next plan", first_month=f"{year}-04",
        last_month=f"{year + 3}-03", area=plan.area,
    )  # fmt: skip
    consulted(begun.plan, house, office, dt.date(2022, 3, 1))
    actions.issue(version(begun.plan), house, dt.date(2022, 3, 24), takes_effect, by=office.by("sadie"))
    return begun.plan


class TestTheWording:
    def at_the_panel(self, plan: PlanRecord, house: House, office: Office) -> None:
        actions.close_consultation(version(plan), by=office.by("olive"))
        complete(plan, house, office)
        steps(plan, office)

    def note(self, plan: PlanRecord, office: Office, duty: str, **more: Any) -> None:
        actions.note_step(version(plan), duty, dt.date(2017, 3, 30), note="By letter.", by=office.by("olive"), **more)

    def test_mending_the_words_of_a_step_does_not_move_it_to_another_text(
        self, house: House, plan: PlanRecord, office: Office
    ) -> None:
        self.at_the_panel(plan, house, office)
        reword(plan, house, office)
        self.note(plan, office, "panel-sent", reason="It was a letter.")
        assert "commissioner-again" in missing(plan, house)

    def test_nor_does_it_for_the_commissioner(self, house: House, plan: PlanRecord, office: Office) -> None:
        self.at_the_panel(plan, house, office)
        reword(plan, house, office)
        self.note(plan, office, "commissioner-again")
        reword(plan, house, office, "Once more")
        self.note(plan, office, "commissioner-again", reason="It was a letter.")
        assert missing(plan, house) == ["commissioner-again"]
        self.note(plan, office, "commissioner-again", reason="Asked on the new words too.", again=True)
        assert missing(plan, house) == []


class TestDays:
    def test_a_plan_is_not_issued_before_its_steps_were_done(
        self, house: House, plan: PlanRecord, office: Office
    ) -> None:
        actions.close_consultation(version(plan), by=office.by("olive"))
        complete(plan, house, office)
        steps(plan, office)
        day = dt.date(2017, 2, 1)
        with pytest.raises(PeelianError, match="after the day of issue") as refused:
            actions.issue(version(plan), house, day, day, by=office.by("sadie"))
        assert {"responded", "consultation"} <= set(refused.value.where["missing"])

    def test_a_consultation_that_never_opened_is_none(self, house: House, plan: PlanRecord, office: Office) -> None:
        issued(plan, house, office)
        varied = actions.vary(plan, by=office.by("olive"), reason="To be quick.")
        actions.note_step(varied, "commissioner", dt.date(2018, 1, 1), note="Asked.", by=office.by("olive"))
        actions.open_consultation(varied, house, FAR, FAR + dt.timedelta(days=30), by=office.by("olive"))
        actions.close_consultation(version(plan), by=office.by("olive"), reason="Nobody is asked.")
        assert "consultation" in missing(plan, house)

    def test_one_that_is_closed_early_says_its_true_last_day(
        self, house: House, plan: PlanRecord, office: Office
    ) -> None:
        issued(plan, house, office)
        varied = actions.vary(plan, by=office.by("olive"), reason="To be quick.")
        actions.note_step(varied, "commissioner", dt.date(2018, 1, 1), note="Asked.", by=office.by("olive"))
        actions.open_consultation(varied, house, dt.date(2018, 1, 8), FAR, by=office.by("olive"))
        actions.close_consultation(version(plan), by=office.by("olive"), reason="Everybody has answered.")
        assert (version(plan).closes, version(plan).consulted) == (today(), True)

    def test_what_follows_the_issue_is_not_on_record_before_it(
        self, house: House, plan: PlanRecord, office: Office
    ) -> None:
        olive = office.by("olive")
        with pytest.raises(WrongStep, match="is out to consultation"):
            actions.note_step(version(plan), "publicity", dt.date(2017, 3, 1), note="Out.", by=olive)
        issued(plan, house, office)
        out = PlanVersion.objects.get(plan=plan)
        with pytest.raises(PeelianError, match="is before that"):
            actions.note_step(out, "publicity", dt.date(2017, 3, 19), note="Out.", by=olive)
        assert actions.note_step(out, "publicity", dt.date(2017, 3, 20), note="Out.", by=olive).note == "Out."


class TestTwoPlans:
    def states(self, *plans: PlanRecord) -> list[str]:
        return [PlanVersion.objects.filter(plan=one).first().state for one in plans]

    def in_force(self, house: House) -> str:
        found = shelf(house.root, house.pack).in_force(today())
        assert found is not None
        return found.id

    def test_a_variation_of_the_plan_before_does_not_take_the_new_ones_place(
        self, house: House, plan: PlanRecord, office: Office
    ) -> None:
        issued(plan, house, office)
        actions.vary(plan, by=office.by("olive"), reason="Begun before the next plan was issued.")
        consulted(plan, house, office, dt.date(2022, 1, 10))
        newer = next_plan(plan, house, office, dt.date(2022, 4, 1))
        with pytest.raises(PeelianError, match="holds in its place since 2022-04-01"):
            actions.issue(version(plan), house, dt.date(2022, 5, 1), dt.date(2022, 5, 1), by=office.by("sadie"))
        assert self.states(newer) == ["issued"]
        assert self.in_force(house) == newer.slug

    def test_until_the_next_plan_takes_effect_the_one_before_holds_and_can_be_varied(
        self, house: House, plan: PlanRecord, office: Office
    ) -> None:
        issued(plan, house, office)
        newer = next_plan(plan, house, office, FAR)
        actions.vary(plan, by=office.by("olive"), reason="It cannot wait.")
        consulted(plan, house, office, dt.date(2022, 4, 10))
        actions.issue(version(plan), house, dt.date(2022, 4, 11), dt.date(2022, 4, 11), by=office.by("sadie"))
        assert self.states(plan, newer) == ["superseded", "issued"]
        assert [one.state for one in PlanVersion.objects.filter(plan=plan)] == ["superseded", "varied"]
        assert self.in_force(house) == PLAN
        assert may_vary(plan) and may_vary(newer)

    def test_a_plan_that_another_has_replaced_is_not_varied(
        self, house: House, plan: PlanRecord, office: Office
    ) -> None:
        issued(plan, house, office)
        next_plan(plan, house, office, dt.date(2022, 4, 1))
        with pytest.raises(PeelianError, match="not in force any more"):
            actions.vary(plan, by=office.by("olive"), reason="Out of habit.")
