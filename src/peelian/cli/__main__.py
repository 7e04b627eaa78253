"""``python -m peelian.cli``: the command where it is not installed."""

from __future__ import annotations

import sys

from peelian.cli import main

sys.exit(main())
