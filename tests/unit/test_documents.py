"""The press, the mending and the reading back, each alone: what is refused, what is mended, and that faults are found."""

from __future__ import annotations

import datetime as dt
import io
import os
import random
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pikepdf
import pytest

import peelian
from peelian.documents import mending, press
from peelian.documents.checking import read, strings_of, texts_of
from peelian.documents.keeping import found, kept
from peelian.documents.pdf import Part, Print, pages_of, printed
from peelian.figures.errors import PeelianError
from peelian.ui.prose import prose

NOW = dt.datetime(2017, 1, 9, 10, 15, tzinfo=dt.UTC)


def document(*bodies: str, **more: object) -> Print:
    """A document of one part for each body."""
    parts = tuple(Part(f"part-{at}", body) for at, body in enumerate(bodies, start=1))
    return Print("A title", "A body", "what it is about", NOW, **{"parts": parts, **more})  # type: ignore[arg-type]


def rows(count: int) -> str:
    """Rows of a table with a header each."""
    return "".join(f'<tr><th scope="row">{at}</th><td>{at * 2}</td></tr>' for at in range(count))


TABLE = f'<table><thead><tr><th scope="col">a</th><th scope="col">b</th></tr></thead><tbody>{rows(120)}</tbody></table>'


_SVG = "data:image/svg+xml,<svg xmlns='http://www.w3.org/2000/svg' width='9' height='9'>"


# -- nothing from outside


@pytest.mark.parametrize(
    "body",
    [
        '<h1>A</h1><img alt="x" src="https://192.0.2.1/x.png">', '<h1>A</h1><img alt="x" src="http://192.0.2.1/x.png">',
        '<h1>A</h1><img alt="x" src="file:///etc/hostname">', '<h1>A</h1><img alt="x" src="peelian:../../../pdf.py">',
        "<style>@import url(file:///etc/passwd);</style><h1>A</h1>",
        f"""<h1>A</h1><img alt="x" src="{_SVG}<image href='file:///etc/hostname' width='9' height='9'/></svg>">""",
        '<link rel="attachment" href="file:///etc/hostname"><h1>A</h1>',
    ],
)  # fmt: skip
def test_a_document_that_asks_for_anything_from_outside_is_refused(body: str) -> None:
    with pytest.raises(PeelianError, match="made of what is in this house alone") as refused:
        printed(document(body))
    assert refused.value.code == "outside"


def test_only_files_that_everybody_may_fetch_from_us_are_ours() -> None:
    assert press.ours("peelian:vendor/fonts/source-sans-3-latin-400-normal.woff2") is not None
    for address in ("peelian:../apps.py", "peelian:%2e%2e/%2e%2e/documents/templates/documents/x.svg", "peelian:vendor/none.woff2",
                    "peelian:vendor/.stamp", "https://example.org/vendor/fonts/x.woff2", "/etc/hostname"):  # fmt: skip
        assert press.ours(address) is None, address


def test_a_picture_in_the_document_itself_is_drawn_and_described() -> None:
    picture = f"{_SVG}<circle r='4'/></svg>"
    reading = read(printed(document(f'<h1>A</h1><p>x <img alt="A dot" src="{picture}"></p>')).content)
    assert reading.faults == ()
    assert "Figure" in reading.tags
    assert "NonStruct" not in reading.tags


# -- what goes wrong is said in one line


def test_a_machine_without_pango_is_told_what_to_install() -> None:
    # WeasyPrint asks cffi for each library: a cffi that finds none is a machine without them
    no_library = "import cffi\ndef none(*args, **more): raise OSError('not found')\ncffi.FFI.dlopen = none\n"
    code = f"{no_library}import sys\nfrom peelian.documents.press import main\nsys.exit(main())"
    done = subprocess.run(
        [sys.executable, "-c", code], input=b"{}", capture_output=True, check=False, env=_environment()
    )
    assert done.stdout == b'{"problem": "libraries"}\n'
    assert b"Traceback" not in done.stderr


