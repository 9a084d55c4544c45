"""Made-up sport reports, because the teacher read none: results, tables, line-ups and short reports, from templates.

A template is words and slots parted by blanks. Slots: T and U two teams, P and Q people with their full names, p and q the
same people by surname, N the country of a person, C a city, S a ground, F a firm, E a competition, M a demonym, R a score,
L a city in a dateline, I a number, D a day, V a verb of winning, G a kind of sport.
"""

import re
from collections.abc import Iterator

import numpy as np

from streams.models.names.train_lists import Pools, drawn
from streams.models.names.train_texts import FIRST, Document, Sentence
from streams.models.names.words import words as split

_REPORTS = """
T V U R on D .
T V U R in the E on D .
T and U drew R in C .
P scored twice as T V U R at S .
P , the T captain , said he was proud of his team .
p put T ahead in the Ith minute after a pass from Q .
q equalised for U just before half-time .
U coach Q said his side had been unlucky .
U manager Q praised P after the match at S .
T moved to the top of the table with I points , ahead of U .
T signed M striker P from U for I million pounds .
P left T for U in the summer .
T beat U by I wickets with I balls to spare .
P made I before he was caught by q off Q .
p hit I off I balls as T reached I for four at the close .
T won the toss and chose to bat against U in C .
T host U at S on D .
T travel to U on D for the second leg of the E .
U are without Q , who has a knee injury .
P of T won the race in C ahead of Q of U .
P ( N ) beat Q ( N ) R R
Top seed P of N reached the final of the E in C by beating Q R R .
N 's P won the M Open in C on D , beating M Q R R .
M P took the lead in the E after the Ith stage to C .
World champion P will not ride in the E .
P drove in I runs and Q pitched seven innings as T beat U R .
p scored I points and q added I rebounds for T , who V U R .
In C , P scored I points to lead T past U R .
At C , Q threw for I yards as U edged T R .
T placed pitcher P on the disabled list on D .
T traded forward P to U for Q .
The E final will be played at S in C on D .
The draw for the E was made in C on D :
T lost to U for the first time since D .
Fans of T and U fought outside S , police in C said .
T have sacked coach P after the defeat by U .
P has been appointed coach of T , the club said on D .
U , beaten R by T last week , face a difficult trip to C .
N named P and Q in their squad for the E .
" We played well , " p told reporters in C . " T deserved to win . "
The M said he would retire after the E .
T 's P was sent off for a foul on Q .
T goalkeeper P saved a penalty from q .
P 's late goal gave T victory over U .
Second-half goals from P and Q took T into the last eight of the E .
Results of matches in the E on D :
Results of M G matches on D :
Standings in the M G league after games on D ( won , lost , points ) :
L D
L , N , D
L ( F ) - T V U R in the E .
G - T V U R
G - P WINS IN C .
G - T SIGN P FROM U .
G - E RESULTS .
Leading positions in the E :
Standings after games played on D :
T and U are level on points , with C next .
""".strip().splitlines()
_ROWS = """
T R U
T I U I
T I I I I I I I
I. T I I I I I
T R U ( halftime R )
T R U R
T at C
T vs U
Scorers : P Ith , Q Ith
T - P ( Ith minute )
P ( T ) I
I. P ( N ) I
I. P , N , I
I P ( N ) T R
P ( N ) beat Q ( N ) R R
P ( N ) V Q ( N ) R , R
T : P , Q , P , Q
P b Q I
P c Q b P I
P lbw Q I
P run out I
Bowling : P I-I-I-I , Q I-I-I-I
Attendance : I
D T v U ( C )
L , D
At S : T I and I , U I
Halftime : T R
P T I I I
I. P ( N ) , F , I:I:I
P , N , F , I:I:I
P ( F ) same time
I. F I points
At C : T I and I ( P I , Q I-I ) , U I-I
C : T I , U I-I
T AT C
T I I .I I
""".strip().splitlines()
_VERBS = "beat beat beat defeated downed thrashed edged routed overcame outplayed stunned bt".split()
_DAYS = "Monday Tuesday Wednesday Thursday Friday Saturday Sunday".split()
_MONTHS = "January February March April May June July August September October November December".split()
_TAILS = "United City Town Rovers Wanderers Athletic County Rangers".split()
_GROUNDS = "Park Road Stadium Arena Lane Ground".split()
_CUPS = ("Cup", "Open", "Trophy", "Championship", "Grand Prix", "Masters", "League", "World Cup", "Super Cup", "Classic")
_SPORTS = "soccer football cricket tennis golf baseball basketball cycling athletics hockey handball rugby boxing skiing".split()
_KINDS = {"T": "ORG", "F": "ORG", "P": "PER", "p": "PER", "N": "LOC", "C": "LOC", "L": "LOC", "S": "LOC", "E": "MISC", "M": "MISC"}
_SAME = {"U": "T", "Q": "P", "q": "p"}
_NUMBER = re.compile(r"\bI(?=\b|th$)")
_CAST, _MOST, _DATED = 10, 30, 0.4


