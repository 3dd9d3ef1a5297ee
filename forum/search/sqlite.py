"""Full text search with SQLite's FTS5.

A row of forum_search has no content, only an index; its rowid is the second the post was written, then the post's
id. So the index itself is in the order of time, and a stretch of time is a stretch of the index.
"""

from datetime import datetime

from django.db import connection
from django.db.models import QuerySet

from forum.models import Post
from forum.search.ranges import Range
from forum.search.words import Asked

ID_BITS = 31
ID_MASK = 2**ID_BITS - 1

FIND = """
SELECT visible.id
FROM forum_search CROSS JOIN ({visible}) AS visible ON visible.id = (forum_search.rowid & {mask})
WHERE forum_search MATCH %s AND forum_search.rowid >= %s AND forum_search.rowid < %s
ORDER BY forum_search.rowid DESC LIMIT %s
"""


def find(asked: Asked, span: Range, visible: "QuerySet[Post]", limit: int) -> list[int]:
    """Return the ids of visible posts that hold what was asked, newest first."""
    if not span.space_ids:
        return []
    sql, parameters = visible.order_by().values("id").query.sql_with_params()
    first = _row_id(span.since, 0) if span.since else -(2**62)
    after_last = min(
        _row_id(*span.before) if span.before else 2**63 - 1,
        _row_id(span.until, ID_MASK) + 1 if span.until else 2**63 - 1,
    )
    with connection.cursor() as cursor:
        cursor.execute(
            FIND.format(visible=sql, mask=ID_MASK),
            [*parameters, match_of(asked, span), first, after_last, limit],
        )
        return [row[0] for row in cursor.fetchall()]


def match_of(asked: Asked, span: Range) -> str:
    """Return the query for FTS5: every term is a string in quotes, so nothing in it is an operator."""
    terms = [f'"{" ".join(term)}"' for term in asked.terms]
    if asked.open_ended:
        terms[-1] += "*"
    words = f"{{title body}} : ({' AND '.join(terms)})"
    return f'{words} AND place : "space{span.space_ids[0]}"' if span.one_space else words


def _row_id(at: datetime, post_id: int) -> int:
    seconds = min(max(int(at.timestamp() // 1), -(2**31)), 2**32 - 2)
    return (seconds << ID_BITS) | post_id
