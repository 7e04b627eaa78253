"""A process that runs ``peelian`` in children and kills each at the Nth step that touches the disk, without any goodbye.

Everything is imported once, and a child is forked for every run, so that two hundred kills cost seconds, not minutes. A step is
every file opened for writing, renamed, removed or brought to the disk, every folder made, and every file that Arrow writes,
before and after it.

Reads lines of JSON, ``{"step": 0, "arguments": ["load", …], "limit": null}``, and answers each with ``{"status", "steps",
"said"}``. Step 0 runs through and counts. ``limit`` is the most bytes that a file may have: as on a disk that is full.
"""

from __future__ import annotations

import json
import os
import resource
import signal
import sys
import traceback
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

import peelian.figures.releases  # noqa: F401 imported once, for all children
from peelian.cli import main
from peelian.figures import loading, revision  # noqa: F401
from peelian.figures.compute.engines import codes  # noqa: F401

_CHANGING = {"os.rename", "os.remove", "os.mkdir", "os.rmdir", "os.truncate"}


class Steps:
    """Counts, and dies where it was asked."""

    def __init__(self, deadly: int) -> None:
        self.deadly, self.count = deadly, 0

    def step(self) -> None:
        """One more."""
        self.count += 1
        if self.count == self.deadly:
            os.kill(os.getpid(), signal.SIGKILL)

    def heard(self, event: str, arguments: tuple[Any, ...]) -> None:
        """What Python itself is about to do to the disk."""
        if event in _CHANGING:
            self.step()
        elif event == "open":
            _, mode, flags = arguments
            if (isinstance(mode, str) and set(mode) & set("wax+")) or (flags or 0) & (os.O_WRONLY | os.O_RDWR):
                self.step()

    def around(self, function: Any) -> Any:
        """The function, with a step before it and one after."""

        def wrapper(*arguments: Any, **named: Any) -> Any:
            self.step()
            answer = function(*arguments, **named)
            self.step()
            return answer

        return wrapper

    def watch(self) -> None:
        """From now on."""
        sys.addaudithook(self.heard)
        os.fsync, os.sync = self.around(os.fsync), self.around(os.sync)
        pq.write_table = self.around(pq.write_table)
        pa.ipc.new_file = self.around(pa.ipc.new_file)


def child(task: dict[str, Any], out: int, said: int) -> None:
    """Run one command in this process, which ends here."""
    sys.stdout = sys.stderr = os.fdopen(said, "w", encoding="utf-8")
    if task.get("limit"):
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (task["limit"], task["limit"]))
    steps = Steps(task["step"])
    steps.watch()
    code = 70
    try:
        code = main(task["arguments"])
    except BaseException:
        traceback.print_exc()
    finally:
        sys.stdout.flush()
        os.write(out, str(steps.count).encode())
        os._exit(code)


def drained(pipe: int) -> bytes:
    """Everything that comes out of a pipe, which is closed then."""
    with os.fdopen(pipe, "rb") as stream:
        return stream.read()


def run(task: dict[str, Any]) -> dict[str, Any]:
    """Fork, read, wait, tell."""
    counted, out = os.pipe()
    heard, said = os.pipe()
    pid = os.fork()
    if pid == 0:
        child(task, out, said)
    os.close(out)
    os.close(said)
    text, steps = drained(heard), drained(counted)
    _, status = os.waitpid(pid, 0)
    told = text.decode(errors="replace")[-4000:]
    return {"status": os.waitstatus_to_exitcode(status), "steps": int(steps or 0), "said": told}


if __name__ == "__main__":
    for line in sys.stdin:
        sys.stdout.write(json.dumps(run(json.loads(line))) + "\n")
        sys.stdout.flush()
