"""A small dump in the form of Wikidata's, written for the tests: a country, a city, people, a company, a film, the Moon."""

from typing import Any

Json = dict[str, Any]


def claim(value: Any, rank: str = "normal") -> Json:
    return {"mainsnak": {"snaktype": "value", "datavalue": {"value": value}}, "rank": rank}


def item(number: int) -> Json:
    return {"entity-type": "item", "numeric-id": number, "id": f"Q{number}"}


def entity(number: int, label: str, sites: int, /, *aliases: str, **claims: list[Json]) -> Json:
    """An item on so many Wikipedias, and on Commons."""
    pages = {f"{chr(97 + n // 26)}{chr(97 + n % 26)}wiki": {"site": f"x{n}wiki", "title": label} for n in range(sites)}
    return {
        "type": "item",
        "id": f"Q{number}",
        "labels": {"en": {"language": "en", "value": label}, "de": {"language": "de", "value": f"{label} (de)"}},
        "aliases": {"en": [{"language": "en", "value": alias} for alias in aliases]},
        "claims": claims,
        "sitelinks": pages | {"commonswiki": {"site": "commonswiki", "title": label}},
    }


def place(lat: float, lon: float, globe: str = "http://www.wikidata.org/entity/Q2") -> Json:
    return claim({"latitude": lat, "longitude": lon, "precision": 0.1, "globe": globe})


COUNTRY, CITY, PORT, WORKS, COMPANY = 900001, 900002, 900003, 900004, 900005
ENTITIES = (
    entity(900010, "Torvik Harbour", 12, "Torvik", P31=[claim(item(PORT))], P17=[claim(item(COUNTRY))], P625=[place(61.5, 5.5)],
           P1566=[claim("7654321")]),
    entity(900011, "Ingrid Solhaug", 9, "I. Solhaug", P31=[claim(item(5))], P27=[claim(item(CITY), "deprecated"), claim(item(COUNTRY))]),
    entity(900012, "Brennvik Works", 8, P31=[claim(item(WORKS))], P17=[claim(item(COUNTRY))]),
    entity(900013, "A Long Winter", 30, P31=[claim(item(11424))]),
    entity(900014, "Erik Lund", 2, P31=[claim(item(5))]),
    entity(900015, "Sea of Rest", 20, P31=[claim(item(PORT))], P625=[place(8.5, 31.4, "http://www.wikidata.org/entity/Q405")]),
    entity(COUNTRY, "Norrmark", 40, "Kingdom of Norrmark", P31=[claim(item(6256))], P17=[claim(item(COUNTRY))], P297=[claim("XN")],
           P1549=[claim({"language": "en", "text": "Norrmarker"}), claim({"language": "de", "text": "Norrmärker"})], P625=[place(60, 6)]),
    entity(PORT, "port city", 1, P279=[claim(item(CITY))]),
    entity(CITY, "city by the sea", 1, P279=[claim(item(486972))]),
    entity(WORKS, "works", 1, P279=[claim(item(COMPANY))]),
    entity(COMPANY, "firm", 1, P279=[claim(item(4830453))]),
    {"type": "property", "id": "P31", "labels": {}, "claims": {"P279": []}, "sitelinks": {}},
)  # fmt: skip
