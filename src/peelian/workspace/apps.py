"""The Django app of the office."""

from __future__ import annotations

from django.apps import AppConfig


class WorkspaceConfig(AppConfig):
    name = "peelian.workspace"
    label = "workspace"
    verbose_name = "Office"

    def ready(self) -> None:
        """Put what each room waits for on the boards: each adds itself."""
        import peelian.workspace.committees.finding
        import peelian.workspace.committees.waiting
        import peelian.workspace.decisions.waiting
        import peelian.workspace.exempt.waiting
        import peelian.workspace.ledger.waiting
        import peelian.workspace.plans.waiting  # noqa: F401
