"""How what is done to a borough's quarter reads in the audit."""

from __future__ import annotations

from peelian.audit.presenting import phrases
from peelian.core.queries import CLOSED_TO
from peelian.localities.queries import closed_to

CLOSED_TO.append(closed_to)
phrases({
    "quarter.set-rule": "set how a borough colours its figures: {whom}",
    "quarter.set-indicators": "set the indicators of {whom}",
    "quarter.set-demand": "chose the measures of demand of {whom}",
    "quarter.own-figure": "noted a figure of the borough's own record: {whom}",
    "quarter.remove-own-figure": "took out a figure of the borough's own record: {whom}",
    "quarter.take-over": "began a year's settings with what was there: {whom}",
    "quarter.begin": "began the quarterly report of {whom}",
    "quarter.use-release": "took another release into the report of {whom}",
    "quarter.write": "wrote in the report of {whom}",
    "quarter.write-indicator": "wrote of an indicator: {whom}",
    "quarter.send": "sent the report of {whom} for review",
    "quarter.pass": "passed the report of {whom} on",
    "quarter.send-back": "sent the report of {whom} back to be mended",
    "quarter.drop": "gave up the report of {whom}",
    "quarter.publish": "signed off and published the report of {whom}",
})  # fmt: skip
