"""Records on real databases: a PostgreSQL server that the tests start themselves, and installations on it or on SQLite."""

from __future__ import annotations

import os
import shutil
import uuid
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.support.installations import Installation, new_database
from tests.support.postgres import running_server


@pytest.fixture(scope="session")
def postgres() -> Iterator[str]:
    """The address of a PostgreSQL server: of our own, or of another version that PEELIAN_TEST_POSTGRES names."""
    if other := os.environ.get("PEELIAN_TEST_POSTGRES"):
        yield other
        return
    with running_server() as dsn:
        yield dsn


@pytest.fixture(scope="session")
def prepared(tmp_path_factory: pytest.TempPathFactory, request: pytest.FixtureRequest) -> Callable[[str], Installation]:
    """An office with prepared records and nothing else, on ``sqlite`` or ``postgres``; made once, copied by ``installation``."""
    made: dict[str, Installation] = {}

    def prepare(kind: str) -> Installation:
        if kind not in made:
            root = tmp_path_factory.mktemp(f"office-{kind}") / "house"
            root.mkdir()
            address = ""
            if kind == "postgres":
                address = new_database(request.getfixturevalue("postgres"), f"prepared_{uuid.uuid4().hex[:8]}")
            made[kind] = Installation(root, address)
            made[kind].run("office", "prepare")
        return made[kind]

    return prepare


@pytest.fixture(params=["sqlite", "postgres"])
def installation(
    request: pytest.FixtureRequest, prepared: Callable[[str], Installation], tmp_path: Path
) -> Installation:
    """An office of one's own with prepared records, on SQLite and on a real PostgreSQL server."""
    first = prepared(request.param)
    shutil.copytree(first.root, tmp_path / "house")
    address = ""
    if first.database:
        server = request.getfixturevalue("postgres")
        template = first.database.partition("://")[2].partition("/")[2].partition("?")[0]
        address = new_database(server, f"office_{uuid.uuid4().hex[:8]}", template)
    return Installation(tmp_path / "house", address)


OF_RECORDS = {"db", "transactional_db", "django_db_setup", "office"}
"""Fixtures of tests that touch records in this process: those run on PostgreSQL too ("make test")."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark what touches records; nobody has to think of it."""
    for item in items:
        touched = OF_RECORDS & set(getattr(item, "fixturenames", ()))
        if touched or item.get_closest_marker("django_db"):
            item.add_marker("records")
