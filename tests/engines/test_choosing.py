"""Choosing an engine: by one setting, or a refusal in words that says what to do."""

from __future__ import annotations

import subprocess
import sys

import pytest

from peelian.figures.compute.engines import NAMES, open_engine
from peelian.figures.errors import PeelianError
from tests.conftest import ROOT
from tests.engines.conftest import NAMES as HERE


@pytest.fixture
def fresh(monkeypatch: pytest.MonkeyPatch) -> pytest.MonkeyPatch:
    """No engine has been imported, no setting made."""
    for name in ("postgres", "spark", "clickhouse"):
        monkeypatch.delitem(sys.modules, f"peelian.figures.compute.engines.{name}", raising=False)
    for setting in ("PEELIAN_ENGINE", "PEELIAN_POSTGRES", "PEELIAN_THREADS", "PEELIAN_MEMORY", "PEELIAN_SPARK"):
        monkeypatch.delenv(setting, raising=False)
    return monkeypatch


def refusal(name: str | None = None) -> PeelianError:
    with pytest.raises(PeelianError) as caught:
        open_engine(name)
    return caught.value


def test_the_setting_chooses_and_numpy_is_the_default(fresh: pytest.MonkeyPatch) -> None:
    for setting, name in ((None, "numpy"), ("", "numpy"), ("numpy", "numpy"), ("duckdb", "duckdb")):
        if setting is not None:
            fresh.setenv("PEELIAN_ENGINE", setting)
        engine = open_engine()
        assert engine.name == name
        engine.close()


def test_an_unknown_engine_is_refused_with_those_there_are(fresh: pytest.MonkeyPatch) -> None:
    fresh.setenv("PEELIAN_ENGINE", "oracle")
    error = refusal()
    assert error.code == "unknown-engine"
    assert str(error) == "No engine 'oracle'. Set PEELIAN_ENGINE to one of numpy, duckdb, postgres, spark, clickhouse."


@pytest.mark.parametrize(("engine", "package"), [("postgres", "psycopg"), ("spark", "pyspark"), ("clickhouse", "chdb")])
def test_a_missing_package_is_named(fresh: pytest.MonkeyPatch, engine: str, package: str) -> None:
    for name in (package, "py4j.protocol"):
        fresh.setitem(sys.modules, name, None)
    error = refusal(engine)
    assert error.code == "engine-missing"
    assert f"needs the Python package {package}, which is not installed" in str(error)
    assert f"pip install 'peelian[{engine}]'" in str(error)


@pytest.mark.parametrize("engine", ["postgres", "spark", "clickhouse"])
def test_ibis_is_named_where_it_is_missing(fresh: pytest.MonkeyPatch, engine: str) -> None:
    for name in [*(name for name in sys.modules if name.partition(".")[0] == "ibis"), "ibis"]:
        fresh.setitem(sys.modules, name, None)
    if engine != "postgres":
        pytest.importorskip({"spark": "pyspark", "clickhouse": "chdb"}[engine])
    error = refusal(engine)
    assert error.code == "engine-missing"
    assert "needs the Python package ibis-framework" in str(error)


def test_postgres_says_that_it_does_not_know_its_server(fresh: pytest.MonkeyPatch) -> None:
    error = refusal("postgres")
    assert error.code == "no-server"
    assert "Set PEELIAN_POSTGRES=postgresql://" in str(error)


def test_postgres_says_that_its_server_is_away(fresh: pytest.MonkeyPatch) -> None:
    fresh.setenv("PEELIAN_POSTGRES", "postgresql://somebody:secret@127.0.0.1:1/nowhere?connect_timeout=2")
    error = refusal("postgres")
    assert error.code == "no-server"
    assert "cannot be reached" in str(error)
    assert "secret" not in str(error)


@pytest.mark.parametrize(("setting", "text"), [("PEELIAN_THREADS", "many"), ("PEELIAN_THREADS", "0"), ("PEELIAN_MEMORY", "1 TB"),
                                               ("PEELIAN_MEMORY", "-5MB")])  # fmt: skip
def test_a_setting_that_makes_no_sense_is_refused(fresh: pytest.MonkeyPatch, setting: str, text: str) -> None:
    fresh.setenv(setting, text)
    error = refusal("duckdb")
    assert error.code == "bad-setting"
    assert f"{setting} is {text!r}." in str(error)


def test_settings_reach_duckdb(fresh: pytest.MonkeyPatch) -> None:
    fresh.setenv("PEELIAN_THREADS", "1")
    fresh.setenv("PEELIAN_MEMORY", "123 MB")
    engine = open_engine("duckdb")
    found = engine._database.execute(  # type: ignore[attr-defined]
        "SELECT current_setting('threads'), current_setting('memory_limit')"
    ).fetchone()
    engine.close()
    assert found == (1, "117.3 MiB")


def test_nobody_imports_the_packages_of_another_engine() -> None:
    code = (
        "import sys; from peelian.figures.compute.engines import open_engine; open_engine('duckdb').close();"
        "print([name for name in ('psycopg', 'pyspark', 'py4j', 'chdb', 'pandas') if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_every_engine_is_one_that_is_tested() -> None:
    assert set(HERE) <= set(NAMES)
