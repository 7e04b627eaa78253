"""Campaigns as a pack marks them: what is refused, with file and line; which of them are taken out together."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from peelian.figures.areas import load_areas
from peelian.figures.campaigns import Campaign, apart, from_json, load
from peelian.figures.canonical import canonical
from peelian.figures.catalogue import catalogue_from_json, load_catalogue
from peelian.figures.judge.without import Misfit, Share
from peelian.figures.pack import PACKS, load_pack
from peelian.figures.packfile import PackError
from peelian.figures.releases.apart import span_text, span_words

AREAS = load_areas(PACKS / "london" / "areas.yaml")
KINDS = {"letters": "share", "robbery": "count"}
FORCE = "E23000001"
HEADER = "document,page_or_line,body,measure,area,period,value,unit,numerator,denominator,doubt\n"
TABLE = HEADER + "".join(
    f"report,{line},Office,letters,{FORCE},{period},90,percent,{counts},\n"
    for line, period, counts in (
        (1, "2017-04", "90,100"), (2, "2017-05", "900,1000"), (3, "2017-06", "450,500"), (4, "2017-07", ","),
        (5, "FY2016-17-Q4", "270,300"), (6, "FY2017-18-Q1", "1440,1600"), (7, "R12-2017-06", "3000,4000"), (8, "2017-08", "90,80"),
    )
)  # fmt: skip
GOOD = {
    "id": "many", "measure": "letters", "area": FORCE, "first": "2017-05", "last": "2017-06", "title": "Letters about one matter",
    "received": 1200, "in_time": None, "document": "report", "line": 9,
}  # fmt: skip


@pytest.fixture
def marked(tmp_path: Path) -> Callable[..., tuple[Campaign, ...]]:
    """Load a pack whose campaigns are GOOD with something else in each."""

    def loaded(*changes: dict[str, Any], table: str = TABLE) -> tuple[Campaign, ...]:
        pack = tmp_path / "own"
        (pack / "published").mkdir(parents=True, exist_ok=True)
        (pack / "published" / "report.csv").write_text(table, encoding="utf-8")
        entries = [GOOD | change for change in changes]
        lines = [
            "\n  ".join(f"{key}: {json.dumps(value)}" for key, value in entry.items()).join(("- ", "\n"))
            for entry in entries
        ]
        (pack / "campaigns.yaml").write_text("".join(lines), encoding="utf-8")
        return load(load_pack(pack), KINDS, AREAS, {"report"})

    return loaded


def rows(text: str = TABLE) -> list[dict[str, str]]:
    names, *lines = (line.split(",") for line in text.splitlines())
    return [dict(zip(names, line, strict=True)) for line in lines]


def test_what_is_marked_is_read(marked: Callable[..., tuple[Campaign, ...]]) -> None:
    assert marked({}) == (Campaign(**GOOD),)
    assert marked({"in_time": 1100})[0].in_time == 1100


def test_a_pack_without_campaigns_has_none_and_needs_no_tables(tmp_path: Path) -> None:
    assert load(load_pack(tmp_path), KINDS, AREAS, ()) == ()


@pytest.mark.parametrize(
    ("change", "line", "said", "remedy"),
    [
        ({"measure": "post"}, 2, "measure 'post' is unknown", "Correct the id"),
        ({"area": "E0"}, 3, "area 'E0' is unknown", "Correct the id"),
        ({"document": "other"}, 9, "document 'other' is unknown", "documents.yaml"),
        ({"measure": "robbery"}, 2, "robbery is no share", "whose two counts are printed"),
        ({"title": " "}, 6, "title is empty", "what the letters were about"),
        ({"received": 0}, 7, "received 0 is no number from 1 on", "without separators"),
        ({"received": "6,250"}, 7, "received '6,250' is no number", "without separators"),
        ({"received": True}, 7, "received True is no number", "without separators"),
        ({"line": 0}, 10, "line 0 is no number", "without separators"),
        ({"in_time": 1201}, 8, "in_time 1201 is no number from 0 to 1200", "null where no document says it"),
        ({"in_time": -1}, 8, "in_time -1 is no number", "null where no document says it"),
        ({"in_time": False}, 8, "in_time False is no number", "null"),
        ({"first": "May 2017"}, 4, "'May 2017' is no period", "Write 2017-06"),
        ({"last": "2017-04"}, 5, "2017-04 does not follow 2017-05", "in the same form"),
        ({"last": "FY2017-18-Q1"}, 5, "FY2017-18-Q1 does not follow 2017-05", "in the same form"),
        ({"first": "R12-2017-06", "last": "R12-2017-06"}, 4, "R12-2017-06 shares months", "months, quarters or years"),
        ({"last": "2017-07"}, 4, "print letters in July 2017 without both of its counts", "numerator and denominator"),
        ({"first": "2017-03"}, 4, "no table in published/ prints letters in March 2017", "correct first and last"),
        ({"first": "2017-08", "last": "2017-08"}, 4, "August 2017 without both of its counts", "numerator and denominator"),
        ({"received": 1501}, 7, "1,501 received in campaigns, 1,500 received in all", "Correct the number"),
        ({"received": 1400, "in_time": 1351}, 8, "1,351 in time in campaigns, 1,350 in time in all", "Correct the number"),
        ({"in_time": 1000}, 8, "200 late in campaigns, 150 late in all", "Correct the number"),
    ],
)  # fmt: skip
def test_what_cannot_be_is_refused_in_words(
    marked: Callable[..., tuple[Campaign, ...]], change: dict[str, Any], line: int, said: str, remedy: str
) -> None:
    with pytest.raises(PackError) as error:
        marked(change)
    assert f"campaigns.yaml, line {line}: campaign many: " in error.value.message
    assert said in error.value.message
    assert remedy in error.value.remedy


def test_a_missing_or_unknown_key_and_an_id_twice_are_refused(marked: Callable[..., tuple[Campaign, ...]]) -> None:
    for changes, said in (
        (({"late": 3},), "has unknown late"),
        (({"received": 10}, {"received": 20}), "many stands twice"),
    ):
        with pytest.raises(PackError, match=said):
            marked(*changes)


def test_each_fits_and_together_they_do_not(marked: Callable[..., tuple[Campaign, ...]]) -> None:
    assert len(marked({}, {"id": "few", "received": 300})) == 2
    with pytest.raises(PackError, match=r"line 17: campaign few: 1,501 received in campaigns, 1,500 received in all"):
        marked({}, {"id": "few", "received": 301})


def test_a_doubted_print_does_not_count(marked: Callable[..., tuple[Campaign, ...]]) -> None:
    with pytest.raises(PackError, match="June 2017 without both of its counts"):
        marked({}, table=TABLE.replace("450,500,", "450,500,impossible"))


def test_those_that_overlap_are_taken_out_together(marked: Callable[..., tuple[Campaign, ...]]) -> None:
    found = apart(
        marked(
            {"id": "june", "first": "2017-06", "received": 100, "in_time": 100},
            {"id": "april", "first": "2017-04", "last": "2017-04", "received": 50},
            {"id": "both", "received": 1000},
            {"id": "quarter", "first": "FY2016-17-Q4", "last": "FY2017-18-Q1", "received": 1000},
        ),
        rows(),
    )
    assert [[item.id for item in group.campaigns] for group in found] == [["april"], ["both", "june"], ["quarter"]]
    assert [span_text(group) for group in found] == ["2017-04", "2017-05/2017-06", "FY2016-17-Q4/FY2017-18-Q1"]
    assert span_words(found[0]) == "April 2017"
    assert span_words(found[1]) == "May and June 2017"
    assert span_words(found[2]) == "January to June 2017"
    # May and June: 1,350 of 1,500 in time, less 100 of 100 and 1,000 unknown
    assert (found[1].found.worst, found[1].found.best) == (Share(250, 400), Share(400, 400))
    assert found[1].number == 1100


def test_months_of_which_nothing_is_printed_hold_no_campaign() -> None:
    """A release of a past day may know less than the pack."""
    campaign = Campaign(**GOOD)
    assert apart([campaign], rows()[:2]) == []
    assert apart([campaign], []) == []
    with pytest.raises(Misfit):
        apart([Campaign(**GOOD | {"received": 5000})], rows())


def test_of_two_prints_the_later_counts() -> None:
    again = [*rows(), dict(rows()[2], document="z", numerator="400", denominator="500")]
    [found] = apart([Campaign(**GOOD)], again)
    assert found.found.all == Share(1300, 1500)


def test_a_month_with_nothing_adds_nothing() -> None:
    nothing = rows(TABLE.replace("450,500", ",0"))
    [found] = apart([Campaign(**GOOD | {"received": 900})], nothing)
    assert found.found.all == Share(900, 1000)


def test_a_release_keeps_them() -> None:
    london = load_catalogue(PACKS / "london")
    data = json.loads(london.text)
    assert catalogue_from_json(data, london.areas).campaigns == london.campaigns != ()
    del data["campaigns"]
    assert catalogue_from_json(data, london.areas).campaigns == ()
    assert from_json(json.loads(canonical(london.campaigns))) == london.campaigns
