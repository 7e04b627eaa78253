"""London's plans in the records of a house: its draft read in from its document, and what the seeds tell of two promises claimed.

The knife crime strategy was launched on 27 June 2017 (seed-002, line 38); the Victims' Commissioner was in office by 12 June 2017
(seed-002, line 58).
"""

from __future__ import annotations

import datetime as dt
import os
import subprocess
import sys
from pathlib import Path

import django

from tests.conftest import ROOT

if __name__ == "__main__":
    django.setup()

PLAN, NEXT = "plan-2017-21", "plan-2021-25"


def furnish_plans(house: Path, document: Path) -> None:
    """Take London's plans in, read the draft's document in, and claim what is known. In a process of its own, as furnish_office."""
    environment = {
        **os.environ, "PYTHONPATH": f"{ROOT / 'src'}{os.pathsep}{ROOT}", "PEELIAN_DATA": str(house), "PEELIAN_DATABASE": "",
        "DJANGO_SETTINGS_MODULE": "peelian.config.settings",
    }  # fmt: skip
    subprocess.run([sys.executable, "-m", "tests.support.plans", str(document)], env=environment, check=True)


def _furnish(document: Path) -> None:
    from peelian.cli.healing import heal
    from peelian.core.acting import COMMAND
    from peelian.core.seeding import prepare_records
    from peelian.figures.house import House
    from peelian.plans.claiming import claim
    from peelian.plans.importing import import_plan
    from peelian.plans.models import PlanRecord
    from peelian.plans.pack import read_bodies
    from peelian.plans.reading_in import keep
    from peelian.plans.statuses import Evidence
    from peelian.reading import read_document

    house = House(Path(os.environ["PEELIAN_DATA"]))
    prepare_records(house.pack)
    heal(house)
    read = read_document(document)
    keep(house, PLAN, read, import_plan(read, tuple(read_bodies(house.pack / "bodies.yaml").values())))
    plan = PlanRecord.objects.get(slug=PLAN)
    report = "MOPAC, report to the Police and Crime Committee, July 2017, line {}"
    for item, status, day, line, why in (
        (
            "knife-crime-strategy",
            "under-way",
            dt.date(2017, 6, 27),
            38,
            "The strategy is launched; it is to be carried out.",
        ),
        ("victims-commissioner", "kept", dt.date(2017, 6, 12), 58, "A Victims' Commissioner is in office."),
    ):
        evidence = [Evidence("document", report.format(line), "https://www.london.gov.uk/")]
        claim(plan, "commitment", item, status, day, house, evidence=evidence, by=COMMAND, reason=why)


if __name__ == "__main__":
    _furnish(Path(sys.argv[1]))
