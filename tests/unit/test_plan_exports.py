"""A plan as files for programs: nothing is lost on the way, nothing in them runs, and what is StratML is valid StratML."""

from __future__ import annotations

import csv
import datetime as dt
import io
import json
import subprocess
import sys
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from tests.support import stratml as schema

from peelian.core.following import sealed
from peelian.core.published import text_of
from peelian.figures.errors import PeelianError
from peelian.figures.pack import PACKS
from peelian.figures.periods import Period
from peelian.figures.spreadsheets import cell, csv_text
from peelian.plans.exporting import stratml
from peelian.plans.exporting.form import form_of
from peelian.plans.exporting.items import items_of
from peelian.plans.exporting.results import Actual
from peelian.plans.exporting.tables import CLAIMS, COLUMNS, claims_csv, items_csv
from peelian.plans.exporting.whole import whole
from peelian.plans.pack import forms_of, read_content
from peelian.plans.publishing import put
from peelian.plans.records import Band, Detail, Plan, Target
from peelian.plans.shelf import Edition, Volume, shelf
from peelian.plans.statuses import Claim, Evidence

LONDON = PACKS / "london"
DAY = dt.date(2018, 3, 1)
ITEM = "dedicated-ward-officers"  # due December 2017 (seed-004, line 584)
PART = "two-dedicated-constables-in-each-ward"
PAPER = Evidence("document", "Report to the board", "https://example.org/report")
NAMES = stratml.Names({"burglary": ("Burglary", "offences")}, "https://example.org/plan")


def claimed(
    status: str, on: str, *, kind: str = "commitment", item: str = ITEM, part: str = "", reason: str = "Done."
) -> Claim:
    return Claim(kind, item, part, status, dt.date.fromisoformat(on), reason, (PAPER,), None, "Plan officer, MOPAC", 1)


CLAIMS_MADE = (
    claimed("under-way", "2017-09-01", reason="Recruiting has begun."),
    claimed("kept", "2017-12-20", part=PART),
    claimed("partly-kept", "2018-02-10", reason="One ward in ten has one officer."),
    claimed("broken", "2018-06-01", reason="This is claimed later than the day that is asked about."),
)


@pytest.fixture(scope="module")
def volumes(tmp_path_factory: pytest.TempPathFactory) -> tuple[Volume, ...]:
    """The plans of London's pack, as they are read where no office keeps plans."""
    return shelf(tmp_path_factory.mktemp("none"), LONDON).volumes


@pytest.fixture
def printed(volumes: tuple[Volume, ...]) -> Volume:
    """The draft of 2017-21."""
    return next(one for one in volumes if one.id == "plan-2017-21")


@pytest.fixture
def volume(printed: Volume) -> Volume:
    """The same with claims."""
    return replace(printed, claims=CLAIMS_MADE)


def with_plan(volume: Volume, **changes: Any) -> Volume:
    plan = replace(volume.newest.plan, **changes)
    return replace(volume, editions=(Edition(plan, volume.newest.content),))


def part_1(volume: Volume, day: dt.date = DAY) -> bytes:
    return stratml.strategic_plan(volume.standing(day), volume.edition_on(day), NAMES)


def part_2(volume: Volume, actuals: dict[str, tuple[Actual, ...]] | None = None, day: dt.date = DAY) -> bytes:
    return stratml.performance_plan(volume.standing(day), volume.edition_on(day), NAMES, actuals or {})


def rows(text: str) -> list[dict[str, str]]:
    assert text.startswith("\ufeff")
    return list(csv.DictReader(io.StringIO(text.removeprefix("\ufeff"))))


