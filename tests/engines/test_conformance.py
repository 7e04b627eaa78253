"""Every engine gives the numbers that plain Python gives: to the last digit, for any text, in any state of the files."""

from __future__ import annotations

import random
from pathlib import Path
from typing import Any

import ibis
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from peelian.figures.compute.engines import Engine, open_engine
from peelian.figures.errors import PeelianError
from tests.engines.plain import AWKWARD, COLUMNS, grouped, rows_of, sort_key, street_rows, wide_rows, write

FIRST = 24_000


def summed(table: Any, *by: str) -> Any:
    """What ``plain.grouped`` counts, as an expression."""
    return table.group_by(*by).aggregate(
        total=table.value.sum().cast("int64"),
        gaps=table.value.isnull().cast("int64").sum().cast("int64"),
        rows=table.count(),
        values=table.value.count(),
        worst=table["rank"].max().cast("int64"),
        least=table.value.min().cast("int64"),
    )


@pytest.mark.parametrize("seed", range(3))
def test_rows_joined_to_leaves_and_classes_add_up(engine: Engine, tmp_path: Path, seed: int) -> None:
    """The shape of a release: months of several files, areas led to leaves, categories to classes, all summed."""
    chance = random.Random(seed)
    files = {
        write(tmp_path / f"{number}.parquet", rows): rows
        for number, rows in enumerate(wide_rows(chance, FIRST + 9 * start, 14) for start in range(3))
    }
    leaves = {name: chance.randrange(5) for name in ["Barnet", *AWKWARD] if chance.random() < 0.8}
    classes = {("BURGLARY", "home"): 0, ("THEFT", ""): 1, ("'", "\\"): 0, ("ROBBERY", "HOME"): 3}
    months = {path: chance.sample(range(FIRST, FIRST + 32), 12) for path in files}
    parts, expected = [], []
    for path, rows in files.items():
        facts = engine.facts([path], COLUMNS)
        homes = engine.small(pa.table({"area": list(leaves), "leaf": pa.array(leaves.values(), pa.int64())}))
        links = engine.small(
            pa.table(
                {
                    "major": [major for major, _ in classes],
                    "minor": [minor for _, minor in classes],
                    "class": pa.array(classes.values(), pa.int64()),
                }
            )
        )
        wanted = (facts.month.isin(months[path]) & (facts["rank"] == 0)) | (facts.month == FIRST + 12)
        parts.append(
            summed(
                facts.filter(wanted).inner_join(homes, "area").inner_join(links, ["major", "minor"]),
                "class",
                "leaf",
                "month",
            )
        )
        expected += grouped(
            (
                {**row, "leaf": leaves[row["area"]], "class": classes[row["major"], row["minor"]]}
                for row in rows
                if (row["month"] in months[path] and row["rank"] == 0) or row["month"] == FIRST + 12
                if row["area"] in leaves and (row["major"], row["minor"]) in classes
            ),
            ["class", "leaf", "month"],
        )
    answer = rows_of(engine.batches(ibis.union(*parts)))
    assert sorted(answer, key=sort_key) == sorted(expected, key=sort_key)
    assert len(expected) > 100
    assert any(total > 2**53 for *_, total, _, _, _, _, _ in expected if total is not None)


def test_many_files_of_street_crime_add_up_in_order(engine: Engine, tmp_path: Path) -> None:
    chance = random.Random(7)
    months = {FIRST + step: street_rows(chance, FIRST + step, 400) for step in range(24)}
    paths = [write(tmp_path / f"{month}.parquet", rows) for month, rows in months.items()]
    every = [row for rows in months.values() for row in rows]
    facts = engine.facts(paths, COLUMNS)
    for by in (["month"], ["major", "minor"], ["minor", "area", "month"]):
        answer = rows_of(engine.batches(summed(facts, *by).order_by(by)))
        assert answer == grouped(every, by), by


