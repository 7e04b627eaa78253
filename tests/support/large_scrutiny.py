"""A house of 300 meetings and 3,000 recommendations, as an office would have written its files: the search is measured on it."""

from __future__ import annotations

import datetime as dt
import random
from pathlib import Path

from peelian.core.published import text_of
from peelian.scrutiny.ledger.form import form_of
from peelian.scrutiny.ledger.publishing import FOLDER, INDEX, report_path
from peelian.scrutiny.ledger.records import Answer, LedgerStep, Recommendation, Report, Text
from peelian.scrutiny.meetings.records import ActionPoint, Item, Meeting, Minutes, Outcome, Paper
from tests.support.meetings import action, committee, meeting, published, put

MEETINGS, ITEMS, ACTIONS, REPORTS, EACH = 300, 12, 2, 150, 20
WORDS = (
    "borough", "police", "service", "officers", "committee", "victims", "burglary", "violence", "report", "figures", "quarter",
    "ward", "members", "chair", "response", "knife", "crime", "safety", "partnership", "council", "funding", "review", "evidence",
    "public", "neighbourhood", "custody", "training", "strategy", "target",
)  # fmt: skip


def said(chance: random.Random, words: int) -> str:
    """A text of so many words."""
    return " ".join(chance.choices(WORDS, k=words)).capitalize() + "."


def _items(chance: random.Random) -> tuple[Item, ...]:
    return tuple(
        Item(
            str(number + 1), said(chance, 5), "report", recommended=said(chance, 20), minute=said(chance, 120),
            outcome=Outcome("agreed", said(chance, 12)),
            papers=(Paper(f"paper-{number}", said(chance, 6), "main", number * 10 + 1, number * 10 + 9),),
        )
        for number in range(ITEMS)
    )  # fmt: skip


def _meetings(chance: random.Random) -> tuple[list[Meeting], list[ActionPoint]]:
    held, actions = [], []
    for number in range(MEETINGS):
        on = dt.date(2001, 1, 9) + dt.timedelta(days=30 * number)
        one = meeting(
            id=f"towns-and-crime/{on}",
            on=on,
            items=_items(chance),
            minutes=Minutes("draft"),
            attendance=(),
            notice=None,
        )
        held.append(one)
        actions += [
            action(id=f"a-{number}-{each}", meeting=one.id, item="3", text=said(chance, 15)) for each in range(ACTIONS)
        ]
    return held, actions


def _report(chance: random.Random, number: int) -> Report:
    name, on = f"mopac/report-{number}", dt.date(2010, 1, 4) + dt.timedelta(days=30 * number)
    made = tuple(
        Recommendation(
            f"{name}/{each}", name, str(each), said(chance, 9),
            (Text("summary", said(chance, 50)), Text("chapter", said(chance, 55))), ("mps",),
            steps=(LedgerStep("answered", on, "mps", answers=(Answer("", "accepted", said(chance, 60)),)),),
        )
        for each in range(1, EACH + 1)
    )  # fmt: skip
    return Report(name, "mopac", "towns-and-crime", "report", said(chance, 6), on, "", made)


def furnish_large(root: Path) -> None:
    """Write all of it into a house."""
    chance = random.Random(300)
    held, actions = _meetings(chance)
    reports = [_report(chance, number) for number in range(REPORTS)]
    for report in reports:
        path = report_path(root, report.id)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text_of(form_of(report)), encoding="utf-8")
    (root / FOLDER / INDEX).write_text(
        text_of({"reports": [one.id for one in reports], "bodies": {}}), encoding="utf-8"
    )
    put(root, published(committees=(committee(),), meetings=tuple(held), actions=tuple(actions)))
