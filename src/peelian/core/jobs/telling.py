"""How what is done to background work reads in the audit."""

from __future__ import annotations

from peelian.audit.presenting import phrases

phrases({
    "job.ask": "asked for the work {whom}",
    "job.try-again": "had the work {whom} tried again",
    "job.stop": "stopped the work {whom}",
})  # fmt: skip
