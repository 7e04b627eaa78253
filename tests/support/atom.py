"""What RFC 4287 asks of a feed, checked element by element."""

from __future__ import annotations

import datetime as dt
import re
from collections import Counter
from urllib.parse import urlsplit
from xml.etree import ElementTree as ET

ATOM = "{http://www.w3.org/2005/Atom}"
ONCE = {"feed": ("id", "title", "updated"), "entry": ("id", "title", "updated")}
AT_MOST = {
    "feed": ("generator", "icon", "logo", "subtitle", "rights"),
    "entry": ("content", "published", "rights", "source", "summary"),
}
MAY = {
    "feed": ("author", "category", "contributor", "link", "entry"),
    "entry": ("author", "category", "contributor", "link"),
}
_MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)")


def wrong_with(text: bytes) -> list[str]:
    """What is wrong with a feed, in words."""
    root = ET.fromstring(text)
    if root.tag != f"{ATOM}feed":
        return [f"the root is {root.tag}"]
    found = _parts(root, "feed")
    entries = root.findall(f"{ATOM}entry")
    for one in entries:
        found += _parts(one, "entry")
    if root.find(f"{ATOM}author") is None and any(one.find(f"{ATOM}author") is None for one in entries):
        found.append("an entry has no author, and neither has the feed")
    ids = Counter(one.findtext(f"{ATOM}id") for one in entries)
    found += [f"{name} stands {times} times" for name, times in ids.items() if times > 1]
    own = [one for one in root.findall(f"{ATOM}link") if one.get("rel") == "self"]
    return found + ([] if len(own) == 1 else ["the feed does not say where it is"])


def _parts(node: ET.Element, kind: str) -> list[str]:
    here = f"{kind} {node.findtext(f'{ATOM}id')}"
    names = Counter(one.tag.removeprefix(ATOM) for one in node)
    found = [f"{here} has {names[name]} {name}" for name in ONCE[kind] if names[name] != 1]
    found += [f"{here} has {names[name]} {name}" for name in AT_MOST[kind] if names[name] > 1]
    known = {*ONCE[kind], *AT_MOST[kind], *MAY[kind]}
    found += [f"{here} has {name}, which is not of Atom" for name in names if name not in known]
    if not _is_iri(node.findtext(f"{ATOM}id")):
        found.append(f"{here}: its id is no IRI")
    for one in node.findall(f"{ATOM}updated"):
        if not _MOMENT.fullmatch(one.text or "") or dt.datetime.fromisoformat(one.text or "").tzinfo is None:
            found.append(f"{here}: updated is {one.text}")
    found += [f"{here}: a link leads nowhere" for one in node.findall(f"{ATOM}link") if not _is_iri(one.get("href"))]
    alternates = Counter(
        (one.get("type"), one.get("hreflang")) for one in node.findall(f"{ATOM}link") if one.get("rel") == "alternate"
    )
    found += [f"{here} has two alternates of one type" for times in alternates.values() if times > 1]
    if kind == "entry" and names["content"] == 0 and not alternates:
        found.append(f"{here} has neither content nor an alternate")
    found += [f"{here}: a category has no term" for one in node.findall(f"{ATOM}category") if not one.get("term")]
    found += [
        f"{here}: an author has no name" for one in node.findall(f"{ATOM}author") if not one.findtext(f"{ATOM}name")
    ]
    return found


def _is_iri(text: str | None) -> bool:
    parts = urlsplit(text or "")
    return bool(parts.scheme and (parts.netloc or parts.path)) and not re.search(r"\s", text or "")
