"""Each kind of page answers, says what it is, and is one page in one order."""

from __future__ import annotations

import re
from itertools import pairwise

import pytest

from tests.browser.kinds import ABSENT, KINDS
from tests.web.conftest import Visitor

MEASURES = ("burglary", "homicide", "confidence-good-job", "knife-crime", "mayors-questions-in-time", "population")


def _address(visitor: Visitor, pattern: str) -> str:
    snapshots = {item.dataset.replace("-", "_"): item.short for item in visitor.house.lake}
    known = {"release": visitor.release.id, "older": visitor.release.id, **snapshots}
    return pattern.format(**known)


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_of_page_answers(real: Visitor, kind: str) -> None:
    page = real.page(_address(real, KINDS[kind]), 404 if kind in ABSENT else 200)
    assert [level for level, _text in page.headings].count(1) == 1
    assert page.title.endswith(" – Peelian")
    assert len(page.title) <= 72
    levels = [level for level, _text in page.headings]
    assert all(after - before <= 1 for before, after in pairwise(levels)), levels


@pytest.mark.parametrize(
    "path", ["/", "/plan", "/measures", "/areas", "/areas/E09000016", "/data", "/releases", "/about"]
)
def test_pages_of_the_illustrative_house_say_so(illustrative: Visitor, path: str) -> None:
    assert "Illustrative figures: not real" in illustrative.text(path)


@pytest.mark.parametrize("measure", MEASURES)
def test_measures_of_the_illustrative_house_answer(illustrative: Visitor, measure: str) -> None:
    older = f"/r/{illustrative.release.id}"
    for address in (f"/measures/{measure}", f"/measures/{measure}/E09000016", f"{older}/measures/{measure}"):
        assert "Illustrative figures: not real" in illustrative.text(address)


@pytest.mark.parametrize(
    "path", ["/nowhere", "/areas/E0", "/figures/burglary/E09000016/soon", "/r/1999-01-01/measures/burglary"]
)
def test_error_pages_of_the_illustrative_house_say_so(illustrative: Visitor, path: str) -> None:
    answer = illustrative.client.get(path)
    assert answer.status_code in (400, 404)
    assert "Illustrative figures: not real" in answer.content.decode()


def test_a_comparison_can_be_cited(some: Visitor) -> None:
    text = some.text("/compare?measure=burglary&area=E09000016&area=E09000007")
    assert f"/r/{some.release.id}/compare?measure=burglary&amp;area=E09000016&amp;area=E09000007" in text
    assert '<input class="pe-search__input" id="header-search" name="q" type="search" value=""' in text


def test_real_pages_carry_no_banner(real: Visitor) -> None:
    assert "Illustrative figures" not in real.text("/measures/burglary")


def test_every_measure_and_objective_and_commitment_has_its_page(some: Visitor) -> None:
    from peelian.plans.queries import load_plan

    plan = load_plan(some.house.pack)
    for measure in some.release.catalogue:
        assert measure.title in _plain(some.text(f"/measures/{measure.id}"))
    for objective in plan.objectives:
        assert objective.title in _plain(some.text(f"/objectives/{objective.id}"))
    for item in (*plan.commitments, *plan.promises):
        assert item.title in _plain(some.text(f"/commitments/{item.id}"))
    for theme in plan.themes:
        assert theme.title in _plain(some.text(f"/plan/themes/{theme.id}"))


def _plain(text: str) -> str:
    return text.replace("&#x27;", "'").replace("&amp;", "&")


def test_every_area_has_its_page(some: Visitor) -> None:
    for area in some.release.areas:
        if area.kind != "ward":
            assert area.name in _plain(some.text(f"/areas/{area.id}"))


def test_a_page_knows_its_lasting_address(some: Visitor) -> None:
    text = some.text("/measures/burglary?boroughs=rate-descending")
    found = re.search(r'<link rel="canonical" href="([^"]+)">', text)
    assert found
    assert found[1] == "http://testserver/measures/burglary"
    figure = some.text("/figures/burglary/E09000016/R12-2016-12?kind=rate")
    assert 'href="http://testserver/figures/burglary/E09000016/R12-2016-12?kind=rate"' in figure


def test_the_plan_s_own_area_has_the_short_address(some: Visitor) -> None:
    answer = some.get("/measures/burglary/E23000001", 302)
    assert answer.headers["Location"] == "/measures/burglary"