def _environment() -> dict[str, str]:
    return {**os.environ, "PYTHONPATH": str(Path(peelian.__file__).parents[1])}


def test_a_document_that_takes_too_long_is_given_up() -> None:
    with pytest.raises(PeelianError, match="more time or memory") as refused:
        printed(document("<h1>A</h1>" + TABLE * 40), seconds=1.0)
    assert refused.value.code == "too-large"


def test_fonts_that_are_not_built_are_asked_for(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr("peelian.documents.pdf.FONTS", tmp_path)
    with pytest.raises(PeelianError, match="the fonts of documents are not there"):
        printed(document("<h1>A</h1>"))


def test_a_part_needs_a_name_of_its_own() -> None:
    with pytest.raises(ValueError, match="no name of a part"):
        Part("Part One", "")
    with pytest.raises(ValueError, match="two parts of one name"):
        Print("A", "B", "c", NOW, (Part("one", ""), Part("one", "")))


# -- what WeasyPrint writes, and what is left of it


def test_what_goes_over_a_page_is_one_tag() -> None:
    items = "".join(f"<li>{'word ' * 40}</li>" for _ in range(40))
    reading = read(
        printed(document(f"<section><h1>A</h1>{TABLE}<ul>{items}</ul><p>{'word ' * 900}</p></section>")).content
    )
    assert len(reading.labels) > 4
    counted = {tag: reading.tags.count(tag) for tag in ("Table", "THead", "TBody", "Sect", "L", "LI", "LBody", "P")}
    assert counted == {"Table": 1, "THead": 1, "TBody": 1, "Sect": 1, "L": 1, "LI": 40, "LBody": 40, "P": 1}
    assert reading.faults == ()


NESTED = (
    "- first\n  - inner one\n  - inner two\n- second\n\n  more of it\n\n- 1. only inner\n\n"
    "1. one\n   - deep\n     - deeper\n2. two\n"
)


def _lists(content: bytes) -> list[str]:
    """The tags of each outermost list, each with how deep it lies."""
    with pikepdf.open(io.BytesIO(content)) as pdf:

        def told(tag: mending.Tag, depth: int) -> Iterator[str]:
            yield f"{depth}{tag.S}"
            for kid in mending.kids_of(tag):
                if mending.is_tag(kid):
                    yield from told(kid, depth + 1)

        def outermost(tag: mending.Tag) -> Iterator[str]:
            for kid in filter(mending.is_tag, mending.kids_of(tag)):
                yield from told(kid, 0) if kid.S == "/L" else outermost(kid)

        return list(outermost(pdf.Root.StructTreeRoot.K[0]))


def test_a_list_in_an_item_is_part_of_what_the_item_says() -> None:
    content = printed(document(f"<h1>A</h1>{prose(NESTED)}")).content
    assert read(content).faults == ()
    found = _lists(content)
    assert [one for one in found if one.endswith("/L")] == ["0/L", "3/L", "3/L", "0/L", "3/L", "6/L"]
    assert "1/L" not in found, "beside the item, as WeasyPrint hangs it"
    only_inner = found.index("3/L", found.index("3/L") + 1)
    assert found[only_inner - 4 : only_inner] == ["1/LI", "2/Lbl", "3/Span", "2/LBody"], (
        "an item that says nothing else has a body too"
    )


def test_a_list_in_an_item_that_goes_over_a_page_stays_in_it() -> None:
    inner = "".join(f"<li>{'word ' * 40}</li>" for _ in range(30))
    content = printed(document(f"<h1>A</h1><ul><li>{'word ' * 40}<ul>{inner}</ul></li><li>next</li></ul>")).content
    reading = read(content)
    assert len(reading.labels) > 2 and reading.faults == ()
    found = _lists(content)
    assert [found.count(one) for one in ("0/L", "1/LI", "2/LBody", "3/L", "4/LI", "5/LBody")] == [1, 2, 2, 1, 30, 30]


def test_two_tables_that_meet_at_a_page_stay_two() -> None:
    reading = read(printed(document(f"<h1>A</h1>{TABLE}{TABLE}")).content)
    assert reading.tags.count("Table") == 2


def test_without_the_hook_a_table_would_be_a_table_a_page(monkeypatch: pytest.MonkeyPatch) -> None:
    from contextlib import nullcontext

    part = {"name": "one", "html": f"<h1>A</h1>{TABLE}", "head": "", "series": "pages", "look": ""}
    asked = {"title": "A", "author": "B", "about": "c", "made": NOW.isoformat(), "first_page": 1, "banner": "", "foot": "",
             "language": "en", "style": "", "parts": [part]}  # fmt: skip
    told = press.press(asked, lambda done, of: None)[0]
    monkeypatch.setattr(press, "told_of_elements", nullcontext)
    untold = press.press(asked, lambda done, of: None)[0]
    assert read(told).tags.count("Table") == 1
    assert read(untold).tags.count("Table") > 1, "WeasyPrint joins them itself now: take tagging.py out"


def test_headers_say_what_they_are_headers_of() -> None:
    content = printed(document(f"<h1>A</h1>{TABLE}")).content
    with pikepdf.open(io.BytesIO(content)) as pdf:
        headers = [tag for tag in mending.tags_in(pdf.Root.StructTreeRoot.K[0]) if tag.S == "/TH"]
        assert {str(tag.A.Scope) for tag in headers} == {"/Column", "/Row"}
        assert not any("/Headers" in tag.get("/A", {}) or "/ID" in tag for tag in headers)


def test_bare_words_become_a_paragraph_and_a_heading_of_two_lines_is_one() -> None:
    reading = read(
        printed(document('<h1><span style="display:block">Item 1</span> Apologies</h1><div>bare</div>')).content
    )
    assert reading.headings == ((1, "Item 1 Apologies"),)
    assert reading.tags.count("H1") == 1
    assert reading.tags[-3:] == ("Div", "P", "Span")


def test_running_heads_are_furniture() -> None:
    one = printed(Print("A title", "B", "c", NOW, (Part("one", "<h1>A</h1>", head="The running head"),))).content
    assert read(one).faults == ()
    assert "The running head" in read(one).texts[0]
    with pikepdf.open(io.BytesIO(one)) as pdf:
        stream = pikepdf.unparse_content_stream(pikepdf.parse_content_stream(pdf.pages[0]))
        assert stream.count(b"/Artifact") >= 2


# -- reading back finds what is wrong


@pytest.fixture(scope="module")
def whole() -> bytes:
    """A file with a heading, a link, a list and a table, and nothing wrong with it."""
    content = printed(document(f'<h1>A</h1><p><a href="#part-1">up</a></p><ul><li>one</li></ul>{TABLE}')).content
    assert read(content).faults == ()
    return content


def _spoiled(content: bytes, spoil: str) -> tuple[str, ...]:
    with pikepdf.open(io.BytesIO(content)) as pdf:
        tags = list(mending.tags_in(pdf.Root.StructTreeRoot.K[0]))
        match spoil:
            case "language":
                del pdf.Root.Lang
            case "scope":
                del next(tag for tag in tags if tag.S == "/TH").A
            case "heading":
                next(tag for tag in tags if tag.S == "/H1").S = pikepdf.Name.H3
            case "figure":
                next(tag for tag in tags if tag.S == "/Link").S = pikepdf.Name.Figure
            case "link":
                pdf.pages[0].Annots[0].Dest = pikepdf.String("nowhere")
            case "labels":
                del pdf.Root.PageLabels
            case "tree":
                pdf.Root.StructTreeRoot.ParentTree.Nums[1][0] = pikepdf.Array()
            case "paper":
                pdf.pages[0].Annots[0].F = 0
            case "body":
                item = next(tag for tag in tags if tag.S == "/LI")
                item.K = pikepdf.Array([item.K[0]])
            case "nested":
                held = next(tag for tag in tags if tag.S == "/L")
                held.K = pikepdf.Array(
                    [*held.K, pdf.make_indirect(pikepdf.Dictionary(S=pikepdf.Name.L, K=pikepdf.Array()))]
                )
            case "row":
                row = next(tag for tag in tags if tag.S == "/TR")
                row.K = pikepdf.Array([row.K[0]])
        out = io.BytesIO()
        pdf.save(out)
    return read(out.getvalue()).faults


@pytest.mark.parametrize(
    ("spoil", "said"),
    [
        ("language", "The document does not say its language."),
        ("scope", "Table 1 has a header that does not say what it is the header of."),
        ("heading", "A heading of level 3 follows one of level 0: A."), ("figure", "A figure has no description."),
        ("link", "A link on page 1 leads nowhere: nowhere."), ("labels", "The pages have no labels."),
        ("paper", "A link on page 1 is not there on paper."),
        ("body", "An item of list 1 does not say what it is, or says it in two places."),
        ("nested", "List 1 holds something that is no item."),
        ("tree", "Page 1 (1) has marked content that no tag holds."), ("row", "Table 1 has rows of different lengths."),
    ],
)  # fmt: skip
def test_each_fault_is_found(whole: bytes, spoil: str, said: str) -> None:
    assert said in _spoiled(whole, spoil)


def test_everything_that_can_be_read_in_a_file_is_read() -> None:
    content = printed(document("<h1>In the text</h1>")).content
    with pikepdf.open(io.BytesIO(content)) as pdf:
        pdf.attachments["named-canary.txt"] = b"attached canary"
        pdf.docinfo["/Keywords"] = "canary of the metadata"
        pdf.Root.StructTreeRoot.K[0].Alt = pikepdf.String("described canary")
        pdf.Root.Hidden = pdf.make_indirect(
            pikepdf.Dictionary(A=pikepdf.Array([pikepdf.String("canary in an object")]))
        )
        note = pikepdf.Dictionary(Contents=pikepdf.String("canary of a note"))
        pdf.pages[0].Annots = pikepdf.Array([pdf.make_indirect(note)])
        with pdf.open_outline() as outline:
            outline.root.append(pikepdf.OutlineItem("canary bookmark", 0))
        out = io.BytesIO()
        pdf.save(out, object_stream_mode=pikepdf.ObjectStreamMode.generate)
    said = " | ".join(text for _, text in strings_of(out.getvalue()))
    for canary in (
        "In the text", "named-canary.txt", "attached canary", "canary of the metadata", "described canary",
        "canary in an object", "canary of a note", "canary bookmark",
    ):  # fmt: skip
        assert canary in said, canary


# -- prose


def test_what_people_write_can_only_be_prose() -> None:
    text = (
        "<script>alert(1)</script>\n\nA <b>bold</b> <i onclick=x>word</i>, 9<sup>th</sup> <b>open\n\n"
        "[out](https://example.org) [in](/office) [js](javascript:alert(1)) ![a map](https://example.org/x.png)"
    )
    said = prose(text)
    assert "<script" not in said and "&lt;script&gt;alert(1)&lt;/script&gt;" in said
    assert "<strong>bold</strong>" in said and "<sup>th</sup>" in said
    assert "&lt;i onclick=x&gt;word" in said and "&lt;b&gt;open" in said
    assert '<a href="https://example.org">out</a> in js [picture: a map]' in said
    assert said.count("<a ") == 1 and "<img" not in said


def test_headings_stand_below_the_one_above_without_a_level_left_out() -> None:
    said = prose("### A\n\n##### B\n\n# C\n\n###### D\n\n## E", below=3)
    assert [said[at : at + 6] for at in range(len(said)) if said.startswith("<h", at)] == [
        "<h4>A<",
        "<h5>B<",
        "<h4>C<",
        "<h5>D<",
        "<h5>E<",
    ]
    assert "<h6>" in prose("# A\n\n## B\n\n### C\n\n#### D", below=3), "no level is deeper than six"


def test_a_table_of_many_columns_turns_the_page() -> None:
    def head(count: int) -> str:
        return f"|{'a|' * count}\n|{'-|' * count}\n|{'1|' * count}"

    assert 'class="wide"' not in prose(head(7)) and '<th scope="col">' in prose(head(7))
    reading = printed(document(f"<h1>A</h1>{prose(head(8))}"))
    with pikepdf.open(io.BytesIO(reading.content)) as pdf:
        width, height = (float(value) for value in pdf.pages[-1].MediaBox[2:])
        assert width > height


# -- pages that are named, files that are kept


@pytest.mark.parametrize("seed", range(8))
def test_pages_of_parts_follow_one_another_however_long_they_are(seed: int) -> None:
    """The press itself, on random parts: numbered parts leave no gap, and every page of the file has the label that it prints."""
    lot = random.Random(seed)
    parts = [
        {"name": f"part-{at}", "series": lot.choice(["front", "pages", "pages", "exempt"]), "head": "", "look": "",
         "html": f"<h1>Part</h1>{'<p>line</p>' * lot.choice([0, 1, 20, 60, 150])}"}
        for at in range(lot.randint(1, 7))
    ]  # fmt: skip
    first = lot.choice([1, 1, 87])
    asked = {"title": "A", "author": "B", "about": "c", "made": NOW.isoformat(), "first_page": first, "banner": "", "foot": "",
             "language": "en", "style": "@page { size: A5; @top-right { content: counter(page); } }", "parts": parts}  # fmt: skip
    content, found = press.press(asked, lambda done, of: None)
    ranges = {name: (begin, end) for name, begin, end in found}
    for series, begin in (("front", 1), ("pages", first), ("exempt", 1)):
        numbers = [number for part in parts if part["series"] == series
                   for number in range(ranges[part["name"]][0], ranges[part["name"]][1] + 1)]  # fmt: skip
        assert numbers == list(range(begin, begin + len(numbers)))
    assert len(texts_of(content)) == sum(end - begin + 1 for begin, end in ranges.values())
    expected = [number for part in parts for number in range(ranges[part["name"]][0], ranges[part["name"]][1] + 1)]
    assert [int(re.findall(r"\d+", text)[-1]) for text in texts_of(content)] == expected


def test_a_part_in_front_names_the_pages_of_those_behind_it() -> None:
    made = Print("A", "B", "c", NOW, (
        Part("front", f'<h1>A</h1><p>See {pages_of("one")}, {pages_of("two")} and {pages_of("secret")}.</p>', series="front"),
        Part("one", f"<h2>One</h2>{TABLE}"), Part("two", "<h2>Two</h2>"), Part("secret", "<h2>Three</h2>", series="exempt"),
    ), first_page=87)  # fmt: skip
    done = printed(made)
    last = done.ranges["one"][1]
    assert done.ranges == {"one": (87, last), "two": (last + 1, last + 1)}
    reading = read(done.content)
    assert f"See 87 to {last}, {last + 1} and E1." in reading.texts[0]
    assert reading.labels == ("i", *(str(number) for number in range(87, last + 2)), "E1")


def test_a_file_is_made_once_and_again_where_it_was_altered(tmp_path: Path) -> None:
    made = document("<h1>A</h1>")
    first = kept(tmp_path, made)
    before = first.path.stat().st_mtime_ns
    assert kept(tmp_path, made) == first
    assert first.path.stat().st_mtime_ns == before
    assert found(tmp_path, document("<h1>B</h1>").key) is None
    first.path.write_bytes(b"%PDF-1.7 something else")
    assert found(tmp_path, made.key) is None
    assert kept(tmp_path, made).sha256 == first.sha256
    assert sorted(path.suffix for path in (tmp_path / "documents").rglob("*.*") if not path.name.startswith(".")) == [
        ".json",
        ".pdf",
    ]


def test_what_is_restricted_is_never_kept(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="not kept"):
        kept(tmp_path, document("<h1>A</h1>", banner="Restricted"))
    assert list(tmp_path.iterdir()) == []


def test_whoever_waits_hears_how_far_it_is() -> None:
    heard: list[tuple[int, int]] = []
    printed(document("<h1>A</h1>", "<h2>B</h2>"), lambda done, of: heard.append((done, of)))
    assert heard == [(1, 2), (2, 2)]
