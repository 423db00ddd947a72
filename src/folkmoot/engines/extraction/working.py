"""The copy of a text that is analysed: plain signs, the same length.

Typographers' spaces, dashes and quotation marks are replaced one character for one, so a
position in the copy is a position in the text. The no-break space alone hides dates and
names from language models.
"""

from typing import Final

_SPACES: Final = (
    "\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005"
    "\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000"
)
_DASHES: Final = "\u2010\u2011\u2012\u2212"
_LONG_DASHES: Final = "\u2014\u2015\u2e3a\u2e3b"
_APOSTROPHES: Final = "\u2019\u02bc\u2032\uff07"
# Invisible marks become spaces: between letters they would split words, but so they do for readers.
_INVISIBLE: Final = (
    "\u200b\u200c\u200d\u2060\ufeff\u00ad\u200e\u200f"
    "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
)

_PLAIN: Final = (
    dict.fromkeys(map(ord, _SPACES), " ")
    | dict.fromkeys(map(ord, _DASHES), "-")
    | dict.fromkeys(map(ord, _LONG_DASHES), "\u2013")
    | dict.fromkeys(map(ord, _APOSTROPHES), "'")
    | dict.fromkeys(map(ord, _INVISIBLE), " ")
    | {ord("\t"): " ", ord("\v"): " ", ord("\f"): " "}
)


def working_copy(text: str) -> str:
    """The text with plain spaces, hyphens, en dashes and apostrophes; equal in length.

    Quotation marks keep their shapes, which tell opening from closing; only the mark that
    also serves as an apostrophe (U+2019) becomes the straight one.
    """
    return text.translate(_PLAIN)
