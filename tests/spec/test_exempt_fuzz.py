"""Any life of exempt parts, in any order and by anybody: what is withheld is nowhere in the clear until it is released, what was
sealed stays as it was, and what is released is proved to be the same.
"""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from typing import Any

import pytest
import time_machine
from django.db import connection, transaction
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from tests.support.exempt import GROUNDS, decided_on
from tests.support.office import Office

from peelian.core.acting import NotAllowed
from peelian.core.exempt import actions
from peelian.core.exempt.commitments import verify
from peelian.core.exempt.models import ExemptPart, ExemptReview
from peelian.core.exempt.queries import released_text, stub_of
from peelian.core.workflow import WrongStep
from peelian.figures.errors import PeelianError
from peelian.figures.house import LONDON, today

BEGIN = dt.datetime(2026, 11, 26, 10, tzinfo=LONDON)
PEOPLE = ("dora", "finn", "drew", "debbie", "clara", "jo")
READS, WRITES, DECIDES = {"dora", "finn", "drew", "debbie"}, {"dora"}, {"drew"}
"""At MOPAC, whose parts these are."""


@dataclass
class Part:
    """What a part should be: its state, its mark, until when, and the commitment that was published."""

    row: ExemptPart
    mark: str
    state: str = "draft"
    days: int | None = None
    commitment: str = ""
    reviews: int = 0


STEP = st.tuples(
    st.sampled_from(("keep", "rewrite", "remove", "seal", "review", "release", "read", "wait", "work")),
    st.sampled_from((*PEOPLE, *["whoever may"] * 12)), st.integers(0, 3), st.integers(1, 400),
)  # fmt: skip


class Life:
    """A model of parts beside the records; each step is tried on both."""

    def __init__(self, office: Office, clock: Any) -> None:
        self.office, self.clock, self.parts, self.made = office, clock, list[Part](), 0

    def try_step(self, what: str, who: str, which: int, days: int) -> None:
        """One step: it is taken where the rules say so, and refused otherwise without a word of the text."""
        who = ("drew" if what in ("seal", "review", "release") else "dora") if who == "whoever may" else who
        if what == "keep":
            return self.keep(who, days)
        if what == "wait":
            return self.clock.shift(dt.timedelta(days=days // 4))
        if what == "work":
            return self.work()
        if not self.parts:
            return None
        part = self.parts[which % len(self.parts)]
        by = self.office.by(who)
        try:
            getattr(self, what)(part, by, days)
        except (NotAllowed, WrongStep, PeelianError) as error:
            assert part.mark not in str(error) + error.remedy
            assert not self.open(what, part, who, days), (what, who, part.state, str(error))
        return None

    def open(self, what: str, part: Part, who: str, days: int) -> bool:
        """Whether a step is open by the rules, written down once more."""
        state, soon = part.state, days <= 360
        due = part.row.review_on
        return {
            "rewrite": who in WRITES and state == "draft" and today() < due and not self.past(part),
            "remove": who in WRITES and state == "draft",
            "seal": who in DECIDES and state == "draft" and today() < due and not self.past(part),
            "review": who in DECIDES and state == "sealed" and soon,
            "release": who in DECIDES and state == "sealed",
            "read": who in READS,
        }[what]

    def past(self, part: Part) -> bool:
        """Whether the day of its release has come."""
        return part.row.release_at is not None and part.row.release_at.astimezone(LONDON).date() <= today()

    def mark(self) -> str:
        self.made += 1
        return f"zqmark{self.made:04d}zq"

    def keep(self, who: str, days: int) -> None:
        mark = self.mark()
        until = today() + dt.timedelta(days=days % 90 + 1) if days % 2 else None
        try:
            row = actions.keep(
                "decision:PCD-1", self.office.organisation("mopac"), "The bids", f"{mark} bid most", [GROUNDS["mopac"]], "Director",
                today() + dt.timedelta(days=days), until, by=self.office.by(who),
            )  # fmt: skip
        except (NotAllowed, PeelianError) as error:
            assert mark not in str(error)
            assert who not in WRITES or days > 365
            return
        assert who in WRITES
        self.parts.append(Part(row, mark, days=days))

    def rewrite(self, part: Part, by: Any, days: int) -> None:
        mark = self.mark()
        actions.rewrite(part.row, text=f"{mark} bid least", by=by)
        part.mark = mark

    def remove(self, part: Part, by: Any, days: int) -> None:
        actions.remove(part.row, by=by)
        self.parts.remove(part)

    def seal(self, part: Part, by: Any, days: int) -> None:
        part.commitment, part.state = actions.seal(part.row, by=by).commitment, "sealed"

    def review(self, part: Part, by: Any, days: int) -> None:
        actions.review(part.row, today() + dt.timedelta(days=days), by=by, reason="Still open.")
        part.reviews += 1

    def release(self, part: Part, by: Any, days: int) -> None:
        actions.release(part.row, by=by)
        part.state, part.reviews = "released", part.reviews + 1

    def read(self, part: Part, by: Any, days: int) -> None:
        assert actions.read(part.row, by=by).startswith(part.mark)

    def work(self) -> None:
        """A worker comes by."""
        done, said = actions.release_due()
        due = [part for part in self.parts if part.state == "sealed" and part.row.release_at is not None
               and part.row.release_at <= dt.datetime.now(dt.UTC)]  # fmt: skip
        assert (done, said) == (len(due), [])
        for part in due:
            part.state, part.reviews = "released", part.reviews + 1

    def holds(self) -> None:
        """What must be so after every step."""
        stored = everything()
        for part in self.parts:
            part.row.refresh_from_db()
            assert part.row.state == part.state
            assert ExemptReview.objects.filter(part=part.row).count() == part.reviews
            assert (part.mark in stored) is (part.state == "released"), "withheld is nowhere in the clear"
            if part.state != "draft":
                assert stub_of(part.row).commitment == part.commitment, "what was published stands"
            if part.state == "released":
                assert verify(stub_of(part.row), released_text(part.row))


HOLDS = re.compile("core_exempt|audit_|jobs_|running_|django_tasks")


def everything() -> str:
    """Every value of every table that these actions write to."""
    with connection.cursor() as cursor:
        found = []
        for table in filter(HOLDS.match, connection.introspection.table_names()):
            cursor.execute(f'SELECT * FROM "{table}"')
            found += map(repr, cursor.fetchall())
    return "\n".join(found)


@pytest.fixture
def cast(office: Office, tmp_path: Any, settings: Any) -> Office:
    settings.PEELIAN_DATA = tmp_path
    with time_machine.travel(BEGIN - dt.timedelta(days=1), tick=False):
        for name in PEOPLE:
            office.person(name)
        decided_on(office, "PCD-1")
    return office


@settings(
    max_examples=30,
    deadline=None,
    phases=(Phase.explicit, Phase.reuse, Phase.generate),
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(steps=st.lists(STEP, min_size=5, max_size=20))
def test_whatever_is_done_in_whatever_order_nothing_withheld_is_in_the_clear(
    cast: Office, steps: list[tuple[str, str, int, int]]
) -> None:
    with time_machine.travel(BEGIN, tick=False) as clock, transaction.atomic():
        life = Life(cast, clock)
        life.keep("dora", 301)
        life.keep("dora", 200)
        for step in steps:
            life.try_step(*step)
            life.holds()
        transaction.set_rollback(True)
