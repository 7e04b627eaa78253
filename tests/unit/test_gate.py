"""The gate before reading: small files side by side, a large one alone."""

from __future__ import annotations

import contextlib
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from tests.support import tables, workbooks

from peelian.figures.gate import Gate
from peelian.figures.sources.document import Document

MOST = 1_000


def test_no_more_is_read_at_once_than_may_be(tmp_path: Path) -> None:
    gate, counting = Gate(MOST), threading.Lock()
    now: list[int] = []
    together: list[list[int]] = []

    def read(size: int) -> None:
        document = Document(tables.save(tmp_path, b"x" * size, f"{threading.get_ident()}-{size}.txt"))
        with gate.passing(document):
            with counting:
                now.append(size)
                together.append(list(now))
            time.sleep(0.003)
            with counting:
                now.remove(size)

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(read, [300, 300, 300, 5000, 400, 900] * 4))
    assert all(sum(sizes) <= MOST or len(sizes) == 1 for sizes in together)
    assert any(len(sizes) > 1 for sizes in together)


def test_a_workbook_is_read_alone_whatever_its_size(tmp_path: Path) -> None:
    gate = Gate(10_000)
    book = Document(tables.save(tmp_path, workbooks.xlsx({"S": [[1]]}), "x.xlsx"))
    words = Document(tables.save(tmp_path, b"Some words.", "x.txt"))
    done: list[str] = []

    def read() -> None:
        with gate.passing(words):
            done.append("words")

    with gate.passing(book):
        other = threading.Thread(target=read)
        other.start()
        other.join(0.05)
        assert done == []
    other.join(5)
    assert done == ["words"]


def test_what_could_not_be_read_makes_room_again(tmp_path: Path) -> None:
    gate, document = Gate(10), Document(tables.save(tmp_path, b"x" * 100, "x.txt"))
    done: list[int] = []

    def read() -> None:
        for _ in range(3):
            with contextlib.suppress(ValueError), gate.passing(document):
                raise ValueError("broken")
            done.append(1)

    reader = threading.Thread(target=read, daemon=True)
    reader.start()
    reader.join(5)
    assert len(done) == 3
