"""The forms of robot copy, the words that fill them, and what papers put around a reprint. Named `kind-language`."""

POOLS = {
    "city": "Westmark Tolvaby Kestrelin Ambry Dornholt Valmière Sarnico Belhaven Orvieda Lindås Marchena Quillan".split(),
    "person": [f"{first} {last}" for first in "Anna Jonas Mira Pavel Lucía Henri Aiko Samuel".split() for last in
               "Harlow Quintero Marchetti Oyelaran Lindqvist Abernathy Vogel Serrano".split()],
    "firm": "Acorn Borealis Corvid Deltron Everline Fennwick Granite Halcyon Ironbark Juniper Kestrel Lumen Meridian Northgate".split(),
    "day-en": "Monday Tuesday Wednesday Thursday Friday Saturday Sunday".split(),
    "day-de": "Montag Dienstag Mittwoch Donnerstag Freitag Samstag Sonntag".split(),
    "day-fr": "lundi mardi mercredi jeudi vendredi samedi dimanche".split(),
    "day-es": "lunes martes miércoles jueves viernes sábado domingo".split(),
    "sign-en": "Aries Taurus Gemini Cancer Leo Virgo Libra Scorpio Sagittarius Capricorn Aquarius Pisces".split(),
    "sign-de": "Widder Stier Zwillinge Krebs Löwe Jungfrau Waage Skorpion Schütze Steinbock Wassermann Fische".split(),
    "sign-fr": "Bélier Taureau Gémeaux Cancer Lion Vierge Balance Scorpion Sagittaire Capricorne Verseau Poissons".split(),
    "sign-es": "Aries Tauro Géminis Cáncer Leo Virgo Libra Escorpio Sagitario Capricornio Acuario Piscis".split(),
}  # fmt: skip

