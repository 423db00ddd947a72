"""The nouns that name agreements, and whether a word is one of them in any form."""

from collections.abc import Mapping
from functools import cache
from typing import Final

from folkmoot.engines.extraction.finders.figures.units import lemma
from folkmoot.engines.extraction.lexicon import Lexicon

SUBJECT: Final = "agreements"


def is_document_noun(word: str, lexicon: Lexicon) -> bool:
    return document_kind(word, lexicon) is not None


def document_kind(word: str, lexicon: Lexicon) -> str | None:
    """The kind of agreement that a noun names, as the lexicon calls it ("memorandum")."""
    return _kinds(lexicon).get(lemma(word, lexicon.language)) or _kinds(lexicon).get(word.lower())


@cache
def _kinds(lexicon: Lexicon) -> Mapping[str, str]:
    table = lexicon.table(SUBJECT).get("nouns", {})
    return {form: kind for kind, forms in table.items() for form in forms}
