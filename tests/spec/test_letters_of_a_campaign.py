"""What is said of letters without a campaign follows from the printed numbers (NEEDS N39; seed 002:174-185)."""

from __future__ import annotations

import csv
import re

import pytest

from peelian.figures.catalogue import Catalogue, load_catalogue
from peelian.figures.pack import PACKS

LONDON = PACKS / "london"


@pytest.fixture(scope="module")
def catalogue() -> Catalogue:
    return load_catalogue(LONDON)


def printed(measure: str) -> dict[str, dict[str, str]]:
    """The rows of a measure as the report prints them, by month."""
    with (LONDON / "published" / "seed-002.csv").open(encoding="utf-8", newline="") as file:
        return {row["period"]: row for row in csv.DictReader(file) if row["measure"] == measure}


def test_without_the_campaign_may_and_june_are_at_worst_370_of_438(catalogue: Catalogue) -> None:
    """Every letter of the campaign in time is the worst that can be for the others: it takes the most of those in time away."""
    rows = [printed("correspondence-in-time")[month] for month in ("2017-05", "2017-06")]
    [campaign] = {
        int(number) for row in rows for number in re.findall(r"hold (\d+) e-mails of one campaign", row["note"])
    }
    received, in_time = (sum(int(row[name]) for row in rows) for name in ("denominator", "numerator"))
    others, worst = received - campaign, in_time - campaign
    assert (received, campaign, worst, others) == (6688, 6250, 370, 438)
    assert received - in_time <= campaign, (
        "all that were late can be the campaign's: at best every other letter was in time"
    )
    said = " ".join(catalogue["correspondence-in-time"].caveats)
    assert f"{campaign:,} of the {received:,}" in said
    assert (
        f"{100 * worst / others:.1f} per cent of the others were ({worst} of {others}), at worst; at best every one"
        in said
    )


def test_a_month_without_a_question_has_no_share_and_says_none() -> None:
    rows = printed("mayors-questions-in-time")
    assert [(rows[month]["value"], rows[month]["note"]) for month in ("2017-04", "2017-05")] == [
        ("", "none received")
    ] * 2
    assert round(100 * int(rows["2017-06"]["numerator"]) / int(rows["2017-06"]["denominator"])) == int(
        rows["2017-06"]["value"]
    )
