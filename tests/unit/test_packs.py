"""Packs: what may be left out, how shared packs are read, and what is refused with file, line and remedy."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from peelian.figures.catalogue import catalogue_from_json, load_catalogue
from peelian.figures.errors import PeelianError
from peelian.figures.house import House
from peelian.figures.pack import PACKS, KindName, load_pack
from peelian.figures.packfile import PackError
from peelian.plans.queries import bodies, load_plan, plan_as_released, yardsticks

AREAS = """\
- {id: E23000099, name: Barsetshire Police area, kind: force, aliases: [Barsetshire Police]}
- {id: E06000099, name: Barchester, kind: borough, policed_by: E23000099}
"""
DATASET = "- {id: thefts, title: Thefts by district, publisher: Barsetshire, licence: Open}\n"
MEASURE = """\
id: theft
title: Theft
group: theft-and-more
question: How many thefts were there?
counts: thefts
kind: count
denominator: null
source:
  borough: {dataset: thefts, where: {type: [Theft]}}
periods: month
protect: public-source
breaks: []
caveats: []
author: A tester
checked_by: null
review_by: 2027-11-01
"""
BREAK = "- {id: split, from: '2020-01', kind: counting, title: Split, text: Two things., blocks: false, source: Seen}\n"


@pytest.fixture
def packs(tmp_path: Path) -> Callable[..., Path]:
    """Write packs into one folder: name of the pack, then file=text; a slash is written as two underscores."""

    def write(name: str, **files: str) -> Path:
        for file, text in files.items():
            path = tmp_path / name / f"{file.replace('__', '/').replace('_', '-')}.yaml"
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
        return tmp_path / name

    return write


def smallest(packs: Callable[..., Path], name: str = "barset", **more: str) -> Path:
    return packs(name, **{"areas": AREAS, "datasets": DATASET, "measures__theft": MEASURE, **more})


def test_the_smallest_pack_has_areas_a_dataset_and_a_measure(packs: Callable[..., Path]) -> None:
    catalogue = load_catalogue(smallest(packs))
    assert list(catalogue.measures) == ["theft"]
    assert catalogue.groups == {"theft-and-more": "Theft and more"}
    assert (catalogue.force.id, catalogue.pack.title, catalogue.pack.place) == (
        "E23000099",
        "Barset",
        "Barsetshire Police area",
    )
    assert catalogue.pack.kind("borough") == KindName("local authority", "local authorities")
    assert not catalogue.breaks and not catalogue.documents


def test_a_pack_without_a_plan_has_none(packs: Callable[..., Path], tmp_path: Path) -> None:
    pack = smallest(packs)
    assert load_plan(pack) is None
    assert plan_as_released(House(tmp_path / "house", str(pack)), tmp_path / "sealed") is None
    assert yardsticks(pack) == bodies(pack) == ()


def test_yardsticks_without_a_plan_are_refused(packs: Callable[..., Path]) -> None:
    with pytest.raises(PackError, match="no plan to read"):
        load_plan(smallest(packs, yardsticks="[]\n"))


def test_a_pack_says_how_pages_speak(packs: Callable[..., Path]) -> None:
    words = "id: barset\ntitle: Barset\nplace: Barsetshire\nforce: E23000099\nheadline: theft\nsentence: All of it.\n"
    kinds = "kinds:\n  borough: {one: district, many: districts}\n"
    catalogue = load_catalogue(smallest(packs, pack=words + kinds))
    said = catalogue.pack
    assert (said.place, said.sentence, said.headline, said.kind("borough").many) == (
        "Barsetshire",
        "All of it.",
        "theft",
        "districts",
    )
    assert said.kind("ward").one == "ward"
    kept = catalogue_from_json(json.loads(catalogue.text), catalogue.areas)
    assert kept.pack == said and kept.sha256 == catalogue.sha256


def test_a_release_from_before_packs_had_words_can_be_read(packs: Callable[..., Path]) -> None:
    catalogue = load_catalogue(smallest(packs))
    old = {key: value for key, value in json.loads(catalogue.text).items() if key != "pack"}
    kept = catalogue_from_json(old, catalogue.areas)
    assert (kept.force.id, kept.pack.place) == ("E23000099", "Barsetshire Police area")


def shared(packs: Callable[..., Path], name: str = "common", title: str = "Shared", measure: str = MEASURE) -> Path:
    return packs(
        name,
        groups=f"- {{id: theft-and-more, title: {title}}}\n",
        datasets=DATASET.replace("Thefts by", f"{title} by"),
        breaks=BREAK,
        documents=f"- {{id: paper, title: {title}, body: Us, date: null}}\n",
        classifications=f"crimes: {{title: {title}}}\n",
        measures__theft=measure,
    )


def including(*names: str) -> str:
    return f"id: barset\ntitle: Barset\nincludes: [{', '.join(names)}]\n"


def test_what_is_included_is_read_as_if_it_stood_there(packs: Callable[..., Path]) -> None:
    shared(packs)
    pack = packs("barset", pack=including("common"), areas=AREAS)
    catalogue = load_catalogue(pack)
    assert catalogue["theft"].source["borough"].dataset == "thefts"
    assert (catalogue.groups["theft-and-more"], list(catalogue.breaks)) == ("Shared", ["split"])
    assert catalogue.documents["paper"].title == "Shared"
    assert load_pack(pack).mapping("classifications.yaml") == {"crimes": {"title": "Shared"}}


def test_what_a_pack_defines_goes_before_what_it_includes(packs: Callable[..., Path]) -> None:
    shared(packs)
    own = {"groups": "- {id: own, title: Own}\n- {id: theft-and-more, title: Ours}\n", "classifications": "crimes: 1\n"}
    measure = MEASURE.replace("title: Theft", "title: Our theft")
    pack = packs("barset", pack=including("common"), areas=AREAS, datasets=DATASET, measures__theft=measure, **own)
    catalogue = load_catalogue(pack)
    assert catalogue["theft"].title == "Our theft"
    assert list(catalogue.groups.items()) == [("own", "Own"), ("theft-and-more", "Ours")]
    assert catalogue.datasets["thefts"].title == "Thefts by district"
    assert load_pack(pack).mapping("classifications.yaml") == {"crimes": 1}


@pytest.mark.parametrize(
    ("settled", "message", "file"),
    [
        ({}, "measure theft is defined in the shared pack common too", "measures/theft.yaml"),
        ({"measures__theft": MEASURE}, "theft-and-more is defined in the shared pack common too", "groups.yaml"),
    ],
)
def test_two_shared_packs_that_define_the_same_are_refused(
    packs: Callable[..., Path], settled: dict[str, str], message: str, file: str
) -> None:
    shared(packs)
    other = shared(packs, "other", "Other")
    pack = packs("barset", pack=including("common", "other"), areas=AREAS, **settled)
    with pytest.raises(PackError) as refused:
        load_catalogue(pack)
    assert message in refused.value.message and refused.value.remedy
    assert refused.value.where == {"file": str(other / file), "line": 1}


def test_a_key_of_two_shared_mappings_is_refused_unless_the_pack_settles_it(packs: Callable[..., Path]) -> None:
    shared(packs)
    other = shared(packs, "other")
    pack = packs("barset", pack=including("common", "other"), areas=AREAS)
    with pytest.raises(PackError) as refused:
        load_pack(pack).mapping("classifications.yaml")
    assert refused.value.where == {"file": str(other / "classifications.yaml"), "line": 1}
    packs("barset", classifications="crimes: {title: Settled}\n")
    assert load_pack(pack).mapping("classifications.yaml") == {"crimes": {"title": "Settled"}}


@pytest.mark.parametrize(
    ("text", "message", "line"),
    [
        ("id: barset\n", "lacks title", 1),
        ("id: other\ntitle: A\n", "id 'other' is not the folder's name", 1),
        ("id: barset\ntitle: [A]\n", "title ['A'] is no text", 2),
        ("id: barset\ntitle: A\ncolour: red\n", "has unknown colour", 1),
        ("id: barset\ntitle: A\nforce: E09000001\n", "there is no force area E09000001", 3),
        ("id: barset\ntitle: A\nforce: E06000099\n", "there is no force area E06000099", 3),
        ("id: barset\ntitle: A\nheadline: murder\n", "there is no measure murder", 3),
        ("id: barset\ntitle: A\nkinds:\n  county: {one: a, many: b}\n", "area kind 'county' is unknown", 4),
        ("id: barset\ntitle: A\nkinds:\n  borough: {one: a}\n", "lacks many", 4),
        ("id: barset\ntitle: A\nkinds: [borough]\n", "kinds cannot be read", 3),
        ("id: barset\ntitle: A\nincludes: common\n", "includes cannot be read", 3),
        ("id: barset\ntitle: A\nincludes:\n  - nowhere\n", "there is no pack 'nowhere' to include", 4),
        ("id: barset\ntitle: A\nincludes: [barset]\n", "there is no pack 'barset' to include", 3),
        ("id: barset\ntitle: A\nincludes: [common, common]\n", "pack 'common' is included twice", 3),
        ("id: barset\ntitle: A\nincludes: [chain]\n", "pack 'chain' includes others itself", 3),
        ("- barset\n", "is not a mapping", 1),
    ],
)
def test_a_bad_pack_is_refused_with_file_line_and_remedy(
    packs: Callable[..., Path], text: str, message: str, line: int
) -> None:
    shared(packs)
    packs("chain", pack="id: chain\ntitle: Chain\nincludes: [common]\n")
    pack = smallest(packs, pack=text)
    with pytest.raises(PackError) as refused:
        load_catalogue(pack)
    assert message in refused.value.message and refused.value.remedy
    assert refused.value.where == {"file": str(pack / "pack.yaml"), "line": line}


def test_an_id_that_stands_twice_in_a_file_is_refused(packs: Callable[..., Path]) -> None:
    with pytest.raises(PackError, match=r"datasets.yaml, line 2: thefts stands twice"):
        load_catalogue(smallest(packs, datasets=DATASET * 2))


def test_a_pack_needs_a_force_area(packs: Callable[..., Path]) -> None:
    with pytest.raises(PackError, match="holds no area of kind force"):
        load_catalogue(smallest(packs, areas="- {id: E06000099, name: Barchester, kind: borough}\n"))


def test_a_new_house_takes_the_pack_it_is_told_and_keeps_it(packs: Callable[..., Path], tmp_path: Path) -> None:
    pack, root = smallest(packs), tmp_path / "house"
    assert House(root).pack == PACKS / "london"
    new = House(root, str(pack))
    assert new.pack == pack and list(new.catalogue.measures) == ["theft"]
    new.settle("real")
    assert House(root).pack == House(root, str(pack)).pack == pack
    with pytest.raises(PeelianError) as refused:
        House(root, "london")
    assert refused.value.code == "other-pack"
    assert "keeps it" in refused.value.message and "PEELIAN_PACK=london" in refused.value.remedy


@pytest.mark.parametrize("name", ["atlantis", "../packs/atlantis", ".", "police-uk"])
def test_a_pack_that_has_no_areas_furnishes_no_house(tmp_path: Path, name: str) -> None:
    with pytest.raises(PeelianError) as refused:
        House(tmp_path, name)
    assert refused.value.code == "unknown-pack" and "london" in refused.value.remedy


def test_every_pack_that_comes_with_peelian_is_sound(tmp_path: Path) -> None:
    for folder in sorted(path for path in PACKS.iterdir() if path.is_dir()):
        pack = load_pack(folder)
        assert (folder / "pack.yaml").is_file(), folder.name
        if (folder / "areas.yaml").is_file():
            assert load_catalogue(folder).measures and pack.place and pack.force
            load_plan(folder)
        else:  # a shared pack is sound with any areas
            shutil.copytree(folder, tmp_path / folder.name)
            (tmp_path / folder.name / "areas.yaml").write_text(AREAS, encoding="utf-8")
            assert load_catalogue(tmp_path / folder.name).measures
