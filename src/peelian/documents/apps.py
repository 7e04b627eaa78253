"""The Django app that carries the templates of documents."""

from __future__ import annotations

from django.apps import AppConfig


class DocumentsConfig(AppConfig):
    name = "peelian.documents"
    label = "documents"
    verbose_name = "Documents"
