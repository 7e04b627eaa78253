"""A plan's files on the site: in every form, for the plan in force and for each other, without a database."""

from __future__ import annotations

import csv
import io
from dataclasses import replace
from decimal import Decimal
from xml.etree import ElementTree as ET

import pytest
from django.template.loader import render_to_string

from peelian.figures.house import today
from peelian.figures.periods import Period
from peelian.figures.releases.figure import figure
from peelian.plans.exporting.released import actuals_of
from peelian.plans.exporting.stratml import identifier
from peelian.plans.records import Target
from peelian.plans.shelf import Volume, shelf
from tests.support import stratml as schema
from tests.web.conftest import Html, Visitor

FORMS = {
    ".json": "application/json", ".csv": "text/csv; charset=utf-8", "/claims.csv": "text/csv; charset=utf-8",
    ".stratml": "application/xml; charset=utf-8",
}  # fmt: skip
IN_FORCE = {
    **{f"/plan{ending}": kind for ending, kind in FORMS.items()},
    "/plan-performance.stratml": FORMS[".stratml"],
}


def in_force(visitor: Visitor) -> Volume:
    found = shelf(visitor.house.root, visitor.house.pack).in_force(today())
    assert found is not None
    return found


def addresses(plan: str) -> dict[str, str]:
    known = {f"/plans/{plan}{ending}": kind for ending, kind in FORMS.items()}
    return known | {f"/plans/{plan}/performance.stratml": FORMS[".stratml"]}


@pytest.mark.parametrize("address", IN_FORCE)
def test_each_form_of_the_plan_has_an_address(some: Visitor, address: str) -> None:
    assert some.get(address).headers["Content-Type"] == IN_FORCE[address]


def test_so_has_each_form_of_every_other_plan(some: Visitor) -> None:
    plans = [one.id for one in shelf(some.house.root, some.house.pack).volumes]
    assert len(plans) > 1
    for plan in plans:
        for address, kind in addresses(plan).items():
            assert some.get(address).headers["Content-Type"] == kind


def test_the_plan_in_force_is_the_same_under_both_addresses(some: Visitor) -> None:
    plan = in_force(some).id
    for ending in (".json", ".csv", "/claims.csv"):
        assert some.text(f"/plan{ending}") == some.text(f"/plans/{plan}{ending}")


def test_json_and_csv_list_the_same_items(some: Visitor) -> None:
    told = some.get("/plan.json").json()  # type: ignore[attr-defined]
    rows = list(csv.DictReader(io.StringIO(some.text("/plan.csv").removeprefix("\ufeff"))))
    assert [(one["kind"], one["id"], one["part"]) for one in told["items"]] == [
        (row["kind"], row["id"], row["part"]) for row in rows
    ]
    assert told["id"] == in_force(some).id
    assert {row["plan"] for row in rows} == {told["id"]}


def test_a_csv_is_saved_under_the_plans_name(some: Visitor) -> None:
    plan = in_force(some).id
    assert some.get("/plan.csv").headers["Content-Disposition"] == f'attachment; filename="{plan}.csv"'
    assert some.get("/plan/claims.csv").headers["Content-Disposition"] == f'attachment; filename="{plan}-claims.csv"'


def test_both_parts_of_stratml_are_valid_and_say_where_they_are_from(some: Visitor) -> None:
    for address in ("/plan.stratml", "/plan-performance.stratml"):
        text = some.get(address).content
        assert schema.faults(text) == []
        assert schema.read(text)["source"] == "http://testserver/plan"


