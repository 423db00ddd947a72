"""Full text index of search entries, kept by the database itself.

SQLite: an external-content FTS5 table with three triggers. PostgreSQL: a stored tsvector
column with a GIN index. Both read ``search_text``, which is normalised already, so both use
the plainest tokenizer they have.
"""

from django.db import migrations

SQLITE = (
    """CREATE VIRTUAL TABLE kernel_search_fts USING fts5(
        search_text, content='kernel_searchentry', content_rowid='id', tokenize='unicode61 remove_diacritics 0')""",
    """CREATE TRIGGER kernel_search_fts_insert AFTER INSERT ON kernel_searchentry BEGIN
        INSERT INTO kernel_search_fts(rowid, search_text) VALUES (new.id, new.search_text);
    END""",
    """CREATE TRIGGER kernel_search_fts_delete AFTER DELETE ON kernel_searchentry BEGIN
        INSERT INTO kernel_search_fts(kernel_search_fts, rowid, search_text)
        VALUES ('delete', old.id, old.search_text);
    END""",
    """CREATE TRIGGER kernel_search_fts_update AFTER UPDATE OF search_text ON kernel_searchentry BEGIN
        INSERT INTO kernel_search_fts(kernel_search_fts, rowid, search_text)
        VALUES ('delete', old.id, old.search_text);
        INSERT INTO kernel_search_fts(rowid, search_text) VALUES (new.id, new.search_text);
    END""",
)
SQLITE_BACK = (
    "DROP TRIGGER kernel_search_fts_insert",
    "DROP TRIGGER kernel_search_fts_delete",
    "DROP TRIGGER kernel_search_fts_update",
    "DROP TABLE kernel_search_fts",
)
POSTGRESQL = (
    """ALTER TABLE kernel_searchentry ADD COLUMN search_vector tsvector
        GENERATED ALWAYS AS (to_tsvector('simple', search_text)) STORED""",
    "CREATE INDEX kernel_search_vector ON kernel_searchentry USING gin (search_vector)",
)
POSTGRESQL_BACK = ("ALTER TABLE kernel_searchentry DROP COLUMN search_vector",)


def _run(schema_editor, by_vendor):
    for statement in by_vendor[schema_editor.connection.vendor]:
        schema_editor.execute(statement)


def forwards(apps, schema_editor):
    _run(schema_editor, {"sqlite": SQLITE, "postgresql": POSTGRESQL})


def backwards(apps, schema_editor):
    _run(schema_editor, {"sqlite": SQLITE_BACK, "postgresql": POSTGRESQL_BACK})


class Migration(migrations.Migration):
    dependencies = [("kernel", "0001_initial")]
    operations = [migrations.RunPython(forwards, backwards)]
