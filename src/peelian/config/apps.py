"""The Django app that registers the system checks."""

from __future__ import annotations

from django.apps import AppConfig


class ConfigConfig(AppConfig):
    name = "peelian.config"
    label = "peelian_config"
    verbose_name = "Configuration"

    def ready(self) -> None:
        from peelian.config import checks  # noqa: F401  registers the checks
