"""Reading a document: lines with their places, blocks, sentences, and what they hold. Files that cannot be read say why."""

from __future__ import annotations

import io
import zipfile
from decimal import Decimal
from pathlib import Path

import docx
import pikepdf
import pytest
import weasyprint

from peelian.figures.errors import PeelianError
from peelian.reading import Line, blocks_of, read_bytes, read_document, sentences_of
from peelian.reading.amounts import counts_in, money_in, per_cents_in
from peelian.reading.dates import dates_in
from peelian.reading.names import Names


def texts(text: str) -> list[tuple[int, str, str]]:
    """Line, look and text of every block of a Markdown file."""
    return [(block.line, block.look, block.text) for block in blocks_of(read_bytes(text.encode(), "x.md").lines)]


def refusal(content: bytes) -> PeelianError:
    with pytest.raises(PeelianError) as raised:
        read_bytes(content, "x")
    return raised.value


def letter(*paragraphs: tuple[str, str]) -> bytes:
    """A DOCX file of paragraphs, each a style and a text."""
    document, stream = docx.Document(), io.BytesIO()
    for style, text in paragraphs:
        document.add_paragraph(text, style=style)
    document.save(stream)
    return stream.getvalue()


def test_marks_of_markdown_go_and_line_numbers_stay() -> None:
    marked = "# **A plan**\n\n\nWe *will* act, see [here](https://a.example).<sup>3</sup>\n\n- **Do this**\n- 1<sup>st</sup> one\n"
    assert texts(marked) == [
        (1, "heading", "A plan"),
        (4, "text", "We will act, see here."),
        (6, "bullet", "Do this"),
        (7, "bullet", "1st one"),
    ]  # fmt: skip


def test_a_text_without_marks_keeps_its_asterisks() -> None:
    document = read_bytes(b"Stars ** are stars here.\nAnd go on.\n\nNext.", "x.txt")
    assert (document.kind, [block.text for block in blocks_of(document.lines)]) == (
        "text", ["Stars ** are stars here. And go on.", "Next."]
    )  # fmt: skip


def test_a_sentence_that_a_page_parts_is_whole_again_and_knows_its_lines() -> None:
    # a note, a rule and a box stand between
    text = (
        "# Plan\n\nThe work that we have begun with many partners over the years will go on. It is meant for people in need of"
        "\n\n---\n\n"
        "<sup>1</sup> A note\n\n## A box\n\nWhat is in the box.\n\nhelp at home. It ends.\n\n- one\n"
    )
    [block] = [block for block in blocks_of(read_bytes(text.encode(), "x").lines) if "begun" in block.text]
    sentences = sentences_of(block)
    assert [(sentence.line, sentence.text) for sentence in sentences[1:]] == [
        (3, "It is meant for people in need of help at home."),
        (13, "It ends."),
    ]
    assert sum("What is in the box" in block.text for block in blocks_of(read_bytes(text.encode(), "x").lines)) == 1


def test_a_paragraph_that_lost_its_stop_is_not_joined_to_the_next() -> None:
    assert (
        len(
            texts(
                "## A\n\nThis paragraph is quite long and has lost the stop at its very end here\n\nAnother begins.\n\nyet more\n"
            )
        )
        == 4
    )


def test_a_hyphen_at_a_lines_end_is_kept_where_the_document_writes_it() -> None:
    lines = [
        Line(1, "anti-social behaviour and the co\u00ad"), Line(2, "operation of all against anti-", begins=False),
        Line(3, "social behaviour", begins=False),
    ]  # fmt: skip
    [block] = blocks_of(lines)
    assert block.text == "anti-social behaviour and the cooperation of all against anti-social behaviour"
    assert block.at(block.text.index("social behaviour", 40))[0] == 3


