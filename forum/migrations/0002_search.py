"""The search index. Triggers keep it, so that bulk writes, imports and repairs by hand are found as well."""

from django.db import migrations

KEY = "(CAST(strftime('%s', {row}.created_at) AS INTEGER) << 31) | {row}.id"
PLACE = "'space' || (SELECT space_id FROM forum_thread WHERE id = {row}.thread_id)"
ROW = f"{KEY}, {{row}}.title, {{row}}.body, {PLACE}"
PUT = f"INSERT INTO forum_search(rowid, title, body, place) SELECT {ROW}"
DROP = f"INSERT INTO forum_search(forum_search, rowid, title, body, place) SELECT 'delete', {ROW}"

SQLITE = [
    "CREATE VIRTUAL TABLE forum_search USING fts5("
    "title, body, place, content='', tokenize='porter unicode61 remove_diacritics 2')",
    "CREATE TRIGGER forum_search_insert AFTER INSERT ON forum_post WHEN new.removed_at IS NULL "
    f"BEGIN {PUT.format(row='new')}; END",
    "CREATE TRIGGER forum_search_delete AFTER DELETE ON forum_post WHEN old.removed_at IS NULL "
    f"BEGIN {DROP.format(row='old')}; END",
    "CREATE TRIGGER forum_search_update "
    "AFTER UPDATE OF title, body, thread_id, created_at, removed_at ON forum_post BEGIN "
    f"{DROP.format(row='old')} WHERE old.removed_at IS NULL; "
    f"{PUT.format(row='new')} WHERE new.removed_at IS NULL; END",
    f"{PUT.format(row='forum_post')} FROM forum_post WHERE removed_at IS NULL",
]
SQLITE_UNDO = [
    "DROP TRIGGER forum_search_update",
    "DROP TRIGGER forum_search_delete",
    "DROP TRIGGER forum_search_insert",
    "DROP TABLE forum_search",
]

# No stop words: a "phrase of little words" is a phrase too. Signs become spaces first, so that both databases see
# the same words in it's, self-harm and www.example.org.
POSTGRES = [
    "CREATE TEXT SEARCH DICTIONARY hearthside_stem (TEMPLATE = snowball, LANGUAGE = english)",
    "CREATE TEXT SEARCH CONFIGURATION hearthside (COPY = simple)",
    "ALTER TEXT SEARCH CONFIGURATION hearthside ALTER MAPPING FOR asciiword, word WITH hearthside_stem",
    """
    CREATE TABLE forum_search (
        id bigint PRIMARY KEY,
        at timestamptz NOT NULL,
        space_id bigint NOT NULL,
        words tsvector NOT NULL
    )
    """,
    """
    CREATE FUNCTION forum_search_words(content text, space_id bigint) RETURNS tsvector
    LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
        SELECT to_tsvector(
            'hearthside',
            regexp_replace(content, '[!-/:-@[-`{-~\\u00a0-\\u00bf\\u2010-\\u205e\\u3000-\\u3003]+', ' ', 'g')
        ) || array_to_tsvector(ARRAY['in space ' || space_id])
    $$
    """,
    """
    CREATE FUNCTION forum_search_keep() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        IF TG_OP = 'TRUNCATE' THEN
            TRUNCATE forum_search;
        ELSIF TG_OP = 'DELETE' THEN
            DELETE FROM forum_search WHERE id = old.id;
        ELSIF new.removed_at IS NOT NULL THEN
            DELETE FROM forum_search WHERE id = new.id;
        ELSE
            INSERT INTO forum_search (id, at, space_id, words)
            SELECT new.id, new.created_at, space_id,
                forum_search_words(new.title || E'\\n' || new.body, space_id)
            FROM forum_thread WHERE id = new.thread_id
            ON CONFLICT (id) DO UPDATE
            SET at = excluded.at, space_id = excluded.space_id, words = excluded.words;
        END IF;
        RETURN NULL;
    END $$
    """,
    "CREATE TRIGGER forum_search_insert AFTER INSERT OR DELETE ON forum_post "
    "FOR EACH ROW EXECUTE FUNCTION forum_search_keep()",
    "CREATE TRIGGER forum_search_truncate AFTER TRUNCATE ON forum_post "
    "FOR EACH STATEMENT EXECUTE FUNCTION forum_search_keep()",
    "CREATE TRIGGER forum_search_update "
    "AFTER UPDATE OF title, body, thread_id, created_at, removed_at ON forum_post "
    "FOR EACH ROW EXECUTE FUNCTION forum_search_keep()",
    """
    INSERT INTO forum_search (id, at, space_id, words)
    SELECT post.id, post.created_at, thread.space_id,
        forum_search_words(post.title || E'\\n' || post.body, thread.space_id)
    FROM forum_post AS post JOIN forum_thread AS thread ON thread.id = post.thread_id
    WHERE post.removed_at IS NULL
    """,
    "CREATE INDEX forum_search_words ON forum_search USING gin (words)",
    "CREATE INDEX forum_search_at ON forum_search (at DESC, id DESC)",
    "CREATE INDEX forum_search_in_space ON forum_search (space_id, at DESC, id DESC)",
]
POSTGRES_UNDO = [
    "DROP TRIGGER forum_search_update ON forum_post",
    "DROP TRIGGER forum_search_truncate ON forum_post",
    "DROP TRIGGER forum_search_insert ON forum_post",
    "DROP FUNCTION forum_search_keep",
    "DROP FUNCTION forum_search_words",
    "DROP TABLE forum_search",
    "DROP TEXT SEARCH CONFIGURATION hearthside",
    "DROP TEXT SEARCH DICTIONARY hearthside_stem",
]


def make(apps, editor):
    """Make the index of this database and fill it."""
    _run(editor, POSTGRES if editor.connection.vendor == "postgresql" else SQLITE)


def drop(apps, editor):
    """Take the index away again; the posts stay."""
    _run(editor, POSTGRES_UNDO if editor.connection.vendor == "postgresql" else SQLITE_UNDO)


def _run(editor, statements):
    for statement in statements:
        editor.execute(statement, params=None)


class Migration(migrations.Migration):
    dependencies = [("forum", "0001_initial")]

    operations = [migrations.RunPython(make, drop)]
