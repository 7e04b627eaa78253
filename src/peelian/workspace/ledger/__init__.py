"""The desk of reports, recommendations and investigations."""
