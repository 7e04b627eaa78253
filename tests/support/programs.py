"""Every address that other programs ask, which no link of a page leads to: OParl's lists and objects, ModernGov's calls and the
pages that its clients make links to; of what is out, and of what is hidden by the names that it would have.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from peelian.public.selectors.meetings_out import published
from peelian.scrutiny.exporting.numbers import number_of
from peelian.scrutiny.exporting.oparl import Objects
from peelian.scrutiny.exporting.published import Published

OPARL, CALLS = "/oparl/v1.1/", "/mgWebService.asmx/"
ITEMS = range(1, 4)


def addresses(committee: str, hidden: Iterable[str] = (), papers: Iterable[str] = ()) -> list[str]:
    """All of them for the objects of a committee, and every list. ``hidden`` are days of its meetings that are not out, ``papers``
    names of papers of theirs.
    """
    held = published()
    names = [f"{committee}/{day}" for day in hidden]
    return list(
        dict.fromkeys((*_oparl(held, committee), *_unseen(names, list(papers)), *_moderngov(held, committee, names)))
    )


def _oparl(held: Published, committee: str) -> Iterator[str]:
    objects = Objects(held, "")
    for path in objects.lists:
        yield f"{OPARL}{path}"
    for path in objects.entries:
        if f"/{committee}" in path:
            yield f"{OPARL}{path}"
    for path in objects.texts:
        if f"/{committee}/" in path:
            yield from (f"{OPARL}{path}/text", f"{OPARL}{path}/download")


def _unseen(names: list[str], papers: list[str]) -> Iterator[str]:
    """What is not out, under the paths that it would have."""
    for name in names:
        yield from (f"{OPARL}meeting/{name}", f"{OPARL}file/{name}/agenda/text", f"{OPARL}file/{name}/minutes/text")
        yield from (f"{OPARL}agendaitem/{name}/{at}" for at in ITEMS)
        for paper in papers:
            yield from (f"{OPARL}{kind}/{name}/{paper}" for kind in ("paper", "consultation"))
            yield f"{OPARL}file/{name}/paper-{paper}/text"


def _moderngov(held: Published, committee: str, names: list[str]) -> Iterator[str]:
    number = held.committee_number[committee]
    yield f"{CALLS}GetCommittees"
    for call in ("GetMeetings", "GetAllMeetingsByDate"):
        yield from (f"{CALLS}{call}?lCommitteeId={one}" for one in (-1, number))
    for one in (f"{CALLS}GetMeeting?lMeetingId=", f"/ieListDocuments.aspx?CId={number}&MId="):
        yield from (
            f"{one}{held.meeting_number[name]}" for name in held.meeting_number if name.startswith(f"{committee}/")
        )
        yield from (f"{one}{number_of('meeting', name)}" for name in names)
    for one in (f"{CALLS}GetAttachment?lAttachmentId=", "/mgConvert2PDF.aspx?ID="):
        yield from (f"{one}{held.paper_number[name]}" for name in held.paper_number if name.startswith(f"{committee}/"))
    for one in ("/mgAi.aspx?ID=", "/ieDecisionDetails.aspx?AIId="):
        yield from (f"{one}{held.item_number[name]}" for name in held.item_number if name.startswith(f"{committee}/"))
        yield from (f"{one}{number_of('item', f'{name}/{at}')}" for name in names for at in ITEMS)
    yield f"/mgCommitteeDetails.aspx?ID={number}"
