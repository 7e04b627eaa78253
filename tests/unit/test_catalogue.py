"""The catalogue: every definition of the pack is sound, and a bad one is refused with file, line and remedy."""

from __future__ import annotations

import shutil
from pathlib import Path

import pyarrow as pa
import pytest

from peelian.figures.areas import Areas
from peelian.figures.catalogue import Catalogue, Source, catalogue_from_json, load_catalogue
from peelian.figures.compute.supply import counted
from peelian.figures.house import PACKS
from peelian.figures.packfile import PackError

LONDON = PACKS / "london"


def matches(source: Source, category: dict[str, str]) -> bool:
    """Whether rows of a category count towards a source's measure."""
    columns = sorted({*source.where, *source.where_not})
    return bool(counted(pa.table({name: [value] for name, value in category.items()}), columns, source)[0])


@pytest.fixture(scope="module")
def london() -> Catalogue:
    return load_catalogue(LONDON)


@pytest.fixture
def pack(tmp_path: Path) -> Path:
    """A copy of the pack to spoil."""
    shutil.copytree(LONDON, tmp_path / "london")
    return tmp_path / "london"


def spoil(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text, f"{old!r} is not in {path.name}"
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


@pytest.mark.parametrize(
    ("file", "old", "new", "message"),
    [
        ("measures/burglary.yaml", "id: burglary", "id: burglaries", "id 'burglaries' is not the file's name"),
        ("measures/burglary.yaml", "kind: count", "kind: number", "kind 'number' is unknown"),
        ("measures/burglary.yaml", "group: burglary", "group: thefts", "group 'thefts' is unknown"),
        ("measures/burglary.yaml", "periods: month", "periods: monthly", "periods 'monthly' is unknown"),
        ("measures/burglary.yaml", "protect: public-source", "protect: no", "protect False is unknown"),
        ("measures/burglary.yaml", "question:", "questions:", "lacks question"),
        ("measures/burglary.yaml", "caveats:", "author2: x\ncaveats:", "has unknown author2"),
        (
            "measures/burglary.yaml",
            "dataset: mps-borough",
            "dataset: mps-boroughs",
            "dataset 'mps-boroughs' is unknown",
        ),
        ("measures/burglary.yaml", "  borough:", "  boroughs:", "area kind 'boroughs' is unknown"),
        ("measures/burglary.yaml", "major: [Burglary, BURGLARY]", "major: Burglary", "where major is no list of texts"),
        ("measures/confidence-gap-young.yaml", "gap: [confidence-young-white, ", "gap: [", "a gap is between two"),
        ("measures/confidence-gap-young.yaml", "young-white, ", "young-people, ", "measure 'confidence-young-people'"),
        ("measures/burglary.yaml", "breaks: [mps-connect-2024]", "breaks: [connect]", "break 'connect' is unknown"),
        ("measures/burglary.yaml", "review_by: 2027-11-01", "review_by: soon", "'soon' is no date"),
        ("measures/burglary.yaml", "rates: [population]", "rates: [people]", "measure 'people' is unknown"),
        ("measures/burglary.yaml", "title: Burglary", "title: [Burglary", "expected ',' or ']'"),
        ("breaks.yaml", "from: ", "from: in ", "is no period"),
        ("breaks.yaml", "doubts: later", "doubts: now", "doubts 'now' is unknown"),
        ("campaigns.yaml", "received: 6250", "received: 7000", "7,000 received in campaigns, 6,688 received in all"),
        ("datasets.yaml", "absent_rows: zero", "absent_rows: nought", "absent_rows 'nought' is unknown"),
        ("areas.yaml", "kind: borough", "kind: district", "kind 'district' is unknown"),
        ("areas.yaml", "id: E09000016", "id: E09000015", "stands twice"),
        ("areas.yaml", "bcu: london:bcu-ea", "bcu: london:bcu-xx", "area london:bcu-xx is not in this file"),
    ],
)
def test_a_bad_definition_is_refused_with_file_line_and_remedy(
    pack: Path, file: str, old: str, new: str, message: str
) -> None:
    path = pack / file
    spoil(path, old, new)
    with pytest.raises(PackError) as refused:
        load_catalogue(pack)
    assert message in refused.value.message
    assert refused.value.where["file"] == str(path)
    assert refused.value.remedy
    changed = new.splitlines()[0]
    lines = path.read_text(encoding="utf-8").splitlines()
    named = int(refused.value.where["line"])
    near = "\n".join(lines[max(0, named - 2) : named + 2])
    whole_file = message.startswith(("lacks", "has unknown", "measure '"))
    assert whole_file or changed.strip() in near, f"line {named} is not where the fault is"


def test_a_file_that_is_not_utf8_or_not_there_is_said(pack: Path) -> None:
    (pack / "areas.yaml").write_bytes(b"- {id: a, name: caf\xe9}\n")
    with pytest.raises(PackError, match="is not UTF-8"):
        load_catalogue(pack)
    (pack / "areas.yaml").unlink()
    with pytest.raises(PackError, match="cannot be read"):
        load_catalogue(pack)


def test_every_measure_of_the_pack_is_sound(london: Catalogue) -> None:
    assert len(london.measures) >= 70
    for measure in london:
        assert measure.source or measure.needs, f"{measure.id} has neither a source nor words on what it needs"
        assert measure.question.endswith("?"), measure.id
        assert measure.checked_by is None or " " in measure.checked_by, "a checker is a named person"


def test_the_categories_of_measures_are_categories_of_the_files(london: Catalogue) -> None:
    """No measure names a category that neither classification has: a misspelt one would count nothing."""
    from peelian.figures.packfile import load_yaml

    data, _ = load_yaml(LONDON / "classifications.yaml")
    pairs = [{"major": major, "minor": minor} for entry in data.values() for major, minor in entry["pairs"]]
    known = {key: {pair[key] for pair in pairs} for key in ("major", "minor")}
    for measure in london:
        for source in measure.source.values():
            if source.dataset in ("mps-borough", "mps-ward"):
                assert any(matches(source, pair) for pair in pairs), measure.id
                for where in (source.where, source.where_not):
                    for key, values in where.items():
                        assert set(values) <= known[key], (measure.id, set(values) - known[key])


def test_the_home_offices_categories_lead_to_measures(london: Catalogue) -> None:
    """Each sub-group's measure counts exactly the Met sub-categories named for it, and every one of them is named once."""
    from peelian.figures.packfile import load_yaml

    entries, _ = load_yaml(LONDON / "home-office.yaml")
    classifications, _ = load_yaml(LONDON / "classifications.yaml")
    newer = [{"major": major, "minor": minor} for major, minor in classifications["mps-2024"]["pairs"]]
    assert sorted(minor for entry in entries for minor in entry["met"]) == sorted(pair["minor"] for pair in newer)
    for entry in entries:
        if entry["measure"]:
            source = london[entry["measure"]].source["borough"]
            assert {pair["minor"] for pair in newer if matches(source, pair)} == set(entry["met"]), entry["measure"]


def test_the_home_offices_own_list_has_these_sub_groups(data: Path) -> None:
    import csv

    from peelian.figures.packfile import load_yaml

    entries, _ = load_yaml(LONDON / "home-office.yaml")
    with (data / "home-office" / "CrimeCatMappings.csv").open(encoding="utf-8", newline="") as stream:
        printed = {row["Offence_Subgroup"].casefold() for row in csv.DictReader(stream)}
    ours = {
        entry["subgroup"].casefold()
        for entry in entries
        if not entry["subgroup"].startswith(("Fraud", "Rape", "Death"))
    }
    assert ours - printed == set()


def test_a_borough_source_rolls_up_as_its_dataset_says(london: Catalogue) -> None:
    assert set(london["burglary"].source) == {"borough", "ward", "bcu", "force", "other"}
    assert set(london["confidence-good-job"].source) == {"borough", "force"}


def test_printed_documents_have_titles(london: Catalogue) -> None:
    for path in (LONDON / "published").glob("*.csv"):
        assert path.stem in london.documents
    assert london.document("seed-002") == "MOPAC, report to the Police and Crime Committee (2017-07-20)"
    assert london.document("seed-999") == "seed-999"


def test_where_picks_rows_and_where_not_leaves_out() -> None:
    source = Source("d", {"major": ("A", "B")}, {"minor": ("x",)})
    assert matches(source, {"major": "A", "minor": "y"})
    assert not matches(source, {"major": "A", "minor": "x"})
    assert not matches(source, {"major": "C", "minor": "y"})
    assert matches(Source("d", {}, {}), {"major": "anything"})


def test_a_release_keeps_the_catalogue_whole(london: Catalogue) -> None:
    import json

    kept = catalogue_from_json(json.loads(london.text), Areas(london.areas))
    assert kept.text == london.text
    assert kept.sha256 == london.sha256


def test_the_pack_holds_london(london: Catalogue) -> None:
    areas = london.areas
    boroughs = areas.of_kind("borough")
    assert len(boroughs) == 33
    policed = [area for area in boroughs if area.policed_by == "E23000001"]
    assert len(policed) == 32
    assert len(areas.of_kind("bcu")) == 12
    assert {areas.within(area, "bcu") for area in policed} == {area.id for area in areas.of_kind("bcu")}
    assert sum(area.population or 0 for area in policed) == areas.census("E23000001") == 8_791_300
    tiles = [area.tile for area in boroughs]
    assert None not in tiles
    assert len(set(tiles)) == 33, "no two boroughs share a tile"
    assert len({area.abbr for area in boroughs}) == 33


def test_names_match_without_case_and_wards_only_by_code(london: Catalogue) -> None:
    areas = london.areas.with_small("ward", [("E05000001", "Havering", "E09000002")])
    assert areas.match("HAVERING") == "E09000016", "a ward of that name does not take the borough's place"
    assert areas.match("City of Westminster") == "E09000033"
    assert areas.match("Richmond Upon Thames") == "E09000027"
    assert areas.match("E05000001") == "E05000001"
    assert areas.match("Atlantis") is None
    assert [area.id for area in areas.find("haver")] == ["E09000016", "E05000001"]
    assert areas.find("   ") == []
