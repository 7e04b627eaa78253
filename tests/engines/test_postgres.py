"""What lies in PostgreSQL: every file once, whole or not at all, and nothing that cannot be sent again."""

from __future__ import annotations

import os
import random
import signal
import threading
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from peelian.figures.compute.engines import Engine, open_engine
from peelian.figures.errors import PeelianError
from tests.engines.plain import COLUMNS, rows_of, street_rows, write

FIRST = 24_000


@pytest.fixture
def database(server: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[psycopg.Connection]:
    """A look at the server's tables; the engine's schema is new."""
    monkeypatch.setenv("PEELIAN_POSTGRES", server)
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute("DROP SCHEMA IF EXISTS peelian CASCADE")
        yield connection


@pytest.fixture
def engine(database: psycopg.Connection) -> Iterator[Engine]:
    opened = open_engine("postgres")
    yield opened
    opened.close()


def count(engine: Engine, paths: list[Path]) -> int:
    facts = engine.facts(paths, COLUMNS)
    return int(rows_of(engine.batches(facts.aggregate(rows=facts.count())))[0][0])


def held(database: psycopg.Connection) -> tuple[int, int]:
    """How many files the ledger names, and how many rows there are."""
    files = database.execute("SELECT count(*) FROM peelian.held").fetchone()
    tables = database.execute(
        "SELECT tablename FROM pg_tables WHERE schemaname = 'peelian' AND tablename LIKE 'facts%'"
    )
    rows = 0
    for (name,) in tables.fetchall():
        found = database.execute(f"SELECT count(*) FROM peelian.{name}".encode()).fetchone()
        rows += int(found[0]) if found else 0
    return int(files[0]) if files else 0, rows


def test_a_file_is_sent_once_whatever_it_is_called(
    engine: Engine, database: psycopg.Connection, tmp_path: Path
) -> None:
    rows = street_rows(random.Random(1), FIRST, 100)
    one, other = write(tmp_path / "one.parquet", rows), write(tmp_path / "other.parquet", rows)
    assert count(engine, [one]) == 100
    assert held(database) == (1, 100)
    again = open_engine("postgres")
    assert count(again, [other]) == 100
    assert count(again, [one, other]) == 200
    again.close()
    assert held(database) == (1, 100)


def test_files_that_are_not_asked_for_do_not_count(engine: Engine, tmp_path: Path) -> None:
    chance = random.Random(2)
    paths = [write(tmp_path / f"{size}.parquet", street_rows(chance, FIRST, size)) for size in (1, 10, 100)]
    assert count(engine, paths) == 111
    assert count(engine, paths[::2]) == 101


def test_a_file_that_cannot_be_sent_leaves_nothing(
    engine: Engine, database: psycopg.Connection, tmp_path: Path
) -> None:
    rows = street_rows(random.Random(3), FIRST, 100)
    rows[60]["minor"] = "no \0 place"
    with pytest.raises(PeelianError, match="The engine postgres gave up: invalid byte sequence"):
        count(engine, [write(tmp_path / "nul.parquet", rows)])
    assert held(database) == (0, 0)
    rows[60]["minor"] = "a place"
    assert count(engine, [write(tmp_path / "mended.parquet", rows)]) == 100


def test_two_at_once_send_a_file_once(database: psycopg.Connection, tmp_path: Path) -> None:
    paths = [write(tmp_path / f"{n}.parquet", street_rows(random.Random(n), FIRST + n, 2000)) for n in range(6)]
    found: list[int] = []
    start = threading.Barrier(4)

    def release() -> None:
        start.wait()
        engine = open_engine("postgres")
        found.append(count(engine, paths))
        engine.close()

    threads = [threading.Thread(target=release) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found == [12_000] * 4
    assert held(database) == (6, 12_000)


def test_after_a_crash_of_the_server_files_are_sent_again(
    server: str, database: psycopg.Connection, tmp_path: Path
) -> None:
    path = write(tmp_path / "one.parquet", street_rows(random.Random(4), FIRST, 50))
    engine = open_engine("postgres")
    assert count(engine, [path]) == 50
    os.kill(engine._connection.info.backend_pid, signal.SIGKILL)  # type: ignore[attr-defined]
    with pytest.raises(PeelianError, match="The engine postgres gave up"):
        count(engine, [path])
    again = reopened()
    with psycopg.connect(server) as fresh:
        assert held(fresh) == (0, 0), "unlogged tables are emptied together"
    assert count(again, [path]) == 50
    again.close()


def reopened() -> Engine:
    """An engine as soon as the server has recovered."""
    for _ in range(100):
        try:
            return open_engine("postgres")
        except PeelianError:
            threading.Event().wait(0.1)
    raise AssertionError("the server did not come back")


def test_a_dropped_schema_is_made_again(engine: Engine, database: psycopg.Connection, tmp_path: Path) -> None:
    path = write(tmp_path / "one.parquet", street_rows(random.Random(5), FIRST, 50))
    assert count(engine, [path]) == 50
    database.execute("DROP SCHEMA peelian CASCADE")
    again = open_engine("postgres")
    assert count(again, [path]) == 50
    again.close()


def test_a_database_of_another_encoding_is_refused(
    server: str, database: psycopg.Connection, monkeypatch: pytest.MonkeyPatch
) -> None:
    database.execute("DROP DATABASE IF EXISTS latin")
    database.execute("CREATE DATABASE latin ENCODING 'LATIN1' LOCALE 'C' TEMPLATE template0")
    monkeypatch.setenv("PEELIAN_POSTGRES", server.replace("/postgres?", "/latin?"))
    with pytest.raises(PeelianError, match="keeps texts as LATIN1"):
        open_engine("postgres")
