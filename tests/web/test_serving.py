"""The line that says where the site is comes with the first answer, whatever that answer is."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest

from peelian.config import server


class Busy(BaseHTTPRequestHandler):
    """A site with nothing to show yet."""

    def do_GET(self) -> None:
        """What an empty house answers."""
        self.send_response(503)
        self.end_headers()

    def log_message(self, format: str, *args: object) -> None:
        """Nothing on the screen."""


@pytest.fixture
def busy() -> Iterator[str]:
    """The address of such a site."""
    listening = HTTPServer(("127.0.0.1", 0), Busy)
    threading.Thread(target=listening.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{listening.server_port}/"
    listening.shutdown()
    listening.server_close()


def test_an_empty_house_answers_too(busy: str, capsys: pytest.CaptureFixture[str]) -> None:
    server._announce(busy, time.time())
    assert f"Peelian is at {busy}" in capsys.readouterr().out


def test_nothing_is_said_while_nobody_answers(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(server, "_PATIENCE", 0.2)
    server._announce("http://127.0.0.1:9/", time.time())
    assert capsys.readouterr().out == ""
