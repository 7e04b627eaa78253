"""``peelian work``: the process that does background work."""

from __future__ import annotations

import argparse
import signal
import sys
import threading
from typing import Any

from peelian.cli.common import DONE
from peelian.cli.office import use_records


def work(options: argparse.Namespace) -> int:
    """Do background work until told to end: one signal hands back what runs, and nothing is lost by any."""
    house = use_records(options)
    if options.processes > 1:
        from peelian.config.crew import Crew

        crew = Crew(options.processes, house.root, house.pack_name)
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda *_: crew.end())
        crew.run()
        return DONE
    from peelian.core.jobs import working

    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, _stopper(working.stopping))
    if options.with_parent:
        threading.Thread(target=_watch_parent, args=(working.stopping,), daemon=True).start()
    working.work(until_empty=options.until_empty)
    return DONE


def _stopper(stopping: threading.Event) -> Any:
    def stop(number: int, _: Any) -> None:
        stopping.set()
        signal.signal(number, signal.SIG_DFL)  # a second one ends it at once

    return stop


def _watch_parent(stopping: threading.Event) -> None:
    """Whoever started this process holds the other end of its input; when they are gone, however, it reads the end."""
    while sys.stdin.buffer.read(1):
        pass
    stopping.set()


def add_command(command: Any) -> None:
    """Add ``work``."""
    added = command("work", work, "Do background work: loads and releases that people ask for in the office")
    added.add_argument("--processes", type=_processes, default=1, metavar="N", help="so many at once (default 1)")
    added.add_argument("--until-empty", action="store_true", help="end when nothing is left to do")
    added.add_argument("--with-parent", action="store_true", help="end when whoever started it ends")


def _processes(text: str) -> int:
    if not text.isdigit() or not 1 <= int(text) <= 64:
        raise argparse.ArgumentTypeError(f"{text!r} is no number of processes (1 to 64)")
    return int(text)
