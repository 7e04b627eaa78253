"""A process of its own that opens one PDF or DOCX file and prints its lines as JSON: ``python extract.py KIND FILE LONGEST``.

Parsers of these formats are written in C and are fed what strangers made: here they run under limits of memory and time, and
a hostile file ends this process, never ours. Nothing of Peelian is imported, because starting must be quick.
"""

from __future__ import annotations

import ctypes
import json
import math
import sys
from collections.abc import Iterator
from typing import Any

MEMORY = 3 << 29
"""Bytes of address space. The largest report measured, of 134 pages, takes a tenth."""
SECONDS = 60
MOST_PAGES = 3000
_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"


class TooMuch(Exception):
    """More text or more pages than any document has."""


def main(kind: str, file: str, longest: str) -> int:
    """Print the lines, or what is wrong, as JSON."""
    limit()
    try:
        told = _pdf(file, int(longest)) if kind == "pdf" else _docx(file, int(longest))
    except TooMuch as error:
        told = {"problem": "long", "why": str(error)}
    except (MemoryError, RecursionError):
        told = {"problem": "large"}
    except Exception as error:  # whatever a parser says of a broken file, the file is broken
        told = {"problem": "password" if "assword" in str(error) else "broken", "why": str(error)[:200]}
    sys.stdout.write(json.dumps(told))
    return 0


def limit() -> None:
    """No more memory and time than a document needs, where the system can hold a process to it."""
    try:
        import resource
    except ImportError:  # not on Windows
        return
    for kind, most in ((resource.RLIMIT_AS, MEMORY), (resource.RLIMIT_CPU, SECONDS), (resource.RLIMIT_CORE, 0)):
        resource.setrlimit(kind, (most, most))


def _pdf(file: str, longest: int) -> dict[str, Any]:
    import pypdfium2

    lines: list[dict[str, Any]] = []
    pages = []
    total = 0
    with pypdfium2.PdfDocument(file) as document:
        if len(document) > MOST_PAGES:
            raise TooMuch(f"has {len(document):,} pages, and {MOST_PAGES:,} are the most")
        for number in range(len(document)):
            found, height = _page(document, number)
            letters = sum(character.isalpha() for line in found for character in line["text"])
            total += sum(len(line["text"]) for line in found)
            if total > longest:
                raise TooMuch(f"holds more than {longest:,} characters by page {number + 1:,} of {len(document):,}")
            pages.append({"letters": letters, "height": height})
            lines += found
    return {"lines": lines, "pages": pages}


def _page(document: Any, number: int) -> tuple[list[dict[str, Any]], float]:
    """The lines of a page and its height. A page that cannot be opened has none."""
    import pypdfium2

    try:
        page = document[number]
        text = page.get_textpage()
    except pypdfium2.PdfiumError:
        return [], 0.0
    found = list(_page_lines(text, number + 1))
    _mark_drawn_bullets(page, found)
    _turn(page, found)
    height = page.get_height()
    text.close()
    page.close()
    return found, height


def _turn(page: Any, lines: list[dict[str, Any]]) -> None:
    """Places as the page shows them, where it is turned: many a landscape page is a portrait one on its side. Changes the lines."""
    turned = page.get_rotation()
    if not turned:
        return
    left, low, right, high = page.get_cropbox()
    width, height = right - left, high - low

    def shown(x: float, y: float) -> tuple[float, float]:
        x, y = x - left, y - low
        return {90: (y, width - x), 180: (width - x, height - y), 270: (height - y, x)}[turned]

    for line in lines:
        (x, y), (last, _) = shown(line["x"], line["y"]), shown(line["right"], line["top"])
        line.update(x=round(x, 2), y=round(y, 2), right=round(last, 2))


def _page_lines(text: Any, page: int) -> Iterator[dict[str, Any]]:
    """Lines as PDFium divides them: text, and where and how large its first letter is."""
    rows = list(_rows(text))
    notes = frozenset(_note_of("".join(letters), looks, rows) for letters, _, looks in rows) - {""}
    for number, (letters, start, looks) in enumerate(rows, start=1):
        _drop_footmarks(text, letters, start, looks, notes)
        yield {"page": page, "number": number, "text": "".join(letters).strip(), **looks}


def _rows(text: Any) -> Iterator[tuple[list[str], int, dict[str, Any]]]:
    """The letters of each line that says something, at which letter of the page it starts, and its looks."""
    from pypdfium2 import raw

    characters = [raw.FPDFText_GetUnicode(text.raw, at) for at in range(text.count_chars())]
    start = 0
    for at in range(len(characters) + 1):
        if at < len(characters) and characters[at] not in (0x0A, 0x0D, *_HYPHENS):
            continue
        end = at + 1 if at < len(characters) and characters[at] in _HYPHENS else at
        letters = [_letter(code) for code in characters[start:end]]
        line = "".join(letters)
        first = start + len(line) - len(line.lstrip())
        last = first + len(line.strip()) - 1
        if line.strip():
            yield letters, start, _looks(text, first, last)
        start = at + 1


