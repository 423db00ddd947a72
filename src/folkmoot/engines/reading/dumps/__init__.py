"""A dump - one file with many documents - becomes its documents, one after the other.

Lines of JSON, web archives (WARC) and feeds. Nothing is fetched: what a feed only links to is
not read. A dump is read as a stream and never held in memory as a whole; its documents still
have to be read by :func:`folkmoot.engines.reading.read_document`.
"""

from folkmoot.engines.reading.dumps.guarded import split_guarded
from folkmoot.engines.reading.dumps.splitting import kind_of, split_dump
from folkmoot.engines.reading.dumps.terms import (
    DumpFault,
    DumpItem,
    DumpKind,
    DumpLimits,
    DumpPart,
    PassedOver,
)

__all__ = [
    "DumpFault",
    "DumpItem",
    "DumpKind",
    "DumpLimits",
    "DumpPart",
    "PassedOver",
    "kind_of",
    "split_dump",
    "split_guarded",
]
