"""The Django app of scrutiny."""

from __future__ import annotations

from django.apps import AppConfig


class ScrutinyConfig(AppConfig):
    name = "peelian.scrutiny"
    label = "scrutiny"
    verbose_name = "Scrutiny"
    default_auto_field = "django.db.models.BigAutoField"
