"""What WeasyPrint knows of each tag while it writes it, written down beside the tag for the mending that follows.

Its tags are made box by box, and an element that goes over a page is two boxes: two tables, two lists, two paragraphs. Only while
it writes can be told that they are one. So each tag gets the number of its element here (``OF``), header cells their scope, links
the words that they say. mending.py does the rest, on the file.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

OF = "PeelianOf"
"""Key of a tag under which the number of its element stands until the file is mended."""
ROLE = "data-role"
"""Attribute by which a template says which tag an element is, where HTML has no word for it (``TOC``, ``TOCI``, ``Note``)."""


@contextmanager
def told_of_elements() -> Iterator[None]:
    """Number tags by their elements while a document is written. It stands in for a function of WeasyPrint 70 that nothing else
    gives a way into; a test fails where another version no longer calls it.
    """
    from weasyprint.pdf import tags

    original = tags._build_box_tree
    numbers: dict[Any, int] = {}

    def numbered(box: Any, *rest: Any) -> Iterator[Any]:
        box = getattr(box, "_box", box)  # where it is placed apart from the text
        for tag in original(box, *rest):
            if box.element is not None and OF not in tag:  # a page and its body hand on the tags of what is in them
                _say(tag, box, numbers.setdefault(box.element, len(numbers) + 1))
            yield tag

    tags._build_box_tree = numbered
    try:
        yield
    finally:
        tags._build_box_tree = original


def _say(tag: Any, box: Any, number: int) -> None:
    import pydyf

    tag[OF] = number
    if tag["S"] == "/TH":
        tag["A"]["Scope"] = f"/{_scope(box)}"
    if (role := box.element.get(ROLE)) and box.element_tag == box.element.tag:
        tag["S"] = f"/{role}"
    if box.link_annotation:
        words = "".join(box.element.itertext()) or box.element.get("title", "")
        box.link_annotation["Contents"] = pydyf.String(" ".join(words.split()))


def _scope(box: Any) -> str:
    """As the template says it; a header that says nothing is a column's."""
    return {"row": "Row", "rowgroup": "Row", "both": "Both"}.get(box.element.get("scope", ""), "Column")
