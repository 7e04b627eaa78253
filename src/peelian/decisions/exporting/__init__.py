"""The register as files for programs: tables, a feed, and the grants that decisions award in the form of 360Giving."""
