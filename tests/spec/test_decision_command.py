"""``peelian decision``: what is out, one decision, what is wrong with a form; from a house or from its pack alone."""

from __future__ import annotations

import csv
import io
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
import yaml
from tests.support.decisions import ADVICE, FORM

from peelian import cli
from peelian.cli.decisions import FORMS

SIGNED = {"post": "Deputy Mayor", "name": "Debbie Diaz", "day": "2026-11-26"}


def ask(*arguments: str, data: Path) -> int:
    return cli.main(["decision", *arguments, "--data", str(data)])


@pytest.fixture
def house(tmp_path: Path) -> Path:
    """A house in which nothing is yet: its decisions are those of London's pack."""
    return tmp_path / "house"


def form(folder: Path, **changed: object) -> Path:
    """A whole form with every signature, in a file of its own."""
    advice = [{"subject": one, "text": "Sound.", "signature": SIGNED} for one in ADVICE]
    whole = {
        "reference": "PCD 1560",
        "officer": SIGNED,
        "director": SIGNED,
        "maker": SIGNED,
        "interests": "None.",
        "advice": advice,
    }
    told = {key: value for key, value in (FORM | whole | changed).items() if value is not None}
    path = folder / "form.yaml"
    path.write_text(yaml.safe_dump(told, allow_unicode=True), encoding="utf-8")
    return path


def test_list_says_what_is_known_and_which_numbers_are_missing(house: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert ask("list", data=house) == cli.DONE
    said = capsys.readouterr().out
    assert "PCD 188          ?            Money for the Safer Neighbourhood Boards in 2017/18" in said
    assert "20 decisions, together nothing; 20 of 20 state no amount." in said
    assert "Policing and crime decisions: 19 known, 68 missing: PCD 133 to 138" in said
    assert ask("list", "--json", data=house) == cli.DONE
    assert len(json.loads(capsys.readouterr().out)["rows"]) == 20


def test_show_tells_everything_of_one_decision(house: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert ask("show", "mda 1217", data=house) == cli.DONE
    said = capsys.readouterr().out
    assert "Taken: 24 September 2020 (Chair of the Police and Crime Committee, Unmesh Desai AM)" in said
    assert "Consultees: The power names Caroline Pidgeon MBE AM" in said
    assert ask("show", "PCD-1", data=house) != cli.DONE
    assert "No decision PCD 1 is known here." in capsys.readouterr().err


def test_check_finds_nothing_wrong_with_a_whole_form(
    house: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert ask("check", str(form(tmp_path)), "--published", "2026-11-27", data=house) == cli.DONE
    assert "Nothing is wrong with it." in capsys.readouterr().out


@pytest.mark.parametrize(
    ("changed", "published", "says"),
    [
        ({"deferral": {"reason": "x"}}, "", "Publication is deferred, and it does not say until what date."),
        ({}, "2026-12-01", "2 working days late"),
        ({"part_2": True}, "", "It says that there is a Part 2, and nothing stands in it."),
        ({"interests": None}, "", "It does not say whether whoever took it had an interest in it."),
        ({"plan_items": ["commitment:moon"]}, "", "has no commitment moon"),
    ],
)
def test_check_says_what_is_wrong_and_ends_with_one(
    house: Path,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    changed: dict[str, object],
    published: str,
    says: str,
) -> None:
    more = ["--published", published] if published else []
    assert ask("check", str(form(tmp_path, **changed)), *more, "--json", data=house) == cli.COMPLAINT
    told = json.loads(capsys.readouterr().out)
    assert [one["says"] for one in told["faults"] if says in one["says"]]
    assert not told["sound"]


def test_check_names_file_and_line_of_what_cannot_be_read(
    house: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "form.yaml").write_text("reference: PCD 1\ntitle: x\ncolour: red\n", encoding="utf-8")
    assert ask("check", str(tmp_path / "form.yaml"), data=house) != cli.DONE
    assert "form.yaml, line 1: has unknown colour" in capsys.readouterr().err


def test_check_of_the_members_decision_is_as_n41_has_it(house: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert ask("check", "MDA-1217", "--json", data=house) == cli.DONE
    told = json.loads(capsys.readouterr().out)
    assert (told["due"], told["faults"]) == ("2020-09-25", [])
    assert [one["what"] for one in told["warnings"]] == ["consultees", "consultees", "consultees", "plan_items"]


@pytest.mark.parametrize("asked", [("list",), ("show", "MDA-1217"), *(("export", "--form", one) for one in FORMS)])
def test_it_needs_no_office_to_be_running(house: Path, asked: tuple[str, ...]) -> None:
    """As a process of its own: what this one has set up for the records is not there."""
    done = subprocess.run(
        [sys.executable, "-m", "peelian.cli", "decision", *asked, "--data", str(house)], capture_output=True, text=True,
        check=False, env={name: value for name, value in os.environ.items() if name != "DJANGO_SETTINGS_MODULE"},
    )  # fmt: skip
    assert (done.returncode, done.stderr) == (cli.DONE, "")


def test_export_writes_rows_as_the_site_does(house: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert ask("export", data=house) == cli.DONE
    rows = list(csv.DictReader(io.StringIO(capsys.readouterr().out.removeprefix("﻿"))))
    assert (len(rows), rows[0]["reference"], rows[0]["document"], rows[0]["line"]) == (20, "PCD 132", "seed-002", "205")
    assert ask("export", "--form", "360giving", data=house) == cli.DONE
    assert json.loads(capsys.readouterr().out) == {"grants": []}
