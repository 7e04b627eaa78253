"""The Django app of releases."""

from __future__ import annotations

from django.apps import AppConfig


class PerformanceConfig(AppConfig):
    name = "peelian.performance"
    label = "performance"
    verbose_name = "Releases"
    default_auto_field = "django.db.models.BigAutoField"
