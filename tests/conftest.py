"""What all tests share: real data or a plain reason to skip, and houses that are built once."""

from __future__ import annotations

import datetime as dt
import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import time_machine

from peelian.figures.house import House
from peelian.figures.illustrative import furnish
from peelian.figures.loading import load
from peelian.figures.releases.build import release
from peelian.figures.releases.release import Release

if TYPE_CHECKING:
    from tests.support.office import Office

pytest_plugins = ["tests.support.records", "tests.support.committed"]

ROOT = Path(__file__).parent.parent
SHARED = ROOT.parent / "shared"


def needed(what: str) -> None:
    """Skip with the reason; fail instead where everything is required (CI)."""
    if os.environ.get("PEELIAN_REQUIRE") == "all":
        pytest.fail(f"{what} is required here", pytrace=False)
    pytest.skip(what)


@pytest.fixture(scope="session")
def data() -> Path:
    """The publishers' real files."""
    if not (SHARED / "data").is_dir():
        needed("real files: ../shared/data is not beside this checkout")
    return SHARED / "data"


@pytest.fixture(scope="session")
def seeds() -> Path:
    """The five documents."""
    if not (SHARED / "seeds").is_dir():
        needed("the documents: ../shared/seeds is not beside this checkout")
    return SHARED / "seeds"


@pytest.fixture(scope="session")
def real_house(data: Path, tmp_path_factory: pytest.TempPathFactory) -> House:
    """All real files of this checkout's sources, loaded and released once. Do not write to it: ask for a copy."""
    house = House(tmp_path_factory.mktemp("real") / "house")
    load(house, [data])
    release(house)
    return house


@pytest.fixture(scope="session")
def real_release(real_house: House) -> Release:
    """The release of the real house."""
    from peelian.figures.releases.release import Releases

    newest = Releases(real_house.root).newest()
    assert newest is not None
    return newest


@pytest.fixture(scope="session")
def illustrative_house(tmp_path_factory: pytest.TempPathFactory) -> House:
    """A generated house with a release. Do not write to it: ask for a copy."""
    house = House(tmp_path_factory.mktemp("illustrative") / "house")
    furnish(house)
    release(house)
    return house


@pytest.fixture(scope="session")
def house_of_november(illustrative_house: House, tmp_path_factory: pytest.TempPathFactory) -> House:
    """The same, released on 9 November 2026: for tests whose days are of December. Do not write to it: ask for a copy."""
    house = House(tmp_path_factory.mktemp("november") / "house")
    shutil.copytree(illustrative_house.root, house.root)
    shutil.rmtree(house.root / "releases")
    with time_machine.travel(dt.datetime(2026, 11, 9, 10, tzinfo=dt.UTC)):
        release(house)
    return house


@pytest.fixture
def copy_of(tmp_path: Path) -> Callable[[House], House]:
    """A house of one's own to write to."""

    def copy(house: House) -> House:
        target = tmp_path / "copy"
        shutil.copytree(house.root, target)
        return House(target)

    return copy


@pytest.fixture
def office(db: None, settings: Any) -> Office:
    """The small office of tests/support/office.py. Passwords are hashed quickly; exempt parts have a key."""
    from peelian.core.exempt.keys import new_key
    from tests.support.office import Office

    settings.PEELIAN_EXEMPT_KEY = new_key().text
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    return Office()


@pytest.fixture(autouse=True)
def same_environment() -> Iterator[None]:
    """A command that a test runs in this process says in the environment which house it is about: no other test hears it."""
    before = dict(os.environ)
    yield
    for name in set(os.environ) - set(before):
        del os.environ[name]
    os.environ.update(before)


@pytest.fixture(autouse=True)
def no_outside(monkeypatch: pytest.MonkeyPatch) -> None:
    """No test reaches another machine by accident; tests/guards/test_network.py proves it."""
    import socket

    real = socket.socket.connect

    def connect(self: socket.socket, address: object) -> None:
        if self.family in (socket.AF_INET, socket.AF_INET6) and str(address[0]) not in ("127.0.0.1", "::1"):  # type: ignore[index]
            raise RuntimeError(f"a test tried to reach {address}")
        real(self, address)  # type: ignore[arg-type]

    monkeypatch.setattr(socket.socket, "connect", connect)
