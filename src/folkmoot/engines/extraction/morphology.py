"""The Russian morphological dictionary, opened once for all finders.

It comes with the Russian layer; where that is missing, every word is unknown. Looking a word
up is costly, so what was found is kept for the forms that come again.
"""

import importlib
import importlib.util
from functools import cache, lru_cache
from typing import Any, Final

_FORMS_KEPT: Final = 40_000


@cache
def is_at_hand() -> bool:
    """Whether the dictionary is installed."""
    return importlib.util.find_spec("pymorphy3") is not None


@lru_cache(_FORMS_KEPT)
def parses_of(word: str) -> tuple[Any, ...]:
    """What a word can be, the likeliest first, as pymorphy3 tells it."""
    return tuple(_analyser().parse(word)) if is_at_hand() else ()


@lru_cache(_FORMS_KEPT)
def is_known(word: str) -> bool:
    """Whether the dictionary itself holds a form; what it only guesses takes far longer."""
    return is_at_hand() and bool(_analyser().word_is_known(word))


@cache
def _analyser() -> Any:
    analyser = importlib.import_module("pymorphy3").MorphAnalyzer()
    importlib.import_module("folkmoot.engines.extraction.automata").quicken(analyser)
    return analyser
