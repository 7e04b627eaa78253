"""Investigations and the ledger of recommendations: what was asked, what was answered, what was done, and who says so."""
