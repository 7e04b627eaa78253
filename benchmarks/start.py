"""What a release costs before it begins: Python, its imports, an engine opened. ``python -m benchmarks.start``."""

from __future__ import annotations

from importlib import import_module

from benchmarks.command import hide

if __name__ == "__main__":
    hide()
    for name in ("peelian.cli", "peelian.figures.releases.build"):
        import_module(name)
    import_module("peelian.figures.compute.engines").open_engine().close()
