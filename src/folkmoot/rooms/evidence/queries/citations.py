"""What supports a field of a record: the passages, their words, their sources.

The words are cut out by the database, so that no whole text travels for a quotation.
"""

from collections.abc import Iterable

from django.db.models import F, Q
from django.db.models.functions import Substr

from folkmoot.kernel.actors import VISITOR, Actor
from folkmoot.kernel.records import RecordRef
from folkmoot.rooms.evidence import policies
from folkmoot.rooms.evidence.models import Citation, Passage
from folkmoot.rooms.evidence.queries.cards import CARD_FIELDS, CitedPassage, card_of

CUT = "words_cut"
Cited = dict[tuple[RecordRef, str], tuple[CitedPassage, ...]]


def matching_refs(refs: Iterable[RecordRef], kind_field: str, uid_field: str) -> Q | None:
    """A filter for rows that point at any of the records; ``None`` when there are none."""
    by_kind: dict[str, set[str]] = {}
    for ref in refs:
        by_kind.setdefault(ref.kind, set()).add(ref.uid)
    condition: Q | None = None
    for kind, uids in sorted(by_kind.items()):
        one = Q(**{kind_field: kind, f"{uid_field}__in": sorted(uids)})
        condition = one if condition is None else condition | one
    return condition


def citations_of(
    refs: Iterable[RecordRef], *, fields: Iterable[str] | None = None, actor: Actor = VISITOR
) -> Cited:
    """The passages that support each field of the records, in the order they were cited.

    The key is the record and the field ("" is the record as a whole); a field without
    citation has no key. One query for any number of records, none for no record.

    Args:
        fields: only these fields; ``None`` for all.
        actor: for whom; a visitor gets public sources, and words as their rights allow.
    """
    condition = matching_refs(refs, "record_kind", "record_uid")
    if condition is None:
        return {}
    if fields is not None:
        condition &= Q(field__in=list(fields))
    rows = (
        Citation.objects.filter(condition)
        .filter(policies.readable(actor, "passage__source__"))
        .select_related("passage__source")
        .only(
            "uid", "record_kind", "record_uid", "field", "note",
            "passage__uid", "passage__start", "passage__end",
            *(f"passage__source__{name}" for name in CARD_FIELDS),
        )
        .annotate(**{CUT: _words("passage__")})
        .order_by("id")
    )  # fmt: skip
    found: dict[tuple[RecordRef, str], list[CitedPassage]] = {}
    for row in rows:
        key = RecordRef(row.record_kind, str(row.record_uid)), row.field
        found.setdefault(key, []).append(_cited(row, str(getattr(row, CUT)), actor))
    return {key: tuple(passages) for key, passages in found.items()}


def words_of(passages: Iterable[Passage], *, actor: Actor = VISITOR) -> dict[str, str | None]:
    """The exact words of each passage by its uid, ``None`` where they cannot be shown.

    That is where the text is not attached, or the source or its words are not for the
    actor. One query, none for no passage.
    """
    wanted = {passage.pk: str(passage.uid) for passage in passages}
    words: dict[str, str | None] = dict.fromkeys(wanted.values())
    if not wanted:
        return words
    rows = (
        Passage.objects.filter(
            policies.readable(actor, "source__"), pk__in=wanted, source__has_text=True
        )
        .annotate(**{CUT: _words("")})
        .values_list("pk", CUT, "source__text_rights")
        .order_by()
    )
    for key, cut, rights in rows:
        if policies.may_quote(actor, rights=rights):
            words[wanted[key]] = cut
    return words


def _words(prefix: str) -> Substr:
    # Databases count characters from 1; SQLite and PostgreSQL both count code points.
    length = F(f"{prefix}end") - F(f"{prefix}start")
    return Substr(f"{prefix}source__text", F(f"{prefix}start") + 1, length)


def _cited(row: Citation, cut: str, actor: Actor) -> CitedPassage:
    passage = row.passage
    source = passage.source
    is_shown = source.has_text and policies.may_quote(actor, rights=source.text_rights)
    return CitedPassage(
        citation_uid=str(row.uid),
        passage_uid=str(passage.uid),
        start=passage.start,
        end=passage.end,
        words=cut if is_shown else None,
        source=card_of(source),
        note=row.note,
    )
