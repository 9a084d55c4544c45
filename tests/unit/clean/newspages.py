# ruff: noqa: E501 - pages read better with a line for each piece
"""Twenty pages as publishers build them, written for these tests: each article in another language, markup or frame."""

from dataclasses import dataclass, field

EN = [
    "The ferry between Westmark and Osterby will run all night from June, the harbour board decided on Tuesday after a vote of seven to two.",
    "“We have waited eleven years for this,” said Mara Lindqvist, who runs the bakery at the pier and opens at four in the morning.",
    "The board expects 1,400 more passengers a week. A ticket costs 3.20 euros by day and 4.50 at night, and a bicycle travels free of charge.",
    "Residents of the old town had asked for quieter engines. The first of three electric boats is to be delivered in September.",
]
DE = [
    "Die Fähre zwischen Westmark und Osterby fährt ab Juni auch in der Nacht, das beschloss der Hafenrat am Dienstag mit sieben zu zwei Stimmen.",
    "„Darauf haben wir elf Jahre gewartet“, sagte Mara Lindqvist, die am Anleger eine Bäckerei führt und morgens um vier Uhr öffnet.",
    "Der Rat rechnet mit 1.400 zusätzlichen Fahrgästen in der Woche. Eine Fahrt kostet am Tag 3,20 Euro und in der Nacht 4,50 Euro.",
]
FR = [
    "Le bac entre Westmark et Osterby circulera toute la nuit à partir de juin, a décidé mardi le conseil du port par sept voix contre deux.",
    "« Nous attendions cela depuis onze ans », a déclaré Mara Lindqvist, qui tient la boulangerie du quai et ouvre à quatre heures du matin.",
    "Le conseil prévoit 1 400 passagers de plus par semaine. Le billet coûtera 3,20 euros le jour et 4,50 euros la nuit.",
]
ES = [
    "El transbordador entre Westmark y Osterby funcionará toda la noche a partir de junio, decidió el martes la junta del puerto.",
    "«Llevábamos once años esperándolo», dijo Mara Lindqvist, que tiene la panadería del muelle y abre a las cuatro de la mañana.",
    "La junta espera 1.400 pasajeros más por semana. El billete costará 3,20 euros de día y 4,50 euros de noche.",
]
RU = [
    "Паром между Вестмарком и Остербю с июня будет ходить всю ночь, решил во вторник совет порта семью голосами против двух.",
    "«Мы ждали этого одиннадцать лет», — сказала Мара Линдквист, которая держит пекарню у причала и открывается в четыре утра.",
    "Совет ожидает ещё 1400 пассажиров в неделю. Билет будет стоить 3,20 евро днём и 4,50 евро ночью.",
]
JA = [
    "港湾委員会は火曜日、ウェストマークとオステルビーを結ぶフェリーを六月から終夜運航すると決めた。賛成七、反対二だった。",
    "「十一年待ちました」と、桟橋でパン屋を営み朝四時に店を開けるマーラ・リンドクヴィストさんは話した。",
    "委員会は週に千四百人の利用増を見込む。運賃は昼が三・二〇ユーロ、夜が四・五〇ユーロになる。",
]
AR = [
    "قرر مجلس الميناء يوم الثلاثاء بأغلبية سبعة أصوات مقابل صوتين أن تعمل العبارة بين ويستمارك وأوستربي طوال الليل ابتداء من يونيو.",
    "وقالت مارا ليندكفيست، التي تدير مخبزا عند الرصيف وتفتح أبوابها في الرابعة صباحا: «انتظرنا هذا أحد عشر عاما».",
    "ويتوقع المجلس ألفا وأربعمئة راكب إضافي في الأسبوع، وسيبلغ ثمن التذكرة ثلاثة يورو نهارا وأربعة يورو ليلا.",
]


@dataclass(frozen=True)
class NewsPage:
    """A page and what it says."""

    name: str
    html: str
    title: str
    body: list[str]
    authors: list[str] = field(default_factory=list)
    date: str | None = None


def _paragraphs(lines: list[str], tag: str = "p") -> str:
    return "\n".join(f"<{tag}>{line}</{tag}>" for line in lines)


