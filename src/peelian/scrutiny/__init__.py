"""Scrutiny of a plan: committees and their meetings (`meetings/`), investigations and the ledger of recommendations (`ledger/`)."""
