"""Search by an OpenSearch cluster, for installations that name one.

The database keeps its own full text index all the while: it answers whenever the cluster
does not, and records are saved whatever the cluster says. What a transaction writes reaches
the cluster once it is through. The index is made by ``folkmoot reindex``, which builds a new
one beside the old and then swaps the alias. Tested against a small server of our own that
records what it is asked, never against a real cluster.
"""

import logging
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import partial
from typing import Any

from django.conf import settings
from django.db import transaction
from modelsearch.backends import get_search_backend

from folkmoot.kernel import fulltext
from folkmoot.kernel.models import SearchEntry

log = logging.getLogger(__name__)
_BATCH = 500


class ClusterSilent(Exception):
    """The cluster does not answer or refuses; the message says what it said."""


def is_used() -> bool:
    """Whether this installation names a cluster."""
    return bool(settings.CONFIG.search_url)


def find(
    words: Sequence[str], filters: Mapping[str, Any], *, limit: int, offset: int
) -> tuple[list[int], int]:
    """As :func:`fulltext.find`, but ranked by the cluster. Two requests and one query.

    Raises:
        ClusterSilent: ask the database instead.
    """
    # The results are read through the queryset, so that a hit which the cluster still holds
    # and the database no longer allows is not shown.
    rows = SearchEntry.objects.filter(**filters)
    with _faults():
        hits = get_search_backend().search(" ".join(words), rows, operator="and")
        keys = [hit.pk for hit in hits[offset : offset + limit]]
        return keys, min(hits.count(), fulltext.COUNT_LIMIT)


def follow(gone: Sequence[int], entries: Sequence[SearchEntry]) -> None:
    """Tell the cluster, once the transaction is through, which entries went and which came."""
    transaction.on_commit(partial(_tell, list(gone), list(entries)))


def _tell(gone: list[int], entries: list[SearchEntry]) -> None:
    backend = get_search_backend()
    index = backend.get_index_for_model(SearchEntry)
    doomed = [{"_op_type": "delete", "_id": str(key)} for key in gone]
    try:
        with _faults():
            if doomed:  # one that the cluster never had is no fault
                backend.bulk(backend.es, doomed, index=index.name, raise_on_error=False)
            index.add_items(SearchEntry, entries)
    except ClusterSilent as fault:
        log.error("the search cluster missed a change, run `folkmoot reindex`: %s", fault)


def rebuild() -> None:
    """Fill a new index from the entries in the database and put it in the old one's place.

    Raises:
        ClusterSilent: the old index stays in use.
    """
    backend = get_search_backend()
    with _faults():
        rebuilder = backend.rebuilder_class(backend.get_index_for_model(SearchEntry))
        index = rebuilder.start()
        index.add_model(SearchEntry)
        for batch in _batches():
            index.add_items(SearchEntry, batch)
        rebuilder.finish()


def _batches() -> Iterator[list[SearchEntry]]:
    last = 0
    while batch := list(SearchEntry.objects.filter(pk__gt=last).order_by("pk")[:_BATCH]):
        yield batch
        last = batch[-1].pk


@contextmanager
def _faults() -> Iterator[None]:
    # Only who names a cluster loads its client.
    from opensearchpy.exceptions import OpenSearchException

    try:
        yield
    except OpenSearchException as fault:
        raise ClusterSilent(str(fault)) from fault
