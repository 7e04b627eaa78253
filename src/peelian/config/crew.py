"""Worker processes that are started, replaced when they die, and ended with whoever started them."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
import time
from pathlib import Path

_PATIENCE = 20
"""Seconds that a worker has to hand back what it is doing."""
_PAUSE = 2
"""Seconds before a worker that died is replaced: one that cannot start does not turn the machine hot."""


class Crew:
    """So many processes of ``peelian work``. Each ends by itself when this process is gone, even by a kill."""

    def __init__(self, count: int, root: Path, pack: str) -> None:
        self.count = count
        self._command = [sys.executable, "-m", "peelian.cli", "work", "--with-parent", "--data", str(root)]
        self._environment = {**os.environ, "PEELIAN_DATA": str(root.resolve()), "PEELIAN_PACK": pack}
        self._over = threading.Event()
        self._members: list[subprocess.Popen[bytes]] = []

    def run(self) -> None:
        """Keep them running until ``end`` is called; returns when all have ended."""
        self._members = [self._start() for _ in range(self.count)]
        while not self._over.wait(0.2):
            for place, member in enumerate(self._members):
                if member.poll() is not None and not self._over.wait(_PAUSE):
                    self._members[place] = self._start()
        until = time.monotonic() + _PATIENCE
        for member in self._members:
            if member.stdin:
                member.stdin.close()
        for member in self._members:
            try:
                member.wait(max(until - time.monotonic(), 0.1))
            except subprocess.TimeoutExpired:
                member.kill()  # what it did goes back into the queue when nobody hears from it
                member.wait()

    def end(self) -> None:
        """Tell them to end."""
        self._over.set()

    def _start(self) -> subprocess.Popen[bytes]:
        return subprocess.Popen(self._command, env=self._environment, stdin=subprocess.PIPE, start_new_session=True)
