"""Runs the tests of records on PostgreSQL: ``pytest -p tests.support.on_postgres -m records``.

Loaded before Django's settings are: it starts a server, names it to them, and ends it with the run.
"""

from __future__ import annotations

import logging
import os
from contextlib import ExitStack

from tests.support.postgres import running_server

_stack = ExitStack()
os.environ["PEELIAN_TEST_POSTGRES"] = _server = os.environ.get("PEELIAN_TEST_POSTGRES") or _stack.enter_context(
    running_server()
)
os.environ["PEELIAN_DATABASE"] = _server


def pytest_report_header() -> str:
    """Say where the records are."""
    return "records on PostgreSQL"


def pytest_unconfigure() -> None:
    """The server goes with the run."""
    logging.disable(logging.INFO)  # the server's wheel tells how it ends, when nobody hears any more
    _stack.close()
