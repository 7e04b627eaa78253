"""The Django app of the office."""

from __future__ import annotations

from django.apps import AppConfig


class WorkspaceConfig(AppConfig):
    name = "peelian.workspace"
    label = "workspace"
    verbose_name = "Office"
