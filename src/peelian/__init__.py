"""Peelian turns a police and crime plan into an account that anyone can check."""

__version__ = "0.1.0"
