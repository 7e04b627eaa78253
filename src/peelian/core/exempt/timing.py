"""What becomes public by the passing of time is released by a worker at its moment; nothing is shown merely because it is past."""

from __future__ import annotations

from peelian.core.exempt.actions import RELEASE_DUE, release_due
from peelian.core.jobs.kinds import Ending, Work, job
from peelian.core.permissions import Permission
from peelian.figures.errors import PeelianError


@job(RELEASE_DUE, title="Release exempt parts", permission=Permission.SEAL_EXEMPT)
def release_at_its_moment(work: Work) -> Ending:
    """Release whatever is due. It may be run again at any time: what is released is not due any more.

    Raises PeelianError, so that the job fails visibly, where something that is due stays withheld.
    """
    done, said = release_due()
    if said:
        raise PeelianError("not-released", " ".join(said), "Then try this job again.")
    return Ending({"released": done})
