"""The question of a release: codes added up in NumPy, the expression on every engine, and plain Python give the same sums."""

from __future__ import annotations

import random
import subprocess
import sys
from pathlib import Path

import pyarrow as pa
import pytest

from peelian.figures.compute.engines import Engine, codes, open_engine
from peelian.figures.compute.question import Part, Question
from peelian.figures.errors import PeelianError
from peelian.figures.house import House
from peelian.figures.illustrative import furnish
from tests.conftest import ROOT
from tests.engines.plain import AWKWARD, Row, rows_of, sort_key, wide_rows, write

FIRST = 24_000


def plainly(question: Question, rows_in: list[list[Row]]) -> list[tuple[int | None, ...]]:
    """The slow way: every row by itself."""
    classes = {tuple(row[name] for name in question.columns): row["category"] for row in question.classes.to_pylist()}
    sums: dict[tuple[int, int, int], list[int | None]] = {}
    for part, rows in zip(question.parts, rows_in, strict=True):
        leaves = {row["area"]: row["leaf"] for row in part.homes.to_pylist()}
        for row in rows:
            category = classes.get(tuple(row[name] for name in question.columns))
            wanted = part.months is None or (row["month"] in part.months and row["rank"] == part.rank)
            if wanted and category is not None and row["area"] in leaves:
                entry = sums.setdefault((category, leaves[row["area"]], row["month"]), [None, 0, 0])
                if row["value"] is None:
                    entry[1] = (entry[1] or 0) + 1
                else:
                    entry[0] = (entry[0] or 0) + row["value"]
                entry[2] = max(entry[2] or 0, row["rank"])
    shown = 1 + question.gaps + 2 * question.ranks
    kept = {1: (0,), 2: (0, 1), 3: (0, 2), 4: (0, 1, 2)}[shown]
    return [(*key, *(entry[place] for place in kept)) for key, entry in sums.items()]


def asked(chance: random.Random, folder: Path) -> tuple[Question, list[list[Row]]]:
    columns = chance.choice([("major", "minor"), ("minor",), ()])
    if columns:
        combinations = {
            tuple(chance.choice(["BURGLARY", "THEFT", "", "home", *AWKWARD]) for _ in columns) for _ in range(9)
        }
        classes = pa.table(
            {name: [texts[place] for texts in sorted(combinations)] for place, name in enumerate(columns)}
            | {"category": pa.array([chance.randrange(4) for _ in combinations], pa.int64())}
        )
    else:
        classes = pa.table({"category": pa.array([0], pa.int64())})
    parts, rows_in = [], []
    for number in range(chance.randint(1, 3)):
        files = [
            evened(chance, wide_rows(chance, FIRST + 12 * number, 9), FIRST + 12 * number)
            for _ in range(chance.randint(1, 2))
        ]
        paths = tuple(write(folder / f"{number}-{at}.parquet", rows) for at, rows in enumerate(files))
        names = [name for name in ["Barnet", *AWKWARD] if chance.random() < 0.8] or ["Barnet"]
        homes = pa.table(
            {"area": names, "leaf": pa.array([10 * number + chance.randrange(3) for _ in names], pa.int64())}
        )
        some = chance.random() < 0.6
        months = tuple(chance.sample(range(FIRST + 12 * number, FIRST + 12 * number + 9), 5)) if some else None
        parts.append(Part(paths, homes, months, chance.randrange(2) if some else None))
        rows_in.append([row for rows in files for row in rows])
    return Question(columns, classes, tuple(parts), chance.random() < 0.5, chance.random() < 0.5), rows_in


def evened(chance: random.Random, rows: list[Row], first: int) -> list[Row]:
    """Often a column of numbers is the same in every row, as the month of a monthly file is: such a column is not read."""
    for name, number in (("value", chance.choice([1, 7, -3, None])), ("month", first + 4), ("rank", 1)):
        if chance.random() < 0.3:
            rows = [row | {name: number} for row in rows]
    return rows


def sums_of(engine: Engine, question: Question) -> list[tuple[int | None, ...]]:
    """An engine's answer, keys that came in several batches put together."""
    found: dict[tuple[int, int, int], list[int | None]] = {}
    for row in rows_of(engine.answer(question)):
        entry = found.setdefault(row[:3], [None] * (len(row) - 3))
        for place, value in enumerate(row[3:]):
            highest = question.ranks and place == len(row) - 4
            if value is not None:
                before = entry[place]
                entry[place] = value if before is None else max(before, value) if highest else before + value
    return sorted(((*key, *values) for key, values in found.items()), key=sort_key)


