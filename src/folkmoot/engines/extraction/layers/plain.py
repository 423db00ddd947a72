"""The layer for languages without a model: words and capitals, no names, no grammar."""

import re
from collections.abc import Mapping, Sequence
from typing import Final

from folkmoot.engines.extraction.layers.base import Parse, Stretch, Token

_TOKEN: Final = re.compile(r"\d+(?:[.,]\d+)*|[^\W\d_]+(?:['-][^\W\d_]+)*|\S")


class PlainLayer:
    """Splits into words; a capital inside a sentence makes a proper noun."""

    name = ""

    def look(self, texts: Sequence[str], starts: Sequence[int]) -> list[Stretch]:
        return [Stretch(_tokens(text, start)) for text, start in zip(texts, starts, strict=True)]

    def parse(self, sentence: str, start: int, known: Mapping[int, str]) -> Parse:
        return ()

    def normal(self, words: str) -> str:
        return words


def _tokens(text: str, start: int) -> list[Token]:
    found = []
    for match in _TOKEN.finditer(text):
        word = match.group()
        if word[0].isdigit():
            pos = "NUM"
        elif word[0].isalpha():
            pos = "PROPN" if word[0].isupper() else "X"
        else:
            pos = "PUNCT"
        found.append(Token(start + match.start(), start + match.end(), pos))
    return found
