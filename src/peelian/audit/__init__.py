"""The record of what was done, by whom and why: append-only, each event sealed to the one before. Imports no other app."""
