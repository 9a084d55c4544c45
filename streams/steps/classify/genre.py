"""Genre by plain words in the section, title and URL; None where nothing says so."""

from schemas.article import CleanArticle

SECTIONS = {
    "opinion": "opinion", "comment": "opinion", "kommentar": "opinion", "meinung": "opinion", "tribune": "opinion",
    "analysis": "analysis", "analyse": "analysis", "obituaries": "obituary", "nachrufe": "obituary",
    "press releases": "press release", "reviews": "review", "interview": "interview",
}  # fmt: skip
PATHS = {"opinion": "opinion", "commentisfree": "opinion", "analysis": "analysis", "live": "live blog",
         "obituaries": "obituary", "press-releases": "press release"}  # fmt: skip


def find_genre(article: CleanArticle) -> str | None:
    """Return the genre that the section, the title's first word before a colon, or the URL's path names."""
    if genre := SECTIONS.get((article.section or "").strip().casefold()):
        return genre
    mark, colon, _ = article.title[:200].partition(":")
    if colon and (genre := SECTIONS.get(mark.strip().casefold())):
        return genre
    parts = (article.url or "")[:2000].casefold().split("/")[3:]
    return next((PATHS[part] for part in parts if part in PATHS), None)
