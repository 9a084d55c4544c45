"""What stands behind or before a number: currencies, scales and units, in English and German."""

from typing import NamedTuple

SIGNS = {
    "$": "", "US$": "USD", "A$": "AUD", "AU$": "AUD", "C$": "CAD", "CA$": "CAD", "NZ$": "NZD", "HK$": "HKD", "S$": "SGD", "R$": "BRL",
    "€": "EUR", "£": "GBP", "₹": "INR", "₽": "RUB", "₴": "UAH", "₪": "ILS", "₩": "KRW", "₺": "TRY", "zł": "PLN",
}  # fmt: skip
"""Signs of one currency each; that of the dollar is many countries'. ¥ is two countries' and left out, as are kr and Rs."""
CODES = frozenset("USD EUR GBP CHF JPY CNY SEK NOK DKK PLN CZK HUF INR RUB UAH AUD CAD NZD HKD SGD BRL ZAR TRY KRW ILS MXN".split())
DOLLARS = {"AU": "AUD", "CA": "CAD", "NZ": "NZD", "HK": "HKD", "SG": "SGD", "US": "USD"}
"""The dollar of the publisher's country; of any other country's publisher it is that of the United States."""
OTHER_DOLLARS = {"australian": "AUD", "canadian": "CAD", "new zealand": "NZD", "hong kong": "HKD", "us": "USD", "u.s.": "USD"}


class Words(NamedTuple):
    """One language's: scales, currencies ("" is the dollar), percent, and units with the form they are given in."""

    scales: dict[str, float]
    money: dict[str, str]
    percent: tuple[str, ...]
    units: dict[str, str]
    decimal: str


def _units(text: str) -> dict[str, str]:
    """`form: word, word` a line."""
    pairs = (line.split(": ") for line in text.strip().split("\n"))
    return {word: form for form, words in pairs for word in words.split(", ")}


ENGLISH = Words(
    scales={
        "thousand": 1e3, "million": 1e6, "billion": 1e9, "trillion": 1e12,
        "k": 1e3, "K": 1e3, "m": 1e6, "M": 1e6, "mn": 1e6, "bn": 1e9, "B": 1e9, "b": 1e9, "tn": 1e12,
    },
    money=_units("""
: dollars, dollar
EUR: euros, euro
GBP: pounds sterling
JPY: yen
CNY: yuan
CHF: Swiss francs
RUB: roubles, rubles
UAH: hryvnias, hryvnia
SEK: Swedish kronor, kronor
PLN: zlotys, zloty
"""),
    percent=("percent", "per cent", "%"),
    units=_units("""
percentage points: percentage points, percentage point
km: kilometers, kilometres, kilometer, kilometre, km
mi: miles, mile
m: meters, metres, meter, metre
cm: centimeters, centimetres, cm
mm: millimeters, millimetres, mm
ft: feet, foot
in: inches, inch
km²: square kilometers, square kilometres
mi²: square miles
m²: square meters, square metres
m³: cubic meters, cubic metres, cubic meter, cubic metre
ft³: cubic feet
ha: hectares, hectare
acres: acres, acre
kg: kilograms, kilogram, kilogrammes, kilos, kg
t: tonnes, tonne, metric tons
tons: tons, ton
lb: lbs, lb
l: liters, litres, liter, litre
gal: gallons, gallon
bbl: barrels, barrel
km/h: km/h, kph, kilometers per hour, kilometres per hour
mph: mph, miles per hour
°C: °C, degrees Celsius, degrees C
°F: °F, degrees Fahrenheit, degrees F
MW: MW, megawatts, megawatt
GW: GW, gigawatts, gigawatt
kWh: kWh, kilowatt hours, kilowatt-hours
people: people
"""),
    decimal=".",
)  # fmt: skip
GERMAN = Words(
    scales={
        "Tausend": 1e3, "tausend": 1e3, "Millionen": 1e6, "Million": 1e6, "Mio.": 1e6, "Milliarden": 1e9, "Milliarde": 1e9, "Mrd.": 1e9,
        "Billionen": 1e12, "Billion": 1e12,
    },
    money=_units("""
: Dollar, US-Dollar
EUR: Euro
GBP: Pfund
JPY: Yen
CNY: Yuan
CHF: Schweizer Franken, Franken
RUB: Rubel
PLN: Zloty
"""),
    percent=("Prozent", "%"),
    units=_units("""
percentage points: Prozentpunkte, Prozentpunkten
km: Kilometer, Kilometern, km
m: Meter, Metern
cm: Zentimeter, Zentimetern
km²: Quadratkilometer, Quadratkilometern
m²: Quadratmeter, Quadratmetern
m³: Kubikmeter, Kubikmetern
ha: Hektar
kg: Kilogramm, Kilo
t: Tonnen, Tonne
l: Liter, Litern
km/h: km/h, Stundenkilometer, Stundenkilometern
°C: °C, Grad Celsius, Grad
MW: Megawatt
GW: Gigawatt
kWh: Kilowattstunden
people: Menschen
"""),
    decimal=",",
)  # fmt: skip
