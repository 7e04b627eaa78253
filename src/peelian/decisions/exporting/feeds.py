"""The register as an Atom feed (RFC 4287): what was decided, newest first. Pure: decisions in, bytes out."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Iterable
from xml.etree import ElementTree as Xml

from peelian.decisions.shelf import Filed
from peelian.figures.house import LONDON

ATOM = "http://www.w3.org/2005/Atom"
MOST = 100
_ROOT = uuid.uuid5(uuid.NAMESPACE_URL, "urn:peelian:decisions")


def feed(filed: Iterable[Filed], site: str, title: str, query: str = "") -> bytes:
    """The newest decisions that are out. ``site`` is the address of the site, without a slash at its end;
    ``query`` is what narrows the list.

    A decision of which nobody knows when it was taken or published has no place in time, and is left out.
    """
    asked = f"?{query}" if query else ""
    found = ((at, one) for one in filed if (at := moment(one)))
    dated = sorted(found, key=lambda pair: pair[0], reverse=True)[:MOST]
    Xml.register_namespace("", ATOM)
    root = Xml.Element(f"{{{ATOM}}}feed")
    _add(root, "id", _name(f"register?{query}" if query else "register"))
    _add(root, "title", title)
    _add(root, "updated", _text(dated[0][0]) if dated else "1970-01-01T00:00:00+00:00")
    _link(root, "self", f"{site}/decisions.atom{asked}", "application/atom+xml")
    _link(root, "alternate", f"{site}/decisions{asked}", "text/html")
    _add(_add(root, "author"), "name", "Peelian")
    for at, one in dated:
        _entry(root, at, one, site)
    return b'<?xml version="1.0" encoding="utf-8"?>\n' + Xml.tostring(root, encoding="utf-8")


def moment(one: Filed) -> dt.datetime | None:
    """When a decision was published in its newest version; else when it was taken; None where neither is known."""
    if one.newest.out_at:
        return one.newest.out_at
    day = one.decision.signed_on
    return dt.datetime.combine(day, dt.time(), LONDON) if day else None


def _entry(root: Xml.Element, at: dt.datetime | None, one: Filed, site: str) -> None:
    entry = _add(root, "entry")
    _add(entry, "id", _name("decision", one.id))
    again = f" (correction {one.newest.number - 1})" if one.newest.number > 1 else ""
    _add(entry, "title", f"{one.reference}: {one.decision.title}{again}")
    _add(entry, "updated", _text(at))
    _link(entry, "alternate", f"{site}/decisions/{one.id}", "text/html")
    _add(entry, "summary", one.newest.why or one.decision.summary or one.decision.known_from)


def _name(*parts: str) -> str:
    """The same at whatever host and under whatever scheme it is served: readers take another id for another entry."""
    return f"urn:uuid:{uuid.uuid5(_ROOT, '/'.join(parts))}"


def _text(at: dt.datetime | None) -> str:
    return at.isoformat(timespec="seconds") if at else ""


def _add(parent: Xml.Element, name: str, text: str = "") -> Xml.Element:
    made = Xml.SubElement(parent, f"{{{ATOM}}}{name}")
    made.text = "".join(one for one in text if one in "\t\n" or one >= " ") or None
    return made


def _link(parent: Xml.Element, rel: str, href: str, kind: str) -> None:
    made = _add(parent, "link")
    for name, value in (("rel", rel), ("href", href), ("type", kind)):
        made.set(name, value)