def test_the_exports_need_no_django() -> None:
    code = (
        "import sys, peelian.plans.exporting.whole, peelian.plans.exporting.tables, peelian.plans.exporting.stratml, "
        "peelian.plans.exporting.released; sys.exit('django' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


class TestJson:
    def test_the_plan_in_it_reads_back_as_the_same_plan(self, volumes: tuple[Volume, ...]) -> None:
        for volume in volumes:
            text = json.dumps(whole(volume, DAY, "consulted"))
            assert read_content(json.loads(text)["plan"], LONDON) == volume.newest.plan

    def test_it_reads_back_with_everything_that_a_yardstick_can_hold(self, printed: Volume) -> None:
        first = replace(
            printed.newest.plan.yardsticks[0], targets=(Target(Period.parse("FY2018-19"), Decimal("12.5"), 598),), yearly=True,
            band=Band(Decimal(1), Decimal("2.25")), targets_due="2018-01", with_people=True, set_with="A forum",
        )  # fmt: skip
        plan = replace(printed.newest.plan, yardsticks=(first,))
        assert read_content(json.loads(json.dumps(form_of(plan))), LONDON) == plan

    def test_it_says_how_each_item_stands_on_the_day(self, volume: Volume) -> None:
        told = whole(volume, DAY, "consulted")
        [found] = [one for one in told["items"] if (one["id"], one["part"]) == (ITEM, "")]
        assert found["status"] == "partly-kept"
        assert found["since"] == "2018-02-10"
        assert found["evidence"] == [PAPER.to_json()]
        [part] = [one for one in told["items"] if (one["id"], one["part"]) == (ITEM, PART)]
        assert (part["kind"], part["status"]) == ("milestone", "kept")
        assert told["tally"]["commitment"] == {"partly-kept": 1, "unspoken": 43}

    def test_what_is_overdue_is_computed_and_said_with_its_days(self, printed: Volume) -> None:
        told = whole(printed, DAY, "consulted")
        [late] = [one for one in told["overdue"] if (one["id"], one["part"]) == (ITEM, "")]
        assert (late["due"], late["days"]) == ("2017-12", 60)  # January, February and the first of March
        [found] = [one for one in told["items"] if (one["id"], one["part"]) == (ITEM, "")]
        assert found["overdue"] == [late]

    def test_a_claim_of_a_later_day_is_not_in_it(self, volume: Volume) -> None:
        assert [one["status"] for one in whole(volume, DAY, "x")["claims"]] == ["under-way", "kept", "partly-kept"]

    def test_every_body_that_it_names_by_id_is_spelt_out(self, printed: Volume) -> None:
        told = whole(printed, DAY, "consulted")
        known = {one["id"] for one in told["bodies"]}
        plan = told["plan"]
        commitments = [one for theme in plan["themes"] for one in theme["commitments"]] + plan["promises"]
        named = {plan["owner"], plan["scrutiny"]} | {one["owner"] for one in commitments}
        named |= {body for one in commitments for body in one["partners"]}
        named |= {one["owner"] for key in ("programmes", "findings") for one in plan[key]}
        assert named | {one["by"] for one in plan["publications"]} == known

    def test_of_a_plan_of_the_office_it_has_each_edition_with_its_seal_and_the_road_it_came(
        self, tmp_path: Path
    ) -> None:
        road = [{"duty": "people", "title": "Views", "law": "s.96", "on": "2017-03-01", "note": "Done.", "link": "/x"}]
        for number, kind, out in ((1, "consultation", "2016-12-01"), (2, "issued", "2017-03-20")):
            content = {
                "edition": number, "kind": kind, "version": 1, "out_at": f"{out}T10:00:00+00:00", "why": "", "opens": None,
                "closes": None, "takes_effect": "2017-04-01" if number == 2 else None, "route": road, "plan": forms_of(LONDON)[0],
            }  # fmt: skip
            put(tmp_path, text_of(sealed(content)))
        index = {"plans": [{"id": "plan-2017-21", "editions": [1, 2], "given_up": False}]}
        (tmp_path / "plans" / "index.json").write_text(json.dumps(index))
        claims = {"claims": [one.to_json() for one in CLAIMS_MADE]}
        (tmp_path / "plans" / "plan-2017-21" / "claims.json").write_text(json.dumps(claims))
        held = shelf(tmp_path, LONDON)
        told = whole(held.volume("plan-2017-21"), DAY, held.state(held.volumes[0], DAY))
        assert (told["state"], told["edition"]) == ("in force", 2)
        assert [one["kind"] for one in told["editions"]] == ["consultation", "issued"]
        assert all(one["seal"].startswith("sha256:") and one["route"] == road for one in told["editions"])
        assert all("plan" not in one for one in told["editions"])
        assert len(told["claims"]) == 3


class TestCsv:
    def test_there_is_a_row_for_each_item_of_each_kind(self, printed: Volume) -> None:
        plan, found = printed.newest.plan, rows(items_csv(printed.standing(DAY)))
        counted = {kind: sum(row["kind"] == kind for row in found) for kind in {row["kind"] for row in found}}
        promises = (*plan.commitments, *plan.promises)
        assert counted == {
            "commitment": len(promises), "milestone": sum(len(one.details) for one in promises), "objective": 26,
            "publication": len(plan.publications), "programme": len(plan.programmes), "pilot": len(plan.pilots),
            "review": len(plan.reviews), "touched": sum(len(one.touches) for one in plan.reviews),
            "finding": len(plan.findings), "trade-off": len(plan.trade_offs),
        }  # fmt: skip
        assert list(found[0]) == list(COLUMNS)

    def test_a_row_says_what_was_promised_and_where_it_stands(self, volume: Volume) -> None:
        found = {(row["id"], row["part"]): row for row in rows(items_csv(volume.standing(DAY)))}
        whole_, part = found[ITEM, ""], found[ITEM, PART]
        assert (whole_["owner"], whole_["partners"], whole_["due"], whole_["line"]) == (
            "mps",
            "mopac boroughs",
            "2017-12",
            "534",
        )
        assert (whole_["status"], whole_["since"], whole_["overdue"]) == ("partly-kept", "2018-02-10", "false")
        assert whole_["evidence"] == PAPER.link
        assert (part["kind"], part["value"], part["unit"], part["status"]) == (
            "milestone",
            "2",
            "constables a ward",
            "kept",
        )

    def test_an_objective_whose_targets_are_not_set_in_time_is_overdue(self, printed: Volume) -> None:
        first = replace(printed.newest.plan.yardsticks[0], targets_due="2017-12")
        late = with_plan(printed, yardsticks=(first,))
        found = {row["id"]: row["overdue"] for row in rows(items_csv(late.standing(DAY))) if row["kind"] == "objective"}
        assert [name for name, overdue in found.items() if overdue == "true"] == [first.objective]

    def test_nobody_can_be_late_with_a_trade_off(self, printed: Volume) -> None:
        assert {row["overdue"] for row in rows(items_csv(printed.standing(DAY))) if row["kind"] == "trade-off"} == {""}

    def test_each_claim_has_a_row_of_its_own(self, volume: Volume) -> None:
        found = rows(claims_csv(volume.standing(DAY)))
        assert list(found[0]) == list(CLAIMS)
        assert [(row["kind"], row["status"]) for row in found] == [
            ("commitment", "under-way"), ("milestone", "kept"), ("commitment", "partly-kept"),
        ]  # fmt: skip
        assert found[1]["title"] == "Two dedicated constables in each ward"
        assert PAPER.link in found[0]["evidence"]

    @pytest.mark.parametrize("text", ["=1+1", "+44", "-1", "@SUM(A1)", "\t=1", "\uff1d1+1"])
    def test_no_text_is_run_as_a_formula(self, volume: Volume, text: str) -> None:
        plan = volume.newest.plan
        theme = plan.themes[0]
        hostile = replace(theme, commitments=(replace(theme.commitments[0], title=text), *theme.commitments[1:]))
        altered = replace(
            with_plan(volume, themes=(hostile, *plan.themes[1:])), claims=(claimed("kept", "2018-01-01", reason=text),)
        )
        for found in (rows(items_csv(altered.standing(DAY))), rows(claims_csv(altered.standing(DAY)))):
            cells = [value for row in found for value in row.values()]
            assert f"'{text}" in cells
            assert text not in cells

    def test_numbers_stay_numbers(self) -> None:
        assert cell(Decimal("-1.5")) == Decimal("-1.5")
        assert csv_text(("a", "b"), [{"a": -1}]) == "\ufeffa,b\r\n-1,\r\n"


class TestStratml:
    def test_both_parts_are_valid(self, volumes: tuple[Volume, ...], volume: Volume) -> None:
        for one in (*volumes, volume):
            assert schema.faults(part_1(one)) == []
            assert schema.faults(part_2(one)) == []

    def test_every_theme_objective_and_commitment_is_found_again(self, volumes: tuple[Volume, ...]) -> None:
        for volume in volumes:
            plan = volume.newest.plan
            for text in (part_1(volume), part_2(volume)):
                found = schema.read(text)
                goals = {one["id"]: one for one in found["goals"]}
                for theme in plan.themes:
                    goal = goals[stratml.identifier(plan, "theme", theme.id)]
                    assert (goal["name"], goal["about"]) == (theme.title, theme.about)
                    wanted = [(stratml.identifier(plan, "objective", one.id), one.title) for one in theme.objectives]
                    wanted += [(stratml.identifier(plan, "commitment", one.id), one.title) for one in theme.commitments]
                    assert [(one["id"], one["name"]) for one in goal["objectives"]] == wanted
                others = [one for goal in found["goals"][len(plan.themes) :] for one in goal["objectives"]]
                assert [one["name"] for one in others] == [one.title for one in plan.promises]

    def test_an_objective_and_a_commitment_are_told_apart_by_their_place(self, printed: Volume) -> None:
        first = schema.read(part_1(printed))["goals"][0]
        places = [one["place"] for one in first["objectives"]]
        theme = printed.newest.plan.themes[0]
        assert places == [f"1.O{n + 1}" for n in range(len(theme.objectives))] + [
            f"1.C{n + 1}" for n in range(len(theme.commitments))
        ]

    def test_owner_and_partners_are_stakeholders(self, printed: Volume) -> None:
        for found in (schema.read(part_1(printed)), schema.read(part_2(printed))):
            item = commitment(found, printed.newest.plan)
            assert item["stakeholders"][:2] == ["Metropolitan Police Service", "Mayor's Office for Policing And Crime"]

    def test_years_and_address_are_those_of_the_plan(self, printed: Volume) -> None:
        found = schema.read(part_2(printed))
        assert (found["starts"], found["ends"], found["source"]) == ("2017-04-01", "2021-03-31", NAMES.source)
        assert found["out"] == "", "nobody knows the day on which a pack's plan was out"

    def test_an_edition_says_on_which_day_it_was_out(self, printed: Volume) -> None:
        content = printed.newest.content | {"out_at": "2017-03-20T10:00:00+00:00", "kind": "issued"}
        found = schema.read(part_1(replace(printed, editions=(Edition(printed.newest.plan, content),))))
        assert found["out"] == "2017-03-20"
        assert found["other"].startswith("An issued plan")

    def test_targets_stand_beside_the_figures_of_the_same_days(self, printed: Volume) -> None:
        measured = targeted(printed)
        yardstick = measured.newest.plan.yardsticks[0]
        year, later = Period.parse("FY2018-19"), Period.parse("2020-01")
        actuals = {
            yardstick.id: (
                Actual(year, Decimal("1234.5"), "2019-05-01", "[p]"),
                Actual(later, None, "2019-05-01", "[c]"),
            )
        }
        text = part_2(measured, actuals)
        assert schema.faults(text) == []
        found = schema.read(text)
        assert found["type"] == "Performance_Report"
        [indicator] = [
            one
            for one in indicators(found)
            if one["id"] == of(measured.newest.plan, yardstick.objective, yardstick.measure)
        ]
        assert [(one["number"], one["start"], one["end"], one["descriptor"]) for one in indicator["targets"]] == [
            ("90", "", "", ""), ("", "", "", "10 to 20.5"), ("1200", "2018-04-01", "2019-03-31", ""),
        ]  # fmt: skip
        assert "no date is printed" in indicator["targets"][0]["text"]
        assert [(one["number"], one["start"], one["descriptor"]) for one in indicator["actuals"]] == [
            ("1234.5", "2018-04-01", "[p]"), ("", "2020-01-01", "[c]"),
        ]  # fmt: skip
        assert b"<TargetResult>" in text.split(b"1234.5")[0].rsplit(b"<MeasurementInstance>", 1)[1]

    def test_every_target_of_the_pack_is_found_again(self, printed: Volume) -> None:
        plan = printed.newest.plan
        found = {one["id"]: one for one in indicators(schema.read(part_2(printed)))}
        for yardstick in plan.yardsticks:
            targets = found[of(plan, yardstick.objective, yardstick.measure)]["targets"]
            assert [Decimal(one["number"]) for one in targets if one["number"]] == [
                one.value for one in yardstick.targets
            ]
        assert sum(len(one.targets) for one in plan.yardsticks) >= 1

    def test_a_year_without_a_target_that_should_have_one_is_named(self, printed: Volume) -> None:
        notes = [one["notes"] for one in indicators(schema.read(part_2(targeted(printed))))]
        years = {line for one in notes for line in one.splitlines() if line.startswith("No target for ")}
        assert years == {
            f"No target for {Period.parse(year).label()}" for year in ("FY2017-18", "FY2019-20", "FY2020-21")
        }

    def test_a_promise_is_measured_by_whether_it_is_kept(self, volume: Volume) -> None:
        plan = volume.newest.plan
        kept, *milestones = commitment(schema.read(part_2(volume)), plan)["indicators"]
        assert (kept["targets"][0]["end"], kept["targets"][0]["descriptor"]) == ("2017-12-31", "Kept")
        assert [(one["end"], one["descriptor"]) for one in kept["actuals"]] == [
            ("2017-09-01", "Under way"), ("2018-02-10", "Partly kept"),
        ]  # fmt: skip
        assert PAPER.link in kept["actuals"][0]["text"]
        assert kept["serves"] == [
            stratml.identifier(plan, "objective", one.id) for one in plan.objectives_served_by(ITEM)
        ]
        assert (milestones[0]["unit"], milestones[0]["targets"][0]["number"]) == ("constables a ward", "2")
        assert [one["descriptor"] for one in milestones[0]["actuals"]] == ["Kept"]

    def test_without_claims_and_figures_it_is_a_plan_and_no_report(self, printed: Volume, volume: Volume) -> None:
        assert schema.read(part_2(printed))["type"] == "Performance_Plan"
        assert schema.read(part_2(volume, day=dt.date(2017, 8, 31)))["type"] == "Performance_Plan"
        assert schema.read(part_2(volume))["type"] == "Performance_Report"

    def test_generated_figures_are_said_to_be_generated(self, printed: Volume) -> None:
        yardstick = printed.newest.plan.yardsticks[0]
        actuals = {yardstick.id: (Actual(Period.parse("2018"), Decimal(1), "2019-05-01", illustrative=True),)}
        found = schema.read(part_2(printed, actuals))
        assert "illustrative" in found["other"]
        assert "illustrative" not in schema.read(part_2(printed))["other"]

    def test_two_milestones_of_one_name_have_two_identifiers(self, printed: Volume) -> None:
        plan = printed.newest.plan
        theme = plan.themes[0]
        twice = replace(theme.commitments[0], details=(Detail("A report", 584), Detail("A report", 586)))
        altered = with_plan(
            printed, themes=(replace(theme, commitments=(twice, *theme.commitments[1:])), *plan.themes[1:])
        )
        assert schema.faults(part_2(altered)) == []

    def test_identifiers_stay_for_ever(self, printed: Volume) -> None:
        plan = printed.newest.plan
        assert stratml.identifier(plan, "theme", "better-police-service") == "_36cae660-b92f-59f1-9d56-791447db23e3"
        other = replace(plan, area="E23000010")
        assert stratml.identifier(other, "theme", "x") != stratml.identifier(plan, "theme", "x"), "another force's plan"
        assert stratml.identifier(plan, "objective", "x") != stratml.identifier(plan, "commitment", "x")

    def test_no_text_breaks_out_of_its_element(self, printed: Volume) -> None:
        hostile = "</Name><Goal/> & ]]> <!DOCTYPE x> \u0000\u000b\ud800\ufffe end"
        for text in (part_1(with_plan(printed, title=hostile)), part_2(with_plan(printed, title=hostile))):
            assert schema.faults(text) == []
            assert schema.read(text)["name"] == "</Name><Goal/> & ]]> <!DOCTYPE x>  end"

    def test_a_plan_of_which_no_theme_is_known_is_refused_with_a_way_on(self, printed: Volume) -> None:
        bare = with_plan(printed, themes=(), promises=(), yardsticks=(), reviews=(), trade_offs=())
        with pytest.raises(PeelianError, match="no theme is known") as refused:
            part_1(bare)
        assert "JSON" in refused.value.remedy

    @pytest.mark.parametrize(
        ("wrong", "fault"),
        [
            ((b"<Name>", b"<Nom>", b"</Name>", b"</Nom>"), "Name"),
            ((b"2017-04-01", b"April 2017"), "StartDate"),
            ((b'="Organization"', b'="Company"'), "StakeholderTypeType"),
            ((b"<Identifier>_", b"<Identifier>1"), "xsd:ID"),
            ((b"Performer", b"Owner"), "RoleType"),
        ],
    )
    def test_the_table_that_they_are_held_against_can_fail(
        self, printed: Volume, wrong: tuple[bytes, ...], fault: str
    ) -> None:
        text = part_2(printed)
        for old, new in zip(wrong[::2], wrong[1::2], strict=True):
            text = text.replace(old, new)
        assert any(fault in one for one in schema.faults(text))


def targeted(volume: Volume) -> Volume:
    """The plan with one yardstick that has a target without a date, one of a year, and a band."""
    targets = (Target(None, Decimal(90), 598), Target(Period.parse("FY2018-19"), Decimal(1200), None))
    first = replace(
        volume.newest.plan.yardsticks[0], targets=targets, yearly=True, band=Band(Decimal(10), Decimal("20.5"))
    )
    return with_plan(volume, yardsticks=(first, *volume.newest.plan.yardsticks[1:]))


def of(plan: Plan, objective: str, measure: str) -> str:
    return stratml.identifier(plan, "yardstick", objective, measure)


def commitment(found: dict[str, Any], plan: Plan) -> dict[str, Any]:
    wanted = stratml.identifier(plan, "commitment", ITEM)
    return next(one for goal in found["goals"] for one in goal["objectives"] if one["id"] == wanted)


def indicators(found: dict[str, Any]) -> list[dict[str, Any]]:
    return [one for goal in found["goals"] for item in goal["objectives"] for one in item["indicators"]]


def test_every_item_is_called_by_kind_and_id_once(printed: Volume) -> None:
    named = [(one.kind, one.id, one.part) for one in items_of(printed.standing(DAY))]
    assert len(named) == len(set(named))
