"""Mends the tags of a PDF file that WeasyPrint wrote: one tag for one element, headers with their scope, furniture of the page
out of the way of who listens. Measured on WeasyPrint 70 (docs/reference/documents.md says what was wrong, and what is now).
"""

from __future__ import annotations

import io
from collections.abc import Callable, Iterable, Iterator
from itertools import groupby
from typing import Any, NamedTuple, cast

import pikepdf
from pikepdf import Array, Dictionary, Name, Pdf

from peelian.documents.tagging import OF

Tag = Any
"""A structure element, or what it holds. pikepdf's objects have no keys and attributes that types could know."""
_OF = f"/{OF}"
_GROUPS = frozenset(("/Document", "/Part", "/Art", "/Sect", "/Div", "/BlockQuote", "/TOC"))
"""Tags that hold paragraphs, never bare words."""
_INLINE = frozenset(("/Span", "/Link", "/Lbl", "/Reference"))
_OF_ITEM = frozenset(("/Lbl", "/LBody"))
_MAY_BE_EMPTY = frozenset(("/TD", "/TH", "/TR", "/Figure"))
PRINT = 4
"""Flag of an annotation that is there on paper as on the screen."""
PREFIX = {"exempt": "E"}
"""What stands before the page numbers of a series."""
_REPEATED = frozenset(("/THead", "/TFoot"))


class Label(NamedTuple):
    """From which page of the file on pages are labelled how: by their series, from ``first``."""

    at: int
    first: int
    series: str


def mend(content: bytes, labels: list[Label]) -> bytes:
    """The file with its tags mended and its pages labelled. The same file gives the same bytes."""
    with Pdf.open(io.BytesIO(content)) as pdf:
        root = pdf.Root.StructTreeRoot.K[0]
        _Tree(pdf).mend(root)
        for tag in tags_in(root):
            _tidy(tag)
        used = _renumber(pdf, root)
        for page, mcids in zip(pdf.pages, used, strict=True):
            _put_aside(pdf, page, mcids)
        pdf.Root.PageLabels = _page_labels(labels)
        if "/Outlines" in pdf.Root:
            pdf.Root.PageMode = Name.UseOutlines
        out = io.BytesIO()
        pdf.save(out, deterministic_id=True, object_stream_mode=pikepdf.ObjectStreamMode.generate)
        return out.getvalue()


def is_tag(kid: object) -> bool:
    """Whether a kid of a tag is a tag, rather than content or a link's annotation."""
    return isinstance(kid, Dictionary) and "/S" in kid


def kids_of(tag: Tag) -> list[Tag]:
    """What a tag holds: tags, numbers of marked content, references."""
    held = tag.get("/K")
    if held is None:
        return []
    return list(held) if isinstance(held, Array) else [held]


class _Tree:
    def __init__(self, pdf: Pdf) -> None:
        self.pdf = pdf

    def mend(self, tag: Tag) -> None:
        """Mend a tag and all in it."""
        kids = self._joined(self._nested(kids_of(tag)) if tag.S == "/L" else kids_of(tag))
        if tag.S == "/Table":
            kids = self._once(kids)
        elif tag.S == "/LI":
            kids = self._gathered(kids)
        for kid in kids:
            if is_tag(kid):
                self.mend(kid)
        kids = [one for kid in kids for one in self._bared(tag, kid)]
        if str(tag.S) in _GROUPS:
            kids = self._wrapped(tag, kids, Name.P, lambda kid: not is_tag(kid) or str(kid.S) in _INLINE)
        elif tag.S == "/LI":
            kids = self._wrapped(tag, kids, Name.LBody, lambda kid: not is_tag(kid) or str(kid.S) not in _OF_ITEM)
        tag.K = Array(kids)
        for kid in kids:
            if is_tag(kid):
                kid.P = tag

    def _joined(self, kids: list[Tag]) -> list[Tag]:
        """Kids with the pieces of one element made one tag."""
        found: list[Tag] = []
        for kid in kids:
            if found and is_tag(kid) and is_tag(found[-1]) and _same(found[-1], kid):
                found[-1].K = Array([*self._placed(found[-1]), *self._placed(kid)])
            else:
                found.append(kid)
        return found

    def _placed(self, tag: Tag) -> Iterator[Tag]:
        """The kids of a tag; a number of content says on which page it lies."""
        for kid in kids_of(tag):
            if isinstance(kid, int):
                yield self.pdf.make_indirect(Dictionary(Type=Name.MCR, Pg=tag.Pg, MCID=kid))
            else:
                yield kid

    def _nested(self, kids: list[Tag]) -> list[Tag]:
        """A list in an item is part of the item; WeasyPrint hangs it beside the item, which then may say nothing."""
        found: list[Tag] = []
        for kid in kids:
            if found and kid.S == "/L" and found[-1].S == "/LI":
                found[-1].K, kid.P = Array([*self._placed(found[-1]), kid]), found[-1]
            else:
                found.append(kid)
        return found

    def _gathered(self, kids: list[Tag]) -> list[Tag]:
        """What stands in an item behind its body is of the body, which may have been begun again on each page."""
        at = next((at for at, kid in enumerate(kids) if is_tag(kid) and kid.S == "/LBody"), len(kids))
        for kid in kids[at + 1 :]:
            held = list(self._placed(kid)) if kid.S == "/LBody" else [kid]
            kids[at].K = Array([*self._placed(kids[at]), *held])
            for one in filter(is_tag, held):
                one.P = kids[at]
        return kids[: at + 1]

    def _once(self, kids: list[Tag]) -> list[Tag]:
        """A table whose head is printed again on each page has it once; what follows it is one body."""
        seen: set[tuple[str, int]] = set()
        kept = []
        for kid in kids:
            key = (str(kid.S), int(kid.get(_OF, 0))) if is_tag(kid) else ("", 0)
            if key[0] in _REPEATED and key in seen:
                continue
            seen.add(key)
            kept.append(kid)
        return self._joined(kept)

    def _bared(self, tag: Tag, kid: Tag) -> list[Tag]:
        """A box that means nothing, or the same as the box around it, gives way to what it holds; what holds nothing goes."""
        if not is_tag(kid):
            return [kid]
        held = kids_of(kid)
        if not held:
            return [kid] if str(kid.S) in _MAY_BE_EMPTY else []
        if kid.S != "/NonStruct" and not _same(tag, kid):
            return [kid]
        if all(is_tag(one) for one in held):
            return held
        kid.S = Name.Span
        return [kid]

    def _wrapped(self, tag: Tag, kids: list[Tag], into: Name, loose: Callable[[Tag], bool]) -> list[Tag]:
        """Loose kids that follow one another become one tag: bare words of a group a paragraph, what an item says its body."""
        found: list[Tag] = []
        for is_loose, run in groupby(kids, loose):
            held = list(run)
            if not is_loose:
                found += held
                continue
            page = next((one.Pg for one in held if is_tag(one)), tag.get("/Pg"))
            found.append(
                self.pdf.make_indirect(Dictionary(Type=Name.StructElem, S=into, P=tag, Pg=page, K=Array(held)))
            )
            for one in held:
                if is_tag(one):
                    one.P = found[-1]
        return found


