"""How English and German name days, months and years."""

import re
from dataclasses import dataclass

_YEARS = r"(?:1[6-9]|20)\d\d"


@dataclass(frozen=True)
class Calendar:
    """Patterns begin with letters rather than a border, so that a search can leap from one to the next."""

    month: re.Pattern[str]
    months: dict[str, int]
    day_before: re.Pattern[str]
    day_behind: re.Pattern[str]
    year_behind: re.Pattern[str]
    digits: re.Pattern[str]
    into_month: re.Pattern[str]
    into_year: re.Pattern[str]
    weekday: re.Pattern[str]
    weekdays: tuple[str, ...]
    lead: re.Pattern[str]
    last: frozenset[str]
    next: frozenset[str]
    ahead: re.Pattern[str]
    back: re.Pattern[str]
    """What turns a sentence that looked ahead to the past again."""
    relative: re.Pattern[str]
    """The last words of `steps`, whose phrases `phrases` holds by them, the longest first."""
    steps: dict[str, tuple[str, int]]
    phrases: dict[str, tuple[str, ...]]
    year: re.Pattern[str] = re.compile(rf"{_YEARS}(?![\w%-]|[.,]\d)")
    """In German it stands alone, where a number of things has a noun behind it."""

    def is_month(self, text: str, end: int, *, with_day: bool) -> bool:
        """Not May or March of a name: `May Smith`, `Theresa May`."""
        return with_day or not re.match(r" [A-Z]", text[end : end + 2])

    def part_of_name(self, text: str, start: int, end: int) -> bool:
        """`Sunday Times`, `Black Friday`, `Mondays`, `Monday’s`."""
        before, behind = text[max(0, start - 2) : start], text[end : end + 2]
        word = text[max(0, start - 14) : max(0, start - 1)].rpartition(" ")[2] if before[-1:] == " " else ""
        named = word[:1].isupper() and word.isalpha() and word.lower() not in {*self.last, *self.next, "on", "by", "since", "am", "until"}
        return named or behind[:1].isalpha() or behind[:1] == "-" or bool(re.match(r" [A-Z]", behind)) or before[-1:].isalnum()


def _numbered(names: str) -> dict[str, int]:
    return {name: number for number, line in enumerate(names.strip().split("\n"), 1) for name in line.split()}


_STEPS = {"yesterday": ("day", -1), "tomorrow": ("day", 1), "earlier today": ("day", 0), "later today": ("day", 0)} | {
    f"{when} {unit}": (unit, step)
    for unit in ("month", "year")
    for when, step in (("last", -1), ("next", 1), ("this", 0), ("earlier this", 0), ("later this", 0))
}
_TELLS = {"gestern": ("day", -1), "vorgestern": ("day", -2), "übermorgen": ("day", 2)} | {
    f"{when} {noun}": (unit, step)
    for noun, unit in (("monat", "month"), ("jahr", "year"))
    for words, step in (("vergangenen vergangenes vorigen voriges letzten letztes", -1), ("kommenden kommendes nächsten nächstes", 1),
                        ("diesem dieses", 0))
    for when in words.split()
}  # fmt: skip


def _by_last_word(steps: dict[str, tuple[str, int]]) -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for phrase in sorted(steps, key=lambda phrase: -len(phrase)):
        last = phrase.rpartition(" ")[2]
        found[last] = (*found.get(last, ()), phrase)
    return found


