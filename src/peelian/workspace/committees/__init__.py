"""The desk of committees: what stands on it, the forms, what waits for whom."""
