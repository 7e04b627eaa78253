"""What a recommendation, a claim or a verdict rests on can be read: a figure that is out, a decision that is published."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from tests.support import decisions, ledger
from tests.support.office import Office

from peelian.figures.errors import PeelianError
from peelian.figures.house import House
from peelian.scrutiny.ledger import actions, stepping
from peelian.scrutiny.ledger.evidence import found
from peelian.scrutiny.ledger.models import RecommendationRecord
from peelian.scrutiny.ledger.records import Evidence

pytestmark = pytest.mark.django_db
FIGURE = "burglary/E09000003/2017-03"


@pytest.fixture
def house(illustrative_house: House, copy_of: Callable[[House], House], settings: Any) -> House:
    made = copy_of(illustrative_house)
    settings.PEELIAN_DATA = made.root
    return made


@pytest.mark.parametrize("where", [FIGURE, f" {FIGURE} ", "burglary/E09000003"])
def test_a_figure_that_is_out_is_named_as_its_page_is(house: House, where: str) -> None:
    [one] = found([Evidence("figure", "Burglary in March", where)], house)
    assert one.where == where.strip()


@pytest.mark.parametrize(
    ("where", "said"),
    [
        ("nosuch/E09000003/2024-05", "nosuch"),
        ("burglary/E99000099/2024-05", "E99000099"),
        ("burglary/E09000003/2039-05", "2039"),
        (f"{FIGURE}@1999-01-01", "1999-01-01"),
    ],
)
def test_a_figure_that_nobody_can_read_shows_nothing(house: House, where: str, said: str) -> None:
    with pytest.raises(PeelianError) as refused:
        found([Evidence("figure", "A figure", where)], house)
    assert said in str(refused.value) and refused.value.remedy


def test_without_a_release_no_figure_is_out(tmp_path: Any) -> None:
    with pytest.raises(PeelianError, match="No figures are published yet"):
        found([Evidence("figure", "A figure", FIGURE)], House(tmp_path))


def test_a_decision_is_found_however_its_reference_is_written_once_it_is_out(office: Office, house: House) -> None:
    version = decisions.begun(office, house)
    written = str(version.decision.key.partition(":")[2])
    spaced = written.replace("-", " ").lower()
    with pytest.raises(PeelianError, match=r"(?i)not known|no decision|missing"):
        found([Evidence("decision", "The grants", spaced)], house)
    decisions.published(office, house, version)
    assert found([Evidence("decision", "The grants", spaced)], house)[0].where == written


def test_a_claim_and_a_report_are_asked_for_it(office: Office, house: House) -> None:
    draft = ledger.drafted(office, house, slug="draft")
    wrong = {"kind": "figure", "what": "A figure", "where": "nosuch/E09000003/2024-05"}
    with pytest.raises(PeelianError, match="nosuch"):
        actions.add(draft, "3", ["mopac"], ledger.entry("Third", evidence=[wrong]), house, by=office.by("clara"))
    asked = RecommendationRecord.objects.get(report=draft, number="1")
    with pytest.raises(PeelianError, match="nosuch"):
        actions.change(
            asked,
            ["mopac"],
            ledger.entry("First", evidence=[wrong]),
            house,
            version=asked.version,
            by=office.by("clara"),
        )
    one = ledger.number(ledger.published(office, house), "1")
    with pytest.raises(PeelianError, match="nosuch"):
        stepping.claim(
            one,
            "mopac",
            "delivered",
            ledger.DAY,
            house,
            evidence=[Evidence(**wrong)],
            by=office.by("lia"),
            reason="Done.",
        )
