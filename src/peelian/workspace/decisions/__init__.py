"""Decisions in the office: the form, its desk, what waits for whom."""
