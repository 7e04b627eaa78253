"""The Django app that carries templates, static files and template tags."""

from __future__ import annotations

from django.apps import AppConfig


class UiConfig(AppConfig):
    name = "peelian.ui"
    label = "ui"
    verbose_name = "Interface"

    def ready(self) -> None:
        """Let forms refuse in our own words."""
        from peelian.ui.refusals import speak

        speak()
