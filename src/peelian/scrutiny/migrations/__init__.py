"""The tables of scrutiny, as they came to be; only forwards."""
