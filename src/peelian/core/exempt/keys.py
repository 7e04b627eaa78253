"""The keys that data keys are wrapped under: from the environment, or made once and kept in the house. They are in no backup.

The first key wraps what is written now; those after it still open what was wrapped before a rotation. A key is named by the first
digits of its hash, which tell nothing about it.
"""

from __future__ import annotations

import base64
import binascii
import datetime as dt
import fcntl
import hashlib
import os
import secrets
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

from peelian.figures.errors import PeelianError
from peelian.figures.house import LONDON, no_room
from peelian.figures.lake import sync

FILE = "exempt-keys"
"""In the house, readable by its owner alone, one key a line, the one in use first."""
VARIABLE = "PEELIAN_EXEMPT_KEY"
_BYTES = 32
SETTLES = dt.timedelta(hours=1)
"""How long after a rotation no key is dropped: longer than any action takes."""


@dataclass(frozen=True)
class Key:
    """One key; it never shows in a traceback or a log."""

    secret: bytes = field(repr=False)

    @property
    def id(self) -> str:
        """What names it: eight hexadecimal digits."""
        return hashlib.sha256(b"peelian exempt key " + self.secret).hexdigest()[:8]

    @property
    def text(self) -> str:
        """As a line of the file, or a part of the variable, has it."""
        return base64.urlsafe_b64encode(self.secret).decode()


def new_key() -> Key:
    """A random key."""
    return Key(secrets.token_bytes(_BYTES))


def given_keys(given: str) -> list[Key]:
    """The keys of the variable, which commas part. Raises PeelianError where one is none."""
    return [_key(part.strip(), VARIABLE) for part in given.split(",") if part.strip()]


def _key(text: str, where: str) -> Key:
    with suppress(binascii.Error, ValueError):
        secret = base64.b64decode(text.replace("-", "+").replace("_", "/"), validate=True)
        if len(secret) == _BYTES:
            return Key(secret)
    raise PeelianError(
        "bad-exempt-key", f"A key of {where} is none: 32 bytes in Base64 are one.",
        "Put the right one back from its copy; for a first key, peelian office exempt-keys new prints one.", {"where": where},
    )  # fmt: skip


def held_keys(root: Path, given: str = "") -> list[Key]:
    """Every key that is there, the one in use first: of the variable, then of the file. Raises PeelianError where one is none, and
    where the file cannot be read.
    """
    found = given_keys(given)
    lines = _lines(root / FILE)
    return found + [key for key in dict.fromkeys(_key(line, FILE) for line in lines) if key not in found]


def _lines(path: Path) -> list[str]:
    try:
        return path.read_text(encoding="ascii").split()
    except (FileNotFoundError, NotADirectoryError):
        return []
    except (OSError, UnicodeDecodeError) as error:
        why = error.strerror if isinstance(error, OSError) else "it is no text"
        raise PeelianError(
            "bad-exempt-key", f"The file {FILE} of the house cannot be read ({why}).",
            "Put back the copy that is kept apart from the backups, readable by who runs Peelian.", {"where": FILE},
        ) from error  # fmt: skip


def make_first(root: Path) -> Key:
    """Make the file with its first key, once: of two that do so at the same time one is kept, and both are given that.

    Raises PeelianError where there is no house, or it cannot be written.
    """
    if not root.is_dir():
        raise PeelianError("no-house", f"There is no house at {root}.", "peelian office prepare makes one.")
    with _alone(root):
        if not held_keys(root):
            _write(root, [new_key()])
        return held_keys(root)[0]


def put_first(root: Path, key: Key) -> None:
    """Put a new key before those of the file: it is the one in use from now on."""
    with _alone(root):
        _write(root, [key, *held_keys(root)])


def drop_unused(root: Path, used: Callable[[], Iterable[str]]) -> list[str]:
    """Take the keys out of the file that wrap nothing any more; the first stays. Returns what they were called.

    Raises PeelianError within an hour of the last rotation: whoever began to write before it may still be writing under the key
    that was in use then, and their text would be lost for good.
    """
    with _alone(root):
        keys = held_keys(root)
        with suppress(FileNotFoundError):
            ready = dt.datetime.fromtimestamp((root / FILE).stat().st_mtime, dt.UTC) + SETTLES
            if len(keys) > 1 and dt.datetime.now(dt.UTC) < ready:
                raise PeelianError(
                    "rotated-just-now", "The keys were changed within the last hour: somebody may still write under an old one.",
                    f"Drop them after {ready.astimezone(LONDON):%H:%M}.",
                )  # fmt: skip
        needed = set(used())
        kept = [key for place, key in enumerate(keys) if place == 0 or key.id in needed]
        if len(kept) < len(keys):
            _write(root, kept)
    return [key.id for key in keys if key not in kept]


@contextmanager
def _alone(root: Path) -> Iterator[None]:
    """One change of the keys after another."""
    try:
        lock = (root / f".{FILE}.lock").open("w")
    except OSError as error:
        raise no_room(error, root) from error
    with lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _write(root: Path, keys: list[Key]) -> None:
    path, draft = root / FILE, root / f".{FILE}.{secrets.token_hex(4)}"
    try:
        handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "w", encoding="ascii") as file:
            file.writelines(f"{key.text}\n" for key in keys)
        sync(draft)
        draft.replace(path)
        sync(root)
    except OSError as error:
        raise no_room(error, root) from error
    finally:
        with suppress(FileNotFoundError):
            draft.unlink()
