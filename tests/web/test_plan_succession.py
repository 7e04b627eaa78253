"""What became of the plan before: proposed by the machine, confirmed or decided otherwise by a person, shown to everybody."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from peelian.audit.models import Event
from peelian.figures.errors import PeelianError
from peelian.figures.house import House
from peelian.figures.loading import load
from peelian.figures.periods import month_ordinal
from peelian.figures.releases.build import release
from peelian.plans import claiming
from peelian.plans.models import Match, PlanRecord
from peelian.plans.successions import decided
from peelian.plans.taking_in import take_in_plans
from tests.support.committed import _followed  # noqa: F401  files follow each action
from tests.support.office import Office, with_second_factor
from tests.support.wide import two_boroughs, write_boroughs
from tests.web.conftest import Visitor

pytestmark = pytest.mark.django_db
OLD, NEW = "plan-2017-21", "plan-2021-25"
PAGE, DESK = f"/plans/{NEW}/from/{OLD}", f"/office/plans/{NEW}/from/{OLD}"


@pytest.fixture
def house(tmp_path: Path, settings: Any) -> House:
    """A house with a release and both plans of London taken in."""
    settings.PEELIAN_DATA = tmp_path / "house"
    house = House(settings.PEELIAN_DATA)
    load(house, [write_boroughs(tmp_path / "2025-12" / "crime.csv", month_ordinal(2024, 1), two_boroughs())])
    release(house)
    Office()
    take_in_plans(house)
    return house


@pytest.fixture
def site(house: House, visiting: Callable[[House], Visitor]) -> Visitor:
    return visiting(house)


@pytest.fixture
def olive(house: House, client: Client) -> Client:
    office = Office()
    with_second_factor(office.olive)
    client.force_login(office.olive)
    return client


def plain(text: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", text)).replace("&#x27;", "'")


def plans() -> tuple[PlanRecord, PlanRecord]:
    return PlanRecord.objects.get(slug=OLD), PlanRecord.objects.get(slug=NEW)


class TestThePage:
    def test_every_item_of_the_older_plan_is_in_exactly_one_class(self, site: Visitor) -> None:
        rows = [row for row in site.rows(f"{PAGE}.json") if row["class"] != "new"]
        assert len(rows) == len({(row["kind"], row["id"]) for row in rows}) > 70

    def test_yearly_local_priorities_are_dropped_because_the_newer_plan_says_so(self, site: Visitor) -> None:
        dropped = [row["id"] for row in site.rows(f"{PAGE}.json") if row["class"] == "dropped"]
        assert dropped == ["local-priorities"]
        text = plain(site.text(PAGE))
        assert "1 is dropped" in text
        assert "(seed-001, line 535)" in text

    def test_every_item_leads_to_where_it_stands(self, site: Visitor) -> None:
        links = site.page(PAGE).links
        assert f"/plans/{NEW}#objective-less-violence" in links, "an objective of a plan that is not in force"
        assert {"/objectives/fewer-gun-crimes", "/commitments/final-plan", "/commitments/dark-web"} <= set(links)
        for link in links:
            path, _, place = link.partition("#")
            if path.startswith(("/plan", "/objectives", "/commitments")) and not path.endswith((".csv", ".json")):
                page = site.page(path)
                assert not place or place in page.ids, link

    def test_nothing_is_called_new_while_it_may_be_an_older_promise_in_other_words(self, site: Visitor) -> None:
        text = plain(site.text(PAGE))
        assert "As the machine proposes, of 75 items of the older plan" in text
        assert "For 17 items of the newer plan nothing older was found." in text
        assert "Perhaps new" in text
        assert "are new" not in text
        assert "copies of the older plan that were altered with known answers" in text

    def test_themes_are_set_side_by_side_by_their_titles(self, site: Visitor) -> None:
        block = site.text(PAGE).split('id="theme-better-justice-service"')[1].split("</li>")[0]
        assert "supporting" in block
        assert "commissioner speaks" not in block

    def test_it_says_that_the_newer_plan_is_known_only_in_part(self, site: Visitor) -> None:
        assert "The plan is not among our documents." in plain(site.text(PAGE))

    def test_the_short_address_leads_to_the_newest_pair(self, site: Visitor) -> None:
        assert plain(site.text("/plan/before")).count("What became of each item of the older plan") == 1

    def test_an_unknown_plan_is_told_as_such(self, site: Visitor) -> None:
        assert site.client.get(f"/plans/{NEW}/from/no-such-plan").status_code == 404


class TestDecisions:
    def test_what_is_confirmed_is_shown_as_confirmed(self, site: Visitor, olive: Client) -> None:
        assert "Nobody has confirmed any of this yet." in plain(site.text(PAGE))
        answer = olive.post(f"{DESK}/confirm", {"item": ["commitment:local-priorities"]}, follow=True)
        assert "1 confirmed." in answer.content.decode()
        assert "1 of 75 are confirmed." in plain(site.text(PAGE))
        assert Match.objects.get().proposed["class"] == "dropped"

    def test_another_decision_needs_a_reason_and_keeps_the_proposal(
        self, house: House, site: Visitor, olive: Client
    ) -> None:
        address = f"{DESK}/commitment:safe-night-time"
        form = {"what": "reworded", "to_0": "commitment:counterterrorism", "reason": ""}
        refused = olive.post(address, form)
        assert refused.status_code == 422
        assert "Say why." in refused.content.decode()
        assert not Match.objects.exists()
        assert olive.post(address, form | {"reason": "The night is part of it."}).status_code == 302
        match = decided(house, OLD, NEW).match("commitment:safe-night-time")
        assert match.kind == "not-known"
        assert match.decision is not None and match.decision.kind == "reworded" and match.decision.changed
        assert "against the proposal: The night is part of it." in plain(site.text(PAGE))

    def test_two_that_became_one_are_decided_together(self, house: House, olive: Client) -> None:
        address = f"{DESK}/commitment:safe-night-time"
        form = {"what": "merged", "to_0": "commitment:counterterrorism", "reason": "Both went in."}
        alone = olive.post(address, form)
        assert "is the only old item that is merged" in alone.content.decode()
        olive.post(address, form | {"other_0": "commitment:business-crime"})
        comparison = decided(house, OLD, NEW)
        settled = [comparison.match(f"commitment:{name}").settled for name in ("safe-night-time", "business-crime")]
        assert settled == ["merged", "merged"]

    def test_a_decision_that_puts_an_item_into_two_classes_takes_nothing(self, house: House) -> None:
        old, new = plans()
        says = {"commitment:safe-night-time": {"class": "dropped", "to": ["commitment:counterterrorism"]}}
        with pytest.raises(PeelianError, match="is dropped and leads to"):
            claiming.match(old, new, says, house, by=Office().by("olive"), reason="Both.")
        assert not Match.objects.exists()

    def test_each_decision_is_an_event_with_who_and_why(self, house: House) -> None:
        old, new = plans()
        says = {"commitment:local-priorities": {"class": "dropped", "to": []}}
        olive = Office().by("olive")
        claiming.match(old, new, says, house, by=olive)
        assert Event.objects.get(action="plan.match").actor == olive.key

    def test_the_desk_shows_what_waits_and_what_is_decided(self, olive: Client) -> None:
        assert "75 of 75 items wait for a person" in plain(olive.get(DESK).content.decode())
        olive.post(f"{DESK}/confirm", {"item": ["commitment:local-priorities", "no such item"]})
        assert "74 of 75 items wait for a person" in plain(olive.get(DESK).content.decode())
        assert "decided" in plain(olive.get(f"{DESK}?show=all").content.decode())

    @pytest.mark.parametrize("name", ["esther", "jo", "bob"])
    def test_others_may_not(self, house: House, client: Client, name: str) -> None:
        person = Office().person(name)
        with_second_factor(person)
        client.force_login(person)
        assert client.get(DESK).status_code == 403
        assert client.post(f"{DESK}/confirm", {"item": ["commitment:local-priorities"]}).status_code == 403