def _note_of(line: str, looks: dict[str, Any], rows: list[tuple[list[str], int, dict[str, Any]]]) -> str:
    """The number with which a footnote begins, or that stands alone before one: in smaller letters than most of the page."""
    number = line.split(maxsplit=1)[0] if line.split() else ""
    largest = max((row[2]["size"] for row in rows), default=0.0)
    return number if number.isdigit() and len(number) < 4 and looks["size"] < 0.85 * largest else ""


_HYPHENS = (0x02, 0xFFFE)
"""What PDFium puts for a hyphen at a line's end, where it draws the two lines into one."""
_MOST_DRAWN = 20_000
_ITALIC = 1 << 6
"""The flag of an italic font in a PDF file."""


def _mark_drawn_bullets(page: Any, lines: list[dict[str, Any]]) -> None:
    """Say of each line whether a small dot is drawn before it: some programs draw the bullets of a list. Changes the lines."""
    from pypdfium2 import raw

    dots = []
    for drawn, item in enumerate(page.get_objects(filter=[raw.FPDF_PAGEOBJ_PATH], max_depth=3)):
        if drawn >= _MOST_DRAWN:
            break
        left, low, right, high = item.get_bounds()
        width, height = right - left, high - low
        if 1.2 < width < 9 and 1.2 < height < 9 and 0.6 < width / height < 1.7:
            dots.append((right, (low + high) / 2))
    for line in lines:
        line["dot"] = any(
            0 < line["x"] - x < 3 * max(line["size"], 8) and -0.1 < (y - line["y"]) / max(line["size"], 1) < 0.8
            for x, y in dots
        )


def _drop_footmarks(text: Any, letters: list[str], start: int, looks: dict[str, Any], notes: frozenset[str]) -> None:
    """Take out small raised numbers that point at a footnote; an exponent, as in km2, stays. Changes the list.

    Behind a digit, as in a year, a raised number is one where the page has a footnote of that number (``notes``).
    """
    word, at = "", 0
    while at < len(letters):
        mark = _mark_at(text, letters, start, at, looks) if word and word not in _UNITS else ""
        if mark and (not word[-1].isdigit() or mark in notes):
            letters[at : at + len(mark)] = [""] * len(mark)
        else:
            mark = ""
            word = "" if letters[at].isspace() else word + letters[at]
        at += len(mark) or 1


def _mark_at(text: Any, letters: list[str], start: int, at: int, looks: dict[str, Any]) -> str:
    """The raised digits that begin here; empty where none does."""
    end = at
    while end < len(letters) and letters[end].isdigit() and _is_raised(text, start + end, looks):
        end += 1
    return "".join(letters[at:end])


_UNITS = ("m", "km", "cm", "mm")


def _is_raised(text: Any, at: int, looks: dict[str, Any]) -> bool:
    from pypdfium2 import raw

    x, y = ctypes.c_double(), ctypes.c_double()
    raw.FPDFText_GetCharOrigin(text.raw, at, x, y)
    return bool(y.value > looks["y"] + 0.15 * looks["size"] and _size(text, at) < 0.85 * looks["size"])


def _size(text: Any, at: int) -> float:
    """How large a letter is printed."""
    from pypdfium2 import raw

    matrix = raw.FS_MATRIX()
    scale = 1.0
    if raw.FPDFText_GetMatrix(text.raw, at, matrix):
        scale = math.hypot(matrix.c, matrix.d) or 1.0
    return float(raw.FPDFText_GetFontSize(text.raw, at) * scale)


def _letter(code: int) -> str:
    """A letter by its code; a hyphen at a line's end, which PDFium marks, as a soft one."""
    if code in _HYPHENS:
        return "\u00ad"
    if code < 0x20 or code > 0x10FFFF or 0xD800 <= code < 0xE000:
        return " "
    return chr(code)


