"""The Django app of the clocks' records; the counting itself (calendars, rules, deadlines) knows no database."""

from __future__ import annotations

from django.apps import AppConfig


class RunningConfig(AppConfig):
    name = "peelian.core.running"
    label = "running"
    verbose_name = "Running clocks"
    default_auto_field = "django.db.models.BigAutoField"
