"""The public site: no login, nothing written, every page from one release and cacheable by its fingerprint."""
