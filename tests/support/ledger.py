"""A ledger that tests share: a report of the Assembly's committee or of Havering's, published, with recommendations to answer."""

from __future__ import annotations

import datetime as dt
import os
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import django

from tests.conftest import ROOT

if __name__ == "__main__":
    django.setup()

from peelian.core.models import Organisation
from peelian.figures.house import House
from peelian.scrutiny.ledger import actions
from peelian.scrutiny.ledger.models import RecommendationRecord, ReportRecord
from peelian.scrutiny.ledger.records import Evidence

if TYPE_CHECKING:
    from tests.support.office import Office

DAY = dt.date(2026, 3, 2)
SHOWN = Evidence("link", "The published dashboard", "https://example.org/dashboard")


def entry(title: str, text: str = "", *points: str, **more: Any) -> dict[str, Any]:
    """A recommendation's entry in the form: its title, its text and its points a, b, c."""
    lettered = [{"letter": "abcdefg"[place], "text": point} for place, point in enumerate(points)]
    return {"title": title, "texts": [{"place": "summary", "text": text or f"{title}.", "points": lettered}], **more}


def drafted(office: Office, house: House, by: str = "clara", kind: str = "report", **head: Any) -> ReportRecord:
    """A report that somebody has begun, with two recommendations: to MOPAC, and to MOPAC and the Met with two points."""
    organisation = office.person(by).held[0].organisation
    fields = {"title": "Knives in schools", "on": DAY, **head}
    report = actions.begin(
        organisation, fields.pop("slug", "knives-2026"), house, kind=kind, by=office.by(by), **fields
    )
    actions.add(report, "1", ["mopac"], entry("Publish the figures of every school"), house, by=office.by(by))
    actions.add(
        report, "2", ["mopac", "mps"],
        entry("Put an officer into every school", "There should be:", "an officer in each school", "a day for it"),
        house, by=office.by(by),
    )  # fmt: skip
    return report


def published(office: Office, house: House, by: str = "clara", chair: Any = None, **head: Any) -> ReportRecord:
    """The same, published by who speaks for that committee."""
    report = drafted(office, house, by, **head)
    actions.publish(report, house, by=chair or office.by("chris"))
    return ReportRecord.objects.select_related("organisation").get(pk=report.pk)


def number(report: ReportRecord, which: str) -> RecommendationRecord:
    """One recommendation of a report."""
    found: RecommendationRecord = RecommendationRecord.objects.select_related("report__organisation").get(
        report=report, number=which
    )
    return found


def furnish_ledger(house: Path) -> None:
    """Made-up answers, claims and verdicts in the records of a house, after furnish_office: for a server to serve."""
    environment = {
        **os.environ, "PYTHONPATH": f"{ROOT / 'src'}{os.pathsep}{ROOT}", "PEELIAN_DATA": str(house), "PEELIAN_DATABASE": "",
        "DJANGO_SETTINGS_MODULE": "peelian.config.settings",
    }  # fmt: skip
    subprocess.run([sys.executable, "-m", "tests.support.ledger"], env=environment, check=True)


SUBJECTS = (
    "knives",
    "stalking",
    "fraud",
    "e-scooters",
    "body-worn video",
    "custody",
    "stop and search",
    "victims’ letters",
)


def _furnish() -> None:
    from peelian.core.acting import COMMAND
    from peelian.scrutiny.ledger import stepping
    from peelian.scrutiny.ledger.records import Answer
    from peelian.scrutiny.ledger.taking_in import take_in_ledger

    house = House(Path(os.environ["PEELIAN_DATA"]))
    take_in_ledger(house)
    committee = Organisation.objects.get(pk="london-assembly-pcc")
    for year in (2024, 2025):
        on = dt.date(year, 3, 4)
        report = actions.begin(
            committee, f"made-up-{year}", house, kind="report", title=f"Made up for a test, {year}", on=on, by=COMMAND
        )
        for place, subject in enumerate(SUBJECTS):
            bodies = ["mopac", "mps"] if place == 3 else ["mopac"]
            body = entry(
                f"Publish every month what is done about {subject}", deliver_by=dt.date(year, 12, 31).isoformat()
            )
            asked_by = on + dt.timedelta(60)
            actions.add(report, str(place + 1), bodies, body, house, requested=asked_by, by=COMMAND)
        actions.publish(report, house, by=COMMAND)
        if year == 2025:
            for which in ("1", "2"):
                earlier = f"london-assembly-pcc/made-up-2024/{which}"
                stepping.link(number(report, which), earlier, on, house, by=COMMAND)
        for place in range(len(SUBJECTS) - (1 if year == 2024 else 4)):
            asked = number(report, str(place + 1))
            status = ("accepted", "partly", "accepted", "rejected")[place % 4]
            after = dt.timedelta(25 + 13 * place)
            stepping.answer(
                asked, "mopac", [Answer("", status, "The answer’s own words.")], on + after, house, by=COMMAND
            )  # type: ignore[arg-type]
            if year == 2024 and place < 6:
                later = on + after + dt.timedelta(70 + 20 * place)
                stepping.claim(
                    asked,
                    "mopac",
                    "delivered",
                    later,
                    house,
                    evidence=[SHOWN],
                    by=COMMAND,
                    reason="It is out every month.",
                )
                said = "delivered" if place != 2 else "partly"
                why = "It is out." if place != 2 else "Three months are missing."
                stepping.verdict(asked, said, later + dt.timedelta(30), house, about="mopac", by=COMMAND, reason=why)


if __name__ == "__main__":
    _furnish()
