"""Parts of a whole told in whole numbers: "one in five", "every fifth", «двое из трёх»."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from typing import Final

from folkmoot.engines.extraction.article import Article, Sentence
from folkmoot.engines.extraction.finders.figures.claim import Claim, named
from folkmoot.engines.extraction.finders.figures.grammar import SUBJECT, grammar_of, key_of
from folkmoot.engines.extraction.finders.figures.phrases import Counted, counted_after
from folkmoot.engines.extraction.gates import Expression
from folkmoot.engines.extraction.lexicon import Lexicon, alternation
from folkmoot.engines.extraction.terms import Span
from folkmoot.engines.values.figures import ClaimKind

_WHOLE: Final = Decimal(100)
_SMALLEST, _LARGEST = Decimal(2), Decimal(100)
_CENT: Final = Decimal("0.01")


@dataclass(frozen=True)
class _Words:
    part: Expression
    every: Expression
    ordinals: Mapping[str, Decimal]


def shares(article: Article, sentence: Sentence) -> Iterator[Claim]:
    """The shares of a sentence that no per cent sign tells."""
    lexicon = sentence.lexicon
    words, values = _words(lexicon), grammar_of(lexicon).values
    start, end = sentence.span.start, sentence.span.end
    for found in words.part.finditer(article.held, start, end):
        part, whole = (_number(found.group(name), values) for name in ("part", "whole"))
        if part is None or whole is None or not part < whole or not _fits(whole):
            continue
        yield _claim(article, sentence, Span(*found.span()), part / whole, "share-in-parts")
    for found in words.every.finditer(article.held, start, end):
        nth = words.ordinals[key_of(found.group("nth"))]
        behind = counted_after(article, found.end() + 1, end)
        if _is_share(article, sentence, behind, found.end()):
            yield _claim(article, sentence, Span(*found.span()), 1 / nth, "share-every")


def _is_share(article: Article, sentence: Sentence, behind: Counted | None, at: int) -> bool:
    """Of something, or of those spoken of: «каждый третий приехал впервые»; no rhythm of time."""
    if behind is not None:
        units = sentence.lexicon.words(SUBJECT, "durations", "units")
        return article.plain(behind.heads[0]).lower() not in units
    tokens = article.tokens_in(Span(at, sentence.span.end)) if at < sentence.span.end else ()
    return bool(tokens) and tokens[0].pos == "VERB"


def _claim(article: Article, sentence: Sentence, span: Span, part: Decimal, rule: str) -> Claim:
    behind = counted_after(article, span.end + 1, sentence.span.end)
    whole = Span(span.start, behind.span.end) if behind else span
    return Claim(
        span=whole,
        number=span,
        kind=ClaimKind.SHARE,
        value=article.value(_plain(part), span),
        rule=rule,
        unit=article.value("percent", span),
        subject=named(article, behind.span) if behind else None,
    )


def _plain(part: Decimal) -> Decimal:
    return Decimal(f"{(part * _WHOLE).quantize(_CENT).normalize():f}")


def _fits(whole: Decimal) -> bool:
    return _SMALLEST <= whole <= _LARGEST


def _number(words: str, values: Mapping[str, Decimal]) -> Decimal | None:
    return Decimal(words) if words.isdigit() else values.get(key_of(words))


@cache
def _words(lexicon: Lexicon) -> _Words:
    table = lexicon.table(SUBJECT).get("shares", {})
    ordinals = {
        form: Decimal(nth) for nth, forms in table.get("ordinals", {}).items() for form in forms
    }
    number = rf"(?:{alternation(grammar_of(lexicon).values)}|\d{{1,3}})"
    parts, every = alternation(table.get("parts", ())), alternation(table.get("every", ()))
    return _Words(
        part=Expression(
            rf"(?<![\w.,-])(?P<part>{number})\s+(?:[^\W\d_]{{3,20}}\s+)?{parts}\s+(?P<whole>{number})(?![\w.,%-]*\w)",
            re.IGNORECASE,
        ),
        every=Expression(
            rf"(?<![\w-]){every}\s+(?P<nth>{alternation(ordinals)})(?!\w)", re.IGNORECASE
        ),
        ordinals=ordinals,
    )
