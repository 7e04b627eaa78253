"""How what is done in scrutiny reads in the audit: each part says its own."""

from __future__ import annotations

from peelian.scrutiny.ledger import telling as _ledger
from peelian.scrutiny.meetings import telling as _meetings

__all__ = ["_ledger", "_meetings"]
