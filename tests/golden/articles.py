"""Five articles of other kinds than the seed, written for these tests, and what a careful reader would say of each.

The gold was labelled from the texts before the code was run on them. Everything in the articles is made up but for the
places and the institutions.

`entities`: name as a reader would file it, its type, and its Wikidata id where there is one that
the labeller knew. `places`: name and
country; `focus`: the country the article is mostly about. `quotes`: how each begins, and who says it. `topics`:
the top-level Media Topics it is about. `dates`: days, months and years spoken of. `figures`: as the text gives them, value, unit.
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class Golden:
    title: str
    published: str
    language: str
    body: str
    entities: str
    places: str
    focus: str
    quotes: str
    topics: str
    dates: str
    figures: str


SPORT = Golden(
    title="Late Keane strike sends Norwich past Ipswich",
    published="2026-02-08",
    language="en",
    body="""NORWICH, England — Substitute Daniel Keane scored in stoppage time on Saturday as Norwich City beat Ipswich Town 2-1 at Carrow Road, a win that lifted the hosts to third in the Championship.

Keane, 19, had been on the pitch for six minutes when he met a corner from captain Luis Ferrara. Ipswich had led through striker Tom Adeyemi before Ferrara equalised with a penalty.

“I just saw the ball drop and swung at it,” Keane said. “My mum has not stopped crying since.”

Ipswich manager Karl Brandt complained about the penalty. “The referee was thirty metres away,” he said. “From there nobody can see a hand.”

The crowd of 26,800 people was the largest of the season. Norwich travel to Sheffield on Tuesday, while Ipswich will host Leeds United on Friday. The clubs had not met since April 2024.""",
    entities="""Daniel Keane: person
Norwich City: organisation, Q18721
Ipswich Town: organisation, Q9653
Carrow Road: place
Luis Ferrara: person
Tom Adeyemi: person
Karl Brandt: person
Leeds United: organisation, Q1128631
Norwich: place, Q130191
England: place, Q21
Sheffield: place, Q42448
Championship: other""",
    places="Norwich: GB\nEngland: GB\nSheffield: GB",
    focus="GB",
    quotes="""I just saw the ball: Daniel Keane
My mum has not: Daniel Keane
The referee was thirty: Karl Brandt
From there nobody: Karl Brandt""",
    topics="medtop:15000000",
    dates="2026-02-07 2026-02-10 2026-02-13 2024-04",
    figures="26,800 people: 26800 people",
)

BUSINESS = Golden(
    title="Siemens to buy Danish sensor maker Nordlys for 1.4 billion euros",
    published="2026-05-19",
    language="en",
    body="""MUNICH (Newswire) - Siemens said on Tuesday it had agreed to buy the Danish sensor maker Nordlys Instruments for 1.4 billion euros in cash, its largest acquisition since 2023.

The German group will pay 62 euros a share, a premium of 31 percent. Shares in Nordlys rose 28% in Copenhagen; Siemens fell 0.8 percent in Frankfurt.

“Sensors are the eyes of the factory,” Siemens chief executive Petra Vogt told reporters in Munich. “We could not build this ourselves in the time we have.”

Nordlys, founded in Aarhus in 1998, employs 2,300 people and had sales of $410 million last year. Its chairman, Mads Friis, said that the board would recommend the offer to shareholders at a meeting on June 30.

The deal needs the approval of the European Commission and of regulators in the United States. Analyst Joan Whitfield of Barclays said the price was high. “They are paying for growth that has yet to come,” she wrote in a note.""",
    entities="""Siemens: organisation, Q81230
Nordlys Instruments: organisation
Petra Vogt: person
Mads Friis: person
European Commission: organisation, Q8880
Joan Whitfield: person
Barclays: organisation, Q245343
Munich: place, Q1726
Copenhagen: place, Q1748
Frankfurt: place, Q1794
Aarhus: place, Q25319
United States: place, Q30
Germany: place, Q183
Denmark: place, Q35""",
    places="""Munich: DE
Copenhagen: DK
Frankfurt: DE
Aarhus: DK
United States: US
Germany: DE
Denmark: DK""",
    focus="DE",
    quotes="""Sensors are the eyes: Petra Vogt
We could not build: Petra Vogt
They are paying: Joan Whitfield""",
    topics="medtop:04000000",
    dates="2026-05-19 2023 1998 2025 2026-06-30",
    figures="""1.4 billion euros: 1400000000 EUR
62 euros: 62 EUR
31 percent: 31 %
28%: 28 %
0.8 percent: 0.8 %
2,300 people: 2300 people
$410 million: 410000000 USD""",
)

LOCAL = Golden(
    title="Council votes to close the Mill Street bridge",
    published="2026-09-16",
    language="en",
    body="""HAMILTON, Ont. — The Mill Street bridge over Spencer Creek will close to cars next month after city council voted 9-6 on Monday night to turn it over to cyclists.

Engineers told the council that the 92-year-old bridge, built in 1934, can no longer carry more than 5 tonnes. Repairs would have cost C$12 million.

