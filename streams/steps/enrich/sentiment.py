"""Sentiment of English articles by a small lexicon of our own, with negation.

Worth what a lexicon is worth: the sign of clearly glad or grim news. Other languages and thin evidence give None.
"""

import re
from typing import Literal

from schemas import CleanArticle, Sentiment

Label = Literal["negative", "neutral", "positive"]
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
LONGEST_TEXT = 20_000
LEAST_EVIDENCE = 4


def sentiment(article: CleanArticle) -> Sentiment | None:
    """From -1 (grim) to 1 (glad); None where there are fewer than 4 words to go by."""
    if article.language.code != "en" or article.word_count < 30:
        return None
    words = WORD.findall(f"{article.title} {article.text[:LONGEST_TEXT]}".lower().replace("’", "'"))
    signs = [_sign(words, place) for place, word in enumerate(words) if word in SIGN]
    if len(signs) < LEAST_EVIDENCE:
        return None
    score = round(sum(signs) / (len(signs) + 4), 3)
    label: Label = "positive" if score > 0.2 else "negative" if score < -0.2 else "neutral"
    return Sentiment(score=score, label=label)


def _sign(words: list[str], place: int) -> int:
    """What the word at `place` says; turned round by a negation among the three before it."""
    denied = any(before in NOT or before.endswith("n't") for before in words[max(0, place - 3) : place])
    return -SIGN[words[place]] if denied else SIGN[words[place]]
