"""One module per kind of page: each looks up what the page shows, and hands it to a template."""
