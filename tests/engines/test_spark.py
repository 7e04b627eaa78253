"""Spark where Java is missing. Collected only where Spark is to be tested."""

from __future__ import annotations

import pytest

from peelian.figures.compute.engines import open_engine
from peelian.figures.errors import PeelianError


@pytest.mark.parametrize("missing", [{"PATH": "/nowhere"}, {"JAVA_HOME": "/nowhere"}])
def test_a_missing_java_is_said(monkeypatch: pytest.MonkeyPatch, missing: dict[str, str]) -> None:
    monkeypatch.delenv("JAVA_HOME", raising=False)
    for name, value in missing.items():
        monkeypatch.setenv(name, value)
    with pytest.raises(PeelianError, match=r"Spark needs Java 17 or newer, and there is none .* Install it") as caught:
        open_engine("spark")
    assert caught.value.code == "no-java"
