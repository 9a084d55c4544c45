"""What one line of a page dumped as text is: prose, a label, a notice. Words of many languages, no site's rules."""

import re
from functools import lru_cache

from streams.models.blocks.features import WIDE
from streams.models.blocks.letters import grouped
from streams.models.lines.labels import ADVERTISEMENTS, RELATED_LABELS, SHARES, folded

SENTENCE_ENDS, CLOSING = tuple(".!?…。！？；：؟۔।॥።၊။។，、,:;"), "\"'”’»“）」』)]"
SPACELESS = re.compile(r"[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff]")
"""A letter of a script that leaves no space between words: Thai, Lao, Burmese, Khmer, Chinese, Japanese."""

REMEMBERED = 4096
"""Lines of which the kind is remembered: it is asked for several times, and sites repeat their own."""

MORE = re.compile(
    r"^(?:more (?:from|on|stories|news|like this|in|to read)\b.*|you (?:may|might) (?:also )?(?:like|be interested).*|mehr (?:aus|von|zu|zum|zur)\b.*|"
    r"lesen sie (?:auch|mehr|weiter).*|das könnte (?:sie|dich|ihnen|dir) (?:auch )?(?:interessieren|gefallen).*|"
    r"vous (?:pourriez|aimerez|devriez) aussi.*|(?:te|le|os) (?:puede|podría|pueden|podrían) (?:también )?interesar.*|más (?:noticias|sobre)\b.*|"
    r"(?:ti )?potrebbe(?:ro)? (?:anche )?interessar.*|você (?:também )?(?:pode|poderá) (?:também )?(?:gostar|se interessar).*|meer over\b.*|mer (?:om|från)\b.*|"
    r"misschien vind je dit.*|to (?:może )?cię (?:może )?zainteresować.*|(?:вам )?(?:может|могут) (?:быть )?(?:интересно|заинтересовать|понравиться).*|"
    r"možda će vas zanimati.*|te-ar putea interesa.*|bunlar da ilginizi.*|あなたへのおすすめ.*|你可能.{0,2}(?:喜欢|感兴趣).*|你可能.{0,2}(?:喜歡|感興趣).*|함께 (?:본|보면|읽).*|이 기사와.*)$",
    re.I,
)
COOKIES = ("cookie", "куки", "кукі", "クッキー", "쿠키", "ملفات تعريف الارتباط", "עוגיות")
EMBED = re.compile(
    r"^(?:empfohlener (?:redaktioneller|externer) inhalt|an dieser stelle (?:findest|finden) .{0,20}extern\w+ inhalt|ich bin damit einverstanden, dass mir|"
    r"personenbezogene daten können an|.{0,30}externe[rn]? inhalte? .{0,60}(?:anzeig|angezeigt|erlaub|aktivier|laden)|mehr dazu in unserer datenschutzerklärung|"
    r"ce contenu (?:est|n'est pas) .{0,80}(?:cookies|traceurs|tiers)|(?:afficher|voir) le contenu externe|este contenido .{0,40}(?:terceros|externo)|"
    r"this (?:content|video|post) (?:is|can(?:'t|not)|could not) .{0,80}(?:hosted|loaded|displayed|third part)|to (?:view|display) this content)",
    re.I,
)
"""Asks before it shows what another site hosts."""
ADDRESSED = re.compile(
    r"\b(?:we|our|you|your|you're|us|this (?:web)?site|accept|consent|wir|uns(?:er\w*)?|sie|ihr\w*|diese (?:web)?(?:site|seite)|akzeptier\w*|zustimm\w*|"
    r"nous|notre|vous|votre|ce site|acceptez|accepter|este sitio|nuestr\w*|usted|aceptar?|aceptas|su experiencia|utilizamos|usamos|questo sito|utilizz\w*|accett\w*|"
    r"este site|nosso|aceita\w*|deze (?:web)?site|wij|onze|accepteren|ta strona|używa\w*|korzysta\w*|akceptu\w*|сайт\w*|мы|ми|использу\w*|використову\w*|"
    r"bu site|kullan\w*|tento web|webb?plats\w*|nettsted\w*)\b|このサイト|当サイト|本网站|사이트|الموقع",
    re.I,
)
NEWSLETTER_AT_A_WORD = (
    r"sign up (?:for|to)|subscribe (?:to|now|today)|join our|get (?:the|our) .{0,30}newsletter|our (?:daily |weekly )?newsletter|delivered to your inbox|"
    r"newsletter (?:abonnieren|anmelden|bestellen)|abonnieren sie|jetzt abonnieren|abonnez-vous|inscrivez-vous|suscríb[ae]\w*|iscriviti|abbonati|assine|"
    r"inscreva-se|zapisz się|подпи(?:шитесь|сывайтесь)|підпи(?:шіться|суйтесь)|schrijf je in|abonneer|meld (?:je|deg|dig) (?:aan|på|til)|prenumerera|"
    r"abonnér|tilaa uutiskirje|přihlaste se k|odebírejte|iratkozz? fel|iratkozzon fel|abonează-te|абонирайте се|pretplatite se|prijavite se na|"
    r"εγγραφείτε|abone ol|subscriu-te|đăng ký nhận|berlangganan"
)
NEWSLETTER_ANYWHERE = (
    r"اشترك في|النشرة (?:البريدية|الإخبارية)|عضویت در خبرنامه|הירשמו|הרשמו ל|"
    r"न्यूज़लेटर|ニュースレター(?:に|を)|メルマガ|订阅(?:我们|本站)|訂閱(?:我們|電子報)|뉴스레터 (?:구독|신청)|สมัครรับ"
)
NEWSLETTER = re.compile(rf"\b(?:{grouped(NEWSLETTER_AT_A_WORD)})|{grouped(NEWSLETTER_ANYWHERE)}")
"""Looked for in a line in small letters."""
SHARED = re.compile(
    r"(?:share(?: (?:this|on|via|article|story)\b.*)?|tweet|pin it|e-?mail|print|copy link|facebook|twitter|x|whatsapp|telegram|linkedin|reddit|follow us.*|teilen|drucken|partager|imprimer|compartir|"
    r"condividi|compartilhar|udostępnij|поделиться|поширити|delen|dela|del|listen to this (?:story|article).*|comments?|leave a comment.*|\d+ (?:comments?|shares?|kommentare|commentaires|comentarios))\s*[:：]?$",
    re.I,
)
COPYRIGHT = re.compile(
    r"(?:©|\(c\) |copyright\b|all rights reserved|alle rechte vorbehalten|tous droits réservés|todos los derechos|tutti i diritti|todos os direitos|все права|усі права)",
    re.I,
)
CAPTION = re.compile(
    r"(?:\bthumbnail|\bvorschaubild|\bminiature|\bminiatura|\bfeatured image|\bbeitragsbild)\s*$|^(?:image|photo|picture|foto|bild|imagen|immagine|imagem|фото|зображення|изображение|zdjęcie|写真|图|사진)\s?(?:credit|caption|source|by|:|：|©|/)|"
    r"\((?:photo|image|foto|bild|getty images|ap photo|reuters|afp|dpa)[^)]{0,60}\)$|^(?:getty images|ap photo)\b",
    re.I,
)
CAPTION_ENDS = (")", "thumbnail", "vorschaubild", "miniature", "miniatura", "featured image", "beitragsbild")
AGENCIES = (
    r"imago|getty(?: images)?|afp|dpa|reuters|unsplash|shutterstock|istock|adobe stock|epa|efe|ansa|keystone|picture alliance|pap|tass|ntb|tt|ritzau|"
    r"scanpix|anp|belga|apa|lusa|xinhua|anadolu|aap|yonhap"
)
CREDIT = re.compile(rf"(?:\b(?:{grouped(AGENCIES)})|연합뉴스|뉴시스|뉴스1|共同|時事|新华社|中央社)(?:\s?[/|-]\s?[^.!?]{{0,40}})?[)\]]?$")
"""Ends with an agency, and with no full stop; looked for in small letters."""
BYLINE = re.compile(
    r"^(?:by|von|par|por|di|da|door|av|af|autor(?:in)?|autore|auteur|author|written by|reported by|text|przez|napisał[a]?|autoři?|szerző|de către|kirjoittanut|"
    r"tekst|skrevet av|yazan|haber|автор(?:ы|и)?|текст|από|του|oleh|penulis|tác giả)\s*[:：]?\s+(?P<names>[^\W\d_].{2,80})$|"
    r"^(?:文|作者|记者|記者|撰文|文/|取材・文|기자|بقلم|كتب|الكاتب|نویسنده|מאת|लेखक|रिपोर्ट|লেখক)\s*[:：/／]?\s*(?P<others>[^\W\d_].{1,60})$|^(?P<korean>[\uac00-\ud7af]{2,4}) ?기자$",
    re.I,
)
UI = re.compile(
    r"^(?:menu|home|search|login|log in|sign in|register|skip to .*|close|open|contact(?: us)?|about(?: us)?|imprint|impressum|datenschutz|startseite|suche|anmelden|accueil|rechercher|connexion|inicio|buscar|"
    r"cerca|entrar|faq|help|privacy(?: policy)?|terms(?: of (?:use|service))?|navigation|next|previous|back|top|main|read more|continue reading|loading.*|subscribe|live|video|videos|podcasts?|latest|newsletter)$",
    re.I,
)


