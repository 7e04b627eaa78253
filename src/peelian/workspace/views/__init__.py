"""Views of the office, a module a room."""
