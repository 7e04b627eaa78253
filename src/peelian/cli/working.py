"""``peelian work``: the process that does background work."""

from __future__ import annotations

import argparse
import signal
import threading
from collections.abc import Callable

from peelian.cli.common import DONE, house_of
from peelian.cli.healing import heal
from peelian.cli.office import open_records
from peelian.config.crew import Crew, watch


def work(options: argparse.Namespace) -> int:
    """Do background work until told to end. One signal hands back what runs; nothing is lost by any, nor by a kill."""
    if options.processes:
        house = house_of(options)
        crew = Crew(options.processes, house.root, house.pack_name, options.with_parent)
        _until_told(crew.over)
        crew.run()
        return DONE
    house = open_records(options)
    from peelian.core.jobs import working
    from peelian.core.readiness import Readiness, must_not_be_behind, readiness

    if options.until_empty:
        must_not_be_behind()  # who goes on after this must hear of it; a worker that stays waits
    if readiness()[0] is Readiness.READY:  # else the worker waits for them, and who prepares them heals
        for line in heal(house):
            print(line, flush=True)
    _until_told(working.stopping)
    if options.with_parent:
        threading.Thread(target=watch, args=(options.with_parent, working.stopping), daemon=True).start()
    working.work(until_empty=options.until_empty)
    return DONE


def _until_told(over: threading.Event) -> None:
    """A signal sets ``over``; a second one ends the process at once."""

    def end(number: int, _: object) -> None:
        over.set()
        signal.signal(number, signal.SIG_DFL)

    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, end)


def add_command(command: Callable[..., argparse.ArgumentParser]) -> None:
    """Add ``work``."""
    added = command("work", work, "Do background work: loads and releases that people ask for in the office")
    added.add_argument(
        "--processes",
        type=_processes,
        metavar="N",
        help="so many workers in processes of their own, replaced when they die",
    )
    added.add_argument("--until-empty", action="store_true", help="end when nothing is left to do")
    added.add_argument(
        "--with-parent", type=int, metavar="PROCESS", help="end when this process, which started it, is gone"
    )


def _processes(text: str) -> int:
    if not text.isdigit() or not 1 <= int(text) <= 64:
        raise argparse.ArgumentTypeError(f"{text!r} is no number of processes (1 to 64)")
    return int(text)
