"""What changed of a plan, month by month: what was reported, which texts went out, what became overdue."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass

from peelian.figures.errors import PeelianError
from peelian.figures.periods import month_name
from peelian.public.selectors.account import Late, PlanAccount, Told
from peelian.public.selectors.editions import EditionPage, PlanEntry
from peelian.ui.components import Link

_MONTH = re.compile(r"(20[0-9]{2})-(0[1-9]|1[0-2])")


@dataclass(frozen=True)
class Month:
    """A month of a plan's record."""

    account: PlanAccount
    year: int
    month: int

    @property
    def title(self) -> str:
        """``November 2026``."""
        return month_name(self.year * 12 + self.month - 1)

    @property
    def told(self) -> list[Told]:
        """What was reported, newest first."""
        return self.account.told_in(self.year, self.month)

    @property
    def latest(self) -> list[Told]:
        """The last report of each item, newest first."""
        last: dict[tuple[str, str, str], Told] = {}
        for one in self.told:
            last.setdefault((one.claim.kind, one.claim.item, one.claim.part), one)
        return list(last.values())

    @property
    def editions(self) -> list[EditionPage]:
        """Texts of the plan that went out."""
        return [one for one in PlanEntry(self.account).editions if one.out_on and self._has(one.out_on)]

    @property
    def overdue(self) -> list[Late]:
        """What became overdue and still is."""
        return [one.late for one in self.account.overdue if self._has(one.late.since)]

    @property
    def empty(self) -> bool:
        """Whether nothing happened."""
        return not (self.told or self.editions or self.overdue)

    def _has(self, day: dt.date) -> bool:
        return (day.year, day.month) == (self.year, self.month)


def months(account: PlanAccount) -> list[tuple[int, int]]:
    """The months in which anything happened, newest first."""
    days = [one.told_on for one in account.everything_told] + [one.since for one in account.late]
    days += [one.out_on for one in PlanEntry(account).editions if one.out_on]
    return sorted({(one.year, one.month) for one in days}, reverse=True)


def month_of(account: PlanAccount, asked: str) -> Month:
    """The month that an address names as ``2026-11``; this month where it names none. Raises PeelianError for no month."""
    if not asked:
        return Month(account, account.standing.on.year, account.standing.on.month)
    found = _MONTH.fullmatch(asked)
    if not found:
        raise PeelianError("unknown-period", f"{asked[:20]!r} is no month.", "Write it as 2026-11.", {"month": asked})
    return Month(account, int(found[1]), int(found[2]))


def month_links(account: PlanAccount) -> list[Link]:
    """Every month in which anything happened, newest first."""
    return [
        Link(Month(account, year, month).title, f"/plan/changes?month={year}-{month:02d}")
        for year, month in months(account)
    ]
