"""Classify: IPTC Media Topics and a genre for one article. Pure; says nothing where the evidence is thin."""

from collections.abc import Iterator

from schemas.article import ClassifiedArticle, CleanArticle, Topic
from streams.models.topics import chain, labels, said
from streams.models.topics.own import Own, load, own_folder
from streams.steps.classify.genre import find_genre
from streams.steps.classify.sections import from_address, from_keywords, from_section

BY = "medtop@2"
SECTION, ADDRESS, KEYWORDS = 0.9, 0.85, 0.8
"""Scores of what the publisher says in words: read by a table, so less sure than its codes."""


def classify(article: CleanArticle) -> ClassifiedArticle:
    """Add topics (with their ancestors, best first) and a genre; an article without a body gets neither."""
    fields = dict(article)
    if not article.body or article.status == "canceled":
        return ClassifiedArticle(**fields)
    return ClassifiedArticle(**{**fields, "topics": find_topics(article), "genre": find_genre(article)})


def find_topics(article: CleanArticle) -> list[Topic]:
    """Return the publisher's own codes where it sent live ones, else what its words and an English text say.

    A taxonomy of the operator's own is asked in either case.
    """
    own = load(folder) if (folder := own_folder()) else None
    coded = dict.fromkeys(code for subject in article.subjects for code in chain(subject))
    best: dict[str, tuple[float, str]] = dict.fromkeys(coded, (1.0, "publisher"))
    for codes, score, by in [*(() if coded else _told(article, own)), *_of_own(article, own)]:
        for code in codes:
            best.setdefault(code, (score, by))
    told = sorted(best, key=lambda code: (-best[code][0], len(chain(code)), code))
    return [Topic(qcode=code, label=labels().get(code, code), score=round(best[code][0], 3), by=best[code][1]) for code in told]


def _told(article: CleanArticle, own: Own | None) -> Iterator[tuple[list[str], float, str]]:
    """Concepts with their ancestors, what the publisher says first: of two voices the first is kept."""
    words = ((from_section(article.section), SECTION, "section"), (from_address(article.url), ADDRESS, "url"),
            (from_keywords(article.keywords), KEYWORDS, "keywords"))  # fmt: skip
    for codes, score, by in words:
        yield from ((chain(code), score, by) for code in codes)
    if article.language.code == "en" and not (own and own.instead):
        yield from ((chain(code), score, BY) for code, score in said(article.title, article.text))


def _of_own(article: CleanArticle, own: Own | None) -> Iterator[tuple[list[str], float, str]]:
    """Labels of the operator's taxonomy; a Media Topics code among them brings its ancestors."""
    if own and article.language.code in own.languages:
        for label, score in own.said(f"{article.title}. {article.text[:1600]}"):
            yield chain(label) or [label], score, own.version