@pytest.mark.parametrize("text", AWKWARD, ids=ascii)
def test_any_text_is_only_itself(engine: Engine, lake_of_texts: Any, text: str) -> None:
    """Compared with a literal, in a list of literals, and in a look-up."""
    mine = [(text, AWKWARD.index(text))]
    picked = lake_of_texts.select("area", "value")
    assert rows_of(engine.batches(picked.filter(picked.area == text))) == mine
    assert rows_of(engine.batches(picked.filter(picked.area.isin([text, "no such area"])))) == mine
    homes = engine.small(pa.table({"area": [text, "no such area"], "leaf": pa.array([5, 6], pa.int64())}))
    joined = picked.inner_join(homes, "area").select("area", "value", "leaf")
    assert rows_of(engine.batches(joined)) == [(*mine[0], 5)]


@pytest.fixture
def lake_of_texts(engine: Engine, tmp_path: Path) -> Any:
    """One row for each awkward text; its value is its place."""
    rows = [
        {"area": text, "month": FIRST, "rank": 0, "value": place, "major": None, "minor": text}
        for place, text in enumerate(AWKWARD)
    ]
    return engine.facts([write(tmp_path / "texts.parquet", rows)], COLUMNS)


def test_texts_are_grouped_and_sorted_by_their_bytes(engine: Engine, lake_of_texts: Any) -> None:
    answer = rows_of(engine.batches(lake_of_texts.group_by("area").aggregate(n=lake_of_texts.count()).order_by("area")))
    assert answer == [(text, 1) for text in sorted(AWKWARD, key=str.encode)]
    ends = lake_of_texts.aggregate(first=lake_of_texts.minor.min(), last=lake_of_texts.minor.max())
    assert rows_of(engine.batches(ends)) == [(min(AWKWARD, key=str.encode), max(AWKWARD, key=str.encode))]


def test_nothing_is_no_text_and_joins_to_nothing(engine: Engine, tmp_path: Path) -> None:
    rows = street_rows(random.Random(1), FIRST, 200)
    facts = engine.facts([write(tmp_path / "one.parquet", rows)], COLUMNS)
    looked_up = engine.small(pa.table({"minor": pa.array(["", None]), "n": pa.array([1, 2], pa.int64())}))
    joined = facts.inner_join(looked_up, "minor")
    empty = sum(row["minor"] == "" for row in rows)
    assert rows_of(engine.batches(joined.aggregate(n=joined.n.sum(), rows=joined.count()))) == [(empty, empty)]
    assert rows_of(engine.batches(looked_up.order_by("n"))) == [("", 1), (None, 2)]
    single = looked_up.order_by("n").select("minor")
    assert rows_of(engine.batches(single)) == [("",), (None,)], "a column of its own"


@pytest.mark.parametrize(
    "values", [[2**53 + 1] * 3, [2**63 - 1], [-(2**63)], [2**62, 2**62 - 1, -1], [None, None], [None, 0]]
)
def test_sums_are_exact(engine: Engine, tmp_path: Path, values: list[int | None]) -> None:
    rows = [{"area": "a", "month": FIRST, "rank": 0, "value": value, "major": "m", "minor": "n"} for value in values]
    facts = engine.facts([write(tmp_path / "big.parquet", rows)], COLUMNS)
    assert rows_of(engine.batches(summed(facts, "area"))) == grouped(rows, ["area"])


def test_a_sum_that_does_not_fit_is_refused(engine: Engine, tmp_path: Path) -> None:
    rows = [{"area": "a", "month": FIRST, "rank": 0, "value": 2**62, "major": "m", "minor": "n"}] * 2
    facts = engine.facts([write(tmp_path / "big.parquet", rows)], COLUMNS)
    with pytest.raises(PeelianError, match=f"The engine {engine.name} gave up"):
        rows_of(engine.batches(summed(facts, "area")))
    assert len(rows_of(engine.batches(facts.select("area")))) == 2, "and the engine goes on"


