"""What a person who starts the site should know before a visitor finds out; each check has an id and says what to do."""

from __future__ import annotations

import os
from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.contrib.staticfiles import finders
from django.core.checks import CheckMessage, Error, Warning, register

from peelian.figures.errors import PeelianError
from peelian.figures.house import House
from peelian.figures.releases.release import Releases
from peelian.plans.queries import load_plan

STYLE_SHEET = "vendor/peelian.css"


@register
def house_is_there(app_configs: Any, **_: Any) -> list[CheckMessage]:
    """W001: no folder, W002: no release in it."""
    root = settings.PEELIAN_DATA
    if not root.is_dir():
        return [
            Warning(
                f"No house at {root}.",
                hint="peelian load FOLDER makes one; PEELIAN_DATA names another.",
                id="peelian.W001",
            )
        ]
    if not Releases(root).ids():
        return [Warning(f"No release in {root}: pages say so.", hint="peelian release seals one.", id="peelian.W002")]
    return []


@register
def assets_are_built(app_configs: Any, **_: Any) -> list[CheckMessage]:
    """E001: pages would come without style sheet and fonts."""
    if finders.find(STYLE_SHEET):
        return []
    return [
        Error(
            "The style sheet is not built.",
            hint="make start builds it, and so does scripts/assets.py.",
            id="peelian.E001",
        )
    ]


@register
def pack_can_be_read(app_configs: Any, **_: Any) -> list[CheckMessage]:
    """E002: the plan or the catalogue of the pack is refused, with file and line."""
    readers: tuple[Callable[[House], object], ...] = (
        lambda house: load_plan(house.pack),
        lambda house: house.catalogue,
    )
    if house_is_of_the_pack(app_configs):
        return []  # said already
    found: list[CheckMessage] = []
    for read in readers:
        try:
            read(House(settings.PEELIAN_DATA, settings.PEELIAN_PACK))
        except PeelianError as error:
            found.append(Error(error.message, hint=error.remedy, id="peelian.E002"))
    return found


@register
def house_is_of_the_pack(app_configs: Any, **_: Any) -> list[CheckMessage]:
    """E004: PEELIAN_PACK names another pack than the house was made with, or one that is not there."""
    try:
        House(settings.PEELIAN_DATA, settings.PEELIAN_PACK)
    except PeelianError as error:
        return [Error(error.message, hint=error.remedy, id="peelian.E004")]
    return []


@register
def newest_release_opens(app_configs: Any, **_: Any) -> list[CheckMessage]:
    """E003: the newest release is damaged."""
    try:
        Releases(settings.PEELIAN_DATA).newest()
    except PeelianError as error:
        return [Error(error.message, hint=error.remedy, id="peelian.E003")]
    return []


@register(deploy=True)
def key_is_set(app_configs: Any, **_: Any) -> list[CheckMessage]:
    """W003: each process has a secret of its own."""
    if os.environ.get("PEELIAN_SECRET_KEY"):
        return []
    return [Warning("No secret key is set: each process makes its own.", id="peelian.W003",
                    hint="Set PEELIAN_SECRET_KEY before anything signs with it.")]  # fmt: skip


@register(deploy=True)
def hosts_are_named(app_configs: Any, **_: Any) -> list[CheckMessage]:
    """W004: the site answers under any name."""
    if "*" not in settings.ALLOWED_HOSTS:
        return []
    return [
        Warning(
            "The site answers to any host name.",
            hint="Set PEELIAN_HOSTS=example.org,www.example.org.",
            id="peelian.W004",
        )
    ]