ENGLISH = Calendar(
    month=re.compile(
        r"(?:Jan(?:uary|\.)|Feb(?:ruary|\.)|Mar(?:ch|\.)|Apr(?:il|\.)|May|June|July|Aug(?:ust|\.)|Sept?(?:ember|\.)|Oct(?:ober|\.)|Nov(?:ember|\.)|Dec(?:ember|\.))(?!\w)"
    ),
    months=_numbered(
        "january jan\nfebruary feb\nmarch mar\napril apr\nmay\njune\njuly\naugust aug\nseptember sept sep\noctober oct\nnovember nov\ndecember dec"
    ),
    day_before=re.compile(r"(?<![\d.,-])(\d{1,2})(?:st|nd|rd|th)?(?: of)? $"),
    day_behind=re.compile(r" (\d{1,2})(?!\d|[:.,]\d|-\d| ?(?:%|percent|people|million))(?:st|nd|rd|th)?"),
    year_behind=re.compile(rf",? (?:in )?({_YEARS})(?![\w%])"),
    digits=re.compile(r"(?P<y>[12]\d{3})-(?P<m>\d\d)-(?P<d>\d\d)(?!\d)"),
    into_month=re.compile(
        r"(?:\b(?:[Ii]n|[Ss]ince|[Uu]ntil|[Bb]y|[Dd]uring|[Ee]arly|[Ll]ate|[Ll]ast|[Nn]ext|[Tt]his|[Ff]rom|[Bb]efore|[Aa]fter) |\b[Mm]id-)$"
    ),
    into_year=re.compile(
        r"\b(?:[Ii]n|[Ss]ince|[Uu]ntil|[Bb]y|[Dd]uring|[Ee]arly|[Ll]ate|[Ff]rom|[Bb]efore|[Aa]fter|[Oo]f|[Tt]he|[Yy]ear) $|\b[Mm]id-$"
    ),
    weekday=re.compile(r"(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day"),
    weekdays=("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"),
    lead=re.compile(r"\b(?:[Ll]ast|[Nn]ext|[Tt]his|[Cc]oming|[Pp]ast) $"),
    last=frozenset({"last", "past"}),
    next=frozenset({"next", "coming"}),
    ahead=re.compile(
        r"\b(?:will|would|shall|to be|plans? to|planned for|due|scheduled|expected|set to|is to|are to|ahead of|by)\b|’ll\b|'ll\b"
    ),
    back=re.compile(r"\b(?:after|since|when|because|was|were|had|said|told)\b"),
    relative=re.compile(r"(?:yesterday|Yesterday|tomorrow|Tomorrow|month|year|oday)(?!\w)"),
    steps=_STEPS,
    phrases=_by_last_word(_STEPS),
)
GERMAN = Calendar(
    month=re.compile(r"(?:Januar|Februar|März|April|Mai|Juni|Juli|August|September|Oktober|November|Dezember|Jänner)(?!\w)"),
    months=_numbered("januar jänner\nfebruar\nmärz\napril\nmai\njuni\njuli\naugust\nseptember\noktober\nnovember\ndezember"),
    day_before=re.compile(r"(?<![\d.,-])(\d{1,2})\. $"),
    day_behind=re.compile(r"(?!)()"),
    year_behind=re.compile(rf" ({_YEARS})(?![\w%])"),
    digits=re.compile(r"(?P<d>\d{1,2})\.(?P<m>\d{1,2})\.(?P<y>[12]\d{3})(?!\d)"),
    into_month=re.compile(r"\b(?:[Ii]m|[Ss]eit|[Bb]is|[Aa]b|[Aa]nfang|[Ee]nde|[Mm]itte|letzten|vergangenen|kommenden|nächsten) $"),
    into_year=re.compile(r"[a-zäöüß]\s$"),
    weekday=re.compile(r"(?:Montag|Dienstag|Mittwoch|Donnerstag|Freitag|Samstag|Sonntag)"),
    weekdays=("Montag", "Dienstag", "Mittwoch", "Donnerstag", "Freitag", "Samstag", "Sonntag"),
    lead=re.compile(r"\b(?:letzten|vergangenen|kommenden|nächsten|vorigen) $"),
    last=frozenset({"letzten", "vergangenen", "vorigen"}),
    next=frozenset({"kommenden", "nächsten"}),
    ahead=re.compile(r"\b(?:wird|werden|will|wollen|soll|sollen|geplant|bis)\b"),
    back=re.compile(r"\b(?:nachdem|seit|weil|war|waren|hatte|hatten|sagte)\b"),
    relative=re.compile(r"(?:gestern|Gestern|bermorgen|Jahr|Monat)(?!\w)"),
    year=re.compile(rf"{_YEARS}(?![\w%-]|[.,]\d| [A-ZÄÖÜ]| (?:Euro|neue))"),
    steps=_TELLS,
    phrases=_by_last_word(_TELLS),
)
