"""Clocks that run on records, the changes of their calendar, and notices; the counting itself is in core.clocks."""
