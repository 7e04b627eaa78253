"""What a command costs: run in a process of its own, its time and its peak memory measured.

``python tests/support/limits.py COMMAND …`` runs the command and prints what it cost. The peak of a process counts that of the
one it was forked from; this one is small, so that what it prints is the command's own.
"""

from __future__ import annotations

import ctypes
import json
import os
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parent.parent.parent
ENVIRONMENT = {"PYTHONPATH": f"{ROOT / 'src'}:{ROOT}", "PATH": os.environ.get("PATH", ""), "LC_ALL": "C.UTF-8"}


@dataclass(frozen=True)
class Cost:
    """What a command answered and what it took. ``peak`` is in MiB, ``seconds`` by the clock."""

    code: int
    out: str
    err: str
    seconds: float
    peak: float

    @property
    def answer(self) -> Any:
        """Its JSON."""
        return json.loads(self.out)


def cost(*arguments: str | Path) -> Cost:
    """Run ``peelian`` with the arguments."""
    command = [sys.executable, "-m", "peelian.cli", *map(str, arguments)]
    done = subprocess.run(
        [sys.executable, __file__, *command], capture_output=True, env=ENVIRONMENT, check=True, timeout=300
    )
    return Cost(**json.loads(done.stdout))


def bound(*arguments: str | Path) -> subprocess.CompletedProcess[str]:
    """Run ``peelian`` as somebody whom permissions bind: the superuser without the right to pass them by."""
    command = [sys.executable, "-m", "peelian.cli", *map(str, arguments)]
    try:
        return subprocess.run(
            command, capture_output=True, text=True, env=ENVIRONMENT, check=False, preexec_fn=give_up_passing_by
        )
    except subprocess.SubprocessError:
        from tests.conftest import needed  # here, so that the measuring process stays small

        needed("somebody whom permissions bind: the superuser cannot give up passing them by here")
        raise


_DROP_FROM_BOUNDS, _PASS_BY, _PASS_BY_READING = 24, 1, 2


def give_up_passing_by() -> None:
    """Let permissions bind the program that is run next. Does nothing to others than the superuser, whom they bind already."""
    if os.getuid() == 0:
        system = ctypes.CDLL(None, use_errno=True)
        for right in (_PASS_BY, _PASS_BY_READING):
            if system.prctl(_DROP_FROM_BOUNDS, right, 0, 0, 0):
                raise OSError(ctypes.get_errno(), "the superuser cannot give up a right here")


def main(command: list[str]) -> dict[str, Any]:
    """Run a command; what it said and cost."""
    began = time.monotonic()
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    assert process.stdout and process.stderr
    out, err = process.stdout.read(), process.stderr.read()
    _, status, used = os.wait4(process.pid, 0)
    return {"code": os.waitstatus_to_exitcode(status), "out": out.decode(), "err": err.decode(),
            "seconds": time.monotonic() - began, "peak": used.ru_maxrss / 1024}  # fmt: skip


if __name__ == "__main__":
    sys.stdout.write(json.dumps(main(sys.argv[1:])))
