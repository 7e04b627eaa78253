"""``peelian load 2025-12.zip``: every member is loaded as a file of its own, and no archive does harm."""

from __future__ import annotations

import gzip
import io
import stat
import struct
import tarfile
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.support import tables, workbooks
from tests.support.limits import cost

from peelian.figures import archives
from peelian.figures.house import House
from peelian.figures.loading import WORKERS, FileReport, load
from peelian.figures.releases.build import release
from peelian.figures.releases.verify import verify
from peelian.figures.sources.archive import Limits

STREET = "2024-01/2024-01-city-of-london-street.csv"
SEARCHES = "2024-04/2024-04-city-of-london-stop-and-search.csv"
GOOD = {
    STREET: tables.EVERY_KIND["police-uk-street"],
    "2024-01/2024-01-city-of-london-outcomes.csv": tables.EVERY_KIND["police-uk-outcomes"],
    SEARCHES: tables.EVERY_KIND["police-uk-stop-and-search"],
}


@pytest.fixture
def house(tmp_path: Path) -> House:
    """A house of the City of London, without anything in it."""
    return House(tmp_path / "house", pack="city-of-london")


def saved(folder: Path, members: dict[str, str | bytes], name: str = "2025-12.zip") -> Path:
    folder.mkdir(exist_ok=True)
    return tables.save(folder, workbooks.packed(members), name)


def only(reports: list[FileReport]) -> FileReport:
    [report] = reports
    return report


def why(report: FileReport) -> str:
    assert report.outcome in ("refused", "passed-over")
    assert report.snapshot is None
    return report.findings[0].sentence()


def unfinished(house: House) -> list[Path]:
    return list((house.root / "tmp").rglob("*"))


def test_every_member_is_a_file_of_its_own(house: House, tmp_path: Path) -> None:
    path = saved(tmp_path, {**GOOD, "README.txt": "Some words on the data.", "empty/": ""})
    reports = {report.file: report for report in load(house, [path])}
    assert list(reports) == [f"2025-12.zip › {name}" for name in sorted([*GOOD, "README.txt"])]
    for name, data in GOOD.items():
        report = reports[f"2025-12.zip › {name}"]
        assert report.outcome.startswith("accepted")
        assert report.path == str(path)
        snapshot = house.lake.get(report.snapshot or "")
        assert snapshot.original.read_bytes() == data  # what is kept is the member, not the archive
        assert snapshot.file == f"2025-12.zip › {name}"
    assert why(reports["2025-12.zip › README.txt"]) == "prose, no table: passed over"
    assert unfinished(house) == []
    assert verify(house, release(house)[0].id).sound


def test_no_more_lies_unpacked_than_is_being_read(house: House, tmp_path: Path) -> None:
    """The disk needs room for the few members in hand, not for the whole archive."""
    lying: list[int] = []

    def look(done: int, total: int, name: str) -> None:
        lying.append(sum(path.is_file() for path in (house.root / "tmp").glob("*")))

    path = saved(tmp_path, {f"{place:02d}.txt": "Some words." for place in range(24)})
    reports = load(house, [path], progress=look)
    assert [report.outcome for report in reports] == ["passed-over"] * 24
    assert max(lying) <= WORKERS


def test_a_member_is_read_as_the_same_file_outside_is(house: House, tmp_path: Path) -> None:
    outside = House(tmp_path / "outside", pack="city-of-london")
    for name, data in GOOD.items():
        load(outside, [tables.save(tmp_path, data, Path(name).name)], vintage="2025-12")
    load(house, [saved(tmp_path / "all", GOOD)])
    for snapshot in outside.lake:
        held = house.lake.get(snapshot.sha256)
        assert held.table().equals(snapshot.table())
        assert (held.vintage, held.scope, held.months) == (snapshot.vintage, snapshot.scope, snapshot.months)


def test_the_same_archive_again_changes_nothing(house: House, tmp_path: Path) -> None:
    path = saved(tmp_path, GOOD)
    load(house, [path])
    again = load(house, [path, saved(tmp_path / "copy", GOOD, "other.zip")])
    assert len(again) == 6
    assert all(report.unchanged for report in again)


