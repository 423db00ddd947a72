"""People who may be meant by a name, whatever the script and spelling."""

from dataclasses import dataclass

from rapidfuzz import fuzz, process

from folkmoot.engines.values.multilingual import Multilingual
from folkmoot.engines.values.spelling import name_key
from folkmoot.kernel.models import SearchEntry
from folkmoot.kernel.records import RecordRef
from folkmoot.kernel.search import find_by_name
from folkmoot.rooms.registry.terms import PERSON

# Below this two words rarely are one name; one wrong letter in six still scores 83.
NEAR_ENOUGH = 80
# More records than this are not compared letter by letter.
COMPARED_AT_MOST = 20_000


@dataclass(frozen=True, slots=True)
class Candidate:
    """A record that may be meant. ``score`` is 0 to 100; 100: the same name but for script."""

    ref: RecordRef
    name: Multilingual
    detail: Multilingual
    score: int


def people_like(name: str, *, limit: int = 10) -> list[Candidate]:
    """People whose name sounds like this one, best first. At most two queries.

    Names that share every word's skeleton come first; if there are none, names that differ
    by a letter or two. It suggests; a person decides.
    """
    return records_like(PERSON, name, limit=limit)


def records_like(kind: str, name: str, *, limit: int = 10) -> list[Candidate]:
    """:func:`people_like` for any kind of the registry."""
    key = name_key(name)
    if not key:
        return []
    exact = find_by_name(kind, name, limit=limit)
    if exact:
        return [Candidate(one.ref, one.title, one.excerpt, 100) for one in exact]
    rows = list(
        SearchEntry.objects.filter(kind=kind)
        .exclude(name_keys="")
        .values_list("uid", "name_keys", "title", "excerpt")[:COMPARED_AT_MOST]
    )
    near = _score(key.split(), [row[1] for row in rows])
    best = sorted(near, key=lambda at: (-near[at], at))[:limit]
    return [
        Candidate(RecordRef(kind, str(rows[at][0])), rows[at][2], rows[at][3], near[at])
        for at in best
    ]


def _score(words: list[str], keys: list[str]) -> dict[int, int]:
    """By position, the keys in which every word has a near one; the worst word counts.

    Words are compared with the vocabulary once, not with every key: names share words.
    """
    vocabulary = list({word for key in keys for word in key.split()})
    near = [
        {
            found: int(score)
            for found, score, _at in process.extract(
                word, vocabulary, scorer=fuzz.ratio, limit=None, score_cutoff=NEAR_ENOUGH
            )
        }
        for word in words
    ]
    scores = {}
    for at, key in enumerate(keys):
        present = key.split()
        worst = min(max((one.get(word, 0) for word in present), default=0) for one in near)
        if worst:
            scores[at] = min(worst, 99)
    return scores
