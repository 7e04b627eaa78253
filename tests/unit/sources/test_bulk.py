"""Big tables in columns: the fast way says what the careful way says, and each limit is held."""

from __future__ import annotations

import random
from collections import Counter
from pathlib import Path

import pytest
from tests.support import tables, wounds

from peelian.figures.sources import bulk, document
from peelian.figures.sources.base import RefusedFile
from peelian.figures.sources.bulk import Bulk, read_bulk
from peelian.figures.sources.document import Document
from peelian.figures.sources.police_uk import OUTCOMES, PLAIN, SEARCHES, STREET, WHERE

WANTED = {
    "police-uk-street": (STREET | WHERE, PLAIN),
    "police-uk-outcomes": (OUTCOMES | WHERE, PLAIN),
    "police-uk-stop-and-search": (SEARCHES, frozenset[str]()),
}
GOOD = tables.EVERY_KIND["police-uk-street"]
HEADER, BODY = GOOD.split(b"\n", 1)


def fast(folder: Path, data: bytes, dataset: str = "police-uk-street") -> Bulk | None:
    """What Arrow makes of it, or None where it leaves it to the careful way. Raises RefusedFile."""
    return bulk._by_arrow(Document(tables.save(folder, data)), *WANTED[dataset])


def careful(folder: Path, data: bytes, dataset: str = "police-uk-street") -> Bulk:
    return bulk._carefully(Document(tables.save(folder, data)), *WANTED[dataset])


def either(folder: Path, data: bytes) -> Bulk:
    wanted, plain = WANTED["police-uk-street"]
    return read_bulk(Document(tables.save(folder, data)), wanted, plain=plain)


def said(made: Bulk) -> list[str]:
    return [finding.sentence() for finding in made.findings]


def texts(made: Bulk) -> dict[str, list[str]]:
    """Every column; with spaces made even where the fast way leaves them, because it does not look into plain columns."""
    cells = {name: column.to_pylist() for name, column in made.columns.items()}
    return {name: [" ".join(cell.split()) for cell in cells[name]] if name in PLAIN else cells[name] for name in cells}


@pytest.mark.parametrize("dataset", sorted(WANTED))
def test_the_fast_way_is_the_careful_way(tmp_path: Path, dataset: str) -> None:
    data = tables.EVERY_KIND[dataset]
    quick = fast(tmp_path, data, dataset)
    assert quick is not None
    slow = careful(tmp_path, data, dataset)
    assert (quick.header, texts(quick), quick.numbers.tolist()) == (slow.header, texts(slow), slow.numbers.tolist())
    assert said(quick) == said(slow) == []


def test_the_fast_way_is_the_careful_way_of_the_real_files(data: Path) -> None:
    for pattern, dataset in (
        ("*-street", "street"),
        ("*-outcomes", "outcomes"),
        ("*-stop-and-search", "stop-and-search"),
    ):
        for path in sorted((data / "police-uk").rglob(f"{pattern}.csv"))[:4]:
            wanted, plain = WANTED[f"police-uk-{dataset}"]
            quick, slow = (way(Document(path), wanted, plain) for way in (bulk._by_arrow, bulk._carefully))
            assert quick is not None, path
            assert texts(quick) == texts(slow)
            assert quick.numbers.tolist() == slow.numbers.tolist()


def test_of_wounded_files_both_ways_say_the_same(tmp_path: Path) -> None:
    """Wherever the fast way answers, the careful way gives the same columns, or refuses the file too."""
    chance, outcomes = random.Random(7), Counter[str]()
    for _ in range(3000):
        dataset = chance.choice(sorted(WANTED))
        data = wounds.wounded(tables.EVERY_KIND[dataset], chance)
        try:
            opened = Document(tables.save(tmp_path, data))
            known = opened.form == "table" and opened.header
            quick = fast(tmp_path, data, dataset) if known else None
        except RefusedFile:
            with pytest.raises(RefusedFile):
                careful(tmp_path, data, dataset)
            outcomes["refused"] += 1
            continue
        if quick is not None:
            slow = careful(tmp_path, data, dataset)
            assert texts(quick) == texts(slow), data
            assert quick.numbers.tolist() == slow.numbers.tolist(), data
        outcomes["left to the careful way" if quick is None else "read"] += 1
    assert min(outcomes.values()) > 100, outcomes
    assert len(outcomes) == 3


@pytest.mark.parametrize(
    "data",
    [
        pytest.param(GOOD + b"\n", id="an empty line at the end"),
        pytest.param(HEADER + b"\n\n" + BODY, id="an empty line within"),
        pytest.param(GOOD + b"," * 11 + b"\n", id="a line of nothing but commas"),
        pytest.param(b"\n" + GOOD, id="an empty line before the header"),
        pytest.param(GOOD.replace(b"\n", b"\r"), id="lines that end in CR"),
        pytest.param(GOOD.replace(b"Cheapside", b"Chea\xffpside"), id="another encoding"),
        pytest.param(HEADER + b",\n" + BODY.replace(b"\n", b",\n"), id="a column without a name"),
    ],
)
def test_what_is_not_regular_goes_the_careful_way(tmp_path: Path, data: bytes) -> None:
    assert fast(tmp_path, data) is None
    assert texts(either(tmp_path, data))["month"] == ["2024-01"] * 3


