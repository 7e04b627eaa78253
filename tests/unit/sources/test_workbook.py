"""Workbooks, all of them generated here: what good ones hold, and how hostile ones are refused, in bounded time and memory."""

from __future__ import annotations

import random
import re
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest
from tests.support import workbooks
from tests.support.tables import save

from peelian.figures.sources.archive import Limits, check_archive
from peelian.figures.sources.base import RefusedFile
from peelian.figures.sources.workbook import Workbook, is_workbook, open_workbook

ROWS = [["Force", "Number", "When"], ["Metropolitan", 32400, date(2019, 9, 30)], ["City of London", 0.1, None]]
READ = [["Force", "Number", "When"], ["Metropolitan", "32400", "2019-09-30"], ["City of London", "0.1", ""]]


def opened(folder: Path, data: bytes) -> Workbook:
    return open_workbook(save(folder, data, "table.xlsx"))


def refusal(folder: Path, data: bytes) -> str:
    with pytest.raises(RefusedFile) as refused:
        opened(folder, data)
    return str(refused.value)


@pytest.mark.parametrize("make", [workbooks.xlsx, workbooks.ods])
def test_cells_are_text_as_a_person_would_type_it(tmp_path: Path, make: object) -> None:
    workbook = opened(tmp_path, make({"Officers": ROWS, "Notes": [["[x] not available"]]}))  # type: ignore[operator]
    assert [sheet.name for sheet in workbook.sheets] == ["Officers", "Notes"]
    assert workbook.sheets[0].rows() == READ
    assert workbook.sheets[1].rows() == [["[x] not available"]]
    assert is_workbook(tmp_path / "table.xlsx")


def test_numbers_dates_and_text_keep_their_form(tmp_path: Path) -> None:
    body = (
        '<row r="1"><c r="A1"><v>1234.0</v></c><c r="B1"><v>1E-5</v></c><c r="C1"><v>5434.694300000001</v></c>'
        '<c r="D1" t="inlineStr"><is><t>007</t></is></c><c r="E1" t="b"><v>1</v></c>'
        '<c r="F1" t="inlineStr"><is><t>a "quoted"\nline, with a comma</t></is></c><c r="G1"><v>-3</v></c></row>'
    )
    workbook = opened(tmp_path, workbooks.xlsx({"S": []}, S=body))
    assert workbook.sheets[0].rows() == [
        ["1234", "0.00001", "5434.694300000001", "007", "TRUE", 'a "quoted"\nline, with a comma', "-3"]
    ]


@pytest.mark.parametrize("make", [workbooks.xlsx, workbooks.ods])
def test_rows_and_columns_keep_their_places(tmp_path: Path, make: object) -> None:
    rows = [[], [], [None, None, "here"], [], [None, "there"]]
    sheet = opened(tmp_path, make({"S": rows})).sheets[0]  # type: ignore[operator]
    assert [row.index("here") for row in sheet.rows()[2:3]] == [2]
    assert sheet.rows()[4] == ["", "there", ""]


def test_a_sheet_of_nothing_is_no_fault(tmp_path: Path) -> None:
    workbook = opened(tmp_path, workbooks.xlsx({"Empty": [], "Full": ROWS}))
    assert workbook.sheets[0].rows() == []
    assert workbook.sheets[1].rows() == READ


def test_hidden_sheets_are_named_and_not_shown(tmp_path: Path) -> None:
    workbook = opened(tmp_path, workbooks.xlsx({"Shown": ROWS, "Drafts": ROWS}, hidden=["Drafts"]))
    assert [sheet.name for sheet in workbook.shown] == ["Shown"]
    assert [finding.what for finding in workbook.findings] == ["1 sheet is hidden: Drafts"]


def test_a_bomb_is_refused_by_its_directory(tmp_path: Path) -> None:
    members = workbooks.xlsx_members({"S": ROWS}) | {"xl/media/noise.bin": b"\x00" * (64 << 20)}
    assert "it would fill the memory" in refusal(tmp_path, workbooks.packed(members))


def test_a_directory_that_lies_is_found_out(tmp_path: Path) -> None:
    members = workbooks.xlsx_members({"S": ROWS}) | {"xl/media/noise.bin": b"\x00" * (64 << 20)}
    data = workbooks.lying(workbooks.packed(members), "xl/media/noise.bin", 1000)
    assert "holds more than the 1,000 bytes it announces" in refusal(tmp_path, data)
    short = workbooks.lying(workbooks.xlsx({"S": ROWS}), "xl/worksheets/sheet1.xml", 1 << 20)
    assert "is damaged or cut off" in refusal(tmp_path, short)


def test_too_many_members_are_refused(tmp_path: Path) -> None:
    path = save(tmp_path, workbooks.packed({f"xl/{place}.xml": "" for place in range(200)}))
    with pytest.raises(RefusedFile, match="it holds 200 members, and 100 are the most"):
        check_archive(path, Limits(members=100))
    with pytest.raises(RefusedFile, match="names more than 10 members"):
        check_archive(path, Limits(members=10))


@pytest.mark.parametrize("name", ["../../etc/cron.d/evil", "/etc/passwd", "..\\evil.xml", "C:\\evil.xml", "C:evil.xml"])
def test_names_that_lead_out_of_the_folder_are_refused(tmp_path: Path, name: str) -> None:
    members = workbooks.xlsx_members({"S": ROWS}) | {name: "evil"}
    assert "leads out of the folder" in refusal(tmp_path, workbooks.packed(members))


