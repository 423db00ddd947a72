"""What the elements of HTML mean for reading, as tables (HTML Living Standard, sections 4, 15)."""

import re
from typing import Final

from folkmoot.engines.reading.terms import BlockKind

# Not text for a visitor of the page.
INVISIBLE: Final = frozenset({
    "script", "style", "noscript", "template", "head", "svg", "math", "iframe", "object", "embed",
    "audio", "video", "canvas", "datalist", "map", "source", "track", "param", "link", "meta",
})  # fmt: skip

# Do not begin a new block.
INLINE: Final = frozenset({
    "a", "abbr", "acronym", "b", "bdi", "bdo", "big", "cite", "code", "data", "del", "dfn", "em",
    "font", "i", "img", "ins", "kbd", "label", "mark", "output", "q", "rp", "rt", "ruby", "s",
    "samp", "small", "span", "strike", "strong", "sub", "sup", "time", "tt", "u", "var", "wbr",
})  # fmt: skip

KINDS: Final[dict[str, tuple[BlockKind, int | None]]] = {
    **{f"h{level}": (BlockKind.HEADING, level) for level in range(1, 7)},
    "li": (BlockKind.LIST_ITEM, None),
    "td": (BlockKind.TABLE_CELL, None),
    "th": (BlockKind.TABLE_CELL, None),
    "figcaption": (BlockKind.CAPTION, None),
    "caption": (BlockKind.CAPTION, None),
}

# A form is missing on purpose: whole pages of some systems stand inside one.
FURNITURE_TAGS: Final = frozenset({
    "nav", "footer", "aside", "menu", "button", "select", "textarea", "dialog",
})  # fmt: skip
FURNITURE_ROLES: Final = frozenset({
    "navigation", "banner", "contentinfo", "search", "complementary", "menu", "menubar", "dialog",
    "alert", "toolbar",
})  # fmt: skip

# Class names and identifiers that sites give to what surrounds an article.
FURNITURE_NAMES: Final = re.compile(
    r"(?:^|[\s_-])(?:nav|navbar|navigation|menu|breadcrumbs?|cookies?|share|sharing|social|"
    r"sidebar|footer|banner|advert|ads|related|tags?|toolbar|pagination|skip|subscribe)"
    r"(?:$|[\s_-])",
    re.IGNORECASE,
)

# What holds one of these is the article's frame, however it is named.
ARTICLE_TAGS: Final = ("h1", "main", "article")
HIDING_STYLE: Final = re.compile(r"(?:display\s*:\s*none|visibility\s*:\s*hidden)", re.IGNORECASE)
