"""What a page of ours may lead to: an address of the web, or of this site. Anything else that somebody types stays text."""

from __future__ import annotations

from urllib.parse import urlsplit

from peelian.figures.errors import PeelianError


def is_address(text: str) -> bool:
    """Whether a page may lead there: ``https://`` or ``http://`` with a host, or a path of this site.

    No other scheme may run (``javascript:``, ``data:``), and no blank or control character may stand in it.
    """
    if any(character <= " " or character == "\x7f" for character in text):
        return False
    if text.startswith("/"):
        return not text.startswith(("//", "/\\"))
    try:
        parts = urlsplit(text)
        return parts.scheme in ("https", "http") and bool(parts.hostname)
    except ValueError:  # a host in brackets that are not closed
        return False


def must_be_address(text: str) -> None:
    """Raises PeelianError for what is no address; an empty text is none that was given."""
    if text and not is_address(text):
        raise PeelianError(
            "no-address", f"“{text[:80]}” is no address.", "Begin it with https://, or with / for a page of ours."
        )
