"""What a publisher's section name says about the topic, in several languages."""

WORDS = {
    "01": "arts culture kultur cultura entertainment film music feuilleton",
    "04": "business economy wirtschaft économie economía economia finance markets",
    "05": "education bildung éducation educación",
    "06": "environment climate umwelt environnement",
    "07": "health gesundheit santé salud",
    "11": "politics policy politik politique política",
    "13": "science technology tech wissenschaft sciences technik ciencia",
    "15": "sport sports deportes football",
    "17": "weather wetter météo tiempo",
}
TOPS = {word: f"medtop:{top}000000" for top, words in WORDS.items() for word in words.split()}


def section_top(section: str | None) -> str | None:
    """Return the top-level code a section name stands for; None where it names none."""
    words = (section or "")[:200].casefold().replace("/", " ").split()
    return next((TOPS[word] for word in words if word in TOPS), None)
