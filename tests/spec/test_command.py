"""The command's promises: names, exit codes and JSON as EXAMPLES, and every word of them documented."""

from __future__ import annotations

import argparse
import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from tests.conftest import ROOT
from tests.support.wide import two_boroughs, write_boroughs

from peelian import cli
from peelian.figures.house import House
from peelian.figures.loading import load
from peelian.figures.periods import month_ordinal
from peelian.figures.releases.build import release

START = month_ordinal(2024, 1)
Run = Callable[..., tuple[int, Any]]


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> House:
    folder = tmp_path_factory.mktemp("command")
    house = House(folder / "house")
    load(house, [write_boroughs(folder / "2026-01" / "crime.csv", START, two_boroughs())])
    release(house)
    return house


@pytest.fixture
def run(house: House, capsys: pytest.CaptureFixture[str]) -> Run:
    """Run a command with --json in the module's house: exit code and answer."""

    def ask(*arguments: str, data: Path | None = None) -> tuple[int, Any]:
        code = cli.main([*arguments, "--json", "--data", str(data or house.root)])
        return code, json.loads(capsys.readouterr().out)

    return ask


def test_load_answers_as_promised(run: Run, tmp_path: Path) -> None:
    path = write_boroughs(tmp_path / "2026-01" / "crime.csv", START, two_boroughs())
    code, answer = run("load", str(path), data=tmp_path / "house")
    assert code == 0
    [file] = answer["files"]
    assert answer["refused"] == 0
    assert {key: file[key] for key in ("file", "outcome", "dataset", "vintage", "rows", "periods", "areas")} == {
        "file": "crime.csv", "outcome": "accepted-with-warnings", "dataset": "mps-borough", "vintage": "2026-01", "rows": 72,
        "periods": ["2024-01", "2025-12"], "areas": 2,
    }  # fmt: skip
    assert re.fullmatch("[0-9a-f]{64}", file["snapshot"])
    assert set(file["findings"][0]) == {"severity", "what", "where", "remedy"}
    assert set(file["findings"][0]["where"]) == {"sheet", "row", "column"}


def test_load_exits_1_exactly_when_something_was_refused(run: Run, tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "README.md").write_text("Words.")
    code, answer = run("load", str(tmp_path / "in"), data=tmp_path / "house")
    assert (code, answer["refused"], answer["files"][0]["outcome"]) == (0, 0, "passed-over")
    (tmp_path / "in" / "odd.csv").write_text("Name,Age\nA,1\nB,2\n")
    code, answer = run("load", str(tmp_path / "in"), data=tmp_path / "house")
    assert (code, answer["refused"]) == (1, 1)


def test_release_answers_with_id_and_changes(run: Run, house: House) -> None:
    code, answer = run("release")
    assert code == 0
    assert re.fullmatch(r"\d{4}-\d{2}-\d{2}(\.\d+)?", answer["release"])
    assert {"since", "revised", "new", "vanished"} <= set(answer["changes"])


def test_verify_answers_sound(run: Run) -> None:
    _, listed = run("releases")
    code, answer = run("verify", listed["releases"][0]["id"])
    assert (code, answer["sound"], answer["failures"]) == (0, True, [])
    assert answer["figures"] > 0


def test_figure_answers_as_promised(run: Run) -> None:
    code, answer = run("figure", "burglary", "E09000016", "2025-12")
    assert code == 0
    expected = {
        "measure": "burglary", "area": {"id": "E09000016", "name": "Havering", "kind": "borough"}, "period": "2025-12",
        "value": 50, "kind": "count", "unit": "offences", "symbol": None, "numerator": 50, "denominator": None,
        "method": {"id": "sum-of-months", "version": 1}, "provisional": True, "breaks": [], "illustrative": False,
    }  # fmt: skip
    assert {key: answer[key] for key in expected} == expected
    [source] = answer["sources"]
    assert {key: source[key] for key in ("file", "dataset", "vintage", "rows")} == {
        "file": "crime.csv", "dataset": "mps-borough", "vintage": "2026-01",
        "rows": [{"row": 3, "column": "202512", "value": 50, "of": "RES BURGLARY OF A HOME, Havering"}],
    }  # fmt: skip


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (("figure", "burglarry", "E09000016", "2025-12"), "unknown-measure"),
        (("figure", "burglary", "E09000099", "2025-12"), "unknown-area"),
        (("figure", "burglary", "E09000016", "December"), "unknown-period"),
        (("figure", "burglary", "E09000007", "2025-12"), "no-figure"),
        (("figure", "burglary", "E09000016", "2025-12", "--release", "1999-01-01"), "unknown-release"),
        (("verify", "1999-01-01"), "unknown-release"),
        (("load", "no/such/file.csv"), "no-such-file"),
        (("load", ".", "--vintage", "soon"), "bad-vintage"),
        (("release", "--snapshot", "ffff"), "unknown-snapshot"),
    ],
)
def test_asking_wrongly_exits_2_with_one_shape_of_error(run: Run, arguments: tuple[str, ...], code: str) -> None:
    exit_code, answer = run(*arguments)
    assert exit_code == 2
    assert set(answer) == {"error"}
    assert set(answer["error"]) == {"code", "message", "where", "remedy"}
    assert answer["error"]["code"] == code
    assert answer["error"]["remedy"]


def test_lists_answer_with_rows(run: Run) -> None:
    for name, key in (("measures", "id"), ("areas", "id"), ("snapshots", "sha256"), ("releases", "id")):
        code, answer = run(name)
        assert code == 0
        assert answer[name]
        assert key in answer[name][0]
    _, answer = run("areas", "--find", "haver")
    assert [area["id"] for area in answer["areas"]] == ["E09000016"]
    _, answer = run("areas", "--measure", "burglary")
    assert {area["id"] for area in answer["areas"]} == {
        "E09000003",
        "E09000016",
        "london:bcu-ea",
        "london:bcu-nw",
        "E23000001",
    }


def test_words_are_printed_without_json(house: House, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["figure", "burglary", "E09000016", "R12-2025-12", "--data", str(house.root)]) == 0
    printed = capsys.readouterr().out
    assert "Burglary, Havering, 12 months to December 2025: 600" in printed
    assert "crime.csv" in printed
    assert cli.main(["figure", "burglary", "E09000099", "2025-12", "--data", str(house.root)]) == 2
    failed = capsys.readouterr()
    assert failed.out == ""
    assert "peelian areas --json lists all areas." in failed.err
    assert "Traceback" not in failed.err


def test_an_unwritable_folder_is_said_plainly(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "file").write_text("not a folder")
    path = write_boroughs(tmp_path / "2026-01" / "crime.csv", START, two_boroughs())
    assert cli.main(["load", str(path), "--data", str(tmp_path / "file" / "house")]) == 2
    assert "cannot be written" in capsys.readouterr().err


def commands() -> dict[str, argparse.ArgumentParser]:
    parser = cli._parser()  # the tests of the command look into it so that the manual cannot fall behind
    [choices] = [action.choices for action in parser._actions if isinstance(action, argparse._SubParsersAction)]
    return dict(choices)


def test_every_command_option_and_exit_code_is_documented() -> None:
    text = (ROOT / "docs" / "reference" / "command.md").read_text(encoding="utf-8")
    for name, parser in commands().items():
        assert re.search(rf"`(peelian )?{name}\b", text), name
        for action in parser._actions:
            for option in action.option_strings:
                if option not in ("-h", "--help"):
                    assert f"`{option}`" in text or f"`{option} " in text, f"{name} {option}"
    for code in (cli.DONE, cli.COMPLAINT, cli.USAGE, 130):
        assert f"| {code} |" in text
