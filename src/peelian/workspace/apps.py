"""The Django app of the office."""

from __future__ import annotations

from django.apps import AppConfig


class WorkspaceConfig(AppConfig):
    name = "peelian.workspace"
    label = "workspace"
    verbose_name = "Office"

    def ready(self) -> None:
        """Put what of plans waits on the boards."""
        from peelian.workspace.plans import waiting  # noqa: F401  it adds itself