def test_the_vintage_is_never_the_month_of_the_crimes(house: House, tmp_path: Path) -> None:
    def vintage(name: str, folder: str = "x", sidecar: str = "", said: str | None = None) -> tuple[object, object]:
        one = House(tmp_path / f"house-{folder}-{name}-{said}{sidecar}", pack="city-of-london")
        (tmp_path / folder).mkdir(exist_ok=True)
        path = saved(tmp_path / folder, {STREET: GOOD[STREET]}, name)
        if sidecar:
            path.with_name(f"{name}.vintage").write_text(sidecar, encoding="utf-8")
        report = only(load(one, [path], vintage=said))
        return report.vintage, report.vintage_from

    assert vintage("2025-12.zip") == ("2025-12", "archive")
    assert vintage("2025-12.zip", folder="2026-02") == ("2025-12", "archive")
    assert vintage("latest.zip", folder="2026-02") == ("2026-02", "folder")
    assert vintage("2025-12.zip", said="2026-03") == ("2026-03", "said")
    assert vintage("2025-12.zip", folder="y", sidecar="2026-01-15") == ("2026-01-15", "sidecar")
    assert vintage("latest.zip", folder="z")[1] == "load time"


def test_what_a_computer_added_is_left_out(house: House, tmp_path: Path) -> None:
    extra = {
        "__MACOSX/2024-01/._x.csv": "x",
        ".DS_Store": "x",
        "2024-01/.hidden.csv": "x",
        f"{STREET}.vintage": "2001-01",
    }
    assert only(load(house, [saved(tmp_path, {STREET: GOOD[STREET], **extra})])).vintage == "2025-12"


@pytest.mark.parametrize(
    "name",
    [
        "../../etc/cron.d/evil.csv",
        "/etc/passwd.csv",
        "..\\..\\evil.csv",
        "C:\\evil.csv",
        "C:evil.csv",
        "2024-01/../../../evil.csv",
    ],
)
def test_a_name_that_leads_out_of_the_folder_refuses_the_archive(house: House, tmp_path: Path, name: str) -> None:
    report = only(load(house, [saved(tmp_path, {**GOOD, name: GOOD[STREET]})]))
    assert "leads out of the folder" in why(report)
    assert not list(house.lake)
    assert not list(tmp_path.rglob("evil*"))


@pytest.mark.parametrize("name", ["CON.csv", "2024-01/nul", "aux.street.csv", "COM1.csv", "LPT9/x.csv"])
def test_a_device_s_name_refuses_the_archive(house: House, tmp_path: Path, name: str) -> None:
    assert "the name of a device" in why(only(load(house, [saved(tmp_path, {**GOOD, name: "x"})])))


@pytest.mark.parametrize(
    ("kind", "what"), [(stat.S_IFLNK, "a link"), (stat.S_IFCHR, "a device"), (stat.S_IFIFO, "a pipe")]
)
def test_a_member_that_is_no_file_refuses_the_archive(house: House, tmp_path: Path, kind: int, what: str) -> None:
    member = zipfile.ZipInfo("2024-01/link.csv")
    member.external_attr = (kind | 0o777) << 16
    with zipfile.ZipFile(tmp_path / "x.zip", "w") as archive:
        archive.writestr(member, "/etc/passwd")
    assert f"is {what}, no file" in why(only(load(house, [tmp_path / "x.zip"])))


def test_two_members_of_one_name_refuse_the_archive(house: House, tmp_path: Path) -> None:
    data = workbooks.packed({STREET: GOOD[STREET], STREET.replace("street", "streeT"): b"other"})
    path = tables.save(tmp_path, data.replace(b"streeT", b"street"), "twice.zip")
    assert "two members are called" in why(only(load(house, [path])))


def test_an_encrypted_archive_is_refused_in_words(house: House, tmp_path: Path) -> None:
    data = bytearray(workbooks.packed({STREET: GOOD[STREET]}))
    for signature, at in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        data[data.index(signature) + at] |= 1
    assert "is encrypted" in why(only(load(house, [tables.save(tmp_path, bytes(data), "secret.zip")])))


def test_a_way_of_packing_that_is_not_read_is_refused(house: House, tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "x.zip", "w", zipfile.ZIP_LZMA) as archive:
        archive.writestr(STREET, GOOD[STREET])
    assert "packed in a way that is not read" in why(only(load(house, [tmp_path / "x.zip"])))


