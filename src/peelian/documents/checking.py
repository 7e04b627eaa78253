"""Reads a PDF file back: what each page says, what its tags say, what is wrong with them, and everything that can be read in it.

It looks for what PDF/UA-1 asks that a program can see. It is no proof of conformance: whether an order of reading is a good one,
or a description describes, a person has to say.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any, cast

import pikepdf
import pypdfium2
from pikepdf import Dictionary, Pdf

from peelian.documents.mending import PRINT, Tag, is_tag, kids_of, tags_in

_HEADING = re.compile(r"/H([1-6])")
_OURS = re.compile(r"/[A-Z]{6}\+Source-(?:Sans-3|Serif-4)(?:-Ext)?\b")
_SHOWS = frozenset(("Tj", "TJ", "'", '"', "Do", "sh", "S", "s", "f", "F", "f*", "B", "B*", "b", "b*"))


@dataclass(frozen=True)
class Bookmark:
    """An entry of the outline: how deep it lies, what it says, and the index of the page that it leads to."""

    level: int
    title: str
    page: int


@dataclass(frozen=True)
class Reading:
    """A PDF file as it is read: texts and labels by page, bookmarks, headings with their levels, tags in order, and what is wrong,
    each in a sentence. ``borrowed`` are fonts of the machine that printed it, for letters that our own lack.
    """

    texts: tuple[str, ...]
    labels: tuple[str, ...]
    bookmarks: tuple[Bookmark, ...]
    headings: tuple[tuple[int, str], ...]
    tags: tuple[str, ...]
    language: str
    title: str
    borrowed: tuple[str, ...]
    faults: tuple[str, ...]


def read(content: bytes) -> Reading:
    """Read a file back."""
    texts = texts_of(content)
    with Pdf.open(io.BytesIO(content)) as pdf:
        root = pdf.Root.get("/StructTreeRoot")
        tags = list(tags_in(root.K[0])) if root is not None else []
        said = _said_by_tags(content, tags, pdf)
        bookmarks = tuple(_bookmarks(pdf))
        faults = [
            *_faults_of_document(pdf), *_faults_of_headings(tags, said), *_faults_of_tables(tags), *_faults_of_lists(tags),
            *_faults_of_figures(tags), *_faults_of_links(pdf), *_faults_of_content(pdf), *_faults_of_bookmarks(bookmarks),
            *_faults_of_fonts(pdf),
        ]  # fmt: skip
        return Reading(
            texts, tuple(page.label for page in pdf.pages), bookmarks,
            tuple((int(match[1]), said.get(tag.objgen, "")) for tag in tags if (match := _HEADING.fullmatch(str(tag.S)))),
            tuple(str(tag.S)[1:] for tag in tags), str(pdf.Root.get("/Lang", "")), str(pdf.docinfo.get("/Title", "")),
            tuple(sorted(name for name in _fonts(pdf) if not _OURS.match(name))), tuple(faults),
        )  # fmt: skip


def texts_of(content: bytes) -> tuple[str, ...]:
    """The text layer of each page."""
    with pypdfium2.PdfDocument(content) as document:
        return tuple(_text(document[at]) for at in range(len(document)))


def _text(page: Any) -> str:
    found = page.get_textpage()
    text: str = found.get_text_bounded()
    found.close()
    page.close()
    return text


def strings_of(content: bytes) -> Iterator[tuple[str, str]]:
    """Everything that can be read in a file, with where it stands: text layer, metadata, bookmarks, attachments, annotations,
    descriptions, names, every string of every object, every stream unpacked, and the bytes as they are.
    """
    for number, text in enumerate(texts_of(content), start=1):
        yield f"page {number}", text
    with Pdf.open(io.BytesIO(content)) as pdf:
        for key, value in pdf.docinfo.items():
            yield f"document {key}", str(value)
        for name, attached in pdf.attachments.items():
            yield "name of an attachment", name
            yield f"attachment {name}", attached.get_file().read_bytes().decode("utf-8", "replace")
        for at, held in enumerate(pdf.objects):
            yield from ((f"object {at}", text) for text in _strings(held))
            if isinstance(held, pikepdf.Stream):
                yield f"stream {at}", _unpacked(held)
    yield "bytes", content.decode("latin-1")


def _unpacked(stream: pikepdf.Stream) -> str:
    try:
        return stream.read_bytes().decode("latin-1")
    except pikepdf.PdfError:  # a picture, packed in a way of its own
        return stream.read_raw_bytes().decode("latin-1")


def _strings(held: Any, depth: int = 0) -> Iterator[str]:
    """Strings and names in an object, not in those that it points at: they have their own turn."""
    if isinstance(held, pikepdf.String | pikepdf.Name):
        yield str(held)
    elif isinstance(held, pikepdf.Array):
        for one in held:
            if not getattr(one, "is_indirect", False):
                yield from _strings(one, depth + 1)
    elif isinstance(held, Dictionary | pikepdf.Stream):
        for key, value in held.items():
            yield str(key)
            if not getattr(value, "is_indirect", False):
                yield from _strings(value, depth + 1)


def _faults_of_document(pdf: Pdf) -> Iterator[str]:
    if not str(pdf.Root.get("/Lang", "")):
        yield "The document does not say its language."
    if not str(pdf.docinfo.get("/Title", "")):
        yield "The document has no title."
    if not pdf.Root.get("/ViewerPreferences", Dictionary()).get("/DisplayDocTitle", False):
        yield "The title is not shown instead of the file's name."
    if not pdf.Root.get("/MarkInfo", Dictionary()).get("/Marked", False):
        yield "The document does not say that it is tagged."
    if b"pdfuaid" not in (pdf.Root.Metadata.read_bytes() if "/Metadata" in pdf.Root else b""):
        yield "The document does not say that it follows PDF/UA."
    if "/PageLabels" not in pdf.Root:
        yield "The pages have no labels."


def _faults_of_headings(tags: list[Tag], said: dict[tuple[int, int], str]) -> Iterator[str]:
    before = 0
    for tag in tags:
        if (match := _HEADING.fullmatch(str(tag.S))) is None:
            continue
        level = int(match[1])
        if level > before + 1:
            yield f"A heading of level {level} follows one of level {before}: {said.get(tag.objgen, '')}."
        if not said.get(tag.objgen, "").strip():
            yield f"A heading of level {level} says nothing."
        before = level


def _faults_of_tables(tags: list[Tag]) -> Iterator[str]:
    for at, table in enumerate((tag for tag in tags if tag.S == "/Table"), start=1):
        inside = list(tags_in(table))
        headers = [tag for tag in inside if tag.S == "/TH"]
        if not headers:
            yield f"Table {at} has no header."
        if any("/A" not in tag or "/Scope" not in tag.A for tag in headers):
            yield f"Table {at} has a header that does not say what it is the header of."
        if len({_width(row) for row in inside if row.S == "/TR"}) > 1 and not any(_spans(tag) for tag in inside):
            yield f"Table {at} has rows of different lengths."
        if sum(tag.S == "/THead" for tag in inside) > 1:
            yield f"Table {at} has its head more than once."


def _width(row: Tag) -> int:
    return sum(is_tag(kid) for kid in kids_of(row))


def _spans(tag: Tag) -> bool:
    return "/A" in tag and ("/RowSpan" in tag.A or "/ColSpan" in tag.A)


def _faults_of_figures(tags: list[Tag]) -> Iterator[str]:
    for tag in tags:
        if tag.S == "/Figure" and not str(tag.get("/Alt", "")).strip():
            yield "A figure has no description."
        if tag.S == "/NonStruct":
            yield "A tag says that it means nothing."


def _faults_of_lists(tags: list[Tag]) -> Iterator[str]:
    """A list holds items (and a caption), an item its mark and what it says; a list in an item is part of what it says."""
    for at, held in enumerate((tag for tag in tags if tag.S == "/L"), start=1):
        for one in kids_of(held):
            if not is_tag(one) or str(one.S) not in ("/LI", "/Caption"):
                yield f"List {at} holds something that is no item."
                continue
            inside = [str(kid.S) if is_tag(kid) else "" for kid in kids_of(one)]
            if one.S == "/LI" and (inside.count("/LBody") != 1 or set(inside) - {"/Lbl", "/LBody"}):
                yield f"An item of list {at} does not say what it is, or says it in two places."


def _faults_of_links(pdf: Pdf) -> Iterator[str]:
    places = {str(name) for name in _names(pdf)}
    for page in pdf.pages:
        for link in page.get("/Annots", []):
            if not str(link.get("/Contents", "")).strip():
                yield f"A link on page {page.label} does not say what it is."
            if not int(link.get("/F", 0)) & PRINT:
                yield f"A link on page {page.label} is not there on paper."
            if "/StructParent" not in link:
                yield f"A link on page {page.label} has no tag."
            if "/Dest" in link and str(link.Dest) not in places:
                yield f"A link on page {page.label} leads nowhere: {link.Dest}."


def _names(pdf: Pdf) -> list[Tag]:
    held: Any = pdf.Root.get("/Names", Dictionary()).get("/Dests", Dictionary()).get("/Names", [])
    return list(held)[::2]


def _faults_of_content(pdf: Pdf) -> Iterator[str]:
    """Everything on a page belongs to a tag, or is said to be furniture."""
    index = _parent_tree(pdf)
    for at, page in enumerate(pdf.pages):
        held = index.get(int(page.get("/StructParents", -1)))
        depth = 0
        for operands, operator in cast("Iterable[Any]", pikepdf.parse_content_stream(page)):
            name = str(operator)
            if name in ("BDC", "BMC"):
                depth += 1
                mcid = (
                    int(operands[1].get("/MCID", -1)) if name == "BDC" and isinstance(operands[1], Dictionary) else -1
                )
                if mcid >= 0 and (held is None or mcid >= len(held) or not is_tag(held[mcid])):
                    yield f"Page {page.label} ({at + 1}) has marked content that no tag holds."
            elif name == "EMC":
                depth -= 1
            elif name in _SHOWS and not depth:
                yield f"Page {page.label} ({at + 1}) has content that is neither tagged nor furniture."
                break


def _parent_tree(pdf: Pdf) -> dict[int, Any]:
    root = pdf.Root.get("/StructTreeRoot")
    nums = list(root.ParentTree.Nums) if root is not None else []
    return {int(nums[at]): nums[at + 1] for at in range(0, len(nums), 2)}


def _bookmarks(pdf: Pdf) -> Iterator[Bookmark]:
    pages: dict[Any, int] = {page.objgen: at for at, page in enumerate(pdf.pages)}

    def walk(items: list[Any], level: int) -> Iterator[Bookmark]:
        for item in items:
            place = item.destination
            found = pages.get(place[0].objgen, -1) if isinstance(place, pikepdf.Array) else -1
            yield Bookmark(level, str(item.title), found)
            yield from walk(list(item.children), level + 1)

    with pdf.open_outline() as outline:
        yield from walk(list(outline.root), 1)


def _faults_of_bookmarks(bookmarks: tuple[Bookmark, ...]) -> Iterator[str]:
    at = 0
    for one in bookmarks:
        if not one.title.strip() or one.page < 0:
            yield f"A bookmark says nothing or leads nowhere: {one.title}."
        elif one.page < at:
            yield f"A bookmark leads back: {one.title}."
        at = max(at, one.page)


def _fonts(pdf: Pdf) -> Iterator[str]:
    for held in pdf.objects:
        if isinstance(held, Dictionary) and held.get("/Type") == "/Font" and held.get("/Subtype") != "/Type0":
            yield str(held.get("/BaseFont", ""))


def _faults_of_fonts(pdf: Pdf) -> Iterator[str]:
    for held in pdf.objects:
        if isinstance(held, Dictionary) and held.get("/Type") == "/FontDescriptor":
            name = str(held.get("/FontName", ""))
            if not any(key in held for key in ("/FontFile", "/FontFile2", "/FontFile3")):
                yield f"The font {name} is not in the file."


def _said_by_tags(content: bytes, tags: list[Tag], pdf: Pdf) -> dict[tuple[int, int], str]:
    """What headings say, by the number of their tag: PDFium knows which words belong to which marked content."""
    from pypdfium2 import raw

    pages: dict[Any, int] = {page.objgen: at for at, page in enumerate(pdf.pages)}
    wanted: dict[tuple[int, int], tuple[int, int]] = {}
    for tag in tags:
        if _HEADING.fullmatch(str(tag.S)):
            for place in _content_of(tag, pages):
                wanted[place] = tag.objgen
    found: dict[tuple[int, int], list[str]] = {}
    with pypdfium2.PdfDocument(content) as document:
        for at in sorted({page for page, _ in wanted}):
            page = document[at]
            text = page.get_textpage()
            for item in page.get_objects(filter=[raw.FPDF_PAGEOBJ_TEXT]):
                key = wanted.get((at, raw.FPDFPageObj_GetMarkedContentID(item.raw)))
                if key is not None:
                    found.setdefault(key, []).append(_of_object(item, text))
            text.close()
    return {key: " ".join("".join(words).split()) for key, words in found.items()}


def _content_of(tag: Tag, pages: dict[Any, int]) -> Iterator[tuple[int, int]]:
    for inner in tags_in(tag):
        for kid in kids_of(inner):
            if isinstance(kid, int):
                yield pages[inner.Pg.objgen], kid
            elif kid.get("/Type") == "/MCR":
                yield pages[kid.Pg.objgen], int(kid.MCID)


def _of_object(item: Any, text: Any) -> str:
    import ctypes

    from pypdfium2 import raw

    length = raw.FPDFTextObj_GetText(item.raw, text.raw, None, 0)
    buffer = ctypes.create_string_buffer(length)
    raw.FPDFTextObj_GetText(item.raw, text.raw, ctypes.cast(buffer, ctypes.POINTER(ctypes.c_ushort)), length)
    return buffer.raw[: length - 2].decode("utf-16-le") + " "
