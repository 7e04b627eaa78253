"""What becomes public by the passing of time is written by a worker at its moment: no page shows a thing for being past."""

from __future__ import annotations

from peelian.core.acting import CLOCK
from peelian.core.jobs.kinds import Ending, Work, job
from peelian.core.permissions import Permission
from peelian.decisions.coming_out import come_out
from peelian.decisions.models import DecisionVersion
from peelian.decisions.signing import COME_OUT


@job(COME_OUT, title="Publish a deferred decision", permission=Permission.SIGN_DECISION)
def publish_on_its_day(work: Work) -> Ending:
    """Publish a deferred decision where its day has come. Argument: ``version``. Where it was deferred further, it does nothing."""
    version = DecisionVersion.objects.select_related("decision").get(pk=work.arguments["version"])
    return Ending({"decision": version.decision_id}, records=lambda: come_out(version, work.house, by=CLOCK))
