"""When a release is out, and what is published beside its figures: one file in its folder, one pure rule.

A release that the command makes is out at once and has no such file. One that the office makes says so in the first line of
its manifest; it is shown to nobody until the moment that its ``publication.json`` names, and never without that file. So nothing
has to run at that moment: every process shows it from its second on.
"""

from __future__ import annotations

import datetime as dt
import json
import uuid
from dataclasses import asdict, dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any

from peelian.figures.canonical import sha256_of
from peelian.figures.errors import PeelianError
from peelian.figures.house import LONDON
from peelian.figures.lake import sync

NAME = "publication.json"
EMBARGOED = "embargoed"
"""The first entry of the manifest of a release that must not be shown without its publication."""
HOUR = dt.time(9, 30)
"""When official statistics are published (Code of Practice for Statistics)."""
BEFORE = dt.timedelta(hours=24)
"""So long before publication may somebody see it, at most (Pre-release Access to Official Statistics Order 2008)."""
_FIRST_LINES = len(f'{{\n "{EMBARGOED}": true')
Rows = tuple[dict[str, Any], ...]


@dataclass(frozen=True)
class Publication:
    """What stands beside a release's figures: when it is out, and what people wrote about it.

    ``commentary``: measure, area, text, by. ``actions``: measure, area, objective, what, owner, by_when, why. ``notes``: measure,
    area, period, text. ``pre_release``: title, organisation, from (and until, where withdrawn before publication).
    ``signed_off_by``: title and organisation. ``audit``: number and hash of an event of the record of who did what.
    """

    release: str
    manifest: str
    at: dt.datetime
    title: str
    corrects: str = ""
    why: str = ""
    commentary: Rows = ()
    actions: Rows = ()
    notes: Rows = ()
    pre_release: Rows = ()
    longer_access: str = ""
    signed_off_by: dict[str, str] = field(default_factory=dict)
    audit: dict[str, Any] = field(default_factory=dict)

    def to_json(self) -> dict[str, Any]:
        """As it is stored, with its seal."""
        told = asdict(self) | {"at": self.at.astimezone(dt.UTC).isoformat()}
        plain: dict[str, Any] = json.loads(json.dumps(told))
        return plain | {"seal": sha256_of(plain)}

    @classmethod
    def of(cls, stored: dict[str, Any]) -> Publication:
        """From what is stored.

        Raises ValueError where it is not what was sealed, KeyError or TypeError where it is no publication.
        """
        told = {key: value for key, value in stored.items() if key != "seal"}
        if sha256_of(told) != stored["seal"]:
            raise ValueError("it does not agree with its seal")
        at = dt.datetime.fromisoformat(told["at"])
        if at.tzinfo is None:
            raise ValueError("its moment has no time zone")
        rows = {name: tuple(told[name]) for name in ("commentary", "actions", "notes", "pre_release")}
        return cls(**{**told, **rows, "at": at})


def moment(day: dt.date, hour: dt.time = HOUR) -> dt.datetime:
    """The moment of a day at an hour of London, in UTC."""
    return dt.datetime.combine(day, hour, LONDON).astimezone(dt.UTC)


def just_before(at: dt.datetime) -> dt.datetime:
    """The last moment before another that anything can be told apart at."""
    return at - dt.timedelta(microseconds=1)


def is_out(publication: Publication | None, now: dt.datetime) -> bool:
    """The one rule: a release is out at the moment of its publication; one that has none is out already."""
    return publication is None or publication.at <= now


def publication_of(folder: Path) -> Publication | None:
    """What is published beside the release in a folder; None where it needs none.

    Raises PeelianError where it cannot be read, is another release's, or is gone although the manifest says that there is one:
    then the release is shown to nobody.
    """
    path = folder / NAME
    try:
        state = path.stat()
    except FileNotFoundError:
        if waits(folder):
            raise _unreadable(path, "it is not there") from None
        return None
    except OSError as error:
        raise _unreadable(path, error.strerror or "it cannot be opened") from error
    found = _read(str(path), state.st_mtime_ns, state.st_size, state.st_ino)
    if found.release != folder.name:
        raise _unreadable(path, f"it is of {found.release}")
    return found


@lru_cache(maxsize=1_000)
def _read(path: str, *_: int) -> Publication:
    try:
        return Publication.of(json.loads(Path(path).read_text(encoding="utf-8")))
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise _unreadable(Path(path), str(error) or type(error).__name__) from error


def waits(folder: Path) -> bool:
    """Whether the manifest in a folder says that the release is not to be shown without a publication."""
    try:
        state = (folder / "manifest.json").stat()
    except OSError:
        return True
    return _waits(str(folder / "manifest.json"), state.st_mtime_ns, state.st_ino)


@lru_cache(maxsize=4_000)
def _waits(path: str, *_: int) -> bool:
    with Path(path).open("rb") as stream:
        return b'"' + EMBARGOED.encode() + b'": true' in stream.read(_FIRST_LINES)


def write(folder: Path, publication: Publication) -> None:
    """Write or replace the publication of a folder in one step, safe against power loss."""
    draft = folder / f".{uuid.uuid4().hex}"
    draft.write_text(json.dumps(publication.to_json(), indent=1, ensure_ascii=False), encoding="utf-8")
    sync(draft)
    draft.replace(folder / NAME)
    sync(folder)


def _unreadable(path: Path, why: str) -> PeelianError:
    return PeelianError(
        "bad-publication",
        f"When {path.parent.name} is out cannot be read ({why}), so it is shown to nobody.",
        "Restore publication.json from a backup, or schedule the release again in the office.",
        {"file": str(path)},
    )
