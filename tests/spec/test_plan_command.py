"""``peelian plan``: how a plan stands, and the plan as a file, from a house or from its pack alone."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest
from tests.support import stratml as schema

from peelian import cli
from peelian.figures.house import House

LATE = "2017-12  milestone dedicated-ward-officers: Two dedicated constables in each ward"


def ask(*arguments: str, data: Path) -> int:
    return cli.main(["plan", *arguments, "--data", str(data)])


@pytest.fixture
def house(tmp_path: Path) -> Path:
    """A house in which nothing is yet: its plans are those of London's pack."""
    return tmp_path / "house"


def test_show_says_what_was_claimed_and_what_is_overdue(house: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert ask("show", data=house) == cli.DONE
    said = capsys.readouterr().out
    assert "A safer city for all Londoners (plan-2017-21), consulted; 1 edition(s)" in said
    assert "44 of which nobody has said anything" in said
    assert LATE in said
    assert not house.exists(), "asking writes nothing"


def test_show_as_json_is_the_whole_plan(house: Path, capsys: pytest.CaptureFixture[str]) -> None:
    ask("show", "--json", data=house)
    shown = json.loads(capsys.readouterr().out)
    ask("export", data=house)
    assert shown == json.loads(capsys.readouterr().out)


def test_another_plan_is_asked_for_by_its_id(house: Path, capsys: pytest.CaptureFixture[str]) -> None:
    ask("export", "--plan", "plan-2021-25", data=house)
    assert json.loads(capsys.readouterr().out)["id"] == "plan-2021-25"


def test_a_plan_that_is_not_there_is_asking_wrongly(house: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert ask("export", "--plan", "none", data=house) == cli.USAGE
    assert "No plan none." in capsys.readouterr().err


def test_a_pack_without_a_plan_says_so(house: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert ask("show", "--pack", "west-yorkshire", data=house) == cli.USAGE
    assert "No plan is kept" in capsys.readouterr().err


def test_every_form_can_be_written_to_a_file(house: Path, tmp_path: Path) -> None:
    made = {}
    for form in ("json", "csv", "claims", "stratml", "stratml-performance"):
        assert ask("export", "--form", form, "--out", str(tmp_path / form), data=house) == cli.DONE
        made[form] = (tmp_path / form).read_bytes()
    rows = csv.DictReader(io.StringIO(made["csv"].decode().removeprefix("\ufeff")))
    assert len(list(rows)) == len(json.loads(made["json"])["items"])
    assert made["claims"].decode().count("\r\n") == 1, "nobody has claimed anything: the columns alone"
    for form in ("stratml", "stratml-performance"):
        assert schema.faults(made[form]) == []
    assert schema.read(made["stratml-performance"])["type"] == "Performance_Plan"


def test_a_house_with_a_release_adds_its_figures(illustrative_house: House, tmp_path: Path) -> None:
    ask("export", "--form", "stratml-performance", "--out", str(tmp_path / "x"), data=illustrative_house.root)
    assert schema.read((tmp_path / "x").read_bytes())["type"] == "Performance_Report"
