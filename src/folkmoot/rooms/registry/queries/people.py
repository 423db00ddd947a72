"""People who may be meant by a name, whatever the script and spelling."""

from dataclasses import dataclass

from rapidfuzz import fuzz, process

from folkmoot.engines.values.multilingual import Multilingual
from folkmoot.engines.values.spelling import name_key
from folkmoot.kernel.models import SearchEntry
from folkmoot.kernel.records import RecordRef
from folkmoot.kernel.search import find_by_name
from folkmoot.rooms.registry.terms import PERSON

# Below this two skeletons of names rarely mean one person ("Ivanov" and "Ivanova" score 93).
NEAR_ENOUGH = 84
# More people than this are compared by their first letters only.
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
    near = process.extract(
        key,
        [row[1] for row in rows],
        scorer=fuzz.token_set_ratio,
        limit=limit,
        score_cutoff=NEAR_ENOUGH,
    )
    return [
        Candidate(RecordRef(kind, str(rows[at][0])), rows[at][2], rows[at][3], int(score))
        for _key, score, at in near
    ]
