"""What one line of a page dumped as text is: prose, a label, a notice. Words of many languages, no site's rules."""

import re

from streams.models.blocks.features import WIDE

SENTENCE_END = re.compile(r"""[.!?…。！？؟।,:;]["'”’»“)\]]*$""")

RELATED = re.compile(
    r"^(?:related|related (?:posts?|articles?|stories|news|content|topics|coverage|reading|links)|more (?:from|on|stories|news|like this|in|to read)\b.*|"
    r"read (?:more|also|next)|see also|you (?:may|might) (?:also )?(?:like|be interested).*|recommended(?: for you| reading| stories| articles)?|also read|"
    r"what to read next|most (?:read|popular|viewed)|trending(?: now)?|latest (?:news|posts|stories)|recent posts|popular posts|don't miss|up next|"
    r"verwandte (?:beiträge|artikel|themen)|ähnliche (?:beiträge|artikel)|mehr zum thema|mehr (?:aus|von|zu)\b.*|weitere (?:artikel|beiträge|themen|meldungen|nachrichten)|"
    r"lesen sie (?:auch|mehr|weiter).*|das könnte (?:sie|dich) auch interessieren.*|auch interessant|meistgelesen|"
    r"à lire (?:aussi|également|ensuite)|lire aussi|articles? (?:similaires|liés|connexes|associés)|sur le même (?:sujet|thème)|voir aussi|les plus lus|dans la même rubrique|"
    r"(?:te|le) puede interesar|también (?:te|le) puede interesar|lea (?:también|además|más)|lee (?:también|además|más)|(?:artículos|noticias|entradas|notas|temas) relacionad[ao]s|más (?:noticias|leídas|leído|sobre)\b.*|"
    r"leggi anche|articoli correlati|potrebbe(?:ro)? interessarti.*|notizie correlate|i più letti|"
    r"leia (?:também|mais)|(?:artigos|notícias|matérias|posts) relacionad[ao]s|veja também|mais lidas|saiba mais|"
    r"lees ook|lees meer|gerelateerde (?:berichten|artikelen)|meer over\b.*|zie ook|les også|relaterte (?:saker|artikler)|läs (?:också|mer|även)|relaterade artiklar|læs også|lue myös|"
    r"czytaj (?:także|też|również|więcej)|powiązane (?:artykuły|wpisy)|zobacz (?:także|też|również)|podobne (?:artykuły|wpisy)|"
    r"читайте (?:также|ещё)|похожие (?:статьи|записи|новости)|по теме|смотрите также|читайте також|схожі (?:новини|статті|записи)|за темою|дивіться також|"
    r"ilgili (?:haberler|yazılar|içerikler)|citește și|articole similare|související články|čtěte také|kapcsolódó cikkek|σχετικά άρθρα|διαβάστε επίσης|"
    r"関連記事|関連ニュース|あわせて読みたい|相关(?:阅读|文章|新闻)|相關(?:閱讀|文章|新聞)|延伸阅读|추천 기사|관련 ?기사|اقرأ أيض[اًا]+|مقالات ذات صلة|مواضيع ذات صلة|כתבות קשורות|संबंधित (?:लेख|खबरें))\s*[:：»>…]*$",
    re.I,
)
COOKIE = re.compile(r"cookie|куки|кукі|クッキー|쿠키|ملفات تعريف الارتباط|עוגיות", re.I)
ADDRESSED = re.compile(
    r"\b(?:we|our|you|your|you're|us|this (?:web)?site|accept|consent|wir|uns(?:er\w*)?|sie|ihr\w*|diese (?:web)?(?:site|seite)|akzeptier\w*|zustimm\w*|"
    r"nous|notre|vous|votre|ce site|acceptez|accepter|este sitio|nuestr\w*|usted|aceptar?|aceptas|su experiencia|utilizamos|usamos|questo sito|utilizz\w*|accett\w*|"
    r"este site|nosso|aceita\w*|deze (?:web)?site|wij|onze|accepteren|ta strona|używa\w*|korzysta\w*|akceptu\w*|сайт\w*|мы|ми|использу\w*|використову\w*|"
    r"bu site|kullan\w*|tento web|webb?plats\w*|nettsted\w*)\b|このサイト|当サイト|本网站|사이트|الموقع",
    re.I,
)
NOTICES = {
    "newsletter": re.compile(
        r"\b(?:sign up (?:for|to)|subscribe (?:to|now|today)|join our|get (?:the|our) .{0,30}newsletter|our (?:daily |weekly )?newsletter|delivered to your inbox|"
        r"newsletter (?:abonnieren|anmelden)|abonnieren sie|jetzt abonnieren|abonnez-vous|inscrivez-vous|suscríb[ae]\w*|iscriviti|assine|inscreva-se|zapisz się|подпи(?:шитесь|сывайтесь)|підпи(?:шіться|суйтесь))",
        re.I,
    ),
    "share": re.compile(
        r"^(?:share(?: (?:this|on|via|article|story)\b.*)?|tweet|pin it|e-?mail|print|copy link|facebook|twitter|x|whatsapp|telegram|linkedin|reddit|follow us.*|teilen|drucken|partager|imprimer|compartir|"
        r"condividi|compartilhar|udostępnij|поделиться|поширити|delen|dela|del|listen to this (?:story|article).*|comments?|leave a comment.*|\d+ (?:comments?|shares?|kommentare|commentaires|comentarios)|advertisement|anzeige|publicité|publicidad|pubblicità|реклама)\s*[:：]?$",
        re.I,
    ),
    "copyright": re.compile(
        r"^(?:©|\(c\) |copyright\b|all rights reserved|alle rechte vorbehalten|tous droits réservés|todos los derechos|tutti i diritti|todos os direitos|все права|усі права)",
        re.I,
    ),
}
CAPTION = re.compile(
    r"(?:\bthumbnail|\bvorschaubild|\bminiature|\bminiatura|\bfeatured image|\bbeitragsbild)\s*$|^(?:image|photo|picture|foto|bild|imagen|immagine|imagem|фото|зображення|изображение|zdjęcie|写真|图|사진)\s?(?:credit|caption|source|by|:|：|©|/)|"
    r"\((?:photo|image|foto|bild|getty images|ap photo|reuters|afp|dpa)[^)]{0,60}\)$|^(?:getty images|ap photo)\b",
    re.I,
)
BYLINE = re.compile(
    r"^(?:by|von|par|por|di|da|door|av|af|autor(?:in)?|author|written by|text|przez|автор|автори)\s*[:：]?\s+(?P<names>[^\W\d_].{2,80})$",
    re.I,
)
UI = re.compile(
    r"^(?:menu|home|search|login|log in|sign in|register|skip to .*|close|open|contact(?: us)?|about(?: us)?|imprint|impressum|datenschutz|startseite|suche|anmelden|accueil|rechercher|connexion|inicio|buscar|"
    r"cerca|entrar|faq|help|privacy(?: policy)?|terms(?: of (?:use|service))?|navigation|next|previous|back|top|main|read more|continue reading|loading.*|subscribe|live|video|videos|podcasts?|latest|newsletter)$",
    re.I,
)


