"""The Django app of decisions."""

from __future__ import annotations

from django.apps import AppConfig


class DecisionsConfig(AppConfig):
    name = "peelian.decisions"
    label = "decisions"
    verbose_name = "Decisions"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Let the files of decisions follow what becomes of their exempt parts."""
        from peelian.decisions import withheld

        withheld.listen()