INLINE = re.compile(r"[:：|»›>]\s?")
LEADING = frozenset(
    (
        "à lire aussi", "lire aussi", "leggi anche", "lees ook", "lesen sie auch", "lea también", "lee también", "leia também", "les også", "läs också", "læs også",
        "lue myös", "czytaj także", "czytaj też", "читайте также", "читайте також", "read also", "also read", "see also", "te puede interesar", "citește și",
    )
)  # fmt: skip
"""Labels that no sentence begins with."""
LED = frozenset(label.split()[0] for label in LEADING)


def width(line: str) -> int:
    """Length in Latin letters: a character of a script without spaces says more than one."""
    return len(line) + (2 * len(WIDE.findall(line)) if not line.isascii() else 0)


def ends_sentence(line: str) -> bool:
    return line.rstrip(CLOSING).endswith(SENTENCE_ENDS)


def is_prose(line: str) -> bool:
    """A paragraph or a sentence, not a label or a headline."""
    return len(line) >= 160 or ((wide := width(line)) >= 60 and (ends_sentence(line) or wide >= 160))


def is_short_sentence(line: str) -> bool:
    return ends_sentence(line) and width(line) >= 12


def notice(line: str) -> str | None:
    """The kind of notice a line is: cookie_notice, advertisement, newsletter, share, copyright, image_caption; None for none."""
    return _notice(line) if len(line) <= 600 else None


