"""The site with a clock that a test sets: the file that PEELIAN_TEST_CLOCK names holds how many seconds it is ahead.

It is the site's own WSGI entry; only the time that its process reads is another.
"""

from __future__ import annotations

import datetime as dt
import os
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import time_machine

from peelian.config.wsgi import application as site

_now = {"ahead": 0.0}


def application(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
    """One request, at the time that the test has set."""
    ahead = float(Path(os.environ["PEELIAN_TEST_CLOCK"]).read_text() or 0)
    if ahead != _now["ahead"]:
        there = dt.datetime.now(dt.UTC) + dt.timedelta(seconds=ahead - _now["ahead"])
        time_machine.travel(there, tick=True).start()
        _now["ahead"] = ahead
    return site(environ, start_response)
