"""When two values say the same: one small judgement for each kind of fact.

Every judgement takes the text, a fact and a candidate, and looks at the key of the record
only; how far their words coincide is counted elsewhere.
"""

import re
from decimal import Decimal
from typing import Any, Final

from bench.extraction.candidates import Candidate
from bench.extraction.gold import Fact
from bench.extraction.words import (
    agree_both_ways,
    is_same_name,
    plain,
    shared,
    stems,
    words_at,
)

# Words of comparators by class, in the order in which they are looked for.
_COMPARATORS: Final = (
    ("at least", ("at least", "(no|not) less", "no fewer", "minimum", "не (менее|меньше)")),
    ("at most", ("up to", "(no|not) more", "at most", "maximum", "не (более|больше)", r"до\b")),
    ("over", ("over", "more", "exceed", "above", "excess", "upward", "свыше", "бол[ье]", "превы")),
    ("nearly", ("nearly", "almost", "close to", "почти", "без малого")),
    ("under", ("under", "less", "below", "fewer", "мен[ье]", "ниже")),
    ("about", ("about", "around", "some", "approx", "roughly", "circa", "estimat", "several")),
    ("about", ("порядка", "около", "пример", "приблиз")),
    ("over", ("с лишним", "с небольшим")),
)
_STATUS: Final = (
    ("not reached", ("not ", "не ", "refus", "fail", "withdr", "postpon")),
    ("implemented", ("implement", "completed", "fulfil", "реализован", "выполнен")),
    ("in force", ("in force", "existing", "действ", "effect")),
    ("under way", ("in principle", "initial")),
    ("adopted", ("adopt", "agreed", "approv", "endors", "принят", "утвержд")),
    ("signed", ("signed", "concluded", "подписан", "заключ")),
    ("expected", ("expect", "plan", "possib", "intend", "propos", "будущ", "ожида", "announc")),
    ("under way", ("under", "negotiat", "prepar", "ongoing", "discuss", "draft")),
)
_EDITION_STATUS: Final = (
    ("postponed", ("postpon", "moved", "resched", "перен")),
    ("cancelled", ("cancel", "отмен")),
    ("planned", ("plan", "expect", "announc", "upcoming", "schedul")),
    ("under way", ("under way", "underway", "ongoing", "open", "closing")),
    ("held", ("held", "past", "completed", "closed", "ended", "finish")),
)
_DOCUMENT_KINDS: Final = (
    ("press release", ("press", "announce", "пресс")),
    ("speech", ("speech", "transcript", "address", "выступлен")),
    ("declaration", ("declaration", "communiq", "resolution", "деклара", "коммюнике")),
    ("programme", ("programme", "program", "agenda", "программа")),
    ("news article", ("news", "article", "feature", "interview", "report", "новост", "статья")),
)
_CURRENCY_WORDS: Final = {
    "EUR": "euro евро", "USD": "dolla долла", "RUB": "rubl roubl рубл", "BYN": "rubl рубл",
    "GBP": "pound фунт", "CHF": "franc франк", "KZT": "tenge тенге", "CNY": "yuan renmi юан",
    "PLN": "zloty злоты", "NOK": "krone крон", "SEK": "krona kron крон", "DKK": "krone крон",
    "CZK": "korun crown крон", "JPY": "yen иен", "TRY": "lira лир", "INR": "rupee рупи",
}  # fmt: skip


def classed(words: Any, classes: tuple[tuple[str, tuple[str, ...]], ...], otherwise: str) -> str:
    """The first class one of whose words the value holds."""
    said = plain(str(words or "").replace("_", " "))
    for name, signs in classes:
        if any(re.search(rf"(?<!\w){sign}", said) for sign in signs):
            return name
    return otherwise


def comparator_class(words: Any) -> str:
    """One of seven; no word and "exactly" are one class."""
    return classed(words, _COMPARATORS, "exactly")


def agreement_status(words: Any) -> str:
    return classed(words, _STATUS, plain(str(words or "")))


def edition_status(words: Any) -> str:
    return classed(words, _EDITION_STATUS, plain(str(words or "")))


def same_edition(text: str, fact: Fact, candidate: Candidate) -> bool:
    """Ordinals equal (also when both are empty) and the words of the series the same."""
    if _number(fact.norm.get("ordinal")) != _number(candidate.values.get("ordinal")):
        return False
    series = stems(str(candidate.values.get("series") or ""))
    known = stems(str(fact.norm.get("series") or "")) | stems(words_at(text, fact.spans))
    return shared(series, known) >= 0.5


