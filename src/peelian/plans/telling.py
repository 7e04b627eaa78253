"""How what is done to a plan reads in the audit."""

from __future__ import annotations

from peelian.audit.presenting import phrases
from peelian.core.queries import CLOSED_TO
from peelian.plans.queries import closed_to

CLOSED_TO.append(closed_to)
phrases({
    "plan.take-in": "took a plan in from the pack: {whom}",
    "plan.begin": "began a plan: {whom}",
    "plan.write-head": "changed what a plan is called, about or for which years: {whom}",
    "plan.add": "added an item to {whom}",
    "plan.write": "wrote an item of {whom}",
    "plan.remove": "took an item out of {whom}",
    "plan.move": "moved an item of {whom}",
    "plan.step": "put a step of the law on record for {whom}",
    "plan.open-consultation": "opened the consultation on {whom}",
    "plan.close-consultation": "closed the consultation on {whom}",
    "plan.consult-again": "took {whom} back to be drafted anew",
    "plan.issue": "issued {whom}",
    "plan.vary": "began a variation: {whom}",
    "plan.drop": "gave up {whom}",
    "plan.claim": "claimed progress: {whom}",
    "plan.match": "decided what became of an item: {whom}",
    "plan.read-in": "read in a document of a plan: {whom}",
    "plan.confirm": "made a proposal an item of the plan: {whom}",
    "plan.link": "tied a proposal to an item of the plan: {whom}",
    "plan.reject": "rejected a proposal: {whom}",
})  # fmt: skip
