"""The key that sessions and links are signed with: given, or made once and kept in the house, readable by its owner alone."""

from __future__ import annotations

import os
import secrets
from pathlib import Path

_NAME = "secret-key"


def secret_key(root: Path) -> str:
    """PEELIAN_SECRET_KEY, else the house's own; a house that cannot be written gets one for the life of the process."""
    if given := os.environ.get("PEELIAN_SECRET_KEY"):
        return given
    path = root / _NAME
    try:
        return path.read_text(encoding="ascii")
    except OSError:
        pass
    made = secrets.token_urlsafe(50)
    if not root.is_dir():
        return made  # nothing has been loaded yet: a mistyped PEELIAN_DATA leaves no trace
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return path.read_text(encoding="ascii") or made
    except OSError:
        return made
    with os.fdopen(handle, "w", encoding="ascii") as file:
        file.write(made)
    return made
