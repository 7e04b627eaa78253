"""Whatever is put before it: refused or accepted with a warning, in words, in bounded time and memory, nothing half-loaded."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from tests.support import tables
from tests.support.limits import ENVIRONMENT, bound, cost
from tests.support.wide import two_boroughs, write_boroughs

from peelian.figures import lake, loading
from peelian.figures.house import House
from peelian.figures.loading import FileReport, load
from peelian.figures.periods import month_ordinal
from peelian.figures.releases.build import release
from peelian.figures.releases.verify import verify

HEADER, ROWS = tables.crime().split(b"\n", 1)
STREET = tables.EVERY_KIND["police-uk-street"]
NAME = "2024-01-city-of-london-street.csv"


class Kept:
    """A house with a release in it, and what is to be the same after whatever happens."""

    def __init__(self, folder: Path) -> None:
        self.house = House(folder / "house")
        load(self.house, [write_boroughs(folder / "2026-01" / "crime.csv", month_ordinal(2024, 1), two_boroughs())])
        self.release = release(self.house)[0].id
        self.before = self.files()

    def files(self) -> dict[str, bytes]:
        """Everything that is visible in the house."""
        root = self.house.root
        return {str(path.relative_to(root)): path.read_bytes() for path in sorted(root.rglob("*")) if path.is_file()}

    def load(self, *paths: Path, **how: str) -> list[FileReport]:
        """Load into the house as somebody would who comes later."""
        return load(House(self.house.root), paths, **how)

    def unchanged(self) -> None:
        """What was there is there, nothing was added, and the release can be made again from it."""
        assert self.files() == self.before
        assert verify(House(self.house.root), self.release).sound


@pytest.fixture
def kept(tmp_path: Path) -> Kept:
    """A house that has something to lose."""
    return Kept(tmp_path / "kept")


@pytest.fixture(scope="module")
def lasting(tmp_path_factory: pytest.TempPathFactory) -> Kept:
    """A house that a hundred hostile files leave as it is."""
    return Kept(tmp_path_factory.mktemp("lasting"))


def said(report: FileReport) -> str:
    return "\n".join(f"{finding.severity}: {finding.sentence()}" for finding in report.findings)


def one(reports: list[FileReport]) -> FileReport:
    [report] = reports
    return report


# --- what a file may hold ---

MIXED = HEADER + b"\n" + b"THEFT,SHOPLIFTING,Cr\xc3\xaape,1,2,3\n" + b"THEFT,BICYCLE THEFT,Cr\xeape,1,2,3\n"
WIDE_HEADER = HEADER + b"," + b",".join(b"c%d" % at for at in range(100_000))
REFUSED = {
    "cut off in a row": (tables.crime()[:-9], "x.csv", "has 3 cells where the header has 6 (row 5)"),
    "cut off in a quoted cell": (tables.crime(quoted=True)[:-3], "x.csv", "a quote mark is opened and never closed"),
    "cut off in the header": (HEADER[:20], "x.csv", "no reader knows this content"),
    "nothing but a header": (HEADER + b"\n", "x.csv", "there is a header and no row below it"),
    "UTF-16 without its mark": (tables.crime(encoding="utf-16-le"), "x.csv", "its content is no text"),
    "UTF-16 cut in two": (tables.crime(encoding="utf-16")[:-1], "x.csv", "the UTF-16 text breaks off"),
    "UTF-32": (tables.crime(encoding="utf-32"), "x.csv", "its content is no text"),
    "EBCDIC": (tables.crime(encoding="cp500"), "x.csv", "its content is prose"),
    "a byte that is no text": (tables.crime().replace(b"Barnet,10", b"B\x81rnet,10"), "x.csv", "byte 0x81 is no text"),
    "a NUL": (tables.crime().replace(b"Barnet,10", b"Bar\x00net,10"), "x.csv", "a NUL character stands in the text"),
    "a NUL in a street file": (STREET.replace(b"Drugs", b"Dru\x00gs"), NAME, "a NUL character stands in the text"),
    "nothing but NULs": (b"\x00" * 1000, "x.csv", "its content is no text"),
    "a hundred thousand columns": (WIDE_HEADER + b"\n" + ROWS, "x.csv", "columns or more (row 1)"),
    "a hundred thousand cells in a row": (tables.crime() + b"1," * 100_000 + b"\n", "x.csv", "cells where the header has 6"),
    "a long line": (tables.crime() + b"THEFT," + b"x" * (2 << 20), "x.csv", "is longer than 1,048,576 bytes"),
    "a long cell": (tables.crime() + b"THEFT," + b"x" * 200_000 + b",Barnet,1,2,3\n", "x.csv", "field larger than field limit"),
    "somebody else's columns": (b"fruit,price\napple,1\npear,2\n", "MPS Borough Level Crime (most recent 24 months).csv",
                                "no reader knows this content (columns: fruit, price)"),
    "somebody else's street": (b"Crime ID,Month,Street\n1,2024-01,High Street\n", NAME, "no reader knows this content"),
    "a web page": (b"<!DOCTYPE html><html><body>Not found</body></html>", NAME, "its content is prose, no table"),
    "other places": (tables.crime([("THEFT", "SHOPLIFTING", "Chicago", "1", "2", "3")]), "x.csv", "none of its areas is known"),
    "two forces": (STREET.replace(b"City of London Police,City", b"Kent Police,City", 1), NAME, "rows of 2 forces stand in it"),
    "entities without end": (b'<?xml version="1.0"?><!DOCTYPE l [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><l>&b;</l>', "x.csv",
                             "its content is prose, no table"),
    "brackets without end": (b'{"type":"FeatureCollection","features":' + b"[" * 200_000, "x.geojson", "features carry no code"),
    "points without end": (tables.feature_collection("E09000016") + b"[]," * 4_000_001, "x.geojson", "lists and objects"),
    "a total among the rows": (tables.crime([*tables.CRIME, ("THEFT", "SHOPLIFTING", "Total", "1", "2", "3")]), "x.csv",
                               "would be counted twice"),
}  # fmt: skip


@pytest.mark.parametrize("case", REFUSED)
def test_what_cannot_be_used_is_refused_in_words(lasting: Kept, tmp_path: Path, case: str) -> None:
    data, name, words = REFUSED[case]
    report = one(lasting.load(tables.save(tmp_path, data, name), vintage="2026-02"))
    assert report.outcome == "refused", said(report)
    assert words in said(report)
    assert report.findings[0].remedy
    assert len(said(report)) < 1000
    lasting.unchanged()


SUMS = tables.crime().replace(b"BICYCLE THEFT", b"=HYPERLINK(1)")
ACCEPTED = {
    "no end of the last line": (tables.crime()[:-1], "warning: the last line has no end"),
    "Windows-1252": (tables.crime([("THEFT", "CR\xcaPES", "Barnet", "1", "2", "3")], encoding="cp1252"),
                     "warning: text is not UTF-8 (row 2): read as Windows-1252; check names with accents"),
    "two encodings in one file": (MIXED.replace(b"Cr\xc3\xaape", b"Barnet"), "warning: text is not UTF-8 (row 3)"),
    "a byte-order mark": (tables.crime(encoding="utf-8-sig"), "note: a byte-order mark stands before the first column"),
    "UTF-16": (tables.crime(encoding="utf-16"), "note: text is UTF-16"),
    "an area that nobody knows": (tables.crime([*tables.CRIME, ("THEFT", "SHOPLIFTING", "\x1b[2JAtlantis", "1", "2", "3")]),
                                  r"warning: 1 areas are unknown to the pack: \x1b[2JAtlantis"),
    "a formula for a category": (SUMS, "warning: nothing says when it was published"),
}  # fmt: skip


@pytest.mark.parametrize("case", ACCEPTED)
def test_what_is_odd_is_accepted_and_said(kept: Kept, tmp_path: Path, case: str) -> None:
    data, words = ACCEPTED[case]
    report = one(kept.load(tables.save(tmp_path, data)))
    assert report.outcome.startswith("accepted"), said(report)
    assert words in said(report)
    made, _ = release(House(kept.house.root))
    assert verify(House(kept.house.root), made.id).sound
    assert verify(House(kept.house.root), kept.release).sound


@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
def test_lines_may_end_in_any_way(tmp_path: Path, newline: str) -> None:
    expected = tables.facts(tables.read(tmp_path, tables.crime()))
    assert tables.facts(tables.read(tmp_path, tables.crime(newline=newline))) == expected
    street = tables.facts(tables.read(tmp_path, STREET))
    assert tables.facts(tables.read(tmp_path, STREET.replace(b"\n", newline.encode()))) == street


@pytest.mark.parametrize("dataset", sorted(tables.EVERY_KIND))
def test_a_file_cut_off_anywhere_is_never_taken_for_a_whole_one(kept: Kept, tmp_path: Path, dataset: str) -> None:
    """It is refused, or said not to end, or cut exactly at the end of a line."""
    data, name = tables.EVERY_KIND[dataset], tables.NAME_OF.get(dataset, "x.csv")
    for at in range(1, len(data) - 1, max(1, len(data) // 15)):
        report = one(kept.load(tables.save(tmp_path, data[:at], name), vintage="2026-02"))
        whole_lines = data[at - 1 : at] == b"\n" or data[at : at + 1] == b"\n"
        assert report.outcome in ("refused", "passed-over") or "has no end" in said(report) or whole_lines, data[:at]


# --- what a file may cost ---


def large(folder: Path, name: str, head: bytes, size: int = 2 << 30) -> Path:
    """A file of two gigabytes of which the disk holds only the beginning: the rest are NULs, without an end of line."""
    path = tables.save(folder, head, name)
    with path.open("r+b") as stream:
        stream.truncate(size)
    return path


@pytest.fixture(scope="module")
def costly(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Files that ask for gigabytes."""
    folder = tmp_path_factory.mktemp("costly")
    many = b"".join(b"THEFT,KIND %d,Barnet,1,2,3\n" % at for at in range(20_000))
    large(folder, "line.csv", HEADER + b"\n" + many)
    large(folder, NAME, STREET * 1 + STREET.split(b"\n", 1)[1] * 3000)
    large(folder, "map.geojson", b'{"type": "FeatureCollection", "features": [' + b" " * 200_000)
    large(folder, "nothing.csv", b"")
    tables.save(folder, b"x" * (40 << 20), "word.csv")
    tables.save(folder, (HEADER + b"\n" + many) * 30, "long.csv")
    row = tables.CRIME[0]
    wide = tables.crime([(*row, *[""] * 1_900)], [*tables.MONTHS, *(f"c{at}" for at in range(1_900))]).split(b"\n")
    tables.save(folder, wide[0] + b"\n" + (wide[1] + b"\n") * 16_000, "wide.csv")
    return folder


