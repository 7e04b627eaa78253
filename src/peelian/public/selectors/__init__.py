"""Look figures up in a release and shape them for templates. Nothing is aggregated here beyond periods derived from months."""
