"""Counted meetings of a body, where a text is about nothing else: "the 14th session of the …".

In an article about a forum the meeting of a commission is one of its sessions; an article that
opens with "The twelfth session of the Commission on Trade" and names no forum is about it.
"""

import re
from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from typing import Final

from folkmoot.engines.extraction.article import Article
from folkmoot.engines.extraction.finders.forums.grammar import Grammar, grammar_of
from folkmoot.engines.extraction.finders.forums.names import ForumName, names_with_head
from folkmoot.engines.extraction.gates import Expression
from folkmoot.engines.extraction.lexicon import Lexicon, alternation

# Only what opens the text is what it is about.
_OPENING_BLOCKS: Final = 6
_NEVER: Final = re.compile("(?!)")


def counted_meetings(article: Article) -> Iterator[ForumName]:
    """Numbered meetings of bodies in the headings and in the first sentence below them."""
    for number, block in enumerate(article.blocks[:_OPENING_BLOCKS]):
        grammar = _grammar(article.lexicons[number])
        first = article.sentence_at(block.start)
        if grammar is None or first is None:
            continue
        found = [
            one
            for one in names_with_head(article, number, grammar)
            if one.ordinal is not None and one.words and one.span.start < first.span.end
        ]
        yield from found
        if found and not article.is_heading(number):
            return


@cache
def _grammar(lexicon: Lexicon) -> Grammar | None:
    """The grammar of names with the words for meetings of bodies in place of those for forums."""
    grammar, heads = grammar_of(lexicon), lexicon.table("forums").get("counted", {})
    if grammar is None or not heads:
        return None
    lemmas = {form: lemma for lemma, forms in heads.items() for form in forms}
    return replace(
        grammar,
        heads=Expression(rf"(?<![\w-]){alternation(lemmas)}(?!\w)", re.IGNORECASE),
        lemmas=lemmas,
        weak=frozenset(),
        generic=frozenset(),
        bodies=_NEVER,
        body_meeting=_NEVER,
    )
