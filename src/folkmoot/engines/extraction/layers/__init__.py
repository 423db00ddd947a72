"""The linguistic layer: tokens, names and grammar of a stretch of text, behind one interface.

Adapters for spaCy pipelines and natasha, and a plain one for every other language. Each
loads its model when first used and keeps it for the life of the process.
"""

from folkmoot.engines.extraction.layers.base import (
    Entity,
    EntityKind,
    Layer,
    LayerSettings,
    Parse,
    Stretch,
    Token,
    Word,
)
from folkmoot.engines.extraction.layers.choosing import layer_for

__all__ = [
    "Entity",
    "EntityKind",
    "Layer",
    "LayerSettings",
    "Parse",
    "Stretch",
    "Token",
    "Word",
    "layer_for",
]