def test_counts_and_sums_stand_in_one_column(engine: Engine, tmp_path: Path) -> None:
    """ClickHouse counts unsigned; a union with a sum then has no type, or a wrong one."""
    rows = street_rows(random.Random(2), FIRST, 50)
    facts = engine.facts([write(tmp_path / "one.parquet", rows)], COLUMNS)
    counted = facts.group_by("month").aggregate(number=facts.count())
    added = facts.group_by("month").aggregate(number=facts.value.sum().cast("int64"))
    negative = engine.small(pa.table({"month": pa.array([FIRST], pa.int32()), "number": pa.array([-1], pa.int64())}))
    whole = ibis.union(counted, added, negative).order_by("number")
    assert rows_of(engine.batches(whole)) == [(FIRST, -1), (FIRST, 50), (FIRST, 50)]


def test_no_files_no_rows_no_look_up(engine: Engine, tmp_path: Path) -> None:
    none = write(tmp_path / "none.parquet", [])
    some = write(tmp_path / "some.parquet", street_rows(random.Random(3), FIRST, 5))
    homes = engine.small(pa.table({"area": pa.array([], pa.string()), "leaf": pa.array([], pa.int64())}))
    for paths, size in ([], 0), ([none], 0), ([none, some], 5), ([some, none], 5):
        facts = engine.facts(paths, COLUMNS)
        assert rows_of(engine.batches(facts.aggregate(rows=facts.count()))) == [(size,)]
        assert rows_of(engine.batches(summed(facts.inner_join(homes, "area"), "leaf"))) == []
        assert rows_of(engine.batches(summed(facts.filter(facts.month == 1), "area"))) == []


def test_a_column_that_a_file_lacks_is_null(engine: Engine, tmp_path: Path) -> None:
    rows = street_rows(random.Random(4), FIRST, 40)
    whole = write(tmp_path / "whole.parquet", rows)
    short = write(tmp_path / "short.parquet", rows, ("minor", "value", "rank", "month", "area"))
    wanted = ("minor", "major", "value", "rank", "month", "nowhere")
    expected = grouped([{**row, "nowhere": None} for row in [*rows, *({**row, "major": None} for row in rows)]],
                       ["major", "minor", "nowhere"])  # fmt: skip
    for paths in ([whole, short], [short, whole]):
        facts = engine.facts(paths, wanted)
        assert list(facts.columns) == list(wanted)
        assert (
            rows_of(engine.batches(summed(facts, "major", "minor", "nowhere").order_by(["major", "minor"]))) == expected
        )


def test_files_may_differ_in_the_size_of_their_numbers(engine: Engine, tmp_path: Path) -> None:
    for name, kind in (("a", pa.int32()), ("b", pa.int64())):
        table = pa.table({"area": [name], "month": pa.array([FIRST], kind), "value": pa.array([3], kind)})
        pq.write_table(table, tmp_path / f"{name}.parquet")
    for order in ("ab", "ba"):
        facts = engine.facts([tmp_path / f"{name}.parquet" for name in order], ["area", "month", "value"])
        total = facts.aggregate(month=facts.month.max().cast("int64"), value=facts.value.sum().cast("int64"))
        assert rows_of(engine.batches(total)) == [(FIRST, 6)]


def test_the_same_bytes_under_two_names_count_twice(engine: Engine, tmp_path: Path) -> None:
    rows = street_rows(random.Random(5), FIRST, 30)
    paths = [write(tmp_path / f"{name}.parquet", rows) for name in ("one", "two", "three")]
    for mine in (paths[:1], paths[:2], paths, paths[1:2]):
        facts = engine.facts(mine, COLUMNS)
        assert rows_of(engine.batches(facts.aggregate(rows=facts.count()))) == [(30 * len(mine),)]


@pytest.mark.parametrize(
    "folder", ["a [b]", "{c,d}", "*?", 'O\'Hara "x"', "back\\slash", "naïve 👮", "100%20$1"], ids=ascii
)
def test_any_path_is_only_itself(engine: Engine, tmp_path: Path, folder: str) -> None:
    """Neither a pattern nor an escape."""
    rows = street_rows(random.Random(6), FIRST, 3)
    write(tmp_path / "a b" / "table.parquet", street_rows(random.Random(8), FIRST, 40))
    write(tmp_path / "c" / "table.parquet", street_rows(random.Random(9), FIRST, 50))
    facts = engine.facts([write(tmp_path / folder / "table.parquet", rows)], COLUMNS)
    assert rows_of(engine.batches(facts.aggregate(rows=facts.count()))) == [(3,)]


