"""The Django app of the localities."""

from __future__ import annotations

from django.apps import AppConfig


class LocalitiesConfig(AppConfig):
    name = "peelian.localities"
    label = "localities"
    verbose_name = "Localities"
    default_auto_field = "django.db.models.BigAutoField"