def test_files_of_gigabytes_are_refused_for_little(costly: Path, tmp_path: Path) -> None:
    spent = cost("load", costly, "--data", tmp_path / "house", "--json")
    assert spent.code == 1, spent.err
    outcomes = {report["file"]: report["findings"][0]["what"] for report in spent.answer["files"]}
    assert all(report["outcome"] == "refused" for report in spent.answer["files"])
    assert "longer than 1,048,576 bytes" in outcomes["line.csv"]
    assert "longer than 1,048,576 bytes" in outcomes[NAME]
    assert "more than 32 MB" in outcomes["map.geojson"]
    assert "no text" in outcomes["nothing.csv"]
    assert "cells" in outcomes["wide.csv"]
    assert spent.peak < 700, "mebibytes"
    assert spent.seconds < 60
    assert not (tmp_path / "house" / "lake").exists()


@pytest.mark.parametrize(
    ("header", "row"),
    [
        pytest.param(tables.crime(months=[f"2023{at:02d}" for at in range(1, 9)]).split(b"\n")[0],
                     b"THEFT %d,KIND %d,Barnet %d,1,2,3,1,2,3,1,2\n", id="boroughs"),
        pytest.param(tables.survey().split(b"\n")[0], b"31/12/2014,PAS,Area %d,Measure %d,0.5\n", id="survey"),
        pytest.param(b",".join(map(str.encode, tables.POPULATION_HEADER)), b"E%08d,Place %d,2010,Source %d,5\n", id="people"),
    ],
)  # fmt: skip
def test_many_rows_cost_as_much_as_they_are_many(tmp_path: Path, header: bytes, row: bytes) -> None:
    """Every row is of an area, a category and a source of its own: what looks at all of them for each would take for ever."""
    lines = b"".join(row % ((at,) * row.count(b"%")) for at in range(40_000))
    spent = cost("load", tables.save(tmp_path, header + b"\n" + lines), "--data", tmp_path / "house", "--json")
    assert spent.code == 1, spent.err
    assert len(spent.out) < 20_000
    assert spent.seconds < 10
    assert spent.peak < 500