def test_part_2_holds_the_figures_of_the_release(some: Visitor) -> None:
    found = schema.read(some.get("/plan-performance.stratml").content)
    plan = in_force(some).newest.plan
    held = {one["id"]: one for goal in found["goals"] for item in goal["objectives"] for one in item["indicators"]}
    yardstick = next(one for one in plan.yardsticks if one.measure == "burglary")
    indicator = held[identifier(plan, "yardstick", yardstick.objective, "burglary")]
    assert indicator["unit"] == some.release.catalogue["burglary"].counts
    assert any(some.release.id in one["text"] and one["number"] for one in indicator["actuals"])
    newest = some.release.latest("burglary", some.release.areas[plan.area].kind)
    figure = some.get(f"/figures/burglary/{plan.area}/{newest}.json").json()  # type: ignore[attr-defined]
    assert float(indicator["actuals"][-1]["number"]) == figure["value"]


def test_figures_are_of_the_plans_years_and_of_every_period_that_has_a_target(real: Visitor) -> None:
    plan = in_force(real).newest.plan
    crimes = next(one for one in plan.yardsticks if one.measure == "burglary")
    officers = next(one for one in plan.yardsticks if one.measure == "police-officers")
    never = Target(Period.parse("FY2090-91"), Decimal(1), None)
    plan = replace(plan, yardsticks=(replace(crimes, targets=(never,)), officers))
    found = actuals_of(real.release, plan)
    newest = real.release.latest("burglary", real.release.areas[plan.area].kind)
    assert {str(newest), "FY2090-91"} <= {str(one.period) for one in found[crimes.id]}
    [missing] = [one for one in found[crimes.id] if one.value is None]
    assert (str(missing.period), missing.symbol) == ("FY2090-91", "[x]")
    assert "fy" not in {one.period.kind for one in found[officers.id]}, "a headcount is never added up over a year"
    assert "2019-03" in {str(one.period) for one in found[officers.id]}, "it is counted at the end of one"
    assert all(one.value is not None for one in found[officers.id])
    for one in (*found[crimes.id], *found[officers.id]):
        measure = "burglary" if one in found[crimes.id] else "police-officers"
        assert one.value == figure(real.release, measure, plan.area, one.period).value


def test_generated_figures_are_said_to_be_generated(illustrative: Visitor) -> None:
    found = schema.read(illustrative.get("/plan-performance.stratml").content)
    assert "illustrative" in found["other"]
    assert "illustrative" not in schema.read(illustrative.get("/plan.stratml").content)["other"]


@pytest.mark.parametrize("address", ["/plan.json", "/plan-performance.stratml"])
def test_a_file_that_has_not_changed_is_not_sent_again(some: Visitor, address: str) -> None:
    first = some.get(address)
    assert first.headers["Cache-Control"] == "public, max-age=60"
    assert some.get(address, 304, if_none_match=first.headers["ETag"]).content == b""


@pytest.mark.parametrize("ending", [*FORMS, "/performance.stratml"])
def test_a_plan_that_is_not_there_is_said_as_an_object(some: Visitor, ending: str) -> None:
    answer = some.get(f"/plans/no-such-plan{ending}", 404)
    assert answer.json()["error"]["code"] == "unknown-plan"  # type: ignore[attr-defined]


def test_without_a_release_they_say_that_there_is_nothing_yet(empty: Visitor) -> None:
    assert empty.client.get("/plan.json").status_code == empty.client.get("/measures/burglary.json").status_code


def test_the_list_of_files_links_to_each_of_them(some: Visitor) -> None:
    plan = in_force(some).id
    for context, wanted in (({}, IN_FORCE), ({"at": f"/plans/{plan}"}, addresses(plan))):
        assert set(Html(render_to_string("public/_plan_downloads.html", context)).links) == set(wanted)
    assert set(IN_FORCE) <= set(some.page("/plan").links)
    for other in (one.id for one in shelf(some.house.root, some.house.pack).volumes):
        assert set(addresses(other)) <= set(some.page(f"/plans/{other}").links)


def test_what_is_sent_says_its_letters_as_they_are(some: Visitor) -> None:
    text = some.get("/plan.stratml").content
    assert text.startswith(b'<?xml version="1.0" encoding="UTF-8"?>')
    assert ET.fromstring(text).tag == f"{{{schema.PART_1}}}StrategicPlan"
