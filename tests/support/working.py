"""A process that asks for jobs and forks workers, some of which are killed without any goodbye; prints what came of it as JSON.

    python -m tests.support.working clock|statement FOLDER

Everything is imported once, so that a worker costs a fork. ``clock``: workers die whenever, by the clock. ``statement``: each dies
before or after its Nth statement or commit in the records' database. Afterwards one worker that nobody kills does what is left.
"""

from __future__ import annotations

import json
import os
import random
import signal
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import django

django.setup()

from django.db import connection, connections  # noqa: E402
from django.db.backends.base.base import BaseDatabaseWrapper  # noqa: E402

from peelian.audit.models import Event  # noqa: E402
from peelian.audit.verifying import verify  # noqa: E402
from peelian.core.acting import COMMAND, Actor, acting, action  # noqa: E402
from peelian.core.jobs import working  # noqa: E402
from peelian.core.jobs.actions import ask  # noqa: E402
from peelian.core.jobs.kinds import Ending, Work, job  # noqa: E402
from peelian.core.jobs.models import Job  # noqa: E402
from peelian.core.jobs.uploads import keep_uploads  # noqa: E402
from peelian.core.permissions import Permission  # noqa: E402
from peelian.figures.house import House  # noqa: E402

MANY = 1_000
"""Attempts: here nothing dies of its own fault."""


@action("test.effect")
def effect(number: int, *, by: Actor) -> None:
    """Leave an event: the audit is append-only, so that a second one could not be hidden."""
    by.must(Permission.LOAD_FILES)
    acting().note(Job.objects.get(pk=number), "effect", number)


@job("test.steps", title="Steps", permission=Permission.LOAD_FILES)
def steps(work: Work) -> Ending:
    """Some steps that take a moment each, and one effect."""
    for step in range(work.arguments["steps"]):
        work.progress(step, work.arguments["steps"], f"step {step}")
        time.sleep(work.arguments["pause"])
    return Ending({"steps": work.arguments["steps"]}, records=lambda: effect(work.number, by=work.by))


class Statements:
    """Counts statements and commits of this process, and dies at one of them."""

    def __init__(self, deadly: int) -> None:
        self.deadly, self.count = deadly, 0

    def step(self) -> None:
        """One more."""
        self.count += 1
        if self.count == self.deadly:
            os.kill(os.getpid(), signal.SIGKILL)

    def statement(self, execute: Callable[..., Any], *rest: Any) -> Any:
        """A statement, with a step before it and one after."""
        self.step()
        answer = execute(*rest)
        self.step()
        return answer

    def watch(self) -> None:
        """From now on, in the thread that works."""
        connection.execute_wrappers.append(self.statement)
        own, commit = connection, BaseDatabaseWrapper._commit

        def _commit(wrapper: BaseDatabaseWrapper) -> Any:
            if wrapper is not own._connections[own._alias]:  # type: ignore[attr-defined]
                return commit(wrapper)
            self.step()
            answer = commit(wrapper)
            self.step()
            return answer

        BaseDatabaseWrapper._commit = _commit  # type: ignore[method-assign]


def worker(number: int, *, deadly: int = 0, until_empty: bool = False) -> int:
    """Fork a worker; returns its process id."""
    connections.close_all()
    pid = os.fork()
    if pid:
        return pid
    code = 1
    try:
        working.WORKER = f"here:{os.getpid()}:{number}"
        if deadly:
            Statements(deadly).watch()
            working.deliver()
        else:
            working.work(until_empty=until_empty, interval=0.02)
        code = 0
    finally:
        os._exit(code)


def ended(pid: int) -> int:
    """How a process ended."""
    return os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])


def ask_for_steps(count: int, steps: int, pause: float) -> None:
    """So many jobs of steps."""
    for _ in range(count):
        ask("test.steps", {"steps": steps, "pause": pause}, by=COMMAND, most_attempts=MANY)


def ask_for_loads(folder: Path) -> None:
    """A job for every file of a folder."""
    house = House(Path(os.environ["PEELIAN_DATA"]))
    for path in sorted(folder.iterdir()):
        ask("files.load", {"upload": keep_uploads(house, [(path.name, [path.read_bytes()])]), "vintage": "2024-06"}, by=COMMAND,
            most_attempts=MANY)  # fmt: skip


def by_the_clock(chance: random.Random) -> int:
    """Two workers at a time, twenty-five times one of them is killed; returns how many were."""
    pids, killed = [worker(number) for number in range(2)], 0
    while killed < 25:
        time.sleep(chance.uniform(0.02, 0.35))
        victim = chance.randrange(2)
        os.kill(pids[victim], signal.SIGKILL)
        killed += ended(pids[victim]) == -9
        pids[victim] = worker(10 + killed)
    for pid in pids:
        os.kill(pid, signal.SIGKILL)
        ended(pid)
    return killed


def by_the_statement() -> int:
    """A worker for each statement that a whole delivery needs, which dies there; returns how many died."""
    deadly = 1
    ask_for_steps(1, 1, 0)
    while ended(worker(deadly, deadly=deadly)) == -9:
        deadly += 1
        ask_for_steps(1, 1, 0)
    return deadly - 1


def main(how: str, folder: Path) -> dict[str, Any]:
    """Do it, and tell."""
    seed = time.time_ns()
    if how == "clock":
        ask_for_steps(10, 12, 0.03)
        ask_for_loads(folder)
        killed = by_the_clock(random.Random(seed))
    else:
        killed = by_the_statement()
    last = ended(worker(99, until_empty=True))
    effects = Event.objects.filter(action="test.effect").values_list("subject", flat=True)
    return {
        "seed": seed, "killed": killed, "last": last, "sound": verify().sound,
        "jobs": [[item.kind, item.state, item.attempts, f"job:{item.pk}", item.error] for item in Job.objects.order_by("id")],
        "effects": list(effects),
    }  # fmt: skip


if __name__ == "__main__":
    sys.stdout.write(json.dumps(main(sys.argv[1], Path(sys.argv[2]))))
