"""The Django app of the clocks' records; the counting itself (calendars, rules, deadlines) knows no database."""

from __future__ import annotations

from django.apps import AppConfig


class ClocksConfig(AppConfig):
    name = "peelian.core.clocks"
    label = "clocks"
    verbose_name = "Clocks"
    default_auto_field = "django.db.models.BigAutoField"
