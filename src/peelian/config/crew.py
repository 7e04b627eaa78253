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
_LOOK = 0.5


def start_work(root: Path, pack: str, *more: str) -> subprocess.Popen[bytes]:
    """Start ``peelian work`` as a process that ends when this one is gone, even by a kill."""
    command = [sys.executable, "-m", "peelian.cli", "work", "--with-parent", str(os.getpid()), "--data", str(root)]
    environment = {**os.environ, "PEELIAN_DATA": str(root.resolve()), "PEELIAN_PACK": pack}
    return subprocess.Popen([*command, *more], env=environment, stdin=subprocess.DEVNULL, start_new_session=True)


def end_all(processes: list[subprocess.Popen[bytes]]) -> None:
    """Tell processes to end, and wait. What a worker does that will not end goes back into the queue when it is silent."""
    until = time.monotonic() + _PATIENCE
    for process in processes:
        process.terminate()
    for process in processes:
        try:
            process.wait(max(until - time.monotonic(), 0.1))
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def watch(parent: int, over: threading.Event) -> None:
    """Set ``over`` when the process that started this one is gone."""
    while not over.wait(_LOOK):
        if os.getppid() != parent:
            over.set()


class Crew:
    """So many workers in processes of their own. It is a process itself, and does nothing else: who forks has no threads."""

    def __init__(self, count: int, root: Path, pack: str, parent: int | None = None) -> None:
        self.count, self.root, self.pack, self.parent = count, root, pack, parent
        self.over = threading.Event()

    def run(self) -> None:
        """Keep them running until ``over`` is set, or whoever started this process is gone."""
        members = [start_work(self.root, self.pack) for _ in range(self.count)]
        while not self.over.wait(_LOOK) and self.parent in (None, os.getppid()):
            for place, member in enumerate(members):
                if member.poll() is not None and not self.over.wait(_PAUSE):
                    members[place] = start_work(self.root, self.pack)
        end_all(members)
