"""A test's own transaction never ends: what follows when records are kept follows here as soon as an action has ended."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import transaction


@pytest.fixture(autouse=True)
def _followed(monkeypatch: pytest.MonkeyPatch) -> None:
    """What follows a commit follows in every test."""
    follow_at_once(monkeypatch)


def follow_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Run what waits for a commit where nothing but the test's own transaction is open any more."""
    leave = transaction.Atomic.__exit__

    def left(atomic: Any, kind: Any, value: Any, traceback: Any) -> None:
        leave(atomic, kind, value, traceback)
        connection = transaction.get_connection(atomic.using)
        blocks = connection.atomic_blocks
        if kind is None and blocks and all(block._from_testcase for block in blocks):
            waiting, connection.run_on_commit = connection.run_on_commit, []
            for _, follow, _ in waiting:
                follow()

    monkeypatch.setattr(transaction.Atomic, "__exit__", left)
