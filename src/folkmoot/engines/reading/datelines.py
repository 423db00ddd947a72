"""Dates that say when a document was published, in the forms of several languages.

Only dates that stand in a line of their own, alone or with a place or an author, behind a
label such as "Posted:", or at the head of a wire story count: a date inside a sentence
belongs to the story, and a range of days to the event. Day comes before month, except where a
month is named first or the numbers allow no other reading.
"""

import re
from dataclasses import dataclass, replace
from typing import Final

from folkmoot.engines.reading import lexicon
from folkmoot.engines.values.dates import DatePoint


@dataclass(frozen=True, slots=True)
class FoundDate:
    """A date in a text.

    Attributes:
        start, end: the date itself, without label and punctuation.
        published: the same in EDTF.
        line_end: where the label-and-date ends; the rest of the block may follow.
        is_labelled: a word such as "Published" stands before it.
        is_ambiguous: day and month could be read the other way round.
    """

    start: int
    end: int
    published: str
    line_end: int
    is_labelled: bool
    is_ambiguous: bool = False


def _any_of(tables: dict[str, tuple[str, ...]]) -> str:
    words = {word for table in tables.values() for entry in table for word in entry.split("|")}
    # Longest first, so that "sep" never hides "september".
    return "|".join(re.escape(word) for word in sorted(words, key=lambda word: (-len(word), word)))


_MONTH_NUMBER: Final = {
    name: number
    for table in lexicon.MONTHS.values()
    for number, names in enumerate(table, start=1)
    for name in names.split("|")
}
_MONTH: Final = rf"(?P<name>{_any_of(lexicon.MONTHS)})\.?"
_YEAR: Final = r"(?P<year>(?:1[89]|2[01])[0-9]{2})"
_YEAR_WORD: Final = rf"(?:\s?(?:{'|'.join(map(re.escape, lexicon.YEAR_WORDS))})(?!\w))?"
_JOINT: Final = "|".join(map(re.escape, lexicon.TIME_JOINTS))
_CLOCK: Final = (
    rf"(?:(?:T|,?\s{{1,3}}(?:(?:{_JOINT})\s{{0,3}})?|,)"
    r"(?P<hour>[0-9]{1,2}):(?P<minute>[0-9]{2})(?::(?P<second>[0-9]{2}))?(?:\.[0-9]{1,6})?"
    r"(?:\s?(?P<half>[ap])\.?m\b\.?)?(?P<zone>Z|[+-][0-9]{2}:[0-9]{2})?(?![0-9]))?"
)
_FORMS: Final = tuple(
    re.compile(form + _CLOCK, re.IGNORECASE)
    for form in (
        rf"{_YEAR}(?P<dash>[-/.])(?P<month>[0-9]{{2}})(?P=dash)(?P<day>[0-9]{{2}})(?![0-9])",
        rf"(?P<day>[0-9]{{1,2}})(?P<dot>[.-])(?P<month>[0-9]{{1,2}})(?P=dot){_YEAR}(?![0-9])"
        rf"{_YEAR_WORD}",
        rf"(?P<one>[0-9]{{1,2}})/(?P<two>[0-9]{{1,2}})/{_YEAR}(?![0-9])",
        rf"(?P<day>[0-9]{{1,2}})(?:st|nd|rd|th|[»”\"])?\s{{1,3}}(?:of\s)?{_MONTH},?\s{{1,3}}{_YEAR}"
        rf"(?![0-9]){_YEAR_WORD}",
        rf"{_MONTH}\s{{1,3}}(?P<day>[0-9]{{1,2}})(?:st|nd|rd|th)?,?\s{{1,3}}{_YEAR}(?![0-9])",
        rf"{_MONTH}\s{{1,3}}{_YEAR}(?![0-9]){_YEAR_WORD}",
    )
)
_LABEL: Final = re.compile(
    rf"(?:{_any_of(lexicon.DATE_LABELS)})(?:\s{{0,3}}[:–—-]\s{{0,3}}|\s{{1,3}})", re.IGNORECASE
)
# "15:40, 3 June 2024", and "3 June 2024 15:40 Society".
_HOUR_BEFORE: Final = re.compile(
    r"[0-9]{1,2}:[0-9]{2}(?:\s?[ap]\.?m\.?)?[,|\s]{1,3}", re.IGNORECASE
)
_SECTION_AFTER: Final = re.compile(r"\s{1,3}(?:[|·/]\s?)?(?:[^\W\d_]+\s?){1,4}")
_LABEL_AT_END: Final = re.compile(
    rf"(?<!\w)(?:{_any_of(lexicon.DATE_LABELS)}|on)\s{{0,3}}:?\s{{0,3}}\Z", re.IGNORECASE
)
_WEEKDAY: Final = re.compile(rf"(?:{_any_of(lexicon.WEEKDAYS)})\.?,?\s{{1,3}}", re.IGNORECASE)

