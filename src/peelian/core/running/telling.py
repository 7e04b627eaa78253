"""How what is done to running clocks and bank holidays reads in the audit."""

from __future__ import annotations

from peelian.audit.presenting import phrases

phrases({
    "notice.read": "read {whom}",
    "calendar.add-holiday": "changed the bank holidays: {whom}",
    "calendar.remove-holiday": "changed the bank holidays: {whom}",
})  # fmt: skip
