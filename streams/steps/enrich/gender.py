"""Whether `he` or `she` may stand for somebody: by common given names, and by what they are called. Unsure is both."""

import re
from typing import Literal

Pronoun = Literal["he", "she"]

_HE = frozenset(
    """
    aaron adam ahmed alan albert alex alexander ali allan allen andre andrew andy angelo anthony antonio arnold arthur austin barack barry
    ben benjamin bernard bernie bill billy bob bobby boris brad bradley brandon brendan brett brian bruce bryan carl carlos chad charles
    charlie chris christian christopher chuck clarence clint colin craig curtis dan daniel darren dave david dean dennis derek dick dmitry
    don donald doug douglas duncan dwight earl eddie edgar edward emmanuel eric erik ernest eugene evan felix fernando frank francis
    franklin fred frederick gary gavin geoff geoffrey george gerald gerard gordon graham greg gregory guy hans harold harry hassan henry
    herbert howard hugh hugo ian ibrahim isaac ivan jack jacob james jamie jared jason jay jeb jeff jeffrey jeremy jerry jim jimmy joe joel
    john johnny jon jonathan jorge jose joseph joshua josh juan julian justin karl keith ken kenneth kevin kyle lance larry lawrence lee
    leo leon leonard liam louis luke malcolm manuel marc marco marcus mario mark martin marvin matt matthew maurice max michael miguel
    mike mitch mitt mohamed mohammed muhammad nathan neil ned nicholas nick nigel noah norman oliver omar oscar patrick paul pedro pete
    peter phil philip phillip rafael ralph randy ray raymond reince ricardo richard rick rob robert roberto rodney roger roland ron ronald
    ross roy rudy rupert russell ryan sam samuel scott sean sergei seth shane shawn simon stanley stefan stephen steve steven stuart ted
    terence theodore thomas tim timothy toby todd tom tommy tony travis trevor tyler vernon victor vincent vladimir volodymyr walter warren
    wayne will william zachary newt mykhailo antonin
    """.split()
)
_SHE = frozenset(
    """
    abigail adriana agnes alexandra alice alicia alison allison amanda amber amelia amy ana andrea angela angelina anita ann anna anne
    annie april ashley audrey barbara beatrice becky bernadette beth betty beverly bonnie brenda bridget brittany carla carly carmen carol
    caroline carolyn carrie catherine cathy charlotte chelsea cheryl christina christine cindy claire clara claudia condoleezza connie
    courtney crystal cynthia daisy danielle dawn debbie deborah debra denise diana diane dolores donna dora doris dorothy edith eileen
    elaine elena eleanor elizabeth ella ellen emily emma erica erin esther eva evelyn florence frances gabriela gail gina gloria grace
    greta gwen hannah harriet heather heidi helen hilary hillary holly huma ida ingrid irene isabel isabella ivanka jackie jacqueline jane
    janet janice jean jeanne jennifer jenny jessica jill joan joanna joanne jocelyn josephine joyce judith judy julia julie juliet june
    karen karin kate katherine kathleen kathryn kathy katie kayla kellyanne kim kimberly kirsten kristen kristin laura lauren leah leslie
    lillian linda lisa liz lois loretta lori lorraine louise lucy lydia lynn madeleine maggie marcia margaret maria marie marilyn marine
    marjorie martha mary maureen megan melania melanie melissa meredith mia michelle mildred miriam molly monica nadia nancy naomi natalie
    natasha nicole nina nora norma olga olivia pamela patricia paula pauline peggy penny petra phyllis rachel rebecca renee rita roberta
    rosa rose rosemary ruth sabrina sally samantha sandra sara sarah shannon sharon sheila shirley silvia sofia sonia sophia sophie stacey
    stella stephanie sue susan suzanne svetlana sylvia tamara tammy tara teresa theresa tiffany tina tracy ursula valerie vanessa vera
    veronica victoria virginia vivian wanda wendy yvonne zoe
    """.split()
)
_MEN = "king prince spokesman chairman congressman actor father son husband brother lord duke"
_WOMEN = "queen princess spokeswoman chairwoman congresswoman actress mother daughter wife sister widow lady duchess"
_CALLED: dict[str, Pronoun] = {**dict.fromkeys(_MEN.split(), "he"), **dict.fromkeys(_WOMEN.split(), "she")}
_TITLES: dict[str, Pronoun] = {"Mr": "he", "Sir": "he", "Lord": "he", "Mrs": "she", "Ms": "she", "Miss": "she", "Lady": "she"}
_ENDS = frozenset(title[-1] for title in _TITLES) | {"."}
_TITLED = re.compile(rf"\b(?:{'|'.join(_TITLES)})\.? $")


def goes_by(text: str, start: int) -> Pronoun | None:
    """What an honorific right before code point `start` says, such as `Mr.`"""
    titled = start > 2 and text[start - 1] == " " and text[start - 2] in _ENDS
    found = _TITLED.search(text, max(0, start - 6), start) if titled else None
    return _TITLES[found.group().rstrip(". ")] if found else None


def pronoun(name: str, role: str | None = None) -> Pronoun | None:
    """The pronoun somebody of this name and role goes by, or None where that is not clear."""
    for word in (role or "").lower().split():
        if word in _CALLED:
            return _CALLED[word]
    first = name.partition(" ")[0].lower()
    return "he" if first in _HE else "she" if first in _SHE else None