_WEEKDAY_AT_END: Final = re.compile(
    rf"(?<!\w)(?:{_any_of(lexicon.WEEKDAYS)})\.?,?\s{{1,3}}\Z", re.IGNORECASE
)
# What may stand beside the date in its line: a place, an author, a section, minutes to read.
# A paper's name in marks may end in a full stop, its number stands between commas.
_BESIDE_BEFORE: Final = re.compile(
    r"\(?(?:(?:[«“„\"]?[^\W\d_][^\n,|·•/—–(!?0-9]{0,50}|№\s?\d+(?:\s?\(\d+\))?)"
    r"(?:[,|·•/—–]|(?<=[»”])\.)\s{0,3}\(?){1,4}",
    re.IGNORECASE,
)
_BESIDE_AFTER: Final = re.compile(r"\s{0,3}(?:[)|·•,—–/].{0,60}|\.\s[^.]{3,40}\.\))?", re.DOTALL)
_AUTHOR: Final = re.compile(r"(?:by|from|text|автор|текст)\b", re.IGNORECASE)
# A paper with its number: «Газета „Волна“, № 24 (981)».
_PAPER: Final = re.compile(r"№\s?\d|[«“\"]")
_WORDS_OF_PAPER: Final = 9
_WORDS_BESIDE: Final = {",": 3, "|": 7}
_BARS: Final = frozenset("|·•/—–")
_SHORT_LINE: Final = 160
# "VELMAR, 3 June 2024 (Agency) —": the head of a wire story.
_WIRE_HEAD: Final = re.compile(
    r"[^\W\d_][\w.'’ -]{1,40}(?:\s/\s\w{3,20}|\s\([\w -]{2,30}\))?(?:,\s[^\W\d_][\w.'’ -]{1,30})?[,(]\s{0,2}",
    re.IGNORECASE,
)
# The day may come first: "14 May 2019, TARN –", «14 мая 2019 года. Мэры».
_WIRE_FIRST: Final = re.compile(
    r"[,.]?\s{0,3}(?:[^\W\d_][\w.'’-]{1,30}(?:\s[\w.'’-]{1,20}){0,2}\s{0,2})?"
    r"(?:[—–]\s|-{1,2}\s|\([^()]{2,40}\)\s?[—–-]|/[^/]{2,40}/)|\.\s(?=[^\W\d_a-zа-яё])"
)
_WIRE_TAIL: Final = re.compile(
    r"\)?[.,:]?\s{0,3}(?:[—–]|-{1,2}\s|\([^()]{2,40}\)|/[^/]{2,40}/|(?<=[.:)])\s(?=[^\W\d_a-zа-яё]))"
)


def find_dateline(text: str, start: int, end: int) -> FoundDate | None:
    """The date at the start of the block ``text[start:end]``, if it is a line of its own.

    Behind a label more text may follow (``line_end < end``); without one nothing may but
    a full stop.
    """
    label = _LABEL.match(text, start, end)
    at = label.end() if label else start
    for before in (_HOUR_BEFORE, _WEEKDAY):
        found_before = before.match(text, at, end)
        at = found_before.end() if found_before else at
    for form in _FORMS:
        found = form.match(text, at, end)
        if found is None:
            continue
        rest = text[found.end() : end]
        has_section = bool(found["hour"] and _SECTION_AFTER.fullmatch(rest))
        is_bare = has_section or rest.strip(" .") == ""
        if label is None and not is_bare:
            continue
        if rest and not rest[0].isspace() and rest[0] not in ".,;|":
            continue
        told = _found(found, is_labelled=label is not None, line_end=end)
        return replace(told, line_end=end) if told and has_section else told
    return _date_beside(text, start, end) if end - start <= _SHORT_LINE else None


