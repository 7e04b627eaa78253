"""Harm by a body's weights: beside the count, of one version, every offence once and none left out."""

from __future__ import annotations

import json
import math
from pathlib import Path

import pytest
from tests.spec.test_judgements import HAVERING, MONTHS, START, boroughs, released

from peelian import cli
from peelian.figures.errors import PeelianError
from peelian.figures.packfile import PackError
from peelian.figures.periods import Period
from peelian.figures.releases.harms import harm_at
from peelian.figures.releases.release import Release
from peelian.figures.weights import load_weights

YEAR = Period.of("r12", START + MONTHS - 1)
FILE = """\
name: A harm index
version: '2026'
unit: days
source: a test
licence: none
of:
  burglary-dwelling: 273.5
  shoplifting: 1
"""


@pytest.fixture
def made(tmp_path: Path) -> Release:
    return released(tmp_path, boroughs())[1]


def written(folder: Path, text: str = FILE) -> Path:
    path = folder / "weights.yaml"
    path.write_text(text, encoding="utf-8")
    return path


def test_harm_is_counts_by_weights_with_the_count_beside_it(made: Release, tmp_path: Path) -> None:
    weights = load_weights(written(tmp_path), made.catalogue)
    found = harm_at(made, made.areas[HAVERING], YEAR, weights)
    burglary, theft = (int(item.value or 0) for item in found.figures)
    assert found.now.count == burglary + theft
    assert found.now.harm == pytest.approx(burglary * 273.5 + theft)
    assert found.now.high - found.now.harm == pytest.approx(1.959964 * math.sqrt(burglary * 273.5**2 + theft), rel=1e-6)
    assert found.before is not None
    assert found.change == pytest.approx(found.now.harm / found.before.harm)
    assert "A harm index 2026" in found.sentence
    assert f"{found.now.count:,} offences" in found.sentence


def test_a_measure_without_a_figure_is_never_left_out_in_silence(made: Release, tmp_path: Path) -> None:
    weights = load_weights(written(tmp_path, FILE + "  homicide: 5475\n"), made.catalogue)
    with pytest.raises(PeelianError):
        harm_at(made, made.areas[HAVERING], YEAR, weights)


@pytest.mark.parametrize(
    ("old", "new", "line", "says"),
    [
        ("shoplifting: 1", "shopliftng: 1", 8, "shopliftng is no count of the catalogue"),
        ("shoplifting: 1", "confidence-good-job: 1", 8, "confidence-good-job is no count"),
        ("shoplifting: 1", "shoplifting: -1", 8, "is no number from 0 on"),
        ("shoplifting: 1", "shoplifting: much", 8, "is no number from 0 on"),
        ("shoplifting: 1", "shoplifting: .inf", 8, "is no number from 0 on"),
        ("shoplifting: 1", "burglary: 200", 8, "burglary holds burglary-dwelling"),
        ("licence: none", "licence: ''", 5, "licence is empty"),
        ("version: '2026'\n", "", 1, "lacks version"),
        ("of:\n  burglary-dwelling: 273.5\n  shoplifting: 1\n", "of: {}\n", 6, "of holds no weights"),
    ],
)
def test_weights_that_nobody_can_use_are_refused_at_their_line(
    made: Release, tmp_path: Path, old: str, new: str, line: int, says: str
) -> None:
    assert old in FILE
    with pytest.raises(PackError) as raised:
        load_weights(written(tmp_path, FILE.replace(old, new)), made.catalogue)
    assert says in raised.value.message
    assert f"weights.yaml, line {line}:" in raised.value.message


def test_the_command_answers_in_words_and_as_json(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    house, made = released(tmp_path, boroughs())
    asked = ["harm", HAVERING, str(YEAR), "--weights", str(written(tmp_path)), "--data", str(house.root)]
    found = harm_at(made, made.areas[HAVERING], YEAR, load_weights(tmp_path / "weights.yaml", made.catalogue))
    assert cli.main(asked) == 0
    assert capsys.readouterr().out.strip() == found.sentence
    assert cli.main([*asked, "--json"]) == 0
    answer = json.loads(capsys.readouterr().out)
    assert answer["weights"] == {"name": "A harm index", "version": "2026", "unit": "days"}
    assert sum(item["harm"] for item in answer["measures"]) == pytest.approx(answer["harm"])
