"""Rendering snippets as pages do, components included."""

import re

from django.template import engines
from django_cotton.compiler_regex import CottonCompiler

_GAPS = re.compile(r"\s+")


def rendered(source: str, /, **context: object) -> str:
    """The HTML of a template text, with runs of white space made one space."""
    template = engines["django"].from_string(CottonCompiler().process(source))
    return _GAPS.sub(" ", template.render(context)).strip()
