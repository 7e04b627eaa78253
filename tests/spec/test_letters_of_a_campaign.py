"""Letters of a campaign stand apart, and a month without a question says so (NEEDS N39; seed 002:174-185)."""

from __future__ import annotations

import csv
import io
import json
import re
import shutil
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from tests.support import tables
from tests.support.prints import rows, seed
from tests.web.conftest import Html

from peelian.cli import main
from peelian.figures.catalogue import Catalogue, load_catalogue
from peelian.figures.errors import PeelianError
from peelian.figures.house import House
from peelian.figures.loading import load
from peelian.figures.pack import PACKS
from peelian.figures.releases.apart import campaigns_apart, span_words
from peelian.figures.releases.build import release
from peelian.figures.releases.release import Release

LONDON = PACKS / "london"
LETTERS, QUESTIONS, FORCE = "correspondence-in-time", "mayors-questions-in-time", "E23000001"


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> House:
    """A house that holds little but what documents print."""
    folder = tmp_path_factory.mktemp("printed")
    found = House(folder / "house")
    load(found, [tables.save(folder, tables.crime())], vintage="2025-01")
    release(found)
    return found


@pytest.fixture(scope="module")
def catalogue() -> Catalogue:
    return load_catalogue(LONDON)


@pytest.fixture
def get(house: House, settings: Any, client: Any) -> Callable[[str], str]:
    """The text of a page of that house."""
    settings.PEELIAN_DATA = house.root

    def got(address: str) -> str:
        answer = client.get(address)
        assert answer.status_code == 200, address
        return str(answer.content.decode("utf-8-sig"))

    return got


def newest(house: House) -> Release:
    from peelian.figures.releases.release import Releases

    found = Releases(house.root).newest()
    assert found is not None
    return found


def test_without_the_campaign_may_and_june_are_370_of_438_at_worst(house: House) -> None:
    [found] = campaigns_apart(newest(house), LETTERS, FORCE)
    assert (found.number, span_words(found)) == (6250, "May and June 2017")
    assert (found.found.all.part, found.found.all.whole) == (6620, 6688)
    assert (found.found.worst.part, found.found.worst.whole) == (370, 438)
    assert found.found.best.per_cent == 100


def test_what_is_marked_is_what_the_document_prints(catalogue: Catalogue) -> None:
    [campaign] = catalogue.campaigns
    line = seed(2)[campaign.line]
    assert f"{campaign.received:,}" in line
    assert re.search("Al Quds", line)
    assert "answered in time" not in line, "how many of them were in time is not printed"
    assert campaign.in_time is None


def test_nothing_that_follows_from_the_numbers_is_written_down() -> None:
    written = [*(LONDON / "measures").glob("*.yaml"), LONDON / "campaigns.yaml", *(LONDON / "published").glob("*.csv")]
    for path in written:
        text = path.read_text(encoding="utf-8")
        assert not re.search(r"84\.5|\b370\b|\b438\b|6,?688|6,?620", text), path.name


def test_the_page_shows_the_share_with_and_without_it(get: Callable[[str], str]) -> None:
    page = Html(text := get(f"/measures/{LETTERS}"))
    table = page.tables["without-2017-05"]
    assert [row[1:] for row in table] == [
        ["Share", "In numbers"], ["99.0%", "6,620 of 6,688"], ["84.5%", "370 of 438"], ["100%", "438 of 438"],
    ]  # fmt: skip
    assert [re.sub(r"\s+", " ", row[0]) for row in table[1:]] == [
        "With the campaignas printed, added up",
        "Without the campaign, at worstif all 6,250 of the campaign’s were in time",
        "Without the campaign, at bestif all 68 that were late were the campaign’s",
    ]
    assert "6,250 of 6,688 letters and e-mails received by MOPAC are of the campaign." in text
    assert (
        "how many of them were in time is not printed. MOPAC, report to the Police and Crime Committee, 20 July 2017, line 185."
        in text
    )
    assert (
        "In May and June 2017 one campaign made up 6,250 of 6,688: without the campaign it was at worst 84.5% (370 of 438)"
        in text
    )


def test_the_line_of_prints_has_no_decimals_that_are_not_printed(get: Callable[[str], str]) -> None:
    page = get(f"/measures/{LETTERS}")
    [drawn] = re.findall(r'<figure[^>]*id="over-time".*?</figure>', page, re.DOTALL)
    assert "99%" in drawn
    assert "99.0" not in drawn


def test_the_page_of_either_month_shows_it_and_of_the_month_before_does_not(get: Callable[[str], str]) -> None:
    for month, shown in (("2017-04", False), ("2017-05", True), ("2017-06", True)):
        text = get(f"/figures/{LETTERS}/{FORCE}/{month}")
        assert ("84.5% (370 of 438)" in text) == shown
        [*held] = json.loads(get(f"/figures/{LETTERS}/{FORCE}/{month}.json"))["campaigns"]
        assert bool(held) == shown


def test_lists_of_measures_name_it_beside_the_print(get: Callable[[str], str]) -> None:
    said = "without the campaign of May and June 2017 84.5% to 100%"
    assert f'June 2017, as printed; <a href="/measures/{LETTERS}">{said}</a>' in get("/measures")
    assert f"June 2017, as printed; {said}" in get(f"/areas/{FORCE}")