def test_sentences_end_at_stops_and_not_at_abbreviations() -> None:
    [block] = blocks_of(
        [Line(1, "Mr. Smith and Sgt. Jones spent £3.4m. It rose by 1.5 per cent, i.e. a little. Why? Nobody knows..")]
    )
    assert [sentence.text for sentence in sentences_of(block)] == [
        "Mr. Smith and Sgt. Jones spent £3.4m.", "It rose by 1.5 per cent, i.e. a little.", "Why?", "Nobody knows..",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "role", "period", "month"),
    [
        ("by December 2017", "due", "2017-12", "2017-12"),
        ("by the end of March 2017", "due", "2017-03", "2017-03"),
        ("by 2020", "due", "2020-12", "2020-12"),
        ("by the end of 2018/19", "due", "FY2018-19", "2019-03"),
        ("no later than 1st December 2016", "due", "2016-12", "2016-12"),
        ("from 2018/19", "start", "FY2018-19", "2019-03"),
        ("From January 2017", "start", "2017-01", "2017-01"),
        ("in spring 2018", "at", "2018-05", "2018-05"),
        ("in early 2017", "at", None, None),
        ("in the New Year", "vague", None, None),
        ("over the coming year", "vague", None, None),
        ("in due course", "vague", None, None),
        ("by Q4 2018/19", "due", "2019-03", "2019-03"),
    ],
)
def test_dates_are_months_where_a_month_is_printed(text: str, role: str, period: str | None, month: str | None) -> None:
    [date] = dates_in(f"We will do it {text}, with others.")
    assert (date.role, date.words, date.period, date.month) == (role, text, period, month)


def test_what_is_no_date_is_none() -> None:
    found = dates_in("The Strategy 2017-2021 counts 2020 officers, room 2017/25 and 2015/17.")
    assert [date for date in found if date.period or date.said] == []


def test_money_is_in_whole_units_of_its_currency() -> None:
    found = money_in("£3.4m, £500k, up to £50m, £72 million, £1,500, £2.2 billion, €10 and £0.50 each")
    assert [money.amount for money in found] == [3_400_000, 500_000, 50_000_000, 72_000_000, 1_500, 2_200_000_000, 10]
    assert [money.currency for money in found[-2:]] == ["GBP", "EUR"]


def test_numbers_count_what_is_printed_after_them() -> None:
    said = (
        "two dedicated constables and one PCSO, 22,000 body worn cameras for more than one team over 12 months in 2018"
    )
    assert [(count.value, count.unit) for count in counts_in(said)] == [
        (Decimal(2), "dedicated constables"), (Decimal(1), "PCSO"), (Decimal(22000), "body worn cameras"),
    ]  # fmt: skip
    assert [(one.value, one.unit) for one in per_cents_in("85% or 1.5 per cent, by 5 percentage points")] == [
        (Decimal(85), "percent"), (Decimal("1.5"), "percent"),
    ]  # fmt: skip


def test_names_are_found_by_any_of_their_forms_and_the_longest_wins() -> None:
    names = Names(
        {
            "mps": ["Metropolitan Police Service", "MPS", "Met"],
            "city": ["City of London Police"],
            "hq": ["Her Majesty's Courts"],
        }
    )
    assert names.ids_in(
        "The Met met the City of London Police at the Courts; the metropolitan police service paid."
    ) == ("mps", "city", "hq")
    assert names.ids_in("We met metal") == ()
    assert names.with_abbreviations_of("with City of London Police (CoLP) and").ids_in("CoLP will") == ("city",)


def test_windows_letters_are_read_and_said() -> None:
    document = read_bytes("We pay £5 – “now”.\n".encode("cp1252"), "x.txt")
    assert document.lines[0].text == "We pay £5 – “now”."
    assert "windows-1252" in document.notes[0]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_utf_texts_are_read_with_any_mark_and_line_end(encoding: str) -> None:
    document = read_bytes("One £.\r\n\r\nTwo.\rThree.\n".encode(encoding), "x.txt")
    assert ([(line.number, line.text) for line in document.lines], document.notes) == (
        [(1, "One £."), (3, "Two."), (4, "Three.")],
        (),
    )


def test_a_letter_is_read_paragraph_by_paragraph() -> None:
    content = letter(("Title", "A plan"), ("Heading 2", "Our commitments"), ("Normal", ""), ("Normal", "We propose to:"),
                     ("List Bullet", "Do this"), ("List Number", "Do that"))  # fmt: skip
    document = read_bytes(content, "x")
    assert [(line.number, line.look, line.level, line.text) for line in document.lines] == [
        (1, "heading", 1, "A plan"), (2, "heading", 2, "Our commitments"), (4, "text", 0, "We propose to:"),
        (5, "bullet", 0, "Do this"), (6, "bullet", 0, "Do that"),
    ]  # fmt: skip


