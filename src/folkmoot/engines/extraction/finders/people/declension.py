"""Russian forms of words: all forms of a listed word, and phrases put into the nominative.

Uses the morphological dictionary that the Russian layer brings along; without it words stay
as they are.
"""

import importlib
import importlib.util
from collections.abc import Sequence
from functools import cache, lru_cache
from typing import Any

_CASES = {"Nom": "nomn", "Gen": "gent", "Dat": "datv", "Acc": "accs", "Ins": "ablt", "Loc": "loct"}
_AGREEING = ("ADJF", "PRTF", "NPRO")


@cache
def _analyser() -> Any:
    if importlib.util.find_spec("pymorphy3") is None:
        return None
    return importlib.import_module("pymorphy3").MorphAnalyzer()


@lru_cache(maxsize=20_000)
def _parses(word: str) -> Any:
    return _analyser().parse(word)


@cache
def forms_of(word: str) -> frozenset[str]:
    """All forms of a word given in its dictionary form, with ё written as е."""
    plain = word.lower().replace("ё", "е")
    analyser = _analyser()
    if analyser is None:
        return frozenset({plain})
    parts = plain.rsplit("-", 1)
    found = {plain}
    for parse in _parses(plain):
        if parse.normal_form.replace("ё", "е") == plain and parse.tag.POS in (
            "NOUN",
            "ADJF",
            "PRTF",
        ):
            found |= {form.word.replace("ё", "е") for form in parse.lexeme}
            break
    else:
        if len(parts) == 2:
            found |= {f"{parts[0]}-{form}" for form in forms_of(parts[1])}
    return frozenset(found)


@cache
def tells_name(word: str) -> frozenset[str]:
    """Which of "given", "patronymic", "surname", "place" the dictionary holds a word for."""
    analyser = _analyser()
    if analyser is None:
        return frozenset()
    names = {"Name": "given", "Patr": "patronymic", "Surn": "surname", "Geox": "place"}
    found = set()
    for parse in _parses(word.lower()):
        for mark, meaning in names.items():
            if mark in parse.tag and (parse.is_known or mark in ("Patr", "Surn")):
                found.add(meaning)
    return frozenset(found)


@cache
def genders_of_name(word: str) -> frozenset[str]:
    """The genders ("m", "f") that a given name or patronymic in the nominative can tell."""
    analyser = _analyser()
    if analyser is None:
        return frozenset()
    return frozenset(
        "f" if "femn" in parse.tag else "m"
        for parse in _parses(word.lower())
        if ("Name" in parse.tag or "Patr" in parse.tag)
        and "nomn" in parse.tag
        and "sing" in parse.tag
    )


@cache
def surname_forms(word: str) -> frozenset[str]:
    """The dictionary forms that a surname can be a case of, the word itself among them."""
    low = word.lower().replace("ё", "е")
    analyser = _analyser()
    if analyser is None or not "\u0400" <= low[0] <= "\u04ff":
        return frozenset({low})
    found = {low}
    for parse in _parses(low):
        if parse.tag.POS == "NOUN" or parse.tag.POS == "ADJF":
            # Of a surname the masculine and the feminine form are one word of the dictionary.
            found.add(parse.normal_form.replace("ё", "е"))
    return frozenset(found)


def nominative_name(words: Sequence[str], case: str) -> list[str] | None:
    """The words of a person's name in the nominative; ``None`` where one word is unknown.

    The given name or patronymic tells the gender, and the surname agrees with it: of
    "Петровой" it is Петрова, of "Петрова" either, as the given name says.
    """
    wanted = _CASES.get(case, "")
    if _analyser() is None or not wanted:
        return None
    parses = [_singular(word.lower(), wanted) for word in words]
    gender = next(
        (
            one.tag.gender
            for several in parses
            for one in several
            if "Name" in one.tag or "Patr" in one.tag
        ),
        None,
    )
    if gender is None:
        return None
    found = []
    for word, several in zip(words, parses, strict=True):
        if len(word) < 3:
            found.append(word)
            continue
        fitting = [one for one in several if one.tag.gender in (None, gender)]
        named = [one for one in fitting if _is_of_name(one)] or [
            one for one in fitting if one.tag.POS == "ADJF"
        ]
        if not named:
            return None
        form = named[0].inflect({"nomn", "sing", gender}) or named[0].inflect({"nomn"})
        found.append(_like(word, form.word if form else word))
    return found


