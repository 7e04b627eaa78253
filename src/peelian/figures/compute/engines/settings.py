"""Settings that all engines in this process share, read from the environment."""

from __future__ import annotations

import os
import re

from peelian.figures.errors import PeelianError

_SIZE = re.compile(r"(\d+)\s*(m|g)i?b?", re.IGNORECASE)


def threads() -> int:
    """``PEELIAN_THREADS``, or as many as the machine has. Raises PeelianError."""
    text = os.environ.get("PEELIAN_THREADS") or str(os.cpu_count() or 1)
    if not text.isdecimal() or int(text) < 1:
        raise _bad_setting("PEELIAN_THREADS", text, "Write a number, such as 2.")
    return int(text)


def memory(megabytes: int) -> int:
    """``PEELIAN_MEMORY`` (800MB, 2GB) in megabytes, or what the engine takes by itself. Raises PeelianError."""
    text = os.environ.get("PEELIAN_MEMORY") or f"{megabytes}MB"
    found = _SIZE.fullmatch(text.strip())
    if not found:
        raise _bad_setting("PEELIAN_MEMORY", text, "Write a size, such as 800MB or 2GB.")
    return int(found[1]) * (1024 if found[2].lower() == "g" else 1)


def _bad_setting(name: str, text: str, remedy: str) -> PeelianError:
    return PeelianError("bad-setting", f"{name} is {text!r}.", remedy, {"setting": name})
