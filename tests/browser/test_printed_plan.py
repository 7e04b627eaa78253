"""A plan that was printed to PDF gives the same proposals as its text: columns of paper, headers and page numbers aside."""

from __future__ import annotations

import html
from pathlib import Path

from playwright.sync_api import Browser

from peelian.figures.pack import PACKS
from peelian.plans.importing import Proposal, import_plan
from peelian.plans.pack import read_bodies
from peelian.reading import Block, blocks_of, read_bytes, read_document

_STYLE = "body{font:11pt sans-serif}h1{font-size:24pt}h2{font-size:18pt}h3{font-size:15pt}h4{font-size:13pt}.note{font-size:8pt}"
_RUNNING = '<span style="font-size:8pt;margin-left:2cm">{}</span>'
_MARGIN = {"top": "2.5cm", "bottom": "2.5cm", "left": "2cm", "right": "2cm"}


def page_of(blocks: list[Block]) -> str:
    """The blocks as a web page, lists with drawn bullets."""
    parts, before = [f"<style>{_STYLE}</style>"], ""
    for block in blocks:
        text = html.escape(f"{block.label}. {block.text}" if block.label else block.text)
        text = f"<b>{text}</b>" if block.bold and block.look != "heading" else text
        if "bullet" in (block.look, before) and block.look != before:
            parts.append("<ul>" if block.look == "bullet" else "</ul>")
        tag = {"heading": f"h{block.level}", "bullet": "li"}.get(block.look, "p")
        parts.append(f'<{tag} class="{block.look}">{text}</{tag}>')
        before = block.look
    return "".join(parts)


def same(one: Proposal) -> tuple[object, ...]:
    """A proposal without where it stands."""
    return (one.kind, one.reference, one.text, {key: value for key, value in one.fields.items() if key != "repeats"})


def test_a_printed_plan_gives_the_same_proposals_with_pages(chromium: Browser, seeds: Path) -> None:
    [path] = seeds.glob("004_*.txt")
    text, known = read_document(path).between(274, 1600), tuple(read_bodies(PACKS / "london" / "bodies.yaml").values())
    page = chromium.new_page()
    page.set_content(page_of(blocks_of(text.lines)))
    printed = page.pdf(
        format="A4", display_header_footer=True, margin=_MARGIN,  # type: ignore[arg-type]
        header_template=_RUNNING.format("Draft plan"), footer_template=_RUNNING.format('<span class="pageNumber"></span>'),
    )  # fmt: skip
    page.close()
    document = read_bytes(printed, "plan.pdf")
    assert document.pages and document.pages > 40
    found, wanted = import_plan(document, known), import_plan(text, known, whole=True)
    assert [same(one) for one in found.proposals] == [same(one) for one in wanted.proposals]
    assert len(found.proposals) > 300 and all(one.page for one in found.proposals)