FORMS = {
    "earnings-en": """
{firm1} earnings beat forecasts in the quarter
{firm1} said on {day} that its net income for the quarter came to {f:10-900} million dollars, or {f:0-9} dollars a share, on revenue of {n:100-9000} million.

Analysts had expected {f:0-9} dollars a share. Sales in the home market rose by {f:1-20} percent while those abroad fell by {f:1-20} percent.

Shares of {firm1} were up {f:0-9} percent in early trading. The company expects revenue of {n:100-9000} million dollars in the quarter that is under way. It employs {n:1000-90000} people and is led by {person}.""",
    "earnings-de": """
{firm1} steigert den Gewinn im Quartal
Der Konzern {firm1} hat am {day} seine Zahlen für das abgelaufene Quartal vorgelegt. Der Gewinn lag bei {f:10-900} Millionen Euro nach {f:10-900} Millionen im Vorjahr.

Der Umsatz stieg um {f:1-20} Prozent auf {n:100-9000} Millionen Euro. Je Aktie blieben {f:0-9} Euro. Analysten hatten im Schnitt mit {f:0-9} Euro gerechnet.

Für das Gesamtjahr bestätigte der Vorstand um {person} die Prognose. Die Aktie gewann im frühen Handel {f:0-9} Prozent. {firm1} beschäftigt weltweit {n:1000-90000} Menschen.""",
    "weather-en": """
{city1} weather: {pick1:rain|sun|fog|showers|snow} on {day1}
{day1} will bring {pick1} to {city1} and the villages around it, with a high of {n:1-35} degrees and a low of {n:1-12}.

Winds from the {pick:north|south|east|west} will reach {n:10-90} kilometres an hour by the afternoon. The chance of rain is {n:5-95} percent. Sunrise is at {n:5-8}:{n:10-59} and sunset at {n:16-21}:{n:10-59}.

The outlook for the rest of the week: {pick:mostly dry|changeable|unsettled|warmer|colder}, with highs of {n:1-35} degrees. Drivers are asked to allow more time for their journeys.""",
    "weather-fr": """
Météo à {city1} : {pick1:pluie|soleil|brouillard|averses|neige} {day1}
La journée de {day1} sera marquée par {pick1} sur {city1} et ses environs, avec une température maximale de {n:1-35} degrés et une minimale de {n:1-12} degrés.

Le vent de {pick:nord|sud|est|ouest} soufflera jusqu'à {n:10-90} kilomètres par heure dans l'après-midi. Le risque de pluie est de {n:5-95} pour cent. Le soleil se lèvera à {n:5-8} h {n:10-59} et se couchera à {n:16-21} h {n:10-59}.

La tendance pour la suite de la semaine est {pick:sèche|changeante|plus douce|plus fraîche}, avec des maximales proches de {n:1-35} degrés.""",
    "match-en": """
{city1} beat {city2} with a goal from {person1}
{city1} won {n:1-5}-{n:0-4} against {city2} on {day} evening in front of {n:900-48000} spectators. {person1} scored in minute {n:1-90} and {person} added another in minute {n:1-90}.

{city2} had {n:30-70} percent of the ball and {n:3-19} corners but found no way past the keeper. {person} was sent off in minute {n:60-90}.

{city1} now have {n:10-70} points from {n:10-34} games and are {pick:second|third|fourth|fifth|ninth} in the table. {city2} stay on {n:10-70} points. The next match is at home to {city}.""",
    "match-es": """
{city1} gana a {city2} con un gol de {person1}
El {city1} venció por {n:1-5}-{n:0-4} al {city2} el {day} por la noche ante {n:900-48000} espectadores. {person1} marcó en el minuto {n:1-90} y {person} firmó el segundo en el {n:1-90}.

El {city2} tuvo el balón durante el {n:30-70} por ciento del partido y sacó {n:3-19} saques de esquina, pero no encontró el camino. {person} fue expulsado en el minuto {n:60-90}.

Con este resultado el {city1} suma {n:10-70} puntos en {n:10-34} jornadas, mientras que el {city2} se queda con {n:10-70}. En la próxima jornada recibe al {city}.""",
    "quake-en": """
Magnitude {f1:3-7} quake felt near {city1}
An earthquake of magnitude {f1} shook the area around {city1} on {day} at {n:1-12}:{n:10-59}, the seismological service said. Its centre lay {n:3-90} kilometres from the town at a depth of {n:2-60} kilometres.

There were no reports of damage or injuries. In the past ten days there were {n:1-30} quakes of magnitude 3.0 or more in the region.

This report was written by a program from data of the seismological service. Readers who felt the quake are asked to fill in a form on its pages.""",
    "quake-es": """
Un sismo de magnitud {f1:3-7} se siente cerca de {city1}
Un temblor de magnitud {f1} sacudió los alrededores de {city1} el {day} a las {n:1-12}:{n:10-59}, informó el servicio sismológico. El epicentro se situó a {n:3-90} kilómetros de la localidad y a {n:2-60} kilómetros de profundidad.

No hay noticia de daños ni de heridos. En los últimos diez días se registraron {n:1-30} sismos de magnitud igual o superior a 3,0 en la zona.

Esta nota fue redactada por un programa con los datos del servicio sismológico. Se ruega a los lectores que lo hayan sentido que rellenen el formulario de su página.""",
    "obituary-en": """
{person1} of {city1}
{person1}, {n:61-99}, of {city1}, died peacefully at home on {day} with family at the bedside. Born in {city}, {person1} worked for {firm} for {n:10-45} years and was a member of the {pick:choir|rowing club|fire brigade|library committee|chess club}.

Survivors are the {pick:children|daughters|sons} {person} and {person}, {n:2-11} grandchildren and the {pick:brother|sister|cousin} {person}.

A service will be held at the chapel in {city} on {day} at {n:9-15}:00. The family asks that instead of flowers gifts be made to the {pick:hospice|lifeboats|animal shelter|music school}. Condolences may be left with the funeral home.""",
    "obituary-de": """
Zum Tod von {person1}
Im Alter von {n:61-99} Jahren ist {person1} aus {city1} am {day} im Kreis der Familie gestorben. Geboren in {city}, arbeitete {person1} über {n:10-45} Jahre bei {firm} und war Mitglied im {pick:Chor|Ruderverein|Schachklub|Heimatverein|Gemeinderat}.

Um {person1} trauern {person} und {person} sowie {n:2-11} Enkel und viele Freunde.

Die Trauerfeier findet am {day} um {n:9-15} Uhr in der Kapelle von {city} statt. Statt Blumen bittet die Familie um eine Spende für {pick:das Hospiz|das Tierheim|die Musikschule|die Seenotretter}.""",
    "horoscope-en": """
{sign1}: your day on {day1}
{sign1}: on {day1} a {pick:letter|call|visit|message|memory} from {pick:an old friend|a neighbour|a colleague|a stranger|your family} may {pick:surprise|please|puzzle|unsettle|cheer} you. Take your time before you {pick:answer|decide|sign|promise anything|leave}.

In matters of {pick:money|work|the heart|health|travel} the stars advise {pick:patience|courage|caution|a clear word|a little rest}. {pick:The evening|The morning|Noon|The late afternoon} belongs to {pick:those you love|yourself|a good book|an old plan|your friends}.

Your colour of the day is {pick:blue|green|red|white|yellow}, your companion a {sign}. Readings are for entertainment only.""",
    "horoscope-fr": """
{sign1} : votre journée de {day1}
{sign1} : ce {day1}, {pick:une lettre|un appel|une visite|un message|un souvenir} {pick:d'un vieil ami|d'un voisin|d'un collègue|d'un inconnu|de votre famille} pourrait vous {pick:surprendre|plaire|intriguer|troubler|réjouir}. Prenez votre temps avant de {pick:répondre|décider|signer|promettre|partir}.

Côté {pick:argent|travail|coeur|santé|voyages}, les astres conseillent {pick:la patience|le courage|la prudence|une parole claire|un peu de repos}. {pick:La soirée|La matinée|Midi|La fin d'après-midi} appartient à {pick:ceux que vous aimez|vous-même|un bon livre|un vieux projet|vos amis}.

Votre couleur du jour est le {pick:bleu|vert|rouge|blanc|jaune}, votre allié un {sign}. Ces lectures ne sont qu'un divertissement.""",
    "market-en": """
{city1} shares close {pick1:higher|lower|little changed} on {day1}
Shares in {city1} closed {pick1} on {day1} after a quiet session. The main index moved {f:1-90} points, or {f:0-3} percent, to {n:2000-39000}.

{firm} led the {pick:gainers|losers} with a move of {f:1-12} percent, followed by {firm} with {f:1-12} percent. Crude oil traded at {f:40-120} dollars a barrel and gold at {n:1200-2900} dollars an ounce.

The yield of government bonds of ten years stood at {f:0-5} percent. Turnover came to {n:100-900} million shares, which is about the average of the past twenty sessions.""",
    "market-de": """
Börse {city1}: Leitindex schließt am {day1} {pick1:fester|schwächer|kaum verändert}
Die Börse in {city1} hat am {day1} {pick1} geschlossen. Der Leitindex bewegte sich um {f:0-3} Prozent auf {n:2000-39000} Punkte.

An der Spitze standen die Aktien von {firm} mit {f:1-12} Prozent, gefolgt von {firm} mit {f:1-12} Prozent. Ein Fass Rohöl kostete {f:40-120} Dollar, eine Feinunze Gold {n:1200-2900} Dollar.

Die Rendite der Staatsanleihen mit zehn Jahren Laufzeit lag bei {f:0-5} Prozent. Umgesetzt wurden {n:100-900} Millionen Aktien, was dem Schnitt der vergangenen zwanzig Sitzungen entspricht.""",
}

REPRINTS = {
    "en": (
        "This report comes to readers of the paper with friendly permission.",
        "Sign up for our letter of the day, and read more on our pages.",
    ),
    "de": (
        "Dieser Bericht erscheint mit freundlicher Genehmigung in unserer Zeitung.",
        "Lesen Sie mehr in unserer Ausgabe und auf unseren Seiten.",
    ),
    "fr": (
        "Cet article est repris avec l'aimable autorisation de la rédaction.",
        "Abonnez-vous à notre lettre du jour et lisez la suite sur nos pages.",
    ),
    "es": (
        "Esta nota se publica con el amable permiso de la redacción.",
        "Suscríbase a nuestra carta del día y lea más en nuestras páginas.",
    ),
}