def test_two_members_of_one_name_are_refused(tmp_path: Path) -> None:
    data = workbooks.packed(workbooks.xlsx_members({"S": ROWS}) | {"xl/worksheets/sheetA.xml": "<worksheet/>"})
    assert "two members are called" in refusal(tmp_path, data.replace(b"sheetA.xml", b"sheet1.xml"))


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_entities_are_refused(tmp_path: Path, encoding: str) -> None:
    laughs = "".join(f'<!ENTITY l{place + 1} "{f"&l{place};" * 10}">' for place in range(9))
    sheet = f'<?xml version="1.0"?><!DOCTYPE lolz [<!ENTITY l0 "lol">{laughs}]><worksheet>&l9;</worksheet>'
    members = workbooks.xlsx_members({"S": ROWS}) | {"xl/worksheets/sheet1.xml": sheet.encode(encoding)}
    assert "declares a document type or an entity" in refusal(tmp_path, workbooks.packed(members))


def test_encrypted_and_old_workbooks_are_refused_in_words(tmp_path: Path) -> None:
    assert "encrypted" in refusal(tmp_path, workbooks.old_office("EncryptionInfo", "EncryptedPackage"))
    assert "before 2007" in refusal(tmp_path, workbooks.old_office("Workbook"))
    members = workbooks.ods_members({"S": ROWS})
    secret = str(members["META-INF/manifest.xml"]).replace(
        "/></manifest:", "><manifest:encryption-data/></manifest:file-entry></manifest:"
    )
    assert "encrypted" in refusal(tmp_path, workbooks.packed(members | {"META-INF/manifest.xml": secret}))
    assert not is_workbook(save(tmp_path, workbooks.old_office("WordDocument"), "letter.doc"))
    assert not is_workbook(save(tmp_path, workbooks.packed({"2024-01/street.csv": "Month"}), "archive.zip"))


FAR = '<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'
REPEATED = (
    '<table:table-row table:number-rows-repeated="6000"><table:table-cell table:number-columns-repeated="16000" '
    'office:value-type="float" office:value="1"/></table:table-row>'
)
SHARED = workbooks.xlsx_members(
    {"S": []}, S="".join(f'<row r="{row}"><c r="A{row}" t="s"><v>0</v></c></row>' for row in range(1, 100_001))
)
SHARED["xl/sharedStrings.xml"] = f"<sst><si><t>{'x' * 32_000}</t></si></sst>"
MEASURED = """
import resource, sys
from pathlib import Path
from peelian.figures.sources.base import RefusedFile
from peelian.figures.sources.workbook import open_workbook
try:
    open_workbook(Path(sys.argv[1]))
except RefusedFile as refused:
    print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss, refused)
"""
"""In a process of its own, whose only child is the reader: that of the tests has had many, and some of them were larger."""


@pytest.mark.parametrize(
    "data",
    [
        pytest.param(workbooks.xlsx({"S": []}, S=FAR), id="one cell at the far corner"),
        pytest.param(workbooks.ods({"S": []}, S=REPEATED), id="one cell said to stand 96 million times"),
        pytest.param(workbooks.ods({"S": []}, S=REPEATED.replace("6000", "999999")), id="and sixteen milliard times"),
        pytest.param(workbooks.packed(SHARED), id="a long text that a hundred thousand cells share"),
    ],
)
def test_a_small_file_that_unfolds_into_a_huge_sheet_is_refused(tmp_path: Path, data: bytes) -> None:
    assert len(data) < 1_000_000
    file = save(tmp_path, data, "small.xlsx")
    refused = subprocess.run(
        [sys.executable, "-c", MEASURED, file], capture_output=True, text=True, timeout=120, check=True
    )
    most, _, said = refused.stdout.partition(" ")
    assert re.search("more memory or time than any table needs|Cell limit exceeded", said)
    assert int(most) < 2.1 * (1 << 20)


def test_a_wounded_workbook_is_refused_or_read(tmp_path: Path) -> None:
    """Bytes changed, taken out or cut off at random places: never another error than a refusal."""
    good = {"xlsx": workbooks.xlsx({"S": ROWS * 5}), "ods": workbooks.ods({"S": ROWS * 5})}
    dice = random.Random(20)
    outcomes = set()
    for _ in range(40):
        data = bytearray(good[dice.choice(["xlsx", "ods"])])
        at = dice.randrange(len(data))
        how = dice.choice(["change", "remove", "cut"])
        if how == "change":
            data[at] ^= dice.randrange(1, 256)
        else:
            del data[at : at + 9 if how == "remove" else len(data)]
        try:
            opened(tmp_path, bytes(data))
            outcomes.add("read")
        except RefusedFile:
            outcomes.add("refused")
    assert "refused" in outcomes


def test_a_text_of_millions_of_characters_is_refused(tmp_path: Path) -> None:
    noise = "".join(random.Random(1).choices("abcdefghijklmnop", k=1 << 20)) * 48
    data = workbooks.xlsx({"S": [[noise], ["y"]]})
    assert len(data) > 1 << 20
    assert "a row of the workbook is longer than any table needs" in refusal(tmp_path, data)