def test_archives_in_archives_are_not_opened(house: House, tmp_path: Path) -> None:
    tar = io.BytesIO()
    with tarfile.open(fileobj=tar, mode="w") as inner:
        inner.add(saved(tmp_path, GOOD, "inner.zip"), "x")
    nested = {"a.zip": workbooks.packed(GOOD), "b.csv.gz": gzip.compress(GOOD[STREET]), "c.tar": tar.getvalue()}
    reports = load(house, [saved(tmp_path, {STREET: GOOD[STREET], **nested}, "outer.zip")])
    assert [report.outcome for report in reports] == [
        "accepted-with-warnings",
        "passed-over",
        "passed-over",
        "passed-over",
    ]
    assert [why(report).partition(":")[0] for report in reports[1:]] == [
        "an archive within an archive", "an archive within an archive", "a tar archive"]  # fmt: skip


def test_a_document_packed_as_zip_is_no_archive(house: House, tmp_path: Path) -> None:
    letter = saved(tmp_path, {"[Content_Types].xml": "<Types/>", "word/document.xml": "<document/>"}, "letter.docx")
    assert "an archive, or a workbook without a sheet" in why(only(load(house, [letter])))


def test_a_workbook_in_an_archive_is_a_workbook(house: House, tmp_path: Path) -> None:
    """Stored as it is, its own names stand at the end of the archive: it must not be taken for the archive's."""
    inner = workbooks.xlsx({"Sheet": [["a", "b"], [1, 2]]})
    path = tables.save(tmp_path, workbooks.packed({"book.xlsx": inner}, stored=["book.xlsx"]), "x.zip")
    assert only(load(house, [path])).file == "x.zip › book.xlsx"


def test_a_broken_member_is_refused_and_the_others_are_loaded(house: House, tmp_path: Path) -> None:
    data = bytearray(workbooks.packed(GOOD, stored=[STREET]))
    data[data.index(b"Burglary")] ^= 1
    reports = {
        report.file.rpartition("-")[2]: report for report in load(house, [tables.save(tmp_path, bytes(data), "x.zip")])
    }
    assert "is damaged or cut off" in why(reports["street.csv"])
    assert reports["outcomes.csv"].outcome.startswith("accepted")
    assert len(list(house.lake)) == 2


@pytest.mark.parametrize("part", [0.2, 0.5, 0.9, 0.999])
def test_an_archive_cut_off_is_refused(house: House, tmp_path: Path, part: float) -> None:
    data = workbooks.packed(GOOD)
    assert "it has no directory" in why(
        only(load(house, [tables.save(tmp_path, data[: int(len(data) * part)], "x.zip")]))
    )
    assert not list(house.lake)


def test_an_archive_with_nothing_in_it_is_passed_over(house: House, tmp_path: Path) -> None:
    for members in ({}, {"folder/": ""}):
        assert why(only(load(house, [saved(tmp_path, dict(members), "x.zip")]))).startswith(
            "an archive with no file in it"
        )


def test_a_table_in_gzip_is_read(house: House, tmp_path: Path) -> None:
    name = Path(SEARCHES).name
    path = tables.save(
        tmp_path, gzip.compress(GOOD[SEARCHES][:100]) + gzip.compress(GOOD[SEARCHES][100:]), f"{name}.gz"
    )
    report = only(load(house, [path], vintage="2025-12"))
    assert report.file == f"{name}.gz › {name}"
    assert house.lake.get(report.snapshot or "").original.read_bytes() == GOOD[SEARCHES]


@pytest.mark.parametrize(
    ("data", "what"),
    [
        (gzip.compress(GOOD[STREET])[:-9], "breaks off"),
        (gzip.compress(GOOD[STREET])[:-8] + b"\x00" * 8, "is damaged"),
        (b"\x1f\x8b and no more", "is damaged"),
        (gzip.compress(gzip.compress(b"x", mtime=0), mtime=0), "an archive within an archive"),
    ],
)
def test_a_broken_gzip_file_is_refused(house: House, tmp_path: Path, data: bytes, what: str) -> None:
    assert what in why(only(load(house, [tables.save(tmp_path, data, "x.csv.gz")])))
    assert unfinished(house) == []


