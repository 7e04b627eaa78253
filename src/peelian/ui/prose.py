"""Markdown that people wrote, as HTML that can only be prose: headings, paragraphs, lists, tables, emphasis, links outwards.

Marks of HTML are words, but for a few that only change how letters stand. Headings are put below the heading above them, with no
level left out. Pictures are not fetched; what they were described as is said.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from markdown_it import MarkdownIt
from markdown_it.renderer import RendererHTML
from markdown_it.token import Token
from markdown_it.utils import EnvType, OptionsDict

WIDE = 7
"""Columns that a page stands upright for; a table with more has its page turned."""
_OUTWARDS = re.compile(r"(?:https?://|mailto:)", re.IGNORECASE)
_MARK = re.compile(r"<(/?)(b|i|em|strong|sup|sub)>|<(br)\s*/?>", re.IGNORECASE)
_SAME = {"b": "strong", "i": "em"}


class _Words(RendererHTML):
    """Writes what is left of marks of HTML and of pictures."""

    def html_block(self, tokens: Sequence[Token], at: int, options: OptionsDict, env: EnvType) -> str:
        return f"<p>{escape(tokens[at].content.strip())}</p>\n"

    def html_inline(self, tokens: Sequence[Token], at: int, options: OptionsDict, env: EnvType) -> str:
        return tokens[at].content if tokens[at].meta.get("kept") else str(escape(tokens[at].content))

    def image(self, tokens: Sequence[Token], at: int, options: OptionsDict, env: EnvType) -> str:
        described = self.renderInlineAsText(tokens[at].children, options, env)
        return str(escape(f"[picture: {described}]" if described else "[a picture that nobody described]"))


@cache
def _reader() -> MarkdownIt:
    reader = MarkdownIt("commonmark", {"html": True}, renderer_cls=_Words).enable("table")
    setattr(reader, "validateLink", lambda url: True)  # which links may be followed is told apart below  # noqa: B010
    return reader


def prose(text: str, below: int = 1) -> SafeString:
    """The text as HTML, its headings below a heading of level ``below`` (1 to 5)."""
    reader = _reader()
    env: EnvType = {}
    tokens = reader.parse(text, env)
    _put_below(tokens, below)
    for token in tokens:
        if token.type == "inline":
            _keep_marks(token.children or [])
            _unlink(token.children or [])
    _widen(tokens)
    return mark_safe(reader.renderer.render(tokens, reader.options, env))  # written by the renderer above


def _put_below(tokens: Sequence[Token], below: int) -> None:
    """Change levels of headings: each is one below the heading that it stands under."""
    open_levels: list[int] = []
    for token in tokens:
        if token.type not in ("heading_open", "heading_close"):
            continue
        if token.type == "heading_open":
            level = int(token.tag[1])
            while open_levels and open_levels[-1] >= level:
                open_levels.pop()
            open_levels.append(level)
        token.tag = f"h{min(below + len(open_levels), 6)}"


def _keep_marks(tokens: Sequence[Token]) -> None:
    """Keep marks that only change how letters stand, where they are closed in the order in which they were opened."""
    opened: list[tuple[str, Token]] = []
    for token in tokens:
        match = _MARK.fullmatch(token.content) if token.type == "html_inline" else None
        if match is None:
            continue
        if match[3]:
            _keep(token, "<br>")
        elif not match[1]:
            opened.append((match[2].lower(), token))
        elif opened and opened[-1][0] == match[2].lower():
            name, begin = opened.pop()
            name = _SAME.get(name, name)
            _keep(begin, f"<{name}>")
            _keep(token, f"</{name}>")
        else:
            opened.clear()


def _unlink(tokens: Sequence[Token]) -> None:
    """A link that leads to no address of the web or of mail keeps its words alone."""
    kept: list[bool] = []
    for token in tokens:
        if token.type == "link_open":
            kept.append(bool(_OUTWARDS.match(str(token.attrGet("href") or ""))))
        begins, ends = token.type == "link_open", token.type == "link_close"
        if (begins or ends) and not kept[-1]:
            token.type, token.tag, token.nesting, token.content = "text", "", 0, ""
        if ends:
            kept.pop()


def _keep(token: Token, mark: str) -> None:
    token.content, token.meta = mark, {"kept": True}


def _widen(tokens: Sequence[Token]) -> None:
    """Say by classes how cells stand and which table needs the width of a page, and of each head that it is a column's."""
    table = None
    for token in tokens:
        if aligned := re.search(r"text-align:(\w+)", str(token.attrs.pop("style", ""))):
            token.attrSet("class", aligned[1])  # a page may hold no style of its own
        if token.type == "table_open":
            table, columns = token, 0
        elif token.type == "th_open" and table is not None:
            columns += 1
            token.attrSet("scope", "col")
            if columns > WIDE:
                table.attrSet("class", "wide")
