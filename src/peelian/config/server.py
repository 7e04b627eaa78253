"""Serve the site: Granian, two processes, and a line on the screen when the first page can be opened."""

from __future__ import annotations

import subprocess
import threading
import time
import urllib.error
import urllib.request

from peelian.config.crew import end_all

WORKERS = 2
_PATIENCE = 120


def serve(host: str, port: int, began: float, beside: list[subprocess.Popen[bytes]]) -> None:
    """Serve until interrupted, then end the processes beside. ``began`` is when the person asked, in seconds since 1970."""
    from granian import Granian
    from granian.constants import Interfaces
    from granian.log import LogLevels

    address = f"http://{host}:{port}/"
    threading.Thread(target=_announce, args=(address, began), daemon=True).start()
    try:
        Granian(
            "peelian.config.wsgi:application", address=host, port=port, interface=Interfaces.WSGI, workers=WORKERS,
            blocking_threads=1, log_access=False, log_level=LogLevels.warning,
        ).serve()  # fmt: skip
    finally:
        end_all(beside)


def _announce(address: str, began: float) -> None:
    """Fetch the first page until it comes, then say where it is and how long everything took."""
    while time.time() - began < _PATIENCE:
        if _answers(address):
            took = time.time() - began
            print(f"Peelian is at {address} (first page after {took:.1f} s). Stop with Ctrl+C.", flush=True)
            return
        time.sleep(0.1)


def _answers(address: str) -> bool:
    """Whether a page comes; an empty house's page says 503, which is an answer too."""
    try:
        with urllib.request.urlopen(address, timeout=5):
            return True
    except urllib.error.HTTPError:
        return True
    except OSError:
        return False
