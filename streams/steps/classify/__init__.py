"""Classify: IPTC Media Topics and a genre for one article. Pure; says nothing where the evidence is thin."""

from schemas.article import ClassifiedArticle, CleanArticle, Topic
from streams.models.topics import chain, labels, top_scores
from streams.steps.classify.genre import find_genre
from streams.steps.classify.sections import section_top

BY = "medtop@1"
LEAST = 0.25
"""The least probability of a top level that is said out loud."""
BOOST = 0.3
"""What a section word adds to the top level it names."""


def classify(article: CleanArticle) -> ClassifiedArticle:
    """Add topics (with their ancestors, best first) and a genre; an article without a body gets neither."""
    fields = dict(article)
    if not article.body or article.status == "canceled":
        return ClassifiedArticle(**fields)
    return ClassifiedArticle(**{**fields, "topics": find_topics(article), "genre": find_genre(article)})


def find_topics(article: CleanArticle) -> list[Topic]:
    """Return the publisher's own codes where it sent live ones, else what section and English text say."""
    given = dict.fromkeys(code for subject in article.subjects for code in chain(subject))
    if given:
        return [Topic(qcode=code, label=labels()[code], score=1.0, by="publisher") for code in given]
    scores = _scores(article)
    told = sorted((code for code in scores if scores[code] >= LEAST), key=lambda code: (-scores[code], code))
    return [Topic(qcode=code, label=labels()[code], score=round(scores[code], 3), by=BY) for code in told]


def _scores(article: CleanArticle) -> dict[str, float]:
    text = f"{article.title}. {article.text[:1600]}"
    scores = top_scores(text) if article.language.code == "en" else {}
    if section := section_top(article.section):
        scores[section] = min(1.0, scores.get(section, 0.3) + BOOST)
    return scores
