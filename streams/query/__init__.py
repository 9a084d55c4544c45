"""The query language: `parse` to a tree, then match articles or ask the index with it."""

from streams.query.cover import Frequencies
from streams.query.document import Document
from streams.query.parse import QueryError, parse
from streams.query.searches import SearchSet, matches
from streams.query.tree import Query

__all__ = ["Document", "Frequencies", "Query", "QueryError", "SearchSet", "matches", "parse"]
