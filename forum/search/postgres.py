"""Full text search with PostgreSQL.

There are two ways to the newest posts that hold some words. A common word stands in many of the newest posts: look
through those, one after the other. A rare word does not: ask the GIN index for all of its posts, then sort. Left
alone the planner takes the first way for rare words too, and walks through the whole table; MATERIALIZED keeps it
from that, and OFFSET 0 from reading every thread to see which are visible.
"""

from datetime import UTC, datetime
from typing import Any

from django.db import connection
from django.db.models import QuerySet

from forum.models import Post
from forum.search.ranges import Range
from forum.search.words import Asked

NEWEST = 5_000

IN_RANGE = "space_id = ANY(%s) AND at >= %s AND at <= %s AND (at, id) < (%s, %s)"
COUNT = "SELECT count(*) FROM (SELECT FROM forum_search WHERE {in_range} LIMIT %s) AS newest"
AMONG_NEWEST = """
SELECT id FROM (
    SELECT id, at, words FROM forum_search WHERE {in_range} ORDER BY at DESC, id DESC LIMIT %s
) AS newest
CROSS JOIN LATERAL (SELECT FROM ({visible}) AS visible WHERE visible.id = newest.id OFFSET 0) AS seen
WHERE words @@ ({query})
ORDER BY at DESC, id DESC LIMIT %s
"""
AMONG_ALL = """
WITH holding AS MATERIALIZED (SELECT id, at FROM forum_search WHERE words @@ ({query}) AND {in_range})
SELECT id FROM (SELECT id, at FROM holding ORDER BY at DESC, id DESC OFFSET 0) AS holding
CROSS JOIN LATERAL (SELECT FROM ({visible}) AS visible WHERE visible.id = holding.id OFFSET 0) AS seen
ORDER BY at DESC, id DESC LIMIT %s
"""


def find(asked: Asked, span: Range, visible: "QuerySet[Post]", limit: int) -> list[int]:
    """Return the ids of visible posts that hold what was asked, newest first."""
    if not span.space_ids:
        return []
    sql, parameters = visible.order_by().values("id").query.sql_with_params()
    query, terms = query_of(asked)
    in_range = _in_range(span)
    newest = AMONG_NEWEST.format(in_range=IN_RANGE, visible=sql, query=query)
    found = _ids(newest, [*in_range, NEWEST, *parameters, *terms, limit])
    if len(found) == limit or (span.since and _holds_few(in_range)):
        return found
    if span.one_space:
        query, terms = f"{query} && %s::tsquery", [*terms, f"'in space {span.space_ids[0]}'"]
    everywhere = AMONG_ALL.format(in_range=IN_RANGE, visible=sql, query=query)
    return _ids(everywhere, [*terms, *in_range, *parameters, limit])


def query_of(asked: Asked) -> tuple[str, list[str]]:
    """Return the query and its parameters: every term is a phrase, so nothing in it is an operator."""
    terms = [" ".join(term) for term in asked.terms]
    parts = ["phraseto_tsquery('hearthside', %s)"] * len(terms)
    if asked.open_ended:
        parts[-1] = "to_tsquery('hearthside', %s)"
        terms[-1] = " <-> ".join(f"'{word}'" for word in asked.terms[-1]) + ":*"
    return " && ".join(parts), terms


def _holds_few(in_range: list[Any]) -> bool:
    """Tell whether the newest posts are all there are since then."""
    return _ids(COUNT.format(in_range=IN_RANGE), [*in_range, NEWEST]) < [NEWEST]


def _in_range(span: Range) -> list[Any]:
    at, post_id = span.before or (datetime.max.replace(tzinfo=UTC), 0)
    since = span.since or datetime.min.replace(tzinfo=UTC)
    return [list(span.space_ids), since, span.until or datetime.max.replace(tzinfo=UTC), at, post_id]


def _ids(sql: str, parameters: list[Any]) -> list[int]:
    with connection.cursor() as cursor:
        cursor.execute(sql, parameters)
        return [row[0] for row in cursor.fetchall()]