def test_a_table_is_sorted_without_scripts(some: Visitor) -> None:
    page = some.page("/measures/burglary?boroughs=value-descending")
    values = [_number(row[2]) for row in page.tables["boroughs"][1:-1]]
    assert len(values) == 32
    assert values == sorted(values, reverse=True)
    again = some.page("/measures/burglary?boroughs=value-ascending")
    assert [_number(row[2]) for row in again.tables["boroughs"][1:-1]] == sorted(values)


def test_each_table_has_its_own_order_and_keeps_the_reader_there(some: Visitor) -> None:
    links = some.page("/measures/burglary?units=value-descending").links
    assert "?units=value-descending&boroughs=change-descending#boroughs" in links
    assert "?units=value-ascending#units" in links


def _number(text: str) -> float:
    return float(text.split(" [", maxsplit=1)[0].replace(",", "").replace("%", ""))


def test_comparing_needs_no_script(some: Visitor) -> None:
    form = "/compare?measure=burglary&area=E09000016&area2=E09000007&area3=&area4="
    answer = some.get(form, 302)
    assert answer.headers["Location"] == "/compare?measure=burglary&area=E09000016&area=E09000007"
    page = some.page(answer.headers["Location"])
    assert [row[0] for row in page.tables["side-by-side"][1:]] == ["Havering", "Camden"]


def test_more_than_four_places_are_cut_and_it_is_said(some: Visitor) -> None:
    areas = "&".join(f"area=E0900000{n}" for n in range(2, 8))
    assert "Only the first four places are shown" in some.text(f"/compare?measure=burglary&{areas}")


def test_places_and_measures_are_found_by_name(some: Visitor) -> None:
    links = some.page("/search?q=burglary").links
    assert "/measures/burglary" in links
    assert "/areas/E09000016" in some.page("/search?q=haver").links
    assert "/areas/E09000016" in some.page("/areas?q=HAVERING").links
    assert "/objectives/fewer-gun-crimes" in some.page("/search?q=gun+crimes").links


def test_what_committees_asked_and_discussed_is_found_by_its_words(some: Visitor) -> None:
    found = {
        "confidence+londoners": "/recommendations/london-assembly-pcc/draft-plan-2021-25/6",
        "facial+recognition+commissioner": "/recommendations/london-assembly-pcc/live-facial-recognition-mps-2020",
        "hate+crime": "/investigations/hate-crime-2019",
        "overview+scrutiny": "/committees/havering-overview-and-scrutiny-board",
        "hercules": "/committees/havering-crime-and-disorder/2016-11-01#item-13",
    }
    for words, address in found.items():
        assert address in some.page(f"/search?q={words}").links, words


@pytest.mark.parametrize(
    ("address", "way"),
    [
        ("/committees", ["/scrutiny"]),
        ("/committees/london-assembly-pcc", ["/scrutiny", "/committees"]),
        ("/committees/london-assembly-pcc/2017-07-20", ["/scrutiny", "/committees", "/committees/london-assembly-pcc"]),
        ("/committees/london-assembly-pcc/actions", ["/scrutiny", "/committees", "/committees/london-assembly-pcc"]),
        ("/recommendations", ["/scrutiny"]),
        ("/recommendations/london-assembly-pcc/draft-plan-2021-25", ["/scrutiny", "/recommendations"]),
        ("/bodies/mopac", ["/scrutiny", "/bodies"]),
        ("/investigations/hate-crime-2019", ["/scrutiny", "/investigations"]),
        ("/decisions/MDA-1217", ["/decisions"]),
    ],
)
def test_the_way_back_leads_through_the_room_that_a_page_is_in(some: Visitor, address: str, way: list[str]) -> None:
    crumbs = re.search(r'<nav class="pe-breadcrumbs".*?</nav>', some.text(address), re.S)
    assert crumbs is not None
    assert re.findall(r'href="([^"]+)"', crumbs[0]) == way
    (last,) = re.findall(r'aria-current="page">([^<]+)<', crumbs[0])
    assert len(last) <= 60, "what ends the way is short enough for a phone"


def test_a_slip_of_the_pen_is_understood(some: Visitor) -> None:
    assert "/measures/burglary" in some.page("/search?q=burglry").links


def test_what_is_typed_is_shown_as_typed(some: Visitor) -> None:
    text = some.text("/search?q=%3Cscript%3Ealert(1)%3C/script%3E")
    assert "<script>alert" not in text
    assert "&lt;script&gt;" in text