def _singular(word: str, case: str) -> list[Any]:
    """What a word can be in a case; where ё hides a surname from the dictionary, with е."""
    for form in dict.fromkeys((word, word.replace("ё", "е"))):
        found = [
            one
            for one in _parses(form)
            if case in one.tag and one.tag.POS in ("NOUN", "ADJF") and "plur" not in one.tag
        ]
        if found:
            return found
    return []


def _is_of_name(parse: Any) -> bool:
    return any(mark in parse.tag for mark in ("Name", "Patr", "Surn"))


def nominative(words: Sequence[str], case: str) -> list[str]:
    """A phrase in the nominative: its first noun and the words before it that agree with it.

    Args:
        case: of the head, as layers write it ("Gen"); empty where it is not known.
    """
    analyser = _analyser()
    wanted = _CASES.get(case, "")
    if analyser is None or wanted in ("", "nomn"):
        return list(words)
    agreeing: list[list[Any]] = []
    for at, word in enumerate(words):
        parses = [one for one in _parses(word.lower()) if wanted in one.tag]
        adjectives = [one for one in parses if one.tag.POS in _AGREEING]
        nouns = [one for one in parses if one.tag.POS == "NOUN"]
        if adjectives and (at + 1 < len(words) or not nouns):
            agreeing.append(adjectives)
            continue
        head = _agreeing_noun(nouns, agreeing)
        if head is None:
            break
        marks = _marks(head)
        begun = [
            _like(one, _form(parses_of[0], marks))
            for one, parses_of in zip(words, agreeing, strict=False)
        ]
        return [*begun, _like(word, _form(head, marks - {head.tag.gender})), *words[at + 1 :]]
    if agreeing and len(agreeing) == len(words):
        return [
            _like(one, _form(parses[0], _marks(parses[0])))
            for one, parses in zip(words, agreeing, strict=True)
        ]
    return list(words)


def _agreeing_noun(nouns: Sequence[Any], agreeing: Sequence[Sequence[Any]]) -> Any:
    """The noun among possible ones that agrees with the words before it."""
    for noun in nouns:
        fits = all(
            any(
                one.tag.number == noun.tag.number
                and (one.tag.number == "plur" or one.tag.gender in (None, noun.tag.gender))
                for one in parses
            )
            for parses in agreeing
        )
        if fits:
            return noun
    return nouns[0] if nouns else None


def _marks(parse: Any) -> frozenset[str]:
    """What the nominative of a word and of those that agree with it is marked by."""
    number = parse.tag.number or "sing"
    gender = {parse.tag.gender} if number == "sing" and parse.tag.gender else set()
    return frozenset({"nomn", number, *gender})


def _form(parse: Any, marks: frozenset[str]) -> str:
    form = parse.inflect(set(marks)) or parse.inflect({"nomn"})
    return str(form.word if form else parse.word)


def _like(pattern: str, word: str) -> str:
    at = pattern.lower().find("ё")
    if 0 <= at < len(word) and word[at] == "е":
        word = f"{word[:at]}ё{word[at + 1 :]}"
    if "ё" not in pattern and "ё" in word:
        word = word.replace("ё", "е") if "е" in pattern else word
    if pattern.isupper() and len(pattern) > 1:
        return pattern  # abbreviations are not declined, whatever the dictionary holds
    if "-" in pattern:
        ends = zip(pattern.split("-"), word.split("-"), strict=False)
        return "-".join(_like(one, other) for one, other in ends)
    return word[:1].upper() + word[1:] if pattern[:1].isupper() else word