class _Cast:
    """Who plays in one report: teams (clubs, or countries), people, and where."""

    def __init__(self, pools: Pools, random: np.random.Generator) -> None:
        self.random = random
        self.pools = pools
        self.national = random.random() < 0.35
        self.teams = [self._team() for _ in range(_CAST)]
        self.people = [(self._any(pools.given), self._any(pools.family)) for _ in range(_CAST)]
        self.shouted = random.random() < 0.2
        self.initials = random.random() < 0.3
        self.competitions = [self._competition() for _ in range(2)]

    def _any(self, pool: list[str]) -> str:
        return drawn(pool, self.random)

    def _team(self) -> str:
        chance = self.random.random()
        if self.national:
            return self._any(self.pools.countries)
        if chance < 0.45:
            return self._any(self.pools.clubs)
        if chance < 0.55:
            return self._any(self.pools.regions)
        city = self._any(self.pools.cities)
        return city if chance < 0.75 else f"{city} {self._any(_TAILS)}"

    def _competition(self) -> str:
        if self.random.random() < 0.2:
            return self._any(self.pools.competitions)
        before = self._any(self.pools.cities if self.random.random() < 0.4 else self.pools.demonyms)
        return f"{before} {self._any(list(_CUPS))}"

    def named(self, slot: str) -> str:
        """What stands for a slot this time."""
        if slot == "T":
            return self.teams[self.random.integers(_CAST)]
        if slot in "Pp":
            given, family = self.people[self.random.integers(_CAST)]
            return family if slot == "p" else f"{given[0]}. {family}" if self.initials else f"{given} {family}"
        if slot == "S":
            return f"{self._any(self.pools.cities if self.random.random() < 0.5 else self.pools.family)} {self._any(_GROUNDS)}"
        if slot == "E":
            return self.competitions[self.random.integers(2)]
        if slot == "L":
            return self._any(self.pools.cities).upper()
        return self._any({"N": self.pools.countries, "C": self.pools.cities, "F": self.pools.organisations, "M": self.pools.demonyms}[slot])

    def plain(self, word: str) -> str:
        """A word of a template with its number, score or day in."""
        if word == "R":
            return "-".join(str(n) for n in self.random.integers(0, 8, 2))
        if word == "G":
            return self._any(_SPORTS)
        if word == "V":
            return self._any(_VERBS)
        if word == "D":
            return self._day()
        return _NUMBER.sub(lambda _: str(self.random.integers(1, 100)), word)

    def _day(self) -> str:
        year, month, day = (int(self.random.integers(*span)) for span in ((1980, 2030), (1, 13), (1, 29)))
        written = (self._any(_DAYS), f"{year}-{month:02}-{day:02}", f"{_MONTHS[month - 1]} {day}", f"{day} {_MONTHS[month - 1]}")
        return written[self.random.integers(len(written))]


def reports(pools: Pools, count: int, random: np.random.Generator) -> Iterator[Document]:
    """`count` reports, each with its own cast; some lines are in capitals, as headlines are."""
    for _ in range(count):
        cast = _Cast(pools, random)
        yield [_sentence(cast, line) for line in _lines(random)]


def _lines(random: np.random.Generator) -> Iterator[str]:
    rows = random.choice(_ROWS, 3)
    if random.random() < _DATED:
        yield str(random.choice(["L D", "L , N , D", "L ( F ) - T V U R in the E ."]))
    for place in range(random.integers(4, _MOST)):
        yield str(random.choice(_REPORTS) if random.random() < 0.55 or not place else random.choice(rows))


def _sentence(cast: _Cast, template: str) -> Sentence:
    words: list[str] = []
    tags: list[int] = []
    for word in template.split():
        slot = _SAME.get(word, word)
        if slot not in _KINDS:
            plain = cast.plain(word).split()
            words += plain
            tags += [0] * len(plain)
            continue
        name = cast.named(slot)
        kind = "LOC" if slot == "T" and cast.national else _KINDS[slot]
        parts = [name[s:e] for s, e in split(name)]
        words += parts
        tags += [FIRST[kind]] + [FIRST[kind] + 1] * (len(parts) - 1)
    return Sentence([word.upper() for word in words] if cast.shouted or template[:2] == "G " else words, tags, [1.0] * len(words))
