"""Files of meetings that somebody wrote by hand, or that were altered: what is wrong is said, and nothing is silently lost."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import pytest
from tests.support import meetings as made

from peelian.figures.packfile import PackError, load_yaml
from peelian.plans.entry import read_mapping
from peelian.scrutiny.meetings import shelf as shelves
from peelian.scrutiny.meetings.form import read_meeting
from peelian.scrutiny.meetings.pack import read_pack
from peelian.scrutiny.meetings.publishing import meeting_path, touch
from peelian.scrutiny.meetings.shelf import shelf

MEETING = """\
id: panel/2026-04-21
committee: panel
title: The Panel
day: 2026-04-21
state: held
items:
  - {number: 1, title: Minutes, kind: minutes}
  - {number: 2, title: Knife crime, kind: report}
"""
COMMITTEES = """\
- {id: panel, title: The Panel, kind: assembly-committee, organisation: london-assembly-pcc, quorum: 2}
"""


@pytest.fixture
def pack(tmp_path: Path) -> Path:
    folder = tmp_path / "scrutiny"
    (folder / "meetings").mkdir(parents=True)
    (folder / "committees.yaml").write_text(COMMITTEES, encoding="utf-8")
    return tmp_path


def refused(pack: Path, text: str) -> str:
    """What is said of a meeting's file."""
    path = pack / "scrutiny" / "meetings" / "one.yaml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(PackError) as error:
        read_pack(pack)
    return str(error.value)


def test_a_name_that_stands_twice_is_refused_with_its_line(pack: Path) -> None:
    assert refused(pack, MEETING + "place: City Hall\nplace: Town Hall\n").startswith(
        "one.yaml, line 10: “place” stands twice here."
    )


@pytest.mark.parametrize("twice", ["{1: a, '1': b}", "{a: {b: 1, b: 2}}", "[{a: 1, a: 1}]"])
def test_a_name_stands_twice_however_deep_it_lies(tmp_path: Path, twice: str) -> None:
    (tmp_path / "one.yaml").write_text(twice, encoding="utf-8")
    with pytest.raises(PackError, match="stands twice here"):
        load_yaml(tmp_path / "one.yaml")


def test_the_same_meeting_in_two_files_is_refused(pack: Path) -> None:
    (pack / "scrutiny" / "meetings" / "an.yaml").write_text(MEETING, encoding="utf-8")
    assert "meeting panel/2026-04-21 stands in two files" in refused(pack, MEETING)


def test_no_list_of_the_packs_is_cut_at_a_comma() -> None:
    """``[Dashboard, quarter 3 of 2016/17]`` is two texts to YAML: a text with a comma stands in quotes."""
    january = shelf(Path("nowhere"), shelves_pack()).meeting("havering-crime-and-disorder/2017-01-17")
    background = [text for item in january.items for paper in item.papers for text in paper.background]
    assert background == ["Demand Pressures Dashboard, quarter 3 of 2016/17"]


def shelves_pack() -> Path:
    from peelian.figures.pack import PACKS

    return PACKS / "london"


def test_when_one_of_many_meetings_changes_the_others_are_not_read_anew(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made.put(tmp_path)
    before, read = shelf(tmp_path, shelves_pack()), []

    def counted(entry: Any, committees: Any) -> Any:
        read.append(entry.data["id"])
        return read_meeting(entry, committees)

    monkeypatch.setattr(shelves, "read_meeting", counted)
    path = meeting_path(tmp_path, "towns-and-crime/2026-06-16")
    path.write_text(path.read_text(encoding="utf-8").replace("Town Hall", "Guildhall"), encoding="utf-8")
    touch(tmp_path)
    after = shelf(tmp_path, shelves_pack())
    assert read == ["towns-and-crime/2026-06-16"]
    assert "Guildhall" in after.meeting("towns-and-crime/2026-06-16").place
    assert after.meeting("panel/2026-01-20") is before.meeting("panel/2026-01-20")


def test_a_house_at_the_place_of_another_is_read_as_it_is(tmp_path: Path) -> None:
    made.put(tmp_path)
    shelf(tmp_path, shelves_pack())
    shutil.rmtree(tmp_path / "scrutiny")
    held = made.published(meetings=(made.meeting(place="Elsewhere"),))
    made.put(tmp_path, held)
    assert [one.place for one in shelf(tmp_path, shelves_pack()).meetings] == ["Elsewhere"]


def test_a_long_file_looks_up_lines_for_what_it_refuses_alone(tmp_path: Path) -> None:
    path = tmp_path / "one.yaml"
    path.write_text(MEETING, encoding="utf-8")
    entry, asked = read_mapping(path), []
    counted = type(entry)(entry.file, entry.data, lambda at: asked.append(at) or entry.line_of(at))  # type: ignore[func-returns-value]
    read_meeting(counted, ["panel"])
    assert asked == []
