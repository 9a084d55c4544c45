"""Genre by plain words in the section, the title, the address and the first lines; None where nothing says so."""

import re
from urllib.parse import urlsplit

from schemas.article import CleanArticle
from streams.models.topics.words import plain

NAMES = {
    "opinion": "opinion opinions comment comments commentary commentisfree column columns columnists editorial editorials op_ed oped op_eds views "
    "viewpoint voices contributors kommentar kommentare meinung leitartikel gastbeitrag kolumne tribune tribunes chronique chroniques éditorial "
    "editoriaux débats opinión opiniones editoriales columna commenti editoriale opinioni opinie opinies meninger leder kommentarer debatt debat "
    "kronikk ledare opinião opiniao our_view opposing_view",
    "analysis": "analysis analyses news_analysis analyse analysen analyser análisis analisi análise explainer explainers explained hintergrund "
    "décryptage decryptage",
    "live blog": "live live_updates live_blog liveblog live_news liveticker newsticker ticker direct en_direct en_directo in_diretta diretta "
    "ao_vivo live_reporting as_it_happened direkte",
    "press release": "press_release press_releases pressemitteilung pressemitteilungen communiqué_de_presse communiques_de_presse presseportal "
    "comunicado_de_prensa comunicato_stampa news_release prnewswire pressemelding persbericht",
    "obituary": "obituary obituaries obits nachruf nachrufe nécrologie nécrologies necrologie obituario obituarios necrologi minneord nekrolog "
    "in_memoriam",
    "review": "review reviews film_review book_review album_review tv_review rezension rezensionen kritik filmkritik critique critiques reseña reseñas "
    "recensione recensioni recensie recensies anmeldelse anmeldelser recension recensioner crítica",
    "interview": "interview interviews q_a im_gespräch entretien entrevista entrevistas intervista interviste intervju",
    "fact check": "fact_check fact_checking factcheck faktencheck faktenfuchs les_décodeurs desintox verificación faktasjekk",
    "letter": "letters letters_to_the_editor leserbriefe leserbrief courrier_des_lecteurs cartas_al_director cartas lettere brieven",
}  # fmt: skip
GENRES = {plain(name): genre for genre, names in NAMES.items() for name in names.split()}
TITLES = re.compile(
    r"(?i)\b(?P<live>live updates|live blog|as it happened)\b|\b(?P<review>(?:film|movie|book|album|tv|concert|theat(?:er|re)) review)\b|"
    r"^(?:an )?(?P<interview>interview with)\b"
)
OPENINGS = re.compile(
    r"(?P<release>^(?:for immediate release\b|.{0,80}/(?:PRNewswire|PR Newswire|BUSINESS WIRE|GLOBE NEWSWIRE)/)|\bBUSINESS WIRE\)--)", re.I
)
OF_MATCH = {"live": "live blog", "review": "review", "interview": "interview", "release": "press release"}


def find_genre(article: CleanArticle) -> str | None:
    """Return what the section, the title's first or last words, a folder of the address or the first line names, in this order."""
    parts = (article.section or "")[:200].replace(">", "/").split("/")
    return (
        next((GENRES[name] for part in parts if (name := plain(part)) in GENRES), None)
        or _of_title(article.title[:300])
        or next((GENRES[part] for part in _folders(article.url) if part in GENRES), None)
        or _of(OPENINGS.search(article.text[:200]))
    )


def _of_title(title: str) -> str | None:
    """`Opinion: wait`, `Opinion | Wait`, `Wait | Opinion`, `Wait - review`."""
    first, last = re.split(r"[:|]", title, maxsplit=1)[0], re.split(r"\s[|–—-]\s", title)[-1]
    for mark in (first, last):
        if mark != title and plain(mark) in GENRES:
            return GENRES[plain(mark)]
    return _of(TITLES.search(title))


def _folders(url: str | None) -> list[str]:
    try:
        return [plain(part) for part in urlsplit((url or "")[:2000]).path.split("/")[1:-1]]
    except ValueError:
        return []


def _of(found: re.Match[str] | None) -> str | None:
    return OF_MATCH[found.lastgroup] if found and found.lastgroup else None
