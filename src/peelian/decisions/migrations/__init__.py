"""The tables of decisions, as they came to be; only forwards."""
