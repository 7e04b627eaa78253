"""A published quarter on the public site: read from its file, without a record in sight."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from peelian.localities.publishing import path_of, put, sealed, text_of
from peelian.ui.quarter import QuarterPage
from tests.web.conftest import Visitor

AREA, PERIOD = "E09000016", "FY2016-17-Q3"
ADDRESS = f"/areas/{AREA}/quarters"


def content(visitor: Visitor, **changed: Any) -> dict[str, Any]:
    """A report of two indicators: one red with its action, one without a figure."""
    movement = {"against": "previous quarter", "before": "220", "way": "worse", "judged": "worse"}
    same = {"against": "year before", "before": "300", "way": "better", "judged": None}
    line = {
        "measure": "burglary", "title": "Burglary", "unit": "offences", "wanted": "lower", "period": PERIOD, "value": "240",
        "missing": "", "target": {"low": "200", "high": "200", "tolerance": "0.05", "points": False}, "place": "above the target",
        "rating": "red", "why": "beyond the tolerance and worse than the previous quarter", "could_be": [], "within_chance": False,
        "needs_action": True, "short": movement, "long": same,
        "to_date": {"period": "FYTD-2016-12", "value": "760", "before": "900", "force": "50", "force_before": "40"},
        "commentary": "More <b>in</b> November.", "action": "Patrols.", "action_owner": "Head of service",
        "action_by": "2017-03-31",
    }  # fmt: skip
    gone = line | {
        "measure": "robbery", "title": "Robbery", "value": None, "missing": "not available", "rating": None, "why": "no figure",
        "needs_action": False, "short": movement | {"before": None, "way": "cannot tell", "judged": None}, "action": "",
        "action_by": None, "target": None, "place": None,
    }  # fmt: skip
    return {
        "area": AREA, "organisation": "London Borough of Havering", "period": PERIOD, "label": "October to December 2016",
        "edition": 1, "corrects": None, "why_corrected": "", "published_at": "2017-01-20T10:15:00+00:00",
        "release": {"id": visitor.release.id, "seal": "sha256:x"}, "illustrative": visitor.release.illustrative,
        "introduction": "", "demand_note": "", "lines": [line, gone], "demand": [], "written_by": "Analyst",
        "signed_off_by": "Head of service", "rule": {"title": "Rule", "source": "plan", "unchanged": "amber",
                                                     "compared_with": "previous quarter"},
        "audit": None,
    } | changed  # fmt: skip


def publish(visitor: Visitor, tmp_path: Path, settings: Any, **changed: Any) -> None:
    """Into a folder of its own that borrows the house's rooms."""
    root = tmp_path / "borrowed"
    if not root.is_dir():
        root.mkdir()
        for item in visitor.house.root.iterdir():
            (root / item.name).symlink_to(item)
        settings.PEELIAN_DATA = root
    found = content(visitor, **changed)
    put(root, text_of(sealed(found)))


def test_a_report_counts_its_ratings_and_shows_each_with_its_action(
    illustrative: Visitor, tmp_path: Path, settings: Any
) -> None:
    publish(illustrative, tmp_path, settings)
    page = illustrative.page(f"{ADDRESS}/{PERIOD}")
    text = illustrative.text(f"{ADDRESS}/{PERIOD}")
    assert "Of 2 indicators, 1 is red and 1 has no colour." in text
    [head, burglary, robbery] = page.tables["indicators"]
    assert [cell.strip() for cell in head][:4] == ["Indicator", "This quarter", "Target", "Rating"]
    assert burglary[1:4] == ["240", "200above the target", "R\N{NO-BREAK SPACE}·\N{NO-BREAK SPACE}Red"]
    assert burglary[4].startswith("↓ Worsefrom 220, +9.1%; worse, by more than chance")
    assert burglary[5].startswith("↑ Better")
    assert robbery[1] == "[x]"
    assert "More &lt;b&gt;in&lt;/b&gt; November." in text
    assert "Head of service, by 31 March 2017" in text


def test_the_downloads_say_the_same(illustrative: Visitor, tmp_path: Path, settings: Any) -> None:
    publish(illustrative, tmp_path, settings)
    rows = illustrative.rows(f"{ADDRESS}/{PERIOD}.json")
    assert [(row["measure"], row["rating"], row["short_way"]) for row in rows] == [
        ("burglary", "red", "worse"), ("robbery", None, "cannot tell"),
    ]  # fmt: skip
    csv = illustrative.text(f"{ADDRESS}/{PERIOD}.csv")
    assert "corrective_action" in csv and "Patrols." in csv