def find_wire_date(text: str, start: int, end: int) -> FoundDate | None:
    """The date between place and dash at the head of the paragraph ``text[start:end]``."""
    for form in _FORMS:
        first = form.match(text, start + (text[start] in "(["), end)
        if first is not None and _WIRE_FIRST.match(text, first.end(), end):
            return _found(first, is_labelled=False, line_end=first.end())
    place = _WIRE_HEAD.match(text, start + (text[start] == "("), end)
    if place is None:
        return None
    for form in _FORMS:
        # The place may itself hold a comma and swallow the month, so the date is searched.
        found = form.search(text, start, min(end, place.end() + 30))
        if found is None or not _WIRE_TAIL.match(text, found.end(), end):
            continue
        before = _WIRE_HEAD.fullmatch(text, place.start(), found.start())
        if before is not None:
            return _found(found, is_labelled=False, line_end=found.end())
    return None


def _date_beside(text: str, start: int, end: int) -> FoundDate | None:
    """One date in a short line that holds a place, author or section besides."""
    for form in _FORMS:
        found = form.search(text, start, end)
        if found is None:
            continue
        before = text[start : found.start()]
        label = next(reversed(list(_LABEL_AT_END.finditer(before))), None)
        bare = before[: label.start()] if label else before
        bare = _WEEKDAY_AT_END.sub("", bare)
        if bare and not _stands_beside(bare):
            return None
        if not _BESIDE_AFTER.fullmatch(text, found.end(), end):
            return None
        if any(other.search(text, found.end(), end) for other in _FORMS):
            return None
        return _found(found, is_labelled=label is not None, line_end=end)
    return None


def _stands_beside(words: str) -> bool:
    if not _BESIDE_BEFORE.fullmatch(words):
        return False
    if _PAPER.search(words):
        return len(words.split()) <= _WORDS_OF_PAPER
    separator = "," if _BARS.isdisjoint(words) and not _AUTHOR.match(words) else "|"
    return len(words.split()) <= _WORDS_BESIDE[separator]


def dates_in(text: str, start: int, end: int) -> list[FoundDate]:
    """Every date of a stretch, in order, none overlapping another."""
    found: list[FoundDate] = []
    for form in _FORMS:
        for one in form.finditer(text, start, end):
            told = _found(one, is_labelled=False, line_end=one.end())
            if told and all(told.end <= other.start or other.end <= told.start for other in found):
                found.append(told)
    return sorted(found, key=lambda one: one.start)


def read_stamp(value: str) -> str | None:
    """The EDTF form of a machine-written date such as HTML metadata carry, or ``None``."""
    found = _FORMS[0].match(value.strip())
    made = _found(found, is_labelled=True, line_end=0) if found else None
    return made.published if made else None


def _found(found: re.Match[str], *, is_labelled: bool, line_end: int) -> FoundDate | None:
    parts = found.groupdict()
    month, day, is_ambiguous = _month_and_day(parts)
    try:
        clock = _clock(parts)
        point = DatePoint(
            year=int(parts["year"]),
            month=month,
            day=day,
            clock=clock if day else "",
            zone=(parts["zone"] or "").upper() if day else "",
        )
    except ValueError:
        # 31.02.2025 looks like a date and is none.
        return None
    end = found.end()
    rest_is_blank = not found.string[end:line_end].strip(" .")
    return FoundDate(
        start=found.start(),
        end=end,
        published=str(point),
        line_end=line_end if rest_is_blank else end,
        is_labelled=is_labelled,
        is_ambiguous=is_ambiguous,
    )


def _month_and_day(parts: dict[str, str | None]) -> tuple[int, int | None, bool]:
    if "one" in parts:
        one, two = int(parts["one"] or 0), int(parts["two"] or 0)
        if two > 12 >= one:
            return one, two, False
        return two, one, one <= 12 and one != two
    if "name" in parts:
        number = _MONTH_NUMBER[(parts["name"] or "").lower()]
        day = parts.get("day")
        return number, int(day) if day else None, False
    return int(parts["month"] or 0), int(parts["day"] or 0), False


def _clock(parts: dict[str, str | None]) -> str:
    if parts["hour"] is None:
        return ""
    hour = int(parts["hour"])
    if parts["half"]:
        if not 1 <= hour <= 12:
            raise ValueError(f"{hour} is not an hour of half a day")
        hour = hour % 12 + (12 if parts["half"].lower() == "p" else 0)
    seconds = f":{parts['second']}" if parts["second"] else ""
    return f"{hour:02d}:{parts['minute']}{seconds}"
