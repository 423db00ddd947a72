"""``python -m bench.outcomes.rendering [--rounds N] [--json]``: what setting a document costs.

One page of seven articles in two languages, another text each time, as PDF/A with its attachment;
the accessible copy of it; a stamp; an agreement of 200 articles; and the search for missing
letters, which forms do while people wait. Ends with 1 when a median is over its bound.
"""

import argparse
import json
import resource
import statistics
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from itertools import count

from folkmoot.engines.typesetting import (
    AgreementKind,
    AgreementText,
    Clause,
    NotRendered,
    Party,
    Rendition,
    SignatureBlock,
    Standard,
    Wording,
    missing_letters,
    render_agreement,
    render_stamp,
)

BOUNDS_MS = {
    "one page, signed original": 60.0,
    "one page, reading copy": 60.0,
    "stamp": 30.0,
    "missing letters of one page": 5.0,
    "200 articles": 3_000.0,
}
AT = datetime(2026, 6, 12, 9, 30, tzinfo=UTC)
_ENGLISH = (
    "The Parties keep harbour {} open in all weathers and share the cost in equal parts. "
    "Crews of both Parties are trained on equal terms."
)
_RUSSIAN = (
    "Стороны содержат гавань {} открытой в любую погоду и делят расходы поровну. "
    "Экипажи обеих Сторон обучаются на равных условиях."
)


def agreement(articles: int) -> AgreementText:
    """An invented agreement of two regions, English beside Russian."""
    coast = Party("coast", Wording.of(en="Lantern Coast Region", ru="Маячный берег"), "en")
    lakes = Party("lakes", Wording.of(en="Lake Region", ru="Озёрный регион"), "ru")
    return AgreementText(
        uid="bench",
        kind=AgreementKind.AGREEMENT,
        title=Wording.of(en="Agreement on harbours", ru="Соглашение о гаванях"),
        languages=("en", "ru"),
        authentic=("en", "ru"),
        parties=(coast, lakes),
        clauses=tuple(
            Clause(
                f"c{at}",
                str(at),
                Wording.of(en=_ENGLISH.format(at), ru=_RUSSIAN.format(at)),
                heading=Wording.of(en=f"Harbour {at}", ru=f"Гавань {at}"),
            )
            for at in range(1, articles + 1)
        ),
        signatures=(
            SignatureBlock("coast.head", "coast", Wording.of(en="Ilka Brandt", ru="Илка Брандт")),
            SignatureBlock("lakes.head", "lakes", Wording.of(en="Vesna Holt", ru="Весна Холт")),
        ),
    )


def main() -> int:
    """Measure; prints a table, or JSON."""
    parser = argparse.ArgumentParser(prog="bench.outcomes.rendering")
    parser.add_argument("--rounds", type=int, default=15)
    parser.add_argument("--json", action="store_true", dest="as_json")
    asked = parser.parse_args()
    told = _measure(asked.rounds)
    if asked.as_json:
        sys.stdout.write(json.dumps(told, indent=2) + "\n")
    else:
        for name, value in told.items():
            print(f"{name:32} {value:>12,.2f}   {BOUNDS_MS.get(name, '')}")
    return int(any(told[name] > bound for name, bound in BOUNDS_MS.items()))


def _measure(rounds: int) -> dict[str, float]:
    short, long = agreement(7), agreement(200)
    # Another text each time: the typesetter remembers what it has set.
    number = count()

    def fresh(text: AgreementText) -> AgreementText:
        return replace(text, reference=f"B-{next(number)}")

    def original(text: AgreementText, standard: Standard) -> Rendition:
        return _made(render_agreement(fresh(text), made_at=AT, standard=standard))

    def stamp() -> Rendition:
        lines = ("Весна Холт", f"Подписано 12 июня 2026 г. № {next(number)}")
        return _made(render_stamp(lines, width_points=230, height_points=52, made_at=AT))

    page = original(short, Standard.SIGNED_ORIGINAL)
    told = {
        "one page, signed original": _median(
            lambda: original(short, Standard.SIGNED_ORIGINAL), rounds
        ),
        "one page, reading copy": _median(lambda: original(short, Standard.READING_COPY), rounds),
        "stamp": _median(stamp, rounds),
        "missing letters of one page": _median(lambda: missing_letters(short), rounds),
        "200 articles": _median(lambda: original(long, Standard.SIGNED_ORIGINAL), 5),
        "bytes of the page": float(page.size_bytes),
        "pages of 200 articles": float(original(long, Standard.SIGNED_ORIGINAL).page_count),
    }
    told["peak memory, MB"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1_000
    return told


def _made(answer: Rendition | NotRendered) -> Rendition:
    if isinstance(answer, NotRendered):
        raise SystemExit(str(answer))
    return answer


def _median(action: Callable[[], object], rounds: int) -> float:
    action()
    times = []
    for _ in range(rounds):
        began = time.perf_counter()
        action()
        times.append((time.perf_counter() - began) * 1_000)
    return statistics.median(times)


if __name__ == "__main__":
    sys.exit(main())
