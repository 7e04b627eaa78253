"""Writes the parts of the manual that the program itself knows: ``.venv/bin/python scripts/reference.py``.

docs/reference/roles.md, plan-life.md, recommendation-life.md, and the tables of privacy.md. Tests hold them in step.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

import django

ROOT = Path(__file__).resolve().parent.parent


def main() -> int:
    """Write them."""
    sys.path.insert(0, str(ROOT))
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "peelian.config.settings")
    django.setup()
    from tests.support.decision_reference import decision_life_page
    from tests.support.ledger_reference import recommendation_life_page
    from tests.support.meeting_reference import meeting_life_page
    from tests.support.plan_reference import plan_life_page
    from tests.support.reference import privacy_page, roles_page

    pages = {
        "roles": roles_page(), "privacy": privacy_page(), "plan-life": plan_life_page(),
        "recommendation-life": recommendation_life_page(), "decision-life": decision_life_page(),
        "meeting-life": meeting_life_page(),
    }  # fmt: skip
    for name, text in pages.items():
        (ROOT / "docs" / "reference" / f"{name}.md").write_text(text, encoding="utf-8")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