def test_changes_nobody_accepted_are_read_as_if_they_were_and_said() -> None:
    new = '<w:ins w:id="1" w:author="a"><w:r><w:t>new </w:t></w:r></w:ins>'
    change = f'{new}<w:del w:id="2" w:author="a"><w:r><w:delText>old </w:delText></w:r></w:del>'
    document = read_bytes(
        altered(
            letter(("Normal", "word")), "word/document.xml", b"<w:r><w:t>word", change.encode() + b"<w:r><w:t>word"
        ),
        "x",
    )
    assert document.lines[0].text == "new word"
    assert "changes that nobody has accepted" in document.notes[0]


def altered(content: bytes, member: str, old: bytes, new: bytes) -> bytes:
    """A packed file with a piece of one member put in another's place."""
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as before, zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as after:
        for name in before.namelist():
            data = before.read(name)
            assert name != member or old in data
            after.writestr(name, data.replace(old, new) if name == member else data)
    return stream.getvalue()


def changed(inner: str) -> list[str]:
    """What a letter of one paragraph with this inside says, and the notes on it."""
    read = read_bytes(
        altered(letter(("Normal", "word")), "word/document.xml", b"<w:r><w:t>word</w:t></w:r>", inner.encode()), "x"
    )
    return [*(line.text for line in read.lines), *read.notes]


def test_what_was_moved_is_read_once_and_where_it_went() -> None:
    away = '<w:moveFrom w:id="1" w:author="a"><w:r><w:t>The Met should act. </w:t></w:r></w:moveFrom>'
    here = '<w:moveTo w:id="2" w:author="a"><w:r><w:t>The Met should act.</w:t></w:r></w:moveTo>'
    text, note = changed(f"{away}<w:r><w:t>First. </w:t></w:r>{here}")
    assert (text, "nobody has accepted" in note) == ("First. The Met should act.", True)


def test_hidden_words_of_a_letter_are_not_read_and_said() -> None:
    text, note = changed(
        "<w:r><w:t>Seen.</w:t></w:r><w:r><w:rPr><w:vanish/></w:rPr><w:t> The Met should pay.</w:t></w:r>"
    )
    assert (text, "hidden words" in note) == ("Seen.", True)


def test_footnotes_and_comments_of_a_letter_are_not_read_and_said() -> None:
    told = changed(
        '<w:r><w:t>A point</w:t></w:r><w:r><w:footnoteReference w:id="2"/></w:r><w:r><w:commentReference w:id="0"/></w:r>'
    )
    assert told == ["A point", "It has 1 footnote, and it was not read.", "It has 1 comment, and it was not read."]


def test_numbers_that_word_counts_are_printed_before_their_paragraphs() -> None:
    content = letter(
        ("List Number", "The Met should act."), ("List Number", "MOPAC should act."), ("Normal", "And so"),
        ("List Number", "The Mayor should act."),
    )  # fmt: skip
    assert [(line.label, line.text) for line in read_bytes(content, "x").lines] == [
        ("1", "The Met should act."), ("2", "MOPAC should act."), ("", "And so"), ("3", "The Mayor should act."),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("form", "pattern", "labels"),
    [
        ("lowerLetter", "(%1)", ["a", "b", "c"]),
        ("lowerRoman", "%1.", ["i.", "ii.", "iii."]),
        ("decimal", "8.%1", ["8.1", "8.2", "8.3"]),
        ("bullet", "•", ["", "", ""]),
    ],
)
def test_numbers_are_counted_as_the_list_prints_them(form: str, pattern: str, labels: list[str]) -> None:
    plain = letter(*(("List Number", f"The Met should act in way {way}.") for way in "xyz"))
    numbering = zipfile.ZipFile(io.BytesIO(plain)).read("word/numbering.xml").decode()
    styles = zipfile.ZipFile(io.BytesIO(plain)).read("word/styles.xml").decode()
    style = styles[styles.index('w:styleId="ListNumber"') :]
    number = style[style.index('<w:numId w:val="') + len('<w:numId w:val="') :].split('"')[0]
    one = numbering[numbering.index(f'<w:num w:numId="{number}"') :]
    kind = one[one.index('w:abstractNumId w:val="') + len('w:abstractNumId w:val="') :].split('"')[0]
    held = numbering[numbering.index(f'w:abstractNumId="{kind}"') :].split("</w:abstractNum>")[0]
    other = held.replace('w:numFmt w:val="decimal"', f'w:numFmt w:val="{form}"').replace(
        'w:lvlText w:val="%1."', f'w:lvlText w:val="{pattern}"'
    )
    assert other != held
    found = read_bytes(altered(plain, "word/numbering.xml", held.encode(), other.encode()), "x").lines
    assert [line.label or line.text.partition(" The Met")[0].removeprefix("The Met") for line in found] == [
        label or f" should act in way {way}." for label, way in zip(labels, "xyz", strict=True)
    ]


