"""Search in what one viewer may read, newest first; SQLite and PostgreSQL behind one function.

It never counts, ranks or suggests, so it cannot tell anything about words the viewer may not see.
"""

from forum.search.pages import Hit, SearchPage, search

__all__ = ["Hit", "SearchPage", "search"]