MENU = "".join(f'<li><a href="/{name.lower()}">{name}</a></li>' for name in ("Home", "World", "Business", "Sport", "Culture", "Weather"))
COOKIE = (
    '<div class="cookie-banner" id="consent"><p>We use cookies to improve your experience on this site.</p><button>Accept</button></div>'
)
RELATED = (
    '<section class="related"><h3>Related stories</h3><ul><li><a href="/1">Ice closes the northern lock</a></li>'
    '<li><a href="/2">Council to vote on bridge toll</a></li><li><a href="/3">Five islands, one nurse</a></li></ul></section>'
)
SHARE = '<div class="share"><a href="#">Facebook</a> <a href="#">Twitter</a> <a href="#">E-mail</a></div>'
NEWSLETTER = '<div class="newsletter-signup"><h4>Morning letter</h4><p>Sign up for our daily newsletter, delivered to your inbox.</p></div>'
COMMENTS = (
    '<div id="comments"><h3>2 comments</h3><div class="comment"><b>harbourcat</b> 3 hours ago<p>Finally! I have missed the last boat too often.</p></div>'
    '<div class="comment"><b>oldtowner</b><p>And who pays for all of this, if I may ask?</p></div></div>'
)
FOOTER = '<footer><p>© 2026 Westmark Post. All rights reserved.</p><a href="/imprint">Imprint</a> <a href="/privacy">Privacy</a></footer>'


def _framed(head: str, inner: str, lang: str = "en") -> str:
    return (
        f'<!doctype html><html lang="{lang}"><head>{head}</head><body>{COOKIE}<header><nav><ul>{MENU}</ul></nav></header>'
        f"{inner}{RELATED}{NEWSLETTER}{FOOTER}</body></html>"
    )


def _ld(title: str, more: str = "") -> str:
    return (
        f'<script type="application/ld+json">{{"@context":"https://schema.org","@type":"NewsArticle","headline":"{title}",'
        f'"datePublished":"2026-03-10T08:15:00+01:00","author":{{"@type":"Person","name":"Jon Hale"}}{more}}}</script>'
    )


