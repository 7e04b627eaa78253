"""Judging figures: pure functions of numbers, without files, releases or pages."""
