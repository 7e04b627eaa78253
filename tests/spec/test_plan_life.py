"""A plan's life: drafted, consulted on, revised, issued by the steps of the law, varied, superseded; and what is claimed of it."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path
from typing import Any

import pytest
from tests.conftest import ROOT
from tests.support.committed import _followed  # noqa: F401  files follow each action
from tests.support.office import Office
from tests.support.plan_reference import SCALES, plan_life_page

from peelian.audit.verifying import verify
from peelian.core.acting import NotAllowed
from peelian.core.queries import events_for
from peelian.core.workflow import WrongStep
from peelian.figures.errors import PeelianError
from peelian.figures.house import House, today
from peelian.figures.releases.build import yardsticks
from peelian.plans import actions, claiming
from peelian.plans.content import form_of
from peelian.plans.following import check, heal
from peelian.plans.kinds import compose, split
from peelian.plans.models import ClaimRecord, PlanItem, PlanRecord, PlanVersion
from peelian.plans.pack import forms_of, read_content, read_pack
from peelian.plans.publishing import edition_path
from peelian.plans.queries import bodies, lacks_of, unfinished
from peelian.plans.rules import DUTIES, VERSION
from peelian.plans.shelf import shelf
from peelian.plans.statuses import STATUSES, Evidence
from peelian.plans.summary import findings
from peelian.plans.taking_in import take_in_plans

pytestmark = pytest.mark.django_db
PLAN = "plan-2017-21"
PAPER = Evidence("document", "Report to the board", "https://example.org/report")
CONTENTS = ("objectives", "policing", "resources", "reporting", "measuring", "grants")


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


def version(plan: PlanRecord) -> PlanVersion:
    found = unfinished(plan)
    assert found is not None
    return found


def steps(plan: PlanRecord, office: Office, *, leave: str = "", first: dt.date = dt.date(2017, 3, 1)) -> None:
    """Put every step of the law on record, a day apart, but one."""
    for number, duty in enumerate(
        duty for duty in DUTIES if duty.before and duty.id not in (leave, "commissioner-again")
    ):
        actions.note_step(
            version(plan),
            duty.id,
            first + dt.timedelta(days=number),
            note="Done.",
            link="https://example.org",
            by=office.by("olive"),
        )


def complete(plan: PlanRecord, house: House, office: Office) -> None:
    """Write what the law has a plan set out and the draft does not."""
    held = set(PlanItem.objects.filter(plan=plan, kind="content").values_list("slug", flat=True))
    for head in set(CONTENTS) - held:
        body = {"head": head, "text": f"It is set out here: {head}.", "line": None}
        actions.add(plan, "content", body, house.pack, by=office.by("olive"))
    for subject in ("policing", "reduction", "national"):
        item = PlanItem.objects.filter(plan=plan, kind="objective").first()
        subjects = sorted({*item.body.get("subjects", []), subject})
        actions.write(item, item.body | {"subjects": subjects}, house.pack, version=item.version, by=office.by("olive"))


def issued(plan: PlanRecord, house: House, office: Office) -> PlanRecord:
    """The plan, through every step to issue."""
    actions.close_consultation(version(plan), by=office.by("olive"))
    complete(plan, house, office)
    steps(plan, office)
    day = dt.date(2017, 3, 20)
    actions.issue(version(plan), house, day, day, by=office.by("sadie"))
    return plan


def test_the_manual_says_what_the_tables_say() -> None:
    assert set(SCALES) == set(STATUSES)
    page = (ROOT / "docs" / "reference" / "plan-life.md").read_text(encoding="utf-8")
    assert page == plan_life_page(), "run .venv/bin/python scripts/reference.py"


class TestTheForm:
    def test_a_plan_taken_apart_and_put_together_is_the_same(self, house: House) -> None:
        for form in forms_of(house.pack):
            head = {key: value for key, value in form.items() if key in HEAD_KEYS}
            assert compose(head, split(form)) == {**form, "promises": form.get("promises") or []}


HEAD_KEYS = (
    "id", "title", "status", "document", "first_line", "last_line", "years", "owner", "scrutiny", "area", "about", "known_from",
    "consultation",
)  # fmt: skip


class TestTakenIn:
    def test_the_packs_plan_becomes_records_once(self, house: House, plan: PlanRecord) -> None:
        assert take_in_plans(house) == []
        assert PlanItem.objects.filter(plan=plan, kind="objective").count() == 26
        assert PlanItem.objects.filter(plan=plan, kind="commitment").exclude(body__theme=None).count() == 36
        assert version(plan).state == "consulting"

    def test_what_is_out_reads_as_the_pack_read_before(self, house: House, plan: PlanRecord, tmp_path: Path) -> None:
        before = shelf(tmp_path / "empty", house.pack).volume(PLAN).newest.plan
        after = shelf(house.root, house.pack).volume(PLAN).newest.plan
        assert after.themes == before.themes
        assert after.yardsticks == before.yardsticks
        assert yardsticks(house) == yardsticks(House(tmp_path / "empty"))


class TestTheRoute:
    def test_it_cannot_be_issued_with_a_step_missing_and_says_which(
        self, house: House, plan: PlanRecord, office: Office
    ) -> None:
        actions.close_consultation(version(plan), by=office.by("olive"))
        complete(plan, house, office)
        for duty in [one for one in DUTIES if one.before and one.id != "commissioner-again"]:
            steps_left = version(plan)
            with pytest.raises(PeelianError, match=r"cannot be done yet") as refused:
                actions.issue(steps_left, house, today(), today(), by=office.by("sadie"))
            assert duty.id in refused.value.where["missing"]
            actions.note_step(steps_left, duty.id, dt.date(2017, 3, 1), note="Done.", by=office.by("olive"))
        actions.issue(version(plan), house, today(), today(), by=office.by("sadie"))
        assert PlanVersion.objects.get(plan=plan).state == "issued"

    @pytest.mark.parametrize("head", CONTENTS)
    def test_each_of_the_six_contents_is_demanded(
        self, house: House, plan: PlanRecord, office: Office, head: str
    ) -> None:
        actions.close_consultation(version(plan), by=office.by("olive"))
        complete(plan, house, office)
        actions.remove(
            PlanItem.objects.get(plan=plan, kind="content", slug=head), by=office.by("olive"), reason="To see."
        )
        assert f"content:{head}" in [one.what for one in lacks_of(version(plan), house.pack, "issued")]

    def test_a_text_that_differs_from_the_panels_draft_goes_to_the_commissioner_once_more(
        self, house: House, plan: PlanRecord, office: Office
    ) -> None:
        actions.close_consultation(version(plan), by=office.by("olive"))
        complete(plan, house, office)
        steps(plan, office)
        item = PlanItem.objects.filter(plan=plan, kind="commitment").first()
        actions.write(item, item.body | {"title": "Otherwise"}, house.pack, version=item.version, by=office.by("olive"))
        assert [one.what for one in lacks_of(version(plan), house.pack, "issued")] == ["commissioner-again"]
        actions.note_step(
            version(plan), "commissioner-again", dt.date(2017, 3, 30), note="Agreed.", by=office.by("olive")
        )
        assert lacks_of(version(plan), house.pack, "issued") == []
        item.refresh_from_db()
        actions.write(item, item.body | {"title": "Once more"}, house.pack, version=item.version, by=office.by("olive"))
        assert "changed again" in lacks_of(version(plan), house.pack, "issued")[0].sentence

    def test_steps_follow_each_other(self, house: House, plan: PlanRecord, office: Office) -> None:
        actions.close_consultation(version(plan), by=office.by("olive"))
        complete(plan, house, office)
        steps(plan, office)
        actions.note_step(
            version(plan), "responded", dt.date(2016, 3, 1), note="Early.", by=office.by("olive"), reason="Typed wrong."
        )
        assert "before “Receive the panel's report”" in lacks_of(version(plan), house.pack, "issued")[0].sentence

    def test_nobody_issues_what_they_wrote(self, house: House, plan: PlanRecord, office: Office) -> None:
        office.give("olive", "mopac", "plan-issuer")
        actions.close_consultation(version(plan), by=office.by("olive"))
        complete(plan, house, office)
        steps(plan, office)
        with pytest.raises(WrongStep, match="somebody else than its author"):
            actions.issue(version(plan), house, today(), today(), by=office.by("olive"))

    def test_while_it_is_out_to_consultation_nobody_writes_in_it(
        self, house: House, plan: PlanRecord, office: Office
    ) -> None:
        item = PlanItem.objects.filter(plan=plan).first()
        with pytest.raises(WrongStep, match="everybody reads one text"):
            actions.write(item, item.body | {"title": "Other"}, house.pack, version=1, by=office.by("olive"))

    def test_roles_that_may_not_are_refused(self, house: House, plan: PlanRecord, office: Office) -> None:
        for name in ("bob", "harry", "esther", "jo", "alice"):
            with pytest.raises(NotAllowed):
                actions.close_consultation(version(plan), by=office.by(name))
        with pytest.raises(NotAllowed):
            actions.issue(version(plan), house, today(), today(), by=office.by("olive"))

    def test_every_state_is_reached_and_left_by_the_table(self) -> None:
        states = {state.id for state in VERSION.states}
        assert {step.after for step in VERSION.steps} | {"drafting", "varied", "superseded"} == states
        assert all(set(step.before) <= states for step in VERSION.steps)


class TestTheSummary:
    def test_londons_says_no_more_than_the_plan(self, house: House) -> None:
        plan = read_pack(house.pack)
        assert plan is not None and len(plan.summary) > 30
        assert findings(plan, bodies(house.pack)) == ()

    @pytest.mark.parametrize(
        ("text", "about", "code"),
        [
            ("Every ward has three constables of its own.", ["dedicated-ward-officers"], "number-not-held"),
            ("By March 2017 every ward has its own constables.", ["dedicated-ward-officers"], "number-not-held"),
            ("The Home Office gives every ward its own constables.", ["dedicated-ward-officers"], "body-not-held"),
            ("Everything gets better.", [], "no-tie"),
        ],
    )
    def test_a_sentence_that_contradicts_its_records_keeps_the_plan_from_being_issued(
        self, house: House, plan: PlanRecord, office: Office, text: str, about: list[str], code: str
    ) -> None:
        actions.close_consultation(version(plan), by=office.by("olive"))
        complete(plan, house, office)
        steps(plan, office)
        body = {"id": "wrong", "text": text, "about": about}
        actions.add(plan, "sentence", body, house.pack, by=office.by("olive"))
        read = read_content(form_of(plan), house.pack, "The plan")
        assert [(one.sentence, one.code) for one in findings(read, bodies(house.pack))] == [("wrong", code)]
        with pytest.raises(PeelianError) as refused:
            actions.issue(version(plan), house, today(), today(), by=office.by("sadie"))
        assert "contradiction" in refused.value.where["missing"]


class TestIssuedAndAfter:
    def test_an_issued_edition_is_sealed_and_out(self, house: House, plan: PlanRecord, office: Office) -> None:
        issued(plan, house, office)
        volume = shelf(house.root, house.pack).in_force(today())
        assert volume is not None
        edition = volume.edition_on(today())
        assert edition.issued
        assert [one["duty"] for one in edition.content["route"]][:3] == ["people", "victims", "commissioner"]
        assert check(house.root) == []
        assert verify([]).sound

    def test_an_altered_edition_is_found_and_a_lost_one_is_written_again(
        self, house: House, plan: PlanRecord, office: Office
    ) -> None:
        issued(plan, house, office)
        path = edition_path(house.root, PLAN, 2)
        text = path.read_text(encoding="utf-8")
        path.write_text(text.replace("2017", "2018", 1), encoding="utf-8")
        assert "seal does not hold" in check(house.root)[0]
        path.unlink()
        assert heal(house.root) == ["plan-2017-21, edition 2"]
        assert path.read_text(encoding="utf-8") == text

    def test_a_variation_takes_the_whole_route_again_while_the_issued_text_holds(
        self, house: House, plan: PlanRecord, office: Office
    ) -> None:
        issued(plan, house, office)
        with pytest.raises(PeelianError, match="needs a reason"):
            actions.vary(plan, by=office.by("olive"))
        varied = actions.vary(plan, by=office.by("olive"), reason="The targets are reviewed.")
        item = PlanItem.objects.filter(plan=plan, kind="commitment").first()
        actions.write(item, item.body | {"title": "Varied"}, house.pack, version=item.version, by=office.by("olive"))
        assert shelf(house.root, house.pack).in_force(today()).edition_on(today()).number == 2
        assert {one.what for one in lacks_of(varied, house.pack, "issued")} >= {
            "people",
            "victims",
            "panel-sent",
            "consultation",
        }
        actions.note_step(varied, "commissioner", dt.date(2018, 1, 1), note="Asked.", by=office.by("olive"))
        actions.open_consultation(varied, house, dt.date(2018, 1, 8), dt.date(2018, 2, 8), by=office.by("olive"))
        actions.close_consultation(version(plan), by=office.by("olive"))
        steps_of = [one for one in DUTIES if one.before and one.id not in ("commissioner", "commissioner-again")]
        for duty in steps_of:
            actions.note_step(version(plan), duty.id, dt.date(2018, 3, 1), note="Done.", by=office.by("olive"))
        actions.issue(version(plan), house, dt.date(2018, 3, 2), dt.date(2018, 4, 1), by=office.by("sadie"))
        assert [one.state for one in PlanVersion.objects.filter(plan=plan)] == ["issued", "varied"]
        volume = shelf(house.root, house.pack).volume(PLAN)
        assert volume.edition_on(dt.date(2018, 3, 31)).number == 2
        assert volume.edition_on(dt.date(2018, 4, 1)).number == 4

    def test_a_dropped_variation_leaves_the_plan_as_it_was_issued(
        self, house: House, plan: PlanRecord, office: Office
    ) -> None:
        issued(plan, house, office)
        before = list(PlanItem.objects.filter(plan=plan).values_list("kind", "slug", "body"))
        varied = actions.vary(plan, by=office.by("olive"), reason="To try.")
        item = PlanItem.objects.filter(plan=plan, kind="commitment").first()
        actions.write(item, item.body | {"title": "Varied"}, house.pack, version=item.version, by=office.by("olive"))
        gone = PlanItem.objects.filter(plan=plan, kind="yardstick").first()
        actions.remove(gone, by=office.by("olive"), reason="No source.")
        actions.drop(varied, house, by=office.by("sadie"), reason="Not now.")
        after = list(PlanItem.objects.filter(plan=plan).values_list("kind", "slug", "body"))
        assert sorted(map(str, after)) == sorted(map(str, before))

    def test_a_new_plan_supersedes_from_its_day_on(self, house: House, plan: PlanRecord, office: Office) -> None:
        issued(plan, house, office)
        begun = actions.begin(
            plan.organisation, "plan-2022-25", like=plan, by=office.by("olive"), title="The next plan", first_month="2022-04",
            last_month="2025-03", area="E23000001",
        )  # fmt: skip
        assert not PlanItem.objects.filter(plan=begun.plan).exclude(body__line=None).filter(kind="commitment").exists()
        actions.note_step(begun, "commissioner", dt.date(2021, 11, 1), note="Asked.", by=office.by("olive"))
        actions.open_consultation(begun, house, dt.date(2021, 11, 16), dt.date(2022, 1, 21), by=office.by("olive"))
        actions.close_consultation(version(begun.plan), by=office.by("olive"))
        for duty in [one for one in DUTIES if one.before and one.id not in ("commissioner", "commissioner-again")]:
            actions.note_step(version(begun.plan), duty.id, dt.date(2022, 3, 1), note="Done.", by=office.by("olive"))
        actions.issue(version(begun.plan), house, dt.date(2022, 3, 24), dt.date(2022, 4, 1), by=office.by("sadie"))
        assert PlanVersion.objects.get(plan=plan).state == "superseded"
        plans = shelf(house.root, house.pack)
        assert plans.in_force(dt.date(2022, 3, 31)).id == PLAN
        assert plans.in_force(dt.date(2022, 4, 1)).id == "plan-2022-25"
        assert plans.state(plans.volume(PLAN), dt.date(2022, 4, 1)) == "superseded"

    def test_a_plan_that_is_dropped_before_its_issue_can_be_read_and_holds_nowhere(
        self, house: House, plan: PlanRecord, office: Office
    ) -> None:
        begun = actions.begin(
            plan.organisation, "plan-2025-29", like=plan, by=office.by("olive"), title="Another plan", first_month="2025-04",
            last_month="2029-03", area="E23000001",
        )  # fmt: skip
        actions.note_step(begun, "commissioner", dt.date(2024, 11, 1), note="Asked.", by=office.by("olive"))
        actions.open_consultation(begun, house, dt.date(2024, 11, 16), dt.date(2025, 1, 21), by=office.by("olive"))
        assert shelf(house.root, house.pack).in_force(today()).id == "plan-2025-29"
        actions.drop(version(begun.plan), house, by=office.by("sadie"), reason="Not now.")
        plans = shelf(house.root, house.pack)
        assert plans.in_force(today()).id == PLAN
        assert plans.state(plans.volume("plan-2025-29"), today()) == "given up"
        assert yardsticks(house) == yardsticks(House(house.root.parent / "without-an-office"))

    def test_a_draft_is_nobodys_to_read_but_its_bodys(self, house: House, plan: PlanRecord, office: Office) -> None:
        actions.close_consultation(version(plan), by=office.by("olive"))
        item = PlanItem.objects.filter(plan=plan, kind="commitment").first()
        actions.write(
            item, item.body | {"title": "Lapis lazuli"}, house.pack, version=item.version, by=office.by("olive")
        )
        written = [
            one for path in house.root.rglob("*.json") for one in [path.read_text(encoding="utf-8")] if "Lapis" in one
        ]
        assert written == []
        assert not any("Lapis" in json.dumps(event.changes) for event in events_for(office.person("harry")))


def claim(plan: PlanRecord, house: House, office: Office, item: str, status: str, on: str, **more: Any) -> ClaimRecord:
    fields = {"kind": "commitment", "evidence": [PAPER], "reason": "It was done.", **more}
    kind = fields.pop("kind")
    return claiming.claim(plan, kind, item, status, dt.date.fromisoformat(on), house, by=office.by("olive"), **fields)


class TestClaims:
    ITEM = "dedicated-ward-officers"  # due December 2017 (seed-004, line 584)

    def test_no_status_without_reason_and_evidence(self, house: House, plan: PlanRecord, office: Office) -> None:
        for lacking in ({"reason": " "}, {"evidence": []}, {"evidence": [Evidence("document", "Word of mouth", "")]}):
            with pytest.raises(PeelianError):
                claim(plan, house, office, self.ITEM, "under-way", "2017-06-01", **lacking)
        assert not ClaimRecord.objects.exists()

    def test_every_status_of_every_scale_can_be_told_apart(self) -> None:
        for scale in STATUSES.values():
            assert (
                len({one.id for one in scale})
                == len({one.title for one in scale})
                == len({one.sign for one in scale})
                == len(scale)
            )

    def test_kept_late_is_not_kept(self, house: House, plan: PlanRecord, office: Office) -> None:
        with pytest.raises(PeelianError, match="Claim “kept late”"):
            claim(plan, house, office, self.ITEM, "kept", "2018-01-01")
        with pytest.raises(PeelianError, match="it is not late"):
            claim(plan, house, office, self.ITEM, "kept-late", "2017-12-31")
        assert claim(plan, house, office, self.ITEM, "kept-late", "2018-01-01").status == "kept-late"

    def test_overdue_is_computed_and_ends_with_the_promise(
        self, house: House, plan: PlanRecord, office: Office
    ) -> None:
        def overdue(day: str) -> list[str]:
            standing = shelf(house.root, house.pack).volume(PLAN).standing(dt.date.fromisoformat(day))
            return [one.part for one in standing.overdue if one.item == self.ITEM]

        assert overdue("2017-12-31") == []
        late = overdue("2018-01-01")
        assert "" in late
        assert "two-dedicated-constables-in-each-ward" in late
        claim(plan, house, office, self.ITEM, "under-way", "2018-01-01")
        assert overdue("2018-01-01") == late, "under way is not done"
        claim(plan, house, office, self.ITEM, "broken", "2018-02-01", reason="There are not enough officers.")
        assert overdue("2018-01-31") == late
        assert overdue("2018-02-01") == []

    def test_a_part_that_is_due_later_is_awaited_though_the_whole_is_said_to_be_kept(
        self, house: House, plan: PlanRecord, office: Office
    ) -> None:
        """More officers where people are most at risk were promised by 2020 (seed-004, line 584)."""
        claim(plan, house, office, self.ITEM, "kept-late", "2018-02-01")
        late = (
            shelf(house.root, house.pack).volume(PLAN).standing(dt.date(2021, 1, 1)).overdue_of("commitment", self.ITEM)
        )
        assert [one.part for one in late] == ["extra-officers-for-the-wards-where-people-are-most-at-risk"]
        claim(plan, house, office, self.ITEM, "partly-kept", "2018-03-01")
        assert (
            shelf(house.root, house.pack).volume(PLAN).standing(dt.date(2021, 1, 1)).overdue_of("commitment", self.ITEM)
            == []
        )

    def test_what_was_claimed_stays_and_is_followed(self, house: House, plan: PlanRecord, office: Office) -> None:
        claim(plan, house, office, self.ITEM, "under-way", "2017-06-01")
        claim(plan, house, office, self.ITEM, "partly-kept", "2017-11-01")
        with pytest.raises(PeelianError, match="is before that"):
            claim(plan, house, office, self.ITEM, "not-started", "2017-10-01")
        history = shelf(house.root, house.pack).volume(PLAN).standing(today()).history("commitment", self.ITEM)
        assert [one.status for one in history] == ["under-way", "partly-kept"]

    def test_a_claim_is_of_something_that_is_out(self, house: House, plan: PlanRecord, office: Office) -> None:
        with pytest.raises(PeelianError, match="has no commitment more-of-everything"):
            claim(plan, house, office, "more-of-everything", "under-way", "2017-06-01")

    def test_a_day_to_come_and_an_unknown_status_are_refused(
        self, house: House, plan: PlanRecord, office: Office
    ) -> None:
        with pytest.raises(PeelianError, match="has not come yet"):
            claim(plan, house, office, self.ITEM, "under-way", (today() + dt.timedelta(days=1)).isoformat())
        with pytest.raises(PeelianError, match="cannot be “nearly”"):
            claim(plan, house, office, self.ITEM, "nearly", "2017-06-01")


class TestPilots:
    def out(self, plan: PlanRecord, house: House, office: Office, aims: list[dict[str, Any]]) -> None:
        """A pilot in the plan, and the plan out."""
        actions.close_consultation(version(plan), by=office.by("olive"))
        body = {"id": "larger-units", "title": "Larger command units", "where": "Two groups of boroughs", "starts": "2017-01",
                "ends": "2017-12", "aims": aims, "line": None}  # fmt: skip
        actions.add(plan, "pilot", body, house.pack, by=office.by("olive"))
        complete(plan, house, office)
        steps(plan, office)
        actions.issue(version(plan), house, dt.date(2017, 3, 20), dt.date(2017, 3, 20), by=office.by("sadie"))

    def test_a_pilot_without_aims_cannot_start(self, house: House, plan: PlanRecord, office: Office) -> None:
        self.out(plan, house, office, [])
        with pytest.raises(PeelianError, match="nothing could prove it"):
            claim(plan, house, office, "larger-units", "started", "2017-04-01", kind="pilot")

    def test_a_roll_out_rests_on_results_and_consultation(self, house: House, plan: PlanRecord, office: Office) -> None:
        self.out(plan, house, office, [{"text": "Quicker response", "measure": None, "wanted": "lower"}])
        results = Evidence("results", "Evaluation", "https://example.org/evaluation")
        asked = Evidence("consultation", "Boroughs asked", "https://example.org/asked")
        claim(plan, house, office, "larger-units", "started", "2017-04-01", kind="pilot")
        for evidence in ([results, asked], [PAPER]):
            with pytest.raises(PeelianError, match="lacks its results, claimed before"):
                claim(plan, house, office, "larger-units", "rolled-out", "2018-01-01", kind="pilot", evidence=evidence)
        claim(plan, house, office, "larger-units", "reported", "2018-01-01", kind="pilot", evidence=[results])
        for status in ("rolled-out", "stopped"):
            with pytest.raises(PeelianError, match="a record of who was consulted"):
                claim(plan, house, office, "larger-units", status, "2018-02-01", kind="pilot", evidence=[results])
        claim(plan, house, office, "larger-units", "rolled-out", "2018-02-01", kind="pilot", evidence=[results, asked])

    def test_aims_stay_once_it_runs(self, house: House, plan: PlanRecord, office: Office) -> None:
        self.out(plan, house, office, [{"text": "Quicker response", "measure": None, "wanted": "lower"}])
        claim(plan, house, office, "larger-units", "started", "2017-04-01", kind="pilot")
        actions.vary(plan, by=office.by("olive"), reason="To move the goalposts.")
        item = PlanItem.objects.get(plan=plan, kind="pilot", slug="larger-units")
        with pytest.raises(PeelianError, match="its aims stay"):
            actions.write(item, item.body | {"aims": []}, house.pack, version=item.version, by=office.by("olive"))
        same = [{"text": "Quicker response", "wanted": "lower"}]
        actions.write(item, item.body | {"aims": same}, house.pack, version=item.version, by=office.by("olive"))


class TestItems:
    def test_what_others_name_is_not_taken_out(self, house: House, plan: PlanRecord, office: Office) -> None:
        actions.close_consultation(version(plan), by=office.by("olive"))
        item = PlanItem.objects.get(plan=plan, kind="commitment", slug="local-priorities")
        with pytest.raises(PeelianError, match=r"is named by: .*Fewer of the neighbourhood crimes"):
            actions.remove(item, by=office.by("olive"))

    def test_an_entry_that_names_what_is_not_there_is_refused_in_words(
        self, house: House, plan: PlanRecord, office: Office
    ) -> None:
        actions.close_consultation(version(plan), by=office.by("olive"))
        body = {"id": "odd", "title": "Odd", "of": "nothing-there", "why": "So."}
        with pytest.raises(PeelianError, match="there is no item of this plan nothing-there"):
            actions.add(plan, "trade-off", body, house.pack, by=office.by("olive"))
        assert not PlanItem.objects.filter(plan=plan, slug="odd").exists()

    def test_two_who_write_at_once_are_told(self, house: House, plan: PlanRecord, office: Office) -> None:
        actions.close_consultation(version(plan), by=office.by("olive"))
        item = PlanItem.objects.filter(plan=plan, kind="commitment").first()
        actions.write(item, item.body | {"title": "Mine"}, house.pack, version=1, by=office.by("olive"))
        with pytest.raises(PeelianError, match="Somebody else changed this"):
            actions.write(item, item.body | {"title": "Yours"}, house.pack, version=1, by=office.by("olive"))

    def test_items_can_be_put_in_order(self, house: House, plan: PlanRecord, office: Office) -> None:
        actions.close_consultation(version(plan), by=office.by("olive"))
        themes = PlanItem.objects.filter(plan=plan, kind="theme")
        first, second, *_ = themes
        actions.move(second, True, by=office.by("olive"))
        assert [one.slug for one in themes.all()][:2] == [second.slug, first.slug]
