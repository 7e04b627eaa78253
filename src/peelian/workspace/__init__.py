"""The office: pages for people who work here. No rules of its own; it shows queries and calls actions."""
