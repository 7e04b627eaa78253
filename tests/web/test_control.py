"""The control chart and a body's rating on a measure's page: drawn, said, tabled and downloaded alike."""

from __future__ import annotations

import re

from peelian.figures.periods import month_name, parse_month
from peelian.figures.releases.control import WINDOW, control
from tests.web.conftest import Visitor


def test_the_page_draws_the_chart_and_tables_its_numbers(real: Visitor) -> None:
    release = real.release
    found = control(release, release.catalogue["burglary"], release.catalogue.force)
    assert found is not None
    page, text = real.page("/measures/burglary"), real.text("/measures/burglary")
    rows = page.tables["control-table"][1:]
    assert len(rows) == WINDOW
    assert rows[0][0] == month_name(found.last)
    assert int(rows[0][1].replace(",", "")) == found.values[-1]
    marked = sum(bool(row[5]) for row in rows)
    assert text.count('class="pc-mark" fill="#1f6aa5"') + text.count('class="pc-mark" fill="#b8470b"') >= marked
    assert 'id="control"' in text
    assert "Making Data Count" in real.text("/about")


def test_the_download_has_every_month_of_it_and_what_it_says(real: Visitor) -> None:
    said = real.get("/measures/burglary/E09000016.json").json()["control"]  # type: ignore[attr-defined]
    assert (said["kind"], said["screened"], said["trial"], len(said["months"])) == ("xmr", True, False, WINDOW)
    last = said["months"][-1]
    assert last["lower"] < last["centre"] < last["upper"]
    assert (said["result"] == "common cause") == (last["rule"] == "none")
    assert parse_month(said["months"][0]["month"]) == parse_month(last["month"]) - WINDOW + 1


def test_a_share_is_charted_in_per_cent(real: Visitor) -> None:
    said = real.get("/measures/positive-outcome-rate-flow.json").json()["control"]  # type: ignore[attr-defined]
    assert said["kind"] == "p-prime"
    assert all(0 <= row["lower"] <= row["centre"] <= row["upper"] <= 100 for row in said["months"])
    assert said["months"][-1]["value"] > 1


def test_where_no_chart_suits_the_page_says_why(real: Visitor) -> None:
    for measure, why in (
        ("confidence-good-job", "overlap"),
        ("homicide/E09000016", "days between events"),
        ("police-officers", "not counted by month"),
    ):
        text = real.text(f"/measures/{measure}")
        assert 'id="control"' not in text
        assert re.search(rf"No control chart\.[^<]*{why}", text), measure


def test_havering_gives_no_colour_and_the_page_says_why(real: Visitor) -> None:
    text = real.text("/measures/total-notifiable-offences/E09000016")
    assert "No colour by Havering’s rule" in text
    assert "no target" in text
    assert "pe-rag--" not in text
    [rating] = real.get("/measures/marac-repeat-referrals/E09000016.json").json()["ratings"]  # type: ignore[attr-defined]
    assert (rating["rule"], rating["colour"], rating["why"]) == ("havering-2016", None, "no tolerance is printed")
    assert "within the band" in real.text("/measures/marac-repeat-referrals/E09000016")
