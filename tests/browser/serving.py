"""A real server on a house, as ``make start`` runs it, and plain requests to it."""

from __future__ import annotations

import http.client
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.conftest import ROOT

PATIENCE = 60  # seconds until the first answer; two cores may be busy with other tests


@dataclass(frozen=True)
class Answer:
    """What came back: headers in lower case, the body as bytes."""

    status: int
    headers: Mapping[str, str]
    body: bytes

    @property
    def text(self) -> str:
        """The body as text."""
        return self.body.decode("utf-8-sig")


class Server:
    """A running site. One connection is kept open, because a crawl asks for hundreds of pages."""

    def __init__(self, port: int, house: Path) -> None:
        self.port, self.house = port, house
        self.address = f"http://127.0.0.1:{port}"
        self._kept: http.client.HTTPConnection | None = None

    def close(self) -> None:
        """Let go of the connection."""
        if self._kept:
            self._kept.close()

    def get(self, path: str, **headers: str) -> Answer:
        """Fetch an address of the site; redirections are not followed."""
        for again in (True, False):
            connection = self._kept or http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
            self._kept = connection
            try:
                connection.request(
                    "GET", path, headers={name.replace("_", "-"): value for name, value in headers.items()}
                )
                response = connection.getresponse()
                body = response.read()
            except (http.client.HTTPException, OSError):
                self._kept = None
                if not again:
                    raise
            else:
                return Answer(response.status, {name.lower(): value for name, value in response.getheaders()}, body)
        raise AssertionError("unreachable")


@contextmanager
def serving(
    house: Path, log: Path, *, application: str = "peelian.config.wsgi:application", **more: str
) -> Iterator[Server]:
    """The site on a free port until the end of the block; ``more`` is put into its environment."""
    server = Server(_free_port(), house)
    with log.open("wb") as output:
        process = subprocess.Popen(
            [sys.executable, "-m", "granian", "--interface", "wsgi", "--workers", "1", "--blocking-threads", "1",
             "--host", "127.0.0.1", "--port", str(server.port), "--log-level", "warning", application],
            cwd=ROOT, env={**environment(house), **more}, stdout=output, stderr=subprocess.STDOUT, start_new_session=True,
        )  # fmt: skip
    try:
        _wait(server, process, log)
        yield server
    finally:
        server.close()
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()
    assert "Traceback" not in log.read_text(), f"the server stumbled: {log.read_text()[-4000:]}"


def environment(house: Path) -> dict[str, str]:
    """What the server and the command are told: this checkout's code, and the house."""
    return {
        **os.environ, "PYTHONPATH": str(ROOT / "src"), "PEELIAN_DATA": str(house), "PEELIAN_DEBUG": "",
        "DJANGO_SETTINGS_MODULE": "peelian.config.settings",  # not those of this process, which have a house of their own
    }  # fmt: skip


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _wait(server: Server, process: subprocess.Popen[bytes], log: Path) -> None:
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        try:
            if server.get("/healthz").status == 200:
                return
        except OSError:
            time.sleep(0.1)
        assert process.poll() is None, f"the server ended: {log.read_text()[-4000:]}"
    raise AssertionError(f"no answer within {PATIENCE} s: {log.read_text()[-4000:]}")