@pytest.mark.parametrize("newline", [b"\n", b"\r\n"])
def test_quoted_cells_may_hold_anything(tmp_path: Path, newline: bytes) -> None:
    odd = GOOD.replace(b"On or near Cheapside", b'"On, or near ""Cheapside"",\nEC2"').replace(b"\n", newline)
    quick = fast(tmp_path, odd)
    assert quick is not None
    assert texts(quick) == texts(careful(tmp_path, odd))
    assert quick.numbers.tolist() == [2, 3, 4]


@pytest.mark.parametrize(
    ("data", "what", "row"),
    [
        (HEADER + b"\n", "there is a header and no row below it", 1),
        (GOOD[:-20], "has 11 cells where the header has 12", 4),
        (HEADER.replace(b"Month", b"Mon") + b"\n" + BODY, "the column Month is not in it", 1),
        (HEADER.replace(b"Context", b"Month") + b"\n" + BODY, "the column stands twice", 1),
        (GOOD.replace(b"Burglary", b'"Burglary'), "a quote mark is opened and never closed", None),
        (GOOD.replace(b"Burglary", b"Bur\x00glary"), "a NUL character", 2),
    ],
)
def test_what_does_not_fit_is_refused_by_row(tmp_path: Path, data: bytes, what: str, row: int | None) -> None:
    with pytest.raises(RefusedFile) as refusal:
        either(tmp_path, data)
    assert what in refusal.value.finding.what
    assert row is None or refusal.value.finding.row == row


def test_a_last_line_without_an_end_and_a_mark_are_said(tmp_path: Path) -> None:
    assert said(either(tmp_path, GOOD[:-1])) == [
        "the last line has no end (row 4): if the file was cut off there, its last cell is wrong; compare it"
    ]
    marked = either(tmp_path, b"\xef\xbb\xbf" + GOOD)
    assert said(marked) == ["a byte-order mark stands before the first column: passed over"]
    assert texts(marked) == texts(either(tmp_path, GOOD))


def test_the_largest_table_is_read_and_a_byte_more_is_not(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bulk, "LARGEST", len(GOOD))
    assert either(tmp_path, GOOD).size == 3
    with pytest.raises(RefusedFile, match="more than the 0 that are read at once"):
        either(tmp_path, GOOD + b"\n")


def test_a_table_that_is_too_large_for_the_careful_way_is_refused_in_words(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    irregular = GOOD + b"\n"
    monkeypatch.setattr(bulk, "LARGEST_TEXT", len(irregular))
    assert either(tmp_path, irregular).size == 3
    monkeypatch.setattr(bulk, "LARGEST_TEXT", len(irregular) - 1)
    with pytest.raises(RefusedFile, match="the table is not regular: an empty or uneven line"):
        either(tmp_path, irregular)
    assert either(tmp_path, GOOD).size == 3


def test_the_limits_of_what_is_read_row_by_row(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from peelian.figures.sources import table

    small = tables.crime()
    monkeypatch.setattr(document, "LARGEST_TEXT", len(small))
    assert tables.read(tmp_path, small).table.num_rows == 12
    with pytest.raises(RefusedFile, match="it has more than 0 MB"):
        tables.read(tmp_path, small + b"\n")
    monkeypatch.setattr(table, "MOST_CELLS", 31)  # five lines of six cells, and the end
    assert tables.read(tmp_path, small).table.num_rows == 12
    monkeypatch.setattr(table, "MOST_CELLS", 30)
    with pytest.raises(RefusedFile, match="the table has more than 30 cells"):
        tables.read(tmp_path, small)


def test_the_limit_of_what_a_map_may_hold(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    map_of_one = tables.feature_collection("E09000016")
    monkeypatch.setattr(document, "MOST_PARTS", map_of_one.count(b"[") + map_of_one.count(b"{"))
    assert tables.read(tmp_path, map_of_one, name="x.geojson").table.num_rows == 1
    monkeypatch.setattr(document, "MOST_PARTS", map_of_one.count(b"[") + map_of_one.count(b"{") - 1)
    with pytest.raises(RefusedFile, match="lists and objects"):
        tables.read(tmp_path, map_of_one, name="x.geojson")


def test_many_blocks_are_one_table(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each block has its own dictionary; put together they are one."""
    monkeypatch.setattr(bulk, "_BLOCK", 1 << 16)
    rows = [(*tables.STREET[0][:7], f"E010{at % 7:05d}", *tables.STREET[0][8:]) for at in range(3000)]
    data = tables.table(tables.STREET_HEADER, rows)
    quick = fast(tmp_path, data)
    assert quick is not None
    assert len(data) > 5 << 16
    assert quick.columns["area"].to_pylist() == [row[7] for row in rows]
    assert len(quick.columns["area"].dictionary) == 7
