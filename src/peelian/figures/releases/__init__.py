"""Releases: build and seal from named snapshots, open, compare, verify."""

from peelian.figures.releases.build import release
from peelian.figures.releases.compare import Changes, compare
from peelian.figures.releases.figure import Figure
from peelian.figures.releases.release import Release, Releases
from peelian.figures.releases.verify import verify

__all__ = ["Changes", "Figure", "Release", "Releases", "compare", "release", "verify"]
