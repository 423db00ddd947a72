"""Full text search inside the database: one question, two dialects, the same answers.

Words arrive normalised (``engines.values.spelling``); every one must occur. SQLite ranks by
BM25, PostgreSQL by ``ts_rank``, both times the weight of the kind of record. Counting stops
at :data:`COUNT_LIMIT`. A library's generic query over the same FTS5 table took a second for
4,000 entries, because it asked the index once per row; hence our own two statements.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from django.db import connection

COUNT_LIMIT = 1000
FILTERS = frozenset({"kind", "series_uid", "edition_uid", "place", "language", "year", "is_public"})


def find(
    words: Sequence[str], filters: Mapping[str, Any], *, limit: int, offset: int
) -> tuple[list[int], int]:
    """Keys of the matching entries, best first, and how many match (at most COUNT_LIMIT).

    Two queries. ``filters`` are columns of :data:`FILTERS` and the value each must have.
    """
    where, parameters = _conditions(filters)
    dialect = _sqlite if connection.vendor == "sqlite" else _postgresql
    matching, match, order, order_parameters = dialect(words)
    matching += where
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT count(*) FROM ({matching} LIMIT %s) AS hits",  # noqa: S608 - our own text
            [match, *parameters, COUNT_LIMIT],
        )
        count: int = cursor.fetchone()[0]
        if not count:
            return [], 0
        cursor.execute(
            f"{matching} ORDER BY {order} LIMIT %s OFFSET %s",
            [match, *parameters, *order_parameters, limit, offset],
        )
        return [row[0] for row in cursor.fetchall()], count


def _conditions(filters: Mapping[str, Any]) -> tuple[str, list[Any]]:
    strange = set(filters) - FILTERS
    if strange:
        raise ValueError(f"search knows no filter {sorted(strange)}")
    where = "".join(f" AND e.{name} = %s" for name in filters)
    return where, [_parameter(name, value) for name, value in filters.items()]


def _parameter(name: str, value: Any) -> Any:
    if name.endswith("_uid"):
        # SQLite keeps a UUID as 32 hexadecimal digits, PostgreSQL reads any spelling.
        return str(value).replace("-", "") if connection.vendor == "sqlite" else str(value)
    return value


def _sqlite(words: Sequence[str]) -> tuple[str, str, str, list[str]]:
    # CROSS JOIN keeps SQLite from walking the entries and asking the index for each of them.
    matching = (
        "SELECT e.id FROM kernel_search_fts"
        " CROSS JOIN kernel_searchentry e ON e.id = kernel_search_fts.rowid"
        " WHERE kernel_search_fts MATCH %s"
    )
    order = "bm25(kernel_search_fts) * e.weight, e.year DESC, e.id"
    return matching, " AND ".join(f'"{word}"' for word in words), order, []


def _postgresql(words: Sequence[str]) -> tuple[str, str, str, list[str]]:
    matching = (
        "SELECT e.id FROM kernel_searchentry e WHERE e.search_vector @@ to_tsquery('simple', %s)"
    )
    order = (
        "ts_rank(e.search_vector, to_tsquery('simple', %s)) * e.weight DESC,"
        " e.year DESC NULLS LAST, e.id"
    )
    match = " & ".join(f"'{word}'" for word in words)
    return matching, match, order, [match]
