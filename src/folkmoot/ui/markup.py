"""Markdown written by people, made into HTML that is safe to show.

CommonMark with tables; raw HTML is shown as text, links get ``rel="noopener"``, headings
begin below those of the page, pictures are left out (pages make no outside request).
"""

from functools import lru_cache

import nh3
from markdown_it import MarkdownIt
from markdown_it.token import Token

_TAGS = {
    "a", "blockquote", "br", "code", "del", "em", "h3", "h4", "h5", "h6", "hr", "li", "ol",
    "p", "pre", "s", "strong", "table", "tbody", "td", "th", "thead", "tr", "ul",
}  # fmt: skip
_ATTRIBUTES = {"a": {"href", "title"}, "ol": {"start"}, "th": {"scope"}}
_SCHEMES = {"http", "https", "mailto", "tel"}
_LOWER_BY = 2  # a page has its h1 and its sections their h2


@lru_cache(maxsize=1)
def _reader() -> MarkdownIt:
    return (
        MarkdownIt("commonmark", {"html": False, "breaks": True})
        .enable(["table", "strikethrough"])
        .disable("image")
    )


def markdown_to_html(text: str) -> str:
    """Safe HTML of a Markdown text."""
    reader = _reader()
    tokens = reader.parse(text)
    for token in tokens:
        _lower_heading(token)
    html: str = reader.renderer.render(tokens, reader.options, {})
    return nh3.clean(
        html,
        tags=_TAGS,
        attributes=_ATTRIBUTES,
        url_schemes=_SCHEMES,
        link_rel="noopener",
    )


def markdown_to_text(text: str) -> str:
    """The words of a Markdown text on one line, without its marks and addresses."""
    words: list[str] = []
    for block in _reader().parse(text):
        if block.type in ("fence", "code_block"):
            words.append(block.content)
        elif block.type == "inline":
            # Only whole blocks and breaks part words: "**bold**ly" is one.
            said = [" " if one.type.endswith("break") else one.content for one in _children(block)]
            words.append("".join(said))
    return " ".join(" ".join(words).split())


def _children(block: Token) -> list[Token]:
    return block.children or []


def _lower_heading(token: Token) -> None:
    if token.type in ("heading_open", "heading_close"):
        token.tag = f"h{min(6, int(token.tag[1]) + _LOWER_BY)}"