NIGHT, TOLD = "Ferry to run all night from June", {"authors": ["Jon Hale"], "date": "2026-03-10T08:15:00+01:00"}
PAGES = [
    NewsPage(
        "plain article element",
        _framed(f"<title>{NIGHT} - Westmark Post</title>", f"<main><article><h1>{NIGHT}</h1>{_paragraphs(EN)}</article></main>"),
        NIGHT,
        EN,
    ),
    NewsPage(
        "json-ld",
        _framed(_ld(NIGHT), f'<div class="story"><h1>{NIGHT}</h1>{SHARE}{_paragraphs(EN)}{SHARE}</div>'),
        NIGHT,
        EN,
        **TOLD,
    ),
    NewsPage(
        "blog with comments",
        _framed(
            f'<meta property="og:title" content="{NIGHT}"><meta property="article:published_time" content="2026-03-10T08:15:00+01:00">'
            '<meta name="author" content="Jon Hale">',
            f'<div id="content"><div class="post hentry"><h2 class="entry-title">{NIGHT}</h2>'
            f'<div class="entry-content">{_paragraphs(EN)}</div></div>{COMMENTS}</div><div id="sidebar"><h3>Archives</h3><ul><li>March 2026</li></ul></div>',
        ),
        NIGHT,
        EN,
        **TOLD,
    ),
    NewsPage(
        "divs for paragraphs",
        _framed(f"<title>{NIGHT}</title>", f'<div class="c12"><h1>{NIGHT}</h1>{_paragraphs(EN, "div")}</div>'),
        NIGHT,
        EN,
    ),
    NewsPage(
        "table layout",
        f"<html><head><title>{NIGHT}</title></head><body><table><tr><td colspan=2>Westmark Post</td></tr><tr><td><ul>{MENU}</ul></td>"
        f"<td><h1>{NIGHT}</h1>{_paragraphs(EN)}</td></tr><tr><td colspan=2>{FOOTER}</td></tr></table></body></html>",
        NIGHT,
        EN,
    ),
    NewsPage(
        "line breaks for paragraphs",
        _framed(f"<title>{NIGHT}</title>", f"<div id='text'><h1>{NIGHT}</h1>{'<br><br>'.join(EN)}</div>"),
        NIGHT,
        EN,
    ),
    NewsPage(
        "subheadings and a quote",
        _framed(
            _ld(NIGHT),
            f"<article><h1>{NIGHT}</h1><p>{EN[0]}</p><blockquote><p>{EN[1]}</p></blockquote><h2>What it costs</h2><p>{EN[2]}</p><p>{EN[3]}</p></article>",
        ),
        NIGHT,
        [EN[0], EN[1], "What it costs", EN[2], EN[3]],
        **TOLD,
    ),
    NewsPage(
        "pictures with captions and advertisements between",
        _framed(
            _ld(NIGHT),
            f'<article><h1>{NIGHT}</h1><figure><img src="/f.jpg"><figcaption>The ferry at dusk. Photo: Ida Roos</figcaption></figure>'
            f'<p>{EN[0]}</p><div class="advert">Advertisement</div><p>{EN[1]}</p><p>{EN[2]}</p><aside class="promo"><a href="/x">Read more</a></aside>'
            f"<p>{EN[3]}</p></article>",
        ),
        NIGHT,
        EN,
        **TOLD,
    ),
    NewsPage(
        "paywalled",
        _framed(
            _ld(NIGHT, ',"isAccessibleForFree":false'),
            f'<article><h1>{NIGHT}</h1><p>{EN[0]}</p><p>{EN[1]}</p><div class="paywall"><p>Subscribe now to read on.</p></div></article>',
        ),
        NIGHT,
        EN[:2],
        **TOLD,
    ),
    NewsPage(
        "byline and date shown, not declared",
        _framed(
            f"<title>{NIGHT}</title>",
            f'<article><h1>{NIGHT}</h1><div class="byline">By Jon Hale</div><div class="post-date">10 March 2026</div>{_paragraphs(EN)}</article>',
        ),
        NIGHT,
        EN,
        ["Jon Hale"],
        "2026-03-10",
    ),
    NewsPage(
        "german",
        _framed(
            "<title>Fähre fährt ab Juni auch nachts</title>",
            f"<main><h1>Fähre fährt ab Juni auch nachts</h1>{_paragraphs(DE)}<h3>Das könnte Sie auch interessieren</h3>"
            '<ul><li><a href="/a">Eis sperrt die Schleuse</a></li></ul></main>',
            "de",
        ),
        "Fähre fährt ab Juni auch nachts",
        DE,
    ),
    NewsPage(
        "french",
        _framed(
            "<title>Le bac circulera toute la nuit</title>",
            f'<article><h1>Le bac circulera toute la nuit</h1>{_paragraphs(FR)}<p><a href="/b">À lire aussi : La glace ferme l’écluse</a></p></article>',
            "fr",
        ),
        "Le bac circulera toute la nuit",
        FR,
    ),
    NewsPage(
        "spanish",
        _framed(
            "<title>El transbordador circulará de noche</title>",
            f'<div class="nota"><h1>El transbordador circulará de noche</h1>{_paragraphs(ES)}</div>',
            "es",
        ),
        "El transbordador circulará de noche",
        ES,
    ),
    NewsPage(
        "russian",
        _framed(
            "<title>Паром будет ходить всю ночь</title>",
            f'<div class="article-text"><h1>Паром будет ходить всю ночь</h1>{_paragraphs(RU)}</div>',
            "ru",
        ),
        "Паром будет ходить всю ночь",
        RU,
    ),
    NewsPage(
        "japanese",
        _framed(
            "<title>フェリー、六月から終夜運航</title>", f"<article><h1>フェリー、六月から終夜運航</h1>{_paragraphs(JA)}</article>", "ja"
        ),
        "フェリー、六月から終夜運航",
        JA,
    ),
    NewsPage(
        "arabic, right to left",
        _framed(
            "<title>العبارة تعمل طوال الليل</title>",
            f'<article dir="rtl"><h1>العبارة تعمل طوال الليل</h1>{_paragraphs(AR)}</article>',
            "ar",
        ),
        "العبارة تعمل طوال الليل",
        AR,
    ),
    NewsPage(
        "bare fragment, as feeds carry it",
        _paragraphs(EN),
        EN[0],
        EN,
    ),
    NewsPage(
        "tags never closed",
        f"<html><head><title>{NIGHT}</title><body><div class=nav><a href=/>Home<a href=/w>World</div><h1>{NIGHT}</h1><p>{'<p>'.join(EN)}",
        NIGHT,
        EN,
    ),
    NewsPage(
        "a list in the text",
        _framed(
            _ld(NIGHT),
            f"<article><h1>{NIGHT}</h1><p>{EN[0]}</p><p>{EN[1]}</p><ul><li>By day the ticket costs 3.20 euros for everybody.</li>"
            f"<li>At night the ticket costs 4.50 euros for everybody.</li></ul><p>{EN[3]}</p></article>",
        ),
        NIGHT,
        [
            *EN[:2],
            "By day the ticket costs 3.20 euros for everybody.",
            "At night the ticket costs 4.50 euros for everybody.",
            EN[3],
        ],
        **TOLD,
    ),
    NewsPage(
        "live blog",
        _framed(
            _ld("Live: the vote on the night ferry"),
            '<main><h1>Live: the vote on the night ferry</h1><div class="live-post"><time datetime="2026-03-10T08:15:00+01:00">8.15</time>'
            f'<p>{EN[0]}</p></div><div class="live-post"><time datetime="2026-03-10T07:40:00+01:00">7.40</time><p>{EN[1]}</p></div>'
            f'<div class="live-post"><p>{EN[2]}</p><p>{EN[3]}</p></div></main>',
        ),
        "Live: the vote on the night ferry",
        EN,
        **TOLD,
    ),
]