def test_files_hold_it_too(get: Callable[[str], str]) -> None:
    data = json.loads(get(f"/measures/{LETTERS}.json"))
    [found] = data["campaigns"]
    assert [(end["numerator"], end["denominator"]) for end in (found["with"], found["at_worst"], found["at_best"])] == [
        (6620, 6688), (370, 438), (438, 438),
    ]  # fmt: skip
    assert (found["campaigns"][0]["document"], found["campaigns"][0]["page_or_line"]) == ("seed-002", "185")
    assert found["at_worst"]["if"] == "all of them were in time"
    lines = {row["kind"]: row for row in csv.DictReader(io.StringIO(get(f"/measures/{LETTERS}.csv")))}
    worst = lines["share-without-campaigns-at-worst"]
    assert (worst["period"], worst["numerator"], worst["denominator"]) == ("2017-05/2017-06", "370", "438")
    assert round(Decimal(worst["value"]), 1) == Decimal("84.5")
    assert worst["note"] == "if all 6,250 of the campaign’s were in time"
    place = [row for row in json.loads(get(f"/areas/{FORCE}.json"))["rows"] if row["measure"] == LETTERS]
    assert [(row["kind"], row["denominator"]) for row in place] == [
        ("share", 3178), ("share-with-campaigns", 6688),
        ("share-without-campaigns-at-worst", 438), ("share-without-campaigns-at-best", 438),
    ]  # fmt: skip


def test_the_command_and_the_search_know_it(
    house: House, get: Callable[[str], str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["figure", LETTERS, FORCE, "2017-06", "--data", str(house.root)]) == 0
    assert "without it at worst 84.47 per cent (370 of 438), if all of them were in time" in capsys.readouterr().out
    assert f'href="/measures/{LETTERS}#without-2017-05"' in get("/search?q=al+quds")


def test_a_month_without_a_question_says_none_everywhere(
    house: House, get: Callable[[str], str], capsys: pytest.CaptureFixture[str]
) -> None:
    page = Html(get(f"/measures/{QUESTIONS}"))
    printed = {row[0]: row[1] for row in page.tables["printed-figures"][1:]}
    assert printed == {"April 2017": "none", "May 2017": "none", "June 2017": "91%92 of 101"}
    for month, words in (("2017-04", "April 2017"), ("2017-05", "May 2017")):
        own = get(f"/figures/{QUESTIONS}/{FORCE}/{month}")
        assert f"none in {words} (none received). This is as a report printed it." in own
        assert f"There was nothing to be a share of, so there is no per cent for {words}." in own
        data = json.loads(get(f"/figures/{QUESTIONS}/{FORCE}/{month}.json"))
        assert (data["value"], data["symbol"], data["denominator"]) == (None, "[z]", 0)
        assert (data["note"], data["printed"][0]["value"]) == ("none received", "none")
        assert data["sources"][0]["rows"][0]["column"] == "denominator"
    names = ("period", "value", "denominator", "symbols", "note")
    for found in (
        json.loads(get(f"/measures/{QUESTIONS}.json"))["rows"],
        list(csv.DictReader(io.StringIO(get(f"/measures/{QUESTIONS}.csv")))),
    ):
        told = [tuple("" if row[name] is None else str(row[name]) for name in names) for row in found]
        assert told == [
            ("2017-04", "", "0", "[z]", "none received"), ("2017-05", "", "0", "[z]", "none received"),
            ("2017-06", "91", "101", "", ""),
        ]  # fmt: skip
    prints = json.loads(get(f"/measures/{QUESTIONS}.json"))["printed"]
    assert [(each["period"], each["printed"], each["value"], each["denominator"], each["page_or_line"]) for each in prints] == [
        ("2017-04", "none", None, 0, "174"), ("2017-05", "none", None, 0, "175"), ("2017-06", "91%", 91, 101, "176"),
    ]  # fmt: skip
    assert main(["figure", QUESTIONS, FORCE, "2017-04", "--data", str(house.root)]) == 0
    assert "April 2017: none [z]" in capsys.readouterr().out


def test_the_page_of_a_printed_share_says_what_its_counts_make(get: Callable[[str], str]) -> None:
    for measure, month, said in (
        (QUESTIONS, "2017-06", "92 ÷ 101 × 100 = 91.1%, printed as 91%"),
        (LETTERS, "2017-04", "99 ÷ 155 × 100 = 63.9%, printed as 64%"),
        (LETTERS, "2017-05", "3,467 ÷ 3,510 × 100 = 98.8%, printed as 99%"),
    ):
        assert said in get(f"/figures/{measure}/{FORCE}/{month}")


def test_questions_and_letters_are_what_their_counts_make_them() -> None:
    for row in (row for row in rows("seed-002") if row["numerator"]):
        assert round(100 * int(row["numerator"]) / int(row["denominator"])) == int(row["value"]), row


def test_a_table_entered_anew_with_fewer_letters_is_refused(house: House, tmp_path: Path) -> None:
    """Whatever is loaded beside the pack's tables, no release holds a campaign that is larger than what was received."""
    copy = House(Path(shutil.copytree(house.root, tmp_path / "house")))
    text = (LONDON / "published" / "seed-002.csv").read_text(encoding="utf-8")
    anew = tmp_path / "seed-002.csv"
    anew.write_text(text.replace(",3467,3510,", ",346,351,"), encoding="utf-8")
    load(copy, [anew], vintage="2026-12")
    with pytest.raises(PeelianError) as error:
        release(copy)
    assert error.value.code == "campaign-too-large"
    assert "6,250 received in campaigns, 3,529 received in all." in str(error.value)
