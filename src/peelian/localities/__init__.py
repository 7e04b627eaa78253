"""Boroughs and their communities: local indicators and rules, the quarterly performance report."""
