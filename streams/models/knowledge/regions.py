"""States, provinces and the nations of Britain that newspapers put behind a town's name: their abbreviations and where their middle lies.

Positions are centres of area to a tenth of a degree, which is what containment needs; the table has none of its own.
"""

from typing import NamedTuple

_ROWS = """
US Alabama|Ala|32.8|-86.8  US Alaska|Alaska|64.5|-152.5  US Arizona|Ariz|34.3|-111.7  US Arkansas|Ark|34.9|-92.4
US California|Calif|37.2|-119.5  US Colorado|Colo|39.0|-105.5  US Connecticut|Conn|41.6|-72.7  US Delaware|Del|39.0|-75.5
US Florida|Fla|28.6|-82.4  US Georgia|Ga|32.7|-83.4  US Hawaii|Hawaii|20.3|-156.4  US Idaho|Idaho|44.4|-114.6
US Illinois|Ill|40.0|-89.2  US Indiana|Ind|39.9|-86.3  US Iowa|Iowa|42.1|-93.5  US Kansas|Kan|38.5|-98.4
US Kentucky|Ky|37.5|-85.3  US Louisiana|La|31.0|-92.0  US Maine|Maine|45.4|-69.2  US Maryland|Md|39.0|-76.8
US Massachusetts|Mass|42.3|-71.8  US Michigan|Mich|44.3|-85.4  US Minnesota|Minn|46.3|-94.3  US Mississippi|Miss|32.7|-89.7
US Missouri|Mo|38.4|-92.5  US Montana|Mont|47.0|-109.6  US Nebraska|Neb|41.5|-99.8  US Nevada|Nev|39.3|-116.6
US New Hampshire|N.H|43.7|-71.6  US New Jersey|N.J|40.2|-74.7  US New Mexico|N.M|34.4|-106.1  US New York|N.Y|42.9|-75.5
US North Carolina|N.C|35.6|-79.4  US North Dakota|N.D|47.5|-100.5  US Ohio|Ohio|40.4|-82.8  US Oklahoma|Okla|35.6|-97.5
US Oregon|Ore|43.9|-120.6  US Pennsylvania|Pa|40.9|-77.8  US Rhode Island|R.I|41.6|-71.5  US South Carolina|S.C|33.9|-80.9
US South Dakota|S.D|44.4|-100.2  US Tennessee|Tenn|35.9|-86.4  US Texas|Texas|31.5|-99.3  US Utah|Utah|39.3|-111.7
US Vermont|Vt|44.1|-72.7  US Virginia|Va|37.5|-78.9  US Washington|Wash|47.4|-120.4  US West Virginia|W.Va|38.6|-80.6
US Wisconsin|Wis|44.6|-89.9  US Wyoming|Wyo|43.0|-107.6  CA Alberta|Alta|55.0|-115.0  CA British Columbia|B.C|54.5|-125.0
CA Manitoba|Man|55.0|-97.0  CA New Brunswick|N.B|46.6|-66.4  CA Newfoundland and Labrador|N.L|53.0|-60.0
CA Nova Scotia|N.S|45.2|-62.9  CA Ontario|Ont|50.0|-86.0  CA Prince Edward Island|P.E.I|46.4|-63.2  CA Quebec|Que|52.9|-71.9
CA Saskatchewan|Sask|54.4|-105.9  GB England|England|52.6|-1.5  GB Scotland|Scotland|56.8|-4.2  GB Wales|Wales|52.3|-3.7
GB Northern Ireland|Northern Ireland|54.6|-6.7
"""


class Region(NamedTuple):
    """Its full name, ISO country code and middle."""

    label: str
    country: str
    lat: float
    lon: float


def _read() -> dict[str, Region]:
    found = {}
    for cell in _ROWS.replace("\n", "  ").split("  "):
        if cell:
            country, rest = cell.split(" ", 1)
            label, short, lat, lon = rest.split("|")
            found[label] = found[short.replace(".", "")] = Region(label, country, float(lat), float(lon))
    return found


_REGIONS = _read()


def region(name: str) -> Region | None:
    """The state or province of this name or newspaper abbreviation (`Ohio`, `S.C.`, `Kan.`), or None."""
    return _REGIONS.get(name.replace(".", "").replace(" ", "")) or _REGIONS.get(name)
