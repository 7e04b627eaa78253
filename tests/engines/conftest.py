"""Engines to test: PostgreSQL always, on a real server in a temporary folder; others where PEELIAN_TEST_ENGINES names them."""

from __future__ import annotations

import os
from collections.abc import Iterator

import pytest

from peelian.figures.compute.engines import Engine, open_engine
from peelian.figures.errors import PeelianError
from tests.conftest import needed

collect_ignore = [] if "spark" in os.environ.get("PEELIAN_TEST_ENGINES", "") else ["test_spark.py"]
NAMES = ("duckdb", *os.environ.get("PEELIAN_TEST_ENGINES", "postgres").split())


@pytest.fixture(scope="session")
def server(postgres: str) -> str:
    """The address of a PostgreSQL server."""
    return postgres


@pytest.fixture(scope="session", params=NAMES)
def engine_name(request: pytest.FixtureRequest) -> Iterator[str]:
    """An engine that can be opened here: its server is named, Java is there."""
    with pytest.MonkeyPatch.context() as patch:
        if request.param == "postgres":
            patch.setenv("PEELIAN_POSTGRES", request.getfixturevalue("server"))
        yield str(request.param)


@pytest.fixture(scope="session")
def engine(engine_name: str) -> Iterator[Engine]:
    """One engine for all tests of it: Spark takes seconds to start."""
    try:
        opened = open_engine(engine_name)
    except PeelianError as error:
        if error.code != "no-java":
            raise
        needed(str(error))
    yield opened
    opened.close()