def _looks(text: Any, first: int, last: int) -> dict[str, Any]:
    from pypdfium2 import raw

    x, y = ctypes.c_double(), ctypes.c_double()
    raw.FPDFText_GetCharOrigin(text.raw, first, x, y)
    left, right, low, high = (ctypes.c_double() for _ in range(4))
    raw.FPDFText_GetCharBox(text.raw, last, left, right, low, high)
    size = _size(text, first)
    name, flags = ctypes.create_string_buffer(128), ctypes.c_int()
    raw.FPDFText_GetFontInfo(text.raw, first, name, 128, flags)
    bold = raw.FPDFText_GetFontWeight(text.raw, first) >= 600 or b"bold" in name.value.lower()
    values = [
        value if math.isfinite(value) and abs(value) < 1e6 else 0.0
        for value in (x.value, y.value, right.value, high.value, size)
    ]
    return dict(zip(("x", "y", "right", "top", "size"), (round(value, 2) for value in values), strict=True)) | {
        "bold": bold,
        "italic": _is_italic(text, (first + last) // 2),
    }


def _is_italic(text: Any, at: int) -> bool:
    """Whether a letter is; asked of one in the middle of a line, because a number before it may stand upright."""
    from pypdfium2 import raw

    name, flags = ctypes.create_string_buffer(128), ctypes.c_int()
    raw.FPDFText_GetFontInfo(text.raw, at, name, 128, flags)
    return bool(flags.value & _ITALIC) or any(word in name.value.lower() for word in (b"italic", b"oblique"))


def _docx(file: str, longest: int) -> dict[str, Any]:
    import docx

    document = docx.Document(file)
    styles = {style.style_id: (style.name or "") for style in document.styles}
    numbers = _Numbers(document)
    numbered = 0
    lines = []
    total = 0
    for paragraph in document.element.body.iter(f"{_W}p"):
        if _passed_over(paragraph):
            continue
        numbered += 1
        text = _text(paragraph)
        total += len(text)
        if total > longest:
            raise TooMuch(f"holds more than {longest:,} characters")
        if text.strip():
            label = numbers.next(paragraph)
            lines.append({"number": numbered, "text": f"{label} {text.strip()}".strip(), **_style(paragraph, styles)})
    return {"lines": lines, "notes": list(_notes(document))}


def _notes(document: Any) -> Iterator[str]:
    """What a person should know of a letter: what was not read, and what was read as if it stood."""
    body = document.element.body
    if any(True for _ in body.iter(*(f"{_W}{tag}" for tag in ("ins", "del", "moveFrom", "moveTo")))):
        yield "It holds changes that nobody has accepted yet: read as if they were."
    if any(_is_hidden(run) for run in body.iter(f"{_W}r")):
        yield "It holds hidden words, which nobody sees in print: they were not read."
    for tag, what in (
        ("footnoteReference", "footnote"),
        ("endnoteReference", "endnote"),
        ("commentReference", "comment"),
    ):
        if count := sum(1 for _ in body.iter(f"{_W}{tag}")):
            yield f"It has {count} {what}{'' if count == 1 else 's'}, and {'it was' if count == 1 else 'they were'} not read."


class _Numbers:
    """The numbers that Word counts and its file does not hold: those of its numbered lists, as they are printed."""

    def __init__(self, document: Any) -> None:
        self.counts: dict[tuple[str, int], int] = {}
        self.levels: dict[str, dict[int, tuple[str, str, int]]] = {}
        self.lists: dict[str, str] = {}
        self.styled: dict[str, tuple[str, int]] = {}
        try:
            held = document.part.numbering_part.element
        except (KeyError, NotImplementedError, AttributeError):
            return
        for one in held.iter(f"{_W}abstractNum"):
            self.levels[one.get(f"{_W}abstractNumId", "")] = {
                _number_of(level, "ilvl"): (
                    _value(level, "numFmt"),
                    _value(level, "lvlText"),
                    int(_value(level, "start") or 1),
                )
                for level in one.iter(f"{_W}lvl")
            }
        for one in held.iter(f"{_W}num"):
            self.lists[one.get(f"{_W}numId", "")] = _value(one, "abstractNumId")
        for style in document.styles.element.iter(f"{_W}style"):
            counted = style.find(f"{_W}pPr/{_W}numPr")
            if counted is not None:
                self.styled[style.get(f"{_W}styleId", "")] = (
                    _value(counted, "numId"),
                    _number(counted.find(f"{_W}ilvl")),
                )

    def next(self, paragraph: Any) -> str:
        """What Word prints before this paragraph; empty where it is a bullet or nothing. Counts it."""
        listed = self._list_of(paragraph)
        if listed is None:
            return ""
        number, level = listed
        kind = self.lists.get(number, "")
        levels = self.levels.get(kind, {})
        if level not in levels:
            return ""
        self.counts[kind, level] = self.counts.get((kind, level), levels[level][2] - 1) + 1
        for deeper in [key for key in self.counts if key[0] == kind and key[1] > level]:
            del self.counts[deeper]
        form, pattern, _ = levels[level]
        if form in ("bullet", "none", "") or "%" not in pattern:
            return ""
        for at in range(9):
            count = self.counts.get((kind, at), levels[at][2] if at in levels else 1)
            pattern = pattern.replace(f"%{at + 1}", _spelt(count, levels[at][0] if at in levels else "decimal"))
        return pattern.strip()

    def _list_of(self, paragraph: Any) -> tuple[str, int] | None:
        held = paragraph.find(f"{_W}pPr")
        counted = held.find(f"{_W}numPr") if held is not None else None
        if counted is not None:
            return _value(counted, "numId"), _number(counted.find(f"{_W}ilvl"))
        style = held.find(f"{_W}pStyle") if held is not None else None
        return self.styled.get(style.get(f"{_W}val", "")) if style is not None else None


def _value(element: Any, tag: str) -> str:
    found = element.find(f"{_W}{tag}")
    return found.get(f"{_W}val", "") if found is not None else ""


def _number_of(element: Any, name: str) -> int:
    value = element.get(f"{_W}{name}", "0")
    return int(value) if value.isdigit() and len(value) < 3 else 0


def _spelt(count: int, form: str) -> str:
    """A number as a list prints it: 4, d, D, iv or IV."""
    if form in ("lowerLetter", "upperLetter"):
        letter = chr(ord("a") + (count - 1) % 26) * ((count - 1) // 26 + 1)
        return letter if form == "lowerLetter" else letter.upper()
    if form in ("lowerRoman", "upperRoman"):
        roman, rest = "", count
        for value, sign in (
            (100, "c"),
            (90, "xc"),
            (50, "l"),
            (40, "xl"),
            (10, "x"),
            (9, "ix"),
            (5, "v"),
            (4, "iv"),
            (1, "i"),
        ):
            roman, rest = roman + sign * (rest // value), rest % value
        return roman if form == "lowerRoman" else roman.upper()
    return str(count)


def _is_hidden(run: Any) -> bool:
    """Whether the words of a run are there and not seen."""
    mark = run.find(f"{_W}rPr/{_W}vanish")
    return mark is not None and mark.get(f"{_W}val", "1") not in ("0", "false", "off")


def _passed_over(paragraph: Any) -> bool:
    """What Word keeps twice for old programs is read once."""
    return any(True for _ in paragraph.iterancestors(f"{_MC}Fallback"))


def _text(paragraph: Any) -> str:
    """What a paragraph says: insertions are read, deletions and what lies in a text box of its own are not."""
    parts = []
    for node in paragraph.iter(f"{_W}t", f"{_W}tab", f"{_W}br", f"{_W}cr", f"{_W}noBreakHyphen"):
        owner = next(node.iterancestors(f"{_W}p"), None)
        if owner is not paragraph or node.getparent().tag == f"{_W}tabs" or _is_away(node):
            continue
        parts.append(node.text or "" if node.tag == f"{_W}t" else "-" if node.tag == f"{_W}noBreakHyphen" else " ")
    return "".join(parts)


def _is_away(node: Any) -> bool:
    """Whether words stand in the file and not in the letter: moved elsewhere, or hidden."""
    run = next(node.iterancestors(f"{_W}r"), None)
    return (run is not None and _is_hidden(run)) or any(True for _ in node.iterancestors(f"{_W}moveFrom"))


def _style(paragraph: Any, styles: dict[str, str]) -> dict[str, Any]:
    held = paragraph.find(f"{_W}pPr")
    style = held.find(f"{_W}pStyle") if held is not None else None
    identity = style.get(f"{_W}val", "") if style is not None else ""
    numbering = held.find(f"{_W}numPr") if held is not None else None
    level = numbering.find(f"{_W}ilvl") if numbering is not None else None
    outline = held.find(f"{_W}outlineLvl") if held is not None else None
    runs = [run for run in paragraph.iter(f"{_W}r") if any((text.text or "").strip() for text in run.iter(f"{_W}t"))]
    return {
        "style": styles.get(identity, identity),
        "listed": numbering is not None,
        "level": _number(level),
        "outline": _number(outline) if outline is not None else None,
        "bold": bool(runs) and all(_is_bold(run) for run in runs),
        "table": any(True for _ in paragraph.iterancestors(f"{_W}tc")),
    }


def _number(element: Any) -> int:
    value = element.get(f"{_W}val", "0") if element is not None else "0"
    return int(value) if value.isdigit() and len(value) < 3 else 0


def _is_bold(run: Any) -> bool:
    mark = run.find(f"{_W}rPr/{_W}b")
    return mark is not None and mark.get(f"{_W}val", "1") not in ("0", "false", "off")


if __name__ == "__main__":
    raise SystemExit(main(*sys.argv[1:]))