def test_long_answers_and_long_look_ups_keep_their_order(engine: Engine) -> None:
    """More than one batch; a look-up of 120,000 rows; 600 months in one filter."""
    size = 120_000
    texts = [f"area {(number * 7919) % size:06d}" for number in range(size)]
    table = pa.table({"area": texts, "month": pa.array([n % 700 for n in range(size)], pa.int32()),
                      "n": pa.array(range(size), pa.int64())})  # fmt: skip
    known = engine.small(table)
    twice = ibis.union(known, known).order_by(["area", "n"]).select("area", "n")
    answer = rows_of(engine.batches(twice))
    expected = sorted(zip(texts, range(size), strict=True))
    assert answer == [row for row in expected for _ in range(2)]
    months = list(range(0, 1200, 2))
    inside = known.filter(known.month.isin(months))
    assert rows_of(engine.batches(inside.aggregate(rows=inside.count()))) == [
        (sum(n % 700 % 2 == 0 for n in range(size)),)
    ]


def test_a_look_up_is_known_again_by_what_it_holds(engine: Engine) -> None:
    tables = [
        pa.table({"n": pa.array([1, None], pa.int64())}),
        pa.table({"n": pa.array([1, 0], pa.int64())}),
        pa.table({"n": pa.array([1, None], pa.int32())}),
        pa.table({"m": pa.array([1, None], pa.int64())}),
        pa.table({"n": ["1", None]}),
        pa.table({"n": pa.array(["1", None]).dictionary_encode()}),
    ]
    known = [engine.small(table) for table in tables]
    assert [engine.small(table).get_name() for table in tables] == [item.get_name() for item in known]
    assert len({item.get_name() for item in known}) == 5, "texts are texts, with a dictionary or without"
    for table, item in zip(tables, known, strict=True):
        assert sorted(rows_of(engine.batches(item)), key=str) == sorted(
            map(tuple, zip(*table.to_pydict().values(), strict=True)), key=str
        )


def test_an_answer_may_be_left_half_read(engine: Engine) -> None:
    known = engine.small(pa.table({"n": pa.array(range(100_000), pa.int64())}))
    many = ibis.union(known, known, known, known)
    first = iter(engine.batches(many))
    assert next(first).num_rows > 0
    first.close()  # type: ignore[attr-defined]
    assert rows_of(engine.batches(many.aggregate(rows=many.count()))) == [(400_000,)]


def test_two_at_once_do_not_meet(engine: Engine) -> None:
    """Neither their tables nor their ends."""
    other = open_engine(engine.name)
    mine, theirs = (
        each.small(pa.table({"n": pa.array([number], pa.int64())})) for number, each in ((1, engine), (2, other))
    )
    assert rows_of(other.batches(theirs)) == [(2,)]
    other.close()
    assert rows_of(engine.batches(mine)) == [(1,)]
    again = open_engine(engine.name)
    assert rows_of(again.batches(again.small(pa.table({"n": pa.array([3], pa.int64())})))) == [(3,)]
    again.close()


def test_a_damaged_file_is_named(engine: Engine, tmp_path: Path) -> None:
    path = write(tmp_path / "table.parquet", street_rows(random.Random(1), FIRST, 5))
    path.write_bytes(path.read_bytes()[:-20])
    with pytest.raises(PeelianError, match=r"table\.parquet is damaged"):
        engine.facts([path], COLUMNS)


def test_engines_count_in_texts_and_whole_numbers(engine: Engine) -> None:
    known = engine.small(pa.table({"n": pa.array([1, 2], pa.int64())}))
    with pytest.raises(TypeError, match="not in double"):
        list(engine.batches(known.aggregate(mean=known.n.mean())))