@lru_cache(REMEMBERED)
def _notice(line: str) -> str | None:
    small = line.lower()
    if (any(word in small for word in COOKIES) and ADDRESSED.search(line)) or (len(line) <= 300 and EMBED.match(line)):
        return "cookie_notice"
    if len(line) <= 60 and (short := _short(line)):
        return short
    if len(line) <= 200 and NEWSLETTER.search(small):
        return "newsletter"
    if len(line) <= 200 and SHARED.match(line):
        return "share"
    if COPYRIGHT.match(line):
        return "copyright"
    return "image_caption" if _is_caption(line, small) else None


def _is_caption(line: str, small: str) -> bool:
    """By its first words, or by its last."""
    if len(line) <= 250 and (CAPTION.match(line) or (small.endswith(CAPTION_ENDS) and CAPTION.search(line, max(0, len(line) - 100)))):
        return True
    return len(line) <= 400 and line[-1:] not in (".", "!", "?") and CREDIT.search(small, max(0, len(small) - 70)) is not None


def is_inline_related(line: str) -> bool:
    """A label and the title of another article on one line ("Read also: Storm over the bay")."""
    if len(line) > 250:
        return False
    mark = INLINE.search(line)
    if mark and len(line) - mark.end() >= 8 and folded(line[: mark.start()]) in RELATED_LABELS:
        return True
    words = line.split(None, 4)[:4]
    if len(words) < 4 or line.endswith((".", "!")) or ((first := folded(words[0])) and first not in LED):
        return False
    return any(folded(" ".join(words[:count])) in LEADING for count in (2, 3))


def without_label(line: str) -> str:
    """The title in a line that `is_inline_related`."""
    _, _, title = line.partition(mark[0]) if (mark := INLINE.search(line)) else ("", "", "")
    if title.strip():
        return title.strip()
    words = line.split()
    count = 3 if folded(" ".join(words[:3])) in LEADING else 2
    return " ".join(words[count:])


def _short(line: str) -> str | None:
    text = folded(line)
    return "advertisement" if text in ADVERTISEMENTS else "share" if text in SHARES else None


def is_related_label(line: str) -> bool:
    return len(line) <= 60 and (folded(line) in RELATED_LABELS or MORE.match(line.rstrip(" :：»>…")) is not None)


def is_headline(line: str) -> bool:
    """A line that could be some article's title."""
    if width(line) > 220 or notice(line) or is_related_label(line) or UI.match(line):
        return False
    return width(line) >= 15 and (len(line.split()) >= 3 or bool(SPACELESS.search(line)))


def is_label(line: str) -> bool:
    """One to three words such as a section's name."""
    words = line.split()
    return 1 <= len(words) <= 3 and width(line) <= 36 and line[0].isalpha() and not UI.match(line) and line[-1] not in ".!?,;:"


def written_by(line: str) -> str | None:
    """The names after a "By" in some language; None where there is none."""
    found = BYLINE.match(line)
    return next((each for each in found.groups() if each), None) if found else None
