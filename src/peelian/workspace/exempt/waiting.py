"""What of exempt parts waits for whom: drafts to be sealed, reviews that are due, releases whose moment has passed without one."""

from __future__ import annotations

from collections.abc import Iterator

from peelian.core.acting import now
from peelian.core.exempt.models import ExemptPart
from peelian.core.exempt.queries import due, seen_by
from peelian.core.exempt.rules import DRAFT
from peelian.core.models import Person
from peelian.core.permissions import Permission as P
from peelian.core.workflow import State, Step, Workflow
from peelian.figures.house import LONDON
from peelian.ui import format as words
from peelian.workspace.boards import SOURCES, Work

QUEUE = Workflow(
    "exempt part",
    (
        State("draft", "To be sealed", "who decides on what is exempt", P.SEAL_EXEMPT),
        State("review", "To be reviewed", "who decides on what is exempt", P.SEAL_EXEMPT),
        State("stuck", "Not released at its moment", "who decides on what is exempt", P.SEAL_EXEMPT),
    ),
    (
        Step("exempt.seal", "Seal it, on the page of what it belongs to", ("draft",), "draft", P.SEAL_EXEMPT),
        Step("exempt.review", "Review what is withheld", ("review",), "review", P.SEAL_EXEMPT),
        Step("exempt.release", "Release it, or find why it is not", ("stuck",), "stuck", P.SEAL_EXEMPT),
    ),
)


def exempt(person: Person) -> Iterator[Work]:
    """The queue of the parts that somebody may read."""
    if not person.where(P.SEE_EXEMPT):
        return
    mine = seen_by(person)
    for part in mine.filter(state=DRAFT):
        yield _work(part, "draft", f"{part.title}: to be sealed")
    found = due(now(), mine)
    for one in found.reviews:
        yield _work(one.part, "review", f"{one.part.title}: review by {words.day(one.part.review_on)}")
    for one in found.releases:
        if one.overdue:
            yield _work(one.part, "stuck", f"{one.part.title}: not released")


def _work(part: ExemptPart, state: str, title: str) -> Work:
    since = part.release_on if state == "stuck" else part.decided_on or part.kept_at.astimezone(LONDON).date()
    return Work(
        f"{part.key}:{state}", title, f"/office/exempt/{part.pk}", QUEUE, QUEUE.state(state), part.organisation, None,
        lambda _: {}, since,
    )  # fmt: skip


SOURCES.append(lambda person: list(exempt(person)))
