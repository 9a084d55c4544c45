"""What somebody said in other words, in English: `Ann Lee said that the bridge would open in May`."""

import re
from collections.abc import Iterator

from schemas import Quote
from streams.steps.enrich.attribution import clause_end, clause_subject
from streams.steps.enrich.speakers import Names, of_subject
from streams.steps.enrich.verbs import NOUN_OPENERS, PARTICIPLES, RELATIVE, SAYING

BLOT = "~"
"""Stands for quoted words in the text this module reads."""
_THAT = re.compile(r" that\s")
_VERB = re.compile(r"(?P<before>[\w’'-]+)\s(?P<v>[a-z]+)(?:\s(?:on\s)?[A-Z][a-z]+day)?$")
_NOUNS = frozenset("report claim comment charge state question point voice signal".split())
_LEAST_WORDS, _LONGEST = 5, 400


def find_indirect(text: str, people: Names) -> Iterator[Quote]:
    """Clauses after `said that`, as `direct=False`; only where the speaker is a person or organisation of the article.

    `text` has its direct quotes blotted out; a clause that holds one is left to it.
    """
    known = {entity.name for _, _, entity in people}
    for that in _THAT.finditer(text):
        match = _VERB.search(text, max(0, that.start() - 60), that.start())
        verb = match["v"] if match else ""
        if match is None or verb not in SAYING or verb in PARTICIPLES | _NOUNS or match["before"].lower() in NOUN_OPENERS | RELATIVE:
            continue
        start = that.end()
        end = clause_end(text, start, min(len(text), start + _LONGEST))
        words = text[start:end]
        subject = clause_subject(text, max(0, match.start("v") - 120), match.start("v"), verb)
        if BLOT in words or subject is None or len(words.split()) < _LEAST_WORDS:
            continue
        speaker = of_subject(text, subject, people)
        if speaker and speaker.name in known:
            yield Quote(text=words.rstrip(), start=start, end=start + len(words.rstrip()), direct=False, speaker=speaker, cue=verb)
