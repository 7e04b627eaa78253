"""The benchmarks' files are what they claim, and their sides are held to each other's figures."""

from __future__ import annotations

import csv
from collections import Counter
from pathlib import Path

import duckdb
import pytest
from benchmarks import agreement, baselines, generate
from benchmarks.growth import exponent
from benchmarks.measures import TYPES
from benchmarks.places import need_room

ROWS, MONTHS = 4_000, 3


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(generate, "CACHE", tmp_path_factory.mktemp("bench"))
        return generate.street_files(generate.Plan(ROWS, MONTHS))


@pytest.fixture(scope="module")
def rows(folder: Path) -> list[dict[str, str]]:
    found: list[dict[str, str]] = []
    for month in generate.month_names(MONTHS):
        with generate.month_file(folder, month).open(encoding="utf-8", newline="") as file:
            found += csv.DictReader(file)
    return found


def test_generated_files_are_like_the_publishers(rows: list[dict[str, str]]) -> None:
    assert len(rows) == ROWS
    assert {row["Month"] for row in rows} == set(generate.month_names(MONTHS))
    assert {row["Crime type"] for row in rows} == set(TYPES)
    for row in rows:
        asb = row["Crime type"] == "Anti-social behaviour"
        assert (len(row["Crime ID"]), row["Last outcome category"] == "") == ((0, True) if asb else (64, False))
        assert (row["LSOA code"] == "") == (row["Longitude"] == "") == (row["Location"] == "No Location")
    assert 0.01 < Counter(row["LSOA code"] for row in rows)[""] / ROWS < 0.1


def test_the_same_plan_gives_the_same_bytes_and_complete_files_are_used_again(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = generate.month_file(folder, "2013-04")
    monkeypatch.setattr(generate, "CACHE", tmp_path)
    again = generate.month_file(generate.street_files(generate.Plan(ROWS, MONTHS)), "2013-04")
    assert again.read_bytes() == first.read_bytes()
    made = again.stat().st_mtime_ns
    generate.street_files(generate.Plan(ROWS, MONTHS))
    assert again.stat().st_mtime_ns == made
    (tmp_path / f"street-{ROWS}-{MONTHS}" / "complete.json").unlink()
    generate.street_files(generate.Plan(ROWS, MONTHS))
    assert again.stat().st_mtime_ns > made


def test_a_disk_without_room_is_refused_in_words() -> None:
    with pytest.raises(SystemExit, match=r"need 1,?000,?000 GB .* GB free"):
        need_room(10**15, "Too many rows")


def test_all_alternatives_give_the_same_figures(folder: Path, rows: list[dict[str, str]], tmp_path: Path) -> None:
    lookup, copied = folder / "lookups" / "lsoa-to-ward-2023.csv", tmp_path / "copied"
    baselines.copy(folder / "street", copied)
    for job in ("sql", "pandas", "plain-pandas"):
        baselines.JOBS[job](copied, lookup, tmp_path / f"{job}.parquet")
    sql = agreement.checksums(tmp_path / "sql.parquet")
    assert len(sql) == 60
    assert {count for count, _, _ in sql.values()} == {713 * MONTHS}
    assert (
        sql
        == agreement.checksums(tmp_path / "pandas.parquet")
        == agreement.checksums(tmp_path / "plain-pandas.parquet")
    )

    con = duckdb.connect()
    con.execute(f"CREATE VIEW figures AS SELECT * FROM '{tmp_path / 'sql.parquet'}'")
    of_force = "SELECT sum(value) FROM figures WHERE area = 'E23000001' AND category = ? AND outcomes = ?"
    robberies = sum(row["Crime type"] == "Robbery" for row in rows)
    unsolved = sum(row["Last outcome category"] == "Unable to prosecute suspect" for row in rows)
    assert con.execute(of_force, ["Robbery", "any"]).fetchone() == (robberies,)
    assert con.execute(of_force, ["All crime", "unable"]).fetchone() == (unsolved,)


def test_one_figure_in_another_place_changes_the_checksum(tmp_path: Path) -> None:
    def made(name: str, first: int, second: int) -> list[object]:
        path = tmp_path / name
        values = (
            f"('Robbery', 'any', 'E09000002', '2013-04', {first}), ('Robbery', 'any', 'E09000003', '2013-04', {second})"
        )
        duckdb.sql(
            f"COPY (FROM (VALUES {values}) t(category, outcomes, area, month, value)) TO '{path}' (FORMAT parquet)"
        )
        return agreement.checksums(path)["robbery-any"]

    right, swapped = made("right.parquet", 1, 2), made("swapped.parquet", 2, 1)
    assert right[:2] == swapped[:2] == [2, 3]
    assert right != swapped


def test_the_exponent_is_the_slope_on_logarithmic_scales() -> None:
    assert exponent({1_000: 2.0, 10_000: 20.0, 100_000: 20.0}) == "1.00 · 0.00"