def test_of_a_file_that_is_odd_in_every_row_a_hundred_findings_are_told(
    kept: Kept, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tables.save(tmp_path, tables.crime())
    everything = one(load(House(tmp_path / "other"), [path], vintage="2026-02")).findings
    assert len(everything) > 4
    monkeypatch.setattr(loading, "MOST_FINDINGS", 3)
    report = one(kept.load(path, vintage="2026-02"))
    told = [finding.sentence() for finding in report.findings[:4]]
    assert told[:3] == [finding.sentence() for finding in everything[:3]]
    assert told[3] == f"{len(everything) - 3} more findings are not listed: mend the first ones and load it again"


# --- what may lie in a folder ---


def test_what_is_no_file_is_passed_over_and_never_opened(kept: Kept, tmp_path: Path) -> None:
    folder = tmp_path / "odd"
    folder.mkdir()
    os.mkfifo(folder / "pipe.csv")
    (folder / "device.csv").symlink_to("/dev/zero")
    (folder / "nowhere.csv").symlink_to(folder / "gone.csv")
    (folder / "itself.csv").symlink_to("itself.csv")
    with socket.socket(socket.AF_UNIX) as listening:
        listening.bind(str(folder / "socket.csv"))
        reports = kept.load(folder)
    assert {report.file: report.findings[0].what for report in reports} == {
        "device.csv": "a pipe, a socket or a device, no file",
        "itself.csv": "a link to nothing, no file",
        "nowhere.csv": "a link to nothing, no file",
        "pipe.csv": "a pipe, a socket or a device, no file",
        "socket.csv": "a pipe, a socket or a device, no file",
    }
    assert {report.outcome for report in reports} == {"passed-over"}
    kept.unchanged()


def test_folders_that_lead_in_a_circle_are_walked_once(kept: Kept, tmp_path: Path) -> None:
    folder = tmp_path / "a" / "b" / "c"
    folder.mkdir(parents=True)
    tables.save(folder, b"Some words.", "words.txt")
    (folder / "up").symlink_to(tmp_path / "a")
    (folder / "itself").symlink_to(folder)
    (tmp_path / "a" / "again").symlink_to(folder)
    assert [report.file for report in kept.load(tmp_path / "a")] == ["words.txt"]


def test_folders_as_deep_as_the_system_allows(kept: Kept, tmp_path: Path) -> None:
    top = tmp_path / "d"
    depth = (4000 - len(str(top))) // 2
    assert depth > sys.getrecursionlimit()
    folders = [Path(f"{top}{'/d' * level}") for level in range(depth + 1)]
    for folder in folders:
        folder.mkdir()
    path = tables.save(folders[-1], b"Some words.", "w.txt")
    try:
        assert [report.file for report in kept.load(top)] == ["w.txt"]
    finally:  # what clears away after tests calls itself for each folder
        path.unlink()
        for folder in reversed(folders):
            folder.rmdir()


def test_a_file_that_may_not_be_read_is_refused_and_the_others_are_loaded(tmp_path: Path) -> None:
    folder = tmp_path / "files"
    folder.mkdir()
    tables.save(folder, tables.crime(), "a.csv").chmod(0)
    tables.save(folder, tables.survey(), "b.csv")
    done = bound("load", folder, "--data", tmp_path / "house", "--json")
    assert done.returncode == 1, done.stderr
    first, second = json.loads(done.stdout)["files"]
    assert first["findings"][0]["what"] == "cannot be read (Permission denied)"
    assert second["outcome"] == "accepted-with-warnings"


def test_a_folder_that_may_not_be_read_is_said(tmp_path: Path) -> None:
    closed = tmp_path / "files" / "closed"
    closed.mkdir(parents=True)
    closed.chmod(0)
    done = bound("load", tmp_path / "files", "--data", tmp_path / "house")
    closed.chmod(0o700)
    assert done.returncode == 2
    assert "cannot be read (Permission denied)" in done.stderr
    assert "Traceback" not in done.stderr


NAMES = {
    "a line break": "crime\nACCEPTED   other.csv.csv",
    "a cursor moved": "\x1b[2J\x1b[Hcrime.csv",
    "a carriage return": "crime\rREFUSED.csv",
    "a text turned round": "crime\u202evsc.csv",
    "bytes that are no text": os.fsdecode(b"crime\xff\xfe.csv"),
    "a tab and a bell": "crime\t\x07.csv",
    "255 bytes": "x" * 251 + ".csv",
    "quotes and a formula": "='\"><script>alert(1).csv",
    "another file's name": f"2025-12.zip › {NAME}",
    "an option": "--help",
    "spaces": "  .csv ",
}


@pytest.mark.parametrize("form", ["--json", "words"])
def test_a_name_breaks_no_report_and_no_terminal(tmp_path: Path, form: str) -> None:
    (tmp_path / "files").mkdir()
    for place, name in enumerate(NAMES.values()):
        row = ("THEFT", "SHOPLIFTING", "Barnet", str(place), "2", "3")
        tables.save(tmp_path / "files", tables.crime([row]), name)
    house = tmp_path / "house"
    arguments = ("--data", house, *(["--json"] if form == "--json" else []))
    told, listed = cost("load", tmp_path / "files", *arguments), cost("snapshots", *arguments)
    assert (told.code, told.err, listed.code, listed.err) == (0, "", 0, "")
    for text in (told.out, listed.out):
        assert all(line.isprintable() for line in text.split("\n"))
    if form == "--json":
        assert len(told.answer["files"]) == len(listed.answer["snapshots"]) == len(NAMES)
    else:
        assert sum(line.startswith("ACCEPTED") for line in told.out.split("\n")) == len(NAMES)
    assert all(snapshot.file.isprintable() for snapshot in House(house).lake)


def test_a_name_that_cannot_be_encoded_on_this_terminal_is_spelt_out(tmp_path: Path) -> None:
    path = tables.save(tmp_path, tables.crime(), "crêpe ›.csv")
    command = [sys.executable, "-m", "peelian.cli", "load", str(path), "--data", str(tmp_path / "house")]
    done = subprocess.run(command, env=ENVIRONMENT | {"PYTHONIOENCODING": "ascii"}, capture_output=True, check=False)
    assert done.returncode == 0, done.stderr
    assert rb"cr\xeape \u203a.csv" in done.stdout


@pytest.mark.parametrize(
    "sidecar", [b"", b"soon", b"\xff\xfe\x00", b"2026-13", b"2026-02\nrm -rf /", b"2026-02" * 10_000_000]
)
def test_a_sidecar_that_is_none_refuses_its_file_only(kept: Kept, tmp_path: Path, sidecar: bytes) -> None:
    folder = tmp_path / "files"
    folder.mkdir()
    tables.save(folder, tables.crime(), "a.csv")
    tables.save(folder, sidecar, "a.csv.vintage")
    tables.save(folder, b"Some words.", "b.txt")
    first, second = kept.load(folder)
    assert first.outcome == "refused"
    assert "a.csv.vintage beside it says" in said(first)
    assert second.outcome == "passed-over"
    kept.unchanged()


# --- what may happen meanwhile ---


@pytest.fixture
def meanwhile(monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[object, str, Callable[[Path], None]], None]]:
    """Let something happen to the file right after a real step of loading has been done with it."""

    def arrange(module: object, step: str, happens: Callable[[Path], None]) -> None:
        real = getattr(module, step)

        def and_then(source: object, *arguments: object, **named: object) -> object:
            done = real(source, *arguments, **named)
            happens(source if isinstance(source, Path) else source.path)  # type: ignore[attr-defined]
            return done

        monkeypatch.setattr(module, step, and_then)

    yield arrange