# --- bombs ---


@pytest.fixture
def small(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Limits that a test can reach."""
    monkeypatch.setattr(archives, "ARCHIVE", Limits(members=5, size=100_000, times=10, small=20_000))
    monkeypatch.setattr(archives, "LARGEST", 50_000)
    yield


def noise(size: int) -> bytes:
    """Bytes that hardly pack."""
    import random

    return random.Random(size).randbytes(size)


@pytest.mark.parametrize(
    ("members", "what"),
    [
        ({f"{at}.csv": "x" for at in range(6)}, "it holds 6 members, and 5 are the most"),
        ({"a.csv": b"a" * 20_001}, "unpack to 20,001"),
        ({"a.csv": noise(40_000), "b.csv": noise(40_000), "c.csv": noise(20_001)}, "unpack to 100,001"),
        ({"a.csv": noise(50_001)}, "more than the 0 of a file in an archive"),
    ],
)
@pytest.mark.usefixtures("small")
def test_each_limit_is_held(house: House, tmp_path: Path, members: dict[str, str | bytes], what: str) -> None:
    assert what in why(only(load(house, [saved(tmp_path, members, "x.zip")])))


@pytest.mark.parametrize(
    "members",
    [
        {f"{at}.csv": "x" for at in range(5)},
        {"a.csv": b"a" * 20_000},
        {"a.csv": noise(40_000), "b.csv": noise(40_000), "c.csv": noise(20_000)},
        {"a.csv": noise(50_000)},
    ],
)
@pytest.mark.usefixtures("small")
def test_each_limit_is_the_last_that_passes(house: House, tmp_path: Path, members: dict[str, str | bytes]) -> None:
    reports = load(house, [saved(tmp_path, members, "x.zip")])
    assert [report.file for report in reports] == [f"x.zip › {name}" for name in members]


@pytest.mark.usefixtures("small")
def test_a_gzip_bomb_is_refused_before_it_is_unpacked(house: House, tmp_path: Path) -> None:
    assert "unpack to more than 20,000" in why(
        only(load(house, [tables.save(tmp_path, gzip.compress(b"a" * 20_001), "x.gz")]))
    )
    assert unfinished(house) == []


def test_a_directory_that_lies_is_found_out_while_unpacking(house: House, tmp_path: Path) -> None:
    data = workbooks.lying(workbooks.packed({"a.csv": b"a,b\n" * (16 << 20)}), "a.csv", 1000)
    assert "holds more than the 1,000 bytes it announces" in why(
        only(load(house, [tables.save(tmp_path, data, "x.zip")]))
    )
    assert unfinished(house) == []


def overlapping(members: int, size: int) -> bytes:
    """A directory that names one member's bytes many times, each under another name: a small file, a huge sum."""
    single = workbooks.packed({"a.csv": b"a" * size})
    at = single.index(b"PK\x01\x02")
    entry = bytearray(single[at : single.index(b"PK\x05\x06")])
    directory = b"".join(bytes(entry[:46]) + f"{number:05d}".encode() for number in range(members))
    end = struct.pack("<4s4H2LH", b"PK\x05\x06", 0, 0, members, members, len(directory), at, 0)
    return single[:at] + directory + end


def test_bombs_cost_little(tmp_path: Path) -> None:
    """In a process of its own: a second or two, and not the memory or disk that they ask for."""
    tables.save(tmp_path, workbooks.packed({"a.csv": b"a,b\n" * (64 << 20)}), "large.zip")
    tables.save(
        tmp_path, workbooks.lying(workbooks.packed({"a.csv": b"a,b\n" * (64 << 20)}), "a.csv", 1 << 20), "lying.zip"
    )
    tables.save(tmp_path, overlapping(15_000, 10 << 20), "overlapping.zip")
    tables.save(tmp_path, gzip.compress(b"a,b\n" * (64 << 20)), "large.csv.gz")
    bombs = cost("load", tmp_path, "--data", tmp_path / "house", "--json")
    assert bombs.code == 1, bombs.err
    assert bombs.answer["refused"] == 4
    assert "fill the memory" in str(bombs.answer)
    assert bombs.peak < 400
    assert bombs.seconds < 30
    assert not (tmp_path / "house" / "lake").exists()
