"""Ten thousand files that are wrong at random, through recognition and every reader: a reading, a refusal or a pass-over.

The files are the same every time; ``PEELIAN_SEED`` gives others.
"""

from __future__ import annotations

import os
import random
from collections import Counter
from pathlib import Path

import pytest
from tests.support import tables, wounds

from peelian.figures.sources.base import Reading, RefusedFile, Settings
from peelian.figures.sources.document import Document
from peelian.figures.sources.known import recognise

SEED = os.environ.get("PEELIAN_SEED", "")
FILES_EACH, PARQUETS, WORKBOOKS = 800, 200, 80
"""A workbook is opened in a process of its own, which takes a tenth of a second."""
SETTINGS = (Settings(), Settings(), Settings("d/m/y", "comma"), Settings("m/d/y", "point"))
TEXTS = sorted(name for name, data in tables.EVERY_KIND.items() if not data.startswith(b"PK"))
BOOKS = sorted(set(tables.EVERY_KIND) - set(TEXTS))


def answer(path: Path, settings: Settings) -> Reading | RefusedFile | None:
    """What loading would get of the file; anything else than these three fails the test."""
    document = Document(path)
    try:
        source = recognise(document).source
        return source.read(document, settings) if source else None
    except RefusedFile as refusal:
        return refusal


def judged(path: Path, data: bytes, settings: Settings) -> str:
    """The answer in a word, once it has been looked at."""
    try:
        got = answer(path, settings)
    except Exception as error:
        raise AssertionError(f"{type(error).__name__}: {error}; {len(data):,} bytes: {data[:3000]!r}") from error
    findings = got.findings if isinstance(got, Reading) else [got.finding] if got else []
    for finding in findings:
        assert finding.remedy
        assert len(finding.sentence()) < 1000
        assert finding.sentence().isprintable()
    if isinstance(got, Reading):
        assert got.table.num_rows > 0
        assert len(findings) < 100
        assert got.periods is None or "1900-01" <= got.periods[0] <= got.periods[1] <= "2100-12"
        return "read"
    return "refused" if got else "passed over"


@pytest.mark.parametrize("dataset", [*TEXTS, *BOOKS])
def test_no_wound_makes_a_traceback(tmp_path: Path, dataset: str) -> None:
    chance = random.Random(f"{dataset}{SEED}")
    outcomes: Counter[str] = Counter()
    for _ in range(FILES_EACH if dataset in TEXTS else WORKBOOKS):
        data = wounds.wounded(tables.EVERY_KIND[dataset], chance)
        known = tables.NAME_OF.get(dataset, "x.csv")
        name = known if chance.random() < 0.7 else chance.choice(["x.csv", "x.json", "x.md", "x"])
        outcomes[judged(tables.save(tmp_path, data, name), data, chance.choice(SETTINGS))] += 1
    assert min(outcomes["read"], outcomes["refused"]) > 3, outcomes


def test_no_wound_of_a_parquet_file_makes_a_traceback(tmp_path: Path) -> None:
    chance = random.Random(f"parquet{SEED}")
    outcomes: Counter[str] = Counter()
    for _ in range(PARQUETS):
        data = wounds.parquet(chance)
        outcomes[judged(tables.save(tmp_path, data, "x.parquet"), data, Settings())] += 1
    assert min(outcomes["read"], outcomes["refused"]) > 20, outcomes


def test_they_are_ten_thousand_and_more() -> None:
    assert FILES_EACH * len(TEXTS) + WORKBOOKS * len(BOOKS) + PARQUETS > 10_000
