"""Russian forms of words: all forms of a listed word, and phrases put into the nominative.

Uses the morphological dictionary that the Russian layer brings along; without it words stay
as they are.
"""

from collections.abc import Sequence
from functools import lru_cache
from typing import Any, Final

from folkmoot.engines.extraction.morphology import is_at_hand, parses_of

_CASES = {"Nom": "nomn", "Gen": "gent", "Dat": "datv", "Acc": "accs", "Ins": "ablt", "Loc": "loct"}
_AGREEING = ("ADJF", "PRTF", "NPRO")
_NAMES: Final = {"Name": "given", "Patr": "patronymic", "Surn": "surname", "Geox": "place"}
_FORMS_KEPT: Final = 20_000


@lru_cache(_FORMS_KEPT)
def forms_of(word: str) -> frozenset[str]:
    """All forms of a word given in its dictionary form, with ё written as е."""
    plain = word.lower().replace("ё", "е")
    if not is_at_hand():
        return frozenset({plain})
    parts = plain.rsplit("-", 1)
    found = {plain}
    for parse in parses_of(plain):
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


@lru_cache(_FORMS_KEPT)
def tells_name(word: str) -> frozenset[str]:
    """Which of "given", "patronymic", "surname", "place" the dictionary holds a word for."""
    found = set()
    for parse in parses_of(word.lower()):
        for mark in _NAMES.keys() & parse.tag.grammemes:
            if mark in ("Patr", "Surn") or parse.is_known:
                found.add(_NAMES[mark])
    return frozenset(found)


@lru_cache(_FORMS_KEPT)
def genders_of_name(word: str) -> frozenset[str]:
    """The genders ("m", "f") that a given name or patronymic in the nominative can tell."""
    return frozenset(
        "f" if "femn" in parse.tag else "m"
        for parse in parses_of(word.lower())
        if ("Name" in parse.tag or "Patr" in parse.tag)
        and "nomn" in parse.tag
        and "sing" in parse.tag
    )


@lru_cache(_FORMS_KEPT)
def surname_forms(word: str) -> frozenset[str]:
    """The dictionary forms that a surname can be a case of, the word itself among them."""
    low = word.lower().replace("ё", "е")
    if not is_at_hand() or not "\u0400" <= low[0] <= "\u04ff":
        return frozenset({low})
    found = {low}
    for parse in parses_of(low):
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
    if not is_at_hand() or not wanted:
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
            for one in parses_of(form)
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
    wanted = _CASES.get(case, "")
    if not is_at_hand() or wanted in ("", "nomn"):
        return list(words)
    return list(_nominative(tuple(words), wanted))


@lru_cache(_FORMS_KEPT)
def _nominative(words: tuple[str, ...], wanted: str) -> Sequence[str]:
    agreeing: list[list[Any]] = []
    for at, word in enumerate(words):
        parses = [one for one in parses_of(word.lower()) if wanted in one.tag]
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
    return words


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


@lru_cache(_FORMS_KEPT)
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
