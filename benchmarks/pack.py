"""A pack of sixty measures for the generated files: one force, 32 boroughs; wards and small areas come from the look-ups."""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

import yaml
from benchmarks.geography import BOROUGHS, borough_code
from benchmarks.measures import CATEGORIES, FILTERS, FORCE_ID, FORCE_NAME, TYPES, measure_id

DATASET = "police-uk-street"


def write_pack(folder: Path) -> Path:
    """The pack's folder, made anew; a house is told of it by ``PEELIAN_PACK``."""
    shutil.rmtree(folder, ignore_errors=True)
    (folder / "measures").mkdir(parents=True)
    _write(folder / "areas.yaml", _areas())
    _write(folder / "datasets.yaml", [_dataset(), *_lookups()])
    _write(folder / "groups.yaml", [{"id": "street", "title": "Street crime"}])
    for category in CATEGORIES:
        for outcomes in FILTERS:
            measure = _measure(category, outcomes)
            _write(folder / "measures" / f"{measure['id']}.yaml", measure)
    return folder


def _write(path: Path, data: object) -> None:
    path.write_text(yaml.safe_dump(data, sort_keys=False, allow_unicode=True), encoding="utf-8")


def _areas() -> list[dict[str, object]]:
    force: dict[str, object] = {
        "id": FORCE_ID,
        "name": "Metropolitan Police area",
        "kind": "force",
        "aliases": [FORCE_NAME],
    }
    boroughs: list[dict[str, object]] = [
        {"id": borough_code(place), "name": name, "kind": "borough", "policed_by": FORCE_ID}
        for place, name in enumerate(BOROUGHS)
    ]
    return [force, *boroughs]


def _dataset() -> dict[str, object]:
    """A file is all of a force's month; small areas add up to wards and boroughs. Small areas have no figures of their own here."""
    return {
        "id": DATASET, "title": "Generated street crime", "publisher": "Benchmark", "licence": "none", "frequency": "monthly",
        "area_kinds": ["force"], "rolls_up_to": ["ward", "borough"], "periods": "month", "absent_rows": "zero", "scope": "force",
    }  # fmt: skip


def _lookups() -> list[dict[str, object]]:
    return [
        {"id": name, "title": name, "publisher": "Benchmark", "licence": "none"}
        for name in ("ward-lookup", "lsoa-ward-lookup")
    ]


def _measure(category: str, outcomes: str) -> dict[str, object]:
    where: dict[str, list[str]] = {"type": [category]} if category in TYPES else {}
    if FILTERS[outcomes]:
        where["outcome"] = list(FILTERS[outcomes])
    return {
        "id": measure_id(category, outcomes), "title": f"{category}, {outcomes}", "group": "street",
        "question": f"How many crimes of {category.lower()} ({outcomes})?", "counts": "crimes", "kind": "count",
        "denominator": None, "source": {"force": {"dataset": DATASET, "where": where}}, "periods": "month",
        "protect": "public-source", "breaks": [], "caveats": [], "author": "Benchmark", "checked_by": None,
        "review_by": "2027-11-01",
    }  # fmt: skip


if __name__ == "__main__":
    write_pack(Path(sys.argv[1]))