def same_series(text: str, fact: Fact, candidate: Candidate) -> bool:
    said = stems(str(candidate.values.get("series") or candidate.values.get("name") or ""))
    return shared(said, stems(words_at(text, fact.spans))) >= 0.5


def same_dates(_text: str, fact: Fact, candidate: Candidate) -> bool:
    """Every stated end of the interval is stated alike; a rough date lies in the month told."""
    start, end = _interval(candidate)
    if around := fact.norm.get("around"):
        return start.startswith(str(around)[:7]) or str(around).startswith(start[:7] or "-")
    stated = [(fact.norm.get("start"), start), (fact.norm.get("end"), end)]
    if single := fact.norm.get("date") or fact.norm.get("dates"):
        stated = list(zip(_split(str(single)), (start, end), strict=True))
    return all(plain(str(told)) == plain(found) for told, found in stated if told)


def _interval(candidate: Candidate) -> tuple[str, str]:
    first, last = _split(str(candidate.values.get("dates") or ""))
    start, end = candidate.values.get("start"), candidate.values.get("end")
    return str(start or first), str(end or last)


def _split(edtf: str) -> tuple[str, str]:
    first, _, last = edtf.partition("/")
    return first, last or first


def same_place(text: str, fact: Fact, candidate: Candidate) -> bool:
    """The city or the region, in the words of the text or of the fact."""
    names = [fact.norm.get(name) for name in ("city", "region", "place", "as_written")]
    names += list(fact.norm.get("cities") or ())
    return _is_one_of(str(candidate.values.get("value")), [str(name) for name in names if name])


def _is_one_of(said: str, names: list[str]) -> bool:
    own = stems(said)
    return any(is_same_name(said, name) or shared(own, stems(name)) >= 0.75 for name in names)


def same_words(text: str, fact: Fact, candidate: Candidate) -> bool:
    """Half of the words of the shorter are those of the other."""
    said = stems(str(candidate.values.get("value") or candidate.values.get("name") or ""))
    known = stems(words_at(text, fact.spans)) | stems(str(fact.norm.get("name") or ""))
    return shared(said | stems(words_at(text, candidate.spans)), known) >= 0.5


def same_person(_text: str, fact: Fact, candidate: Candidate) -> bool:
    return is_same_name(candidate.values.get("name"), fact.norm.get("name"))


def same_organisation(text: str, fact: Fact, candidate: Candidate) -> bool:
    said = stems(str(candidate.values.get("name") or ""))
    known = stems(str(fact.norm.get("name") or ""))
    return max(shared(said, known), shared(said, stems(words_at(text, fact.spans[:1])))) >= 0.5


def same_office(text: str, fact: Fact, candidate: Candidate) -> bool:
    """The right person, and six tenths of the words of office and body either way."""
    person = fact.norm.get("person")
    if not is_same_name(candidate.values.get("person"), person):
        return False
    names = stems(str(person)) | stems(str(candidate.values.get("person")))
    written = stems(words_at(text, (*candidate.spans, *candidate.values["body"]))) - names
    valued = (
        stems(f"{candidate.values['office']} {candidate.values.get('organisation') or ''}") - names
    )
    normed = stems(f"{fact.norm.get('office') or ''} {fact.norm.get('organisation') or ''}")
    known = [stems(words_at(text, [span])) - names for span in fact.spans] + [normed - names]
    return any(
        agree_both_ways(said, words, 0.6) for said in (written, valued) for words in known if words
    )


def same_speaker(_text: str, fact: Fact, candidate: Candidate) -> bool:
    """One name, or where the speaker is no person, words in common; nobody where nobody is named."""
    known, said = fact.norm.get("speaker"), candidate.values.get("speaker")
    if not known or not said:
        return not known and not said
    return is_same_name(said, known) or shared(stems(str(said)), stems(str(known))) >= 0.6


def same_claim(text: str, fact: Fact, candidate: Candidate) -> bool:
    """Value, unit or currency, and comparator."""
    return (
        same_value(text, fact, candidate)
        and _same_unit(text, fact, candidate)
        and comparator_class(fact.norm.get("comparator"))
        == comparator_class(candidate.values.get("comparator"))
    )


