"""How what is done to releases and their calendar reads in the audit."""

from __future__ import annotations

from peelian.audit.presenting import phrases
from peelian.core.queries import CLOSED_TO
from peelian.performance.queries import closed_to

CLOSED_TO.append(closed_to)
phrases({
    "release.begin": "began the release {whom}",
    "release.take-figures": "took the drafted figures into {whom}",
    "release.rename": "gave {whom} another title",
    "release.comment": "wrote commentary: {whom}",
    "release.corrective-action": "wrote a corrective action: {whom}",
    "release.note": "put a note on a figure: {whom}",
    "release.send": "sent {whom} for review",
    "release.pass": "passed the review of {whom}",
    "release.send-back": "sent {whom} back to be mended",
    "release.reopen": "took {whom} back to be written again",
    "release.withdraw": "gave {whom} up",
    "release.sign-off": "signed off {whom}",
    "release.schedule": "set the moment from which {whom} is out",
    "release.place": "put {whom} where its moment lets it out",
    "release.hold": "took {whom} off the schedule",
    "release.postpone": "set another day for {whom}",
    "release.grant-access": "put somebody on the pre-release list of {whom}",
    "release.withdraw-access": "ended the pre-release access of {whom}",
    "calendar.propose": "planned releases by the pack's rules, the first of them {whom}",
    "calendar.add": "planned a release: {whom}",
    "calendar.fix": "fixed the day of {whom}",
    "calendar.move": "moved {whom} to another day",
    "calendar.cancel": "said that {whom} will not be published",
})  # fmt: skip
