"""The release rule of a protected measure: what is understood, and that anything else is refused with what to do."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from tests.support.guarded import SOME_RULE, Place, write_pack

from peelian.figures.canonical import canonical
from peelian.figures.catalogue import catalogue_from_json, load_catalogue
from peelian.figures.packfile import PackError
from peelian.figures.protection import Rule, RuleError, read_rule

MEASURE = {
    "id": "theft",
    "protect": "protected",
    "kind": "count",
    "periods": "month",
    "source": {"borough": {}, "ward": {}},
}
WARDS = {"threshold": 5, "ward": {"period": "r12", "every": 3}}


def test_a_rule_is_the_threshold_and_a_period_for_each_kind_of_area() -> None:
    assert read_rule({**WARDS, "borough": {"period": "month"}}, MEASURE) == Rule(5, {"borough": "month", "ward": "r12"})
    assert read_rule({"threshold": 5, "force": {"period": "year"}, "whole": "crime"}, MEASURE) == Rule(
        5, {"force": "year"}, "crime"
    )
    assert read_rule(None, MEASURE) is None


@pytest.mark.parametrize(
    ("rule", "measure", "said"),
    [
        (WARDS, {"protect": "public-source"}, "only for protected measures"),
        (WARDS, {"kind": "share"}, "only for counts by month"),
        (WARDS, {"periods": "year"}, "only for counts by month"),
        ([], {}, "no mapping"),
        ({"threshold": 5}, {}, "names no area kind"),
        ({"ward": {"period": "r12"}}, {}, "threshold None is no small number"),
        ({**WARDS, "threshold": 1}, {}, "threshold 1 is no small number"),
        ({**WARDS, "threshold": True}, {}, "threshold True is no small number"),
        ({**WARDS, "lsoa": {"period": "month"}}, {}, "unknown lsoa"),
        ({**WARDS, "ward": {"period": "quarter"}}, {}, "release of ward is not understood"),
        ({**WARDS, "ward": {"period": "r12", "every": 1}}, {}, "r12 every 1 months is not published"),
        ({**WARDS, "ward": {"period": "r12", "from": 3}}, {}, "release of ward is not understood"),
        ({**WARDS, "sensitive": True}, {}, "a sensitive measure is withheld below borough"),
        ({**WARDS, "sensitive": "yes"}, {}, "sensitive 'yes' is not understood"),
        ({**WARDS, "whole": "theft"}, {}, "whole 'theft' is no other measure"),
        (WARDS, {"source": {"borough": {}}}, "names ward, of which there is no source"),
    ],
)
def test_what_a_rule_cannot_say_is_refused(rule: Any, measure: dict[str, Any], said: str) -> None:
    with pytest.raises(RuleError, match=said) as refused:
        read_rule(rule, MEASURE | measure)
    assert refused.value.remedy


def test_a_mistake_is_told_with_file_and_line(tmp_path: Path) -> None:
    pack = write_pack(tmp_path, Place(), {"theft": SOME_RULE.replace("every: 3", "every: 6")})
    with pytest.raises(PackError, match=r"theft\.yaml, line 13: r12 every 6 months is not published"):
        load_catalogue(pack)


@pytest.mark.parametrize("whole", ["nothing", "burglary"])
def test_a_whole_is_a_count_that_is_no_category_itself(tmp_path: Path, whole: str) -> None:
    def rule(name: str) -> str:
        return SOME_RULE.replace("threshold: 5", f"threshold: 5, whole: {name}")

    pack = write_pack(tmp_path, Place(), {"crime": SOME_RULE, "burglary": rule("crime"), "theft": rule(whole)})
    with pytest.raises(PackError, match=f"measure 'nothing' is unknown|{whole} is no whole"):
        load_catalogue(pack)


@pytest.mark.parametrize(
    ("whole", "said"),
    [
        (
            "force: {period: month}, borough: {period: month}",
            "crime is shown by borough, and this by smaller areas alone",
        ),
        ("ward: {period: r12}", "This is shown by force, and crime by smaller areas alone"),
    ],
)
def test_a_category_and_its_whole_are_shown_by_the_same_wider_areas(tmp_path: Path, whole: str, said: str) -> None:
    """Else sums of the smaller areas of one would be subtracted from the other, where nobody has thought of it."""
    part = "{threshold: 5, whole: crime, force: {period: month}, ward: {period: r12}}"
    pack = write_pack(tmp_path, Place(), {"crime": f"{{threshold: 5, {whole}}}", "theft": part})
    with pytest.raises(PackError, match=said):
        load_catalogue(pack)


def test_a_release_keeps_the_rule(tmp_path: Path) -> None:
    import json

    catalogue = load_catalogue(write_pack(tmp_path, Place(), {"theft": SOME_RULE, "robbery": None}))
    kept = catalogue_from_json(json.loads(catalogue.text), catalogue.areas)
    assert (
        kept["theft"].release
        == catalogue["theft"].release
        == Rule(5, {"force": "month", "borough": "month", "ward": "r12"})
    )
    assert kept["robbery"].release is None
    assert canonical(list(kept)) == canonical(list(catalogue))