def test_letters_that_are_not_seen_are_left_out_and_ligatures_are_letters() -> None:
    read = read_bytes("The of\ufb01cers of Recom\u200bmend\u202e gnissim\u202c.\n".encode(), "x")
    assert read.lines[0].text == "The officers of Recommend gnissim."
    assert read.notes == ("3 characters that nobody sees in print were left out.",)


REPORT = "<style>@page{size:A4 landscape}</style><h1>Report</h1>" + "".join(
    f"<h2>Recommendation {number}</h2><p>The Met should publish what part {number} of its training cost in the year, and who "
    "took part in it, by March 2027.</p>"
    for number in range(1, 7)
)


@pytest.mark.parametrize("turned", [90, 180, 270])
def test_a_page_that_is_turned_is_read_as_it_is_shown(turned: int) -> None:
    upright = weasyprint.HTML(string=REPORT).write_pdf()
    stream = io.BytesIO()
    with pikepdf.open(io.BytesIO(upright)) as document:
        for page in document.pages:
            width, height = (float(page.mediabox[at]) for at in (2, 3))
            moved = {90: f"0 1 -1 0 {height} 0", 180: f"-1 0 0 -1 {width} {height}", 270: f"0 -1 1 0 0 {width}"}[turned]
            page.contents_add(f"q {moved} cm ".encode(), prepend=True)
            page.contents_add(b" Q")
            page.mediabox = [0, 0, width, height] if turned == 180 else [0, 0, height, width]
            page.Rotate = turned
        document.save(stream)
    told = [
        [(block.look, block.text, block.page) for block in blocks_of(read_bytes(content, "x").lines)]
        for content in (upright, stream.getvalue())
    ]
    assert told[0] == told[1] and len(told[0]) == 13


def test_a_report_is_read_from_pdf_with_its_pages(data: Path) -> None:
    document = read_document(data / "reports" / "stop-and-search-2020-Q3.pdf")
    assert (document.kind, document.pages) == ("pdf", 9)
    blocks = blocks_of(document.lines)
    assert [block.text for block in blocks if block.look == "heading" and block.page == 2] == [
        "Main points",
        "Introduction",
    ]
    [first] = [block for block in blocks if block.text.startswith("Police in London stopped and searched")]
    assert (first.page, first.line, first.text.endswith("past two years.")) == (2, 2, True)
    assert not any(line.text == "2" and line.page == 2 for line in document.lines), (
        "page numbers are left out, and that is said"
    )
    assert "page numbers were left out" in document.notes[0]


def test_numbers_that_point_at_notes_are_taken_out_of_a_pdf_text(data: Path) -> None:
    document = read_document(data / "recommendations" / "space-economy-report.pdf").on_pages(15, 20)
    ends = [block.text[-12:] for block in blocks_of(document.lines) if block.label in ("14", "15", "16", "17", "18")]
    assert len(ends) == 5 and not any(end[-1].isdigit() for end in ends)
    assert "have no text" in " ".join(document.notes)


@pytest.mark.parametrize(
    ("content", "code", "what"),
    [
        (b"", "empty", "is empty"),
        (b"\xef\xbb\xbf \r\n\n", "empty", "is empty"),
        (b"\x89PNG\r\n\x1a\n" + b"x" * 50, "wrong-kind", "a picture"),
        (b"<!DOCTYPE html><p>text", "wrong-kind", "a web page"),
        (b"{\\rtf1 text}", "wrong-kind", "an RTF file"),
        (b"\x00\x01\x02\x03" * 100, "wrong-kind", "is no text"),
        (b"%PDF-1.7\nnothing of the kind", "damaged", "is damaged"),
        (b"PK\x03\x04 and then nothing", "damaged", "breaks off"),
        (b"\xd0\xcf\x11\xe0" + b"x" * 600, "wrong-kind", "before 2007"),
        (b"\xd0\xcf\x11\xe0" + "EncryptedPackage".encode("utf-16-le"), "encrypted", "is encrypted"),
        (b"word " * 500_000, "too-large", "2,500,000 characters"),
    ],
)  # fmt: skip
def test_what_cannot_be_read_is_refused_with_a_reason_and_a_remedy(content: bytes, code: str, what: str) -> None:
    error = refusal(content)
    assert error.code == code and what in error.message and error.remedy and error.where["file"] == "x"


