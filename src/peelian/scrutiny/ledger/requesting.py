"""How a request for a report in another format is logged, met or withdrawn: it comes by telephone or mail, never by a form.

How to reach who asked is kept as long as the request is open, and stands in no event.
"""

from __future__ import annotations

import datetime as dt
from functools import partial

from django.db import transaction

from peelian.core.acting import Actor, acting, action
from peelian.core.permissions import Permission as P
from peelian.figures.errors import PeelianError
from peelian.figures.house import House, today
from peelian.figures.periods import day_name
from peelian.scrutiny.ledger import rules
from peelian.scrutiny.ledger.following import follow
from peelian.scrutiny.ledger.models import FormatRequest, ReportRecord


@action("format.log")
def log(
    report: ReportRecord, house: House, *, format: str, received: dt.date, contact: str, language: str = "", by: Actor,
    reason: str = "",
) -> FormatRequest:  # fmt: skip
    """Log that somebody asked for a report in another format; ``language`` names it where that is another language.

    Raises PeelianError for a report that is not published, a day to come, and for nobody to send it to.
    """
    by.must(P.WRITE_PAPERS, report.owner)
    held = ReportRecord.objects.select_related("organisation").get(pk=report.pk)
    if held.state != "published":
        raise PeelianError("not-published", "This report is not published yet.", "Log requests for what is out.")
    _must_have_come(received)
    if not contact.strip():
        raise PeelianError(
            "no-contact", "Nothing says how to reach who asked.", "Write a telephone, an address or an e-mail."
        )
    made = acting().create(
        FormatRequest,
        report=held,
        format=format,
        language=language.strip(),
        received=received,
        contact=contact.strip(),
    )
    transaction.on_commit(partial(follow, house.root))
    return made


@action("format.meet")
def meet(request: FormatRequest, on: dt.date, sent: str, house: House, *, by: Actor, reason: str = "") -> None:
    """Say what was sent, on which day. How to reach who asked is erased.

    Raises PeelianError for a day before it was asked for or to come, and where nothing was sent; WrongStep where it is not open.
    """
    if not sent.strip():
        raise PeelianError(
            "nothing-sent", "Nothing says what was sent.", "Say it in a few words, without naming anybody."
        )
    _end("format.meet", request, on, house, by, sent.strip())


@action("format.withdraw")
def withdraw(request: FormatRequest, on: dt.date, house: House, *, by: Actor, reason: str = "") -> None:
    """Note that it is wanted no more. How to reach who asked is erased. Raises as ``meet`` does."""
    _end("format.withdraw", request, on, house, by)


def _end(name: str, request: FormatRequest, on: dt.date, house: House, by: Actor, sent: str = "") -> None:
    rows = FormatRequest.objects.select_for_update(of=("self",)).select_related("report__organisation")
    held = rows.get(pk=request.pk)
    step = rules.FORMAT_REQUEST.check(name, by, held.state, owner=held.owner)
    _must_have_come(on)
    if on < held.received:
        raise PeelianError(
            "before-asked",
            f"It was asked for on {day_name(held.received)}, after that.",
            "Give that day or a later one.",
        )
    acting().change(held, state=step.after, ended=on, sent=sent, contact="")
    transaction.on_commit(partial(follow, house.root))


def _must_have_come(on: dt.date) -> None:
    if on > today():
        raise PeelianError("not-yet", f"{day_name(on)} has not come yet.", "Give today or an earlier day.")
