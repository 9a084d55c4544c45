"""Sentiment of English articles, and of the people and organisations in them, by a small lexicon of our own, with negation.

Worth what a lexicon is worth: whether news is clearly glad or grim, not what its author thinks of anybody. Other languages
and thin evidence give None.
"""

import re
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from typing import Literal

from schemas import CleanArticle, Entity, Sentiment
from streams.steps.enrich.sentences import Span

Label = Literal["negative", "neutral", "positive"]
_ABOUT = ("person", "organisation")
GLAD = frozenset(
    """
    achieve achieved agreement award awarded benefit benefits best better boost boosted breakthrough celebrate celebrated champion
    cheer delight delighted ease eased enjoy excellent gain gained gains glad good grateful gratitude great grow growth happy
    healthy heal help helped hero honor honour hope hopeful improve improved improvement improves joy joyful love peace peaceful
    pleased praise praised progress promising prosper proud record recover recovered recovery rescue rescued resolve resolved reward
    safe saved secure strong stronger succeed success successful support supported surge thrive thrilled triumph victory welcome
    welcomed win winner winning won wonderful
    """.split()
)
GRIM = frozenset(
    """
    abuse accident accused aggressors angry anger arrest arrested assault attack attacked attacks bad bankrupt battle blame blast
    bomb bombing casualties catastrophe charged clash collapse collapsed concern concerns condemned conflict corruption crash
    crashed crime crisis critical cut cuts damage damaged danger dangerous dead deadly death deaths decline declined defeat
    destroyed devastating die died disaster disease drought dying emergency evacuated explosion fail failed failure fatal fear
    feared fears fell fight fire flood fraud grief guilty harm hate hurt illegal injured injuries injury jailed kill killed killing
    layoffs lawsuit lose loss losses lost missing mourn murder outbreak outrage pain panic plunge plunged poor poverty problem
    problems protest protests recession resign resigned risk scandal severe shortage shot sick slump strike struggle suffer suffered
    suspect terror terrorist threat threaten threatened toll tragedy tragic victim victims violence violent war warned warning weak
    worse worst wounded wrong
    """.split()
)
NOT = frozenset("not no never without neither nor n't cannot hardly barely".split())
SIGN = {**dict.fromkeys(GLAD, 1), **dict.fromkeys(GRIM, -1)}
WORD = re.compile(r"[a-z]+(?:'[a-z]+)?")
LEAST_EVIDENCE = 4
"""Words with a sign that an article needs."""
_LEAST_OF_ENTITY, _LEAST_SENTENCES, _AGREED = 4, 2, 0.8
"""The same of the sentences about an entity, how many of these must have such words, and the share of the words that must agree."""
_CLEAR = 0.2


class Tone:
    """The words with a sign of a text's beginning, counted by its sentences. English only: others have none."""

    def __init__(self, article: CleanArticle, text: str, spans: Sequence[Span]) -> None:
        """`spans` are the sentences of `text`, in order."""
        english = article.language.code == "en" and article.word_count >= 30
        self._spans, self._starts = spans, [start for start, _ in spans]
        self.title = _signs(article.title) if english else []
        told = (_signs(text[start:end]) for start, end in spans if english)
        self.signs = {number: signs for number, signs in enumerate(told) if signs}

    def sentence(self, at: int) -> int:
        """The number of the sentence that a code point is in."""
        return max(0, bisect_right(self._starts, at) - 1)

    def of_article(self) -> Sentiment | None:
        """From -1 (grim) to 1 (glad); None where there are fewer than 4 words to go by."""
        every = [*self.title, *(sign for signs in self.signs.values() for sign in signs)]
        return self._told(every, list(self.signs)) if len(every) >= LEAST_EVIDENCE else None

    def of_entity(self, numbers: Iterable[int]) -> Sentiment | None:
        """Of the sentences about something; None unless four words in two sentences agree."""
        about = [number for number in numbers if number in self.signs]
        every = [sign for number in about for sign in self.signs[number]]
        if len(every) < _LEAST_OF_ENTITY or len(about) < _LEAST_SENTENCES or abs(sum(every)) < (2 * _AGREED - 1) * len(every):
            return None
        return self._told(every, about)

    def _told(self, every: list[int], about: list[int]) -> Sentiment:
        score = round(sum(every) / (len(every) + 4), 3)
        label: Label = "positive" if score > _CLEAR else "negative" if score < -_CLEAR else "neutral"
        side = -1 if score < 0 else 1
        strongest = max(about, key=lambda number: (side * sum(self.signs[number]), -number), default=None) if label != "neutral" else None
        start, end = self._spans[strongest] if strongest is not None else (None, None)
        return Sentiment(score=score, label=label, start=start, end=end)


def with_sentiment(entities: list[Entity], tone: Tone) -> list[Entity]:
    """The people and organisations with the tone of those sentences that name nobody else; None where it is not clear."""
    named: dict[int, set[int]] = {}
    for number, entity in enumerate(entities):
        if entity.type in _ABOUT:
            for mention in entity.mentions:
                if mention.within == "text":
                    named.setdefault(tone.sentence(mention.start), set()).add(number)
    alone: dict[int, list[int]] = {}
    for sentence, numbers in named.items():
        if len(numbers) == 1:
            alone.setdefault(numbers.pop(), []).append(sentence)
    found = {number: told for number, sentences in alone.items() if (told := tone.of_entity(sentences))}
    return [entity.model_copy(update={"sentiment": found[n]}) if n in found else entity for n, entity in enumerate(entities)]


def _signs(text: str) -> list[int]:
    """The sign of each word that has one; turned round by a negation among the three words before it."""
    words = WORD.findall(text.lower().replace("’", "'"))
    return [_sign(words, place) for place, word in enumerate(words) if word in SIGN]


def _sign(words: list[str], place: int) -> int:
    denied = any(before in NOT or before.endswith("n't") for before in words[max(0, place - 3) : place])
    return -SIGN[words[place]] if denied else SIGN[words[place]]
