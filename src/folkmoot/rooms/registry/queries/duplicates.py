"""Pairs of records that may be one, with the reason; a person decides."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from itertools import combinations
from typing import Any
from uuid import UUID

from rapidfuzz import fuzz

from folkmoot.engines.values.spelling import name_key
from folkmoot.kernel.records import Record, model_of
from folkmoot.rooms.registry.models import City, Identifier, Name
from folkmoot.rooms.registry.terms import CITY, MERGED_KINDS, NAME_WITHHELD

# Two skeletons of 15 letters that differ by one letter score about 93.
SIMILAR = 92
# Beyond these the search stops rather than slows the page: the rest waits until the first
# pairs are settled.
RECORDS_AT_MOST = 20_000
SHARING_A_WORD_AT_MOST = 60
# About 30 km from north to south.
CLOSE_DEGREES = 0.3


class Sameness(StrEnum):
    """Why two records may be one, strongest first."""

    SAME_IDENTIFIER = "same_identifier"
    SAME_NAME = "same_name"
    SIMILAR_NAME = "similar_name"


@dataclass(frozen=True, slots=True)
class DuplicatePair:
    """Two records; ``evidence`` is the identifier or the two spellings that meet."""

    first: Record
    second: Record
    reason: Sameness
    evidence: tuple[str, ...]
    score: int


@dataclass(frozen=True, slots=True)
class _Spelling:
    uid: UUID
    text: str
    key: str


def possible_duplicates(kind: str, *, limit: int = 50) -> list[DuplicatePair]:
    """Pairs of one kind, strongest reason first. Four queries, five for cities.

    Cities are pairs only where they lie close together: namesakes are common.

    Raises:
        LookupError: records of this kind are not merged.
    """
    if kind not in MERGED_KINDS:
        raise LookupError(kind)
    found: dict[frozenset[UUID], tuple[int, Sameness, tuple[str, ...]]] = {}
    for one, two, identifier in _sharing_identifiers(kind):
        found.setdefault(frozenset((one, two)), (101, Sameness.SAME_IDENTIFIER, (identifier,)))
    places = _places() if kind == CITY else {}
    for left, right, score in _sounding_alike(_spellings(kind)):
        if places and not _close(places[left.uid], places[right.uid]):
            continue
        reason = Sameness.SAME_NAME if score == 100 else Sameness.SIMILAR_NAME
        pair = frozenset((left.uid, right.uid))
        if pair not in found or found[pair][0] < score:
            found[pair] = (score, reason, tuple(sorted({left.text, right.text})))
    best = sorted(found.items(), key=lambda item: (-item[1][0], sorted(item[0])))[:limit]
    wanted = {uid for pair, _why in best for uid in pair}
    records = {one.uid: one for one in model_of(kind)._default_manager.filter(uid__in=wanted)}
    pairs = []
    for uids, (score, reason, evidence) in best:
        first, second = sorted((records[uid] for uid in uids), key=lambda one: one.pk)
        pairs.append(DuplicatePair(first, second, reason, evidence, min(score, 100)))
    return pairs


def _sharing_identifiers(kind: str) -> Iterator[tuple[UUID, UUID, str]]:
    bearers: defaultdict[tuple[str, str], set[UUID]] = defaultdict(set)
    rows = Identifier.objects.filter(owner_kind=kind).values_list("scheme", "value", "owner_uid")
    for scheme, value, uid in rows[:RECORDS_AT_MOST]:
        bearers[scheme, value].add(uid)
    for (scheme, value), uids in bearers.items():
        for one, two in combinations(sorted(uids), 2):
            yield one, two, f"{scheme}:{value}"


def _spellings(kind: str) -> list[_Spelling]:
    manager: Any = model_of(kind)._default_manager
    spellings = []
    alive = set()
    for uid, name in manager.order_by("id").values_list("uid", "name")[:RECORDS_AT_MOST]:
        alive.add(uid)
        if name != NAME_WITHHELD:
            spellings += [_Spelling(uid, text, _sorted_key(text)) for text in name.texts.values()]
    rows = Name.objects.filter(owner_kind=kind).values_list("owner_uid", "text")
    for uid, text in rows[:RECORDS_AT_MOST]:
        if uid in alive:
            spellings.append(_Spelling(uid, text, _sorted_key(text)))
    return [one for one in spellings if one.key]


def _places() -> dict[UUID, tuple[float, float]]:
    rows = City.objects.values_list("uid", "latitude", "longitude")
    return {uid: (float(latitude), float(longitude)) for uid, latitude, longitude in rows}


def _close(one: tuple[float, float], two: tuple[float, float]) -> bool:
    return abs(one[0] - two[0]) < CLOSE_DEGREES and abs(one[1] - two[1]) < CLOSE_DEGREES


def _sorted_key(text: str) -> str:
    """The skeleton without regard to the order of first and family name."""
    return " ".join(sorted(name_key(text).split()))


def _sounding_alike(spellings: list[_Spelling]) -> Iterator[tuple[_Spelling, _Spelling, int]]:
    """Compare only spellings that share a whole word or the beginnings of two."""
    blocks: defaultdict[str, list[_Spelling]] = defaultdict(list)
    for spelling in spellings:
        words = spelling.key.split()
        for beginning in {*words, " ".join(word[:2] for word in words)}:
            if len(beginning) > 2:
                blocks[beginning].append(spelling)
    for block in blocks.values():
        if len(block) > SHARING_A_WORD_AT_MOST:
            continue
        for one, two in combinations(block, 2):
            if one.uid == two.uid:
                continue
            score = int(fuzz.ratio(one.key, two.key))
            if score >= SIMILAR:
                yield one, two, score