def same_value(_text: str, fact: Fact, candidate: Candidate) -> bool:
    """Equal numbers; signs of growth and the two ways to write a share do not matter."""
    known, said = _number(fact.norm.get("value")), _number(candidate.values.get("value"))
    if known is None or said is None:
        return known == said
    known, said = abs(known), abs(said)
    ways = [known]
    if "share" in str(fact.norm.get("kind") or ""):
        ways += [known * 100, 1 / known if known else known]
        ways += [100 / known] if known > 1 else []
    return any(abs(said - way) <= abs(way) / 500 for way in ways)


def _same_unit(text: str, fact: Fact, candidate: Candidate) -> bool:
    if "rank" in str(fact.norm.get("kind") or ""):
        return candidate.values.get("kind") == "rank"
    if currency := fact.norm.get("currency"):
        return _same_currency(str(currency), str(candidate.values.get("currency") or ""))
    said = str(candidate.values.get("unit") or "").replace("_", " ")
    unit = str(fact.norm.get("unit") or "")
    if not unit or "share" in str(fact.norm.get("kind") or ""):
        return True
    if "percent" in unit:
        return bool(re.search(r"%|per ?cent|процент", said))
    own = stems(f"{said} {candidate.values.get('unit as written', '')}")
    return bool(own & (stems(unit) | stems(words_at(text, fact.spans))))


def _same_currency(known: str, said: str) -> bool:
    """One code, or the code of a currency of that name where the text tells no country."""
    if plain(known) == plain(said):
        return True
    names = stems(_CURRENCY_WORDS.get(said, said))
    return (
        known not in _CURRENCY_WORDS
        and bool(said)
        and (bool(names & stems(known)) or len(said) == 3)
    )


def same_claimant(_text: str, fact: Fact, candidate: Candidate) -> bool:
    """One name; where the article itself claims, no name."""
    known, said = str(fact.norm.get("claimant") or ""), candidate.values.get("claimant")
    if not known or plain(known).startswith(("the article", "статья")):
        return not said
    return is_same_name(said, known) or shared(stems(str(said or "")), stems(known)) >= 0.6


def same_agreement(_text: str, fact: Fact, candidate: Candidate) -> bool:
    """Status class and number of documents."""
    if agreement_status(fact.norm.get("status")) != agreement_status(
        candidate.values.get("status")
    ):
        return False
    known, said = _number(fact.norm.get("count")), _number(candidate.values.get("count"))
    return known == said or (known is None and said == 1)


def same_host(_text: str, fact: Fact, candidate: Candidate) -> bool:
    """City or region; and what was only offered is not decided."""
    names = [str(fact.norm[name]) for name in ("city", "region", "place") if fact.norm.get(name)]
    said = [candidate.values.get(name) for name in ("city", "region", "place")]
    flat = [
        str(one)
        for value in said
        if value
        for one in (value if isinstance(value, list) else [value])
    ]
    if not any(_is_one_of(one, names) for one in flat):
        return False
    return ("offer" in str(fact.norm.get("status") or "")) == (
        "offer" in str(candidate.values.get("status") or "")
    )


def same_title(_text: str, fact: Fact, candidate: Candidate) -> bool:
    """Nine tenths of the words either way."""
    known = stems(str(fact.norm.get("title") or ""))
    return agree_both_ways(stems(str(candidate.values["value"])), known, 0.9)


def same_day(_text: str, fact: Fact, candidate: Candidate) -> bool:
    """The day; a time of day may be told or not."""
    return str(candidate.values["value"])[:10] == str(fact.norm.get("published"))[:10]


def same_document_kind(_text: str, fact: Fact, candidate: Candidate) -> bool:
    known, said = (
        classed(kind, _DOCUMENT_KINDS, plain(str(kind)))
        for kind in (fact.norm.get("kind"), candidate.values["value"])
    )
    return known == said


def any_key(_text: str, _fact: Fact, _candidate: Candidate) -> bool:
    """Where the words alone decide."""
    return True


def _number(value: Any) -> Decimal | None:
    """A number, also out of "5 (derived)"; ``None`` where there is none."""
    found = re.match(r"-?\d+(\.\d+)?(e\+?\d+)?", str(value if value is not None else ""))
    return Decimal(found[0]) if found else None
