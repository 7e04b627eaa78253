"""Who may see a release, and when: the figures half says what is out; here it is said of people. Asked on office pages alone."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from peelian.core.models import Person
from peelian.core.permissions import Permission
from peelian.figures.releases.publication import Publication, is_out


@dataclass(frozen=True)
class Access:
    """Pre-release access of one person to one release: from a moment on, and not any more once it is withdrawn."""

    person: str
    release: str
    opens: dt.datetime
    withdrawn: dt.datetime | None = None

    def holds(self, now: dt.datetime) -> bool:
        """Whether it holds at a moment."""
        return self.opens <= now and (self.withdrawn is None or now < self.withdrawn)


def may_see(
    person: Person | None,
    release: str,
    publication: Publication | None,
    *,
    owner: str,
    draft: bool,
    now: dt.datetime,
    access: Iterable[Access] = (),
) -> bool:
    """Whether somebody (None: anybody) may see a release: what is out everybody; a draft or what is embargoed who may see drafts
    of the organisation that owns it; what is embargoed also who has pre-release access, while it holds.
    """
    if not draft and is_out(publication, now):
        return True
    if person is None or not person.is_active:
        return False
    if person.may(Permission.SEE_DRAFTS, owner):
        return True
    if draft:
        return False
    return any(item.person == person.key and item.release == release and item.holds(now) for item in access)
