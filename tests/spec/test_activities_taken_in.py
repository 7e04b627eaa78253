"""What a person confirms of a diary is recorded once, by its day, for the body or the committee that did it, and is public."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import time_machine
from django.test import Client
from tests.support.committed import _followed  # noqa: F401  files follow each action
from tests.support.office import Office

from peelian import cli
from peelian.figures.errors import PeelianError
from peelian.figures.house import House
from peelian.reading import read_bytes, read_document
from peelian.scrutiny.importing import import_papers
from peelian.scrutiny.importing.confirming_activities import confirm_activities
from peelian.scrutiny.ledger.models import ActivityRecord

pytestmark = pytest.mark.django_db
DIARY = """# Report to the committee, 20 November 2026

This report covers the period from 1 October 2026 to 31 October 2026.

On 12 October, I met with the Harbour Board about the ferry.

On 3 October, I visited the custody suite in Romford.

On 12 October, I met with the members of the Harbour Board about the ferry.

On 31 June, I met with nobody.

On 5 October, I met with a victim who had attempted suicide.

On 9 November, I launched the ferry.
"""


@pytest.fixture
def house(tmp_path: Path, settings: Any) -> House:
    """A house of its own."""
    settings.PEELIAN_DATA = tmp_path
    return House(tmp_path)


@pytest.fixture
def office(db: Any, house: House) -> Iterator[Office]:
    """An office of the twenty-sixth of November 2026."""
    with time_machine.travel(dt.datetime(2026, 11, 26, 12, tzinfo=dt.UTC), tick=False):
        yield Office()


@pytest.fixture
def monthly(seeds: Path) -> Path:
    """What MOPAC reported to its committee in July 2017."""
    [path] = seeds.glob("002_*.txt")
    return path


def taken(house: House, lines: list[str], text: str = DIARY, **more: Any) -> list[str]:
    document = read_bytes(text.encode(), "diary.md")
    return confirm_activities(house, document, import_papers(document), "mopac", lines, **more)


def test_all_eighteen_of_a_month_are_recorded_by_day(office: Office, house: House, monthly: Path) -> None:
    document = read_document(monthly)
    found = import_papers(document)
    lines = [str(one.line) for one in found.of("meeting")]
    said = confirm_activities(house, document, found, "mopac", lines)
    kept = list(ActivityRecord.objects.all())
    assert len(kept) == 18 and [one.on for one in kept] == sorted(one.on for one in kept if one.on)
    assert {(one.organisation_id, one.committee, one.source) for one in kept} == {("mopac", "mopac", monthly.name)}
    assert [one.line for one in kept if one.kind == "launch"] == [38]
    assert [one.on for one in kept if one.line == 40] == [
        dt.date(2017, 6, 14),
        dt.date(2017, 6, 15),
        dt.date(2017, 6, 22),
    ]
    assert said[-1].startswith("Look at line 98: 2017-07-12 is outside the period")
    assert max(len(one.title) for one in kept) <= 300


def test_they_stand_on_the_page_of_the_body_the_latest_first(
    office: Office,
    copy_of: Callable[[House], House],
    illustrative_house: House,
    settings: Any,
    monthly: Path,
    client: Client,
) -> None:
    house = copy_of(illustrative_house)
    settings.PEELIAN_DATA = house.root
    document = read_document(monthly)
    confirm_activities(house, document, import_papers(document), "mopac", ["58", "98"])
    page = client.get("/bodies/mopac").content.decode()
    diary = page[page.index('id="diary"') :]
    assert diary.index("12 July 2017") < diary.index("Claire Waxman") < diary.index("12 June 2017")
    assert client.get("/bodies/havering").status_code == 404, "of a body without anything there is no page"


def test_of_many_the_earlier_ones_are_folded_away(
    office: Office, copy_of: Callable[[House], House], illustrative_house: House, settings: Any, client: Client
) -> None:
    house = copy_of(illustrative_house)
    settings.PEELIAN_DATA = house.root
    days = "".join(f"On {day} October, I met with group {day}.\n\n" for day in range(1, 23))
    taken(house, [str(line) for line in range(5, 49, 2)], f"{DIARY.partition('On 12')[0]}{days}")
    shown, _, folded = client.get("/bodies/mopac").content.decode().partition("Earlier ones")
    assert "I met with group 3." in shown and "I met with group 2." not in shown and "I met with group 2." in folded


def test_of_a_pdf_file_the_page_is_kept_for_its_lines_are_counted_on_each(office: Office, house: House) -> None:
    document = read_bytes(DIARY.encode(), "diary.pdf.md")
    found = import_papers(document)
    paged = replace(found, proposals=tuple(replace(one, page=3) for one in found.proposals), remarks=())
    confirm_activities(house, document, paged, "mopac", ["3:5"])
    kept = ActivityRecord.objects.get()
    assert (kept.line, kept.source) == (None, "diary.pdf.md, page 3")


def test_the_same_papers_again_record_nothing_twice(office: Office, house: House) -> None:
    assert taken(house, ["5", "7"]) == [
        "Recorded: 2026-10-03, On 3 October, I visited the custody suite in Romford.",
        "Recorded: 2026-10-12, On 12 October, I met with the Harbour Board about the ferry.",
    ]  # fmt: skip
    assert taken(house, ["5"]) == ["Line 5, 2026-10-12: recorded already."]
    assert ActivityRecord.objects.count() == 2


def test_what_may_be_one_occasion_in_other_words_is_said(office: Office, house: House) -> None:
    said = taken(house, ["5", "9"])
    assert (
        said[-1] == "Look: this may be the same occasion: On 12 October, I met with the Harbour Board about the ferry."
    )


def test_what_cannot_be_recorded_is_refused_with_its_line_and_nothing_else_is(office: Office, house: House) -> None:
    for lines, why in (
        (["5", "6"], "No activity was read at line 6"),
        (["5", "11"], "Line 11 says 31 June, which is no day of a year"),
        (["5", "13"], "Line 13 is held back: .*redact"),
    ):
        with pytest.raises(PeelianError, match=why):
            taken(house, lines)
    with pytest.raises(PeelianError, match="has not come yet"):
        taken(house, ["5", "15"], DIARY.replace("9 November", "29 November"))
    assert not ActivityRecord.objects.exists()
    assert taken(house, ["13"], redacted=True)[0].startswith("Recorded: 2026-10-05")


def test_the_command_lists_by_day_and_takes_in_what_is_named(
    office: Office, house: House, monthly: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    asked = ["import", "papers", str(monthly), "--data", str(house.root)]
    assert cli.main(asked) == cli.DONE
    told = capsys.readouterr().out
    days = [line.rpartition("[")[2] for line in told.splitlines() if "  activity  " in line]
    assert len(days) == 18 and days == sorted(days)
    assert (
        "18 activities, 19 decisions\nRecord an activity with --into ORGANISATION --activity LINE.\nDecisions are not taken in"
        in told
    )
    assert cli.main([*asked, "--into", "nobody", "--activity", "58"]) == cli.USAGE
    assert "no organisation and no committee nobody" in capsys.readouterr().err
    assert cli.main([*asked, "--into", "mopac", "--activity", "58", "--json"]) == cli.DONE
    [done] = json.loads(capsys.readouterr().out)["done"]
    assert done.startswith("Recorded: 2017-06-12, On 12 June, I met with Claire Waxman")