def test_a_file_that_grows_while_it_is_copied_is_refused(
    kept: Kept, tmp_path: Path, meanwhile: Callable[..., None]
) -> None:
    def grow(path: Path) -> None:
        with path.open("ab") as stream:
            stream.write(b"THEFT,OTHER,Barnet,1,2,3\n")

    meanwhile(lake, "scan", grow)
    report = one(kept.load(tables.save(tmp_path, tables.crime())))
    assert "it changed while it was being read" in said(report)
    kept.unchanged()


def test_a_file_that_is_replaced_by_another_kind_is_refused(
    kept: Kept, tmp_path: Path, meanwhile: Callable[..., None]
) -> None:
    meanwhile(loading, "recognise", lambda path: path.write_bytes(tables.survey()) and None)
    report = one(kept.load(tables.save(tmp_path, tables.crime())))
    assert "it changed while it was being read" in said(report)
    kept.unchanged()


def test_a_file_that_goes_away_is_refused(kept: Kept, tmp_path: Path, meanwhile: Callable[..., None]) -> None:
    meanwhile(loading, "recognise", lambda path: path.unlink())
    report = one(kept.load(tables.save(tmp_path, tables.crime())))
    assert "cannot be read (No such file or directory)" in said(report)
    kept.unchanged()


def test_two_publications_of_a_month_that_disagree_are_both_kept_and_the_difference_is_said(
    kept: Kept, tmp_path: Path
) -> None:
    first = tables.save(tmp_path, STREET, NAME)
    kept.load(first, vintage="2026-02")
    other = tables.save(tmp_path, STREET.replace(b"Under investigation", b"Offender fined"), NAME)
    report = one(kept.load(other, vintage="2026-02"))
    assert report.outcome.startswith("accepted")
    assert "both are of one vintage: the one loaded later counts" in said(report)
    newest = list(House(kept.house.root).lake)[-1]
    assert newest.original.read_bytes() == other.read_bytes()
