"""XML from elsewhere as a tree: bounded, without a document type, and without anything that it could fetch or expand."""

from __future__ import annotations

from typing import Any
from xml.etree.ElementTree import Element, TreeBuilder
from xml.parsers import expat

from peelian.figures.errors import PeelianError

MOST_BYTES = 32 * 2**20
MOST_ELEMENTS = 400_000
DEEPEST = 100
MOST_ATTRIBUTES = 200


def read_xml(data: bytes, name: str) -> Element:
    """The root element of a file; names lose their prefixes. A document type is refused: entities, and so bombs, begin there.

    Raises PeelianError for what is too big or too deep, declares a document type, is cut off, in an encoding that is not what it
    says, or no XML at all. ``name`` says in the error which file it was.
    """
    if len(data) > MOST_BYTES:
        raise _refused(
            "xml-too-big", name, f"It has {len(data):,} bytes; {MOST_BYTES:,} are read at most.", "Save it in parts."
        )
    if not data.strip():
        raise _refused("xml-empty", name, "It is empty.", "Save it again, with what the service answered.")
    builder = _Builder(name)
    parser = expat.ParserCreate(intern={})
    parser.buffer_text = True
    parser.StartElementHandler = builder.start
    parser.EndElementHandler = builder.end
    parser.CharacterDataHandler = builder.tree.data
    parser.StartDoctypeDeclHandler = builder.document_type
    try:
        parser.Parse(data, True)
    except expat.ExpatError as error:
        raise _broken(data, name, error) from error
    except (ValueError, LookupError) as error:  # an encoding that nobody knows, or that lies
        raise _refused(
            "xml-broken", name, f"Its encoding cannot be read ({error}).", "Save it again as UTF-8."
        ) from error
    return builder.tree.close()


class _Builder:
    """Counts what comes while the tree is built."""

    def __init__(self, name: str) -> None:
        self.tree, self.name, self.elements, self.depth = TreeBuilder(), name, 0, 0

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        """An element begins. Raises PeelianError where there are too many."""
        self.elements += 1
        self.depth += 1
        if self.elements > MOST_ELEMENTS or self.depth > DEEPEST or len(attributes) > MOST_ATTRIBUTES:
            raise _refused(
                "xml-too-big", self.name,
                f"It has more than {MOST_ELEMENTS:,} elements, {DEEPEST} levels or {MOST_ATTRIBUTES} attributes in one place.",
                "No answer of a meetings service is like that: look at what was saved.",
            )  # fmt: skip
        self.tree.start(tag.rpartition(":")[2], attributes)

    def end(self, tag: str) -> None:
        """An element ends."""
        self.depth -= 1
        self.tree.end(tag.rpartition(":")[2])

    def document_type(self, *_: Any) -> None:
        """A document type is declared. Raises PeelianError."""
        raise _refused(
            "xml-with-dtd", self.name, "It declares a document type, with which a file can grow or fetch others.",
            "A meetings service sends none. If it is a web page, save the XML instead.",
        )  # fmt: skip


def _broken(data: bytes, name: str, error: expat.ExpatError) -> PeelianError:
    what = expat.ErrorString(error.code) or "cannot be read"
    if data.lstrip()[:15].lower().startswith((b"<!doctype html", b"<html")):
        return _refused("xml-is-a-page", name, "It is a web page, not XML.", "Save what the web service answers.")
    cut = error.code in (expat.errors.codes[expat.errors.XML_ERROR_NO_ELEMENTS],
                         expat.errors.codes[expat.errors.XML_ERROR_UNCLOSED_TOKEN]) or "no element found" in what  # fmt: skip
    said = "It is cut off" if cut else "It is no XML that can be read"
    return _refused(
        "xml-broken", name, f"{said}: {what}, line {error.lineno}, column {error.offset + 1}.",
        "Save it again, whole and as it was sent.", line=error.lineno,
    )  # fmt: skip


def _refused(code: str, name: str, what: str, remedy: str, **where: Any) -> PeelianError:
    return PeelianError(code, f"{name} was not read. {what}", remedy, {"file": name, **where})
