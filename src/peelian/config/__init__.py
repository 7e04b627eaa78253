"""How the web half is put together: settings from the environment, addresses, the WSGI entry, and system checks."""