def test_a_scan_is_refused_as_one() -> None:
    import pypdfium2

    stream = io.BytesIO()
    document = pypdfium2.PdfDocument.new()
    document.new_page(595, 842)
    document.save(stream)
    assert (refusal(stream.getvalue()).code, "no text layer" in refusal(stream.getvalue()).message) == ("no-text", True)


def test_a_pdf_with_a_password_is_refused_as_one() -> None:
    encrypted = (
        b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[]/Count 0>>endobj\n"
        b"3 0 obj<</Filter/Standard/V 1/R 2/O(" + b"o" * 32 + b")/U(" + b"u" * 32 + b")/P -44>>endobj\n"
        b"trailer<</Root 1 0 R/Encrypt 3 0 R/ID[(0123456789abcdef)(0123456789abcdef)]>>\n%%EOF\n"
    )  # fmt: skip
    assert refusal(encrypted).code == "encrypted"


@pytest.mark.parametrize("revision", [3, 4, 6])
def test_a_pdf_that_asks_for_a_password_is_refused_and_one_that_only_forbids_printing_is_read(revision: int) -> None:
    def locked(user: str) -> bytes:
        stream = io.BytesIO()
        with pikepdf.open(io.BytesIO(weasyprint.HTML(string=REPORT).write_pdf())) as document:
            document.save(
                stream,
                encryption=pikepdf.Encryption(
                    owner="o", user=user, R=revision, aes=revision > 3, metadata=revision > 3
                ),
            )
        return stream.getvalue()

    assert refusal(locked("secret")).code == "encrypted"
    assert len(read_bytes(locked(""), "x").lines) > 12


def test_a_pdf_of_too_many_pages_is_refused_by_their_number() -> None:
    import pypdfium2

    stream = io.BytesIO()
    document = pypdfium2.PdfDocument.new()
    for _ in range(3001):
        document.new_page(100, 100)
    document.save(stream)
    error = refusal(stream.getvalue())
    assert (error.code, "3,001 pages, and 3,000 are the most" in error.message) == ("too-large", True)
    assert "part that is wanted" in error.remedy


def test_a_letter_that_would_fill_the_memory_or_reads_other_files_is_refused() -> None:
    whole = letter(("Normal", "word"))
    bomb = altered(whole, "word/document.xml", b"<w:t>word", b"<w:t>" + b"a" * (64 << 20))
    assert "fill the memory" in refusal(bomb).message
    entity = altered(
        whole, "word/document.xml", b"<w:document", b'<!DOCTYPE d [<!ENTITY e SYSTEM "file:///etc/passwd">]><w:document'
    )
    assert "declares" in refusal(entity).message


def test_a_workbook_and_an_archive_are_no_documents() -> None:
    for member, what in (
        ("xl/workbook.xml", "a workbook"),
        ("content.xml", "an OpenDocument file"),
        ("a.txt", "an archive"),
    ):
        stream = io.BytesIO()
        with zipfile.ZipFile(stream, "w") as archive:
            archive.writestr(member, "x")
        assert what in refusal(stream.getvalue()).message


def test_a_file_that_is_away_is_named(tmp_path: Path) -> None:
    with pytest.raises(PeelianError, match="cannot be read"):
        read_document(tmp_path / "away.pdf")


def test_a_part_is_taken_by_lines_or_pages_and_an_empty_one_is_refused(data: Path) -> None:
    document = read_bytes(b"One.\n\nTwo.\n\nThree.\n", "x.txt")
    assert [line.text for line in document.between(2, 4).lines] == ["Two."]
    with pytest.raises(PeelianError, match="no text on lines 7 to 9"):
        document.between(7, 9)
    with pytest.raises(PeelianError, match="no pages"):
        document.on_pages(1, 2)
    report = read_document(data / "reports" / "stop-and-search-2020-Q3.pdf")
    assert {line.page for line in report.on_pages(2, 3).lines} == {2, 3}
    with pytest.raises(PeelianError, match="numbered on each"):
        report.between(1, 2)
    with pytest.raises(PeelianError, match="pages 70 to 80 of 9"):
        report.on_pages(70, 80)
