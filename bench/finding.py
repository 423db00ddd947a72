"""``python -m bench.finding COUNT``: search over many records, as people ask.

Texts follow a Zipf curve, as language does: a few words are nearly everywhere, most are rare.
Half of them are Russian. Prints percentiles in milliseconds over all kinds of question.
"""

import json
import random
import sys
import time
import uuid
from collections.abc import Iterator
from itertools import accumulate
from typing import Any

import django

django.setup()

from django.db import connection  # noqa: E402

from folkmoot.engines.values.multilingual import Multilingual  # noqa: E402
from folkmoot.kernel.models import SearchEntry  # noqa: E402
from folkmoot.kernel.search import Findable, add_entries, batched, entry_values, search  # noqa: E402

_QUESTIONS = 400
_WORDS = 20_000
_SYLLABLES = {
    "en": ("lan", "tern", "har", "bour", "mer", "vil", "sto", "ren", "gal", "dor", "pin", "ath"),
    "ru": ("лан", "тер", "гор", "вод", "мер", "сто", "рен", "гал", "дор", "пин", "лес", "мост"),
}
_FIRST = {
    "en": ("Runa", "Ilo", "Vesna", "Mira", "Orlan"),
    "ru": ("Руна", "Иван", "Весна", "Мира", "Олег"),
}
_KINDS = ("registry.person", "programme.session", "evidence.source", "evidence.statement")


class Language:
    """Words of one language, common ones first."""

    def __init__(self, code: str, dice: random.Random) -> None:
        self.code = code
        self.dice = dice
        syllables = _SYLLABLES[code]
        found: dict[str, None] = {}
        while len(found) < _WORDS:
            found["".join(dice.choices(syllables, k=dice.randint(2, 5)))] = None
        self.words = list(found)
        self.weights = list(accumulate(1 / rank for rank in range(3, _WORDS + 3)))

    def text(self, length: int) -> list[str]:
        """Running words."""
        return self.dice.choices(self.words, cum_weights=self.weights, k=length)

    def name(self) -> str:
        """First and family name."""
        first = self.dice.choice(_FIRST[self.code])
        return f"{first} {self.dice.choice(self.words[200:]).title()}"


def entries(count: int, languages: list[Language], dice: random.Random) -> Iterator[SearchEntry]:
    """Records of four kinds with a title, an excerpt, and for people names."""
    for number in range(count):
        language = languages[number % 2]
        kind = dice.choice(_KINDS)
        names = (language.name(),) if kind == _KINDS[0] else ()
        title = names[0] if names else " ".join(language.text(6))
        described = Findable(
            title=Multilingual({language.code: title}, language.code),
            excerpt=Multilingual({language.code: " ".join(language.text(20))}, language.code),
            words=(" ".join(language.text(10)),),
            names=names,
            language=language.code,
            year=dice.randint(2014, 2031),
            is_public=True,
        )
        uid = uuid.UUID(int=dice.getrandbits(128), version=4)
        yield SearchEntry(kind=kind, uid=uid, **entry_values(described))


def question(language: Language, number: int, dice: random.Random) -> tuple[str, dict[str, Any]]:
    """One of eight kinds of question in turn: names, common words, filters, rare words, nothing."""
    common = language.words[dice.randrange(60)]
    middling = language.words[dice.randrange(60, 2000)]
    rare = language.words[dice.randrange(2000, _WORDS)]
    year = dice.randint(2014, 2031)
    return (
        (language.name(), {}),
        (language.name().split()[1], {"kind": _KINDS[0]}),
        (common, {}),
        (middling, {}),
        (f"{common} {middling}", {}),
        (f"{common} {language.words[dice.randrange(60)]}", {"kind": _KINDS[1], "year": year}),
        (rare, {}),
        (f"{rare} {rare}zzz", {"language": language.code}),
    )[number % 8]


def main() -> None:
    """Fill, ask, print."""
    dice = random.Random(20310520)
    languages = [Language(code, dice) for code in ("en", "ru")]
    count = int(sys.argv[1])
    for batch in batched(entries(count, languages, dice), 2000):
        add_entries(batch)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    asked = [question(languages[n // 8 % 2], n, dice) for n in range(_QUESTIONS)]
    taken = []
    for query, filters in asked[:40]:
        search(query, filters=filters)
    for query, filters in asked:
        began = time.perf_counter()
        search(query, filters=filters)
        taken.append((time.perf_counter() - began) * 1000)
    slowest = asked[max(range(_QUESTIONS), key=taken.__getitem__)]
    taken.sort()
    p50, p95, p99 = (taken[int(_QUESTIONS * part)] for part in (0.5, 0.95, 0.99))
    print(json.dumps({"p50": p50, "p95": p95, "p99": p99, "slowest": slowest}))


if __name__ == "__main__":
    main()
