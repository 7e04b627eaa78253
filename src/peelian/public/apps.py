"""The Django app of the public site."""

from __future__ import annotations

from django.apps import AppConfig


class PublicConfig(AppConfig):
    name = "peelian.public"
    label = "public"
    verbose_name = "Public site"
