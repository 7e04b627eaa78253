"""Kills ``peelian`` at chosen steps and moments, and looks at what is left: ``python tests/support/crash.py < jobs.json``.

A step is anything that touches the disk: a file made, written (it is killed half-way through the bytes), brought to the disk,
renamed, removed, a folder made. Everything is imported once; each run is a fork of this process, which starts no thread of its own.
"""

from __future__ import annotations

import builtins
import functools
import hashlib
import importlib
import io
import json
import os
import random
import shutil
import signal
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from peelian import cli
from peelian.figures import house as houses
from peelian.figures.house import House
from peelian.figures.releases import Releases, verify
from peelian.figures.walking import OWN

STORED = {"original", "table.parquet", "areas.arrow", "categories.arrow", "snapshot.json"}


class Steps:
    """Counts what touches the disk, and dies without any goodbye at the step it was told to."""

    def __init__(self, last: int) -> None:
        self.count, self.last, self.counting = 0, last, threading.Lock()

    def take(self, torn: Callable[[], None] = lambda: None) -> None:
        """One step; ``torn`` leaves behind what a write that is cut short would."""
        with self.counting:
            self.count += 1
            if self.count == self.last:
                torn()
                os.kill(os.getpid(), signal.SIGKILL)

    def around(self, function: Any) -> Any:
        """The function with a step before it and one after."""

        def wrapper(*arguments: Any, **named: Any) -> Any:
            self.take()
            result = function(*arguments, **named)
            self.take()
            return result

        return wrapper

    def writing(self, function: Any, place: int) -> Any:
        """A function that writes a file whose path is one of its arguments: killed, it leaves the half of it."""
        made = self.around(function)

        def wrapper(*arguments: Any, **named: Any) -> Any:
            result = made(*arguments, **named)
            path = arguments[place]
            self.take(lambda: os.truncate(path, Path(path).stat().st_size // 2))
            return result

        return wrapper

    def opened(self, function: Any) -> Any:
        """``open`` whose files are written step by step."""

        def wrapper(file: Any, mode: str = "r", *arguments: Any, **named: Any) -> Any:
            if not set(mode) & set("wax+"):
                return function(file, mode, *arguments, **named)
            self.take()
            return Torn(function(file, mode, *arguments, **named), self)

        return wrapper


class Torn:
    """A file being written: a kill at a write leaves the first half of its bytes."""

    def __init__(self, file: Any, steps: Steps) -> None:
        self._file, self._steps = file, steps

    def __getattr__(self, name: str) -> Any:
        return getattr(self._file, name)

    def __enter__(self) -> Torn:
        return self

    def __exit__(self, *_: object) -> None:
        self._file.close()

    def write(self, data: Any) -> Any:
        """Write, with a step before, half-way and after."""

        def half() -> None:
            self._file.write(data[: len(data) // 2])
            self._file.flush()

        self._steps.take()
        self._steps.take(half)
        written = self._file.write(data)
        self._file.flush()
        self._steps.take()
        return written


def watch(steps: Steps) -> None:
    """Let every step be counted, in Python's own files and in those that Arrow writes."""
    io.open = builtins.open = steps.opened(io.open)
    for name in ("fsync", "sync", "rename", "replace", "mkdir", "unlink", "rmdir"):
        setattr(os, name, steps.around(getattr(os, name)))
    pq.write_table = steps.writing(pq.write_table, 1)
    pa.ipc.new_file = steps.around(pa.ipc.new_file)


def run(arguments: list[str], last: int = 0, seconds: float | None = None) -> tuple[int, str]:
    """``peelian`` in a fork, killed at a step or after some seconds: its exit code (-9: killed), and what it said."""
    reading, writing = os.pipe()
    child = os.fork()
    if not child:
        for stream in (1, 2):
            os.dup2(writing, stream)
        steps = Steps(last)
        watch(steps)
        code = cli.main(arguments)
        print(f"\nsteps {steps.count}", flush=True)
        os._exit(code)
    os.close(writing)
    if seconds is not None:
        time.sleep(seconds)
        os.kill(child, signal.SIGKILL)
    with os.fdopen(reading) as stream:
        said = stream.read()
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]), said


def in_fork(function: Callable[..., list[str]], *arguments: Any) -> list[str]:
    """What a function finds, asked in a fork: engines start threads, and this process must have none."""
    reading, writing = os.pipe()
    child = os.fork()
    if not child:
        try:
            found = function(*arguments)
        except BaseException as error:  # whatever it is, it is what the test is to see
            found = [f"{type(error).__name__}: {error}"]
        os.write(writing, json.dumps(found).encode())
        os._exit(0)
    os.close(writing)
    with os.fdopen(reading) as stream:
        said = stream.read()
    os.waitpid(child, 0)
    return list(json.loads(said))


def torn_pieces(root: Path) -> list[str]:
    """Whatever is visible in a house and not whole."""
    found = [f"{path.name} lies in the house" for path in root.iterdir() if path.name not in OWN]
    for path in (root / "parts").rglob("*"):
        if path.is_file() and hashlib.sha256(path.read_bytes()).hexdigest() != path.name:
            found.append(f"part {path.name[:12]} is not whole")
    for folder in (root / "lake").glob("*/*"):
        if not {path.name for path in folder.iterdir()} <= STORED:
            found.append(f"{folder.name[:12]} holds {sorted(path.name for path in folder.iterdir())}")
    for snapshot in House(root).lake:
        if (
            hashlib.sha256(snapshot.original.read_bytes()).hexdigest() != snapshot.sha256
            or snapshot.table().num_rows != snapshot.rows
        ):
            found.append(f"snapshot {snapshot.short} is not whole")
        if snapshot.facts and not snapshot.places().num_columns:
            found.append(f"snapshot {snapshot.short} has no places")
    return found


def unsound(root: Path, names: list[str]) -> list[str]:
    """Releases that are gone or do not verify, of those named and of all others that are visible."""
    seen = Releases(root).ids()
    found = [f"release {name} is gone" for name in names if name not in seen]
    for name in seen:
        found += [f"release {name}: {failure['what']}" for failure in verify(House(root), name).failures]
    return found


def after_kill(root: Path, names: list[str]) -> list[str]:
    """What a killed writer may not leave behind."""
    return [*torn_pieces(root), *unsound(root, names)] if root.exists() else []


def after_rerun(root: Path, names: list[str], snapshots: list[str], more: int) -> list[str]:
    """What the same command, run again, must have made of it."""
    found = [*after_kill(root, names)]
    held = sorted(snapshot.sha256 for snapshot in House(root).lake)
    found += [] if held == snapshots else [f"{len(held)} snapshots instead of {len(snapshots)}"]
    found += [] if len(Releases(root).ids()) >= len(names) + more else ["no new release"]
    found += ["tmp is still there"] if (root / "tmp").exists() else []
    return found


def tried(job: dict[str, Any]) -> dict[str, Any]:
    """Kill a command in a copy of a house, look, run it again, look again; and what was wrong."""
    base, root = Path(job["base"]), Path(job["folder"]) / "house"
    shutil.rmtree(root, ignore_errors=True)
    if base.exists():
        shutil.copytree(base, root)
    arguments = [*job["arguments"], "--data", str(root)]
    code, said = run(arguments, job.get("step", 0), job.get("seconds"))
    wrong = [f"it ended with {code}: {said[-2000:]}"] if code not in (0, -signal.SIGKILL) else []
    wrong += in_fork(after_kill, root, job["releases"])
    again, told = run(arguments)
    wrong += [f"run again it ended with {again}: {told[-2000:]}"] if again else []
    wrong += in_fork(after_rerun, root, job["releases"], job["snapshots"], int("release" in arguments))
    return {**job, "killed": code == -signal.SIGKILL, "wrong": wrong}


def main(plan: dict[str, Any]) -> dict[str, Any]:
    """Count the steps of a command, then kill it at many of them and at many moments."""
    job, chance = plan["job"], random.Random(plan["seed"])
    for module in ("pandas", "peelian.figures.compute.engines.codes", "peelian.figures.sources.bulk"):
        importlib.import_module(module)  # once for all forks: Arrow asks for pandas as soon as it makes an array
    houses.load_catalogue = functools.cache(houses.load_catalogue)  # read once for all forks: it writes nothing
    House(Path(job["folder"]) / "none").areas  # noqa: B018
    root = Path(job["folder"]) / "dry"
    if Path(job["base"]).exists():
        shutil.copytree(job["base"], root)
    began = time.monotonic()
    code, said = run([*job["arguments"], "--data", str(root)])
    took = time.monotonic() - began
    if code:
        return {"steps": 0, "tries": [], "said": said}
    steps = int(said.rsplit("steps ", 1)[1])
    found = in_fork(lambda: sorted(snapshot.sha256 for snapshot in House(root).lake))
    kills: list[dict[str, Any]] = [
        {"step": at} for at in sorted(chance.sample(range(1, steps + 1), min(plan["steps"], steps)))
    ]
    kills += [{"seconds": chance.uniform(0, took)} for _ in range(plan["moments"])]
    return {"steps": steps, "tries": [tried(job | kill | {"snapshots": found}) for kill in kills]}


if __name__ == "__main__":
    print(json.dumps(main(json.load(sys.stdin))))
