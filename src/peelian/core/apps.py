"""The Django app of the kernel."""

from __future__ import annotations

from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class CoreConfig(AppConfig):
    name = "peelian.core"
    label = "core"
    verbose_name = "Organisations and people"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from peelian.core import signing_in  # noqa: F401  listens to sign-ins, so that they are recorded
        from peelian.core.exempt import telling  # noqa: F401  how exempt parts read; who may not read that yet

        autodiscover_modules("telling")  # each room says how its own events read
