"""The question of a release: DuckDB's own SQL, the Ibis expression and plain Python give the same sums."""

from __future__ import annotations

import random
import subprocess
import sys
from pathlib import Path

import pyarrow as pa
import pytest

from peelian.figures.compute.engines import Engine, open_engine
from peelian.figures.compute.question import Part, Question, ask, expression
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
        files = [wide_rows(chance, FIRST + 12 * number, 9) for _ in range(chance.randint(1, 2))]
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


@pytest.mark.parametrize("seed", range(8))
def test_every_engine_answers_as_plain_python_does(engine: Engine, tmp_path: Path, seed: int) -> None:
    question, rows_in = asked(random.Random(seed), tmp_path)
    expected = sorted(plainly(question, rows_in), key=sort_key)
    assert sorted(rows_of(ask(engine, question)), key=sort_key) == expected
    assert sorted(rows_of(ask(engine, question)), key=sort_key) == expected, "and when it is asked again"


@pytest.mark.parametrize("seed", range(8))
def test_duckdbs_own_words_say_what_the_expression_says(tmp_path: Path, seed: int) -> None:
    question, _ = asked(random.Random(100 + seed), tmp_path)
    engine = open_engine("duckdb")
    own = sorted(rows_of(ask(engine, question)), key=sort_key)
    by_ibis = sorted(rows_of(engine.batches(expression(engine, question))), key=sort_key)
    engine.close()
    assert own == by_ibis


def test_a_release_by_duckdb_does_without_ibis(tmp_path: Path) -> None:
    """Importing it takes longer than most releases."""
    furnish(House(tmp_path / "house"))
    code = (
        "import sys; from pathlib import Path; from peelian.figures.house import House;"
        "from peelian.figures.releases import release; release(House(Path(sys.argv[1])));"
        "print([name for name in ('ibis', 'sqlglot') if name in sys.modules])"
    )
    arguments = [sys.executable, "-c", code, str(tmp_path / "house")]
    done = subprocess.run(arguments, capture_output=True, text=True, cwd=ROOT, check=True)
    assert done.stdout.splitlines()[-1] == "[]"