@pytest.mark.parametrize("seed", range(8))
def test_every_engine_answers_as_plain_python_does(engine: Engine, tmp_path: Path, seed: int) -> None:
    question, rows_in = asked(random.Random(seed), tmp_path)
    expected = sorted(plainly(question, rows_in), key=sort_key)
    assert sums_of(engine, question) == expected
    assert sums_of(engine, question) == expected, "and when it is asked again"


@pytest.mark.parametrize("dense", [1 << 22, 3])
@pytest.mark.parametrize("seed", range(40))
def test_the_default_answers_as_plain_python_does(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, seed: int, dense: int
) -> None:
    """``dense`` 3: everything goes the sorted way, which large look-ups and files take."""
    monkeypatch.setattr(codes, "DENSE", dense)
    question, rows_in = asked(random.Random(1000 + seed), tmp_path)
    assert sums_of(open_engine("numpy"), question) == sorted(plainly(question, rows_in), key=sort_key)


@pytest.mark.parametrize(
    "values", [[2**62, 2**62 - 1], [-(2**63)], [2**63 - 1], [2**62, 2**62, -(2**62)], [None, None], [None, 5]]
)
def test_large_values_are_exact(tmp_path: Path, values: list[int | None]) -> None:
    rows = [{"area": "a", "month": FIRST, "rank": 0, "value": value, "major": "m", "minor": "n"} for value in values]
    question = one_cell(write(tmp_path / "big.parquet", rows))
    there = [value for value in values if value is not None]
    assert sums_of(open_engine("numpy"), question) == [(0, 0, FIRST, sum(there) if there else None)]


def test_a_sum_that_does_not_fit_is_refused(tmp_path: Path) -> None:
    rows = [{"area": "a", "month": FIRST, "rank": 0, "value": 2**62, "major": "m", "minor": "n"}] * 2
    with pytest.raises(PeelianError, match="does not fit into 64 bits"):
        sums_of(open_engine("numpy"), one_cell(write(tmp_path / "big.parquet", rows)))


def test_texts_that_are_missing_and_columns_that_a_file_lacks_count_nowhere(tmp_path: Path) -> None:
    rows = [
        {"area": area, "month": FIRST, "rank": 0, "value": 1, "major": major, "minor": "n"}
        for area, major in (("a", "m"), (None, "m"), ("a", None), ("a", "m"))
    ]
    whole = write(tmp_path / "whole.parquet", rows)
    assert sums_of(open_engine("numpy"), one_cell(whole)) == [(0, 0, FIRST, 2)]
    short = write(tmp_path / "short.parquet", rows, ("area", "month", "rank", "value", "minor"))
    assert sums_of(open_engine("numpy"), one_cell(short)) == []
    assert sums_of(open_engine("numpy"), one_cell(write(tmp_path / "none.parquet", []))) == []


def test_a_damaged_file_is_named(tmp_path: Path) -> None:
    (tmp_path / "bad.parquet").write_bytes(b"PAR1 and no more")
    with pytest.raises(PeelianError, match=r"bad\.parquet is damaged"):
        sums_of(open_engine("numpy"), one_cell(tmp_path / "bad.parquet"))


def one_cell(path: Path) -> Question:
    """Everything of area a and category m in one cell."""
    homes = pa.table({"area": ["a"], "leaf": pa.array([0], pa.int64())})
    classes = pa.table({"major": ["m"], "category": pa.array([0], pa.int64())})
    return Question(("major",), classes, (Part((path,), homes, None, None),), False, False)


def test_a_release_by_the_default_does_without_other_engines(tmp_path: Path) -> None:
    """Importing them takes longer than most releases."""
    furnish(House(tmp_path / "house"))
    code = (
        "import sys; from pathlib import Path; from peelian.figures.house import House;"
        "from peelian.figures.releases.build import release; release(House(Path(sys.argv[1])));"
        "print([name for name in ('ibis', 'sqlglot', 'duckdb') if name in sys.modules])"
    )
    arguments = [sys.executable, "-c", code, str(tmp_path / "house")]
    done = subprocess.run(arguments, capture_output=True, text=True, cwd=ROOT, check=True)
    assert done.stdout.splitlines()[-1] == "[]"
