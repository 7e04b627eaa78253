"""The settings of the tests: the product's own, with a house that is made for the run, so that nobody's own is read or written."""

from __future__ import annotations

import atexit
import os
import shutil
import tempfile

_house = tempfile.mkdtemp(prefix="peelian-tests-")
atexit.register(shutil.rmtree, _house, ignore_errors=True)
os.environ["PEELIAN_DATA"] = _house

from peelian.config.settings import *  # noqa: E402, F403