def _tidy(tag: Tag) -> None:
    """Headers are found by their scope; lists of ids name the cells of one page alone, and the same on each."""
    for key in (_OF, "/ID"):
        if key in tag:
            del tag[key]
    if "/A" in tag and "/Headers" in tag.A:
        del tag.A["/Headers"]
    if "/A" in tag and list(tag.A.keys()) == ["/O"]:
        del tag["/A"]


def _same(one: Tag, other: Tag) -> bool:
    return _OF in one and _OF in other and one[_OF] == other[_OF] and one.S == other.S


def _renumber(pdf: Pdf, root: Tag) -> list[dict[int, Tag]]:
    """Make the index from marked content and annotations to tags again; returns the content of each page that tags hold."""
    numbers: dict[Any, int] = {page.objgen: at for at, page in enumerate(pdf.pages)}
    used: list[dict[int, Tag]] = [{} for _ in numbers]
    annotations: list[tuple[Tag, Tag]] = []
    for tag in tags_in(root):
        for kid in kids_of(tag):
            if isinstance(kid, int):
                used[numbers[tag.Pg.objgen]][kid] = tag
            elif kid.get("/Type") == "/MCR":
                used[numbers[kid.Pg.objgen]][int(kid.MCID)] = tag
            elif kid.get("/Type") == "/OBJR":
                annotations.append((kid.Obj, tag))
    nums: list[object] = []
    for at, found in enumerate(used):
        nums += [at, Array([found.get(mcid) for mcid in range(max(found, default=-1) + 1)])]
    for at, (annotation, tag) in enumerate(annotations, start=len(used)):
        annotation.StructParent = at
        annotation.F = int(annotation.get("/F", 0)) | PRINT
        nums += [at, tag]
    pdf.Root.StructTreeRoot.ParentTree = pdf.make_indirect(Dictionary(Nums=Array(nums)))
    pdf.Root.StructTreeRoot.ParentTreeNextKey = len(used) + len(annotations)
    return used


def tags_in(tag: Tag) -> Iterator[Tag]:
    """A tag and all in it, in reading order."""
    yield tag
    for kid in kids_of(tag):
        if is_tag(kid):
            yield from tags_in(kid)


def _put_aside(pdf: Pdf, page: pikepdf.Page, used: dict[int, Tag]) -> None:
    """Marked content that no tag holds is furniture: running heads, page numbers, the head of a table printed again."""
    changed = []
    for operands, operator in cast("Iterable[Any]", pikepdf.parse_content_stream(page)):
        loose = operator == pikepdf.Operator("BDC") and int(operands[1].get("/MCID", -1)) not in {-1, *used}
        changed.append(([Name.Artifact, Dictionary(Type=Name.Pagination)] if loose else operands, operator))
    page.Contents = pdf.make_stream(pikepdf.unparse_content_stream(changed))


def _page_labels(labels: list[Label]) -> Dictionary:
    nums: list[object] = []
    for at, first, series in labels:
        style = Dictionary(S=Name.r if series == "front" else Name.D, St=first)
        if series in PREFIX:
            style.P = pikepdf.String(PREFIX[series])
        nums += [at, style]
    return Dictionary(Nums=Array(nums))
