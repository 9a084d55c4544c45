"""The query language: `parse` to a tree, then match articles or ask the index with it."""

from streams.query.document import Document
from streams.query.matcher import SearchSet, matches
from streams.query.parse import QueryError, parse
from streams.query.tree import Query

__all__ = ["Document", "Query", "QueryError", "SearchSet", "matches", "parse"]
