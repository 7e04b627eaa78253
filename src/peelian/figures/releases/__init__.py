"""Releases: ``build`` and seal from named snapshots, open (``release``), ``compare``, ``verify``."""
