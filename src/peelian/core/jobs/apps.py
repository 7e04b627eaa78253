"""The Django app of background work."""

from __future__ import annotations

from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class JobsConfig(AppConfig):
    name = "peelian.core.jobs"
    label = "jobs"
    verbose_name = "Background work"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from peelian.core.exempt import timing  # noqa: F401  registers exempt.release
        from peelian.core.jobs import loading  # noqa: F401  registers files.load

        autodiscover_modules("jobs")  # every room's own kinds of jobs are in its jobs.py
