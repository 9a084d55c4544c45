"""English verbs that introduce speech, in all their forms, and the small words beside them."""

_REGULAR = """
accuse acknowledge add admit advise affirm agree allege announce answer argue ask assail assert assure attack attribute bemoan
berate blame blast boast brag brand call castigate caution challenge characterize characterise charge chide cite claim comment
compare complain concede conclude condemn confess confirm contend counter criticize criticise declare decry deem defend demand
denounce deny describe deride detail disclose dismiss dub echo elaborate emphasize emphasise encourage exclaim exhort explain
express gush hail hint implore imply indicate inform insist instruct invoke joke label lament lambast lash liken lambaste maintain
mention mock muse note observe offer opine pledge point portray post praise predict proclaim profess promise pronounce propose
question quip quote rail rant rate reason recall reckon recount refer reflect reiterate remark remind repeat reply report respond
retort reveal ridicule rule scoff scold shout signal slam state stress suggest summarize summarise tease testify theorize threaten
tout trumpet tweet urge vent voice volunteer vow warn whisper wonder yell believe caption conjecture continue rip skewer scream
""".split()
_IRREGULAR = """
say says said saying tell tells told telling write writes wrote written writing reads think thinks thought thinking swear swears
swore begin begins began
""".split()
_DOUBLED = {"slam": "slamm", "admit": "admitt", "rip": "ripp", "quip": "quipp", "brag": "bragg", "refer": "referr", "dub": "dubb"}


def _forms(verb: str) -> set[str]:
    stem = _DOUBLED.get(verb, verb[:-1] if verb.endswith("e") else verb)
    if verb[-1] == "y" and verb[-2] not in "aeiou":
        return {verb, f"{verb[:-1]}ies", f"{verb[:-1]}ied", f"{verb}ing"}
    plural = f"{verb}es" if verb.endswith(("s", "sh", "ch", "x")) else f"{verb}s"
    return {verb, plural, f"{stem}ed", f"{stem}ing"}


SAYING = frozenset().union(*map(_forms, _REGULAR), _IRREGULAR) | {"labelled", "labelling", "signalled"}
PARTICIPLES = frozenset(verb for verb in SAYING if verb.endswith("ing"))
"""Their subject is that of the sentence, not the noun before them."""
PRONOUNS = frozenset("he she they it we i who which".split())
RELATIVE = frozenset({"who", "which"})
NOUN_OPENERS = frozenset(
    "the a an his her their its my our your this that these those any no such of in to few many several other some more all both".split()
)
"""Before a form that is also a noun (claims, remarks): it is one there."""
CLAUSE_OPENERS = frozenset(
    "and but or nor so yet in on at for to of from with by about into over under that which who whom whose when where while after as "
    "if because than is are was were be been has have had does do did will would could can may might should".split()
)
"""Words a clause of attribution after a quotation does not begin with."""
