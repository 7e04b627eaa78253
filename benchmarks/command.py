"""``peelian`` as somebody who uses it has it: ``python -m benchmarks.command load …``.

A development environment holds pandas, DuckDB and Ibis for the other sides of the comparison, and PyArrow imports pandas wherever
it is (0.2 s). An installation for use has none of them, so they are not found here.
"""

from __future__ import annotations

import sys
from typing import Any

NOT_INSTALLED = {"pandas", "duckdb", "ibis"}


class Without:
    """Finds nothing, and stops the search for what an installation for use does not have."""

    def find_spec(self, fullname: str, path: Any = None, target: Any = None) -> None:
        """Raises ModuleNotFoundError for these packages and what is in them."""
        if fullname.partition(".")[0] in NOT_INSTALLED:
            raise ModuleNotFoundError(f"No module named {fullname!r}", name=fullname)


def hide() -> None:
    """From now on in this process."""
    sys.meta_path.insert(0, Without())


if __name__ == "__main__":
    hide()
    from peelian.cli import main

    sys.exit(main(sys.argv[1:]))
