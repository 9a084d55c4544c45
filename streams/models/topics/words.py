"""Names that publishers give their sections and keywords, in several languages, and the Media Topics they stand for."""

import unicodedata
from functools import cache

from streams.models.topics import broader, labels

TABLE = {
    # English; German; French; Spanish; Italian; Portuguese; Dutch; Norwegian, Danish and Swedish. `_` is a space.
    "01000000": "arts_and_culture arts_culture culture_and_entertainment art_culture kultur_und_medien culture_et_medias",
    "20000002": "arts art entertainment entertainment_and_arts film films movies movie music theater theatre books literature showbiz stage "
    "kunst unterhaltung kino musik bühne literatur bücher musique cinéma théâtre livres spectacles cine música libros arte "
    "entretenimiento espectáculos spettacoli libri cinema teatro film_og_tv underholdning musikk musiikki nöje underhållning "
    "arte_y_cultura muziek boeken livros entretenimento",
    "20000038": "culture kultur feuilleton cultura cultuur kultur_und_leben kultur_og_underholdning culture_societe",
    "20000045": "media medien médias medios medier mídia tv television fernsehen télévision televisión televisione televisão tv_und_radio tv_radio press",
    "02000000": "crime_and_justice law_and_order police_courts police_and_courts justice crime_law_and_justice polizei_und_justiz "
    "justicia giustizia justiça recht_und_justiz police_justice justitie",
    "20000082": "crime crimes kriminalität kriminalfälle krim krimi crimen crimine cronaca_nera faits_divers misdaad krimi_og_justis",
    "20000106": "courts court supreme_court gericht gerichte rechtspraak tribunales tribunaux",
    "20000129": "police polizei blaulicht policía policia polis",
    "03000000": "disaster disasters accidents natural_disasters katastrophen unglücke unfälle catastrophes desastres ulykker",
    "04000000": "business business_news economy_and_business business_and_finance money finance financial wirtschaft wirtschaft_und_finanzen "
    "geld finanzen affaires negocios economía_y_negocios economia_e_finanza soldi finanza negócios zakelijk næringsliv erhverv "
    "näringsliv penger privatøkonomi personal_finance your_money",
    "20000344": "economy economics konjunktur économie economía economia economie økonomi ekonomi macroeconomics volkswirtschaft",
    "20000349": "companies company_news unternehmen entreprises empresas aziende empresa bedrijven selskaper",
    "20000385": "markets market stocks stock_market börse märkte geldanlage bourse marchés mercados mercati beurs børs börsen forex commodities",
    "20000209": "energy real_estate property retail agriculture cars motoring autos auto energie immobilien landwirtschaft handel automobile immobilier "
    "agricultura energía inmobiliaria motori automóviles economie_agriculture bolig bil landbouw",
    "05000000": "education learning bildung schule_und_bildung éducation educación istruzione educação onderwijs utdanning uddannelse utbildning "
    "higher_education university campus hochschule studium",
    "20000400": "schools school universities schule schulen université escuela scuola skole skola",
    "06000000": "environment green umwelt umwelt_und_natur environnement medio_ambiente medioambiente ambiente meio_ambiente milieu miljø miljö planet "
    "climate_and_environment klima_und_umwelt planète climate_environment",
    "20000418": "climate climate_change climate_crisis klima klimawandel klimakrise climat clima cambio_climático klimaat klimat",
    "20000441": "nature wildlife natur naturaleza natura natureza natuur animals tiere",
    "07000000": "health healthcare health_and_wellness gesundheit medizin santé salud salute saúde gezondheid helse sundhed hälsa medicine "
    "gesundheit_und_medizin health_news",
    "20000446": "coronavirus covid_19 covid corona corona_virus coronavirus_pandemic ebola cancer krebs",
    "08000000": "human_interest weird weird_news odd_news oddly_enough panorama vermischtes buntes leute people gente kuriosa",
    "20000505": "celebrity celebrities celebs stars promis prominente célébrités famosos gossip kjendis kendte",
    "20000504": "royals royal_family royalty adel königshäuser kongelige kungligt",
    "09000000": "labor labour arbeit jobs_und_karriere travail trabajo lavoro trabalho arbeidsliv arbejdsmarked arbetsliv workplace",
    "20000509": "jobs employment careers career karriere beruf emploi empleo empleos emprego carrière",
    "10000000": "lifestyle life_and_style lifeandstyle life_style living leben stil mode_de_vie estilo_de_vida estilo stili_di_vita leefstijl livsstil",
    "20000538": "travel holidays_and_travel reise reisen voyage voyages viajes viaggi viagem viagens reizen resor ferie games gaming spiele tourism "
    "leisure freizeit turismo",
    "20000565": "food food_and_drink fashion style home_and_garden house_and_home recipes dining cooking essen mode kulinarik rezepte cuisine gastronomie "
    "gastronomía cocina cucina moda mat mad_og_bolig eten culinária wohnen haus_und_garten gastro",
    "20001339": "wellness fitness well bienestar benessere",
    "11000000": "politics political_news politik politikk politique política politica politiek us_politics uk_politics politics_news politics_and_policy "
    "policy_and_politics innenpolitik innenpolitik_und_gesellschaft politik_inland politique_nationale nationaal_politiek",
    "20000574": "elections election election_2016 election_2020 elections_2016 elections_2020 election_2024 2020_election 2016_election wahlen wahl "
    "bundestagswahl élections elecciones elezioni eleições verkiezingen valg val",
    "20000593": "government congress white_house whitehouse parliament regierung bundestag gouvernement gobierno governo regering parlement defense defence "
    "military",
    "20000621": "policy government_policy immigration_policy public_policy",
    "20000638": "diplomacy foreign_policy foreign_affairs international_relations außenpolitik diplomatie diplomacia",
    "12000000": "religion faith belief religion_and_beliefs religionen glaube glaube_und_religion kirche kirchen religión religione religião "
    "religie tro_og_religion church",
    "13000000": "science_and_technology science_and_environment sci_tech scitech science_tech wissenschaft_und_technik wissen sciences_et_technologies "
    "ciencia_y_tecnología science_technology wissen_und_technik",
    "20000756": "technology tech technik digital netzwelt technologie technologies tecnología tecnologia teknologi teknik computer internet computing "
    "gadgets high_tech technologie_und_digitales software innovation",
    "20000717": "space astronomy physics weltraum espace espacio spazio",
    "20000735": "science sciences wissenschaft forschung ciencia scienza scienze ciência wetenschap vitenskap videnskab vetenskap forskning research",
    "14000000": "society gesellschaft société sociedad società sociedade samenleving samfunn samfund samhälle",
    "20000771": "immigration migration inmigración immigrazione immigratie",
    "20000780": "family parenting familie famille familia famiglia família gezin",
    "20000788": "women lgbt lgbtq gay_voices queer_voices",
    "15000000": "sport sports sport_und_freizeit deportes deporte deportivo desporto esportes esporte sportif sporten idrett idrott",
    "20000822": "football soccer baseball basketball hockey ice_hockey cricket golf tennis rugby rugby_union rugby_league cycling boxing athletics nfl nba "
    "mlb nhl mls wnba ncaa nascar formula_1 formula1 f1 formel_1 fußball fussball bundesliga handball radsport eishockey leichtathletik wintersport "
    "fútbol futbol baloncesto ciclismo calcio pallacanestro futebol voetbal wielrennen fotball fodbold fotboll håndball handboll skisport ski "
    "swimming motorsport premier_league champions_league college_football serie_a la_liga ligue_1",
    "20001108": "olympics world_cup olympia olympische_spiele jeux_olympiques juegos_olímpicos olimpiadi ol em_2024 wm",
    "16000000": "war conflict conflicts war_and_conflict war_in_ukraine ukraine_war krieg ukraine_krieg russia_ukraine_war israel_hamas_war guerre "
    "guerre_en_ukraine guerra guerra_en_ucrania oorlog krig krig_i_ukraina nahostkonflikt krieg_in_der_ukraine",
    "20000053": "terrorism terror terrorismus terrorisme terrorismo",
    "20000056": "iraq_war afghanistan_war syrian_war",
    "17000000": "weather wetter météo meteo el_tiempo tiempo meteorología meteorologia vær vejr väder weer previsão_do_tempo clima_y_tiempo",
}  # fmt: skip


def plain(name: str) -> str:
    """Lower case without accents, words apart by one space: `Économie`, `economie` and `e-mail` as people and addresses write them."""
    bare = unicodedata.normalize("NFKD", name[:200].casefold().replace("ß", "ss").replace("ø", "o").replace("æ", "ae"))
    kept = "".join(c if c.isalnum() else " " for c in bare if not unicodedata.combining(c))
    return " ".join(kept.split())


def named(name: str) -> str | None:
    """The concept that a section, a keyword or a part of an address names exactly; None where it names none."""
    return _names().get(plain(name))


@cache
def _names() -> dict[str, str]:
    """The vocabulary's own labels of the two upper levels, and above them the table, umlauts written in either way."""
    found = {plain(label): code for code, label in labels().items() if _level(code) <= 2}
    for number, words in TABLE.items():
        for word in words.split():
            for spelled in (word, word.translate({0xE4: "ae", 0xF6: "oe", 0xFC: "ue"})):
                found[plain(spelled)] = f"medtop:{number}"
    return found


def _level(code: str) -> int:
    up = broader()[code]
    return 1 if up is None else 1 + _level(up)