def test_a_judgement_of_the_year_is_not_told_of_the_quarter(illustrative: Visitor) -> None:
    """One quarter may be better than a year before while the twelve months to it are worse."""
    found = content(illustrative)
    found["lines"][0]["long"] |= {"judged": "worse"}
    row = QuarterPage(found).table.rows[0].cells
    assert row[4].note.endswith("%; worse, by more than chance")
    assert row[5].text == "↑ Better" and row[5].note.endswith("; twelve months on twelve: worse, by more than chance")


def test_a_correction_is_shown_and_what_it_corrects_stays(illustrative: Visitor, tmp_path: Path, settings: Any) -> None:
    publish(illustrative, tmp_path, settings)
    publish(illustrative, tmp_path, settings, edition=2, corrects=1, why_corrected="A wrong street.")
    assert "Edition 2 corrects edition 1: A wrong street." in illustrative.text(f"{ADDRESS}/{PERIOD}")
    assert "This edition has been corrected" in illustrative.text(f"{ADDRESS}/{PERIOD}/1")
    illustrative.get(f"{ADDRESS}/{PERIOD}/3", status=404)


def test_a_borough_without_reports_says_who_would_write_them(illustrative: Visitor) -> None:
    assert "No report has been published here" in illustrative.text(ADDRESS)
    illustrative.get(f"{ADDRESS}/{PERIOD}", status=404)


def test_a_borough_page_leads_to_its_reports(illustrative: Visitor, tmp_path: Path, settings: Any) -> None:
    assert f"{ADDRESS}/{PERIOD}" not in illustrative.page(f"/areas/{AREA}").links
    publish(illustrative, tmp_path, settings)
    assert f"{ADDRESS}/{PERIOD}" in illustrative.page(f"/areas/{AREA}").links


def test_an_altered_report_is_not_shown(illustrative: Visitor, tmp_path: Path, settings: Any) -> None:
    publish(illustrative, tmp_path, settings)
    path = settings.PEELIAN_DATA / "quarters" / AREA / f"{PERIOD}.1.json"
    kept = json.loads(path.read_text())
    kept["lines"][0]["rating"] = "green"
    path.write_text(json.dumps(kept))
    assert illustrative.get(f"{ADDRESS}/{PERIOD}", status=500) and "its seal does not hold" in illustrative.text(
        f"{ADDRESS}/{PERIOD}", status=500
    )


def test_a_reader_who_has_the_page_sees_the_correction_at_once(
    illustrative: Visitor, tmp_path: Path, settings: Any
) -> None:
    publish(illustrative, tmp_path, settings)
    etag = illustrative.get(f"{ADDRESS}/{PERIOD}").headers["ETag"]
    illustrative.get(f"{ADDRESS}/{PERIOD}", status=304, **{"If-None-Match": etag})
    publish(illustrative, tmp_path, settings, edition=2, corrects=1, why_corrected="A wrong street.")
    illustrative.get(f"{ADDRESS}/{PERIOD}", status=200, **{"If-None-Match": etag})


def test_a_share_changes_by_points_and_a_small_count_shows_its_counts(
    illustrative: Visitor, tmp_path: Path, settings: Any
) -> None:
    """67 to 69 per cent is +2 points; 17 to 29 stands beside its +70.6 per cent (seed-002, 113 and 150)."""
    [line, gone] = content(illustrative)["lines"]
    share = line | {"per_cent": True, "value": "69", "short": line["short"] | {"before": "67"}}
    small = gone | {"value": "29", "missing": "", "short": line["short"] | {"before": "17"}}
    publish(illustrative, tmp_path, settings, lines=[share, small])
    [_, first, second] = illustrative.page(f"{ADDRESS}/{PERIOD}").tables["indicators"]
    assert "from 67, +2 points" in first[4]
    assert "+70.6% (17 → 29)" in second[4]


def test_one_altered_file_hides_no_other_report(illustrative: Visitor, tmp_path: Path, settings: Any) -> None:
    """The list says which cannot be shown; the place's page shows the others; its own address says what is wrong."""
    before = "FY2016-17-Q2"
    publish(illustrative, tmp_path, settings)
    publish(illustrative, tmp_path, settings, period=before, label="July to September 2016")
    path = path_of(settings.PEELIAN_DATA, AREA, PERIOD, 1)
    path.write_text(path.read_text(encoding="utf-8").replace('"240"', '"190"'), encoding="utf-8")
    assert f"{ADDRESS}/{before}" in illustrative.page(ADDRESS).links
    assert "The report of October to December 2016 cannot be shown" in illustrative.text(ADDRESS)
    assert f"{ADDRESS}/{before}" in illustrative.page(f"/areas/{AREA}").links
    illustrative.get(f"{ADDRESS}/{PERIOD}", status=500)
