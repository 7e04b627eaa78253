"""What a person who starts the site should know before a visitor finds out; each check has an id and says what to do."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.staticfiles import finders
from django.core.checks import CheckMessage, Error, Warning, register

from peelian.core.exempt.keys import FILE as EXEMPT_KEYS
from peelian.core.exempt.keys import held_keys
from peelian.core.readiness import Readiness, readiness
from peelian.documents.readiness import unready
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


@register
def records_are_ready(app_configs: Any, **_: Any) -> list[CheckMessage]:
    """W005: no tables yet, E005: tables of an earlier version, E006: no answer. Public pages come in any case."""
    found, what = readiness()
    prepare = "peelian office prepare makes them, and brings them up to date."
    match found:
        case Readiness.NONE:
            return [Warning(what, hint=prepare, id="peelian.W005")]
        case Readiness.BEHIND:
            return [Error(what, hint=prepare, id="peelian.E005")]
        case Readiness.UNREACHABLE:
            return [Error(what, hint="Look at PEELIAN_DATABASE, and whether the server runs.", id="peelian.E006")]
    return []


@register
def documents_can_be_printed(app_configs: Any, **_: Any) -> list[CheckMessage]:
    """W011: agenda packs and other documents would not come as PDF; everything else would."""
    what, remedy = unready()
    return [Warning(what, hint=remedy, id="peelian.W011")] if what else []


NETWORK = {"nfs", "nfs4", "cifs", "smb3", "smbfs", "fuse.sshfs", "9p", "afs", "ceph", "glusterfs"}


@register
def sqlite_is_on_a_disk(app_configs: Any, **_: Any) -> list[CheckMessage]:
    """W008: SQLite's locks do not hold across a network; two machines would damage the file."""
    scheme, _slashes, name = settings.RECORDS.partition(":///")
    if scheme != "sqlite" or kind_of_disk(Path("/", name).parent) not in NETWORK:
        return []
    return [Warning("The records are a SQLite file on a network file system.", id="peelian.W008",
                    hint="Set PEELIAN_DATABASE=postgres://…, or move the records to a disk of this machine.")]  # fmt: skip


def kind_of_disk(folder: Path, mounts: Path = Path("/proc/mounts")) -> str:
    """The type of file system that a folder is on; empty where the machine does not tell."""
    try:
        lines = [line.split() for line in mounts.read_text(encoding="utf-8").splitlines()]
    except OSError:
        return ""
    path = folder.resolve()
    holding = [(len(line[1]), line[2]) for line in lines if len(line) > 2 and path.is_relative_to(line[1])]
    return max(holding, default=(0, ""))[1]


@register(deploy=True)
def key_is_set(app_configs: Any, **_: Any) -> list[CheckMessage]:
    """W003: the key lies beside what it protects, and another machine has another."""
    if os.environ.get("PEELIAN_SECRET_KEY"):
        return []
    return [Warning("The secret key is a file of the house.", id="peelian.W003",
                    hint="Set PEELIAN_SECRET_KEY, the same on every machine that serves this house.")]  # fmt: skip


@register
def exempt_keys_can_be_read(app_configs: Any, **_: Any) -> list[CheckMessage]:
    """E007: a key is none; nothing that is withheld could be read, reviewed or released."""
    try:
        held_keys(settings.PEELIAN_DATA, settings.PEELIAN_EXEMPT_KEY)
    except PeelianError as error:
        return [Error(error.message, hint=error.remedy, id="peelian.E007")]
    return []


@register(deploy=True)
def exempt_key_is_apart(app_configs: Any, **_: Any) -> list[CheckMessage]:
    """W010: the key of what is withheld lies beside the records, where a copy of the disk takes both."""
    if settings.PEELIAN_EXEMPT_KEY or not (settings.PEELIAN_DATA / EXEMPT_KEYS).is_file():
        return []
    return [Warning("The key of exempt parts is a file of the house.", id="peelian.W010",
                    hint="Set PEELIAN_EXEMPT_KEY instead (docs/operations/exempt-keys.md).")]  # fmt: skip


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


@register(deploy=True)
def second_factor_is_required(app_configs: Any, **_: Any) -> list[CheckMessage]:
    """W006: a password alone opens the office."""
    if settings.SECOND_FACTOR_REQUIRED:
        return []
    return [
        Warning(
            "A second factor is optional.",
            hint="Take PEELIAN_SECOND_FACTOR=optional away: it is for trying things out.",
            id="peelian.W006",
        )
    ]


@register(deploy=True)
def it_is_served_over_https(app_configs: Any, **_: Any) -> list[CheckMessage]:
    """W007: sessions and passwords could be read on the way."""
    if settings.HTTPS:
        return []
    return [
        Warning(
            "Cookies are sent over plain HTTP.",
            hint="Put a proxy with TLS in front, and set PEELIAN_HTTPS=1 (docs/operations/running.md).",
            id="peelian.W007",
        )
    ]


@register(deploy=True)
def visitors_are_told_apart(app_configs: Any, **_: Any) -> list[CheckMessage]:
    """W009: behind a proxy that is not counted everybody comes from its address, and shares its limits."""
    if not settings.HTTPS or settings.ALLAUTH_TRUSTED_PROXY_COUNT:
        return []
    return [
        Warning(
            "Everybody may share one address, that of the proxy: a limit that one of them reaches locks all of them out.",
            hint="Set PEELIAN_PROXIES to how many proxies of yours are in front (1, where there is one).",
            id="peelian.W009",
        )
    ]
