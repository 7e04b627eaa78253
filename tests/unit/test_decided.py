"""What people have decided, as the pack keeps it: new baselines with a name behind each, and bodies' rules with their targets."""

from __future__ import annotations

import json
import shutil
from decimal import Decimal
from pathlib import Path

import pytest

from peelian.figures.catalogue import Catalogue, catalogue_from_json, load_catalogue
from peelian.figures.judge.ratings import Rule, Target
from peelian.figures.pack import PACKS
from peelian.figures.packfile import PackError
from peelian.figures.periods import Period, parse_month

BASELINE = """\
- {id: new-usual, measure: burglary, area: E09000016, from: '2024-03', reason: A new way of recording.,
   by: A. Person, decided: 2024-09-01}
"""
RULE = """\
- id: havering-2016
  body: Havering
  title: Its rating
  amber: movement
  unchanged: null
  compared_with: null
  two_sided: null
  source: seed-004, lines 1722 to 1736
  indicators:
    - measure: burglary
      area: E09000016
      wanted: lower
      tolerance: {kind: percent, value: 5}
      targets:
        - {period: FY2016-17, value: 1000, profile: [30, 30, 20, 20]}
        - {period: FY2016-17-Q4, value: 190}
        - {low: 28, high: 40}
"""


def london(folder: Path, *, baselines: str = "", ratings: str = "") -> Path:
    """London's pack with files of one's own."""
    pack = folder / "london"
    shutil.copytree(PACKS / "london", pack)
    (pack / "baselines.yaml").write_text(baselines or "[]", encoding="utf-8")
    (pack / "ratings.yaml").write_text(ratings or "[]", encoding="utf-8")
    return pack


def test_a_new_baseline_has_a_month_a_reason_and_a_name(tmp_path: Path) -> None:
    [found] = load_catalogue(london(tmp_path, baselines=BASELINE)).baselines
    assert (found.measure, found.area, found.month) == ("burglary", "E09000016", parse_month("2024-03"))
    assert (found.reason, found.by, found.decided) == ("A new way of recording.", "A. Person", "2024-09-01")


def test_the_target_of_a_quarter_is_its_own_else_its_share_of_the_year_else_that_of_all(tmp_path: Path) -> None:
    [rule] = load_catalogue(london(tmp_path, ratings=RULE)).rules
    [indicator] = rule.indicators
    assert rule.rule == Rule("movement")
    room = Decimal("0.05")
    assert indicator.target(Period.parse("FY2016-17-Q1")) == Target.at(Decimal(300), room)
    assert indicator.target(Period.parse("FY2016-17-Q3")) == Target.at(Decimal(200), room)
    assert indicator.target(Period.parse("FY2016-17-Q4")) == Target.at(Decimal(190), room)
    assert indicator.target(Period.parse("FY2018-19-Q1")) == Target(Decimal(28), Decimal(40), room)
    assert indicator.better == -1


def test_without_a_target_there_is_none(tmp_path: Path) -> None:
    only_a_year = RULE.replace("        - {period: FY2016-17-Q4, value: 190}\n        - {low: 28, high: 40}\n", "")
    [rule] = load_catalogue(london(tmp_path, ratings=only_a_year)).rules
    assert rule.indicators[0].target(Period.parse("FY2018-19-Q1")) is None


def test_a_release_keeps_them_all(tmp_path: Path) -> None:
    made = load_catalogue(london(tmp_path, baselines=BASELINE, ratings=RULE))
    again = catalogue_from_json(json.loads(made.text), made.areas)
    assert (again.baselines, again.rules) == (made.baselines, made.rules)
    assert again.sha256 == made.sha256


def test_a_catalogue_of_before_there_were_any_is_read_all_the_same() -> None:
    made = load_catalogue(PACKS / "london")
    older = json.loads(made.text)
    del older["baselines"], older["rules"]
    again: Catalogue = catalogue_from_json(older, made.areas)
    assert (again.baselines, again.rules) == ((), ())


def test_haverings_rule_is_encoded_with_its_open_questions_and_without_targets() -> None:
    """Seed 004, lines 1722 to 1736; the band of repeat referrals is at line 1785."""
    [rule] = load_catalogue(PACKS / "london").rules
    assert (rule.id, rule.rule.amber, rule.rule.open) == (
        "havering-2016",
        "movement",
        ["unchanged", "compared_with", "two_sided"],
    )
    quarter = Period.parse("FY2016-17-Q3")
    targets = {item.measure: item.target(quarter) for item in rule.indicators}
    assert targets["total-notifiable-offences"] is targets["asb-incidents"] is None
    assert targets["marac-repeat-referrals"] == Target(Decimal(28), Decimal(40))
    assert all(item.tolerance is None for item in rule.indicators)


@pytest.mark.parametrize(
    ("old", "new", "line", "says"),
    [
        ("measure: burglary", "measure: burglery", 1, "measure 'burglery' is unknown"),
        ("area: E09000016", "area: Havring", 1, "area 'Havring' is unknown"),
        ("from: '2024-03'", "from: spring", 1, "'spring' is no period"),
        ("by: A. Person", "by: ' '", 2, "by is empty"),
        ("reason: A new way of recording.", "reason: null", 1, "reason is empty"),
        ("decided: 2024-09-01", "decided: lately", 2, "'lately' is no date"),
    ],
)
def test_a_baseline_that_nobody_can_stand_for_is_refused(
    tmp_path: Path, old: str, new: str, line: int, says: str
) -> None:
    assert old in BASELINE
    with pytest.raises(PackError) as raised:
        load_catalogue(london(tmp_path, baselines=BASELINE.replace(old, new)))
    assert says in raised.value.message
    assert f"baselines.yaml, line {line}:" in raised.value.message


@pytest.mark.parametrize(
    ("old", "new", "line", "says"),
    [
        ("amber: movement", "amber: sometimes", 4, "amber 'sometimes' is unknown"),
        ("unchanged: null", "unchanged: green", 5, "unchanged 'green' is unknown"),
        ("compared_with: null", "compared_with: last week", 6, "compared_with 'last week' is unknown"),
        ("two_sided: null", "two_sided: maybe", 7, "two_sided 'maybe' is unknown"),
        ("wanted: lower", "wanted: none", 12, "wanted 'none' is unknown"),
        ("kind: percent", "kind: pounds", 13, "tolerance in 'pounds' is unknown"),
        ("value: 5}", "value: five}", 10, "'five' is no number"),
        ("profile: [30, 30, 20, 20]", "profile: [30, 30, 20]", 15, "a profile is four shares that make 100"),
        ("profile: [30, 30, 20, 20]", "profile: [30, 30, 30, 20]", 15, "a profile is four shares that make 100"),
        (", profile: [30, 30, 20, 20]", "", 15, "FY2016-17 is no quarter"),
        ("period: FY2016-17-Q4", "period: summer", 16, "'summer' is no period"),
        ("{low: 28, high: 40}", "{low: 28, high: 40, value: 3}", 17, "a value, or a band of low and high"),
        ("{low: 28, high: 40}", "{period: FY2016-17-Q1}", 17, "a value, or a band of low and high"),
    ],
)  # fmt: skip
def test_a_rule_that_cannot_be_read_is_refused_at_its_line(
    tmp_path: Path, old: str, new: str, line: int, says: str
) -> None:
    assert old in RULE
    with pytest.raises(PackError) as raised:
        load_catalogue(london(tmp_path, ratings=RULE.replace(old, new)))
    assert says in raised.value.message
    assert f"ratings.yaml, line {line}:" in raised.value.message
