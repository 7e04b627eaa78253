"""Runs ``peelian`` with the given arguments and kills its own process, without any goodbye, at the Nth step that touches the disk.

``python tests/support/crash.py N load …``. With N = 0 it runs through and prints how many steps there were.
"""

from __future__ import annotations

import os
import shutil
import signal
import sys
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq

from peelian.cli import main

steps = 0


def watched(function: Any) -> Any:
    """The function, with a step before it and one after."""

    def wrapper(*arguments: Any, **named: Any) -> Any:
        step()
        result = function(*arguments, **named)
        step()
        return result

    return wrapper


def step() -> None:
    """Count, and die where it was asked."""
    global steps  # noqa: PLW0603
    steps += 1
    if steps == int(sys.argv[1]):
        os.kill(os.getpid(), signal.SIGKILL)


os.fsync = watched(os.fsync)
shutil.copyfile = watched(shutil.copyfile)
pq.write_table = watched(pq.write_table)
Path.rename = watched(Path.rename)  # type: ignore[method-assign]
Path.replace = watched(Path.replace)  # type: ignore[method-assign]
Path.write_text = watched(Path.write_text)  # type: ignore[method-assign]

code = main(sys.argv[2:])
print(f"steps {steps}")
sys.exit(code)
