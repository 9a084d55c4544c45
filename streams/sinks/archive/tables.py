"""The archive's tables, and the question that accounts for every origin."""

VERSION = 3
"""Of the tables; an archive of another one is built anew from the topics."""

SCHEMA = """
CREATE TABLE IF NOT EXISTS articles (id TEXT PRIMARY KEY, rank INTEGER, indexed_at INTEGER, of TEXT, story TEXT,
  source TEXT, status TEXT, record BLOB);
CREATE INDEX IF NOT EXISTS articles_by_time ON articles (indexed_at);
CREATE INDEX IF NOT EXISTS articles_by_original ON articles (of) WHERE of IS NOT NULL;
CREATE INDEX IF NOT EXISTS articles_by_story ON articles (story) WHERE story IS NOT NULL;
CREATE TABLE IF NOT EXISTS versions (id TEXT, rank INTEGER, version TEXT, title TEXT, change TEXT, seen_at INTEGER,
  PRIMARY KEY (id, rank)) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS stories (id TEXT PRIMARY KEY, revision INTEGER, last_seen TEXT, size INTEGER, record BLOB,
  part_of TEXT);
CREATE INDEX IF NOT EXISTS stories_by_time ON stories (last_seen);
CREATE INDEX IF NOT EXISTS stories_by_whole ON stories (part_of) WHERE part_of IS NOT NULL;
CREATE TABLE IF NOT EXISTS story_events (story TEXT, revision INTEGER, kind TEXT, reason TEXT, article TEXT, at TEXT,
  PRIMARY KEY (story, revision)) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS trail (origin TEXT, step TEXT, outcome TEXT, reason TEXT, detail TEXT, article TEXT,
  at TEXT, cpu_ms REAL, record BLOB, PRIMARY KEY (origin, step)) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS trail_by_article ON trail (article);
CREATE TABLE IF NOT EXISTS alerts (place INTEGER PRIMARY KEY AUTOINCREMENT, id TEXT UNIQUE,
  search TEXT, article TEXT, raised_at TEXT, record BLOB);
CREATE INDEX IF NOT EXISTS alerts_in_search ON alerts (search, place);
CREATE INDEX IF NOT EXISTS alerts_by_article ON alerts (article);
CREATE TABLE IF NOT EXISTS marks (name TEXT PRIMARY KEY) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS forgotten (name TEXT PRIMARY KEY, article TEXT) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS sources (source TEXT PRIMARY KEY, last_seen REAL, versions INTEGER) WITHOUT ROWID;
"""

ENDED = """
SELECT CASE
  WHEN dead.origin IS NOT NULL THEN 'dead: ' || dead.reason
  WHEN dropped.origin IS NOT NULL AND dropped.reason = 'redelivery' THEN 'redeliveries'
  WHEN dropped.origin IS NOT NULL AND dropped.reason = 'older_version' THEN 'older versions'
  WHEN dropped.origin IS NOT NULL AND dropped.reason = 'embargoed' AND indexed.origin IS NULL THEN 'embargoed'
  WHEN dropped.origin IS NOT NULL AND dropped.reason != 'embargoed' THEN 'dropped: ' || dropped.reason
  WHEN indexed.origin IS NULL THEN 'in flight'
  WHEN indexed.reason = 'forgotten' THEN 'forgotten'
  WHEN indexed.reason = 'kill' THEN 'killed'
  WHEN indexed.reason = 'withheld' THEN 'withheld'
  WHEN indexed.detail IN ('same', 'near') THEN 'copies'
  WHEN indexed.reason IN ('update', 'correction') THEN 'newer versions'
  ELSE 'indexed as new' END AS state, COUNT(*) AS number
FROM (SELECT DISTINCT origin FROM trail) AS origins
LEFT JOIN trail AS dead ON dead.origin = origins.origin AND dead.outcome = 'dead'
  AND NOT EXISTS (SELECT 1 FROM trail AS after WHERE after.origin = dead.origin AND after.step = 'index')
LEFT JOIN trail AS dropped ON dropped.origin = origins.origin AND dropped.outcome = 'drop'
LEFT JOIN trail AS indexed ON indexed.origin = origins.origin AND indexed.step = 'index' AND indexed.outcome = 'record'
GROUP BY state ORDER BY state
"""

SHOWN = (
    "SELECT record, indexed_at, (SELECT COALESCE((SELECT size FROM stories AS whole WHERE whole.id = told.part_of), size) "
    "FROM stories AS told WHERE told.id = articles.story) AS story_size FROM articles WHERE "
)
"""An article as it is read: its record, and how many articles its story has by now."""

PARTS = "WITH RECURSIVE parts (id) AS (SELECT ? UNION SELECT stories.id FROM stories JOIN parts ON stories.part_of = parts.id) "
"""A story and those that became part of it, as `parts`."""
