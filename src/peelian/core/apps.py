"""The Django app of the kernel."""

from __future__ import annotations

from django.apps import AppConfig


class CoreConfig(AppConfig):
    name = "peelian.core"
    label = "core"
    verbose_name = "Organisations and people"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from peelian.core import signing_in, telling  # noqa: F401  listens to sign-ins; says how events read