def width(line: str) -> int:
    """Length in Latin letters: a character of a script without spaces says more than one."""
    return len(line) + (2 * len(WIDE.findall(line)) if not line.isascii() else 0)


def is_prose(line: str) -> bool:
    """A paragraph or a sentence, not a label or a headline."""
    return width(line) >= 60 and (bool(SENTENCE_END.search(line)) or width(line) >= 160)


def is_short_sentence(line: str) -> bool:
    return width(line) >= 12 and bool(SENTENCE_END.search(line))


def notice(line: str) -> str | None:
    """The kind of notice a line is: cookie_notice, newsletter, share, copyright, image_caption; None for none."""
    if len(line) > 600:
        return None
    if COOKIE.search(line) and ADDRESSED.search(line):
        return "cookie_notice"
    for kind, pattern in NOTICES.items():
        if (len(line) <= 200 or kind == "copyright") and pattern.search(line):
            return kind
    return "image_caption" if len(line) <= 250 and CAPTION.search(line) else None


def is_related_label(line: str) -> bool:
    return len(line) <= 60 and bool(RELATED.match(line))


def is_headline(line: str) -> bool:
    """A line that could be some article's title."""
    if width(line) > 220 or notice(line) or is_related_label(line) or UI.match(line):
        return False
    return width(line) >= 15 and (len(line.split()) >= 3 or bool(WIDE.search(line)))


def is_label(line: str) -> bool:
    """One to three words such as a section's name."""
    words = line.split()
    return 1 <= len(words) <= 3 and width(line) <= 36 and line[0].isalpha() and not UI.match(line) and line[-1] not in ".!?,;:"
