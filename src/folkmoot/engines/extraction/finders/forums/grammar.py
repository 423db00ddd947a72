"""The words of ``forums.toml`` by which forums are named, made ready once for each language."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Final

from folkmoot.engines.extraction.finders.forums.ordinals import OrdinalWords, ordinals_of
from folkmoot.engines.extraction.gates import Expression
from folkmoot.engines.extraction.lexicon import Lexicon, alternation

_NOTHING: Final = Expression("(?!)")


@dataclass(frozen=True, slots=True)
class Grammar:
    """The lists of ``forums.toml`` of one language, made ready.

    Attributes:
        kinds: words that say what sort of thing a name without a head is.
        heads: every form of every word for a forum; ``lemmas`` tells whose form it is.
        capital: forms that are names only with a capital ("the Lakeside Meetings").
        by_case: adjectives and genitives are told by their case, not by capitals.
    """

    heads: Expression
    kinds: re.Pattern[str]
    lemmas: Mapping[str, str]
    weak: frozenset[str]
    generic: frozenset[str]
    bodies: re.Pattern[str]
    body_meeting: re.Pattern[str]
    partial: re.Pattern[str]
    again: Expression
    empty_tail: re.Pattern[str]
    ordinals: OrdinalWords
    lists: Mapping[str, frozenset[str]]
    by_case: bool
    capital: frozenset[str]


@cache
def grammar_of(lexicon: Lexicon) -> Grammar | None:
    """The grammar of a language; none where there is no ``forums.toml``."""
    table = lexicon.table("forums")
    if not table:
        return None
    names = table["names"]
    lemmas = {
        form: lemma
        for lemma, one in table["heads"].items()
        for form in (*one["forms"], *one.get("capital", ()))
    }
    wanted = (
        "tail", "links", "and", "determiners", "not_name", "not_first", "modifiers", "closing",
        "compound", "editions", "quoted_by", "genitive", "also", "definite", "times", "counting", "assemblies",
    )  # fmt: skip
    return Grammar(
        heads=Expression(rf"(?<![\w-]){alternation(lemmas)}(?!\w)", re.IGNORECASE),
        kinds=re.compile(names.get("kinds", "(?!)"), re.IGNORECASE),
        lemmas=lemmas,
        weak=frozenset(lemma for lemma, one in table["heads"].items() if one.get("weak")),
        generic=frozenset(lemma for lemma, one in table["heads"].items() if one.get("generic")),
        bodies=re.compile(rf"\b(?:{'|'.join(names['bodies'])})$", re.IGNORECASE),
        body_meeting=re.compile(names["body_meeting"], re.IGNORECASE),
        partial=re.compile(names.get("partial", "(?!)"), re.IGNORECASE),
        again=Expression(names.get("again", "(?!)")),
        empty_tail=re.compile(names.get("empty_tail", "(?!)")),
        ordinals=ordinals_of(lexicon),
        lists={name: frozenset(names.get(name, ())) for name in wanted},
        by_case=bool(names.get("by_case")),
        capital=frozenset(
            form for one in table["heads"].values() for form in one.get("capital", ())
        ),
    )


@cache
def said_again(lexicon: Lexicon, series: str) -> Expression:
    """The word for a forum that a series has in its name, where it names many other things too."""
    grammar = grammar_of(lexicon)
    table = lexicon.table("forums").get("names", {})
    if grammar is None or "said_again" not in table:
        return _NOTHING
    lemmas = {grammar.lemmas.get(word.lower()) for word in series.split()} & grammar.weak
    told = lemmas - grammar.generic - {grammar.lemmas.get(one) for one in grammar.lists["times"]}
    forms = [form for form, lemma in grammar.lemmas.items() if lemma in told]
    if not forms:
        return _NOTHING
    definite = "" if grammar.by_case else r"(?:[Tt]he|[Tt]his)\s+"
    either = alternation([*forms, *(form.capitalize() for form in forms)])
    return Expression(rf"(?<![\w-]){definite}{either}(?!\w){table['said_again']}")
