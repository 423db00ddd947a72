"""Taking turns: work that must see what the one before it wrote, although no row says so.

On PostgreSQL an advisory lock of the transaction (manual, section 13.3.5); SQLite lets one
writer in at a time by itself. Rows that exist are locked as rows, not here.
"""

import zlib

from django.db import connection


def take_turn(name: str) -> None:
    """Wait until no other transaction holds the turn of this name; it ends with the transaction.

    The caller's transaction must be open, else the turn is over at once.
    """
    if connection.vendor != "postgresql":
        return
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [zlib.crc32(name.encode())])