“I cross it every day to get to work, and now I will need half an hour more,” said Brenda Osei, who runs a bakery on Governors Road.

Mayor Alison Chow said the decision was painful but right. “We looked at every option,” she said.

Councillor Peter Marchetti, who voted against the closure, said that shops in Dundas would lose customers. A petition against it has gathered 3,400 names, he added.

Fire chief Ron Sadler warned that response times could grow by two minutes. The Hamilton Fire Department will test new routes on Sept. 26. The Ontario government has refused to pay for a new bridge.""",
    entities="""Brenda Osei: person
Alison Chow: person
Peter Marchetti: person
Ron Sadler: person
Hamilton Fire Department: organisation
Hamilton: place, Q133116
Ontario: place, Q1904
Dundas: place
Spencer Creek: place
Mill Street: place
Governors Road: place""",
    places="Hamilton: CA\nOntario: CA\nDundas: CA",
    focus="CA",
    quotes="""I cross it every day: Brenda Osei
We looked at every: Alison Chow""",
    topics="medtop:11000000 medtop:04000000",
    dates="2026-10 2026-09-14 1934 2026-09-26",
    figures="5 tonnes: 5 t\nC$12 million: 12000000 CAD",
)

SCIENCE = Golden(
    title="Telescope in Chile finds water vapour on a small cold planet",
    published="2026-01-22",
    language="en",
    body="""Astronomers using the Very Large Telescope in Chile have found water vapour in the air of a planet only a little larger than Earth, they reported on Wednesday in the journal Nature.

The planet, called TOI-4421 b, circles a red dwarf 63 light years away once every 18 days. At minus 40 degrees Celsius it is too cold for lakes, but the finding shows that small planets can keep their atmospheres.

“We checked the signal for two years because we did not believe it,” said Hanna Lindqvist, an astronomer at the University of Geneva who led the study.

Other scientists were cautious. Rahul Menon of the Massachusetts Institute of Technology, who was not involved, said that spots on the star could imitate water. “I would want to see it with another instrument,” he said.

NASA plans to point the James Webb Space Telescope at the planet in July. The European Southern Observatory, which runs the telescope on Cerro Paranal, paid for the observations with 1.2 million euros.""",
    entities="""Very Large Telescope: other
Nature: organisation, Q180445
TOI-4421 b: other
Hanna Lindqvist: person
University of Geneva: organisation, Q503473
Rahul Menon: person
Massachusetts Institute of Technology: organisation, Q49108
NASA: organisation, Q23548
James Webb Space Telescope: other, Q186447
European Southern Observatory: organisation, Q151991
Chile: place, Q298
Cerro Paranal: place""",
    places="Chile: CL\nCerro Paranal: CL",
    focus="CL",
    quotes="""We checked the signal: Hanna Lindqvist
I would want to see: Rahul Menon""",
    topics="medtop:13000000",
    dates="2026-01-21 2026-07",
    figures="minus 40 degrees Celsius: -40 °C\n1.2 million euros: 1200000 EUR",
)

GERMAN = Golden(
    title="Bremen bekommt eine neue Straßenbahn bis an die Weser",
    published="2026-06-12",
    language="de",
    body="""BREMEN. Die Bremer Bürgerschaft hat am Donnerstag den Bau einer neuen Straßenbahn beschlossen. Die Strecke ist 7,5 Kilometer lang und kostet 240 Millionen Euro.

„Das ist ein guter Tag für die Stadt“, sagte Verkehrssenatorin Ulrike Hartwig nach der Abstimmung. Der Bund übernimmt 75 Prozent der Kosten.

Kritik kam von der Handelskammer. Deren Präses Jens Oltmanns sagte: „Zwei Jahre Baustelle überleben viele Geschäfte nicht.“

Die Bauarbeiten sollen im März 2027 beginnen. Auch Hamburg und Hannover planen neue Linien; in Frankfurt am Main war im vergangenen Jahr eine Strecke eröffnet worden. Zuletzt war in Bremen 1998 eine neue Linie gebaut worden.""",
    entities="""Bremische Bürgerschaft: organisation
Ulrike Hartwig: person
Jens Oltmanns: person
Handelskammer: organisation
Bremen: place, Q24879
Hamburg: place, Q1055
Hannover: place, Q1715
Frankfurt am Main: place, Q1794
Weser: place, Q1650""",
    places="Bremen: DE\nHamburg: DE\nHannover: DE\nFrankfurt am Main: DE",
    focus="DE",
    quotes="""Das ist ein guter Tag: Ulrike Hartwig
Zwei Jahre Baustelle: Jens Oltmanns""",
    topics="medtop:11000000 medtop:04000000",
    dates="2026-06-11 2027-03 2025 1998",
    figures="7,5 Kilometer: 7.5 km\n240 Millionen Euro: 240000000 EUR\n75 Prozent: 75 %",
)

ARTICLES = {"sport": SPORT, "business": BUSINESS, "local": LOCAL, "science": SCIENCE, "german": GERMAN}
